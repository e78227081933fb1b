from __future__ import annotations

import datetime as dt
import re
import sys
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.errors import DateError, MissingExtraError, OptionError, UnknownAreaError, UnknownObjectError
from verkosto.organisations import (
    TARGETS,
    Contact,
    Identifier,
    Imported,
    Membership,
    Name,
    Network,
    Organisation,
    Person,
    Statement,
    Term,
    from_rows,
    to_data,
)
from verkosto.regions import AreaRef
from verkosto.sources import Source

UMBRELLA = Organisation("mvn", "Neuvottelukunta")
LIST = Source("Jäsenluettelo", published="2024-01-01")


def told(found: Imported) -> list[tuple[int | None, str | None, str | None, str]]:
    return [(issue.row, issue.column, issue.value, issue.reason) for issue in found.issues]


def test_a_row_becomes_an_organisation_with_all_that_it_says() -> None:
    found = from_rows(
        [
            {
                "Järjestö": "Äänekosken Hyte r.y.", "Lyhenne": "ÄHy", "Järjestötyyppi": "paikallisyhdistys",
                "Namn på svenska": "Hyte rf", "Name in English": "Hyte", "Y-tunnus": "20774740", "Rek.nro": 123123.0,
                "Kotikunta": "Äänekoskella", "Maakunta": "Keski-Suomi", "Sähköposti": "info@hyte.example; x@y.fi",
                "Puhelin": "050 123 4567 / 040 765 4321", "Lähiosoite": "Katu 1", "Postinumero": 44100.0,
                "Postitoimipaikka": "Äänekoski", "Kotisivut": "hyte.example", "Jäseniä": "n. 120",
                "Perustettu": 1985.0, "Liittynyt": "3/2021", "Eronnut": dt.date(2025, 12, 31), "Muuta": "laskutus",
                "Yhteyshenkilö": "Maija Meikäläinen", "Tehtävä": "sihteeri", "Yhteyshenkilön puhelin": 401234567.0,
            }
        ],
        organisation=UMBRELLA, source=LIST, on="2024-01-01",
    )  # fmt: skip
    assert found.issues == ()
    _, made = found.network.organisations

    def contact(kind: Any, value: str) -> Contact:
        return Contact(kind, value, source=LIST)

    def statement(topic: str, value: Any) -> Statement:
        return Statement(topic, value, source=LIST, as_of="2024-01-01", publishable=False)

    assert (made.id, made.name.fi, made.name.sv, made.name.en) == (
        "aanekosken-hyte-r-y", "Äänekosken Hyte r.y.", "Hyte rf", "Hyte"
    )  # fmt: skip
    assert (made.classification, made.registered) == ("paikallisyhdistys", True)
    assert made.terms == (Term("1985", source=LIST),)
    assert made.areas == (AreaRef("kunta", "992"), AreaRef("maakunta", "13"))
    assert made.other_names == (Name("ÄHy", note="short name"),)
    assert made.identifiers == (Identifier("y-tunnus", "2077474-0"), Identifier("yhdistysrekisteri", "123.123"))
    assert made.contacts == (
        contact("address", "Katu 1, 44100 Äänekoski"),
        contact("email", "info@hyte.example"),
        contact("email", "x@y.fi"),
        contact("phone", "050 123 4567"),
        contact("phone", "040 765 4321"),
        contact("url", "hyte.example"),
    )
    assert [str(s.value) for s in made.statements] == ["about 120", "laskutus"]
    assert made.statements[1] == statement("Muuta", "laskutus")
    assert made.sources == (LIST,)
    member, contacted = found.network.memberships
    assert member == Membership(
        "mvn", member=made.id, sources=[LIST],
        terms=[Term("2021-03", "2025-12-31", observed_at="2024-01-01", source=LIST)],
    )  # fmt: skip
    assert contacted == Membership(
        made.id, "contact", person="maija-meikalainen", label="sihteeri", contacts=[contact("phone", "401234567")],
        terms=[Term(observed_at="2024-01-01", source=LIST)], sources=[LIST],
    )  # fmt: skip
    assert found.network.people == (
        Person("maija-meikalainen", "Maija Meikäläinen", publishable=False, sources=[LIST]),
    )
    assert found.columns["Muuta"] is None
    assert found.columns["Tehtävä"] == "contact_role"


