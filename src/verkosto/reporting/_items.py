"""Items: what a report may be made of, and which of it may leave the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from verkosto.aggregate import ColumnTests, SignificanceTest, Table
from verkosto.disclosure import PublishedTable
from verkosto.errors import ClaimError, DisclosureError, OptionError, UnprotectedTableError
from verkosto.reporting._claim import Claim
from verkosto.reporting._document import Heading
from verkosto.reporting._picture import Picture
from verkosto.text import LocalText
from verkosto.themes import Excerpt, Quotation, RankTest

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["TESTS", "Item", "Test", "checked", "listed"]

Test = SignificanceTest | ColumnTests | RankTest
"""Results of tests, which are shown as small tables of text."""

TESTS = (SignificanceTest, ColumnTests, RankTest)

Item: TypeAlias = "Table | Picture | Claim | Test | Excerpt | Quotation | Heading | LocalText | str"
"""One thing that a report is made of."""

_SHOWN = (Table, Picture, *TESTS, Excerpt, Quotation)
_SAID = (Claim, Heading, LocalText, str)
_WANTED = "Give tables, texts, headings, claims, pictures and quotations, in the order of the report."


def listed(items: Iterable[object] | Item) -> tuple[Item, ...]:
    """Return the items of a report; a single table or picture is one.

    Raises:
        OptionError: Something else, or nothing that shows a figure.
    """
    given: object = items
    if isinstance(given, _SHOWN):
        return (given,)
    if isinstance(given, (str, bytes, LocalText, Heading, Claim)) or not isinstance(given, Iterable):
        msg = f"a report takes tables, not {type(given).__name__} alone. {_WANTED}"
        raise OptionError(msg)
    found: list[Item] = []
    for number, item in enumerate(given, start=1):
        if not isinstance(item, (*_SHOWN, *_SAID)):
            msg = f"item {number} of the report is {type(item).__name__}, which it cannot show. {_WANTED}"
            raise OptionError(msg)
        found.append(item)
    if not any(isinstance(item, _SHOWN) for item in found):
        msg = "a report needs at least one table or picture. Make a table with `frequency` or `crosstab`."
        raise OptionError(msg)
    return tuple(found)


def checked(items: Sequence[Item], *, internal: bool, lang: str) -> None:
    """See that nothing in a report reveals somebody or contradicts its table.

    Raises:
        UnprotectedTableError: Something comes from answers that nobody protected, and `internal` is not True.
        DisclosureError: There are excerpts that nobody has cleared, and `internal` is not True.
        ClaimError: Claims that their tables contradict; the message has all of them.
    """
    if internal is not True:
        _refuse_unprotected(items)
        _refuse_uncleared(items)
    claims = [item for item in items if isinstance(item, Claim)]
    findings = [finding for claim in claims for finding in claim.findings(lang)]
    if findings:
        raise ClaimError("\n".join(["the report was not written:", *findings]), tuple(findings))


def _refuse_unprotected(items: Sequence[Item]) -> None:
    tables = [item for item in items if isinstance(item, Table)]
    bare = sum(not isinstance(table, PublishedTable) for table in tables)
    if bare:
        some = "the table has" if len(tables) == 1 else f"{bare} of {len(tables)} tables have"
        msg = (
            f"{some} not been protected: small groups may reveal who answered what. Give what `vk.protect` returns; "
            "or pass internal=True, which stamps every page for internal use, and do not publish the file."
        )
        raise UnprotectedTableError(msg)
    for number, item in enumerate(items, start=1):
        if what := _from_answers(item):
            msg = (
                f"item {number} of the report, {what}, comes from answers that nobody protected. Leave it out, or pass "
                "internal=True, which stamps every page for internal use."
            )
            raise UnprotectedTableError(msg)


def _refuse_uncleared(items: Sequence[Item]) -> None:
    excerpts = [item for item in items if isinstance(item, Excerpt)]
    bare = sum(excerpt.cleared_by is None for excerpt in excerpts)
    if bare:
        some = "the excerpt has" if len(excerpts) == 1 else f"{bare} of {len(excerpts)} excerpts have"
        msg = (
            f"{some} not been cleared: an answer may tell who wrote it. Read each and clear it, "
            "excerpt.clear(by=...); or pass internal=True, which stamps every page for internal use, and do not "
            "publish the file."
        )
        raise DisclosureError(msg)


def _from_answers(item: Item) -> str:
    """Return what an item is if it shows figures that nobody protected."""
    if isinstance(item, Picture):
        return f"the picture {item.title!r}" if item.internal else ""
    if isinstance(item, Claim):
        return "a claim" if not all(isinstance(table, PublishedTable) for table in item.tables) else ""
    # A test is computed from every count, those too that are hidden in the tables.
    return "the result of a test" if isinstance(item, TESTS) else ""
