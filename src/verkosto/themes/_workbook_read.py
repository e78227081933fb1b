"""A coders' workbook that came back: every mark that differs becomes a change, and nothing typed into it is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from verkosto import backends
from verkosto.errors import CodingError, OptionError
from verkosto.files import PathLike, path_of
from verkosto.responses import RawTable
from verkosto.themes._changes import Change
from verkosto.themes._marking import decisions_of, marked, with_coders
from verkosto.themes._marks import UNCODED, YES
from verkosto.themes._workbook_faults import (
    gone_themes,
    lacking_themes,
    missing_rows,
    odd_marks,
    refused_rows,
)
from verkosto.themes._workbook_findings import Findings
from verkosto.themes._workbook_key import DONE_KEY, ID
from verkosto.themes._workbook_layout import Layout, layout_of, where
from verkosto.themes._workbook_marks import BLANK, NONE, YES_MARK, mark_of
from verkosto.themes._workbook_match import Match, Matcher
from verkosto.themes._workbook_plan import HIDDEN, columned, sheet_names
from verkosto.themes._workbook_rest import Sent, note_comments, row_comments, sent_of, sheet_comments
from verkosto.themes._workbook_state import State, decided, heirs, joined, state_of

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["read_workbook"]

Rows = list[tuple[Layout, list[Match]]]


def read_workbook(coding: Coding, path: PathLike, *, coder: str | None = None, encoding: str | None = None) -> Coding:
    """Do what `Coding.read_workbook` says."""
    place = path_of(path)
    if coder is not None and (not isinstance(coder, str) or not coder.strip()):
        raise OptionError("coder is a name or a pseudonym as text. Write coder='A'.")
    tables = backends.sheets(place, encoding=encoding)
    found = Findings(place.name)
    sent = sent_of(tables.get(HIDDEN), coding)
    sheets, strays = _by_coder(coding, place.name, tables, coder, sent)
    if coder is not None:
        strays += [layout.name for one, layouts in sheets.items() for layout in layouts if one != coder]
        sheets = {coder: sheets[coder]}
    else:
        for name in strays:
            found.issue("sheet_without_coder", name, found.place(name))
    tables = {name: table for name, table in tables.items() if name not in strays}
    _refuse_strangers(coding, place.name, sheets, sent)
    matcher = Matcher(coding)
    rows = {one: [(layout, list(matcher.matches(layout))) for layout in found] for one, found in sheets.items()}
    _refuse_other_answers(place.name, rows)
    _keep_rest(coding, tables, backends.notes(place), rows, sent, found)
    for one, parts in rows.items():
        coding = _with_rows(coding, one, parts, sent, found)
    for missing in sent.told.get("coders", ()) if coder is None else ():
        if missing not in sheets:
            found.issue("sheet_missing", missing, found.place(""))
    # A workbook that is read twice says nothing new.
    told, known = set(coding.comments), set(coding.issues)
    comments = tuple(comment for comment in found.comments if comment not in told)
    issues = tuple(issue for issue in found.issues if issue not in known)
    return evolve(coding, comments=coding.comments + comments, issues=coding.issues + issues)


def _by_coder(
    coding: Coding, file: str, tables: Mapping[str, RawTable], coder: str | None, sent: Sent
) -> tuple[dict[str, list[Layout]], list[str]]:
    """Return the sheets of each coder, and the names of those of which nothing tells whose they are.

    Raises:
        CodingError: There are none, or nothing tells whose any of them is.
    """
    layouts = [layout_of(name, table, coding) for name, table in tables.items() if name != HIDDEN]
    known = [layout for layout in layouts if layout is not None]
    if not known:
        raise CodingError(
            f"{file} has no coder's sheet: none has the columns of a workbook for coders. Check the file, and that the "
            "hidden first row or the headings are there."
        )
    if coder is not None and len(known) == 1:
        return {coder: known}, []
    coders = sent.told.get("coders") or coding.coders
    names = dict(zip(sheet_names(coders, "fi"), coders, strict=True)) if coders else {}
    found: dict[str | None, list[Layout]] = {}
    for layout in known:
        found.setdefault(layout.key.coder if layout.key else names.get(layout.name), []).append(layout)
    strays = found.pop(None, [])
    if coder is not None and coder not in found:
        # A sheet of the coder's name goes before others that bear any name.
        own = [layout for layout in strays if layout.name == sheet_names((coder,), "fi")[0]] or strays
        if not own:
            listed = ", ".join(map(repr, found))
            raise CodingError(f"{file} has sheets of {listed} and none of {coder!r}. State coder= of one of them.")
        found[coder] = own
        strays = [layout for layout in strays if layout not in own]
    if not found:
        raise CodingError(f"{file}: nothing in it tells whose the sheet is. State coder='A'.")
    return {one: sheets for one, sheets in found.items() if one is not None}, [layout.name for layout in strays]


def _refuse_strangers(coding: Coding, file: str, sheets: Mapping[str, Sequence[Layout]], sent: Sent) -> None:
    """Refuse a workbook that says that it is of another question or codebook.

    Raises:
        CodingError: It is.
    """
    keys = [layout.key for layouts in sheets.values() for layout in layouts if layout.key is not None]
    told: list[tuple[str | None, str | None]] = [(key.question, key.codebook) for key in keys]
    for question, codebook in told or [(sent.told.get("question"), sent.told.get("codebook"))]:
        if question not in (None, coding.answers.question):
            msg = f"{file} is of the question {question!r}, and this coding of {coding.answers.question!r}."
            raise CodingError(f"{msg} Read it into the coding that it was made of.")
        if codebook not in (None, coding.codebook.id):
            msg = f"{file} is of the codebook {codebook!r}, and this coding has {coding.codebook.id!r}."
            raise CodingError(f"{msg} Read it into the coding that it was made of.")


def _refuse_other_answers(file: str, rows: Mapping[str, Rows]) -> None:
    """Refuse a workbook none of whose rows is an answer of the coding.

    Raises:
        CodingError: So it is.
    """
    reasons = Counter(match.reason for parts in rows.values() for _, matches in parts for match in matches)
    strange = reasons["unknown_answer"] + reasons["answer_changed"]
    counted = any(match.answer >= 0 for parts in rows.values() for _, matches in parts for match in matches)
    if strange and not counted:
        msg = f"{file}: none of its {strange} rows is an answer of this coding: the ids or the texts are others."
        raise CodingError(f"{msg} Read it into the coding that it was made of.")


def _keep_rest(
    coding: Coding,
    tables: Mapping[str, RawTable],
    notes: Mapping[str, Mapping[tuple[int, int], Sequence[str]]],
    rows: Mapping[str, Rows],
    sent: Sent,
    found: Findings,
) -> None:
    """Keep what stands beside the marks, on every sheet."""
    ids = coding.answers.ids
    whose = {layout.name: one for one, parts in rows.items() for layout, _ in parts}
    only = next(iter(rows)) if len(rows) == 1 and set(sent.told.get("coders", ())) <= rows.keys() else ""
    for one, parts in rows.items():
        for layout, matches in parts:
            row_comments(coding, one, layout, matches, sent, found)
            gone_themes(coding, layout, matches, found)
    for name, table in tables.items():
        if name not in whose:
            sheet_comments(name, table, only, sent, found)
    lines = {
        layout.name: {int(layout.table.rows[m.row]): ids[m.answer] for m in matches if m.answer >= 0}
        for parts in rows.values()
        for layout, matches in parts
    }
    for name, written in notes.items():
        if name not in tables:
            continue
        note_comments(written, name, whose.get(name, only), lines.get(name, {}), sent, found)


def _with_rows(coding: Coding, coder: str, parts: Rows, sent: Sent, found: Findings) -> Coding:
    """Return the coding with what the sheets of one coder say."""
    coding = with_coders(coding, [coder])
    # Of whom nothing is known, as in a new session, nothing was coded since: all that stands there counts.
    is_known = bool((decisions_of(coding, coder) != UNCODED).any())
    whole = joined([state_of(coding, coder, layout, matches) for layout, matches in parts])
    missing_rows(sent.ids, whole, parts[0][0].name, coding, found)
    counts = whole.answers >= 0
    refused_rows(coding, whole.take(np.array([bool(match.reason) for match in whole.matches], dtype=bool)), found)
    state, torn = _told_apart(whole.take(counts))
    refused_rows(coding, torn, found, "contradicting_rows")
    odd_marks(coding, state, found)
    if is_known:
        _tell_of_others(coding, coder, state.take(~state.touched), found)
        state = state.take(state.touched)
    else:
        state = state.take(state.touched | state.begun)
    clash = (state.done == NONE) & (state.cells == YES_MARK).any(axis=1)
    refused_rows(coding, state.take(clash), found, "contradicting_marks")
    state = state.take(~clash)
    for layout in dict.fromkeys(state.layouts):
        lacking_themes(coding, layout, found)
    rows = state.answers
    new = decided(coding, state, decisions_of(coding, coder)[rows])
    after = marked(coding, coder, rows, new, "")
    changes = after.changes[len(coding.changes) :]
    return evolve(after, changes=(*coding.changes, *_placed(coding, state, changes, found)))


def _told_apart(state: State) -> tuple[State, State]:
    """Return a row for each answer, in their order, and the rows of answers whose rows contradict one another."""
    answers = state.answers
    first: dict[int, int] = {}
    torn: set[int] = set()
    for n, answer in enumerate(answers.tolist()):
        one = first.setdefault(answer, n)
        same = (state.cells[one] == state.cells[n]).all() and state.done[one] == state.done[n]
        if not same:
            torn.add(answer)
    broken = np.isin(answers, list(torn))
    kept = np.zeros(len(answers), dtype=bool)
    kept[list(first.values())] = True
    whole = state.take(kept & ~broken)
    return whole.take(np.argsort(whole.answers)), state.take(broken)


def _tell_of_others(coding: Coding, coder: str, state: State, found: Findings) -> None:
    """Tell of answers that are as they went out and have been coded otherwise in the meantime."""
    rows, at = state.answers, coding.coders.index(coder)
    themes = [place for place, theme in enumerate(coding.codebook) if theme.codable]
    now = decisions_of(coding, coder)[rows][:, themes] == YES
    other = (now != (state.base == YES_MARK)).any(axis=1) | (coding.coded[at][rows] != (state.base_done != BLANK))
    if other.any():
        listed = ", ".join(coding.answers.ids[row] for row in rows[other])
        found.issue("changed_since", listed, found.place(state.layouts[0].name))


def _placed(coding: Coding, state: State, changes: Sequence[Change], found: Findings) -> list[Change]:
    """Give changes their cells: of the theme, or where it has none of its own, of the row."""
    lines = {coding.answers.ids[match.answer]: n for n, match in enumerate(state.matches)}
    now, order = heirs(coding.codebook), {theme.id: at for at, theme in enumerate(columned(coding.codebook))}
    typed = (state.cells != state.base) | ~state.touched[:, np.newaxis]
    own = {layout: _columns_of(layout, now) for layout in set(state.layouts)}
    placed = []
    for change in changes:
        n = lines[change.answer]
        layout, row = state.layouts[n], state.matches[n].row
        # What follows from other cells of the row, as from the one that tells that it is done, stands there.
        column = layout.columns.get(DONE_KEY, layout.columns.get(ID, 0))
        at = order.get(change.theme, -1)
        if at >= 0 and typed[n, at]:
            places = own[layout].get(at, [])
            said = [place for place in places if mark_of(layout.text(place, row)) == state.cells[n, at]]
            column = [*said, *places, column][0]
        placed.append(evolve(change, place=where(layout, row, column, found)))
    return placed


def _columns_of(layout: Layout, now: Mapping[str, int]) -> dict[int, list[int]]:
    """Return the columns of each theme; several where themes became one."""
    found: dict[int, list[int]] = {}
    for theme, place in layout.themes.items():
        if theme in now:
            found.setdefault(now[theme], []).append(place)
    return found
