"""Reports in a real browser: no violation of axe-core's rules, everything by keyboard, and what the printer gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from made_answers import vastaukset

from verkosto.aggregate import Table, chi_square, crosstab, frequency, mean
from verkosto.disclosure import protect
from verkosto.reporting import Heading, report, tile_map
from verkosto.text import HIDDEN

KUNNAT = ["049", "091", "179", "837", "564", "698"]
LANGUAGES = ["fi", "sv", "en"]
SCREENS = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]


def tables() -> list[Table]:
    rows = range(240)
    answers = vastaukset(
        malli=[["k", "k", "e", "eos", "k", None][i * i % 6] for i in rows],
        laji=["p" if i % 3 else "v" for i in rows],
        kunta=[KUNNAT[min(i * i % 19, 5)] for i in rows],
        palvelut=[[["kevat"], ["kevat", "syksy"], ["eos"], "!not_asked"][i % 4] for i in rows],
        suosittelu=[i % 11 for i in rows],
        jarjesto=[f"j{i}" for i in rows],
        **{"vaittamat[r1]": [["1", "2", "0"][i % 3] for i in rows], "vaittamat[r2]": ["2" for _ in rows]},
    )
    return [
        frequency(answers, "malli"),
        crosstab(answers, "malli", by="maakunta", margins=True),
        frequency(answers, "vaittamat"),
        crosstab(answers, ["malli", "palvelut"], by=["laji", "maakunta"], margins=True),
        mean(answers, "suosittelu", by="laji"),
        frequency(vastaukset(kunta=[None]), "kunta"),
    ]


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A published and an internal report in each language, by name."""
    folder = tmp_path_factory.mktemp("reports")
    made = tables()
    published = [protect(table) for table in made[:5]]
    assert any("hidden" in table.cells["status"] for table in published)
    rows = range(60)
    answers = vastaukset(malli=[["k", "e"][i % 2] for i in rows], laji=["p" if i % 3 else "v" for i in rows])
    picture = tile_map({"13": 12, "19": 7}, title="Jäsenjärjestöjä")
    found = {}
    for lang in LANGUAGES:
        parts: list[Any] = [Heading("Ensimmäinen luku"), "Tekstiä.", picture, Heading("Osa", level=2)]
        given: dict[str, Any] = {"lang": lang, "title": "Raportti", "text": "Alkusanat."}
        place = folder / f"published-{lang}.html"
        found[f"published-{lang}"] = report([*parts, *published, *published[:2]], place, **given)
        place = folder / f"internal-{lang}.html"
        more: list[Any] = [chi_square(answers, "malli", "laji"), evolve(made[0], weights="paino")]
        found[f"internal-{lang}"] = report([*made, *parts, *more], place, internal=True, **given)
    return found


@pytest.fixture(scope="session")
def seen(drive: Any, reports: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the browser found, in one run."""
    printed = tmp_path_factory.mktemp("printed") / "internal.pdf"
    found: dict[str, Any] = drive(
        pages=[{"path": str(place), "schemes": SCREENS} for place in reports.values()],
        play=str(reports["published-fi"]),
        print=[{"path": str(reports["internal-fi"]), "pdf": str(printed)}, {"path": str(reports["published-sv"])}],
    )
    found["pdf"] = printed
    return found


def opened(seen: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for page in seen["pages"]:
        yield f"{Path(page['path']).stem} {page['scheme']}", page


def test_axe_finds_no_violation(seen: dict[str, Any]) -> None:
    assert len(seen["pages"]) == 2 * len(LANGUAGES) * len(SCREENS)
    assert {name: page["violations"] for name, page in opened(seen) if page["violations"]} == {}
    # The rules have been at work.
    assert all(page["passes"] > 30 for _, page in opened(seen))


def test_nothing_is_asked_of_the_network_and_nothing_is_complained_of(seen: dict[str, Any]) -> None:
    assert [page["faults"] for _, page in opened(seen) if page["faults"]] == []
    assert seen["play"]["faults"] == []


def test_a_narrow_screen_is_not_scrolled_sideways(seen: dict[str, Any]) -> None:
    assert {name: page["spill"] for name, page in opened(seen) if page["spill"] > 0} == {}


def test_the_first_stop_skips_to_the_content(seen: dict[str, Any]) -> None:
    assert seen["play"]["first"] == "skip"
    assert seen["play"]["skipped"] == "content"


def figure(text: str) -> float | None:
    found = re.match(r"\d+", text)
    return None if found is None else float(found[0])


def test_tables_are_sorted_by_keyboard_with_hidden_figures_and_totals_last(seen: dict[str, Any]) -> None:
    given, down, up, again = seen["play"]["sorts"]
    assert [step["order"] for step in (given, down, up, again)] == [None, "descending", "ascending", None]
    assert given["cells"] == again["cells"]
    assert given["cells"] != down["cells"]
    for step, sign in ((down, -1), (up, 1)):
        plain = [figure(text) for text, kind in step["cells"] if not kind]
        known = [number for number in plain if number is not None]
        assert known == sorted(known, key=lambda number: sign * number)
        assert plain[: len(known)] == known
        assert {text for text, kind in step["cells"] if figure(text) is None} <= {HIDDEN.fi, "–"}
        assert [kind for _, kind in step["cells"]] == sorted(kind for _, kind in step["cells"])
        # Whole rows move.
        pairs = zip(step["names"], step["cells"], strict=True)
        assert sorted(map(str, pairs)) == sorted(map(str, zip(given["names"], given["cells"], strict=True)))
    assert HIDDEN.fi in {text for text, _ in given["cells"]}


def test_the_theme_is_chosen_by_keyboard_and_kept(seen: dict[str, Any]) -> None:
    device, light, dark, again = seen["play"]["themes"]
    assert device == dark == again
    assert light == "rgb(255, 255, 255)" != dark
    assert seen["play"]["kept"] == "light"


def test_paper_is_white_with_repeated_headers_and_the_stamp_on_each_page(seen: dict[str, Any]) -> None:
    internal, published = seen["print"]
    assert internal["stamp"] == {"display": "block", "position": "fixed"}
    assert published["stamp"] is None
    for page in (internal, published):
        assert page["background"] == "rgb(255, 255, 255)"
        assert page["theme"]["display"] == "none"
        assert page["head"]["display"] == "table-header-group"
    assert len(re.findall(rb"/Type\s*/Page\b", seen["pdf"].read_bytes())) > 3
