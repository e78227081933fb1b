"""What an import gives: the network, and everything that found no place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from attrs import field, frozen

from verkosto.issues import Issue
from verkosto.organisations._network import Network

__all__ = ["Imported"]


@frozen(repr=False)
class Imported:
    """A network from a list or document, with what could not be read into it.

    Attributes:
        network: The objects that were read.
        issues: What was not, each with its raw value, which only `issue.value` shows.
        columns: What each heading of a list was taken for, see `from_rows`; None for one that no part of the
            network claims. Empty for documents.

    Its `repr` counts, and shows no value.
    """

    network: Network
    issues: tuple[Issue, ...] = ()
    columns: Mapping[str, str | None] = field(factory=dict, kw_only=True)

    def reasons(self) -> Mapping[str, int]:
        """Count the issues by reason, the most frequent first.

        Example:
            >>> Imported(Network(), (Issue(2, "Kunta", "municipality", "?", "unknown_area"),)).reasons()
            {'unknown_area': 1}
        """
        return dict(Counter(issue.reason for issue in self.issues).most_common())

    def __repr__(self) -> str:
        return f"<Imported: {self.network!r}, {len(self.issues)} issues>"
