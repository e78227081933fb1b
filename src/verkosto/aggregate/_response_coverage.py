"""Coverage: how much of a register the answers reach, area by area or kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import field, frozen

from verkosto.aggregate._headings import TOTAL, TOTAL_CODE, Heading
from verkosto.aggregate._levels import Levels, levels_of
from verkosto.aggregate._response_frames import check_responses
from verkosto.aggregate._response_reach import Reach, reach_of
from verkosto.aggregate._response_register import Registered, registered
from verkosto.aggregate._sheet import Printed, Sheet, said
from verkosto.errors import AnalysisError, UnknownVariableError, did_you_mean
from verkosto.organisations import AssociationCounts, Network
from verkosto.responses import Condition, Responses
from verkosto.text import LocalText, format_number, format_percent

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Coverage", "CoverageCell", "coverage"]

_TITLE = LocalText(fi="Kattavuus", sv="Täckning", en="Coverage")
_HEADER = LocalText(
    fi="Vastauksia|Yksiköitä|Rekisterissä|Kattavuus|Osuus vastanneista|Osuus rekisteristä|Suhde",
    sv="Svar|Enheter|I registret|Täckning|Andel av svarande|Andel av registret|Kvot",
    en="Responses|Units|Registered|Covered|Share of answered|Share of register|Ratio",
)


@frozen
class CoverageCell:
    """One area or kind of organisation.

    Attributes:
        code: Its code; "*" for all that the register covers.
        answered: Responses from it.
        units: Distinct associations behind them, where the codebook names them; otherwise as `answered`.
        registered: How many the register has; None where it does not cover the area.
        share: Units of registered, between 0 and 1; None where nothing is registered.
        of_respondents: Its share of the units from all that the register covers.
        of_register: Its share of the register.
        ratio: `of_respondents` by `of_register`: 1 where the area answered as much as all do on average, 0.5 where
            it has half the weight among the answers that it has in the register.
        status: "ok"; "none_answered"; "not_in_register"; "none_registered"; "more_than_registered", where something
            else than the register's organisations must have answered.
    """

    code: str
    answered: int
    units: int
    registered: int | None
    share: float | None
    of_respondents: float | None
    of_register: float | None
    ratio: float | None
    status: str


@frozen(repr=False)
class Coverage(Printed):
    """How much of a register the answers reach: made by `coverage`.

    Attributes:
        by: What divides it, with the labels of its codes.
        cells: One for each area or kind of the register or the answers, in order of code or codebook.
        total: All that the register covers.
        notes: What a reader must know.
    """

    by: Heading
    cells: tuple[CoverageCell, ...]
    total: CoverageCell
    notes: tuple[LocalText, ...] = field(default=())

    def __getitem__(self, code: str) -> CoverageCell:
        """Return the cell of a code; "*" is the total.

        Raises:
            UnknownVariableError: There is no such code.
        """
        known = {cell.code: cell for cell in (*self.cells, self.total)}
        if code not in known:
            hint = did_you_mean(code, known)
            raise UnknownVariableError(f"coverage by {self.by.id!r} has no {code!r}.{hint} See `Coverage.cells`.")
        return known[code]

    @property
    def none_answered(self) -> tuple[str, ...]:
        """Codes that the register has and nobody answered from."""
        return tuple(cell.code for cell in self.cells if cell.status == "none_answered")

    @property
    def frame(self) -> pd.DataFrame:
        """The coverage as a new pandas frame, one row for each cell and one for the total ("*").

        Columns: the id of `by` and label (Finnish), string; answered, units, registered, Int64; share,
        of_respondents, of_register, ratio, float64 (NaN as `status` tells); status, string.
        """
        import pandas as pd

        cells = [*self.cells, self.total]
        columns: dict[str, Any] = {
            self.by.id: pd.array([cell.code for cell in cells], dtype="string"),
            "label": pd.array([self._label(cell.code, "fi") for cell in cells], dtype="string"),
        }
        for name in ("answered", "units", "registered"):
            columns[name] = pd.array([getattr(cell, name) for cell in cells], dtype="Int64")
        for name in ("share", "of_respondents", "of_register", "ratio"):
            columns[name] = np.array([getattr(cell, name) for cell in cells], dtype=np.float64)
        columns["status"] = pd.array([cell.status for cell in cells], dtype="string")
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        """Tell the total."""
        total = self.total
        covered = f"{total.units} of {total.registered} ({format_percent(total.share, decimals=1, lang='en')})"
        return f"<Coverage by {self.by.id!r}: {covered}, {len(self.none_answered)} without answers>"

    def _label(self, code: str, lang: str) -> str:
        return TOTAL.get(lang) if code == TOTAL_CODE else self.by.label(code, lang)

    def _sheet(self, lang: str) -> Sheet:
        def number(value: float | None, decimals: int = 0) -> str:
            return format_number(value, decimals=decimals, lang=lang)

        def percent(value: float | None) -> str:
            return format_percent(value, decimals=1, lang=lang)

        rows = [
            [
                self._label(cell.code, lang),
                *map(number, (cell.answered, cell.units, cell.registered)),
                *map(percent, (cell.share, cell.of_respondents, cell.of_register)),
                number(cell.ratio, 2),
            ]
            for cell in (*self.cells, self.total)
        ]
        name = self.by.text.get(lang)
        header = [name, *_HEADER.get(lang).split("|")]
        return Sheet(f"{_TITLE.get(lang)}: {name}", header, rows, notes=said(self.notes, lang))


def coverage(
    responses: Responses,
    register: AssociationCounts | Network | Mapping[str, int] | Any = None,
    *,
    by: str = "maakunta",
    codes: Mapping[str, str | Iterable[str]] | None = None,
    purpose: str | None = None,
    count: str | None = None,
    where: Mapping[str, Condition] | None = None,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
) -> Coverage:
    """Tell how much of a register the answers reach, and which areas or kinds are over- and underrepresented.

    What is counted is associations, not persons, where the codebook names them (`unit_id`): six persons of one
    association reach one. Responses that do not say which association they come from are then left out of `units`,
    and a note counts them; so coverage is never overstated. Without `unit_id` each response counts as one.

    Args:
        responses: The answers.
        register: What they are held against. None: the register of associations of the package
            (`verkosto.organisations.registered_associations`), by region or by class of purpose. Or numbers by code; a
            `Network`, whose organisations are counted by area or classification; or a frame with a row for each
            organisation and a column named as `by`.
        by: A kind of area, an area question, or a choice question such as the kind of organisation.
        codes: For a choice question the register's code of each option, or several, such as
            `{"sote": "social_health", "muu": ["other", "unclassified"]}`. The register's other classes are then left
            out, and a note names them. None: the codes are the same.
        purpose: Only this class of the register of associations, such as "social_health".
        count: Column of a frame that has a row for each code: how many organisations it has.
        where: Conditions of `Responses.where`: only these answers.
        through: The area question to go through, where several would do.
        allocate: `"majority"` counts an area that does not nest wholly where most of its municipalities are.

    Returns:
        A row for every area or kind that the register or the answers have, also where nobody answered; and those
        that the register does not cover (Åland). Totals and shares are of what the register covers.

    Raises:
        UnknownVariableError: There is no such variable or column.
        AnalysisError: A variable or register that cannot be counted so, or a `unit_id` that no row tells.
        NonNestingError: Regions of the register do not nest in the areas wanted.
        DateNotCoveredError: Areas are not covered on the survey's date.

    Example:
        >>> import verkosto as vk
        >>> covered = vk.coverage(vk.samples.tukirakenne(), by="maakunta", purpose="social_health")
        >>> covered["13"].registered, covered["21"].status
        (354, 'not_in_register')
    """
    check_responses(responses)
    if not isinstance(by, str):
        raise AnalysisError(f"by names one kind of area or one question as text, not {type(by).__name__}.")
    inside = responses if where is None else responses.where(where)
    levels = levels_of(inside, by, dont_know=False, through=through, allocate=allocate)
    known = registered(inside, by, register, codes=codes, purpose=purpose, count=count, allocate=allocate)
    listed = _listed(levels, known)
    heading = Heading(by, levels.heading.text, {code: _label(code, levels, known) for code in listed})
    reach = reach_of(inside, levels, set(known.counts))
    cells = tuple(_cell(code, reach, known) for code in listed)
    notes = (*known.notes, *reach.notes, *_notes(heading, cells), *levels.notes)
    return Coverage(heading, cells, _total(reach, known), notes)


def _listed(levels: Levels, known: Registered) -> list[str]:
    ours = list(levels.heading.labels)
    if levels.open:
        return sorted({*ours, *known.counts, *known.beside})
    return [*ours, *(code for code in known.counts if code not in ours)]


def _label(code: str, levels: Levels, known: Registered) -> LocalText:
    return levels.heading.labels.get(code) or known.labels.get(code) or LocalText(fi=code)


def _cell(code: str, reach: Reach, known: Registered) -> CoverageCell:
    answered, units = reach.answered.get(code, 0), reach.units.get(code, 0)
    number = known.counts.get(code)
    if number is None:
        return CoverageCell(code, answered, units, None, None, None, None, None, "not_in_register")
    every, size = sum(reach.units.get(c, 0) for c in known.counts), sum(known.counts.values())
    of_respondents = units / every if every else None
    of_register = number / size if size else None
    share = units / number if number else None
    ratio = of_respondents / of_register if of_register and of_respondents is not None else None
    return CoverageCell(
        code, answered, units, number, share, of_respondents, of_register, ratio, _status(units, number)
    )


def _status(units: int, number: int) -> str:
    if units > number:
        return "more_than_registered"
    if not number:
        return "none_registered"
    return "ok" if units else "none_answered"


def _total(reach: Reach, known: Registered) -> CoverageCell:
    answered = sum(reach.answered.get(code, 0) for code in known.counts)
    share = reach.distinct / known.total if known.total else None
    whole = 1.0 if known.total and reach.distinct else None
    status = _status(reach.distinct, known.total)
    return CoverageCell(TOTAL_CODE, answered, reach.distinct, known.total, share, whole, whole, whole, status)


def _notes(heading: Heading, cells: tuple[CoverageCell, ...]) -> list[LocalText]:
    notes = []
    for status, words in _NOTED.items():
        found = [cell.code for cell in cells if cell.status == status]
        if found:
            names = {lang: ", ".join(heading.label(code, lang) for code in found) for lang in ("fi", "sv", "en")}
            notes.append(LocalText(**{lang: words.get(lang).format(names[lang]) for lang in names}))
    return notes


_NOTED = {
    "not_in_register": LocalText(
        fi="Ei rekisterissä, joten ei mukana osuuksissa eikä summassa: {}.",
        sv="Saknas i registret och ingår därför inte i andelar och summor: {}.",
        en="Not in the register, and so in no share or total: {}.",
    ),
    "none_answered": LocalText(fi="Ei yhtään vastausta: {}.", sv="Inga svar: {}.", en="No answers: {}."),
    "more_than_registered": LocalText(
        fi="Enemmän kuin rekisterissä, joten vastanneissa on muitakin kuin rekisterin järjestöjä: {}.",
        sv="Fler än i registret, så bland de svarande finns andra än registrets organisationer: {}.",
        en="More than are registered, so others than the register's organisations answered: {}.",
    ),
}
