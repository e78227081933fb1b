from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from commands import Run
from hypothesis import given
from hypothesis import strategies as st

from verkosto import samples
from verkosto.aggregate import Table, crosstab
from verkosto.cli._files import csv_text, inert

Survey = tuple[str, str]


def test_a_table_by_region_as_text(run: Run, survey: Survey) -> None:
    done = run("table", *survey, "malli_a", "--by", "maakunta", "--margins")
    assert done.code == 0
    assert "  Keski-Suomi" in done.out
    assert "73\xa0%" in done.out.split("Yhteensä")[1]
    assert done.err.startswith("verkosto: warning: ")
    assert "9 findings while reading" in done.err
    assert done.err.count("\n") == 1
    header, *rows = [line for line in done.out.splitlines() if line.startswith("  ")][:19]
    assert {len(line) for line in rows} == {len(header)}


def test_labels_follow_the_language(run: Run, survey: Survey) -> None:
    done = run("table", *survey, "malli_a", "--lang", "en")
    assert "Against" in done.out
    assert "n = 562 (those who answered the question)" in done.out


def test_json_is_the_table(run: Run, survey: Survey) -> None:
    done = run("table", *survey, "malli_a", "malli_b", "--by", "erva", "--format", "json", "--weights", "paino")
    table = Table.from_json(done.out)
    expected = crosstab(samples.read("tukirakenne"), ["malli_a", "malli_b"], by="erva", weights="paino")
    assert table == expected


def test_csv_has_codes_and_labels(run: Run, survey: Survey) -> None:
    done = run("table", *survey, "malli_a", "--by", "maakunta", "--format", "csv", "-o", "taulu.csv", "--lang", "sv")
    assert (done.code, done.out) == (0, "")
    assert Path("taulu.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv("taulu.csv", dtype={"maakunta": str})
    table = crosstab(samples.read("tukirakenne"), "malli_a", by="maakunta")
    assert frame["maakunta"].tolist() == table.frame["maakunta"].tolist()
    assert frame["maakunta_label"][0] == "Nyland"
    assert frame["label"][0] == "Jag understöder"
    assert frame["estimate"].tolist() == pytest.approx(table.frame["estimate"].tolist(), nan_ok=True)


def test_text_goes_to_a_file_as_it_goes_to_the_screen(run: Run, survey: Survey) -> None:
    shown = run("table", *survey, "malli_a").out
    run("table", *survey, "malli_a", "-o", "taulu.txt")
    assert Path("taulu.txt").read_text("utf-8") == shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["malli_c"], "Did you mean"),
        (["toiveet"], "verkosto: "),
        (["malli_a", "--by", "maakunat"], "there is no variable 'maakunat'"),
        (["malli_a", "--weights", "paini"], "Did you mean 'paino'"),
        (["malli_a", "-o", "ei/ole.csv"], "cannot be written"),
        (["malli_a", "-o", "kysely.toml"], "would replace"),
    ],
)
def test_what_cannot_be_tabulated_is_one_line(run: Run, survey: Survey, words: list[str], message: str) -> None:
    done = run("table", *survey, *words)
    assert done.code == 1
    assert message in done.err.splitlines()[-1]


@given(st.lists(st.one_of(st.text(), st.integers(), st.floats(allow_nan=False), st.none()), max_size=5))
def test_csv_is_inert_and_can_be_restored(cells: list[str | float | None]) -> None:
    for cell in cells:
        safe = inert(cell)
        if isinstance(cell, str):
            assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert (safe.removeprefix("'")) == cell
        else:
            assert safe == cell


def test_csv_text_is_read_back_as_it_was() -> None:
    rows = [["=cmd|' /C calc'!A0", "a;b\nc", -0.5, None], ["@x", '"', 3, "'"]]
    read = list(csv.reader(io.StringIO(csv_text(["-otsikko", "b", "c", "d"], rows), newline="")))
    assert read == [
        ["'-otsikko", "b", "c", "d"],
        ["'=cmd|' /C calc'!A0", "a;b\nc", "-0.5", ""],
        ["'@x", '"', "3", "''"],
    ]
