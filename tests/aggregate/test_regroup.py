"""Groups put together: the same table as one of answers whose groups were one from the start."""

from __future__ import annotations

import pytest
from made_answers import kysely, responses

from verkosto import aggregate
from verkosto.aggregate import Table, area_kind, regrouped
from verkosto.errors import AnalysisError
from verkosto.instruments import Option
from verkosto.responses import Responses
from verkosto.text import LocalText

ANSWERS: dict[str, list[str | None]] = {
    "malli": ["k", "e", "k", "k", "eos", "e", "k", "k"],
    "kunta": ["179", "179", "837", "837", "837", "049", "!dont_know", None],
    "jarjesto": ["a", "b", "a", "c", "c", "d", "d", "e"],
    "laji": ["p", "v", "p", "v", "p", "v", "p", "v"],
}


KYSELY = kysely(unit_id="jarjesto")


def answers() -> Responses:
    return responses(KYSELY, ANSWERS)


def by_region(**options: bool) -> Table:
    return aggregate.crosstab(answers(), "malli", by="maakunta", **options)  # type: ignore[arg-type]


def test_regions_put_together_are_one_region() -> None:
    """Jyväskylä and Tampere as one: the same figures as of answers that name one of them in place of both."""
    found = regrouped(by_region(margins=True), "maakunta", {Option("06+13", "Pirkanmaa ja Keski-Suomi"): ["13", "06"]})
    together = {**ANSWERS, "kunta": ["179" if code == "837" else code for code in ANSWERS["kunta"]]}
    expected = aggregate.crosstab(responses(KYSELY, together), "malli", by="maakunta", margins=True)
    same = expected.frame.replace({"maakunta": {"13": "06+13"}})
    columns = ["n", "base", "units", "estimate", "se", "low", "high"]
    assert found.frame[["maakunta", "value", *columns]].equals(same[["maakunta", "value", *columns]])
    # An association that stands in both regions counts once.
    assert found.frame.query("maakunta == '06+13' and value == 'k'")[["n", "units"]].values.tolist() == [[3, 2]]
    assert found.labels()["maakunta"]["06+13"] == "Pirkanmaa ja Keski-Suomi"
    assert [heading.id for heading in found.groups] == ["maakunta"]


def test_the_rest_stays_and_so_do_missing_answers() -> None:
    before = by_region()
    found = regrouped(before, "maakunta", {Option("06+13", LocalText("Yhdessä")): ["06", "13"]})
    assert list(found.labels()["maakunta"]) == ["01", "06+13", "*"]
    assert found.missing["n"].sum() == before.missing["n"].sum()


def test_those_who_cannot_say_keep_their_level() -> None:
    """Who does not know the home municipality has a level of its own, whatever is put together before it."""
    table = aggregate.crosstab(answers(), "malli", by="kunta")
    found = regrouped(table, "kunta", {Option("179+837", "Yhdessä"): ["179", "837"]})
    counts = found.frame.query("kunta == 'et'")["n"].tolist()
    assert counts == table.frame.query("kunta == 'et'")["n"].tolist()
    assert sum(counts) == 1
    whole = regrouped(table, "kunta", {Option("837+et", "Yhdessä"): ["837", "et"]})
    assert whole.frame.query("kunta == '837+et'")["n"].sum() == 4


def test_one_of_two_groupings_is_put_together() -> None:
    table = aggregate.crosstab(answers(), "malli", by=["laji", "maakunta"])
    found = regrouped(table, "maakunta", {Option("06+13", "Yhdessä"): ["06", "13"]})
    assert found.by == ("laji", "maakunta")
    assert found.frame.query("laji == 'p' and maakunta == '06+13'")["n"].sum() == 3
    assert (area_kind(table, "laji"), area_kind(table, "maakunta")) == (None, "maakunta")


def test_what_cannot_be_put_together_is_said() -> None:
    table = by_region()
    with pytest.raises(AnalysisError, match=r"not divided by 'maakuta'\. Did you mean 'maakunta'"):
        regrouped(table, "maakuta", {})
    read = Table.from_json(table.to_json())
    with pytest.raises(AnalysisError, match="not at hand"):
        regrouped(read, "maakunta", {})
    with pytest.raises(AnalysisError, match="not at hand"):
        area_kind(read, "maakunta")
