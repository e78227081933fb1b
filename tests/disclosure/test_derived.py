"""Derived variables are tied to what they were made of: what one table hides does not follow from the other."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_answers import vastaukset
from made_tables import answers
from scipy.optimize import linprog

import verkosto as vk
from verkosto.aggregate import Table, crosstab, derived_meant, folded, frequency, mean, total
from verkosto.disclosure import PublishedTable
from verkosto.disclosure._extents import Extents
from verkosto.disclosure._relations import problem_of, system_of
from verkosto.disclosure._rules import Rules
from verkosto.responses import Responses

SAMPLE = vk.samples.tukirakenne()
_NOT = ["e", "eos"]
MALLIT: dict[str, dict[str, Any]] = {
    "molempia": {"malli_a": ["k"], "malli_b": ["k"]},
    "vain a": {"malli_a": ["k"], "malli_b": _NOT},
    "vain b": {"malli_a": _NOT, "malli_b": ["k"]},
    "ei": {"malli_a": _NOT, "malli_b": _NOT},
}
DERIVED = SAMPLE.derive("mallit", MALLIT)
CELLS = list(itertools.product(("k", "e", "eos", None), repeat=2))


def counted(variable: str, value: str | None) -> list[float]:
    """Which pairs of answers a row of a table counts; those of its base for None."""
    found = []
    for a, b in CELLS:
        own = a if variable == "malli_a" else b
        if variable == "mallit":
            codes = ("ei", "vain b", "vain a", "molempia")
            own = None if a is None or b is None else codes[2 * (a == "k") + (b == "k")]
        found.append(float(own is not None and value in (None, own)))
    return found


def leaks(published: Sequence[Table], whole: Sequence[Table], by: str) -> list[tuple[str, str, str]]:
    """Hidden figures of few that a reader can tell from zero or from five, by all that the tables show."""
    found = []
    for area in sorted(set(whole[0].cells[by])):
        rows = [
            (str(name), str(value), int(n), None if seen < 0 else int(seen), None if base < 0 else int(base))
            for table, true in zip(published, whole, strict=True)
            for name, value, n, seen, base, group in zip(
                *(true.cells[column] for column in ("variable", "value", "n")),
                table.cells["n"], table.cells["base"], table.cells[by], strict=True,
            )
            if group == area
        ]  # fmt: skip
        known = [(counted(name, value), seen) for name, value, _, seen, _ in rows if seen is not None]
        known += [(counted(name, None), base) for name, _, _, _, base in rows if base is not None]
        for name, value, n, seen, _ in rows:
            if seen is None and 0 < n < 5:
                goal = np.array(counted(name, value))
                ends = [sign * _least(sign * goal, known) for sign in (1, -1)]
                if ends[0] > 1e-6 or ends[1] < 5 - 1e-6:
                    found.append((area, name, value))
    return found


def _least(goal: Any, known: Sequence[tuple[list[float], int]]) -> float:
    rows, seen = zip(*known, strict=True) if known else (None, None)
    solved = linprog(goal, A_eq=rows, b_eq=seen)
    return float(solved.fun or 0.0) if solved.success else float("-inf")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("by", "sources"), [("erva", ["malli_a"]), ("erva", ["malli_a", "malli_b"]), ("maakunta", ["malli_a"])]
)
def test_what_a_derived_variable_hides_does_not_follow_from_its_sources(by: str, sources: Sequence[str]) -> None:
    tables = [crosstab(DERIVED, "mallit", by=by), *(crosstab(SAMPLE, name, by=by) for name in sources)]
    published = vk.protect(tables)
    assert any(table.protection.hidden for table in published)
    assert not leaks(published, tables, by)
    # What each table hides alone is not enough.
    assert leaks([vk.protect(table) for table in tables], tables, by)


def test_an_audit_sees_that_the_figures_of_a_derived_variable_follow_from_its_sources() -> None:
    tables = [crosstab(DERIVED, "mallit", by="erva"), crosstab(SAMPLE, "malli_a", by="erva")]
    apart = [vk.protect(table) for table in tables]
    assert not vk.disclosure.audit(apart).safe
    assert vk.disclosure.audit(vk.protect(tables)).safe


def of(table: Table) -> Mapping[str, list[dict[str, set[str]]]]:
    (codes,) = derived_meant(table).values()
    return {
        code: [{root: set(categories) for root, categories in part.items()} for part in parts]
        for code, parts in codes.items()
        if not code.startswith("!")
    }


def test_codes_that_one_answer_decides_are_groups_of_its_codes() -> None:
    found = vastaukset(malli=["k", "e", "eos", "kt", None], kunta=["091", "837", "211", "091", None])
    recoded = found.derive("kanta", {"puolesta": {"malli": ["k"]}, "muu": {"malli": ["e", "eos"]}})
    table = frequency(recoded, "kanta")
    assert of(table) == {"puolesta": [{"malli": {"k"}}], "muu": [{"malli": {"e", "eos"}}]}
    recoded = found.derive("missa", {"etela": {"maakunta": ["01"]}}, otherwise="muualla")
    assert of(frequency(recoded, "missa")) == {"etela": [{"kunta": {"091"}}], "muualla": [{"kunta": {"211", "837"}}]}


def test_all_others_are_whoever_has_answers_and_fulfils_no_conditions() -> None:
    found = vastaukset(malli=["k", "k", "e", None], laji=["p", "v", "v", "p"])
    table = frequency(found.derive("uusi", {"a": {"malli": ["k"], "laji": ["p"]}}, otherwise="muu"), "uusi")
    own = of(table)
    assert own["a"] == [{"malli": {"k"}, "laji": {"p"}}]
    assert {(frozenset(part["malli"]), frozenset(part["laji"])) for part in own["muu"]} == {
        (frozenset("e"), frozenset("pv")), (frozenset("k"), frozenset("v")),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "known"),
    [
        ({"pieni": {"jasenia": (None, 9)}, "suuri": {"jasenia": (10, None)}}, set()),
        ({"kevat": {"palvelut": ["kevat"]}, "ei": {"palvelut[kevat]": False}}, {"kevat", "ei"}),
        ({"jokin": {"palvelut": ["kevat", "syksy"]}}, set()),
        ({"a": {"perustelu": ["Koska"]}, "b": {"malli": ["k"], "perustelu": ["Niin"]}, "c": {"malli": "e"}}, {"c"}),
    ],
)
def test_what_is_no_code_of_an_answer_ties_nothing(options: Mapping[str, Any], known: set[str]) -> None:
    found = vastaukset(
        malli=["k", "k", "e"], jasenia=[1, 20, 3], perustelu=["Koska", "Niin", "Vai"],
        palvelut=[("kevat",), ("kevat", "syksy"), ("syksy",)],
    )  # fmt: skip
    table = frequency(found.derive("uusi", options, otherwise="muu"), "uusi")
    assert set(of(table)) - {"muu"} == known
    assert "Koska" not in repr(found.derive("uusi", options, otherwise="muu").derived)
    problem_of([table, frequency(found, "malli")], Rules())


def test_columns_that_were_changed_since_are_not_tied() -> None:
    found = vastaukset(malli=["k", "e", "e"]).derive("uusi", {"a": {"malli": "k"}, "b": {"malli": "e"}})
    changed = evolve(found, variables={**found.variables, "malli": found.variables["malli"].take(np.array([1, 1, 2]))})
    assert not of(frequency(changed, "uusi"))
    gone = evolve(found, variables={name: v for name, v in found.variables.items() if name != "malli"})
    assert not of(frequency(gone, "uusi"))
    assert derived_meant(vk.Table.from_json(frequency(found, "uusi").to_json())) == {}


def test_how_it_was_made_is_kept(tmp_path: Path) -> None:
    DERIVED.to_parquet(tmp_path / "a.parquet")
    for again in (Responses.from_parquet(tmp_path / "a.parquet"), pickle.loads(pickle.dumps(DERIVED))):
        assert again.derived == DERIVED.derived
    published = vk.protect(crosstab(DERIVED, "mallit", by="erva"))
    assert isinstance(published, PublishedTable)
    assert set(derived_meant(published)["mallit"]) >= set(MALLIT)


def test_sources_told_in_two_ways_are_not_known() -> None:
    extents = Extents()
    first, second = ({"malli": extents.categories("malli", [code])} for code in "ke")
    extents.derive("uusi", "a", [first])
    assert extents.sources("uusi", extents.categories("uusi", ["a"])) == [first]
    extents.derive("uusi", "a", [second])
    extents.derive("uusi", "a", [first])
    assert extents.sources("uusi", extents.categories("uusi", ["a"])) == []


def test_rectangles_of_different_variables_are_not_put_together() -> None:
    assert folded([{"a": 1}, {"b": 1}, {"a": 2}], int.__or__) == [{"a": 3}, {"b": 1}]


_BY: tuple[list[str], ...] = (["laji"], ["uusi"], ["maakunta"], [])


@pytest.mark.thorough
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers(), st.sampled_from(_BY), st.sampled_from(_BY), st.booleans(), st.sampled_from(["muu", None]))
def test_every_sum_holds(
    found: Responses, by: list[str], other: list[str], margins: bool, otherwise: str | None
) -> None:
    options: dict[str, Any] = {
        "a": {"malli": ["k"], "vaittamat[r1]": ["1"]},
        "b": {"malli": ["k"], "vaittamat[r1]": ["2", "0"]},
    }
    if otherwise is None:
        options["c"] = {"malli": ["e", "eos", "kt"]}
    others = "muu" if otherwise else "c"
    derived = found.derive("uusi", options, otherwise=otherwise).derive(
        "toinen",
        {"x": {"uusi": ["a", "b"]}, "y": {"palvelut[kevat]": True, "uusi": [others]}},
        otherwise="z",
    )
    made = [
        crosstab(derived, "malli", by=by, margins=margins),
        crosstab(derived, "toinen", by=other, margins=margins),
        frequency(derived, "vaittamat", where={"uusi": ["a"]}),
        total(derived, "jasenia", by="uusi"),
        total(derived, "jasenia", by="malli"),
        mean(derived, "vaittamat[r1]", by="toinen"),
        crosstab(derived, "palvelut", by="uusi"),
    ]
    posed = problem_of(made, Rules(min_count=3))
    for system in (posed.counts.system, posed.arranged.amounts):
        assert_holds(system)
    assert not np.isnan(posed.counts.system.values).any()
    assert not np.isnan(posed.arranged.amounts.values).any()
    assert_holds(system_of([Table.from_json(table.to_json()) for table in made]).counts)


def assert_holds(system: Any) -> None:
    for each in system.sums:
        parts, whole = system.values[list(each.parts)].sum(), system.values[each.whole]
        assert np.isnan(parts) or np.isnan(whole) or parts == pytest.approx(whole)
