"""Long sources in parts: together they hold what `read` gives at once."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from made_backends import Made, install, plugin
from reading import made

from verkosto.backends import read, read_chunks
from verkosto.errors import InvalidResponsesError, OptionError
from verkosto.instruments import Number, Text
from verkosto.responses import Header, RawTable

KYSELY = made(Number("jasenia", "Montako?"), Text("syy", "Miksi?"))
HEADS = (Header("Montako?", 1), Header("Miksi?", 2))


def parts() -> list[RawTable]:
    rows = [[str(number), f"syy {number}"] for number in range(7)]
    rows[5][0] = "monta"
    cut = ((0, 3), (3, 6), (6, 7))
    return [RawTable.from_rows(HEADS, rows[start:end], first_row=2 + start) for start, end in cut]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plugin(monkeypatch, "made_parts", Parts=lambda: Made(tables=parts()))
    install(monkeypatch, ("made", "made_parts:Parts"))
    file = tmp_path / "a.made"
    file.write_text("x", encoding="utf-8")
    return file


def test_parts_hold_together_what_reading_at_once_gives(path: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        whole = read(path, KYSELY, backend="made")
        found = list(read_chunks(path, KYSELY, backend="made"))
    assert [len(part) for part in found] == [3, 3, 1]
    texts = [text for part in found for text in part.frame["syy"]]
    assert texts == whole.frame["syy"].tolist()
    assert [issue.row for part in found for issue in part.issues] == [issue.row for issue in whole.issues] == [7]
    counts = [part.provenance.cells.issues for part in found if part.provenance and part.provenance.cells]
    assert counts == [0, 1, 0]


def test_a_part_is_read_when_it_is_asked_for(path: Path) -> None:
    reading = read_chunks(path, KYSELY, backend="made", strict=True)
    assert len(next(reading)) == 3
    with pytest.raises(InvalidResponsesError, match="1 issue:"):
        next(reading)


def test_options_are_those_of_the_reader(path: Path) -> None:
    with pytest.raises(OptionError, match="takes no option 'sheet'"):
        next(read_chunks(path, KYSELY, backend="made", sheet=1))


def test_a_codebook_is_an_instrument(path: Path) -> None:
    with pytest.raises(OptionError, match="takes an Instrument, not str"):
        next(read_chunks(path, "kysely.toml"))  # type: ignore[arg-type]
