"""Options that exclude the others, and bases of those who ticked anything, against every way to tick them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement, product

import pandas as pd
import pytest
from hidden_figures import without
from hypothesis import given, settings
from hypothesis import strategies as st

import verkosto as vk
from verkosto.aggregate import Table
from verkosto.disclosure import Rules, audit
from verkosto.disclosure._keys import Key
from verkosto.disclosure._ticks import Ticks, tied_ticks

THEMES, NONE = "pq", "ef"
Ticked = str
"""The codes that somebody ticked; none where they left the question out."""

Answer = tuple[str, Ticked]
Figure = tuple[str, str]
"""A group and a code."""


def answers(given: Sequence[Answer], exclusive: str = NONE, codes: str = THEMES + NONE) -> vk.Responses:
    """Answers of so many respondents: a group, and what they ticked."""
    options = [vk.Option(code, code, exclusive=code in exclusive) for code in codes]
    groups = [vk.Option(code, code) for code in "ab"]
    questions = (vk.MultipleChoice("m", "m", options=options), vk.SingleChoice("g", "g", options=groups))
    columns: dict[str, list[str | None]] = {
        f"m[{code}]": [str(int(code in ticked)) if ticked else None for _, ticked in given] for code in codes
    }
    columns["g"] = [group for group, _ in given]
    return vk.Responses.from_frame(
        pd.DataFrame(columns, dtype="string"), vk.Instrument("rastit", "Rastit", questions=questions)
    )


def ways(codes: str, exclusive: str) -> list[Ticked]:
    """Everything that one respondent can have ticked."""
    others = [code for code in codes if code not in exclusive]
    several = ("".join(chosen) for size in range(1, len(others) + 1) for chosen in combinations(others, size))
    return [*several, *(code for code in codes if code in exclusive)]


def counts(codes: str, ticked: Iterable[Ticked]) -> tuple[int, ...]:
    ticks = [*ticked]
    return tuple(sum(code in each for each in ticks) for code in codes)


def worlds(table: Table, codes: str, exclusive: str) -> Iterator[dict[Figure, int]]:
    """Yield the figures of every way to tick, in groups of the sizes that the table shows."""
    frame = table.frame if table.by else table.frame.assign(g="*")
    sizes = frame.drop_duplicates("g").set_index("g")["base"].to_dict()
    parts = [group for group in sizes if group != "*"] or ["*"]
    several = [
        {counts(codes, world) for world in combinations_with_replacement(ways(codes, exclusive), int(sizes[part]))}
        for part in parts
    ]
    for world in product(*several):
        totals = tuple(map(sum, zip(*world, strict=True)))
        figures: list[tuple[str, tuple[int, ...]]] = [*zip(map(str, parts), world, strict=True), ("*", totals)]
        yield {(group, code): n for group, own in figures for code, n in zip(codes, own, strict=True)}


def computed(table: Table, codes: str, exclusive: str) -> dict[Figure, tuple[int, int]]:
    """What readers can compute of each figure that is not shown, by trying every world."""
    frame = table.frame if table.by else table.frame.assign(g="*")
    shown = {(group, value): n for group, value, n in zip(frame["g"], frame["value"], frame["n"], strict=True)}
    hidden = [figure for figure, n in shown.items() if pd.isna(n)]
    possible = [
        world
        for world in worlds(table, codes, exclusive)
        if all(pd.isna(n) or world[figure] == n for figure, n in shown.items())
    ]
    return {figure: (min(w[figure] for w in possible), max(w[figure] for w in possible)) for figure in hidden}


def audited(*tables: Table) -> dict[Figure, tuple[int, int]]:
    frame = audit(tables, attackers=["outsider"], rules=Rules(min_count=1, group=False)).frame
    groups = frame["g"] if "g" in frame else ["*"] * len(frame)
    rows = zip(groups, frame["value"], frame["figure"], frame["low"], frame["high"], strict=True)
    return {(group, value): (int(low), int(high)) for group, value, figure, low, high in rows if figure == "count"}


@settings(max_examples=25)
@given(st.data())
def test_an_audit_is_exact_about_options_that_exclude_the_others(data: st.DataObject) -> None:
    exclusive = data.draw(st.sampled_from(["", "e", "ef"]))
    codes = THEMES + exclusive + data.draw(st.sampled_from(["", "x"])) * (exclusive != "ef")
    # A group of everybody would be the same number as the total.
    groups = "ab" + data.draw(st.text("ab", max_size=4))
    ticked = [data.draw(st.sampled_from(ways(codes, exclusive))) for _ in groups]
    responses = answers([*zip(groups, ticked, strict=True)], exclusive, codes)
    table = data.draw(
        st.sampled_from([vk.frequency(responses, "m"), vk.crosstab(responses, "m", by="g", margins=True)])
    )
    rows = data.draw(st.sets(st.sampled_from(range(len(table))), min_size=1))
    for published in (without(table, sorted(rows)), Table.from_json(without(table, sorted(rows)).to_json())):
        assert audited(published) == computed(published, codes, exclusive)


LEAKS: Mapping[str, tuple[list[Ticked], str, str, dict[Figure, tuple[int, int]]]] = {
    "none leaves three": (["p"] * 2 + ["q"] + ["e"] * 17, "pqe", "pq", {("*", "p"): (0, 3), ("*", "q"): (0, 3)}),
    "a single theme": (["p"] * 3 + ["e"] * 17, "pe", "p", {("*", "p"): (3, 3)}),
    "everybody ticked one": (["p"] * 6 + ["q"] * 5 + ["x"] * 4, "pqx", "x", {("*", "x"): (4, 15)}),
}


@pytest.mark.parametrize("case", LEAKS)
def test_what_readers_compute_is_found_and_then_hidden(case: str) -> None:
    ticked, codes, hidden, expected = LEAKS[case]
    responses = answers([("a", ticks) for ticks in ticked], codes=codes)
    table = vk.frequency(responses, "m")
    rows = [row for row, code in enumerate(codes) if code in hidden]
    assert audited(without(table, rows)) == expected
    for whole in (table, Table.from_json(table.to_json())):
        (published,) = vk.protect([whole])
        assert audit(published).safe
        assert all(high - low >= 5 for low, high in audited(published).values())


@pytest.mark.parametrize("ticked", ["q", "e"])
def test_those_who_left_the_question_out_are_known_not_to_have_ticked(ticked: str) -> None:
    responses = answers([("a", code) for code in ["p"] * 4 + [ticked] * 8 + [""] * 9], codes="pqe")
    table = vk.frequency(responses, "m", base="asked")
    assert table.missing["n"].tolist() == [9]
    assert audited(without(table, [0]))["*", "p"] == ((4, 12) if ticked == "q" else (4, 4))
    for whole in (table, vk.frequency(responses, "m"), vk.frequency(responses, "m", base="ticks")):
        assert audit(vk.protect(whole)).safe


def test_options_of_one_group_in_two_tables_are_put_together() -> None:
    responses = answers([("a", code) for code in ["p"] * 2 + ["q"] + ["e"] * 17], codes="pqe")
    none, theme = vk.frequency(responses, "m[e]"), vk.frequency(responses, "m[p]")
    assert audited(without(theme, [0]))["*", "p"] == (0, 20)
    assert audited(none, without(theme, [0]))["*", "p"] == (0, 3)
    assert audit(vk.protect([none, theme])).safe


def test_what_a_subset_leaves_over_is_known_of_exclusive_options_too() -> None:
    responses = answers([("a", "p")] * 6 + [("a", "e")] * 4 + [("b", "p")] * 2 + [("b", "e")] * 9, codes="pqe")
    part = without(vk.frequency(responses, "m", where={"g": ["a"]}), [0])
    # Of the others two ticked no exclusive option, so that at least six of the eight are in the subset.
    assert audited(vk.frequency(responses, "m"), part)["*", "p"] == (6, 6)


def test_answers_that_tick_an_exclusive_option_with_another_are_counted_as_they_are() -> None:
    both = answers([("a", "p")] * 6 + [("a", "pe")] * 3 + [("b", "e")] * 8, codes="pqe")
    table = vk.frequency(both, "m")
    assert table.frame["n"].tolist() == [9, 0, 11]
    assert table.variables[0].exclusive == ()
    assert audit(vk.protect([table, vk.crosstab(both, "m", by="g", margins=True)])).safe
    # Nobody in the second group did so.
    assert vk.frequency(both, "m", where={"g": ["b"]}).variables[0].exclusive == ("e",)


def test_an_engine_tells_it_too() -> None:
    for given_, exclusive in (("p", ("e",)), ("pe", ())):
        responses = answers([("a", given_), ("a", "e"), ("b", "q")], codes="pqe")
        lazy = vk.LazyResponses(responses.frame, responses.instrument)
        assert vk.crosstab(lazy, "m", by="g").variables[0].exclusive == exclusive


def test_options_put_together_leave_those_that_exclude_them() -> None:
    responses = answers([("a", code) for code in ["p"] * 2 + ["pq"] * 2 + ["q"] + ["e"] * 17], codes="pqe")
    table = vk.frequency(responses, "m").collapse({"pq": ["p", "q"]})
    assert table.frame["n"].tolist() == [5, 17]
    assert audited(without(table, [0]))["*", "pq"][1] == 5
    whole, alike = vk.frequency(responses, "m"), vk.frequency(responses, "m").collapse({"e": ["q", "e"]})
    assert alike.variables[0].exclusive == ()
    assert audited(without(whole, [0]), without(alike, [0]))["*", "p"] == (2, 5)


def test_ticks_of_one_group_are_tied_once() -> None:
    answered, p, e = (Key("x", frozenset([("m", code)])) for code in ("*", "p", "e"))
    one = Ticks("m", answered, {"p": p}, complete=frozenset([frozenset("p")]))
    other = Ticks("m", answered, {"e": e}, frozenset("e"))
    sums = tied_ticks([one, other, one])
    assert [{*parts} & {answered, p, e} for _, parts in sums] == [{p}, {answered}, {e}, {p}]
    assert tied_ticks([Ticks("m", answered, {"p": p})]) == []
