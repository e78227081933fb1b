from __future__ import annotations

from pathlib import Path

import pytest
from limesurvey import read

from verkosto.instruments import Instrument, Option, Ranking
from verkosto.responses import Responses

OPTIONS = (Option("1", "Hinta"), Option("2", "Laatu"), Option("3", "Sijainti"))
HEADING = '"id";"submitdate";"lastpage";"r[1]";"r[2]";"r[3]"'


def ranked(folder: Path, *rows: str) -> Responses:
    path = folder / "vienti.csv"
    path.write_text("\n".join([HEADING, *(f'"{n}";"2026-01-01";"1";{row}' for n, row in enumerate(rows, 1))]) + "\n")
    return read(path, Instrument("k", "K", questions=(Ranking("r", "R", options=OPTIONS),)))


def ranks(answers: Responses) -> list[list[int]]:
    """The rank of each option in each row, 0 where it has none."""
    return answers.frame[[f"r[{option.code}]" for option in OPTIONS]].fillna(0).to_numpy().tolist()


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ('"2";"3";"1"', [3, 1, 2]),
        ('"3";"";""', [0, 0, 1]),
        ('"Laatu";"Hinta";""', [2, 1, 0]),
        ('"";"";""', [0, 0, 0]),
    ],
)
def test_places_become_ranks(row: str, wanted: list[int], tmp_path: Path) -> None:
    answers = ranked(tmp_path, row)
    assert ranks(answers) == [wanted]


def test_what_was_not_shown_was_not_asked(tmp_path: Path) -> None:
    answers = ranked(tmp_path, '"2";"";""', ";;", '"";"";""')
    assert answers.missing("r[1]").tolist() == ["not_answered", "not_asked", "not_answered"]


def test_what_means_no_option_or_stands_twice_is_kept(tmp_path: Path) -> None:
    answers = ranked(tmp_path, '"2";"9";"2"', '"1";"2";"3"')
    assert ranks(answers) == [[0, 1, 0], [1, 2, 3]]
    kept = [issue.column for issue in answers.issues if issue.reason == "unbound_column"]
    assert kept[-2:] == ["r[2] (in no rank)", "r[3] (in no rank)"]
    assert answers.provenance is not None
    assert answers.provenance.cells.unbound == 2 + 3 * 2
    assert answers.provenance.cells.read == 12
    assert "9" in answers.unbound["r[2] (in no rank)"].tolist()
