"""A synthetic survey of associations as an XLSForm, and invented answers to it as each service writes them."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from attrs import define, field

import verkosto as vk
from verkosto.backends import KoboBackend
from verkosto.instruments import Draft, Instrument
from verkosto.responses import Responses
from verkosto.testing import Asked, Reply, json_reply

__all__ = [
    "ANSWERS",
    "CHOICES",
    "PATHS",
    "SETTINGS",
    "SURVEY",
    "FakeKobo",
    "answers",
    "as_csv",
    "as_form",
    "as_json",
    "codebook",
    "kobo_csv",
    "kobo_records",
    "odk_csv",
    "odk_records",
    "page_of",
    "quiet",
    "refused",
]

Row = Mapping[str, str]

FI, SV = "label::Suomi (fi)", "label::Svenska (sv)"

SURVEY: list[Row] = [
    {"type": "start", "name": "start"},
    {"type": "username", "name": "username"},
    {"type": "note", "name": "tervetuloa", FI: "Tervetuloa"},
    {"type": "begin_group", "name": "tausta", FI: "Tausta"},
    {"type": "select_one kylla", "name": "suos", FI: "Suosittelisitko?", SV: "Skulle du rekommendera?"},
    {
        "type": "select_multiple tuki or_other",
        "name": "tuki",
        FI: "Mitä tukea?",
        "relevant": "selected(${suos}, 'k') or ${suos} = 'e'",
    },
    {"type": "integer", "name": "jasenia", FI: "Montako jäsentä?", "constraint": ". >= 0 and . < 100000"},
    {"type": "end_group"},
    {"type": "begin_group", "name": "arviot", FI: "Miten tuki toimii?", "appearance": "table-list"},
    {"type": "select_one asteikko", "name": "laatu", FI: "Laatu"},
    {"type": "select_one asteikko", "name": "hinta", FI: "Hinta"},
    {"type": "end_group"},
    {"type": "rank tuki2", "name": "jarjestys", FI: "Järjestä"},
    {"type": "date", "name": "perustettu", FI: "Milloin perustettu?"},
    {"type": "select_one kunnat", "name": "kunta", FI: "Kotikunta"},
    {"type": "text", "name": "miksi", FI: "Miksi?", "relevant": "${suos} = 'e'"},
    {"type": "geopoint", "name": "paikka", FI: "Missä?"},
    {"type": "begin_repeat", "name": "tilaisuus", FI: "Tilaisuudet"},
    {"type": "integer", "name": "kavijoita", FI: "Kävijöitä"},
    {"type": "end_repeat"},
]
CHOICES: list[Row] = [
    {"list_name": "kylla", "name": "k", FI: "Kyllä", SV: "Ja"},
    {"list_name": "kylla", "name": "e", FI: "Ei", SV: "Nej"},
    {"list_name": "kylla", "name": "eos", FI: "En osaa sanoa"},
    {"list_name": "tuki", "name": "tilat", FI: "Tilat", SV: "Lokaler"},
    {"list_name": "tuki", "name": "ohjaus", FI: "Ohjaus"},
    {"list_name": "tuki2", "name": "tilat", FI: "Tilat"},
    {"list_name": "tuki2", "name": "ohjaus", FI: "Ohjaus"},
    {"list_name": "asteikko", "name": "1", FI: "Huonosti"},
    {"list_name": "asteikko", "name": "2", FI: "Hyvin"},
    {"list_name": "kunnat", "name": "helsinki", FI: "Helsinki"},
    {"list_name": "kunnat", "name": "tampere", FI: "Tampere"},
    {"list_name": "kunnat", "name": "kuopio", FI: "Kuopio"},
]
SETTINGS: list[Row] = [{"form_title": "Tukikysely", "form_id": "tukikysely", "default_language": "Suomi (fi)"}]

PATHS = (
    *("start", "username", "tausta/suos", "tausta/tuki", "tausta/tuki_other", "tausta/jasenia", "arviot/laatu"),
    *("arviot/hinta", "jarjestys", "perustettu", "kunta", "miksi", "paikka", "tilaisuus"),
)
ANSWERS: list[dict[str, Any]] = [
    {
        "start": "2026-03-01T12:00:00.123+02:00",
        "username": "keksitty",
        "tausta/suos": "k",
        "tausta/tuki": "tilat other",
        "tausta/tuki_other": "Kahvia ja pullaa",
        "tausta/jasenia": "120",
        "arviot/laatu": "1",
        "arviot/hinta": "2",
        "jarjestys": "ohjaus tilat",
        "perustettu": "1999-05-01",
        "kunta": "helsinki",
        "paikka": "60.1699 24.9384 0 0",
        "tilaisuus": [{"tilaisuus/kavijoita": "12"}, {"tilaisuus/kavijoita": "007"}],
    },
    {"tausta/suos": "e", "tausta/tuki": "ohjaus", "kunta": "kuopio", "miksi": "Kallis; 100 %\n=1+1"},
    {"tausta/suos": "eos", "arviot/laatu": "2"},
]


def as_form(
    folder: Path, survey: Sequence[Row] = SURVEY, choices: Sequence[Row] = CHOICES, settings: Sequence[Row] = SETTINGS
) -> Path:
    """Write a form as a workbook."""
    path = folder / "lomake.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active or book.create_sheet())
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(name)
        if rows:
            header = list(dict.fromkeys(title for row in rows for title in row))
            for row in (dict(zip(header, header, strict=True)), *rows):
                sheet.append([row.get(title) for title in header])
    book.save(path)
    return path


def codebook(folder: Path) -> Draft:
    """The codebook of the survey."""
    draft = KoboBackend().codebook(as_form(folder))
    assert draft is not None
    return draft


def kobo_records(listed: Iterable[Mapping[str, Any]] = ANSWERS) -> list[dict[str, Any]]:
    """Answers as Kobo's API gives them: what was not answered has no key."""
    return [
        {
            "_id": number,
            "formhub/uuid": "0f",
            **answer,
            "__version__": "v1",
            "meta/instanceID": f"uuid:u{number}",
            "_xform_id_string": "tukikysely",
            "_uuid": f"u{number}",
            "_attachments": [],
            "_status": "submitted_via_web",
            "_geolocation": [None, None],
            "_submission_time": f"2026-03-01T10:00:{number:02}",
            "_tags": [],
            "_notes": [],
            "_validation_status": {},
            "_submitted_by": None,
        }
        for number, answer in enumerate(listed, start=1)
    ]