def test_nothing_of_a_list_is_publishable_or_shown() -> None:
    rows = [{"Nimi": "A ry", "Sähköposti": "maija@example.org", "Puhelin": "salainen", "Muuta": "050 123"}]
    found = from_rows(rows, columns={"Muuta": "phone"})
    (made,) = found.network.organisations
    assert not any(contact.public(on="2024-01-01") for contact in made.contacts)
    assert not any(statement.publishable for statement in made.statements)
    shown = repr(found) + repr(found.network) + repr(made) + "".join(map(str, found.issues)) + repr(found.issues)
    assert not any(secret in shown for secret in ("maija@", "salainen", "050 123"))


def test_without_an_umbrella_dates_of_belonging_are_statements() -> None:
    found = from_rows([{"Järjestö": "A ry", "Liittynyt": "2020", "Eronnut": "31.12.2021"}])
    assert found.network.memberships == ()
    assert [(s.topic, str(s.value)) for s in found.network.organisations[0].statements] == [
        ("member_since", "2020"),
        ("member_until", "2021-12-31"),
    ]
    itself = from_rows([{"Järjestö": "Neuvottelukunta", "Tunnus": "mvn", "Liittynyt": "2020"}], organisation=UMBRELLA)
    assert itself.network.memberships == ()
    assert [s.topic for s in itself.network.organisations[0].statements] == ["member_since"]


@pytest.mark.parametrize(
    ("since", "until", "term", "reason"),
    [
        ("2020", "2019", Term("2020", observed_at="2024"), "conflicting_value"),
        ("2025", None, Term("2025"), None),
        (None, "2023", Term(end="2023"), None),
        ("ennen sotia", None, Term(observed_at="2024"), "not_a_date"),
    ],
)
def test_dates_that_contradict_are_told(since: str | None, until: str | None, term: Term, reason: str | None) -> None:
    rows = [{"Järjestö": "A ry", "Jäsen alkaen": since, "Eronnut": until}]
    found = from_rows(rows, organisation=UMBRELLA, on="2024")
    assert [membership.terms for membership in found.network.memberships] == [(term,)]
    assert [issue.reason for issue in found.issues] == ([reason] if reason else [])


def test_headings_further_down_in_the_sheet_are_asked_for() -> None:
    with pytest.raises(OptionError, match=r"'Jäsenluettelo 2024', '\(column 2\)'\. .*header=3.*columns="):
        from_rows([{"Jäsenluettelo 2024": "Järjestö", "(column 2)": "Kotikunta"}])
    many = {f"(column {place})": "x" for place in range(1, 8)}
    with pytest.raises(OptionError, match=r"'\(column 5\)' and 2 more\."):
        from_rows([many])


def test_a_row_without_a_name_is_all_issues() -> None:
    found = from_rows([{"Järjestö": " ", "Kotikunta": "Espoo", "Muuta": "x"}, {"Järjestö": None}, {}])
    assert found.network == Network()
    assert told(found) == [(2, "Kotikunta", "Espoo", "no_name"), (2, "Muuta", "x", "no_name")]


