"""Which answers a workbook holds, and in which order: drawn by a seed, the same on every machine and in any order."""

from __future__ import annotations

import hashlib
import numbers
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.errors import OptionError
from verkosto.themes._review import rows_of

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["Sample", "drawn", "shuffled"]

Sample = int | float | Iterable[str | int] | None


def drawn(coding: Coding, sample: Sample, seed: int) -> list[int]:
    """Return the rows of the answers that go out, in their own order.

    Args:
        coding: The coding.
        sample: None for every answer that says something, a number of them, a share between 0 and 1, or ids.
        seed: Another seed draws others; an answer's chance depends on its id and the seed alone.

    Raises:
        OptionError: A number or share that cannot be drawn.
        CodingError: An id of no answer that can be coded.
    """
    rows: list[int] = np.flatnonzero(coding.answers.answered).tolist()
    if sample is None:
        return rows
    if _counts(sample):
        chosen = sorted(rows, key=lambda row: _lot(seed, coding.answers.ids[row]))[: _number(sample, len(rows))]
        return sorted(chosen)
    return _named(coding, sample)


def _counts(sample: object) -> bool:
    return isinstance(sample, numbers.Real) and not isinstance(sample, bool | np.bool_)


def _number(sample: Any, most: int) -> int:
    whole = isinstance(sample, numbers.Integral)
    if not (1 <= sample <= most if whole else 0 < sample <= 1):
        msg = f"sample={sample!r} cannot be drawn of {most} answers. Give a number of at most that, or 0.2 for a share."
        raise OptionError(msg)
    return int(sample) if whole else max(1, round(sample * most))


def _named(coding: Coding, sample: object) -> list[int]:
    if isinstance(sample, bool | str) or not isinstance(sample, Iterable):
        raise OptionError(
            f"sample is a number, a share or ids of answers, not {type(sample).__name__}. Write sample=50."
        )
    return sorted(rows_of(coding, sample).tolist())


def shuffled(rows: Iterable[int], coding: Coding, coder: str, seed: int) -> list[int]:
    """Return rows in an order of the coder's own."""
    return sorted(rows, key=lambda row: _lot(seed, f"{coder}\n{coding.answers.ids[row]}"))


def _lot(seed: int, text: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{text}".encode("utf-8", "surrogatepass")).digest()
