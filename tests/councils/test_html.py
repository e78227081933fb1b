"""The table of seats: what a notebook, a terminal and a page show."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from council_records import councils, known_networks, regional_council
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.councils import Council, Meeting, SeatRule, SeatTable, StatementRequest, Structure
from verkosto.errors import DateError, DateNotCoveredError, OptionError
from verkosto.organisations import Membership, Network, Organisation, Person, Term

EVIL = "<script>alert('x')</script> & \"Co\""


class Cells(HTMLParser):
    """The texts of each row's cells, as a browser reads them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open = False
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag in ("table", "caption", "thead", "tbody", "tr", "th", "td", "p")
        if tag == "tr":
            self.rows.append([])
        self.open = tag in ("th", "td")
        if self.open:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.rows[-1][-1] += data


def cells(table: SeatTable) -> list[list[str]]:
    return Cells(table._repr_html_()).rows


def test_officers_stand_above_seats_and_notes_below() -> None:
    council = regional_council(
        meetings=[Meeting("1", "2023-05-11", place="Tampere"), Meeting("2", "2023-09", title="Syyskokous")],
        requests=[
            StatementRequest("a", "A", received="2023-01-01", due="2023-04-30"),
            StatementRequest("b", "B", received="2023-01-01", due="2023-12-31"),
        ],
    )
    table = council.table(on="2023-05-31")
    assert table.caption == "Neuvottelukunta – 31. toukokuuta 2023: paikkoja 3, haltija tiedossa 2, avoinna 1"
    assert cells(table) == [list(table.header), *(list(row) for row in table.rows)]
    assert table.header == ("Paikka tai tehtävä", "Haltija", "Edustaa", "Kausi", "Varmuus")
    term = "1. tammikuuta 2023 – 31. joulukuuta 2024"
    assert table.rows == (
        ("puheenjohtaja", "Tiina Sivonen", "Keski-Suomen Yhteisöjen Tuki ry", term, "ilmoitettu"),
        ("varapuheenjohtaja", "Marja Manninen", "–", term, "ilmoitettu"),
        ("yhteyshenkilö", "Elina Pajula", "–", "1. tammikuuta – 31. toukokuuta 2023", "ilmoitettu"),
        ("Uusimaa", "Marja Manninen", "Hyte ry", term, "ilmoitettu"),
        ("Keski-Suomi", "Tiina Sivonen", "Keski-Suomen Yhteisöjen Tuki ry", term, "ilmoitettu"),
        ("Lappi", "avoinna", "–", "–", "–"),
    )
    assert table.notes == (
        "Seuraava kokous: syyskuu 2023, Syyskokous",
        "Avoimia lausuntopyyntöjä: 2, joista määräaika ohitettu: 1",
    )
    assert council.table(on="2023-05-01").notes[0] == "Seuraava kokous: 11. toukokuuta 2023, Tampere"


def test_a_terminal_shows_the_same_lines() -> None:
    lines = str(regional_council().table(on="2023-05-31", lang="en")).splitlines()
    assert lines[0] == "Neuvottelukunta – 31 May 2023: 3 places, 2 with a known holder, 1 vacant"
    assert re.split(r"\s{2,}", lines[-2]) == [
        "Central Finland",
        "Tiina Sivonen",
        "Keski-Suomen Yhteisöjen Tuki ry",
        "1 January 2023 – 31 December 2024",
        "stated",
    ]
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_every_language_has_every_word(lang: str) -> None:
    plan = Membership(
        "mvn", "agent", person="pajula", label="Asiamies", terms=[Term("2023", planned=True), Term("2023")]
    )
    seen = Membership("mvn", "own_role", person="pajula", terms=[Term(observed_at="2023-04"), Term(end="2024")])
    rules = [
        SeatRule("erva", 3, only=["1"]),
        SeatRule(n=None, role="worker"),
        SeatRule("kunta", only=["911"], role="x"),
    ]
    network = regional_council(memberships=[plan, seen]).network
    structure = Council("mvn", network, rules=rules, roster="partial", meetings=[Meeting("1", "2024", planned=True)])
    table = structure.table(on="2023-05-01", lang=lang)
    assert "{" not in str(table)
    assert len({structure.table(on="2023-05-01", lang=other).caption for other in ("fi", "sv", "en")}) == 3
    assert len(table.notes) == 2


