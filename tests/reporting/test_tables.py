from __future__ import annotations

import pandas as pd
from attrs import evolve
from made_answers import vastaukset

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.reporting import section
from verkosto.reporting._tables import source_of
from verkosto.responses import Responses


def test_a_frequency_lists_answers_with_share_interval_and_count(bars: Table) -> None:
    found = section(bars, "fi")
    (grid,) = found.grids
    assert (found.title, found.grouped, found.apart) == ("Kannatatko?", "", False)
    assert grid.heads == ("Vastaus",)
    assert grid.columns == ("Osuus", "Lukumäärä")
    share, count = grid.rows[0].data
    assert (share.text, share.interval, share.value, share.unit) == ("60\xa0%", "50–69\xa0%", 0.6, "percent")
    assert (count.text, count.interval, count.value, count.unit) == ("60", None, 60, "count")
    assert grid.caption == "n = 100 (kysymykseen vastanneet). Painottamaton. 95\xa0%:n luottamusväli (Wilson)."
    assert found.missing == ("Ei vastannut 20",)


def test_groups_have_a_row_each_with_intervals_and_base(dots: Table) -> None:
    found = section(dots, "en")
    (grid,) = found.grids
    assert found.grouped == "by group: region"
    assert grid.heads == ("Region",)
    assert grid.columns[-1] == "n"
    assert grid.rows[-1].total
    assert grid.rows[-1].labels == ("Total",)
    assert all(datum.interval for row in grid.rows for datum in row.data[:-1])
    assert "The dashed line" in grid.legend
    assert "ordered by the share of “Yes”" in grid.legend
    assert any(line.startswith("Group not known (Region) – did not answer ") for line in found.missing)


def test_several_questions_are_told_apart(two_ways: Table) -> None:
    found = section(two_ways, "fi")
    assert found.apart
    assert [grid.title for grid in found.grids] == ["Kannatatko?", "Mitä palveluja käytit?"]
    assert found.grouped == "ryhmittäin: järjestön laji, maakunta" or "Järjestön laji" in found.grouped
    assert found.grids[0].caption.startswith("n = ")
    assert "painotettu muuttujalla paino" in found.grids[0].caption.lower()
    assert "saattoi valita useita" in found.grids[1].caption
    assert any(line.startswith("Kannatatko? – ei vastannut ") for line in found.missing)


def test_a_base_is_named_by_its_kind(answers: Responses) -> None:
    asked = section(frequency(answers, "malli", base="asked"), "fi").grids[0].caption
    assert asked.startswith("n = 120 (kaikki, joilta kysyttiin).")
    of_ticks = section(frequency(answers, "palvelut", base="ticks"), "en").grids[0].caption
    assert "all choices" in of_ticks


def test_bases_of_several_questions_are_a_range(stacked: Table) -> None:
    grid = section(stacked, "fi").grids[0]
    assert grid.caption.startswith("n = 90–120 (")
    assert grid.legend == ""


def test_an_empty_group_is_dashes() -> None:
    rows = vastaukset(malli=["k", None], laji=["p", "v"])
    grid = section(crosstab(rows, "malli", by="laji"), "fi").grids[0]
    empty = grid.rows[1]
    assert [(datum.text, datum.interval) for datum in empty.data] == [("–", None)] * 3 + [("0", None)]


def test_more_groups_than_a_picture_shows_are_announced() -> None:
    from verkosto import regions

    kunnat = [area.code for area in regions.areas("kunta", on="2020-03-01")][:60]
    table = crosstab(vastaukset(malli=["k"] * 60, kunta=kunnat), "malli", by="kunta")
    legend = section(table, "fi").grids[0].legend
    assert "Kuvassa on 40 ryhmää" in legend
    assert "kaikki 60" in legend


def test_no_answers_at_all(nothing: Table) -> None:
    found = section(nothing, "fi")
    assert found.grids[0].panel.empty
    assert found.grids[0].rows == ()
    assert found.missing == ("Ei vastannut 2",)


def test_a_source_is_named_as_far_as_it_is_known(bars: Table) -> None:
    assert source_of(bars, "fi") == ""
    named = evolve(bars, provenance={"source": "vienti.xlsx"})
    assert source_of(named, "en") == "kysely-2020: file vienti.xlsx."
    digested = evolve(bars, provenance={"source": "vienti.xlsx", "digest": "0123456789abcdef"})
    assert source_of(digested, "fi") == "kysely-2020: tiedosto vienti.xlsx, tunniste 0123456789ab."


def test_answers_of_a_frame_come_from_no_file() -> None:
    frame = pd.DataFrame({"malli": ["k", "e", "k"]})
    unnamed, named = Responses.from_frame(frame), Responses.from_frame(frame, source="jasenkysely")
    assert source_of(frequency(unnamed, "malli"), "fi").endswith(": taulukko, jolla ei ole nimeä.")
    assert source_of(frequency(named, "malli"), "en").endswith(": table jasenkysely.")
