"""Who answered, area by area: responses, and the distinct associations behind them."""

from __future__ import annotations

from collections.abc import Mapping, Set

import numpy as np
from attrs import frozen

from verkosto.aggregate._levels import Levels
from verkosto.aggregate._units import Units, distinct_units
from verkosto.errors import AnalysisError
from verkosto.responses import Coded, Responses
from verkosto.text import LocalText, format_number

__all__ = ["Reach", "reach_of"]


@frozen
class Reach:
    """Who answered.

    Attributes:
        answered: Responses by code.
        units: Distinct associations by code, or responses where the codebook names no associations.
        distinct: Those of the codes that the register covers, each once.
        notes: What was counted and what was left out.
    """

    answered: Mapping[str, int]
    units: Mapping[str, int]
    distinct: int
    notes: tuple[LocalText, ...]


def reach_of(responses: Responses, levels: Levels, covered: Set[str]) -> Reach:
    """Count responses and associations by level.

    Args:
        responses: The answers; only those of their domain count.
        levels: What divides them.
        covered: Codes that the register covers.

    Raises:
        AnalysisError: The variable holds no codes, or the codebook names associations and no row tells them.
    """
    variable = responses.variable(levels.axis.variable)
    if not isinstance(variable, Coded):
        msg = f"{levels.heading.id!r} holds numbers. Name a kind of area, an area question or a choice question."
        raise AnalysisError(msg)
    codes = list(levels.heading.labels)
    inside = np.ones(responses.rows, dtype=bool) if responses.domain is None else responses.domain
    level = levels.axis.lookup()[variable.codes]
    placed = inside & (level < len(codes))
    notes = []
    unit, unknown = _units(responses)
    if responses.instrument.unit_id is None:
        notes.append(_PERSONS)
    else:
        notes.append(_counted_units(responses.instrument.unit_id, int((unknown & placed).sum())))
    if lost := int((inside & ~placed).sum()):
        notes.append(_left_out(lost))
    known = placed & ~unknown
    answered = np.bincount(level[placed], minlength=len(codes))
    units = distinct_units(unit.codes[known].astype(np.intp), unit.count, level[known], max(len(codes), 1))
    here = known & np.isin(level, [place for place, code in enumerate(codes) if code in covered])
    distinct = len(np.unique(unit.codes[here]))
    if distinct < (several := sum(int(units[place]) for place, code in enumerate(codes) if code in covered)):
        notes.append(_twice(several - distinct))
    return Reach(
        dict(zip(codes, answered.tolist(), strict=True)),
        dict(zip(codes, units.tolist()[: len(codes)], strict=True)),
        distinct,
        tuple(notes),
    )


def _units(responses: Responses) -> tuple[Units, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return the association of each row, and the rows that do not tell it; without associations each row is one."""
    name, rows = responses.instrument.unit_id, responses.rows
    if name is None:
        return Units(np.arange(rows), rows), np.zeros(rows, dtype=bool)
    units = Units.of(responses.variables.get(name), rows)
    unknown = units.codes == units.count - 1
    if rows and unknown.all():
        msg = (
            f"coverage counts associations ({name!r}), and no row tells its own. Read that column, or count responses: "
            "give the instrument unit_id=None."
        )
        raise AnalysisError(msg)
    return units, unknown


_PERSONS = LocalText(
    fi="Jokainen vastaus on luettu yhdeksi järjestöksi, koska koodikirja ei nimeä niitä.",
    sv="Varje svar räknas som en organisation, eftersom kodboken inte namnger dem.",
    en="Each response counts as one organisation, because the codebook names none.",
)


def _counted_units(name: str, unknown: int) -> LocalText:
    fi = f"Yksiköt ovat eri järjestöjä ({name}), eivät vastaajia."
    sv = f"Enheterna är olika organisationer ({name}), inte svarande."
    en = f"Units are distinct organisations ({name}), not respondents."
    if not unknown:
        return LocalText(fi=fi, sv=sv, en=en)
    return LocalText(
        fi=f"{fi} Vastauksia, joiden järjestö ei ole tiedossa: {format_number(unknown)}; niitä ei ole luettu.",
        sv=f"{sv} Svar vars organisation inte är känd: {format_number(unknown, lang='sv')}; de räknas inte.",
        en=f"{en} Responses that do not name theirs: {format_number(unknown, lang='en')}; they are not counted.",
    )


def _left_out(lost: int) -> LocalText:
    return LocalText(
        fi=f"Vastauksia taulukon ulkopuolella, koska ryhmä ei ole tiedossa: {format_number(lost)}.",
        sv=f"Svar utanför tabellen, eftersom gruppen inte är känd: {format_number(lost, lang='sv')}.",
        en=f"Responses outside the table, because the group is not known: {format_number(lost, lang='en')}.",
    )


def _twice(several: int) -> LocalText:
    return LocalText(
        fi=f"Järjestö, jonka vastaajat nimeävät eri ryhmiä, on mukana jokaisessa; summassa vain kerran ({several}).",
        sv=f"En organisation vars svarande anger olika grupper ingår i varje; i summan bara en gång ({several}).",
        en=f"An organisation whose respondents name several groups is in each of them, and once in the total "
        f"({several}).",
    )
