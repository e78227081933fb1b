"""What a draft proposes for columns that identify, from their cells alone, and what it leaves to a person."""

from __future__ import annotations

from typing import Any

import pytest
from reading import headers

from verkosto.errors import SourceError
from verkosto.instruments import Draft, SingleChoice, Text
from verkosto.responses import Dialect, RawTable, draft

OTHERS = [str(number) for number in range(40)]


def drafted(title: str, cells: list[str], **dialect: Any) -> Draft:
    rows = [[cell, other] for cell, other in zip(cells, OTHERS, strict=False)]
    table = RawTable.from_rows(headers([title, "Jäseniä"]), rows, dialect=Dialect(**dialect))
    return draft([table], "vienti")


@pytest.mark.parametrize(
    ("cell", "role", "privacy", "words"),
    [
        (
            "131052-308T",
            "identifier",
            "direct_identifier",
            "100% of the cells hold a personal identity code with the right",
        ),
        ("FI2112345600000785", "identifier", "direct_identifier", "hold the number of a bank account"),
        ("a@example.org", "email", "contact", "hold an e-mail address; their values will be withheld"),
        ("040 123 4567", "identifier", "contact", "hold a telephone number"),
        ("131052-308U", "identifier", "direct_identifier", "100% of the cells look identifying; their values will be"),
        ("2077474-0", "unit_id", "quasi_identifier", "100% of the cells are business ids with the right check digit"),
    ],
)
def test_cells_that_identify_propose_a_role_and_its_privacy(cell: str, role: str, privacy: str, words: str) -> None:
    found = drafted("Muuta", [cell, cell, ""])
    assert [(column.role, column.privacy_kind) for column in found.columns] == [(role, privacy)]
    assert words in found.guesses[0].reason
    assert found.unit_id == ("muuta" if role == "unit_id" else None)
    assert cell not in found.to_toml()


def test_one_cell_of_ten_is_enough_and_fewer_are_an_answer() -> None:
    many = [f"vastaus {number}" for number in range(29)]
    assert drafted("Muuta", ["a@b.fi"] * 3 + many[:27]).columns[0].role == "email"
    found = drafted("Muuta", ["a@b.fi"] * 2 + many[:28])
    assert found.columns == ()
    assert isinstance(found.questions[0], Text)
    assert found.guesses[0].reason == (
        "6.7% of the cells identify somebody; an open question, whose `privacy` you should state"
    )


def test_an_address_never_becomes_an_option() -> None:
    cells = ["kyllä", "ei"] * 10 + ["a@b.fi"] * 2
    found = drafted("Saako soittaa?", cells)
    assert isinstance(found.questions[0], Text)
    assert isinstance(drafted("Saako soittaa?", cells[:-2]).questions[0], SingleChoice)
    assert "a@b.fi" not in drafted("Saako soittaa?", cells, joined=";").to_toml()


def test_a_business_id_that_some_lack_is_no_unit() -> None:
    assert drafted("Tunnus", ["2077474-0"] * 9 + ["ei ole"]).columns == ()
    assert drafted("Tunnus", ["2077474-1"] * 9).columns == ()


def test_a_title_proposes_before_anybody_answered() -> None:
    found = drafted("Tilinumero (IBAN)", ["", ""])
    assert [(column.role, column.privacy) for column in found.columns] == [("identifier", None)]
    assert found.guesses[0].reason.startswith("the title looks identifying")


@pytest.mark.parametrize("title", ["a@example.org", " 131052-308T", "FI21 1234 5600 0007 85", "040 123 4567"])
def test_a_title_that_is_an_identifier_makes_no_id(title: str) -> None:
    with pytest.raises(SourceError, match="vienti: column 1 is headed by an address or a number of a person") as caught:
        drafted(title, ["x"])
    assert title.strip() not in str(caught.value)


@pytest.mark.parametrize(
    "title", ["", "Lisätietoja antaa a@example.org tai numero 040 123 4567, kun kysyt", "2077474-0", "x" * 90]
)
def test_a_title_that_only_holds_one_is_a_title(title: str) -> None:
    assert drafted(title, ["x", "y"]).id == "vienti"
