from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from limesurvey import codebook, file, opened, read, tables
from lss_files import lss, write_lss

from verkosto.backends import Backend, LimeSurveyBackend, Strength
from verkosto.errors import EmptySourceError, OptionError, RaggedRowsError, SourceError
from verkosto.instruments import Instrument, MultipleChoice, Number, Option, SingleChoice, Text
from verkosto.responses import Dialect, Header

BACKEND = LimeSurveyBackend()
HEADING = '"id";"submitdate";"lastpage";"startlanguage";"seed"'


def write(folder: Path, content: str, name: str = "vienti.csv") -> Path:
    path = folder / name
    path.write_text(content, "utf-8", newline="")
    return path


def made(*questions: Any) -> Instrument:
    return Instrument("k", "K", questions=questions)


def test_is_a_backend() -> None:
    assert isinstance(BACKEND, Backend)
    assert BACKEND.name == "limesurvey"
    assert all(meaning for _, meaning in BACKEND.options.values())


class TestDetect:
    @pytest.mark.parametrize(
        "name",
        [
            "csv_fi_all_code_short.csv",
            "csv_fi_all_full_short.csv",
            "csv_en_all_full_long.csv",
            "csv_fi_all_abbreviated_short.csv",
            "json_fi_all_code_short.json",
            "json_fi_all_full_short.json",
            "xls_fi_all_full_long.xls",
            "spsssav_fi_all_code_short.sav",
        ],
    )
    def test_is_certain_of_its_own_columns(self, name: str) -> None:
        evidence = BACKEND.detect(file(name))
        assert evidence.strength is Strength.CERTAIN
        assert len(evidence.reasons[0]) < 200

    def test_knows_a_structure(self, tmp_path: Path) -> None:
        evidence = BACKEND.detect(write_lss(tmp_path, lss()))
        assert (evidence.strength, evidence.reasons) == (Strength.CERTAIN, ("a survey's structure (.lss)",))

    @pytest.mark.parametrize(
        "content", ['"id";"Kotikunta"\n"1";"049"\n', '{"responses": []}', "<html></html>", "", '"a\nb', "\0\0"]
    )
    def test_leaves_other_files_to_others(self, content: str, tmp_path: Path) -> None:
        assert BACKEND.detect(write(tmp_path, content)).strength is Strength.NONE

    def test_leaves_files_that_are_not_there(self, tmp_path: Path) -> None:
        assert BACKEND.detect(tmp_path / "ei.csv").strength is Strength.NONE


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("csv_fi_all_code_short.csv", True),
        ("json_fi_all_code_long.json", True),
        ("xls_fi_all_code_short.xls", False),
        ("spsssav_fi_all_code_short.sav", False),
    ],
)
def test_says_what_a_file_can_tell(name: str, told: bool) -> None:
    assert BACKEND.capabilities_of(file(name)).tells_not_shown is told
    (table,) = tables(file(name), codebook())
    assert table.found["not_shown"] == ("told by null" if told else "not told")


class TestWithoutACodebook:
    def test_headings_are_kept_and_those_of_two_parts_divided(self) -> None:
        (table,) = tables(file("csv_fi_all_full_short.csv"))
        assert table.headers[8] == Header("Missä kunnassa asut?", 9, code="Missä kunnassa asut?")
        heading = "Mitä palvelua käytit? [Muu]"
        assert table.headers[14] == Header("Mitä palvelua käytit?", 15, option="Muu", code=heading)
        assert table.headers[36].title == "Tärkeys ja toteutuminen [Ystävällisyys][Skaala 1]"
        assert table.dialect == Dialect(ticks="any", written="alone")

    def test_null_counts_beside_texts_that_were_left_empty(self) -> None:
        (table,) = tables(file("json_fi_all_code_short.json"))
        columns = {header.code: column for header, column in zip(table.headers, table.columns, strict=True)}
        hidden = columns["tyyt"].not_shown
        assert hidden is not None
        assert hidden.tolist() == [False, False, True, False, True, False]
        # Numbers are null in both cases.
        assert columns["ika"].not_shown is None

    def test_workbooks_tell_nothing(self) -> None:
        (table,) = tables(file("xls_fi_all_code_short.xls"), answers="long")
        assert {column.not_shown is None for column in table.columns} == {True}
        assert table.dialect.values == "text"


