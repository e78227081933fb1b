from __future__ import annotations

from typing import Any

import pytest
from bodies import council, pairs
from pictures import faults, figure_of, texts

from verkosto.councils import SeatRule, Structure
from verkosto.errors import DateError, OptionError
from verkosto.organisations import Membership, Network, Organisation, Person, Post, Term
from verkosto.reporting import Picture, timeline
from verkosto.text import LANGUAGES


@pytest.fixture(scope="module")
def picture() -> Picture:
    return timeline(council())


def body(*memberships: Membership, **more: Any) -> Structure:
    ids = {membership.holder for membership in memberships if membership.person}
    network = Network(
        organisations=[Organisation("b", "Työvaliokunta"), Organisation("hyte", "Hyte ry")],
        people=[Person(id_, id_.title()) for id_ in sorted(ids)],
        memberships=memberships,
        posts=more.pop("posts", ()),
    )
    return Structure("b", network, **more)


def marks(picture: Picture) -> set[str]:
    """The words of the legend that the picture has."""
    known = {
        "tehtävässä",
        "alku tai loppu likimain",
        "oletettavasti tehtävässä",
        "lähteet eri mieltä",
        "suunniteltu",
        "avoinna",
        "haltija ei tiedossa",
    }
    return known & set(texts(picture))


def test_every_seat_and_office_has_a_row_offices_first(picture: Picture) -> None:
    labels = list(dict.fromkeys(row[0] for row in picture.rows))
    assert labels[:4] == ["Puheenjohtaja", "Sihteeri", "Yhteyshenkilö", "Uusimaa"]
    assert labels[-1] == "Lappi"
    assert len(labels) == 21
    assert set(labels) | {"Jäsenet", "2020", "2025"} <= set(texts(picture))


def test_every_holder_is_named_on_the_picture_and_in_the_table(picture: Picture) -> None:
    held = {row[1] for row in picture.rows} - {"avoinna", "haltija ei tiedossa"}
    assert {"Marja Manninen", "Veli-Matti Ahtiainen", "Anna-Kaisa Rautiainen-Mäenpää"} <= held
    shown = " ".join(texts(picture)).replace("\N{NO-BREAK SPACE}", " ")
    assert [name for name in held if name.split()[-1] not in shown] == []


def test_every_kind_of_mark_is_explained(picture: Picture) -> None:
    assert marks(picture) == {
        "tehtävässä",
        "alku tai loppu likimain",
        "oletettavasti tehtävässä",
        "lähteet eri mieltä",
        "avoinna",
        "haltija ei tiedossa",
    }
    assert "avoinna" not in marks(timeline(council("partial"), "2023", roles="member"))
    plan = body(Membership("b", "chair", person="aino", terms=[Term("2024-01-01", "2025-12-31", planned=True)]))
    assert marks(timeline(plan)) == {"suunniteltu"}


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_cut_and_nothing_overlaps(lang: str) -> None:
    picture = timeline(council(), "2020/2025", lang=lang, title="Maakuntien neuvottelukunta " * 6)
    assert faults(picture) == []
    assert (picture.width, picture.height < 9) == (10.0, True)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "period", ["2023-02/2023-08", "2022-01/2024-01", "2023-04-24", "1995/2035", "2022-12-20/2026-02"]
)
def test_any_period_can_be_read(period: str) -> None:
    assert faults(timeline(council(), period)) == []


def test_rows_say_when_whom_and_how_sure(picture: Picture) -> None:
    assert picture.header == ("Paikka", "Haltija", "Edustaa", "Aika", "Varmuus")
    chair, secretary, contact = picture.rows[:3]
    assert chair[3:] == ("havaittu: huhtikuu 2023; 2023–2025", "alku tai loppu likimain, tehtävässä")
    assert secretary[3] == "1. kesäkuuta 2023 –"
    assert contact[3:] == ("– 31. toukokuuta 2023", "oletettavasti tehtävässä, tehtävässä")
    seats = {row[1]: row for row in picture.rows if row[0] == "Varsinais-Suomi"}
    assert seats["avoinna"][2] == "–"
    assert seats["Veli-Matti Edustaja-02-0"][2:4] == (
        "Pohjois-Pohjanmaan sosiaali- ja terveysturvayhdistys ry",
        "2021–2022",
    )


def test_the_alt_text_names_seats_holders_and_vacancies(picture: Picture) -> None:
    alt = picture.alt
    assert alt.startswith(
        "Aikajana 2020–2025: Maakuntien verkostojärjestöjen neuvottelukunta. Paikkoja ja tehtäviä: 21,"
    )
    assert "Puheenjohtaja: Marja Manninen." in alt
    assert "Uusimaa: Marja Edustaja-01-0, Veli-Matti Edustaja-01-1, Anna-Kaisa Edustaja-01-2." in alt
    assert "Avoinna: " in alt
    assert "(2025)" in alt
    assert "Lähteet eri mieltä: " in alt


