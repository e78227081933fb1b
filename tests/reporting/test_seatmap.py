from __future__ import annotations

import pytest
from bodies import council, pairs
from pictures import faults, texts

from verkosto.councils import SeatRule, Structure
from verkosto.errors import DateNotCoveredError, OptionError, UnknownObjectError
from verkosto.organisations import Membership, Network, Organisation, Person, Term
from verkosto.reporting import seat_map
from verkosto.text import LANGUAGES


def workers(count: int, places: int | None) -> Structure:
    network = Network(
        organisations=[Organisation("b", "Malli"), Organisation("o", "Hyte ry")],
        people=[Person(f"p{n}", f"Työntekijä Numero{n}") for n in range(count)],
        memberships=[
            Membership(
                "b", "worker", person=f"p{n}", area="maakunta/13", on_behalf_of="o", terms=[Term("2020", "2024")]
            )
            for n in range(count)
        ],
    )
    return Structure("b", network, rules=[SeatRule("maakunta", places, role="worker", only=("13", "19"))])


def test_tiles_show_holders_vacancies_and_areas_without_a_seat() -> None:
    picture = seat_map(council(), on="2023-04-24")
    rows = {area: rest for area, *rest in picture.rows}
    assert rows["Varsinais-Suomi"] == [
        "Anna-Kaisa Edustaja-02-1",
        "Pohjois-Pohjanmaan sosiaali- ja terveysturvayhdistys ry",
    ]
    assert rows["Uusimaa"][1] == "–"
    assert rows["Ahvenanmaa"] == ["ei paikkaa", "–"]
    assert "avoinna" in {rest[0] for rest in rows.values()}
    assert {"A.-K. Edustaja-02-1", "avoinna", "ei paikkaa", "tehtävässä"} <= set(texts(picture))
    assert picture.title == "Maakuntien verkostojärjestöjen neuvottelukunta, 24. huhtikuuta 2023"


def test_the_alt_text_says_who_represents_which_area() -> None:
    alt = seat_map(council(), on="2023-04-24", lang="en").alt
    assert alt.startswith("Tile map on 24 April 2023: Maakuntien verkostojärjestöjen neuvottelukunta.")
    assert (
        "Southwest Finland: Anna-Kaisa Edustaja-02-1 (Pohjois-Pohjanmaan sosiaali- ja terveysturvayhdistys ry)." in alt
    )
    assert "Vacant: " in alt
    assert alt.endswith("No seat: Åland.")


def test_where_some_were_published_an_empty_seat_is_not_called_vacant() -> None:
    picture = seat_map(council("partial"), on="2023-04-24")
    assert "Haltija ei tiedossa: " in picture.alt
    assert "Avoinna" not in picture.alt
    assert "?" in texts(picture)


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_cut_and_nothing_overlaps(lang: str) -> None:
    assert faults(seat_map(council(), on="2022-03-01", lang=lang)) == []


def test_seats_of_counties_have_their_map() -> None:
    network = Network(organisations=[Organisation("n", "Neuvottelukunta")])
    picture = seat_map(Structure("n", network, rules=[SeatRule("hyvinvointialue")]), on="2024-01-01", lang="sv")
    assert len(picture.rows) == 23
    assert faults(picture) == []


@pytest.mark.parametrize(
    ("count", "places", "shown", "written"),
    [
        (1, 3, "Työntekijä Numero0, avoinna 2", {"Työntekijä Numero0", "avoinna 2"}),
        (2, 2, "Työntekijä Numero0, Työntekijä Numero1", {"Työntekijä Numero0", "Työntekijä Numero1"}),
        (4, 4, "Työntekijä Numero0, Työntekijä Numero1, Työntekijä Numero2, Työntekijä Numero3", {"ja 3 muuta"}),
        (1, None, "Työntekijä Numero0", {"Työntekijä Numero0"}),
    ],
)
def test_several_places_of_an_area_share_its_tile(
    count: int, places: int | None, shown: str, written: set[str]
) -> None:
    picture = seat_map(workers(count, places), on="2022-06-01", role="worker")
    assert {area: who for area, who, _ in picture.rows}["Keski-Suomi"] == shown
    assert written <= set(texts(picture))
    assert faults(picture) == []


def test_long_names_are_cut_on_the_tile_alone() -> None:
    name = "Järjestöneuvottelukunnan " * 12 + "ry"
    long = "Konstantinopolitanuslainenmäkeläinen" * 2
    network = Network(
        organisations=[Organisation("b", "Malli"), Organisation("o", name)],
        people=[Person("p", long)],
        memberships=[Membership("b", person="p", area="maakunta/13", on_behalf_of="o", terms=[Term("2020", "2024")])],
    )
    picture = seat_map(Structure("b", network, rules=[SeatRule("maakunta")]), on="2022", title="")
    row = next(row for row in picture.rows if row[0] == "Keski-Suomi")
    assert row[1:] == (long, name)
    assert sum(text.endswith("…") for text in texts(picture)) == 2
    assert "Malli" not in " ".join(texts(picture))
    assert faults(picture) == []


def test_what_cannot_be_drawn_is_told() -> None:
    with pytest.raises(OptionError, match="tile map"):
        seat_map(pairs(), on="2020-03-01", role="worker")
    with pytest.raises(OptionError, match="no seats of areas"):
        seat_map(pairs(), on="2020-03-01", role="coordinator")
    with pytest.raises(OptionError, match="no seats of a maakunta"):
        seat_map(pairs(), on="2020-03-01", role="worker", area_type="maakunta")
    with pytest.raises(UnknownObjectError, match="member"):
        seat_map(pairs(), on="2020-03-01")
    with pytest.raises(DateNotCoveredError):
        seat_map(workers(1, 1), on="1990-01-01", role="worker")
    with pytest.raises(OptionError, match="not str"):
        seat_map("mvn", on="2020")  # type: ignore[arg-type]


def test_seats_of_two_kinds_are_asked_for_by_kind() -> None:
    network = Network(organisations=[Organisation("n", "Neuvottelukunta")])
    both = Structure("n", network, rules=[SeatRule("hyvinvointialue"), SeatRule("maakunta")])
    with pytest.raises(OptionError, match="hyvinvointialue and maakunta"):
        seat_map(both, on="2024-01-01")
    assert len(seat_map(both, on="2024-01-01", area_type="maakunta").rows) == 19
