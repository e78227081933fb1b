"""Drafting a codebook: every kind of question from layout A, and a draft that reads the file it came from."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from exports import WRITERS, Cell, export
from hypothesis import example, given, settings
from hypothesis import strategies as st

import verkosto as vk
from verkosto.errors import EmptySourceError, OptionError, SourceError, SourceNotFoundError, UnknownBackendError
from verkosto.instruments import (
    RESERVED,
    AreaQuestion,
    Date,
    Draft,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Ranking,
    SingleChoice,
    Text,
)
from verkosto.responses import Provenance, Responses

NBSP = "\u00a0"
ROWS = 60

COLUMNS: dict[str, Sequence[Cell]] = {
    "Vastausaika": ["5.2.2020 9.05", "6.3.2020 23.59"],
    f"1.{NBSP}Mikä: onko tyyppi?": ["Paikallinen", "Valtakunnallinen", "En osaa sanoa"],
    "Kuukaudet: kesä:Kesäkuu": ["Kesäkuu", ""],
    "Kuukaudet: kesä:Muu, mikä?": ["", "Muu, mikä?", "Muu, mikä?"],
    "Kuukaudet: kesä:Muu, mikä? Avoimet vastaukset": ["", "", "joulukuu"],
    "Mitä mieltä?:Sujuu": ["Eri mieltä", "Samaa mieltä", "En osaa sanoa"],
    "Mitä mieltä?:Tietoa on:": ["Samaa mieltä", "", "Eri mieltä"],
    "Järjestä:A": [1, 2, 3],
    "Järjestä:B": [2, 3, 1],
    "Järjestä:C": [3, 1, 2],
    "Suosittelisitko?": [0, 7, 10],
    "Montako jäsentä?:": [1500, "2,5", 30],
    "Milloin perustettu?": ["1.5.1999", "2.12.2003"],
    "Kotikunta": ["Espoo", "Kuopio", "Oulu"],
    "Kuntakoodi": ["049", "297", "564"],
    "Järjestön nimi": [f"Yhdistys {n}" for n in range(20)],
    "Sähköposti": [f"n{n}@esimerkki.fi" for n in range(30)],
    "Kuka täytti?": [f"040 12345{n}" for n in range(10, 40)],
    "Painokerroin": ["0,8", "1,2"],
}  # fmt: skip
OPEN = [f"Oma vastaus numero {n}" for n in range(ROWS)]


def table() -> list[list[Cell]]:
    titles = [*COLUMNS, "Miksi?", "Miksi?", "Tyhjä"]
    columns = [*COLUMNS.values(), OPEN, OPEN[::-1], [""]]
    return [list(titles), *([column[n % len(column)] for column in columns] for n in range(ROWS))]


@pytest.fixture(params=WRITERS)
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return export(tmp_path, table(), request.param, name="Järjestökysely_2020_Perusraportti")


def reread(path: Path, draft: Instrument, **options: Any) -> Responses:
    with warnings.catch_warnings(action="ignore"):
        return vk.read(path, draft, **{"backend": "webropol", **options})


def told(responses: Responses) -> Provenance:
    """Where responses came from; whatever was read tells it."""
    assert responses.provenance is not None
    return responses.provenance


def ids_of(draft: Draft) -> list[str]:
    return [*(column.id for column in draft.columns), *(question.id for question in draft.questions)]


def reason(draft: Draft, name: str) -> str:
    (found,) = [guess.reason for guess in draft.guesses if guess.id == name]
    return found


def test_every_kind_is_found_in_layout_a(path: Path) -> None:
    draft = vk.infer(path, backend="webropol")
    assert [(question.id, type(question)) for question in draft.questions] == [
        ("tyyppi", SingleChoice),
        ("kuukaudet_kesa", MultipleChoice),
        ("mita_mielta", Matrix),
        ("jarjesta", Ranking),
        ("suosittelisitko", Nps),
        ("montako_jasenta", Number),
        ("milloin_perustettu", Date),
        ("kotikunta", AreaQuestion),
        ("kuntakoodi", AreaQuestion),
        ("miksi", Text),
        ("miksi_2", Text),
        ("tyhja", Text),
    ]
    assert [(column.id, column.role) for column in draft.columns] == [
        ("vastausaika", "time"),
        ("jarjeston_nimi", "unit_id"),
        ("sahkoposti", "email"),
        ("kuka_taytti", "identifier"),
        ("painokerroin", "weight"),
    ]
    assert draft.unit_id == "jarjeston_nimi"
    assert draft.fieldwork == vk.Period("2020-02", "2020-03")
    kuut = draft.questions[1]
    assert isinstance(kuut, MultipleChoice)
    assert [(o.label.fi, o.free_text) for o in kuut.options] == [("Kesäkuu", False), ("Muu, mikä?", True)]
    tyyppi = draft.questions[0]
    assert isinstance(tyyppi, SingleChoice)
    assert [(o.code, o.kind) for o in tyyppi.options][-1] == ("eos", "dont_know")
    vaitteet = draft.questions[2]
    assert isinstance(vaitteet, Matrix)
    assert [row.label.fi for row in vaitteet.rows] == ["Sujuu", "Tietoa on:"]
    assert [o.label.fi for o in vaitteet.scale.options] == ["Eri mieltä", "Samaa mieltä", "En osaa sanoa"]


def test_a_draft_reads_its_file_at_once(path: Path) -> None:
    draft = vk.infer(path, backend="webropol")
    responses = reread(path, draft, strict=True)
    assert len(responses) == ROWS
    assert not responses.issues
    assert responses.unbound.empty
    cells = told(responses).cells
    assert cells.withheld == 2 * ROWS
    assert cells.read == cells.decoded + cells.withheld
    assert set(responses.frame["kotikunta"]) == {"049", "297", "564"}
    assert "esimerkki" not in responses.frame.to_csv()
    assert not vk.crosstab(responses, "tyyppi", by="maakunta", through="kotikunta").frame.empty


def test_a_saved_draft_reads_the_file_too(path: Path, tmp_path: Path) -> None:
    draft = vk.infer(path)
    for name in ("k.toml", "k.json"):
        draft.save(tmp_path / name)
        assert Instrument.load(tmp_path / name) == draft.instrument
    assert not reread(path, Instrument.load(tmp_path / "k.toml")).issues


def test_every_question_and_column_has_a_guess_and_an_id_of_its_own(path: Path) -> None:
    draft = vk.infer(path, backend="webropol")
    ids = ids_of(draft)
    assert len(set(ids)) == len(ids)
    assert all(reason(draft, name) for name in ids)
    toml = draft.to_toml()
    assert all(f"# arvaus: {guess.reason}" in toml for guess in draft.guesses)


def test_reasons_show_no_open_answer_and_no_identifier(path: Path) -> None:
    draft = vk.infer(path, backend="webropol")
    said = repr(draft) + draft.to_toml() + "".join(map(repr, draft.guesses))
    for answer in ("Oma vastaus", "esimerkki.fi", "Yhdistys 1", "040 1"):
        assert answer not in said


def test_id_and_title_come_from_the_file_s_name_or_the_caller(path: Path) -> None:
    draft = vk.infer(path)
    assert (draft.id, draft.title.fi) == ("jarjestokysely_2020", "Järjestökysely 2020")
    draft = vk.infer(path, id="oma", title="Oma: kysely")
    assert (draft.id, draft.title.fi) == ("oma", "Oma: kysely")


@pytest.mark.parametrize("name", ["_Perusraportti", "Perusraportti", "perusraportti.v2"])
def test_a_name_that_tells_nothing_still_gives_one(tmp_path: Path, name: str) -> None:
    draft = vk.infer(export(tmp_path, [["a"], ["b"]], name=name), backend="webropol")
    assert draft.id
    assert draft.title.fi


def test_detection_and_naming_draft_the_same(path: Path) -> None:
    assert vk.infer(path) == vk.infer(path, backend="webropol") == vk.infer(path, layout="A")


def test_a_plain_table_is_drafted_by_the_generic_reader(tmp_path: Path) -> None:
    path = export(tmp_path, [["Väri", "Luku"], *(["Sininen" if n % 2 else "Punainen", n % 2] for n in range(10))])
    draft = vk.infer(path)
    assert [type(question) for question in draft.questions] == [SingleChoice, Number]
    assert not reread(path, draft, backend="csv").issues


@pytest.mark.parametrize("writer", WRITERS)
def test_a_header_without_answers_gives_open_questions(tmp_path: Path, writer: str) -> None:
    path = export(tmp_path, [["Vastausaika", "Miksi?", "Kuka?"]], writer)
    draft = vk.infer(path, backend="webropol")
    assert [column.role for column in draft.columns] == ["time"]
    assert [type(question) for question in draft.questions] == [Text, Text]
    assert not reread(path, draft).issues


def test_bad_input_is_refused_as_by_read(tmp_path: Path) -> None:
    (tmp_path / "tyhja.csv").touch()
    with pytest.raises(EmptySourceError, match=r"tyhja\.csv: the file is empty"):
        vk.infer(tmp_path / "tyhja.csv")
    with pytest.raises(SourceNotFoundError, match=r"Did you mean 'tyhja\.csv'"):
        vk.infer(tmp_path / "thja.csv")
    with pytest.raises(SourceError, match="is a folder"):
        vk.infer(tmp_path)
    path = export(tmp_path, [["a"], ["b"]])
    with pytest.raises(UnknownBackendError, match="webropol"):
        vk.infer(path, backend="webropool")
    with pytest.raises(OptionError, match="Did you mean 'values'"):
        vk.infer(path, backend="webropol", valeus="text")
    with pytest.raises(OptionError, match="values must be one of"):
        vk.infer(path, backend="webropol", values="words")


@pytest.mark.parametrize("title", [*sorted(RESERVED), "Label:", "N", "1. Base", "Value?"])
def test_a_title_that_tables_use_makes_another_id(tmp_path: Path, title: str) -> None:
    path = export(tmp_path, [[title, title], ["x", "y"], ["z", "w"]])
    draft = vk.infer(path, backend="webropol", layout="A")
    ids = [question.id for question in draft.questions]
    assert len(set(ids)) == 2
    assert not RESERVED & set(ids)
    assert reread(path, draft, layout="A", strict=True).frame[ids].to_numpy().tolist() == [["x", "y"], ["z", "w"]]


@pytest.mark.parametrize("title", ["日本語の質問", "??", "¿", "١٢", "ß", "2020"])
def test_a_title_without_a_letter_that_ids_know_makes_one_all_the_same(tmp_path: Path, title: str) -> None:
    path = export(tmp_path, [[title, "b"], ["x", "y"], ["z", "w"]])
    draft = vk.infer(path, backend="webropol")
    assert reread(path, draft, strict=True).frame[draft.questions[0].id].tolist() == ["x", "z"]


_TITLES = st.sampled_from(
    [
        "Q",
        "Q:",
        "1. Q",
        "Q:a",
        "Q:b",
        "Q:b:",
        "Q:c",
        "Q:a:x",
        "Q:a:y",
        "q:A",
        "Q:En osaa sanoa",
        "R: s:a",
        "R: s:b",
        "Q:a Avoimet vastaukset",
        "a",
        "b",
        NBSP,
        f"Q{NBSP}:a",
        ":a",
        ":",
        "1",
        "n",
        "Q[a]",
        "Vastausaika",
        "Kunta",
        "Järjestön nimi",
        "Sähköposti",
        "Paino",
    ]
)
_CELLS = st.sampled_from(
    [
        "",
        "",
        "a",
        "b",
        "A",
        "a ",
        "a:",
        NBSP,
        "1",
        "2",
        "3",
        "0",
        "1,5",
        "-1",
        "99",
        "x",
        "En osaa sanoa",
        "EOS",
        "Espoo",
        "049",
        "5.2.2020",
        "jokseenkin pitkä vastaus.",
        "n@esimerkki.fi",
    ]
)


@st.composite
def _tables(draw: st.DrawFn) -> list[list[str]]:
    # A row of white space alone is no header.
    titles = draw(st.lists(_TITLES, min_size=1, max_size=6).filter(lambda row: any(map(str.strip, row))))
    few = st.sampled_from(draw(st.lists(_CELLS, min_size=1, max_size=4)))
    rows = draw(st.lists(st.lists(few, min_size=len(titles), max_size=len(titles)), max_size=8))
    return [titles, *rows]


@settings(max_examples=40)
@given(_tables())
@example([["Q:a", "Q:b"], ["a", ""], ["", "b"]])
@example([["Q", "Q:"], ["a", "b"]])
def test_any_table_can_be_drafted_and_read_with_its_draft(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = export(Path(folder), rows)
        draft = vk.infer(path, backend="webropol", layout="A")
        ids = ids_of(draft)
        assert len(set(ids)) == len(ids)
        assert {guess.id for guess in draft.guesses} >= set(ids)
        responses = reread(path, draft, layout="A")
        cells = told(responses).cells
        assert cells.read == sum(bool(cell.strip()) for row in rows[1:] for cell in row)
        assert cells.read == cells.decoded + cells.issues + cells.unbound + cells.withheld
        assert "question_not_found" not in {issue.reason for issue in responses.issues}


def test_options_of_a_draft_have_codes_of_their_own(tmp_path: Path) -> None:
    rows = [["Q:Muu, mikä?", "Q:Muu, millainen?", "Q:En osaa sanoa", "Q:EOS"]]
    rows += [[title.partition(":")[2] if n == place else "" for place, title in enumerate(rows[0])] for n in range(4)]
    draft = vk.infer(export(tmp_path, rows), backend="webropol")
    (question,) = draft.questions
    assert isinstance(question, MultipleChoice)
    assert all(isinstance(option, Option) for option in question.options)
    assert len({option.code for option in question.options}) == 4
    assert [option.kind for option in question.options] == [None, None, "dont_know", "dont_know"]


def test_rows_of_a_matrix_and_ranked_items_may_be_named_like_missing_answers(tmp_path: Path) -> None:
    titles = ["Q:En osaa sanoa", "Q:Muu", "Q:Muu Avoimet vastaukset", "R:EOS", "R:b", "R:c", "R:c"]
    rows: list[list[Cell]] = [["Usein", "Aina", "", 1, 2, 3, ""], ["Aina", "Usein", "katos", 2, 3, 1, "laavu"]] * 5
    path = export(tmp_path, [list(titles), *rows])
    draft = vk.infer(path, backend="webropol")
    matrix, ranking = draft.questions
    assert isinstance(matrix, Matrix)
    assert isinstance(ranking, Ranking)
    assert [(row.label.fi, row.kind, row.free_text) for row in (*matrix.rows, *ranking.options)] == [
        ("En osaa sanoa", None, False),
        ("Muu", None, True),
        ("EOS", None, False),
        ("b", None, False),
        ("c", None, True),
    ]
    responses = reread(path, draft, strict=True)
    assert set(responses.frame["q[muu].text"].dropna()) == {"katos"}
    assert set(responses.frame["r[c].text"].dropna()) == {"laavu"}
