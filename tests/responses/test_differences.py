"""What a codebook that almost fits says otherwise than the source: each kind, its partner, and no answer in sight."""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import evolve
from reading import Title, assembled, headers, made

from verkosto.instruments import (
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import Dialect, Difference, Header, Responses, header_differences
from verkosto.text import LocalText

MALLI = SingleChoice(
    "malli",
    LocalText(fi="Kannatatko maakuntapohjaista tukirakennetta?", sv="Stöder du strukturen?"),
    options=(Option("k", "Kannatan"), Option("e", "En kannata"), Option("eos", "En osaa sanoa", kind="dont_know")),
)
TUKI = MultipleChoice(
    "tuki",
    "Mitä tukea järjestönne käyttää?",
    options=(Option("tilat", "Kokoustilat"), Option("neuvonta", "Neuvonta"), Option("raha", "Avustukset")),
)
VAIT = Matrix(
    "vait",
    "Mitä mieltä olette väittämistä?",
    rows=(Option("r1", "Tuki on lähellä"), Option("r2", "Tieto kulkee hyvin"), Option("r3", "Yhteistyö sujuu")),
    scale=Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä"))),
)
MIKSI = Text("miksi", "Miksi ette kannata?")
KYSELY = made(
    MALLI,
    TUKI,
    VAIT,
    MIKSI,
    Number("jasenia", "Montako jäsentä?"),
    columns=(Column("aika", "Vastausaika", role="time"),),
)
TITLES: tuple[str, ...] = (
    "Vastausaika", "Kannatatko maakuntapohjaista tukirakennetta?",
    "Mitä tukea järjestönne käyttää?:Kokoustilat", "Mitä tukea järjestönne käyttää?:Neuvonta",
    "Mitä tukea järjestönne käyttää?:Avustukset",
    "Mitä mieltä olette väittämistä?:Tuki on lähellä", "Mitä mieltä olette väittämistä?:Tieto kulkee hyvin",
    "Mitä mieltä olette väittämistä?:Yhteistyö sujuu", "Miksi ette kannata?", "Montako jäsentä?",
)  # fmt: skip
ROW = (
    "1.2.2020",
    "Kannatan",
    "Kokoustilat",
    "",
    "Avustukset",
    "Eri mieltä",
    "Samaa mieltä",
    "Eri mieltä",
    "Siksi",
    "5",
)
COLON = Dialect(values="text", separator=":")


def read(
    titles: Sequence[Title] = TITLES,
    *rows: Sequence[str],
    instrument: Instrument = KYSELY,
    dialect: Dialect = COLON,
) -> Responses:
    return assembled(instrument, titles, rows or [ROW], dialect=dialect)


def changed(**titles: str) -> list[str]:
    """The titles, some of them changed, by their place as `c1` and so on."""
    return [titles.get(f"c{place}", title) for place, title in enumerate(TITLES, start=1)]


def told(found: Sequence[Difference]) -> list[tuple[str, str | None, str | None, tuple[int, ...]]]:
    return [(one.kind, one.variable, one.found, one.positions) for one in found]


def test_what_fits_differs_in_nothing() -> None:
    assert read().differences == ()
    assert read().differences_frame().empty
    assert header_differences(headers(TITLES), KYSELY, COLON) == ()


@pytest.mark.parametrize(
    "title",
    [
        "Kannatatteko maakuntapohjaista tukirakennetta?",
        "Maakuntapohjaista tukirakennetta kannatatko?",
        "Stöder ni strukturen?",
        "1. Kannatatko maakuntapohjaista tuki-rakennetta",
    ],
)
def test_a_renamed_title_finds_its_question(title: str) -> None:
    responses = read(changed(c2=title))
    (one,) = responses.differences
    assert told([one]) == [("renamed_title", "malli", title, (2,))]
    assert one.expected == "Kannatatko maakuntapohjaista tukirakennetta?"
    assert one.likeness is not None
    assert 0.6 <= one.likeness < 1
    assert one.line is not None
    assert tomllib.loads(one.line) == {"aliases": [title]}
    assert str(one).startswith("renamed title of 'malli' 'Kannatatko maakuntapohjaista tukirakennetta?', column 2 ")
    assert str(one).endswith(f"if both are one, give the title to it as an alias: {one.line}")
    mended = evolve(KYSELY, questions=(evolve(MALLI, aliases=(title,)), *KYSELY.questions[1:]))
    assert read(changed(c2=title), instrument=mended).differences == ()


def test_a_matrix_whose_title_changed_is_found_by_its_rows() -> None:
    titles = [title.replace("Mitä mieltä olette väittämistä?", "Arvioikaa asiat: nyt") for title in TITLES]
    (one,) = read(titles).differences
    assert told([one]) == [("renamed_title", "vait", "Arvioikaa asiat: nyt", (6, 7, 8))]
    assert one.likeness == 1
    alone = header_differences(headers(titles), KYSELY, COLON)
    assert alone == (one,)


def test_rows_that_changed_with_their_title_are_told_one_by_one() -> None:
    titles = [title.replace("Mitä mieltä olette väittämistä?", "Mitä mieltä väittämistä olette?") for title in TITLES]
    titles[6] = titles[6].replace("Tieto kulkee hyvin", "Tieto kulkee")
    titles[7] = titles[7].replace("Yhteistyö sujuu", "Rahaa on riittävästi")
    assert told(read(titles).differences) == [
        ("missing_column", "vait[r3]", None, ()),
        ("renamed_title", "vait", "Mitä mieltä väittämistä olette?", (6, 7, 8)),
        ("renamed_option", "vait[r2]", "Tieto kulkee", (7,)),
        ("new_option", "vait", "Rahaa on riittävästi", (8,)),
    ]


def test_options_that_head_columns() -> None:
    titles = [*changed(c4="Mitä tukea järjestönne käyttää?:Neuvontaa"), "Mitä tukea järjestönne käyttää?:Kirjanpitoapu"]
    renamed, new = read(titles, [*ROW, "Kirjanpitoapu"]).differences
    assert told([renamed, new]) == [
        ("renamed_option", "tuki[neuvonta]", "Neuvontaa", (4,)),
        ("new_option", "tuki", "Kirjanpitoapu", (11,)),
    ]
    assert renamed.line == '{ code = "neuvonta", label = "Neuvonta", aliases = ["Neuvontaa"] },'
    assert new.line == '{ code = "kirjanpitoapu", label = "Kirjanpitoapu" },'
    assert str(new) == (
        "new option of 'tuki', column 11 'Kirjanpitoapu': add the option at the end of its list, or give the text to "
        "another as an alias: " + new.line
    )


def test_the_nearest_option_of_a_new_one() -> None:
    titles = [*TITLES, "Mitä tukea järjestönne käyttää?:Neuvontaa etänä"]
    (one,) = read(titles, [*ROW, ""]).differences
    assert (one.kind, one.expected) == ("new_option", "Neuvonta")
    assert "(nearest 'Neuvonta', likeness 0.70)" in str(one)


def test_what_was_written_beside_an_option_that_nobody_could_write_beside() -> None:
    titles = [*TITLES, "Mitä tukea järjestönne käyttää?:Neuvonta Avoimet vastaukset"]
    (one,) = read(titles, [*ROW, "salainen"]).differences
    assert (one.kind, one.variable, one.expected) == ("written_beside", "tuki", "Neuvonta")
    assert one.line == '{ code = "neuvonta", label = "Neuvonta", free_text = true },'
    assert "salainen" not in str(one)


def test_what_was_written_beside_an_option_follows_its_question() -> None:
    options = (*TUKI.options[:2], Option("muu", "Muu, mikä?", free_text=True))
    instrument = evolve(KYSELY, questions=(evolve(TUKI, options=options), MIKSI))
    texts = ("Kokoustilat", "Neuvonta", "Muu, mikä?", "Muu, mikä? Avoimet vastaukset")
    titles = [*(f"Mitä tukea yhdistyksenne käyttää?:{text}" for text in texts), "Miksi ette kannata?"]
    found = header_differences(headers(titles), evolve(instrument, columns=()), COLON)
    assert told(found) == [("renamed_title", "tuki", "Mitä tukea yhdistyksenne käyttää?", (1, 2, 3, 4))]


@pytest.mark.parametrize(
    "cut", ["{title}:{option}", "{title} - {option}", "{title} [{option}]", ("{title}", "{option}")]
)
def test_headers_are_divided_as_their_readers_do(cut: str | tuple[str, str]) -> None:
    def head(title: str, option: str) -> Title:
        if isinstance(cut, str):
            return cut.format(title=title, option=option)
        return title, option

    title = "Mitä mieltä olette näistä väittämistä?"
    titles: list[Title] = [*TITLES[:5], *(head(title, row.label.fi) for row in VAIT.rows), *TITLES[8:]]
    assert told(read(titles).differences) == [("renamed_title", "vait", title, (6, 7, 8))]


def test_what_has_no_match_is_missing_or_new() -> None:
    instrument = evolve(KYSELY, columns=(*KYSELY.columns, Column("kieli", "Vastauskieli")))
    titles = [*TITLES[:8], "Aivan muuta", "Sähköpostiosoite", "", *TITLES[9:]]
    found = read(titles, [*ROW[:8], "x", "n@esimerkki.fi", "huomio", "5"], instrument=instrument).differences
    assert told(found) == [
        ("missing_column", "kieli", None, ()),
        ("missing_column", "miksi", None, ()),
        ("new_column", None, "Aivan muuta", (9,)),
        ("new_column", None, "Sähköpostiosoite", (10,)),
        ("new_column", None, "", (11,)),
    ]
    assert str(found[0]) == (
        "missing column of 'kieli' 'Vastauskieli': look for it among the new columns, or take it out of the codebook"
    )
    made = [tomllib.loads(one.line)["columns"][0] for one in found if one.line]
    assert made == [
        {"id": "aivan_muuta", "header": "Aivan muuta"},
        {"id": "sahkopostiosoite", "header": "Sähköpostiosoite", "role": "identifier"},
        {"id": "sarake", "position": 11},
    ]


def test_headers_that_divide_into_nothing() -> None:
    found = read([*TITLES, ":", "Uusi:", " : ", "Uusi []"], [*ROW, "a", "b", "c", "d"]).differences
    assert [one.kind for one in found] == ["new_column"] * 4
    assert str(found[1]) == ("new column, column 12 'Uusi:': add a question for it, or a column that no question asked")


def test_one_row_alone_says_nothing_of_a_title() -> None:
    titles = [*TITLES[:5], "Jotain aivan toista:Tuki on lähellä", *TITLES[8:]]
    assert told(read(titles, [*ROW[:6], *ROW[8:]]).differences) == [
        ("missing_column", "vait", None, ()),
        ("new_column", None, "Jotain aivan toista:Tuki on lähellä", (6,)),
    ]


def test_a_column_belongs_to_one_question_though_it_divides_in_two_ways() -> None:
    short, long = (evolve(TUKI, id=name, text=text) for name, text in (("a", "Tukimuodot"), ("b", "Tukimuodot: nyt")))
    titles = ["Miksi ette kannata?", *(f"Tukemuodot: nyt:{option.label.fi}" for option in TUKI.options)]
    assert told(header_differences(headers(titles), made(short, long, MIKSI), COLON)) == [
        ("missing_column", "a", None, ()),
        ("renamed_title", "b", "Tukemuodot: nyt", (2, 3, 4)),
    ]


def test_a_row_without_a_column_is_missing_alone() -> None:
    titles = [*TITLES[:6], *TITLES[7:]]
    assert told(read(titles, [*ROW[:6], *ROW[7:]]).differences) == [("missing_column", "vait[r2]", None, ())]


def test_columns_find_their_titles_too() -> None:
    (one,) = read(changed(c1="Vastausajankohta")).differences
    assert told([one]) == [("renamed_title", "aika", "Vastausajankohta", (1,))]


def test_ticks_of_a_single_choice_are_found_by_its_options() -> None:
    titles: list[Title] = [TITLES[0], *(f"Malli A:{option.label.fi}" for option in MALLI.options), *TITLES[2:]]
    row = [ROW[0], "1", "0", "0", "1", "0", "1", "1", "2", "1", *ROW[8:]]
    found = read(titles, row, dialect=Dialect(values="binary", separator=":")).differences
    assert told(found) == [("renamed_title", "malli", "Malli A", (2, 3, 4))]


def test_a_title_with_a_colon_is_no_option_of_a_single_choice() -> None:
    titles = [*TITLES, "Kannatatko maakuntapohjaista tukirakennetta?: perustele"]
    assert told(read(titles, [*ROW, "x"]).differences) == [("new_column", None, titles[-1], (11,))]


def test_joined_options_have_one_title() -> None:
    joined = Dialect(values="text", joined=", ")
    ranking = Ranking("jarj", "Järjestä tuet", options=TUKI.options)
    instrument = made(TUKI, ranking, MIKSI)
    titles = ["Mitä tukea järjestönne käytti?", "Järjestäkää tuet", "Miksi ette kannata?"]
    assert told(read(titles, ["Neuvonta", "", "x"], instrument=instrument, dialect=joined).differences) == [
        ("renamed_title", "tuki", "Mitä tukea järjestönne käytti?", (1,)),
        ("renamed_title", "jarj", "Järjestäkää tuet", (2,)),
    ]


def test_columns_that_the_source_adds_for_itself_are_no_difference() -> None:
    own = (Header("_status", 11, role="ignore"), Header("deviceid", 12, role="identifier"))
    assert told(read([*TITLES, *own], [*ROW, "ok", ""]).differences) == []
    expected = [("new_column", None, "deviceid", (12,))]
    assert told(read([*TITLES, *own], [*ROW, "ok", "d1"]).differences) == expected
    found = header_differences(headers([*TITLES, *own]), KYSELY, COLON)
    assert told(found) == expected
    assert found[0].line is not None
    assert 'role = "identifier"' in found[0].line


def test_differences_pickle_and_survive_parquet(tmp_path: Path) -> None:
    responses = read(changed(c2="Kannatatteko tukirakennetta?", c9="Aivan muuta"), [*ROW[:5], "Ehkä", *ROW[6:]])
    assert {one.kind for one in responses.differences} == {
        "renamed_title", "missing_column", "new_column", "new_option"
    }  # fmt: skip
    assert pickle.loads(pickle.dumps(responses.differences)) == responses.differences
    responses.to_parquet(tmp_path / "v.parquet")
    assert Responses.from_parquet(tmp_path / "v.parquet").differences == responses.differences
    assert responses.where({"jasenia": (0, 1)}).differences == responses.differences


class TestConflicts:
    """What binding refuses is told beside the rest when headers alone are compared."""

    def test_a_title_that_repeats(self) -> None:
        found = header_differences(headers([*TITLES[:8], "Miksi ette kannata?", *TITLES[8:]]), KYSELY, COLON)
        assert told(found) == [("repeated_title", "miksi", "Miksi ette kannata?", (9, 10))]
        assert str(found[0]) == (
            "repeated title of 'miksi', columns 9, 10 'Miksi ette kannata?': give each column a question of its own, "
            "or state `position` on the questions"
        )

    def test_a_position_that_moved(self) -> None:
        instrument = made(evolve(MIKSI, position=3), Text("muuta", "Muuta?"))
        found = header_differences(headers(["Muuta?", "Miksi ette kannata?"]), instrument, COLON)
        assert told(found) == [("moved", "miksi", "Miksi ette kannata?", (2,))]

    def test_two_columns_of_one_variable(self) -> None:
        questions = [Text("a", "A", aliases=("Muu",)), Text("b", "B", aliases=("Muu",)), MIKSI]
        found = header_differences(headers(["A", "B", "Muu", "Muu", "Miksi ette kannatta?"]), made(*questions), COLON)
        assert told(found) == [
            ("two_columns", "a", "A", (1, 3)),
            ("two_columns", "b", "B", (2, 4)),
            ("renamed_title", "miksi", "Miksi ette kannatta?", (5,)),
        ]
