"""BackendContract: everything that a backend must hold to, as tests that its author inherits."""

from __future__ import annotations

from typing import Any

from verkosto.testing._contract_cells import CellTests
from verkosto.testing._contract_detection import COUNTER, DetectionTests
from verkosto.testing._contract_faults import FaultTests
from verkosto.testing._contract_promises import PromiseTests
from verkosto.testing._contract_tables import TableTests

__all__ = ["BackendContract"]


class BackendContract(CellTests, TableTests, DetectionTests, FaultTests, PromiseTests):
    """Tests for a backend of files.

    Make a subclass whose name begins with `Test`, say how the backend is made (`backend`) and how a source is written
    without its code (`write`), and pytest finds the tests. What else may be said stands under `BackendUnderTest`: each
    part has a default that suits a table of text with one header row. A test that does not apply to what is said
    (`blank_rows`, `repeated_titles`, `tells_truncation`, `detect_reads`) is not there.

    The tests write their tables into pytest's `tmp_path`, and ask for no other fixture.

    Example:
        >>> import csv
        >>> from verkosto.backends import CsvBackend
        >>> class TestCsv(BackendContract):
        ...     tells_truncation = False
        ...
        ...     def backend(self):
        ...         return CsvBackend()
        ...
        ...     def write(self, table, path):
        ...         with path.open("w", encoding="utf-8", newline="") as file:
        ...             csv.writer(file, delimiter=";").writerows([table.titles, *table.rows])
        >>> TestCsv().test_it_is_installed_under_its_name()
    """

    def __init_subclass__(cls, **parts: Any) -> None:
        """Leave out the tests that do not apply."""
        super().__init_subclass__(**parts)
        applies = {
            "test_columns_of_one_title_stay_apart": cls.repeated_titles,
            "test_a_source_that_was_cut_off_is_an_error": cls.tells_truncation,
            "test_blank_rows_are_counted": cls.blank_rows,
            "test_detection_does_not_read_to_the_end": cls.detect_reads is not None and COUNTER.exists(),
        }
        for name, does in applies.items():
            # What an author writes in place of a test stays.
            if name not in vars(cls):
                setattr(cls, name, (getattr(cls, name) or getattr(BackendContract, name)) if does else None)
