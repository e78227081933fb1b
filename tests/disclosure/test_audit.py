from __future__ import annotations

import json
import pickle
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hidden_figures import without
from hidden_tables import counted, hide

import verkosto as vk
from verkosto.aggregate import Method
from verkosto.disclosure import Audit, PublishedTable, Rules, audit, protect
from verkosto.errors import DisclosureError, OptionError

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "disclosure.json").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in GOLDEN["tables"]}


@pytest.fixture(scope="module")
def answers() -> vk.Responses:
    return vk.samples.tukirakenne()


def made(case: dict[str, Any], **options: Any) -> PublishedTable:
    table = vk.crosstab(counted(case["counts"], case["rows"], case["columns"]), "answer", by="group", margins=True)
    return hide(table, {(row, column) for row, column, *_ in case["bounds"]}, **options)


def square(**options: Any) -> PublishedTable:
    """Return a table in which four counts of 3 to 9 are hidden: they move together."""
    table = vk.crosstab(counted([[3, 9, 8], [9, 7, 8], [9, 9, 9]], "abc", "xyz"), "answer", by="group", margins=True)
    return hide(table, {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}, **options)


def ends(found: Audit, attacker: str = "outsider") -> dict[tuple[Any, ...], tuple[float, float]]:
    return {(*f.levels, f.value): (f.low, f.high) for f in found.findings if f.attacker == attacker}


@pytest.mark.parametrize("name", CASES)
def test_published_cases_are_found_out(name: str) -> None:
    case = CASES[name]
    found = audit(made(case, rules=Rules(min_count=3)))
    assert ends(found) == {(row, column): (low, high) for row, column, low, high in case["bounds"]}
    exact = found.exact[found.exact["attacker"] == "outsider"]
    assert exact[["group", "value", "low"]].to_numpy().tolist() == case["exact"]
    assert found.safe is not bool(case["exact"])


@pytest.mark.parametrize(("base", "most"), GOLDEN["percents"]["most"])
def test_one_percent_leaves_as_many_counts_as_it_does(base: int, most: int) -> None:
    widths = []
    for count in range(1, base):
        percent = round(100 * count / base)
        release = vk.reported({"k": percent}, base)
        (low, high) = ends(audit(release, attackers=["outsider"]))["k",]
        assert low <= count <= high
        widths.append(high - low + 1)
    assert max(widths) == most


def test_shares_that_add_up_tell_more_than_each_alone() -> None:
    release = vk.reported({"a": 33, "b": 33, "c": 33}, 300)
    assert release.counts()[["low", "high"]].drop_duplicates().to_numpy().tolist() == [[98, 100]]
    assert set(ends(audit(release)).values()) == {(100, 100)}


def test_a_release_is_safe_where_its_counts_are_large_or_open() -> None:
    assert audit(vk.reported({"k": 73, "e": 27}, 562)).safe
    assert audit(vk.reported({"k": 50, "e": 50}, 20)).safe
    small = audit(vk.reported({"k": 73, "e": 18, "eos": 9}, 11))
    assert [f.why for f in small.findings if f.attacker == "outsider"] == [None, "exact", "exact"]
    one = audit(vk.reported({"k": 96, "e": 4}, 25))
    assert [f.why for f in one.findings if f.attacker == "outsider"] == ["group", "exact"]
    few = audit(vk.reported({"k": 98, "e": 2}, 120))
    assert [f.why for f in few.findings if f.attacker == "outsider"] == [None, "small"]


@pytest.mark.parametrize("options", [{}, {"base": 562, "weights": "paino"}])
def test_nothing_follows_from_shares_of_no_count(options: dict[str, Any]) -> None:
    found = audit(vk.reported({"k": 73, "e": 27}, **options))
    assert all(low == 0 and high >= 562 for low, high in ends(found).values())
    assert found.safe


