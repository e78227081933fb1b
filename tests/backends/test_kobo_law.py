"""Nothing is lost of responses, whatever stands in them, as JSON and as csv."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from kobo_files import as_csv, as_json, quiet

from verkosto.instruments import Instrument, MultipleChoice, Number, Option, Text
from verkosto.responses import Responses, fold, parse_number

TUKI = MultipleChoice("g/tuki", "Mitä tukea?", options=(Option("a", "A a"), Option("b", "B"), Option("a_b", "C")))
KYSELY = Instrument("k", "K", questions=(TUKI, Number("g/luku", "Luku"), Text("teksti", "Teksti")))
KEEP = ["muu"]
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=10) | st.sampled_from(
    ["a b", "b a_b", "a", "x b", "12", "1,5", " ", "=1+1", "true", "a\r\nb", "”", "[]"]
)
HEADINGS = ("g/tuki", "g/luku", "teksti", "muu")


def refused(responses: Responses) -> dict[tuple[int, str], str]:
    """The cells that are issues, by row and heading."""
    return {(i.row, i.column): i.value for i in responses.issues if i.row and i.column and i.value is not None}


def accounted(responses: Responses, rows: Mapping[int, Mapping[str, str]]) -> None:
    """Each cell with more than white space is decoded, in an issue or unbound, and the numbers say so."""
    assert responses.provenance is not None
    cells = responses.provenance.cells
    filled = [cell for row in rows.values() for cell in row.values() if cell.strip()]
    assert cells.read == len(filled)
    assert cells.read == cells.decoded + cells.issues + cells.unbound + cells.withheld
    issues = refused(responses)
    for place, (number, row) in enumerate(rows.items()):
        for heading, cell in row.items():
            if cell.strip():
                assert _told(responses, place, heading, cell, issues.get((number, heading))), heading


def _told(responses: Responses, place: int, heading: str, cell: str, issue: str | None) -> bool:
    if issue is not None:
        return issue == cell
    if heading == "muu":
        return bool(responses.unbound["muu"].iloc[place] == cell)
    frame = responses.frame.iloc[place]
    if heading == "g/tuki":
        ticked = [option for option in TUKI.options if str(frame[f"g/tuki[{option.code}]"]) == "True"]
        ways = [[{fold(option.code)}, set(fold(option.label.fi).split())] for option in ticked]
        pieces = set(fold(cell).split())
        return pieces <= set().union(*(way for both in ways for way in both)) and all(
            any(way <= pieces for way in both) for both in ways
        )
    return bool(frame[heading] == (parse_number(cell) if heading == "g/luku" else cell))


ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(HEADINGS, CELLS)), min_size=1, max_size=5)


@given(ROWS, st.booleans())
@settings(max_examples=15, deadline=None)
@example([{"g/tuki": "a zz", "g/luku": "1e999", "teksti": "\u2028", "muu": "x"}], True)
def test_of_json(rows: list[dict[str, str]], nested: bool) -> None:
    listed = [{"g/tuki": "a", "g/luku": "1", "teksti": "t", "muu": "m"}, *rows]
    records: list[Any] = [dict(row) for row in listed]
    if nested:
        records = [
            {"g": {"tuki": r["g/tuki"], "luku": r["g/luku"]}, "teksti": r["teksti"], "muu": r["muu"]} for r in listed
        ]
    with tempfile.TemporaryDirectory() as folder:
        path = as_json(Path(folder), {"value" if nested else "results": records})
        found = quiet(path, KYSELY, backend="kobo", keep=KEEP)
    accounted(found, _numbered(listed))


@given(ROWS)
@settings(max_examples=15, deadline=None)
def test_of_csv(rows: list[dict[str, str]]) -> None:
    listed = [{"g/tuki": "a", "g/luku": "1", "teksti": "t", "muu": "m"}, *rows]
    with tempfile.TemporaryDirectory() as folder:
        path = as_csv(Path(folder), {heading: [row[heading] for row in listed] for heading in HEADINGS}, ";")
        found = quiet(path, KYSELY, backend="kobo", keep=KEEP, delimiter=";")
    accounted(found, _numbered(listed))


def _numbered(rows: list[dict[str, str]]) -> dict[int, dict[str, str]]:
    return {n: row for n, row in enumerate(rows, start=2) if any(map(str.strip, row.values()))}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | CELLS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
@settings(max_examples=15, deadline=None)
def test_of_lists(value: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = as_json(Path(folder), [{"teksti": "t", "muu": [value, "loppu"]}])
        found = quiet(path, KYSELY, backend="kobo", keep=KEEP)
    assert json.loads(found.unbound["muu"].iloc[0]) == [value, "loppu"]
