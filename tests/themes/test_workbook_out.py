"""What a coder gets: sheets, marks, drop-downs, definitions, and nothing that runs, is cut off or tells too much."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from attrs import evolve
from coder_books import ANSWERS, BOOK, coding_of, sheet_of

from verkosto import backends
from verkosto.errors import CodingError, MissingExtraError, OptionError, SourceError, UnknownVariableError
from verkosto.themes import Codebook, Theme
from verkosto.themes._workbook_plan import sheet_names

PROPOSED = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "koodaus.xlsx"


def columns(path: Path, sheet: str = "A") -> dict[str, list[str | None]]:
    _, page = sheet_of(path, sheet)
    return {str(column[0].value): [cell.value for cell in column[1:]] for column in page.iter_cols()}


def test_sheets_are_the_guide_the_themes_and_one_for_each_coder(path: Path) -> None:
    coding_of().workbook(path, coders=("A", "Maija"))
    book = openpyxl.load_workbook(path)
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("Ohje", "visible"),
        ("Teemat", "visible"),
        ("A", "visible"),
        ("Maija", "visible"),
        ("_verkosto", "veryHidden"),
    ]


def test_a_row_is_an_answer_that_says_something(path: Path) -> None:
    coding_of(proposed=PROPOSED).workbook(path, coders="A")
    found = columns(path)
    assert found["verkosto:id"] == ["Tunnus", "2", "3", "4", "6", "7"]
    assert found["verkosto:text"] == ["Vastaus", *(text for text in ANSWERS if text != "ei kommentoitavaa")]
    assert found["verkosto:theme:tilat"] == ["Tilat", "?", None, None, None, "?"]
    assert found["verkosto:done"] == ["Valmis", *[None] * 5]
    assert found["verkosto:language"][3] == "sv"


def test_of_a_response_only_its_id_and_answer_go_out_unless_more_is_asked(path: Path) -> None:
    coding_of().workbook(path, coders="A")
    assert not any("Yhdistys" in map(str, column) for column in columns(path).values())
    coding_of().workbook(path, coders="A", show="tyyppi")
    shown = columns(path)["verkosto:show:tyyppi"]
    assert shown == ["Järjestötyyppi", "Yhdistys", "Säätiö", "Yhdistys", "Yhdistys", "Säätiö"]
    with pytest.raises(UnknownVariableError, match="Did you mean 'tyyppi'"):
        coding_of().workbook(path, coders="A", show=("tyypi",))


def test_blind_coders_see_no_proposals(path: Path) -> None:
    coding_of(proposed=PROPOSED).workbook(path, coders="A", blind=True)
    assert columns(path)["verkosto:theme:tilat"] == ["Tilat", *[None] * 5]


def test_what_a_coder_decided_goes_out_with_it(path: Path) -> None:
    coding = coding_of(proposed=PROPOSED, coders=("A",))
    marks, pending = coding.marks.copy(), coding.pending.copy()
    marks[0, 0], marks[0, 1] = [1, 0, 0, 1], [0, 0, 0, 0]
    pending[0, 5] = [0, -1, 1, -1]
    evolve(coding, marks=marks, pending=pending).workbook(path, coders=("A", "B"))
    found = columns(path)
    assert found["verkosto:done"] == ["Valmis", "x", "ei teemaa", None, None, None]
    assert found["verkosto:theme:tilat"][1:] == ["x", None, None, None, "-"]
    assert found["verkosto:theme:raha"][1:] == [None, "-", None, None, "?"]
    assert found["verkosto:theme:avustus"][1:] == [None, None, None, None, "x"]
    assert columns(path, "B")["verkosto:theme:tilat"][1:] == ["?", None, None, None, "?"]


def test_cells_for_marks_have_a_drop_down_and_heads_a_definition(path: Path) -> None:
    coding_of(proposed=PROPOSED).workbook(path, coders="A", lang="sv")
    _, page = sheet_of(path, "A")
    lists = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert {place: rule.formula1 for place, rule in lists.items()} == {"B3:B7": '"x,inget tema"', "E3:H7": '"x,-,?"'}
    # Anything else is asked about and let through, so that no thought is lost.
    assert {rule.errorStyle for rule in lists.values()} == {"warning"}
    assert page["E2"].value == "Lokaler"
    assert page["E2"].comment.text.splitlines() == [
        "Lokaler",
        "Lokaler och utrustning",
        "Koda när: Kun puhutaan tiloista",
        "Koda inte när: Kun puhutaan rahasta tiloihin",
    ]
    assert page["G2"].comment.text == "Finansiering › Bidrag"
    assert (page.freeze_panes, page.auto_filter.ref) == ("D3", "A2:J7")
    assert page.row_dimensions[1].hidden
    assert page.column_dimensions["J"].hidden


def test_themes_have_a_sheet_with_everything_said_of_them(path: Path) -> None:
    coding_of().workbook(path, coders="A")
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["Teemat"].iter_rows()]
    assert rows[0][:3] == ["Tunnus", "Teema", "Yläteema"]
    assert rows[1] == [
        "tilat",
        "Tilat",
        None,
        "Tilat ja laitteet",
        "Kun puhutaan tiloista",
        "Kun puhutaan rahasta tiloihin",
        "Yhteinen varasto",
    ]
    assert rows[3][:3] == ["avustus", "Avustukset", "Rahoitus"]


def test_a_heading_over_other_themes_has_no_column(path: Path) -> None:
    book = Codebook("b", "B", (Theme("y", "Ylä", codable=False), Theme("a", "Ala", parent="y")))
    coding_of(book=book).workbook(path, coders="A")
    assert [key for key in columns(path) if ":theme:" in key] == ["verkosto:theme:a"]


def test_many_themes_stand_upright_side_by_side(path: Path) -> None:
    book = Codebook("b", "B", [Theme(f"t{n}", f"Teema numero {n}") for n in range(40)])
    coding_of(book=book).workbook(path, coders="A")
    _, page = sheet_of(path, "A")
    assert page["E2"].alignment.textRotation == 90
    assert page.column_dimensions["E"].width < 6


def test_nothing_runs_and_nothing_says_when_it_was_made(path: Path) -> None:
    coding_of().workbook(path, coders="A")
    first = path.read_bytes()
    coding_of().workbook(path, coders="A")
    assert path.read_bytes() == first
    _, page = sheet_of(path, "A")
    assert (page["C4"].value, page["C4"].data_type, page["C4"].quotePrefix) == (ANSWERS[1], "s", True)
    assert page["C6"].quotePrefix


@pytest.mark.parametrize("letter", ["ä", "🤝", "𝔛"])
def test_an_answer_longer_than_a_cell_goes_on_in_another_sheet(path: Path, letter: str) -> None:
    long = "tilat " + letter * 70_000
    coding_of([long, "lyhyt"]).workbook(path, coders="A")
    shown = columns(path)["verkosto:text"][1]
    assert shown is not None
    assert shown.endswith(" … [jatkuu arkilla Pitkät vastaukset]")
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["Pitkät vastaukset"].iter_rows()]
    assert rows[0] == ["Tunnus", "Osa", "Vastaus"]
    assert [row[1] for row in rows[1:]] == [f"{n + 1}/{len(rows) - 1}" for n in range(len(rows) - 1)]
    assert "".join(str(row[2]) for row in rows[1:]) == long


def test_an_answer_of_32_000_characters_is_in_its_cell(path: Path) -> None:
    coding_of(["a" * 32_000]).workbook(path, coders="A")
    assert len(str(columns(path)["verkosto:text"][1])) == 32_000
    assert "Pitkät vastaukset" not in openpyxl.load_workbook(path).sheetnames


def test_characters_that_no_file_holds_have_a_sign_in_their_place(path: Path) -> None:
    coding_of(["a\x00b\ufffe tilat", "c\x01d rahaa", "e\tf\r\ng hei"]).workbook(path, coders="A")
    texts = backends.sheets(path)["A"].columns[2].texts().tolist()[2:]
    assert texts == ["a\ufffdb\ufffd tilat", "c\x01d rahaa", "e f\ng hei"]


class TestSample:
    def test_is_the_same_for_every_coder_and_machine(self, path: Path) -> None:
        texts = [f"toive numero {n}" for n in range(40)]
        coding_of(texts).workbook(path, coders=("A", "B"), sample=5, seed=7)
        drawn = columns(path)["verkosto:id"][1:]
        assert drawn == ["15", "17", "23", "24", "28"]
        assert columns(path, "B")["verkosto:id"][1:] == drawn

    def test_may_be_a_share_or_ids(self, path: Path) -> None:
        coding = coding_of([f"toive numero {n}" for n in range(40)])
        coding.workbook(path, coders="A", sample=0.25)
        assert len(columns(path)["verkosto:id"]) == 11
        coding.workbook(path, coders="A", sample=["9", 4, "9"])
        assert columns(path)["verkosto:id"][1:] == ["4", "9"]

    def test_depends_on_the_seed_and_not_on_the_order(self, path: Path) -> None:
        ids = [f"r{n}" for n in range(30)]
        found = []
        for order, seed in ((ids, 1), (ids[::-1], 1), (ids, 2)):
            coding_of([f"toive {one}" for one in order], ids=order).workbook(path, coders="A", sample=6, seed=seed)
            found.append(set(columns(path)["verkosto:id"][1:]))
        assert found[0] == found[1] != found[2]

    @pytest.mark.parametrize("sample", [0, 6, -1, 0.0, 1.5, True, "4"])
    def test_that_cannot_be_drawn_is_refused(self, path: Path, sample: object) -> None:
        with pytest.raises(OptionError, match="sample"):
            coding_of().workbook(path, coders="A", sample=sample)  # type: ignore[arg-type]

    @pytest.mark.parametrize(("one", "fault"), [("99", "no answer '99'"), ("5", r"cannot be coded \('5'\)")])
    def test_names_answers_that_can_be_coded(self, path: Path, one: str, fault: str) -> None:
        with pytest.raises(CodingError, match=fault):
            coding_of().workbook(path, coders="A", sample=[one])


def test_each_coder_may_have_an_order_of_their_own(path: Path) -> None:
    coding_of([f"toive {n}" for n in range(20)]).workbook(path, coders=("A", "B"), shuffle=True)
    one, other = (columns(path, name)["verkosto:id"][1:] for name in "AB")
    assert sorted(map(str, one)) == sorted(map(str, other))
    assert len({tuple(one), tuple(other), tuple(sorted(one, key=lambda n: int(str(n))))}) == 3


@pytest.mark.parametrize(
    ("coders", "names"),
    [
        (["Teemat", "ohje", "_verkosto", "History"], ["Teemat (2)", "ohje (2)", "_verkosto (2)", "History (2)"]),
        (["a/b:[c]", "A B C", "'Maija'", "'"], ["a b c", "A B C (2)", "Maija", "A"]),
        (["x" * 40, "x" * 41, "🤝" * 20], ["x" * 31, "x" * 27 + " (2)", "🤝" * 15]),
    ],
)
def test_every_coder_has_a_sheet_with_a_legal_name(path: Path, coders: list[str], names: list[str]) -> None:
    assert sheet_names(coders, "fi") == names
    coding_of().workbook(path, coders=coders)
    assert coding_of().read_workbook(path).coders == tuple(coders)


def test_a_coding_without_answers_or_coders(path: Path) -> None:
    coding_of(["-", None]).workbook(path, coders="A")
    assert columns(path)["verkosto:id"] == ["Tunnus"]
    assert coding_of(["-", None]).read_workbook(path).issues == ()
    with pytest.raises(CodingError, match="no coder is named"):
        coding_of().workbook(path)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"coders": ["A", "A"]}, CodingError, "named twice"),
        ({"coders": ["A", " "]}, OptionError, "name or a pseudonym"),
        ({"coders": [1]}, OptionError, "name or a pseudonym"),
        ({"coders": "A", "lang": "se"}, OptionError, "No language 'se'"),
        ({"coders": "A", "seed": "1"}, OptionError, "seed is a whole number"),
    ],
)
def test_bad_options_are_refused(path: Path, options: dict[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        coding_of().workbook(path, **options)  # type: ignore[arg-type]
    assert not path.exists()


def test_what_no_sheet_holds_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Codebook("b", "B", [Theme(f"{n:0200}", f"T{n}") for n in range(170)])
    with pytest.raises(CodingError, match="170 themes are too many"):
        coding_of(book=book).workbook(path, coders="A")
    monkeypatch.setattr("verkosto.themes._workbook._ROWS", 4)
    with pytest.raises(CodingError, match="do not fit in a sheet"):
        coding_of().workbook(path, coders="A")


def test_a_file_that_cannot_be_written_and_a_library_that_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceError, match="cannot be written"):
        coding_of().workbook(tmp_path / "ei" / "a.xlsx", coders="A")
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"verkosto\[spreadsheet\]"):
        coding_of().workbook(tmp_path / "a.xlsx", coders="A")


def test_answers_are_as_they_were(path: Path) -> None:
    coding = coding_of(proposed=PROPOSED)
    before = np.copy(coding.answers.codes)
    coding.workbook(path, coders="A")
    assert coding.answers.distinct == coding_of().answers.distinct
    assert (coding.answers.codes == before).all()
    assert coding.codebook == BOOK
