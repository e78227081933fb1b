"""The kit for sources of web services is tested by planted bad ones: each fails one test and no other."""

from __future__ import annotations

import pytest
from bad_sources import PLANTED_SOURCES, GoodSource, RefusesChanges, SourceContract

from verkosto.testing import RemoteSourceContract

CASES = [(test, bad) for test, planted in PLANTED_SOURCES.items() for bad in planted]
NAMES = [name for name in dir(RemoteSourceContract) if name.startswith("test_")]

# What a bad source leaves open is no business of these tests.
pytestmark = [pytest.mark.filterwarnings("ignore::ResourceWarning"), pytest.mark.thorough]


def failing(made: type[GoodSource]) -> dict[str, BaseException]:
    """Every test that fails, with its error."""
    contract = SourceContract()
    contract.made = made
    failed: dict[str, BaseException] = {}
    for name in NAMES:
        try:
            getattr(contract, name)()
        except Exception as error:  # noqa: BLE001 - whatever fails
            failed[name] = error
    return failed


def test_every_test_of_the_kit_has_a_planted_bad_source() -> None:
    assert set(NAMES) == set(PLANTED_SOURCES)


@pytest.mark.parametrize("good", [GoodSource, RefusesChanges])
def test_a_good_source_passes_all(good: type[GoodSource]) -> None:
    assert failing(good) == {}


@pytest.mark.parametrize(("test", "bad"), CASES, ids=[bad.__name__ for _, bad in CASES])
def test_a_bad_source_fails_one_test_and_no_other(test: str, bad: type[GoodSource]) -> None:
    failed = failing(bad)
    assert list(failed) == [test], failed
    assert isinstance(failed[test], AssertionError)
