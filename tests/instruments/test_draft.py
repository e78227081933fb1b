"""Drafts: usable as instruments, with every guess beside what it guessed."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from attrs import fields
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import instruments, texts

from verkosto.errors import CodebookError
from verkosto.instruments import Draft, Guess, Instrument


def drafted(instrument: Instrument, *guesses: Guess) -> Draft:
    values = {field.name: getattr(instrument, field.name) for field in fields(Instrument)}
    return Draft(**values, guesses=guesses)


def test_a_draft_is_its_instrument_and_its_guesses(kysely: Instrument) -> None:
    draft = drafted(kysely, Guess("malli_a", "kaksi eri vastausta"))
    assert draft.instrument == kysely
    assert type(draft.instrument) is Instrument
    assert draft != kysely
    assert pickle.loads(pickle.dumps(draft)) == draft
    assert hash(draft) != hash(drafted(kysely))
    assert repr(draft) == "<Draft 'tukirakenne-2020': 9 questions>"


def test_each_guess_stands_above_its_question_or_column(kysely: Instrument) -> None:
    text = drafted(
        kysely,
        Guess("malli_a", "kolme eri vastausta"),
        Guess("aika", "otsikko on Vastausaika"),
        Guess("malli_a", "järjestys tuntematon"),
        Guess("palvelut[muu]", "avoin vastaus"),
    ).to_toml()
    assert '\n# arvaus: kolme eri vastausta\n# arvaus: järjestys tuntematon\n[[questions]]\nid = "malli_a"\n' in text
    assert '\n\n# arvaus: otsikko on Vastausaika\n[[columns]]\nid = "aika"\n' in text
    assert '\n\n# arvaus: avoin vastaus\n[[questions]]\nid = "palvelut"\n' in text
    assert text.count("# arvaus") == 4


def test_a_guess_about_nothing_in_the_file_stands_at_its_head(kysely: Instrument) -> None:
    text = drafted(kysely, Guess("tukirakenne-2020", "nimi tiedostosta")).to_toml()
    assert text.startswith("# arvaus: nimi tiedostosta\nformat = ")


def test_a_saved_draft_loads_as_the_plain_instrument(tmp_path: Path, kysely: Instrument) -> None:
    draft = drafted(kysely, Guess("malli_a", "kolme eri\nvastausta\r\0\N{LINE SEPARATOR}x"))
    for name in ("kysely.toml", "kysely.json"):
        draft.save(tmp_path / name)
        assert Instrument.load(tmp_path / name) == kysely
        assert Draft.load(tmp_path / name) == drafted(kysely)
    assert "# arvaus: kolme eri vastausta x\n[[questions]]" in (tmp_path / "kysely.toml").read_text("utf-8")
    assert "arvaus" not in (tmp_path / "kysely.json").read_text("utf-8")


@settings(max_examples=40)
@given(instruments(most=2), st.lists(st.text(), max_size=3), texts())
def test_no_reason_breaks_the_file(
    tmp_path_factory: pytest.TempPathFactory, instrument: Instrument, reasons: list[str], name: str
) -> None:
    path = tmp_path_factory.mktemp("draft") / "k.toml"
    names = [question.id for question in instrument] or [name]
    guesses = [Guess(names[place % len(names)], reason) for place, reason in enumerate(reasons)]
    drafted(instrument, *guesses).save(path)
    assert Instrument.load(path) == instrument
    lines = path.read_text("utf-8").split("\n")
    assert sum(line.startswith("# arvaus: ") for line in lines) == len(reasons)


def test_guesses_are_guesses() -> None:
    with pytest.raises(CodebookError, match=r"guesses holds 'x' of type str\. Write Guess"):
        Draft("koe", "Koe", guesses=("x",))  # type: ignore[arg-type]
    assert Draft("koe", "Koe", guesses=[Guess("a", "b")]).guesses == (Guess("a", "b"),)
