"""What came back in a workbook beside marks: comments and issues, each with its cell, each once."""

from __future__ import annotations

from attrs import field, frozen

from verkosto.issues import Issue
from verkosto.themes._changes import Comment

__all__ = ["Findings", "letters"]


def letters(column: int) -> str:
    """Return the letters of a column that is counted from 1.

    Example:
        >>> [letters(column) for column in (1, 26, 27, 703)]
        ['A', 'Z', 'AA', 'AAA']
    """
    found = ""
    while column:
        column, letter = divmod(column - 1, 26)
        found = chr(ord("A") + letter) + found
    return found


@frozen(eq=False, repr=False)
class Findings:
    """Collects what a workbook says beside its marks.

    Attributes:
        file: Name of the workbook.
        comments: What was written.
        issues: What cannot be understood, or does not count.
    """

    file: str
    comments: list[Comment] = field(factory=list)
    issues: list[Issue] = field(factory=list)

    def place(self, sheet: str, cell: str = "") -> str:
        """Return where something stands, as messages tell it; a text file has one sheet without a name."""
        parts = [self.file, f"sheet {sheet!r}" if sheet else "", cell]
        return ", ".join(filter(None, parts))

    def cell(self, sheet: str, row: int, column: int) -> str:
        """Return the place of a cell; row and column are counted from 1."""
        return self.place(sheet, f"cell {letters(column)}{row}")

    def comment(self, answer: str | None, coder: str, text: str, place: str) -> None:
        """Keep what somebody wrote."""
        self.comments.append(Comment(answer, coder, text, place))

    def issue(self, reason: str, value: str | None, place: str, *, row: int | None = None, theme: str = "") -> None:
        """Keep what does not count, with its raw value."""
        self.issues.append(Issue(row, place, theme or None, value, reason))
