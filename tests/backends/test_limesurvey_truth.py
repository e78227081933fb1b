"""Every kind of export gives the answers that were typed into the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from limesurvey import FILES, codebook, file, read, truth

from verkosto.errors import AmbiguousSourceError
from verkosto.instruments import Instrument, Matrix, MultipleChoice
from verkosto.responses import Responses

SHORT = [
    "csv_fi_all_code_short.csv",
    "csv_fi_all_code_short_comma.csv",
    "csv_fi_all_code_short_tab.csv",
    "csv_fi_all_code_short_emcode.csv",
    "csv_fi_all_full_short.csv",
    "csv_fi_all_abbreviated_short.csv",
    "json_fi_all_code_short.json",
    "json_fi_all_full_short.json",
]
LONG = [
    "csv_fi_all_code_long.csv",
    "csv_fi_all_full_long.csv",
    "csv_sv_all_code_long.csv",
    "json_fi_all_code_long.json",
]
SILENT = ["xls_fi_all_code_short.xls", "xls_fi_all_full_long.xls", "spsssav_fi_all_code_short.sav"]


@pytest.fixture(scope="module")
def kysely() -> Instrument:
    return codebook()


def plain(value: Any) -> Any:
    """A value as the truth has it; line breaks differ between kinds of files."""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def absences(responses: Responses, name: str) -> list[str | None]:
    return [None if pd.isna(reason) else reason for reason in responses.missing(name)]


def ticks(instrument: Instrument) -> Iterator[str]:
    for question in instrument:
        if isinstance(question, MultipleChoice):
            yield from question.variables()


@pytest.mark.parametrize("name", [*SHORT, *LONG, *SILENT])
def test_values_are_those_that_were_given(name: str, kysely: Instrument) -> None:
    answers = read(file(name), kysely)
    for variable, cells in truth(kysely).items():
        wanted = [plain(value) for value, reason in cells if reason in (None, "dont_know")]
        assert [plain(value) for value in answers.frame[variable].dropna()] == wanted, variable
    assert not answers.issues
    assert answers.provenance is not None
    assert answers.provenance.cells.read == answers.provenance.cells.decoded


@pytest.mark.parametrize("name", SHORT)
def test_short_answers_tell_what_was_not_shown(name: str, kysely: Instrument) -> None:
    answers = read(file(name), kysely)
    told = set(truth(kysely)) - set(ticks(kysely))
    for variable in told:
        assert absences(answers, variable) == [reason for _, reason in truth(kysely)[variable]], variable


@pytest.mark.parametrize("name", LONG)
def test_long_answers_tell_it_where_they_keep_null(name: str, kysely: Instrument) -> None:
    answers = read(file(name), kysely)
    # Arrays hold an empty text and yes/no "N/A" in both cases.
    untold = {*ticks(kysely), "suos"}
    untold |= {v for question in kysely if isinstance(question, Matrix) for v in question.variables()} - {"kymp[SQ001]"}
    for variable, cells in truth(kysely).items():
        if variable not in untold:
            assert absences(answers, variable) == [reason for _, reason in cells], variable
    assert absences(answers, "suos") == [None, "not_answered", "not_answered", None, "not_answered", None]


@pytest.mark.parametrize("name", SILENT)
def test_others_tell_only_what_the_codebook_knows(name: str, kysely: Instrument) -> None:
    answers = read(file(name), kysely)
    for variable, cells in truth(kysely).items():
        conditional = variable == "miksi"
        wanted = [reason if conditional or reason in (None, "dont_know") else "not_answered" for _, reason in cells]
        assert absences(answers, variable) == wanted, variable


def test_subsets_hold_their_part(kysely: Instrument) -> None:
    whole = read(file("csv_fi_all_code_short.csv"), kysely).frame
    late = read(file("csv_fi_all_code_short_from5_to10.csv"), kysely).frame
    incomplete = read(file("csv_fi_incomplete_code_short.csv"), kysely).frame
    assert late["id"].tolist() == ["5", "6"]
    assert incomplete["id"].tolist() == ["3", "5"]
    assert late["kunta"].tolist() == whole["kunta"].tolist()[4:]
    assert incomplete["ika"].dropna().tolist() == [41.0]


class TestYesAndNoAsNumbers:
    NAME = "csv_fi_all_code_short_convY1N2.csv"

    def test_is_refused_because_2_is_also_no_answer(self, kysely: Instrument) -> None:
        with pytest.raises(AmbiguousSourceError, match=r"2 for no answer too \(suos\).*converted_no='no'"):
            read(file(self.NAME), kysely)

    def test_gives_the_other_answers_when_the_caller_decides(self, kysely: Instrument) -> None:
        answers = read(file(self.NAME), kysely, converted_no="no")
        assert answers.frame["suos"].tolist()[:2] == ["N", "N"]
        whole = read(file("csv_fi_all_code_short.csv"), kysely)
        others = [name for name in truth(kysely) if name not in ("suos", "miksi")]
        pd.testing.assert_frame_equal(answers.frame[others], whole.frame[others])

    def test_needs_no_decision_where_no_question_is_answered_by_yes_or_no(self, kysely: Instrument) -> None:
        rest = [question for question in kysely.questions if question.id not in ("suos", "miksi")]
        answers = read(file(self.NAME), Instrument("k", "K", questions=rest))
        assert answers.frame["kanava[SQ001]"].dropna().tolist() == [True]
        assert answers.frame["moniko[SQ002].text"].isna().all()


def test_the_truth_is_tested_on_every_file() -> None:
    seen = {*SHORT, *LONG, *SILENT, TestYesAndNoAsNumbers.NAME}
    answers = {path.name for path in FILES.iterdir() if path.name.startswith(("csv_", "json_", "xls_", "spss"))}
    # These are read elsewhere: parts of the survey, and headings in English.
    elsewhere = {name for name in answers if "from" in name or "incomplete" in name or "_en_" in name}
    assert answers == seen | elsewhere
