"""Lemmatizers by name, one's own, and what is said where one is not installed."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from verkosto.errors import MissingExtraError, OptionError, VerkostoWarning
from verkosto.themes import Lemmatizer, _simplemma, _voikko, lemmatizer
from verkosto.themes._lemmatizers import lemmatizer_of


class Own:
    @property
    def name(self) -> str:
        return "own 1"

    def lemmas(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        return [(word,) for word in words]

    def parts(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        return [() for _ in words]


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Make a package one that is not installed."""

    def hide(package: str) -> None:
        real = builtins.__import__

        def without(name: str, *args: Any, **rest: Any) -> Any:
            if name == package:
                raise ImportError(f"No module named {package!r}")
            return real(name, *args, **rest)

        monkeypatch.setattr(builtins, "__import__", without)

    kept = _simplemma._dictionary, _voikko._voikko
    for each in kept:
        each.cache_clear()
    yield hide
    for each in kept:
        each.cache_clear()


def test_without_simplemma_the_fallback_comes_with_a_warning(missing: Callable[[str], None]) -> None:
    missing("simplemma")
    with pytest.warns(VerkostoWarning, match=r"pip install 'verkosto\[simplemma\]'"):
        assert lemmatizer().name == "words"
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[simplemma\]'"):
        lemmatizer("simplemma")


def test_without_libvoikko_it_is_said_how_to_install_it(missing: Callable[[str], None]) -> None:
    missing("libvoikko")
    with pytest.raises(MissingExtraError, match="apt install libvoikko1 voikko-fi"):
        lemmatizer("voikko")


def test_without_the_finnish_dictionary_it_is_said_too(
    missing: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    class VoikkoException(Exception):  # noqa: N818 - the name that libvoikko gives it
        pass

    class Voikko:
        def __init__(self, language: str) -> None:
            raise VoikkoException("Specified dictionary variant was not found")

    monkeypatch.setitem(sys.modules, "libvoikko", type(sys)("libvoikko"))
    monkeypatch.setattr(sys.modules["libvoikko"], "Voikko", Voikko, raising=False)
    monkeypatch.setattr(sys.modules["libvoikko"], "VoikkoException", VoikkoException, raising=False)
    with pytest.raises(MissingExtraError, match="its Finnish dictionary"):
        lemmatizer("voikko")


def test_a_name_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(OptionError, match="Did you mean 'simplemma'"):
        lemmatizer("simplema")
    with pytest.raises(OptionError, match="Choose one of 'simplemma', 'voikko', 'words'"):
        lemmatizer("xyz")


def test_ones_own_lemmatizer_is_taken_as_it_is() -> None:
    own: Lemmatizer = Own()
    assert lemmatizer_of(own) is own
    assert lemmatizer_of("words").name == "words"
    with pytest.raises(OptionError, match="a dict is no lemmatizer"):
        lemmatizer_of({})  # type: ignore[arg-type]
