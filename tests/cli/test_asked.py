"""What a command asks for: statistics, subsets, designs, and files by their ending."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest
from commands import Run

from verkosto import samples
from verkosto.aggregate import Design, Table, crosstab, frequency, mean, quantile, top_box
from verkosto.aggregate._design import Lonely
from verkosto.aggregate._intervals import ShareInterval
from verkosto.cli import _asked, _parser

Survey = tuple[str, str]


def table_of(run: Run, survey: Survey, *words: str) -> Table:
    done = run("table", *survey, *words, "--format", "json")
    assert done.code == 0, done.err
    return Table.from_json(done.out)


@pytest.mark.parametrize(
    ("statistic", "variable", "call"),
    [
        ("mean", "jasenia", mean),
        ("median", "jasenia", quantile),
        ("top_box", "vaittamat", top_box),
    ],
)
def test_each_statistic_is_the_call_of_its_name(
    run: Run, survey: Survey, statistic: str, variable: str, call: Any
) -> None:
    found = table_of(run, survey, variable, "--statistic", statistic, "--by", "toimiala", "--margins")
    assert found == call(samples.read("tukirakenne"), variable, by="toimiala", margins=True)


def test_means_are_printed_too(run: Run, survey: Survey) -> None:
    done = run("table", *survey, "jasenia", "--statistic", "mean", "--by", "toimiala", "--lang", "en")
    assert "Social and health          128.9" in done.out
    assert done.out.endswith("well the respondents represent everybody.\n")


def test_a_subset_keeps_the_design(run: Run, survey: Survey) -> None:
    words = ("malli_a", "--where", "maakunta=01,13", "--where", "toimiala=sote", "--where", "maakunta=06")
    found = table_of(run, survey, *words, "--level", "0.9", "--interval", "logit")
    expected = frequency(
        samples.read("tukirakenne"),
        "malli_a",
        where={"maakunta": ["01", "13", "06"], "toimiala": ["sote"]},
        level=0.9,
        interval="logit",
    )
    assert found == expected


@pytest.mark.parametrize(
    ("words", "design"),
    [
        (["--weights", "paino", "--psu", "jarjesto"], Design("paino", psu="jarjesto")),
        (["--psu", "jarjesto", "--fpc", "107851"], Design(psu="jarjesto", fpc=107851)),
        (["--fpc", "0.5"], Design(fpc=0.5)),
        (["--strata", "malli_a", "--lonely", "adjust"], Design(strata="malli_a", lonely="adjust")),
        (
            ["--psu", "jarjesto", "--fpc", "107851", "--psu", "paino", "--fpc", "0.5", "--lonely", "remove"],
            Design(psu=("jarjesto", "paino"), fpc=(107851, 0.5), lonely="remove"),
        ),
    ],
    ids=["units", "a size", "a share drawn", "strata", "stages"],
)
def test_a_design_in_words(run: Run, survey: Survey, words: list[str], design: Design) -> None:
    expected = crosstab(samples.read("tukirakenne"), "malli_b", by="liitto", design=design)
    assert table_of(run, survey, "malli_b", "--by", "liitto", *words) == expected


def test_a_report_knows_the_design(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "malli_a", "--psu", "jarjesto", "--internal", "-o", "r.html", "--lang", "en")
    assert done.code == 0
    assert "(sampling units jarjesto)" in Path("r.html").read_text("utf-8")


def test_the_ending_of_a_file_says_what_it_is(run: Run, survey: Survey) -> None:
    for name in ("t.csv", "t.json", "t.px", "T.PARQUET", "t.txt"):
        assert run("table", *survey, "malli_a", "--by", "erva", "-o", name).code == 0
    expected = crosstab(samples.read("tukirakenne"), "malli_a", by="erva")
    assert pd.read_csv("t.csv")["n"].tolist() == expected.frame["n"].tolist()
    assert Table.from_json(Path("t.json").read_text("utf-8")) == expected
    assert Path("t.px").read_text("utf-8") == expected.to_px().replace("\r\n", "\n")
    assert pd.read_parquet("T.PARQUET")["n"].tolist() == expected.frame["n"].tolist()
    assert "Kannatatko" in Path("t.txt").read_text("utf-8")


def test_json_stat_has_no_ending_of_its_own(run: Run, survey: Survey) -> None:
    done = run("table", *survey, "malli_a", "--format", "jsonstat", "--lang", "sv", "-o", "t.json")
    assert (done.code, done.out) == (0, "")
    assert json.loads(Path("t.json").read_text("utf-8"))["version"] == "2.0"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--statistic", "mean", "--interval", "t"], "--interval is for shares and not for mean"),
        (["--lonely", "adjust"], "--lonely is about strata"),
        (["--where", "maakunta"], "--where takes VARIABLE=CODE"),
        (["--format", "parquet"], "Name a file with -o"),
    ],
)
def test_words_that_make_no_sense_are_refused_before_anything_is_read(run: Run, words: list[str], message: str) -> None:
    done = run("table", "puuttuu.toml", "puuttuu.xlsx", "malli_a", *words)
    assert done.code == 2
    assert message in done.err


def test_the_words_are_those_of_the_library() -> None:
    assert set(get_args(ShareInterval)) == set(_parser._INTERVALS)
    assert get_args(Lonely) == _parser._LONELY
    assert {"share", *_asked._CALLS} == set(_parser._STATISTICS)
    assert {call.__name__ for call in _asked._CALLS.values()} == {*_asked._CALLS, "quantile"} - {"median"}


def test_a_size_is_a_number_or_a_variable() -> None:
    assert [_asked._size(text) for text in ("853", "0.3", "jarjestoja")] == [853, 0.3, "jarjestoja"]
