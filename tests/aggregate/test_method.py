"""How a survey was made: said by its instrument, kept by a table that has lost its answers."""

from __future__ import annotations

import json

import pytest

import verkosto as vk
from verkosto.aggregate import Method, method_of
from verkosto.errors import TableFormatError


def test_a_table_knows_its_survey_while_its_answers_are_at_hand() -> None:
    table = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta", where={"maakunta": ["13"]})
    method = method_of(table)
    assert method is not None
    # All who answered, not those of the subset.
    assert (method.instrument, method.respondents, method.sampling) == ("tukirakenne-2020", 562, "open_link")
    assert method_of(vk.Table.from_json(table.to_json())) is None


@pytest.mark.parametrize(
    "instrument",
    [
        vk.samples.instrument("tukirakenne"),
        vk.samples.instrument("kumaja"),
        vk.Instrument("tyhja", "Tyhjä"),
        vk.Instrument(
            "sarake", "Sarake", columns=(vk.Column("jarjesto", header="Järjestön nimi", role="unit_id"),),
            unit_id="jarjesto", fieldwork="2024-05-02", area_date="2024",
        ),
        vk.Instrument(
            "kysymys", {"fi": "Kysymys", "sv": "Fråga"}, unit_id="nimi", questions=(vk.Text("nimi", "Järjestönne?"),)
        ),
    ],
)  # fmt: skip
def test_it_survives_json(instrument: vk.Instrument) -> None:
    method = Method.of(instrument, 12)
    assert Method.of_plain(json.loads(json.dumps(method.plain()))) == method


def test_the_protection_unit_is_named_as_it_was_asked() -> None:
    column = vk.Column("jarjesto", header="Järjestön nimi", role="unit_id")
    unit = Method.of(vk.Instrument("a", "A", columns=(column,), unit_id="jarjesto")).unit
    assert unit == vk.LocalText("Järjestön nimi")
    assert Method.of(vk.Instrument("a", "A")).unit is None


@pytest.mark.parametrize("change", [{"title": None}, {"title": {}}, {"fieldwork": "eilen"}, {"unit": {"de": "x"}}])
def test_what_was_changed_by_hand_is_told(change: dict[str, object]) -> None:
    plain = Method.of(vk.samples.instrument("tukirakenne")).plain()
    with pytest.raises(TableFormatError, match="unchanged"):
        Method.of_plain(plain | change)
    with pytest.raises(TableFormatError, match="'unit'"):
        Method.of_plain({name: value for name, value in plain.items() if name != "unit"})
