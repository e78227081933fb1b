"""Take identities out of the cells before anything is decoded: withheld, or replaced by pseudonyms.

What happens here happens to the raw columns, so no decoder, issue or variable ever sees an identity. Open answers stay:
a finding tells of columns in which something identifying stands.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from attrs import evolve

from verkosto.errors import OptionError
from verkosto.instruments import Column, Instrument, Question, Text, options_by_number
from verkosto.issues import Issue
from verkosto.responses._decode import zeros_as_blanks
from verkosto.responses._findings import filled
from verkosto.responses._keys import Part, Slot
from verkosto.responses._pseudonyms import ALGORITHM, Pseudonyms
from verkosto.responses._raw import Dialect, Header, RawColumn, RawTable
from verkosto.responses._suspect import looks_identifying
from verkosto.responses._variables import MISSING, REASONS, Coded, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Guard", "Key", "check_key"]

Key: TypeAlias = Pseudonyms | Literal["withhold"] | None
"""What a caller says of the columns that are to become pseudonyms."""

_WITHHELD = 1 + REASONS.index("withheld")


def check_key(key: Key, instrument: Instrument) -> None:
    """Refuse a key that is none, and none where the codebook needs one.

    Raises:
        OptionError: As said; a wrong key is not repeated.
    """
    given: object = key
    if isinstance(given, Pseudonyms) or given == "withhold":
        return
    if given is not None:
        msg = (
            f"pseudonyms takes a Pseudonyms(key) or 'withhold', not {type(given).__name__}. A plain hash is refused, "
            "for it is undone by trying all values."
        )
        raise OptionError(msg)
    if named := _named(instrument):
        msg = (
            f"instrument {instrument.id!r} says that {', '.join(map(repr, named))} become pseudonyms, and there is no "
            "key. Pass pseudonyms=Pseudonyms.from_env('NAME_OF_THE_VARIABLE'), or pseudonyms='withhold' to do without "
            "their values (on the command line: --key-from)."
        )
        raise OptionError(msg)


def _word(part: Part) -> str | None:
    return part.pseudonym if isinstance(part, Column | Text) else None


def _named(instrument: Instrument) -> list[str]:
    parts: tuple[Part, ...] = (*instrument.columns, *instrument.questions)
    return [part.id for part in parts if _word(part) is not None]


class Guard:
    """Stands between the chunks of one source and their decoding.

    Attributes:
        withheld: How many cells with more than white space were kept nowhere.
    """

    def __init__(self, instrument: Instrument, slots: Sequence[tuple[int, Slot]], key: Key) -> None:
        self.withheld = 0
        self._instrument = instrument
        self._key = key
        self._withheld: dict[int, Part] = {}
        self._named: dict[int, tuple[Part, Callable[[RawColumn], RawColumn]]] = {}
        self._watched: dict[int, Slot] = {}
        self._answered: dict[str, NDArray[np.bool_]] = {}
        for place, slot in slots:
            word = _word(slot.part)
            if slot.part.withheld or (word is not None and not isinstance(key, Pseudonyms)):
                self._withheld[place] = slot.part
            elif isinstance(key, Pseudonyms) and word is not None:
                self._named[place] = slot.part, functools.partial(key.column, of=word, survey=instrument.id)
            elif _is_watched(slot):
                self._watched[place] = slot
        self._telling: set[int] = set()

    def cleaned(self, chunk: RawTable) -> RawTable:
        """Return a chunk without identities; look through its free text."""
        for place in self._watched.keys() - self._telling:
            if looks_identifying(chunk.columns[place].values):
                self._telling.add(place)
        self._answered = {}
        columns = list(chunk.columns)
        for place, part in self._withheld.items():
            raw = columns[place]
            self.withheld += filled(raw)
            rows = _holds_text(_unzeroed(raw, part, chunk.dialect))
            # By the whole question: rows of single ticks or statements would tell the answer.
            self._answered[part.id] = rows | self._answered.get(part.id, np.zeros(len(raw), dtype=bool))
            columns[place] = RawColumn(np.full(len(raw), -1, dtype=np.int32), (), raw.not_shown)
        for place, (part, named) in self._named.items():
            columns[place] = named(_unzeroed(columns[place], part, chunk.dialect))
        return evolve(chunk, columns=tuple(columns))

    def cover(self, decoded: dict[str, Variable]) -> None:
        """Say of the variables of the last chunk where a value was withheld."""
        for name, variable in decoded.items():
            rows = self._answered.get(name.partition("[")[0])
            if rows is not None:
                decoded[name] = _withheld(variable, rows)

    def findings(self, headers: Sequence[Header]) -> list[Issue]:
        """Report the columns whose open answers look identifying, without a word of them."""
        found = []
        for place in sorted(self._telling):
            header = headers[place]
            variable = self._watched[place].variable
            found.append(Issue(None, header.text, variable, None, "identifier_in_text", header.position))
        return found

    def told(self) -> Mapping[str, Any]:
        """Return what provenance keeps of the pseudonyms; never the key."""
        named = _named(self._instrument)
        if not named:
            return {}
        if not isinstance(self._key, Pseudonyms):
            return {"pseudonyms": self._key}
        scope = self._key.scope or self._instrument.id
        return {"pseudonyms": {"variables": tuple(named), "scope": scope, "algorithm": ALGORITHM}}


def _is_watched(slot: Slot) -> bool:
    """Tell whether free text may stand in a column whose privacy the codebook does not state."""
    part = slot.part
    if part.privacy is not None:
        return False
    if slot.use == "text" or part.privacy_kind == "free_text":
        return True
    # In some exports the option's own cells hold what was written beside it.
    whole = (*part.choices, *part.items) if isinstance(part, Question) else ()
    return any(option.free_text for option in (whole if slot.item is None else (slot.item,)))


def _unzeroed(raw: RawColumn, part: Part, dialect: Dialect) -> RawColumn:
    """Return a question's column with blanks in place of zeros that are none of its options, where zeros are blanks."""
    blank = dialect.zeros == "blank" and isinstance(part, Question) and 0 not in options_by_number(part.choices)
    return zeros_as_blanks(raw) if blank else raw


def _holds_text(raw: RawColumn) -> NDArray[np.bool_]:
    white = np.array([*map(str.isspace, raw.values), True], dtype=bool)
    there: NDArray[np.bool_] = ~white[raw.codes]
    return there


def _withheld(variable: Variable, rows: NDArray[np.bool_]) -> Variable:
    if isinstance(variable, Coded):
        code = np.asarray(MISSING["withheld"], variable.codes.dtype)
        return evolve(variable, codes=np.where(rows, code, variable.codes))
    return evolve(variable, absent=np.where(rows, np.int8(_WITHHELD), variable.absent))
