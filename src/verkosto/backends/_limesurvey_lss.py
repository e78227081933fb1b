"""A survey from the .lss file in which LimeSurvey keeps its structure, old and new layouts alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.parsers import expat

from verkosto.backends._limesurvey_survey import Asked, Part, Survey, plain
from verkosto.backends._magic import open_binary
from verkosto.errors import SourceError

__all__ = ["survey_of_lss"]

_LARGEST = 64 << 20
_DEPTH = 8

Row = dict[str, str]
Tables = Mapping[str, list[Row]]


def survey_of_lss(path: Path) -> Survey:
    """Read the structure of a survey from an .lss file.

    Raises:
        SourceError: The file cannot be opened, is too large, is no .lss file, is cut off, or declares entities.
    """
    tables = _tables(path)
    settings = tables.get("surveys_languagesettings", [])
    titles = {row.get("surveyls_language", ""): plain(row.get("surveyls_title")) for row in settings}
    survey = next(iter(tables.get("surveys", [])), {})
    listed = [survey.get("language", ""), *survey.get("additional_languages", "").split(), *titles]
    languages = tuple(dict.fromkeys(language for language in listed if language))
    if not tables.get("questions") or not languages:
        msg = f"{path.name} holds no questions, or no language. Export the survey's structure (.lss) again."
        raise SourceError(msg)
    number = survey.get("sid") or next((row["sid"] for row in tables["questions"] if row.get("sid")), path.stem)
    named = {language: titles[language] for language in languages if titles.get(language)}
    return Survey(number, named, languages, _questions(tables), survey)


class _Reader:
    """Collects `<table><rows><row><field>` and refuses document types: entities stand in no .lss file."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = defaultdict(list)
        self.path: list[str] = []
        self.row: Row = {}
        self.text: list[str] = []
        self.kind = ""

    def start(self, name: str, _attributes: object) -> None:
        self.path.append(name)
        if len(self.path) > _DEPTH:
            raise _NoSurveyError
        self.text = []
        if self.path[2:] == ["rows", "row"]:
            self.row = {}

    def end(self, name: str) -> None:
        if len(self.path) == 5 and self.path[2:4] == ["rows", "row"]:
            self.row[name] = "".join(self.text)
        elif self.path[2:] == ["rows", "row"]:
            self.tables[self.path[1]].append(self.row)
        elif self.path == ["document", "LimeSurveyDocType"]:
            self.kind = "".join(self.text).strip()
        self.path.pop()
        self.text = []

    def words(self, data: str) -> None:
        self.text.append(data)

    def refuse(self, *_: object) -> None:
        raise _EntitiesError


class _NoSurveyError(Exception):
    """XML, but of something else."""


class _EntitiesError(Exception):
    """A document type, in which entities could be declared."""


def _tables(path: Path) -> Tables:
    with open_binary(path) as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        msg = f"{path.name} has more than {_LARGEST:,} bytes: it is no survey structure. Export the .lss file again."
        raise SourceError(msg)
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the library takes it by place
    except _EntitiesError as error:
        msg = f"{path.name} declares a document type, as no .lss file does. Export the survey's structure again."
        raise SourceError(msg) from error
    except (_NoSurveyError, expat.ExpatError, LookupError, ValueError) as error:
        place = f" in line {error.lineno}" if isinstance(error, expat.ExpatError) else ""
        msg = f"{path.name} is no LimeSurvey structure, or is cut off{place}. Export the .lss file again."
        raise SourceError(msg) from error
    if reader.kind != "Survey":
        found = f"LimeSurvey's file of a {reader.kind.lower()}" if reader.kind else "other XML"
        msg = f"{path.name} is {found}, not of a survey. Export the survey's structure as .lss."
        raise SourceError(msg)
    return reader.tables


def _number(row: Row, field: str) -> int:
    text = row.get(field, "").strip()
    return int(text) if text.lstrip("-").isdecimal() else 0


def _translations(rows: Sequence[Row], key: str, text: str) -> dict[str, Row]:
    """Return words by the key and then by language."""
    found: dict[str, Row] = defaultdict(dict)
    for row in rows:
        if row.get(key) and row.get("language") and text in row:
            found[row[key]][row["language"]] = plain(row[text])
    return found


def _questions(tables: Tables) -> tuple[Asked, ...]:
    # Before version 4 each row is of one language and holds the words itself.
    mixed = [*tables["questions"], *tables.get("subquestions", [])]
    texts = _translations([*mixed, *tables.get("question_l10ns", [])], "qid", "question")
    once = {row.get("qid", ""): row for row in reversed(mixed)}.values()
    groups = {row.get("gid", ""): row for row in tables.get("groups", [])}
    children: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(once, key=_order("question_order")):
        children[row.get("parent_qid") or "0"].append(row)
    mains = sorted(children["0"], key=lambda row: _number(groups.get(row.get("gid", ""), {}), "group_order"))
    attributes = _attributes(tables.get("question_attributes", []))
    answers = _answers(tables)

    def parts(question: str, scale: int) -> tuple[Part, ...]:
        own = [row for row in children[question] if _number(row, "scale_id") == scale]
        return tuple(Part(row.get("title", ""), texts[row["qid"]]) for row in own)

    return tuple(
        Asked(
            row.get("title", ""),
            row.get("type", ""),
            texts[number],
            other=row.get("other") == "Y",
            relevance=_both(groups.get(row.get("gid", ""), {}).get("grelevance"), row.get("relevance")),
            attributes=attributes.get(number, {}),
            rows=parts(number, 0),
            columns=parts(number, 1),
            answers=answers.get(number, ()),
        )
        for row in mains
        for number in (row.get("qid", ""),)
    )


def _both(group: str | None, question: str | None) -> str:
    """Return the expression of a question that is shown where its group is too."""
    terms = [term.strip() for term in (group, question) if term and term.strip() not in ("", "1")]
    return " and ".join(f"({term})" for term in terms) if len(terms) > 1 else "".join(terms) or "1"


def _order(field: str) -> Callable[[Row], int]:
    return lambda row: _number(row, field)


def _attributes(rows: Sequence[Row]) -> dict[str, Row]:
    found: dict[str, Row] = defaultdict(dict)
    for row in rows:
        if row.get("qid") and row.get("attribute") and not row.get("language"):
            found[row["qid"]][row["attribute"]] = row.get("value", "")
    return found


def _answers(tables: Tables) -> dict[str, tuple[tuple[Part, ...], ...]]:
    rows = tables.get("answers", [])
    new = _translations(tables.get("answer_l10ns", []), "aid", "answer")
    scales: dict[str, dict[int, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in sorted(rows, key=_order("sortorder")):
        texts = scales[row.get("qid", "")][_number(row, "scale_id")].setdefault(row.get("code", ""), {})
        texts |= new.get(row.get("aid", ""), {})
        if row.get("language") and "answer" in row:
            texts[row["language"]] = plain(row["answer"])
    return {
        question: tuple(
            tuple(Part(code, texts) for code, texts in listed.items()) for _, listed in sorted(by_scale.items())
        )
        for question, by_scale in scales.items()
    }
