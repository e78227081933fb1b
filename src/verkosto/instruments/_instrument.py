"""A survey instrument: what was asked, of whom, when, and what its other columns mean."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self, get_args

from attrs import field, frozen

from verkosto.dates import DateLike, PartialDate, Period
from verkosto.errors import CodebookError, UnknownVariableError, did_you_mean
from verkosto.instruments._columns import Column, Role
from verkosto.instruments._fields import each, local_text, one_of, refuse, several, shown, text_or_none, whose
from verkosto.instruments._instrument_faults import instrument_faults
from verkosto.instruments._privacy import Privacy
from verkosto.instruments._questions import Question
from verkosto.text import LocalText

__all__ = ["Instrument", "Sampling"]

Sampling = Literal["open_link", "sample", "census", "unknown"]
"""Who could answer; it decides what may be said of intervals."""


def _partial(value: DateLike | None) -> PartialDate | None:
    return None if value is None else PartialDate.of(value)


def _period(value: Period | DateLike | None) -> Period | None:
    return None if value is None else Period.of(value)


def _columns(values: Iterable[Column]) -> tuple[Column, ...]:
    return several(values)


def _questions(values: Iterable[Question]) -> tuple[Question, ...]:
    return several(values)


def _nearest(key: object, known: Iterable[str]) -> str:
    return did_you_mean(key, known) if isinstance(key, str) else ""


@frozen
class Instrument:
    """What was asked, of whom and when.

    Attributes:
        id: Short and stable, such as `tukirakenne-2020`.
        title: Name of the survey.
        fieldwork: When answers were collected.
        area_date: The date on which areas are looked up; the first day of `fieldwork` where it is left out.
        sampling: `open_link` (anybody could answer), `sample`, `census` or `unknown`. It decides the note on
            intervals.
        unit_id: Id of the column or question that names the protection unit: six persons of one association
            are one.
        columns: Columns that no question asked.
        questions: In the order of the form.

    Raises:
        CodebookError: An id stands twice, a position is claimed twice, `unit_id` or a question's `asked_if`
            refers to what is not there, or a value is of the wrong type. Every fault stands on a line.
        DateError: For text that is no date.

    Example:
        >>> import verkosto as vk
        >>> kysely = vk.Instrument(
        ...     id="esimerkki",
        ...     title="Esimerkki",
        ...     questions=(vk.Text(id="terveiset", text="Terveisesi?"),),
        ... )
        >>> kysely["terveiset"].text.fi
        'Terveisesi?'
    """

    noun: ClassVar[str] = "instrument"

    id: str
    title: LocalText = field(converter=local_text)
    fieldwork: Period | None = field(default=None, converter=_period, kw_only=True)
    area_date: PartialDate | None = field(default=None, converter=_partial, kw_only=True)
    sampling: Sampling = field(default="unknown", validator=one_of(get_args(Sampling)), kw_only=True)
    unit_id: str | None = field(default=None, validator=text_or_none, kw_only=True)
    columns: tuple[Column, ...] = field(
        default=(),
        converter=_columns,
        validator=each(Column, "Column('aika', header='Vastausaika', role='time')"),
        kw_only=True,
    )
    questions: tuple[Question, ...] = field(
        default=(),
        converter=_questions,
        validator=each(Question, "Text('palaute', 'Palaute?')"),
        kw_only=True,
    )

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            msg = f"an instrument needs an id as text, not {shown(self.id)}. Write 'tukirakenne-2020' or so."
            raise CodebookError(msg)
        faults = instrument_faults(self.columns, self.questions, self.unit_id)
        refuse(f"{whose(self)}: {fault}" for fault in faults)

    def __contains__(self, key: object) -> bool:
        return any(key == column.id for column in self.columns) or any(key == q.id for q in self.questions)

    def __getitem__(self, key: str) -> Question:
        """Return the question of an id.

        Raises:
            UnknownVariableError: There is none; the message names the nearest.
        """
        for question in self.questions:
            if question.id == key:
                return question
        nearest = _nearest(key, [q.id for q in self.questions])
        msg = f"instrument {self.id!r} has no question {shown(key)}.{nearest} See `instrument.questions`."
        raise UnknownVariableError(msg)

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id!r}: {len(self.questions)} questions>"

    def column(self, key: str) -> Column:
        """Return the column of an id.

        Raises:
            UnknownVariableError: There is none; the message names the nearest.
        """
        for column in self.columns:
            if column.id == key:
                return column
        nearest = _nearest(key, [c.id for c in self.columns])
        msg = f"instrument {self.id!r} has no column {shown(key)}.{nearest} See `instrument.columns`."
        raise UnknownVariableError(msg)

    def role(self, role: Role) -> tuple[Column, ...]:
        """Return the columns that have a role."""
        return tuple(column for column in self.columns if column.role == role)

    def privacy_kinds(self) -> dict[str, Privacy]:
        """Return how near each variable comes to a person; what is written beside an option is free text.

        Example:
            >>> import verkosto as vk
            >>> kinds = vk.samples.instrument("tukirakenne").privacy_kinds()
            >>> kinds["sahkoposti"], kinds["kunta"], kinds["palvelut[muu].text"], kinds["malli_a"]
            ('contact', 'quasi_identifier', 'free_text', 'answer')
        """
        kinds = {column.id: column.privacy_kind for column in self.columns}
        for question in self.questions:
            for variable in question.variables():
                written = variable.endswith("].text") and question.privacy is None
                kinds[variable] = "free_text" if written else question.privacy_kind
        return kinds

    @property
    def areas_on(self) -> PartialDate | None:
        """The date on which areas are looked up: `area_date`, or the start of `fieldwork`."""
        if self.area_date is not None:
            return self.area_date
        return None if self.fieldwork is None else self.fieldwork.start

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a codebook file (`.toml` or `.json`, UTF-8).

        Raises:
            SourceNotFoundError: There is no such file.
            SourceError: The file cannot be opened.
            CodebookError: The file is no codebook; every fault stands on a line with its place, in which
                parts are counted from 1.
        """
        from verkosto.instruments._files import load

        return load(path, cls)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a codebook file (`.toml` or `.json`); `load` gives back an equal instrument.

        A file of that name is replaced, and comments that somebody wrote into it are lost.

        Raises:
            CodebookError: The ending is neither `.toml` nor `.json`, or a text holds half of a surrogate
                pair, which no file can hold.
            SourceError: The file cannot be written.
        """
        from verkosto.instruments._files import save

        save(self, path)

    def to_json(self) -> str:
        """Return the codebook as JSON, as `save` writes it; `from_json` gives back an equal instrument.

        Raises:
            CodebookError: A text holds half of a surrogate pair, which no file can hold.
        """
        from verkosto.instruments._files import to_json

        return to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Make an instrument from JSON, as `to_json` gives it.

        Raises:
            CodebookError: The text is no codebook; every fault stands on a line with its place.

        Example:
            >>> kysely = Instrument("esimerkki", "Esimerkki")
            >>> Instrument.from_json(kysely.to_json()) == kysely
            True
        """
        from verkosto.instruments._files import from_json

        return from_json(text, cls)

    def to_ddi(self, path: str | os.PathLike[str], *, produced: DateLike | None = None) -> None:
        """Write a codebook of DDI-Codebook 2.5 (XML), as the Finnish Social Science Data Archive uses it.

        It holds no answers and no counts. `from_ddi` gives back an equal instrument. The same instrument makes the
        same bytes. A file of that name is replaced.

        Args:
            path: The file to write.
            produced: The day on which the codebook was made, to be stated in it.

        Raises:
            CodebookError: A text holds a character that XML cannot hold; the message names its place.
            DateError: `produced` is no date.
            SourceError: The file cannot be written.
            MissingExtraError: The extra `ddi` is not installed.

        Example:
            >>> kysely = Instrument("esimerkki", "Esimerkki")
            >>> kysely.to_ddi("esimerkki.xml")
            >>> Instrument.from_ddi("esimerkki.xml") == kysely
            True
        """
        from verkosto.instruments._ddi_write import save_ddi

        save_ddi(self, path, produced=produced)

    @classmethod
    def from_ddi(
        cls,
        path: str | os.PathLike[str],
        *,
        id: str | None = None,  # noqa: A002 - the instrument's own word
        title: str | None = None,
    ) -> Self:
        """Read a codebook of DDI-Codebook (XML) of any version.

        What others wrote leaves things open, such as the kinds of questions, which are guessed: `Draft.from_ddi`
        and `vk.infer` tell every guess.

        Args:
            path: The file.
            id: Id of the instrument; the study's own where it is left out.
            title: Title of the survey; the study's own where it is left out.

        Raises:
            SourceNotFoundError: There is no such file.
            SourceError: The file cannot be opened.
            CodebookError: It is no DDI codebook, is damaged, too large, declares entities, or contradicts itself.
            MissingExtraError: The extra `ddi` is not installed.
        """
        from verkosto.instruments._ddi_read import read_ddi

        return read_ddi(path, id=id, title=title).made(cls)
