from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verkosto.errors import NetworkError, OptionError, SourceError, SourceNotFoundError
from verkosto.organisations import Membership, Network, Organisation, Person, Post, Statement, Term, from_data, to_data
from verkosto.sources import Source

SURROGATE = "\ud83d"


def document() -> dict[str, Any]:
    return to_data(
        Network(
            organisations=[Organisation("mvn", "Neuvottelukunta", statements=Statement("n", 5))],
            people=[Person("a", "A", contacts=()), Person("b", "B")],
            posts=[Post("chair", "mvn", "chair")],
            memberships=[Membership("mvn", person="a", terms=Term("2020", "2021", source=Source("Tiedote")))],
        )
    )


Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (
            lambda d: d["memberships"][0]["terms"][0].update(start="spring"),
            "memberships[0].terms[0].start: 'spring' is no date. Write a date as 2023, 2023-04 or 2023-04-24.",
        ),
        (
            lambda d: d["memberships"][0]["terms"][0].update(start="2022"),
            "memberships[0].terms[0]: A term cannot end (2021) before it starts (2022). Exchange the two dates.",
        ),
        (
            lambda d: d["memberships"][0]["terms"][0].update(planned=1),
            "memberships[0].terms[0].planned: needs true or false, not a number. Write it without quotes.",
        ),
        (
            lambda d: d["memberships"][0]["terms"][0].update(source="s2"),
            "memberships[0].terms[0].source: no source has the key 's2'. List it under 'sources'",
        ),
        (
            lambda d: d["memberships"][0].update(rolle="chair"),
            "memberships[0]: unknown key 'rolle'. Did you mean 'role'?",
        ),
        (
            lambda d: d["memberships"].append([]),
            "memberships[1]: needs Membership as an object with keys, not a list.",
        ),
        (
            lambda d: d["memberships"][0].pop("organisation"),
            "memberships[0]: the key 'organisation' is missing. Add it.",
        ),
        (
            lambda d: d["memberships"][0].update(organisaton=d["memberships"][0].pop("organisation")),
            "memberships[0]: unknown key 'organisaton'. Did you mean 'organisation'?",
        ),
        (lambda d: d.update(people={}), "people: needs a list, not an object with keys. Put it between [ and ]."),
        (lambda d: d["people"][0].update(name=5), "people[0].name: needs text, not a number. Write it in quotes."),
        (lambda d: d["people"][0].update(name=None), "people[0].name: needs text, not nothing. Write it in quotes."),
        (lambda d: d["people"][0].update(name=""), "people[0]: Person.name is empty. Give a text in quotes."),
        (
            lambda d: d["people"][0].update(name=SURROGATE),
            "people[0].name: character 1 is half of a surrogate pair and no text. Write it again.",
        ),
        (
            lambda d: d["people"][0].update(contacts=[{"kind": "emial", "value": "x"}]),
            (
                "people[0].contacts[0].kind: the word 'emial' is unknown. Did you mean 'email'? "
                "Use one of email, phone, address, url, other."
            ),
        ),
        (
            lambda d: d["posts"][0].update(places="2"),
            "posts[0].places: needs a whole number, not text. Write it without quotes, such as 1.",
        ),
        (
            lambda d: d["posts"][0].update(places=0),
            "posts[0]: Post 'chair' has 0 places. Give 1 or more, or None where not stated.",
        ),
        (
            lambda d: d["posts"][0].update(area="maakunta/99"),
            "posts[0].area: No maakunta has or had the code '99'.",
        ),
        (
            lambda d: d["organisations"][0].update(name={"fi": "A", "se": "B"}),
            "organisations[0].name: unknown key 'se'. Known keys: fi, sv, en.",
        ),
        (
            lambda d: d["organisations"][0]["statements"][0].update(value={"quantity": {"value": "5"}}),
            (
                "organisations[0].statements[0].value.quantity.value: needs a number, not text. "
                "Write it without quotes, such as 1."
            ),
        ),
        (
            lambda d: d["organisations"][0]["statements"][0].update(value={"quantity": {"value": -5}}),
            (
                "organisations[0].statements[0].value.quantity: A quantity counts something. "
                "Give a number from 0 up that is not infinite."
            ),
        ),
        (
            lambda d: d["organisations"][0]["statements"][0].update(value={"quantty": 5}),
            (
                "organisations[0].statements[0].value: unknown kind 'quantty'. Did you mean 'quantity'? "
                "Use quantity, text, date."
            ),
        ),
        (
            lambda d: d["organisations"][0]["statements"][0].update(value="2020"),
            (
                "organisations[0].statements[0].value: text does not say of what kind it is. "
                'Write one of {"quantity": ...}, {"text": ...}, {"date": ...}, true or false.'
            ),
        ),
        (
            lambda d: d["organisations"][0].update(statements=[{"topic": "resources"}]),
            "organisations[0].statements[0]: the key 'value' is missing. Add it.",
        ),
        (
            lambda d: d.update(organisation=[]),
            "unknown key 'organisation'. Did you mean 'organisations'?",
        ),
        (lambda d: d.update(sources=[]), "sources: needs an object with a key for each source, not a list."),
        (
            lambda d: d["sources"]["s1"].pop("title"),
            "sources.s1: the key 'title' is missing. Add it.",
        ),
        (
            lambda d: d["sources"]["s1"].update(published="24.4.2023"),
            "sources.s1.published: '24.4.2023' is not in ISO form. If the day stands first, write '2023-04-24'.",
        ),
        (
            lambda d: d.pop("format"),
            'the key \'format\' is missing. Add "format": "verkosto.network/1" as the first key.',
        ),
        (
            lambda d: d["posts"][0].update(organisation="mvnn"),
            "The network contradicts itself:\npost 'chair': no organisation has the id 'mvnn'. Did you mean 'mvn'?",
        ),
    ],
)
def test_each_fault_is_told_with_its_place_and_its_remedy(spoil: Spoil, expected: str) -> None:
    data = document()
    spoil(data)
    with pytest.raises(NetworkError) as caught:
        from_data(data, Network, where="verkosto.json")
    assert f"verkosto.json: {expected}" in str(caught.value)
    assert caught.value.__context__ is None


