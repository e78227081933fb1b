"""The schema verkosto.table/1: what was written once is read for ever, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_answers import vastaukset

from verkosto.aggregate import Table, crosstab
from verkosto.errors import TableFormatError

GOLDEN = Path(__file__).parent.parent / "golden" / "table_1.json"


def made() -> Table:
    answers = vastaukset(
        malli=["k", "k", "e", "eos", "k", None],
        laji=["p", "p", "p", "v", None, "v"],
        palvelut=[{"kevat"}, {"kevat", "syksy"}, None, {"eos"}, "!not_asked", {"eikoske"}],
        paino=[1.0, 2.5, 1.0, 0.0, 1.0, 1.0],
    )
    return crosstab(answers, ["malli", "palvelut"], by="laji", margins=True, weights="paino")


def test_a_file_of_the_first_version_is_still_read() -> None:
    """The file was written by the first release. Never change it; a new schema gets a new number and file."""
    table = Table.from_json(GOLDEN.read_text("utf-8"))
    assert table.to_json() == GOLDEN.read_text("utf-8").rstrip("\n")
    assert table.by == ("laji",)
    assert table.title.sv == "Enkäten"
    assert table.frame["n"].tolist() == [2, 1, 0, 0, 0, 1, 2, 1, 1, 2, 1, 0, 0, 0, 1, 2, 1, 1]
    assert table.frame["status"].tolist().count("zero_weight") == 6
    assert table.missing["reason"].tolist() == ["not_answered", "not_answered", "not_applicable", "not_answered"]


def test_absent_numbers_are_null() -> None:
    raw = json.loads(made().to_json())
    assert raw["schema"] == "verkosto.table/1"
    assert raw["cells"]["estimate"][3] is None
    assert raw["cells"]["interval"][3] is None
    assert raw["missing"]["laji"][-1] is None


def put(*path: Any) -> Callable[[dict[str, Any]], None]:
    *keys, last, value = path

    def change(raw: dict[str, Any]) -> None:
        place: Any = raw
        for key in keys:
            place = place[key]
        place[last] = value

    return change


def lose(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        place: Any = raw
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("schema", "verkosto.table/2"), "schema: is 'verkosto.table/2' and not 'verkosto.table/1'"),
        (lose("schema"), "schema: is None"),
        (lose("notes"), "the table: lacks 'notes'"),
        (put("more", 1), "the table: has the unknown key 'more'"),
        (put("level", 95), "level: is no share between 0 and 1"),
        (put("level", None), "level: is no share"),
        (put("level", "x"), "level: is no number"),
        (put("instrument", 3), "instrument: is no text"),
        (put("weights", 3), "weights: is no text"),
        (put("title", "x"), "title: is no text by language"),
        (put("title", {"sv": "x"}), "title: is no text by language with a Finnish one"),
        (put("title", {"fi": "x", "de": "x"}), "title: is no text by language"),
        (put("title", {"fi": 3}), "title.fi: is no text"),
        (put("notes", {}), "notes: is no list"),
        (put("notes", ["x"]), r"notes\[0\]: is no text by language"),
        (put("provenance", []), "provenance: is no object"),
        (put("provenance", {"digest": 3}), "provenance.digest: is no text"),
        (put("variables", 0, []), r"variables\[0\]: is no object"),
        (put("variables", 0, "labels", [["k"]]), "pairs of code and text"),
        (put("variables", 0, "labels", [3]), "pairs of code and text"),
        (put("variables", 0, "labels", []), "cells: have a value that is not among the labels of `variables`"),
        (lose("by", 0, "text"), r"by\[0\]: lacks 'text'"),
        (put("by", 0, "id", "muu"), "cells: lacks 'muu'"),
        (put("by", 0, "labels", []), "cells.laji: has a code that is not among the labels"),
        (put("cells", []), "cells: is no object"),
        (lose("cells", "n"), "cells: lacks 'n'"),
        (put("cells", "extra", []), "cells: has the unknown key 'extra'"),
        (put("cells", "n", 3), "cells.n: is no list"),
        (put("cells", "n", [1]), "cells: has columns of different lengths"),
        (put("cells", "n", 0, -1), r"cells.n\[0\]: is no count"),
        (put("cells", "n", 0, True), r"cells.n\[0\]: is no count"),
        (put("cells", "n", 0, 1.5), r"cells.n\[0\]: is no count"),
        (put("cells", "n", 0, 2**63), r"cells.n\[0\]: is no count"),
        (put("cells", "estimate", 0, "0.5"), r"cells.estimate\[0\]: is no number"),
        (put("cells", "estimate", 0, False), r"cells.estimate\[0\]: is no number"),
        (put("cells", "status", 0, None), r"cells.status\[0\]: is no text"),
        (put("cells", "laji", 0, None), r"cells.laji\[0\]: is no text"),
        (put("missing", "reason", 0, None), r"missing.reason\[0\]: is no text"),
        (put("missing", "laji", 0, 3), r"missing.laji\[0\]: is no text"),
    ],
)
def test_anything_else_is_refused_with_its_place(change: Callable[[dict[str, Any]], None], message: str) -> None:
    raw = json.loads(made().to_json())
    change(raw)
    with pytest.raises(TableFormatError, match=message):
        Table.from_json(json.dumps(raw))


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"schema": NaN}', "[" * 100_000, None, b"\xff"])
def test_what_is_no_json_is_refused(text: Any) -> None:
    with pytest.raises(TableFormatError):
        Table.from_json(text)


def test_an_unknown_count_survives() -> None:
    raw = json.loads(made().to_json())
    raw["cells"]["units"][0] = None
    table = Table.from_json(json.dumps(raw))
    assert table.frame["units"].isna().tolist()[:2] == [True, False]
    assert json.loads(table.to_json()) == raw
