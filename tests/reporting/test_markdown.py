from __future__ import annotations

import re
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import Table, chi_square, crosstab
from verkosto.reporting import Heading, tile_map
from verkosto.reporting._compose import document
from verkosto.reporting._document import Document, SheetPart
from verkosto.reporting._markdown import markdown_bytes
from verkosto.responses import Responses
from verkosto.text import LocalText


def written(items: list[Any], **options: Any) -> str:
    given: dict[str, Any] = {"lang": "fi", "internal": False, **options}
    return markdown_bytes(document(items, pictures=False, **given)).decode("utf-8")


def test_a_table_has_a_rule_under_its_header_and_the_total_in_bold(dots: Table) -> None:
    lines = written([dots]).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("| Maakunta"))
    assert lines[start + 1] == "| --- | ---: | ---: | ---: | ---: |"
    assert lines[start + 2].startswith("| Uusimaa | ")
    table = [line for line in lines[start:] if line.startswith("|")]
    assert table[-1].startswith("| **Yhteensä** | **")
    assert {line.count("|") for line in table} == {6}


def test_headings_follow_the_report(bars: Table, two_ways: Table) -> None:
    found = written([Heading("Alku"), bars, two_ways], title="Raportti", text="Saatteeksi.")
    heads = re.findall(r"^(#+) (.*)$", found, re.MULTILINE)
    assert heads[0] == ("#", "Raportti")
    assert ("##", "Alku") in heads
    assert ("###", "Kannatatko?") in heads
    assert ("####", "Mitä palveluja käytit?") in heads
    assert heads[-2:] == [("##", "Näin kysely tehtiin"), ("##", "Näin luet taulukoita")]
    assert found.startswith("# Raportti\n\nSaatteeksi.\n\n")


def test_the_stamp_stands_at_both_ends(bars: Table) -> None:
    lines = [line for line in written([bars], internal=True, lang="en").splitlines() if line]
    assert lines[1] == lines[-1]
    assert lines[1].startswith("> **for internal use.** ")
    assert "internal use.**" not in written([bars], lang="en")


def test_missing_answers_and_notes_are_lists(bars: Table) -> None:
    found = written([evolve(bars, notes=(LocalText(fi="Huomaa tämä."),))])
    assert "**Ilman vastausta**\n\n- Ei vastannut 20" in found
    assert "**Huomautukset**\n\n- Huomaa tämä." in found


def test_what_is_empty_says_so(nothing: Table) -> None:
    found = written([nothing])
    assert "Taulukossa ei ole yhtään vastausta." in found
    assert "|" not in found


def test_a_picture_is_told_and_a_test_is_shown(answers: Responses) -> None:
    picture = tile_map({"13": 12, "19": 7}, title="Jäseniä")
    found = written([picture, chi_square(answers, "malli", "laji")])
    assert "## Jäseniä" in found
    assert "| Keski-Suomi | 12 |" in found
    assert len(re.findall(r"^\| --- \|", found, re.MULTILINE)) == 2


def test_a_result_of_words_alone_has_no_table() -> None:
    sheet = SheetPart("Testi", ("Ei voitu testata.",), "s1", 1, (), (), frozenset(), ("Vastauksia on liian vähän.",))
    found = markdown_bytes(Document("Raportti", "fi", internal=False, parts=(sheet,))).decode()
    assert found == "# Raportti\n\n## Testi\n\nEi voitu testata.\n\nVastauksia on liian vähän.\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# ei otsikko", r"\# ei otsikko"),
        ("1. ei luettelo", r"1\. ei luettelo"),
        ("- ei luettelo", r"\- ei luettelo"),
        ("a | b *c* <d> [e](f)", r"a \| b \*c\* \<d\> \[e\](f)"),
        ("2020 oli vuosi", "2020 oli vuosi"),
        ("73\xa0% kannatti", "73\xa0% kannatti"),
    ],
)
def test_a_text_is_no_markup(bars: Table, text: str, wanted: str) -> None:
    assert f"\n\n{wanted}\n\n" in written([bars, text])


@settings(max_examples=25)
@given(st.text(st.sampled_from("ab|\\\n*_<>`#-1. ~"), min_size=1, max_size=20))
def test_a_label_never_breaks_its_table(label: str) -> None:
    rows = vastaukset(malli=["k", "e"], laji=["p", "v"])
    table = crosstab(rows, "malli", by="laji")
    (heading,) = table.variables
    named = evolve(table, variables=(evolve(heading, labels={**heading.labels, "k": LocalText(fi=label)}),))
    lines = [line for line in written([named]).splitlines() if line.startswith("| ")]
    assert len(lines) == 4
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines} == {6}
