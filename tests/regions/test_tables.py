"""The shipped tables against facts that do not come from them, and against one another."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from verkosto import regions
from verkosto.regions import _tables

DATA = Path(_tables.__file__).with_name("data")
NEXT = dt.timedelta(days=1)


def test_the_number_of_municipalities_is_the_known_one_each_year() -> None:
    known = {
        **dict.fromkeys([2013, 2014], 320),
        2015: 317,
        2016: 313,
        **dict.fromkeys([2017, 2018, 2019], 311),
        2020: 310,
        **dict.fromkeys([2021, 2022, 2023, 2024], 309),
        **dict.fromkeys([2025, 2026], 308),
    }
    assert {year: len(regions.areas("kunta", on=str(year))) for year in known} == known


@pytest.mark.parametrize(
    ("kind", "on", "official", "every"),
    [
        ("maakunta", "2013", 19, 19),
        ("maakunta", None, 19, 19),
        ("seutukunta", "2020", 70, 70),
        ("seutukunta", "2021", 69, 69),
        ("suuralue", None, 5, 5),
        ("hyvinvointialue", None, 21, 23),
        ("yta", None, 5, 6),
        ("sairaanhoitopiiri", None, 21, 21),
        ("erva", None, 5, 6),
        ("avi", None, 7, 7),
        ("ely", None, 16, 16),
        ("elinvoimakeskus", None, 10, 10),
        ("tyollisyysalue", None, 46, 46),
        ("vaalipiiri", None, 13, 13),
        ("nuts2", None, 5, 5),
        ("nuts3", "2017", 19, 19),
        ("nuts3", None, 19, 19),
    ],
)
def test_the_number_of_areas_is_the_known_one(kind: str, on: str | None, official: int, every: int) -> None:
    assert len(regions.areas(kind, on=on)) == official
    assert len(regions.areas(kind, on=on, official=False)) == every


def test_the_kinds_are_covered_in_the_years_that_their_sources_cover() -> None:
    years = {kind.code: (str(kind.covered.first), str(kind.covered.last)) for kind in regions.area_types()}
    assert years == {
        kind: (f"{first}-01-01", f"{last}-12-31")
        for kind, first, last in [
            ("kunta", 2013, 2026),
            ("seutukunta", 2013, 2026),
            ("maakunta", 2013, 2026),
            ("suuralue", 2014, 2026),
            ("hyvinvointialue", 2023, 2026),
            ("yta", 2023, 2026),
            ("sairaanhoitopiiri", 2017, 2022),
            ("erva", 2017, 2022),
            ("avi", 2013, 2025),
            ("ely", 2013, 2025),
            ("elinvoimakeskus", 2026, 2026),
            ("tyollisyysalue", 2025, 2026),
            ("vaalipiiri", 2019, 2026),
            ("nuts2", 2017, 2026),
            ("nuts3", 2017, 2026),
        ]
    }


def test_every_text_is_clean_and_every_name_is_given() -> None:
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert {len(row) for row in rows} == {len(rows[0])}, path.name
        for row in rows:
            assert row == [" ".join(cell.split()) for cell in row], path.name
    for kind in regions.area_types():
        names = [facts.name for facts in _tables.area_facts(kind.code).values()]
        assert all(name.fi for name in [kind.name, *names])
        assert kind.name.languages == ("fi", "sv", "en")
        assert str(kind) == kind.name.fi


def test_codes_of_a_kind_have_one_width() -> None:
    for kind in regions.area_types():
        assert len({len(code) for code in _tables.area_facts(kind.code)}) == 1, kind.code


def test_a_run_of_members_ends_where_the_next_begins_and_fills_the_area_s_days() -> None:
    for kind in regions.area_types():
        runs: dict[str, list[_tables.Members]] = {}
        for run in _tables.member_runs(kind.code):
            runs.setdefault(run.area_code, []).append(run)
        facts = _tables.area_facts(kind.code)
        for code, spans in runs.items():
            assert (facts[code].first or kind.covered.first) == spans[0].first
            assert facts[code].last == spans[-1].last
            for before, after in pairwise(spans):
                assert before.last is not None
                assert before.last + NEXT == after.first
                assert before.municipalities != after.municipalities


def test_divisions_change_on_the_first_of_january_alone() -> None:
    days = [run.first for kind in regions.area_types() for run in _tables.member_runs(kind.code)]
    days += [merger.date for merger in _tables.mergers().values()]
    assert {(day.month, day.day) for day in days} == {(1, 1)}


def test_the_mergers_are_the_known_ones_and_agree_with_the_municipalities() -> None:
    mergers, facts = _tables.mergers(), _tables.municipality_facts()
    per_year = Counter(merger.date.year for merger in mergers.values())
    assert per_year == {2013: 16, 2015: 3, 2016: 4, 2017: 2, 2020: 1, 2021: 1, 2025: 1}
    assert {code: merger.date - NEXT for code, merger in mergers.items()} == {
        code: known.last for code, known in facts.items() if known.last is not None
    }
    for merger in mergers.values():
        last = facts[merger.into].last
        assert last is None or last >= merger.date


def test_every_table_has_a_source() -> None:
    notes = " ".join(source.note or "" for source in regions.sources())
    shipped = {path.name for path in DATA.glob("*.csv")} - {"sources.csv"}
    assert not [name for name in shipped if name not in notes]
    assert all(source.publisher for source in regions.sources())
    assert "Creative Commons Attribution 4.0" in str(regions.sources()[0].note)
