"""Pages of every kind, read while people answer: nobody twice, nobody lost, and no end that never comes."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from served import KYSELY, ids, people, source, taken

import verkosto as vk
from verkosto.backends import Cursor, LinkHeader, Offset, PageNumber
from verkosto.errors import EmptySourceError, OptionError, SourceError
from verkosto.responses import Responses
from verkosto.testing import Asked, LoopbackServer, RecordPages, Reply, endless, json_reply

Style = Literal["number", "offset", "cursor", "link", "next"]
PAGINGS: dict[Style, Any] = {
    "number": PageNumber(),
    "offset": Offset(size=10),
    "cursor": Cursor("next", "cursor"),
    "link": LinkHeader(),
    "next": Cursor("next"),
}


def refused(url: str, kind: type[SourceError] = SourceError, **parts: Any) -> str:
    with pytest.raises(kind) as caught:
        taken(source(url, **parts))
    return str(caught.value)


def told(responses: Responses) -> Mapping[str, Any]:
    assert responses.provenance is not None
    return responses.provenance.options


@pytest.mark.parametrize("style", PAGINGS)
@pytest.mark.parametrize("count", [1, 9, 10, 11, 57])
def test_everybody_is_read_once_and_in_order(style: Style, count: int) -> None:
    with LoopbackServer(RecordPages(people(count), style=style, packed=count % 2 == 0)) as server:
        responses = taken(source(server.url, paging=PAGINGS[style]))
    assert ids(responses) == [f"r{n}" for n in range(1, count + 1)]
    assert "found_repeated" not in told(responses)


@pytest.mark.parametrize("style", PAGINGS)
def test_a_survey_without_responses_is_empty(style: Style) -> None:
    with LoopbackServer(RecordPages([], style=style)) as server:
        assert "there are no responses" in refused(server.url, EmptySourceError, paging=PAGINGS[style])


@pytest.mark.parametrize(
    ("paging", "total", "asked"),
    [
        (PageNumber(), None, 8),  # all again, since nothing else tells that nobody moved
        (PageNumber(), "total", 4),
        (PageNumber(last="last"), "total", 3),
        (PageNumber(pages="pages"), "total", 3),
        (Offset(size=10), None, 4),
        (Offset(size=10, overlap=0), "total", 4),
        (Cursor("next", "cursor"), None, 3),
    ],
)
def test_no_more_is_asked_than_is_needed(paging: Any, total: str | None, asked: int) -> None:
    pages = RecordPages(people(25), style="cursor" if isinstance(paging, Cursor) else "number")
    if isinstance(paging, Offset):
        pages.style = "offset"

    def play(question: Asked) -> Reply:
        reply = pages(question)
        return Reply(reply.body.replace(b'"total"', b'"pages": 3, "total"'))

    with LoopbackServer(play) as server:
        assert len(taken(source(server.url, paging=paging, total=total))) == 25
        assert len(server.asked) == asked


def events(*kinds: str, most: int) -> st.SearchStrategy[list[tuple[int, str, int]]]:
    return st.lists(st.tuples(st.integers(2, 6), st.sampled_from(kinds), st.integers(0, 30)), max_size=most)


def changing(events: list[tuple[int, str, int]], gone: set[str]) -> Any:
    """Change the list before some of the answers, and note who was taken out."""
    new = itertools.count(1)

    def between(turn: int, records: list[Any]) -> None:
        for when, what, place in events:
            if when != turn or not records:
                continue
            here = min(place, len(records) - 1)
            if what == "delete":
                gone.add(records.pop(here)["id"])
            elif what in ("add", "append"):
                records.insert(here if what == "add" else len(records), {"id": f"uusi{next(new)}"})
            else:
                records.insert(0 if what == "front" else len(records), records.pop(here))

    return between


@pytest.mark.parametrize(
    ("paging", "total"), [(PageNumber(), None), (PageNumber(last="last"), "total"), (Offset(size=5), "total")]
)
@settings(max_examples=15)
@given(events=events("delete", "add", "append", "front", "end", most=2))
def test_who_was_there_all_the_time_is_read_once(paging: Any, total: Any, events: Any) -> None:
    check(paging, total, events)


@settings(max_examples=20)
@given(events=events("delete", "add", "append", "end", most=8))
def test_an_overlap_meets_whoever_joins_and_leaves_in_one_reading(events: Any) -> None:
    check(Offset(size=5), None, events)


def check(paging: Any, total: Any, events: Any) -> None:
    gone: set[str] = set()
    style: Style = "offset" if isinstance(paging, Offset) else "number"
    play = RecordPages(people(23), size=5, style=style, between=changing(events, gone))
    with LoopbackServer(play) as server:
        got = ids(taken(source(server.url, paging=paging, total=total)))
    assert len(got) == len(set(got))
    assert {f"r{n}" for n in range(1, 24)} - gone <= set(got)


def test_many_at_once_leave_and_stepping_back_finds_the_others() -> None:
    def between(turn: int, records: list[Any]) -> None:
        if turn == 4:
            del records[:12]

    with LoopbackServer(RecordPages(people(40), size=5, style="offset", between=between)) as server:
        responses = taken(source(server.url, paging=Offset(size=5)))
    assert sorted(ids(responses)) == sorted(f"r{n}" for n in range(1, 41))


def test_an_answer_that_changed_counts_in_its_newest_version_with_a_note() -> None:
    def between(turn: int, records: list[Any]) -> None:
        if turn == 2:
            records.append({**records.pop(0), "Montako?": 99})

    with (
        LoopbackServer(RecordPages(people(20), between=between)) as server,
        warnings.catch_warnings(record=True) as seen,
    ):
        warnings.simplefilter("always")
        responses = vk.read(source(server.url, paging=PageNumber()), KYSELY)
    assert [Path(one.filename).name for one in seen if "1 responses came in two versions" in str(one.message)] == [
        Path(__file__).name
    ]
    assert responses.frame["jasenia"].tolist()[:2] == [99, 2]
    options = told(responses)
    assert options["found_changed"] == "1 responses came in two versions; the newest was kept"
    assert options["found_late"] == "1 responses came only when everything was read again"
    assert options["found_passes"] == 3


def test_fewer_than_the_server_counts_is_an_error() -> None:
    with LoopbackServer(lambda asked: json_reply({"items": people(3), "total": 5, "last": True})) as server:
        message = refused(server.url, paging=PageNumber(last="last"), total="total")
    assert "counts 5 responses and gave 3" in message
    assert "leave total= out" in message


# ---- pages that never end


def test_pages_without_end_meet_the_limit() -> None:
    with LoopbackServer(endless()) as server:
        message = refused(server.url, paging=PageNumber(), records="", max_pages=30)
        assert "(page 31): more than 30 pages. State a larger max_pages=" in message
        assert len(server.asked) == 30


@pytest.mark.parametrize("paging", [PageNumber(), Offset(size=10)])
def test_a_server_that_knows_no_such_parameter_is_found_out(paging: Any) -> None:
    with LoopbackServer(lambda asked: json_reply({"items": people(10)})) as server:
        message = refused(server.url, paging=paging)
        assert "brought nobody new: perhaps the server knows no such parameter. Check paging=" in message
        assert len(server.asked) < 10


def test_pages_in_a_circle_are_found_out() -> None:
    turn = itertools.count()
    with LoopbackServer(lambda asked: json_reply({"items": people(2, 1 + 2 * (next(turn) % 3))})) as server:
        assert "25 pages on end brought nobody new" in refused(server.url, paging=PageNumber())


@pytest.mark.parametrize("paging", [Cursor("next", "cursor"), Cursor("next"), LinkHeader()])
def test_a_mark_that_comes_again_is_a_circle(paging: Any) -> None:
    turn = itertools.count(1)

    def play(asked: Asked) -> Reply:
        document = {"items": people(1, next(turn)), "next": "?cursor=a"}
        return json_reply(document, headers={"Link": '<?cursor=a>; rel="next"'})

    with LoopbackServer(play) as server:
        assert "the pages never end" in refused(server.url, paging=paging)
        assert len(server.asked) == 2


def test_a_flag_ends_marks_that_go_on() -> None:
    with LoopbackServer(lambda asked: json_reply({"items": people(1), "next": "a", "more": False})) as server:
        assert len(taken(source(server.url, paging=Cursor("next", "c", more="more", size_param="n", size=7)))) == 1
        assert server.asked[0].query == {"n": "7"}


@pytest.mark.parametrize(
    "reply",
    [
        json_reply(people(3), headers={"Link": '<?page=2>; rel="next"'}),
        json_reply({"items": people(3), "next": "/a?page=2"}),
    ],
)
def test_one_page_of_several_is_no_survey(reply: Reply) -> None:
    with LoopbackServer(lambda asked: reply) as server:
        records = "" if b"items" not in reply.body else "items"
        assert "the answer has further pages. State paging=" in refused(server.url, records=records)


# ---- ids


def test_pages_need_an_id() -> None:
    with pytest.raises(OptionError, match="pages need id="):
        source("http://127.0.0.1", paging=PageNumber(), id=None)


@pytest.mark.parametrize("bad", [{"x": 1}, {"id": None}, {"id": ""}, {"id": {"a": 1}}])
def test_a_record_without_an_id_stops_the_reading(bad: Any) -> None:
    with LoopbackServer(lambda asked: json_reply([*people(2), bad])) as server:
        assert "record 3 has no id at 'id'" in refused(server.url, id="id")


def test_an_id_that_is_not_a_response_s_is_found_out() -> None:
    records = [*people(2), {"id": "r1", "Montako?": 7}]
    with LoopbackServer(lambda asked: json_reply(records)) as server:
        message = refused(server.url, id="id")
    assert "two different records of one page share an id at 'id'" in message
    assert "r1" not in message


def test_a_verified_reading_asks_twice_and_an_unverified_one_never() -> None:
    for verify, asked in ((True, 6), (False, 3)):
        with LoopbackServer(RecordPages(people(25), style="cursor")) as server:
            taken(source(server.url, paging=Cursor("next", "cursor"), verify=verify))
            assert len(server.asked) == asked


@pytest.mark.parametrize(
    "make",
    [
        lambda: Offset(size=1),
        lambda: Offset(overlap=-1),
        lambda: PageNumber(first_page="1"),  # type: ignore[arg-type]
        lambda: Cursor(7),
    ],
)
def test_paging_that_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(OptionError):
        make()


def test_a_page_of_one_record_makes_headway_too() -> None:
    with LoopbackServer(RecordPages(people(4), size=1, style="offset")) as server:
        assert len(taken(source(server.url, paging=Offset(size_param=None)))) == 4


def test_other_links_lead_nowhere() -> None:
    reply = json_reply(people(2), headers={"Link": '<?page=9>; rel="last", <?page=1>; rel="prev"'})
    with LoopbackServer(lambda asked: reply) as server:
        assert len(taken(source(server.url, paging=LinkHeader(), records=""))) == 2
        assert len(server.asked) == 1


def test_keys_with_dots_are_given_apart() -> None:
    with LoopbackServer(lambda asked: json_reply({"a.b": people(2), "meta": {"n": 2}})) as server:
        assert len(taken(source(server.url, records=("a.b",), id=["id"], total="meta.n"))) == 2
