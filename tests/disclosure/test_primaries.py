"""What the rules hide, on tables whose small figures are known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Table, crosstab, frequency, mean, net, proportion, top_box
from verkosto.disclosure._primaries import units_of_bases
from verkosto.disclosure._relations import Posed, problem_of
from verkosto.disclosure._rules import Rules
from verkosto.responses import Responses


def of_counts(counts: dict[str, dict[str, int]], **more: Any) -> Responses:
    """Answers with so many of each `malli` in each `laji` or `kunta`."""
    given = [(group, code) for group, codes in counts.items() for code, n in codes.items() for _ in range(n)]
    return vastaukset(laji=[group for group, _ in given], malli=[code for _, code in given], **more)


def marked(posed: Posed, place: int = 0) -> dict[tuple[str, ...], tuple[float, float]]:
    """The rows of a table that must be hidden, with what must seem possible."""
    standing, problem = posed.arranged.standings[place], posed.counts
    names = ("value", *standing.table.by)
    return {
        tuple(standing.table.cells[name][row] for name in names): (problem.need_low[at], problem.need_high[at])
        for row, at in enumerate(standing.rows.tolist())
        if problem.primary[at]
    }


def bases(posed: Posed) -> set[str]:
    standing = posed.arranged.standings[0]
    return {standing.table.cells["laji"][row] for row, at in enumerate(standing.bases) if posed.counts.primary[at]}


def test_a_figure_of_few_is_hidden_and_none_of_nobody() -> None:
    table = frequency(of_counts({"p": {"k": 20, "e": 4, "eos": 0}}), "malli")
    assert marked(problem_of([table], Rules(group=False))) == {("e",): (0, 5)}
    assert marked(problem_of([table], Rules(min_count=4, group=False))) == {}


def test_few_associations_behind_many_respondents_are_few() -> None:
    values = {"malli": ["k"] * 12 + ["e"] * 12, "jarjesto": list("AABBAABBAABB") + list("CDEFGHIJKLMN")}
    table = frequency(responses(kysely(unit_id="jarjesto"), values), "malli")
    assert marked(problem_of([table], Rules())) == {("k",): (7, 15)}


def test_of_a_small_group_nothing_is_shown() -> None:
    table = crosstab(of_counts({"p": {"k": 2, "e": 1, "eos": 0}, "v": {"k": 10, "e": 9, "eos": 8}}), "malli", by="laji")
    posed = problem_of([table], Rules())
    assert set(marked(posed)) == {("k", "p"), ("e", "p")}
    assert bases(posed) == {"p"}
    base = posed.arranged.standings[0].bases[0]
    # Readers see that the group exists.
    assert (posed.counts.need_low[base], posed.counts.need_high[base]) == (1, 5)
    tied = {posed.arranged.standings[0].rows[row] for row in range(3)}
    assert {other for one, other in posed.counts.ties if one == base} == tied


def test_a_larger_least_base_hides_figures_that_are_not_small() -> None:
    table = crosstab(of_counts({"p": {"k": 6, "e": 0, "eos": 0}, "v": {"k": 8, "e": 9, "eos": 8}}), "malli", by="laji")
    assert marked(problem_of([table], Rules(min_base=10, group=False))) == {("k", "p"): (0, 6)}
    assert marked(problem_of([table], Rules(min_base=0, group=False))) == {}


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ({"k": 6, "e": 0, "eos": 0}, {("k",): (4, 6)}),
        ({"k": 5, "e": 1, "eos": 0}, {("k",): (4, 5), ("e",): (0, 1)}),
        ({"k": 5, "e": 2, "eos": 0}, {("e",): (0, 2)}),
    ],
)
def test_all_of_a_group_or_all_but_one_in_one_category(codes: dict[str, int], found: dict[Any, Any]) -> None:
    table = frequency(of_counts({"p": codes}), "malli")
    assert set(marked(problem_of([table], Rules(min_count=5, min_base=2)))) == set(found)
    alone = marked(problem_of([table], Rules(min_count=1)))
    assert alone == {name: ends for name, ends in found.items() if name == ("k",) and codes["e"] < 2}
    assert marked(problem_of([table], Rules(min_count=1, group=False))) == {}


def test_marital_status_and_working_hours_of_the_handbook() -> None:
    """Hundepool et al., Handbook on Statistical Disclosure Control, chapter 5: group attribute disclosure.

    All married persons work full time; of the divorced all but one do, and that one knows it of the others.
    """
    hours = {"k": "full time", "e": "part time"}
    counts = {"p": {"k": 6, "e": 0}, "v": {"k": 5, "e": 1}}
    found = marked(problem_of([crosstab(of_counts(counts), "malli", by="laji")], Rules(min_count=1)))
    assert {(hours[value], group) for value, group in found} == {("full time", "p"), ("full time", "v")}
    single = crosstab(of_counts({"p": {"k": 2, "e": 2}}), "malli", by="laji")
    assert marked(problem_of([single], Rules(min_count=1))) == {}


def test_whom_a_box_leaves_out_gave_other_answers() -> None:
    answers = of_counts({"p": {"k": 9, "e": 0, "eos": 0}, "v": {"k": 7, "e": 8, "eos": 8}})
    table = proportion(answers, "malli", values=["e", "eos"], by="laji")
    assert marked(problem_of([table], Rules())) == {("e+eos", "p"): (0, 2)}
    ticks = frequency(vastaukset(palvelut=[("kevat",)] * 9 + [("syksy",)] * 9), "palvelut")
    assert marked(problem_of([ticks], Rules())) == {}


def test_the_sides_of_a_net_are_told_by_it() -> None:
    answers = of_counts({"p": {"k": 10, "e": 3, "eos": 10}, "v": {"k": 10, "e": 10, "eos": 10}})
    posed = problem_of([net(answers, "malli", positive="k", negative="e", by="laji", dont_know="include")], Rules())
    standing, problem = posed.arranged.standings[0], posed.counts
    above, below = standing.ends[0]
    assert problem.system.values[[above, below]].tolist() == [10, 3]
    assert problem.primary[standing.ends].tolist() == [[False, True], [False, False]]
    # The net of 23 of whom 10 are for and 3 against: 10 two steps and 10 one step above the lowest.
    assert problem.system.values[standing.scores[0]] == 30
    assert (standing.bases[0], standing.scores[0]) in problem.ties


@pytest.mark.parametrize("include", ["include", "exclude"])
def test_all_on_one_side_of_a_net(include: Any) -> None:
    answers = of_counts({"p": {"k": 10, "e": 0, "eos": 0}})
    table = net(answers, "malli", positive="k", negative="e", dont_know=include)
    posed = problem_of([table], Rules())
    assert posed.counts.primary[posed.arranged.standings[0].ends].tolist() == [[True, False]]
    assert not problem_of([table], Rules(group=False)).counts.primary.any()


def test_a_mean_and_a_base_tell_two_hidden_counts() -> None:
    answers = vastaukset(**{"vaittamat[r1]": ["1"] * 3 + ["2"] * 20})
    counts, of_numbers = frequency(answers, "vaittamat[r1]"), mean(answers, "vaittamat[r1]")
    alone = problem_of([of_numbers], Rules())
    assert (alone.arranged.standings[0].scores < 0).all()
    assert not alone.counts.primary.any()
    both = problem_of([counts, of_numbers], Rules())
    score = both.arranged.standings[1].scores[0]
    # 20 stand one step above 3: the score is the count itself.
    assert score == both.arranged.standings[0].rows[1]


def test_a_mean_at_the_end_of_its_scale_tells_what_all_answered() -> None:
    answers = vastaukset(**{"vaittamat[r1]": ["2"] * 9})
    posed = problem_of([mean(answers, "vaittamat[r1]")], Rules())
    (place,) = np.flatnonzero(posed.counts.primary)
    assert (posed.counts.need_low[place], posed.counts.need_high[place]) == (7, 9)


def test_few_who_refused_are_hidden_and_few_who_left_blank_are_not() -> None:
    table = frequency(vastaukset(malli=["k"] * 10 + ["e"] * 10 + ["kt"] * 2 + [None] * 2), "malli")
    posed = problem_of([table], Rules())
    standing = posed.arranged.standings[0]
    hidden = posed.counts.primary[standing.missing]
    assert dict(zip(standing.absences["reason"], hidden, strict=True)) == {"refused": True, "not_answered": False}
    relaxed = problem_of([table], Rules(missing=False))
    assert not relaxed.counts.primary.any()


def test_missing_rows_of_groups_are_put_together() -> None:
    answers = vastaukset(malli=["kt", "kt", "k", "k", None, "k"], laji=["p", "v", "p", "v", "v", None])
    (standing,) = problem_of([crosstab(answers, "malli", by="laji")], Rules()).arranged.standings
    assert standing.absences.lists() == {
        "variable": ["malli", "malli", "laji"], "laji": [None] * 3,
        "reason": ["refused", "not_answered", "not_answered"], "n": [2, 1, 1],
    }  # fmt: skip


def test_a_difference_of_tables_that_tells_of_few_is_hidden() -> None:
    """All but one answered that they are of a kind, so two tables together tell what that one answered."""
    answers = of_counts({"p": {"k": 20, "e": 20}, "v": {"e": 1}})
    alone = problem_of([frequency(answers, "malli")], Rules())
    assert not alone.counts.primary.any()
    both = problem_of([frequency(answers, "malli"), frequency(answers, "malli", where={"laji": ["p"]})], Rules())
    rests = np.flatnonzero(both.counts.primary & ~both.counts.system.shown)
    assert both.counts.system.values[rests].tolist() == [1]
    assert (both.counts.need_low[rests].tolist(), both.counts.need_high[rests].tolist()) == ([0], [5])


def test_who_has_no_group_is_known_to_nobody() -> None:
    counts = {"p": {"k": 20, "e": 20}, "v": {"k": 20, "e": 20}}
    codes = [*of_counts(counts).variable("malli").codes, 0]  # type: ignore[union-attr]
    more = vastaukset(
        malli=["kee"[code] if code < 2 else "eos" for code in codes], laji=["p"] * 40 + ["v"] * 40 + [None]
    )
    both = problem_of([crosstab(more, "malli", by="laji", margins=True), frequency(more, "malli")], Rules())
    assert not both.counts.primary.any()


def test_means_are_hidden_with_their_small_base() -> None:
    answers = vastaukset(jasenia=[1, 2, 3, 4, 5, 6, 7, 8, 9], laji=["p"] * 3 + ["v"] * 6)
    posed = problem_of([mean(answers, "jasenia", by="laji")], Rules(dominance=None, p_percent=None))
    assert bases(posed) == {"p"}
    amounts = posed.amounts(posed.counts.primary)
    assert amounts is not None
    assert amounts.primary.tolist() == [True, False]


def test_without_the_answers_a_base_has_the_units_of_its_greatest_cell_at_least() -> None:
    values = {"malli": ["k"] * 8 + ["e"] * 2, "jarjesto": list("ABCDEFGHII")}
    table = frequency(responses(kysely(unit_id="jarjesto"), values), "malli")
    bare = Table.from_json(table.to_json())
    assert (units_of_bases(table)[0], units_of_bases(bare)[0]) == (9, 8)


def test_boxes_of_few() -> None:
    table = top_box(vastaukset(**{"vaittamat[r1]": ["1"] * 9 + ["2"] * 3}), "vaittamat[r1]", boxes=1)
    assert marked(problem_of([table], Rules())) == {("top1",): (0, 5)}
