"""What shows that Webropol wrote a file, and that no file makes any backend's detection raise."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from exports import WRITERS, Cell, export
from hypothesis import example, given, settings
from hypothesis import strategies as st
from webropol import LAYOUT_A

from verkosto.backends import Evidence, Strength, WebropolBackend, backends


@pytest.mark.parametrize(
    ("name", "rows", "reasons"),
    [
        ("Kysely_Perusraportti", [["a", "b"], ["1", "2"]], {"the file name ends in _Perusraportti"}),
        ("k", [["Vastausaika:", "b"], ["1", "2"]], {"a column Vastausaika"}),
        ("k", [["Svarstid", "b"], ["1", "2"]], {"a column Vastausaika"}),
        ("k", [["Q:a", "Q:b"], ["1", "2"]], {"headers Question:Option"}),
        ("k", [["Q", "", "L", "M"], ["a", "b", "", ""], ["x", "", "1", "2"]],
         {"titles are left out over further columns, and the second row is empty under the others"}),
    ],
)  # fmt: skip
def test_marks_of_webropol_are_told(tmp_path: Path, name: str, rows: list[list[Cell]], reasons: set[str]) -> None:
    evidence = WebropolBackend().detect(export(tmp_path, rows, name=name))
    assert evidence.strength is Strength.LIKELY
    assert set(evidence.reasons) == reasons


@pytest.mark.parametrize("rows", [[["a", "b"], ["1", "2"]], [["Q:a", "R:b"], ["1", "2"]], [["Q:", "Q:"], ["1", "2"]]])
def test_any_other_table_bears_no_mark(tmp_path: Path, rows: list[list[Cell]]) -> None:
    evidence = WebropolBackend().detect(export(tmp_path, rows))
    assert evidence == Evidence(Strength.NONE, ("no mark of a Webropol export",))


_FILES = st.one_of(
    st.binary(max_size=200),
    st.text(st.sampled_from(list('aV;:,\t\n\r"\ufeff\u00a0 0|é')), max_size=60).map(str.encode),
    st.text(max_size=60).map(lambda text: text.encode("utf-16", "surrogatepass")),
    st.binary(max_size=60).map(lambda tail: b"PK\x03\x04" + tail),
    st.binary(max_size=60).map(lambda tail: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail),
)


@settings(max_examples=60)
@given(_FILES, st.sampled_from(["Kysely_Perusraportti.csv", "k.xlsx", "k"]))
@example(b"", "k.csv")
@example(b'"', "k.csv")
@example(b"Vastausaika;Q:a;Q:b\n\xff;;\n", "k.csv")
def test_detection_never_raises(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        for backend in backends().values():
            assert backend.detect(path).reasons


_ODDS = st.integers(0, 10**6)


@settings(max_examples=40)
@given(st.lists(st.tuples(_ODDS, st.integers(0, 255)), max_size=4), st.none() | _ODDS, st.sampled_from(WRITERS))
def test_detection_never_raises_on_a_damaged_file(changed: list[tuple[int, int]], end: int | None, writer: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = export(Path(folder), LAYOUT_A, writer, name="k_perusraportti")
        content = bytearray(path.read_bytes())
        for place, byte in changed:
            content[place % len(content)] = byte
        path.write_bytes(content[: None if end is None else end % len(content)])
        for backend in backends().values():
            assert backend.detect(path).reasons
