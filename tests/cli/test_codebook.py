from __future__ import annotations

from pathlib import Path

from commands import Run

from verkosto.instruments import Instrument

Survey = tuple[str, str]


def test_a_draft_is_a_codebook_with_its_guesses(run: Run, survey: Survey) -> None:
    done = run("codebook", "draft", survey[1], "--backend", "webropol", "--id", "oma", "--title", "Oma")
    assert (done.code, done.err) == (0, "")
    assert "# arvaus" in done.out
    Path("luonnos.toml").write_text(done.out, encoding="utf-8")
    drafted = Instrument.load("luonnos.toml")
    assert (drafted.id, drafted.title.fi) == ("oma", "Oma")
    assert len(drafted.questions) > 10
    assert run("read", "luonnos.toml", survey[1], "--backend", "webropol").code == 0


def test_a_draft_to_a_file(run: Run, survey: Survey) -> None:
    done = run("codebook", "draft", survey[1], "-o", "luonnos.toml")
    assert (done.code, done.out) == (0, "")
    assert Instrument.load("luonnos.toml").questions


def test_a_draft_does_not_replace_the_answers(run: Run, survey: Survey) -> None:
    assert run("codebook", "draft", survey[1], "-o", survey[1]).code == 1


def test_a_codebook_that_holds_together(run: Run, survey: Survey) -> None:
    done = run("codebook", "check", survey[0])
    assert done.code == 0
    assert "the codebook holds together" in done.out
    assert "single_choice 5" in done.out
    assert "weight 1" in done.out
    assert "2020-02/2020-03" in done.out


def test_a_bare_codebook_says_what_it_leaves_open(run: Run) -> None:
    Instrument(id="tyhja", title="Tyhjä").save("tyhja.json")
    done = run("codebook", "check", "tyhja.json")
    assert done.code == 0
    assert "not stated: areas cannot be looked up" in done.out
    assert done.out.splitlines()[-2].split() == ["columns", "0"]


def test_each_fault_has_a_line(run: Run, survey: Survey) -> None:
    text = Path(survey[0]).read_text("utf-8")
    Path("rikki.toml").write_text(
        text.replace('kind = "nps"', 'kind = "nsp"').replace('id = "maksu"', 'id = "kunta"'), "utf-8"
    )
    done = run("codebook", "check", "rikki.toml")
    assert done.code == 1
    assert done.out == ""
    assert len(done.err.splitlines()) >= 2
    assert all(line.startswith("verkosto: rikki.toml: ") for line in done.err.splitlines())
