from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from made_answers import kysely, vastaukset

from verkosto.aggregate import Method, Table, crosstab, frequency, reported
from verkosto.dates import Period
from verkosto.disclosure import PublishedTable
from verkosto.reporting._method_notes import common_notes, method_parts, surveys_of
from verkosto.responses import Responses
from verkosto.sources import Source
from verkosto.text import LocalText


def told(*tables: Table, lang: str = "fi", method: Method | None = None) -> dict[str, str]:
    known = None if method is None else {method.instrument: method}
    (part,) = method_parts(surveys_of(tables, known), lang)
    return dict(part.entries)


def test_a_survey_tells_who_was_asked_when_and_how_many_answered(dots: Table) -> None:
    instrument = kysely(fieldwork=Period("2020-02-03", "2020-03-01"), sampling="open_link")
    stored = Table.from_json(dots.to_json())
    found = told(stored, method=Method.of(instrument, 1562))
    assert found["Kysely"] == "Tukirakennekysely."
    assert found["Vastausaika"] == "3. helmikuuta – 1. maaliskuuta 2020."
    assert found["Vastauksia"] == "n = 1\xa0562."
    assert found["Keneltä kysyttiin"].startswith("Avoin linkki: kyselyyn saattoi vastata kuka tahansa")
    assert found["Alueet"] == "Aluejako sellaisena kuin se oli 1. maaliskuuta 2020."


@pytest.mark.parametrize(("lang", "term"), [("fi", "Vastauksia"), ("sv", "Svar"), ("en", "Responses")])
def test_the_answers_at_hand_tell_their_survey(dots: Table, lang: str, term: str) -> None:
    assert told(dots, lang=lang)[term] == "n = 120."


def test_a_table_without_its_survey_tells_what_it_can(bars: Table) -> None:
    found = told(Table.from_json(bars.to_json()))
    assert found["Kysely"] == "kysely-2020."[:1].upper() + "ysely-2020."
    assert list(found) == ["Kysely", "Painotus", "Luottamusvälit", "Vastaajien suojaus"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fi", ["Aiemmin julkaistut luvut.", "Esimerkki ry: Tiedote 2016."]),
        ("sv", ["Tidigare publicerade siffror.", "Esimerkki ry: Tiedote 2016."]),
        ("en", ["Figures published earlier.", "Esimerkki ry: Tiedote 2016."]),
    ],
)
def test_a_release_is_neither_a_survey_nor_a_file(lang: str, words: list[str]) -> None:
    source = Source("Tiedote 2016", publisher="Esimerkki ry")
    found = [*told(reported({"k": 61, "e": 39}, 150, source=source), lang=lang).values()]
    assert [found[0], found[-1]] == words
    assert "Tiedote 2016." in told(reported({"k": 61}, 150, source="Tiedote 2016"), lang=lang).values()


def test_areas_are_dated_where_a_table_has_areas(bars: Table, dots: Table) -> None:
    assert "Alueet" not in told(bars)
    assert "Alueet" in told(bars, dots)


def test_weights_are_told_as_they_are_used(answers: Responses, bars: Table) -> None:
    weighted = frequency(answers, "malli", weights="paino")
    assert told(bars)["Painotus"].startswith("Lukuja ei ole painotettu")
    assert told(weighted)["Painotus"] == "Luvut on painotettu (paino); n on painottamaton lukumäärä."
    assert told(bars, weighted)["Painotus"].startswith("Osa taulukoista on painotettu (paino)")


def test_intervals_are_named_by_their_level(answers: Responses, bars: Table) -> None:
    both = told(bars, frequency(answers, "malli", level=0.9), lang="en")
    assert both["Intervals"] == "95% confidence interval (Wilson). 90% confidence interval (Wilson)."
    without = vastaukset(malli=[None])
    assert "Intervals" not in told(frequency(without, "malli"), lang="en")


def test_several_surveys_have_notes_of_their_own(bars: Table) -> None:
    other = evolve(bars, instrument_id="toinen", origin=None)
    parts = method_parts(surveys_of([bars, other, bars]), "fi")
    assert [part.title for part in parts] == ["Näin kysely tehtiin: Tukirakennekysely", "Näin kysely tehtiin: toinen"]
    assert len({part.name for part in parts}) == 2


def test_notes_of_all_tables_are_common_and_of_one_are_not(bars: Table, dots: Table) -> None:
    note = LocalText(fi="Kaikille.")
    tables = [evolve(table, notes=(*table.notes, note)) for table in (bars, dots)]
    (survey,) = surveys_of(tables)
    assert note in common_notes(survey)
    assert "Kaikille." in told(*tables)["Kaikissa taulukoissa"]
    (alone,) = surveys_of(tables[:1])
    assert common_notes(alone) == ()


def test_the_source_and_its_digest_are_named(bars: Table) -> None:
    given: dict[str, Any] = {"source": "vienti.xlsx", "digest": "0123456789abcdef"}
    assert told(evolve(bars, provenance=given))["Aineisto"] == (
        "kysely-2020: tiedosto vienti.xlsx, tunniste 0123456789ab."
    )


def test_protection_is_told_with_its_rules(bars: Table, published: PublishedTable) -> None:
    assert told(bars)["Vastaajien suojaus"].startswith("Lukuja ei ole suojattu")
    rules = " ".join(text.fi for text in published.protection.stated)
    words = told(published)["Vastaajien suojaus"]
    assert words == rules
    assert published.method is not None
    named = evolve(published, method=evolve(published.method, unit=LocalText(fi="järjestö")))
    assert told(named)["Vastaajien suojaus"].endswith(
        "samaa yksikköä (järjestö) edustavat vastaajat laskettiin yhdeksi."
    )
    assert told(published, bars)["Vastaajien suojaus"].endswith("raportti on vain sisäiseen käyttöön.")


def test_rules_that_a_table_does_not_keep_are_not_told(published: PublishedTable) -> None:
    assert "Summia" not in told(published)["Vastaajien suojaus"]
    rounded = evolve(published, protection=evolve(published.protection, method="round", step=5, within=5))
    assert "Vastaajien suojaus" not in told(rounded)


def test_a_published_table_tells_its_survey_after_a_journey(published: PublishedTable) -> None:
    assert told(PublishedTable.from_json(published.to_json()))["Vastauksia"] == "n = 120."


def test_totals_are_no_areas(answers: Responses) -> None:
    assert "Alueet" not in told(crosstab(answers, "malli", by="laji", margins=True))
