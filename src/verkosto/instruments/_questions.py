"""What every question has, and the kinds that are answered by choosing among options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from attrs import field, frozen

from verkosto.errors import CodebookError
from verkosto.instruments._fields import (
    check_id,
    each,
    flag,
    local_text,
    local_text_or_none,
    one_of,
    position,
    refuse,
    shown,
    texts,
)
from verkosto.instruments._options import Option, Scale, as_options, kind_faults, option_faults
from verkosto.instruments._privacy import PRIVACY, WITHHELD, Privacy
from verkosto.text import LocalText

__all__ = ["Matrix", "MultipleChoice", "Question", "Ranking", "SingleChoice"]

_AN_OPTION = "Option('k', 'Kannatan')"


def _scale(value: Scale) -> Scale:
    given: object = value
    if not isinstance(given, Scale):
        msg = f"scale must be a Scale, not a {type(given).__name__}. Write Scale((Option(…), Option(…)))."
        raise CodebookError(msg)
    return given


def _codes(key: str, codes: object) -> tuple[str, ...]:
    listed = (codes,) if isinstance(codes, str) else tuple(codes) if isinstance(codes, Iterable) else ()
    texts_only = tuple(code for code in listed if isinstance(code, str))
    if not isinstance(key, str) or not texts_only or len(texts_only) < len(listed):
        msg = f"asked_if of {shown(key)} must list codes as text, not {shown(codes)}. Write them in quotes."
        raise CodebookError(msg)
    return texts_only


def _conditions(value: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    given: object = value
    if not isinstance(given, Mapping):
        msg = f"asked_if must be a mapping, not {shown(given)}. Write {{'toimiala': ('sote',)}}."
        raise CodebookError(msg)
    return {key: _codes(key, codes) for key, codes in given.items()}


@frozen
class Question:
    """What every kind of question has.

    Attributes:
        id: Name of the variable.
        text: What the respondent read; a plain string is Finnish. It is also the column's title in exports.
        aliases: Other titles of the question's columns.
        asked_if: Who was asked: `{"toimiala": ("sote",)}` means only those who answered so. A blank of
            somebody who was not asked is `not_asked`, not `not_answered`. With several conditions all of
            them must hold.
        position: Number of the question's first column in the source, from 1. Needed only where a title
            repeats and the order of the questions does not tell which is which.
        privacy: How near the answers come to a person; None: as the kind of question says (`privacy_kind`). Those of
            a `direct_identifier` and a `contact` are counted and kept nowhere.
        note: What readers of its tables should know of how the answers came about; it stands under each of them.

    Raises:
        CodebookError: For an id that is no plain word or a column of every table, options that contradict
            one another, or a value of the wrong type.
        OptionError: For a text that is no text.
    """

    noun: ClassVar[str] = "question"
    kind: ClassVar[str] = ""
    natural_privacy: ClassVar[Privacy] = "answer"

    id: str
    text: LocalText = field(converter=local_text)
    aliases: tuple[str, ...] = field(default=(), converter=texts, validator=each(str, "texts in quotes"), kw_only=True)
    asked_if: dict[str, tuple[str, ...]] = field(factory=dict, converter=_conditions, hash=False, kw_only=True)
    position: int | None = field(default=None, validator=position, kw_only=True)
    privacy: Privacy | None = field(default=None, validator=one_of(PRIVACY, optional=True), kw_only=True)
    note: LocalText | None = field(default=None, converter=local_text_or_none, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "question")
        refuse(f"question {self.id!r}{fault}" for fault in (*self._faults(), *self._exclusive_faults()))

    def _faults(self) -> Iterator[str]:
        """Tell the contradictions of one kind, after the question's name; the kinds override it."""
        yield from ()

    def _exclusive_faults(self) -> Iterator[str]:
        for option in (*self.choices, *self.items) if self.kind != MultipleChoice.kind else ():
            if option.exclusive:
                yield f": {option.code!r} is no option of a multiple choice, so leave `exclusive` out."

    @property
    def titles(self) -> tuple[str, ...]:
        """Every text that may head the question's columns."""
        titles = (self.text.fi, self.text.sv, self.text.en, *self.aliases)
        return tuple(dict.fromkeys(title for title in titles if title))

    @property
    def privacy_kind(self) -> Privacy:
        """How near the answers come to a person: as `privacy` says, or else as the kind of question does."""
        return self.privacy or self.natural_privacy

    @property
    def withheld(self) -> bool:
        """Whether the answers identify a respondent and are kept nowhere, not even as pseudonyms."""
        return self.privacy_kind in WITHHELD

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options of the question's cells: its own, its scale's, or those for special values."""
        return ()

    @property
    def items(self) -> tuple[Option, ...]:
        """The parts that have a column each: ticked options, matrix rows, ranked items."""
        return ()

    def variables(self) -> tuple[str, ...]:
        """Return the columns of `Responses.frame` that the question fills, free texts last."""
        own = tuple(f"{self.id}[{item.code}]" for item in self.items) or (self.id,)
        writable = self.items or self.choices
        return own + tuple(f"{self.id}[{option.code}].text" for option in writable if option.free_text)


@frozen
class _WithOptions(Question):
    options: tuple[Option, ...] = field(converter=as_options, validator=each(Option, _AN_OPTION), kw_only=True)

    def _faults(self) -> Iterator[str]:
        return option_faults(self.options, "")


@frozen
class SingleChoice(_WithOptions):
    """One option of a list. In the frame: a category of codes.

    Attributes:
        options: What the respondent chose from.
        ordered: Whether the options stand in order, from one end to the other.

    Example:
        >>> malli = SingleChoice("malli_a", "Malli A", options=(Option("k", "Kannatan"), Option("e", "En")))
        >>> malli.variables()
        ('malli_a',)
    """

    kind: ClassVar[str] = "single_choice"
    ordered: bool = field(default=False, validator=flag, kw_only=True)

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options."""
        return self.options


