"""Ledger: a file that the user keeps, with what was published, so that no later table gives away what one hid."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from verkosto.aggregate import Table
from verkosto.dates import DateLike, PartialDate
from verkosto.disclosure._differences import Clash, clashes, comparable
from verkosto.disclosure._keys import population_of
from verkosto.disclosure._ledger_entries import Entry
from verkosto.disclosure._published import PublishedTable
from verkosto.disclosure._relations import system_of
from verkosto.errors import DisclosureError, TableFormatError
from verkosto.files import append, lines
from verkosto.responses import WHERE

__all__ = ["Ledger"]


def _path(value: str | os.PathLike[str]) -> Path:
    return Path(value)


def _ids(value: Iterable[str]) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value)


@frozen(repr=False)
class Ledger:
    """What has been published, in a file of JSON lines that you keep: one line for each table.

    A line holds the numbers that readers saw, and null for those that were hidden: the file can be kept beside
    what was published. `vk.protect(table, ledger=...)` takes it into account and adds what it protected.

    Attributes:
        path: The file. It need not exist yet.
        same: Ids of instruments whose respondents are the same, such as two waves of a panel. Answers to one instrument
            that were read twice are compared without being named here.

    Example:
        >>> import tempfile, verkosto as vk
        >>> folder = tempfile.TemporaryDirectory()
        >>> ledger = vk.disclosure.Ledger(folder.name + "/published.jsonl")
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> published = vk.protect(table, ledger=ledger, on="2020-05-04")
        >>> [(entry.title.fi, str(entry.on)) for entry in ledger]
        [('Kannatatko maakuntapohjaista tukirakennetta?', '2020-05-04')]
        >>> folder.cleanup()
    """

    path: Path = field(converter=_path)
    same: frozenset[str] = field(default=frozenset(), converter=_ids, kw_only=True)

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries, the earliest first; one that was written twice at the same time only once.

        Raises:
            TableFormatError: A line is no entry, or was changed; the message names it.
            SourceError: The file cannot be read.
        """
        seen = set()
        for number, line in enumerate(lines(self.path, "ledger", "Ledger.add"), start=1):
            if not line.strip():
                continue
            try:
                entry = Entry.of_line(line)
            except TableFormatError as error:
                msg = (
                    f"{self.path.name}, line {number}: {error}. Take the line back from your own copy of the file; "
                    "without it, what it says was published cannot be taken into account."
                )
                raise TableFormatError(msg) from error
            if entry.id not in seen:
                seen.add(entry.id)
                yield entry

    def __repr__(self) -> str:
        return f"<Ledger {self.path.name!r}>"

    def add(self, published: PublishedTable, *, on: DateLike | None = None) -> Entry:
        """Write what a table shows as a line at the end of the file. A table that is there already is not added again.

        Args:
            published: A table that `protect` made.
            on: The day of publication. Nothing is asked of the clock, so that the same call writes the same line.

        Returns:
            The entry; where the table was there already, the one that is there.

        Raises:
            DisclosureError: The table was not protected.
            DateError: `on` is text that is no date.
            TableFormatError: A line of the file is no entry.
            SourceError: The file cannot be read or written.
        """
        _refuse_unprotected(published, "a ledger keeps")
        entry = _entry_of(published, on=None if on is None else PartialDate.of(on))
        for known in self:
            if known.id == entry.id:
                return known
        append(self.path, entry.line(), "ledger")
        return entry

    def earlier(self, tables: Iterable[Table]) -> tuple[Entry, ...]:
        """Return the entries that count the same respondents as some tables, or may.

        Args:
            tables: Tables that are about to be published.

        Raises:
            TableFormatError: A line of the file is no entry.
            SourceError: The file cannot be read.
        """
        populations = {population_of(table) for table in tables}
        return tuple(
            entry
            for entry in self
            if any(comparable(one, other, self.same) for one in entry.populations for other in populations)
        )

    def check(self, published: PublishedTable) -> tuple[Clash, ...]:
        """Return what readers could compute of few respondents from a table and those published earlier.

        `protect(..., ledger=...)` leaves nothing to be found; this looks at a table that was protected without it.

        Args:
            published: A table that `protect` made.

        Returns:
            One clash for each difference of two shown numbers that counts some respondents, but fewer than `min_count`.

        Raises:
            DisclosureError: The table was not protected.
            TableFormatError: A line of the file is no entry.
            SourceError: The file cannot be read.
        """
        _refuse_unprotected(published, "a ledger can check")
        own = _entry_of(published)
        others = (entry for entry in self.earlier([published]) if entry.id != own.id)
        return tuple(clash for entry in others for clash in clashes(own.system, entry, own.rules, self.same))


def _refuse_unprotected(table: object, what: str) -> None:
    if not isinstance(table, PublishedTable):
        msg = f"{what} only what `vk.protect` returns, not a {type(table).__name__}. Protect it first."
        raise DisclosureError(msg)


def _entry_of(published: PublishedTable, *, on: PartialDate | None = None) -> Entry:
    arranged = system_of([published])
    return Entry(
        on=on,
        title=published.title,
        instrument=published.instrument_id,
        variables=tuple(heading.id for heading in published.variables),
        by=published.by,
        where=published.provenance.get(WHERE),
        rules=published.protection.rules,
        system=arranged.counts,
        amounts=arranged.amounts,
    )
