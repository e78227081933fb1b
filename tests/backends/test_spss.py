"""SPSS system files: every cell as text, with what the file says of missing values and sets."""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sav_files import SPSS_DATA, write_sav

from verkosto.backends import SpssBackend, _spss_file, infer, read
from verkosto.errors import OptionError
from verkosto.instruments import (
    AreaQuestion,
    Date,
    Instrument,
    MultipleChoice,
    Number,
    Option,
    Question,
    SingleChoice,
    Text,
)
from verkosto.responses import RawTable, Responses, sav_dictionary
from verkosto.responses._sav_records import record

PALVELUT = SPSS_DATA / "palvelut.sav"
DEFAULTS = {name: default for name, (default, _) in SpssBackend.options.items()}
EPOCH = dt.datetime(1582, 10, 14, tzinfo=dt.UTC)


def tables(path: Path, *questions: Question, **options: Any) -> list[RawTable]:
    backend = SpssBackend(Instrument("testi", "Testi", questions=questions) if questions else None)
    return list(backend.open(path, {**DEFAULTS, **options}))


def cells(path: Path, *questions: Question, **options: Any) -> dict[str, list[str | None]]:
    (table,) = tables(path, *questions, **options)
    return {str(h.code): c.texts().tolist() for h, c in zip(table.headers, table.columns, strict=True)}


def responses(path: Path, *questions: Question, **options: Any) -> Responses:
    with warnings.catch_warnings(action="ignore"):
        return read(path, Instrument("testi", "Testi", questions=questions), **options)


def seconds(year: int, *rest: int) -> float:
    """Return a moment as system files hold it."""
    return (dt.datetime(year, *rest, tzinfo=dt.UTC) - EPOCH).total_seconds()  # type: ignore[misc, arg-type]


