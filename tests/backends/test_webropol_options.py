"""The options of the reader of Webropol's exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from exports import export
from form_answers import codes
from reading import made
from webropol import LAYOUT_A, LAYOUT_B, MALLI, SYYT, quietly

from verkosto.errors import OptionError, SourceError


@pytest.mark.parametrize(
    ("name", "value", "near"),
    [
        ("layout", "C", "None, 'A', 'B'"),
        ("layout", 1, "None, 'A', 'B'"),
        ("layout", np.array(["A"]), "None, 'A', 'B'"),
        ("values", "numbers", "Did you mean 'number'"),
        ("values", "any", "'text', 'number', 'binary'"),
        ("values", None, "'text', 'number', 'binary'"),
        ("values", ["text"], "'text', 'number', 'binary'"),
        ("blank_means", "not_selekted", "Did you mean 'not_selected'"),
        ("zeros", "blanks", "Did you mean 'blank'"),
        ("ragged", "fill", "'error', 'pad'"),
    ],
)
def test_a_value_that_an_option_cannot_have(tmp_path: Path, name: str, value: Any, near: str) -> None:
    with pytest.raises(OptionError, match=name) as caught:
        quietly(export(tmp_path, LAYOUT_A), **{name: value})
    assert near in str(caught.value)


@pytest.mark.parametrize("option", [{"sheet": "Raportti"}, {"sheet": 1}])
def test_a_csv_has_no_sheets(tmp_path: Path, option: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="'sheet' is for workbooks, and this file is none"):
        quietly(export(tmp_path, LAYOUT_A), **option)


@pytest.mark.parametrize("option", [{"encoding": "utf-8"}, {"delimiter": ";"}, {"ragged": "pad"}])
def test_a_workbook_has_no_delimiter(tmp_path: Path, option: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=f"{next(iter(option))!r} is for csv files, and this file is none"):
        quietly(export(tmp_path, LAYOUT_A, "xlsxwriter"), **option)


def test_options_of_the_table_reach_its_reader(tmp_path: Path) -> None:
    assert len(quietly(export(tmp_path, LAYOUT_A, "xlsxwriter"), sheet="Raportti")) == 3
    with pytest.raises(SourceError, match="Did you mean 'Raportti'"):
        quietly(export(tmp_path, LAYOUT_A, "xlsxwriter"), sheet="Raporti")
    path = tmp_path / "v.csv"
    path.write_bytes("Miksi?|Tuki: malli?\nkäsi|Kannatan\n".encode("windows-1252"))
    responses = quietly(path, made(MALLI, SYYT[0]), encoding="windows-1252", delimiter="|")
    assert codes(responses, "syy1") == ["käsi"]


OWN: dict[str, dict[str, Any]] = {
    "events": {"header_row": 1, "event": "values"},
    "sheets": {"head": "A", "id_column": "Tunnus"},
}


@pytest.mark.parametrize(
    ("layout", "owner"),
    [(layout, owner) for owner in OWN for layout in (None, "A", "B", "events", "sheets") if layout != owner],
)
def test_an_option_of_another_layout_is_refused(tmp_path: Path, layout: str | None, owner: str) -> None:
    path = export(tmp_path, LAYOUT_B, "openpyxl")
    for name, value in OWN[owner].items():
        with pytest.raises(
            OptionError, match=rf"^vienti\.xlsx: the option '{name}' is for layout='{owner}'. State that"
        ):
            quietly(path, layout=layout, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"), [("event", "all"), ("head", "C"), ("second_row", True), ("id_column", 3), ("ragged", "fill")]
)
def test_a_value_that_an_option_of_a_rarer_layout_cannot_have(tmp_path: Path, name: str, value: Any) -> None:
    layout = "events" if name == "event" else "sheets"
    with pytest.raises(OptionError, match=name):
        quietly(export(tmp_path, LAYOUT_A, "openpyxl"), layout=layout, **{name: value})
