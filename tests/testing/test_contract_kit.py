"""The kit is tested by planted bad backends: each test of the kit fails on its own, and every other one passes."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator
from pathlib import Path

import bad_manners
import bad_readers
import pytest
from good_backend import Contract, Good
from made_backends import install

from verkosto.testing import BackendContract

PLANTED = {**bad_readers.PLANTED, **bad_manners.PLANTED}
UNINSTALLED = "test_it_is_installed_under_its_name"
CASES = [(test, bad) for test, planted in PLANTED.items() for bad in planted]


def kit_tests(contract: type) -> list[str]:
    """The tests that pytest would find."""
    return [name for name in dir(contract) if name.startswith("test_") and callable(getattr(contract, name))]


def failing(contract: Contract, folder: Path) -> dict[str, BaseException]:
    """Every test that fails, with its error."""
    failed: dict[str, BaseException] = {}
    for name in kit_tests(type(contract)):
        test = getattr(contract, name)
        own = folder / name
        own.mkdir()
        try:
            test(own) if inspect.signature(test).parameters else test()
        except Exception as error:  # noqa: BLE001 - whatever fails
            failed[name] = error
    return failed


@pytest.fixture(autouse=True)
def no_alarm_about_open_files() -> Iterator[None]:
    """What a bad backend leaves open is a warning to the kit's own test alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


def test_every_test_of_the_kit_has_a_planted_bad_backend() -> None:
    assert set(kit_tests(BackendContract)) == set(PLANTED)
    assert [test for test, planted in PLANTED.items() if not planted] == [UNINSTALLED]


def test_the_good_backend_passes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ("koe", "good_backend:Good"), built_in=False)
    assert failing(Contract(), tmp_path) == {}


def test_a_backend_that_nobody_installed_fails_one_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Another class stands under its name.
    install(monkeypatch, ("koe", "bad_readers:Strips"), built_in=False)
    failed = failing(Contract(), tmp_path)
    assert list(failed) == [UNINSTALLED]
    assert "no entry point 'koe' leads to Good. Declare it in pyproject.toml" in str(failed[UNINSTALLED])


@pytest.mark.parametrize(("test", "bad"), CASES, ids=[f"{bad.__name__}-{test}" for test, bad in CASES])
def test_a_bad_backend_fails_one_test_and_no_other(
    test: str, bad: type[Good], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, ("koe", f"{bad.__module__}:{bad.__name__}"), built_in=False)
    failed = failing(Contract.of(bad), tmp_path)
    assert list(failed) == [test], failed
    assert isinstance(failed[test], AssertionError)


def test_a_format_that_others_know_too_may_be_ambiguous(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ("koe", "good_backend:Good"), ("kaksonen", "bad_readers:Twin"), built_in=False)
    Contract().test_detecting_agrees_with_naming(tmp_path)


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (["kaksonen:Twin"], "a source of the format is detected as one of 'kaksonen'"),
        (["kaksonen:Twin", "kolmas:Third"], "several backends fit a source of the format, and 'koe' is none"),
    ],
)
def test_a_backend_that_others_outdo_is_told(
    others: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [(name, f"bad_readers:{cls}") for name, cls in (other.split(":") for other in others)]
    install(monkeypatch, ("koe", "bad_readers:Shy"), *points, built_in=False)
    with pytest.raises(AssertionError, match=said):
        Contract.of(bad_readers.Shy).test_detecting_agrees_with_naming(tmp_path)


def test_made_up_tables_are_held_to_the_laws_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ("koe", "good_backend:Good"), built_in=False)
    monkeypatch.setattr(Contract, "examples", 10)
    monkeypatch.setattr(Contract, "blank_rows", False)
    for test in ("test_no_cell_is_lost", "test_text_stays_as_it_stood", "test_columns_are_well_formed"):
        getattr(Contract(), test)(tmp_path)
