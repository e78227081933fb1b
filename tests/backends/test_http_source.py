"""The declarative HTTP source: its formats, its cells, and what provenance says of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import made
from served import ids, people, source, taken

import verkosto as vk
from verkosto.backends import (
    Cursor,
    infer,
)
from verkosto.backends._http_records import flat, table
from verkosto.instruments import MultipleChoice, Option, Text
from verkosto.responses import Dialect
from verkosto.testing import LoopbackServer, RecordPages, Reply, json_reply

CSV = "id;Montako?;Miksi?\nr1;1;syy 1\nr2;2;syy 2\n"


def fetched(reply: Reply, **parts: Any) -> dict[str, list[Any]]:
    """Texts by header."""
    with LoopbackServer(lambda asked: reply) as server:
        (one,) = source(server.url, **parts).fetch().tables
    return {header.text: column.texts().tolist() for header, column in zip(one.headers, one.columns, strict=True)}


# ---- cells


def test_every_number_keeps_its_form_and_every_level_its_name() -> None:
    text = (
        '[{"a": 1.10, "b": 049e, "c": "049", "d": true, "e": null, "f": "", "g": {"h": -0, "i": {"j": 1e400}},'
        ' "k": ["x", {"l": 12345678901234567890}], "m": []}]'
    ).replace("049e", "1E5")
    assert fetched(Reply(text.encode())) == {
        "a": ["1.10"],
        "b": ["1E5"],
        "c": ["049"],
        "d": ["true"],
        "e": [None],
        "f": [None],
        "g/h": ["-0"],
        "g/i/j": ["1e400"],
        "k/1": ["x"],
        "k/2/l": ["12345678901234567890"],
    }


def test_columns_are_those_of_all_records_in_the_order_of_their_coming() -> None:
    records = [{"a": "1"}, {"b": "2", "a": "3"}, {}, {"c": "4"}]
    assert fetched(json_reply(records)) == {"a": ["1", "3", None], "b": [None, "2", None], "c": [None, None, "4"]}


def test_a_list_of_options_has_a_column_for_each() -> None:
    instrument = made(
        MultipleChoice("palvelut", "Palvelut", options=(Option("apu", "Apu"), Option("bussi", "Bussi"))),
        Text("syy", "Miksi?"),
    )
    records = [{"Palvelut": ["Apu", "Bussi"]}, {"Palvelut": ["Bussi"]}, {"Palvelut": [], "Miksi?": "x"}]
    with LoopbackServer(lambda asked: json_reply(records)) as server:
        got = vk.read(source(server.url, multiple="Palvelut"), instrument).frame
    assert got["palvelut[apu]"].tolist()[:2] == [True, False]
    assert got["palvelut[bussi]"].tolist()[:2] == [True, True]
    assert got["palvelut[apu]"].isna().tolist() == [False, False, True]
    # Twice the same is no choice of options, and not a cell of it is lost.
    assert fetched(json_reply([{"a": ["x", "x"]}]), multiple=["a"]) == {"a/1": ["x"], "a/2": ["x"]}


@pytest.mark.parametrize(
    ("not_shown", "marks"),
    [
        ((), None),
        ("null", [False, True, False]),
        (["missing"], [False, False, True]),
        (("null", "missing"), [False, True, True]),
    ],
)
def test_the_source_says_what_was_not_shown(not_shown: Any, marks: list[bool] | None) -> None:
    records = [{"id": "1", "Miksi?": ""}, {"id": "2", "Miksi?": None}, {"id": "", "p": None}, {"id": "3", "p": ["x"]}]
    with LoopbackServer(lambda asked: json_reply(records)) as server:
        what = source(server.url, not_shown=not_shown, multiple="p")
        (one,) = what.fetch().tables
    assert [header.text for header in one.headers] == ["id", "Miksi?", "p:x"]
    mask = one.columns[1].not_shown
    assert (None if mask is None else mask.tolist()) == marks
    assert one.columns[2].not_shown is None
    assert one.blank_rows == 1
    assert what.capabilities.tells_not_shown == bool(not_shown)


@pytest.mark.parametrize(("sign", "marks"), [("missing", "..x..x"), ("null", "...xx.")])
def test_a_short_list_and_an_empty_one_were_shown(sign: str, marks: str) -> None:
    """Only a key that is not there, or null itself, says something of the question; a list of none is an answer."""
    records: list[dict[str, Any]] = [{"p": {"a": ["x", "y"]}}, {"p": {"a": []}}, {"p": {"b": "1"}}, {"p": None}]
    records = [{"id": n, **one} for n, one in enumerate([*records, {"p": {"a": None}}, {}], start=1)]
    with LoopbackServer(lambda asked: json_reply(records)) as server:
        (one,) = source(server.url, not_shown=sign).fetch().tables
    by_title = {header.title: column.not_shown for header, column in zip(one.headers, one.columns, strict=True)}
    for title in ("p/a/1", "p/a/2"):
        mask = by_title[title]
        assert mask is not None
        assert "".join(".x"[marked] for marked in mask.tolist()) == marks


CELL = st.one_of(st.text(), st.integers().map(str), st.sampled_from(["049", "1.10", " x ", "\u2028", "\x00", "=1+1"]))


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.text(min_size=1, max_size=3), CELL, max_size=4), max_size=5))
def test_no_text_is_lost_on_the_way(records: list[dict[str, str]]) -> None:
    body = json.dumps(records)
    parsed = [flat(record, frozenset()) for record in json.loads(body)]
    one = table(parsed, source="x", dialect=Dialect())
    got = sorted(text for column in one.columns for text in column.texts() if text is not None and text.strip())
    assert got == sorted(cell for record in records for cell in record.values() if cell.strip())


def test_half_a_surrogate_pair_is_written_as_it_came() -> None:
    reply = Reply(rb'[{"a": "x\ud83d", "b": "\ud83d\ude00", "c": [true]}]')
    assert fetched(reply) == {"a": ["x\\ud83d"], "b": ["😀"], "c/1": ["true"]}


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (CSV.encode(), {}),
        (("\ufeff" + CSV).encode(), {}),
        (CSV.replace(";", "\t").encode(), {}),
        (CSV.replace(";", "|").encode(), {"delimiter": "|"}),
        (CSV.encode("utf-16"), {"encoding": "utf-16"}),
        (CSV.replace("\n", "\r\n\r\n").encode(), {}),
    ],
)
def test_csv(body: bytes, parts: dict[str, Any]) -> None:
    with LoopbackServer(lambda asked: Reply(body, content_type="text/csv")) as server:
        got = taken(source(server.url, format="csv", id="id", **parts))
    assert ids(got) == ["r1", "r2"]
    assert got.frame["syy"].tolist() == ["syy 1", "syy 2"]


def test_csv_titles_that_repeat_keep_their_columns() -> None:
    reply = Reply(b'a;a;b\n1;2;"x\ny"\n', content_type="text/csv")
    with LoopbackServer(lambda asked: reply) as server:
        (one,) = source(server.url, format="csv").fetch().tables
    assert [header.title for header in one.headers] == ["a", "a", "b"]
    assert [column.texts().tolist() for column in one.columns] == [["1"], ["2"], ["x\ny"]]


def test_json_lines_end_at_line_feeds_alone() -> None:
    lines = [{"id": "1", "a": "x\u2028y"}, {"id": "2", "a": "z"}]
    body = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n"
    assert fetched(Reply(body.encode(), content_type="application/x-ndjson"), format="jsonl")["a"] == ["x\u2028y", "z"]


@pytest.mark.parametrize("stated", [None, "application/json; charset=iso-8859-1"])
def test_the_encoding_is_the_stated_one(stated: str | None) -> None:
    reply = Reply('[{"a": "ä"}]'.encode("latin-1"), content_type=stated)
    assert fetched(reply, **({} if stated else {"encoding": "latin-1"})) == {"a": ["ä"]}
    assert fetched(Reply('[{"a": "ä"}]'.encode("utf-16")))["a"] == ["ä"]


# ---- provenance


def test_provenance_tells_what_came_and_two_readings_are_equal() -> None:
    pages = RecordPages(people(12), size=5, style="cursor")
    with LoopbackServer(pages) as server:
        what = source(f"{server.url}/a?x=1", paging=Cursor("next", "cursor"))
        one, other = taken(what), taken(what)
    told = one.provenance
    assert told is not None
    assert told == other.provenance
    assert one.frame.equals(other.frame)
    assert told.source == f"{server.url}/a?x=…"
    assert told.backend == "http"
    assert told.options["found_pages"] == 3
    assert told.options["paging"].startswith("Cursor(path=('next',), param='cursor'")
    assert (told.rows, told.size, told.read_at is not None) == (12, 742, True)
    assert what.capabilities.carries_ids


def test_the_digest_is_that_of_what_came() -> None:
    body = json.dumps(people(2)).encode()
    with LoopbackServer(lambda asked: Reply(body)) as server:
        told = taken(source(server.url)).provenance
    assert told is not None
    assert told.digest == hashlib.sha256(body).hexdigest()
    assert told.size == len(body)


def test_a_codebook_is_drafted_from_an_address() -> None:
    with LoopbackServer(lambda asked: json_reply(people(30))) as server:
        draft = infer(source(f"{server.url}/jasenkysely?key=1"))
    assert draft.id == "jasenkysely"
    assert [question.text.fi for question in draft.questions][1:] == ["Montako?", "Miksi?"]
