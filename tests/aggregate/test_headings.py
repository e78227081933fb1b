from __future__ import annotations

import json
import pickle

import pytest
from attrs import evolve
from made_answers import kysely, vastaukset

from verkosto.aggregate import Heading, Table, crosstab, frequency, reported, top_box
from verkosto.errors import TableFormatError
from verkosto.text import LocalText


def apart(table: Table) -> list[tuple[str, ...]]:
    return [heading.apart for heading in table.variables]


@pytest.fixture(scope="module")
def table() -> Table:
    answers = vastaukset(
        malli=["k", "e", "eos"],
        palvelut=[{"kevat"}, {"eos"}, {"syksy"}],
        laji=["p", "v", "p"],
        **{"vaittamat[r1]": ["1", "0", "2"], "vaittamat[r2]": ["1", "2", "2"]},
    )
    return frequency(answers, ["malli", "palvelut", "laji", "vaittamat"])


def test_a_table_knows_which_answers_stand_outside_the_scale(table: Table) -> None:
    assert apart(table) == [("eos",), ("eos",), (), ("0",), ("0",)]


def test_so_does_a_table_of_published_shares() -> None:
    shares = {"k": 60, "eos": 40}
    assert apart(reported(shares, 50, question=kysely()["malli"])) == [("eos",)]
    assert apart(reported({"1": 60, "0": 40}, 50, question=kysely()["vaittamat"], row="r1")) == [("0",)]
    assert apart(reported(shares, 50)) == [()]


def test_it_is_kept_in_files_and_pickles(table: Table) -> None:
    assert apart(Table.from_json(table.to_json())) == apart(table)
    assert pickle.loads(pickle.dumps(table.variables[0])) == table.variables[0]
    raw = json.loads(table.to_json())
    assert [heading.get("apart") for heading in raw["variables"]] == [["eos"], ["eos"], None, ["0"], ["0"]]


def test_a_file_without_it_is_read_and_one_with_something_else_is_not(table: Table) -> None:
    raw = json.loads(table.to_json())
    for heading in raw["variables"]:
        heading.pop("apart", None)
    assert apart(Table.from_json(json.dumps(raw))) == [()] * 5
    raw["variables"][0]["apart"] = "eos"
    with pytest.raises(TableFormatError, match=r"variables\[0\]\.apart: is no list"):
        Table.from_json(json.dumps(raw))


def test_options_that_exclude_the_others_are_kept_too() -> None:
    labels = {"p": LocalText("Päivä"), "ei": LocalText("Ei mikään")}
    heading = Heading("ajat", "Ajat", labels, exclusive=["ei"])
    assert pickle.loads(pickle.dumps(heading)).exclusive == ("ei",)
    table = frequency(vastaukset(palvelut=[{"kevat"}, {"syksy"}]), "palvelut")
    variables = (evolve(table.variables[0], exclusive=["syksy"]),)
    written = evolve(table, variables=variables).to_json()
    assert Table.from_json(written).variables[0].exclusive == ("syksy",)
    assert '"exclusive"' not in table.to_json()
    with pytest.raises(TableFormatError, match=r"variables\[0\]\.exclusive: is no list"):
        Table.from_json(written.replace('"exclusive": ["syksy"]', '"exclusive": "syksy"'))


def test_codes_that_have_no_label_are_forgotten() -> None:
    heading = Heading("malli", "Malli", {"k": LocalText("Kannatan"), "eos": LocalText("?")}, ["eos", "muu"])
    assert heading.apart == ("eos",)
    assert evolve(heading, labels={"k": LocalText("Kannatan")}).apart == ()


def test_answers_put_together_are_ordinary_ones() -> None:
    answers = vastaukset(malli=["k", "e", "eos"], laji=["p", "v", "p"])
    table = crosstab(answers, "malli", by="laji")
    assert apart(table.collapse({"muu": ["e", "eos"]})) == [()]
    assert apart(table.collapse({"muu": ["k", "e"]})) == [("eos",)]
    boxes = top_box(vastaukset(**{"vaittamat[r1]": ["1", "0"], "vaittamat[r2]": ["1", "2"]}), "vaittamat", boxes=1)
    assert apart(boxes) == [(), ()]
