"""The scrubber: what it marks of people, organisations and places, and what it leaves alone."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quotable import ORGANISATIONS, PEOPLE, PLACES, TRAPS, items

import verkosto as vk
from verkosto import themes
from verkosto.errors import OptionError

PIECES = (
    *(
        "Matti",
        "Meikäläinen",
        "040 123",
        "4567",
        "[nimi?]",
        "\n",
        "é",
        "e\u0301",
        "🙂",
        "Salossa",
        "ry",
        ". ",
        "Suomen",
    ),
    *("a@b.fi", "\u00ad", "Ã¤", "ßİ"),
)
SCRUBBER = themes.Scrubber(PEOPLE, ORGANISATIONS, places=PLACES, lang="fi")


def marked(text: str, scrubber: themes.Scrubber = SCRUBBER, **options: object) -> list[tuple[str, str, str, bool]]:
    found = scrubber.scrub(text, **options)  # type: ignore[arg-type]
    return [(text[mark.start : mark.end], mark.kind, mark.rule, mark.certain) for mark in found.marks]


def test_what_must_be_hidden_is_hidden_and_little_else() -> None:
    missed, extra, certain, wrong = [], 0, 0, 0
    for group in items():
        marks = SCRUBBER.scrub(group[0].text).marks
        for item in group:
            inside = [any(m.start <= place < m.end for m in marks) for place in range(item.start, item.end)]
            letters = [item.text[place].isalnum() for place in range(item.start, item.end)]
            if not all(hidden for hidden, letter in zip(inside, letters, strict=True) if letter):
                missed.append(item.text[item.start : item.end])
        for mark in marks:
            meets = any(mark.start < item.end and item.start < mark.end for item in group)
            extra += not meets
            certain += mark.certain
            wrong += mark.certain and not meets
    assert missed == []
    assert extra <= 2
    assert certain > 75
    assert wrong == 0


def test_traps_give_no_certain_mark_and_few_doubtful_ones() -> None:
    alarms = [text for text in TRAPS if SCRUBBER.scrub(text).marks]
    assert not [text for text in TRAPS if SCRUBBER.scrub(text).certain]
    assert len(alarms) <= 4
    assert len(TRAPS) > 45


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Meikäläisen Matti tuli", [("Meikäläisen Matti", "person", "register", True)]),
        ("J-P Meikäläinen tuli", [("J-P Meikäläinen", "person", "register", True)]),
        ("Zeki Meikäläinen tuli", [
            ("Zeki", "name", "before a name", False), ("Meikäläinen", "person", "register", True)]),
        ("sekä Zeki Meikäläinen", [("Zeki Meikäläinen", "person", "register", True)]),
        ("Kiitos Meikäläiselle", [("Meikäläiselle", "person", "register", True)]),
        ("Virta vie", [("Virta", "person", "register", False)]),
        ("kun soitin Virralle, virta katkesi", [("Virralle", "person", "register", True)]),
        ("kysy meikäläiseltä", [("meikäläiseltä", "person", "register", False)]),
        ("Kuvitelman kissaystävien talo", [("Kuvitelman kissaystävien", "organisation", "register", True)]),
        ("kuvitelman kissaystävät ry:n talo", [("kuvitelman kissaystävät ry:n", "organisation", "register", True)]),
        ("kuvitelman kissaystäville", [("kuvitelman kissaystäville", "organisation", "register", False)]),
        ("Martat auttavat", [("Martat", "organisation", "register", False)]),
        ("martat auttavat", []),
        ("kaikki Martat auttavat", [("Martat", "organisation", "register", True)]),
        ("EHYTTI:n väki", [("EHYTTI:n", "organisation", "register", True)]),
        ("ehytti väki", [("ehytti", "organisation", "register", False)]),
        ("sekä Satulan Sydänpiirteet", [("Satulan Sydänpiirteet", "name", "capital", False)]),
        ("SKL:n kurssi", [("SKL:n", "organisation", "register", True)]),
        ("Tuntemattoman Kylän Kalakerho ry lopetti", [
            ("Tuntemattoman Kylän Kalakerho ry", "organisation", "legal form", True)]),
        ("Satumäessä asutaan", [("Satumäessä", "place", "list", True)]),
        ("puheenjohtaja Zeki Outo tuli", [("Zeki Outo", "person", "title", False)]),
        ("tapasin Kalevin siellä", [("Kalevin", "name", "capital", False)]),
        ("tapasin Jorman siellä", [("Jorman", "person", "first name", False)]),
        ("Jorman luona", [("Jorman", "person", "first name", False)]),
        ("QXYZ auttaa", [("QXYZ", "organisation", "abbreviation", False)]),
        ("Yhdistys ry on muoto", []),
    ],
)  # fmt: skip
def test_names(text: str, found: list[tuple[str, str, str, bool]]) -> None:
    assert marked(text) == found


def test_many_words_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkosto.themes._names_in_text._MOST_MET", 5)
    scrubber = themes.Scrubber(["Matti Meikäläinen"], guess=False)
    assert scrubber.scrub(" ".join(f"sana{number}" for number in range(50)) + " Meikäläinen").text.endswith("[henkilö]")


def test_in_capitals_a_capital_says_nothing_and_whole_names_still_do() -> None:
    text = "TARVITSEMME LISÄÄ TILAA, KYSYKÄÄ TEPPO TESTISELTÄ TAI MEIKÄLÄISELTÄ JA JORMALTA"
    assert marked(text) == [
        ("TEPPO TESTISELTÄ", "person", "register", True),
        ("MEIKÄLÄISELTÄ", "person", "register", False),
        ("JORMALTA", "person", "first name", False),
    ]


def test_the_respondents_own_organisation_is_always_a_name() -> None:
    own = ["Omat Ihmiset ry", "Itsekkäät ry"]
    assert marked("omat ihmiset tekevät", own=own) == [("omat ihmiset", "organisation", "own organisation", False)]
    assert marked("meidän Itsekkäiden tila", own=own) == [("Itsekkäiden", "organisation", "own organisation", True)]
    assert marked("itsekkäät tekevät", own=own) == [("itsekkäät", "organisation", "own organisation", False)]
    assert marked("omat ihmiset tekevät") == []


def test_public_names_stay() -> None:
    scrubber = themes.Scrubber([], ["Kuvitteellinen Virasto", "EHYTTI"], public=["Kuvitteellinen Virasto"])
    text = "Kuvitteellisen Viraston ja EHYTTI:n tuki"
    assert marked(text, scrubber) == [("EHYTTI:n", "organisation", "register", True)]


def test_guessing_can_be_left_out() -> None:
    assert marked("tapasin Kalevin", themes.Scrubber(guess=False)) == []


@pytest.mark.parametrize(("lang", "text"), [("fi", "[puhelin]"), ("sv", "[telefon]"), ("en", "[phone]")])
def test_replacements_are_in_the_language_asked_for(lang: str, text: str) -> None:
    assert themes.scrub("040 123 4567", lang=lang).text == text
    assert themes.Scrubber(lang=lang).scrub("040 123 4567").text == text


def test_replacements_are_in_the_language_of_the_answer() -> None:
    assert themes.scrub("Ring mig gärna och fråga, det är viktigt för oss: 040 123 4567").text.endswith("[telefon]")


def test_what_is_replaced_already_stays_as_it_is() -> None:
    text = "[henkilö] ja [nimi?] sekä [phone?] 040 123 4567"
    assert marked(text) == [
        ("[nimi?]", "name", "placeholder", False),
        ("[phone?]", "phone", "placeholder", False),
        ("040 123 4567", "phone", "form", True),
    ]
    once = SCRUBBER.scrub("Matti Meikäläinen, 040 123 4567, tapasi Kalevin")
    assert SCRUBBER.scrub(once.text).text == once.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (unicodedata.normalize("NFD", "kysy Meikäläiseltä nyt"), unicodedata.normalize("NFD", "Meikäläiseltä")),
        ("kysy MeikÃ¤läiseltÃ¤ nyt", "MeikÃ¤läiseltÃ¤"),
        ("kysy Meikä\u00adläiseltä nyt", "Meikä\u00adläiseltä"),
        ("Soita 040\u00a0123\u20114567 nyt", "040\u00a0123\u20114567"),
        ("Tunnus １３１０５２-３０８T nyt", "１３１０５２-３０８T"),
        ("🙂🙂 Meikäläinen 🙂", "Meikäläinen"),
    ],
)
def test_whatever_the_characters_marks_are_places_of_the_text_as_it_stands(text: str, found: str) -> None:
    assert [one[0] for one in marked(text)] == [found]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_marks_are_in_order_apart_and_within_the_text(text: str) -> None:
    scrubbed = SCRUBBER.scrub(text)
    places = [place for mark in scrubbed.marks for place in (mark.start, mark.end)]
    assert places == sorted(places)
    assert all(mark.start < mark.end for mark in scrubbed.marks)
    assert scrubbed.original == text
    assert SCRUBBER.scrub(scrubbed.text).certain == ()


def test_names_come_from_a_network() -> None:
    network = vk.Network(
        organisations=[
            vk.Organisation(
                "a", vk.LocalText(fi="Keksijät ry", sv="Uppfinnarna rf"), other_names=[vk.organisations.Name("KEKSI")]
            )
        ],
        people=[vk.Person("m", "Meikäläinen, Matti")],
    )
    text = "Sekä Keksijöiden että Uppfinnarnas ja KEKSI:n Matti Meikäläiseltä"
    wanted = "Sekä [järjestö] että [järjestö] ja [järjestö] [henkilö]"
    for scrubber in (
        themes.Scrubber(network, lang="fi"),
        themes.Scrubber(organisations=network, lang="fi"),
        themes.Scrubber(network.people, network.organisations, lang="fi"),
        themes.Scrubber(network.organisations[0], network.people[0], lang="fi"),
    ):
        assert scrubber.scrub(text).text == wanted
    assert repr(themes.Scrubber(network)) == "<Scrubber: 1 people, 3 organisations, 0 places>"


def test_nothing_shows_the_words() -> None:
    scrubbed = SCRUBBER.scrub("Matti Meikäläinen, a@b.fi")
    for shown in (repr(scrubbed), repr(scrubbed.marks), repr(SCRUBBER)):
        assert "Meikä" not in shown
        assert "a@b" not in shown
    assert repr(scrubbed) == "<Scrubbed: 25 characters, 2 marks, 0 uncertain>"


def test_a_scrubber_keeps_no_words_of_answers() -> None:
    scrubber = themes.Scrubber(PEOPLE)
    scrubber.scrub("Salaisuuksien Meikäläinen kertoi salaisuuksia")
    data = pickle.dumps(scrubber)
    assert b"Salaisuu" not in data
    assert pickle.loads(data).scrub("Meikäläinen").text == "[henkilö]"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: themes.scrub(5), "A text is a string, not int"),  # type: ignore[arg-type]
        (lambda: themes.scrub("a", lang="de"), "No language 'de'"),
        (lambda: themes.Scrubber([5]), "text, a Person or an Organisation, not int"),  # type: ignore[list-item]
        (lambda: themes.Scrubber(places=[5]), "is text, not int"),  # type: ignore[list-item]
        (lambda: themes.Scrubber(min_count=0), "positive integer"),
        (lambda: themes.Scrubber(min_count=True), "positive integer"),
    ],
)
def test_bad_input(call: object, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        call()  # type: ignore[operator]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "-", ".", "🙂", "\u00ad", "ry", "(", "[", "\0"])
def test_texts_of_next_to_nothing(text: str) -> None:
    assert SCRUBBER.scrub(text).text == text


def test_names_of_next_to_nothing_find_nothing() -> None:
    scrubber = themes.Scrubber(["", "-", "A", "Bo"], ["", "ry", "()", "& Co"], places=["", "x"])
    assert marked("a ja bo sekä ry ja x on tässä & siinä", scrubber) == []
