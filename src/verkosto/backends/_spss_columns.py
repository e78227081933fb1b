"""The columns that the variables of an SPSS system file make, those of multiple-response sets among them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from verkosto.backends._spss_variables import SpssVariable
from verkosto.instruments import Instrument
from verkosto.responses import Header, ResponseSet

__all__ = ["SpssColumn", "columns_of"]


@frozen
class SpssColumn:
    """One column of the table.

    Attributes:
        header: Its head.
        variables: The variable that it holds; several where they hold the codes of one set.
        set: The multiple-response set that it belongs to, or None.
    """

    header: Header
    variables: tuple[SpssVariable, ...]
    set: ResponseSet | None = None

    @property
    def ticks(self) -> bool:
        """Whether one value of it means a tick."""
        return self.set is not None and self.set.counted is not None


def columns_of(
    variables: Sequence[SpssVariable], sets: Sequence[ResponseSet], instrument: Instrument | None
) -> tuple[SpssColumn, ...]:
    """Return the columns of a file: one for each variable, and one for all variables of a set of codes.

    A column's code is the first of these that the codebook knows: the variable that `Responses.to_sav` wrote, the part
    of the set, the variable's name. So a codebook may know the variables of a set as questions of their own.
    """
    known = set() if instrument is None else _variables(instrument)
    member = {name: one for one in reversed(sets) for name in one.variables}
    columns: list[SpssColumn] = []
    joined: set[str] = set()
    for variable in variables:
        one = member.get(variable.name)
        if one is None or (variable.id in known and _id(one) not in known):
            header = Header(variable.title, variable.position, code=_code(variable, (variable.id,), known))
            columns.append(SpssColumn(header, (variable,)))
        elif one.counted is not None:
            code = _code(variable, (f"{_id(one)}[{variable.name}]", variable.id), known)
            header = Header(one.label or one.name, variable.position, option=variable.title, code=code)
            columns.append(SpssColumn(header, (variable,), one))
        elif one.name not in joined:
            joined.add(one.name)
            members = tuple(v for v in variables if member.get(v.name) is one)
            columns.append(SpssColumn(Header(one.label or one.name, variable.position, code=_id(one)), members, one))
    return tuple(columns)


def _id(one: ResponseSet) -> str:
    return SpssVariable(one.name, 1, "").id


def _code(variable: SpssVariable, names: Sequence[str], known: set[str]) -> str:
    """Return the first name that the codebook knows; where it knows none, the first."""
    listed = [*filter(None, (variable.variable,)), *names]
    return next((name for name in listed if name in known), listed[0])


def _variables(instrument: Instrument) -> set[str]:
    """Return what a code may name: every variable, and every question that may share one column."""
    names = {variable for question in instrument.questions for variable in question.variables()}
    return names | {column.id for column in instrument.columns} | {question.id for question in instrument.questions}
