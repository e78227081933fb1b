"""PX: a table as the file that PxWeb and PxWin read, in every language that its texts have."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from verkosto.aggregate._absences import missing_lines
from verkosto.aggregate._columns import COUNTS, NO_COUNT
from verkosto.aggregate._cube import COLUMN_LABELS, Cube, cube_of
from verkosto.aggregate._headings import TOTAL_CODE
from verkosto.aggregate._px_text import keyword, number_keyword, records, unique
from verkosto.dates import DateLike, PartialDate
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.aggregate._table import Table

__all__ = ["FIGURES", "px"]

FIGURES = ("estimate", "low", "high", "n", "base")
"""What a PX file holds of each cell unless told otherwise."""

_DECIMALS = 10
_TOTAL = "SSS"
_ABSENT, _UNKNOWN = '"."', '".."'
_ANSWER = LocalText(fi="Vastaus", sv="Svar", en="Answer")
_CONTENTS = LocalText(fi="Tiedot", sv="Uppgifter", en="Information")
_BY = {"fi": ("muuttujina", "ja"), "sv": ("efter", "och"), "en": ("by", "and")}
_IN_UNIT = frozenset({"estimate", "se", "low", "high"})
_UNITS = {
    "percent": LocalText(fi="%", sv="%", en="%"),
    "points": LocalText(fi="%-yksikköä", sv="%-enheter", en="percentage points"),
    "score": LocalText(fi="pistettä", sv="poäng", en="points"),
    "number": LocalText(fi="luku", sv="tal", en="number"),
}
_TYPES = {None: "Classificatory", "geo": "Geographical", "time": "Time"}
_COUNT_UNIT = LocalText(fi="lukumäärä", sv="antal", en="count")


@frozen
class _Names:
    """What everything is called in one language: variables, and the values of each."""

    variables: list[str]
    values: list[list[str]]


def px(
    table: Table,
    *,
    variable: str | None,
    year: int | None,
    figures: Sequence[str],
    decimals: int,
    updated: DateLike | None,
    encoding: str,
) -> str:
    """Return the text that `Table.to_px` promises."""
    _check_figures(figures, decimals)
    cube = cube_of(table, variable, year)
    languages = cube.languages
    names = {lang: _names(cube, figures, lang) for lang in languages}
    date = None if updated is None else f"{str(PartialDate.of(updated)).replace('-', ''):0<8} 00:00"
    lines = [
        keyword("CHARSET", ["ANSI"]),
        keyword("AXIS-VERSION", ["2013"]),
        keyword("CODEPAGE", [encoding]),
        keyword("LANGUAGE", [languages[0]]),
        keyword("LANGUAGES", languages),
        *([keyword("CREATION-DATE", [date])] if date else []),
        number_keyword("DECIMALS", _DECIMALS),
        number_keyword("SHOWDECIMALS", 0),
        keyword("MATRIX", [_word(f"{table.instrument_id}_{cube.dimensions[-1].id}")]),
        number_keyword("AGGREGALLOWED", "NO"),
        *_Written(cube, tuple(figures), names, decimals, date).keywords(),
    ]
    return "\r\n".join([*lines, records(_data(cube, figures))])


def _check_figures(figures: Sequence[str], decimals: int) -> None:
    # A text would be taken apart into letters.
    for name in () if isinstance(figures, str) else figures:
        if name not in COLUMN_LABELS:
            hint = did_you_mean(name, [*COLUMN_LABELS])
            msg = f"a table has no figures {name!r}.{hint} Use some of {', '.join(COLUMN_LABELS)}."
            raise AnalysisError(msg)
    if not figures or isinstance(figures, str) or len(set(figures)) < len(figures):
        msg = "figures names columns of the table, each once, such as ('estimate', 'n')."
        raise AnalysisError(msg)
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 6:
        msg = f"decimals is {decimals!r}, and PX shows 0 to 6 of them."
        raise AnalysisError(msg)


def _names(cube: Cube, figures: Sequence[str], lang: str) -> _Names:
    """Return names that are all different, for the file refers to variables and values by them."""
    dimensions = cube.dimensions
    texts = [*(dimension.text.get(lang) for dimension in dimensions[:-1]), _ANSWER.get(lang), _CONTENTS.get(lang)]
    variables = unique(texts, [*(dimension.id for dimension in dimensions), "statistic"])
    values = [unique([t.get(lang) for t in d.labels.values()], [*d.labels]) for d in dimensions]
    return _Names(variables, [*values, unique([_figure_text(cube, f).get(lang) for f in figures], figures)])


def _figure_text(cube: Cube, name: str) -> LocalText:
    text = cube.estimate_label() if name == "estimate" else COLUMN_LABELS[name]
    if name in _IN_UNIT and cube.unit in ("percent", "points"):
        unit = _UNITS[cube.unit]
        return LocalText(**{lang: f"{text.get(lang)}, {unit.get(lang)}" for lang in ("fi", "sv", "en")})
    return text


@frozen
class _Written:
    """What depends on language: each keyword in the main language, then in the others.

    The order is that of the format's specification, which Statistics Finland asks for.
    """

    cube: Cube
    figures: tuple[str, ...]
    names: dict[str, _Names]
    decimals: int
    date: str | None

    def keywords(self) -> Iterator[str]:
        """Yield all keywords between the file's own and its data."""
        table = self.cube.table
        yield keyword("SUBJECT-CODE", [_word(table.instrument_id)])
        yield from self._texts("SUBJECT-AREA", lambda _: table.instrument_id)
        yield from self._texts("DESCRIPTION", self.cube.title.get)
        yield from self._texts("TITLE", lambda lang: _title(self.cube, self.names[lang], lang))
        yield from self._texts("CONTENTS", self.cube.title.get)
        yield from self._texts(
            "UNITS", lambda lang: ", ".join(dict.fromkeys(self._unit(f, lang) for f in self.figures))
        )
        # Groups go down, answers and figures across; without groups the answers go down.
        split = max(len(self.cube.dimensions) - 1, 1)
        yield from self._lists("STUB", slice(None, split))
        yield from self._lists("HEADING", slice(split, None))
        yield from self._lists("CONTVARIABLE", slice(-1, None))
        yield from self._dimensions()
        yield from self._of_figures()
        found = table.provenance
        yield from self._texts("SOURCE", lambda _: found.get("publisher", found.get("source", table.instrument_id)))
        yield from self._texts("SURVEY", lambda _: table.instrument_id)
        if any(True for _ in missing_lines(table, "fi")) or table.notes:
            yield from self._texts("NOTE", self._note)

    def _key(self, lang: str) -> str | None:
        return None if lang == next(iter(self.names)) else lang

    def _texts(self, name: str, text: Callable[[str], str]) -> Iterator[str]:
        for lang in self.names:
            yield keyword(name, text(lang), lang=self._key(lang))

    def _lists(self, name: str, part: slice) -> Iterator[str]:
        for lang, found in self.names.items():
            yield keyword(name, found.variables[part], lang=self._key(lang))

    def _dimensions(self) -> Iterator[str]:
        """Yield what is told of each variable; PxWeb wants VALUES in the order of STUB and HEADING."""
        dimensions = self.cube.dimensions
        places = range(len(dimensions) + 1)
        codes = [*(_codes([*dimension.labels]) for dimension in dimensions), [*self.figures]]
        types = [*(_TYPES[dimension.role] for dimension in dimensions), "Content"]
        for place in places:
            yield from self._of_variable("VALUES", place, {lang: n.values[place] for lang, n in self.names.items()})
        for place, dimension in enumerate(dimensions):
            if dimension.role == "time":
                yield from self._years(place, [*dimension.labels])
        for place in places:
            yield from self._of_variable("CODES", place, dict.fromkeys(self.names, codes[place]))
        for place in places:
            yield from self._of_variable("VARIABLE-TYPE", place, {lang: [types[place]] for lang in self.names})
        for place, dimension in enumerate(dimensions):
            if TOTAL_CODE in dimension.labels:
                # The value that stands for all, so that a reader may leave the variable out.
                total = [*dimension.labels].index(TOTAL_CODE)
                values = {lang: [names.values[place][total]] for lang, names in self.names.items()}
                yield from self._of_variable("ELIMINATION", place, values)

    def _of_variable(self, name: str, place: int, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
        for lang, names in self.names.items():
            yield keyword(name, values[lang], lang=self._key(lang), subkeys=[names.variables[place]])

    def _years(self, place: int, years: Sequence[str]) -> Iterator[str]:
        listed = ",".join(f'"{year}"' for year in years)
        for lang, names in self.names.items():
            subkeys = [names.variables[place]]
            yield number_keyword("TIMEVAL", f"TLIST(A1),{listed}", subkeys=subkeys, lang=self._key(lang))

    def _of_figures(self) -> Iterator[str]:
        """Yield what is told of each kind of figure."""
        every = [(p, figure, lang) for p, figure in enumerate(self.figures) for lang in self.names]
        for place, figure, lang in every:
            if figure not in COUNTS and self.decimals:
                names = self.names[lang]
                subkeys = [names.variables[-1], names.values[-1][place]]
                yield number_keyword("PRECISION", self.decimals, subkeys=subkeys, lang=self._key(lang))
        for place, _, lang in every if self.date else ():
            subkeys = [self.names[lang].values[-1][place]]
            yield keyword("LAST-UPDATED", [str(self.date)], lang=self._key(lang), subkeys=subkeys)
        for place, figure, lang in every:
            subkeys = [self.names[lang].values[-1][place]]
            yield keyword("UNITS", [self._unit(figure, lang)], lang=self._key(lang), subkeys=subkeys)

    def _unit(self, figure: str, lang: str) -> str:
        unit = _COUNT_UNIT if figure in COUNTS else _UNITS[self.cube.unit if figure in _IN_UNIT else "number"]
        return unit.get(lang)

    def _note(self, lang: str) -> str:
        table = self.cube.table
        notes = [*missing_lines(table, lang), *(note.get(lang) for note in table.notes)]
        # "#" begins a new line in a note, so it can stand for nothing else.
        return "#".join(note.replace("#", "") for note in notes)


def _title(cube: Cube, names: _Names, lang: str) -> str:
    by, last = _BY[lang]
    *first, final = names.variables
    return f"{cube.title.get(lang)} {by} {', '.join(first)} {last} {final}"


def _word(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_")[:20] or "verkosto"


def _codes(codes: list[str]) -> list[str]:
    """Return codes as Statistics Finland writes them: SSS for totals, where no other code is that."""
    return [_TOTAL if code == TOTAL_CODE and _TOTAL not in codes else code for code in codes]


def _data(cube: Cube, figures: Sequence[str]) -> Iterator[list[str]]:
    cells = cube.table.cells
    across = len(cube.dimensions[-1]) if len(cube.dimensions) > 1 else 1
    hundred = cube.unit != "number"
    for start in range(0, len(cube.rows), across):
        yield [
            _cell(cells[name], row, hundred=hundred and name in _IN_UNIT, count=name in COUNTS)
            for row in cube.rows[start : start + across].tolist()
            for name in figures
        ]


def _cell(column: NDArray[Any], row: int, *, hundred: bool, count: bool) -> str:
    if row < 0:
        return _ABSENT
    value = column[row].item()
    if (value == NO_COUNT) if count else math.isnan(value):
        return _UNKNOWN
    exact = Decimal(repr(value)) * (100 if hundred else 1)
    text = f"{exact:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
