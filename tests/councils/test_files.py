"""What the files of councils add to those of networks; the form itself is tested with networks."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from council_records import attendances, councils, known_networks, meetings, quorums, regional_council, requests, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.councils import Attendance, Council, Meeting, Quorum, SeatRule, StatementRequest, Structure
from verkosto.errors import NetworkError
from verkosto.organisations import from_data, to_data

PARTS: dict[type, st.SearchStrategy[Any]] = {
    Attendance: attendances(),
    Meeting: meetings(),
    Quorum: quorums,
    SeatRule: rules,
    StatementRequest: requests(),
}


@settings(max_examples=20)
@given(councils(known_networks()))
def test_saving_and_loading_is_the_identity(council: Council) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "council.json"
        council.save(path)
        written = path.read_bytes()
        loaded = Council.load(path)
        loaded.save(path)
        assert path.read_bytes() == written
    assert loaded == council


@pytest.mark.parametrize("kind", PARTS, ids=lambda kind: kind.__name__)
@settings(max_examples=20)
@given(data=st.data())
def test_each_part_is_itself_again(kind: type, data: st.DataObject) -> None:
    part = data.draw(PARTS[kind])
    assert from_data(json.loads(json.dumps(to_data(part))), kind) == part
    assert pickle.loads(pickle.dumps(part)) == part


@settings(max_examples=20)
@given(councils(known_networks()))
def test_a_support_structure_has_a_file_of_its_own(council: Council) -> None:
    structure = Structure(council.organisation, council.network, rules=council.rules, roster=council.roster)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "structure.json"
        structure.save(path)
        assert Structure.load(path) == structure
        assert json.loads(path.read_text("utf-8"))["format"] == "verkosto.structure/1"
        with pytest.raises(NetworkError, match=r"format 'verkosto\.structure/1' is unknown"):
            Council.load(path)


def test_a_file_says_what_it_is_and_leaves_out_what_goes_without_saying(tmp_path: Path) -> None:
    path = tmp_path / "mvn.json"
    regional_council(meetings=[Meeting("1", "2023-03-31", planned=True)]).save(path)
    data = json.loads(path.read_text("utf-8"))
    assert list(data) == ["format", "organisation", "network", "rules", "meetings"]
    assert data["format"] == "verkosto.council/1"
    assert data["meetings"] == [{"id": "1", "date": "2023-03-31", "planned": True}]


def test_every_fault_of_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "mvn.json"
    regional_council(meetings=[Meeting("1", "2023-03-31")], requests=[StatementRequest("l1", "Lausunto")]).save(path)
    data = json.loads(path.read_text("utf-8"))
    data["meetings"][0] |= {"not_after": "2023-03-01", "plannd": True}
    data["requests"][0]["status"] = "shut"
    data["quorum"] = {}
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(NetworkError) as caught:
        Council.load(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "meetings[0]: unknown key 'plannd'. Did you mean 'planned'?" in lines[0]
    assert "requests[0].status: the word 'shut' is unknown" in lines[1]
    assert "quorum: This quorum asks for nothing" in lines[2]


def test_what_a_file_contradicts_itself_in_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mvn.json"
    regional_council(meetings=[Meeting("1", attendance=[Attendance("sivonen")])]).save(path)
    path.write_text(path.read_text("utf-8").replace('{"person": "sivonen"}]', '{"person": "sivone"}]'), "utf-8")
    with pytest.raises(NetworkError, match=r"meeting '1': no person has the id 'sivone'\. Did you mean 'sivonen'"):
        Council.load(path)
