from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.reporting._shades import Shade, shades


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(shade: Shade) -> float:
    high, low = sorted((luminance(shade.fill), luminance(shade.ink)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@given(st.integers(1, 12))
def test_shades_darken_step_by_step_and_figures_on_them_can_be_read(steps: int) -> None:
    found = shades([str(i) for i in range(steps)], [f"vastaus {i}" for i in range(steps)])
    light = [luminance(shade.fill) for shade in found]
    assert light == sorted(light, reverse=True)
    assert len(set(light)) == steps
    assert all(contrast(shade) >= 4.5 for shade in found)


@pytest.mark.parametrize(
    ("code", "label"), [("eos", "?"), ("9", "En osaa sanoa"), ("x", "Kan inte säga"), ("x", "cannot say ")]
)
def test_cannot_say_is_hatched_and_takes_no_step(code: str, label: str) -> None:
    found = shades(["1", code, "2"], ["Eri mieltä", label, "Samaa mieltä"])
    assert [shade.hatch is not None for shade in found] == [False, True, False]
    assert (found[0], found[2]) == shades(["1", "2"], ["Eri mieltä", "Samaa mieltä"])
    assert contrast(found[1]) >= 4.5
