from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgba
from matplotlib.patches import Rectangle
from pictures import faults, figure_of, texts

from verkosto import regions
from verkosto.errors import DateNotCoveredError, OptionError, UnknownAreaError
from verkosto.regions import AreaRef
from verkosto.reporting import Picture, tile_map
from verkosto.reporting._tiles import area_name, name_lines, tiles_of
from verkosto.text import LANGUAGES, LocalText

KINDS = ("maakunta", "hyvinvointialue")


def codes(kind: str) -> list[str]:
    return sorted(regions.tile_grid(kind))


def by_area(picture: Picture) -> dict[str, str]:
    return {row[0]: row[1] for row in picture.rows}


def fills(picture: Picture) -> dict[str, str]:
    """The fill of each tile by the area's name; the tiles are the large boxes, in the order of the rows."""
    with figure_of(picture) as figure:
        boxes = [box for box in figure.findobj(Rectangle) if 0.5 < box.get_height() < 0.9]
        inside = [to_hex(box.get_facecolor()) for box in boxes if to_rgba(box.get_facecolor())[3]]
    names = [row[0] for row in picture.rows]
    return dict(zip(names, inside, strict=True))


def test_numbers_stand_on_their_tiles_and_darken() -> None:
    picture = tile_map({"13": 0.73, "19": 0.4, "01": 0.1}, format="percent")
    rows = by_area(picture)
    assert (rows["Keski-Suomi"], rows["Lappi"], rows["Ahvenanmaa"]) == ("73\xa0%", "40\xa0%", "–")
    assert {"Keski-Suomi", "73\xa0%", "10\xa0%", "ei tietoa"} <= set(texts(picture))
    shade = {name: int(fill[1:3], 16) for name, fill in fills(picture).items()}
    assert shade["Keski-Suomi"] < shade["Lappi"] < shade["Uusimaa"] < shade["Ahvenanmaa"] == 255


def test_the_alt_text_has_every_number_from_the_greatest_on() -> None:
    alt = tile_map({"13": 2, "19": 5, "01": None}, title=LocalText("Määrä", en="Count"), lang="en").alt
    assert alt.startswith("Tile map: Count. Lapland 5, Central Finland 2. No data: Uusimaa, ")


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_and_nothing_overlaps(kind: str, lang: str) -> None:
    numbers = {code: 123456.5 + int(code) for code in codes(kind)[2 if kind == "maakunta" else 0 :]}
    words = {
        code: ["neuvottelukunta", "kumppanuuspöytä", "järjestöjen yhteistyöfoorumi"][int(code) % 3]
        for code in codes(kind)
    }
    for values in (numbers, words):
        picture = tile_map(
            values, area_type=kind, lang=lang, title="Järjestöjen yhteistyö maakunnissa ja alueilla " * 3
        )
        assert faults(picture) == []
        assert len(picture.rows) == len(codes(kind))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_names_are_short_different_and_never_cut(kind: str, lang: str) -> None:
    names = [tile.name for tile in tiles_of(kind, None, lang)]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "hyvinvointialue" in name or "välfärds" in name or "county" in name]
    for name in names:
        assert " ".join(name_lines(name, 1.0)).replace("- ", "-") == name


def test_short_names_are_those_of_the_register_without_the_kind() -> None:
    for area in regions.areas("hyvinvointialue", official=False):
        for lang in ("sv", "en"):
            short = area_name(AreaRef("hyvinvointialue", area.code), lang)
            assert area.name.get(lang).replace("City of ", "").startswith(short.replace("stad", "").strip())


def test_names_break_after_dashes_and_at_spaces() -> None:
    assert name_lines("Pohjois-Pohjanmaa", 1.0) == ["Pohjois-", "Pohjanmaa"]
    assert name_lines("sosiaali- ja terveys", 9.0) == ["sosiaali- ja terveys"]
    assert name_lines("Vantaa ja Kerava", 0.8) == ["Vantaa ja", "Kerava"]


def test_an_area_that_no_longer_stands_keeps_its_finnish_name() -> None:
    gone = next(f for f in ("911", "174") if regions.merged_into(f) != f)
    assert area_name(AreaRef("kunta", gone), "sv") == AreaRef("kunta", gone).name


def test_keys_may_be_codes_references_and_areas() -> None:
    area = regions.area("maakunta", "13")
    given: list[Any] = ["13", "maakunta/13", AreaRef("maakunta", "13"), area]
    assert len({tile_map({key: 1.0}).svg for key in given}) == 1
    assert tile_map(pd.Series({"13": 1.0})).svg == tile_map({"13": 1.0}).svg
    with pytest.raises(OptionError, match="twice"):
        tile_map({"13": 1.0, area: 2.0})


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_what_is_missing_is_an_empty_tile(missing: Any) -> None:
    assert tile_map({"13": 1.0, "19": missing}).svg == tile_map({"13": 1.0}).svg


