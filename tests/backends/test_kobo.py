"""Reading responses of KoboToolbox and ODK: every form of export gives the same answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from kobo_files import (
    ANSWERS,
    answers,
    as_csv,
    as_json,
    codebook,
    kobo_csv,
    kobo_records,
    odk_csv,
    odk_records,
    page_of,
    quiet,
    refused,
)

import verkosto as vk
from verkosto.backends import KoboBackend, Strength
from verkosto.backends._kobo import headed
from verkosto.errors import AmbiguousSourceError, OptionError, SourceError
from verkosto.instruments import Instrument
from verkosto.responses import Dialect, Header, RawTable, Responses


@pytest.fixture(scope="module")
def kysely(tmp_path_factory: pytest.TempPathFactory) -> Instrument:
    return codebook(tmp_path_factory.mktemp("lomake"))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return as_json(tmp_path, page_of(kobo_records()))


def same(one: Responses, other: Responses, *, apart: tuple[str, ...] = ()) -> None:
    """Both give the same answers and the same reasons, in all variables but those that only one file has."""
    variables = [str(name) for name in one.frame if name not in apart]
    assert {name: answers(other, name) for name in variables} == {name: answers(one, name) for name in variables}
    for name in variables:
        assert other.missing(name).astype(str).tolist() == one.missing(name).astype(str).tolist(), name


class TestAnswers:
    def test_of_a_page_of_the_api(self, kysely: Instrument, page: Path) -> None:
        read = quiet(page, kysely)
        assert read.provenance is not None
        assert read.provenance.backend == "kobo"
        assert answers(read, "_uuid") == ["u1", "u2", "u3"]
        assert answers(read, "tausta/suos") == ["k", "e", "eos"]
        assert answers(read, "tausta/tuki[tilat]") == [True, False, None]
        assert answers(read, "tausta/tuki[other]") == [True, False, None]
        assert answers(read, "tausta/tuki[other].text") == ["Kahvia ja pullaa", None, None]
        assert answers(read, "tausta/jasenia") == [120, None, None]
        assert answers(read, "arviot[laatu]") == ["1", None, "2"]
        assert answers(read, "jarjestys[ohjaus]") == [1, None, None]
        assert answers(read, "kunta") == ["091", "297", None]
        assert answers(read, "miksi") == [None, "Kallis; 100 %\n=1+1", None]
        assert answers(read, "tilaisuus")[0] == json.dumps(ANSWERS[0]["tilaisuus"])
        assert read.missing("miksi").dropna().to_dict() == {0: "not_asked", 2: "not_asked"}
        assert read.missing("tausta/tuki[tilat]").dropna().to_dict() == {2: "not_asked"}

    def test_times_are_the_clock_of_the_text(self, kysely: Instrument, page: Path) -> None:
        frame = quiet(page, kysely).frame
        assert str(frame["start"][0]) == "2026-03-01 12:00:00"
        assert str(frame["_submission_time"][0]) == "2026-03-01 10:00:01"

    @pytest.mark.parametrize("form", ["list", "lines", "bom", "one page of one"])
    def test_of_other_json(self, kysely: Instrument, tmp_path: Path, page: Path, form: str) -> None:
        records = kobo_records()
        texts: dict[str, Any] = {
            "list": records,
            "lines": "\n".join(json.dumps(record) for record in records) + "\n\n",
            "bom": "\ufeff" + json.dumps(page_of(records), indent=1),
            "one page of one": page_of(records, count=3),
        }
        same(quiet(page, kysely), quiet(as_json(tmp_path, texts[form], "b.json"), kysely))

    def test_of_one_response(self, kysely: Instrument, tmp_path: Path) -> None:
        assert len(quiet(as_json(tmp_path, kobo_records()[0]), kysely)) == 1

    def test_of_odata(self, kysely: Instrument, tmp_path: Path, page: Path) -> None:
        read = quiet(as_json(tmp_path, {"value": odk_records()}, "odk.json"), kysely)
        same(quiet(page, kysely), read, apart=("_uuid",))
        assert answers(read, "_uuid") == ["uuid:u1", "uuid:u2", "uuid:u3"]
        assert refused(read) == [("__system/submitterName", "withheld_column")]
        assert read.provenance is not None
        assert read.provenance.cells.withheld == 5

    @pytest.mark.parametrize("groups", [True, False])
    @pytest.mark.parametrize("ticks", ["joined", "split", "both"])
    def test_of_csv(self, kysely: Instrument, tmp_path: Path, page: Path, ticks: str, groups: bool) -> None:
        read = quiet(kobo_csv(tmp_path, ticks=ticks, groups=groups), kysely)
        same(quiet(page, kysely), read, apart=("tilaisuus",))
        beside = [column for column in read.unbound.columns if "tuki" in column]
        assert len(beside) == (3 if ticks == "both" else 0)
        assert ("_paikka_latitude", "withheld_column") in refused(read)

    def test_of_the_csv_of_odk(self, kysely: Instrument, tmp_path: Path, page: Path) -> None:
        read = quiet(odk_csv(tmp_path), kysely)
        same(quiet(page, kysely), read, apart=("_uuid", "tilaisuus"))
        assert answers(read, "_uuid")[0] == "uuid:u1"
        assert ("paikka-Latitude", "withheld_column") in refused(read)

    def test_of_a_workbook_with_a_sheet_for_what_repeats(self, kysely: Instrument, tmp_path: Path, page: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Tukikysely"
        for row in kobo_csv(tmp_path).read_text(encoding="utf-8").replace("Kallis; 100 %\n=1+1", "Kallis").splitlines():
            sheet.append([cell.strip('"') for cell in row.split(";")])
        book.create_sheet("tilaisuus").append(["tilaisuus/kavijoita", "_parent_index"])
        book.save(tmp_path / "vastaukset.xlsx")
        assert KoboBackend().detect(tmp_path / "vastaukset.xlsx").strength is Strength.CERTAIN
        with pytest.raises(AmbiguousSourceError, match=r"sheet='Tukikysely'"):
            vk.read(tmp_path / "vastaukset.xlsx", kysely)
        read = quiet(tmp_path / "vastaukset.xlsx", kysely, sheet="Tukikysely")
        same(quiet(page, kysely), read, apart=("tilaisuus", "miksi"))

    def test_with_labels_are_divided_where_one_way_is_possible(self, kysely: Instrument, tmp_path: Path) -> None:
        columns = {
            "Tausta/Suosittelisitko?": ["Kyllä", "Nej"],
            "Mitä tukea?": ["Tilat Other", "Ohjaus muuta"],
            "Laatu": ["Hyvin", ""],
            "_id": ["1", "2"],
            "_uuid": ["u1", "u2"],
            "_submission_time": ["", ""],
        }
        read = quiet(as_csv(tmp_path, columns, ";"), kysely, values="text")
        assert answers(read, "tausta/suos") == ["k", "e"]
        assert answers(read, "tausta/tuki[tilat]") == [True, False]
        assert answers(read, "arviot[laatu]") == ["2", None]
        assert [(issue.row, issue.value) for issue in read.issues if issue.row] == [(3, "Ohjaus muuta")]
        split = {"Tausta/Suosittelisitko?": ["Ja"], "Tausta/Mitä tukea?/Lokaler": ["1"], "_id": ["1"], "_uuid": ["u"]}
        read = quiet(as_csv(tmp_path, split, ";"), kysely, backend="kobo", values="text")
        assert answers(read, "tausta/tuki[tilat]") == [True]

    def test_detected_or_named_give_the_same(self, kysely: Instrument, tmp_path: Path, page: Path) -> None:
        for path in (page, kobo_csv(tmp_path)):
            found, named = quiet(path, kysely), quiet(path, kysely, backend="kobo")
            assert found.frame.equals(named.frame)
            assert found.issues == named.issues
            assert found.unbound.equals(named.unbound)

    def test_what_the_service_adds_is_no_issue(self, kysely: Instrument, tmp_path: Path, page: Path) -> None:
        assert vk.read(page, kysely, strict=True).unbound["_status"].tolist() == ["submitted_via_web"] * 3
        for write, withheld in ((kobo_csv, ["_paikka_latitude"]), (odk_csv, ["paikka-Latitude", "SubmitterName"])):
            told = [issue for issue in quiet(write(tmp_path), kysely).issues if issue.column]
            assert [(issue.column, issue.reason) for issue in told] == [(one, "withheld_column") for one in withheld]

    def test_twice_the_same_id_is_reported(self, kysely: Instrument, tmp_path: Path) -> None:
        records = kobo_records()
        read = quiet(as_json(tmp_path, [*records, records[0]]), kysely)
        assert [issue.row for issue in read.issues if issue.reason == "duplicate_response"] == [5]

    def test_a_blank_choice_may_mean_none(self, kysely: Instrument, tmp_path: Path) -> None:
        path = as_json(tmp_path, kobo_records([ANSWERS[0], {"tausta/suos": "k"}]))
        assert answers(quiet(path, kysely), "tausta/tuki[tilat]") == [True, None]
        assert answers(quiet(path, kysely, blank_means="not_selected"), "tausta/tuki[tilat]") == [True, False]


class TestHeadings:
    def read(self, folder: Path, *questions: Any, columns: dict[str, list[str]]) -> Responses:
        kysely = Instrument("k", "K", questions=questions)
        return quiet(as_csv(folder, columns, ";"), kysely, backend="kobo")

    def test_of_one_name_in_two_groups_need_the_groups(self, tmp_path: Path) -> None:
        questions = vk.Text("a/q", "A"), vk.Text("b/q", "B")
        read = self.read(tmp_path, *questions, columns={"a/q": ["1"], "b:q": ["2"], "q": ["3"], "c/q": ["4"]})
        assert (answers(read, "a/q"), answers(read, "b/q")) == (["1"], ["2"])
        assert read.unbound.columns.tolist() == ["q", "c/q"]

    def test_names_differ_by_capitals(self, tmp_path: Path) -> None:
        read = self.read(tmp_path, vk.Text("q", "A"), vk.Text("Q", "B"), columns={"Q": ["1"], "q": ["2"]})
        assert (answers(read, "q"), answers(read, "Q")) == (["2"], ["1"])

    def test_a_surer_heading_leaves_none_to_others(self, tmp_path: Path) -> None:
        read = self.read(tmp_path, vk.Text("g/start", "Alku"), columns={"start": ["1"], "g/start": ["2"]})
        assert answers(read, "g/start") == ["2"]
        assert read.unbound.columns.tolist() == ["start"]

    def test_words_of_one_question_in_a_path_mean_nothing(self, tmp_path: Path) -> None:
        read = self.read(tmp_path, vk.Text("uusi/n", "Nimi"), columns={"vanha/nimi": ["1"], "uusi/n": ["2"]})
        assert answers(read, "uusi/n") == ["2"]

    def test_are_made_once_for_all_chunks(self) -> None:
        chunk = RawTable.from_rows([Header("_uuid", 1), Header("q", 2)], [["u", "1"]])
        first, second = headed([chunk, chunk], Instrument("k", "K", questions=(vk.Text("q", "Q"),)), Dialect())
        assert first.headers is second.headers
        assert [(header.code, header.role) for header in first.headers] == [(None, "response_id"), ("q", None)]

    def test_by_another_name_in_the_form(self, tmp_path: Path) -> None:
        read = self.read(tmp_path, vk.Text("q-status", "A", aliases=("status",)), columns={"status": ["1"]})
        assert answers(read, "q-status") == ["1"]

    def test_rows_of_a_table_without_its_group(self, tmp_path: Path) -> None:
        scale = vk.Scale((vk.Option("1", "Huono"), vk.Option("2", "Hyvä")))
        matrix = vk.Matrix("g/m", "M", rows=(vk.Option("r1", "Eka"), vk.Option("r2", "Toka")), scale=scale)
        read = self.read(tmp_path, matrix, columns={"r1": ["1"], "g-m-r2": ["2"]})
        assert (answers(read, "g/m[r1]"), answers(read, "g/m[r2]")) == (["1"], ["2"])


class TestKeys:
    def raw(self, folder: Path, records: list[Any] | str) -> dict[str, list[Any]]:
        backend = KoboBackend()
        options = {name: default for name, (default, _) in backend.options.items()}
        [table] = backend.open(as_json(folder, records), options)
        assert [header.position for header in table.headers] == list(range(1, len(table.headers) + 1))
        pairs = zip(table.headers, table.columns, strict=True)
        return {header.title: column.texts().tolist() for header, column in pairs}

    def test_numbers_keep_their_form(self, tmp_path: Path) -> None:
        long = "9" * 5000
        text = f'[{{"a": 1.10, "b": 1, "c": {long}, "d": 1e400, "e": true, "f": false, "g": NaN, "h": -0}}]'
        read = self.raw(tmp_path, text)
        assert [column[0] for column in read.values()] == ["1.10", "1", long, "1e400", "true", "false", "NaN", "-0"]

    def test_that_come_late_have_columns(self, tmp_path: Path) -> None:
        assert self.raw(tmp_path, [{"a": "1"}, {"b": "2"}]) == {"a": ["1", None], "b": [None, "2"]}

    def test_what_repeats_is_json_with_its_numbers(self, tmp_path: Path) -> None:
        text = '[{"r": [{"r/a": 1.10, "r/b": [null, "ä\\"", true]}, {}], "t": ["x"]}]'
        assert self.raw(tmp_path, text) == {
            "r": ['[{"r/a": 1.10, "r/b": [null, "ä\\"", true]}, {}]'],
            "t": ['["x"]'],
        }

    def test_groups_and_places(self, tmp_path: Path) -> None:
        point = {"type": "Point", "coordinates": [24.5, 60.1]}
        read = self.raw(tmp_path, [{"g": {"h": {"q": "1"}, "p": point}}, {"g": None}, {"g": {"h": None}, "x": "1"}])
        assert read["g/h/q"] == ["1", None]
        assert read["g/p"] == ['{"type": "Point", "coordinates": [24.5, 60.1]}', None]
        assert set(read) == {"g/h/q", "g/p", "x"}

    def test_half_a_character_is_written_out(self, tmp_path: Path) -> None:
        read = self.raw(tmp_path, r'[{"a": "x\ud800", "b": [1, "\ud800"], "c": null}]')
        assert read == {"a": ["x\\ud800"], "b": ['[1, "\\\\ud800"]'], "c": [None]}

    def test_twice_in_one_response_stop_the_reading(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match=r"response 1 has two values for 'g/q'"):
            self.raw(tmp_path, [{"g": {"q": "1"}, "g/q": "2"}])
        assert self.raw(tmp_path, [{"g": {"q": "1"}, "g/q": None}]) == {"g/q": ["1"]}


class TestPrivacy:
    def test_who_and_where_is_withheld_without_a_codebook(self, tmp_path: Path) -> None:
        kysely = Instrument("k", "K", questions=(vk.Text("q", "Q"),))
        record = {
            "_uuid": "u",
            "q": "1",
            "_submitted_by": "keksitty",
            "_geolocation": [60.1, 24.9],
            "_attachments": [{"filename": "keksitty/kuva.jpg"}],
            "deviceid": "ee.humanitarian:x",
            "meta/instanceName": "Keksitty Nimi",
            "g/missa": "60.1699 24.9384 0 0",
            "reitti": "60.1 24.9 0 0; 60.2 24.9 0 0;",
            "kuvio": {"type": "Polygon", "coordinates": [[[24.9, 60.1]]]},
        }
        read = quiet(as_json(tmp_path, [record]), kysely, backend="kobo")
        assert read.unbound.columns.tolist() == ["_uuid"]
        assert read.provenance is not None
        assert read.provenance.cells.withheld == 8

    def test_a_codebook_may_keep_them(self, tmp_path: Path) -> None:
        kysely = Instrument("k", "K", questions=(vk.Text("paikka", "Missä?"),))
        read = quiet(as_json(tmp_path, [{"_uuid": "u", "paikka": "60.1 24.9 0 0"}]), kysely, backend="kobo")
        assert answers(read, "paikka") == ["60.1 24.9 0 0"]


class TestDetection:
    def test_tables_and_json_of_others_are_left_alone(self, tmp_path: Path) -> None:
        path = as_csv(tmp_path, {"_id": ["1"], "_uuid": ["2"], "KEY": ["3"]}, ";")
        assert KoboBackend().detect(path).strength is Strength.NONE
        for document in ([{"_id": 1, "nimi": "x"}], {"responses": [{"id": "1"}]}, {"KEY": 1}, []):
            assert KoboBackend().detect(as_json(tmp_path, document)).strength is Strength.NONE

    def test_escaped_keys_are_read(self, tmp_path: Path) -> None:
        path = as_json(tmp_path, r'[{"_\u0075uid": 1, "_id": 2, "_submission_time": "x"}]')
        assert KoboBackend().detect(path).strength is Strength.CERTAIN

    def test_a_draft_of_answers_alone(self, page: Path) -> None:
        draft = vk.infer(page)
        assert draft.column("uuid").role == "response_id"
        assert draft.column("username").role == "identifier"
        assert {column.header: column.role for column in draft.columns}["_status"] == "ignore"


class TestPages:
    def test_a_part_of_a_survey_is_refused_unless_asked_for(self, kysely: Instrument, tmp_path: Path) -> None:
        parts: list[tuple[dict[str, Any], str]] = [
            ({"next": "https://example.org/?start=3"}, "3 responses, and others on further pages"),
            ({"previous": "https://example.org/?start=0"}, "3 responses, and others on further pages"),
            ({"count": 2345}, "3 of 2345 responses"),
        ]
        for stated, words in parts:
            path = as_json(tmp_path, page_of(kobo_records(), **stated))
            with pytest.raises(SourceError, match=words):
                vk.read(path, kysely)
            read = quiet(path, kysely, pages="one")
            assert read.provenance is not None
            assert read.provenance.options["found_page"] == words
        path = as_json(tmp_path, {"value": odk_records(), "@odata.nextLink": "https://example.org"})
        with pytest.raises(SourceError, match=r"read over HTTP with KoboApi, or state pages='one'"):
            vk.read(path, kysely)

    def test_options_are_checked(self, kysely: Instrument, page: Path) -> None:
        for wrong in (
            {"pages": "kaikki"},
            {"values": "number"},
            {"blank_means": "x"},
            {"delimiter": ";"},
            {"sheet": 1},
        ):
            with pytest.raises(OptionError):
                vk.read(page, kysely, **wrong)
