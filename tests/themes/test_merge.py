"""Codings of people who worked apart become one, and a coding moves to a newer codebook."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from open_answers import BOOK, CODED, QUESTION, coded, open_responses

from verkosto.errors import CodingError, OptionError, UnknownThemeError
from verkosto.themes import Change, Codebook, Coding, Comment, Theme, propose, start

AINO = {"Aino": {"v1": ["tilat"], "v2": ["vapaaehtoiset"]}}


def test_coders_who_worked_apart_stand_beside_each_other() -> None:
    one, two = (coded({coder: by}) for coder, by in CODED.items())
    both = one.merge(evolve(two, comments=(Comment("v1", "Bo", "hm", "x"),)))
    assert both.coders == ("Aino", "Bo")
    assert (both.marks == coded().marks).all()
    assert len(both.merge(two).comments) == 1
    assert both.merge(both).issues == ()


@pytest.mark.parametrize(("keep", "themes", "found"), [("both", 0, 1), ("first", 0, 0), ("last", 1, 0)])
def test_one_coder_who_says_two_things(keep: Any, themes: int, found: int) -> None:
    later = coded({"Aino": {"v1": ["tilat", "rahoitus"], "v3": []}})
    merged = coded(AINO).merge(later, keep=keep)
    assert merged.marks[0, 0, 1] == themes
    assert merged.marks[0, 1].tolist() == [0, 0, 0, 1, 0, 0]
    assert merged.marks[0, 2].tolist() == [0] * 6
    assert [(i.column, i.reason) for i in merged.issues] == [("answer v1, coder Aino", "conflicting_value")] * found
    changes = (Change("v1", "Aino", "rahoitus", "no", "yes", "merge"),)
    assert merged.changes == (changes if keep == "last" else ())


def test_what_waits_gives_way_to_what_is_coded() -> None:
    begun = propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words")
    assert begun.proposed is not None
    begun = evolve(begun, proposed=np.where(begun.proposed == 0, np.int8(1), begun.proposed))
    begun = begun.accept("Aino", answers=["v1", "v4"], themes="tilat")
    merged = coded(AINO).merge(begun)
    assert merged.proposed is begun.proposed
    assert merged.lemmatizer == begun.lemmatizer
    assert merged.marks[0, 0].tolist() == [1, 0, 0, 0, 0, 0]
    assert merged.pending[0, [0, 3], 0].tolist() == [-1, 1]
    assert (begun.merge(coded(AINO)).pending[0, 0] == -1).all()


def test_what_does_not_belong_together_is_refused() -> None:
    with pytest.raises(CodingError, match="other answers"):
        coded().merge(start(open_responses({"v1": "x y"}), QUESTION, codebook=BOOK))
    other = open_responses({**{f"v{n}": "x y" for n in range(1, 13)}, "v13": "-", "v14": None})
    with pytest.raises(CodingError, match="differ though their ids agree"):
        coded().merge(start(other, QUESTION, codebook=BOOK))
    with pytest.raises(CodingError, match="recode"):
        coded().merge(start(open_responses(), QUESTION, codebook=evolve(BOOK, version="3")))
    with pytest.raises(OptionError, match="'both', 'first', 'last'"):
        coded().merge(coded(), keep="all")  # type: ignore[arg-type]


def book(*themes: Theme) -> Codebook:
    return Codebook("teemat", "Teemat", themes, version="3")


def themes_of(coding: Coding, answer: str, coder: int = 0) -> list[str]:
    row = coding.marks[coder, coding.answers.places[answer]]
    return [theme for theme, there in zip(coding.codebook.ids, row, strict=True) if there == 1]


def test_renamed_and_joined_themes_keep_their_answers() -> None:
    new = book(
        Theme("raha", "Raha", former=("rahoitus", "avustukset")),
        *(theme for theme in BOOK if theme.id not in ("rahoitus", "avustukset")),
        Theme("uusi", "Uusi"),
    )
    moved = coded().recode(new)
    assert moved.codebook is new
    assert [themes_of(moved, one) for one in ("v3", "v5", "v11")] == [["raha", "tilat"], ["raha", "viestinta"], []]
    assert (moved.coded == coded().coded).all()
    place = "recode to 'teemat', version 3"
    assert [change for change in moved.changes if change.answer == "v5" and change.coder == "Aino"] == [
        Change("v5", "Aino", "avustukset", "yes", "", f"{place}: now 'raha'"),
        Change("v5", "Aino", "raha", "", "yes", f"{place}: was 'avustukset'"),
    ]


def test_a_theme_that_left_takes_no_answers_with_it_unasked() -> None:
    new = book(*(theme for theme in BOOK if theme.id not in ("viestinta", "avustukset")))
    with pytest.raises(CodingError, match=r"theme 'avustukset' is not in the codebook any more, and 1 answers bear it"):
        coded().recode(new)
    with pytest.raises(CodingError, match=r"'viestinta'.* and 3 answers"):
        coded().recode(new, drop="avustukset")
    moved = coded().recode(new, drop=("avustukset", "viestinta"))
    assert themes_of(moved, "v5") == []
    assert moved.coded.all(axis=0).sum() == 12
    assert moved.changes[0] == Change("v5", "Aino", "avustukset", "yes", "", "recode to 'teemat', version 3")
    with pytest.raises(UnknownThemeError):
        coded().recode(new, drop="viest")


def test_a_theme_that_became_a_heading_is_one_that_left() -> None:
    new = book(*(evolve(theme, codable=theme.id != "rahoitus") for theme in BOOK))
    with pytest.raises(CodingError, match="'rahoitus'"):
        coded().recode(new)
    assert themes_of(coded().recode(new, drop="rahoitus"), "v3") == ["tilat"]


def test_proposals_move_too() -> None:
    coding = propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words")
    moved = coding.recode(book(Theme("uusi", "Uusi"), Theme("tekijat", "T", former=("vapaaehtoiset",)),
                               Theme("k", "K")))  # fmt: skip
    assert coding.proposed is not None
    assert moved.proposed is not None
    assert (moved.proposed[:, 1] == coding.proposed[:, 3]).all()
    assert moved.proposed[:, 0].tolist() == [0] * 12 + [-1, -1]
    empty = coding.recode(book())
    assert empty.marks.shape == (0, 14, 0)


def test_what_waits_moves_and_is_coded_when_nothing_is_left_to_decide() -> None:
    proposed = np.full((14, 6), -1, dtype=np.int8)
    proposed[:12] = [1, 1, 1, 0, 0, 0]
    coding = evolve(start(open_responses(), QUESTION, codebook=BOOK), proposed=proposed)
    coding = coding.accept("A", answers="v1", themes="tilat").reject("A", answers="v2", themes=["rahoitus", "tilat"])
    joined = book(BOOK["tilat"], Theme("raha", "Raha", former=("rahoitus", "avustukset")))
    moved = coding.recode(joined, drop="viestinta")
    assert not moved.coded.any()
    assert moved.pending[0, :2].tolist() == [[1, -1], [0, -1]]
    without = coding.recode(book(*(theme for theme in BOOK if theme.parent is None and theme.id != "rahoitus")))
    assert without.coded[0, :3].tolist() == [True, True, False]
    assert (themes_of(without, "v1"), themes_of(without, "v2")) == (["tilat"], [])
    assert (without.pending == -1).all()


@settings(max_examples=30)
@given(st.permutations(BOOK.themes))
def test_another_order_changes_nothing(themes: list[Theme]) -> None:
    moved = coded().recode(evolve(BOOK, themes=themes))
    assert moved.changes == ()
    assert all(set(themes_of(moved, a)) == set(CODED["Aino"][a]) for a in CODED["Aino"])
    assert (moved.recode(BOOK).marks == coded().marks).all()
