from __future__ import annotations

import pytest
from hidden_figures import without
from made_answers import kysely, responses
from outlines import collection, feature, square
from pictures import faults, figure_of, texts

from verkosto import regions
from verkosto.aggregate import Table, crosstab
from verkosto.errors import OptionError, UnknownAreaError
from verkosto.reporting import chart
from verkosto.responses import Responses

REGIONS = {code: square(200_000 + 100_000 * column, 7_000_000 - 100_000 * row) for code, (row, column) in (
    regions.tile_grid("maakunta").items()
)}  # fmt: skip
OUTLINES = collection(feature(code, ring, nimi="Maakunta") for code, ring in REGIONS.items())


def codes(table: Table) -> list[str]:
    return list(dict.fromkeys(table.cells["maakunta"]))


def test_each_area_has_a_tile_with_its_figure(dots: Table) -> None:
    picture = chart(dots, "tiles")
    shown = texts(picture)
    # Åland, Lapland and the rest stand there too, without a figure.
    assert {"Uusimaa", "Pirkanmaa", "Ahvenanmaa", "Lappi", "–"} <= set(shown)
    assert "Kannatan. n = 98 vastaajaa." in shown
    assert picture.header == ("Maakunta", "Kannatan", "n")
    assert picture.alt.startswith("Ruutukartta: Kannatatko? Kannatan: suurin osuus ")
    assert "Ei tietoa: " in picture.alt
    assert faults(picture) == []


def test_an_answer_may_be_chosen(dots: Table) -> None:
    assert chart(dots, "tiles", value="eos", lang="en").header[1] == "En osaa sanoa"


def test_counties_have_tiles_too() -> None:
    rows = {"malli": ["k", "e", "k"], "kunta": ["049", "091", "837"]}
    table = crosstab(responses(kysely(area_date="2024-01-01"), rows), "malli", by="hyvinvointialue")
    assert {"Länsi-Uusimaa", "Pirkanmaa", "Itä-Uusimaa", "0\xa0%", "100\xa0%"} <= set(texts(chart(table, "tiles")))


def test_hidden_areas_are_hatched_and_named(dots: Table) -> None:
    picture = chart(without(dots, [0, 1, 2], base=True), "tiles")
    name = picture.rows[0][0]
    assert picture.rows[0][1:] == ("salattu", "salattu")
    assert picture.alt.endswith(f"Salattuja lukuja: 1 ({name}).")
    # On the tile and in the legend.
    assert texts(picture).count("salattu") == 2


def test_outlines_are_filled_by_figure_and_hatched_without_one(dots: Table) -> None:
    table = without(dots, [0])
    picture = chart(table, geojson=OUTLINES)
    with figure_of(picture) as figure:
        looks = [(patch.get_hatch(), patch.get_facecolor()) for patch in figure.axes[0].patches]
    known = len(codes(table)) - 1
    # One swatch of the legend each.
    assert sum(hatch == "xxxx" for hatch, _ in looks) == 2
    assert sum(hatch == "////" for hatch, _ in looks) == len(REGIONS) - known + 1
    assert picture.alt.startswith("Kartta: Kannatatko? ")
    assert {"ei tietoa", "salattu"} <= set(texts(picture))
    assert faults(picture) == []


def test_every_figure_alike_needs_no_ramp(answers: Responses) -> None:
    table = crosstab(answers, "malli", by="maakunta", where={"malli": ["k"]})
    shown = texts(chart(table, geojson=OUTLINES))
    assert shown.count("100\xa0%") == len(codes(table))


def test_areas_without_an_outline_are_told(dots: Table) -> None:
    some = collection(feature(code, ring) for code, ring in REGIONS.items() if code != codes(dots)[0])
    with pytest.raises(UnknownAreaError, match="has no outline in the GeoJSON"):
        chart(dots, geojson=some)


def test_a_map_needs_areas_and_outlines(answers: Responses, dots: Table) -> None:
    table = crosstab(answers, "malli", by="laji")
    for kind, geojson in (("tiles", None), (None, OUTLINES)):
        with pytest.raises(OptionError, match="by one kind of area"):
            chart(table, kind, geojson=geojson)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="needs the outlines"):
        chart(dots, "choropleth")
    with pytest.raises(OptionError, match="no tile map"):
        chart(crosstab(answers, "malli", by="kunta"), "tiles")


def test_a_map_on_which_every_figure_is_hidden_has_no_ramp(dots: Table) -> None:
    nothing = without(dots, range(len(dots)), base=True)
    for picture in (chart(nothing, "tiles"), chart(nothing, geojson=OUTLINES)):
        assert "suurin" not in picture.alt
        assert f"Salattuja lukuja: {len(codes(dots)) - 1} (" in picture.alt
        assert not any("%" in text for text in texts(picture))


def test_areas_that_all_have_the_same_figure_need_no_legend(answers: Responses) -> None:
    table = crosstab(answers, "malli", by="maakunta", where={"malli": ["k"]})
    here = collection(feature(code, REGIONS[code]) for code in codes(table))
    assert texts(chart(table, geojson=here)).count("100\xa0%") == len(codes(table))
    assert "ei tietoa" not in texts(chart(table, geojson=here))
