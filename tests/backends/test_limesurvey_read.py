"""LimeSurvey by `read` and `infer`, with nothing stated but the codebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from limesurvey import codebook, file, read, survey, truth
from limesurvey_server import PATH, Interface
from lss_files import lss, write_lss
from made_backends import install

import verkosto as vk
from verkosto.backends import LimeSurveyApi
from verkosto.backends._limesurvey_codebook import draft_of
from verkosto.errors import SourceError
from verkosto.instruments import MultipleChoice
from verkosto.responses import Responses
from verkosto.testing import LoopbackServer


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ("limesurvey", "verkosto.backends:LimeSurveyBackend"))
    monkeypatch.setenv("LIMESURVEY_USER", "admin")
    monkeypatch.setenv("LIMESURVEY_PASSWORD", "invented-9x")


def hidden(answers: Responses, name: str) -> list[bool]:
    return (answers.missing(name) == "not_asked").tolist()


@pytest.mark.parametrize(
    "name", ["csv_fi_all_full_short.csv", "json_fi_all_code_short.json", "csv_fi_all_code_long.csv"]
)
def test_ticks_tell_what_was_not_shown(name: str) -> None:
    kysely = codebook()
    answers = vk.read(file(name), kysely)
    assert answers.provenance is not None
    assert answers.provenance.backend == "limesurvey"
    for question in kysely:
        if isinstance(question, MultipleChoice):
            for variable in question.variables():
                wanted = [reason == "not_asked" for _, reason in truth(kysely)[variable]]
                assert hidden(answers, variable) == wanted, variable


def test_a_hidden_multiple_choice_is_not_asked_though_blank_means_not_selected() -> None:
    answers = vk.read(file("json_fi_all_code_short.json"), codebook(), blank_means="not_selected")
    assert hidden(answers, "kanava[SQ001]") == [False, False, True, False, True, False]
    assert answers.frame["kanava[SQ001]"].dropna().tolist() == [True, False, False, False]


def test_naming_the_backend_gives_the_same() -> None:
    path = file("csv_fi_all_code_short_emcode.csv")
    assert vk.read(path, codebook(), backend="limesurvey").frame.equals(vk.read(path, codebook()).frame)


def test_a_server_is_read_like_a_file() -> None:
    with LoopbackServer(Interface()) as server:
        source = LimeSurveyApi(f"{server.url}{PATH}", 202605, page=4)
        assert vk.infer(source) == draft_of(survey("fi", "sv"))
        answers = vk.read(LimeSurveyApi(f"{server.url}{PATH}", 202605, page=4), codebook())
    assert answers.frame.equals(read(file("json_fi_all_code_short.json"), codebook()).frame)
    assert answers.provenance is not None
    assert answers.provenance.options["page"] == 4
    assert answers.provenance.cells.read == 86


class TestInfer:
    def test_a_structure_gives_its_codebook(self, tmp_path: Path) -> None:
        assert vk.infer(write_lss(tmp_path, lss())) == draft_of(survey("fi", "sv"))
        assert vk.infer(write_lss(tmp_path, lss()), backend="limesurvey", id="a", title="A").id == "a"

    def test_a_structure_is_no_export(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="is the structure of a survey, without answers"):
            vk.read(write_lss(tmp_path, lss()), codebook())

    @pytest.mark.parametrize(
        "name", ["csv_fi_all_full_long.csv", "json_fi_all_code_short.json", "xls_fi_all_full_long.xls"]
    )
    def test_an_export_alone_gives_a_draft_that_reads_it(self, name: str) -> None:
        draft = vk.infer(file(name), backend="limesurvey")
        answers = vk.read(file(name), draft, backend="limesurvey")
        assert len(answers) == 6
        assert answers.provenance is not None
        assert answers.provenance.cells.unbound == 0
        assert not answers.issues


def test_tokens_of_undeclared_columns_are_withheld(tmp_path: Path) -> None:
    path = tmp_path / "vienti.csv"
    path.write_text(
        '"id";"submitdate";"lastpage";"startlanguage";"seed";"token";"kunta"\n"1";;"1";"fi";"5";"abc";"049"\n'
    )
    with pytest.warns(vk.errors.VerkostoWarning):
        answers = vk.read(path, codebook())
    assert answers.provenance is not None
    assert answers.provenance.cells.withheld == 1
    assert "token" not in answers.unbound


@pytest.mark.parametrize("heads", ['"lastpage";"startlanguage";"seed"', '"Viimeinen sivu";"Start language";"Siemen"'])
def test_undeclared_columns_of_the_tool_are_no_issues(heads: str, tmp_path: Path) -> None:
    path = tmp_path / "vienti.csv"
    path.write_text(f'"id";"submitdate";{heads};"kunta"\n"1";"2026-07-01 10:00:00";"1";"fi";"5";"049"\n')
    columns = [codebook().column(name) for name in ("id", "submitdate")]
    answers = vk.read(path, evolve(codebook(), columns=columns, questions=[codebook()["kunta"]]), strict=True)
    assert list(answers.unbound) == [head.strip('"') for head in heads.split(";")]


def test_json_keeps_numbers_as_they_were_written_and_spells_out_half_a_character(tmp_path: Path) -> None:
    path = tmp_path / "vienti.json"
    own = '"submitdate": null, "lastpage": 1, "seed": ""'
    path.write_text(
        f'{{"responses": [{{"id": 1, {own}, "q1": 1.10, "q2": "\\ud83d"}},'
        f'{{"id": 20000000000000000001, {own}, "q1": 1e400, "q2": "\\ud83d\\ude00"}}]}}'
    )
    kysely = vk.Instrument(
        "k",
        "K",
        columns=(vk.Column("tunnus", "id", role="response_id"),),
        questions=(vk.Text("q1", "Eka"), vk.Text("q2", "Toka")),
    )
    answers = read(path, kysely)
    assert answers.frame["q1"].tolist() == ["1.10", "1e400"]
    assert answers.frame["q2"].tolist() == ["\\ud83d", "\U0001f600"]
    assert answers.frame["tunnus"].tolist() == ["1", "20000000000000000001"]
