"""Reading from end to end: bad input, strictness, detection, provenance, and silence about answers."""

from __future__ import annotations

import hashlib
import pickle
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from made_backends import Made, install, plugin
from pandas.testing import assert_frame_equal
from reading import made

import verkosto as vk
from verkosto.backends import Evidence, Strength, _registry, read
from verkosto.errors import (
    AmbiguousSourceError,
    BackendError,
    BindingError,
    EmptySourceError,
    EncodingError,
    InvalidResponsesError,
    OptionError,
    RaggedRowsError,
    SourceError,
    SourceNotFoundError,
    UnknownBackendError,
    VerkostoError,
    VerkostoWarning,
)
from verkosto.instruments import Column, Number, Option, SingleChoice, Text
from verkosto.responses import Header, Provenance, RawTable, Responses

KYSELY = made(
    SingleChoice("malli", "Kannatatko mallia?", options=(Option("k", "Kannatan"), Option("e", "En kannata"))),
    Number("jasenia", "Montako jäsentä?"),
    Text("syy", "Miksi?"),
    columns=(Column("aika", "Vastausaika", role="time"),),
)
TITLES = "Vastausaika;Kannatatko mallia?;Montako jäsentä?;Miksi?"
CLEAN = f"{TITLES}\n5.2.2020;Kannatan;12;Siksi\n6.2.2020;En kannata;1,5;\n"
MARKER = "SALAISUUS"
DIRTY = f"{TITLES};Muuta\n5.2.2020;{MARKER}1;{MARKER}2;Siksi;{MARKER}3\n{MARKER}4;Kannatan;3;{MARKER}5;\n"


@pytest.fixture(autouse=True)
def _forget_what_was_loaded() -> Iterator[None]:
    yield
    _registry._load.cache_clear()


def written(folder: Path, content: str | bytes, name: str = "vienti.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def quietly(source: Any, **parts: Any) -> Responses:
    with warnings.catch_warnings(action="ignore"):
        return vk.read(source, parts.pop("instrument", KYSELY), **parts)


def told(responses: Responses) -> Provenance:
    """Where responses came from; whatever was read tells it."""
    assert responses.provenance is not None
    return responses.provenance


def refused(kind: type[VerkostoError], source: Any, **parts: Any) -> str:
    """The message of the one exception that reading raises; it pickles and is of exactly this class."""
    with pytest.raises(kind) as caught:
        quietly(source, **parts)
    assert type(caught.value) is kind
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert MARKER not in str(caught.value) + repr(caught.value)
    return str(caught.value)


# ---- sources that cannot be read


def test_a_missing_file_is_told_its_nearest_neighbour(tmp_path: Path) -> None:
    written(tmp_path, CLEAN, "Kysely_Perusraportti.csv")
    message = refused(SourceNotFoundError, tmp_path / "Kysely_Perusraporti.csv")
    assert "no such file. Did you mean 'Kysely_Perusraportti.csv'? Check the path." in message
    with pytest.raises(FileNotFoundError):
        vk.read(tmp_path / "ei.csv", KYSELY)


def test_a_missing_folder_is_a_missing_file(tmp_path: Path) -> None:
    assert "no such file. Check the path." in refused(SourceNotFoundError, tmp_path / "ei" / "vienti.csv")


def test_a_folder_that_cannot_be_listed_offers_no_neighbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path) -> Iterator[Path]:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    assert "no such file. Check the path." in refused(SourceNotFoundError, tmp_path / "ei.csv")


@pytest.mark.parametrize("backend", [None, "csv", "excel", "webropol"])
def test_an_empty_file(tmp_path: Path, backend: str | None) -> None:
    assert refused(EmptySourceError, written(tmp_path, ""), backend=backend).startswith("vienti.csv: the file is empty")


@pytest.mark.parametrize("backend", ["csv", "webropol"])
@pytest.mark.parametrize("content", ["\n\n", "\ufeff", " \n ;; \n"])
def test_a_file_without_any_text(tmp_path: Path, content: str, backend: str) -> None:
    assert "vienti.csv" in refused(EmptySourceError, written(tmp_path, content), backend=backend)


def test_a_folder_is_no_export(tmp_path: Path) -> None:
    message = refused(SourceError, tmp_path)
    assert message == f"{tmp_path} is a folder. Give the path of the export file in it."


@pytest.mark.parametrize("source", [None, 7, b"vienti.csv", ["vienti.csv"], 1.5])
def test_a_source_is_a_path(source: object) -> None:
    message = refused(SourceError, source)
    assert message == f"a source is the path of a file, not {type(source).__name__}. Give the path as text."


