"""Theme: one thing that answers speak of, with the rules by which two people would code it alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from attrs import field, frozen

from verkosto.errors import CodebookError
from verkosto.instruments import Option
from verkosto.text import LocalText
from verkosto.themes._codebook_fields import (
    as_color,
    as_guid,
    as_list,
    as_text,
    check_code,
    check_color,
    check_flag,
    check_guid,
    check_line,
    check_lines,
    check_prose,
    check_proses,
    refuse,
    shown,
    usable_code,
)
from verkosto.themes._patterns import parse

__all__ = ["Theme", "ThemeSet"]


@frozen
class Theme:
    """One theme of a codebook.

    Attributes:
        id: Short and stable; the code of the theme in tables.
        label: What readers see, on one line; a plain string is Finnish.
        parent: Id of the theme that this one is part of.
        definition: What the theme means.
        use: When to code it.
        avoid: When not to code it, though it seems near, and what to code instead.
        examples: Answers that were made up or cleared, as they would be coded.
        patterns: Words by which the theme is proposed, by lemma (`verkosto`, `verkosto*`, `+toiminta`, several words).
        former: Ids that the theme had in earlier versions of the codebook.
        codable: Whether answers are coded with it. A theme that is not is a heading over others.
        color: `#RRGGBB`, or None.
        guid: The theme's identity in files of other programs (REFI-QDA), or None, for one made of the ids.

    Raises:
        CodebookError: For an id that can be no code, a pattern that cannot be read, a blank text, or a value of the
            wrong type.

    Example:
        >>> Theme("tilat", "Tilat", patterns=("tila", "+tila", "lokal")).label.fi
        'Tilat'
    """

    noun: ClassVar[str] = "theme"

    id: str = field(validator=check_code)
    label: LocalText = field(converter=as_text, validator=check_line)
    parent: str | None = field(default=None, kw_only=True)
    definition: LocalText | None = field(default=None, converter=as_text, validator=check_prose, kw_only=True)
    use: LocalText | None = field(default=None, converter=as_text, validator=check_prose, kw_only=True)
    avoid: LocalText | None = field(default=None, converter=as_text, validator=check_prose, kw_only=True)
    examples: tuple[str, ...] = field(default=(), converter=as_list, validator=check_proses, kw_only=True)
    patterns: tuple[str, ...] = field(default=(), converter=as_list, validator=check_lines, kw_only=True)
    former: tuple[str, ...] = field(default=(), converter=as_list, validator=check_lines, kw_only=True)
    codable: bool = field(default=True, validator=check_flag, kw_only=True)
    color: str | None = field(default=None, converter=as_color, validator=check_color, kw_only=True)
    guid: str | None = field(default=None, converter=as_guid, validator=check_guid, kw_only=True)

    def __attrs_post_init__(self) -> None:
        refuse(self._faults())

    def _faults(self) -> Iterator[str]:
        parent: object = self.parent
        if not isinstance(parent, str | None):
            yield f"theme {shown(self.id)}: parent is {shown(parent)}. Write the id of a theme in quotes."
        if self.parent == self.id:
            yield f"theme {shown(self.id)} is its own parent. Leave `parent` out."
        for old in self.former:
            if not usable_code(old) or old == self.id:
                yield f"theme {shown(self.id)}: former {shown(old)} can be no earlier id of it. Leave it out."
        for pattern in self.patterns:
            try:
                parse(pattern)
            except CodebookError as error:
                yield f"theme {shown(self.id)}: {error}"

    @property
    def option(self) -> Option:
        """The theme as an option of a multiple choice."""
        return Option(self.id, self.label)


@frozen
class ThemeSet:
    """Themes that another program keeps as a group beside the tree ("code group", "set").

    Attributes:
        label: What the group is called.
        themes: Ids of its themes.
        definition: What the group is for.
        guid: Its identity in files of other programs, or None.

    Raises:
        CodebookError: For a value of the wrong type.
    """

    noun: ClassVar[str] = "set"

    label: LocalText = field(converter=as_text, validator=check_line)
    themes: tuple[str, ...] = field(default=(), converter=as_list, validator=check_lines)
    definition: LocalText | None = field(default=None, converter=as_text, validator=check_prose, kw_only=True)
    guid: str | None = field(default=None, converter=as_guid, validator=check_guid, kw_only=True)
