"""A survey from what RemoteControl 2 answers: list_questions and get_question_properties, in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from verkosto.backends._limesurvey_survey import Asked, Part, Survey, plain
from verkosto.errors import SourceError

__all__ = ["survey_of_properties"]

Properties = Mapping[str, Any]


def survey_of_properties(
    number: str | int,
    titles: Mapping[str, str],
    properties: Mapping[str, Sequence[Properties]],
    *,
    settings: Properties,
) -> Survey:
    """Make a survey from the properties of its questions.

    Args:
        number: The survey's id.
        titles: Its title by language.
        properties: By language (the base language first) what get_question_properties tells of each question, in
            the order of the form.
        settings: What get_survey_properties tells.

    Raises:
        SourceError: The parts are not of the form in which LimeSurvey writes them.
    """
    languages = tuple(properties)
    try:
        by_question: dict[int, dict[str, Properties]] = {}
        for language, listed in properties.items():
            for question in listed:
                if not int(question.get("parent_qid") or 0):
                    by_question.setdefault(int(question["qid"]), {})[language] = question
        questions = tuple(_question(versions) for versions in by_question.values())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        msg = (
            f"survey {number}: the properties of its questions are not of the form that LimeSurvey writes "
            f"({type(error).__name__}). Ask for them again, or draft the codebook from the survey's .lss file."
        )
        raise SourceError(msg) from error
    kept = {key: value for key, value in settings.items() if isinstance(value, str)}
    return Survey(str(number), {lang: plain(title) for lang, title in titles.items()}, languages, questions, kept)


def _mapping(value: object) -> Mapping[str, Any]:
    # "No available answers" stands where there is nothing, and an empty list too.
    return value if isinstance(value, Mapping) else {}


def _question(versions: Mapping[str, Properties]) -> Asked:
    first = next(iter(versions.values()))
    attributes = _mapping(first.get("attributes"))
    return Asked(
        str(first["title"]),
        str(first["type"]),
        {language: plain(question.get("question")) for language, question in versions.items()},
        other=first.get("other") == "Y",
        relevance=str(first.get("relevance") or "1"),
        attributes={key: str(value) for key, value in attributes.items() if isinstance(value, str | int | float)},
        rows=_parts({lang: _subquestions(question, 0) for lang, question in versions.items()}),
        columns=_parts({lang: _subquestions(question, 1) for lang, question in versions.items()}),
        answers=_scales(versions),
    )


def _subquestions(question: Properties, scale: int) -> dict[str, str]:
    listed = _mapping(question.get("subquestions")).values()
    return {str(part["title"]): part["question"] for part in listed if int(part.get("scale_id") or 0) == scale}


def _scales(versions: Mapping[str, Properties]) -> tuple[tuple[Part, ...], ...]:
    """Return the answers of each scale: two scales are a list, a single one is a mapping."""
    listed = {lang: _listed(question.get("answeroptions")) for lang, question in versions.items()}
    count = max(map(len, listed.values()))
    return tuple(_parts({lang: scales[place] for lang, scales in listed.items()}) for place in range(count))


def _listed(options: object) -> list[dict[str, str]]:
    scales = options if isinstance(options, list) else [options]
    return [{code: answer["answer"] for code, answer in _mapping(scale).items()} for scale in scales if _mapping(scale)]


def _parts(versions: Mapping[str, Mapping[str, str]]) -> tuple[Part, ...]:
    codes = dict.fromkeys(code for version in versions.values() for code in version)
    return tuple(
        Part(code, {lang: plain(version[code]) for lang, version in versions.items() if code in version})
        for code in codes
    )
