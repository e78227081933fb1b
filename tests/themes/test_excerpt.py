"""Excerpts: chosen, edited and cleared, with nothing of the answer left in what readers get."""

from __future__ import annotations

import gc
import json
import pickle
from typing import Any

import attrs
import pytest
from quotable_survey import SECRETS, coding

import verkosto as vk
from verkosto import themes
from verkosto.errors import AnalysisError, DisclosureError, OptionError, UnknownThemeError, UnknownVariableError

CODING = coding()
SCRUBBER = themes.Scrubber(["Matti Meikäläinen", "Liisa Virta"], lang="fi")


def excerpt(answer: str = "v2", **options: Any) -> themes.Excerpt:
    return themes.Excerpt.of(CODING, answer, scrubber=SCRUBBER, **{"themes": "tilat", **options})


def reachable(start: object) -> list[object]:
    """Everything that an object refers to, but for classes, modules and functions."""
    found: dict[int, object] = {}
    queue = [start]
    while queue:
        one = queue.pop()
        if id(one) in found or isinstance(one, type) or type(one).__name__ in ("module", "function"):
            continue
        found[id(one)] = one
        queue += gc.get_referents(one)
    return list(found.values())


def test_excerpts_take_turns_by_group_and_one_of_each_association() -> None:
    found = CODING.excerpts("tilat", scrubber=SCRUBBER, group="tyyppi")
    assert [one.answer for one in found].count("v6") == 1
    assert {"v2", "v7"} - {one.answer for one in found}
    assert len({one.text for one in found}) == len(found)
    assert all(one.cleared_by is None and one.themes == ("tilat",) for one in found)
    # The second is of the other group, whose base is too small to be named.
    kinds = [None if one.group is None else one.group.label.fi for one in found]
    assert kinds[:2] in (["Sosiaaliala", None], [None, "Sosiaaliala"])
    assert set(kinds[2:]) == {"Sosiaaliala"}


def test_excerpts_of_all_themes_come_once_with_the_themes_that_they_were_chosen_for() -> None:
    found = {one.answer: one.themes for one in CODING.excerpts(scrubber=SCRUBBER)}
    assert found["v3"] == ("tilat", "raha")
    assert found["v9"] == ("raha",)
    assert "v10" not in found


def test_excerpts_are_the_same_for_the_same_seed() -> None:
    first, again = (tuple(one.answer for one in CODING.excerpts("tilat", seed=3)) for _ in range(2))
    assert first == again
    assert len({tuple(one.answer for one in CODING.excerpts("tilat", seed=seed)) for seed in range(8)}) > 1


def test_those_speaking_of_one_theme_come_first_and_long_ones_are_left_out() -> None:
    found = [one.answer for one in CODING.excerpts("tilat", scrubber=SCRUBBER)]
    assert found.index("v4") < found.index("v3")
    assert all(len(one.draft) <= 30 for one in CODING.excerpts("tilat", max_length=30))
    assert len(CODING.excerpts("tilat", n=2)) == 2
    assert CODING.excerpts("tilat", max_length=3) == ()


def test_before_anybody_has_coded_proposals_count() -> None:
    bare = themes.start(CODING.survey, "toive", codebook=CODING.codebook, coders=("A",))
    assert bare.excerpts("tilat") == ()
    proposed = themes.propose(CODING.survey, "toive", codebook=CODING.codebook, lemmatizer="words")
    assert {"v2", "v4"} & {one.answer for one in proposed.excerpts("tilat")}


def test_the_respondents_own_organisation_is_known() -> None:
    assert excerpt("v1salainen").own == ("Kuvitelman Kissaystävät ry",)
    assert excerpt("v9").own == ()
    assert themes.Excerpt.of(coding(unit=None), "v2").own == ()
    quoted = excerpt("v1salainen").edit("Me Kuvitelman Kissaystävissä tiedämme", why="lyhyempi")
    assert quoted.text == "Me [järjestö] tiedämme"


def test_what_is_certain_is_replaced_and_cannot_stay() -> None:
    made = excerpt("v1salainen")
    assert made.text == "[henkilö] vaali salaisuuksia tiloistamme."
    assert made.original.startswith("Matti")
    with pytest.raises(DisclosureError, match=r"mark 1 \(person\) is certain and cannot stay"):
        made.keep(0, why="julkinen")
    back = made.edit(made.original, why="takaisin")
    assert back.text == made.text
    assert back.clear("A").quotation.text == "[henkilö] vaali salaisuuksia tiloistamme."


def test_doubtful_marks_must_be_decided() -> None:
    made = excerpt("v9", themes="raha")
    assert made.text == "Rahaa puuttuu. [henkilö?] vie.\n\nToinen kappale tiloista."
    with pytest.raises(DisclosureError, match=r"decided of 1 doubtful marks \(person\)"):
        made.clear("A")
    kept, hidden = made.keep(0, why="sanonta, ei nimi"), made.hide(made.marks[0])
    assert kept.clear("A").quotation.text == "Rahaa puuttuu. Virta vie.\n\nToinen kappale tiloista."
    assert hidden.clear("A").quotation.text == "Rahaa puuttuu. [henkilö] vie.\n\nToinen kappale tiloista."
    # The last decision counts.
    assert kept.hide(0).text == hidden.text
    assert [done.what for done in kept.hide(0).edits] == ["keep", "hide"]