def test_a_map_without_any_value_is_drawn() -> None:
    picture = tile_map({}, lang="sv")
    assert {row[1] for row in picture.rows} == {"–"}
    assert "ingen uppgift" in texts(picture)


def test_one_number_on_every_tile_needs_no_legend() -> None:
    picture = tile_map(dict.fromkeys(codes("maakunta"), 3))
    assert texts(picture).count("3") == 19
    assert "ei tietoa" not in texts(picture)


@pytest.mark.parametrize(
    ("values", "decimals", "shown"),
    [([3.0, 4.0], None, "3"), ([0.25, 4.0], None, "0,25"), ([10.25, 4.0], None, "10,3"), ([1.0, 2.0], 2, "1,00")],
)
def test_numbers_have_as_many_decimals_as_they_need(values: list[float], decimals: int | None, shown: str) -> None:
    picture = tile_map(dict(zip(["01", "02"], values, strict=True)), decimals=decimals)
    assert picture.rows[0][1] == shown


def test_percents_take_decimals() -> None:
    assert tile_map({"01": 0.125}, format="percent", decimals=1, lang="en").rows[0][1] == "12.5%"


def test_categories_differ_in_fill_and_hatching() -> None:
    names = [f"luokka {letter}" for letter in "abcdefg"]
    picture = tile_map(dict(zip(codes("maakunta"), names, strict=False)))
    with figure_of(picture) as figure:
        boxes = [box for box in figure.findobj(Rectangle) if 0.5 < box.get_height() < 0.9]
        filled = {(to_hex(b.get_facecolor()), b.get_hatch()) for b in boxes if to_rgba(b.get_facecolor())[3]}
    assert len(filled) == 8
    assert "luokka a: Uusimaa." in picture.alt
    with pytest.raises(OptionError, match="8 categories"):
        tile_map(dict(zip(codes("maakunta"), [*names, "h"], strict=False)))


def test_categories_are_written_on_all_tiles_or_on_none() -> None:
    short = tile_map({"13": "kyllä", "19": "ei"})
    assert texts(short).count("kyllä") == 2
    long = tile_map({"13": "kyllä", "19": "alueellinen järjestöneuvottelukunta ja kumppanuuspöytä"})
    assert texts(long).count("kyllä") == 1


def test_true_and_false_have_words_and_labels_an_order() -> None:
    picture = tile_map({"13": True, "19": False}, lang="sv")
    assert by_area(picture)["Mellersta Finland"] == "ja"
    assert picture.alt.index("ja: ") < picture.alt.index("nej: ")
    named = tile_map({"13": True, "19": False}, labels={False: "puuttuu", True: LocalText("on", sv="finns"), "x": "y"})
    assert named.alt.index("puuttuu: Lappi.") < named.alt.index("on: Keski-Suomi.")


def test_unknown_areas_are_told_with_the_nearest() -> None:
    with pytest.raises(UnknownAreaError, match="'20'"):
        tile_map({"20": 1.0})
    with pytest.raises(UnknownAreaError, match="Did you mean"):
        tile_map({"Keski-Suomii": 1.0})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"hyvinvointialue/01": 1.0}, "area_type='hyvinvointialue'"),
        ({"01": 1.0, "02": "a"}, "Some values are numbers"),
        ({"01": [1]}, "has a list"),
        ({"01": float("inf")}, "finite"),
        ({1: 1.0}, "text"),
        ([1.0], "not list"),
    ],
)
def test_wrong_values_are_refused(values: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        tile_map(values)


def test_wrong_options_are_refused() -> None:
    with pytest.raises(OptionError, match="format"):
        tile_map({}, format="prosentti")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="language"):
        tile_map({}, lang="no")
    with pytest.raises(OptionError, match="tile map"):
        tile_map({}, area_type="erva")
    with pytest.raises(DateNotCoveredError):
        tile_map({}, area_type="hyvinvointialue", on="2020-01-01")


def test_an_area_without_a_tile_is_not_dropped_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = {code: place for code, place in regions.tile_grid("maakunta").items() if code != "21"}
    monkeypatch.setattr("verkosto.reporting._tiles.tile_grid", lambda kind: grid)
    with pytest.raises(UnknownAreaError, match="no tile"):
        tile_map({"21": 1.0})