def test_few_rows_are_described_with_their_dates() -> None:
    alt = timeline(council("partial"), "2023", roles=["chair", "secretary"]).alt
    assert "Puheenjohtaja: Marja Manninen (havaittu: huhtikuu 2023; 2023–2025)." in alt
    assert "Mikään paikka ei ole avoinna." in alt
    seat = body(rules=[SeatRule("maakunta", only="13")], roster="partial")
    assert "Haltija ei tiedossa: Keski-Suomi (maalis–huhtikuu 2023)." in timeline(seat, "2023-03/2023-04").alt.replace(
        "maaliskuu–huhtikuu", "maalis–huhtikuu"
    )


@pytest.mark.thorough
def test_the_period_comes_from_the_stated_dates_in_whole_years(picture: Picture) -> None:
    assert {"2020", "2025"} <= set(texts(picture))
    assert not {"2019", "2026"} & set(texts(picture))
    later = timeline(council(), "2023/..")
    assert "2022" not in texts(later)
    assert "2025" in texts(later)


def test_before_the_first_statement_no_seat_is_called_vacant() -> None:
    structure = body(
        Membership("b", person="aino", terms=[Term("2021-03-01", "2021-12-31")], area="maakunta/13"),
        rules=[SeatRule("maakunta", only=("13", "19"))],
    )
    rows = timeline(structure, lang="en").rows
    assert ("Lapland", "vacant", "–", "March–December 2021", "vacant") in rows
    asked = timeline(structure, "2021", lang="en").rows
    assert ("Lapland", "vacant", "–", "2021", "vacant") in asked


def test_a_bar_that_goes_on_has_an_arrow() -> None:
    structure = body(Membership("b", "chair", person="aino", terms=[Term("2020-01-01", "2025-12-31")]))

    def arrows(period: str) -> int:
        from matplotlib.patches import Polygon

        with figure_of(timeline(structure, period)) as figure:
            return sum(isinstance(patch, Polygon) for patch in figure.axes[0].patches)

    assert [arrows(period) for period in ("2020/2025", "2020/2024", "2021/2026", "2022/2023")] == [0, 1, 1, 2]


def test_several_places_of_a_post_stand_on_lines_below_one_another() -> None:
    picture = timeline(pairs(), "2020")
    first = [row for row in picture.rows if row[0] == picture.rows[1][0]]
    assert [row[1] for row in first] == ["Aino", "avoinna", "Bertta Pitkänen"]
    assert {"Coordinator", "Työntekijät"} <= set(texts(picture))
    assert faults(picture) == []


def test_posts_of_one_area_are_told_apart_by_what_they_are_called() -> None:
    posts = [Post(f"b/{n}", "b", "worker", area="maakunta/13", label=f"työntekijä {n}") for n in (1, 2)]
    rows = timeline(body(posts=posts), "2020").rows
    assert [row[0] for row in rows] == ["Keski-Suomi, työntekijä 1", "Keski-Suomi, työntekijä 2"]


def test_organisations_hold_posts_too() -> None:
    structure = body(
        Membership("b", "chair", member="hyte", terms=[Term("2020", "2021")]), rules=[SeatRule(role="chair")]
    )
    assert timeline(structure).rows[0][:2] == ("Puheenjohtaja", "Hyte ry")


def test_a_name_that_fits_nowhere_has_a_number_and_a_note() -> None:
    structure = body(
        Membership("b", "chair", person="konstantinopolitanus", terms=[Term("2020-01-01", "2020-01-20")]),
        Membership("b", "chair", person="aino", terms=[Term("2020-02-01", "2025-12-31")]),
    )
    shown = texts(timeline(structure))
    assert "1" in shown
    assert "1\N{NO-BREAK SPACE}Konstantinopolitanus" in shown
    assert "Konstantinopolitanus" not in shown


def test_titles_can_be_given_and_left_out() -> None:
    assert "Oma otsikko" in texts(timeline(council(), roles="chair", title="Oma otsikko"))
    bare = timeline(council(), roles="chair", title="")
    assert bare.title == council().body.name.fi
    assert bare.title not in texts(bare)


def test_what_cannot_be_drawn_is_told() -> None:
    with pytest.raises(OptionError, match="Did you mean 'chair'"):
        timeline(council(), roles=["chairs"])
    with pytest.raises(OptionError, match="no post from 1990-01-01"):
        timeline(council(), "1990", roles="member")
    with pytest.raises(OptionError, match="Give a period"):
        timeline(body(rules=[SeatRule("maakunta")]))
    with pytest.raises(OptionError, match="two ends"):
        timeline(council(), "2030/..")
    with pytest.raises(OptionError, match="not Network"):
        timeline(council().network)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="language"):
        timeline(council(), lang="no")
    with pytest.raises(DateError):
        timeline(council(), "pian")
