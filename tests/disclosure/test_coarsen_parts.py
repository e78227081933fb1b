"""Groupings of areas and answers against every grouping there is, weighed one by one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import responses

from verkosto import aggregate, regions
from verkosto.aggregate import Table
from verkosto.disclosure._coarsen_answers import answer_groupings, class_groupings
from verkosto.disclosure._coarsen_areas import connected, groupings, meeting
from verkosto.disclosure._coarsen_cost import blocks_of, codes_of, hidden_of
from verkosto.disclosure._coarsen_words import joined, worded
from verkosto.disclosure._rules import Rules
from verkosto.errors import NonNestingError
from verkosto.instruments import AreaQuestion, Instrument, Matrix, MultipleChoice, Option, Scale, SingleChoice
from verkosto.text import LocalText

RULES = Rules()

SCALE = Scale(options=(*(Option(str(n), f"Taso {n}") for n in range(1, 6)), Option("0", "EOS", kind="dont_know")))

KYSELY = Instrument(
    id="kysely",
    title="Kysely",
    area_date="2020-03-01",
    questions=(
        AreaQuestion(id="maakunta", text="Maakunta", area_type="maakunta"),
        SingleChoice(id="laji", text="Laji", options=tuple(Option(code, code.upper()) for code in "abcde")),
        SingleChoice(
            id="koko",
            text="Koko",
            options=tuple(Option(c, c, number=n) for n, c in enumerate(["s", "m", "l"], start=1)),
        ),
        Matrix(id="v", text="Väittämät", rows=(Option("r1", "Yksi"), Option("r2", "Kaksi")), scale=SCALE),
        MultipleChoice(id="palvelut", text="Palvelut", options=tuple(Option(code, code.upper()) for code in "xyz")),
    ),
)


def table_of(counts: Mapping[str, Mapping[str, int]], variable: str = "laji", *, margins: bool = True) -> Table:
    """Answers by region, so many of each."""
    rows = [(region, code) for region, of in counts.items() for code, n in of.items() for _ in range(n)]
    regions_of, codes = zip(*rows, strict=True)
    answers = responses(KYSELY, {"maakunta": list(regions_of), variable: list(codes)})
    return aggregate.crosstab(answers, variable, by="maakunta", margins=margins)


def partitions(areas: Sequence[str]) -> Iterator[list[list[str]]]:
    """Every way of dividing areas into groups."""
    if not areas:
        yield []
        return
    first, *others = areas
    for rest in partitions(others):
        yield [[first], *rest]
        for place, group in enumerate(rest):
            yield [*rest[:place], [first, *group], *rest[place + 1 :]]


def is_connected(group: Sequence[str]) -> bool:
    reached, borders = {group[0]}, {area: {a.code for a in regions.neighbours("maakunta", area)} for area in group}
    while more := {other for area in reached for other in borders[area] & set(group)} - reached:
        reached |= more
    return reached == set(group)


def weighed(counts: Mapping[str, Mapping[str, int]], group: Sequence[str]) -> float:
    """What a group would hide, by the rules alone: the guess of `hidden_of`, written down again."""
    sums = [sum(counts[area].get(code, 0) for area in group) for code in "abcde"]
    base = sum(sums)
    if 0 < base < 5:
        return 5
    few = sum(0 < n < 5 for n in sums)
    alike = base > 0 and max(sums) >= base - 1
    return max(2 if few == 1 else few, 2 if alike else 0)


# Pirkanmaa and five regions around it, and Lapland, which none of them meets.
SOME = ["02", "04", "05", "06", "07", "13", "19"]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=7, max_size=7))
def test_the_first_grouping_hides_least_and_keeps_most_of_all_groupings(given_counts: list[list[int]]) -> None:
    counts = {area: dict(zip("abcde", row, strict=True)) for area, row in zip(SOME, given_counts, strict=True)}
    occur = [area for area in SOME if sum(counts[area].values())]
    if not occur:
        return
    table = table_of(counts)
    every = [
        (sum(weighed(counts, group) for group in found), -len(found))
        for found in partitions(occur)
        if all(map(is_connected, found))
    ]
    found = next(groupings(table, "maakunta", meeting(table, "maakunta", "maakunta", within=None), RULES), None)
    if found is None:
        found = tuple((area,) for area in occur)
    assert all(map(is_connected, found))
    # A group may have at most five areas or so; those that need more are not looked for.
    if max(map(len, found)) < 6:
        assert (sum(weighed(counts, group) for group in found), -len(found)) == min(every)


def test_connected_groups_are_all_there_are() -> None:
    borders = [frozenset({1}), frozenset({0, 2, 3}), frozenset({1, 3}), frozenset({1, 2}), frozenset()]
    found = list(connected(borders, 1000))
    assert len(found) == len(set(found))
    assert {tuple(sorted(group)) for group in found} == {
        (0,), (1,), (2,), (3,), (4,), (0, 1), (1, 2), (1, 3), (2, 3), (0, 1, 2), (0, 1, 3), (1, 2, 3), (0, 1, 2, 3),
    }  # fmt: skip
    assert [len(group) for group in connected(borders, 9)] == [1, 1, 1, 1, 1, 2, 2, 2, 2]


def test_groups_stay_within_a_larger_kind_of_area() -> None:
    table = table_of({area: {"a": 10, "b": 10} for area in ("06", "13", "14", "05")})
    everywhere = meeting(table, "maakunta", "maakunta", within=None)
    assert everywhere == {
        "05": {"06"}, "06": {"05", "13", "14"}, "13": {"06", "14"}, "14": {"06", "13"},
    }  # fmt: skip
    # Kanta-Häme lies in another major region.
    assert meeting(table, "maakunta", "maakunta", within="suuralue")["06"] == {"13", "14"}
    with pytest.raises(NonNestingError):
        meeting(table, "maakunta", "maakunta", within="erva")


def test_areas_whose_borders_are_not_known_have_no_neighbours() -> None:
    table = table_of({"06": {"a": 10}, "13": {"a": 10}})
    assert meeting(table, "maakunta", "seutukunta", within=None) == {}
    assert list(groupings(table, "maakunta", {}, RULES)) == []


def test_what_adds_up_and_what_does_not() -> None:
    table = table_of({"06": {"a": 10, "b": 3}, "13": {"a": 8, "c": 1}})
    (block,) = blocks_of(table, "maakunta")
    assert codes_of(table, "maakunta") == ["06", "13"]
    assert block.n.shape == (2, 1, 5)
    assert block.adds_up
    assert block.base.tolist() == [[13], [9]]
    assert hidden_of(block.n, block.units, block.base, RULES, adds_up=True).tolist() == [[2], [2]]
    # Of a multiple choice those who did not tick are a figure too: 10 of 13 leaves 3.
    assert hidden_of(block.n, block.units, block.base, RULES, adds_up=False).tolist() == [[2], [2]]
    (whole,) = blocks_of(table, None)
    assert whole.n.shape == (1, 3, 5)


@pytest.mark.parametrize(
    ("counts", "group", "hidden"),
    [
        ([10, 10, 10], True, 0),
        ([10, 10, 3], True, 2),
        ([10, 2, 3], True, 2),
        ([0, 2, 1], True, 3),
        ([0, 0, 0], True, 0),
        ([12, 0, 0], True, 2),
        ([12, 0, 0], False, 0),
        ([12, 0, 1], False, 2),
    ],
)
def test_the_guess_of_hidden_figures(counts: list[int], group: bool, hidden: int) -> None:
    n = np.array(counts, dtype=float)
    assert hidden_of(n, n, n.sum(), Rules(group=group), adds_up=True) == hidden


def test_answers_of_a_scale_are_put_together_with_their_neighbours_and_cannot_say_stays_apart() -> None:
    codes = dict(zip("123450", [30, 2, 20, 3, 25, 12], strict=True))
    answers = responses(
        KYSELY,
        {
            "maakunta": ["06"] * 92,
            "v[r1]": [code for code, n in codes.items() for _ in range(n)],
            "v[r2]": [code for code, n in codes.items() for _ in range(n)],
        },
    )
    table = aggregate.crosstab(answers, "v", by="maakunta")
    found = {len(grouping): (ids, grouping) for ids, grouping in answer_groupings(table, RULES)}
    assert set(found) == {2, 3, 4}
    assert all(ids == ("v[r1]", "v[r2]") for ids, _ in found.values())
    # Of the twos, threes and fours some hide nothing; runs of neighbours only.
    runs = {"".join(group) for _, grouping in found.values() for group in grouping}
    assert all(run in "12345" for run in runs)
    assert sorted("".join(itertools.chain(*found[3][1]))) == list("12345")


def test_answers_without_an_order_lose_the_rarest() -> None:
    table = table_of({"06": {"a": 30, "b": 2, "c": 20, "d": 3, "e": 25}})
    found = [grouping for _, grouping in answer_groupings(table, RULES)]
    assert found == [
        (("a",), ("c",), ("e",), ("b", "d")),
        (("a",), ("e",), ("b", "c", "d")),
        (("a",), ("b", "c", "d", "e")),
    ]


def test_options_with_numbers_have_an_order() -> None:
    table = table_of({"06": {"s": 30, "m": 2, "l": 20}}, "koko")
    assert {grouping for _, grouping in answer_groupings(table, RULES)} <= {(("s", "m"), ("l",)), (("s",), ("m", "l"))}


def test_two_answers_are_left_alone() -> None:
    codes = ["x"] * 5
    answers = responses(KYSELY, {"maakunta": ["06"] * 5, "palvelut": [codes[:1], ["y"], ["x", "y"], ["z"], ["x"]]})
    ticks = aggregate.crosstab(answers, "palvelut", by="maakunta")
    assert [grouping for _, grouping in answer_groupings(ticks, RULES)] == [(("x",), ("y", "z"))]
    single = aggregate.crosstab(answers, "palvelut[x]", by="maakunta")
    assert list(answer_groupings(single, RULES)) == []


def test_groups_with_an_order_meet_and_others_lose_the_smallest() -> None:
    rows = [(size, "a") for size, n in {"s": 30, "m": 2, "l": 20}.items() for _ in range(n)]
    kinds = [kind for kind, n in {"a": 9, "b": 2, "c": 30, "d": 11}.items() for _ in range(n)]
    sizes, _ = zip(*rows, strict=True)
    answers = responses(KYSELY, {"koko": list(sizes), "laji": kinds, "maakunta": ["06", "13"] * 26})
    by_size = aggregate.crosstab(answers, "laji", by="koko")
    assert list(class_groupings(by_size, "koko", RULES)) == [(("m", "l"), ("s",))]
    by_kind = aggregate.crosstab(answers, "koko", by="laji")
    assert list(class_groupings(by_kind, "laji", RULES)) == [(("a", "b"),), (("a", "b", "d"),)]
    two = aggregate.crosstab(responses(KYSELY, {"laji": ["a", "b"], "koko": ["s", "m"]}), "koko", by="laji")
    assert list(class_groupings(two, "laji", RULES)) == []


def test_labels_and_advice_are_in_three_languages() -> None:
    names = [LocalText("Kainuu", "Kajanaland"), LocalText("Lappi", "Lappland", "Lapland"), LocalText("Pohjanmaa")]
    label = joined(names, "neighbours")
    assert (label.fi, label.sv, label.en) == (
        "Kainuu, Lappi ja Pohjanmaa", "Kajanaland, Lappland och Pohjanmaa", "Kainuu, Lapland and Pohjanmaa",
    )  # fmt: skip
    assert joined(names[:2], "answers").get("en") == "Kainuu or Lapland"
    assert joined(names[:2], "groups").get("sv") == "Kajanaland + Lappland"
    text = worded("neighbours", [label], (17, 19), (0, 1012))
    assert text.fi == (
        "Yhdistä naapurialueita (Kainuu, Lappi ja Pohjanmaa): alueita on 17 eikä 19. "
        "Lukuja tarvitsee salata 0 eikä 1\N{NO-BREAK SPACE}012."
    )
    assert str(text.en).endswith("0 figures have to be suppressed and not 1,012.")
