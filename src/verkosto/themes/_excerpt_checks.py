"""Why an excerpt cannot be cleared yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from verkosto.regions import AreaRef
from verkosto.themes._scrub_marks import placeholders
from verkosto.themes._scrub_places import places_in

if TYPE_CHECKING:
    from verkosto.themes._excerpt import Excerpt

__all__ = ["reasons_against", "too_few"]


def reasons_against(excerpt: Excerpt) -> Iterator[str]:
    """Yield what must be done before an excerpt can be cleared, each with its remedy."""
    if excerpt.undecided:
        kinds = ", ".join(dict.fromkeys(mark.kind for mark in excerpt.undecided))
        yield (
            f"nobody has decided of {len(excerpt.undecided)} doubtful marks ({kinds}). Keep or hide each: "
            "excerpt.keep(mark, why) or excerpt.hide(mark)"
        )
    if not any(map(str.isalpha, placeholders().sub("", excerpt.text))):
        yield "nothing is left of it but replacements. Choose another"
    if reason := too_few(excerpt):
        yield reason


def too_few(excerpt: Excerpt) -> str:
    """Return why an excerpt's group cannot be named, empty where it can.

    Words can be searched for; who said them must not follow from the group, nor from the group and the places together.
    """
    bases, least = excerpt.scrubber.bases, excerpt.scrubber.min_count
    if excerpt.group is None or bases is None:
        return ""
    if bases.units(excerpt.group.rows) < least:
        return f"fewer than {least} associations are in the group. Leave it out: excerpt.without_group()"
    for place in _places(excerpt):
        joint = bases.of(place, excerpt.group.rows)
        if joint is None or joint < least:
            return (
                f"fewer than {least} associations of the group come from a place that the text names. Leave the group "
                "out, excerpt.without_group(), or hide the place with `edit`"
            )
    return ""


def _places(excerpt: Excerpt) -> Iterator[AreaRef]:
    """Yield the places that stand in what would be printed."""
    text = placeholders().sub(" ", excerpt.text)
    for _, place in places_in(text, None, excerpt.scrubber.min_count):
        yield from place.areas
