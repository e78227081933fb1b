from __future__ import annotations

import pytest
from made_answers import vastaukset

from verkosto.aggregate import FigureUnit, figure_units, frequency, mean, nps


@pytest.mark.parametrize(
    ("unit", "fi", "sv", "en"),
    [
        (FigureUnit(), "73\xa0%", "73\xa0%", "73%"),
        (FigureUnit("points", signed=True), "+73\xa0%-yks.", "+73\xa0%-enh.", "+73\xa0pp"),
        (FigureUnit("score"), "73", "73", "73"),
        (FigureUnit("number", 2), "0,73", "0,73", "0.73"),
    ],
)
def test_a_figure_is_written_in_its_unit(unit: FigureUnit, fi: str, sv: str, en: str) -> None:
    assert [unit.figure(0.73, lang) for lang in ("fi", "sv", "en")] == [fi, sv, en]


def test_an_interval_says_its_unit_once_and_keeps_minus_and_dash_apart() -> None:
    assert FigureUnit().interval(0.69, 0.77) == "69–77\xa0%"
    assert FigureUnit("points").interval(-0.1, -0.02) == "−10 – −2\xa0%-yks."


def test_figures_of_some_rows_have_as_many_decimals() -> None:
    table = mean(vastaukset(jasenia=[100, 1500], suosittelu=[3, 4]), ["jasenia", "suosittelu"])
    assert [unit.places for unit in figure_units(table.cells, [0, 1])] == [1, 1]
    assert [unit.places for unit in figure_units(table.cells, [1])] == [2]
    assert figure_units(table.cells, []) == []
    shares = frequency(vastaukset(malli=["k", "e"]), "malli")
    assert figure_units(shares.cells, [0]) == [FigureUnit()]
    assert figure_units(nps(vastaukset(suosittelu=[3, 10]), "suosittelu").cells, [0])[0].unit == "score"
