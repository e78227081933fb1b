"""Laws of coders' workbooks: untouched they say nothing, order says nothing, and whatever is typed is somewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from attrs import evolve
from coder_books import BOOK, coding_of
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.themes import Coding
from verkosto.themes._workbook_key import plain
from verkosto.themes._workbook_marks import done_of, mark_of
from verkosto.themes._workbook_plan import words_out

# Each example writes and reads a workbook: five in the quick suite, as many more as a longer profile has.
FEW = settings(max_examples=settings().max_examples // 8)
THOUGHTS = (
    "tilat {}",
    "raha {}",
    "=1+{}",
    "- verkosto {}",
    "rivi {}\nrivi",
    "'{}",
    "{} שלום",
    "🤝 {}",
    "a\tb {}",
    "_x0041_ {}",
)
answers = st.lists(st.sampled_from(THOUGHTS), min_size=1, max_size=5).map(
    lambda forms: [form.format(f"t{n}") for n, form in enumerate(forms)]
)


@contextmanager
def workbook(coding: Coding, **options: Any) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "k.xlsx")
        coding.workbook(path, coders=("A", "B"), **options)
        yield path


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    """A coding that has gone some way: answers proposed, coded, waiting."""
    texts = draw(answers)
    width = len(BOOK)
    rows = st.lists(st.lists(st.sampled_from([0, 1]), min_size=width, max_size=width), min_size=len(texts))
    proposed = draw(rows)[: len(texts)]
    coding = coding_of(texts, proposed=proposed, coders=("A",))
    marks, pending = coding.marks.copy(), coding.pending.copy()
    for row in range(len(texts)):
        state = draw(st.sampled_from(["new", "coded", "waits"]))
        if state == "coded":
            marks[0, row] = draw(st.lists(st.sampled_from([0, 1]), min_size=width, max_size=width))
        elif state == "waits" and any(proposed[row]):
            pending[0, row] = draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=width, max_size=width))
            pending[0, row, proposed[row].index(1)] = -1
    return evolve(coding, marks=marks, pending=pending)


@FEW
@given(codings(), st.booleans(), st.booleans(), st.sampled_from(["fi", "sv", "en"]))
def test_untouched_it_says_nothing(coding: Coding, blind: bool, shuffle: bool, lang: str) -> None:
    with workbook(coding, blind=blind, shuffle=shuffle, lang=lang, show="tyyppi") as path:
        back = coding.read_workbook(path)
    assert (back.marks[:1] == coding.marks).all()
    assert (back.pending[:1] == coding.pending).all()
    assert not (back.marks[1] != -1).any()
    assert (back.changes, back.comments, back.issues) == ((), (), ())


CELLS = st.sampled_from(["x", "-", "?", None, "ehkä"])


@FEW
@given(st.data(), codings())
def test_order_of_rows_and_columns_says_nothing(data: st.DataObject, coding: Coding) -> None:
    with workbook(coding) as path:
        book = openpyxl.load_workbook(path)
        page = book["A"]
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        themes = [place for place, key in enumerate(rows[0]) if str(key).startswith("verkosto:theme:")]
        for row in rows[2:]:
            for place in data.draw(st.lists(st.sampled_from(themes), max_size=3)):
                row[place] = data.draw(CELLS)
        columns = data.draw(st.permutations(range(len(rows[0]))))
        order = [0, 1, *(2 + n for n in data.draw(st.permutations(range(len(rows) - 2))))]
        found = []
        for turn in ([*range(len(rows))], order):
            page.delete_rows(1, page.max_row)
            for place in turn:
                page.append(rows[place] if turn is not order else [rows[place][column] for column in columns])
            book.save(path)
            found.append(coding.read_workbook(path))
    one, other = found
    assert (one.marks == other.marks).all()
    assert (one.pending == other.pending).all()
    assert [evolve(change, place="") for change in one.changes] == [
        evolve(change, place="") for change in other.changes
    ]
    assert sorted((i.reason, str(i.value)) for i in one.issues) == sorted(
        (i.reason, str(i.value)) for i in other.issues
    )


@FEW
@given(codings(), st.data())
def test_every_mark_that_differs_is_one_change_at_its_cell(coding: Coding, data: st.DataObject) -> None:
    with workbook(coding) as path:
        book = openpyxl.load_workbook(path)
        page = book["A"]
        heads = {str(cell.value).removeprefix("verkosto:theme:"): cell.column_letter for cell in page[1]}
        row = data.draw(st.integers(3, 2 + len(coding.answers)))
        said = {theme: data.draw(st.sampled_from(["x", "-"])) for theme in BOOK.ids}
        before = {theme: page[f"{heads[theme]}{row}"].value for theme in BOOK.ids}
        for theme, mark in said.items():
            page[f"{heads[theme]}{row}"] = mark
        answer = page[f"A{row}"].value
        page[f"B{row}"] = "x"
        book.save(path)
        back = coding.read_workbook(path)
    at = coding.answers.places[answer]
    assert back.marks[0, at].tolist() == [int(said[theme] == "x") for theme in BOOK.ids]
    was = coding.marks[0, at] if coding.coded[0, at] else coding.pending[0, at]
    for place, theme in enumerate(BOOK.ids):
        mine = [change for change in back.changes if change.theme == theme]
        if said[theme] == "x" and was[place] != 1:
            assert [(change.after, change.place) for change in mine] == [
                ("yes", f"k.xlsx, sheet 'A', cell {heads[theme] if before[theme] != 'x' else 'B'}{row}")
            ]
        if said[theme] == "x" and was[place] == 1:
            assert mine == []
    assert {change.answer for change in back.changes} <= {answer}
    assert back.issues == ()


typed = st.text(st.sampled_from("abcåäö 0123456789=+-@'?!\n🤝ש"), min_size=1, max_size=12).filter(
    lambda text: mark_of(text) == done_of(text) == 3 and plain(text) and text == text.strip()
)
PLACES = st.tuples(st.sampled_from(["A", "B", "Ohje", "Teemat"]), st.integers(1, 9), st.integers(1, 13))


@FEW
@given(st.dictionaries(PLACES, typed, min_size=1, max_size=20))
def test_whatever_is_typed_anywhere_is_in_a_comment_or_an_issue(texts: dict[tuple[str, int, int], str]) -> None:
    coding = coding_of(proposed=[[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1]])
    known = set(map(plain, words_out(BOOK)))
    with workbook(coding) as path:
        book = openpyxl.load_workbook(path)
        for (sheet, row, column), text in texts.items():
            cell = book[sheet].cell(row, column)
            cell.value = text
            cell.data_type = "s"
        book.save(path)
        back = coding.read_workbook(path)
    kept = {plain(comment.text) for comment in back.comments} | {plain(issue.value or "") for issue in back.issues}
    assert {plain(text) for text in texts.values()} - known <= kept
    assert back.answers.distinct == coding.answers.distinct


@FEW
@given(st.lists(typed, min_size=13, max_size=13, unique=True), st.sampled_from([1, 2, 3, 9]), st.booleans())
def test_a_whole_row_that_is_typed_over_is_kept(texts: list[str], row: int, show: bool) -> None:
    coding = coding_of(proposed=[[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1]])
    with workbook(coding, show="tyyppi" if show else ()) as path:
        book = openpyxl.load_workbook(path)
        for column, text in enumerate(texts, start=1):
            book["A"].cell(row, column).value = text
            book["A"].cell(row, column).data_type = "s"
        book.save(path)
        back = coding.read_workbook(path)
    kept = {plain(comment.text) for comment in back.comments} | {plain(issue.value or "") for issue in back.issues}
    assert {plain(text) for text in texts} - set(map(plain, words_out(BOOK))) <= kept