class TestOptions:
    @pytest.mark.parametrize(
        ("stated", "message"),
        [
            ({"answers": "medium"}, "answers must be one of None, 'short', 'long', not 'medium'"),
            ({"blank_means": "x"}, "blank_means must be one of"),
            ({"converted_no": "yes"}, "converted_no must be one of None, 'no'"),
            ({"delimiter": ";;"}, "delimiter must be one character"),
        ],
    )
    def test_refuses_values_that_cannot_be(self, stated: dict[str, Any], message: str) -> None:
        with pytest.raises(OptionError, match=message):
            tables(file("csv_fi_all_code_short.csv"), **stated)

    @pytest.mark.parametrize("name", ["json_fi_all_code_short.json", "xls_fi_all_code_short.xls"])
    def test_refuses_those_of_csv_elsewhere(self, name: str) -> None:
        with pytest.raises(OptionError, match=r"option 'delimiter' is for csv files, and this file is none"):
            tables(file(name), delimiter=";")

    def test_stated_answers_win_over_what_is_found(self, tmp_path: Path) -> None:
        # Labels that are other options' codes: nothing in the file tells which is meant.
        question = SingleChoice("a", "A", options=(Option("1", "2", number=1), Option("2", "1", number=2)))
        path = write(tmp_path, f'{HEADING};"a"\n"1";;"1";"fi";"5";"2"\n')
        assert read(path, made(question)).frame["a"].tolist() == ["2"]
        assert read(path, made(question), answers="long").frame["a"].tolist() == ["1"]

    def test_files_are_read_as_they_were_saved(self, tmp_path: Path) -> None:
        path = tmp_path / "vienti.csv"
        path.write_bytes(f'{HEADING},"a"\n"1",,"1","fi","5","Äö"\n'.replace(";", ",").encode("windows-1252"))
        answers = read(path, made(Text("a", "A")), encoding="windows-1252", delimiter=",")
        assert answers.frame["a"].tolist() == ["Äö"]


def test_numbers_in_workbooks_are_the_codes_with_zeros(tmp_path: Path) -> None:
    path = tmp_path / "vienti.xls"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, heading in enumerate(("id", "submitdate", "lastpage", "a")):
            sheet.write_string(0, place, heading)
            sheet.write_number(1, place, 7)
            sheet.write_string(2, place, "=1+1")
    question = SingleChoice("a", "A", options=(Option("07", "Kyllä", number=7), Option("08", "Ei", number=8)))
    answers = read(path, made(question))
    assert answers.frame["a"].tolist()[0] == "07"
    assert [(issue.row, issue.value) for issue in answers.issues if issue.variable == "a"] == [(3, "=1+1")]


def test_rows_without_text_are_left_out_with_what_was_hidden(tmp_path: Path) -> None:
    rows = '"1";;"1";"fi";"5";"x"\n;;;;;\n"2";;"1";"fi";"5";""\n"3";;"1";"fi";"5";\n'
    (table,) = tables(write(tmp_path, f'{HEADING};"a"\n{rows}'), made(Text("a", "A")))
    assert table.rows.tolist() == [2, 4, 5]
    assert table.blank_rows == 1
    hidden = table.columns[5].not_shown
    assert hidden is not None
    assert hidden.tolist() == [False, False, True]


def test_cells_that_no_option_means_stay_in_issues(tmp_path: Path) -> None:
    kysely = made(
        SingleChoice("a", "A", options=(Option("A1", "Kyllä"), Option("A2", "Ei"))),
        MultipleChoice("m", "M", options=(Option("S1", "Yksi"), Option("S2", "Kaksi"))),
        Number("luku", "N"),
    )
    row = '"1";;"1";"fi";"5";"A9";"ehkä";"Y";"paljon"'
    answers = read(write(tmp_path, f'{HEADING};"a";"m[S1]";"m[S2]";"luku"\n{row}\n'), kysely)
    found = [(issue.variable, issue.value) for issue in answers.issues if issue.value]
    assert found == [("a", "A9"), ("m[S1]", "ehkä"), ("luku", "paljon")]
    assert answers.frame["m[S2]"].tolist() == [True]


