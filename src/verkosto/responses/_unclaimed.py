"""The columns that no question claims: kept aside by name, or withheld where they look identifying."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from verkosto.errors import OptionError, did_you_mean
from verkosto.issues import Issue
from verkosto.responses._findings import UnboundColumn
from verkosto.responses._keys import fold
from verkosto.responses._raw import Header, RawTable
from verkosto.responses._suspect import looks_identifying, title_identifies

__all__ = ["Unclaimed", "check_keep", "head_identifies"]

_IDENTIFYING = ("email", "identifier")


def head_identifies(header: Header) -> bool:
    """Tell whether a column identifies respondents by its title, or by what the source says that it is for."""
    return header.role in _IDENTIFYING or title_identifies(header.text)


class Unclaimed:
    """Gathers the columns that nothing claims, chunk by chunk.

    Attributes:
        withheld: How many cells with more than white space are kept nowhere; known after `settled`.
    """

    def __init__(self, headers: Sequence[Header], places: Sequence[int]) -> None:
        self._places = places
        self._columns = [UnboundColumn(headers[place]) for place in places]
        self._suspect: set[int] = set()
        self.withheld = 0

    def feed(self, chunk: RawTable) -> None:
        """Take the columns of one chunk."""
        for number, place in enumerate(self._places):
            raw = chunk.columns[place]
            self._columns[number].parts.append(raw)
            if number not in self._suspect and looks_identifying(raw.values):
                self._suspect.add(number)

    def settled(self, keep: Collection[str]) -> tuple[tuple[UnboundColumn, ...], list[Issue]]:
        """Return the columns that are kept and a finding on each that has a title or a cell; count what is withheld.

        What the source itself adds and nobody needs (the role `ignore`), and what it adds for identities and leaves
        empty, is kept without a finding.

        Args:
            keep: Folded headers of columns that are kept though they look identifying.
        """
        kept, findings = [], []
        for number, column in enumerate(self._columns):
            header, cells = column.header, column.filled()
            withheld = (head_identifies(header) or number in self._suspect) and fold(header.text) not in keep
            own = header.role in ("ignore", *_IDENTIFYING)
            if (cells and withheld) if own else (cells or header.text.strip()):
                reason = "withheld_column" if withheld else "unbound_column"
                findings.append(Issue(None, header.text, None, None, reason, header.position))
            if withheld:
                self.withheld += cells
            else:
                kept.append(column)
        return tuple(kept), findings


def check_keep(keep: Sequence[str], headers: Sequence[Header], source: str) -> None:
    """Refuse a name in `keep` that heads no column.

    Raises:
        OptionError: There is one; the message names the nearest header.
    """
    known = {fold(header.text): header.text for header in headers}
    for name in keep:
        if fold(name) not in known:
            msg = f"{source}: keep names {name!r}, which heads no column.{did_you_mean(name, known.values())}"
            raise OptionError(f"{msg} Give the header as it stands in the file.")
