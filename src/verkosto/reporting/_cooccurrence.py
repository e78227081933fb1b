"""Co-occurrence maps: a square for each pair of themes, shaded by how often the one stands beside the other."""

from __future__ import annotations

from functools import partial
from math import isnan
from typing import TYPE_CHECKING, Literal, get_args

from verkosto.disclosure import PublishedTable
from verkosto.errors import OptionError, did_you_mean
from verkosto.reporting._alt import alt_title, hidden_sentence
from verkosto.reporting._cooccurrence_squares import Square, Squares
from verkosto.reporting._picture import Picture, paint_picture
from verkosto.reporting._wording import say
from verkosto.text import HIDDEN, MISSING, LocalText, check_language, format_number, format_percent
from verkosto.themes import Cooccurrence

if TYPE_CHECKING:
    from verkosto.reporting._canvas import Canvas

__all__ = ["cooccurrence_map"]

Shown = Literal["conditional", "share", "jaccard"]

MOST_THEMES = 20
_TOP = 3


def cooccurrence_map(
    found: Cooccurrence,
    *,
    measure: Shown = "conditional",
    sort: Literal["value", "given"] = "value",
    title: LocalText | str | None = None,
    lang: str = "fi",
) -> Picture:
    r"""Draw which themes stand together: a row and a column for each, the figure in the square where they meet.

    Squares get darker the larger their share, and each has its number, so nothing is told by colour alone. A figure
    that is kept back is hatched and says "salattu". A picture of tables that nobody protected bears the stamp of
    internal use; `found.on(vk.protect(found.tables))` is for others.

    Args:
        found: What `themes.cooccurrence` returns.
        measure: "conditional": of the answers that bear the theme of the row, the share that bear that of the column
            too. "share": the share of all answers that bear both. "jaccard": of the answers that bear either, those
            that bear both.
        sort: "value": the most common theme first; "given": in the order of the codebook.
        title: What stands above the picture; None: the question; "" nothing.
        lang: "fi", "sv" or "en".

    Raises:
        OptionError: Something else than co-occurrence, another measure, order or language, or more than 20 themes.
        MissingExtraError: The extra `report` is not installed.

    Example:
        >>> import verkosto as vk
        >>> from verkosto import themes
        >>> from verkosto.reporting import cooccurrence_map
        >>> pairs = themes.cooccurrence(vk.samples.kumaja(), "kumppanit", values=["kunta", "jarjestot"])
        >>> cooccurrence_map(pairs).rows
        (('Muut järjestöt', '', '68\xa0%', '158'), ('Kunta', '78\xa0%', '', '139'))
    """
    check_language(lang)
    _check(found, measure, sort)
    squares = _squares(found, measure, sort, lang)
    above = found.title.get(lang) if title is None else LocalText.of(title).get(lang)
    name = above or found.title.get(lang)
    note = f"{say(f'note_pairs_{measure}', lang)} {say('pairs_base', lang, n=format_number(found.base, lang=lang))}"
    internal = not all(isinstance(table, PublishedTable) for table in found.tables)
    return paint_picture(
        partial(_draw, squares, above, note, say("stamp", lang) if internal else "", lang),
        title=name,
        alt=_alt(squares, name, note, lang),
        header=(say("pairs_theme", lang), *squares.names, say("n", lang)),
        rows=tuple(
            (name, *(square.text for square in row), n)
            for name, row, n in zip(squares.names, squares.rows, squares.counts, strict=True)
        ),
        lang=lang,
        internal=internal,
    )


def _check(found: object, measure: object, sort: object) -> None:
    if not isinstance(found, Cooccurrence):
        raise OptionError(f"the map shows what `themes.cooccurrence` returns, not a {type(found).__name__}.")
    for name, given, known in (("measure", measure, get_args(Shown)), ("sort", sort, ("value", "given"))):
        if given not in known:
            raise OptionError(f"{name}={given!r} is none of {', '.join(known)}.{did_you_mean(given, known)}")
    if len(found.values) > MOST_THEMES:
        raise OptionError(
            f"{len(found.values)} themes make squares too small to read. Name at most {MOST_THEMES} in "
            "`themes.cooccurrence(..., values=[...])`."
        )


def _squares(found: Cooccurrence, measure: Shown, sort: str, lang: str) -> Squares:
    own = {value: found.cell(None, value) for value in found.values}
    order = list(found.values)
    if sort == "value":
        order.sort(key=lambda value: -1.0 if isnan(own[value].share) else own[value].share, reverse=True)
    rows = []
    for down, first in enumerate(order):
        row = []
        for across, second in enumerate(order):
            if first == second or (measure != "conditional" and across > down):
                row.append(Square(None, ""))
                continue
            value, cell = found.value(measure, first, second), found.cell(first, second)
            empty = HIDDEN.get(lang) if cell.hidden else MISSING
            text = empty if isnan(value) else format_percent(value, lang=lang)
            row.append(Square(None if isnan(value) else value, text, hidden=cell.hidden))
        rows.append(tuple(row))
    names = tuple(found.label(value, lang) for value in order)
    counts = tuple(format_number(own[value].n, lang=lang) for value in order)
    return Squares(names, tuple(rows), counts)


def _alt(squares: Squares, title: str, notes: str, lang: str) -> str:
    """Say the largest and the smallest squares, and what is kept back."""
    pairs = [
        (square, f"{first} – {second} {square.text}")
        for first, row in zip(squares.names, squares.rows, strict=True)
        for second, square in zip(squares.names, row, strict=True)
    ]
    known = sorted(((square.value, text) for square, text in pairs if square.value is not None), reverse=True)
    sentences = [alt_title("pairs", title, lang), notes]
    if known:
        most = ", ".join(text for _, text in known[:_TOP])
        sentences.append(say("pairs_ends", lang, most=most, least=known[-1][1]))
    return " ".join([*sentences, *hidden_sentence(sum(square.hidden for square, _ in pairs), lang)])


def _draw(squares: Squares, title: str, note: str, stamp: str, lang: str) -> Canvas:
    from verkosto.reporting._cooccurrence_drawing import draw_squares
    from verkosto.reporting._frame import frame_of

    return draw_squares(squares, partial(frame_of, title=title, notes=(note,), stamp=stamp), lang)