@pytest.mark.parametrize("source", ["vie\0nti.csv", "x" * 5000, "vie\ud800nti.csv"])
def test_a_path_that_no_file_can_have(source: str) -> None:
    with pytest.raises(SourceError, match="cannot be opened"):
        vk.read(source, KYSELY)


@pytest.mark.parametrize("source", ["ftp://example.org/vienti.csv", "file:///vienti.csv"])
def test_only_addresses_of_the_web_are_read(source: str) -> None:
    assert "only http and https are" in refused(SourceError, source)


@pytest.mark.parametrize("backend", ["excel", "webropol"])
@pytest.mark.parametrize("content", [CLEAN, "PK\x03\x04 cut off", '{"a": 1}', "<html><table></table></html>"])
def test_a_workbook_that_is_none(tmp_path: Path, content: str, backend: str) -> None:
    message = refused(SourceError, written(tmp_path, content, "vienti.xlsx"), backend=backend)
    assert "vienti.xlsx is no workbook that can be read" in message


@pytest.mark.parametrize("backend", ["csv", "webropol"])
def test_the_wrong_encoding(tmp_path: Path, backend: str) -> None:
    path = written(tmp_path, CLEAN.encode("windows-1252"))
    assert "vienti.csv" in refused(EncodingError, path, backend=backend)
    responses = vk.read(path, KYSELY, backend=backend, encoding="windows-1252")
    assert responses.frame["jasenia"].tolist() == [12, 1.5]


@pytest.mark.parametrize("backend", [None, "csv", "webropol"])
def test_a_header_without_the_expected_questions(tmp_path: Path, backend: str | None) -> None:
    path = written(tmp_path, f"Kannatatko malia?;Toinen\n{MARKER};{MARKER}\n")
    message = refused(BindingError, path, backend=backend)
    assert "none of the 3 questions of instrument 'testi'" in message
    assert "But column 1 is most like 'Kannatatko mallia?'." in message
    assert MARKER not in message


@pytest.mark.parametrize("backend", ["csv", "webropol"])
@pytest.mark.parametrize(
    "row", [f"5.2.2020;{MARKER}", f"5.2.2020;Kannatan;1;x;{MARKER}", f'5.2.2020;Kannatan;1;"{MARKER}']
)
def test_ragged_rows_and_a_file_cut_off(tmp_path: Path, row: str, backend: str) -> None:
    path = written(tmp_path, f"{CLEAN}{row}\n7.2.2020;Kannatan;1;\n")
    with pytest.raises(SourceError, match=r"vienti\.csv") as caught:
        vk.read(path, KYSELY, backend=backend)
    assert isinstance(caught.value, RaggedRowsError) or "quot" in str(caught.value)
    assert MARKER not in str(caught.value)


def test_a_source_wants_an_instrument(tmp_path: Path) -> None:
    path = written(tmp_path, CLEAN)
    wrongs: tuple[object, ...] = ("kysely.toml", None, {"questions": []}, vk.Instrument)
    for wrong in wrongs:
        message = refused(OptionError, path, instrument=wrong)
        assert "Instrument.load" in message


def test_an_unknown_backend_and_an_unknown_option_are_told_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, CLEAN)
    assert "Did you mean 'webropol'?" in refused(UnknownBackendError, path, backend="webropool")
    message = refused(OptionError, path, backend="webropol", valeus="text")
    assert "takes no option 'valeus'. Did you mean 'values'? It takes: blank_means" in message
    assert "'sheet'" not in refused(OptionError, path, backend="csv", valeus="text")
    assert "takes no option" in refused(OptionError, path, layout="A", backend="csv")


def test_a_backend_without_options_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "lisaosa", B=Made)
    install(monkeypatch, ("made", "lisaosa:B"))
    assert "It takes: none." in refused(OptionError, written(tmp_path, "x"), backend="made", values="text")


# ---- issues, warnings and strictness


def test_labels_that_the_codebook_does_not_know_are_issues_and_one_warning(tmp_path: Path) -> None:
    path = written(tmp_path, DIRTY)
    with pytest.warns(VerkostoWarning) as caught:
        responses = vk.read(path, KYSELY, backend="webropol")
    assert len(caught) == 1
    assert str(caught[0].message).startswith(f"vienti.csv: {len(responses.issues)} issues;")
    assert caught[0].filename == __file__
    assert [(i.row, i.variable, i.value, i.reason) for i in responses.issues if i.row] == [
        (2, "malli", f"{MARKER}1", "unknown_option"),
        (2, "jasenia", f"{MARKER}2", "not_a_number"),
        (3, "aika", f"{MARKER}4", "not_a_date"),
    ]
    assert responses.unbound["Muuta"].dropna().tolist() == [f"{MARKER}3"]
    cells = told(responses).cells
    assert (cells.read, cells.issues, cells.unbound, cells.withheld) == (9, 3, 1, 0)
    assert cells.decoded == 5


