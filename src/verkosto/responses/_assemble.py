"""From chunks of RawTable to what Responses are made of: bind once, decode each chunk, account for every cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
from attrs import evolve

from verkosto.errors import BackendError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Question,
    Ranking,
    SingleChoice,
    options_by_number,
)
from verkosto.responses import _decode
from verkosto.responses._absent import NUMERIC_ROLES, no_column, not_asked, who_was_asked
from verkosto.responses._bind import Binding, bind, fold
from verkosto.responses._decode import VERDICTS, Decoded
from verkosto.responses._findings import IssueLog, UnboundColumn, filled, missing_parts, repeated_ids
from verkosto.responses._joined import choice_or_written, joined_ranks, joined_ticks
from verkosto.responses._lookup import OptionLookup
from verkosto.responses._privacy import Guard, Key, check_key
from verkosto.responses._provenance import CellCounts, Provenance, no_chunk, runs_of
from verkosto.responses._raw import RawColumn, RawTable
from verkosto.responses._ticks import Ticks, one_of_ticks, ticks
from verkosto.responses._unclaimed import Unclaimed, check_keep
from verkosto.responses._variables import REASONS, Numeric, Variable, concat, in_order

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

__all__ = ["Parts", "parts_of"]


class Parts(TypedDict):
    """What `Responses` are made of, by the names of its attributes."""

    instrument: Instrument
    variables: dict[str, Variable]
    log: IssueLog
    unbound_columns: tuple[UnboundColumn, ...]
    provenance: Provenance


def parts_of(
    chunks: Iterable[RawTable],
    instrument: Instrument,
    *,
    provenance: Provenance,
    keep: Sequence[str] = (),
    pseudonyms: Key = None,
) -> Parts:
    """Bind and decode the chunks of one source, as `assemble` says."""
    check_key(pseudonyms, instrument)
    assembler: _Assembler | None = None
    for chunk in chunks:
        if assembler is None:
            assembler = _Assembler(instrument, chunk, provenance.source, pseudonyms)
        assembler.feed(chunk)
    if assembler is None:
        raise BackendError(no_chunk(provenance))
    return assembler.finish(provenance, keep)


class _Assembler:
    def __init__(self, instrument: Instrument, first: RawTable, source: str, pseudonyms: Key) -> None:
        self.instrument = instrument
        self.headers = first.headers
        self.dialect = first.dialect
        self.found = first.found
        self.source = source
        self.binding: Binding = bind(first.headers, instrument, first.dialect, source=source)
        self.by_variable = {slot.variable: place for place, slot in self.binding.slots}
        present = {slot.part.id for _, slot in self.binding.slots if slot.use != "text"}
        self.unknown = frozenset(question.id for question in instrument.questions) - present
        self.log = IssueLog()
        self.parts: dict[str, list[Variable]] = {}
        self.guard = Guard(instrument, self.binding.slots, pseudonyms)
        self.unclaimed = Unclaimed(self.headers, self.binding.unbound)
        self.row_numbers: list[NDArray[np.int64]] = []
        self.lookups: dict[str, OptionLookup] = {}
        self.rows = self.blank_rows = self.read = self.issues = 0
        areas_on = instrument.areas_on
        self.areas_on: dt.date | None = None if areas_on is None else areas_on.first

    def feed(self, chunk: RawTable) -> None:
        if chunk.headers is not self.headers and chunk.headers != self.headers:
            msg = f"{self.source}: a later chunk has other headers than the first. Report it to the backend's author."
            raise BackendError(msg)
        self.rows += len(chunk)
        self.row_numbers.append(chunk.rows)
        self.blank_rows += chunk.blank_rows
        self.read += sum(map(filled, chunk.columns))
        chunk = self.guard.cleaned(chunk)
        decoded: dict[str, Variable] = {}
        for column in self.instrument.columns:
            self._column(column, chunk, decoded)
        for question in self.instrument.questions:
            was_asked = who_was_asked(question, decoded, self.unknown)
            self._question(question, chunk, decoded, was_asked)
            if was_asked is not None:
                decoded |= {name: not_asked(decoded[name], ~was_asked) for name in question.variables()}
        self.guard.cover(decoded)
        for variable, part in decoded.items():
            self.parts.setdefault(variable, []).append(part)
        self.unclaimed.feed(chunk)

    def _raw(self, variable: str, chunk: RawTable) -> RawColumn | None:
        place = self.by_variable.get(variable)
        return None if place is None else chunk.columns[place]

    def _log(
        self, variable: str, raw: RawColumn, chunk: RawTable, at: NDArray[Any], reason: str, *, of: str = ""
    ) -> None:
        header = self.headers[self.by_variable[variable]]
        self.log.add(raw, chunk.rows, at, header, of or variable, reason)

    def _verdicts(self, variable: str, verdicts: NDArray[np.int8] | None, chunk: RawTable) -> None:
        """Keep the cells of a column that are issues."""
        raw = self._raw(variable, chunk)
        if raw is None or verdicts is None:
            return
        by_row = np.append(verdicts, np.int8(0))[raw.codes]
        for verdict in np.unique(by_row[by_row > 0]).tolist():
            at = np.flatnonzero(by_row == verdict)
            self.issues += len(at)
            self._log(variable, raw, chunk, at, VERDICTS[verdict - 1])

    def _keep(self, variable: str, result: Decoded, chunk: RawTable, into: dict[str, Variable]) -> None:
        into[variable] = result.variable
        self._verdicts(variable, result.verdicts, chunk)

    def _column(self, column: Column, chunk: RawTable, into: dict[str, Variable]) -> None:
        raw = self._raw(column.id, chunk)
        if column.withheld:
            return
        if raw is None:
            into[column.id] = no_column(column, len(chunk))
        elif column.role in NUMERIC_ROLES:
            self._keep(column.id, _decode.number(raw, None), chunk, into)
        elif column.role == "time":
            self._keep(column.id, _decode.moment(raw, self.dialect.day_order or "dmy"), chunk, into)
        else:
            self._keep(column.id, _decode.text(raw), chunk, into)

    def _question(
        self, question: Question, chunk: RawTable, into: dict[str, Variable], was_asked: NDArray[np.bool_] | None
    ) -> None:
        if isinstance(question, MultipleChoice | Ranking) and question.id in self.by_variable:
            self._together(question, chunk, into, was_asked)
        elif isinstance(question, MultipleChoice):
            self._ticks(question, chunk, into, was_asked)
        elif isinstance(question, SingleChoice) and self._spread(question):
            self._one_of_ticks(question, chunk, into)
        elif isinstance(question, SingleChoice) and self.dialect.written != "apart":
            self._choice_or_written(question, chunk, into)
        else:
            self._one_by_one(question, chunk, into)
        for variable in question.variables():
            if variable not in into:
                raw = self._raw(variable, chunk)
                into[variable] = no_column(None, len(chunk)) if raw is None else self._text(raw)

    def _one_by_one(self, question: Question, chunk: RawTable, into: dict[str, Variable]) -> None:
        for variable in question.variables():
            if not variable.endswith("].text"):
                raw = self._raw(variable, chunk)
                if raw is None:
                    into[variable] = no_column(question, len(chunk))
                else:
                    self._keep(variable, self._decode(question, raw), chunk, into)
        if isinstance(question, Ranking):
            self._shared_ranks(question, chunk, into)

    def _text(self, raw: RawColumn) -> Variable:
        return _decode.text(self._unzeroed(raw)).variable

    def _unzeroed(self, raw: RawColumn) -> RawColumn:
        return _decode.zeros_as_blanks(raw) if self.dialect.zeros == "blank" else raw

    def _lookup(self, question: Question) -> OptionLookup:
        if question.id not in self.lookups:
            self.lookups[question.id] = OptionLookup(question.choices, self.dialect.values)
        return self.lookups[question.id]

    def _decode(self, question: Question, raw: RawColumn) -> Decoded:
        if isinstance(question, SingleChoice | Matrix):
            ordered = isinstance(question, Matrix) or question.ordered
            lookup = self._lookup(question)
            return _decode.choice(raw, question.choices, lookup, self.dialect, ordered=ordered)
        # Only an option can be meant by a 0 that is no blank.
        raw = self._unzeroed(raw)
        if isinstance(question, Number | Nps | Ranking):
            return _decode.number(raw, question)
        if isinstance(question, Date):
            return _decode.day(raw, self.dialect.day_order or question.order)
        if isinstance(question, AreaQuestion):
            return _decode.area_of_cells(raw, question, self.areas_on)
        return _decode.text(raw)

    def _writable(self, question: MultipleChoice | Ranking | SingleChoice) -> tuple[Option, ...]:
        """Return the options; text may stand in a cell only where it has no column of its own."""
        texts = [f"{question.id}[{option.code}].text" for option in question.options]
        return tuple(
            evolve(option, free_text=option.free_text and text not in self.by_variable)
            for text, option in zip(texts, question.options, strict=True)
        )

    def _together(
        self,
        question: MultipleChoice | Ranking,
        chunk: RawTable,
        into: dict[str, Variable],
        was_asked: NDArray[np.bool_] | None,
    ) -> None:
        raw, options = chunk.columns[self.by_variable[question.id]], self._writable(question)
        if isinstance(question, MultipleChoice):
            result = joined_ticks(raw, options, self.dialect, was_asked)
        else:
            result = joined_ranks(raw, options, self.dialect)
        names = [f"{question.id}[{option.code}]" for option in options]
        into |= dict(zip(names, result.variables, strict=True))
        into |= {f"{names[place]}.text": written for place, written in result.written.items()}
        self._verdicts(question.id, result.verdicts, chunk)

    def _choice_or_written(self, question: SingleChoice, chunk: RawTable, into: dict[str, Variable]) -> None:
        raw = self._raw(question.id, chunk)
        if raw is None:
            into[question.id] = no_column(question, len(chunk))
            return
        texts = [f"{question.id}[{option.code}].text" for option in question.options]
        writable = evolve(question, options=self._writable(question))
        beside = [self._raw(text, chunk) for text in texts]
        result, written = choice_or_written(raw, writable, self._lookup(question), self.dialect, beside)
        self._keep(question.id, result, chunk, into)
        into |= {texts[place]: variable for place, variable in written.items()}

    def _ticks(
        self,
        question: MultipleChoice,
        chunk: RawTable,
        into: dict[str, Variable],
        was_asked: NDArray[np.bool_] | None,
    ) -> None:
        variables, raws, options, order = self._spread_columns(question, chunk)
        if all(raw is None for raw in raws):
            into |= {variable: no_column(question, len(chunk)) for variable in variables}
            return
        results = ticks(raws, options, order, self.dialect, was_asked)
        into |= {variable: result.variable for variable, result in zip(variables, results, strict=True)}
        self._keep_ticks(variables, results, chunk, into)

    def _spread(self, question: SingleChoice) -> bool:
        """Tell whether a single choice has a column for each option."""
        return any(f"{question.id}[{option.code}]" in self.by_variable for option in question.options)

    def _one_of_ticks(self, question: SingleChoice, chunk: RawTable, into: dict[str, Variable]) -> None:
        variables, raws, options, order = self._spread_columns(question, chunk)
        into[question.id], results = one_of_ticks(raws, evolve(question, options=options), order, self.dialect)
        self._keep_ticks(variables, results, chunk, into)
        ticked = np.stack([result.variable.codes == 1 for result in results])
        several = ticked.sum(axis=0) > 1
        for variable, raw, result, tick in zip(variables, raws, results, ticked, strict=True):
            at = np.flatnonzero(several & tick)
            if raw is not None and len(at):
                self._log(variable, raw, chunk, at, "several_options", of=question.id)
                known = None if result.verdicts is None else np.append(result.verdicts, np.int8(0))[raw.codes[at]]
                # A cell that is an issue already is not counted twice.
                self.issues += len(at) if known is None else int((known == 0).sum())

    def _spread_columns(
        self, question: MultipleChoice | SingleChoice, chunk: RawTable
    ) -> tuple[list[str], list[RawColumn | None], tuple[Option, ...], list[int]]:
        """Return variables, columns, options and their numbers; text in a tick's own cell only where it may stand."""
        variables = [f"{question.id}[{option.code}]" for option in question.options]
        numbers = {option.code: number for number, option in options_by_number(question.options).items()}
        options = self._writable(question)
        return variables, [self._raw(v, chunk) for v in variables], options, [numbers[o.code] for o in options]

    def _keep_ticks(
        self, variables: Sequence[str], results: Sequence[Ticks], chunk: RawTable, into: dict[str, Variable]
    ) -> None:
        for variable, result in zip(variables, results, strict=True):
            self._verdicts(variable, result.verdicts, chunk)
            if result.written is not None:
                into[f"{variable}.text"] = result.written

    def _shared_ranks(self, question: Ranking, chunk: RawTable, into: dict[str, Variable]) -> None:
        names = [f"{question.id}[{option.code}]" for option in question.options]
        ranks = np.stack([v.values for name in names if isinstance(v := into[name], Numeric)])
        for name, own in zip(names, ranks, strict=True):
            raw, numeric = self._raw(name, chunk), into[name]
            shared = (ranks == own).sum(axis=0) > 1
            if raw is None or not isinstance(numeric, Numeric) or not shared.any():
                continue
            absent = np.where(shared, np.int8(1 + REASONS.index("invalid")), numeric.absent)
            into[name] = Numeric(np.where(shared, np.nan, numeric.values), absent, numeric.whole)
            at = np.flatnonzero(shared)
            self.issues += len(at)
            self._log(name, raw, chunk, at, "duplicate_rank")

    def finish(self, provenance: Provenance, keep: Sequence[str]) -> Parts:
        check_keep(keep, self.headers, self.source)
        self.log.columns.extend(missing_parts(self.binding, self.instrument))
        kept, findings = self.unclaimed.settled({fold(header) for header in keep})
        self.log.columns.extend([*findings, *self.guard.findings(self.headers)])
        unbound = sum(column.filled() for column in kept)
        withheld = self.guard.withheld + self.unclaimed.withheld
        decoded = self.read - self.issues - withheld - unbound
        cells = CellCounts(self.read, decoded, self.issues, unbound, withheld)
        variables = {name: concat(parts) for name, parts in self.parts.items()}
        for question in self.instrument.questions:
            if isinstance(question, AreaQuestion):
                variables[question.id] = in_order(variables[question.id])
        for column in self.instrument.role("response_id"):
            if column.id in self.by_variable:
                header, rows = self.headers[self.by_variable[column.id]], np.concatenate(self.row_numbers)
                self.log.columns.extend(repeated_ids(column.id, header, variables[column.id], rows))
        found = {f"found_{name}": evidence for name, evidence in self.found.items()}
        options = {**provenance.options, **found, **self.guard.told()}
        return Parts(
            instrument=self.instrument,
            variables=variables,
            log=self.log,
            unbound_columns=kept,
            provenance=evolve(
                provenance,
                options=options,
                rows=self.rows,
                blank_rows=self.blank_rows,
                cells=cells,
                row_runs=runs_of(np.concatenate(self.row_numbers)),
            ),
        )
