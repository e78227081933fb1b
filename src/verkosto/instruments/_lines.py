"""Single lines of a codebook file, to be pasted where a codebook and a file differ."""

from __future__ import annotations

from attrs import evolve

from verkosto.instruments._columns import Column
from verkosto.instruments._options import Option
from verkosto.instruments._questions import Question
from verkosto.instruments._toml import inline, written
from verkosto.instruments._unstructure import plain

__all__ = ["alias_line", "column_lines", "option_line"]


def alias_line(part: Question | Column, title: str) -> str:
    """Return the line that gives a question or a column one more title.

    Example:
        >>> print(alias_line(Column("aika", "Vastausaika", aliases=("Aika",)), "Tallennettu"))
        aliases = ["Aika", "Tallennettu"]
    """
    return f"aliases = {inline([*part.aliases, title])}"


def option_line(option: Option, text: str | None = None) -> str:
    """Return the line of an option in its list, with one more text that stands for it.

    Example:
        >>> print(option_line(Option("k", "Kannatan"), "Puollan"))
        { code = "k", label = "Kannatan", aliases = ["Puollan"] },
    """
    more = option if text is None else evolve(option, aliases=(*option.aliases, text))
    return f"{inline(plain(more))},"


def column_lines(column: Column) -> str:
    """Return the table of a column.

    Example:
        >>> print(column_lines(Column("tila", "Status")))
        [[columns]]
        id = "tila"
        header = "Status"
    """
    return written({"columns": [plain(column)]}).strip()
