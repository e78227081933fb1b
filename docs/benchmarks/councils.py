"""What questions about a council cost: 21 seats, 500 memberships of history, every question about a date.

Run: python docs/benchmarks/councils.py [memberships] [questions]
The first use compiles the seats and who claims them; after that each question is timed on days drawn at random.
"""

from __future__ import annotations

import datetime as dt
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable

from verkosto import regions
from verkosto.councils import Council, SeatRule
from verkosto.organisations import Membership, Network, Organisation, Person, Term

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2026, 12, 31)


def made_council(memberships: int) -> Council:
    """A council of the wellbeing services counties, whose seats change hands again and again."""
    chance = random.Random(2023)  # noqa: S311
    codes = [area.code for area in regions.areas("hyvinvointialue")]
    people, held = [], []
    for number in range(memberships):
        people.append(Person(f"p{number}", f"Person {number}"))
        start = FIRST + dt.timedelta(days=chance.randrange((LAST - FIRST).days))
        end = start + dt.timedelta(days=chance.randrange(20, 200))
        terms = [
            Term(start, end),
            Term(f"{start:%Y-%m}", f"{end:%Y-%m}"),
            Term(f"{start:%Y}", f"{end:%Y}"),
            Term(start),
        ]
        area = f"hyvinvointialue/{codes[number % len(codes)]}"
        term = chance.choice(terms)
        held.append(Membership("council", person=f"p{number}", area=area, on_behalf_of="body", terms=[term]))
    organisations = [Organisation("council", "Neuvottelukunta"), Organisation("body", "Yhdistys", areas="maakunta/13")]
    network = Network(organisations=organisations, people=people, memberships=held)
    return Council("council", network, rules=[SeatRule("hyvinvointialue", term_years=2)])


def microseconds(question: Callable[[dt.date], object], days: list[dt.date]) -> list[float]:
    taken = []
    for day in days:
        started = time.perf_counter()
        question(day)
        taken.append((time.perf_counter() - started) * 1e6)
    return sorted(taken)


def main(memberships: int, questions: int) -> None:
    chance = random.Random(1)  # noqa: S311
    days = [FIRST + dt.timedelta(days=chance.randrange((LAST - FIRST).days)) for _ in range(questions)]
    council = made_council(memberships)
    print(f"Python {platform.python_version()}, {platform.machine()}: 21 seats, {memberships} memberships")
    started = time.perf_counter()
    council.holders(on=days[0])
    print(f"{'first question':36s} {(time.perf_counter() - started) * 1e3:8.1f} ms")
    asked: dict[str, Callable[[dt.date], object]] = {
        "holders": lambda day: council.holders(on=day),
        "holders, a day given as text": lambda day: council.holders(on=f"{day}"),
        "vacancies": lambda day: council.vacancies(on=day),
        "posts": lambda day: council.posts(on=day),
        "places": lambda day: council.places(on=day),
        "representative of a county": lambda day: council.representative("13", on=day),
        "representative of a municipality": lambda day: council.representative("kunta/179", on=day),
        "serving a region": lambda day: council.serving("maakunta/13", on=day),
        "audit of a day": council.audit,
        "areas served": lambda day: council.areas_served("council/member/hyvinvointialue/13", "kunta", on=day),
    }
    for name, whole in (("timeline", council.timeline), ("audit", council.audit)):
        started = time.perf_counter()
        found = len(whole())
        print(f"{name:36s} {(time.perf_counter() - started) * 1e3:8.1f} ms, {found} entries")
    for name, question in asked.items():
        taken = microseconds(question, days)
        print(
            f"{name:36s} {statistics.median(taken):8.1f} µs at the median, {taken[int(len(taken) * 0.95)]:8.1f} at 95 %"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, int(sys.argv[2]) if len(sys.argv) > 2 else 2000)
