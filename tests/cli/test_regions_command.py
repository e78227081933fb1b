from __future__ import annotations

import pytest
from commands import Run

from verkosto import regions


def test_kinds_of_area(run: Run) -> None:
    done = run("regions")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()[1:]] == [k.code for k in regions.area_types()]
    on_a_day = run("regions", "--on", "2020-03-01", "--lang", "en")
    assert "erva" in on_a_day.out
    assert "hyvinvointialue" not in on_a_day.out


def test_areas_of_a_kind(run: Run) -> None:
    done = run("regions", "maakunta", "--on", "2020-03")
    lines = done.out.splitlines()
    assert lines[0] == "maakunta on 2020-03-01: 19 areas"
    assert len(lines) == 21
    assert lines[2].split() == ["01", "Uusimaa", "26"]


def test_bodies_outside_the_scheme_are_marked(run: Run) -> None:
    done = run("regions", "hyvinvointialue", "--lang", "sv")
    assert ": 21 areas" in done.out.splitlines()[0]
    assert "* outside the scheme" in done.out
    assert done.out.count(" *") == 2


def test_one_area_with_its_municipalities(run: Run) -> None:
    done = run("regions", "maakunta", "--area", "1", "--on", "2020")
    assert "Uusimaa / Nyland" in done.out
    assert "  049  Espoo" in done.out


@pytest.mark.parametrize("name", ["179", "Jyväskylä", " JYVÄSKYLÄ"])
def test_the_area_of_a_municipality(run: Run, name: str) -> None:
    done = run("regions", "maakunta", "--of", name, "--on", "2020-03-01")
    assert done.out == "maakunta on 2020-03-01\n13  Keski-Suomi\n"


def test_every_area_of_a_municipality(run: Run) -> None:
    rows = [line.split() for line in run("regions", "--of", "Valtimo").out.splitlines()[1:]]
    assert [row[0] for row in rows] == [kind.code for kind in regions.area_types()]
    on_a_day = run("regions", "--of", "911", "--on", "2020-03-01").out
    assert "Pohjois-Karjala" in on_a_day
    assert "hyvinvointialue" not in on_a_day


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["maakuntta"], 1, "Did you mean 'maakunta'"),
        (["hyvinvointialue", "--on", "2020"], 1, "is covered from"),
        (["maakunta", "--on", "24.4.2023"], 1, "write '2023-04-24'"),
        (["maakunta", "--area", "99"], 1, "No maakunta has the code '99'"),
        (["maakunta", "--of", "Tukholma"], 1, "Tukholma"),
        (["--area", "13"], 2, "needs the kind of area"),
        (["maakunta", "--area", "13", "--of", "179"], 2, "exclude one another"),
    ],
)
def test_what_the_register_does_not_know(run: Run, words: list[str], code: int, message: str) -> None:
    done = run("regions", *words)
    assert done.code == code
    assert message in done.err
    assert done.err.count("\n") == 1
