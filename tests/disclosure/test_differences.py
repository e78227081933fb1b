"""Differencing: what an earlier table and a new one tell together, against the exact bounds of a reader of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.disclosure._bounds import bounds
from verkosto.disclosure._differences import clashes, comparable, of_same_answers, refusal, with_differences
from verkosto.disclosure._keys import KNOWN, Key
from verkosto.disclosure._ledger_entries import Entry
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._suppress import suppress
from verkosto.disclosure._system import Problem, Sum, System
from verkosto.errors import DisclosureError
from verkosto.text import LocalText

RULES = Rules(min_count=5)
NOBODY: frozenset[str] = frozenset()

NO_AMOUNTS = System((), np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0), np.zeros(0), (), whole=False)

Table = Mapping[str, Sequence[int]]
"""Counts of the answers k and e by region; "*" for the total is added."""


def key(population: str, code: str, region: str, *, where: str | None = None) -> Key:
    facts = {("malli", code), ("maakunta", region)} | (set() if where is None else {("toimiala", where)})
    return Key(population, frozenset(facts))


def system_of(table: Table, population: str = "kysely@1", *, where: str | None = None) -> System:
    """A table with its total as a system, all of it shown."""
    rows = {**table, KNOWN: [sum(column) for column in zip(*table.values(), strict=True)]}
    codes = ["k", "e"]
    values = {key(population, KNOWN, region, where=where): sum(counts) for region, counts in rows.items()}
    for region, counts in rows.items():
        values |= {key(population, code, region, where=where): n for code, n in zip(codes, counts, strict=True)}
    place = {known: at for at, known in enumerate(values)}
    sums = [
        Sum(
            place[key(population, KNOWN, region, where=where)],
            tuple(place[key(population, code, region, where=where)] for code in codes),
        )
        for region in rows
    ]
    sums += [
        Sum(
            place[key(population, code, KNOWN, where=where)],
            tuple(place[key(population, code, region, where=where)] for region in table),
        )
        for code in [KNOWN, *codes]
    ]
    size = len(values)
    return System(
        tuple(values),
        np.array([*values.values()], dtype=float),
        np.ones(size, dtype=bool),
        np.zeros(size),
        np.full(size, np.inf),
        tuple(sums),
    )


def problem_of(system: System) -> Problem:
    """Nothing of the new table itself has to be hidden; a hidden base hides its figures."""
    nothing = np.zeros(len(system), dtype=bool)
    place = {known: at for at, known in enumerate(system.keys)}
    ties = tuple(
        (place[Key(known.population, (known.facts - {fact}) | {("malli", KNOWN)})], at)
        for known, at in place.items()
        if isinstance(known, Key)
        for fact in known.facts
        if fact[0] == "malli" and fact[1] != KNOWN
    )
    nans = np.full(len(system), np.nan)
    return Problem(system, nothing, nans, nans, 1 + np.log(system.values + 1), ties)


def entry_of(system: System, hidden: Sequence[Key] = ()) -> Entry:
    mask = np.array([known in hidden for known in system.keys])
    return Entry(
        on=None,
        title=LocalText("Kannatatko?"),
        instrument="kysely",
        variables=("malli",),
        by=("maakunta",),
        where=None,
        rules=RULES,
        system=system.hide(mask),
        amounts=NO_AMOUNTS,
    )


def hidden_keys(problem: Problem) -> set[Key]:
    found = suppress(problem)
    return {known for known, kept_back in zip(problem.system.keys, found.hidden, strict=True) if kept_back}  # type: ignore[misc]


OLD = {"06": [30, 20], "13": [12, 9], "18": [15, 10]}


def test_a_table_published_twice_needs_nothing_hidden() -> None:
    new = problem_of(system_of(OLD, "kysely@2"))
    assert with_differences(new, [entry_of(system_of(OLD))], RULES, NOBODY) is new


def test_one_who_answered_late_is_not_given_away() -> None:
    """12 said so in May and 13 in June: whoever is known to have answered in June has said so."""
    late = {**OLD, "06": [36, 27], "13": [13, 9]}
    entry = entry_of(system_of(OLD))
    problem = with_differences(problem_of(system_of(late, "kysely@2")), [entry], RULES, NOBODY)
    hidden = hidden_keys(problem)
    assert {key("kysely@2", KNOWN, "13"), key("kysely@2", "k", "13")} <= hidden
    assert key("kysely@2", KNOWN, KNOWN) not in hidden
    found = bounds(problem.system.hide(np.array([known in hidden for known in problem.system.keys])))
    few = problem.primary
    assert (found.low[few] == 0).all()
    assert (found.high[few] >= RULES.min_count).all()


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=3))
def test_however_many_come_late_a_reader_of_both_tables_learns_of_no_few(late: list[tuple[int, int]]) -> None:
    more = {region: [a + c, b + d] for (region, (a, b)), (c, d) in zip(OLD.items(), late, strict=True)}
    problem = with_differences(problem_of(system_of(more, "kysely@2")), [entry_of(system_of(OLD))], RULES, NOBODY)
    hidden = suppress(problem).hidden
    found = bounds(problem.system.hide(hidden))
    few = problem.primary
    assert (found.low[few] == 0).all()
    assert (found.high[few] >= RULES.min_count).all()
    # What was published stays published.
    assert not hidden[len(problem.system.keys) - np.isinf(problem.cost).sum() :].any()


def test_those_outside_a_filtered_base_are_not_given_away() -> None:
    """A table of the social sector came out first; all but three of a region are of it."""
    social = {"06": [20, 10], "13": [11, 8], "18": [9, 5]}
    entry = entry_of(system_of(social, where="sosiaali"))
    problem = with_differences(problem_of(system_of(OLD, "kysely@2")), [entry], RULES, NOBODY)
    assert key("kysely@2", "k", "13") in hidden_keys(problem)
    assert [clash.difference for clash in clashes(problem.system, entry, RULES, NOBODY)] == [2, 1, 1]


def test_what_was_hidden_stays_hidden_until_enough_have_joined() -> None:
    kept = key("kysely@1", "e", "13")
    entry = entry_of(system_of(OLD), [kept, key("kysely@1", "e", "06")])
    again = with_differences(problem_of(system_of(OLD, "kysely@2")), [entry], RULES, NOBODY)
    assert {key("kysely@2", "e", "13"), key("kysely@2", "e", "06")} <= hidden_keys(again)
    many = {region: [a + 40, b + 40] for region, (a, b) in OLD.items()}
    later = problem_of(system_of(many, "kysely@2"))
    assert with_differences(later, [entry], RULES, NOBODY) is later


def test_a_number_whose_sum_is_not_known_stays_hidden() -> None:
    system = evolve(system_of(OLD), sums=())
    entry = entry_of(system, [key("kysely@1", "e", "13")])
    again = with_differences(problem_of(system_of(OLD, "kysely@2")), [entry], RULES, NOBODY)
    place = again.system.keys.index(key("kysely@2", "e", "13"))
    assert again.primary[place]
    assert (again.need_low[place], again.need_high[place]) == (8, 10)


def test_some_came_and_some_left() -> None:
    """Signs differ, so nothing adds up to who came late; each difference is small all the same."""
    corrected = {**OLD, "13": [11, 10]}
    problem = with_differences(problem_of(system_of(corrected, "kysely@2")), [entry_of(system_of(OLD))], RULES, NOBODY)
    few = [known for known, primary in zip(problem.system.keys, problem.primary, strict=True) if primary]
    assert len(few) == 4
    assert {key("kysely@2", "k", "13"), key("kysely@2", "e", "13")} <= hidden_keys(problem)


def test_fewer_answers_than_before_are_a_difference_too() -> None:
    fewer = {**OLD, "13": [11, 9]}
    problem = with_differences(problem_of(system_of(fewer, "kysely@2")), [entry_of(system_of(OLD))], RULES, NOBODY)
    assert key("kysely@2", "k", "13") in hidden_keys(problem)


def test_the_same_answers_are_one_number_and_left_to_the_sums() -> None:
    """A part of the same answers differs from the whole by few; that is for the sums of both together."""
    social = system_of({**OLD, "13": [11, 9]}, where="sosiaali")
    new, entry = problem_of(social), entry_of(system_of(OLD))
    assert with_differences(new, [entry], RULES, NOBODY) is new
    assert of_same_answers(social, [entry]) == (entry.system, entry.amounts)
    assert of_same_answers(system_of(OLD, "kysely@2"), [entry]) == ()


def test_other_numbers_tell_other_answers_of_one_name() -> None:
    """Answers that came without a file have no digest: a number that changed tells that more have answered."""
    later = system_of({**OLD, "13": [13, 9]}, "kysely")
    entry = entry_of(system_of(OLD, "kysely"))
    assert key("kysely", "k", "13") in hidden_keys(with_differences(problem_of(later), [entry], RULES, NOBODY))
    assert of_same_answers(later, [entry]) == ()


def test_another_survey_is_compared_only_when_its_respondents_are_said_to_be_the_same() -> None:
    new = problem_of(system_of({**OLD, "13": [13, 9]}, "kysely-2023"))
    entry = entry_of(system_of(OLD))
    assert with_differences(new, [entry], RULES, NOBODY) is new
    same = frozenset({"kysely", "kysely-2023"})
    assert key("kysely-2023", "k", "13") in hidden_keys(with_differences(new, [entry], RULES, same))
    assert comparable("a", "b", frozenset({"a", "b"}))
    assert not comparable("a", "b", frozenset({"a"}))


def test_regions_are_the_same_whatever_municipalities_occur() -> None:
    """A key may list what a region is made of; one more municipality in a later reading changes nothing."""
    new = system_of({**OLD, "13": [13, 9]}, "kysely@2")
    longer = [
        Key(known.population, frozenset((n, f"{c}\nkunta\t179" if c == "13" else c) for n, c in known.facts))
        for known in new.keys
        if isinstance(known, Key)
    ]
    found = list(clashes(evolve(new, keys=tuple(longer)), entry_of(system_of(OLD)), RULES, NOBODY))
    assert len(found) == 4
    assert repr(found[0]) == "<Clash with 'Kannatatko?'>"


def test_numbers_that_are_no_keys_are_left_alone() -> None:
    new = system_of({**OLD, "13": [13, 9]}, "kysely@2")
    nameless = evolve(new, keys=tuple(range(len(new))))
    entry = entry_of(system_of(OLD))
    assert list(clashes(nameless, entry, RULES, NOBODY)) == []
    assert (
        list(clashes(new, evolve(entry, system=evolve(entry.system, sums=(), keys=nameless.keys)), RULES, NOBODY)) == []
    )


def test_differences_add_up_only_where_all_of_them_are_known() -> None:
    """Who came late in a region is not the sum of those of its answers where an answer was hidden before."""
    entry = entry_of(system_of(OLD), [key("kysely@1", "e", "13"), key("kysely@1", "e", "06")])
    new = problem_of(system_of({**OLD, "13": [13, 9]}, "kysely@2"))
    sums = with_differences(new, [entry], RULES, NOBODY).system.sums[len(new.system.sums) :]
    of_differences = [total for total in sums if total.whole >= len(new.system)]
    # Bases over regions, answer k over regions, and both answers of the region 18 and of all.
    assert len(of_differences) == 4


def test_what_earlier_tables_tell_by_themselves_is_not_asked_for() -> None:
    """Two of three numbers of a sum came out earlier: the third is 2, and no later table can change that."""
    system = System(
        ("whole", "part", "rest", "new"),
        np.array([12.0, 10, 2, 40]),
        np.array([True, True, False, True]),
        np.zeros(4),
        np.full(4, np.inf),
        (Sum(0, (1, 2)),),
    )
    rest = np.array([False, False, True, False])
    needs = np.where(rest, 0.0, np.nan), np.where(rest, 5.0, np.nan)
    problem = Problem(system, rest, *needs, np.array([np.inf, np.inf, 1, 1]), ())
    found = with_differences(problem, [], RULES, NOBODY)
    assert (found.need_low[2], found.need_high[2]) == (2, 2)
    assert not suppress(found).hidden.any()
    reachable = evolve(problem, need_low=np.where(rest, 2.0, np.nan), need_high=np.where(rest, 2.0, np.nan))
    assert with_differences(reachable, [], RULES, NOBODY) is reachable


def test_what_stands_against_a_table_is_named() -> None:
    entry = entry_of(system_of(OLD))
    new = problem_of(system_of({**OLD, "13": [13, 9]}, "kysely@2"))
    other = entry_of(system_of(OLD, "muu"))
    assert str(refusal(new, [entry_of(system_of(OLD, "kysely@2", where="sosiaali"))], RULES, NOBODY)).count("?") == 1
    error = refusal(new, [other, entry], RULES, NOBODY)
    assert str(error).count("Kannatatko?") == 1
    assert "and 2 more. " in str(refusal(new, [entry] * 5, RULES, NOBODY))
    with pytest.raises(DisclosureError, match=rf"earlier: 'Kannatatko\?' \({entry.id}\)\. .*fewer than 5"):
        raise error
