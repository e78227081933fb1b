"""Redesigns of a table: what they hide, what they keep, and that they are tables of the same answers."""

from __future__ import annotations

from typing import Any

import pytest
from made_answers import kysely, responses

import verkosto as vk
from verkosto import aggregate, regions
from verkosto.aggregate import Table
from verkosto.disclosure._coarsen import coarsen
from verkosto.disclosure._coarsen_judge import hidden_in
from verkosto.disclosure._rules import Rules
from verkosto.errors import AnalysisError, DisclosureError, NonNestingError, UnknownAreaError


def hidden(table: Table, **rules: Any) -> int:
    return hidden_in(table, Rules(**rules), time_limit=1)


@pytest.fixture(scope="module")
def table() -> Table:
    return vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta", margins=True)


def test_the_best_redesign_of_a_regional_table_hides_nothing(table: Table) -> None:
    found = coarsen(table)
    assert [redesign.hidden for redesign in found] == sorted(redesign.hidden for redesign in found)
    best = found[0]
    assert best.hidden == hidden(best.table) == 0
    assert best.kept == len([code for code in set(best.table.cells["maakunta"]) if code != "*"])
    assert all(redesign.hidden < hidden(table) for redesign in found)
    for new, codes in best.groups.items():
        assert new == "+".join(codes)
        met = [{area.code for area in regions.neighbours("maakunta", code)} & set(codes) for code in codes]
        assert all(met)
    assert str(best) == best.text.fi
    assert repr(best).startswith("<Redesign: ")
    assert "alueita on" in best.text.fi


def test_totals_are_those_of_the_table(table: Table) -> None:
    total = table.frame.query("maakunta == '*'")["n"].tolist()
    for redesign in coarsen(table):
        new = redesign.table
        assert new.frame.loc[new.frame[new.by[0]] == "*", "n"].tolist() == total


def test_larger_areas_are_tried_where_they_nest() -> None:
    by_municipality = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="kunta", margins=True)
    found = {redesign.table.by[0]: redesign for redesign in coarsen(by_municipality)}
    assert "erva" in found
    assert "179" in found["erva"].groups["4"]
    assert found["erva"].text.en.startswith("Divide the table by larger areas (University hospital catchment area)")  # type: ignore[union-attr]


def test_groups_stay_inside_the_areas_wanted(table: Table) -> None:
    fit = regions.correspondence("maakunta", "suuralue", on="2020-03-01")
    for redesign in coarsen(table, within="suuralue"):
        for codes in redesign.groups.values():
            assert redesign.table.by != ("maakunta",) or len({fit.target_of(code) for code in codes}) == 1
    with pytest.raises(NonNestingError):
        coarsen(table, within="erva")
    with pytest.raises(UnknownAreaError):
        coarsen(table, within="suurialue")


def test_answers_are_put_together_and_labelled() -> None:
    codes = ["1"] * 3 + ["2"] * 40 + ["3"] * 30 + ["0"] * 12
    scale = vk.Scale(options=(*(vk.Option(c, f"Taso {c}") for c in "1234"), vk.Option("0", "EOS", kind="dont_know")))
    rows = (vk.Option("r1", "Yksi"), vk.Option("r2", "Kaksi"))
    answers = responses(
        kysely(questions=(vk.Matrix(id="v", text="Väittämät", rows=rows, scale=scale),)),
        {"v[r1]": codes, "v[r2]": codes},
    )
    best = coarsen(aggregate.frequency(answers, "v"))[0]
    assert best.hidden == 0
    assert best.groups["1+2"] == ("1", "2")
    assert best.table.labels("fi")["v[r1]"]["1+2"] == "Taso 1 tai Taso 2"
    assert "0" in best.table.labels()["v[r1]"]
    assert best.text.fi.startswith("Yhdistä vastausvaihtoehtoja (Taso 1 tai Taso 2")
    assert best.kept == len(best.table.labels()["v[r1]"])


def test_a_table_that_can_be_published_whole_needs_no_redesign() -> None:
    answers = responses(kysely(), {"malli": ["k"] * 40 + ["e"] * 30})
    assert coarsen(aggregate.frequency(answers, "malli")) == ()


def test_shares_of_ticks_cannot_be_put_together_and_kinds_are_no_areas() -> None:
    """Nothing is left to try: neither the options, nor what divides the table."""
    kinds = vk.SingleChoice(id="laji", text="Laji", options=(vk.Option("p", "P"), vk.Option("v", "V")))
    services = vk.MultipleChoice(id="palvelut", text="Palvelut", options=tuple(vk.Option(c, c.upper()) for c in "xyz"))
    ticks = [["x"], ["y"], ["z"], ["x", "y"]] * 2
    answers = responses(kysely(questions=(kinds, services)), {"palvelut": ticks, "laji": ["p", "v"] * 4})
    shares = aggregate.crosstab(answers, "palvelut", by="laji", base="ticks")
    assert hidden(shares) > 0
    assert coarsen(shares) == ()


def test_a_table_that_cannot_be_made_safe_counts_as_hidden_whole(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    def impossible(*_: Any, **__: Any) -> None:
        raise DisclosureError("no pattern is safe. Leave the table out.")

    monkeypatch.setattr("verkosto.disclosure._coarsen_judge.suppress", impossible)
    assert hidden(table) == len(table)


def test_means_are_redesigned_by_areas_only() -> None:
    table = vk.mean(vk.samples.tukirakenne(), "suosittelu", by="maakunta")
    found = coarsen(table)
    assert all("+" in "".join(redesign.groups) or redesign.table.by != ("maakunta",) for redesign in found)
    assert all(redesign.table.frame["statistic"].eq("mean").all() for redesign in found)


def test_no_way_is_tried_when_time_is_up(table: Table) -> None:
    assert len(coarsen(table, time_limit=0)) <= 1


def test_without_answers_there_is_nothing_to_redesign(table: Table) -> None:
    with pytest.raises(AnalysisError, match="not at hand"):
        coarsen(Table.from_json(table.to_json()))
    quantiles = vk.quantile(vk.samples.tukirakenne(), "jasenia", by="maakunta")
    with pytest.raises(AnalysisError, match="Tabulate by larger groups"):
        coarsen(quantiles)
