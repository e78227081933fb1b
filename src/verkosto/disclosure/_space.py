"""Space: all that the hidden numbers of one component can be, whatever finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from verkosto.disclosure._flow import FlowSpace, Wish, network_of
from verkosto.disclosure._linear import LinearSpace
from verkosto.disclosure._shares import ShareSpace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verkosto.disclosure._components import Component

__all__ = ["Space", "space_of"]


class Space(Protocol):
    """All that the hidden numbers of a component can be.

    Attributes:
        point: One possibility, a value for each number.
    """

    point: list[float]

    def scan(self, asked: Iterable[int]) -> list[list[float]]:
        """Return possibilities to begin with, where single questions are dear. The point may move."""
        ...

    def farthest(self, number: int, *, up: bool) -> float:
        """Return the most (or the least) that a number can be, and move the point there; infinity leaves it."""
        ...

    def within(self, number: int, low: float, high: float) -> Self | None:
        """Return what is possible if a number lies between two ends; None if it cannot."""
        ...

    def shows(self, wishes: Iterable[Wish]) -> list[list[float]]:
        """Return possibilities that show which wishes can come true. The point moves.

        A wish that can come true is true in at least one of them, or at the point as it was.
        """
        ...


def space_of(component: Component) -> Space:
    """Return what is possible: as flows where sums alone tie numbers in a network, else by mixed-integer programming.

    Raises:
        DisclosureError: The published numbers contradict one another.
    """
    if component.limits:
        return ShareSpace(component)
    network = network_of(component)
    return LinearSpace(component) if network is None else FlowSpace(component, network)