def test_issues_name_the_row_of_the_sheet() -> None:
    class Row(dict[str, object]):
        number = 17

    found = from_rows(
        [
            Row({"Järjestö": "A ry", "Y-tunnus": "1234567-8", "Rek.nro": "x", "Kotikunta": "Suupohja", "Alue": "Lahden",
                 "Jäseniä": "10.000", "Perustettu": "1.13.2020"}),
            {"Järjestö": "B ry", "Toimialue": "Lahti, Heinola ja Atlantis"},
        ]
    )  # fmt: skip
    assert told(found) == [
        (17, "Kotikunta", "Suupohja", "unknown_area"),
        (17, "Y-tunnus", "1234567-8", "not_an_identifier"),
        (17, "Rek.nro", "x", "not_an_identifier"),
        (17, "Jäseniä", "10.000", "not_a_number"),
        (17, "Perustettu", "1.13.2020", "not_a_date"),
        (3, "Toimialue", "Lahti, Heinola ja Atlantis", "unknown_area"),
    ]
    assert [str(ref) for ref in found.network.organisations[1].areas] == ["kunta/398", "kunta/111"]
    assert found.issues[1].variable == "business_id"


def test_areas_of_a_stated_kind_and_those_that_are_ambiguous() -> None:
    rows = [
        {"Järjestö": "A ry", "Alue": "Kainuu", "HVA": "Lapin hyvinvointialue"},
        {"Järjestö": "B", "Alue": "Suupohja"},
    ]
    found = from_rows(rows, area_type="hyvinvointialue", on="2020-03-01")
    assert [ref.name for ref in found.network.organisations[0].areas] == [
        "Kainuun hyvinvointialue",
        "Lapin hyvinvointialue",
    ]
    ambiguous = from_rows(rows[1:])
    assert told(ambiguous) == [(2, "Alue", "Suupohja", "ambiguous_area")]
    with pytest.raises(UnknownAreaError):
        from_rows(rows, area_type="lääni")


def test_the_caller_says_what_headings_mean() -> None:
    rows = [{"Ry": "A ry", "Nimi": "Maija Meikäläinen", "Kunta": "Espoo"}]
    found = from_rows(rows, columns={"Ry": "name", "Nimi": "contact_person", "Kunta": None})
    assert found.columns == {"Ry": "name", "Nimi": "contact_person", "Kunta": None}
    assert [person.name for person in found.network.people] == ["Maija Meikäläinen"]
    assert [statement.topic for statement in found.network.organisations[0].statements] == ["Kunta"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"Nimi": "nmae"}, "Did you mean 'name'"),
        ({"Nmi": "name"}, "no column 'Nmi'. Did you mean 'Nimi'"),
        ({"Nimi": "name", "Muu": "name"}, "cannot both be 'name'"),
        ({"Nimi": 3}, "No column can be 3"),
    ],
)
def test_wrong_columns_are_told(columns: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        from_rows([{"Nimi": "A ry", "Muu": "x"}], columns=columns)


def test_wrong_calls_are_told() -> None:
    with pytest.raises(OptionError, match="Row 3 is no mapping but list"):
        from_rows([{"Nimi": "A"}, ["A"]])  # type: ignore[list-item]
    with pytest.raises(OptionError, match="heading that is NoneType"):
        from_rows([{None: ["x"]}])  # type: ignore[dict-item]
    with pytest.raises(UnknownObjectError, match="Give the organisation itself"):
        from_rows([], organisation="mvn")
    with pytest.raises(UnknownObjectError, match="Did you mean 'mvn'"):
        from_rows([], organisation="mv", into=Network(organisations=[UMBRELLA]))
    with pytest.raises(DateError):
        from_rows([], on="1.1.2024")


def test_register_numbers_need_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "stdnum"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "stdnum", None)
    with pytest.raises(MissingExtraError, match="identifiers"):
        from_rows([{"Järjestö": "A ry", "Y-tunnus": "2077474-0"}])
    assert from_rows([{"Järjestö": "A ry", "Y-tunnus": None}]).issues == ()


def test_reasons_are_counted() -> None:
    rows = [{"Järjestö": "A ry", "Jäseniä": "x", "Kunta": "x"}, {"Järjestö": "B ry", "Jäseniä": "y"}]
    assert list(from_rows(rows).reasons().items()) == [("not_a_number", 2), ("unknown_area", 1)]


