"""Projects in which respondents are cases, as programs that import surveys keep them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from qda_files import codes, coding, guid, project, qdpx, selection, source

import verkosto as vk
from verkosto.themes import Coding, load_qdpx

TEXTS = ["Tila", "Rahaa", "Tila", "Tila"]
SURVEY = vk.Instrument(
    "yhteistyo",
    "Yhteistyö",
    columns=(vk.Column("nro", "nro", role="response_id"),),
    questions=(vk.Text("toive", "Mikä yhteistyö auttaisi?"),),
)
FRAME = pd.DataFrame({"nro": ["a1", "a2", "a3", "a4"], "toive": TEXTS})


def read(folder: Path, *sources: str, cases: str = "") -> Coding:
    path = qdpx(folder / "p.qdpx", project(*sources, codes=codes("Tilat", "Raha"), cases=f"<Cases>{cases}</Cases>"))
    return load_qdpx(path, vk.Responses.from_frame(FRAME, SURVEY), "toive")


def case(name: str, *inside: str) -> str:
    return f'<Case guid="{guid("case", name)}" name="{name}">{"".join(inside)}</Case>'


def value(text: str) -> str:
    return f'<VariableValue><VariableRef targetGUID="{guid("v")}"/><TextValue>{text}</TextValue></VariableValue>'


def refer(kind: str, *names: object) -> str:
    return f'<{kind} targetGUID="{guid(*names)}"/>'


def coded(result: Coding) -> dict[str, list[int]]:
    rows = [row for row in range(len(FRAME)) if result.coders and result.coded[0, row]]
    return {result.answers.ids[row]: result.marks[0, row].tolist() for row in rows}


def test_a_case_that_was_coded_itself_has_its_answer_among_its_values(tmp_path: Path) -> None:
    tilat = refer("CodeRef", "code", "Tilat")
    cases = [case("a3", tilat, value("12"), value("Tila")), case("toinen", tilat, value("a4"), value("Tila"))]
    result = read(tmp_path, cases="".join(cases))
    assert coded(result) == {"a3": [1, 0], "a4": [1, 0]}
    assert result.coders == ("Aino",)


def test_a_case_names_its_text(tmp_path: Path) -> None:
    texts = [source(f"Dokumentti {n}", selection(0, 2, coding("Tilat")), text="Tila") for n in (1, 2)]
    cases = [
        case("a4", refer("SourceRef", "source", "Dokumentti 1")),
        case("a1", refer("SourceRef", "source", "Dokumentti 2")),
    ]
    assert coded(read(tmp_path, *texts, cases="".join(cases))) == {"a1": [1, 0], "a4": [1, 0]}


def test_a_case_names_a_passage_of_a_long_text(tmp_path: Path) -> None:
    long = "Tila Rahaa Tila"
    passages = [
        selection(0, 4, coding("Tilat")),
        selection(5, 10, coding("Raha")),
        selection(11, 15),
        selection(11, 14, coding("Tilat")),
    ]
    cases = [
        case("a3", refer("SelectionRef", "selection", 0, 4)),
        case("a2", refer("SelectionRef", "selection", 5, 10)),
        case("a4", refer("SelectionRef", "selection", 11, 15)),
    ]
    result = read(tmp_path, source("kaikki", *passages, text=long), cases="".join(cases))
    assert coded(result) == {"a2": [0, 1], "a3": [1, 0], "a4": [1, 0]}
    assert result.issues == ()


def test_a_passage_tied_to_a_case_by_a_coding_is_no_coding_with_a_theme(tmp_path: Path) -> None:
    tie = f'<Coding guid="{guid("t")}" creatingUser="{guid("user", "Aino")}">{refer("CodeRef", "case", "a4")}</Coding>'
    text = source("kaikki", selection(0, 4, tie), selection(1, 4, coding("Tilat")), text="Tila muuta")
    result = read(tmp_path, text, cases=case("a4"))
    assert coded(result) == {"a4": [1, 0]}
    assert result.issues == ()