def test_all_faults_are_told_at_once() -> None:
    data = document()
    data["people"][1] = {"nimi": "B", "contacts": 5}
    data["memberships"][0]["terms"][0]["end"] = "soon"
    with pytest.raises(NetworkError) as caught:
        from_data(data, Network)
    assert [line.split(". ")[0] for line in str(caught.value).splitlines()] == [
        "data: people[1]: unknown key 'nimi'",
        "data: people[1].contacts: needs a list, not a number",
        "data: people[1]: the key 'id' is missing",
        "data: people[1]: the key 'name' is missing",
        "data: memberships[0].terms[0].end: 'soon' is no date",
    ]


def test_of_very_many_faults_a_hundred_are_listed() -> None:
    data = {"format": "verkosto.network/1", "people": [{"id": f"p{n}"} for n in range(150)]}
    with pytest.raises(NetworkError) as caught:
        from_data(data, Network)
    lines = str(caught.value).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "data: and 50 more"


@pytest.mark.parametrize("kind", ["value", "kind", "key", "tag"])
def test_a_persons_contact_stands_in_no_message(kind: str) -> None:
    address = "maija.meikalainen@example.org"
    contact: dict[str, Any] = {"kind": "email", "value": address, "ground": "consnt"}
    if kind == "kind":
        contact = {"kind": address, "value": "email"}
    if kind == "key":
        contact = {address: "email", "value": 5}
    if kind == "tag":
        contact = {"kind": "email", "value": {address: address}}
    with pytest.raises(NetworkError) as caught:
        from_data({"id": "a", "name": "A", "contacts": [contact]}, Person)
    assert address not in str(caught.value)
    assert "contacts[0]" in str(caught.value)


