from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.organisations import Name, Organisation, Person
from verkosto.reporting._names import fitting, full_name, short_names
from verkosto.text import LocalText


def people(*names: str) -> list[Person]:
    return [Person(str(number), name) for number, name in enumerate(names)]


def forms(*names: str) -> list[tuple[str, ...]]:
    return list(short_names(people(*names), "fi").values())


def test_people_keep_their_surname() -> None:
    assert forms("Marja Manninen") == [("Marja Manninen", "M. Manninen", "Manninen")]
    assert forms("Veli-Matti Ahtiainen") == [("Veli-Matti Ahtiainen", "V.-M. Ahtiainen", "Ahtiainen")]
    assert forms("Maria von Essen") == [("Maria von Essen", "M. von Essen", "von Essen")]
    assert forms("Madonna") == [("Madonna",)]


def test_no_form_could_be_taken_for_somebody_else() -> None:
    assert forms("Liisa Virtanen", "Kari Virtanen", "Leo Salo", "Liisa Salo") == [
        ("Liisa Virtanen", "L. Virtanen"),
        ("Kari Virtanen", "K. Virtanen"),
        ("Leo Salo",),
        ("Liisa Salo",),
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("aA -.ö", max_size=12).filter(str.strip), max_size=6))
def test_forms_begin_with_the_name_and_are_never_shared(names: list[str]) -> None:
    found = forms(*names)
    assert [form[0] for form in found] == [" ".join(name.split()) for name in names]
    shorter = [form for name in found for form in name[1:]]
    assert len(shorter) == len(set(shorter))


def test_organisations_lose_their_ending_then_take_a_short_name_then_words() -> None:
    body = Organisation(
        "psotu",
        LocalText("Pohjois-Savon Sosiaaliturvayhdistys ry", sv="Norra Savolax Socialskydd rf"),
        other_names=[Name("Sakke", note="short name"), Name("Pohjois-Savon pitkä sosiaaliturvayhdistyksen nimi")],
    )
    assert short_names([body], "fi")["psotu"] == (
        "Pohjois-Savon Sosiaaliturvayhdistys ry",
        "Pohjois-Savon Sosiaaliturvayhdistys",
        "Sakke",
        "Pohjois-Savon…",
    )
    assert short_names([body], "sv")["psotu"][:2] == ("Norra Savolax Socialskydd rf", "Norra Savolax Socialskydd")
    assert full_name(body, "en") == body.name.fi


def test_smaller_letters_are_tried_when_no_form_fits() -> None:
    def width(text: str, size: float) -> float:
        return len(text) * size

    assert fitting(("pitkä nimi", "nimi"), 100, width, (10, 5)) == ("pitkä nimi", 10)
    assert fitting(("pitkä nimi", "nimi"), 45, width, (10, 5)) == ("nimi", 10)
    assert fitting(("pitkä nimi", "nimi"), 25, width, (10, 5)) == ("nimi", 5)
    assert fitting(("pitkä nimi", "nimi"), 5, width, (10, 5)) == ("", 5)
