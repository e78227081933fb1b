"""Tiles: sets of categories laid out so that each is the sum of smaller ones."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["tiled"]


def tiled(masks: Iterable[int]) -> dict[int, list[int]]:
    """Return for each set the disjoint sets that it is made of, some of which may be new: rests, and overlaps.

    Args:
        masks: Sets of categories as bits, each once, none of them empty.

    Returns:
        For each set that has another one inside it the largest such ones, and what they leave over. Sets that overlap
        without one lying in the other are all made of the pieces that they cut one another into.

    Example:
        >>> tiled([0b111, 0b001, 0b010])
        {7: [1, 2, 4]}
        >>> tiled([0b011, 0b110])
        {3: [1, 2], 6: [2, 4]}
    """
    ordered = sorted(masks, key=lambda mask: (-mask.bit_count(), mask))
    nested = _nested(ordered)
    if nested is None:
        pieces = _pieces(ordered)
        return {mask: own for mask in ordered if len(own := [piece for piece in pieces if piece & mask]) > 1}
    return {mask: _filled(mask, parts) for mask, parts in nested.items() if parts}


def _filled(mask: int, parts: list[int]) -> list[int]:
    rest = mask & ~_union(parts)
    return [*parts, rest] if rest else parts


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _nested(ordered: list[int]) -> dict[int, list[int]] | None:
    """Return the sets right inside each, or None where two overlap. Larger sets come first."""
    everything = -1
    inside: dict[int, list[int]] = {everything: []}
    covered = {everything: 0}
    for mask in ordered:
        parent = everything
        while mask & covered[parent]:
            around = next((child for child in inside[parent] if not mask & ~child), None)
            if around is None:
                return None
            parent = around
        inside[parent].append(mask)
        covered[parent] |= mask
        inside[mask], covered[mask] = [], 0
    del inside[everything]
    return inside


def _pieces(ordered: list[int]) -> list[int]:
    """Return the pieces that sets cut one another into."""
    pieces: list[int] = []
    for mask in ordered:
        rest, cut = mask, []
        for piece in pieces:
            cut += [part for part in (piece & mask, piece & ~mask) if part]
            rest &= ~piece
        pieces = [*cut, rest] if rest else cut
    return sorted(pieces)
