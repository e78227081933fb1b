"""How figures are written, which are marked, and what stands under a table."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import Design, Table, crosstab, frequency, mean, reason_text
from verkosto.aggregate._columns import Columns
from verkosto.aggregate._figures import count, figure, interval, places_of, unit_of
from verkosto.responses import REASONS
from verkosto.text import LANGUAGES

NBSP = "\N{NO-BREAK SPACE}"


def cells(statistic: str, *estimates: float | None, half: float = 0.05) -> Columns:
    """Rows of one statistic with intervals of one width."""
    lists: dict[str, list[Any]] = {
        "statistic": [statistic] * len(estimates),
        "estimate": [*estimates],
        "low": [None if e is None else e - half for e in estimates],
        "high": [None if e is None else e + half for e in estimates],
        "se": [None if e is None else half / 2 for e in estimates],
        "status": ["empty" if e is None else "ok" for e in estimates],
    }
    return Columns.of_lists(lists)


@pytest.mark.parametrize(
    ("statistic", "estimate", "lang", "shown", "between"),
    [
        ("share", 0.732, "fi", "73~%", "68–78~%"),
        ("share", 0.732, "en", "73%", "68–78%"),
        ("net", 0.61, "fi", "61~%-yks.", "56–66~%-yks."),
        ("net", -0.02, "sv", "−2~%-enh.", "−7 – 3~%-enh."),
        ("share_difference", 0.05, "en", "+5~pp", "0–10~pp"),
        ("net_difference", -0.05, "en", "−5~pp", "−10 – 0~pp"),
        ("top_box_difference", 0.05, "fi", "+5~%-yks.", "0–10~%-yks."),
        ("mean_difference", 3.472, "fi", "+3,47", "3,42–3,52"),
        ("nps", 0.34, "fi", "34", "29–39"),
        ("nps_difference", 0.34, "fi", "+34", "29–39"),
        ("mean", 3.472, "fi", "3,47", "3,42–3,52"),
        ("mean", 3.472, "en", "3.47", "3.42–3.52"),
        ("something_new", -1.5, "fi", "−1,50", "−1,55 – −1,45"),
    ],
)
def test_each_statistic_has_its_unit(statistic: str, estimate: float, lang: str, shown: str, between: str) -> None:
    column = cells(statistic, estimate)
    places = places_of(column, range(1))
    assert figure(column, 0, lang, places).replace(NBSP, "~") == shown
    assert interval(column, 0, lang, places).replace(NBSP, "~") == between


@pytest.mark.parametrize(
    ("estimates", "places"),
    [((1500.0, 3.0), 0), ((644.2, 3.0), 1), ((14.3,), 2), ((0.83,), 2), ((0.02,), 4), ((1e-12,), 9), ((0.0,), 0),
     ((None,), 0), ((None, -14.3), 2), ((float("inf"), 2.0), 2)],
)  # fmt: skip
def test_the_largest_number_decides_how_many_decimals_there_are(
    estimates: tuple[float | None, ...], places: int
) -> None:
    assert places_of(cells("mean", *estimates), range(len(estimates))) == places


def test_whole_numbers_have_no_decimals() -> None:
    assert places_of(cells("quantile", 55.0, 39.0, None, half=5), range(3)) == 0
    assert places_of(cells("quantile", 55.0, half=5.5), range(1)) == 2


def test_shares_do_not_decide_on_decimals_of_numbers() -> None:
    assert places_of(cells("share", 0.5), range(1)) == 0
    assert unit_of("share") == "percent"


def test_what_is_absent_is_a_dash() -> None:
    column = cells("mean", None)
    assert (figure(column, 0, "fi", 1), interval(column, 0, "fi", 1)) == ("–", "–")
    assert (count(-1, "fi"), count(1234, "fi")) == ("–", f"1{NBSP}234")


def test_a_census_has_no_interval_to_show() -> None:
    answers = vastaukset(malli=["k", "e", "k"])
    table = frequency(answers, "malli", design=Design.census())
    assert interval(table.cells, 0, "fi", 1) == "–"


def test_what_is_kept_back_is_read_out() -> None:
    hidden = Columns({**cells("share", None).data, "status": np.array(["hidden"], dtype=object)})
    assert [figure(hidden, 0, lang, 1) for lang in ("fi", "sv", "en")] == ["salattu", "skyddad", "suppressed"]


@given(st.floats(-1e6, 1e6), st.sampled_from(["fi", "sv", "en"]))
def test_a_figure_lies_within_its_interval_as_it_is_written(estimate: float, lang: str) -> None:
    column = cells("mean", estimate, half=max(abs(estimate), 1e-3))
    places = places_of(column, range(1))

    def number(text: str) -> float:
        return float(text.replace(NBSP, "").replace("−", "-").replace(",", "." if lang != "en" else ""))

    dash = " – " if " – " in interval(column, 0, lang, places) else "–"
    low, high = map(number, interval(column, 0, lang, places).split(dash))
    assert low <= number(figure(column, 0, lang, places)) <= high


@pytest.fixture
def large() -> Table:
    answers = vastaukset(malli=["k", "e", "eos"] * 100 + [None] * 12, laji=["p"] * 297 + ["v"] * 15)
    return crosstab(answers, "malli", by="laji")


def test_unreliable_figures_are_marked_and_the_mark_is_explained(large: Table) -> None:
    lines = large.to_text().replace(NBSP, "~").splitlines()
    assert lines[3].split() == ["Paikallinen", "33~%", "33~%", "33~%", "297"]
    assert lines[4].split() == ["Valtakunnallinen", "33~%†", "33~%†", "33~%†", "3"]
    # The mark hangs behind the figure, so that digits stand under one another.
    assert lines[3].index("33") == lines[4].index("33")
    assert "† Epäluotettava luku: vastaajia on vähän tai vaihtelu on suurta." in lines
    assert "† Otillförlitlig siffra" in large.to_html("sv")
    assert "†" not in frequency(vastaukset(malli=["k", "e", "eos"] * 100), "malli").to_text()


def test_a_share_of_nothing_wants_caution() -> None:
    table = frequency(vastaukset(malli=["k"] * 200), "malli")
    assert "‡ To be read with caution" in table.to_text("en")
    assert "†" not in table.to_text()


def test_marks_of_the_caller_stand_behind_the_figures(large: Table) -> None:
    marks = {0: "B", 3: "A C", 5: ""}
    text = large.to_text(marks=marks).replace(NBSP, "~")
    assert "33~% B" in text
    assert "33~%† A C" in text
    assert "33~%† A C (" in large.to_html(marks=marks).replace(NBSP, "~")
    assert large.to_text(marks={}) == large.to_text()


def test_every_reason_has_words_in_each_language() -> None:
    for lang in LANGUAGES:
        texts = [reason_text(reason, lang) for reason in REASONS]
        assert len(set(texts)) == len(REASONS)
        assert not any("_" in text for text in texts)
    assert reason_text("of_a_later_version", "fi") == "of_a_later_version"


def test_why_answers_are_missing_stands_under_the_table(large: Table) -> None:
    assert "\nEi vastannut 12\n" in large.to_text()
    assert "<p>Svarade inte 12</p>" in large.to_html("sv")
    reasons = ["not_answered", "not_asked", "not_applicable", "refused", "invalid", "withheld"]
    answers = vastaukset(malli=["k", "eos", *(f"!{reason}" for reason in reasons), None], laji=["p"] * 8 + [None])
    exclude = frequency(answers, "malli", dont_know="exclude")
    assert (
        "Ei vastannut 2, ei kysytty 1, ei koske vastaajaa 1, ei osannut sanoa 1, ei halunnut vastata 1, vastausta ei\n"
        "voitu tulkita 1, jätetty pois 1"
    ).replace("\n", " ") in exclude.to_text().replace("\n", " ")
    several = crosstab(answers, ["malli", "vaittamat[r1]"], by="laji")
    assert "Do you support it? – did not answer 1, was not asked 1" in several.to_text("en")
    assert "Yhteistyö sujuu – ei kysytty 8" in several.to_text()
    assert "Ryhmä ei tiedossa (Järjestön laji) – ei vastannut 1" in several.to_text()
    nothing = frequency(vastaukset(malli=["k"]), "malli")
    assert "vastannut" not in nothing.to_text()


def test_a_reason_of_a_later_version_is_shown_as_it_is() -> None:
    raw = json.loads(frequency(vastaukset(malli=["k", None]), "malli").to_json())
    raw["missing"]["reason"] = ["lost_in_the_post"]
    assert "Lost_in_the_post 1" in Table.from_json(json.dumps(raw)).to_text()


def test_one_figure_for_each_group_has_its_interval_in_a_terminal_too() -> None:
    answers = vastaukset(jasenia=[10, 20, 30, 1000, 1010, 1020], laji=["p"] * 3 + ["v"] * 3)
    table = mean(answers, "jasenia", by="laji", margins=True)
    lines = table.to_text("en").splitlines()
    assert lines[0] == "Montako jäsentä? (n = 6)"
    assert lines[4].split()[:2] == ["Paikallinen", "20†"]
    assert lines[4].split()[-1] == "3"
    assert "–" in lines[4]
    assert table.to_html("en").count("confidence interval") == 1
    single = mean(answers, "jasenia").to_text("sv")
    assert "Mått" in single
    assert "Värde" in single


def test_a_range_of_bases_and_an_unknown_one() -> None:
    answers = vastaukset(**{"vaittamat[r1]": ["1", "2", "1"], "vaittamat[r2]": ["1", None, "0"]})
    table = frequency(answers, "vaittamat")
    assert table.to_text().splitlines()[0] == "Mitä mieltä olet? (n = 2–3)"
    unknown = dict(table.cells.data) | {"base": np.full(len(table), -1)}
    lost = evolve(table, cells=Columns(unknown))
    assert lost.to_text().splitlines()[0] == "Mitä mieltä olet? (n = –)"
    assert "†" not in lost.to_text()
    grouped = crosstab(vastaukset(malli=["k", "e"], laji=["p", "v"]), "malli", by="laji")
    lost = evolve(grouped, cells=Columns(dict(grouped.cells.data) | {"base": np.full(len(grouped), -1)}))
    assert lost.to_text().splitlines()[0] == "Kannatatko? (n = –)"


def test_a_table_of_nobody_is_shown() -> None:
    table = crosstab(vastaukset(malli=["k"], laji=["p"]), "malli", by="laji", where={"malli": "e"})
    assert len(table) == 0
    assert "Rajaus: n = 0" in str(table)
    assert "Rajaus" in table._repr_html_()


def test_an_answer_that_a_group_does_not_have_is_a_dash() -> None:
    table = crosstab(vastaukset(malli=["k", "e"], laji=["p", "v"]), "malli", by="laji")
    some = evolve(table, cells=table.cells.take(np.array([0, 1, 2, 4])))
    assert some.to_text().splitlines()[4].split()[1] == "–"
    alone = crosstab(vastaukset(palvelut=[{"kevat"}, {"syksy"}], laji=["p", "v"]), "palvelut[kevat]", by="laji")
    assert len(alone.to_text().splitlines()[3].split()) > 2