def test_an_attribute_set_by_hand_clears_nothing() -> None:
    with pytest.raises(DisclosureError, match="doubtful"):
        _ = attrs.evolve(excerpt("v9"), cleared_by="A").quotation
    cleared = excerpt("v1salainen").clear("A")
    for changed in (
        attrs.evolve(excerpt("v2"), cleared_by="A"),
        attrs.evolve(excerpt("v2"), cleared_by=""),
        attrs.evolve(cleared, draft="Muuta, jota kukaan ei lukenut tiloista."),
        attrs.evolve(cleared, scrubber=themes.Scrubber(guess=False), own=()),
        attrs.evolve(cleared, group=excerpt("v2", group="tyyppi").group),
        attrs.evolve(cleared.withdraw("A", why="pyydettiin"), cleared_by="A"),
    ):
        with pytest.raises(DisclosureError, match="not what was cleared"):
            _ = changed.quotation
    assert pickle.loads(pickle.dumps(cleared)).quotation == cleared.quotation


def test_a_doubtful_replacement_that_was_copied_must_be_decided_too() -> None:
    made = excerpt("v9").edit("[henkilö?] vie", why="lyhyempi")
    with pytest.raises(DisclosureError, match="doubtful"):
        made.clear("A")
    with pytest.raises(OptionError, match="is a replacement already"):
        made.keep(0, why="ei")
    assert made.hide(0).clear("A").quotation.text == "[henkilö] vie"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda one: one.shorten("Virta vie."), "[…] [henkilö?] vie. […]"),
        (lambda one: one.shorten("Toinen kappale tiloista."), "[…] Toinen kappale tiloista."),
        (lambda one: one.shorten("Toinen kappale tiloista"), "[…] Toinen kappale tiloista"),
        (lambda one: one.shorten(drop="Rahaa puuttuu."), "[…] [henkilö?] vie.\n\nToinen kappale tiloista."),
        (lambda one: one.shorten(drop="[henkilö?] vie."), "Rahaa puuttuu. […]\n\nToinen kappale tiloista."),
        (lambda one: one.shorten(drop="kappale tiloista"), "Rahaa puuttuu. [henkilö?] vie.\n\nToinen […]."),
        (
            lambda one: one.edit({"Toinen": "Eräs"}, why="selvyys"),
            "Rahaa puuttuu. [henkilö?] vie.\n\nEräs kappale tiloista.",
        ),
        (lambda one: one.edit("Uusi teksti", why="selvyys"), "Uusi teksti"),
    ],
)
def test_changes(change: Any, text: str) -> None:
    made = change(excerpt("v9"))
    assert made.text == text
    assert made.original == excerpt("v9").original
    assert made.edits[-1].what in ("edit", "shorten")


def test_any_change_takes_the_clearance_away() -> None:
    made = excerpt("v2").with_group(CODING, "tyyppi")
    cleared = made.clear(by=" Analyytikko ", on="2024-05-01")
    assert (cleared.cleared_by, str(cleared.cleared_on)) == ("Analyytikko", "2024-05-01")
    for changed in (
        cleared.edit({"kalliit": "hintavat"}, why="selvyys"),
        cleared.shorten("Tilat"),
        cleared.without_group(),
        cleared.with_group(CODING, "maakunta"),
        cleared.withdraw("A", why="pyydettiin"),
        made,
    ):
        assert changed.cleared_by is None
        assert changed.cleared_on is None
        with pytest.raises(DisclosureError, match="not cleared"):
            _ = changed.quotation


def test_a_group_is_named_where_enough_associations_are_in_it() -> None:
    assert excerpt("v2", group="tyyppi").clear("A").quotation.group == vk.LocalText(fi="Sosiaaliala", sv="Socialt")
    assert str(excerpt("v2", group="kunta").clear("A").quotation.group) == "Jyväskylä"
    with pytest.raises(DisclosureError, match="fewer than 5 associations are in the group"):
        excerpt("v6", group="tyyppi")
    with pytest.raises(DisclosureError, match="in no group of 'kunta'"):
        excerpt("v9", group="kunta")
    with pytest.raises(AnalysisError, match="puts no response in one group"):
        excerpt("v2", group="toive")
    with pytest.raises(UnknownVariableError):
        excerpt("v2", group="puuttuu")


