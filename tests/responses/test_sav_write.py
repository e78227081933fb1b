"""What `Responses.to_sav` writes, as pyreadstat sees it; the law of reading it back has a file of its own."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from attrs import evolve
from reading import assembled, made

from verkosto.backends import infer, read
from verkosto.errors import MissingExtraError, OptionError, SourceError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import Dated, Header, Numeric, Responses, sav_dictionary
from verkosto.responses._sav_names import cut, names_of, titled
from verkosto.text import LocalText

TUKI = (Option("kevat", "Kevät"), Option("muu", "Muu, mikä?", free_text=True))
KYSELY = made(
    SingleChoice(
        "malli",
        LocalText("Kannatatko?", sv="Stöder du?"),
        options=(
            Option("e", "Ei", number=0),
            Option("k", LocalText("Kyllä", sv="Ja"), number=5),
            Option("eos", "En osaa sanoa", kind="dont_know", number=9),
            Option("et", "En tiedä", kind="dont_know"),
        ),
    ),
    MultipleChoice("palvelut", "Mitä käytit?", options=TUKI),
    Matrix("vaite", "Väite", rows=(Option("r1", "Ensin"),), scale=Scale((Option("1", "Eri"), Option("2", "Sama")))),
    Number("jasenia", "Jäseniä", special=(Option("et", "En tiedä", kind="dont_know"),)),
    Nps("nps", "Suosittelet?"),
    Ranking("jarj", "Järjestä", options=(Option("a", "A"), Option("b", "B"))),
    Date("pvm", "Milloin?"),
    AreaQuestion("kunta", "Kunta", special=(Option("ulk", "Ulkomailla", kind="not_applicable"),)),
    AreaQuestion("nuts", "Nuts", area_type="nuts2"),
    Text("miksi", "Miksi?"),
    columns=(Column("aika", "Vastausaika", role="time"), Column("sposti", "Sähköposti", role="email")),
    area_date="2020-03-01",
)
HEADERS = [Header("", place, code=name) for place, name in enumerate(
    ["aika", "sposti", "malli", "palvelut[kevat]", "palvelut[muu]", "palvelut[muu].text", "vaite[r1]", "jasenia", "nps",
     "jarj[a]", "jarj[b]", "pvm", "kunta", "nuts", "miksi"], start=1)]  # fmt: skip
ROWS = [
    [
        "2020-02-01 10:15",
        "a@b.fi",
        "Kyllä",
        "1",
        "",
        "",
        "2",
        "12",
        "10",
        "1",
        "2",
        "2020-01-05",
        "049",
        "FI1C",
        "Siksi",
    ],
    [
        "2020-02-02 10:15",
        "c@d.fi",
        "eos",
        "",
        "1",
        "kahvia",
        "x",
        "En tiedä",
        "11",
        "1",
        "1",
        "",
        "Ulkomailla",
        "?",
        "",
    ],
    ["", "", "et", "", "", "", "", "-3", "", "", "", "", "", "", "-91"],
]


@pytest.fixture(scope="module")
def found() -> Responses:
    return assembled(KYSELY, HEADERS, ROWS)


def written(found: Responses, path: Path, **parts: Any) -> tuple[pd.DataFrame, Any]:
    found.to_sav(path, **parts)
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    return frame, meta


class TestValues:
    def test_of_choices_are_numbers_with_labels(self, found: Responses, tmp_path: Path) -> None:
        frame, meta = written(found, tmp_path / "a.sav")
        assert frame["malli"].tolist() == [5.0, -93.0, -89.0]
        assert meta.variable_value_labels["malli"] == {0: "Ei", 5: "Kyllä", -93: "En osaa sanoa", -89: "En tiedä"}
        assert meta.missing_ranges["malli"] == [{"lo": -99, "hi": -11}]
        assert (meta.variable_measure["malli"], meta.variable_measure["vaite_r1"]) == ("nominal", "ordinal")

    def test_that_are_absent_say_why(self, found: Responses, tmp_path: Path) -> None:
        frame, meta = written(found, tmp_path / "a.sav")
        assert frame["vaite_r1"].tolist() == [2.0, -95.0, -90.0]
        assert meta.variable_value_labels["vaite_r1"] == {
            1: "Eri",
            2: "Sama",
            -90: "Ei vastattu",
            -95: "Virheellinen vastaus",
        }
        assert frame["jasenia"].tolist() == [12.0, -93.0, -3.0]
        assert meta.variable_value_labels["jasenia"] == {-93: "En tiedä"}
        assert frame["jarj_a"].tolist() == [1.0, -95.0, -90.0]
        assert frame["nps"].tolist() == [10.0, -95.0, -90.0]

    def test_of_ticks_make_a_set(self, found: Responses, tmp_path: Path) -> None:
        frame, meta = written(found, tmp_path / "a.sav")
        assert frame["palvelut_kevat"].tolist() == [1.0, 0.0, -90.0]
        assert meta.variable_value_labels["palvelut_kevat"] == {0: "Ei valittu", 1: "Valittu", -90: "Ei vastattu"}
        names = ["palvelut_kevat", "palvelut_muu"]
        label = "Mitä käytit?"
        expected = {"type": "D", "is_dichotomy": True, "counted_value": 1, "label": label, "variable_list": names}
        assert meta.mr_sets == {"palvelut": expected}
        assert meta.column_names_to_labels["palvelut_muu"] == "Muu, mikä?"
        assert meta.column_names_to_labels["palvelut_muu_text"] == "Mitä käytit?: Muu, mikä? (teksti)"

    def test_of_areas_keep_their_zeros_in_the_format(self, found: Responses, tmp_path: Path) -> None:
        frame, meta = written(found, tmp_path / "a.sav")
        assert frame["kunta"].tolist() == [49.0, -92.0, -90.0]
        assert meta.variable_value_labels["kunta"] == {49: "Espoo", -92: "Ulkomailla", -90: "Ei vastattu"}
        assert meta.original_variable_types["kunta"] == "N3"
        assert frame["nuts"].tolist() == ["FI1C", "-95", ""]
        assert meta.variable_value_labels["nuts"] == {"FI1C": "Etelä-Suomi", "-95": "Virheellinen vastaus"}
        assert meta.missing_ranges["nuts"] == [{"lo": "-95", "hi": "-95"}]

    def test_of_days_are_days(self, found: Responses, tmp_path: Path) -> None:
        frame, meta = written(found, tmp_path / "a.sav")
        assert str(frame["pvm"][0]) == "2020-01-05"
        assert str(frame["aika"][1]) == "2020-02-02 10:15:00"
        forms = {name: meta.original_variable_types[name] for name in ("pvm", "aika", "jasenia", "miksi")}
        assert forms == {"pvm": "EDATE10", "aika": "DATETIME20", "jasenia": "F3.0", "miksi": "A5"}

    def test_with_decimals_show_them(self, tmp_path: Path) -> None:
        _, meta = written(assembled(made(Number("x", "X")), ["X"], [["0,25"]]), tmp_path / "a.sav")
        assert meta.original_variable_types["x"] == "F16.4"

    def test_of_texts_that_look_like_codes_get_other_codes(self, tmp_path: Path) -> None:
        toimi = SingleChoice("toimi", "Toimi", options=(Option("k", "K"), Option("e", "E")))
        kysely = made(toimi, Text("miksi", "Miksi?", asked_if={"toimi": ("k",)}))
        found = assembled(kysely, ["Toimi", "Miksi?"], [["k", "-91"], ["e", ""]])
        frame, _ = written(found, tmp_path / "a.sav")
        assert frame["miksi"].tolist() == ["-91", "--91"]
        assert read(tmp_path / "a.sav", kysely).frame["miksi"].tolist()[0] == "-91"

    def test_below_zero_push_the_codes_of_reasons_down(self, tmp_path: Path) -> None:
        frame, meta = written(assembled(made(Number("x", "X")), ["X"], [["-50"], ["?"]]), tmp_path / "a.sav")
        assert frame["x"].tolist() == [-50.0, -995.0]
        assert meta.missing_ranges["x"] == [{"lo": -999, "hi": -911}]

    def test_of_withheld_columns_are_nowhere(self, found: Responses, tmp_path: Path) -> None:
        found.to_sav(tmp_path / "a.sav")
        content = (tmp_path / "a.sav").read_bytes()
        assert b"sposti" not in content
        assert b"a@b.fi" not in content

    def test_that_nobody_was_asked_are_left_out(self, found: Responses, tmp_path: Path) -> None:
        whole = evolve(
            found,
            variables={
                **found.variables,
                "miksi": assembled(KYSELY, HEADERS[:3], [["", "", "k"]] * 3).variables["miksi"],
            },
        )
        frame, _ = written(whole, tmp_path / "a.sav")
        assert "miksi" not in frame

    def test_of_a_derived_choice_say_why_they_are_absent(self, found: Responses, tmp_path: Path) -> None:
        kanta = found.derive("kanta", {"puolesta": {"malli": ["k"]}}, otherwise="muu")
        frame, meta = written(kanta, tmp_path / "a.sav")
        assert frame["kanta"].tolist() == [1.0, -93.0, -93.0]
        assert meta.variable_value_labels["kanta"][-93] == "En osaa sanoa"
        with warnings.catch_warnings(action="ignore"):
            drafted = read(tmp_path / "a.sav", infer(tmp_path / "a.sav"))
        assert drafted.missing("kanta").tolist()[1:] == ["dont_know", "dont_know"]


class TestFile:
    def test_speaks_the_language_asked_for(self, found: Responses, tmp_path: Path) -> None:
        _, meta = written(found, tmp_path / "a.sav", lang="sv")
        assert meta.column_names_to_labels["malli"] == "Stöder du?"
        assert meta.variable_value_labels["malli"][5] == "Ja"
        assert meta.variable_value_labels["nps"][-95] == "Ogiltigt svar"
        assert meta.file_label == "Testi"

    def test_tells_the_way_back(self, found: Responses, tmp_path: Path) -> None:
        found.to_sav(tmp_path / "a.sav")
        attributes = sav_dictionary(tmp_path / "a.sav").attributes
        assert attributes["palvelut_muu_text"] == {"verkosto": ("palvelut[muu].text",)}
        assert attributes["malli"] == {"verkosto": ("malli", "0=e", "5=k", "-93=eos", "-89=et")}

    def test_holds_the_subset(self, found: Responses, tmp_path: Path) -> None:
        frame, _ = written(found.where({"malli": ["k"]}), tmp_path / "a.sav")
        assert frame["malli"].tolist() == [5.0]

    def test_reads_back_with_the_codebook_and_with_a_draft(self, found: Responses, tmp_path: Path) -> None:
        path = tmp_path / "a.sav"
        found.to_sav(path)
        with warnings.catch_warnings(action="ignore"):
            again = read(path, KYSELY)
            drafted = read(path, infer(path))
        pd.testing.assert_frame_equal(again.frame, found.frame)
        for name in found.variables:
            assert again.missing(name).equals(found.missing(name))
        assert drafted.frame["malli"].tolist() == ["k", "eos", "et"]
        assert drafted.missing("malli").tolist()[1:] == ["dont_know", "dont_know"]
        assert drafted.frame["palvelut[kevat]"].fillna(value=False).tolist() == [True, False, False]
        assert drafted.missing("palvelut").tolist()[2] == "not_answered"
        assert drafted.frame["vaite_r1"].tolist()[0] == "2"
        assert drafted.missing("vaite_r1").tolist()[1:] == ["invalid", "not_answered"]
        assert drafted.missing("jasenia").tolist()[1] == "dont_know"
        assert drafted.frame["kunta"].tolist()[0] == "049"

    def test_reads_back_though_the_codebook_states_positions(self, tmp_path: Path) -> None:
        placed = made(Text("b", "Sama", position=2), Text("a", "Sama", position=1))
        found = assembled(placed, ["Sama", "Sama"], [["1.", "2."]])
        found.to_sav(tmp_path / "a.sav")
        assert read(tmp_path / "a.sav", placed).frame.iloc[0].tolist() == ["2.", "1."]

    def test_of_no_rows_has_its_variables(self, tmp_path: Path) -> None:
        frame, _ = written(assembled(KYSELY, HEADERS, []), tmp_path / "a.sav")
        assert len(frame) == 0
        assert "malli" in frame

    def test_of_no_rows_needs_no_areas_of_its_day(self, tmp_path: Path) -> None:
        old = evolve(KYSELY, area_date="1439-01-01")
        frame, _ = written(assembled(old, [HEADERS[2]], []), tmp_path / "a.sav")
        assert "kunta" in frame

    def test_leaves_nothing_beside_it(self, found: Responses, tmp_path: Path) -> None:
        found.to_sav(tmp_path / "a.sav")
        found.to_sav(tmp_path / "a.sav")
        assert [path.name for path in tmp_path.iterdir()] == ["a.sav"]


class TestRefusals:
    def test_of_texts_that_no_file_can_hold(self, tmp_path: Path) -> None:
        for text in ("a\0b", "x" * 32_768, "\ud800"):
            found = assembled(made(Text("x", "X")), ["X"], [[text]])
            with pytest.raises(
                SourceError, match=r"variable 'x' has a text with .*: no \.sav file can hold it"
            ) as caught:
                found.to_sav(tmp_path / "a.sav")
            assert caught.value.__context__ is None
        assert list(tmp_path.iterdir()) == []

    def test_of_numbers_beside_which_no_code_is_free(self, tmp_path: Path) -> None:
        found = assembled(made(Number("x", "X")), ["X"], [["-1e300"]])
        with pytest.raises(SourceError, match="variable 'x': its numbers are too large"):
            found.to_sav(tmp_path / "a.sav")

    def test_of_answers_without_variables(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="there is no variable to write"):
            Responses(Instrument("a", "A"), {}).to_sav(tmp_path / "a.sav")

    def test_of_paths_that_are_none(self, found: Responses, tmp_path: Path) -> None:
        with pytest.raises(OptionError, match="path is text"):
            found.to_sav(7)  # type: ignore[arg-type]
        with pytest.raises(OptionError, match=r"to_sav writes \.sav files"):
            found.to_sav(tmp_path / "a.zsav")
        with pytest.raises(OptionError, match="No language 'de'"):
            found.to_sav(tmp_path / "a.sav", lang="de")
        with pytest.raises(SourceError, match="cannot be written: No such file"):
            found.to_sav(tmp_path / "ei" / "a.sav")

    def test_of_an_environment_without_the_extra(
        self, found: Responses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyreadstat", None)
        with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[spss\]'"):
            found.to_sav(tmp_path / "a.sav")

    @pytest.mark.parametrize("error", [ValueError("salaisuus"), OSError(28, "No space left")])
    def test_tell_nothing_of_the_answers(
        self, found: Responses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(pyreadstat, "write_sav", broken)
        with pytest.raises(SourceError, match="cannot be written") as caught:
            found.to_sav(tmp_path / "a.sav")
        assert "salaisuus" not in str(caught.value)


class TestNames:
    def test_are_such_as_spss_takes(self) -> None:
        variables = ["palvelut[kevät]", "palvelut[kevat]", "by", "v_by", "2020", "ä" * 80, "_", "A", "a"]
        names = list(names_of(variables).values())
        assert names == ["palvelut_kevat", "palvelut_kevat_2", "v_by", "v_by_2", "v2020", "a" * 60, "v", "A", "a_2"]

    def test_of_labels_are_cut_between_letters(self) -> None:
        assert cut("a\n b\0c  ") == "a b c"
        assert cut("ä" * 200) == "ä" * 128
        assert titled("k" * 300, "rivi") == "k" * 250 + ": rivi"
        assert len(titled("k", "ä" * 300).encode()) <= 256


def test_numbers_are_kept_whatever_they_are(tmp_path: Path) -> None:
    values = np.array([1e15, -3.0, 0.0])
    found = Responses(made(Number("x", "X")), {"x": Numeric(values, np.array([0, 0, 1], dtype=np.int8))})
    frame, _ = written(found, tmp_path / "a.sav")
    assert frame["x"].tolist() == [1e15, -3.0, -90.0]


def test_days_before_the_calendar_are_kept(tmp_path: Path) -> None:
    days = Dated(np.array(["0001-01-01", "NaT"], dtype="datetime64[s]"), np.array([0, 1], dtype=np.int8))
    Responses(made(Date("x", "X")), {"x": days}).to_sav(tmp_path / "a.sav")
    again = read(tmp_path / "a.sav", made(Date("x", "X")))
    assert str(again.variables["x"].values[0]) == "0001-01-01T00:00:00"  # type: ignore[union-attr]
    assert again.missing("x").tolist()[1] == "not_answered"