def test_an_empty_list_adds_nothing() -> None:
    into = Network(organisations=[UMBRELLA])
    assert from_rows([], columns={"Ry": "name"}, into=into) == Imported(into)
    assert from_rows([], organisation=UMBRELLA, into=into).network == into


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**7),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.decimals(),
    st.sampled_from([pd.NA, pd.NaT, pd.Timestamp("2021-03-01"), b"x", ["a"], {"b": 1}]),
    st.text(max_size=8),
    st.sampled_from(["A ry", "a r.y.", "B ry", "Espoo", "Lahti, Espoo", "Suupohja", "13", "2077474-0", "0112038-9",
                     "123.123", "info@a.fi; b@a.fi (koti)", "040 123 4567, koti", "n. 20", "3/2021", "1.3.2021",
                     "Maija M; Matti M", "www.a.fi ja b.fi", "yli 5", "2020", "2019"]),
)  # fmt: skip
HEADINGS = ["Nimi", "Järjestö", "Sarake", "Y-tunnus", "Rekisterinumero", "Kunta", "Puhelin 1", "Puhelin 2", *TARGETS]


@settings(max_examples=100)
@given(
    st.lists(st.dictionaries(st.sampled_from(HEADINGS), CELLS, max_size=8), max_size=5),
    st.none() | st.just(UMBRELLA),
    st.none() | st.just("2024-01"),
)
def test_no_cell_is_lost_and_none_stops_the_import(
    rows: list[dict[str, Any]], umbrella: Organisation | None, on: str | None
) -> None:
    columns = {name: name for row in rows for name in row if name in TARGETS}
    if rows:
        # Without any heading of this kind the call is refused as a whole.
        rows[0].setdefault("Järjestö", None)
    found = from_rows(rows, columns=columns, organisation=umbrella, on=on)
    kept = set(pieces(to_data(found.network))) | {issue.value for issue in found.issues}
    for row in rows:
        for heading, cell in row.items():
            assert is_kept(cell, kept), (heading, cell)


def pieces(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [piece for part in value.values() for piece in pieces(part)]
    return [piece for part in value for piece in pieces(part)] if isinstance(value, list) else [str(value)]


READ_AS = {
    "Espoo": ["kunta/049"], "Lahti, Espoo": ["kunta/398", "kunta/049"], "info@a.fi; b@a.fi (koti)": ["info@a.fi"],
    "n. 20": ["about"], "3/2021": ["2021-03"], "1.3.2021": ["2021-03-01"], "Maija M; Matti M": ["Maija M", "Matti M"],
    "yli 5": ["over"], "Suupohja": ["seutukunta/141"], "13": ["maakunta/13"],
}  # fmt: skip


def is_kept(cell: Any, kept: set[str | None]) -> bool:
    """Whether the text of a cell, or all that it can be read as, stands somewhere."""
    if cell is None or cell is pd.NA or cell is pd.NaT or str(cell).casefold().endswith("nan"):
        return True
    text = str(cell).strip()
    if isinstance(cell, bool):
        text = text.upper()
    elif isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        text = str(int(cell))
    elif isinstance(cell, dt.datetime) and cell.time() == dt.time():
        text = cell.date().isoformat()
    if not text or any(text in (piece or "") for piece in kept):
        return True
    if text in READ_AS and all(any(part in (piece or "") for piece in kept) for part in READ_AS[text]):
        return True
    divided = [part.strip() for part in re.split(r"[;\n\r|,/&]", text)]
    if len(divided) > 1 and all(any(part in (piece or "") for piece in kept) for part in divided):
        return True
    # A number read as a code, a count or a register's number is its digits still.
    return set(text) <= set("0123456789-.") and digits(text) in {digits(piece or "") for piece in kept}


def digits(text: str) -> str:
    return re.sub("[^0-9]", "", text.rpartition("/")[2]).lstrip("0")
