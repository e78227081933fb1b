"""Options that a respondent chooses from, and the scale of a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal, get_args

from attrs import Attribute, field, frozen

from verkosto.errors import CodebookError
from verkosto.instruments._fields import (
    each,
    flag,
    local_text,
    one_of,
    refuse,
    several,
    shown,
    texts,
    whole_or_none,
)
from verkosto.text import LocalText

__all__ = [
    "KINDS",
    "MissingReason",
    "Option",
    "OptionKind",
    "Scale",
    "as_options",
    "kind_faults",
    "numbered",
    "option_faults",
    "told_apart",
]

OptionKind = Literal["dont_know", "not_applicable", "refused"]
"""What an option that is no substantive answer says."""

KINDS: Mapping[str, OptionKind] = {kind: kind for kind in get_args(OptionKind)}
"""Each kind by its name."""

MissingReason = Literal["not_answered", "not_asked", "not_applicable", "dont_know", "refused", "invalid", "withheld"]
"""Why a value is absent; `Responses.missing` tells one for each row."""

# A code stands between brackets in the names of variables, and on one line everywhere.
_FORBIDDEN = frozenset("[]\n\r\t")


def _code(_: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not value or value != value.strip() or _FORBIDDEN & set(value):
        msg = (
            f"{attribute.name} must be text without brackets, line breaks or outer spaces, "
            f"not {shown(value)}. Give a short code such as 'k' or 'r1'."
        )
        raise CodebookError(msg)
    if value == "*":
        msg = "the code '*' is kept for totals. Give the option another code."
        raise CodebookError(msg)


@frozen
class Option:
    """One answer that a question offers, one row of a matrix, or one item to rank.

    Attributes:
        code: Short and stable; stands in `Responses.frame` and in tables.
        label: What the respondent saw; a plain string is Finnish.
        number: The number that an export "as numbers" writes. Where it is left out, the option's place
            in the list, counted from 1.
        kind: `"dont_know"`, `"refused"` or `"not_applicable"` for options that are no substantive answer;
            such answers carry that missing reason.
        aliases: Other texts that stand for the same option in some file.
        free_text: Whether the respondent could write beside the option ("Muu, mikä?"). The text is
            the variable `question[code].text`.
        exclusive: Whether whoever ticks the option of a multiple choice ticks no other, as with "none of these". What
            somebody ticked beside it all the same is kept; protection counts on it only where nobody did.

    Raises:
        CodebookError: For a code with brackets or outer spaces, the code `*`, an unknown kind, or a value of
            the wrong type.
        OptionError: For a label that is no text.

    Example:
        >>> Option("eos", "En osaa sanoa", kind="dont_know").label.fi
        'En osaa sanoa'
    """

    noun: ClassVar[str] = "option"

    code: str = field(validator=_code)
    label: LocalText = field(converter=local_text)
    number: int | None = field(default=None, validator=whole_or_none)
    kind: OptionKind | None = field(default=None, validator=one_of(tuple(KINDS), optional=True))
    aliases: tuple[str, ...] = field(default=(), converter=texts, validator=each(str, "texts in quotes"))
    free_text: bool = field(default=False, validator=flag)
    exclusive: bool = field(default=False, validator=flag)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that stands for the option in some file: its labels, then its aliases."""
        label = (text for text in (self.label.sv, self.label.en) if text)
        return tuple(dict.fromkeys((self.label.fi, *label, *self.aliases)))


def told_apart(label: LocalText, code: str, taken: set[str]) -> LocalText:
    """Return a label whose words stand on no other option of a list.

    Finnish words that are taken get the code; words in other languages are left out.

    Args:
        label: What the source calls the option.
        code: Its code, which no other option has.
        taken: The words of the options before it; those of the label are added.
    """
    first = label.fi
    while first in taken:
        first = f"{first} [{code}]"
    sv, en = (text if text and text not in taken else None for text in (label.sv, label.en))
    taken.update(filter(None, (first, sv, en)))
    return LocalText(fi=first, sv=sv, en=en)


def as_options(values: Iterable[Option]) -> tuple[Option, ...]:
    """Take a list of options as a tuple."""
    return several(values)


def _numbers(options: Iterable[Option]) -> Iterator[tuple[int, Option]]:
    for place, option in enumerate(options, start=1):
        yield (place if option.number is None else option.number), option


def _number_faults(numbers: Iterable[tuple[int, Option]]) -> Iterator[str]:
    seen: dict[int, Option] = {}
    for number, option in numbers:
        if number in seen:
            yield (
                f"options {seen[number].code!r} and {option.code!r} share the number {number}. "
                "Give every option of the list its own `number`."
            )
        seen.setdefault(number, option)


def numbered(options: tuple[Option, ...]) -> dict[int, Option]:
    """Return the options by the number that an export writes for them.

    An option without a number has its place in the list, counted from 1.

    Raises:
        CodebookError: Two options end with one number.

    Example:
        >>> found = numbered((Option("k", "Kyllä"), Option("e", "Ei", number=0)))
        >>> {number: option.code for number, option in found.items()}
        {1: 'k', 0: 'e'}
    """
    refuse(_number_faults(_numbers(options)))
    return dict(_numbers(options))


def option_faults(options: tuple[Option, ...], where: str, *, counted: bool = True) -> Iterator[str]:
    """Tell what stands twice in a list of options: a code, a label in any language, a number.

    Args:
        options: The list.
        where: Its place, for the message.
        counted: Whether an option without a number has its place in the list.
    """
    if not options:
        yield f"{where} has no options. List at least one."
    seen: dict[tuple[str, str], Option] = {}
    for option in options:
        for key in [("code", option.code), *(("label", text) for text in option.texts)]:
            if key in seen:
                yield (
                    f"{where}: the {key[0]} {shown(key[1])} stands for both {seen[key].code!r} and "
                    f"{option.code!r}. Make it unique."
                )
            seen.setdefault(key, option)
    numbers = _numbers(options) if counted else ((o.number, o) for o in options if o.number is not None)
    yield from (f"{where}: {fault}" for fault in _number_faults(numbers))


def kind_faults(options: tuple[Option, ...], where: str) -> Iterator[str]:
    """Tell where a kind stands on what is no answer: a row of a matrix or an item to rank."""
    for option in options:
        if option.kind is not None:
            yield f"{where}: {option.code!r} is no answer, so a kind says nothing of it. Leave `kind` out."


@frozen
class Scale:
    """The ordered options that every row of a matrix shares.

    Attributes:
        options: From one end of the scale to the other; options with a `kind` (such as "En osaa sanoa")
            stand outside the order.

    Raises:
        CodebookError: A code, a label or a number stands twice, or an option has `free_text`, for which a
            row has no column.

    Example:
        >>> scale = Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä")))
        >>> [option.code for option in scale.options]
        ['1', '2']
    """

    options: tuple[Option, ...] = field(converter=as_options, validator=each(Option, "Option('k', 'Kannatan')"))

    def __attrs_post_init__(self) -> None:
        refuse(self._faults())

    def _faults(self) -> Iterator[str]:
        yield from option_faults(self.options, "scale")
        for option in self.options:
            if option.free_text:
                yield f"scale: {option.code!r} cannot have free_text. Put `free_text` on the row that has it."
