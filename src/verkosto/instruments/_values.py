"""The kinds of question that are answered by a value: a number, a day, an area, text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar, Literal, get_args

from attrs import field, frozen

from verkosto.errors import CodebookError, did_you_mean
from verkosto.instruments._fields import each, local_text_or_none, one_of, shown
from verkosto.instruments._options import Option, as_options, option_faults
from verkosto.instruments._privacy import Privacy, word_or_none
from verkosto.instruments._questions import Matrix, MultipleChoice, Question, Ranking, SingleChoice
from verkosto.text import LocalText

__all__ = ["KINDS", "AreaQuestion", "Date", "Nps", "Number", "Text", "bound"]


def bound(value: float | None) -> float | None:
    """Take a finite number, or None.

    Raises:
        CodebookError: For anything else.
    """
    try:
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)):
            return None if value is None else float(value)
    except OverflowError:
        pass
    msg = f"a bound must be a finite number, not {shown(value)}. Write it without quotes, or leave it out."
    raise CodebookError(msg)


@frozen
class _WithSpecial(Question):
    special: tuple[Option, ...] = field(
        default=(),
        converter=as_options,
        validator=each(Option, "Option('et', 'En tiedä', kind='dont_know')"),
        kw_only=True,
    )

    def _faults(self) -> Iterator[str]:
        if self.special:
            yield from option_faults(self.special, ", special", counted=False)
        for option in self.special:
            if option.kind is None:
                yield f', special: {option.code!r} needs a kind. Add kind = "dont_know" or another kind.'

    @property
    def choices(self) -> tuple[Option, ...]:
        """The special values, all of which are missing with a reason."""
        return self.special


@frozen
class Number(_WithSpecial):
    """A number; comma and point are both decimal marks. In the frame: Float64.

    Attributes:
        minimum: Smallest possible answer; a smaller one is an issue.
        maximum: Largest possible answer.
        unit: What is counted or measured, for captions.
        special: Cells that are no numbers but say why there is none (`Option("99", "En tiedä",
            kind="dont_know")`).

    Raises:
        CodebookError: For bounds that are not finite or stand the wrong way round, or a special value
            without a kind.

    Example:
        >>> Number("jasenia", "Montako jäsentä?", minimum=0).variables()
        ('jasenia',)
    """

    kind: ClassVar[str] = "number"
    minimum: float | None = field(default=None, converter=bound, kw_only=True)
    maximum: float | None = field(default=None, converter=bound, kw_only=True)
    unit: LocalText | None = field(default=None, converter=local_text_or_none, kw_only=True)

    def _faults(self) -> Iterator[str]:
        yield from super()._faults()
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            yield f": minimum {self.minimum:g} is above maximum {self.maximum:g}. Exchange them."


@frozen
class Nps(_WithSpecial):
    """Willingness to recommend, a whole number from 0 to 10. In the frame: Int64.

    Attributes:
        special: Cells that say why there is no number.
    """

    kind: ClassVar[str] = "nps"


@frozen
class AreaQuestion(_WithSpecial):
    """A municipality, region or other area of the register. In the frame: its code as text.

    Codes (`049`, also `49`) and names in Finnish, Swedish and English are read. A municipality that had
    been merged before the instrument's `area_date` keeps its code; larger areas follow from its successor.

    Attributes:
        area_type: A kind of `verkosto.regions.area_types()`.
        special: Cells that name no area but say why (`Option("ulk", "Ulkomailla", kind="not_applicable")`).

    Raises:
        CodebookError: For a kind of area that the register does not know.

    Example:
        >>> AreaQuestion("kunta", "Kotikunta").area_type
        'kunta'
    """

    kind: ClassVar[str] = "area"
    natural_privacy: ClassVar[Privacy] = "quasi_identifier"
    area_type: str = field(default="kunta", kw_only=True)

    def _faults(self) -> Iterator[str]:
        # Imported here, so that whoever only needs questions does not load the register.
        from verkosto.regions import area_types

        yield from super()._faults()
        known = [kind.code for kind in area_types()]
        if self.area_type not in known:
            near = did_you_mean(self.area_type, known) if isinstance(self.area_type, str) else ""
            yield f": no kind of area {shown(self.area_type)}.{near} Known kinds: {', '.join(known)}."


@frozen
class Text(Question):
    """An open answer. In the frame: a string, as it was written.

    Attributes:
        pseudonym: What the answers identify, such as `"jasen"`, where they are to be replaced by pseudonyms: then
            reading needs a key, and columns of the same word get the same pseudonyms.
    """

    kind: ClassVar[str] = "text"
    natural_privacy: ClassVar[Privacy] = "free_text"
    pseudonym: str | None = field(default=None, validator=word_or_none, kw_only=True)

    @property
    def withheld(self) -> bool:
        """Whether the answers identify a respondent and are kept nowhere, not even as pseudonyms."""
        return super().withheld and self.pseudonym is None


_Order = Literal["dmy", "mdy"]


@frozen
class Date(Question):
    """A day. In the frame: datetime64.

    Attributes:
        order: How `3/4/2020` is meant: day first (`"dmy"`) or month first (`"mdy"`). Dates with points
            (`3.4.2020`) are always read day first, ISO dates as they are.
    """

    kind: ClassVar[str] = "date"
    order: _Order = field(default="dmy", validator=one_of(get_args(_Order)), kw_only=True)


KINDS: dict[str, type[Question]] = {
    cls.kind: cls for cls in (SingleChoice, MultipleChoice, Matrix, Number, Text, Date, Ranking, Nps, AreaQuestion)
}
"""Every kind of question, by the word that names it in a codebook file."""
