from __future__ import annotations

import io
import sys
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from networks import networks

from verkosto.errors import DateError, MissingExtraError
from verkosto.organisations import (
    Change,
    Contact,
    Membership,
    Network,
    Organisation,
    Person,
    Post,
    Term,
    graph,
)

NETWORK = Network(
    organisations=[
        Organisation("mvn", "Neuvottelukunta", classification="council", terms=[Term("2020-05")], areas="maakunta/13"),
        Organisation("foorumi", "Foorumi", terms=[Term("2014", "2020-04")]),
        Organisation("tv", "Työvaliokunta"),
        Organisation("hyte", "Hyte ry"),
        Organisation("stea", "STEA", terms=[Term("2030", planned=True)]),
    ],
    people=[Person("mm", "Marja Manninen", contacts=[Contact("email", "mm@example.org")]), Person("x", "Xavier")],
    posts=[
        Post("seat", "mvn", "member", area="maakunta/01", terms=[Term("2020-05", "2024")], places=2),
        Post("hyte", "mvn", "worker", funded_by="stea", terms=[Term("2031")]),
    ],
    memberships=[
        Membership("mvn", "part_of", member="tv"),
        Membership("mvn", person="mm", post="seat", on_behalf_of="hyte", nominated_by="foorumi", label="Jäsen",
                   area="maakunta/01", terms=[Term("2023", "2024"), Term("2022-12")]),
        Membership("tv", "chair", person="x", post="tv/chair", terms=[Term("2010", "2011")]),
    ],
    changes=[Change("succession", "foorumi", "mvn", date="2020-05")],
)  # fmt: skip


def edges(found: nx.MultiDiGraph[str]) -> set[tuple[str, str, str]]:
    return {(start, end, data["kind"]) for start, end, data in found.edges(data=True)}


def test_the_whole_network_is_drawn() -> None:
    found = graph(NETWORK)
    assert set(found) == {"mvn", "foorumi", "tv", "hyte", "stea", "mm", "x", "seat", "post:hyte"}
    assert edges(found) == {
        ("tv", "mvn", "part_of"),
        ("mm", "mvn", "membership"),
        ("mm", "seat", "holds"),
        ("mm", "hyte", "representation"),
        ("foorumi", "mm", "nomination"),
        ("seat", "mvn", "post_of"),
        ("post:hyte", "mvn", "post_of"),
        ("stea", "post:hyte", "funding"),
        ("x", "tv", "membership"),
        ("foorumi", "mvn", "succession"),
    }
    assert found.nodes["mvn"] == {
        "kind": "organisation", "label": "Neuvottelukunta", "classification": "council", "areas": "maakunta/13"
    }  # fmt: skip
    assert found.nodes["seat"]["places"] == 2
    assert found.nodes["mm"] == {"kind": "person", "label": "Marja Manninen"}
    (said,) = found.get_edge_data("mm", "mvn").values()
    assert said == {
        "kind": "membership", "role": "member", "title": "Jäsen", "area": "maakunta/01", "start_date": "2022-12",
        "end_date": "2024",
    }  # fmt: skip
    (change,) = found.get_edge_data("foorumi", "mvn").values()
    assert change == {"kind": "succession", "date": "2020-05", "planned": False}


def test_on_a_day_only_what_holds_is_drawn() -> None:
    found = graph(NETWORK, on="2023-06-01")
    assert set(found) == {"mvn", "tv", "hyte", "foorumi", "mm", "seat"}
    assert ("x", "tv", "membership") not in edges(found)
    (said,) = found.get_edge_data("mm", "mvn").values()
    assert said["standing"] == "stated"
    # It nominated somebody who still sits, so it is drawn although it is gone.
    assert found.nodes["foorumi"]["standing"] == "no"
    before = graph(NETWORK, on="2015-01-01")
    assert set(before) == {"foorumi", "tv", "hyte", "mvn"}
    assert edges(before) == {("tv", "mvn", "part_of"), ("foorumi", "mvn", "succession")}
    with pytest.raises(DateError):
        graph(NETWORK, on="June")


@settings(max_examples=8)
@given(networks())
def test_graphml_carries_the_whole_graph(network: Network) -> None:
    found = graph(network, on="2022-06-01")
    text = io.BytesIO()
    nx.write_graphml(found, text)
    text.seek(0)
    again = nx.read_graphml(text, force_multigraph=True)
    assert {node: again.nodes[node] for node in again} == {node: found.nodes[node] for node in found}
    assert sorted(map(str, again.edges(data=True))) == sorted(map(str, found.edges(data=True)))


def test_gexf_can_be_written_and_read(tmp_path: Path) -> None:
    found = graph(NETWORK)
    nx.write_gexf(found, tmp_path / "verkosto.gexf")
    again = nx.read_gexf(tmp_path / "verkosto.gexf")
    assert set(again) == set(found)
    assert again.number_of_edges() == found.number_of_edges()
    assert again.nodes["mvn"]["classification"] == "council"


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    found = graph(Network(organisations=[Organisation("o", "Ääkköset\x00 \N{EAR OF RICE}\ufffe ry")]))
    assert found.nodes["o"]["label"] == "Ääkköset\ufffd \N{EAR OF RICE}\ufffd ry"
    assert "\n".join(nx.generate_graphml(found))


def test_no_contact_is_in_the_graph() -> None:
    assert "example.org" not in str(graph(NETWORK).nodes(data=True))


def test_without_the_extra_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[graph\]'"):
        graph(NETWORK)