def test_a_table_that_nobody_protected_gives_away_what_the_rules_hide() -> None:
    case = GOLDEN["groups"]
    table = vk.crosstab(counted(case["counts"], case["rows"], case["columns"]), "answer", by="group")
    found = audit(table)
    assert not found.safe
    assert ends(found) == {
        ("Married", "Full time"): (6, 6),
        ("Divorced", "Full time"): (5, 5),
        ("Divorced", "Part time"): (1, 1),
        ("Single", None): (4, 4),
        ("Single", "Full time"): (2, 2),
        ("Single", "Part time"): (2, 2),
    }
    loose = audit(table, rules=Rules(min_count=1, group=False))
    assert loose.safe
    assert loose.frame.empty


def test_what_is_shown_whole_is_nothing_to_audit(answers: vk.Responses) -> None:
    found = audit(vk.frequency(answers, "malli_a"))
    assert found.safe
    assert "Mitään ei ole jätetty julkaisematta" in str(found)


def test_one_who_knows_the_rules_knows_why_a_number_is_hidden() -> None:
    table = vk.crosstab(counted([[3, 9], [9, 9]], "ab", "xy"), "answer", by="group")
    alone = hide(table, {("a", "x"), ("a", "y")})
    assert ends(audit(alone)) == {("a", "x"): (0, 12), ("a", "y"): (0, 12)}
    # One of two is 1 to 4, or 11 or 12 of 12.
    assert ends(audit(alone), "rule") == {("a", "x"): (0, 12), ("a", "y"): (0, 12)}
    without = hide(table, {("a", "x"), ("a", "y")}, rules=Rules(group=False))
    assert ends(audit(without), "rule") == {("a", "x"): (1, 11), ("a", "y"): (1, 11)}


def test_where_associations_count_a_hidden_number_may_be_large() -> None:
    units = [f"yhdistys {n // 6}" for n in range(30)]
    table = vk.crosstab(counted([[6, 9], [9, 6]], "ab", "xy", unit=units), "answer", by="group")
    found = audit(hide(table, {("a", "x"), ("a", "y")}, rules=Rules(group=False)))
    assert ends(found, "rule") == {("a", "x"): (0, 15), ("a", "y"): (0, 15)}


def test_a_hidden_base_is_a_number_too() -> None:
    table = vk.crosstab(counted([[2, 1], [9, 9], [9, 9]], "abc", "xy"), "answer", by="group", margins=True)
    found = audit(hide(table, {("b", "x")}, bases={"a"}))
    assert ends(found)["a", None] == (3, 3)
    assert [f.figure for f in found.findings if f.value is None] == ["base"] * 3
    assert not found.safe


def test_respondents_know_of_themselves() -> None:
    found = audit(square())
    assert ends(found)["a", "x"] == (0, 12)
    assert ends(found, "respondent")["a", "x"] == (1, 12)
    assert found.safe


def test_several_tables_are_read_together() -> None:
    responses = counted([[3, 9, 8], [9, 7, 8], [9, 9, 9]], "abc", "xyz")
    group = vk.crosstab(responses, "answer", by="group")
    one = hide(group, {("a", "x"), ("a", "y")})
    assert ends(audit(one))["a", "x"] == (0, 12)
    # The totals are in another table, and tell what is missing in the column.
    together = audit([one, vk.frequency(responses, "answer")])
    assert ends(together)["a", "x"] == (3, 3)
    assert not together.safe
    assert list(together.frame.columns[:4]) == ["variable", "value", "figure", "group"]


def test_of_nets_and_boxes_the_rules_tell_less(answers: vk.Responses) -> None:
    nets = audit(protect(vk.nps(answers, "suosittelu", by="toimiala"), min_count=20))
    assert ends(nets, "rule") == ends(nets)
    boxes = audit(protect(vk.top_box(answers, "suosittelu", by="toimiala", boxes=1), min_count=20))
    assert boxes.safe


def test_few_who_are_in_one_table_and_not_in_another_may_be_why_others_are_hidden() -> None:
    responses = counted([[16, 19, 9], [2, 19, 9]], "ab", "xyz")
    tables = [vk.frequency(responses, "answer"), vk.frequency(responses, "answer", where={"group": ["a"]})]
    published = protect(tables)
    found = audit(published)
    assert found.findings
    assert found.safe
    # The two of the other group are why, and no hidden number is small.
    assert ends(found, "rule")["x",][1] > 4


