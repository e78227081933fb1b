"""The room's door: what it offers, what it takes to open it, and the parts of a contract class."""

from __future__ import annotations

import subprocess
import sys

import pytest

from verkosto import testing
from verkosto.backends import Backend, CsvBackend
from verkosto.errors import MissingExtraError
from verkosto.testing import BackendContract, WrittenTable

WITHOUT_EXTRA = """
import sys
sys.modules["hypothesis"] = None  # what an import finds where it is not installed
from verkosto import testing
from verkosto.errors import MissingExtraError
from verkosto.testing import LoopbackServer, Reply, assert_accounted
with LoopbackServer(lambda asked: Reply(b"[]")) as server:
    print(server.url.partition("//")[0])
for name in ("BackendContract", "cells", "raw_tables"):
    try:
        getattr(testing, name)
    except MissingExtraError as error:
        print(error)
"""
LIGHT = "import sys\nimport verkosto.testing\nprint({'hypothesis', 'pytest', 'pandas'} & set(sys.modules))"


class Left(BackendContract):
    blank_rows = repeated_titles = tells_truncation = False

    def backend(self) -> Backend:
        return CsvBackend()

    def write(self, table: WrittenTable, path: object) -> None:
        raise NotImplementedError


class Kept(Left):
    blank_rows = repeated_titles = True


class Own(Left):
    def test_blank_rows_are_counted(self) -> None:  # type: ignore[override]
        """A test that an author writes in place of the kit's is the author's."""


class OwnKept(Own):
    blank_rows = True


def run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_the_extra_the_server_works_and_the_rest_says_what_to_install() -> None:
    first, *others = run(WITHOUT_EXTRA).splitlines()
    assert first == "http:"
    assert others == [
        f"verkosto.testing.{name} needs the extra 'testing'. Install it: pip install 'verkosto[testing]'"
        for name in ("BackendContract", "cells", "raw_tables")
    ]


def test_importing_the_room_loads_none_of_what_only_tests_need() -> None:
    assert run(LIGHT).strip() == "set()"


def test_the_door_shows_its_names_and_no_other() -> None:
    assert dir(testing) == sorted(testing.__all__)
    assert all(getattr(testing, name) is not None for name in testing.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'contract'"):
        _ = testing.contract


def test_a_missing_hypothesis_is_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vars(testing), "cells", raising=False)
    monkeypatch.delitem(sys.modules, "verkosto.testing._strategies_cells", raising=False)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[testing\]'"):
        _ = testing.cells


def test_another_missing_module_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(testing._LATER, "gone", "_gone")
    with pytest.raises(ModuleNotFoundError, match=r"verkosto\.testing\._gone"):
        _ = testing.gone


@pytest.mark.parametrize(
    ("contract", "left_out"),
    [
        (Left, {"blank_rows", "one_title", "cut_off", "to_the_end"}),
        (Kept, {"cut_off", "to_the_end"}),
        (Own, {"one_title", "cut_off", "to_the_end"}),
        (OwnKept, {"one_title", "cut_off", "to_the_end"}),
    ],
)
def test_tests_that_do_not_apply_are_not_there(contract: type[Left], left_out: set[str]) -> None:
    gone = {name for name in dir(BackendContract) if name.startswith("test_") and getattr(contract, name) is None}
    assert len(gone) == len(left_out)
    assert all(any(part in name for name in gone) for part in left_out)
    own = contract.__dict__.get("test_blank_rows_are_counted", contract.test_blank_rows_are_counted)
    assert (own is BackendContract.test_blank_rows_are_counted) == (contract is Kept)


def test_a_contract_without_its_two_parts_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="abstract"):
        BackendContract()  # type: ignore[abstract]


def test_a_written_table_knows_its_filled_rows() -> None:
    table = WrittenTable(["A", "B"], [["1", ""], ["", " "], [None, None], ["x", None]])
    assert table.filled() == [(0, ("1", "")), (3, ("x", None))]
    assert table.in_front(["ID"], lambda row: [f"R{row}"]) == WrittenTable(
        ("ID", "A", "B"), (("R0", "1", ""), ("", "", " "), ("", None, None), ("R3", "x", None))
    )
