"""What goes out in a coders' workbook, before any file is written: columns, rows, marks, names of sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from verkosto.errors import CodingError, OptionError
from verkosto.text import LANGUAGES
from verkosto.themes._marking import decisions_of
from verkosto.themes._marks import NO, UNCODED, YES
from verkosto.themes._theme import Theme
from verkosto.themes._workbook_key import LANGUAGE, SHOW, TEXT
from verkosto.themes._workbook_marks import ASK, BLANK, DONE, NO_MARK, NONE, YES_MARK
from verkosto.themes._workbook_words import guide, headings, word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._codebook import Codebook
    from verkosto.themes._coding import Coding

__all__ = [
    "HIDDEN",
    "columned",
    "fixed_texts",
    "long_texts",
    "note_of",
    "outgoing",
    "piece",
    "sheet_names",
    "theme_rows",
    "titles_of",
    "words_out",
]

HIDDEN = "_verkosto"
"""Name of the hidden sheet."""

_MOST = 31
_CELL = 32_000
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_SPACES = {ord("\t"): " ", ord("\r"): "\n", ord("\v"): "\n", ord("\f"): "\n"}
_RESERVED = ("history", HIDDEN)
_PARTS = ("definition", "use", "avoid")


def columned(codebook: Codebook) -> tuple[Theme, ...]:
    """Return the themes that have a column: those that answers are coded with."""
    return tuple(theme for theme in codebook if theme.codable)


def outgoing(coding: Coding, coder: str, *, blind: bool) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return how a coder's cells go out: the marks, shape (responses, themes with a column), and whether each is done.

    A theme that the coder found is x, one that was proposed and is not there is -, a proposal that waits is ?.
    """
    themes = [place for place, theme in enumerate(coding.codebook) if theme.codable]
    decided = decisions_of(coding, coder)
    whole = (decided != UNCODED).all(axis=1)
    if coder in coding.coders:
        whole &= coding.coded[coding.coders.index(coder)]
    else:
        whole[:] = False
    proposed = np.zeros_like(decided, dtype=bool) if coding.proposed is None or blind else coding.proposed == YES
    cells = np.full_like(decided, BLANK)
    cells[decided == YES] = YES_MARK
    cells[(decided == NO) & (proposed | ~whole[:, np.newaxis])] = NO_MARK
    cells[(decided == UNCODED) & proposed] = ASK
    none = whole & ~(decided == YES).any(axis=1)
    done = np.select([none, whole], [np.int8(NONE), np.int8(DONE)], np.int8(BLANK)).astype(np.int8)
    return cells[:, themes], done


