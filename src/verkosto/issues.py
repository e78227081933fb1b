"""What reading could not decode: data that keeps the raw value and never shows it by accident."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

__all__ = ["REASONS", "Issue"]

REASONS: dict[str, str] = {
    "ambiguous_area": "several areas bear this name; write the area's code, or state `area_type`",
    "answer_changed": "the answer is not the one that went out, so what was coded does not count; send it out again",
    "changed_since": "the workbook has these answers as they went out, and they have been coded otherwise since; that "
    "stands, so code them with `set` if the workbook is right",
    "column_not_collected": "no question claims this column of a lazy frame, so it was left there; pass keep=(name,)",
    "column_not_found": "the codebook declares this column and the source has none; correct `header`",
    "conflicting_value": "another cell or object says otherwise, and this one does not count; compare the two",
    "contradicting_marks": "the row says that no theme fits, and marks one, so it does not count; correct the row",
    "contradicting_rows": "the answer has rows that say different things, so none of them counts; delete all but one",
    "duplicate_name": "another one bears this name, so it was told apart; rename one of them",
    "duplicate_rank": "two options share one rank; correct the row or drop the answer",
    "duplicate_response": "a response id that already stands in an earlier row; check the export",
    "edited_text": "a cell that is only shown was changed; what it showed stands, and the new text is kept here",
    "identifier_in_text": "free text in which some answers look identifying; state privacy = 'contact' (or "
    "'direct_identifier') to withhold them, 'free_text' to keep them",
    "no_name": "no name stands here; write it, or delete the row",
    "no_place": "the model has no place for this; it is kept here alone",
    "not_a_date": "the cell is no date; correct the cell or the question's kind",
    "not_a_number": "the cell is no number; correct the cell or the question's kind",
    "not_an_identifier": "no such number can exist; compare it with the register",
    "not_yes_or_no": "the cell says neither that the theme is there nor that it is not; write x or -",
    "nothing_to_code": "the answer is blank or says nothing, so it bears no theme; leave it out",
    "out_of_range": "the number lies outside the question's bounds; correct the cell or the bounds",
    "question_not_found": "no column carries this question; `differences`, or `verkosto codebook compare`, names the "
    "nearest title, for its `aliases`",
    "row_emptied": "the id and the answer of the row are gone, so it does not count; send the answer out again",
    "row_missing": "the answer went out and has no row, so its coding stays as it was; send it out again",
    "rows_mixed": "id, answer and hidden key of the row belong to different answers, so it does not count; undo the "
    "sorting of single columns, or send the answer out again",
    "several_answers": "the text fits several answers equally well; give the source an answer's id as its name",
    "several_options": "a single choice with several options ticked; correct the row, or make it a multiple choice",
    "several_readings": "the cell can be divided into the codebook's options in several ways; correct the cell",
    "sheet_missing": "a coder's sheet went out and did not come back; ask for it, or read it from another workbook",
    "sheet_without_coder": "nothing tells whose the sheet is, so it was not read; read it with coder=",
    "theme_without_column": "the sheet has no column for the theme, which counts as a blank cell; add one with the "
    "theme's name, or send the answers out again",
    "unbound_column": "no question claims this column, so `unbound` keeps it; declare it in the codebook to use it",
    "unexpected_text": "text stands where a tick was expected; the tick counts, the text is kept here",
    "unknown_answer": "no answer has this id or text; check that both are of the same responses",
    "unknown_area": "no area has this code or name; correct the cell or `area_type`",
    "unknown_option": "the codebook has no such option; add it as an option or an alias",
    "unknown_reference": "it refers to an object that is not there; add that object, or correct the id",
    "unknown_theme": "the codebook has no such theme; add it, or write its id as `former` of the theme in its place",
    "withheld_column": "the column looks identifying and was withheld; declare it in the codebook, or pass "
    "keep=(header,) to have it in `unbound`",
}
"""Every reason an `Issue` may carry, with its remedy."""


@frozen
class Issue:
    """One cell (or, with `row=None`, one column) that could not be decoded.

    Attributes:
        row: Number of the row in the source, counted as a spreadsheet counts (the header is row 1);
            None when the finding concerns the whole column.
        column: The column's header as it stood, or None for a question without a column.
        variable: Id of the question or column in the instrument, or None.
        value: The raw text of the cell. It never stands in `repr` or `str`.
        reason: One of the keys of `REASONS`.
        position: Number of the column in the source, from 1; headers may repeat, positions do not.
    """

    row: int | None
    column: str | None
    variable: str | None
    value: str | None = field(repr=False)
    reason: str
    position: int | None = None

    @property
    def remedy(self) -> str:
        """What the reader of the issue can do about it."""
        return REASONS.get(self.reason, "see the raw value in issues_frame()")

    def __str__(self) -> str:
        """Tell place, reason and remedy; never the value."""
        places: list[Any] = []
        if self.row is not None:
            places.append(f"row {self.row}")
        if self.column is not None:
            where = f"column {self.position} " if self.position is not None else "column "
            places.append(f"{where}{self.column!r}")
        if self.variable is not None:
            places.append(f"variable {self.variable!r}")
        return f"{', '.join(places) or 'source'}: {self.reason} ({self.remedy})"
