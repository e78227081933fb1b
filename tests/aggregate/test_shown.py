from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from made_answers import vastaukset

from verkosto.aggregate import (
    HIDDEN_STATUS,
    NO_COUNT,
    NO_END,
    Columns,
    Table,
    counted,
    crosstab,
    difference,
    frequency,
    mean,
    reported,
    shown,
    span_of,
    whole_base,
)
from verkosto.errors import OptionError
from verkosto.text import HIDDEN


@pytest.fixture(scope="module")
def by_kind() -> Table:
    rows = range(60)
    answers = vastaukset(malli=[["k", "k", "e"][i % 3] for i in rows], laji=["p" if i % 4 else "v" for i in rows])
    return crosstab(answers, "malli", by="laji")


def hiding(table: Table, rows: list[int], *, base: bool = False) -> Table:
    """A table without some of its figures, as it is published."""
    data = {name: column.copy() for name, column in table.cells.data.items()}
    for name in ("estimate", "low", "high", "se"):
        data[name][rows] = np.nan
    data["n"][rows] = NO_COUNT
    if base:
        data["base"][rows] = NO_COUNT
    data["status"][rows] = HIDDEN_STATUS
    return evolve(table, cells=Columns(data), origin=None)


def test_a_share_has_its_figure_beside_its_text(by_kind: Table) -> None:
    first = shown(by_kind, "en")[0]
    assert (first.text, first.unit, first.hidden) == ("67%", "percent", False)
    assert first.value == pytest.approx(2 / 3)
    assert first.interval == "52–79%"
    assert (first.low, first.high) == pytest.approx((0.52, 0.79), abs=0.005)


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_hidden_figure_is_a_word_and_no_number(by_kind: Table, lang: str) -> None:
    table = hiding(by_kind, [0])
    for figure in (shown(table, lang)[0], counted(table, 0, lang)):
        assert (figure.text, figure.hidden) == (HIDDEN.get(lang), True)
        assert (figure.value, figure.low, figure.high, figure.interval) == (None, None, None, None)
    assert not shown(table, lang)[1].hidden
    assert span_of(table, [0, 1], lang).value == 45


def test_a_hidden_base_hides_the_sum_of_all(by_kind: Table) -> None:
    assert whole_base(by_kind, ["malli"]).value == 60
    table = hiding(by_kind, [0, 1, 2], base=True)
    assert span_of(table, [0, 1, 2]).text == "salattu"
    assert whole_base(table, ["malli"]).hidden


def test_a_hidden_base_is_a_word_in_print_too(by_kind: Table) -> None:
    title, *_ = (lines := hiding(by_kind, [0, 1, 2], base=True).to_text().splitlines())
    assert title.endswith("(n = salattu)")
    assert [line.split()[-1] for line in lines[3:5]] == ["salattu", "15"]


def test_a_total_tells_the_base_of_all_groups() -> None:
    answers = vastaukset(malli=["k", "e", "k"], laji=["p", "v", None])
    assert whole_base(crosstab(answers, "malli", by="laji", margins=True), ["malli"], "en").value == 2


def test_bases_of_several_variables_are_a_range() -> None:
    answers = vastaukset(malli=["k", "e", None], laji=["p", "v", "p"])
    base = whole_base(frequency(answers, ["malli", "laji"]), ["malli", "laji"])
    assert (base.text, base.value, base.low, base.high) == ("2–3", None, 2, 3)
    assert whole_base(frequency(answers, "malli"), []).text == "–"


def test_published_shares_leave_counts_open() -> None:
    table = reported({"k": 73, "e": 27}, base=562)
    assert (counted(table, 0).text, counted(table, 0).low, counted(table, 0).high) == ("408–413", 408, 413)
    unknown = reported({"k": 73, "e": 27}, base=None)
    assert counted(unknown, 0).text == "–"
    assert whole_base(unknown, [unknown.variables[0].id]).text == "–"


def test_bands_are_ranges_and_the_highest_has_no_end(by_kind: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    spans = {0: (10, 19), 2: (500, NO_END)}
    monkeypatch.setattr(Table, "base_span", lambda self, row: spans[row // 2 * 2])
    assert (span_of(by_kind, [0, 1]).text, span_of(by_kind, [0, 1]).value) == ("10–19", None)
    highest = span_of(by_kind, [2, 3])
    assert (highest.text, highest.low, highest.high) == ("500–", 500, None)
    assert whole_base(by_kind, ["malli"]).text == "510–"


def test_numbers_of_one_grid_have_the_same_decimals() -> None:
    answers = vastaukset(jasenia=[1234, 2345, 3456], suosittelu=[1, 2, 4])
    table = mean(answers, ["jasenia", "suosittelu"])
    apart, together = shown(table), shown(table, together=[["jasenia", "suosittelu"]])
    assert [figure.places for figure in apart] == [0, 2]
    assert [figure.places for figure in together] == [0, 0]


def test_a_difference_has_its_sign_and_no_figure_none() -> None:
    before = frequency(vastaukset(malli=["k", "e", "e", "e"]), "malli")
    now = frequency(vastaukset(malli=["k", "k", "k", "e"]), "malli")
    found = shown(difference(now, before))
    assert found[0].text == "+50\xa0%-yks."
    assert found[0].unit == "points"
    empty = shown(frequency(vastaukset(malli=[None]), "malli"))[0]
    assert (empty.text, empty.value, empty.interval) == ("–", None, None)


def test_an_unknown_language(by_kind: Table) -> None:
    with pytest.raises(OptionError, match="No language"):
        shown(by_kind, "suomi")
