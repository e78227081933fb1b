from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from limesurvey import survey
from lss_files import lss, write_lss

from verkosto.backends import _limesurvey_lss
from verkosto.backends._limesurvey_codebook import draft_of
from verkosto.backends._limesurvey_lss import survey_of_lss
from verkosto.errors import SourceError
from verkosto.instruments import Number

BOMB = '<!DOCTYPE document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("old", [False, True], ids=["from version 4", "before"])
def test_gives_the_codebook_that_the_interface_gives(old: bool, tmp_path: Path) -> None:
    made = survey_of_lss(write_lss(tmp_path, lss(old=old)))
    assert draft_of(made) == draft_of(survey("fi", "sv"))


def test_a_question_is_shown_where_its_group_is_too(tmp_path: Path) -> None:
    groups = [{"gid": gid, "group_order": gid, "grelevance": 'kunta.NAOK == "049"'} for gid in (25, 26, 27)]
    made = draft_of(survey_of_lss(write_lss(tmp_path, lss(change={"groups": groups}))))
    assert made["miksi"].asked_if == {"kunta": ("049",), "suos": ("N",)}
    assert made["lyhyt"].asked_if == {"kunta": ("049",)}
    # The question cannot be asked of itself.
    assert made["kunta"].asked_if == {}


def test_settings_of_a_language_are_no_bounds(tmp_path: Path) -> None:
    settings: list[Mapping[str, Any]] = [
        {"qid": 348, "attribute": "max_num_value_n", "value": "120"},
        {"qid": 348, "attribute": "max_num_value_n", "value": "5", "language": "sv"},
    ]
    made = draft_of(survey_of_lss(write_lss(tmp_path, lss(change={"question_attributes": settings}))))
    ika = made["ika"]
    assert isinstance(ika, Number)
    assert ika.maximum == 120


def test_texts_of_the_base_language_come_first(tmp_path: Path) -> None:
    surveys = [{"sid": 7, "language": "sv", "additional_languages": "fi"}]
    made = survey_of_lss(write_lss(tmp_path, lss(change={"surveys": surveys})))
    assert (made.number, made.languages) == ("7", ("sv", "fi"))


def test_numbers_that_are_none_count_as_0(tmp_path: Path) -> None:
    groups: list[Mapping[str, Any]] = [{"gid": 25, "group_order": "x"}, {"gid": 26}, {"gid": 27, "group_order": "-1"}]
    made = survey_of_lss(write_lss(tmp_path, lss(change={"groups": groups})))
    assert made.questions[0].code == "lyhyt"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda text: text[: len(text) // 2], r"is no LimeSurvey structure, or is cut off in line \d+"),
        (lambda text: text.replace("<document>", f"{BOMB}<document>"), "declares a document type"),
        (lambda text: text.replace(">Survey<", ">Group<"), "is LimeSurvey's file of a group, not of a survey"),
        (lambda text: "<html><body/></html>", "is other XML, not of a survey"),
        (lambda text: "<a>" * 20 + "</a>" * 20, "is no LimeSurvey structure"),
        (lambda text: '{"responses": []}', "is no LimeSurvey structure"),
        (lambda text: text.replace("questions>", "kysymykset>"), "holds no questions"),
        (lambda text: text.replace("UTF-8", "keksitty"), "is no LimeSurvey structure"),
    ],
)
def test_refuses_what_is_none(damage: Callable[[str], str], message: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=message):
        survey_of_lss(write_lss(tmp_path, damage(lss())))


def test_refuses_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_limesurvey_lss, "_LARGEST", 100)
    with pytest.raises(SourceError, match=r"has more than 100 bytes.*Export the \.lss file again"):
        survey_of_lss(write_lss(tmp_path, lss()))
