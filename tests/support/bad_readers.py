"""Backends that are planted for the kit's tests: each gets one thing of cells, tables or detection wrong."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve
from good_backend import HEAD, Good, Numbered, Row

from verkosto.backends import Evidence, Strength
from verkosto.responses import Header, RawColumn, RawTable

__all__ = ["PLANTED", "Shy"]


class DropsRows(Good):
    """Takes a row without a first answer for no row."""

    def table(self, heads: tuple[Header, ...], rows: Sequence[Numbered]) -> RawTable:
        return super().table(heads, [(number, row) for number, row in rows if row[2] or not any(filter(None, row))])


class FillsIn(Good):
    def column(self, cells: Sequence[str | None]) -> RawColumn:
        return super().column(["NA" if cell == "" else cell for cell in cells])


class CountsWithoutBlanks(Good):
    def numbered(self, rows: Sequence[Row]) -> list[Numbered]:
        number, numbered = 1, []
        for row in rows:
            number += any(filter(None, row))
            numbered.append((number, row))
        return numbered


class Shuffles(Good):
    def headers(self, titles: Sequence[str]) -> tuple[Header, ...]:
        return super().headers([*titles[:2], *reversed(titles[2:])])


class MergesTitles(Good):
    def load(self, source: Path) -> tuple[list[str], list[Row]]:
        titles, rows = super().load(source)
        last = {title: place for place, title in enumerate(titles)}
        return list(last), [[row[place] for place in last.values()] for row in rows]


class CountsNoBlanks(Good):
    def blank(self, rows: Sequence[Numbered]) -> int:
        return 0


class Normalises(Good):
    def cell(self, text: str) -> str:
        return unicodedata.normalize("NFC", text)


class EatsZeros(Good):
    def cell(self, text: str) -> str:
        return text.lstrip("0") or text


class Strips(Good):
    def cell(self, text: str) -> str:
        return text.strip()


class KeepsEmptyValues(Good):
    def column(self, cells: Sequence[str | None]) -> RawColumn:
        made = super().column(cells)
        return evolve(made, values=[*made.values, ""])


class RenamesLater(Good):
    def table(self, heads: tuple[Header, ...], rows: Sequence[Numbered]) -> RawTable:
        made = super().table(heads, rows)
        if rows and rows[0][0] > 2:
            return evolve(made, headers=tuple(evolve(head, title=f"{head.title} ") for head in heads))
        return made


class RestartsRows(Good):
    def table(self, heads: tuple[Header, ...], rows: Sequence[Numbered]) -> RawTable:
        return super().table(heads, [(number, row) for number, (_, row) in enumerate(rows, start=2)])


class ReadsAtOnce(Good):
    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        return super(ReadsAtOnce, evolve(self, rows_of_a_chunk=1000)).open(source, options)


class GivesNothing(Good):
    def starts(self, count: int) -> range:
        return range(0, count, self.rows_of_a_chunk)


_TURN = itertools.count()


class CountsReadings(Good):
    def table(self, heads: tuple[Header, ...], rows: Sequence[Numbered]) -> RawTable:
        return evolve(super().table(heads, rows), found={"turn": str(next(_TURN))})


class FailsOnBytes(Good):
    def evidence(self, head: bytes) -> Evidence:
        head.decode()
        return super().evidence(head)


class AnswersFalse(Good):
    def evidence(self, head: bytes) -> Any:
        return super().evidence(head) if head.startswith(HEAD) else False


class KnowsNothing(Good):
    def evidence(self, head: bytes) -> Evidence:
        return Evidence(Strength.NONE, ("nothing",))


class SaysNoReason(Good):
    def evidence(self, head: bytes) -> Evidence:
        return evolve(super().evidence(head), reasons=())


class ClaimsAll(Good):
    def evidence(self, head: bytes) -> Evidence:
        return Evidence(Strength.LIKELY, ("it is a file",))


class DetectsOtherwise(Good):
    def evidence(self, head: bytes) -> Evidence:
        return evolve(super().evidence(head), options={"kieli": "fi"} if head.startswith(HEAD) else {})

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        for table in super().open(source, options):
            yield evolve(table, rows=table.rows[::-1], columns=tuple(
                evolve(column, codes=column.codes[::-1]) for column in table.columns
            )) if options["kieli"] == "fi" else table  # fmt: skip


class DetectsStrangeOptions(DetectsOtherwise):
    def evidence(self, head: bytes) -> Evidence:
        return evolve(super().evidence(head), options={"vieras": 1})


class DetectsByAll(Good):
    def detect(self, source: Path) -> Evidence:
        return self.evidence(source.read_bytes())


class Twin(Good):
    """Another backend that knows the same format."""

    name: ClassVar[str] = "kaksonen"


class Third(Good):
    name: ClassVar[str] = "kolmas"


class Shy(Good):
    """Recognises its format, and leaves it to others."""

    def evidence(self, head: bytes) -> Evidence:
        seen = super().evidence(head)
        return evolve(seen, strength=min(seen.strength, Strength.POSSIBLE))


PLANTED: Mapping[str, Sequence[type[Good]]] = {
    "test_no_cell_is_lost": (DropsRows,),
    "test_no_cell_is_invented": (FillsIn,),
    "test_rows_bear_the_numbers_of_the_source": (CountsWithoutBlanks,),
    "test_cells_stand_under_their_headers": (Shuffles,),
    "test_columns_of_one_title_stay_apart": (MergesTitles,),
    "test_blank_rows_are_counted": (CountsNoBlanks,),
    "test_text_stays_as_it_stood": (Normalises,),
    "test_what_looks_like_a_number_stays_text": (EatsZeros,),
    "test_white_space_is_kept": (Strips,),
    "test_columns_are_well_formed": (KeepsEmptyValues,),
    "test_all_chunks_have_the_same_headers": (RenamesLater,),
    "test_chunks_of_any_size_give_the_same": (RestartsRows,),
    "test_promised_chunks_come": (ReadsAtOnce,),
    "test_a_source_without_rows_gives_one_empty_chunk": (GivesNothing,),
    "test_the_same_bytes_give_the_same": (CountsReadings,),
    "test_detection_never_fails": (FailsOnBytes, AnswersFalse),
    "test_detection_knows_the_format": (KnowsNothing, SaysNoReason),
    "test_detection_claims_no_foreign_file": (ClaimsAll,),
    "test_detecting_agrees_with_naming": (DetectsOtherwise, DetectsStrangeOptions),
    "test_detection_does_not_read_to_the_end": (DetectsByAll,),
}
"""Tests of the kit, with the backends on which each fails, and it alone."""
