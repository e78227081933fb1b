"""Shades of stacked answers: one hue from light to dark, which a grey printer and every eye can tell apart."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

__all__ = ["Shade", "between", "shades"]

_LIGHT = (0xDE, 0xEB, 0xF7)
_DARK = (0x0B, 0x3C, 0x6F)
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


def shades(codes: Sequence[str], labels: Sequence[str]) -> tuple[Shade, ...]:
    """Return a shade for each answer, in the order of the scale."""
    apart = [_cannot_say(code, label) for code, label in zip(codes, labels, strict=True)]
    steps = max(apart.count(False) - 1, 1)
    found, place = [], 0
    for aside in apart:
        if aside:
            found.append(Shade(_APART, hatch="////"))
        else:
            found.append(between(place / steps))
            place += 1
    return tuple(found)


def _cannot_say(code: str, label: str) -> bool:
    return code.casefold() == "eos" or label.strip().casefold() in _CANNOT_SAY


def between(part: float) -> Shade:
    """Return the shade at a part of the way from light (0) to dark (1)."""
    mixed = [round(light + (dark - light) * part) for light, dark in zip(_LIGHT, _DARK, strict=True)]
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
