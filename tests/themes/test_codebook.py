"""Codebook: its tree, its names, what contradicts itself, and what changed between two editions."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.errors import CodebookError, OptionError, UnknownThemeError
from verkosto.themes import Codebook, Theme, ThemeChange, ThemeSet

BOOK = Codebook(
    "toiveet",
    {"fi": "Toiveet", "sv": "Önskemål"},
    [
        Theme("hakeminen", "Hakeminen", parent="raha"),
        Theme(
            "tilat",
            {"fi": "Tilat", "sv": "Lokaler", "en": "Premises"},
            definition={"fi": "Kokous- ja harrastustilat.\nMyös varastot.", "en": "Rooms."},
            examples=["Kokoustila"],
            patterns=["tila", "+tila"],
            former=["toimitilat"],
        ),
        Theme("raha", "Rahoitus", codable=False),
        Theme("lomake", "Lomakkeet", parent="hakeminen"),
    ],
    version="2",
)


def faults(*themes: Any, **more: Any) -> list[str]:
    with pytest.raises(CodebookError) as caught:
        Codebook("t", "T", themes, **more)
    return str(caught.value).splitlines()


def test_a_codebook_is_a_list_of_themes_that_are_found_by_id() -> None:
    assert repr(BOOK) == "<Codebook 'toiveet', version 2: 4 themes>"
    assert repr(Codebook("t", "T", [Theme("a", "A")])) == "<Codebook 't', version 1: 1 theme>"
    assert BOOK.ids == ("hakeminen", "tilat", "raha", "lomake") == tuple(theme.id for theme in BOOK)
    assert len(BOOK) == 4
    assert "tilat" in BOOK
    assert "Tilat" not in BOOK
    assert 5 not in BOOK
    assert BOOK["tilat"].label.sv == "Lokaler"
    assert pickle.loads(pickle.dumps(BOOK)) == BOOK
    assert hash(BOOK) == hash(Codebook(BOOK.id, BOOK.title, BOOK.themes, version="2"))


def test_the_tree() -> None:
    assert [theme.id for theme in BOOK.roots] == ["tilat", "raha"]
    assert [theme.id for theme in BOOK.walk()] == ["tilat", "raha", "hakeminen", "lomake"]
    assert [theme.id for theme in BOOK.children("raha")] == ["hakeminen"]
    assert BOOK.children("lomake") == ()
    assert [theme.id for theme in BOOK.ancestors("lomake")] == ["hakeminen", "raha"]
    assert [BOOK.depth(theme) for theme in BOOK.ids] == [1, 0, 0, 2]
    assert (BOOK.levels, Codebook("t", "T", []).levels) == (3, 0)


@pytest.mark.parametrize("text", ["tilat", "TILAT", "Lokaler", " premises ", "Toimitilat"])
def test_a_theme_is_found_by_what_people_call_it(text: str) -> None:
    assert BOOK.find(text).id == "tilat"


def test_an_id_goes_before_a_label_and_a_label_before_a_former_id() -> None:
    book = Codebook("t", "T", [Theme("b", "A"), Theme("a", "C", former=["b 2"]), Theme("d", "b 2", former=["x"])])
    assert [book.find(text).id for text in ("a", "A", "b", "C", "B 2", "X")] == ["a", "b", "b", "a", "d", "d"]


@pytest.mark.parametrize("call", [BOOK.__getitem__, BOOK.children, BOOK.ancestors, BOOK.depth, BOOK.guid_of])
def test_a_theme_that_is_not_there_names_the_nearest(call: Any) -> None:
    with pytest.raises(UnknownThemeError, match=r"codebook 'toiveet' has no theme 'tiilat'\. Did you mean 'tilat'"):
        call("tiilat")
    with pytest.raises(LookupError, match="has no theme 5"):
        call(5)
    with pytest.raises(UnknownThemeError, match=r"has no theme 'Tillat'\. Did you mean 'Tilat'"):
        BOOK.find("Tillat")
    with pytest.raises(UnknownThemeError, match="has no theme None"):
        BOOK.find(None)  # type: ignore[arg-type]
    with pytest.raises(UnknownThemeError, match=r"has no theme 'Lokaler'\. Its id is 'tilat'\."):
        Codebook("t", "T", [Theme("tilat", {"fi": "Tilat", "sv": "Lokaler"})])["Lokaler"]


@pytest.mark.parametrize(
    ("themes", "told"),
    [
        ([Theme("a", "A"), Theme("a", "B")], "two themes have the id 'a'. Give one of them another id."),
        (
            [Theme("a", "Tilat"), Theme("b", " tilat ")],
            "themes 'a' and 'b' share the label 'tilat'. Change one of them.",
        ),
        (
            [Theme("a", {"fi": "A", "sv": "Lokaler"}), Theme("b", "LOKALER")],
            "themes 'a' and 'b' share the label 'lokaler'. Change one of them.",
        ),
        ([Theme("a", "A", former="c"), Theme("b", "B", former="c")], "themes 'a' and 'b' share the former id 'c'."),
        ([Theme("a", "A", former="b"), Theme("b", "B")], "theme 'a': former 'b' is the id of another theme."),
        ([Theme("a", "A", parent="bb"), Theme("b", "B")], "theme 'a': no theme 'bb'. Did you mean 'b'?"),
        (
            [Theme("a", "A", parent="b"), Theme("b", "B", parent="c"), Theme("c", "C", parent="b")],
            "the parents of 'b' → 'c' → 'b' go in a circle. Leave `parent` out of one of them.",
        ),
        (["a"], "themes hold 'a' of type str. Give each as Theme(…)."),
    ],
)
def test_what_contradicts_itself_is_refused(themes: list[Any], told: str) -> None:
    lines = faults(*themes)
    assert len(lines) == 1
    assert lines[0].startswith(f"codebook 't': {told}")


def test_every_fault_is_told_at_once() -> None:
    guid = "5215CC69-b628-4e02-afb9-9beeaee55808"
    lines = faults(
        Theme("a", "A", guid=guid),
        Theme("a", "A"),
        Theme("b", "B", guid=guid.lower(), parent="x"),
        sets=[ThemeSet("Ryhmä", ["aa"])],
        version="",
    )
    assert [line.removeprefix("codebook 't': ").split(".")[0] for line in lines] == [
        "version '' must be text on one line",
        "two themes have the id 'a'",
        f"themes 'a' and 'b' share the guid {guid.upper()!r}",
        "theme 'b': no theme 'x'",
        "set 'Ryhmä': no theme 'aa'",
    ]


@pytest.mark.parametrize("themes", [5, {"a": 1}, None])
def test_themes_are_a_list(themes: Any) -> None:
    with pytest.raises(CodebookError, match="themes must be a list"):
        Codebook("t", "T", themes)


@pytest.mark.parametrize("given", [("", "T"), (5, "T"), ("t", 5), ("t", "")])
def test_id_and_title_are_text(given: tuple[Any, Any]) -> None:
    with pytest.raises(CodebookError, match="codebook"):
        Codebook(*given, [])


def test_sets_hold_sets() -> None:
    assert faults(Theme("a", "A"), sets=["a"]) == ["codebook 't': sets hold 'a' of type str. Give each as ThemeSet(…)."]


def test_the_print_has_everything_that_a_coder_needs() -> None:
    text = BOOK.to_text()
    assert text.startswith("Toiveet, versio 2\n\nTilat [tilat]\n    Määritelmä: Kokous- ja harrastustilat.\n    Myös")
    assert "\nRahoitus [raha] (otsikko, ei koodata)\n\n  Hakeminen [hakeminen]\n\n    Lomakkeet [lomake]\n" in text
    assert BOOK.to_text("sv").startswith("Önskemål, version 2\n\nLokaler [tilat]\n    Definition: Kokous-")
    assert "    Definition: Rooms.\n    Examples:\n    – Kokoustila\n    Proposed by" in BOOK.to_text("en")
    long = Codebook("t", "T", [Theme("a", "A", use="sana " * 60)]).to_text()
    assert max(map(len, long.splitlines())) <= 96
    with pytest.raises(OptionError):
        BOOK.to_text("no")


def test_a_notebook_shows_the_rules_and_no_markup_of_theirs() -> None:
    shown = Codebook("t", "<b>", [Theme("a", "<i>"), Theme("c", "C", parent="a")])._repr_html_()
    assert "&lt;i&gt;" in shown
    assert "<i>" not in shown
    assert "– C" in shown


def test_issues_are_no_part_of_what_a_codebook_is() -> None:
    from verkosto.issues import Issue

    assert Codebook("t", "T", [], issues=[Issue(1, None, None, "x", "no_place")]) == Codebook("t", "T", [])


def renamed(*themes: Theme) -> dict[str, str | None]:
    return Codebook(BOOK.id, "Uusi", themes).renames(BOOK)


def test_themes_of_two_editions_are_tied_by_former_id_guid_and_label() -> None:
    assert renamed(
        Theme("avustukset", "Avustukset", former=["raha", "hakeminen"]),
        Theme("tilat", "Muuta"),
        Theme("kaavakkeet", "lomakkeet"),
    ) == {"hakeminen": "avustukset", "tilat": "tilat", "raha": "avustukset", "lomake": "kaavakkeet"}
    assert renamed(Theme("huoneet", "Huoneet", guid=BOOK.guid_of("tilat").lower()))["tilat"] == "huoneet"
    assert renamed(Theme("rooms", {"fi": "Huoneet", "en": "PREMISES"}))["tilat"] == "rooms"
    assert set(renamed().values()) == {None}
    # A label leads nowhere from a theme whose new id is stated, and to no theme that is tied already.
    assert renamed(Theme("a", "Rahoitus", former=["tilat"]))["raha"] is None


def test_one_label_that_two_old_themes_would_claim_goes_to_the_one_it_names() -> None:
    old = Codebook("t", "T", [Theme("a", {"fi": "A", "sv": "X"}), Theme("b", {"fi": "B", "sv": "Y"})])
    new = Codebook("t", "T", [Theme("c", {"fi": "X", "sv": "Y"})])
    assert new.renames(old) == {"a": "c", "b": None}


def test_what_changed_is_told_in_three_languages() -> None:
    new = Codebook(
        "toiveet",
        "Toiveet",
        [
            Theme("tilat", "Tilat", definition="Tilat.", patterns=["tila"], parent="talot"),
            Theme("talot", "Talot"),
            Theme("rahat", "Rahoitus", former=["raha", "hakeminen"]),
        ],
        version="3",
    )
    changes = new.compare(BOOK)
    assert [(change.kind, change.theme, change.old) for change in changes] == [
        ("version", None, None),
        ("moved", "tilat", "tilat"),
        ("label", "tilat", "tilat"),
        ("definition", "tilat", "tilat"),
        ("examples", "tilat", "tilat"),
        ("patterns", "tilat", "tilat"),
        ("added", "talot", None),
        ("renamed", "rahat", "hakeminen"),
        ("moved", "rahat", "hakeminen"),
        ("label", "rahat", "hakeminen"),
        ("renamed", "rahat", "raha"),
        ("removed", "lomake", "lomake"),
    ]
    assert changes[1].text() == "tilat: yläteema – → talot"
    assert changes[0].text("sv") == "version 2 → 3"
    assert changes[5].text("en") == "tilat: the patterns tila, +tila → tila"
    with pytest.raises(OptionError):
        changes[0].text("no")


def test_a_parent_that_was_only_renamed_is_no_move_and_a_color_no_change() -> None:
    old = Codebook("t", "T", [Theme("a", "A"), Theme("b", "B", parent="a", color="#000000")])
    new = Codebook("t", "T", [Theme("aa", "A", former="a", codable=False), Theme("b", "B", parent="aa")])
    assert new.compare(old) == (
        ThemeChange("renamed", "aa", "a", "a", "aa"),
        ThemeChange("codable", "aa", "a", "+", "−"),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(BOOK.themes), unique=True), st.lists(st.sampled_from(BOOK.themes), unique=True))
def test_a_codebook_has_no_changes_to_itself_and_renames_know_every_old_theme(old: list[Any], new: list[Any]) -> None:
    def book(themes: list[Theme]) -> Codebook:
        ids = {theme.id for theme in themes}
        kept = [evolve(theme, parent=theme.parent if theme.parent in ids else None) for theme in themes]
        return Codebook("t", "T", kept)

    assert book(old).compare(book(old)) == ()
    ties = book(new).renames(book(old))
    assert list(ties) == list(book(old).ids)
    assert all(heir is None or heir in book(new) for heir in ties.values())
