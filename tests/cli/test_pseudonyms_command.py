"""A key for pseudonyms comes from the environment, never from the words of a command."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Run

import verkosto as vk

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


@pytest.fixture
def words(run: Run) -> tuple[str, ...]:
    columns = (vk.Column("posti", "Posti", role="email", pseudonym="jasen"),)
    vk.Instrument("k", "K", columns=columns, questions=[vk.Number("luku", "Luku")]).save("k.toml")
    Path("v.csv").write_text("Posti;Luku\na@b.fi;1\n", "utf-8")
    return ("read", "k.toml", "v.csv", "--backend", "csv")


def test_a_key_is_named_and_not_written(run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setenv("AVAIN", KEY)
    done = run(*words, "--key-from", "AVAIN", "--key-scope", "paneeli")
    assert done.code == 0
    assert KEY not in done.out + done.err
    assert "withheld as identifying             0" in done.out


def test_values_may_be_done_without(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words, "--key-from", "withhold")
    assert done.code == 0
    assert "withheld as identifying             1" in done.out


def test_without_a_key_the_remedy_is_told(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.code != 0
    assert "on the command line: --key-from" in done.err
    assert "no environment variable 'PUUTTUU'" in run(*words, "--key-from", "PUUTTUU").err
    assert "is no option of a reader" in run(*words, "--option", "pseudonyms=withhold").err
