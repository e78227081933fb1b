"""Concordance: the places of a pattern in answers, counted and shown with the words around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from attrs import field, frozen

from verkosto.errors import OptionError, did_you_mean
from verkosto.html import escape
from verkosto.text import LocalText

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Rows = NDArray[np.bool_]

__all__ = ["Concordance", "Group", "Line", "Sort"]

Sort = Literal["answer", "left", "right", "lemma", "match"]
"""The order of lines: as answers stand, by the words before (the nearest first), by those after, by dictionary form or
by the words found."""


@frozen
class Line:
    """One match with what stands around it.

    Attributes:
        answer: Id of the answer.
        row: The row of the answer among all.
        start: Where it begins in the answer.
        left: What stands before, on one line.
        match: The words found, as they stand.
        right: What stands after.
        lemma: Their dictionary form.
        form: The words found in lower case.
    """

    answer: str
    row: int
    start: int
    left: str = field(repr=False)
    match: str = field(repr=False)
    right: str = field(repr=False)
    lemma: str = field(repr=False)
    form: str = field(repr=False)


@frozen(eq=False)
class Group:
    """One of the groups that matches are divided into.

    Attributes:
        code: Its code.
        label: What it is called; None: by its code.
        inside: Which rows are of it.
    """

    code: str
    label: LocalText | None
    inside: Rows


@frozen(eq=False, repr=False)
class Concordance:
    """Where a pattern stands in answers: made by `concordance`.

    It is for the analyst. A `repr` tells how many matches there are; what shows words of answers is `frame`, `counts`,
    `lines` and `to_text`, and none of it is for publishing: quotations go through `Excerpt`.

    Attributes:
        question: Id of the open question.
        patterns: What was looked for.
        by: What divides the matches, or None.
        groups: The groups in order.
        found: The matches, in the order of answers.
        searched: Which rows were searched.
        units: The protection unit of each row; without a `unit_id` in the instrument each answer is one.
    """

    question: str
    patterns: tuple[str, ...]
    by: str | None
    groups: tuple[Group, ...]
    found: tuple[Line, ...]
    searched: Rows
    units: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.found)

    @property
    def frame(self) -> pd.DataFrame:
        """A new pandas frame with a row for each match: answer, start, left, match, right, lemma, form; all as written.

        With `by` each row has its `group` too; a match of several groups (themes) has a row in each, and one of none
        stands with NA.
        """
        import pandas as pd

        names = ("answer", "start", "left", "match", "right", "lemma", "form")
        rows = [[getattr(line, name) for name in names] for line in self.found]
        frame = pd.DataFrame(rows, columns=list(names)).astype({name: "string" for name in names if name != "start"})
        if self.by is None:
            return frame
        places = np.array([line.row for line in self.found], dtype=np.intp)
        codes: list[list[str | None]] = [
            [*(group.code for group in self.groups if group.inside[place])] or [None] for place in places.tolist()
        ]
        frame.insert(0, "group", pd.Series(codes, index=frame.index, dtype=object))
        return frame.explode("group", ignore_index=True).astype({"group": "string"})

    @property
    def counts(self) -> pd.DataFrame:
        """A new pandas frame of words: for each dictionary form a row with `form` NA, then one for each word form.

        Columns: lemma, form, matches, answers, units (protection units: associations where the instrument names them).
        The most common stand first.
        """
        import pandas as pd

        rows: list[tuple[str, str | None, int, int, int]] = []
        for lemma, lines in _by_size(self.found, lambda line: line.lemma):
            rows.append((lemma, None, *self._counted(lines)))
            rows += [(lemma, form, *self._counted(own)) for form, own in _by_size(lines, lambda line: line.form)]
        frame = pd.DataFrame(rows, columns=["lemma", "form", "matches", "answers", "units"])
        return frame.astype({"lemma": "string", "form": "string"} | dict.fromkeys(frame.columns[2:], "int64"))

    @property
    def totals(self) -> pd.DataFrame:
        """A new pandas frame with a row for each group and one for all together ("*").

        Columns: group, label (Finnish), matches, answers (with a match), units, searched (answers in the group that
        were searched), share (of these answers, with a match; NaN where none was searched).
        """
        import pandas as pd

        rows = []
        for group in (*self.groups, Group("*", None, np.ones(len(self.searched), dtype=bool))):
            lines = [line for line in self.found if group.inside[line.row]]
            searched = int((self.searched & group.inside).sum())
            matches, answers, units = self._counted(lines)
            label = group.code if group.label is None else group.label.fi
            share = answers / searched if searched else np.nan
            rows.append((group.code, label, matches, answers, units, searched, share))
        names = ["group", "label", "matches", "answers", "units", "searched", "share"]
        return pd.DataFrame(rows, columns=names).astype({"group": "string", "label": "string"})

    def lines(self, *, sort: Sort = "answer", group: str | None = None) -> tuple[Line, ...]:
        """Return the matches in an order, of one group or of all.

        Raises:
            OptionError: There is no such order or group.
        """
        if sort not in get_args(Sort):
            known = get_args(Sort)
            raise OptionError(f"no order {sort!r}.{did_you_mean(sort, known)} Use one of {', '.join(known)}.")
        found: Iterable[Line] = self.found
        if group is not None:
            inside = {one.code: one.inside for one in self.groups}
            if group not in inside:
                raise OptionError(f"there is no group {group!r}.{did_you_mean(group, list(inside))}")
            found = (line for line in found if inside[group][line.row])
        return tuple(found) if sort == "answer" else tuple(sorted(found, key=_KEYS[sort]))

    def to_text(self, *, sort: Sort = "right", group: str | None = None, most: int | None = 50) -> str:
        """Return the matches under one another, what was found in the middle.

        Args:
            sort: The order of lines.
            group: Only matches of this group.
            most: How many lines; None: all.

        Raises:
            OptionError: There is no such order or group.
        """
        lines = self.lines(sort=sort, group=group)
        shown = lines if most is None else lines[:most]
        ids = max((len(line.answer) for line in shown), default=0)
        left = max((len(line.left) for line in shown), default=0)
        rows = [f"{line.answer:>{ids}}  {line.left:>{left}}[{line.match}]{line.right}".rstrip() for line in shown]
        rest = [f"… {len(lines) - len(shown)} more"] if len(shown) < len(lines) else []
        return "\n".join([*rows, *rest])

    def __repr__(self) -> str:
        return f"<Concordance of {self._summary()}>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(self._summary())}</p>"

    def _summary(self) -> str:
        patterns = ", ".join(map(repr, self.patterns))
        matches, answers, _ = self._counted(self.found)
        return f"{patterns} in {self.question!r}: {matches} matches in {answers} of {int(self.searched.sum())} answers"

    def _counted(self, lines: Iterable[Line]) -> tuple[int, int, int]:
        """Return how many matches, answers and protection units there are."""
        rows = [line.row for line in lines]
        distinct = np.unique(np.array(rows, dtype=np.intp))
        return len(rows), len(distinct), len(np.unique(self.units[distinct]))


_KEYS: dict[str, Callable[[Line], Any]] = {
    # The word next to the match counts first.
    "left": lambda line: [word.casefold() for word in reversed(line.left.split())],
    "right": lambda line: line.right.casefold().split(),
    "lemma": lambda line: (line.lemma, line.form, line.right.casefold()),
    "match": lambda line: (line.form, line.right.casefold()),
}


def _by_size(lines: Iterable[Line], key: Callable[[Line], str]) -> list[tuple[str, list[Line]]]:
    """Return lines by a key, the most common first."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
