"""LazyResponses: answers that stay where they lie and are counted there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from verkosto.aggregate._pushed_collect import collected
from verkosto.aggregate._pushed_columns import Columns, parts_of
from verkosto.aggregate._pushed_counter import PushedCounter
from verkosto.aggregate._pushed_design import PushedPlan, pushed_plan
from verkosto.aggregate._pushed_engine import Engine, Query
from verkosto.aggregate._pushed_open import scanned
from verkosto.aggregate._pushed_where import DOMAIN, inside, keep, without_rows
from verkosto.aggregate._weights import numbers_for
from verkosto.errors import AnalysisError, BindingError
from verkosto.instruments import Instrument, Option, Question
from verkosto.responses import Asked, Condition, Responses, Variable, asked_for, kept, no_column

if TYPE_CHECKING:
    from verkosto.responses import Provenance

__all__ = ["LazyResponses"]


class _Variables(Mapping[str, Variable]):
    """The variables of a frame without their rows; categories of texts are asked for when somebody looks."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> Variable:
        if name == self._columns.instrument.unit_id and not self._columns.has(name):
            # A row without a unit says what a note has to: that none is known.
            return no_column(self._columns.parts[name].of, 1)
        return without_rows(self._columns, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.parts)

    def __len__(self) -> int:
        return len(self._columns.parts)


