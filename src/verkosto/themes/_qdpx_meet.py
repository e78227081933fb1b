"""Which answers the texts of a project are: by their names, and always by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from attrs import Factory, define, frozen

from verkosto.responses import fold
from verkosto.themes._answers import Answers
from verkosto.themes._qdpx_lines import Key, Lines, answers_in
from verkosto.themes._qdpx_project import Text

__all__ = ["Meeting", "Part"]

_FILE = re.compile(r"\.(?:txt|docx?|rtf|odt|pdf|html?)\Z", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_FEW = 4


@frozen
class Part:
    """A part of a text that is the answer of one respondent.

    Attributes:
        row: The answer's row; None where the words fit several answers.
        start: Where the part begins.
        end: Where it ends.
    """

    row: int | None
    start: int
    end: int


@define
class _Piece:
    """A stretch of a text with the names that may tell whose it is."""

    text: Text
    names: Sequence[str]
    start: int
    end: int
    key: Key


@define
class Meeting:
    """Finds the answers in the texts of a project.

    Names alone prove nothing: one program numbers respondents from 1, another from 2. A name counts where the text says
    what that answer says; and where most names of the project do so, also where the text was corrected.

    Attributes:
        answers: The answers.
        lines: Their lines, by which they are looked up.
        rows: The rows of the answers that say the same.
        ids: The row of each id, folded.
        few: How many answers a text may hold that a number in its name still makes one respondent's.
    """

    answers: Answers
    lines: Lines = Factory(lambda self: Lines(self.answers.distinct), takes_self=True)
    rows: dict[Key, list[int]] = Factory(dict)
    ids: dict[str, int] = Factory(dict)
    few: int = 0

    def __attrs_post_init__(self) -> None:
        for row, name in enumerate(self.answers.ids):
            self.ids.setdefault(fold(name), row)
            said = self.answers.text(row)
            if said is not None and said.strip():
                self.rows.setdefault(self.lines.keys[said], []).append(row)

    def parts(self, texts: Sequence[Text]) -> list[list[Part]]:
        """Return for each text the parts of it that are answers, in order."""
        found: list[list[Part]] = [[] for _ in texts]
        self.few = _FEW if len(texts) > 1 else 1
        places = {id(text): place for place, text in enumerate(texts)}
        open_: list[_Piece] = []
        for piece in self._pieces(texts):
            row = self._named(piece)
            if row is not None:
                found[places[id(piece.text)]].append(self._inside(piece, row))
            else:
                open_.append(piece)
        trusted = sum(map(len, found)) >= len([piece for piece in open_ if self._ids(piece.names)])
        for piece, row in self._told_apart(open_, trusted=trusted):
            found[places[id(piece.text)]].append(Part(row, piece.start, piece.end))
        return [sorted(parts, key=lambda part: part.start) for parts in found]

    def rows_of(self, text: str) -> list[int]:
        """Return the rows whose answer says just what a text says."""
        return self.rows.get(self.lines.key(text), [])

    def _pieces(self, texts: Iterable[Text]) -> Iterator[_Piece]:
        for text in texts:
            words = text.text
            if words is None:
                yield _Piece(text, text.names, 0, 0, ())
                continue
            whole = self.lines.key(words)
            stretches = [(span, names) for span, names in text.cases if span[1] <= len(words)]
            if whole in self.rows or not stretches:
                stretches = [((0, len(words)), text.names)]
            for (start, end), names in stretches:
                yield from self._stretch(text, names, start, end)

    def _stretch(self, text: Text, names: Sequence[str], start: int, end: int) -> Iterator[_Piece]:
        words = (text.text or "")[start:end]
        key = self.lines.key(words)
        if key in self.rows:
            yield _Piece(text, names, start, end, key)
            return
        inside = list(answers_in(words, self.lines))
        own = self._own(names, {found.key for found in inside}, few=len(inside) <= self.few)
        if own is not None or not inside:
            yield _Piece(text, names, start, end, key if own is None else own)
            return
        for found in inside:
            yield _Piece(text, [found.near], start + found.start, start + found.end, found.key)

    def _own(self, names: Sequence[str], keys: Set[Key], *, few: bool) -> Key | None:
        """Return the answer of the one whom a text is named by, where it says that among other things.

        A text of many answers may bear a number that is somebody's id; there only a name that is nothing but the id
        counts.
        """
        for row in self._ids(names, whole=not few):
            said = self.answers.text(row)
            if said is not None and self.lines.keys[said] in keys:
                return self.lines.keys[said]
        return None

    def _ids(self, names: Iterable[str], *, whole: bool = False) -> list[int]:
        """Return the rows that names may mean: a name as a whole, without the ending of a file, or a word of it."""
        rows: list[int] = []
        for name in names:
            bare = _FILE.sub("", name)
            words = [] if whole else [*reversed(bare.split()), *reversed(_WORD.findall(bare))]
            rows += [self.ids[word] for word in map(fold, (name, bare, *words)) if word in self.ids]
        return list(dict.fromkeys(rows))

    def _named(self, piece: _Piece) -> int | None:
        """Return the row that a name means and the words confirm."""
        candidates = self._ids(piece.names)
        if piece.text.text is None:
            return candidates[0] if candidates else None
        fitting = self.rows.get(piece.key, [])
        return next((row for row in candidates if row in fitting), None)

    def _inside(self, piece: _Piece, row: int) -> Part:
        """Return the stretch of a piece that says what the answer says; the text may hold more, such as a heading."""
        words = (piece.text.text or "")[piece.start : piece.end]
        own = next((found for found in answers_in(words, self.lines) if found.key == piece.key), None)
        if own is None or self.lines.key(words) == piece.key:
            return Part(row, piece.start, piece.end)
        return Part(row, piece.start + own.start, piece.start + own.end)

    def _told_apart(self, pieces: Sequence[_Piece], *, trusted: bool) -> Iterator[tuple[_Piece, int | None]]:
        """Yield whose the pieces are that no name told: the only answer of these words, or the next in order."""
        by_key: dict[Key, list[_Piece]] = {}
        for piece in pieces:
            by_key.setdefault(piece.key, []).append(piece)
        for key, alike in by_key.items():
            rows = self.rows.get(key, [])
            if not rows:
                for piece in alike:
                    candidates = self._ids(piece.names) if trusted else []
                    if candidates:
                        yield piece, candidates[0]
            elif len(rows) == 1:
                yield from ((piece, rows[0]) for piece in alike)
            elif len(rows) == len(alike):
                yield from zip(alike, rows, strict=True)
            else:
                yield from ((piece, None) for piece in alike)
