"""Issues: data with the raw value and its place, which no message shows."""

from __future__ import annotations

import pickle

import pandas as pd
from reading import assembled, made, reading

from verkosto.instruments import Number, SingleChoice, Text
from verkosto.instruments import Option as Valinta
from verkosto.responses import Header, IssueLog, Responses, UnboundColumn

MALLI = SingleChoice("malli", "Malli", options=(Valinta("k", "Kyllä"), Valinta("e", "Ei")))
ROWS = [["outo", "x"], ["Kyllä", "1"], ["", "y"], ["outo", "2"], ["toinen", "3"]]


def answers() -> Responses:
    return assembled(made(Number("luku", "Luku"), MALLI), ["Malli", "Luku"], ROWS)


def test_issues_tell_row_column_variable_value_and_reason_in_order() -> None:
    found = [(i.row, i.position, i.column, i.variable, i.value, i.reason) for i in answers().issues]
    assert found == [
        (2, 1, "Malli", "malli", "outo", "unknown_option"),
        (2, 2, "Luku", "luku", "x", "not_a_number"),
        (4, 2, "Luku", "luku", "y", "not_a_number"),
        (5, 1, "Malli", "malli", "outo", "unknown_option"),
        (6, 1, "Malli", "malli", "toinen", "unknown_option"),
    ]


def test_the_frame_of_issues_shows_raw_values_and_remedies() -> None:
    frame = answers().issues_frame()
    assert list(frame) == ["row", "position", "column", "variable", "value", "reason", "remedy"]
    assert frame["value"].tolist() == ["outo", "x", "y", "outo", "toinen"]
    assert frame["remedy"][0] == "the codebook has no such option; add it as an option or an alias"
    assert [str(frame[name].dtype) for name in ("row", "position", "value")] == ["Int64", "Int64", "string"]


def test_a_frame_of_no_issues_or_of_columns_alone_has_the_same_columns() -> None:
    clean = reading(MALLI, ["Malli"], "Kyllä").issues_frame()
    columns = assembled(made(MALLI, Text("t", "T")), ["Malli"], [["Kyllä"]]).issues_frame()
    assert len(clean) == 0
    assert columns[["reason", "variable"]].to_numpy().tolist() == [["question_not_found", "t"]]
    assert columns["row"].isna().all()
    assert clean.dtypes.equals(columns.dtypes)


def test_a_log_counts_before_anybody_looks() -> None:
    log = answers().log
    assert len(log) == 5
    assert repr(log) == "<IssueLog: 5 issues>"
    assert "all" not in vars(log)
    assert len(log.all) == 5
    assert len(pickle.loads(pickle.dumps(log)).all) == 5
    assert IssueLog().all == ()


def test_a_log_keeps_only_the_texts_that_are_issues() -> None:
    kept = {text for block in answers().log.blocks for text in block.values}
    assert kept == {"outo", "toinen", "x", "y"}


def test_unbound_columns_are_text_and_repeated_titles_get_their_number() -> None:
    titles = ["Malli", "Muu", "Muu", "Muu#3", "\u00a0", "Muu"]
    found = assembled(made(MALLI), titles, [["Kyllä", "00770", "b", "c", " ", ""], ["Ei", "", "e", "f", "g", "h"]])
    frame = found.unbound
    assert list(frame) == ["Muu", "Muu#3", "Muu#3#4", "\u00a0#5", "Muu#6"]
    assert frame["Muu"].tolist()[0] == "00770"
    assert frame["Muu"].isna().tolist() == [False, True]
    assert frame["\u00a0#5"].tolist() == [" ", "g"]
    assert all(dtype == "string" for dtype in frame.dtypes)


def test_unbound_columns_of_a_codebook_that_knows_nothing_keep_their_rows() -> None:
    found = assembled(made(), ["A", "B"], [["1", "2"], ["3", ""]])
    assert found.rows == len(found) == 2
    assert found.unbound["B"].isna().tolist() == [False, True]
    assert found.frame.shape == (2, 0)


def test_a_source_of_which_everything_is_bound_leaves_an_empty_frame() -> None:
    frame = reading(MALLI, ["Malli"], "Kyllä", "Ei").unbound
    assert frame.shape == (2, 0)
    assert isinstance(frame, pd.DataFrame)


def test_no_repr_shows_a_cell() -> None:
    column = UnboundColumn(Header("Muu", 3))
    assert repr(column) == "<UnboundColumn 3>"
    found = answers()
    shown = repr(found) + repr(found.log) + "".join(map(repr, found.issues)) + "".join(map(str, found.issues))
    assert "outo" not in shown
    assert "toinen" not in shown
