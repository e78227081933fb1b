from __future__ import annotations

from pathlib import Path

from commands import Run

from verkosto.instruments import Instrument

Survey = tuple[str, str]


def test_a_codebook_for_an_archive_and_back(run: Run, survey: Survey) -> None:
    assert run("codebook", "ddi", survey[0], "-o", "kysely.xml").code == 0
    assert Instrument.from_ddi("kysely.xml") == Instrument.load(survey[0])
    assert run("codebook", "draft", "kysely.xml", "-o", "takaisin.toml").code == 0
    assert Instrument.load("takaisin.toml") == Instrument.load(survey[0])
    assert "# arvaus" not in Path("takaisin.toml").read_text("utf-8")


def test_the_codebook_is_not_replaced(run: Run, survey: Survey) -> None:
    done = run("codebook", "ddi", survey[0], "-o", survey[0])
    assert done.code == 1
    assert "would replace" in done.err
