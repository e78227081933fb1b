"""The kit's assertions fail where something is wrong, tell the place, and never what stands there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from reading import assembled, made

from verkosto.instruments import Column, Instrument, Number, Option, SingleChoice, Text
from verkosto.responses import CellCounts, Responses
from verkosto.testing import assert_accounted, assert_nothing_lost, assert_same_responses

KYSELY = made(
    SingleChoice("malli", "Malli", options=(Option("k", "Kannatan"), Option("e", "En kannata"))),
    Number("ika", "Ikä"),
    Text("miksi", "Miksi"),
    columns=(Column("posti", "Sähköposti", role="email"),),
)
TITLES = ("Malli", "Ikä", "Miksi", "Sähköposti", "Muuta", "Puhelin")
ROWS = (
    ("Kannatan", "12", "salaisuus", "a@b.fi", "x", "040 123 4567"),
    ("", "vanha", "", "", "y", ""),
    ("hm", " ", "", "", "", ""),
)
CELLS = {(row, place): cell for row, cells in enumerate(ROWS, start=2) for place, cell in enumerate(cells, start=1)}


def read(rows: Any = ROWS, instrument: Instrument = KYSELY, titles: Any = TITLES) -> Responses:
    return assembled(instrument, titles, rows)


def counted(**counts: int) -> Responses:
    responses = read()
    assert responses.provenance is not None
    return evolve(
        responses, provenance=evolve(responses.provenance, cells=evolve(responses.provenance.cells, **counts))
    )


def test_what_was_read_is_accounted_and_nothing_is_lost() -> None:
    responses = read()
    assert responses.provenance is not None
    assert responses.provenance.cells == CellCounts(9, decoded=3, issues=2, unbound=2, withheld=2)
    assert_accounted(responses)
    assert_nothing_lost(CELLS, responses)
    assert_same_responses(responses, read())


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"decoded": 4}, "4 decoded + 2 issues + 2 unbound + 2 withheld cells are not the 9 that were read"),
        ({"decoded": -1, "withheld": 6}, "decoded are counted as -1, below nothing"),
        ({"issues": 1, "decoded": 4}, "1 cells are counted under issues, and 2 stand there"),
        ({"unbound": 3, "decoded": 2}, "3 cells are counted under unbound, and 2 stand there"),
    ],
)
def test_cells_that_are_counted_wrongly_are_told(counts: Mapping[str, int], said: str) -> None:
    with pytest.raises(AssertionError) as failure:
        assert_accounted(counted(**counts))
    assert said in str(failure.value)


def test_responses_without_an_origin_cannot_be_counted() -> None:
    with pytest.raises(AssertionError, match="do not know where they came from"):
        assert_accounted(evolve(read(), provenance=None))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({(3, 2): "vanhus"}, "row 3, column 2: the cell stands otherwise in its issue"),
        ({(3, 5): "z"}, "row 3, column 5: the cell stands otherwise in `unbound`"),
        ({(9, 5): "z"}, "row 9, column 5: the cell stands otherwise in `unbound`, or in another row"),
        ({(3, 1): "Kannatan"}, "6 cells stand neither in an issue nor in `unbound`; 3 were decoded and 2 withheld"),
        ({(2, 1): ""}, "4 cells stand neither"),
    ],
)
def test_lost_cells_are_told_by_place(cells: Mapping[tuple[int, int], str], said: str) -> None:
    with pytest.raises(AssertionError) as failure:
        assert_nothing_lost({**CELLS, **cells}, read())
    assert said in str(failure.value)
    assert "vanhus" not in str(failure.value)


def changed(place: int, cell: str) -> Callable[[], Responses]:
    rows = [list(row) for row in ROWS]
    rows[0][place] = cell
    return lambda: read(rows)


def other_kind() -> Instrument:
    malli, _, miksi = KYSELY.questions
    return evolve(KYSELY, questions=(malli, Text("ika", "Ikä"), miksi))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (lambda: read(ROWS[:2]), "3 rows are not 2"),
        (lambda: read(instrument=evolve(KYSELY, title="Toinen")), "the codebooks differ"),
        (lambda: read(instrument=evolve(KYSELY, questions=KYSELY.questions[:2])), "the answers have other columns"),
        (lambda: read(instrument=other_kind()), "the answers in 'ika' are Float64 and string"),
        (changed(0, "En kannata"), "the answers in 'malli' differ in 1 rows: 0"),
        (changed(1, "13"), "the answers in 'ika' differ in 1 rows: 0"),
        (changed(2, "toinen syy"), "the answers in 'miksi' differ in 1 rows: 0"),
        (changed(1, ""), "why 'ika' is missing differ in 1 rows: 0"),
        (changed(4, "z"), "the unbound columns in 'Muuta' differ in 1 rows: 0"),
        (changed(1, "vanhus"), "only one of the two has the issue, or with another value: row 2, column 2 'Ikä'"),
        (lambda: read(titles=(*TITLES[:4], "Muu", "Puhelin")), "the unbound columns have other columns"),
        (lambda: evolve(read(), provenance=None), "only one of the two knows where it came from"),
        (lambda: counted(withheld=3), "their provenance differs in `cells`"),
    ],
)  # fmt: skip
def test_a_difference_is_told_by_place_and_not_by_value(other: Callable[[], Responses], said: str) -> None:
    with pytest.raises(AssertionError) as failure:
        assert_same_responses(read(), other())
    assert said in str(failure.value)
    for secret in ("salaisuus", "toinen syy", "vanhus", "a@b.fi"):
        assert secret not in str(failure.value)


def test_many_differences_are_cut_short() -> None:
    many = [[f"v{row}", "", "", "", "", ""] for row in range(9)]
    with pytest.raises(AssertionError) as failure:
        assert_same_responses(read(many), read([[f"w{row}", "", "", "", "", ""] for row in range(9)]))
    assert str(failure.value).endswith("more")
    texts = [["", "", f"v{row}", "", "", ""] for row in range(9)]
    with pytest.raises(AssertionError, match=r"differ in 9 rows: 0, 1, 2, 3, 4 …"):
        assert_same_responses(read(texts), read([["", "", "x", "", "", ""]] * 9))


def test_the_origin_may_be_another_where_that_is_said() -> None:
    one = read()
    assert one.provenance is not None
    other = evolve(one, provenance=evolve(one.provenance, backend="toinen"))
    with pytest.raises(AssertionError, match="their provenance differs in `backend`"):
        assert_same_responses(one, other)
    assert_same_responses(one, other, origin=False)
    assert_same_responses(evolve(one, provenance=None), evolve(one, provenance=None))


def test_a_difference_that_no_frame_shows_is_one() -> None:
    one = read()
    assert len(one.issues) > 1
    twice = evolve(one, log=evolve(one.log, columns=[*one.log.columns, one.log.columns[0]]))
    with pytest.raises(AssertionError, match="issues are not"):
        assert_same_responses(one, twice)
    hidden = evolve(one, domain=np.ones(3, dtype=bool))
    with pytest.raises(AssertionError, match="in how they are kept"):
        assert_same_responses(one, hidden)
