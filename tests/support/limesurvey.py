"""The invented LimeSurvey survey: its files, its codebook, and the answers that were really given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from verkosto.backends._limesurvey import LimeSurveyBackend
from verkosto.backends._limesurvey_codebook import draft_of
from verkosto.backends._limesurvey_properties import survey_of_properties
from verkosto.backends._limesurvey_survey import Survey
from verkosto.instruments import Instrument
from verkosto.responses import Provenance, RawTable, Responses, assemble

__all__ = ["DATA", "FILES", "codebook", "file", "load", "opened", "read", "survey", "tables", "truth"]

DATA = Path(__file__).resolve().parents[1] / "data" / "limesurvey"
FILES = DATA / "files"

Cell = tuple[Any, str | None]
"""A value and why it is absent; one of them is None."""

_LAST_OF_PAGE_1 = ("kunta", "sukup", "ika", "tulot", "pvm")
_NUMBERS = ("ika", "tulot", "mnum_", "mx_", "liite_filecount")
_TICKED = {"kanava": ("SQ001", "SQ002", "some", "other"), "moniko": ("SQ001", "SQ002")}


def file(name: str) -> Path:
    """A file of the survey."""
    return FILES / name


def load(name: str) -> Any:
    """The content of a json file of the survey."""
    return json.loads(file(name).read_text("utf-8"))


def survey(*languages: str) -> Survey:
    """The structure, as the interface told it."""
    properties = {lang: list(load(f"get_question_properties_{lang}.json").values()) for lang in languages}
    settings = load("get_survey_properties.json")
    return survey_of_properties(202605, {"fi": "Verkkolomake", "sv": "Webbformulär"}, properties, settings=settings)


def codebook() -> Instrument:
    """The codebook in Finnish and Swedish."""
    return draft_of(survey("fi", "sv")).instrument


def opened(**stated: Any) -> dict[str, Any]:
    """The backend's options, some of them stated."""
    return {name: default for name, (default, _) in LimeSurveyBackend.options.items()} | stated


def tables(path: Path, instrument: Instrument | None = None, **stated: Any) -> list[RawTable]:
    """What the backend makes of a file."""
    backend = LimeSurveyBackend()
    if instrument is not None:
        backend = backend.for_instrument(instrument)
    return list(backend.open(path, opened(**stated)))


def read(path: Path, instrument: Instrument, **stated: Any) -> Responses:
    """Read a file with a codebook."""
    return assemble(tables(path, instrument, **stated), instrument, provenance=Provenance(path.name, "limesurvey"))


def truth(instrument: Instrument) -> dict[str, list[Cell]]:
    """Every variable of every response, in order, as the respondents typed it and the form showed it."""
    submissions = json.loads((DATA / "truth_web.json").read_text("utf-8"))["web"]["submissions"]
    names = [name for question in instrument for name in question.variables()]
    return {name: [_cell(name, submission) for submission in submissions] for name in names}


def _cell(name: str, submission: dict[str, Any]) -> Cell:
    given = submission["answers"]
    known = {_variable(key): value for key, value in given.items()}
    if "kanava[other]" in given:
        known["kanava[other].text"] = given["kanava[other]"]
    known |= {f"jarj[{option}]": int(key[5]) for key, option in given.items() if key.startswith("jarj[")}
    hidden = name not in _LAST_OF_PAGE_1 and submission["pages_posted"] == 1
    hidden = hidden or (name == "miksi" and known.get("suos") != "N")
    if hidden:
        return None, "not_asked"
    if name == "laskettu" and "ika" in known:
        return str(2 * int(known["ika"])), None
    question = name.partition("[")[0]
    if question in _TICKED and name.endswith("]"):
        ticked = [f"{question}[{code}]" in known for code in _TICKED[question]]
        return (name in known, None) if any(ticked) else (None, "not_answered")
    if name not in known:
        return None, "not_answered"
    if known[name] == "99":
        return "99", "dont_know"
    return _typed(name, known[name]), None


def _variable(key: str) -> str:
    if key == "palv[other]":
        return "palv[-oth-].text"
    if key.startswith("dual"):
        return f"dual_{int(key[-1]) + 1}{key[4:-2]}"
    if key.endswith("comment]") and key.startswith("moniko"):
        return f"{key.removesuffix('comment]')}].text"
    if key.startswith(("listc[", "mteksti[", "mnum[", "mx[")):
        return key.replace("[", "_").rstrip("]")
    return key


def _typed(name: str, value: Any) -> Any:
    if name.startswith(_NUMBERS):
        return float(value.replace(",", "."))
    if name == "pvm":
        day = value.split(".")
        return value if len(day) == 1 else "-".join(reversed(day))
    return value