class LazyResponses:
    """Answers in a frame that counts them itself: larger than memory, or on a cluster.

    It stands in the place of a `Responses` in `frequency`, `crosstab`, `mean`, `total`, `ratio`, `proportion`,
    `top_box`, `bottom_box`, `net` and `nps`, with `by`, `where` and a `Design` of one stage. The engine adds up, only
    sums come back, and the figures are those of the same answers in memory.

    Args:
        frame: A LazyFrame of polars, a relation of DuckDB, a frame of PySpark, or a frame in memory of polars,
            pandas or pyarrow. Its columns are those of `Responses.frame`: `malli`, `vaittamat[r1]`, codes for choices
            and areas, `palvelut[kevat]` true or false, numbers as numbers. Columns that the codebook does not know
            are never looked at, and a question without a column was not asked.
        instrument: The codebook.

    A null is `not_answered`, unless a column `missing:<variable>`, as `Responses.to_parquet` writes it, says why, or
    the codebook tells that the question was not asked (`asked_if`). Codes that the codebook does not have, and numbers
    outside its limits, are `invalid`. Rows that a column `domain:` marks false lie outside the subset.

    The data must not change while a LazyResponses lives: the number of rows, the design and the different codes are
    asked for once.

    Raises:
        AnalysisError: `frame` is none, or `instrument` is no Instrument.
        BindingError: No column of the frame belongs to the codebook.
        SourceError: The engine cannot tell its columns.

    Example:
        >>> import polars as pl, verkosto as vk
        >>> malli = vk.SingleChoice("malli", "Kannatatko?", options=(vk.Option("k", "Kyllä"), vk.Option("e", "Ei")))
        >>> kysely = vk.Instrument("esimerkki", "Esimerkki", questions=(malli,))
        >>> laiska = vk.LazyResponses(pl.LazyFrame({"malli": ["k", "k", "e", None]}), kysely)
        >>> vk.frequency(laiska, "malli").frame["n"].tolist()
        [2, 1]
    """

    def __init__(self, frame: Any, instrument: Instrument) -> None:
        given: object = instrument
        if not isinstance(given, Instrument):
            msg = f"LazyResponses takes an Instrument, not {type(given).__name__}. Load one: Instrument.load(path)."
            raise AnalysisError(msg)
        engine, parts = Engine.of(frame), parts_of(instrument)
        if not set(parts) & set(engine.columns):
            msg = (
                f"no column of the frame belongs to instrument {instrument.id!r}. Name the columns as its variables, "
                f"such as {', '.join(list(parts)[:3])}."
            )
            raise BindingError(msg)
        self._columns = Columns(engine, instrument, parts)
        self._conditions: tuple[Mapping[str, Condition], ...] = ()

    @classmethod
    def scan_parquet(cls, path: str | os.PathLike[str], instrument: Instrument | None = None) -> LazyResponses:
        """Open Parquet files without reading them, with DuckDB or else polars.

        Args:
            path: A file, or a folder of files such as Spark writes. Of a file that `Responses.to_parquet` wrote, the
                subset of `where` is kept.
            instrument: The codebook; None takes the one in a file that `to_parquet` wrote.

        Raises:
            SourceNotFoundError: There is no such file.
            SourceError: It is no Parquet file, or has no codebook and none is given.
            MissingExtraError: pyarrow (extra `parquet`) is not installed, or neither DuckDB nor polars is.
        """
        return cls(*scanned(path, instrument))

    @property
    def instrument(self) -> Instrument:
        """The codebook."""
        return self._columns.instrument

    @property
    def variables(self) -> Mapping[str, Variable]:
        """The variables by id, without their rows."""
        return _Variables(self._columns)

    @property
    def domain(self) -> tuple[Mapping[str, Condition], ...] | None:
        """The conditions of the subset, all of which hold; None for all rows."""
        return self._conditions if self._conditions or DOMAIN in self._columns.engine.columns else None

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The same as variables with the codes of which one must hold."""
        # Of rows that the frame marks itself nobody knows why.
        marked = ((DOMAIN, ("1",)),) if DOMAIN in self._columns.engine.columns else ()
        variables = self.variables
        each = (asked_for(conditions, self.instrument, variables) for conditions in self._conditions)
        return (*marked, *(asked for part in each for asked in part))

    @property
    def provenance(self) -> Provenance | None:
        """None: where an engine reads is not known here."""
        return None

    @property
    def rows(self) -> int:
        """Number of responses in the whole design; counted once."""
        known = self._columns.known
        if "rows" not in known:
            known["rows"] = self._counted(Query(self._columns.engine))
        return int(known["rows"])

    def __len__(self) -> int:
        return self._counted(inside(self._columns, self._conditions))

    def __repr__(self) -> str:
        subset = "" if self.domain is None else ", a subset"
        return f"<LazyResponses to {self.instrument.id!r} in {self._columns.engine.name}{subset}>"

    def variable(self, name: str) -> Variable:
        """Return a variable without its rows: what it is, and its categories.

        Raises:
            UnknownVariableError: There is none; the message names the nearest.
        """
        return self.variables[name] if name in self.variables else self._empty().variable(name)

    def question(self, name: str) -> tuple[Question, Option | None]:
        """Return the question behind a variable, and its option or row where the variable is one of several.

        Raises:
            UnknownVariableError: No question has this variable.
        """
        return self._empty().question(name)

    def where(self, conditions: Mapping[str, Condition]) -> LazyResponses:
        """Return the subset in which every condition of `Responses.where` holds; it still knows the whole design.

        Raises:
            UnknownVariableError: No such variable or area type.
            AnalysisError: A code that the variable does not have, or a condition of another form.
        """
        conditions = kept(conditions)
        keep(self._columns, Query(self._columns.engine), conditions)
        found = object.__new__(type(self))
        found._columns = self._columns
        found._conditions = (*self._conditions, conditions)
        return found

    def plan(self, design: object) -> PushedPlan:
        """Return a design met with all rows; asked for once."""
        return pushed_plan(self._columns, design)

    def counter(self, plan: PushedPlan, weights: str | None) -> PushedCounter:
        """Return what counts the rows of the subset."""
        if weights is not None:
            # The variables have no rows here; what is asked is whether this one can hold weights.
            numbers_for(self._empty(), weights, "weights")
        return PushedCounter(self._columns, plan, self._conditions, weights)

    def collect(self) -> Responses:
        """Read the answers into memory: for quantiles, designs of several stages, calibrated weights, covariances.

        Raises:
            SourceError: The engine failed.
            AnalysisError: A column holds values of another type than its question.
        """
        return collected(self._columns, self._conditions)

    def _counted(self, query: Query) -> int:
        return int(self._columns.engine.compute([query.request([], {})])[0].n.sum())

    def _empty(self) -> Responses:
        return Responses(self.instrument, {name: without_rows(self._columns, name) for name in self._columns.parts})