def test_without_a_tick_may_mean_not_selected(tmp_path: Path) -> None:
    kysely = made(MultipleChoice("m", "M", options=(Option("S1", "Yksi"), Option("S2", "Kaksi"))))
    path = write(tmp_path, f'{HEADING};"m[S1]";"m[S2]"\n"1";"2026-01-01 10:00:00";"1";"fi";"5";"";""\n')
    assert read(path, kysely, blank_means="not_selected").frame["m[S1]"].tolist() == [False]
    assert read(path, kysely).missing("m[S1]").tolist() == ["not_answered"]


class TestJson:
    def test_unwraps_what_older_versions_number(self, tmp_path: Path) -> None:
        content = json.dumps({"responses": [{"1": {"id": "1", "a": None}}, {"2": {"id": "2", "a": "x"}}]})
        answers = read(write(tmp_path, content, "v.json"), made(Text("a", "A")))
        assert answers.frame["a"].isna().tolist() == [True, False]

    @pytest.mark.parametrize(
        ("content", "error", "message"),
        [
            ('{"responses": [{"id": 1,', SourceError, r"is no JSON, or is cut off \(line 1, column \d+\)"),
            ('{"responses": []}', EmptySourceError, r"holds no responses\. Choose completion='all'"),
            ('{"answers": []}', SourceError, "has no list 'responses'"),
            ('{"responses": [1]}', SourceError, "has no list 'responses'"),
            ('{"responses": {"id": 1}}', SourceError, "has no list 'responses'"),
            ('{"responses": [{"id": 1}, {"id2": 1}]}', RaggedRowsError, "response 2 of the file has other headings"),
            ('{"responses": [{"id": 1, "a": true}]}', SourceError, "has a bool in place of an answer"),
            ('{"responses": [{"id": 1, "a": [1]}]}', SourceError, "has a list in place of an answer"),
            ('{"responses": ' + "[" * 100_000, SourceError, "is no JSON, or is cut off"),
        ],
    )
    def test_refuses_what_is_none(self, content: str, error: type[Exception], message: str, tmp_path: Path) -> None:
        with pytest.raises(error, match=message):
            tables(write(tmp_path, content, "v.json"))

    def test_refuses_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        path = tmp_path / "v.json"
        path.write_bytes(b'{"responses": [{"id": "\xe4"}]}')
        with pytest.raises(SourceError, match="is no JSON, or is cut off"):
            tables(path)


class TestSav:
    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
    def test_refuses_a_file_that_is_cut_off(self, part: float, tmp_path: Path) -> None:
        whole = file("spsssav_fi_all_code_short.sav").read_bytes()
        path = tmp_path / "v.sav"
        path.write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(SourceError, match=r"damaged \.sav file, or is cut off"):
            tables(path)

    def test_names_the_extra_that_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "pyreadstat", None)
        with pytest.raises(ImportError, match=r"pip install 'verkosto\[spss\]'"):
            tables(file("spsssav_fi_all_code_short.sav"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html>", "seems to be a web page"),
        (lss(), "is the structure of a survey, without answers"),
        ("", "an empty file"),
    ],
)
def test_refuses_other_kinds_of_files(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=message):
        list(BACKEND.open(write(tmp_path, content), opened()))


def test_a_codebook_comes_from_a_structure(tmp_path: Path) -> None:
    draft = BACKEND.codebook(write_lss(tmp_path, lss()), id="a", title="A")
    assert draft is not None
    assert (draft.id, draft.title.fi) == ("a", "A")
    assert BACKEND.codebook(str(file("csv_fi_all_full_short.csv"))) is None
