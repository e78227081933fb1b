"""Tables equal a count by hand: plain Python over one row after another, straight from the definitions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.aggregate import _memory as memory
from verkosto.aggregate._cells import REASON_COUNT, Codes
from verkosto.aggregate._design import Design
from verkosto.aggregate._design_pass import plan_of
from verkosto.responses import Responses

Row = dict[str, Any]

CHOICES = st.sampled_from(["k", "e", "eos", "kt", None, "!not_asked", "!invalid"])
TICKS = st.one_of(
    st.sampled_from([None, "!not_asked", "!withheld"]),
    st.sets(st.sampled_from(["kevat", "syksy", "eos", "eikoske"])),
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "malli": CHOICES,
            "laji": st.sampled_from(["p", "v", None]),
            "palvelut": TICKS,
            "paino": st.sampled_from([0.0, 0.25, 1.0, 3.5]),
            "jarjesto": st.sampled_from(["a", "b", "c", None]),
            "vaittamat[r1]": st.sampled_from(["1", "2", "0", None]),
        }
    ),
    min_size=1,
    max_size=40,
)


def of_rows(rows: list[Row]) -> Responses:
    instrument = evolve(kysely(), unit_id="jarjesto")
    return responses(instrument, {name: [row[name] for row in rows] for name in rows[0]})


@frozen
class Question:
    """One share by definition: what a row adds to its cell and to its base."""

    variable: str
    value: str
    adds: Callable[[Row], int]
    to_base: Callable[[Row], int]


def absent(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.startswith("!"))


def choice(variable: str, value: str, base: str, *, dont_know: bool) -> Question:
    shown = {"malli": ["k", "e"], "vaittamat[r1]": ["1", "2"]}[variable]
    cannot_say = {"malli": "eos", "vaittamat[r1]": "0"}[variable]
    shown = [*shown, cannot_say] if dont_know else shown

    def to_base(row: Row) -> int:
        if base == "answered":
            return int(row[variable] in shown)
        return int(row[variable] != "!not_asked" and (dont_know or row[variable] != cannot_say))

    return Question(variable, value, lambda row: int(row[variable] == value), to_base)


def ticks(value: str, base: str, *, dont_know: bool) -> Question:
    counted = {"kevat", "syksy", "eos"} if dont_know else {"kevat", "syksy"}

    def ticked(row: Row) -> set[str]:
        given: set[str] = set() if absent(row["palvelut"]) else row["palvelut"]
        return given

    def to_base(row: Row) -> int:
        if base == "ticks":
            return len(ticked(row) & counted)
        if base == "answered" or ticked(row) & counted:
            return int(bool(ticked(row) & counted))
        # Nothing counted was ticked: those whom the question does not concern were not asked it.
        outside = {"eikoske"} if dont_know else {"eikoske", "eos"}
        return int(row["palvelut"] != "!not_asked" and not ticked(row) & outside)

    return Question("palvelut", value, lambda row: int(value in ticked(row)), to_base)


def by_hand(question: Question, rows: list[Row], inside: Callable[[Row], bool], weight: str | None) -> Row:
    """Return every number of one share."""

    def w(row: Row) -> float:
        return 1.0 if weight is None else float(row[weight])

    domain = [row for row in rows if inside(row)]
    base = sum(map(question.to_base, domain))
    total = sum(w(row) * question.to_base(row) for row in domain)
    cell = [row for row in domain if question.adds(row)]
    found: Row = {
        "n": len(cell),
        "base": base,
        "weighted": sum(map(w, cell)),
        "base_weighted": total,
        "units": len({row["jarjesto"] for row in cell}),
        "estimate": math.nan,
        "se": math.nan,
    }
    if total > 0:
        share = sum(map(w, cell)) / total
        squares = sum((w(row) * (question.adds(row) - share * question.to_base(row))) ** 2 for row in domain)
        found["estimate"] = share
        found["se"] = math.sqrt(len(rows) / (len(rows) - 1) * squares) / total if len(rows) > 1 else math.nan
    return found


def compare(table: Table, question: Question, expected: Row, **group: str) -> None:
    frame = table.frame
    mask = (frame["variable"] == question.variable) & (frame["value"] == question.value)
    for name, code in group.items():
        mask &= frame[name] == code
    (row,) = frame[mask].to_dict("records")
    for name, number in expected.items():
        assert row[name] == pytest.approx(number, rel=1e-9, abs=1e-8, nan_ok=True), (name, group)


def weights_of(rows: list[Row], weighted: bool) -> str | None:
    return "paino" if weighted and any(row["paino"] > 0 for row in rows) else None


@settings(max_examples=20)
@given(ROWS, st.booleans(), st.booleans(), st.sampled_from(["answered", "asked"]))
def test_several_single_choices_by_a_group_and_in_total(
    rows: list[Row], weighted: bool, dont_know: bool, base: Any
) -> None:
    weight = weights_of(rows, weighted)
    known: Any = "include" if dont_know else "exclude"
    table = crosstab(
        of_rows(rows), ["malli", "vaittamat[r1]"], by="laji", margins=True, weights=weight, base=base, dont_know=known
    )
    groups = {row["laji"] for row in rows} - {None}
    assert set(table.frame["laji"]) == groups | {"*"}
    for variable, value in [("malli", "k"), ("malli", "e"), ("vaittamat[r1]", "2")]:
        question = choice(variable, value, base, dont_know=dont_know)
        for group in groups:
            compare(table, question, by_hand(question, rows, lambda r, g=group: r["laji"] == g, weight), laji=group)  # type: ignore[misc]
        compare(table, question, by_hand(question, rows, lambda r: r["laji"] is not None, weight), laji="*")


@settings(max_examples=20)
@given(ROWS, st.booleans(), st.booleans(), st.sampled_from(["answered", "asked", "ticks"]))
def test_a_multiple_choice_on_its_three_bases(rows: list[Row], weighted: bool, dont_know: bool, base: Any) -> None:
    weight = weights_of(rows, weighted)
    known: Any = "include" if dont_know else "exclude"
    table = crosstab(of_rows(rows), "palvelut", by="laji", margins=True, weights=weight, base=base, dont_know=known)
    for value in ["kevat", "syksy", "eos"] if dont_know else ["kevat", "syksy"]:
        question = ticks(value, base, dont_know=dont_know)
        for group in {row["laji"] for row in rows} - {None}:
            compare(table, question, by_hand(question, rows, lambda r, g=group: r["laji"] == g, weight), laji=group)  # type: ignore[misc]
        compare(table, question, by_hand(question, rows, lambda r: r["laji"] is not None, weight), laji="*")


@settings(max_examples=20)
@given(ROWS, st.booleans())
def test_two_groupings_with_every_total_in_a_subset(rows: list[Row], weighted: bool) -> None:
    inside = [row for row in rows if row["malli"] in ("k", "e")]
    weight = "paino" if weighted and any(row["paino"] > 0 for row in inside) else None
    table = crosstab(
        of_rows(rows), "vaittamat[r1]", by=["laji", "palvelut[kevat]"], margins=True, weights=weight,
        where={"malli": ["k", "e"]},
    )  # fmt: skip
    question = choice("vaittamat[r1]", "1", "answered", dont_know=True)

    def kevat(row: Row) -> str | None:
        return None if absent(row["palvelut"]) else str(int("kevat" in row["palvelut"]))

    for one, other in {(row["laji"], row["palvelut[kevat]"]) for row in table.frame.to_dict("records")}:

        def belongs(row: Row, one: str = one, other: str = other) -> bool:
            both = row["laji"] is not None and kevat(row) is not None
            return both and row in inside and one in ("*", row["laji"]) and other in ("*", kevat(row))

        compare(table, question, by_hand(question, rows, belongs, weight), laji=one, **{"palvelut[kevat]": other})


@given(ROWS)
@settings(max_examples=15)
def test_units_are_the_same_when_there_is_no_room_for_marks(rows: list[Row]) -> None:
    table = frequency(of_rows(rows), ["malli", "palvelut"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verkosto.aggregate._units._MARKS", 0)
        assert frequency(of_rows(rows), ["malli", "palvelut"]) == table


@given(ROWS)
@settings(max_examples=15)
def test_what_is_kept_between_calls_changes_nothing(rows: list[Row]) -> None:
    answers = of_rows(rows)
    names = ["laji", "palvelut[kevat]", "palvelut[syksy]", "vaittamat[r1]", "jarjesto"]
    first = {name: crosstab(answers, "malli", by=name) for name in names[:-1]}
    again = {name: crosstab(answers, "malli", by=name) for name in names[:-1]}
    fresh = {name: crosstab(of_rows(rows), "malli", by=name) for name in names[:-1]}
    assert first == again == fresh
    assert len(memory._ENCODED.of(answers).kept) <= memory._KEPT


def test_what_is_kept_goes_with_its_responses() -> None:
    answers = of_rows([{"malli": "k", "laji": "p", "palvelut": None, "paino": 1.0, "jarjesto": "a"}])
    frequency(answers, "malli")
    before = len(memory._ENCODED)
    del answers
    assert len(memory._ENCODED) < before


def test_a_unit_counts_once_in_each_of_figures_that_share_answers() -> None:
    """Three respondents of two associations: "k", "k or e", and "e"."""
    rows = [{"malli": malli, "jarjesto": unit} for malli, unit in (("k", "a"), ("e", "a"), ("e", "b"))]
    answers = of_rows(rows)
    counter = memory.MemoryCounter(answers, plan_of(answers, Design()))
    axis = Codes("malli", 3, (0, 1, 2, -1))
    figures = np.zeros((3, 3 + REASON_COUNT), dtype=bool)
    figures[0, 0] = figures[1, :2] = figures[2, 1] = True
    assert counter.units([], axis, np.zeros(1, dtype=np.intp), 1, figures).tolist() == [[1, 2, 2]]
