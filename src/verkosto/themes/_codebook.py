"""Codebook: the themes of an open question, in order, with their version."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Self

from attrs import field, frozen

from verkosto.errors import CodebookError, UnknownThemeError, did_you_mean
from verkosto.files import PathLike, contents, path_of, write
from verkosto.issues import Issue
from verkosto.responses import fold
from verkosto.text import LocalText
from verkosto.themes._codebook_changes import ThemeChange, changes_between, renames_between
from verkosto.themes._codebook_faults import codebook_faults, labels_of
from verkosto.themes._codebook_fields import as_list, as_text, check_code, check_line, refuse, shown
from verkosto.themes._codebook_print import as_html, as_print
from verkosto.themes._qdc_guid import made_guid
from verkosto.themes._qdc_read import qdc_parts
from verkosto.themes._qdc_write import qdc_bytes
from verkosto.themes._theme import Theme, ThemeSet
from verkosto.themes._toml import toml_bytes, toml_parts

__all__ = ["Codebook", "check_codebook"]

_READERS = {".toml": toml_parts, ".qdc": qdc_parts}
_WRITERS = {".toml": toml_bytes, ".qdc": qdc_bytes}
_WHAT = "codebook"


@frozen(repr=False)
class Codebook:
    """The themes of an open question.

    Attributes:
        id: Short and stable.
        title: What the codebook is called; a plain string is Finnish.
        themes: The themes in the order in which coders and tables list them.
        version: Which edition it is, as text; raise it when a theme changes.
        sets: Groups of themes beside the tree, as other programs keep them.
        issues: What a file of another program said and the codebook has no place for; each keeps its raw value. They
            are no part of what the codebook is: two codebooks with other issues are equal, and no file holds them.

    Raises:
        CodebookError: For themes that share an id, a label or a former id, a parent that is missing, or parents in a
            circle; every fault on a line.

    Example:
        >>> book = Codebook("toiveet", "Toiveet", (Theme("tilat", "Tilat"), Theme("raha", "Rahoitus")))
        >>> book
        <Codebook 'toiveet', version 1: 2 themes>
        >>> book["tilat"].label.fi, "tila" in book, [theme.id for theme in book]
        ('Tilat', False, ['tilat', 'raha'])
    """

    noun: ClassVar[str] = "codebook"

    id: str = field(validator=check_code)
    title: LocalText = field(converter=as_text, validator=check_line)
    themes: tuple[Theme, ...] = field(converter=as_list)
    version: str = field(default="1", kw_only=True)
    sets: tuple[ThemeSet, ...] = field(default=(), converter=as_list, kw_only=True)
    issues: tuple[Issue, ...] = field(default=(), converter=as_list, eq=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        refuse(f"codebook {shown(self.id)}: {fault}" for fault in self._faults())

    def _faults(self) -> Iterator[str]:
        if not isinstance(self.version, str) or not self.version.strip() or not self.version.isprintable():
            yield f"version {shown(self.version)} must be text on one line. Write it in quotes, such as '2'."
        yield from codebook_faults(self.themes, self.sets)

    @classmethod
    def load(cls, path: PathLike) -> Self:
        """Read a codebook from a file.

        Args:
            path: A file whose name ends in `.toml`, or in `.qdc`: the exchange format of programs for qualitative
                analysis (REFI-QDA), as NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette and others write it.

        Raises:
            SourceNotFoundError: There is no such file.
            SourceError: It cannot be opened.
            CodebookError: It is no codebook, or contradicts itself; every fault on a line with its place.
        """
        place = path_of(path)
        read = _READERS[_ending(place)]
        parts = read(contents(place, _WHAT, endings=_READERS), str(place))
        try:
            return cls(**parts)
        except CodebookError as error:
            raise CodebookError("\n".join(f"{place}: {line}" for line in str(error).splitlines())) from error

    def save(self, path: PathLike) -> None:
        """Write the codebook to a file, which is replaced; the same codebook always makes the same bytes.

        Args:
            path: A file whose name ends in `.toml` or `.qdc`.

        Raises:
            CodebookError: Another ending; or, for `.qdc`, a codebook without themes, which that format cannot hold.
            SourceError: The file cannot be written.
        """
        place = path_of(path)
        write(place, _WRITERS[_ending(place)](self), _WHAT)

    def __repr__(self) -> str:
        themes = "1 theme" if len(self) == 1 else f"{len(self)} themes"
        return f"<Codebook {self.id!r}, version {self.version}: {themes}>"

    def _repr_html_(self) -> str:
        return as_html(self)

    def __iter__(self) -> Iterator[Theme]:
        return iter(self.themes)

    def __len__(self) -> int:
        return len(self.themes)

    def __contains__(self, theme: object) -> bool:
        return isinstance(theme, str) and theme in self._by_id

    def __getitem__(self, theme: str) -> Theme:
        """Return a theme by its id.

        Raises:
            UnknownThemeError: There is none; the message names the nearest.
        """
        if theme in self:
            return self._by_id[theme]
        meant = self._by_name.get(fold(theme)) if isinstance(theme, str) else None
        near = did_you_mean(theme, self.ids) if meant is None else f" Its id is {meant.id!r}."
        raise UnknownThemeError(f"codebook {self.id!r} has no theme {shown(theme)}.{near}")

    @functools.cached_property
    def _by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    @functools.cached_property
    def _by_name(self) -> dict[str, Theme]:
        former = {fold(old): theme for theme in self.themes for old in theme.former}
        labels = {label: theme for theme in self.themes for label in labels_of(theme)}
        return {**former, **{fold(theme.id): theme for theme in reversed(self.themes)}, **labels}

    @functools.cached_property
    def _children(self) -> dict[str | None, tuple[Theme, ...]]:
        found: dict[str | None, list[Theme]] = {}
        for theme in self.themes:
            found.setdefault(theme.parent, []).append(theme)
        return {parent: tuple(themes) for parent, themes in found.items()}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the themes in order."""
        return tuple(self._by_id)

    def find(self, text: str) -> Theme:
        """Return the theme that a person means: by its id, its label in any language, or an id that it had earlier.

        An id as it stands goes first; then case and runs of spaces do not matter, and a label goes before an id, and an
        id before a former one.

        Raises:
            UnknownThemeError: There is none; the message names the nearest.

        Example:
            >>> book = Codebook("t", "T", [Theme("tilat", {"fi": "Tilat", "sv": "Lokaler"}, former=["toimitilat"])])
            >>> book.find("lokaler").id, book.find("Toimitilat").id
            ('tilat', 'tilat')
        """
        meant = self.meant(text) if isinstance(text, str) else None
        if meant is not None:
            return meant
        near = did_you_mean(text, [*self.ids, *(label for theme in self for label in _labels(theme))])
        raise UnknownThemeError(f"codebook {self.id!r} has no theme {shown(text)}.{near}")

    def meant(self, text: str) -> Theme | None:
        """Return the theme that `find` finds, None where there is none: for many texts that are mostly no themes."""
        return self._by_id.get(text) or self._by_name.get(fold(text))

    @property
    def roots(self) -> tuple[Theme, ...]:
        """The themes that are part of no other, in order."""
        return self._children.get(None, ())

    def children(self, theme: str) -> tuple[Theme, ...]:
        """Return the themes that are directly part of a theme, in order.

        Raises:
            UnknownThemeError: There is no such theme.
        """
        return self._children.get(self[theme].id, ())

    def ancestors(self, theme: str) -> tuple[Theme, ...]:
        """Return the themes that a theme is part of, the nearest first.

        Raises:
            UnknownThemeError: There is no such theme.
        """
        found = [self[theme]]
        while found[-1].parent is not None:
            found.append(self._by_id[found[-1].parent])
        return tuple(found[1:])

    def depth(self, theme: str) -> int:
        """Return how many themes stand above a theme: 0 for one that is part of no other.

        Raises:
            UnknownThemeError: There is no such theme.
        """
        return len(self.ancestors(theme))

    @property
    def levels(self) -> int:
        """How many levels the tree has; 1 where no theme is part of another."""
        return max((self.depth(theme) + 1 for theme in self.ids), default=0)

    def walk(self) -> Iterator[Theme]:
        """Yield the themes as a tree is printed: each theme, then what is part of it."""
        left = list(reversed(self.roots))
        while left:
            theme = left.pop()
            yield theme
            left.extend(reversed(self._children.get(theme.id, ())))

    def guid_of(self, theme: str) -> str:
        """Return the identity of a theme in files of other programs: its own, or one made of the two ids.

        Raises:
            UnknownThemeError: There is no such theme.
        """
        return self[theme].guid or made_guid(self.id, "theme", theme)

    def compare(self, other: Codebook) -> tuple[ThemeChange, ...]:
        """Return what changed since another, earlier codebook.

        Themes are the same when this codebook names the old id as `former`, or when they share the id, the guid or a
        label, in this order. A change of color or guid is no change of the codebook.

        Example:
            >>> old = Codebook("t", "T", [Theme("toimitilat", "Tilat")])
            >>> new = Codebook("t", "T", [Theme("tilat", "Tilat ja laitteet", former=["toimitilat"])], version="2")
            >>> [change.text("en") for change in new.compare(old)]
            ['version 1 → 2', 'tilat: the id was toimitilat', 'tilat: label Tilat → Tilat ja laitteet']
        """
        check_codebook(other)
        return changes_between(self, other)

    def renames(self, old: Codebook) -> dict[str, str | None]:
        """Return for each id of an earlier codebook the id of the same theme here, None where it is gone.

        Two old ids may lead to one theme: it took both in, and names both as `former`.
        """
        check_codebook(old)
        return renames_between(self, old)

    def to_text(self, lang: str = "fi") -> str:
        """Return the codebook as a coder prints it: definitions, when to code and when not, examples.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return as_print(self, lang)


def check_codebook(given: object) -> None:
    """Refuse what is no codebook, such as the path of one.

    Raises:
        CodebookError: It is none.
    """
    if not isinstance(given, Codebook):
        kind = type(given).__name__
        raise CodebookError(
            f"a codebook is a themes.Codebook, not a {kind}. Load one with `themes.Codebook.load(path)`."
        )


def _labels(theme: Theme) -> tuple[str, ...]:
    return tuple(getattr(theme.label, lang) for lang in theme.label.languages)


def _ending(place: Path) -> str:
    ending = place.suffix.lower()
    if ending not in _READERS:
        hint = "Codings of a project are read with `themes.load_qdpx`. " if ending == ".qdpx" else ""
        raise CodebookError(
            f"{place}: a codebook for open answers ends in .toml or .qdc, not in {ending!r}. {hint}Name the file so."
        )
    return ending
