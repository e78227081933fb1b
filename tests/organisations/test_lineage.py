from __future__ import annotations

import pytest
from hypothesis import given, settings
from networks import ORGANISATIONS, days, networks

from verkosto.errors import DateError
from verkosto.organisations import Change, Membership, Network, Organisation, Term


def ids(found: tuple[Organisation, ...]) -> list[str]:
    return [organisation.id for organisation in found]


@pytest.fixture
def network() -> Network:
    """a and b merge into c, c splits into d and e, d is succeeded by f as planned; g stands apart."""
    return Network(
        organisations=[Organisation(id_, id_.upper()) for id_ in "abcdefg"],
        changes=[
            Change("merger", ("a", "b"), "c", date="2020"),
            Change("split", "c", ("d", "e"), date="2022-05-01"),
            Change("succession", "d", "f", date="2024", planned=True),
        ],
    )


@pytest.mark.parametrize(
    ("start", "on", "planned", "expected"),
    [
        ("a", None, False, ["c", "d", "e"]),
        ("a", None, True, ["c", "d", "e", "f"]),
        ("a", "2019-12-31", True, []),
        ("a", "2020-01-01", True, ["c"]),
        ("a", "2022-04-30", True, ["c"]),
        ("b", "2022-05-01", True, ["c", "d", "e"]),
        ("d", "2023", True, []),
        ("g", None, True, []),
    ],
)
def test_what_an_organisation_became(
    network: Network, start: str, on: str | None, expected: list[str], *, planned: bool
) -> None:
    assert ids(network.successors(start, on=on, planned=planned)) == expected


@pytest.mark.parametrize(
    ("start", "on", "planned", "expected"),
    [
        ("f", None, True, ["d", "c", "a", "b"]),
        ("f", None, False, []),
        ("e", None, False, ["c", "a", "b"]),
        ("e", "2021", False, []),
    ],
)
def test_what_an_organisation_came_from(
    network: Network, start: str, on: str | None, expected: list[str], *, planned: bool
) -> None:
    assert ids(network.predecessors(start, on=on, planned=planned)) == expected


def test_a_change_without_a_date_counts_on_every_day() -> None:
    network = Network(
        organisations=[Organisation("a", "A"), Organisation("b", "B")], changes=Change("succession", "a", "b")
    )
    assert ids(network.successors("a", on="1900")) == ["b"]


def test_a_circle_of_changes_comes_to_an_end(network: Network) -> None:
    around = network.add(Change("succession", "e", "a"), Change("succession", "e", "e"))
    assert ids(around.successors("a")) == ["c", "d", "e"]
    assert ids(around.predecessors("a")) == ["e", "c", "b"]


def test_a_long_chain_needs_no_recursion() -> None:
    chain = Network(
        organisations=[Organisation(f"o{n}", "O") for n in range(3000)],
        changes=[Change("succession", f"o{n}", f"o{n + 1}") for n in range(2999)],
    )
    assert len(chain.successors("o0")) == len(chain.predecessors("o2999")) == 2999


def test_groups_and_their_parts() -> None:
    network = Network(
        organisations=[Organisation(id_, id_.upper()) for id_ in ("council", "group", "desk")],
        memberships=[
            Membership("council", "part_of", member="group", terms=Term("2022", "2023")),
            Membership("council", "part_of", member="group", terms=Term("2024")),
            Membership("council", "secretariat", member="desk"),
        ],
    )
    assert ids(network.parents("group")) == ["council"]
    assert ids(network.children("council")) == ["group"]
    assert ids(network.children("council", on="2021")) == []
    assert ids(network.parents("group", on="2021")) == []
    assert ids(network.parents("group", on="2024-06-01")) == ["council"]
    assert network.parents("council") == network.children("group") == ()


def test_a_day_is_a_day(network: Network) -> None:
    with pytest.raises(DateError, match="is no date"):
        network.successors("a", on="spring")


@given(networks(), days)
@settings(max_examples=8)
def test_both_ways_agree(network: Network, day: object) -> None:
    for one in ORGANISATIONS:
        for other in ORGANISATIONS:
            assert (other in ids(network.successors(one, on=str(day)))) == (
                one in ids(network.predecessors(other, on=str(day)))
            )
            assert (other in ids(network.parents(one, on=str(day)))) == (
                one in ids(network.children(other, on=str(day)))
            )