def piece(text: str, lang: str) -> tuple[str, list[str]]:
    """Return a text as cells hold it: the cell, and the pieces of the whole where it is too long for one.

    A cell of .xlsx holds 32,767 characters. What no file can hold is replaced by a sign that stands for it, and a tab,
    of which an .ods would lose what stands around it, by a space.
    """
    held = _NO_CHARACTER.sub("\ufffd", text.replace("\r\n", "\n").translate(_SPACES))
    pieces, start = [], 0
    while start < len(held):
        end = start + _CELL
        while len(held[start:end].encode("utf-16-le")) > 2 * _CELL:
            end -= 1 + (len(held[start:end].encode("utf-16-le")) // 2 - _CELL) // 2
        pieces.append(held[start:end])
        start = end
    if len(pieces) < 2:
        return held, []
    return f"{pieces[0]} … [{word('cells', 'goes_on', lang)} {word('sheets', 'long', lang)}]", pieces


def fixed_texts(coding: Coding, rows: Sequence[int], show: Sequence[str], lang: str) -> dict[str, list[str]]:
    """Return the columns that are shown and not filled in, by their keys.

    Raises:
        UnknownVariableError: There is no such variable to show.
    """
    answers = coding.answers
    found = {TEXT: [piece(answers.text(row) or "", lang)[0] for row in rows]}
    languages = [answers.languages[code] if (code := answers.codes[row]) >= 0 else "" for row in rows]
    if len(set(languages)) > 1:
        found[LANGUAGE] = languages
    if show:
        labelled = coding.survey.labelled(lang)
        domain = coding.survey.domain
        places = np.arange(len(answers)) if domain is None else np.cumsum(domain) - 1
        names = list(coding.survey.variables)
        for name in show:
            coding.survey.variable(name)
            column = labelled.iloc[:, names.index(name)]
            cells = ["" if absent else str(cell) for cell, absent in zip(column, column.isna(), strict=True)]
            found[SHOW + name] = [piece(cells[places[row]], lang)[0] for row in rows]
    return found


def titles_of(coding: Coding) -> dict[str, str]:
    """Return by each title of a variable, in any language, the key of the column that shows it."""
    names = list(coding.survey.variables)
    titled = (zip(coding.survey.labelled(lang).columns, names, strict=True) for lang in LANGUAGES)
    return {str(title): SHOW + name for pairs in titled for title, name in pairs}


def long_texts(coding: Coding, rows: Iterable[int], lang: str) -> list[list[str]]:
    """Return the rows of the sheet for answers that no cell holds: id, which part, the text."""
    found = []
    for row in rows:
        pieces = piece(coding.answers.text(row) or "", lang)[1]
        found += [[coding.answers.ids[row], f"{n}/{len(pieces)}", text] for n, text in enumerate(pieces, start=1)]
    return found


def theme_rows(codebook: Codebook, lang: str) -> list[list[str]]:
    """Return the sheet of the themes: headings, then what the codebook says of each."""
    keys = ("id", "theme", "parent", *_PARTS, "examples")
    rows = [[word("headings", key, lang) for key in keys]]
    for theme in codebook:
        parent = "" if theme.parent is None else codebook[theme.parent].label.get(lang)
        said = ["" if (text := getattr(theme, part)) is None else text.get(lang) for part in _PARTS]
        rows.append([theme.id, theme.label.get(lang), parent, *said, "\n".join(theme.examples)])
    return [[piece(cell, lang)[0] for cell in row] for row in rows]


def note_of(codebook: Codebook, theme: Theme, lang: str) -> str:
    """Return what a coder sees who points at the head of a theme's column."""
    lines = [" › ".join(t.label.get(lang) for t in (*reversed(codebook.ancestors(theme.id)), theme))]
    for part in _PARTS:
        text = getattr(theme, part)
        if text is not None:
            lines.append(
                text.get(lang) if part == "definition" else f"{word('headings', part, lang)}: {text.get(lang)}"
            )
    return piece("\n".join(lines), lang)[0]


def words_out(codebook: Codebook, langs: Iterable[str] = LANGUAGES) -> set[str]:
    """Return every text that goes out beside answers: of the guide, the themes, the headings and their notes."""
    found: set[str] = set()
    for lang in langs:
        found.update(text for text, _ in guide(lang))
        found.update(cell for row in theme_rows(codebook, lang) for cell in row)
        found.update(note_of(codebook, theme, lang) for theme in codebook)
        for key in ("id", "done", "text", "language", "note", "part"):
            found.update(headings(key))
    return found


def sheet_names(coders: Sequence[str], lang: str) -> list[str]:
    """Return a legal name of its own for each coder's sheet.

    Raises:
        OptionError: Coders that are no names.
        CodingError: A coder is named twice, or none is.

    Example:
        >>> sheet_names(["Teemat", "A/B", "a b", "History"], "fi")
        ['Teemat (2)', 'A B', 'a b (2)', 'History (2)']
    """
    if not coders:
        raise CodingError("no coder is named. Write coders=('A', 'B').")
    for coder in coders:
        if not isinstance(coder, str) or not coder.strip():
            raise OptionError("a coder is a name or a pseudonym as text. Write coders=('A', 'B').")
    if len(set(coders)) < len(coders):
        raise CodingError("a coder is named twice. Name each once.")
    taken = {*_RESERVED, *(word("sheets", key, lang).casefold() for key in ("guide", "themes", "long"))}
    names = []
    for coder in coders:
        words = " ".join(_FORBIDDEN.sub(" ", coder).split()).strip("' ") or "A"
        name, number = _cut(words, ""), 1
        while name.casefold() in taken:
            number += 1
            name = _cut(words, f" ({number})")
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(words: str, end: str) -> str:
    # Excel counts in halves of UTF-16, of which a letter outside the basic plane has two.
    halves = words.encode("utf-16-le")[: 2 * (_MOST - len(end))]
    return halves.decode("utf-16-le", "ignore").rstrip(" '") + end