@pytest.mark.parametrize("strict", [False, True])
def test_a_clean_file_warns_of_nothing(tmp_path: Path, strict: bool) -> None:
    with warnings.catch_warnings(action="error"):
        responses = vk.read(written(tmp_path, CLEAN), KYSELY, backend="webropol", strict=strict)
    assert responses.issues == ()
    assert responses.frame["malli"].tolist() == ["k", "e"]


def test_strict_raises_with_every_issue_and_pickles(tmp_path: Path) -> None:
    path = written(tmp_path, DIRTY)
    loose = quietly(path, backend="webropol")
    with warnings.catch_warnings(action="error"), pytest.raises(InvalidResponsesError) as caught:
        vk.read(path, KYSELY, backend="webropol", strict=True)
    assert caught.value.issues == loose.issues
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.issues == caught.value.issues
    assert str(again) == str(caught.value)
    assert "vienti.csv: 4 issues: column 5 'Muuta': unbound_column" in str(caught.value)
    assert "; and 1 more." in str(caught.value)
    assert MARKER not in str(caught.value) + repr(caught.value)


def test_few_issues_are_all_told(tmp_path: Path) -> None:
    path = written(tmp_path, f"{TITLES}\n5.2.2020;{MARKER};1;x\n")
    message = refused(InvalidResponsesError, path, strict=True)
    assert "1 issue: row 2, column 2 'Kannatatko mallia?', variable 'malli': unknown_option" in message
    assert "more" not in message


def test_no_representation_shows_an_answer(tmp_path: Path) -> None:
    responses = quietly(written(tmp_path, DIRTY), backend="webropol")
    shown = [responses, told(responses), *responses.issues, *responses.variables.values()]
    assert MARKER not in "".join(map(repr, shown)) + "".join(map(str, shown))


# ---- detection


def test_detection_reads_what_naming_reads(tmp_path: Path) -> None:
    path = written(tmp_path, DIRTY, "Kysely_Perusraportti.csv")
    found, named = quietly(path), quietly(path, backend="webropol")
    assert told(found).backend == "webropol"
    assert_frame_equal(found.frame, named.frame)
    assert found.issues == named.issues
    assert told(found).options["found_layout"] == "A"
    assert "the file name ends in _Perusraportti; a column Vastausaika" in told(found).options["found_backend"]
    assert told(found).cells == told(named).cells
    assert "found_backend" not in told(named).options


def test_what_nobody_claims_is_read_as_a_table(tmp_path: Path) -> None:
    path = written(tmp_path, "Miksi?;Montako jäsentä?\nSiksi;3\n")
    responses = quietly(path)
    assert told(responses).backend == "csv"
    assert responses.frame["jasenia"].tolist() == [3]


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "vienti.csv"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Miksi?", "Montako jäsentä?"])
        sheet.write_row(1, 0, ["Siksi", 3])
    assert told(quietly(path)).backend == "excel"


def test_an_option_stated_wins_over_what_detection_found(tmp_path: Path) -> None:
    path = written(tmp_path, CLEAN, "Kysely_Perusraportti.csv")
    responses = quietly(path, layout="a", values="text")
    assert told(responses).options["layout"] == "a"
    assert len(responses) == 2


def test_several_backends_that_fit_are_listed_with_their_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin(monkeypatch, "lisaosa", Yksi=lambda: Made("yksi"), Kaksi=lambda: Made("kaksi"))
    install(monkeypatch, ("yksi", "lisaosa:Yksi"), ("kaksi", "lisaosa:Kaksi"))
    path = written(tmp_path, CLEAN)
    message = refused(AmbiguousSourceError, path)
    assert "fit: backend='kaksi' (certain: a made mark); backend='yksi' (certain: a made mark). Name one." in message
    assert quietly(path, backend="yksi").frame["syy"].tolist() == ["Siksi"]


def test_the_strongest_evidence_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weak = Made("heikko", Evidence(Strength.NONE))
    plugin(monkeypatch, "lisaosa", Vahva=lambda: Made("vahva"), Heikko=lambda: weak)
    install(monkeypatch, ("vahva", "lisaosa:Vahva"), ("heikko", "lisaosa:Heikko"))
    assert told(quietly(written(tmp_path, CLEAN, "K_Perusraportti.csv"))).backend == "vahva"


