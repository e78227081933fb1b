"""What the headings of a member list mean."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from verkosto.errors import OptionError, did_you_mean

__all__ = ["TARGETS", "claims"]

_DATA = Path(__file__).with_name("data")
_BRACKETS = re.compile(r"\([^()]*\)")
_LAST_NUMBER = re.compile(r"[\s.:#]*[0-9]+\s*$")

_ONCE = ("id", "name", "name_sv", "name_en", "kind", "business_id", "association_number", "contact_role",
         "postal_code", "post_office", "members", "founded", "member_since", "member_until")  # fmt: skip
_OFTEN = ("short_name", "municipality", "region", "county", "area", "contact_person", "contact_email", "contact_phone",
          "email", "phone", "address", "website")  # fmt: skip
TARGETS: tuple[str, ...] = (*_ONCE, *_OFTEN)
"""What a column can be taken for; those of the second half may stand in several columns."""


def claims(headings: Iterable[str], columns: Mapping[str, str | None]) -> dict[str, str | None]:
    """Decide what each heading is taken for.

    Args:
        headings: The headings of the list, each once.
        columns: What the caller says: by heading, a target or None for a column that is none.

    Returns:
        A target or None by heading. Where several headings could be the same target and it can stand in one
        column only, the caller's word wins, then a heading that can mean nothing else ("Järjestö" before
        "Nimi"), then the first.

    Raises:
        OptionError: The caller names a target that is none, a heading that is not there, or one target twice.
    """
    names = list(headings)
    _check(names, columns)
    found: dict[str, str | None] = dict.fromkeys(names)
    found.update((name, columns[name]) for name in names if name in columns)
    taken = {target for target in columns.values() if target in _ONCE}
    for weak in (False, True):
        for name in names:
            target = None if name in columns or found[name] else _recognised(name, weak=weak)
            if target is not None and target not in taken:
                found[name] = target
                if target in _ONCE:
                    taken.add(target)
    return found


def _check(headings: list[str], columns: Mapping[str, str | None]) -> None:
    seen: set[str] = set()
    for heading, target in columns.items():
        if target is not None and target not in TARGETS:
            hint = did_you_mean(str(target), TARGETS)
            raise OptionError(f"No column can be {target!r}.{hint} Use one of {', '.join(TARGETS)}, or None.")
        if headings and heading not in headings:
            hint = did_you_mean(str(heading), headings)
            raise OptionError(f"The list has no column {heading!r}.{hint} Correct `columns`.")
        if target in seen and target in _ONCE:
            raise OptionError(f"Two columns cannot both be {target!r}. Correct `columns`.")
        seen.add(str(target))


def _recognised(heading: str, *, weak: bool) -> str | None:
    known = _known()[weak]
    plain = _BRACKETS.sub(" ", heading)
    spellings = (heading, plain, _LAST_NUMBER.sub("", plain))
    return next((known[key] for key in map(_key, spellings) if key in known), None)


def _key(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Return targets by the headings that mean nothing else, and by those that mean them for want of better."""
    strong: dict[str, str] = {}
    weak: dict[str, str] = {}
    with (_DATA / "headings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for heading in row["headings"].split("|"):
                (weak if row["weak"] else strong)[_key(heading)] = row["target"]
    return strong, weak
