"""Which variable of a codebook a heading of KoboToolbox or ODK means.

Exports write the path of a question with `/`, with `-`, with a sign that somebody chose, or leave the groups out; the
options of a multiple choice have columns of their own instead of one for all, or beside it. The headings that a
codebook may have are made and compared, the surest first, so no name is taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from verkosto.backends._kobo_words import roles_of
from verkosto.instruments import Column, Instrument, Matrix, MultipleChoice, Question, SingleChoice
from verkosto.responses import Header, fold

__all__ = ["headers_of"]

Part = Column | Question

_SIGNS = "-:._"
_NAME = re.compile(r"[^\W\d][\w.-]*(?:/[^\W\d][\w.-]*)*")


def headers_of(headings: Sequence[str], instrument: Instrument | None, *, grouped: bool = False) -> tuple[Header, ...]:
    """Make the headers of columns, with the variable that each means where the codebook tells.

    Where the options of a multiple choice stand both in one column and in columns of their own, the one column counts.

    Args:
        headings: As they stand in the file.
        instrument: The codebook, or None.
        grouped: Whether words of groups, which no codebook has, may stand before those of a question.
    """
    codes = [None] * len(headings) if instrument is None else _codes(headings, _Known(instrument, grouped=grouped))
    headers = []
    for place, (text, code, role) in enumerate(zip(headings, codes, roles_of(headings), strict=True), start=1):
        again = code is not None and _question_of(code) in codes
        headers.append(Header(text, place, code=None if again else code, role="ignore" if again else role))
    return tuple(headers)


def _codes(headings: Sequence[str], known: _Known) -> list[str | None]:
    found = [known.meant(heading) for heading in headings]
    surest: dict[str | None, int] = {}
    for sureness, code in found:
        surest[code] = min(sureness, surest.get(code, sureness))
    return [code if surest[code] == sureness else None for sureness, code in found]


def _question_of(code: str) -> str:
    """Return the question whose option has a column here; nothing for text beside an option."""
    return code.partition("[")[0] if code.endswith("]") else ""


class _Known:
    """The headings that a codebook may have, each with the variables that it may mean."""

    def __init__(self, instrument: Instrument, *, grouped: bool) -> None:
        self.grouped = grouped
        self.named: tuple[dict[str, set[str]], ...] = ({}, {}, {})
        """Whole paths, paths with another sign than `/`, and names without groups."""
        self.worded: dict[str, set[str]] = {}
        parts: tuple[Part, ...] = (*instrument.columns, *instrument.questions)
        for part in parts:
            for name in (name for name in (part.id, *part.aliases) if _NAME.fullmatch(name)):
                self._add_names(part, name)
            rows = part.rows if isinstance(part, Matrix) else ()
            _put(self.worded, ((fold(text), variable) for title in part.titles for text, variable in _of(part, title)))
            _put(self.worded, ((fold(text), f"{part.id}[{row.code}]") for row in rows for text in row.texts))

    def _add_names(self, part: Part, name: str) -> None:
        paths, signed, bare = self.named
        _put(paths, _of(part, name))
        for sign in _SIGNS:
            _put(signed, _of(part, name.replace("/", sign), sign))
        _put(bare, _of(part, name.rpartition("/")[2]))
        if isinstance(part, Matrix):
            _put(bare, ((row.code, f"{part.id}[{row.code}]") for row in part.rows))

    def meant(self, heading: str) -> tuple[int, str | None]:
        """Return how sure a heading is (0 is surest), and the one variable that it means; None where it may be more."""
        pieces = heading.split("/") if self.grouped else [heading]
        worded = [fold("/".join(pieces[start:])) for start in range(len(pieces))]
        found = [tier.get(heading) for tier in self.named] + [self.worded.get(text) for text in worded]
        sureness = next((place for place, variables in enumerate(found) if variables), 0)
        variables = found[sureness] or set()
        return sureness, next(iter(variables)) if len(variables) == 1 else None


def _put(tier: dict[str, set[str]], made: Iterable[tuple[str, str]]) -> None:
    for text, variable in made:
        tier.setdefault(text, set()).add(variable)


def _of(part: Part, head: str, sign: str = "/") -> Iterator[tuple[str, str]]:
    """Yield the headings of a part whose name or words are `head`, and the variable of each."""
    if isinstance(part, Matrix):
        yield from ((f"{head}{sign}{row.code}", f"{part.id}[{row.code}]") for row in part.rows)
        return
    yield head, part.id
    options = part.options if isinstance(part, SingleChoice | MultipleChoice) else ()
    for option in options:
        if isinstance(part, MultipleChoice):
            yield from ((f"{head}/{text}", f"{part.id}[{option.code}]") for text in (option.code, *option.texts))
        if option.free_text:
            yield f"{head}_{option.code}", f"{part.id}[{option.code}].text"
