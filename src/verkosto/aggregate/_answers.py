"""Answers: what a table asks of them, whether their rows are in memory or lie in an engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from verkosto.instruments import Instrument, Option, Question
from verkosto.responses import Asked, Provenance, Variable

__all__ = ["Answers"]


class Answers(Protocol):
    """What levels, headings and notes need: everything but the rows."""

    @property
    def instrument(self) -> Instrument:
        """The codebook."""

    @property
    def variables(self) -> Mapping[str, Variable]:
        """The variables by id; categories are known, rows perhaps not."""

    @property
    def domain(self) -> Any:
        """What marks the subset; None for all rows."""

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The conditions of the subset."""

    @property
    def provenance(self) -> Provenance | None:
        """Where the answers came from, if that is known."""

    @property
    def rows(self) -> int:
        """Number of responses in the whole design."""

    def variable(self, name: str) -> Variable:
        """Return one variable."""

    def question(self, name: str) -> tuple[Question, Option | None]:
        """Return the question behind a variable, and its option or row."""
