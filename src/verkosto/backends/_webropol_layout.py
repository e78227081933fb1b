"""How the heads of Webropol's exports stand: one row `Question:Option`, or titles above and options below."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from verkosto.responses import Header, fold

__all__ = ["find_layout", "holds_answers", "is_time", "two_row_headers"]

_MARKS = ("vastausaika", "answer time", "response time", "svarstid")


def find_layout(titles: Sequence[str], second: Sequence[str], starts: Collection[int] = ()) -> tuple[str | None, str]:
    """Tell layout A from B by the first two rows; return the layout (None: either) and the reason.

    Layout B repeats a title, or leaves it out, over the options of a question, and its second row is empty under
    the time of answering and most other questions of one column. In layout A the second row is a respondent's answers.
    Where every title stands over several columns, nothing tells the two apart.

    Args:
        titles: The cells of the first row.
        second: As many cells of the second.
        starts: Places where another sheet begins, so that no question goes on there.
    """
    wide, alone = _questions(titles, second, starts)
    timed = any(is_time(titles[place]) for place in alone)
    # One title over a cell and a gap may head two open questions, or a choice and what was written beside it.
    gaps = any(not second[place].strip() and titles[run[1]] == titles[run[0]] for run in wide for place in run)
    if not wide or not all(_are_options([second[place] for place in run]) for run in wide) or (gaps and not timed):
        return "A", "one header row"
    if not alone:
        return None, "every title stands over several columns"
    if holds_answers(titles, second, starts):
        return "A", "the second row holds answers"
    left_out = any(_left_out(titles[run[1]]) for run in wide)
    skipped = not left_out and not timed and (len(alone) == 1 or any(second[place].strip() for place in alone))
    if gaps or skipped:
        return None, "titles repeat, and the second row may hold options or answers"
    how = "left out" if left_out else "repeated"
    return "B", f"titles are {how} over further columns, and the second row is empty under the others"


def holds_answers(titles: Sequence[str], second: Sequence[str], starts: Collection[int] = ()) -> bool:
    """Tell whether the second row is clearly no row of options: it has text where a question has one column."""
    wide, alone = _questions(titles, second, starts)
    if not wide:
        return any(second[place].strip() for place in alone)
    judged = [place for place in alone if is_time(titles[place])] or alone
    empty = sum(not second[place].strip() for place in judged)
    return bool(judged) and 2 * empty <= len(judged)


def is_time(title: str) -> bool:
    """Tell whether a title is that of the time of answering."""
    return fold(title).rstrip(": ") in _MARKS


def two_row_headers(
    titles: Sequence[Header], options: Sequence[str], *, own_titles: bool = False
) -> tuple[Header, ...]:
    """Join titles above and options below.

    An empty title goes on with the last one only where an option stands below it.

    Args:
        titles: The upper row.
        options: The lower row.
        own_titles: A text of the lower row is a title of its own where the last title has nothing below it.
    """
    headers = []
    title, heads_options = "", False
    for header, option in zip(titles, options, strict=True):
        goes_on = _left_out(header.title) and option.strip() != ""
        if not goes_on:
            title, heads_options = header.title, option.strip() != ""
        if goes_on and own_titles and not heads_options:
            headers.append(Header(option, header.position))
        else:
            headers.append(Header(title, header.position, option=option or None))
    return tuple(headers)


def _left_out(title: str) -> bool:
    """Tell whether a cell of the title row is empty; a no-break space is a title, though a blank one."""
    return not title.strip(" ")


def _questions(
    titles: Sequence[str], second: Sequence[str], starts: Collection[int]
) -> tuple[list[list[int]], list[int]]:
    """Return the columns of each question that seems to have several, and the others that have a title."""
    runs = _runs(titles, second, starts)
    # A title that repeats with nothing below it heads questions of one column each.
    wide = [run for run in runs if len(run) > 1 and any(second[place].strip() for place in run)]
    return wide, [place for run in runs if run not in wide for place in run if titles[place].strip()]


def _runs(titles: Sequence[str], second: Sequence[str], starts: Collection[int]) -> list[list[int]]:
    """Group neighbouring columns that may be one question's: of one title, or of none with something below it."""
    runs: list[list[int]] = []
    for place, title in enumerate(titles):
        head = titles[runs[-1][0]] if runs else ""
        goes_on = second[place].strip() != "" if _left_out(title) else title == head
        if head.strip() and goes_on and place not in starts:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _are_options(texts: Sequence[str]) -> bool:
    """Tell whether texts may be the options of one question: none stands apart from its double."""
    once = [text for text, _ in itertools.groupby(text.strip() for text in texts) if text]
    return len(set(once)) == len(once)
