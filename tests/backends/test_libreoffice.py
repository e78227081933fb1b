"""Workbooks that LibreOffice made of a twin that openpyxl writes: the same cells, and where the two differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from twins import CELLS, write_twin

from verkosto.backends._workbook import read_sheet
from verkosto.errors import AmbiguousSourceError, SourceError
from verkosto.responses import Dialect

MADE = Path(__file__).parent.parent / "data/libreoffice"


def first_answers(path: Path, sheet: str = "Vastaukset") -> dict[str, str | None]:
    table = read_sheet(path, sheet, Dialect())
    return {header.title: column.texts()[0] for header, column in zip(table.headers, table.columns, strict=True)}


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_cells_are_what_they_were_meant_to_be(suffix: str) -> None:
    path = MADE / f"kaksonen.{suffix}"
    read, meant = first_answers(path), {title: text for title, _, _, text in CELLS}
    if suffix == "ods":
        # LibreOffice saves truth as the number that it is there.
        meant |= {"tosi": "1", "epätosi": "0"}
    assert read == meant
    table = read_sheet(path, "Vastaukset", Dialect())
    assert table.rows.tolist() == [3, 4]
    assert table.columns[0].texts()[1] == "=2+2"


def test_the_twin_differs_in_what_openpyxl_does_not_do(tmp_path: Path) -> None:
    path = tmp_path / "kaksonen.xlsx"
    write_twin(path)
    read, meant = first_answers(path), {title: text for title, _, _, text in CELLS}
    assert {title: text for title, text in read.items() if text != meant[title]} == {
        # It calculates nothing, so there is no result to read.
        "kaava": "=1+1",
        "tekstikaava": '="x"&"y"',
        # It writes this text as it stands, and in .xlsx that means the letter.
        "koodinnäköinen": "A",
    }


def test_errors_are_kept_or_refused() -> None:
    assert first_answers(MADE / "kaksonen.xlsx", "Virheet") == {"jako": "#DIV/0!", "puuttuu": "#N/A"}
    with pytest.raises(SourceError, match=r"sheet 'Virheet' holds error values .* save the workbook as \.xlsx"):
        first_answers(MADE / "kaksonen.ods", "Virheet")
    # The old binary form gives them as empty, which the reader's documentation says.
    assert len(read_sheet(MADE / "kaksonen.xls", "Virheet", Dialect())) == 0


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_tabs_are_kept(suffix: str) -> None:
    assert read_sheet(MADE / f"kaksonen.{suffix}", "Sarkaimet", Dialect()).headers[0].title == "a\tb"


def test_tabs_that_would_be_lost_are_refused() -> None:
    with pytest.raises(SourceError, match="sheet 'Sarkaimet' holds tabs inside cells"):
        first_answers(MADE / "kaksonen.ods", "Sarkaimet")


def test_hidden_sheets_are_told() -> None:
    with pytest.raises(AmbiguousSourceError, match=r"'Vastaukset', 'Virheet' \(hidden\), 'Sarkaimet'"):
        read_sheet(MADE / "kaksonen.xlsx", None, Dialect())
