"""Qualtrics: csv with three header rows (name, text, import id), or with the two of older exports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._forms import FORM_OPTIONS, dialect_of_form, dressed, form_tables
from verkosto.backends._look import first_chunk
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.backends._tables import first_texts, without_first
from verkosto.errors import SourceError, VerkostoError
from verkosto.instruments import Role
from verkosto.responses import Header, RawTable, fold

__all__ = ["QualtricsBackend"]

_SYSTEM: Mapping[str, Role] = {
    **dict.fromkeys(("responseid", "_recordid"), "response_id"),
    "enddate": "time",
    **dict.fromkeys(("recipientemail", "emailaddress"), "email"),
    **dict.fromkeys(("ipaddress", "recipientfirstname", "recipientlastname", "externalreference"), "identifier"),
    **dict.fromkeys(("externaldatareference", "locationlatitude", "locationlongitude"), "identifier"),
    **dict.fromkeys(("startdate", "status", "progress", "duration(inseconds)", "finished"), "ignore"),
    **dict.fromkeys(("recordeddate", "distributionchannel", "userlanguage", "responseset"), "ignore"),
}
_LEGACY = re.compile(r"v\d+")
_IMPORT = '{"importid"'
_CHOSEN = " - Selected Choice"
_ENOUGH = 3


@frozen
class QualtricsBackend:
    """Reads the csv of answers to a survey of Qualtrics.

    A column belongs to the question whose id is its name (or import id, as the option `key` says), and only then to
    one of its text, for texts repeat. The options of a multiple choice stand in one cell joined by `,`, or have columns
    headed `Question - Option`. Whatever tells who or where a respondent is (address, name, place) is withheld.
    """

    name: ClassVar[str] = "qualtrics"
    summary: ClassVar[str] = "answers of Qualtrics (csv), three header rows or two"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_ids=True, carries_times=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "key": ("name", "what the ids of the codebook are: 'name' (first row) or 'import_id' (third)"),
        **FORM_OPTIONS,
    }

    def detect(self, source: Path) -> Evidence:
        """Look for the third row of import ids, or for the columns of older exports."""
        try:
            chunk = first_chunk(source)
        except VerkostoError:
            return Evidence(Strength.NONE, ("no table with a header",))
        texts = first_texts(chunk)
        if len(chunk) > 1 and _are_import_ids(first_texts(without_first(chunk))):
            return Evidence(Strength.CERTAIN, ("the third row holds import ids",))
        if _is_legacy(chunk.headers, texts):
            return Evidence(Strength.LIKELY, ("columns of Qualtrics by name, and their texts in the second row",))
        return Evidence(Strength.NONE, ("no rows of names, texts and import ids",))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the rows below the headers.

        Raises:
            SourceError: What the reader of the csv raises, or the first rows are not those of Qualtrics.
            AmbiguousSourceError: Dates such as 3/4/2020 stand there, and nothing tells which number is the day.
            OptionError: An option has a value that it cannot have, or is not for this kind of file.
        """
        by_name = checked(self.name, "key", options["key"], ("name", "import_id")) == "name"
        dialect = evolve(dialect_of_form(self.name, options), separator=" - ", joined=",")
        first, *others = form_tables(self.options, options, source)
        names, texts, below = first.headers, first_texts(first), without_first(first) if len(first) else first
        ids: Sequence[str] = first_texts(below)
        if len(below) and _are_import_ids(ids):
            ids, below = [_import_id(cell, source) for cell in ids], without_first(below)
        elif _is_legacy(names, texts):
            ids = [header.title for header in names]
        else:
            msg = (
                f"{source.name}: no rows of names, texts and import ids stand over the answers. Export them again as "
                "csv with all header rows, or read the file with backend='csv'."
            )
            raise SourceError(msg)
        headers = tuple(map(_header, names, texts, names if by_name else ids, ids))
        return dressed([below, *others], headers, dialect, source)


def _are_import_ids(cells: Sequence[str]) -> bool:
    """Tell whether a row is that of import ids; a damaged cell among them makes it no row of answers."""
    filled = [_compact(cell) for cell in cells if cell.strip()]
    return 2 * sum(cell.startswith(_IMPORT) for cell in filled) > len(filled)


def _import_id(cell: str, source: Path) -> str:
    if not cell.strip():
        return ""
    try:
        return str(json.loads(cell)["ImportId"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        msg = f"{source.name}: an import id in the third row is damaged. Export the answers again."
        raise SourceError(msg) from error


def _compact(text: str) -> str:
    return fold(text).replace(" ", "")


def _is_legacy(names: Sequence[Header], texts: Sequence[str]) -> bool:
    """Tell whether columns of Qualtrics' own are named in the second row, under the same name or a number."""
    own = [(name, text) for name, text in zip(names, map(_compact, texts), strict=True) if text in _SYSTEM]
    alike = [_compact(name.title) == text or _LEGACY.fullmatch(fold(name.title)) is not None for name, text in own]
    return sum(alike) >= _ENOUGH


def _header(name: Header, text: str, key: Header | str, import_id: str) -> Header:
    """Make the header of a column; what stands behind the text of every question with further columns is left out."""
    code = key if isinstance(key, str) else key.title
    known = map(_compact, (name.title, import_id, text if import_id == name.title else ""))
    role = next((_SYSTEM[one] for one in known if one in _SYSTEM), None)
    title = text.strip() or name.title
    return Header(title.removesuffix(_CHOSEN), name.position, code=code.strip() or None, role=role)
