"""Responses: typed answers that know their instrument, their issues and where they came from."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np
from attrs import evolve, field, frozen

from verkosto.errors import DerivationError
from verkosto.instruments import Instrument, Option, Question, SingleChoice
from verkosto.issues import Issue
from verkosto.responses import _frames
from verkosto.responses._areas import AreaVariable, area_variable
from verkosto.responses._conditions import Condition, Conditions, kept, mask_of
from verkosto.responses._derive import recode
from verkosto.responses._differences import Difference, differences_frame
from verkosto.responses._differences_of import differences_of
from verkosto.responses._domain import Asked, asked_for, asked_of
from verkosto.responses._equal import equal
from verkosto.responses._findings import IssueLog, UnboundColumn, unbound_frame
from verkosto.responses._named import question_of, variable_of
from verkosto.responses._provenance import Provenance
from verkosto.responses._pseudonyms import Pseudonyms
from verkosto.responses._recoded import Recoding, recoding_of
from verkosto.responses._subset import reasons_of, rows_that_fulfil
from verkosto.responses._variables import Variable
from verkosto.responses._writes import Writes

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

__all__ = ["Responses"]

New = TypeVar("New", bound=str | Option)


def _read_only(variables: Mapping[str, Variable]) -> Mapping[str, Variable]:
    return MappingProxyType(dict(variables))


@frozen(eq=False, repr=False, slots=False)
class Responses(Writes):
    """Answers to a survey, decoded by its instrument.

    Columns are kept as small integer codes, numbers and days; a pandas frame is made when asked for. A subset
    (`where`) keeps every row and only marks those inside, so that it still knows the whole design.

    Attributes:
        instrument: The codebook, with the questions that `derive` added.
        variables: The decoded columns by id, always all rows.
        domain: Mask of the rows inside the subset, or None for all of them.
        provenance: Where the answers came from, and what became of every cell.
        asked: The conditions of the subset: variables with the codes of which one must hold.
        derived: How the variables were made that `derive` added.
    """

    instrument: Instrument
    variables: Mapping[str, Variable] = field(converter=_read_only)
    domain: Mask | None = field(default=None, kw_only=True)
    log: IssueLog = field(factory=IssueLog, kw_only=True)
    unbound_columns: tuple[UnboundColumn, ...] = field(default=(), kw_only=True)
    provenance: Provenance | None = field(default=None, kw_only=True)
    asked: tuple[Asked, ...] = field(default=(), kw_only=True)
    derived: tuple[Recoding, ...] = field(default=(), kw_only=True)

    @classmethod
    def from_frame(
        cls,
        df: Any,
        instrument: Instrument | None = None,
        *,
        source: str | None = None,
        keep: Sequence[str] = (),
        strict: bool = False,
        pseudonyms: Pseudonyms | Literal["withhold"] | None = None,
    ) -> Responses:
        """Take answers from a table in memory, or from one that an engine will compute.

        A column belongs to a question when its name is the variable's id (`palvelut[kevat]`), a title as in a file,
        or one that `labelled` gives; so what `frame` and `labelled` return can be taken back. Its values become cells
        of text without loss, and then the rules of `verkosto.read` hold: each cell ends decoded, in an issue, in
        `unbound`, or withheld. Whole numbers have no decimals, truth is "true" or "false", days are ISO 8601; None,
        NaN, NaT and "" are empty. Every row is a response, and row 2 of an issue is the frame's first.

        Of a lazy frame (a LazyFrame of polars, a relation of DuckDB, a frame of PySpark) only the columns that a
        question claims are computed, in chunks where the engine can, and no others but those in `keep`. An issue
        `column_not_collected` names each of the rest.

        Args:
            df: A frame of pandas, polars, pyarrow, DuckDB, PySpark or another library that narwhals knows.
            instrument: The codebook; None drafts one from the cells, as `verkosto.infer` does (`Draft.guesses`
                tells why), and all columns are computed.
            source: What provenance and messages call the table.
            keep: Names of unclaimed columns to keep in `unbound` though they look identifying, or the frame is lazy.
            strict: Raise when there is any issue. Otherwise one warning tells how many there are.
            pseudonyms: What makes pseudonyms of the columns for which the codebook asks for them, as in `read`.

        Raises:
            OptionError: `df` is no frame, `keep` names no column, or there is no key for pseudonyms.
            SourceError: A column holds what no cell can (lists, bytes), its names or index cannot be told, or the
                engine failed.
            BindingError: Columns and codebook do not meet.
            InvalidResponsesError: `strict=True` and there are issues; it carries them all.

        Example:
            >>> import pandas as pd, verkosto as vk
            >>> kysely = vk.Instrument("esimerkki", "Esimerkki", questions=(vk.Number("jasenia", "Jäseniä"),))
            >>> vk.Responses.from_frame(pd.DataFrame({"jasenia": [12, None, 7]}), kysely)
            <Responses to 'esimerkki': 3 rows, 1 variables, 0 issues>
        """
        from verkosto.responses._from_frame import from_frame

        return cls(**from_frame(df, instrument, source=source, keep=keep, strict=strict, pseudonyms=pseudonyms))

    @classmethod
    def from_parquet(cls, path: str | os.PathLike[str]) -> Responses:
        """Read answers that `to_parquet` wrote; they are equal to those that were written.

        Raises:
            SourceNotFoundError: There is no such file.
            EmptySourceError: It has no bytes.
            SourceError: It is no Parquet file, was cut off or changed, or something else wrote it: then read it as a
                table, such as `Responses.from_frame(polars.scan_parquet(path), instrument)`.
            MissingExtraError: The extra `parquet` is not installed.
        """
        from verkosto.responses._parquet_read import read_parquet

        return cls(**read_parquet(path))

    @property
    def rows(self) -> int:
        """Number of responses in the whole design."""
        if self.variables:
            return len(next(iter(self.variables.values())))
        # A source of which the codebook knows nothing, or only what is withheld.
        return 0 if self.provenance is None else self.provenance.rows

    def __len__(self) -> int:
        return self.rows if self.domain is None else int(self.domain.sum())

    def __repr__(self) -> str:
        inside = "" if self.domain is None else f" of {self.rows}"
        counts = f"{len(self)}{inside} rows, {len(self.variables)} variables, {len(self.log)} issues"
        return f"<Responses to {self.instrument.id!r}: {counts}>"

    def __eq__(self, other: object) -> bool:
        """Tell whether two say the same: codebook, answers, reasons, subset, issues, unbound columns, provenance."""
        if self is other:
            return True
        return equal(self, other) if isinstance(other, Responses) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.instrument.id, self.rows, len(self), tuple(self.variables)))

    def __reduce__(self) -> tuple[Any, ...]:
        names = ("log", "unbound_columns", "provenance", "asked", "derived")
        rest: dict[str, Any] = {name: getattr(self, name) for name in names}
        return functools.partial(Responses, domain=self.domain, **rest), (self.instrument, dict(self.variables))

    @property
    def frame(self) -> pd.DataFrame:
        """The answers as a pandas frame, one row for each response in the subset.

        Single choice and matrix rows are categories of codes (matrix rows ordered), ticks nullable booleans, numbers
        Float64, NPS and ranks Int64, areas and text strings, days datetime64. "En osaa sanoa" stays a category.
        """
        import pandas as pd

        # From pandas 3 on a copy shares its columns until one of the two is changed.
        return self._frame.copy(deep=int(pd.__version__.partition(".")[0]) < 3)

    @functools.cached_property
    def _frame(self) -> pd.DataFrame:
        return _frames.frame(self)

    def labelled(self, lang: str = "fi") -> pd.DataFrame:
        """Return the frame with labels in a language instead of codes; names of areas instead of their codes."""
        return _frames.labelled(self, lang)

    def missing(self, variable: str) -> pd.Series[Any]:
        """Return why each value is absent, and NA where there is one.

        A category of `not_answered`, `not_asked`, `not_applicable`, `dont_know`, `refused`, `invalid`,
        `withheld`. For a question of several columns the reason is given where all of them are absent.

        Raises:
            UnknownVariableError: There is no such variable.
        """
        return _frames.missing(self, variable)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Everything that could not be decoded; `repr` of an issue hides the value."""
        return self.log.all

    def issues_frame(self) -> pd.DataFrame:
        """Return the issues as a table with the raw values, which nothing else shows."""
        return self.log.frame()

    @functools.cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What codebook and source say otherwise, each with the nearest match and the line that repairs the codebook.

        Titles that were renamed, options, columns that are missing or new; empty where all fits. A `repr` hides what
        stood in cells.
        """
        return differences_of(self)

    def differences_frame(self) -> pd.DataFrame:
        """Return the differences as a table, with the texts of unknown options and the lines to write."""
        return differences_frame(self.differences)

    @property
    def unbound(self) -> pd.DataFrame:
        """Columns of the source that no question claims, as text, with the rows of `frame`.

        A title that stands twice, or is blank, gets the number of its column behind it (`Kommentti#7`).
        """
        return unbound_frame(self.unbound_columns, _frames.row_index(self), self.domain)

    def variable(self, name: str) -> Variable:
        """Return one decoded column, all rows.

        Raises:
            UnknownVariableError: There is none; the message names the nearest.
        """
        return variable_of(self, name)

    def question(self, name: str) -> tuple[Question, Option | None]:
        """Return the question behind a variable, and its option or row where the variable is one of several.

        Raises:
            UnknownVariableError: No question has this variable.
        """
        return question_of(self.instrument, name)

    def areas(
        self, area_type: str, *, through: str | None = None, allocate: Literal["majority"] | None = None
    ) -> AreaVariable:
        """Return the area of each row at the instrument's date, the question that tells it, and areas that were split.

        Raises:
            AnalysisError: No area question reaches the areas, or several do.
            NonNestingError: The areas asked for cannot be told from those answered.
        """
        return area_variable(self.instrument, self.variables, area_type, through=through, allocate=allocate)

    def where(self, conditions: Mapping[str, Condition]) -> Responses:
        """Return the subset in which every condition holds; it still knows the whole design.

        Args:
            conditions: By variable: one code or several for choices and areas, True or False for a tick, a pair
                (lowest, highest) for numbers and days, of which both belong to the subset and either may be
                None. A multiple choice takes the options of which any is ticked; an area type
                (`{"maakunta": ["13"]}`) goes through the area question.

        Raises:
            UnknownVariableError: No such variable or area type.
            AnalysisError: A code that the variable does not have, or a condition of another form. Of text and of
                columns such as the association's name any value may be asked for.

        Example:
            >>> import verkosto as vk
            >>> vastaukset = vk.samples.tukirakenne()
            >>> len(vastaukset.where({"maakunta": ["13"]})) < len(vastaukset)
            True
        """
        given = kept(conditions)
        mask = mask_of(given, self.rows, functools.partial(rows_that_fulfil, self))
        asked = (*(self.asked or asked_of(self.domain)), *asked_for(given, self.instrument, self.variables))
        return evolve(self, domain=mask if self.domain is None else mask & self.domain, asked=asked)

    def derive(
        self,
        name: str,
        options: Mapping[New, Conditions],
        *,
        text: str | None = None,
        otherwise: str | None = None,
        ordered: bool = False,
    ) -> Responses:
        """Add a recoded variable: a single choice made from conditions on others.

        Args:
            name: Id of the new variable.
            options: For each new code (or `Option`, with a label) the conditions of `where` that a row must
                fulfil. A row that fulfils none because an answer is absent is missing for the same reason.
            text: What the variable means, for captions; the id where it is left out.
            otherwise: Code for rows that have their answers and fulfil none of the conditions.
            ordered: Whether the options stand in order.

        Raises:
            DerivationError: Rows that fulfil none, or two, of the options; an id that is taken.

        Example:
            >>> import verkosto as vk
            >>> vastaukset = vk.samples.tukirakenne().derive(
            ...     "kanta", {"puolesta": {"malli_a": ["k"]}, "muu": {"malli_a": ["e", "eos"]}}
            ... )
            >>> vastaukset.frame["kanta"].value_counts()["puolesta"].item()
            410
        """
        if name in self.variables or name in self.instrument:
            raise DerivationError(f"derive {name!r}: the id is taken. Choose another.")
        named = {o if isinstance(o, Option) else Option(o, o): kept(c) for o, c in options.items()}
        listed = list(named)
        if otherwise is not None and all(option.code != otherwise for option in listed):
            listed.append(Option(otherwise, otherwise))
        question = SingleChoice(id=name, text=text or name, options=tuple(listed), ordered=ordered)
        fulfil, absent = functools.partial(rows_that_fulfil, self), functools.partial(reasons_of, self)
        coded = recode(question, named, self.rows, fulfil, absent, otherwise)
        instrument = evolve(self.instrument, questions=(*self.instrument.questions, question))
        by_code = {option.code: conditions for option, conditions in named.items()}
        made = recoding_of(name, by_code, otherwise, self.instrument, self.variables)
        variables = {**self.variables, name: coded}
        return evolve(self, instrument=instrument, variables=variables, derived=(*self.derived, made))
