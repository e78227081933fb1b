"""Binding: titles, options, colons and positions; a header is claimed by what the codebook has or by nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Title, headers, made
from strategies import instruments

from verkosto.errors import BindingError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import Dialect, Header, bind
from verkosto.text import LocalText

MUU = Option("muu", "Muu, mikä?", free_text=True)
KUUKAUDET = MultipleChoice(
    "kuukaudet", "Kuukaudet", options=(Option("kesa", LocalText(fi="Kesäkuu", sv="Juni")), Option("heina", "Heinäkuu"))
)
KOMPOSTORI = SingleChoice(
    "kompostori",
    "Kompostori on",
    options=(Option("ostettu", "Ostettu"), Option("itse", "Itse tehty (Kerro millainen)", free_text=True)),
)


def bound(parts: Instrument | Sequence[Question], titles: Sequence[Title], **dialect: Any) -> dict[str, int]:
    """Variables by the number of the column that fills them; `""` lists what is unbound."""
    instrument = parts if isinstance(parts, Instrument) else made(*parts)
    heads = headers(titles)
    found = bind(heads, instrument, Dialect(**{"separator": ":", **dialect}), source="vienti.csv")
    return {slot.variable: heads[place].position for place, slot in found.slots}


def missing(parts: Sequence[Question], titles: Sequence[Title]) -> list[str]:
    found = bind(headers(titles), made(*parts), Dialect(separator=":"), source="vienti.csv")
    return [slot.variable for slot in found.missing]


@pytest.mark.parametrize(
    "header",
    ["Rakennuksen tyyppi", "RAKENNUKSEN  tyyppi", "Rakennuksen\u00a0tyyppi", "Rakennuksen tyyppi:",
     "Rakennuksen tyyppi :", "3. Rakennuksen tyyppi", "Byggnadens typ", "Building type", "Tyyppi", "tyyppi_id"],
)  # fmt: skip
def test_a_title_is_known_however_it_is_spaced_or_numbered_in_every_language(header: str) -> None:
    title = LocalText(fi="Rakennuksen tyyppi", sv="Byggnadens typ", en="Building type")
    question = Text("tyyppi_id", title, aliases=("Tyyppi",))
    assert bound([question], ["Muuta", header]) == {"tyyppi_id": 2}


def test_the_codebook_may_have_the_number_that_the_file_leaves_out() -> None:
    assert bound([Text("ika", "12. Ikä")], ["Ikä"]) == {"ika": 1}


def test_a_number_tells_questions_of_one_title_apart() -> None:
    questions = [Text("ensin", "5. Perustelut"), Text("sitten", "7. Perustelut")]
    assert bound(questions, ["7. Perustelut", "5. Perustelut"]) == {"ensin": 2, "sitten": 1}


def test_a_title_wins_over_another_questions_id() -> None:
    questions = [Text("kunta", "Kotikunta"), Text("b", "Kunta")]
    assert bound(questions, ["Kunta"]) == {"b": 1}
    assert bound(questions[:1], ["Kunta"]) == {"kunta": 1}


def test_a_code_in_a_place_of_its_own_wins_over_titles() -> None:
    questions = [Text("q1", "Kysymys"), Text("q2", "Toinen")]
    titles = [Header("Kysymys", 1, code="q2"), Header("Toinen", 2, code="Q1")]
    assert bound(questions, titles) == {"q1": 2, "q2": 1}
    assert bound(questions, [Header("Kysymys", 1, code="tuntematon")]) == {"q1": 1}


@pytest.mark.parametrize(
    "header", ["Kuukaudet:Kesäkuu", "kuukaudet: kesäkuu", "2. Kuukaudet:Juni", "Kuukaudet:kesa", "kuukaudet[kesa]"]
)
def test_an_option_after_a_colon_is_known_by_label_or_code(header: str) -> None:
    assert bound([KUUKAUDET], [header]) == {"kuukaudet[kesa]": 1}


@pytest.mark.parametrize("header", [("Kuukaudet", "Kesäkuu"), ("3. Kuukaudet", "juni"), ("kuukaudet", "kesa")])
def test_an_option_in_a_place_of_its_own_is_known(header: tuple[str, str]) -> None:
    assert bound([KUUKAUDET], [header], separator=None) == {"kuukaudet[kesa]": 1}


def test_no_colon_divides_a_header_where_the_reader_says_that_headers_are_whole() -> None:
    with pytest.raises(BindingError):
        bound([KUUKAUDET], ["Kuukaudet:Kesäkuu"], separator=None)


def test_colons_inside_titles_and_options_do_no_harm() -> None:
    questions = [
        MultipleChoice("a", "Arvio: palvelut", options=(Option("x", "Hyvä: todella"), Option("y", "Huono"))),
        MultipleChoice("b", "Arvio", options=(Option("x", "palvelut"), Option("y", "Muut: kaikki"))),
        Text("c", "Arvio: perustelut"),
        Text("d", ":Lisätieto"),
    ]
    titles = ["Arvio: palvelut:Hyvä: todella", "Arvio: palvelut:Huono", "Arvio:palvelut", "Arvio:Muut: kaikki",
              "Arvio: perustelut:", ":Lisätieto"]  # fmt: skip
    assert bound(questions, titles) == {"a[x]": 1, "a[y]": 2, "b[x]": 3, "b[y]": 4, "c": 5, "d": 6}


def test_the_longest_title_is_tried_first() -> None:
    questions = [
        MultipleChoice("lyhyt", "Tuki", options=(Option("x", "Muu:Oma"),)),
        MultipleChoice("pitka", "Tuki:Muu", options=(Option("x", "Oma"),)),
    ]
    assert bound(questions, ["Tuki:Muu:Oma"]) == {"pitka[x]": 1}


@pytest.mark.parametrize(
    "header",
    [
        "Kompostori on:Itse tehty (Kerro millainen) Avoimet vastaukset",
        "Kompostori on: Itse tehty (Kerro millainen): avoimet vastaukset",
        "Kompostori on:Itse tehty (Kerro millainen)",
        "Itse tehty (Kerro millainen)",
        "Itse tehty (Kerro millainen):",
        "kompostori[itse].text",
    ],
)
def test_what_was_written_beside_an_option_has_a_column(header: str) -> None:
    assert bound([KOMPOSTORI], ["Kompostori on", header]) == {"kompostori": 1, "kompostori[itse].text": 2}


def test_text_beside_an_option_that_takes_none_is_unbound() -> None:
    assert bound([KOMPOSTORI], ["Kompostori on", "Kompostori on:Ostettu Avoimet vastaukset"]) == {"kompostori": 1}


def test_text_beside_an_option_whose_code_is_its_label_has_a_column() -> None:
    question = MultipleChoice("tuki", "Tuki", options=(Option("Muu", "Muu", free_text=True),))
    assert bound([question], ["Tuki:Muu", "Muu:"]) == {"tuki[Muu]": 1, "tuki[Muu].text": 2}


def test_a_header_twice_is_the_tick_and_what_was_written_beside_it() -> None:
    question = MultipleChoice("tuki", "Tuki", options=(Option("tilat", "Tilat"), MUU))
    titles = ["Tuki:Tilat", "Tuki:Muu, mikä?", "Tuki:Muu, mikä?"]
    assert bound([question], titles) == {"tuki[tilat]": 1, "tuki[muu]": 2, "tuki[muu].text": 3}
    with pytest.raises(BindingError, match=r"2 columns \(number 1, 2\) have the title 'Tuki:Tilat'"):
        bound([question], ["Tuki:Tilat", "Tuki:Tilat"])


def test_follow_ups_of_two_questions_are_told_apart_by_order() -> None:
    questions = [SingleChoice("a", "A", options=(MUU,)), SingleChoice("b", "B", options=(MUU,))]
    titles = ["A", "Muu, mikä?:", "B", "Muu, mikä?:"]
    assert bound(questions, titles) == {"a": 1, "a[muu].text": 2, "b": 3, "b[muu].text": 4}
    with pytest.raises(BindingError, match="codebook has 2 for them"):
        bound(questions, titles[:3])
    # One that is named in full leaves the bare one to the other question.
    named = ["A", "A:Muu, mikä? Avoimet vastaukset", "B", "Muu, mikä?:"]
    assert bound(questions, named) == {"a": 1, "a[muu].text": 2, "b": 3, "b[muu].text": 4}


def test_options_whose_labels_differ_by_case_alone_keep_their_columns() -> None:
    question = MultipleChoice("q", "Q", options=(Option("pieni", "k"), Option("suuri", "K")))
    assert bound([question], ["Q:K", "Q:k"]) == {"q[suuri]": 1, "q[pieni]": 2}


def test_options_whose_labels_are_made_alike_are_told_apart_by_order() -> None:
    question = MultipleChoice("q", "Q", options=(Option("a", "Tila"), Option("b", "TILA")))
    assert bound([question], ["Q:tila", "Q:tilA"]) == {"q[a]": 1, "q[b]": 2}


def test_a_label_wins_over_the_code_of_another_option() -> None:
    question = MultipleChoice("q", "Q", options=(Option("a", "b"), Option("b", "c")))
    assert bound([question], ["Q:b", "Q:c"]) == {"q[a]": 1, "q[b]": 2}


SAMAT = [Text(f"t{place}", "Perustelut") for place in range(1, 4)]


def test_titles_that_repeat_are_told_apart_by_order() -> None:
    assert bound(SAMAT, ["Perustelut", "x", "Perustelut:", "perustelut"]) == {"t1": 1, "t2": 3, "t3": 4}


@pytest.mark.parametrize("count", [1, 2, 4])
def test_titles_that_repeat_otherwise_than_in_the_codebook_are_an_error(count: int) -> None:
    with pytest.raises(BindingError) as caught:
        bound(SAMAT, ["Perustelut"] * count)
    message = str(caught.value)
    assert f"{count} columns (number 1" in message
    assert "the codebook has 3 for them: 't1', 't2', 't3'" in message
    assert "`position`" in message


def test_a_stated_position_tells_titles_apart_whatever_their_order() -> None:
    questions = [evolve(SAMAT[0], position=3), evolve(SAMAT[1], position=1), SAMAT[2]]
    assert bound(questions, ["Perustelut"] * 3) == {"t1": 3, "t2": 1, "t3": 2}
    # Columns that no question is left for stay unbound.
    assert bound(questions[:2], ["Perustelut"] * 3) == {"t1": 3, "t2": 1}


def test_a_stated_position_is_never_bent() -> None:
    questions = [evolve(question, position=place) for place, question in enumerate(SAMAT, start=1)]
    with pytest.raises(
        BindingError, match=r"'t1' states the position 1, but its titles head the columns 2, 3, 4\. Corr"
    ):
        bound(questions, ["Vastausaika", "Perustelut", "Perustelut", "Perustelut"])
    with pytest.raises(BindingError, match="'t1' states the position 1, but its titles head the columns 2, 3"):
        bound(questions, ["x", "Perustelut", "Perustelut"])


def test_a_question_that_is_not_in_the_file_is_missing_whatever_position_it_states() -> None:
    questions = [evolve(SAMAT[0], position=1), SAMAT[1], Text("muu", "Muuta", position=9)]
    assert bound(questions, ["Perustelut"]) == {"t1": 1}
    assert missing(questions, ["Perustelut"]) == ["t2", "muu"]


def test_questions_of_several_columns_are_told_apart_by_position_too() -> None:
    options = (Option("a", "Arki"), Option("b", "Juhla", free_text=True))
    ensin, sitten = (MultipleChoice(name, "Milloin?", options=options, position=p) for name, p in [("x", 2), ("y", 6)])
    titles = ["Aika", "Milloin?:Arki", "Milloin?:Juhla", "Milloin?:Juhla Avoimet vastaukset", "z", "Milloin?:Arki",
              "Milloin?:Juhla", "Milloin?:Juhla Avoimet vastaukset"]  # fmt: skip
    expected = {"x[a]": 2, "x[b]": 3, "x[b].text": 4, "y[a]": 6, "y[b]": 7, "y[b].text": 8}
    assert bound([ensin, sitten], titles) == expected
    assert bound([sitten, ensin], titles) | {"x[b].text": 4, "y[b].text": 8} == expected
    with pytest.raises(BindingError, match="'y' states the position 6"):
        bound([ensin, sitten], titles[4:])


def test_a_blank_title_is_claimed_by_a_stated_position_or_a_blank_alias() -> None:
    assert bound([Text("a", "Lisätieto", position=2), Text("b", "B")], ["B", "\u00a0"]) == {"a": 2, "b": 1}
    assert bound([Text("a", "Lisätieto", aliases=("\u00a0",)), Text("b", "B")], ["B", "\u00a0"]) == {"a": 2, "b": 1}
    assert bound([Text("b", "B")], ["B", "\u00a0", ""]) == {"b": 1}
    options = (Option("x", "X"), Option("y", "Y"))
    question = MultipleChoice("q", "Kysymys", options=options, position=1)
    assert bound([question], ["", "\u00a0"]) == {"q[x]": 1, "q[y]": 2}


def test_ticks_of_a_single_choice_have_columns_in_an_export_of_ticks_alone() -> None:
    titles = ["Kompostori on:Ostettu", "Kompostori on:Itse tehty (Kerro millainen)", "Muuta"]
    found = bound([KOMPOSTORI], titles, values="binary")
    assert found == {"kompostori[ostettu]": 1, "kompostori[itse]": 2}
    with pytest.raises(BindingError, match="none of the 1 questions"):
        bound([KOMPOSTORI], titles[:1])


def test_ticks_of_a_single_choice_with_a_stated_position() -> None:
    question = evolve(KOMPOSTORI, position=1)
    titles = ["Kompostori on:Ostettu", "Kompostori on:Itse tehty (Kerro millainen)"]
    assert bound([question], titles, values="binary") == {"kompostori[ostettu]": 1, "kompostori[itse]": 2}


def test_a_choice_and_its_ticks_are_not_both_taken() -> None:
    with pytest.raises(BindingError, match="columns 2 and 1 both carry 'kompostori'"):
        bound([KOMPOSTORI], ["Kompostori on:Ostettu", "Kompostori on"], values="binary")


def test_two_columns_of_one_variable_are_refused() -> None:
    question = AreaQuestion("kunta", "Kotikunta", aliases=("Asuinkunta",))
    with pytest.raises(BindingError, match=r"2 columns \(number 1, 3\) have the title 'Asuinkunta' or one that means"):
        bound([question], ["Asuinkunta", "x", "kunta"])


def test_two_columns_of_one_variable_are_refused_where_others_could_have_it() -> None:
    questions = [Text("a", "A", aliases=("Muu",)), Text("b", "B", aliases=("Muu",))]
    with pytest.raises(BindingError, match=r"vienti.csv: columns 1 and 3 both carry 'a'\. Remove one alias"):
        bound(questions, ["A", "B", "Muu", "Muu"])
    assert bound(questions, ["A", "Muu"]) == {"a": 1, "b": 2}


def test_columns_are_claimed_by_header_alias_or_id() -> None:
    columns = (
        Column("aika", "Vastausaika", role="time"),
        Column("paino", role="weight"),
        Column("jarjesto", "Nimi", aliases=("Järjestö",)),
    )
    instrument = made(Text("t", "T"), columns=columns)
    assert bound(instrument, ["T", "järjestö:", "Paino", "vastausaika"]) == {
        "aika": 4, "paino": 3, "jarjesto": 2, "t": 1,
    }  # fmt: skip


def test_all_kinds_of_several_columns_bind_by_item() -> None:
    rows = (Option("r1", "Lähellä"), Option("r2", "Riittävä"))
    questions = [
        Matrix("m", "Väittämät", rows=rows, scale=Scale((Option("1", "Ei"),))),
        Ranking("j", "Järjestys", options=rows),
    ]
    titles = ["Väittämät:Lähellä", "Väittämät:Riittävä", "Järjestys:Riittävä"]
    assert bound(questions, titles) == {"m[r1]": 1, "m[r2]": 2, "j[r2]": 3}
    assert missing(questions, titles) == ["j[r1]"]


def test_an_export_without_any_question_is_an_error_that_names_the_nearest() -> None:
    question = Number("jasenia", "Montako jäsentä?")
    with pytest.raises(BindingError) as caught:
        bound([question], ["Vastausaika", "Montako jäsenta"])
    message = str(caught.value)
    assert message.startswith("vienti.csv: none of the 1 questions of instrument 'testi' heads any of the 2 columns")
    assert " But column 2 is most like 'Montako jäsentä?'. Check" in message
    assert "aliases" in message
    # Columns without a question are no survey, but a codebook without questions asks for none.
    assert bound(made(columns=(Column("aika"),)), ["x"]) == {}


def test_a_name_above_the_titles_is_pointed_at() -> None:
    question = Number("jasenia", "Montako jäsentä?")
    with pytest.raises(BindingError, match=r"Most columns have no title: .* delete the rows above them in a copy\."):
        bound([question], ["Verkosto ry", "", "\u00a0"])


@settings(max_examples=25)
@given(instruments(), st.lists(st.text(max_size=6), max_size=5), st.sampled_from([":", None]))
def test_binding_places_every_column_once_or_says_why_not(
    instrument: Instrument, extra: list[str], separator: str | None
) -> None:
    titles = [t for q in instrument for t in q.titles] + extra
    heads = headers(titles)
    try:
        found = bind(heads, instrument, Dialect(separator=separator), source="x")
    except BindingError:
        return  # a codebook of random titles may well contradict itself
    places = [place for place, _ in found.slots]
    assert sorted([*places, *found.unbound]) == list(range(len(heads)))
    variables = [slot.variable for _, slot in found.slots]
    assert len(set(variables)) == len(variables)
    values = {v for q in instrument for v in q.variables() if not v.endswith("].text")}
    assert {slot.variable for slot in found.missing} == values - set(variables)


def test_a_header_of_nothing_but_dividers_is_soon_done_with() -> None:
    questions = [KUUKAUDET, evolve(KOMPOSTORI, text="Kompostori: onko: mikä")]
    titles = ["Kuukaudet:::Kesäkuu", "x:" * 16_000, *(f"{n}{':' * 30_000}" for n in range(20))]
    assert bound(questions, titles) == {"kuukaudet[kesa]": 1}
