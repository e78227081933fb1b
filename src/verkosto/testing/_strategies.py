"""Hypothesis strategies for instruments and their parts.

Every instrument that they give is one that the classes accept, with all the text that a file can hold:
control characters, emoji, text from right to left. Ids and codes keep within their own rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, get_args

from attrs import evolve
from hypothesis import strategies as st

from verkosto import regions
from verkosto.dates import PartialDate, Period
from verkosto.errors import CodebookError
from verkosto.instruments import (
    PRIVACY,
    RESERVED,
    ROLES,
    AreaQuestion,
    Column,
    Date,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    OptionKind,
    Privacy,
    Question,
    Ranking,
    Role,
    Sampling,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.testing._strategies_cells import texts
from verkosto.text import LocalText

__all__ = [
    "codes",
    "columns",
    "ids",
    "instruments",
    "local_texts",
    "option_lists",
    "options",
    "partial_dates",
    "periods",
    "questions",
]

_KINDS = get_args(OptionKind)
_PRIVACY: tuple[Privacy | None, ...] = (None, None, *PRIVACY)
_WORDS = ("jasen", "järjestö 2", '"\n')
"""What pseudonyms are of."""


def local_texts() -> st.SearchStrategy[LocalText]:
    """A Finnish text, at times with Swedish and English."""
    other = st.none() | texts()
    return st.builds(LocalText, fi=texts(), sv=other, en=other)


def ids() -> st.SearchStrategy[str]:
    """Names of questions and columns, Finnish letters and others among them."""
    first = st.characters(categories=("Lu", "Ll", "Lo", "Nd"), include_characters="_")
    rest = st.text(st.characters(categories=("Lu", "Ll", "Nd"), include_characters="_-/"), max_size=6)
    return st.tuples(first, rest).map("".join).filter(lambda name: name not in RESERVED)


def codes() -> st.SearchStrategy[str]:
    """Codes of options."""
    character = st.characters(exclude_categories=["Cs"], exclude_characters="[]\n\r\t")
    return st.text(character, min_size=1, max_size=4).map(str.strip).filter(lambda c: c not in ("", "*"))


@st.composite
def option_lists(
    draw: st.DrawFn,
    *,
    least: int = 1,
    most: int = 4,
    kinds: Sequence[str | None] = (None, *_KINDS),
    free_text: bool = True,
    exclusive: bool = False,
) -> tuple[Option, ...]:
    """Options that may stand in one list: no code, text or number twice."""
    size = draw(st.integers(least, most))
    names = draw(st.lists(codes(), min_size=size, max_size=size, unique=True))
    words = draw(st.lists(texts(), min_size=size, max_size=3 * size, unique=True))
    numbers = draw(st.none() | st.permutations(range(-1, size + 3)))
    found = []
    for place, code in enumerate(names):
        spare = words[size + place :: size]
        swedish = draw(st.sampled_from([None, "", *spare]))
        found.append(
            Option(
                code,
                LocalText(words[place], sv=swedish),
                number=None if numbers is None else numbers[place],
                kind=draw(st.sampled_from(kinds)),
                aliases=tuple(text for text in spare if text != swedish),
                free_text=free_text and draw(st.booleans()),
                exclusive=exclusive and draw(st.booleans()),
            )
        )
    return tuple(found)


def options() -> st.SearchStrategy[Option]:
    """One option."""
    return option_lists(most=1).map(lambda listed: listed[0])


def _special() -> st.SearchStrategy[tuple[Option, ...]]:
    return option_lists(least=0, most=2, kinds=_KINDS)


def _plain(least: int = 1) -> st.SearchStrategy[tuple[Option, ...]]:
    return option_lists(least=least, kinds=(None,))


@st.composite
def _numbers(draw: st.DrawFn, /, **common: Any) -> Number:
    bounds = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9)
    low, high = draw(bounds), draw(bounds)
    if low is not None and high is not None and low > high:
        low, high = high, low
    unit = draw(st.none() | local_texts())
    return Number(minimum=low, maximum=high, unit=unit, special=draw(_special()), **common)


@st.composite
def questions(
    draw: st.DrawFn, *, name: str | None = None, kind: type[Question] | None = None, pseudonyms: bool = False
) -> Question:
    """A question of any kind (or of `kind`) under any id (or `name`), of any privacy, without `asked_if`.

    Args:
        draw: Hypothesis's own.
        name: Its id.
        kind: Its class.
        pseudonyms: Whether it may ask for pseudonyms; then reading needs a key, or `pseudonyms="withhold"`.
    """
    common: dict[str, Any] = {
        "id": draw(ids()) if name is None else name,
        "text": draw(local_texts()),
        "aliases": draw(st.lists(texts(), max_size=2)),
        "privacy": draw(st.sampled_from(_PRIVACY)),
        "note": draw(st.none() | local_texts()),
    }
    kinds: dict[type[Question], Callable[[], Question]] = {
        SingleChoice: lambda: SingleChoice(options=draw(option_lists()), ordered=draw(st.booleans()), **common),
        MultipleChoice: lambda: MultipleChoice(options=draw(option_lists(exclusive=True)), **common),
        Matrix: lambda: Matrix(rows=draw(_plain()), scale=Scale(draw(option_lists(free_text=False))), **common),
        Number: lambda: draw(_numbers(**common)),
        Text: lambda: Text(pseudonym=draw(_words(pseudonyms)), **common),
        Date: lambda: Date(order=draw(st.sampled_from(["dmy", "mdy"])), **common),
        Ranking: lambda: Ranking(options=draw(_plain()), **common),
        Nps: lambda: Nps(special=draw(_special()), **common),
        AreaQuestion: lambda: AreaQuestion(
            area_type=draw(st.sampled_from([kind.code for kind in regions.area_types()])),
            special=draw(_special()),
            **common,
        ),
    }
    return kinds[draw(st.sampled_from(list(kinds))) if kind is None else kind]()


def _words(pseudonyms: bool) -> st.SearchStrategy[str | None]:  # noqa: FBT001 - said by name where people call
    return st.sampled_from([None, *_WORDS]) if pseudonyms else st.none()


def _fits(role: Role, privacy: Privacy | None, pseudonym: str | None) -> bool:
    try:
        Column("a", role=role, privacy=privacy, pseudonym=pseudonym)
    except CodebookError:
        return False
    return True


@st.composite
def columns(draw: st.DrawFn, *, name: str | None = None, pseudonyms: bool = False) -> Column:
    """A column that no question asked, with any role and the privacy and pseudonyms that fit it."""
    role: Role = draw(st.sampled_from(ROLES))
    pseudonym = None if role in ("time", "weight", "fpc") else draw(_words(pseudonyms))
    fitting = [kind for kind in _PRIVACY if _fits(role, kind, pseudonym)]
    return Column(
        draw(ids()) if name is None else name,
        draw(st.none() | texts()),
        role=role,
        aliases=tuple(draw(st.lists(texts(), max_size=2))),
        privacy=draw(st.sampled_from(fitting)),
        pseudonym=pseudonym,
    )


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """A year, a month or a day."""
    day = draw(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
    return PartialDate(*(day.year, day.month, day.day)[: draw(st.integers(1, 3))])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period whose ends may be open."""
    start, end = sorted((draw(partial_dates()), draw(partial_dates())))
    return Period(draw(st.sampled_from([None, start])), draw(st.sampled_from([None, end])))


