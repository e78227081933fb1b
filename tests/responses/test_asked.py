"""What a subset was made with is kept, so that a table can say of whom it is."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from attrs import evolve
from made_answers import vastaukset

from verkosto.aggregate import LazyResponses, crosstab, frequency
from verkosto.responses import WHERE, Responses, asked_of, where_of


@pytest.fixture
def answers() -> Responses:
    return vastaukset(
        malli=["k", "e", "k", None],
        laji=["p", "v", "p", "p"],
        palvelut=[("kevat",), ("kevat", "syksy"), (), None],
        kunta=["091", "837", "837", "049"],
        jasenia=[1.5, 20, 300, 4],
        pvm=["2020-02-01", "2020-02-15", "2020-03-01", "2020-03-02"],
    )


@pytest.mark.parametrize(
    ("conditions", "asked"),
    [
        ({"malli": "k"}, [("malli", ("k",))]),
        ({"malli": ["k", "e", "k"]}, [("malli", ("e", "k"))]),
        ({"malli": (code for code in "ke")}, [("malli", ("e", "k"))]),
        ({"maakunta": ["06"]}, [("maakunta", ("06",))]),
        ({"palvelut": ["kevat"]}, [("palvelut[kevat]", ("1",))]),
        ({"palvelut": ["syksy", "kevat"]}, [("palvelut[kevat|syksy]", ("1",))]),
        ({"palvelut[kevat]": False}, [("palvelut[kevat]", ("0",))]),
        ({"jasenia": (2, None)}, [("jasenia", ("[2..]",))]),
        ({"jasenia": (None, 2.5)}, [("jasenia", ("[..2.5]",))]),
        ({"pvm": ("2020-02", "2020-02")}, [("pvm", ("[2020-02-01..2020-02-29]",))]),
        ({"malli": ["k"], "laji": ["p"]}, [("malli", ("k",)), ("laji", ("p",))]),
        ({}, []),
    ],
)
def test_each_condition_is_kept_as_codes(
    answers: Responses, conditions: dict[str, Any], asked: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert list(answers.where(conditions).asked) == asked


def test_names_of_associations_and_open_answers_stand_nowhere() -> None:
    answers = vastaukset(jarjesto=["Lions ry", "Martat"], perustelu=["Koska", "Niin"], ryhma=["a", "b"])
    part = answers.where({"jarjesto": ["Lions ry"], "perustelu": "Koska", "ryhma": ["a"]})
    (association,), (text,), stratum = (codes for _, codes in part.asked)
    assert len(association) == len(text) == 12
    assert stratum == ("a",)
    assert part.asked != answers.where({"jarjesto": ["Martat"], "perustelu": "Koska", "ryhma": ["a"]}).asked


def test_conditions_of_one_subset_after_another_all_hold(answers: Responses) -> None:
    both = answers.where({"malli": ["k"]}).where({"laji": ["p"]})
    assert both.asked == (("malli", ("k",)), ("laji", ("p",)))
    assert len(both) == 2


def test_all_answers_were_asked_nothing(answers: Responses) -> None:
    assert answers.asked == ()
    assert WHERE not in frequency(answers, "malli").provenance


def test_a_subset_that_nobody_remembers_is_told_by_its_rows(answers: Responses) -> None:
    marked = evolve(answers, domain=np.array([True, False, True, True]))
    ((name, (digest,)),) = asked_of(marked.domain)
    assert (name, len(digest)) == (WHERE, 12)
    assert marked.where({"malli": ["k"]}).asked == ((WHERE, (digest,)), ("malli", ("k",)))
    assert json.loads(frequency(marked, "malli").provenance[WHERE]) == [[WHERE, [digest]]]
    assert asked_of(np.array([True, True])) == asked_of(None) == ()


def test_the_text_is_the_same_in_whatever_order(answers: Responses) -> None:
    one = answers.where({"malli": ["k"], "laji": ["p", "v"]}).asked
    other = answers.where({"laji": ["v", "p"]}).where({"malli": "k"}).where({"malli": ["k"]}).asked
    assert where_of(one) == where_of(other) == '[["laji", ["p", "v"]], ["malli", ["k"]]]'


def test_a_table_says_of_whom_it_is(answers: Responses) -> None:
    table = crosstab(answers, "malli", by="laji", where={"maakunta": ["06", "01"]})
    assert table.provenance[WHERE] == '[["maakunta", ["01", "06"]]]'
    again = table.collapse({"kaikki": ["k", "e"]})
    assert again.provenance[WHERE] == table.provenance[WHERE]


def test_it_survives_pickling_and_files(answers: Responses, tmp_path: Path) -> None:
    part = answers.where({"malli": ["k"], "jasenia": (2, None)})
    assert pickle.loads(pickle.dumps(part)).asked == part.asked
    part.to_parquet(tmp_path / "osa.parquet")
    assert Responses.from_parquet(tmp_path / "osa.parquet").asked == part.asked


def test_an_engine_tells_the_same(answers: Responses) -> None:
    lazy = LazyResponses(pl.from_pandas(answers.frame.drop(columns=["perustelu"])).lazy(), answers.instrument)
    conditions: dict[str, Any] = {"malli": ["k"], "jasenia": (2, None), "palvelut": ["kevat", "syksy"]}
    assert lazy.where(conditions).asked == answers.where(conditions).asked
    here, there = (frequency(source, "laji", where=conditions) for source in (answers, lazy))
    assert there.provenance[WHERE] == here.provenance[WHERE]
    assert lazy.asked == ()


def test_an_engine_whose_rows_are_marked_tells_that(answers: Responses, tmp_path: Path) -> None:
    answers.where({"malli": ["k"]}).to_parquet(tmp_path / "osa.parquet")
    lazy = LazyResponses.scan_parquet(tmp_path / "osa.parquet")
    assert lazy.asked == (("domain:", ("1",)),)