def test_a_hidden_base_of_a_mean_is_hidden_for_few(answers: vk.Responses) -> None:
    found = audit(protect(vk.mean(answers, "jasenia", by="maakunta", margins=True), min_count=9))
    assert {f.figure for f in found.findings} == {"base", "amount"}
    assert found.safe


def test_what_was_hidden_for_the_sake_of_other_tables_says_nothing_of_the_rules() -> None:
    table = hide(
        vk.crosstab(counted([[3, 9], [9, 9]], "ab", "xy"), "answer", by="group"),
        {("a", "x"), ("a", "y")},
        rules=Rules(group=False),
    )
    linked = evolve(table, protection=evolve(table.protection, together=(vk.LocalText("Toinen taulukko"),)))
    assert ends(audit(table), "rule") != ends(audit(table))
    assert ends(audit(linked), "rule") == ends(audit(linked))
    known = evolve(table, protection=evolve(table.protection, together=(table.title,)))
    assert ends(audit(known), "rule") == ends(audit(table), "rule")


@pytest.mark.thorough
@pytest.mark.parametrize("manner", ["suppress", "round", "band"])
def test_the_truth_lies_within_what_readers_compute(answers: vk.Responses, manner: Any) -> None:
    table = vk.crosstab(answers, "malli_a", by="toimiala", margins=True)
    found = audit(protect(table, method=manner, min_count=8))
    truth = {(g, v): n for g, v, n in zip(*(table.cells[c].tolist() for c in ("toimiala", "value", "n")), strict=True)}
    truth |= {(g, None): n for g, n in zip(*(table.cells[c].tolist() for c in ("toimiala", "base")), strict=True)}
    assert found.safe
    for attacker in ("outsider", "rule"):
        computed = ends(found, attacker)
        assert computed
        assert all(low <= truth[key] <= high for key, (low, high) in computed.items() if key in truth)


def test_an_audit_has_a_frame() -> None:
    frame = audit(square(), attackers=["outsider", "respondent"]).frame
    assert frame.columns.tolist() == [
        "variable", "value", "figure", "group", "attacker", "low", "high", "width", "disclosed", "needed_low",
        "needed_high", "safe", "why",
    ]  # fmt: skip
    assert frame["attacker"].tolist() == ["outsider", "respondent"] * 4
    first = frame[["low", "high", "width", "disclosed", "needed_low", "needed_high", "safe"]].to_numpy().tolist()[0]
    assert first == [0, 12, 12, False, 18, 5, True]
    assert frame[["needed_low", "needed_high"]].isna().all(axis=1).tolist() == [False, True] * 4
    empty = audit(vk.reported({"k": 50, "e": 50}, 20)).exact
    assert empty.dtypes.astype(str).to_dict()["disclosed"] == "bool"


def test_an_audit_prints_in_three_languages() -> None:
    found = audit(made(CASES["sdctable4x4_unsafe"]))
    assert repr(found) == "<Audit: 9 numbers, 1 not safe>"
    lines = str(found).splitlines()
    assert lines[:2] == ["Mitä julkaistusta voi laskea", "Lukuja, joita pitäisi suojata: 9. Niistä paljastuu 1."]
    # What is wrong stands first.
    assert lines[4].split("  ")[0] == "b, w"
    assert lines[4].endswith("paljastuu")
    assert "skyddat" in found.to_text("sv")
    assert "A respondent" in found.to_text("en")
    assert "<table>" in found._repr_html_()
    with pytest.raises(OptionError):
        found.to_text("de")


def test_long_audits_are_cut() -> None:
    rows = [f"r{n}" for n in range(30)]
    table = vk.crosstab(counted([[9, 9]] * 30, rows, "xy"), "answer", by="group", margins=True)
    text = audit(hide(table, {(row, answer) for row in rows for answer in "xy"})).to_text("en")
    assert text.endswith("… and 20 more numbers.")


