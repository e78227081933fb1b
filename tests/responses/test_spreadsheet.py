"""Texts that would run as formulas: neutralised, restorable, and the same after every way through a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import assembled, made, reading

from verkosto.backends import CsvBackend, ExcelBackend
from verkosto.errors import MissingExtraError, OptionError, SourceError
from verkosto.instruments import Column, Date, MultipleChoice, Number, Option, SingleChoice, Text
from verkosto.responses import RawTable, Responses, neutralise, restore
from verkosto.responses._spreadsheet import runs

RUNS = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t",
    "\tx",
    "\rx",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b-x",
    "＝1+1",
    "＋1",
]
RUNS += ["－1", "＠x", "\u2212 1", "-", "- joo", "-5 ", "-5,", "- 5", "+358 40 123", "-5\n", "\x01=1", "⁼1"]
HARMLESS = ["", " ", "a=1", "-5", "-5,25", "-0.5", "5", "'", "''", "'a", "'s-Hertogenbosch", "049", "a@b", "²", "#N/A"]

texts = st.text(
    st.one_of(st.sampled_from("=+-@'\t\r\n \u00a0\ufeff＝5,.a\""), st.characters(exclude_categories=["Cs"])), max_size=8
)
KYSELY = made(
    SingleChoice("malli", "Malli?", options=(Option("k", "=Kannatan"), Option("e", "En"))),
    MultipleChoice("ajat", "Ajat", options=(Option("a", "Kevät"), Option("b", "Syksy"))),
    Number("luku", "- Luku"),
    Date("pvm", "Päivä"),
    Text("syy", "Miksi?"),
    columns=(Column("aika", "Aika", role="time"),),
)


@pytest.mark.parametrize("text", RUNS)
def test_what_would_run_gets_one_apostrophe(text: str) -> None:
    assert runs(text)
    assert neutralise(text) == f"'{text}"
    assert neutralise(f"'{text}") == f"''{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_would_not_run_stays(text: str) -> None:
    assert not runs(text)
    assert neutralise(text) == restore(text) == text


@given(texts)
@settings(max_examples=500)
def test_restoring_undoes_neutralising(text: str) -> None:
    safe = neutralise(text)
    assert not runs(safe)
    assert restore(safe) == text


def answers(*syyt: str) -> Responses:
    return reading(KYSELY["syy"], ["Miksi?"], *syyt)


def raw(backend: Any, path: Path, **stated: Any) -> RawTable:
    options = {name: default for name, (default, _) in backend.options.items()}
    table: RawTable = next(iter(backend.open(path, options | stated)))
    return table


@settings(max_examples=40)
@given(st.lists(texts.filter(lambda text: text.strip() and "\0" not in text), min_size=1, max_size=6))
def test_texts_come_back_through_csv(tmp_path_factory: pytest.TempPathFactory, given_texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("csv") / "vastaukset.csv"
    responses = answers(*given_texts)
    responses.to_csv(path)
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    assert [restore(row[0]) for row in rows[1:]] == given_texts
    assert not any(runs(cell) for row in rows for cell in row)
    again = raw(CsvBackend(), path, neutralised=True)
    assert again.columns[0].texts().tolist() == given_texts
    # polars does not end a record at a lone CR, as RFC 4180 has it.
    if not any("\r" in text for text in given_texts):
        frame = pl.read_csv(path, separator=";", infer_schema=False)
        assert [restore(text) for text in frame["syy"]] == given_texts


@settings(max_examples=40)
@given(st.lists(texts.filter(lambda text: text.strip()), min_size=1, max_size=6))
def test_texts_come_back_through_xlsx(tmp_path_factory: pytest.TempPathFactory, given_texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("xlsx") / "vastaukset.xlsx"
    responses = answers(*given_texts)
    if any(set(text) & set("\0\ufffe\uffff") for text in given_texts):
        with pytest.raises(SourceError, match=r"a character that no \.xlsx can hold"):
            responses.to_xlsx(path)
        return
    responses.to_xlsx(path)
    assert raw(ExcelBackend(), path).columns[0].texts().tolist() == given_texts
    for row, text in zip(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2), given_texts, strict=True):
        assert row[0].data_type in ("s", "inlineStr")
        assert row[0].quotePrefix is runs(text)


def several() -> Responses:
    titles = ["Malli?", "Ajat:Kevät", "Ajat:Syksy", "- Luku", "Päivä", "Miksi?", "Aika"]
    rows = [
        ["k", "1", "", "-5,5", "2020-03-05", "=1+1", "2020-03-05 10:31"],
        ["", "", "", "1200", "", "-5", "2020-03-06"],
    ]
    return assembled(KYSELY, [(t.partition(":")[0], t.partition(":")[2]) for t in titles], rows)


class TestCsv:
    def test_has_codes_and_finnish_numbers(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        several().to_csv(path)
        assert path.read_bytes().decode("utf-8-sig").splitlines() == [
            "aika;malli;ajat[a];ajat[b];luku;pvm;syy",
            "2020-03-05 10:31:00;k;1;0;-5,5;2020-03-05;'=1+1",
            "2020-03-06;;;;1200;;-5",
        ]

    def test_has_titles_and_labels_that_do_not_run_either(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        several().to_csv(path, lang="fi", delimiter="\t", decimal=".")
        head, first, _ = path.read_bytes().decode("utf-8-sig").splitlines()
        assert head == "Aika\tMalli?\tAjat: Kevät\tAjat: Syksy\t'- Luku\tPäivä\tMiksi?"
        assert first == "2020-03-05 10:31:00\t'=Kannatan\t1\t0\t-5.5\t2020-03-05\t'=1+1"

    def test_titles_are_restored_too(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        several().to_csv(path, lang="fi")
        assert [h.title for h in raw(CsvBackend(), path, neutralised=True).headers][4] == "- Luku"
        assert [h.title for h in raw(CsvBackend(), path).headers][4] == "'- Luku"

    def test_texts_that_become_alike_are_one(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("a\n'=1\n=1\n\nx\n")
        column = raw(CsvBackend(), path, neutralised=True).columns[0]
        assert (column.texts().tolist(), list(column.values)) == (["=1", "=1", "x"], ["=1", "x"])

    def test_of_a_subset_has_its_rows(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        several().where({"malli": ["k"]}).to_csv(path)
        assert len(path.read_text("utf-8-sig").splitlines()) == 2

    @pytest.mark.parametrize("parts", [{"delimiter": "x"}, {"decimal": "'"}, {"delimiter": ","}, {"lang": "de"}])
    def test_options_are_checked(self, tmp_path: Path, parts: dict[str, Any]) -> None:
        with pytest.raises((OptionError, ValueError)):
            several().to_csv(tmp_path / "a.csv", **parts)
        assert not (tmp_path / "a.csv").exists()

    def test_null_characters_are_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="null character"):
            answers("a\0b").to_csv(tmp_path / "a.csv")

    @pytest.mark.parametrize("stated", ["yes", 2, None])
    def test_the_reader_s_option_is_checked(self, tmp_path: Path, stated: Any) -> None:
        with pytest.raises(OptionError, match="neutralised must be True or False"):
            raw(CsvBackend(), tmp_path, neutralised=stated)


class TestXlsx:
    def test_has_numbers_days_and_texts(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        several().to_xlsx(path)
        (sheet,) = openpyxl.load_workbook(path).worksheets
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows == [
            ["aika", "malli", "ajat[a]", "ajat[b]", "luku", "pvm", "syy"],
            [dt.datetime(2020, 3, 5, 10, 31), "k", 1, 0, -5.5, dt.datetime(2020, 3, 5), "=1+1"],  # noqa: DTZ001
            [dt.datetime(2020, 3, 6), None, None, None, 1200, None, "-5"],  # noqa: DTZ001
        ]
        table = raw(ExcelBackend(), path)
        assert [column.texts()[0] for column in table.columns] == [
            "2020-03-05 10:31:00", "k", "1", "0", "-5.5", "2020-03-05", "=1+1",
        ]  # fmt: skip

    @pytest.mark.parametrize("text", ["x" * 32_767, "\U0001f600" * 16_383])
    def test_holds_the_longest_texts(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "a.xlsx"
        answers(text).to_xlsx(path)
        assert raw(ExcelBackend(), path).columns[0].texts().tolist() == [text]

    @pytest.mark.parametrize("text", ["x" * 32_768, "\U0001f600" * 16_384])
    def test_longer_texts_are_an_error_and_not_cut_off(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "a.xlsx"
        with pytest.raises(
            SourceError, match=r"a.xlsx: row 3 of the column 'syy' has a text of more than 32,767 char"
        ) as caught:
            answers("a", text).to_xlsx(path)
        assert text[:20] not in str(caught.value)
        assert not path.exists()

    def test_more_rows_than_a_sheet_has_are_an_error(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("verkosto.responses._spreadsheet_write._ROWS", 1)
        with pytest.raises(SourceError, match="Write them as csv or Parquet"):
            several().to_xlsx(tmp_path / "a.xlsx")

    def test_needs_its_extra(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        with pytest.raises(MissingExtraError, match=r"verkosto\[spreadsheet\]"):
            several().to_xlsx(tmp_path / "a.xlsx")


@pytest.mark.parametrize("method", ["to_csv", "to_xlsx"])
class TestBoth:
    def test_half_a_surrogate_pair_is_an_error(self, tmp_path: Path, method: str) -> None:
        with pytest.raises(SourceError, match="half of a surrogate pair") as caught:
            getattr(answers("a\ud800"), method)(tmp_path / "a")
        assert caught.value.__context__ is None

    def test_a_path_that_cannot_be_written_is_an_error(self, tmp_path: Path, method: str) -> None:
        with pytest.raises(SourceError, match=r"cannot be written: .*Check the folder"):
            getattr(several(), method)(tmp_path / "ei" / "ole")
        with pytest.raises(OptionError, match="A path is text"):
            getattr(several(), method)(7)

    def test_no_answers_are_a_head_alone(self, tmp_path: Path, method: str) -> None:
        path = tmp_path / ("a" + method.replace("to_", "."))
        getattr(several().where({"luku": (9999, None)}), method)(path)
        backend: Any = CsvBackend() if method == "to_csv" else ExcelBackend()
        assert (len(raw(backend, path)), len(raw(backend, path).headers)) == (0, 7)
