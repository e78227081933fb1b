from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import EVERY_CLASS, networks, organisations

from verkosto.dates import PartialDate, Period
from verkosto.errors import NetworkError, OptionError
from verkosto.organisations import (
    AUDIT_CODES,
    Document,
    Membership,
    Network,
    Organisation,
    Person,
    Quantity,
    Statement,
    Term,
    _structure,
    from_data,
    to_data,
)
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText


@pytest.mark.parametrize("cls", EVERY_CLASS, ids=lambda cls: cls.__name__)
@given(data=st.data())
@settings(max_examples=10)
def test_data_and_back_is_the_identity(cls: type, data: st.DataObject) -> None:
    obj = data.draw(EVERY_CLASS[cls])
    assert from_data(json.loads(json.dumps(to_data(obj))), cls) == obj


@given(networks())
@settings(max_examples=8)
def test_save_and_load_is_the_identity(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "verkosto.json"
        network.save(path)
        written = path.read_bytes()
        again = Network.load(path)
        assert again == network
        again.save(path)
        assert path.read_bytes() == written


@given(organisations())
@settings(max_examples=15)
def test_data_are_plain_and_hold_no_default(organisation: Organisation) -> None:
    data = to_data(organisation)
    assert json.loads(json.dumps(data)) == data
    assert all(value not in ([], {}) for key, value in data.items() if key not in ("id", "name"))


def test_data_are_written_as_a_person_would() -> None:
    release = Source("Tiedote", published="2020-05-11")
    network = Network(
        organisations=[
            Organisation(
                "mvn",
                LocalText("Neuvottelukunta", sv="Delegation"),
                terms=Term("2020-05-11", source=release),
                areas="maakunta/13",
                statements=[
                    Statement("resources", None, source=release),
                    Statement("associations", Quantity(10000, "nearly")),
                    Statement("founded", PartialDate(2020)),
                    Statement("aim", "Yhteistyö"),
                    Statement("registered", value=False),
                ],
            )
        ],
        memberships=Membership("mvn", member="mvn", terms=Term(observed_at="2023-04", planned=True)),
    )
    assert to_data(network) == {
        "format": "verkosto.network/1",
        "sources": {"s1": {"title": "Tiedote", "published": "2020-05-11"}},
        "organisations": [
            {
                "id": "mvn",
                "name": {"fi": "Neuvottelukunta", "sv": "Delegation"},
                "terms": [{"start": "2020-05-11", "source": "s1"}],
                "areas": ["maakunta/13"],
                "statements": [
                    {"topic": "resources", "value": None, "source": "s1"},
                    {"topic": "associations", "value": {"quantity": {"value": 10000, "qualifier": "nearly"}}},
                    {"topic": "founded", "value": {"date": "2020"}},
                    {"topic": "aim", "value": {"text": "Yhteistyö"}},
                    {"topic": "registered", "value": False},
                ],
            }
        ],
        "memberships": [
            {"organisation": "mvn", "member": "mvn", "terms": [{"observed_at": "2023-04", "planned": True}]}
        ],
    }


def test_sources_outside_a_document_stand_in_full() -> None:
    term = Term("2020", source=Source("Tiedote"))
    assert to_data(term) == {"start": "2020", "source": {"title": "Tiedote"}}


def test_sources_within_a_document_may_stand_in_full() -> None:
    data = {
        "format": "verkosto.network/1",
        "people": [{"id": "a", "name": "A", "sources": [{"title": "Tiedote"}]}],
    }
    assert from_data(data, Network).people[0].sources == (Source("Tiedote"),)


def test_equal_dates_and_terms_are_made_once() -> None:
    terms = [{"start": "2020", "end": "2021"}]
    data = {
        "format": "verkosto.network/1",
        "organisations": [{"id": "a", "name": "A"}],
        "memberships": [{"organisation": "a", "member": "a", "role": role, "terms": terms} for role in "bc"],
    }
    one, other = from_data(data, Network).memberships
    assert one.terms[0] is other.terms[0]


def test_of_what_recurs_only_so_much_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_structure, "_MOST_REMEMBERED", 3)
    starts = [f"{year}-01-01" for year in range(2000, 2020)] * 2
    data = {"id": "a", "name": "A", "terms": [{"start": start} for start in starts]}
    assert [str(term.start) for term in from_data(data, Organisation).terms] == starts


@frozen
class Holding:
    """Every kind of field that a neighbour's class may have."""

    who: Person | Organisation
    span: Period = field(factory=Period)
    number: float | str | None = None
    seats: tuple[Quantity, ...] = ()
    whole: int = 0
    flag: bool = False
    area: AreaRef | None = None
    network: Network | None = None


@frozen(slots=False)
class Record(Document):
    FORMAT = "verkosto.record/2"

    network: Network = field(factory=Network)
    held: tuple[Holding, ...] = ()


def test_a_neighbours_classes_go_through_with_a_network_inside(tmp_path: Path) -> None:
    source = Source("Luettelo")
    network = Network(people=Person("b", "B", sources=source))
    record = Record(
        network=network,
        held=(
            Holding(Person("a", "A", sources=source), Period("2020"), 1.5, (Quantity(1),), 3, flag=True),
            Holding(Organisation("c", "C"), number="3", area=AreaRef.of("maakunta/13"), network=network),
            Holding(Organisation("d", "D"), number=3),
        ),
    )
    record.save(tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert data["format"] == "verkosto.record/2"
    assert data["network"] == {"people": [{"id": "b", "name": "B", "sources": ["s1"]}]}
    assert data["held"][0]["who"] == {"person": {"id": "a", "name": "A", "sources": ["s1"]}}
    assert Record.load(tmp_path / "a.json") == record


def test_an_object_of_a_child_class_is_refused() -> None:
    class Child(Network):
        pass

    with pytest.raises(NetworkError, match=r"A Child stands where data know a Network. Make it a Network."):
        to_data(Holding(Person("a", "A"), network=Child()))


@pytest.mark.parametrize("wrong", [5, "text", None, int, Network])
def test_other_things_have_no_data_form(wrong: Any) -> None:
    with pytest.raises(OptionError, match="has no data form"):
        to_data(wrong)
    if wrong is not Network:
        with pytest.raises(OptionError, match="has no data form"):
            from_data({}, wrong)


def test_codes_of_findings_are_words() -> None:
    assert all(code.replace("_", "").isalpha() and code.islower() for code in AUDIT_CODES)
