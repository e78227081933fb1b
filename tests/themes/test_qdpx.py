"""Codings of other programs: tied to answers by what texts say and by their names, each coder apart, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from qda_files import codes, coding, guid, project, qdpx, selection, source

import verkosto as vk
from verkosto.errors import CodingError
from verkosto.themes import Change, Codebook, Coding, Comment, Theme, load_qdpx

TEXTS = [
    "Kokoustila keskustasta",
    "Rahaa ja tilaa",
    "-",
    "rahaa  ja tilaa",
    "Koulutusta,\nmielellään verkossa",
    None,
    "Tila",
]
CODES = codes("Tilat", "Raha", "Koulutus")
SURVEY = vk.Instrument(
    "yhteistyo",
    "Yhteistyö",
    columns=(vk.Column("nro", "nro", role="response_id"),),
    questions=(vk.Text("toive", "Mikä yhteistyö auttaisi?"), vk.Number("jasenia", "Jäseniä")),
)


def answers(texts: Sequence[str | None] = TEXTS, first: int = 101) -> vk.Responses:
    ids = [str(first + n) for n in range(len(texts))]
    return vk.Responses.from_frame(pd.DataFrame({"nro": ids, "toive": texts, "jasenia": 1}), SURVEY)


ANSWERS = answers()


def marks(result: Coding, coder: str = "Aino") -> dict[str, set[str]]:
    """Themes by answer, of the answers that a coder coded."""
    at = result.coders.index(coder)
    rows = [row for row in range(len(result.answers)) if result.coded[at, row]]
    return {
        result.answers.ids[row]: {theme for n, theme in enumerate(result.codebook.ids) if result.marks[at, row, n] == 1}
        for row in rows
    }


def found(result: Coding) -> list[tuple[str | None, str | None, str]]:
    return [(issue.column, issue.value, issue.reason) for issue in result.issues]


def read(folder: Path, qde: str, texts: Mapping[str, str | bytes] | None = None, **more: Codebook) -> Coding:
    return load_qdpx(qdpx(folder / "projekti.qdpx", qde, texts), ANSWERS, "toive", **more)


def at(text: str, words: str, *inside: str) -> str:
    """Return a passage of a text by its words."""
    start = text.index(words)
    return selection(start, start + len(words), *inside)


def test_a_text_for_each_answer_named_by_its_id(tmp_path: Path) -> None:
    texts = {f"{n}": text for n, text in enumerate(TEXTS, start=101) if text and text != "-"}
    sources = [source(name, selection(0, 4, coding("Tilat"))) for name in texts]
    result = read(tmp_path, project(*sources, codes=CODES), texts)
    assert result.coders == ("Aino",)
    assert result.codebook.ids == ("tilat", "raha", "koulutus")
    assert marks(result) == {name: {"tilat"} for name in texts}
    assert result.issues == ()
    assert result.answers.text(3) == "rahaa  ja tilaa"
    assert result.changes[0] == Change("101", "Aino", "tilat", "", "yes", "projekti.qdpx, line 2 of project.qde")


@pytest.mark.parametrize("name", ["102.txt", "Vastaaja 102", "toive_vastaus 102.docx", "Toiveet/102"])
def test_a_name_decides_between_answers_that_say_the_same(name: str, tmp_path: Path) -> None:
    result = read(tmp_path, project(source(name, selection(0, 4, coding("Raha")), text="Rahaa ja tilaa"), codes=CODES))
    assert marks(result) == {"102": {"raha"}}


def test_names_that_number_otherwise_do_not_mislead(tmp_path: Path) -> None:
    # The other program numbered from 100, so that every name is the id of the answer before.
    texts = {f"{n}": text for n, text in enumerate(TEXTS, start=100) if text and n in (100, 104, 106)}
    sources = [source(name, selection(0, 4, coding("Tilat"))) for name in texts]
    assert set(marks(read(tmp_path, project(*sources, codes=CODES), texts))) == {"101", "105", "107"}


def test_a_text_that_was_corrected_is_tied_by_its_name_where_names_hold(tmp_path: Path) -> None:
    texts = {"101": "Kokoustila keskustasta", "105": "Koulutusta, mielellään verkosta!", "muistio": "Muuta"}
    sources = [source(name, selection(0, 4, coding("Koulutus"))) for name in texts]
    result = read(tmp_path, project(*sources, codes=CODES), texts)
    assert set(marks(result)) == {"101", "105"}
    assert found(result) == [("text at line 2, coder Aino", "Koulutus", "unknown_answer")]
    with pytest.raises(CodingError, match="none of the 1 texts is an answer to 'toive'"):
        read(tmp_path, project(sources[1], codes=CODES), texts)
    with pytest.raises(CodingError, match="1 of them are not in the file"):
        read(tmp_path, project(source("muistio", selection(0, 4, coding("Koulutus"))), codes=CODES))


def test_answers_that_say_the_same_are_told_apart_by_order_or_not_at_all(tmp_path: Path) -> None:
    first = source("x", selection(0, 4, coding("Raha")), text="Rahaa ja tilaa")
    second = source("y", selection(0, 4, coding("Tilat")), text="Rahaa ja tilaa")
    assert marks(read(tmp_path, project(first, second, codes=CODES))) == {"102": {"raha"}, "104": {"tilat"}}
    alone = read(tmp_path, project(first, source("z", selection(0, 2, coding("Tilat")), text="Tila"), codes=CODES))
    assert marks(alone) == {"107": {"tilat"}}
    assert found(alone) == [("text at line 2, coder Aino", "Raha", "several_answers")]


def test_one_long_text_with_all_answers(tmp_path: Path) -> None:
    long = "Mikä yhteistyö auttaisi?\r\n\r\n" + "\r\n\r\n".join(text.replace("\n", "\r\n") for text in TEXTS if text)
    passages = [
        at(long, "auttaisi", coding("Raha")),
        at(long, "keskustasta", coding("Tilat")),
        at(long, "mielellään", coding("Koulutus")),
        at(long, "tilaa\r\n\r\n-\r\n\r\nrahaa", coding("Raha")),
    ]
    result = read(tmp_path, project(source("kaikki", *passages), codes=CODES), {"kaikki": long})
    assert marks(result) == {"101": {"tilat"}, "102": {"raha"}, "104": {"raha"}, "105": {"koulutus"}}
    assert found(result) == [
        ("text at line 2, coder Aino", "Raha", "unknown_answer"),
        ("answer 103, coder Aino", "Raha", "no_place"),
    ]


@pytest.mark.parametrize(
    ("form", "last"),
    [("{id}: {text}", "104"), ("[{id}] {text}", "104"), ("Vastaaja {id} – {text}", "104"), ("{id}\n{text}\n", "104")],
)
def test_a_long_text_that_tells_whose_each_answer_is(form: str, last: str, tmp_path: Path) -> None:
    rows = [(102, "Tila"), (107, "Tila"), (104, "Rahaa ja tilaa"), (105, "Koulutusta, mielellään verkossa")]
    long = "\n".join(form.format(id=number, text=text) for number, text in rows)
    passages = [at(long, "tilaa", coding("Raha")), at(long, "verkossa", coding("Koulutus"))]
    result = read(tmp_path, project(source("kaikki", *passages, text=long), codes=CODES))
    assert marks(result) == {last: {"raha"}, "105": {"koulutus"}}


def test_an_answer_inside_a_sentence_is_found_when_it_was_coded_as_a_whole(tmp_path: Path) -> None:
    long = "Eräs vastaaja sanoi Kokoustila keskustasta ja toinen sanoi rahaa ja tilaa kovasti."
    passages = [at(long, "Kokoustila keskustasta", coding("Tilat")), at(long, "rahaa ja tilaa", coding("Raha"))]
    result = read(tmp_path, project(source("kaikki", *passages, text=long), codes=CODES))
    assert marks(result) == {"101": {"tilat"}}
    assert found(result) == [("text at line 2, coder Aino", "Raha", "several_answers")]


def test_a_text_for_each_respondent_with_several_questions(tmp_path: Path) -> None:
    long = "Järjestö\nYhdistys ry\nMikä yhteistyö auttaisi?\nRahaa ja tilaa\nMuuta\nTila"
    passages = [at(long, "Yhdistys", coding("Tilat")), at(long, "Rahaa", coding("Raha"))]
    whole = "Kokoustila keskustasta\nKiitos"
    sources = [source("104", *passages, text=long), source("101", coding("Tilat"), text=whole)]
    result = read(tmp_path, project(*sources, codes=CODES))
    assert marks(result)["101"] == {"tilat"}
    assert marks(result)["104"] == {"raha"}
    assert found(result)[0] == ("text at line 2, coder Aino", "Tilat", "unknown_answer")


def test_every_user_who_coded_is_a_coder(tmp_path: Path) -> None:
    inside = [
        selection(0, 4, coding("Tilat"), coding("Raha", "Bo"), coding("Tilat", "Bo")),
        selection(0, 2, coding("Raha", None)),
    ]
    qde = project(source("101", *inside, text=TEXTS[0]), codes=CODES, users=("Cia", "Aino", "Bo", "Dag"))
    result = read(tmp_path, qde)
    assert result.coders == ("Aino", "Bo", "unknown")
    assert [marks(result, coder) for coder in result.coders] == [
        {"101": {"tilat"}},
        {"101": {"tilat", "raha"}},
        {"101": {"raha"}},
    ]
    own = qde.replace("<Project ", f'<Project creatingUserGUID="{{{guid("user", "Cia").upper()}}}" ')
    assert read(tmp_path, own).coders == ("Cia", "Aino", "Bo")
    alike = qde.replace('name="Bo"', 'name="Aino"').replace('name="Cia"', 'id="C"').replace('name="Dag"', "")
    assert read(tmp_path, alike).coders == ("Aino", "Aino (2)", "unknown")
    single = project(source("101", selection(0, 4, coding("Raha", None)), text=TEXTS[0]), codes=CODES)
    assert read(tmp_path, single).coders == ("Aino",)


def test_a_project_that_nobody_coded_has_no_coders(tmp_path: Path) -> None:
    result = read(tmp_path, project(source("muuta", text="Muuta"), codes=CODES))
    assert (result.coders, result.marks.shape, result.issues) == ((), (0, 7, 3), ())


def test_a_given_codebook_meets_codes_by_guid_label_and_former_id(tmp_path: Path) -> None:
    book = Codebook(
        "t",
        "T",
        [
            Theme("huoneet", "Huoneet", guid=guid("code", "Tilat").upper()),
            Theme("varat", "Varat", former=["raha"]),
            Theme("oppi", {"fi": "Oppi", "sv": "KOULUTUS"}),
            Theme("otsikko", "Otsikko", codable=False),
        ],
    )
    names = ("Tilat", "Raha", "Koulutus", "Otsikko", "Outo")
    qde = project(source("101", *(selection(0, 4, coding(name)) for name in names), text=TEXTS[0]), codes=codes(*names))
    result = read(tmp_path, qde, codebook=book)
    assert result.codebook is book
    assert marks(result) == {"101": {"huoneet", "varat", "oppi"}}
    assert found(result) == [
        ("answer 101, coder Aino", "Otsikko", "unknown_theme"),
        ("answer 101, coder Aino", "Outo", "unknown_theme"),
    ]
    assert result.issues[0].variable == "toive"
    assert marks(read(tmp_path, qde, codebook=Codebook("t", "T", [Theme("muu", "Muu")]))) == {}


def test_without_any_codebook_nothing_can_be_told(tmp_path: Path) -> None:
    qde = project(source("101", selection(0, 4, coding("Tilat")), text=TEXTS[0]))
    with pytest.raises(CodingError, match=r"projekti\.qdpx: the project has no codebook\. Give the one that was used"):
        read(tmp_path, qde)
    own = Codebook("t", "T", [Theme("tilat", "Tilat", guid=guid("code", "Tilat"))])
    assert marks(read(tmp_path, qde, codebook=own)) == {"101": {"tilat"}}


def test_a_code_of_the_text_as_a_whole(tmp_path: Path) -> None:
    one = source("101", coding("Tilat"), text=TEXTS[0])
    many = source("kaikki", coding("Raha"), text="Tila\nKoulutusta,\nmielellään verkossa")
    result = read(tmp_path, project(one, many, codes=CODES))
    assert marks(result) == {"101": {"tilat"}}
    assert found(result) == [("text at line 2, coder Aino", "Raha", "several_answers")]


def test_memos_become_comments(tmp_path: Path) -> None:
    note = guid("note")
    inside = selection(
        0, 4, "<Description> Epävarma </Description>", coding("Tilat"), f'<NoteRef targetGUID="{note}"/>'
    )
    notes = f'<Notes><Note guid="{note.upper()}"><PlainTextContent>Kysy Bolta</PlainTextContent></Note></Notes>'
    other = source("muu", selection(0, 1, "<Description>Hukassa</Description>", coding("Raha")), text="Muuta")
    result = read(tmp_path, project(source("101", inside, text=TEXTS[0]), other, codes=CODES, more=notes))
    assert result.comments == (
        Comment("101", "Aino", "Epävarma\n\nKysy Bolta", "projekti.qdpx, line 2 of project.qde"),
    )
    assert "Epävarma" not in repr(result.comments)
    assert found(result) == [("text at line 2, coder Aino", "Raha: Hukassa", "unknown_answer")]


def test_a_note_on_a_code_is_part_of_its_definition(tmp_path: Path) -> None:
    code = f'<Code guid="{guid("code", "Tilat")}" name="Tilat"><NoteRef targetGUID="{guid("n")}"/></Code>'
    notes = f'<Notes><Note guid="{guid("n")}" plainTextPath="internal://{guid("source", "muistio")}.txt"/></Notes>'
    result = read(tmp_path, project(codes=code, more=notes), {"muistio": "Kaikki tilat"})
    assert str(result.codebook["tilat"].definition) == "Kaikki tilat"


def test_codings_of_pictures_pages_and_sound_are_kept_in_issues(tmp_path: Path) -> None:
    shot = f'<PictureSelection guid="{guid(2)}">{coding("Tilat")}</PictureSelection>'
    picture = f'<PictureSource guid="{guid(1)}">{shot}</PictureSource>'
    words = source("101", selection(0, 4, coding("Raha")), text=TEXTS[0]).replace("TextSource", "Representation")
    page = f'<PDFSelection guid="{guid(4)}">{coding("Koulutus")}</PDFSelection>'
    pdf = f'<PDFSource guid="{guid(3)}" name="101.pdf">{page}{words}</PDFSource>'
    result = read(tmp_path, project(picture, pdf, codes=CODES))
    assert marks(result) == {"101": {"raha"}}
    assert found(result) == [
        ("pictureselection", "Tilat", "no_place"),
        ("pdfselection", "Koulutus", "no_place"),
    ]


def test_positions_that_lie_outside_matter_only_where_a_text_holds_more(tmp_path: Path) -> None:
    odd = selection(5, 2, coding("Koulutus")) + selection(0, 1, coding("Tilat")).replace('="0" ', '="alku" ')
    one = source("101", selection(900, 950, coding("Tilat")), text=TEXTS[0])
    many = source("kaikki", selection(900, 950, coding("Raha")), odd, text="Tila\nMuuta")
    result = read(tmp_path, project(one, many, codes=CODES))
    assert marks(result) == {"101": {"tilat"}, "107": {"koulutus", "tilat"}}
    assert found(result) == [("text at line 2, coder Aino", "Raha", "unknown_answer")]


def test_an_answer_of_several_lines_is_not_taken_for_one_that_only_begins_alike(tmp_path: Path) -> None:
    long = "Koulutusta,\nmielellään muualla\nKoulutusta,\n\nmielellään verkossa\n"
    passages = [at(long, "muualla", coding("Raha")), at(long, "verkossa", coding("Koulutus"))]
    result = read(tmp_path, project(source("kaikki", *passages, text=long), codes=CODES))
    assert marks(result) == {"105": {"koulutus"}}


def test_a_question_that_holds_no_texts_is_refused(tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", project(codes=CODES))
    with pytest.raises(vk.errors.UnknownVariableError):
        load_qdpx(path, ANSWERS, "toivee")
    with pytest.raises(vk.errors.AnalysisError):
        load_qdpx(path, ANSWERS, "jasenia")
