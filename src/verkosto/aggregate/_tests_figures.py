"""Figures: the small table of numbers that stands behind a test, such as the groups and their means."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from attrs import field, frozen

from verkosto.aggregate._given import one_of
from verkosto.errors import TableFormatError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cell", "Figures", "Kind"]

Cell = str | int | float | None
Kind = Literal["text", "count", "number"]

_TYPES: dict[Kind, tuple[type, ...]] = {"text": (str,), "count": (int,), "number": (int, float)}
_DTYPES: dict[Kind, str] = {"text": "string", "count": "Int64", "number": "float64"}


@frozen
class Figures:
    """Named columns of one length; what is absent is None, never NaN.

    Attributes:
        names: Names of the columns.
        kinds: What each holds: text, counts or numbers.
        rows: The cells.
    """

    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(default=(), repr=False)

    def __attrs_post_init__(self) -> None:
        for row in self.rows:
            fits = len(row) == len(self.kinds) == len(self.names) and all(
                value is None or (isinstance(value, _TYPES[kind]) and not isinstance(value, bool))
                for value, kind in zip(row, self.kinds, strict=True)
            )
            if not fits:
                msg = f"a row of figures does not fit its columns {', '.join(self.names)}."
                raise TableFormatError(msg)

    @classmethod
    def of(cls, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> Figures:
        """Make figures of rows, columns being names with their kinds; what is NumPy's becomes plain, NaN None."""
        kinds = tuple(one_of(kind, get_args(Kind), "the kind of a column") for kind in columns.values())
        made = tuple(tuple(_plain(v, kind) for v, kind in zip(row, kinds, strict=True)) for row in rows)
        return cls(tuple(columns), kinds, made)

    def frame(self) -> pd.DataFrame:
        """Return a new pandas frame: string, Int64 and float64 columns."""
        import pandas as pd

        columns = zip(self.names, self.kinds, range(len(self.names)), strict=True)
        return pd.DataFrame(
            {name: pd.Series([row[i] for row in self.rows], dtype=_DTYPES[kind]) for name, kind, i in columns}
        )

    def column(self, name: str) -> list[Any]:
        """Return the cells of one column."""
        place = self.names.index(name)
        return [row[place] for row in self.rows]


def _plain(value: Any, kind: Kind) -> Cell:
    if value is None or kind == "text":
        return None if value is None else str(value)
    if kind == "count":
        return int(value)
    number = float(value)
    return number if math.isfinite(number) else None