def test_a_group_and_a_place_together_must_be_many() -> None:
    made = excerpt("v3", group="tyyppi")
    assert made.marks == ()
    assert made.clear("A").text == "Jyväskylässä on tiloja ja rahaa."
    strict = themes.Scrubber(min_count=6)
    with pytest.raises(DisclosureError, match="of the group come from a place that the text names"):
        themes.Excerpt.of(CODING, "v3", scrubber=strict, group="tyyppi")
    narrow = next(one for one in CODING.excerpts("tilat", scrubber=strict, group="tyyppi") if one.answer == "v3")
    with pytest.raises(DisclosureError, match="of the group come from a place that the text names"):
        narrow.clear("A")
    assert narrow.without_group().clear("A").quotation.group is None
    assert narrow.edit({"Jyväskylässä": "Meillä"}, why="paikka pois").clear("A").quotation.group is not None


def test_nothing_but_replacements_is_no_quotation() -> None:
    made = excerpt("v2").edit("Matti Meikäläinen, 040 123 4567!", why="koe")
    with pytest.raises(DisclosureError, match="nothing is left"):
        made.clear("A")


def test_the_reader_gets_nothing_but_the_quotation() -> None:
    made = excerpt("v1salainen", group="tyyppi").edit({"salaisuuksia": "asioita"}, why="selvyys")
    quotation = made.clear("Arvi Analyytikko", "2024-05-01").quotation
    back = pickle.loads(pickle.dumps(quotation))
    assert back == quotation
    for one in (quotation, back):
        texts = [text for text in reachable(one) if isinstance(text, str | bytes)]
        assert "[henkilö] vaali asioita tiloistamme." in texts
        for secret in (*SECRETS, "Analyytikko"):
            assert not [text for text in texts if secret.encode() in (text.encode() if isinstance(text, str) else text)]
        assert not [one for one in reachable(one) if isinstance(one, themes.Excerpt | themes.Scrubber | vk.Responses)]
    assert json.loads(quotation.to_json()) == {
        "schema": "verkosto.quotation/1",
        "text": "[henkilö] vaali asioita tiloistamme.",
        "lang": "fi",
        "question": {"fi": "Mitä toivot?", "sv": "Vad önskar du?"},
        "themes": [{"fi": "Tilat", "sv": "Lokaler"}],
        "group": {"fi": "Sosiaaliala", "sv": "Socialt"},
    }
    assert json.loads(excerpt("v2").clear("A").quotation.to_json())["group"] is None
    with pytest.raises(DisclosureError, match="made by clearing an excerpt"):
        themes.Quotation("Vapaa teksti", "fi", vk.LocalText("?"), (), None)


def test_an_excerpt_pickles_for_the_analyst_and_shows_no_words() -> None:
    made = excerpt("v9", themes="raha").keep(0, why="sanonta")
    assert pickle.loads(pickle.dumps(made)).text == made.text
    assert repr(made) == "<Excerpt of 'toive': 51 characters, 1 marks, 0 undecided, not cleared>"
    assert repr(made.clear("A")).endswith("0 undecided, cleared>")
    for shown in (repr(made), repr(made.log), str(made)):
        assert "Virta" not in shown
        assert "virta" not in shown


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: excerpt("v0"), OptionError, "no answer 'v0'"),
        (lambda: excerpt("v10"), OptionError, "says nothing that could be quoted"),
        (lambda: excerpt(themes="tila"), UnknownThemeError, "tila"),
        (lambda: excerpt().keep(0, why="x"), OptionError, "has 0 marks"),
        (lambda: excerpt("v9").keep(0, why=" "), OptionError, "give the reason"),
        (lambda: excerpt("v9").keep(True, why="x"), OptionError, "none of them"),
        (lambda: excerpt("v9").keep(0, why="Virta on sana"), OptionError, "the reason repeats words"),
        (lambda: excerpt("v9").hide(0, why="virta on nimi"), OptionError, "the reason repeats words"),
        (lambda: excerpt().edit("", why="x"), OptionError, "cannot be empty"),
        (lambda: excerpt().edit("a", why=""), OptionError, "give the reason"),
        (lambda: excerpt().edit({"puuttuva": "a"}, why="x"), OptionError, "does not stand in the excerpt"),
        (lambda: excerpt().shorten("puuttuva"), OptionError, "does not stand in the excerpt"),
        (lambda: excerpt().shorten(), OptionError, "which passage stays or which goes"),
        (lambda: excerpt().shorten("Tilat", drop="on"), OptionError, "which passage stays or which goes"),
        (lambda: excerpt().clear(" "), OptionError, "say who clears"),
        (lambda: excerpt().clear(None), OptionError, "say who clears"),  # type: ignore[arg-type]
        (lambda: excerpt().clear("A").withdraw("", why="x"), OptionError, "say who withdraws"),
        (lambda: excerpt().withdraw("A", why="x"), DisclosureError, "nothing to withdraw"),
        (lambda: CODING.excerpts("tilat", n=0), OptionError, "n is a positive integer"),
        (lambda: CODING.excerpts("tilat", max_length=True), OptionError, "max_length is a positive integer"),
        (lambda: CODING.excerpts("puuttuu"), UnknownThemeError, "puuttuu"),
    ],
)
def test_bad_input(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said) as caught:
        call()
    assert "Tilat ovat" not in str(caught.value)
