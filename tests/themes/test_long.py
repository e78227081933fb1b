"""The long table goes out and comes in: every row is understood, or becomes an issue that keeps what stood there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from open_answers import BOOK, QUESTION, coded, open_responses

from verkosto.errors import CodingError, OptionError, SourceError
from verkosto.themes import Change, Coding, Comment, from_frame, propose, start

EMPTY = start(open_responses(), QUESTION, codebook=BOOK)


def read(rows: Mapping[str, Any], coding: Coding = EMPTY, **options: Any) -> Coding:
    """A coding with the rows of a table that has its columns as they are."""
    return coding.with_frame(pd.DataFrame(dict(rows), dtype=object), **options)


def found(coding: Coding, coder: str = "A") -> dict[str, list[str]]:
    """The themes of the answers that a coder has coded."""
    own = coding.marks[coding.coders.index(coder)] if coder in coding.coders else []
    return {
        answer: [theme for theme, there in zip(BOOK.ids, row, strict=True) if there == 1]
        for answer, row in zip(coding.answers.ids, own, strict=bool(len(own)))
        if row[0] >= 0
    }


def issues(coding: Coding) -> list[tuple[int | None, str | None, str]]:
    return [(issue.row, issue.value, issue.reason) for issue in coding.issues]


def test_a_row_says_that_a_theme_is_there() -> None:
    coding = read(
        {"answer": ["v1", "v1", "v2"], "theme": ["tilat", "rahoitus", None]}, coder="A", source="aineisto.csv"
    )
    assert found(coding) == {"v1": ["tilat", "rahoitus"], "v2": []}
    assert coding.changes == (
        Change("v1", "A", "tilat", "", "yes", "aineisto.csv, row 2"),
        Change("v1", "A", "rahoitus", "", "yes", "aineisto.csv, row 2"),
        Change("v2", "A", "", "", "no", "aineisto.csv, row 4"),
    )
    assert coding.issues == ()


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        (True, False),
        (1, 0),
        (1.0, 0.0),
        ("1.0", "0,0"),
        ("x", "0"),
        ("Kyllä", "ei"),
        ("ja", "Nej"),
        (" YES", "FALSE "),
        ("☑", "–"),
        ("T", "f"),
    ],
)
def test_values_say_yes_and_no(yes: Any, no: Any) -> None:
    rows = {
        "answer": ["v1", "v1", "v2", "v3"],
        "theme": ["tilat", "rahoitus", "tilat", "tilat"],
        "value": [yes, no, no, None],
    }
    assert found(read(rows, coder="A")) == {"v1": ["tilat"], "v2": []}


def test_several_coders_in_one_table() -> None:
    rows = {
        "answer": ["v1", "v1", "v2"],
        "Coder ": ["A", " B ", None],
        "THEME": ["tilat", "", "rahoitus"],
        "muuta": [1, 2, 3],
    }
    coding = read(rows, coder="C")
    assert coding.coders == ("A", "B", "C")
    assert [found(coding, one) for one in "ABC"] == [{"v1": ["tilat"]}, {"v1": []}, {"v2": ["rahoitus"]}]


def test_a_theme_is_named_by_id_label_or_former_id() -> None:
    rows = {"answer": ["v1", "v2", "v3", "v4"], "theme": ["TILAT", "Frivilliga", "Grants ", "verkostot"]}
    coding = read(rows, coder="A")
    assert found(coding) == {"v1": ["tilat"], "v2": ["vapaaehtoiset"], "v3": ["avustukset"], "v4": ["yhteistyo"]}
    assert coding.changes[-1].place == "table, row 5 ('verkostot' is now 'yhteistyo')"
    assert coding.changes[0].place == "table, row 2"


def test_what_is_not_understood_is_an_issue_and_leaves_the_answer() -> None:
    before = EMPTY.set("A", ["v2", "v3", "v5"], "viestinta")
    rows = {
        "answer": ["v1", "v99", "v2", "v2", "v3", None, "v13", "v14", "v5", "v5"],
        "theme": ["tilat", "tilat", "tilat", "hallinto", "tilat", "tilat", "tilat", "", "tilat", "tilat"],
        "value": [1, 1, 1, 1, "ehkä", 1, 1, 1, 1, 0],
    }
    coding = read(rows, before, coder="A")
    assert found(coding) == {"v1": ["tilat"], "v2": ["viestinta"], "v3": ["viestinta"], "v5": ["viestinta"]}
    assert issues(coding) == [
        (3, "v99", "unknown_answer"),
        (5, "hallinto", "unknown_theme"),
        (6, "ehkä", "not_yes_or_no"),
        (7, None, "unknown_answer"),
        (8, "v13", "nothing_to_code"),
        (9, "v14", "nothing_to_code"),
        (11, "0", "conflicting_value"),
    ]
    assert "ehkä" not in repr(coding.issues)
    assert [issue.column for issue in coding.issues[:2]] == ["answer", "theme"]


def test_no_theme_beside_a_theme_contradicts() -> None:
    rows = {"answer": ["v1", "v1", "v2", "v2", "v2"], "theme": ["tilat", "", "", "tilat", None], "coder": list("AABBB")}
    coding = read(rows)
    assert not coding.coded.any()
    assert issues(coding) == [
        (3, None, "conflicting_value"),
        (4, None, "conflicting_value"),
        (6, None, "conflicting_value"),
    ]
    same = read({"answer": ["v1", "v1"], "theme": ["tilat", "Tilat"], "coder": ["A", "A"]})
    assert (found(same), same.issues) == ({"v1": ["tilat"]}, ())


def test_a_row_without_a_coder_is_an_issue() -> None:
    coding = read({"answer": ["v1", "v2"], "theme": ["tilat", "tilat"], "coder": ["A", ""]})
    assert (found(coding), issues(coding)) == ({"v1": ["tilat"]}, [(3, None, "no_name")])


def test_a_heading_is_no_theme_of_answers() -> None:
    book = evolve(BOOK, themes=[evolve(t, codable=t.id != "rahoitus") for t in BOOK])
    coding = read({"answer": ["v1"], "theme": ["rahoitus"]}, evolve(EMPTY, codebook=book), coder="A")
    assert issues(coding) == [(2, "rahoitus", "unknown_theme")]


@pytest.mark.parametrize("ids", [[12, 13], [12.0, np.nan], ["12.0", " 13 "], ["12", "'13"]])
def test_ids_that_are_numbers_are_found(ids: list[Any]) -> None:
    numbered = start(open_responses({"12": "x y", "13": "zz"}), QUESTION, codebook=BOOK)
    coding = numbered.with_frame(pd.DataFrame({"answer": ids, "theme": ["tilat", None]}), coder="A")
    assert found(coding)["12"] == ["tilat"]


def test_comments_come_in_once_and_nothing_typed_is_lost() -> None:
    rows = {
        "answer": ["v1", "v2", "v99", "v3"],
        "theme": ["tilat", None, None, None],
        "value": [1, None, None, None],
        "comment": ["  epäselvä ", "ehkä rahoitus?", "kuka?", None],
        "coder": ["A", "A", None, "A"],
    }
    coding = read(rows)
    assert found(coding) == {"v1": ["tilat"]}
    assert coding.comments == (
        Comment("v1", "A", "  epäselvä ", "table, row 2"),
        Comment("v2", "A", "ehkä rahoitus?", "table, row 3"),
        Comment(None, "", "kuka?", "table, row 4"),
    )
    assert issues(coding) == [(4, "v99", "unknown_answer")]
    assert read(rows, coding).comments == coding.comments


def test_blank_rows_say_nothing() -> None:
    coding = read({"answer": ["v1", None, ""], "theme": ["tilat", None, ""]}, coder="A")
    assert (found(coding), coding.issues) == ({"v1": ["tilat"]}, ())
    assert read({"answer": [], "theme": []}, coder="A").coders == ()
    white = read({"answer": ["v1", " ", "v2"], "theme": [" ", "  ", "tilat"], "value": ["1", " ", " "]}, coder="A")
    assert (found(white), white.issues) == ({"v1": []}, ())


@pytest.mark.parametrize(
    ("df", "error", "message"),
    [
        (pd.DataFrame({"vastaus": ["v1"], "theme": ["tilat"]}), CodingError, "no column 'answer'"),
        (pd.DataFrame({"answer": ["v1"], "themes": ["tilat"]}), CodingError, "Did you mean 'themes'"),
        (pd.DataFrame({"answer": ["v1"], "theme": ["tilat"]}), CodingError, "nobody is named as the coder"),
        (pd.DataFrame({"answer": [["v1"]], "theme": ["tilat"]}), SourceError, "answer"),
        ([("v1", "tilat")], OptionError, "takes a frame"),
    ],
)
def test_a_table_of_another_form_is_refused(df: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        EMPTY.with_frame(df)


def test_frames_of_other_libraries() -> None:
    df = pl.DataFrame({"answer": ["v1", "v2"], "theme": ["tilat", None], "coder": ["A", "A"]})
    assert found(from_frame(df, open_responses(), QUESTION, codebook=BOOK)) == {"v1": ["tilat"], "v2": []}
    assert found(EMPTY.with_frame(df.lazy())) == {"v1": ["tilat"], "v2": []}


def test_the_frame_lists_what_is_coded_and_proposed() -> None:
    proposal = propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words")
    assert proposal.proposed is not None
    frame = proposal.frame
    assert list(frame.columns) == ["answer", "coder", "theme", "value", "proposed", "outcome", "comment"]
    assert len(frame) == int((proposal.proposed == 1).sum())
    assert frame["value"].isna().all()
    frame = evolve(proposal.set("A", "v2", ["tilat"]), comments=(Comment("v2", "A", "hm", "x"),)).frame
    own = frame[frame["coder"] == "A"].set_index("theme")
    assert own["outcome"].to_dict() == {
        "tilat": "added", "rahoitus": "none", "avustukset": "none", "vapaaehtoiset": "rejected", "viestinta": "none",
        "yhteistyo": "none", np.nan: np.nan,
    }  # fmt: skip
    assert own["value"]["tilat"]
    assert not own["value"]["vapaaehtoiset"]
    assert frame["comment"].tolist()[-1] == "hm"
    assert frame.dtypes.astype(str).tolist() == [
        "string",
        "category",
        "category",
        "boolean",
        "boolean",
        "category",
        "string",
    ]
    assert coded().frame["outcome"].isna().all()


def test_what_waits_has_no_value_yet() -> None:
    proposal = propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words")
    assert proposal.proposed is not None
    two = evolve(proposal, proposed=np.where(proposal.proposed == 0, np.int8(1), proposal.proposed))
    frame = two.accept("A", answers="v1", themes="tilat").frame
    own = frame[frame["coder"] == "A"]
    assert own["value"].isna().all()
    assert own.set_index("theme")["outcome"].dropna().to_dict() == {"tilat": "accepted"}
    assert set(own["answer"]) == {"v1"}


def test_a_csv_comes_back_and_runs_no_formula(tmp_path: Path) -> None:
    coding = evolve(coded(), comments=(Comment("v1", "Aino", "=1+1", "x"), Comment("v2", "Bo", 'ei; "näin"', "x")))
    coding.to_csv(tmp_path / "koodit.csv")
    text = (tmp_path / "koodit.csv").read_text("utf-8-sig")
    assert "'=1+1" in text
    assert ";=1+1" not in text
    back = EMPTY.with_frame(pd.read_csv(io.StringIO(text), sep=";", dtype=str))
    assert (back.marks == coding.marks).all()
    assert [c.text for c in back.comments] == [c.text for c in coding.comments]
    with pytest.raises(OptionError, match="delimiter"):
        coding.to_csv(tmp_path / "koodit.csv", delimiter="x")
    with pytest.raises(SourceError, match="cannot be written"):
        coding.to_csv(tmp_path / "ei" / "koodit.csv")


@settings(max_examples=settings().max_examples // 3)
@given(st.data())
def test_a_frame_taken_back_is_the_same_coding(data: st.DataObject) -> None:
    cells = st.lists(st.sampled_from(BOOK.ids), unique=True)
    answers = [f"v{n}" for n in range(1, 13)]
    by = {coder: {a: data.draw(cells) for a in data.draw(st.sets(st.sampled_from(answers)))} for coder in ("A", "B")}
    coding = coded(by)
    frame = coding.frame.sample(frac=1, random_state=1)
    back = start(open_responses(), QUESTION, codebook=BOOK, coders=("A", "B")).with_frame(frame)
    assert (back.marks == coding.marks).all()
    assert back.issues == ()
    assert back.with_frame(frame).changes == back.changes
