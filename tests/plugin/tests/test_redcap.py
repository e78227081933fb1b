"""The backend holds to verkosto's contract, and knows what is REDCap's own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from verkosto_redcap import RedcapBackend

import verkosto as vk
from verkosto.errors import OptionError, SourceError
from verkosto.testing import BackendContract, WrittenTable, assert_accounted, assert_nothing_lost

KYSELY = vk.Instrument(
    "palvelukysely",
    "Palvelukysely (synteettinen)",
    columns=[vk.Column("record_id", role="response_id"), vk.Column("aika", "palvelukysely_timestamp", role="time")],
    questions=[
        vk.AreaQuestion("kunta", "Kotikunta?"),
        vk.MultipleChoice(
            "palvelut",
            "Palvelut?",
            options=(vk.Option("1", "Neuvonta"), vk.Option("2", "Tilat"), vk.Option("-9", "Muu")),
        ),
    ],
)
NAMES = ("record_id", "palvelukysely_timestamp", "kunta", "palvelut___1", "palvelut___2", "palvelut____9")
ROWS = (
    ("1", "2020-03-05 12:00:00", "049", "1", "0", "1"),
    ("2", "2020-03-05 12:01:00", "Vantaa", "0", "0", "0"),
    ("", "", "", "", "", ""),
    ("3", "[not completed]", "Espoo", "0", "1", "0"),
)


def written(path: Path, rows: Sequence[Sequence[str | None]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


class TestContract(BackendContract):
    detect_reads = 70_000

    def backend(self) -> RedcapBackend:
        return RedcapBackend()

    def in_chunks(self, rows: int) -> RedcapBackend:
        return RedcapBackend(rows)

    def complete(self, table: WrittenTable) -> WrittenTable:
        front = ["record_id", "kysely_timestamp", "kysely_complete", "palvelut___1"]
        return table.in_front(front, lambda row: [str(row + 1), f"2020-03-05 12:{row % 60:02}:00", "2", "1"])

    def write(self, table: WrittenTable, path: Path) -> None:
        written(path, [table.titles, *table.rows])

    def cuts(self, content: bytes) -> Sequence[int]:
        # At the end of a row nothing tells that others followed.
        head = content.index(b"\n") + 1
        return [place for place in range(head, len(content)) if content[place : place + 1] == b","]


@pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning")
def test_checkboxes_bind_by_the_codes_of_options(tmp_path: Path) -> None:
    path = written(tmp_path / "vienti.csv", [NAMES, *ROWS])
    vastaukset = vk.read(path, KYSELY)
    assert vastaukset.provenance is not None
    assert vastaukset.provenance.backend == "redcap"
    ticks = vastaukset.frame[["palvelut[1]", "palvelut[2]", "palvelut[-9]"]]
    assert ticks.fillna(False).astype(int).to_numpy().tolist() == [[1, 0, 1], [0, 0, 0], [0, 1, 0]]
    assert vastaukset.missing("palvelut[1]").dropna().to_dict() == {1: "not_answered"}
    assert [(issue.row, issue.reason) for issue in vastaukset.issues] == [(5, "not_a_date")]
    cells = {(r, c): cell for r, row in enumerate(ROWS, start=2) for c, cell in enumerate(row, start=1)}
    assert_nothing_lost(cells, vastaukset)


def test_no_tick_can_be_an_answer(tmp_path: Path) -> None:
    path = written(tmp_path / "vienti.csv", [NAMES, *ROWS[:2]])
    vastaukset = vk.read(path, KYSELY, backend="redcap", blank_means="not_selected")
    assert vastaukset.frame["palvelut[1]"].tolist() == [True, False]
    assert_accounted(vastaukset)


def test_repeating_instruments_are_refused_unless_rows_are_wanted(tmp_path: Path) -> None:
    rows = [("record_id", "redcap_repeat_instrument", "kunta"), ("1", "", "Espoo"), ("1", "kaynti", "Vantaa")]
    path = written(tmp_path / "vienti.csv", rows)
    instrument = vk.Instrument("i", "I", questions=[vk.AreaQuestion("kunta", "Kotikunta?")])
    with pytest.raises(SourceError, match=r"row 3 belongs to a repeating instrument.* state repeats='rows'"):
        vk.read(path, instrument, backend="redcap")
    with pytest.warns(vk.errors.VerkostoWarning):
        assert len(vk.read(path, instrument, backend="redcap", repeats="rows")) == 2
    with pytest.raises(OptionError, match="repeats must be one of 'error', 'rows'"):
        vk.read(path, instrument, backend="redcap", repeats="kaikki")
