"""Which option a cell means: exact before alike, never one of two, white space never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import option_lists

from verkosto.instruments import Option
from verkosto.responses import OptionLookup
from verkosto.text import LocalText

MALLI = (
    Option("k", LocalText(fi="Kannatan", sv="Jag stöder", en="I support"), number=1, aliases=("Kyllä",)),
    Option("e", "En kannata", number=2),
    Option("eos", "En osaa sanoa", kind="dont_know", number=9),
)


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Kannatan", 0),
        ("kannatan", 0),
        ("  KANNATAN\u00a0", 0),
        ("Jag stöder", 0),
        ("i support", 0),
        ("Kyllä", 0),
        ("Kylla\u0308", 0),
        ("k", 0),
        ("En  osaa\nsanoa", 2),
        ("EOS", 2),
        ("Kannatan.", None),
        ("", None),
        ("1", None),
    ],
)
def test_labels_in_every_language_aliases_and_codes_are_known(cell: str, place: int | None) -> None:
    assert OptionLookup(MALLI, "text")(cell) == place


@pytest.mark.parametrize("values", ["any", "number", "binary"])
@pytest.mark.parametrize(("cell", "place"), [("1", 0), ("9", 2), ("9.0", 2), ("2,00", 1), (" 2 ", 1), ("3", None)])
def test_numbers_are_known_where_the_source_writes_them(values: str, cell: str, place: int | None) -> None:
    assert OptionLookup(MALLI, values)(cell) == place  # type: ignore[arg-type]


def test_without_numbers_an_option_has_its_place_in_the_list() -> None:
    options = (Option("a", "A"), Option("b", "B"))
    assert OptionLookup(options, "number")("2") == 1
    assert OptionLookup(options, "number", counted=False)("2") is None


def test_what_a_number_means_depends_on_the_source() -> None:
    options = (Option("2", "Kaksi", number=1), Option("1", "Yksi", number=2))
    assert OptionLookup(options, "number")("1") == 0
    assert OptionLookup(options, "any")("1") == 1
    assert OptionLookup(options, "text")("1") == 1


def test_a_label_that_is_another_options_code_is_the_label_where_labels_are_written() -> None:
    options = (Option("a", "b"), Option("b", "c"))
    assert OptionLookup(options, "text")("b") == 0
    assert OptionLookup(options, "any")("b") == 1


def test_labels_that_differ_by_case_alone_are_told_apart_and_never_guessed() -> None:
    options = (Option("pieni", "k"), Option("suuri", "K"), Option("kolmas", "Toinen", aliases=("x ",)))
    lookup = OptionLookup(options, "text")
    assert [lookup("k"), lookup("K"), lookup(" K ")] == [0, 1, 1]
    assert OptionLookup((Option("a", "Åbo"), Option("b", "ÅBO")), "text")("åbo") is None


def test_what_two_labels_mean_when_made_alike_is_no_third_options_code() -> None:
    options = (Option("1", "ÄÄ"), Option("2", "ää"), Option("Ää", "Muu"))
    assert OptionLookup(options, "text")("ÄÄ") == 0
    assert OptionLookup(options, "text")("äÄ") is None


def test_white_space_means_no_option_whatever_a_label_says() -> None:
    lookup = OptionLookup((Option("tyhja", " "), Option("a", "", aliases=("\u00a0",))), "text")
    assert [lookup(" "), lookup("\u00a0"), lookup("")] == [None, None, None]


@given(option_lists(), st.sampled_from(["any", "text"]))
def test_every_label_means_its_own_option_or_none(options: tuple[Option, ...], values: str) -> None:
    lookup = OptionLookup(options, values)  # type: ignore[arg-type]
    codes = {option.code for option in options}
    for place, option in enumerate(options):
        for text in option.texts:
            if text.strip() and (values == "text" or text not in codes):
                assert lookup(text) == place
