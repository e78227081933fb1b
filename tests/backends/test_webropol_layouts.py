"""Which of Webropol's layouts a file has: told by its first two rows, or stated by the caller."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import WRITERS, Cell, export
from form_answers import codes, told
from hypothesis import given
from hypothesis import strategies as st
from reading import findings, made
from webropol import JASENIA, KUUT, LAYOUT_A, LAYOUT_B, NBSP, REPEATED_B, SYYT, opened, quietly

from verkosto.backends import WebropolBackend
from verkosto.backends._webropol_layout import find_layout
from verkosto.errors import AmbiguousSourceError, EmptySourceError, SourceError

ANSWER = "SALAISUUS"


@pytest.mark.parametrize(
    ("titles", "second", "layout", "why"),
    [
        (["Vastausaika", "Mitä?", "", "Luku"], ["", "Eka", "Toka", ""], "B", "titles are left out"),
        (["Vastausaika", "Mitä?", "Mitä?", "Luku"], ["", "Eka", "Toka", ""], "B", "titles are repeated"),
        (["Vastausaika", "Mitä?", "Mitä?"], [NBSP, "Eka", "Toka"], "B", "titles are repeated"),
        (["Mitä?", "", "Luku", "Sana"], ["Eka", "Toka", "", ""], "B", "titles are left out"),
        # One of three single columns says something below its title: most are empty still.
        (["Mitä?", "", "Luku", "Sana", "Muu"], ["Eka", "Toka", "", "", "x"], "B", "titles are left out"),
        (["Vastausaika", "Miksi?", "Miksi?"], ["5.1.2022", "a", "b"], "A", "second row holds answers"),
        (["Vastausaika", "Miksi?", "Miksi?"], ["5.1.2022", "", ""], "A", "one header row"),
        (["Vastausaika", "Mitä?", ""], ["", "", "Muu"], "B", "titles are left out"),
        # Two open questions of one title, or a choice and what was written beside it.
        (["Vastausaika", "Miksi?", "Miksi?"], ["", "", "b"], None, "titles repeat"),
        (["Luku", "Miksi?", "Miksi?"], ["", "", "b"], "A", "one header row"),
        # Two open questions of one title, answered by somebody who skipped the others, or options.
        (["Luku", "Miksi?", "Miksi?"], ["", "a", "b"], None, "titles repeat"),
        (["Luku", "Sana", "Muu", "Miksi?", "Miksi?"], ["", "x", "", "a", "b"], None, "titles repeat"),
        (["Luku", "Sana", "Miksi?", "Miksi?"], ["", "", "a", "b"], "B", "titles are repeated"),
        (["Miksi?", "Miksi?", "Miksi?", "Luku"], ["a", "b", "a", ""], "A", "one header row"),
        (["Miksi?", "Miksi?", "Luku"], ["a", "b", "3"], "A", "second row holds answers"),
        (["Vastausaika", "Luku"], ["", ""], "A", "one header row"),
        (["Luku", "", ""], ["", "", ""], "A", "one header row"),
        (["Luku", NBSP, NBSP], ["3", "a", "b"], "A", "one header row"),
        (["Mitä?", ""], ["Eka", "Toka"], None, "every title stands over several columns"),
        (["Mitä?", "Mitä?", "Entä?", "Entä?"], ["a", "b", "a", "b"], None, "every title"),
        ([], [], "A", "one header row"),
    ],
)  # fmt: skip
def test_the_layout_is_told_by_two_rows(titles: list[str], second: list[str], layout: str | None, why: str) -> None:
    found, reason = find_layout(titles, second)
    assert found == layout
    assert why in reason


@given(st.data())
def test_any_two_rows_have_a_layout_and_a_reason(data: st.DataObject) -> None:
    texts = st.sampled_from(["", " ", NBSP, "a", "b", "Vastausaika", "1. a:"])
    size = data.draw(st.integers(0, 6))
    titles, second = (data.draw(st.lists(texts, min_size=size, max_size=size)) for _ in range(2))
    layout, reason = find_layout(titles, second)
    assert layout in ("A", "B", None)
    assert reason
    # Without repeated or left out titles there is one layout only.
    if len(set(titles)) == size and all(title.strip(" ") for title in titles):
        assert layout == "A"


def test_no_layout_is_guessed_where_both_fit(tmp_path: Path) -> None:
    path = export(tmp_path, [["Kuukaudet", ""], ["Kesäkuu", "Muu, mikä?"], ["Kesäkuu", ""]])
    with pytest.raises(AmbiguousSourceError, match=r"vienti\.csv: .*both layouts fit. State layout='A' or"):
        quietly(path)
    assert codes(quietly(path, made(KUUT), layout="B"), "kuut[kesa]") == [True]
    assert "layout" not in WebropolBackend().detect(path.rename(tmp_path / "k_perusraportti.csv")).options


def test_a_file_of_one_row_is_of_layout_a_without_answers(tmp_path: Path) -> None:
    path = export(tmp_path, LAYOUT_A[:1])
    responses = quietly(path)
    assert len(responses) == 0
    assert told(responses).options["found_layout"] == "A: one header row"
    with pytest.raises(EmptySourceError, match="layout B needs a second header row"):
        quietly(path, layout="B")


def test_layout_b_without_answers(tmp_path: Path) -> None:
    responses = quietly(export(tmp_path, LAYOUT_B[:2]))
    assert len(responses) == 0
    assert not responses.issues


@pytest.mark.parametrize("writer", WRITERS)
def test_a_blank_second_row_of_layout_b_heads_no_options(tmp_path: Path, writer: str) -> None:
    rows: list[list[Cell]] = [["Montako jäsentä?", "Miksi?"], ["", ""], [3, "a"], [4, "b"]]
    path = export(tmp_path, rows, writer)
    assert codes(quietly(path, made(JASENIA, SYYT[0]), layout="B"), "jasenia") == [3, 4]
    assert [table.rows.tolist() for table in opened(path, layout="B")] == [[3, 4]]


def test_layout_a_stated_wins_over_the_marks_of_b(tmp_path: Path) -> None:
    responses = quietly(export(tmp_path, LAYOUT_B), layout="a")
    assert len(responses) == 4
    assert ("Kesäkuu", "unexpected_text") not in findings(responses)
    assert {reason for _, reason in findings(responses)} == {"question_not_found", "unbound_column"}


# ---- answers are no options


ANSWERED: list[list[list[Cell]]] = [
    LAYOUT_A,
    [["Miksi?", "Montako jäsentä?"], [ANSWER, 3], ["b", 4]],
    # The first respondent answered little: what stands there may yet be no option.
    [["Miksi?", "Montako jäsentä?", "Miten?"], ["", "", ANSWER], ["b", 4, ""]],
    [["Vastausaika", "Miksi?", "Miksi?", "Miten?"], ["5.2.2020", ANSWER, "b", ""]],
    [["Miksi?", "Miksi?", "Montako jäsentä?"], [ANSWER, "b", 3]],
]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("rows", ANSWERED)
def test_answers_do_not_become_options_unless_it_is_insisted_on(
    tmp_path: Path, rows: list[list[Cell]], writer: str
) -> None:
    """In a header they would stand in every message about the column."""
    path = export(tmp_path, rows, writer)
    with pytest.raises(SourceError, match=r"second row looks like answers. State layout='A', or second") as caught:
        quietly(path, made(SYYT[0]), layout="B")
    assert ANSWER not in str(caught.value)
    assert str(caught.value).startswith(path.name)
    tables = opened(path, layout="B", second_row="options")
    assert any(header.option for header in tables[0].headers)


@pytest.mark.parametrize(
    "rows",
    [
        LAYOUT_B,
        REPEATED_B,
        [["Kuukaudet", ""], ["Kesäkuu", "Muu, mikä?"], ["Kesäkuu", ""]],
        # An option that stands twice, and one question of a single column that has text below it.
        [["Vastausaika", "Mitä?", "", ""], ["", "a", "b", "a"], ["5.2.2020", "a", "", ""]],
        [["Mitä?", "", "Luku", "Sana", "Muu"], ["Eka", "Toka", "", "", "x"], ["Eka", "", "1", "a", "b"]],
    ],
)
def test_options_are_believed(tmp_path: Path, rows: list[list[Cell]]) -> None:
    tables = opened(export(tmp_path, rows), layout="B")
    assert [header.option for header in tables[0].headers if header.option] == [text for text in rows[1] if text]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_blank_second_row_is_not_mixed_up_with_others(tmp_path: Path, writer: str) -> None:
    """Titles that repeat and a first respondent who left most out look like options, one row too far down."""
    rows: list[list[Cell]] = [["Luku", "Sana", "Miksi?", "Miksi?"], [], ["", "", ANSWER, "b"], [], [3, "x", "", ""]]
    (table,) = opened(export(tmp_path, rows, writer), layout="B")
    assert table.rows.tolist() == [3, 5]
    assert not any(header.option for header in table.headers)
    below: list[list[Cell]] = [["Mitä?", ""], ["Eka", "Toka"], [], ["Eka", ""]]
    (table,) = opened(export(tmp_path, [[], [], *below], writer), layout="B")
    assert table.rows.tolist() == [6]
    assert [header.option for header in table.headers] == ["Eka", "Toka"]


def test_a_sheet_of_titles_and_a_long_gap(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Luku", "Sana"], *([[]] * 250), [3, "x"]]
    (table,) = opened(export(tmp_path, rows), layout="B")
    assert table.rows.tolist() == [252]
