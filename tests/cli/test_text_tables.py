from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import crosstab, frequency
from verkosto.cli._text import aligned, clean, of_table

CELLS = st.text(alphabet="abcåäö 1", max_size=9)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)))
def test_cells_of_a_column_begin_or_end_at_one_place(rows: list[list[str]]) -> None:
    lines = aligned(rows, indent="> ")
    assert len(lines) == len(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for line, row in zip(lines, rows, strict=True):
        place = 2
        for cell, width in zip(row, widths, strict=True):
            assert line[place : place + width].rstrip(" ") == cell.rstrip(" ")
            place += width + 2


def test_figures_stand_to_the_right() -> None:
    assert aligned([["a", "1"], ["bb", "22"]], right=1) == ["a    1", "bb  22"]
    assert aligned([]) == []


def test_no_text_moves_the_cursor() -> None:
    assert clean("a\x1b[2J\x07\n b\u202e") == "a\ufffd[2J\ufffd b\ufffd"
    assert clean("73\xa0%") == "73 %" or clean("73\xa0%") == "73\xa0%"


def test_long_names_are_wrapped_and_not_cut() -> None:
    rows = vastaukset(malli=["k", "e"], kunta=["091", "179"])
    lines = of_table(crosstab(rows, "malli", by="erva"), "fi")
    text = " ".join(" ".join(lines).split())
    assert "Kuopion yliopistollisen sairaalan" in text
    assert text.count("erityisvastuualue") >= 2
    assert max(map(len, lines)) <= 110


def test_several_questions_have_their_titles() -> None:
    rows = vastaukset(malli=["k", None], laji=["p", "v"])
    lines = of_table(frequency(rows, ["malli", "laji"]), "fi", notes=False)
    assert lines[0] == "Tukirakennekysely"
    assert "Kannatatko?" in lines
    assert "* Kannatatko? – ei vastannut 1" in lines
