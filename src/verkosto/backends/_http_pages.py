"""Reading page after page until everybody is there once, while people may be answering."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from verkosto.backends._http_ahead import Ahead
from verkosto.backends._http_client import Client
from verkosto.backends._http_faults import Where
from verkosto.backends._http_paging import LinkHeader, Page, Paging, Path, Step, TellsAhead, at
from verkosto.backends._http_parse import Form, parse
from verkosto.backends._http_progress import Progress
from verkosto.backends._http_store import Cache, Journal, Kept

__all__ = ["Gathered", "Plan", "gather"]

_PASSES = 3
_SAME = 3
_BARREN = 25


@frozen
class Plan:
    """What is read, and how it is known to be whole.

    Attributes:
        address: The address, its own parameters in it.
        form: What an answer looks like.
        paging: How it is paged; None is a single page.
        id: Place of the response's id in a record, or a csv title in a tuple of its own.
        total: Place of the number of all records in an answer.
        verify: Whether to read a second time and compare; None where neither paging nor total tells.
        max_pages: Requests for pages.
    """

    address: str
    form: Form
    paging: Paging | None = None
    id: Path | None = None
    total: Path | None = None
    verify: bool | None = None
    max_pages: int = 10_000


@frozen(repr=False)
class Gathered:
    """What was read.

    Attributes:
        records: Each record once, in the order in which they first came.
        digest: SHA-256 of the answers' bytes, one after another.
        size: Their bytes.
        found: What reading found out.
        changed: Records that came in two versions.
    """

    records: list[dict[Any, Any]]
    digest: str
    size: int
    found: Mapping[str, Any]
    changed: int


@define
class _Pass:
    """One way through all pages."""

    seen: set[str] = field(factory=set)
    totals: set[str] = field(factory=set)
    steps: set[str] = field(factory=set)
    last: list[str] = field(factory=list)
    same: int = 0
    barren: int = 0
    new: int = 0
    moved: bool = False

    def whole(self) -> bool:
        """Whether the server's own count, the same on every page, is that of the records."""
        return self.totals == {str(len(self.seen))}


def gather(
    client: Client,
    plan: Plan,
    *,
    cache: Cache | None = None,
    journal: Journal | None = None,
    taken: Callable[[list[dict[Any, Any]]], None] = lambda _: None,
) -> Gathered:
    """Read everything that a plan describes.

    Args:
        client: What asks the server.
        plan: What is read.
        cache: Answers that are asked for only when they changed.
        journal: The pages of an unfinished reading.
        taken: Is given the records of each page that are new, while the next page is on its way; so it sees each of
            `Gathered.records` once, in that order, though perhaps in an older version.

    Raises:
        SourceError: An answer is wrong, pages never end or go in a circle, or somebody is missing.
    """
    with Progress() as progress:
        gatherer = _Gatherer(client, plan, cache, journal, progress.add, taken)
        with Ahead(gatherer.answer, client.abandon) as gatherer.ahead:
            return gatherer.gather()