def test_variables_groups_and_totals_are_named(answers: vk.Responses) -> None:
    tables = [vk.crosstab(answers, "malli_a", by="malli_b", margins=True), vk.frequency(answers, "toimiala")]
    lines = audit(tables, rules=Rules(min_count=100, min_base=130)).to_text("en").splitlines()
    names = {line.split("  ")[0] for line in lines}
    assert "Do you support a support structure based on the regions?, Against, Total" in names
    assert "Do you support a support structure based on the regions?, Base, Cannot say" in names
    assert "Field of your association, Youth work" in names


def test_hidden_reasons_of_missing_answers_are_numbers() -> None:
    kysely = vk.Instrument(
        id="k",
        title=vk.LocalText("K"),
        questions=(
            vk.SingleChoice(
                id="q",
                text="Q",
                options=(vk.Option("a", "A"), vk.Option("b", "B"), vk.Option("r", "R", kind="refused")),
            ),
        ),
    )
    import pandas as pd

    responses = vk.Responses.from_frame(pd.DataFrame({"q": ["a"] * 9 + ["b"] * 8 + ["r"] * 3}), kysely)
    plain = audit(vk.frequency(responses, "q"))
    assert [(f.figure, f.value, f.why) for f in plain.findings[:1]] == [("missing", "refused", "exact")]
    assert "ei halunnut vastata" in str(plain)
    found = audit(protect(vk.frequency(responses, "q")))
    low, high = ends(found, "rule")["refused",]
    assert low <= 3 <= high
    assert found.safe


def test_sums_that_the_rules_would_hide_are_given_away(answers: vk.Responses) -> None:
    found = audit(vk.total(answers, "jasenia", by="malli_b"), rules=Rules(dominance=(1, 0.5)))
    assert set(found.frame["figure"]) == {"amount"}
    assert not found.safe


def test_a_hidden_sum_can_be_computed_from_its_total(answers: vk.Responses) -> None:
    table = vk.total(answers, "jasenia", by="malli_b", margins=True)
    hidden = without(table, [1])
    found = audit(hidden)
    amounts = [f for f in found.findings if f.figure == "amount"]
    assert {(f.low, f.high, f.why) for f in amounts} == {(table.frame["estimate"][1],) * 2 + ("exact",)}
    assert "Summa, " in str(found)
    # Two hidden ones are open, down to nothing where no number is below it.
    two = audit(without(table, [1, 2]), attackers=["outsider"])
    assert {f.low for f in two.findings if f.figure == "amount"} == {0}
    assert two.safe


def test_an_audit_pickles_and_compares() -> None:
    found = audit(square())
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again != audit(square(), attackers=["outsider"])


def test_a_method_without_units_counts_respondents() -> None:
    table = square(rules=Rules(group=False))
    assert isinstance(table.method, Method)
    assert ends(audit(evolve(table, method=None)), "rule") == ends(audit(table), "rule")


@pytest.mark.parametrize(
    ("published", "error", "words"),
    [
        ([], DisclosureError, "no table to audit"),
        ("taulukko", OptionError, "a str is none"),
        (7, DisclosureError, "no"),
    ],
)
def test_what_is_no_table_is_refused(published: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        audit(published)


@pytest.mark.parametrize("attackers", [["outsidr"], "hacker", []])
def test_there_are_three_attackers(attackers: Any) -> None:
    with pytest.raises(OptionError, match="there is no attacker"):
        audit(square(), attackers=attackers)
    assert audit(square(), attackers="outsider").attackers == ("outsider",)  # type: ignore[arg-type]


def test_a_table_of_21_regions_is_audited_at_once() -> None:
    """A twentieth of a second on a quiet machine; here ten times as long, of this process alone."""
    rng = np.random.default_rng(1)
    counts = rng.poisson(9, (21, 6)) + 1
    rows, columns = [f"r{n:02}" for n in range(21)], [f"c{n}" for n in range(6)]
    table = vk.crosstab(counted(counts.tolist(), rows, columns), "answer", by="group", margins=True)
    cells = {(rows[i], columns[j]) for i, j in np.argwhere(rng.random((21, 6)) < 0.4)}
    published = hide(table, cells)
    audit(published)
    start = time.process_time()
    found = audit(published)
    assert time.process_time() - start < 0.5
    assert len(found.findings) == 3 * len(cells)