@pytest.mark.parametrize(
    ("form", "remedy"),
    [
        ("verkosto.network/2", "'verkosto.network/2' is unknown. It is newer than this version. Update verkosto"),
        ("verkosto.network/0", "Check that it is the file that you mean"),
        ("verkosto.council/1", "Check that it is the file that you mean; this version reads 'verkosto.network/1' here"),
        ("verkosto.network/x", "Check that it is"),
        (1, "the format a number is unknown"),
    ],
)
def test_another_format_is_told_alone(form: object, remedy: str) -> None:
    with pytest.raises(NetworkError) as caught:
        from_data({"format": form, "nonsense": 1}, Network)
    assert remedy in str(caught.value)
    assert "nonsense" not in str(caught.value)


@pytest.mark.parametrize("data", [[], "text", None, 5])
def test_data_of_another_shape_are_refused(data: object) -> None:
    with pytest.raises(NetworkError, match="data: needs Network as an object with keys, not"):
        from_data(data, Network)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"format": ', r"not JSON: Expecting value \(line 1, column 12\). Correct the file there"),
        (b'{"people": [], "people": []}', "the key 'people' stands twice in one object. Correct the file"),
        (b"\n\xff", "line 2 is not UTF-8 text. Save the file as UTF-8"),
        (b"[" * 100_000, "Correct the file"),
        (b"5" * 5000, "Correct the file"),
        (b'{"format": NaN}', "a number is unknown"),
    ],
    ids=["cut", "doubled", "latin", "deep", "long", "nan"],
)
def test_files_that_are_no_json(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "verkosto.json"
    path.write_bytes(content)
    with pytest.raises(NetworkError, match=message) as caught:
        Network.load(path)
    assert str(caught.value).startswith(str(path))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "verkosto.json"
    path.write_bytes(b'\xef\xbb\xbf{"format": "verkosto.network/1"}')
    assert Network.load(path) == Network()


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    Network().save(tmp_path / "verkosto.json")
    with pytest.raises(SourceNotFoundError, match=r"Did you mean 'verkosto\.json'"):
        Network.load(tmp_path / "verksto.json")
    with pytest.raises(SourceNotFoundError, match="Check the path"):
        Network.load(tmp_path / "nowhere" / "verkosto.json")


def test_what_is_no_path_to_a_json_file(tmp_path: Path) -> None:
    for ask in (Network.load, Network().save):
        with pytest.raises(OptionError, match=r"must end in .json, not in '.toml'. Rename it"):
            ask(tmp_path / "verkosto.toml")
        with pytest.raises(OptionError, match=r"A path is text or a pathlib.Path, not int"):
            ask(5)  # type: ignore[arg-type]


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "folder.json"
    folder.mkdir()
    with pytest.raises(SourceError, match=r"cannot be read: .* Give a file that you may read"):
        Network.load(folder)
    with pytest.raises(SourceError, match=r"cannot be written: .* Check the folder"):
        Network().save(folder)


def test_a_text_that_no_file_can_hold_is_told_by_its_place(tmp_path: Path) -> None:
    organisation = Organisation("a", "A", statements=Statement("n", 5))
    network = Network(organisations=organisation, people=[Person("b", "B"), Person("c", f"C{SURROGATE}")])
    with pytest.raises(NetworkError, match=r"people\[1\].name holds half of a surrogate pair"):
        network.save(tmp_path / "verkosto.json")
    assert not (tmp_path / "verkosto.json").exists()


def test_a_file_has_a_line_for_each_object(tmp_path: Path) -> None:
    Network(people=[Person("ä", "Ä"), Person("b", "B")]).save(tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text("utf-8").splitlines() == [
        "{",
        ' "format": "verkosto.network/1",',
        ' "people": [',
        '  {"id": "ä", "name": "Ä"},',
        '  {"id": "b", "name": "B"}',
        " ]",
        "}",
    ]


def test_loading_leaves_the_collector_of_garbage_as_it_was(tmp_path: Path) -> None:

    Network().save(tmp_path / "a.json")
    assert gc.isenabled()
    Network.load(tmp_path / "a.json")
    assert gc.isenabled()
    gc.disable()
    try:
        Network.load(tmp_path / "a.json")
        assert not gc.isenabled()
    finally:
        gc.enable()
