"""XLSForm, the form of KoboToolbox and ODK as a workbook: read by pyxform, whose errors become ours."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from verkosto.backends._look import first_cells
from verkosto.backends._magic import Kind, identify, mistaken, open_binary
from verkosto.backends._tables import first_texts
from verkosto.backends._text import sniff
from verkosto.backends._workbook import read_sheets
from verkosto.errors import CodebookError, EncodingError, MissingExtraError, SourceError
from verkosto.responses import RawTable, fold

__all__ = ["Form", "form_of", "form_of_content", "is_form"]

_ROW = re.compile(r"\[row : (?P<row>\d+)\]\s*(?:On the '(?P<sheet>\w+)' sheet, )?(?P<fault>.*)", re.DOTALL)
_LONGEST = 400
_HEAD = 65_536
_COLUMNS = frozenset({"type", "name"})
_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")

Row = dict[str, str]


@frozen
class Form:
    """A form as pyxform has understood it.

    Attributes:
        place: Where it came from, for messages.
        tree: Its groups and questions, the lists of choices among them.
    """

    place: str
    tree: Mapping[str, Any]


def is_form(path: Path) -> bool:
    """Tell whether a file is an XLSForm: a part `survey` with the columns `type` and `name`.

    Raises:
        SourceError: The file cannot be opened, or is a workbook that cannot be read.
    """
    kind = identify(path)
    if kind is Kind.TEXT:
        with open_binary(path) as file:
            return _mark_of(file.read(_HEAD).decode(errors="replace")) is not None
    sheets = first_cells(path) if kind is Kind.WORKBOOK else {}
    survey = next((sheet for name, sheet in sheets.items() if fold(name) == "survey"), None)
    return survey is not None and set(map(fold, first_texts(survey))) >= _COLUMNS


def _mark_of(text: str) -> str | None:
    """Return the sign between the cells of a form as text, None where it is none.

    The name of a sheet stands alone above its header.
    """
    above, _, below = text.lstrip("\ufeff \r\n").partition("\n")
    header = below.partition("\n")[0]
    mark = max(",;\t|", key=header.count)
    cells = {fold(cell.strip(' "\r')) for cell in header.split(mark)}
    return mark if fold(above.strip(f' "\r{mark}')) == "survey" and cells >= _COLUMNS else None


def form_of(path: Path) -> Form:
    """Read a form from a workbook, or from its csv or Markdown.

    Raises:
        SourceError: The file cannot be opened or read.
        CodebookError: It is no XLSForm, or one that contradicts itself; the message names sheet and row.
        MissingExtraError: pyxform is not installed.
    """
    kind = identify(path)
    if kind is Kind.WORKBOOK:
        sheets = {name.casefold().strip(): sheet for name, sheet in read_sheets(path).items()}
        return _understood({name: _listed(sheets[name]) for name in _SHEETS if name in sheets}, path.name)
    if kind is not Kind.TEXT:
        raise mistaken(path, kind, "XLSForm")
    return _understood(_text_of(path), path.name)


def _listed(sheet: RawTable) -> list[Row]:
    """Return a sheet as pyxform wants it; its place in the list tells a row's number, the header being row 1."""
    columns = [column.texts() for column in sheet.columns]
    rows = [[(cell or "").replace("\xa0", " ").strip() for cell in row] for row in zip(*columns, strict=True)]
    header, numbers = rows[0], sheet.rows.tolist()
    listed: list[Row] = [{} for _ in range(numbers[-1] - 1)]
    for number, row in zip(numbers[1:], rows[1:], strict=True):
        listed[number - 2] = {title: cell for title, cell in zip(header, row, strict=True) if title and cell}
    # A header without rows still says which columns there are.
    return listed or [dict.fromkeys(filter(None, header), "")]


def _text_of(path: Path) -> str:
    """Return a form of text as pyxform wants it: commas between the cells of csv."""
    form = sniff(path)
    with open_binary(path) as file:
        content = file.read()
    try:
        text = content[form.mark :].decode(form.encoding)
    except UnicodeError as error:
        msg = f"{path.name} is not {form.encoding.upper()} text. Save the form as UTF-8."
        raise EncodingError(msg) from error
    mark = _mark_of(text)
    if mark == "|":
        return text
    made = io.StringIO()
    try:
        csv.writer(made).writerows(csv.reader(io.StringIO(text, newline=""), delimiter=mark or ",", strict=True))
    except csv.Error as error:
        msg = f"{path.name} breaks off inside a quoted cell, or has text after one. Save the form again."
        raise SourceError(msg) from error
    return made.getvalue()