def _asked(draw: st.DrawFn, earlier: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    choosable = [q for q in earlier if isinstance(q, SingleChoice | MultipleChoice) and not q.withheld]
    if not choosable or not draw(st.booleans()):
        return {}
    other = draw(st.sampled_from(choosable))
    known = [option.code for option in other.options]
    return {other.id: tuple(draw(st.lists(st.sampled_from(known), min_size=1, max_size=2)))}


@st.composite
def instruments(draw: st.DrawFn, *, most: int = 4, pseudonyms: bool = False) -> Instrument:
    """An instrument with up to `most` questions and two columns, of any privacy, whose parts fit together.

    Args:
        draw: Hypothesis's own.
        most: Questions at most.
        pseudonyms: Whether columns and texts may ask for pseudonyms; then reading needs a key, or
            `pseudonyms="withhold"`.
    """
    names = draw(st.lists(ids(), max_size=most + 2, unique=True))
    placed = draw(st.booleans())
    listed: list[Question] = []
    for place, name in enumerate(names[2:]):
        question = draw(questions(name=name, pseudonyms=pseudonyms))
        # No question of these strategies is as wide as ten columns.
        position = 10 * place + 1 if placed and draw(st.booleans()) else None
        listed.append(evolve(question, asked_if=_asked(draw, listed), position=position))
    cols = [draw(columns(name=name, pseudonyms=pseudonyms)) for name in names[:2]]
    if [column.role for column in cols].count("response_id") > 1:
        cols = [evolve(column, role="ignore") for column in cols]
    units = [c.id for c in cols if not c.withheld] + [q.id for q in listed if not (q.items or q.withheld)]
    return Instrument(
        id=draw(texts(min_size=1).filter(str.strip)),
        title=draw(local_texts()),
        fieldwork=draw(st.none() | periods()),
        area_date=draw(st.none() | partial_dates()),
        sampling=draw(st.sampled_from(get_args(Sampling))),
        unit_id=draw(st.sampled_from([None, *units])),
        columns=cols,
        questions=listed,
    )
