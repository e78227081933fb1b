"""Nothing is lost of a file of a form tool, whatever stands in its cells."""

from __future__ import annotations

import tempfile
from pathlib import Path

from form_answers import codes, told
from hypothesis import example, given, settings
from hypothesis import strategies as st
from synthetic_forms import as_csv

from verkosto.backends import GoogleFormsBackend
from verkosto.instruments import Instrument, MultipleChoice, Option
from verkosto.responses import Provenance, Responses, assemble, fold

TUKI = MultipleChoice(
    "tuki",
    "Mitä tukea?",
    options=(Option("tilat", "Tilat"), Option("sote", "Sosiaali, terveys"), Option("muu", "Muu", free_text=True)),
)
KYSELY = Instrument("i", "I", questions=(TUKI,))
CELLS = st.text(max_size=12).map(lambda text: text.replace("\0", "")) | st.sampled_from(
    ["Tilat, x", "x, Tilat, y", "Sosiaali, terveys, =1+1", " ", "Muu"]
)


def read(rows: list[tuple[str, str, str]]) -> Responses:
    backend = GoogleFormsBackend()
    with tempfile.TemporaryDirectory() as folder:
        path = as_csv(Path(folder), [("Timestamp", "Mitä tukea?", "Muuta"), *rows])
        chunks = list(backend.open(path, {name: default for name, (default, _) in backend.options.items()}))
    return assemble(chunks, KYSELY, provenance=Provenance("vienti.csv", "googleforms"), keep=["Muuta"])


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
@settings(max_examples=30)
@example([("Tilat, x", "a"), ("", ""), ("x, Tilat, y", "b")])
def test_every_cell_stands_somewhere(rows: list[tuple[str, str]]) -> None:
    listed = [("", "Tilat", "x"), *((" ", one, other) for one, other in rows)]
    found = read(listed)
    numbered = [(number, row) for number, row in enumerate(listed, start=2) if any(map(str.strip, row))]
    kept = [row for _, row in numbered]
    assert found.unbound["Muuta"].fillna("").tolist() == [other for *_, other in kept]
    cells = told(found).cells
    assert cells.read == sum(bool(cell.strip()) for row in kept for cell in row)
    assert cells.read == cells.decoded + cells.issues + cells.unbound
    refused = {issue.row: issue.value for issue in found.issues if issue.row is not None}
    for place, (number, (_, cell, _)) in enumerate(numbered):
        if number in refused:
            assert refused[number] == cell
        else:
            assert _pieces(cell) <= _pieces(", ".join(_said(found, place)))


def _said(found: Responses, place: int) -> list[str]:
    ticked = [option.label.fi for option in TUKI.options if codes(found, f"tuki[{option.code}]")[place] is True]
    return [*ticked, codes(found, "tuki[muu].text")[place]]


def _pieces(text: str) -> set[str]:
    return {fold(piece) for piece in text.split(", ") if piece.strip()}