def _understood(sheets: Mapping[str, Sequence[Row]] | str, place: str) -> Form:
    try:
        from pyxform.errors import PyXFormError
        from pyxform.xls2json import workbook_to_json
        from pyxform.xls2json_backends import get_xlsform
    except ImportError as error:
        raise MissingExtraError.of("xlsform", "an XLSForm") from error
    try:
        if isinstance(sheets, str):
            kind = ".md" if sheets.lstrip().startswith("|") else ".csv"
            workbook = get_xlsform(sheets.encode(), file_type=kind)
        else:
            headers = {f"{name}_header": [_header(rows)] for name, rows in sheets.items()}
            workbook = get_xlsform({**sheets, **headers, "sheet_names": list(sheets)})
        for name in ("survey", "survey_header", "choices", "choices_header"):
            setattr(workbook, name, [_plain_first(row) for row in getattr(workbook, name) or ()])
        return Form(place, workbook_to_json(workbook, fallback_form_name=Path(place).stem or "form", warnings=[]))
    except PyXFormError as error:
        raise CodebookError(_fault(str(error), place)) from error
    except Exception as error:
        # pyxform was written for forms that somebody meant to be forms.
        msg = f"{place} is no XLSForm that pyxform understands ({type(error).__name__}). Check its sheets and columns."
        raise CodebookError(msg) from error


def _plain_first(row: Row) -> Row:
    """Put `label` before `label::Suomi (fi)`: pyxform would drop the words that came before a plain column."""
    return dict(sorted(row.items(), key=lambda cell: ":" in cell[0]))


def _header(rows: Sequence[Row]) -> dict[str, None]:
    return dict.fromkeys(title for row in rows for title in row)


def _fault(text: str, place: str) -> str:
    """Put a message of pyxform into one line of ours, with its sheet and row where it tells them."""
    match = _ROW.match(text)
    if match:
        place, text = f"{place}, sheet {match['sheet'] or 'survey'!r}, row {match['row']}", match["fault"]
    line = " ".join(text.split())
    return f"{place}: {line[:_LONGEST]}{'…' if len(line) > _LONGEST else ''} Correct the form."


def form_of_content(content: Any, place: str) -> Form:
    """Read the form that Kobo's API gives as the `content` of an asset.

    Raises:
        SourceError: It is no such content.
        CodebookError: The form contradicts itself.
        MissingExtraError: pyxform is not installed.
    """
    if not isinstance(content, Mapping) or not isinstance(content.get("survey"), list):
        msg = f"{place}: the asset has no form. State the id of a survey, not of a collection or template."
        raise SourceError(msg)
    languages = [name if isinstance(name, str) else None for name in content.get("translations") or [None]]
    sheets = {
        name: [_flat_row(row, languages) for row in rows if isinstance(row, Mapping)]
        for name in ("survey", "choices")
        if isinstance(rows := content.get(name), list) and rows
    }
    settings = content.get("settings")
    if isinstance(settings, Mapping) and settings:
        sheets["settings"] = [_flat_row(settings, languages)]
    return _understood(sheets, place)


def _flat_row(row: Mapping[Any, Any], languages: Sequence[str | None]) -> Row:
    """Write a row of Kobo's as one of a sheet: translations in columns of their own, the list beside the type."""
    made: Row = {}
    for key, value in row.items():
        if isinstance(value, list):
            texts = zip(languages, value, strict=False)
            made |= {f"{key}::{name}" if name else key: text for name, text in texts if isinstance(text, str) and text}
        elif isinstance(value, bool):
            made[key] = "yes" if value else "no"
        elif isinstance(value, str) and value and not key.startswith("$"):
            made[key] = value
    made.setdefault("name", str(row.get("$autoname") or row.get("$autovalue") or ""))
    listed = made.pop("select_from_list_name", made.pop("file", ""))
    other = " or_other" if made.pop("_or_other", "") == "yes" else ""
    if listed:
        made["type"] = f"{made.get('type', '')} {listed}{other}"
    return {key: text for key, text in made.items() if text}
