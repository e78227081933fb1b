"""Survey structures written as LimeSurvey writes them, from version 4 on and before, without the reader's code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from limesurvey import load

__all__ = ["lss", "write_lss"]

Row = Mapping[str, Any]
LANGUAGES = ("fi", "sv")
TITLES = {"fi": "Verkkolomake", "sv": "Webbformulär"}


def _table(name: str, rows: Iterable[Row]) -> str:
    written = "".join(
        "<row>" + "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in row.items()) + "</row>\n"
        for row in rows
    )
    return f" <{name}>\n  <fields><fieldname>qid</fieldname></fields>\n  <rows>{written}</rows>\n </{name}>\n"


def lss(*, old: bool = False, change: Mapping[str, Sequence[Row]] | None = None) -> str:
    """The invented survey as an .lss file; `change` replaces whole tables."""
    tables = _old() if old else _new()
    tables |= {name: list(map(dict, rows)) for name, rows in (change or {}).items()}
    body = "".join(_table(name, rows) for name, rows in tables.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>\n'
        f" <DBVersion>{145 if old else 630}</DBVersion>\n <languages><language>fi</language></languages>\n"
        f"{body}</document>\n"
    )


def write_lss(folder: Path, text: str) -> Path:
    """Write a structure into a file."""
    path = folder / "kysely.lss"
    path.write_text(text, "utf-8")
    return path


def _questions(language: str) -> list[dict[str, Any]]:
    return list(load(f"get_question_properties_{language}.json").values())


def _rows(question: Row) -> list[dict[str, Any]]:
    """A question and its subquestions as rows, words included."""
    keep = ("qid", "parent_qid", "gid", "type", "title", "other", "question_order", "scale_id", "relevance")
    own = {key: question[key] for key in keep} | {"question": question["question"]}
    listed = question["subquestions"] if isinstance(question["subquestions"], dict) else {}
    return [
        own,
        *(
            own | {"qid": qid, "parent_qid": question["qid"], "question_order": place, **part}
            for place, (qid, part) in enumerate(listed.items(), start=1)
        ),
    ]


def _answers(question: Row) -> list[dict[str, Any]]:
    options = question["answeroptions"]
    scales = options if isinstance(options, list) else [options] if isinstance(options, dict) else []
    return [
        {
            "aid": f"{question['qid']}{code}{answer['scale_id']}",
            "qid": question["qid"],
            "code": code,
            "sortorder": answer["order"],
            "scale_id": answer["scale_id"],
            "answer": answer["answer"],
        }
        for scale in scales
        for code, answer in scale.items()
    ]


def _common() -> dict[str, list[dict[str, Any]]]:
    settings = load("get_survey_properties.json")
    return {
        "groups": [
            {"gid": group["gid"], "group_order": group["group_order"], "grelevance": "1"}
            for group in load("list_groups.json")
        ],
        "question_attributes": [
            {"qid": question["qid"], "attribute": key, "value": value}
            for question in _questions("fi")
            for key, value in question["attributes"].items()
            if value
        ],
        "surveys": [{key: settings[key] for key in ("sid", "language", "datestamp", "ipaddr", "refurl")}],
        "surveys_languagesettings": [
            {"surveyls_survey_id": 202605, "surveyls_language": lang, "surveyls_title": TITLES[lang]}
            for lang in LANGUAGES
        ],
    }


def _new() -> dict[str, list[dict[str, Any]]]:
    rows = {lang: [row for question in _questions(lang) for row in _rows(question)] for lang in LANGUAGES}
    answers = {lang: [row for question in _questions(lang) for row in _answers(question)] for lang in LANGUAGES}
    bare = [{key: value for key, value in row.items() if key != "question"} for row in rows["fi"]]
    words = [
        {"qid": row["qid"], "question": row["question"], "language": lang} for lang in LANGUAGES for row in rows[lang]
    ]
    return {
        "answers": [{key: value for key, value in row.items() if key != "answer"} for row in reversed(answers["fi"])],
        "answer_l10ns": [
            {"aid": row["aid"], "answer": row["answer"], "language": lang}
            for lang in LANGUAGES
            for row in answers[lang]
        ],
        "questions": [row for row in reversed(bare) if not row["parent_qid"]],
        "subquestions": [row for row in bare if row["parent_qid"]],
        "question_l10ns": words,
        **_common(),
    }


def _old() -> dict[str, list[dict[str, Any]]]:
    rows = [row | {"language": lang} for lang in LANGUAGES for question in _questions(lang) for row in _rows(question)]
    answers = [
        row | {"language": lang} for lang in LANGUAGES for question in _questions(lang) for row in _answers(question)
    ]
    return {
        "answers": [{key: value for key, value in row.items() if key != "aid"} for row in answers],
        "questions": [row for row in rows if not row["parent_qid"]],
        "subquestions": [row for row in rows if row["parent_qid"]],
        **_common(),
    }
