"""How a source is paged: what to ask for first, and what after each page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, runtime_checkable

from attrs import evolve, field, frozen

from verkosto.backends._http_auth import joined
from verkosto.errors import OptionError

__all__ = ["Cursor", "LinkHeader", "Offset", "Page", "PageNumber", "Paging", "Step", "TellsAhead", "at", "path_of"]

_END = 2_000
_MARK = rb'("(?:[^"\\]|\\.)*"|[0-9]+|null)'

Path = tuple[str, ...]


def path_of(text: Any) -> Any:
    """Turn `"data.items"` into the keys on the way; a tuple is taken as it is, for keys with dots in them."""
    if text is None or isinstance(text, tuple):
        return text
    if isinstance(text, list):
        return tuple(text)
    if not isinstance(text, str):
        msg = f"a place in JSON is text such as 'data.items', not {type(text).__name__}."
        raise OptionError(msg)
    return tuple(text.split(".")) if text else ()


def at(document: Any, path: Path) -> Any:
    """Return what stands at a place of a document, None where there is nothing."""
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _natural(_: Any, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        msg = f"{attribute.name} must be a whole number from 0, not {value!r}."
        raise OptionError(msg)


@frozen(repr=False)
class Step:
    """What to ask for: an address, and parameters added to its query.

    Attributes:
        address: The address.
        params: Added to its query.
        place: Number of the page, or records that are skipped.
        shared: Records that were met before and should stand first.
        back: Pages to step back where they do not.
    """

    address: str
    params: Mapping[str, str] = field(factory=dict)
    place: int = 0
    shared: int = 0
    back: int = 1

    @property
    def key(self) -> str:
        """What tells this step from another."""
        return repr((self.address, sorted(self.params.items())))


@frozen(repr=False)
class Page:
    """What came of a step.

    Attributes:
        address: Where it came from in the end.
        document: The parsed JSON; None in other formats.
        headers: Headers with their names in lower case.
        known: For each record whether this pass met it before.
    """

    address: str
    document: Any
    headers: Mapping[str, str]
    known: Sequence[bool]

    def __len__(self) -> int:
        return len(self.known)


@runtime_checkable
class TellsAhead(Protocol):
    """A way of paging whose next step can mostly be told before a page is parsed."""

    def ahead(self, step: Step, address: str, headers: Mapping[str, str], body: bytes) -> Step | None:
        """Return the step that probably comes next; it is only asked for ahead of time, never relied on."""
        ...


@runtime_checkable
class Paging(Protocol):
    """A way of paging. `sound`: it meets nobody moving from a page to another unnoticed."""

    @property
    def sound(self) -> bool:
        """Whether one pass finds everybody, also while others answer."""
        ...

    @property
    def unique(self) -> bool:
        """Whether asking for one thing twice in a pass means going in a circle."""
        ...

    def first(self, address: str) -> Step:
        """Return the first step."""
        ...

    def after(self, step: Step, page: Page) -> Step | None:
        """Return the step after a page, None after the last."""
        ...


@frozen
class PageNumber:
    """Pages by number: `?page=1`, `?page=2`, … until one has no records.

    A short page does not end the reading, since servers give fewer records than one asks for.

    Attributes:
        param: Name of the parameter.
        first_page: Number of the first page.
        size_param: Name of the parameter for the size of a page, with `size`.
        size: Records to ask for in a page.
        pages: Place of the number of pages in the answer, such as `"meta.pages"`.
        last: Place of a value that is true on the last page.
    """

    param: str = "page"
    first_page: int = field(default=1, validator=_natural, kw_only=True)
    size_param: str | None = field(default=None, kw_only=True)
    size: int | None = field(default=None, kw_only=True)
    pages: Path | None = field(default=None, converter=path_of, kw_only=True)
    last: Path | None = field(default=None, converter=path_of, kw_only=True)
    sound: ClassVar[bool] = False
    unique: ClassVar[bool] = False

    def first(self, address: str) -> Step:
        """Return the step to the first page."""
        return self._step(address, self.first_page)

    def _step(self, address: str, number: int) -> Step:
        sized = {self.size_param: str(self.size)} if self.size_param and self.size else {}
        return Step(address, {self.param: str(number), **sized}, place=number)

    def after(self, step: Step, page: Page) -> Step | None:
        """Return the step to the next page."""
        if self.last is not None and (ended := at(page.document, self.last)) is not None:
            return None if ended is True else self._step(step.address, step.place + 1)
        if self.pages is not None and str(count := at(page.document, self.pages)).isdecimal():
            left = step.place - self.first_page + 1 < int(count)
            return self._step(step.address, step.place + 1) if left else None
        return self._step(step.address, step.place + 1) if len(page) else None


@frozen
class Offset:
    """Pages by the number of records to skip: `?offset=0&limit=100`, then `?offset=99&limit=100`.

    Each page begins with the last records of the one before. Where they are not there, records have moved up meanwhile,
    and reading steps back until it meets a record that it knows: so nobody is passed over, however many join and leave.
    Where a record also jumps forward when it is changed (newest first), state `total` or `verify=True` beside it.

    Attributes:
        param: Name of the parameter for the records to skip.
        size_param: Name of the parameter for the size of a page; None leaves it to the server.
        size: Records to ask for in a page.
        overlap: Records that two pages share.
    """

    param: str = "offset"
    size_param: str | None = field(default="limit", kw_only=True)
    size: int = field(default=100, validator=_natural, kw_only=True)
    overlap: int = field(default=1, validator=_natural, kw_only=True)
    unique: ClassVar[bool] = False

    def __attrs_post_init__(self) -> None:
        if self.size <= self.overlap:
            msg = (
                f"a page of {self.size} records has nothing beside its overlap of {self.overlap}. State a larger size=."
            )
            raise OptionError(msg)

    @property
    def sound(self) -> bool:
        """Whether pages overlap."""
        return self.overlap > 0

    def first(self, address: str) -> Step:
        """Return the step to the first page."""
        return self._step(address, 0)

    def _step(self, address: str, place: int) -> Step:
        sized = {self.size_param: str(self.size)} if self.size_param else {}
        return Step(address, {self.param: str(place), **sized}, place=place)

    def after(self, step: Step, page: Page) -> Step | None:
        """Return the step to the next page, or one further back where records have moved."""
        count = len(page)
        if step.shared and step.place and not (count and page.known[0]):
            place = max(0, step.place - step.back * self.size)
            return evolve(self._step(step.address, place), shared=step.place - place, back=2 * step.back)
        if not count or (step.shared and count <= self.overlap and all(page.known)):
            return None
        end = step.place + count
        start = max(end - self.overlap, step.place + 1)
        return evolve(self._step(step.address, start), shared=end - start)


@frozen
class Cursor:
    """Pages by a mark that each page gives for the next one.

    Attributes:
        path: Place of the mark in the answer, such as `"meta.next"`; none or an empty one ends the reading.
        param: Name of the parameter that takes the mark; None where the mark is the next address itself.
        more: Place of a value that is false on the last page, for servers that give a mark there too.
        size_param: Name of the parameter for the size of a page, with `size`.
        size: Records to ask for in a page.
    """

    path: Path = field(converter=path_of)
    param: str | None = None
    more: Path | None = field(default=None, converter=path_of, kw_only=True)
    size_param: str | None = field(default=None, kw_only=True)
    size: int | None = field(default=None, kw_only=True)
    sound: ClassVar[bool] = True
    unique: ClassVar[bool] = True

    def first(self, address: str) -> Step:
        """Return the step without a mark."""
        return Step(address, self._sized())

    def _sized(self) -> dict[str, str]:
        return {self.size_param: str(self.size)} if self.size_param and self.size else {}

    def after(self, step: Step, page: Page) -> Step | None:
        """Return the step to where the mark leads."""
        mark = at(page.document, self.path)
        if self.more is not None and at(page.document, self.more) is False:
            return None
        return self._to(step, page.address, mark) if isinstance(mark, str) and mark else None

    def _to(self, step: Step, address: str, mark: str) -> Step:
        if self.param is None:
            return Step(joined(address, mark))
        return Step(step.address, {**self._sized(), self.param: mark})

    def ahead(self, step: Step, address: str, headers: Mapping[str, str], body: bytes) -> Step | None:  # noqa: ARG002
        """Look for the mark at both ends of the page, where it stands beside the list of records."""
        if self.more is not None or not self.path:
            return None
        ends = (body,) if len(body) <= 2 * _END else (body[:_END], body[-_END:])
        name = re.escape(json.dumps(self.path[-1]).encode())
        found = {match for end in ends for match in re.findall(name + rb"\s*:\s*" + _MARK, end)}
        mark = json.loads(found.pop(), parse_int=str) if len(found) == 1 else None
        return self._to(step, address, mark) if isinstance(mark, str) and mark else None


@frozen
class LinkHeader:
    """Pages by the header `Link: <…>; rel="next"`."""

    sound: ClassVar[bool] = True
    unique: ClassVar[bool] = True

    def first(self, address: str) -> Step:
        """Return the step to the first page."""
        return Step(address)

    def after(self, step: Step, page: Page) -> Step | None:
        """Return the step to where the header leads."""
        return self.ahead(step, page.address, page.headers)

    def ahead(
        self,
        step: Step,  # noqa: ARG002 - the header says it all
        address: str,
        headers: Mapping[str, str],
        body: bytes = b"",  # noqa: ARG002
    ) -> Step | None:
        """Return the step to where the header leads."""
        from requests.utils import parse_header_links

        for link in parse_header_links(headers.get("link", "")):
            if "next" in link.get("rel", "").lower().split() and link.get("url"):
                return Step(joined(address, link["url"]))
        return None