def odk_records(listed: Iterable[Mapping[str, Any]] = ANSWERS) -> list[dict[str, Any]]:
    """Answers as ODK's OData gives them: groups as objects, null where nothing was answered."""
    made = []
    for number, answer in enumerate(listed, start=1):
        record: dict[str, Any] = {
            "__id": f"uuid:u{number}",
            "__system": {"submissionDate": f"2026-03-01T10:00:{number:02}.123Z", "submitterName": "Keksitty Nimi"},
        }
        for path in PATHS:
            *groups, name = path.split("/")
            holder = record
            for group in groups:
                holder = holder.setdefault(group, {})
            holder[name] = answer.get(path)
        if record["paikka"]:
            record["paikka"] = {"type": "Point", "coordinates": [24.9384, 60.1699, 0], "properties": {"accuracy": 0}}
        made.append(record)
    return made


def page_of(records: Sequence[Any], **parts: Any) -> dict[str, Any]:
    """A page of Kobo's API."""
    return {"count": len(records), "next": None, "previous": None, "results": list(records)} | parts


def as_json(folder: Path, document: Any, name: str = "vastaukset.json") -> Path:
    """Write a document as JSON; text as it is."""
    path = folder / name
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def kobo_csv(folder: Path, *, ticks: str = "both", groups: bool = True) -> Path:
    """Answers as Kobo exports them with names; `ticks` is "joined", "split" or "both"."""
    columns: dict[str, list[str]] = {}
    for path in PATHS[:-1]:
        head = path if groups else path.rpartition("/")[2]
        cells = [answer.get(path, "") for answer in ANSWERS]
        if path != "tausta/tuki" or ticks != "split":
            columns[head] = cells
        if path == "tausta/tuki" and ticks != "joined":
            for tick in ("tilat", "ohjaus", "other"):
                columns[f"{head}/{tick}"] = ["" if not cell else str(int(tick in cell.split())) for cell in cells]
        if path == "paikka":
            columns["_paikka_latitude"] = [cell.partition(" ")[0] for cell in cells]
    columns["_id"] = ["1", "2", "3"]
    columns["_uuid"] = ["u1", "u2", "u3"]
    columns["_submission_time"] = [f"2026-03-01T10:00:0{number}" for number in (1, 2, 3)]
    columns["_index"] = ["1", "2", "3"]
    return as_csv(folder, columns, ";")


def odk_csv(folder: Path) -> Path:
    """Answers as ODK Central exports them."""
    columns: dict[str, list[str]] = {"SubmissionDate": [f"2026-03-01T10:00:0{n}.123Z" for n in (1, 2, 3)]}
    for path in PATHS[:-2]:
        columns[path.replace("/", "-")] = [answer.get(path, "") for answer in ANSWERS]
    columns["paikka-Latitude"] = ["60.1699", "", ""]
    columns["meta-instanceID"] = columns["KEY"] = ["uuid:u1", "uuid:u2", "uuid:u3"]
    columns["SubmitterName"] = ["Keksitty Nimi"] * 3
    return as_csv(folder, columns, ",")


def as_csv(folder: Path, columns: Mapping[str, Sequence[str]], delimiter: str) -> Path:
    """Write columns by heading."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    path = folder / "vastaukset.csv"
    path.write_text(made.getvalue(), encoding="utf-8", newline="")
    return path


def quiet(source: Any, instrument: Instrument, **options: Any) -> Responses:
    """Read without the warning that there are issues."""
    with warnings.catch_warnings(action="ignore"):
        return vk.read(source, instrument, **options)


def answers(responses: Responses, variable: str) -> list[Any]:
    """Values of a variable, None where one is missing."""
    column = responses.frame[variable]
    return list(column.astype(object).where(column.notna(), None))


def refused(responses: Responses) -> list[tuple[str | None, str]]:
    """Heading or variable, and reason, of every issue."""
    return [(issue.column or issue.variable, issue.reason) for issue in responses.issues]


@define
class FakeKobo:
    """A play: the API of one survey, for whoever has the token; `next` is the next address.

    Attributes:
        records: The responses.
        content: The form.
        token: What opens it.
    """

    records: list[Any]
    content: Mapping[str, Any] = field(factory=dict)
    token: str = "salainen"  # noqa: S105 - of nobody

    def __call__(self, asked: Asked) -> Reply:
        """Answer what is asked."""
        if asked.headers.get("authorization") != f"Token {self.token}":
            return Reply(b'{"detail": "Invalid token."}', status=401)
        if not asked.path.endswith("/data/"):
            return json_reply({"uid": "aBc123", "name": "Tukikysely", "content": self.content})
        start, size = int(asked.query.get("start", 0)), int(asked.query["limit"])
        left = len(self.records) > start + size
        host = asked.headers["host"]
        following = f"http://{host}{asked.path}?format=json&limit={size}&start={start + size}" if left else None
        return json_reply(
            {
                "count": len(self.records),
                "next": following,
                "previous": None,
                "results": self.records[start : start + size],
            }
        )
