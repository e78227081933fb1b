"""The kit's laws of what a backend says of itself: its name, its summary, and every capability that it states."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from verkosto.backends import Backend, Capabilities, StatesCodebook, backends
from verkosto.instruments import Draft, Instrument, Role
from verkosto.responses import Coded, Dated, Variable
from verkosto.testing._under_test import BackendUnderTest, expect
from verkosto.testing._written import WrittenTable

__all__ = ["PromiseTests"]


class PromiseTests(BackendUnderTest):
    """Tests that a backend inherits."""

    def test_it_is_a_backend(self) -> None:
        """It has all parts of the protocol, and says on one line what it reads."""
        backend: Any = self.backend()
        expect(isinstance(backend, Backend), "it lacks name, summary, detect, open, capabilities or options")
        expect(isinstance(backend.capabilities, Capabilities), "capabilities is no Capabilities")
        summary = backend.summary
        one_line = isinstance(summary, str) and summary.strip() and "\n" not in summary
        expect(one_line, "summary does not say on one line what it reads")

    def test_it_is_installed_under_its_name(self) -> None:
        """Its entry point in the group `verkosto.backends` bears its name."""
        backend = self.backend()
        installed = backends().get(backend.name)
        expect(
            type(installed) is type(backend),
            f"no entry point {backend.name!r} leads to {type(backend).__name__}. Declare it in pyproject.toml under "
            '[project.entry-points."verkosto.backends"], and install the package.',
        )

    def test_it_can_be_pickled(self, tmp_path: Path) -> None:
        """A copy, as another process gets it, reads too."""
        backend = self.backend()
        try:
            copy = pickle.loads(pickle.dumps(backend))  # noqa: S301 - made on this line
        except Exception as error:
            msg = f"the backend cannot be pickled ({type(error).__name__}), so no other process can have it"
            raise AssertionError(msg) from error
        expect(self.read(self.typical_source(tmp_path), copy), "a pickled copy of the backend gives no chunk")

    def test_reading_leaves_no_trace_in_it(self, tmp_path: Path) -> None:
        """Nothing of a source stays in the backend's object, which the registry keeps for all."""
        source, backend = self.typical_source(tmp_path), self.backend()
        before = _state(backend)
        backend.detect(source)
        self.read(source, backend)
        expect(_state(backend) == before, "detecting or reading changes the backend's object; make its class frozen")

    def _of_role(self, tmp_path: Path, role: Role, capability: str) -> Variable:
        """Return the one column of a role in the typical source, decoded by its codebook."""
        source = self.typical_source(tmp_path)
        instrument = self.drafted(source)
        names = [column.id for column in instrument.role(role)]
        expect(len(names) == 1, f"the capability `{capability}` is stated; {len(names)} columns have the role {role}")
        return self.responses(source, instrument).variable(names[0])

    def test_promised_ids_are_there(self, tmp_path: Path) -> None:
        """With `carries_ids`, every response has an id of its own."""
        if self.capabilities().carries_ids:
            ids = self._of_role(tmp_path, "response_id", "carries_ids")
            codes = ids.codes.tolist() if isinstance(ids, Coded) else [-1]
            own = len(codes) == len(set(codes)) and min(codes) >= 0
            expect(own, "the capability `carries_ids` is stated, and a response has no id, or that of another")

    def test_promised_times_are_there(self, tmp_path: Path) -> None:
        """With `carries_times`, the time of answering can be read."""
        if self.capabilities().carries_times:
            times = self._of_role(tmp_path, "time", "carries_times")
            there = isinstance(times, Dated) and bool((times.absent == 0).any())
            expect(there, "the capability `carries_times` is stated, and no cell of the column can be read as a time")

    def test_what_was_not_shown_is_told_as_promised(self, tmp_path: Path) -> None:
        """With `tells_not_shown` exactly the cells of questions that were not shown are marked, and else none."""
        tells = self.capabilities().tells_not_shown
        hidden = None if tells else ""
        rows = [("yksi", hidden), ("kaksi", ""), ("kolme", "neljä")]
        table = self.complete(WrittenTable(["Kysymys a", "Kysymys b"], rows))
        source = self.source(tmp_path, table)
        place = table.titles.index("Kysymys b") + 1
        marked = [
            row
            for chunk in self.read_with(source, self.drafted(source))
            for header, column in zip(chunk.headers, chunk.columns, strict=True)
            if header.position == place and column.not_shown is not None
            for row in chunk.rows[column.not_shown].tolist()
        ]
        wanted = [self.first_row] if tells else []
        stated = "stated" if tells else "not stated"
        expect(
            marked == wanted,
            f"the capability `tells_not_shown` is {stated}; not_shown should mark the rows {wanted}, not {marked}",
        )

    def test_a_promised_codebook_fits(self, tmp_path: Path) -> None:
        """With `has_codebook`, the source states a codebook that its own columns bind to."""
        backend, source = self.backend(), self.typical_source(tmp_path)
        if self.capabilities().has_codebook:
            stated = backend.codebook(source) if isinstance(backend, StatesCodebook) else None
            expect(isinstance(stated, Draft), "the capability `has_codebook` is stated, and `codebook` gives no Draft")
            # A BindingError says itself what does not fit.
            responses = self.responses(source, stated or Instrument("puuttuu", "Puuttuu"))
            missing = [issue.variable for issue in responses.issues if issue.reason == "question_not_found"]
            expect(not missing, f"the codebook that the source states has questions without a column: {missing}")


def _state(backend: Backend) -> bytes:
    try:
        return pickle.dumps(backend)
    except Exception:  # noqa: BLE001 - that it cannot be pickled is another test's business
        return b""
