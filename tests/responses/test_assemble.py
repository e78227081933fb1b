"""Assembling: columns of one source, who was asked, what is withheld, and chunks that leave no trace."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from reading import assembled, cell_issues, findings, headers, made, reading

from verkosto.errors import BackendError, OptionError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import Dialect, Header, Provenance, RawTable, Responses, assemble

SUODIN = SingleChoice("liitto", "Liitto", options=(Option("on", "On"), Option("ei", "Ei"), Option("eos", "EOS")))
MUUT = MultipleChoice("tuki", "Tuki", options=(Option("a", "A"), Option("b", "B", free_text=True)))


def reasons(responses: Responses, name: str) -> list[str | None]:
    return [None if pd.isna(reason) else reason for reason in responses.missing(name)]


def test_a_question_that_the_source_lacks_is_told_once_and_not_asked() -> None:
    scale = Scale((Option("1", "Yksi"),))
    matrix = Matrix("m", "M", rows=(Option("a", "A"), Option("b", "B")), scale=scale)
    instrument = made(SUODIN, matrix, MUUT, Number("luku", "Luku"), columns=(Column("aika"), Column("e", role="email")))
    found = assembled(instrument, ["Liitto", "M:B", "Luku"], [["On", "Yksi", "5"]], dialect=Dialect(separator=":"))
    assert findings(found) == [
        ("m[a]", "question_not_found"),
        ("tuki", "question_not_found"),
        ("aika", "column_not_found"),
        ("e", "column_not_found"),
    ]
    assert reasons(found, "m[a]") == reasons(found, "tuki[b].text") == reasons(found, "aika") == ["not_asked"]


def asking(**parts: Any) -> Instrument:
    follow: dict[str, Any] = {"asked_if": {"liitto": ("on",)}}
    return made(
        SUODIN,
        Text("mika", "Mikä", **follow),
        evolve(MUUT, **follow),
        Number("luku", "Luku", asked_if={"tuki": ("a", "b"), "liitto": ("on", "eos")}),
        **parts,
    )


ASKED_TITLES = ["Liitto", "Mikä", "Tuki:A", "Tuki:B", "Luku"]
ASKED = [
    ["On", "Liitto ry", "A", "", "5"],
    ["On", "", "", "", ""],
    ["Ei", "", "", "", ""],
    ["Ei", "silti", "", "B", ""],
    ["EOS", "", "A", "", ""],
    ["", "", "", "", "7"],
]


def test_blanks_of_those_who_were_not_asked_are_told_apart() -> None:
    found = assembled(asking(), ASKED_TITLES, ASKED, dialect=Dialect(separator=":"))
    assert reasons(found, "mika") == [None, "not_answered", "not_asked", None, "not_asked", "not_asked"]
    assert reasons(found, "tuki") == [None, "not_answered", "not_asked", None, None, "not_asked"]
    assert reasons(found, "luku") == [None, "not_asked", "not_asked", "not_asked", "not_answered", None]
    assert reasons(found, "tuki[b].text")[2] == "not_asked"


def test_who_was_not_asked_has_not_left_anything_unselected() -> None:
    found = assembled(asking(), ASKED_TITLES, ASKED, dialect=Dialect(separator=":", blank_means="not_selected"))
    assert reasons(found, "tuki") == [None, None, "not_asked", None, None, "not_asked"]
    assert found.frame["tuki[a]"].fillna(False).tolist() == [True, False, False, False, True, False]


def test_a_filter_that_the_source_lacks_excludes_nobody() -> None:
    found = assembled(asking(), ASKED_TITLES[1:], [row[1:] for row in ASKED], dialect=Dialect(separator=":"))
    # Two rows are blank without the filter's answer, and left out.
    assert reasons(found, "mika") == [None, None, "not_answered", "not_answered"]
    assert reasons(found, "luku") == [None, "not_answered", "not_answered", None]
    assert reasons(found, "liitto") == ["not_asked"] * 4


def test_an_area_may_be_a_filter() -> None:
    instrument = made(
        AreaQuestion("kunta", "Kunta"), Text("hki", "Hki", asked_if={"kunta": ("091",)}), area_date="2020"
    )
    found = assembled(instrument, ["Kunta", "Hki"], [["Helsinki", ""], ["Espoo", ""], ["?", ""]])
    assert reasons(found, "hki") == ["not_answered", "not_asked", "not_asked"]


MARK = "salaisuus@esimerkki.fi"


def test_declared_identifiers_are_counted_and_kept_nowhere() -> None:
    columns = (Column("posti", "Sähköposti", role="email"), Column("tunnus", role="identifier"))
    found = assembled(
        made(Text("t", "T"), columns=columns),
        ["T", "Sähköposti", "tunnus"],
        [["a", MARK, " "], ["b", "", "131052-308T"]],
    )
    assert found.provenance is not None
    cells = found.provenance.cells
    assert (cells.read, cells.decoded, cells.withheld) == (4, 2, 2)
    assert list(found.frame) == ["t"]
    content = pickle.dumps(found)
    assert MARK.encode() not in content
    assert b"131052" not in content
    assert found.issues == ()


def suspected(keep: list[str]) -> Responses:
    titles = ["T", "Muuta", "Vastaajan nimi", "Y-tunnus", "Muuta"]
    rows = [["a", "x", "", "0123456-7", "x"], ["b", MARK, "Maija", "0123456-7", ""], ["c", "y", "Matti", "", "z"]]
    return assembled(made(Text("t", "T")), titles, rows, keep=keep, cuts=[1])


def test_suspected_identifiers_are_withheld_with_one_finding_each() -> None:
    found = suspected([])
    assert findings(found) == [
        ("Muuta", "withheld_column"),
        ("Vastaajan nimi", "withheld_column"),
        ("Y-tunnus", "unbound_column"),
        ("Muuta", "unbound_column"),
    ]
    assert list(found.unbound) == ["Y-tunnus", "Muuta"]
    assert found.provenance is not None
    cells = found.provenance.cells
    assert (cells.read, cells.decoded, cells.issues, cells.unbound, cells.withheld) == (12, 3, 0, 4, 5)
    assert MARK.encode() not in pickle.dumps(found)
    assert [issue.value for issue in found.issues] == [None] * 4


@pytest.mark.parametrize("keep", [["Muuta"], ["  MUUTA\u00a0"], ["Muuta", "T"]])
def test_suspected_columns_are_kept_on_request(keep: list[str]) -> None:
    found = suspected(keep)
    assert findings(found)[0] == ("Muuta", "unbound_column")
    assert found.unbound["Muuta"].tolist() == ["x", MARK, "y"]
    assert "Vastaajan nimi" not in found.unbound


def test_a_column_to_keep_must_be_there() -> None:
    with pytest.raises(
        OptionError, match=r"testi.csv: keep names 'Mutta', which heads no column\. Did you mean 'Muuta'"
    ):
        suspected(["Mutta"])


def test_columns_without_title_and_cells_are_not_worth_a_finding() -> None:
    found = assembled(made(Text("t", "T")), ["T", "\u00a0", "", "Tyhjä"], [["a", " ", "", ""]])
    assert findings(found) == [("Tyhjä", "unbound_column")]
    assert found.unbound.shape == (1, 3)


def test_what_the_source_itself_adds_is_kept_without_a_finding_unless_something_is_withheld() -> None:
    heads: list[str | Header] = [
        "T",
        Header("_status", 2, role="ignore"),
        Header("_notes", 3, role="ignore"),
        Header("_submitted_by", 4, role="identifier"),
        Header("deviceid", 5, role="identifier"),
        Header("_end", 6, role="time"),
    ]
    found = assembled(made(Text("t", "T")), heads, [["a", "ok", MARK, "", "d1", "1.2.2020"]])
    assert findings(found) == [
        ("_notes", "withheld_column"),
        ("deviceid", "withheld_column"),
        ("_end", "unbound_column"),
    ]
    assert list(found.unbound) == ["_status", "_end"]
    found = assembled(made(Text("t", "T")), heads[:5], [["a", "ok", MARK, "", "d1"]], keep=["_notes", "deviceid"])
    assert findings(found) == []
    assert found.unbound["_notes"].tolist() == [MARK]


def test_repeated_response_ids_are_reported_and_stay() -> None:
    instrument = made(Text("t", "T"), columns=(Column("nro", role="response_id"),))
    rows = [["1", "a"], ["2", "b"], ["1", "c"], ["", "d"], ["", "e"], ["1", "f"]]
    found = assembled(instrument, ["nro", "T"], rows, cuts=[2])
    assert [(i.row, i.column, i.variable, i.value, i.reason) for i in found.issues] == [
        (4, "nro", "nro", None, "duplicate_response"),
        (7, "nro", "nro", None, "duplicate_response"),
    ]
    assert len(found) == 6
    assert findings(assembled(instrument, ["T"], [["a"], ["b"]])) == [("nro", "column_not_found")]


def test_the_text_beside_an_option_of_a_single_choice() -> None:
    question = SingleChoice("k", "Kompostori on", options=(Option("o", "Ostettu"), Option("i", "Itse", free_text=True)))
    titles = ["Kompostori on", "Kompostori on:Itse Avoimet vastaukset"]
    found = reading(question, titles, ["Itse", "laudoista"], ["Ostettu", ""], values="text", separator=":")
    assert found.frame["k[i].text"].fillna("").tolist() == ["laudoista", ""]
    assert found.issues == ()


def test_zeros_that_stand_for_blanks_are_no_text_beside_an_option() -> None:
    titles = ["Tuki:A", "Tuki:B", "Tuki:B Avoimet vastaukset"]
    found = reading(MUUT, titles, ["A", "0", "0"], ["0", "B", "oma"], separator=":", zeros="blank")
    assert reasons(found, "tuki[b].text") == ["not_answered", None]


def test_blank_rows_are_counted_and_rows_bear_the_sources_numbers() -> None:
    found = assembled(made(SUODIN), ["Liitto"], [[""], ["On"], [" "], ["outo"]], cuts=[2])
    assert found.provenance is not None
    assert (found.provenance.rows, found.provenance.blank_rows) == (2, 2)
    assert cell_issues(found) == [(5, "outo", "unknown_option")]


def test_a_backend_must_give_chunks_of_one_kind() -> None:
    provenance = Provenance("vienti.csv", "oma")
    with pytest.raises(BackendError, match="'oma' gave no chunk, not even an empty one"):
        assemble([], made(SUODIN), provenance=provenance)
    one, other = (RawTable.from_rows(headers([t, "Liitto"]), [["x", "On"]]) for t in ("A", "B"))
    with pytest.raises(BackendError, match=r"vienti.csv: a later chunk has other headers"):
        assemble([one, other], made(SUODIN), provenance=provenance)


def test_what_the_reader_found_stands_in_the_provenance() -> None:
    table = RawTable.from_rows(headers(["Liitto"]), [["On"]], found={"layout": "A: one header row"})
    given = Provenance("vienti.csv", "oma", options={"values": "text"})
    found = assemble([table, table], made(SUODIN), provenance=given).provenance
    assert found is not None
    assert found.options == {"values": "text", "found_layout": "A: one header row"}
    assert given.options == {"values": "text"}


def test_areas_have_one_order_whatever_the_chunks() -> None:
    instrument = made(AreaQuestion("kunta", "Kunta"), area_date="2020-03-01")
    rows = [["179"], ["091"], ["911"], ["049"], ["179"]]
    for cuts in ([], [1], [2, 3]):
        variable = assembled(instrument, ["Kunta"], rows, cuts=cuts).variables["kunta"]
        assert variable.categories == ["049", "091", "179", "911"]  # type: ignore[union-attr]
        assert np.asarray(variable.codes).tolist() == [2, 1, 3, 0, 2]  # type: ignore[union-attr]


def test_an_empty_chunk_leaves_no_trace() -> None:
    instrument = asking(columns=(Column("nro", role="response_id"), Column("paino", role="weight")))
    titles = ["nro", *ASKED_TITLES, "paino", "x"]
    rows = [[str(n), *row, "1,5", "y"] for n, row in enumerate(ASKED)]
    whole = assembled(instrument, titles, rows, dialect=Dialect(separator=":"))
    for cuts in ([0], [0, 0, 6], [3, 3]):
        parted = assembled(instrument, titles, rows, cuts=cuts, dialect=Dialect(separator=":"))
        pd.testing.assert_frame_equal(parted.frame, whole.frame)
        assert parted.issues == whole.issues
