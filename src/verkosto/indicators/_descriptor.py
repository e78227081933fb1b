"""datapackage.json: what the files of a package are, by the Frictionless Data Package standard."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from verkosto.indicators._figures import Row
from verkosto.text import LocalText

__all__ = [
    "AREAS",
    "BREAKS",
    "DATA",
    "INDICATORS",
    "LICENCE",
    "NAME",
    "About",
    "Sheet",
    "csv_bytes",
    "descriptor",
    "is_name",
]

NAME = "datapackage.json"
LICENCE = "LICENCE.txt"

_MEDIA = {
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".html": "text/html",
    ".md": "text/markdown",
    ".jsonl": "application/jsonl",
    ".txt": "text/plain",
}
_LICENCE_NAME = re.compile(r"[A-Za-z0-9.+-]+")
_NO_NAME = re.compile(r"[^a-z0-9._-]+")


@frozen
class Sheet:
    """A kind of csv file: its columns with their types, and its keys."""

    fields: Mapping[str, str]
    key: tuple[str, ...]
    foreign: Mapping[str, tuple[str, ...]]

    def schema(self) -> dict[str, Any]:
        """Return the Table Schema."""
        found: dict[str, Any] = {
            "fields": [
                {"name": name, "type": kind, **({"constraints": {"required": True}} if name in self.key else {})}
                for name, kind in self.fields.items()
            ],
            "missingValues": [""],
            "primaryKey": list(self.key),
        }
        if self.foreign:
            found["foreignKeys"] = [
                {"fields": list(names), "reference": {"resource": resource, "fields": list(_KEYS[resource])}}
                for resource, names in self.foreign.items()
            ]
        return found


_AREA = ("area_type", "area_code", "area_date")
_KEYS = {"areas": _AREA, "indicators": ("id",)}

DATA = Sheet(
    {
        **dict.fromkeys(("indicator", "source", *_AREA, "area_name_fi", "period"), "string"),
        **dict.fromkeys(("estimate", "low", "high", "base"), "number"),
        **dict.fromkeys(("base_low", "base_high"), "integer"),
        "status": "string",
    },
    ("indicator", "source", "area_type", "area_code"),
    {"areas": _AREA, "indicators": ("indicator",)},
)
AREAS = Sheet(dict.fromkeys((*_AREA, "name_fi", "name_sv", "name_en"), "string"), _AREA, {})
INDICATORS = Sheet(
    dict.fromkeys(
        (
            *("id", "definition_fi", "definition_sv", "definition_en", "numerator", "base"),
            *("area_type", "unit", "source", "computed_of"),
        ),
        "string",
    ),
    ("id",),
    {},
)
BREAKS = Sheet(
    dict.fromkeys(("indicator", "source", "before", "reason_fi", "reason_sv", "reason_en"), "string"),
    ("indicator", "source"),
    {"indicators": ("indicator",)},
)


def csv_bytes(sheet: Sheet, rows: Iterable[Row]) -> bytes:
    """Return rows as csv: UTF-8, commas, a line feed after each row, numbers with all their digits."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet.fields)
    writer.writerows([_written(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _written(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value)


@frozen
class About:
    """What a package is.

    Attributes:
        folder: Name of its folder.
        title: Its title.
        text: A few sentences on it, or None.
        lang: The language of both.
        licence: Short name of a licence, the text of one, or None.
        sources: Title, and path where there is one, of each source.
    """

    folder: str
    title: LocalText
    text: LocalText | None
    lang: str
    licence: str | None
    sources: tuple[Mapping[str, str], ...]


def is_name(licence: str) -> bool:
    """Return whether a licence is a short name, such as "CC-BY-4.0", and no text."""
    return _LICENCE_NAME.fullmatch(licence) is not None


def descriptor(about: About, files: Mapping[str, bytes], sheets: Mapping[str, Sheet | None]) -> bytes:
    """Return the bytes of datapackage.json.

    Args:
        about: What the package is.
        files: The bytes of each other file by its path.
        sheets: By path what a csv file is; None for other files.
    """
    name = _NO_NAME.sub("-", about.folder.lower()).strip("-.")
    found: dict[str, Any] = {"name": name or "package", "title": about.title.get(about.lang)}
    if about.text is not None:
        found["description"] = about.text.get(about.lang)
    if about.licence is not None:
        found["licenses"] = [{"name": about.licence} if is_name(about.licence) else {"path": LICENCE}]
    found["sources"] = [dict(source) for source in about.sources]
    found["resources"] = [_resource(path, data, sheets[path]) for path, data in sorted(files.items())]
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(path: str, data: bytes, sheet: Sheet | None) -> dict[str, Any]:
    ending = path[path.rindex(".") :]
    name = path.replace("/", "-").lower()
    # Tables are what others refer to; "areas" is a nicer name than "areas.csv".
    name = name.removesuffix(ending) if sheet is not None else name
    found: dict[str, Any] = {
        "name": name,
        "path": path,
        "format": ending.removeprefix("."),
        "mediatype": _MEDIA[ending],
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if sheet is None:
        # Else a reader would take lines of JSON for a table.
        return {"type": "file", **found}
    return {"type": "table", **found, "schema": sheet.schema()}