@frozen
class MultipleChoice(_WithOptions):
    """Any number of options. In the frame: a nullable boolean for each, `id[code]`.

    Attributes:
        options: What the respondent could tick.

    Example:
        >>> muu = Option("muu", "Muu, mikä?", free_text=True)
        >>> MultipleChoice("tuki", "Mitä tukea?", options=(Option("tilat", "Tilat"), muu)).variables()
        ('tuki[tilat]', 'tuki[muu]', 'tuki[muu].text')
    """

    kind: ClassVar[str] = "multiple_choice"

    @property
    def items(self) -> tuple[Option, ...]:
        """The options, a column each."""
        return self.options


@frozen
class Ranking(_WithOptions):
    """Options put in order. In the frame: the rank (Int64, 1 is first) of each, `id[code]`.

    Attributes:
        options: What the respondent put in order.
    """

    kind: ClassVar[str] = "ranking"

    def _faults(self) -> Iterator[str]:
        yield from option_faults(self.options, "")
        yield from kind_faults(self.options, "")

    @property
    def items(self) -> tuple[Option, ...]:
        """The options, a column each."""
        return self.options


@frozen
class Matrix(Question):
    """Rows that share one scale. In the frame: an ordered category for each row, `id[code]`.

    Attributes:
        rows: The statements or items, a column each.
        scale: What the respondent chose from on every row.

    Example:
        >>> scale = Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä")))
        >>> rows = (Option("r1", "Tuki on lähellä"), Option("r2", "Tuki riittää"))
        >>> Matrix("vaittamat", "Mitä mieltä?", rows=rows, scale=scale).variables()
        ('vaittamat[r1]', 'vaittamat[r2]')
    """

    kind: ClassVar[str] = "matrix"
    rows: tuple[Option, ...] = field(converter=as_options, validator=each(Option, _AN_OPTION), kw_only=True)
    scale: Scale = field(converter=_scale, kw_only=True)

    def _faults(self) -> Iterator[str]:
        yield from option_faults(self.rows, ", rows")
        yield from kind_faults(self.rows, ", rows")

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options of the scale."""
        return self.scale.options

    @property
    def items(self) -> tuple[Option, ...]:
        """The rows, a column each."""
        return self.rows
