"""A council with everything that a picture must show: offices, gaps, doubts, disputes, open ends."""

from __future__ import annotations

from verkosto.councils import SeatRule, Structure
from verkosto.organisations import Membership, Network, Organisation, Person, Term

__all__ = ["council", "pairs"]

_REGIONS = ("01", "02", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19")
_PEOPLE = (
    "Marja Manninen",
    "Veli-Matti Ahtiainen",
    "Anna-Kaisa Rautiainen-Mäenpää",
    "Liisa Virtanen",
    "Kari Virtanen",
    "Maria von Essen",
)
_ORGANISATIONS = ("Hyte ry", "Pohjois-Pohjanmaan sosiaali- ja terveysturvayhdistys ry")


def council(roster: str = "complete") -> Structure:
    """18 seats and three offices over six years."""
    people = [Person(f"p{number}", name) for number, name in enumerate(_PEOPLE)]
    organisations = [
        Organisation("mvn", "Maakuntien verkostojärjestöjen neuvottelukunta", terms=[Term("2020-05-07")]),
        *(Organisation(f"o{number}", name) for number, name in enumerate(_ORGANISATIONS)),
    ]
    memberships = [
        Membership("mvn", "chair", person="p0", terms=[Term(observed_at="2023-04"), Term("2023", "2025")]),
        Membership("mvn", "secretary", person="p1", terms=[Term("2023-06-01")]),
        Membership("mvn", "contact", person="p2", terms=[Term(end="2023-05-31")]),
    ]
    for place, code in enumerate(_REGIONS):
        # Nobody is known for Lapland.
        terms = () if code == "19" else _TERMS[place % len(_TERMS)]
        for number, stated in enumerate(terms):
            person = Person(f"{code}-{number}", f"{_PEOPLE[(place + number) % 6].split()[0]} Edustaja-{code}-{number}")
            people.append(person)
            memberships.append(
                Membership(
                    "mvn",
                    person=person.id,
                    area=f"maakunta/{code}",
                    on_behalf_of=f"o{place % 2}" if place % 3 else None,
                    terms=stated,
                )
            )
    network = Network(organisations=organisations, people=people, memberships=memberships)
    rule = SeatRule("maakunta", exclude=("21",))
    return Structure("mvn", network, rules=[rule], roster="partial" if roster == "partial" else "complete")


_TERMS: tuple[tuple[tuple[Term, ...], ...], ...] = (
    ((Term("2020-05-07", "2022-04-30"),), (Term("2022-05-01", "2024-04-30"),), (Term("2024-05-01", "2025-12-31"),)),
    ((Term("2021", "2022"),), (Term("2023", "2024"),)),
    ((Term("2020-05-07", "2021-03-31"),), (Term("2021-12", "2024-02-10"),), (Term("2024-02-11"),)),
    ((Term("2020-05-07", "2020-06-30"),), (Term("2020-07-01", "2020-07-20"),), (Term("2021-01-01", "2025-12-31"),)),
    ((Term("2023-01-01", "2025-12-31"), Term("2023-01-01", "2024-06-30")),),
    ((Term("2024-01-01", "2025-12-31", planned=True),),),
)


def pairs() -> Structure:
    """Two workers in each erva area, and coordinators whose number is not stated."""
    network = Network(
        organisations=[Organisation("b", "Malli B")],
        people=[Person("a", "Aino"), Person("b1", "Bertta Pitkänen")],
        memberships=[
            Membership("b", "worker", person="a", area="erva/1", terms=[Term("2020-01-01", "2020-12-31")]),
            Membership("b", "worker", person="b1", area="erva/1", terms=[Term("2020-07-01", "2020-12-31")]),
        ],
    )
    rules = [SeatRule("erva", 2, role="worker"), SeatRule(None, None, role="coordinator")]
    return Structure("b", network, rules=rules)