class TestNumbers:
    def test_are_the_shortest_text_that_means_the_same(self, tmp_path: Path) -> None:
        path = write_sav(tmp_path / "a.sav", {"x": [1.0, -0.0, 0.1, 1e17, -2.5, None]})
        assert cells(path) == {"x": ["1", "0", "0.1", "1e+17", "-2.5", None]}

    @given(st.lists(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False), min_size=1, max_size=8))
    @settings(max_examples=30)
    def test_mean_the_same_number(self, tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
        # The least and the greatest number of all mean something else.
        values = [value for value in values if abs(value) < 1.7e308] or [0.0]
        path = write_sav(tmp_path_factory.mktemp("luvut") / "a.sav", {"x": values})
        assert [float(text or "nan") for text in cells(path)["x"]] == values

    def test_that_are_codes_keep_their_zeros_where_the_format_does(self, tmp_path: Path) -> None:
        columns = {"kunta": [49.0, 91.0], "k2": [49.0, -1.0]}
        path = write_sav(tmp_path / "a.sav", columns, variable_format={"kunta": "N3", "k2": "F3.0"})
        assert cells(path) == {"kunta": ["049", "091"], "k2": ["49", "-1"]}

    def test_that_lost_their_zeros_are_areas_all_the_same(self, tmp_path: Path) -> None:
        path = write_sav(tmp_path / "a.sav", {"kunta": [49.0, 91.0]})
        assert responses(path, AreaQuestion("kunta", "Kunta")).frame["kunta"].tolist() == ["049", "091"]


class TestTimes:
    @pytest.mark.parametrize(
        ("form", "value", "text"),
        [
            ("DATE11", seconds(2020, 3, 5), "2020-03-05"),
            ("EDATE10", seconds(2020, 3, 5, 10, 15), "2020-03-05 10:15:00"),
            ("DATETIME20", seconds(2020, 3, 5), "2020-03-05 00:00:00"),
            ("DATETIME22.2", seconds(2020, 3, 5, 10, 15, 30) + 0.25, "2020-03-05 10:15:30.25"),
            ("DATETIME20", -86_400.5, "1582-10-12 23:59:59.5"),
            ("DATE11", 1e15, "1000000000000000"),
            ("TIME8", 45_000.0, "12:30:00"),
            ("TIME11.2", 0.00001, "00:00:00.00001"),
            ("DTIME17", 108_930.0, "PT30H15M30S"),
            ("TIME8", -61.5, "-PT0H1M1.5S"),
            ("TIME8", 1e17, "1e+17"),
        ],
    )
    def test_are_written_as_iso_8601_does(self, tmp_path: Path, form: str, value: float, text: str) -> None:
        path = write_sav(tmp_path / "a.sav", {"x": [value]}, variable_format={"x": form})
        assert cells(path) == {"x": [text]}

    def test_are_read_as_days(self) -> None:
        found = responses(PALVELUT, Date("pvm", "Päivä"), Date("hetki", "Hetki"), Text("kesto", "Kesto"))
        assert found.frame["pvm"].dt.date.tolist()[::2] == [dt.date(2020, 3, 5), dt.date(2021, 4, 6)]
        assert str(found.frame["hetki"][0]) == "2020-03-05 10:15:30"
        assert found.frame["kesto"].tolist()[:2] == ["12:30:00", "PT30H15M30S"]


class TestTexts:
    def test_keep_everything_but_spaces_at_the_end(self, tmp_path: Path) -> None:
        long = "ä" * 10_000
        path = write_sav(tmp_path / "a.sav", {"x": [" a\nb", "c  ", "", long, "\U0001f600"]})
        assert cells(path) == {"x": [" a\nb", "c", None, long, "\U0001f600"]}

    def test_with_labels_are_options(self, tmp_path: Path) -> None:
        labels = {"x": {"k": "Kyllä", "e": "Ei"}}
        path = write_sav(tmp_path / "a.sav", {"x": ["k", "e", ""]}, variable_value_labels=labels)
        draft = infer(path)
        assert [(o.code, o.label.fi, o.number) for o in draft["x"].choices] == [("e", "Ei", None), ("k", "Kyllä", None)]
        assert read(path, draft).frame["x"].tolist()[:2] == ["k", "e"]

    def test_of_long_names_that_differ_late_are_kept_apart(self, tmp_path: Path) -> None:
        columns = {f"{'n' * 40}{end}": ["x" * 400 + end] for end in "ab"}
        path = write_sav(tmp_path / "a.sav", columns)
        assert list(cells(path).values()) == [["x" * 400 + "a"], ["x" * 400 + "b"]]


class TestMissingValues:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        columns = {
            "x": [1.0, 7.0, 8.0, 9.0, 99.0, None],
            "luku": [5.0, 8.0, 97.0, 98.0, 99.0, None],
            "s": ["a", "-", "?", "", "b", "c"],
        }
        return write_sav(
            tmp_path / "a.sav",
            columns,
            variable_value_labels={
                "x": {1.0: "Kyllä", 7.0: "En osaa sanoa", 8.0: "Ei kysytty", 9.0: "Ei vastausta"},
                "luku": {97.0: "Vet ej", 98.0: "Refused"},
                "s": {"-": "Not asked"},
            },
            missing_ranges={"x": [{"lo": 7, "hi": 9}, 99], "luku": [{"lo": 97, "hi": 99}], "s": ["-", "?"]},
        )

    def test_are_cells_as_they_stand_without_a_codebook(self, path: Path) -> None:
        assert cells(path)["x"] == ["1", "7", "8", "9", "99", None]

    def test_are_the_options_that_their_labels_name(self, path: Path) -> None:
        options = (Option("k", "Kyllä", number=1), Option("eos", "En osaa sanoa", number=5, kind="dont_know"))
        found = responses(path, SingleChoice("x", "X", options=options))
        reasons = ["dont_know", "not_asked", "not_answered", "invalid", "not_answered"]
        assert found.missing("x").tolist()[1:] == reasons
        assert found.issues_frame()["value"].dropna().tolist() == ["99 (missing value)"]

    def test_are_no_places_in_a_list_of_options(self, path: Path) -> None:
        options = tuple(Option(f"o{place}", f"Vaihtoehto {place}") for place in range(1, 10))
        found = responses(path, SingleChoice("x", "X", options=options))
        assert found.frame["x"].tolist()[0] == "o1"
        assert found.missing("x").tolist()[1:5] == ["invalid", "not_asked", "not_answered", "invalid"]

    def test_never_become_numbers(self, path: Path) -> None:
        special = (Option("kieltäytyi", "Kieltäytyi", number=98, kind="refused"),)
        found = responses(path, Number("luku", "N", special=special))
        assert found.frame["luku"].tolist()[:2] == [5.0, 8.0]
        assert found.missing("luku").tolist()[2:] == ["invalid", "refused", "invalid", "not_answered"]
        assert found.issues_frame()["value"].dropna().tolist() == ["97 (Vet ej)", "99 (missing value)"]

    def test_of_texts_say_why_too(self, path: Path) -> None:
        found = responses(path, Text("s", "S"))
        assert found.frame["s"].fillna("").tolist() == ["a", "", "? (missing value)", "", "b", "c"]
        assert found.missing("s").tolist()[1:4:2] == ["not_asked", "not_answered"]

    def test_of_columns_that_nothing_claims_stay_as_they_stand(self, path: Path) -> None:
        found = responses(path, Text("s", "S"))
        assert found.unbound["x"].tolist()[:5] == ["1", "7", "8", "9", "99"]

    def test_are_drafted_with_their_reasons(self, path: Path) -> None:
        draft = infer(path)
        kinds = {o.code: (o.label.fi, o.number, o.kind) for o in draft["x"].choices}
        assert kinds == {
            "1": ("Kyllä", 1, None),
            "7": ("En osaa sanoa", 7, "dont_know"),
            "99": ("99", 99, "not_applicable"),
        }
        assert [(o.code, o.kind) for o in draft["luku"].choices] == [
            ("97", "dont_know"),
            ("98", "refused"),
            ("99", "not_applicable"),
        ]
        assert "'99' is taken for 'not_applicable': the file declares it missing" in [g.reason for g in draft.guesses]
        found = read(path, draft)
        assert not found.issues
        assert found.missing("x").tolist()[1:] == [
            "dont_know",
            "not_asked",
            "not_answered",
            "not_applicable",
            "not_answered",
        ]
        assert found.missing("luku").tolist()[2:] == ["dont_know", "refused", "not_applicable", "not_answered"]


class TestSets:
    OPTIONS = (Option("k", "Kevät"), Option("s", "Syksy"), Option("t", "Talvi"))

    def test_of_ticks_are_multiple_choices(self) -> None:
        found = responses(PALVELUT, MultipleChoice("q1", "Mitä käytit?", options=self.OPTIONS))
        assert found.frame[["q1[k]", "q1[s]", "q1[t]"]].iloc[0].tolist() == [True, False, True]
        assert found.missing("q1").tolist()[1:] == ["not_answered", "not_answered"]
        chosen = responses(
            PALVELUT, MultipleChoice("q1", "Mitä käytit?", options=self.OPTIONS), blank_means="not_selected"
        )
        assert chosen.frame["q1[k]"].tolist() == [True, False, False]

    def test_may_be_questions_by_themselves(self) -> None:
        yes = (Option("k", "Kyllä", number=1), Option("e", "Ei", number=0))
        found = responses(PALVELUT, SingleChoice("t1", "Kevät?", options=yes), Number("c1", "Ensin"))
        assert found.frame["t1"].tolist()[:2] == ["k", "e"]
        assert found.missing("t1").tolist()[2] == "not_answered"
        assert found.frame["c1"].tolist()[:2] == [1.0, 2.0]

    def test_of_texts_with_labels_of_counted_values_are_read_too(self) -> None:
        assert cells(PALVELUT)["ajat[s1]"] == ["1", "0", None]

    def test_of_codes_share_a_cell(self) -> None:
        options = (
            Option("puh", "Puhelin", number=1),
            Option("verkko", "Verkko", number=2),
            Option("posti", "Posti", number=3),
        )
        question = MultipleChoice("kanavat", "Mitä kanavia?", options=options)
        assert cells(PALVELUT, question)["kanavat"] == ["1;3", "2", None]
        found = responses(PALVELUT, question)
        assert found.frame.to_numpy().tolist()[:2] == [[True, False, True], [False, True, False]]
        assert found.missing("kanavat").tolist()[2] == "not_answered"

    def test_make_a_draft_that_reads_the_file(self) -> None:
        draft = infer(PALVELUT)
        assert [(q.id, q.kind) for q in draft][1:5] == [
            ("palvelut", "multiple_choice"),
            ("ajat", "multiple_choice"),
            ("kanavat", "multiple_choice"),
            ("kunta", "area"),
        ]
        found = read(PALVELUT, draft)
        assert found.issues == ()
        assert found.frame["palvelut[t1]"].tolist()[0] is True
        assert found.frame["kunta"].tolist()[:2] == ["049", "091"]
        assert found.missing("kunta").tolist()[2] == "not_applicable"


class TestChunks:
    def test_of_long_files_give_the_same(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        columns = {"x": [float(n % 5) for n in range(23)], "s": [f"t{n % 7}" for n in range(23)]}
        path = write_sav(tmp_path / "a.sav", columns, row_compress=True)
        questions = (Number("x", "X"), Text("s", "S"))
        whole = responses(path, *questions)
        monkeypatch.setattr(_spss_file, "_CELLS", 10)
        assert [table.rows.tolist() for table in tables(path)][-1] == [22, 23, 24]
        assert responses(path, *questions) == whole
        monkeypatch.setattr(_spss_file, "_CELLS", 46)
        assert len(tables(path)) == 1

    def test_keep_cases_without_any_value(self, tmp_path: Path) -> None:
        path = write_sav(tmp_path / "a.sav", {"x": [None, 1.0, None]})
        assert responses(path, Number("x", "X")).frame["x"].isna().tolist() == [True, False, True]

    def test_of_a_file_without_cases_are_one(self, tmp_path: Path) -> None:
        path = write_sav(tmp_path / "a.sav", {"x": [1.0][:0], "s": [""][:0]})
        (table,) = tables(path)
        assert (len(table), len(table.headers)) == (0, 2)


def test_labels_head_the_columns_and_may_repeat(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", {"a": [1.0], "b.c": [2.0], "n": [3.0]}, column_labels=["Sama", "Sama", " "])
    (table,) = tables(path)
    assert [(h.title, h.code) for h in table.headers] == [("Sama", "a"), ("Sama", "b_c"), ("n", "q-n")]
    draft = infer(path)
    assert [question.id for question in draft] == ["a", "b_c", "q-n"]
    assert read(path, draft).frame.iloc[0].tolist() == [1.0, 2.0, 3.0]
    titled = responses(path, Number("yksi", "Sama"), Number("kaksi", "Sama"))
    assert titled.frame.iloc[0].tolist() == [1.0, 2.0]


def test_what_another_program_wrote_into_our_attribute_is_passed_over(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", {"a": [1.0, 2.0]})
    dictionary, content = sav_dictionary(path), path.read_bytes()
    added = record(dictionary, [], {"a": ("muu", "x=1", "1=k", "2")})
    path.write_bytes(content[: dictionary.end] + added + content[dictionary.end :])
    assert cells(path) == {"muu": ["k", "2"]}


def test_values_may_be_stated_as_numbers(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", {"x": [1.0]})
    question = SingleChoice("x", "X", options=(Option("2", "Kaksi"), Option("1", "Yksi")))
    assert responses(path, question).frame["x"][0] == "1"
    assert responses(path, question, values="number").frame["x"][0] == "2"


@pytest.mark.parametrize("wrong", [{"values": "text"}, {"blank_means": 1}, {"encoding": 8}])
def test_options_must_be_known(wrong: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="backend 'spss'"):
        responses(PALVELUT, Number("id", "Id"), **wrong)