def test_where_no_backend_is_installed_nothing_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, built_in=False)
    assert "none is installed" in refused(SourceError, written(tmp_path, CLEAN))


@pytest.mark.parametrize("evidence", [RuntimeError(MARKER), None, "certain"])
def test_a_plugin_that_fails_at_detection_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, evidence: Any
) -> None:
    plugin(monkeypatch, "lisaosa", B=lambda: Made("rikki", evidence))
    install(monkeypatch, ("rikki", "lisaosa:B"))
    message = refused(BackendError, written(tmp_path, CLEAN))
    assert "vienti.csv: the backend 'rikki' failed" in message
    assert "backend=" in message


@pytest.mark.parametrize("tables", [RuntimeError(MARKER), 7, [], ["no table"]])
def test_a_plugin_that_fails_at_reading_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables: Any) -> None:
    plugin(monkeypatch, "lisaosa", B=lambda: Made("rikki", tables=tables))
    install(monkeypatch, ("rikki", "lisaosa:B"))
    assert "'rikki'" in refused(BackendError, written(tmp_path, CLEAN), backend="rikki")


def test_what_a_plugin_raises_as_ours_passes_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "lisaosa", B=lambda: Made("rikki", tables=EmptySourceError("nothing there")))
    install(monkeypatch, ("rikki", "lisaosa:B"))
    assert refused(EmptySourceError, written(tmp_path, CLEAN), backend="rikki") == "nothing there"


def test_chunks_of_different_headers_are_the_backend_s_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [RawTable.from_rows([Header(title, 1)], [["x"]]) for title in ("Miksi?", "Miten?")]
    plugin(monkeypatch, "lisaosa", B=lambda: Made("rikki", tables=tables))
    install(monkeypatch, ("rikki", "lisaosa:B"))
    assert "a later chunk has other headers" in refused(BackendError, written(tmp_path, CLEAN), backend="rikki")


# ---- provenance


def test_provenance_tells_source_reader_options_digest_and_counts(tmp_path: Path) -> None:
    path = written(tmp_path, CLEAN + ";;;\n")
    provenance = told(vk.read(path, KYSELY, backend="webropol", values="text"))
    assert (provenance.source, provenance.backend) == ("vienti.csv", "webropol")
    assert str(tmp_path) not in repr(provenance)
    assert provenance.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert provenance.size == path.stat().st_size
    assert provenance.version == vk.__version__
    assert (provenance.rows, provenance.blank_rows) == (2, 1)
    assert provenance.read_at is not None
    assert provenance.read_at.tzinfo is not None
    # Defaults too are told: they decide what the answers mean.
    assert provenance.options["values"] == "text"
    assert provenance.options["blank_means"] == "not_answered"
    assert provenance.options["found_layout"] == "A: one header row"


@pytest.mark.parametrize("backend", [None, "csv", "webropol"])
def test_two_readings_of_the_same_bytes_are_equal(tmp_path: Path, backend: str | None) -> None:
    path = written(tmp_path, DIRTY)
    first, second = (quietly(path, backend=backend) for _ in range(2))
    assert_frame_equal(first.frame, second.frame)
    assert first.issues == second.issues
    assert_frame_equal(first.unbound, second.unbound)
    for name in first.frame:
        assert first.missing(str(name)).equals(second.missing(str(name)))
    assert told(first) == told(second)
    written(tmp_path, DIRTY + "5.2.2020;Kannatan;1;;\n")
    assert told(quietly(path, backend=backend)) != told(first)


def test_an_identifying_column_is_withheld_unless_it_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, "Miksi?;Sähköposti\nSiksi;matti@esimerkki.fi\n")
    responses = quietly(path, backend="csv")
    assert told(responses).cells.withheld == 1
    assert [(i.column, i.reason) for i in responses.issues if i.column] == [("Sähköposti", "withheld_column")]
    assert "Sähköposti" not in responses.unbound
    for keep in ("Sähköposti", ["Sähköposti"]):
        kept = quietly(path, backend="csv", keep=keep)
        assert kept.unbound["Sähköposti"].tolist() == ["matti@esimerkki.fi"]
        assert "esimerkki" not in repr(kept) + "".join(map(str, kept.issues))
    assert "Puhelin" in refused(OptionError, path, backend="csv", keep="Puhelin")


def test_the_public_door_is_the_same_function() -> None:
    assert vk.read is read