def test_what_is_unsure_is_told_in_words() -> None:
    maybe = Membership("j", person="a", area="maakunta/19", terms=[Term(observed_at="2024")])
    both = [Membership("j", person=id_, area="maakunta/01", terms=[Term("2022", "2024")]) for id_ in "bc"]
    again = Membership("j", person="b", area="maakunta/01", terms=[Term("2021", "2024")])
    network = Network(
        organisations=[Organisation("j", "Järjestöneuvosto")],
        people=[Person("a", "Aino"), Person("b", "Bertta"), Person("c", "Cecilia")],
        memberships=[maybe, *both, again],
    )
    rules = [
        SeatRule("maakunta", 1, only=["01", "19"]),
        SeatRule("maakunta", 2, only=["21"]),
        SeatRule(n=None, role="x"),
    ]
    table = Structure("j", network, rules=rules).table(on="2023-05-01", lang="en")
    holders = {row[0]: row[1] for row in table.rows}
    assert holders["Uusimaa, member"] in ("Bertta (also Cecilia)", "Cecilia (also Bertta)")
    assert holders["Lapland, member"] == "not known; perhaps Aino"
    assert holders["Åland, member"] == "vacant (2 places)"
    assert holders["x"] == "vacant; number not stated"
    assert table.caption.endswith("at least 4 places, 1 with a known holder, 2 vacant, 1 not known")


def test_names_that_look_like_markup_are_shown_as_they_are() -> None:
    network = Network(
        organisations=[Organisation("j", EVIL), Organisation("o", EVIL)],
        people=[Person("p", EVIL)],
        memberships=[Membership("j", person="p", on_behalf_of="o"), Membership("j", EVIL, person="p", label=EVIL)],
    )
    council = Council(
        "j", network, rules=[SeatRule(label=EVIL)], meetings=[Meeting("1", "2023", title=EVIL, place=EVIL)]
    )
    shown = council.table(on="2023-01-01")._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 8
    assert EVIL in council.table(on="2023-01-01").rows[0][1]


def test_without_a_day_it_is_today_or_the_newest_day_that_the_register_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(organisations=[Organisation("j", "Järjestöneuvosto")])
    council = Council("j", network, rules=[SeatRule("maakunta"), SeatRule("kunta", only=["091"], role="host")])
    monkeypatch.setattr("verkosto.councils._html.day_or_today", lambda on: dt.date(2140, 1, 1))
    table = council.table()
    assert table.on < dt.date(2140, 1, 1)
    assert table.notes == (
        f"Aluetiedot päättyvät päivään {table.on.day}. joulukuuta {table.on.year}, joten taulukko on siltä päivältä.",
    )
    assert council._repr_html_() == table._repr_html_()
    assert len(table.rows) == 20
    monkeypatch.setattr("verkosto.councils._html.day_or_today", lambda on: dt.date(2023, 5, 1))
    assert (council.table().on, council.table().notes) == (dt.date(2023, 5, 1), ())


def test_a_day_that_is_asked_for_is_never_another() -> None:
    council = Structure("j", Network(organisations=[Organisation("j", "J")]), rules=[SeatRule("maakunta")])
    with pytest.raises(DateNotCoveredError):
        council.table(on="2140-01-01")
    with pytest.raises(DateError):
        council.table(on="1.5.2023")
    with pytest.raises(OptionError):
        council.table(on="2023-05-01", lang="de")
    with pytest.raises(OptionError):
        regional_council().table(on="2023-05-01", lang="de")


def test_a_body_without_seats_shows_its_name() -> None:
    bare = Structure("j", Network(organisations=[Organisation("j", "Järjestöneuvosto")]))
    table = bare.table(on="2023-05-01")
    assert (table.caption, table.rows, table.notes) == ("Järjestöneuvosto – 1. toukokuuta 2023", (), ())


def test_a_long_table_is_cut_and_says_so() -> None:
    structure = Structure("j", Network(organisations=[Organisation("j", "J")]), rules=[SeatRule("kunta")])
    table = structure.table(on="2023-05-01")
    assert (len(table.rows), table.notes) == (200, ("… ja 109 riviä lisää",))


def test_an_area_that_has_ended_is_called_by_its_finnish_name() -> None:
    structure = Structure("j", Network(organisations=[Organisation("j", "J")]), rules=[SeatRule("kunta", only=["911"])])
    assert structure.table(on="2019-05-01", lang="sv").rows[0][0] == "Valtimo"


@settings(max_examples=20)
@given(
    councils(known_networks()),
    st.dates(dt.date(2019, 1, 1), dt.date(2025, 12, 31)),
    st.sampled_from(["fi", "sv", "en"]),
)
def test_every_place_has_its_row(council: Council, day: dt.date, lang: str) -> None:
    table = council.table(on=day, lang=lang)
    seats = len(council.holders(on=day)) + len(council.vacancies(on=day))
    assert len(table.rows) == len(council.officers(on=day)) + seats
    assert cells(table)[1:] == [list(row) for row in table.rows]