class _Gatherer:
    ahead: Ahead

    def __init__(
        self,
        client: Client,
        plan: Plan,
        cache: Cache | None,
        journal: Journal | None,
        progress: Callable[[int], None],
        taken: Callable[[list[dict[Any, Any]]], None],
    ) -> None:
        self.client = client
        self.plan = plan
        self.cache = cache
        self.journal = journal
        self.progress = progress
        self.taken = taken
        # A page that was asked for in vain must not stand in a journal.
        paging: object = plan.paging
        self.teller = paging if journal is None and isinstance(paging, TellsAhead) else None
        self.records: dict[str, dict[Any, Any]] = {}
        self.unkeyed: list[dict[Any, Any]] = []
        self.digest = hashlib.sha256()
        self.size = self.pages = self.repeated = self.late = 0
        self.changed: set[str] = set()

    def gather(self) -> Gathered:
        for number in range(1, _PASSES + 1):
            result = self._pass()
            self.late += result.new if number > 1 else 0
            if self._complete(number, result):
                break
        self._check_total(result)
        return Gathered(
            self.unkeyed or list(self.records.values()),
            self.digest.hexdigest(),
            self.size,
            self._found(number),
            len(self.changed),
        )

    def _found(self, passes: int) -> dict[str, Any]:
        found: dict[str, Any] = {"found_pages": self.pages}
        if passes > 1:
            found["found_passes"] = passes
        if self.repeated:
            found["found_repeated"] = f"{self.repeated} responses came again and count once"
        if self.changed:
            found["found_changed"] = f"{len(self.changed)} responses came in two versions; the newest was kept"
        if self.late:
            found["found_late"] = f"{self.late} responses came only when everything was read again"
        return found

    def _complete(self, number: int, result: _Pass) -> bool:
        plan = self.plan
        if plan.paging is None or plan.verify is False:
            return True
        if number > 1 and not result.new:
            return True
        if plan.verify or number > 1:
            return False
        if result.totals:
            return result.whole()
        # Who came again was moved on by somebody, who may have come from further back.
        return plan.paging.sound and not result.moved

    def _check_total(self, result: _Pass) -> None:
        # A count that changed while reading tells that people were answering, and not who is missing.
        stated = next(iter(result.totals), "")
        if len(result.totals) == 1 and stated.isdecimal() and int(stated) > len(self.records):
            msg = (
                f"the server counts {stated} responses and gave {len(self.records)}. Read again; leave total= out if "
                "its count holds more than responses."
            )
            raise Where.at(self.plan.address).fault(msg)

    def _pass(self) -> _Pass:
        state = _Pass()
        step = self.plan.paging.first(self.plan.address) if self.plan.paging else Step(self.plan.address)
        following: Step | None = step
        while following is not None:
            step = following
            self.pages += 1
            where = Where.at(self.plan.address, self.pages if self.plan.paging else None)
            if self.pages > self.plan.max_pages:
                msg = f"more than {self.plan.max_pages} pages. State a larger max_pages= if so many are right."
                raise where.fault(msg)
            following = self._page(step, where, state)
        return state

    def _page(self, step: Step, where: Where, state: _Pass) -> Step | None:
        kept = self.ahead.take(step, where)
        self._ask_ahead(step, kept)
        address, headers, body = kept
        self.digest.update(body)
        self.size += len(body)
        document, records = parse(body, headers, self.plan.form, where)
        if self.plan.paging is None:
            _refuse_further_pages(document, Page(address, document, headers, ()), where)
        if self.plan.paging is None and self.plan.id is None:
            self.unkeyed = records
            self.taken(records)
            self.progress(len(records))
            return None
        ids = [self._id(record, number, where) for number, record in enumerate(records, start=1)]
        known = [name in state.seen for name in ids]
        following = self._following(step, Page(address, document, headers, known), ids, state, where)
        new = self._keep(ids, records, where)
        repeated = max(0, sum(known) - step.shared)
        self.repeated += repeated
        state.moved |= repeated > 0
        state.new += len(new)
        state.seen.update(ids)
        if self.plan.total is not None and (total := at(document, self.plan.total)) is not None:
            state.totals.add(str(total))
        self.taken(new)
        self.progress(len(new))
        return following

    def _ask_ahead(self, step: Step, kept: Kept) -> None:
        """Ask for the page that probably comes next, before this one is parsed."""
        probable = None if self.teller is None else self.teller.ahead(step, *kept)
        if probable is not None and self.pages < self.plan.max_pages:
            self.ahead.start(probable, Where.at(self.plan.address, self.pages + 1))

    def _following(self, step: Step, page: Page, ids: list[str], state: _Pass, where: Where) -> Step | None:
        """Return the step after a page, and ask for it while the page is being read."""
        paging = self.plan.paging
        if paging is None:
            return None
        following = paging.after(step, page)
        self._check_progress(step, ids, page.known, state, where)
        if following is not None and paging.unique and following.key in state.steps | {step.key}:
            raise where.fault(
                "the page leads back to one that was read: the pages never end. Tell the service's owner."
            )
        state.steps.add(step.key)
        if following is None or self.pages >= self.plan.max_pages:
            return following
        if self.ahead.start(following, Where.at(self.plan.address, self.pages + 1)):
            # It tells what is not so.
            self.teller = None
        return following

    def _check_progress(self, step: Step, ids: list[str], known: Sequence[bool], state: _Pass, where: Where) -> None:
        """Stop where a server gives the same page for every number, or pages on which nobody is new."""
        state.same = state.same + 1 if ids and ids == state.last else 0
        state.barren = 0 if not all(known) or step.back > 1 else state.barren + 1
        state.last = ids
        if state.same >= _SAME or state.barren >= _BARREN:
            times = state.same + 1 if state.same >= _SAME else state.barren
            msg = (
                f"{times} pages on end brought nobody new: perhaps the server knows no such parameter. Check paging=, "
                "and state total=, or pages= or last= of the paging."
            )
            raise where.fault(msg)

    def _id(self, record: Mapping[Any, Any], number: int, where: Where) -> str:
        path = self.plan.id or ()
        value = at(record, path)
        if not isinstance(value, str) or not value.strip():
            msg = (
                f"record {number} has no id at {'.'.join(path)!r}, by which it would be told from others. Correct id=."
            )
            raise where.fault(msg)
        return value

    def _keep(self, ids: list[str], records: list[dict[Any, Any]], where: Where) -> list[dict[Any, Any]]:
        """Keep the records of a page, and return those that are new."""
        new = []
        here: dict[str, dict[Any, Any]] = {}
        for name, record in zip(ids, records, strict=True):
            if here.setdefault(name, record) != record:
                msg = (
                    f"two different records of one page share an id at {'.'.join(self.plan.id or ())!r}, so it is not "
                    "that of a response. Correct id=."
                )
                raise where.fault(msg)
            old = self.records.get(name)
            if old is None:
                new.append(record)
            elif old != record:
                self.changed.add(name)
            # What came later is newer.
            self.records[name] = record
        return new

    def answer(self, step: Step, where: Where) -> Kept:
        """Return a page, from the journal or from the server."""
        if self.journal is not None and (kept := self.journal.next(step.key)) is not None:
            return kept
        kept = self._asked(step, where)
        if self.journal is not None:
            self.journal.keep(step.key, kept)
        return kept

    def _asked(self, step: Step, where: Where) -> Kept:
        old = self.cache.load(step.key) if self.cache is not None else None
        answer = self.client.get(step.address, where, params=step.params, headers=Cache.question(old))
        if answer.status == 304 and old is not None:
            return old
        kept = answer.address, answer.headers, answer.body
        if self.cache is not None:
            self.cache.save(step.key, kept)
        return kept


def _refuse_further_pages(document: Any, page: Page, where: Where) -> None:
    """Stop where one page is wanted and the answer leads to another: half a survey is no survey."""
    if LinkHeader().after(Step(page.address), page) is not None:
        raise where.fault("the answer has further pages. State paging=LinkHeader() and id=.")
    following = at(document, ("next",))
    if isinstance(following, str) and following.startswith(("http", "/", "?")):
        raise where.fault("the answer has further pages. State paging=Cursor('next') and id=.")
