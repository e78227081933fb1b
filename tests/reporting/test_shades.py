from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.aggregate import Heading
from verkosto.reporting._shades import Shade, apart_codes, diverging, shades
from verkosto.text import LocalText


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(shade: Shade) -> float:
    high, low = sorted((luminance(shade.fill), luminance(shade.ink)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@given(st.integers(1, 12))
def test_shades_darken_step_by_step_and_figures_on_them_can_be_read(steps: int) -> None:
    found = shades([str(i) for i in range(steps)], ())
    light = [luminance(shade.fill) for shade in found]
    assert light == sorted(light, reverse=True)
    assert len(set(light)) == steps
    assert all(contrast(shade) >= 4.5 for shade in found)


def test_what_stands_apart_is_hatched_and_takes_no_step() -> None:
    for make in (shades, diverging):
        found = make(["1", "eos", "2"], ("eos",))
        assert [shade.hatch is not None for shade in found] == [False, True, False]
        assert (found[0], found[2]) == make(["1", "2"], ())
        assert contrast(found[1]) >= 4.5


@pytest.mark.parametrize("steps", range(2, 8))
def test_a_grey_printer_tells_both_sides_of_a_scale_apart(steps: int) -> None:
    found = diverging([str(i) for i in range(steps)], ())
    # Lightness as CIE L*, of which eyes see differences of a few units side by side.
    light = [116 * luminance(shade.fill) ** (1 / 3) - 16 for shade in found]
    assert min(abs(one - two) for one, two in combinations(light, 2)) > 4
    half = steps // 2
    assert light[:half] == sorted(light[:half])
    assert light[-half:] == sorted(light[-half:], reverse=True)
    assert all(contrast(shade) >= 4.5 for shade in found)


def test_the_middle_of_an_odd_scale_is_nearly_white() -> None:
    assert luminance(diverging(list("abc"), ())[1].fill) > 0.9


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("eos", LocalText(fi="?")),
        ("9", LocalText(fi="En osaa sanoa")),
        ("x", LocalText(fi="?", sv="Kan inte säga")),
        ("x", LocalText(fi="?", en="cannot say ")),
    ],
)
def test_tables_of_earlier_versions_tell_by_their_labels(code: str, label: LocalText) -> None:
    heading = Heading("malli", "Malli", {"1": LocalText(fi="Eri mieltä"), code: label})
    assert apart_codes(heading) == (code,)


def test_the_codebook_comes_before_labels() -> None:
    labels = {code: LocalText(fi=code) for code in ("k", "eos", "muu")}
    assert apart_codes(Heading("malli", "Malli", labels, ("muu",))) == ("muu",)
    assert apart_codes(Heading("malli", "Malli", {"k": LocalText(fi="Kyllä")})) == ()
