"""Which part of a table a chart shows: one panel of it, and some of its answers."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from verkosto.aggregate import Table
from verkosto.errors import OptionError, did_you_mean
from verkosto.reporting._panel import Panel
from verkosto.reporting._panels import panels

__all__ = ["Values", "one_answer", "selected", "with_answers"]

Values = str | Sequence[str] | None
"""Codes of the answers that are wanted; None for all."""


def selected(table: Table, lang: str, variable: str | None) -> Panel:
    """Return the panel of a variable or of a matrix; None: the only one there is.

    Raises:
        OptionError: For another language, no such variable, or several where none is named.
    """
    found = panels(table, lang)
    if variable is None:
        if len(found) == 1:
            return found[0]
        names = ", ".join(dict.fromkeys(repr(_question(panel)) for panel in found))
        raise OptionError(f"a chart shows one question, and the table has several: {names}. Say which: `variable=`.")
    known = [name for panel in found for name in panel.variables]
    for panel in found:
        if variable in panel.variables:
            return _row_alone(panel, variable) if panel.items else panel
        if variable == _question(panel):
            return panel
    raise OptionError(f"the table has no variable {variable!r}.{did_you_mean(variable, known)} See `table.variables`.")


def with_answers(panel: Panel, values: Values) -> Panel:
    """Return the panel with some of its answers, in the order named.

    Raises:
        OptionError: There is no such answer.
    """
    if values is None:
        return panel
    wanted = [values] if isinstance(values, str) else list(dict.fromkeys(values))
    for code in wanted:
        if code not in panel.codes:
            hint = did_you_mean(str(code), panel.codes)
            raise OptionError(f"the table has no answer {code!r}.{hint} Use the codes of its column `value`.")
    places = [panel.codes.index(code) for code in wanted]
    if not places:
        raise OptionError("no answer is wanted. Leave `value` out for all of them.")
    rows = tuple(evolve(row, cells=tuple(row.cells[place] for place in places)) for row in panel.rows)
    options = tuple(panel.options[place] for place in places)
    return evolve(panel, options=options, codes=tuple(wanted), rows=rows)


def one_answer(panel: Panel) -> Panel:
    """Return the panel with the one answer that a chart of many groups has room for: the first on the scale."""
    on_scale = [code for code in panel.codes if code not in panel.apart]
    return with_answers(panel, [*on_scale, *panel.codes][:1])


def _question(panel: Panel) -> str:
    """Return the id that all variables of a panel share: that of their matrix, or of the first."""
    heads = {name.partition("[")[0] for name in panel.variables}
    return heads.pop() if len(heads) == 1 and panel.items else panel.variables[0]


def _row_alone(panel: Panel, variable: str) -> Panel:
    """Return one of several questions as a panel of its own."""
    (row,) = (row for row in panel.rows if row.codes == (variable,))
    alone = evolve(row, labels=(), codes=())
    return evolve(
        panel,
        kind="bars",
        title=row.label,
        heads=(),
        rows=(alone,),
        items=False,
        variables=(variable,),
        number=row.number,
    )
