"""What the kit's strategies make up is what they say."""

from __future__ import annotations

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from verkosto.errors import BindingError, DateNotCoveredError
from verkosto.instruments import (
    PRIVACY,
    Column,
    Instrument,
    MultipleChoice,
    Number,
    Option,
    Question,
    SingleChoice,
    Text,
)
from verkosto.responses import Provenance, Pseudonyms, RawTable, Responses, assemble
from verkosto.testing import answers, assert_accounted, cells, instruments, questions, raw_tables
from verkosto.testing._strategies import columns
from verkosto.testing._strategies_cells import LONGEST_CELL

KEY = Pseudonyms("0123456789abcdef")
SEARCH = settings(max_examples=3000, derandomize=True, phases=[Phase.generate])
FEW = settings(SEARCH, max_examples=20)


def read(table: RawTable, instrument: Instrument, pseudonyms: Pseudonyms | None = None) -> Responses:
    """Decode a table, where it has a column of any question and its areas are covered."""
    codes = {header.code for header in table.headers}
    assume(any(codes & set(question.variables()) for question in instrument))
    try:
        return assemble([table], instrument, provenance=Provenance("koe.csv", "csv"), pseudonyms=pseudonyms)
    except (BindingError, DateNotCoveredError):
        assume(False)
        raise


@given(st.data())
@settings(max_examples=12)
def test_answers_are_decoded_without_an_issue(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    found = read(data.draw(raw_tables(instrument, noise=False)), instrument)
    assert [(issue.variable, issue.reason) for issue in found.issues if issue.value is not None] == []
    assert_accounted(found)


@given(st.data())
@settings(max_examples=10)
def test_tables_with_noise_are_accounted_too_and_pseudonyms_with_a_key(data: st.DataObject) -> None:
    instrument = data.draw(instruments(pseudonyms=True))
    assert_accounted(read(data.draw(raw_tables(instrument)), instrument, KEY))


@given(instruments().flatmap(lambda one: st.tuples(st.just(one), answers(one))))
@settings(max_examples=20)
def test_every_variable_has_an_answer_or_none(pair: tuple[Instrument, dict[str, str]]) -> None:
    instrument, given_answers = pair
    listed = [column.id for column in instrument.columns]
    assert list(given_answers) == listed + [name for question in instrument for name in question.variables()]


def test_only_who_was_asked_answers() -> None:
    options = (Option("k", "Kyllä"), Option("e", "Ei"))
    one, several = SingleChoice("yksi", "Yksi?", options=options), MultipleChoice("monta", "Monta?", options=options)
    asked = Text("a", "A?", asked_if={"yksi": ("k",)}), Text("b", "B?", asked_if={"monta": ("e",)})
    kysely = Instrument("i", "I", questions=[one, several, *asked])

    def wrong(given: dict[str, str]) -> bool:
        return bool((given["a"] and given["yksi"] != "k") or (given["b"] and not given["monta[e]"]))

    assert find(answers(kysely), lambda given: bool(given["a"] and given["b"]), settings=SEARCH)
    with pytest.raises(NoSuchExample):
        find(answers(kysely), wrong, settings=FEW)


@pytest.mark.parametrize("made", [questions(name="a", kind=Text), columns(name="a")], ids=["text", "column"])
def test_questions_and_columns_are_of_every_privacy(made: st.SearchStrategy[Question | Column]) -> None:
    left = {None, *PRIVACY}

    def was_last(one: Question | Column) -> bool:
        left.discard(one.privacy)
        return not left

    find(made, was_last, settings=SEARCH)


def test_pseudonyms_are_there_where_they_are_wanted_and_nowhere_else() -> None:
    assert find(questions(name="a", kind=Text, pseudonyms=True), _has_pseudonym, settings=SEARCH)
    assert find(
        columns(name="a", pseudonyms=True), lambda one: _has_pseudonym(one) and not one.withheld, settings=SEARCH
    )
    with pytest.raises(NoSuchExample):
        find(instruments(), lambda one: any(map(_has_pseudonym, (*one.columns, *one))), settings=FEW)


def _has_pseudonym(part: Column | Question) -> bool:
    return isinstance(part, Column | Text) and part.pseudonym is not None


@given(raw_tables())
@settings(max_examples=40)
def test_tables_without_an_instrument_have_any_text(table: RawTable) -> None:
    assert [header.position for header in table.headers] == list(range(1, len(table.headers) + 1))
    assert all(len(text) <= LONGEST_CELL for column in table.columns for text in column.values)


def test_noise_makes_issues_and_columns_that_nobody_claims() -> None:
    kysely = Instrument("i", "I", questions=[Number("ika", "Ikä")])

    def noisy(table: RawTable) -> bool:
        if "ika" not in {header.code for header in table.headers}:
            return False
        found = assemble([table], kysely, provenance=Provenance("koe.csv", "csv")).provenance
        return found is not None and min(found.cells.issues, found.cells.decoded, found.cells.unbound) > 0

    assert find(raw_tables(kysely), noisy, settings=SEARCH)


def test_cells_are_long_at_times_and_hold_what_readers_stumble_over() -> None:
    assert find(cells().map(len), lambda length: length == LONGEST_CELL, settings=SEARCH)
    assert find(cells(), lambda cell: cell == "00770", settings=SEARCH)
    assert find(cells(codec="latin-1"), lambda cell: "\n" in cell, settings=SEARCH)


@given(cells(codec="latin-1"))
@settings(max_examples=60)
def test_cells_of_an_encoding_can_be_written_in_it(cell: str) -> None:
    assert cell.encode("latin-1").decode("latin-1") == cell
