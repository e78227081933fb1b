"""The ledger: a file that remembers what readers saw, and what it finds in a new table."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_answers import kysely, responses
from numpy.typing import NDArray

from verkosto import aggregate
from verkosto.aggregate import HIDDEN_STATUS, NO_COUNT, Columns, Table
from verkosto.disclosure import Ledger
from verkosto.disclosure._differences import with_differences
from verkosto.disclosure._protection import Protection
from verkosto.disclosure._published import PublishedTable, published
from verkosto.disclosure._relations import problem_of
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._stated import absences_of_all
from verkosto.disclosure._suppress import suppress
from verkosto.errors import DateError, DisclosureError, SourceError, TableFormatError

COUNTS = {"p": {"k": 12, "e": 9}, "v": {"k": 30, "e": 25}}


def table_of(more: Sequence[tuple[str, str]] = (), **options: Any) -> Table:
    """Answers by kind of association, and some more that came late."""
    rows = [(kind, code) for kind, of in COUNTS.items() for code, n in of.items() for _ in range(n)]
    kinds, codes = zip(*rows, *more, strict=True)
    answers = responses(kysely(**options), {"laji": list(kinds), "malli": list(codes)})
    return aggregate.crosstab(answers, "malli", by="laji", margins=True)


def publish(table: Table, hidden: Sequence[tuple[str, str]] = ()) -> PublishedTable:
    """The table without some figures, by group and value."""
    rows = np.array([pair in hidden for pair in zip(table.cells["laji"], table.cells["value"], strict=True)])
    return published(
        table, Protection(rules=Rules()), cells=without(table, rows), absences=absences_of_all(table), method=None
    )


def without(table: Table, rows: NDArray[np.bool_], bases: NDArray[np.bool_] | None = None) -> Columns:
    """The figures without some rows and bases."""
    data = dict(table.cells.data)
    data["n"] = np.where(rows, NO_COUNT, data["n"])
    data["estimate"] = np.where(rows, np.nan, data["estimate"])
    data["base"] = np.where(False if bases is None else bases, NO_COUNT, data["base"])
    data["status"] = np.where(rows, HIDDEN_STATUS, data["status"])
    return Columns(data)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "julkaistut.jsonl")


def test_a_table_is_added_once(ledger: Ledger) -> None:
    assert list(ledger) == []
    entry = ledger.add(publish(table_of()), on="2020-05-04")
    again = ledger.add(publish(table_of()), on="2021-01-01")
    assert again.id == entry.id
    assert str(again.on) == "2020-05-04"
    assert [(known.id, known.instrument, known.by) for known in ledger] == [(entry.id, "kysely-2020", ("laji",))]
    assert ledger.path.read_text(encoding="utf-8").count("\n") == 1
    assert repr(ledger) == "<Ledger 'julkaistut.jsonl'>"


def test_the_same_call_writes_the_same_line(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Ledger(str(tmp_path / name)).add(publish(table_of()))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_line_that_two_programs_wrote_counts_once(ledger: Ledger) -> None:
    ledger.add(publish(table_of()))
    line = ledger.path.read_text(encoding="utf-8")
    ledger.path.write_text(line + "\n" + line, encoding="utf-8")
    assert len(list(ledger)) == 1


def test_nothing_hidden_is_in_the_file(ledger: Ledger) -> None:
    """12 and 9 are hidden, and so are 42 and 34, of which they could be computed."""
    cells = [("p", "k"), ("p", "e"), ("*", "k"), ("*", "e"), ("v", "k"), ("v", "e")]
    ledger.add(publish(table_of(), cells))
    numbers = json.loads(ledger.path.read_text(encoding="utf-8"))["counts"]["numbers"]
    values = [number[1] for number in numbers if number[1]]
    assert sorted(values) == [21, 55, 76]


def test_one_who_answered_late_is_found(ledger: Ledger) -> None:
    ledger.add(publish(table_of()), on="2020-05-04")
    later = table_of([("p", "k"), *[("v", "k")] * 9])
    clashes = ledger.check(publish(later))
    assert {clash.difference for clash in clashes} == {1}
    # Those of the kind and of the answer: the base and the figure of the small group.
    assert len(clashes) == 2
    assert ledger.check(publish(table_of())) == ()


def test_a_later_table_is_adapted(ledger: Ledger) -> None:
    ledger.add(publish(table_of()))
    later = table_of([("p", "k"), *[("v", "k")] * 9])
    entries = ledger.earlier([later])
    posed = problem_of([later], Rules())
    problem = with_differences(posed.counts, entries, Rules(), ledger.same)
    hidden = suppress(problem).hidden[: len(posed.counts.system)]
    (standing,) = posed.arranged.standings
    rows = hidden[standing.rows] | hidden[standing.bases]
    shown = later.cells["laji"][~rows].tolist()
    # The small group is hidden whole, and so is the other, or else the total: it would tell the first.
    assert "p" not in shown
    assert len(set(shown)) == 1
    cells = without(later, rows, hidden[standing.bases])
    adapted = published(later, Protection(rules=Rules()), cells=cells, absences=_none(), method=None)
    assert ledger.check(adapted) == ()


def _none() -> Columns:
    return Columns.of_lists({"variable": [], "laji": [], "reason": [], "n": []})


def test_what_has_other_respondents_is_not_taken_into_account(tmp_path: Path) -> None:
    path = tmp_path / "julkaistut.jsonl"
    Ledger(path).add(publish(table_of()))
    other = table_of([("p", "k")], id="kysely-2023")
    assert Ledger(path).earlier([other]) == ()
    panel = Ledger(path, same={"kysely-2020", "kysely-2023"})
    assert len(panel.earlier([other])) == 1
    assert len(panel.check(publish(other))) == 4
    assert Ledger(path, same="kysely-2020").same == {"kysely-2020"}


def test_a_damaged_line_is_named(ledger: Ledger) -> None:
    ledger.add(publish(table_of()))
    with ledger.path.open("a", encoding="utf-8") as file:
        file.write('\n{"schema": "verkosto.ledger/1", "id"')
    with pytest.raises(TableFormatError, match=r"julkaistut\.jsonl, line 3: it is no JSON\. Take the line back"):
        list(ledger)
    with pytest.raises(TableFormatError, match="line 3"):
        ledger.add(publish(table_of([("p", "k")])))


def test_a_line_without_an_end_is_ended_before_the_next(ledger: Ledger) -> None:
    """An editor may leave out the end of the last line."""
    ledger.add(publish(table_of()))
    ledger.path.write_text(ledger.path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    ledger.add(publish(table_of([("p", "k")])))
    assert len(list(ledger)) == 2


def _add_some(path: str, some: int) -> None:
    for more in range(3):
        Ledger(path).add(publish(table_of([("p", "k")] * (3 * some + more + 1))))


def test_programs_that_add_at_once_do_not_mix_their_lines(tmp_path: Path) -> None:
    path = str(tmp_path / "julkaistut.jsonl")
    programs = [multiprocessing.get_context("fork").Process(target=_add_some, args=(path, some)) for some in range(2)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0, 0]
    assert len(list(Ledger(path))) == 6


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the ledger cannot be read"):
        list(Ledger(tmp_path))
    with pytest.raises(SourceError, match="the ledger cannot be written"):
        Ledger(tmp_path / "nowhere" / "julkaistut.jsonl").add(publish(table_of()))
    (tmp_path / "latin").write_bytes("pöytä".encode("latin-1"))
    with pytest.raises(TableFormatError, match="latin: the file is no UTF-8 text"):
        list(Ledger(tmp_path / "latin"))


def test_only_protected_tables_are_taken(ledger: Ledger) -> None:
    with pytest.raises(DisclosureError, match=r"keeps only what `vk.protect` returns, not a Table"):
        ledger.add(table_of())  # type: ignore[arg-type]
    with pytest.raises(DisclosureError, match=r"can check only what `vk.protect` returns"):
        ledger.check(table_of())  # type: ignore[arg-type]
    with pytest.raises(DateError):
        ledger.add(publish(table_of()), on="4.5.2020")
    assert not ledger.path.exists()
