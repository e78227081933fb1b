"""Shades of answers, from light to dark: a grey printer and every eye can tell them apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.text import LANGUAGES

if TYPE_CHECKING:
    from verkosto.aggregate import Heading
    from verkosto.text import LocalText

__all__ = ["Shade", "apart_codes", "between", "diverging", "shades"]

_LIGHT = (0xDE, 0xEB, 0xF7)
_DARK = (0x0B, 0x3C, 0x6F)
_WARM = ((0xF3, 0xCD, 0xA6), (0x96, 0x46, 0x0A))
_COLD = ((0x98, 0xBB, 0xDF), (0x0B, 0x30, 0x65))
_APART = "#f2f2f2"
_CANNOT_SAY = frozenset(
    {"en osaa sanoa", "en tiedä", "eos", "kan inte säga", "vet ej", "vet inte", "cannot say", "don't know"}
)


@frozen
class Shade:
    """How one answer is filled.

    Attributes:
        fill: Colour of the area.
        ink: Colour of the figures on it; their contrast is at least 4.5 to 1.
        hatch: Lines across it for "cannot say", which belongs to neither end of a scale.
    """

    fill: str
    ink: str = "#000000"
    hatch: str | None = None


_MIDDLE = Shade("#f7f7f7")
"""The middle of a scale with two ends."""


def shades(codes: Sequence[str], apart: Collection[str]) -> tuple[Shade, ...]:
    """Return a shade for each answer, in the order of the scale; those of `apart` stand outside it."""
    steps = max(sum(code not in apart for code in codes) - 1, 1)
    found, place = [], 0
    for code in codes:
        if code in apart:
            found.append(Shade(_APART, hatch="////"))
        else:
            found.append(between(place / steps))
            place += 1
    return tuple(found)


def diverging(codes: Sequence[str], apart: Collection[str]) -> tuple[Shade, ...]:
    """Return a shade for each answer of a scale with two ends: warm on one side of the middle, cold on the other.

    No two have the same lightness, so that a grey printer tells them apart as well as eyes that miss a colour.
    """
    on_scale = [code for code in codes if code not in apart]
    half, found = len(on_scale) // 2, {}
    for number, code in enumerate(on_scale):
        below = number < half
        away = half - number if below else number - len(on_scale) + half + 1
        light, dark = _WARM if below else _COLD
        # The nearer to the middle, the lighter; a single one on a side is in between.
        found[code] = _mixed(light, dark, 0.5 if half == 1 else (away - 1) / max(half - 1, 1)) if away > 0 else _MIDDLE
    return tuple(found.get(code, Shade(_APART, hatch="////")) for code in codes)


def apart_codes(heading: Heading) -> tuple[str, ...]:
    """Return the codes outside the scale: as the codebook says or, in tables of earlier versions, as labels do."""
    return heading.apart or tuple(code for code, text in heading.labels.items() if _cannot_say(code, text))


def _cannot_say(code: str, text: LocalText) -> bool:
    said = {(getattr(text, lang) or "").strip().casefold() for lang in LANGUAGES}
    return code.casefold() == "eos" or bool(said & _CANNOT_SAY)


def between(part: float) -> Shade:
    """Return the shade at a part of the way from light (0) to dark (1)."""
    return _mixed(_LIGHT, _DARK, part)


def _mixed(light: Sequence[int], dark: Sequence[int], part: float) -> Shade:
    mixed = [round(start + (end - start) * part) for start, end in zip(light, dark, strict=True)]
    fill = "#" + "".join(f"{value:02x}" for value in mixed)
    # Where black and white stand out equally, both do so by 4.58 to 1.
    return Shade(fill, "#000000" if _luminance(mixed) > 0.179 else "#ffffff")


def _luminance(colour: Sequence[int]) -> float:
    """Return the relative luminance of sRGB, as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    ]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
