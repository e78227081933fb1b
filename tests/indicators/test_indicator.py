"""An indicator as it is defined: what belongs together, and the file that regions agree on."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verkosto as vk
from verkosto.errors import CodebookError, OptionError, SourceError
from verkosto.indicators import load_indicators, save_indicators

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
CODES = st.lists(TEXTS, min_size=1, max_size=3)
ENDS = st.none() | st.integers(-5, 5) | st.floats(-9, 9, allow_nan=False) | st.just("2020-03-01")
CONDITIONS = st.dictionaries(TEXTS, CODES | st.booleans() | st.tuples(ENDS, ENDS), min_size=1, max_size=3)
Factory = pytest.TempPathFactory
NAMES = TEXTS.filter(str.strip)


@st.composite
def indicators(draw: st.DrawFn) -> vk.Indicator:
    chosen: tuple[Any, Any, Any] = draw(
        st.one_of(
            st.tuples(st.sampled_from(["share", "per_1000", "count"]), CONDITIONS, st.none() | CONDITIONS),
            st.tuples(st.sampled_from(["mean", "count"]), NAMES, st.none() | CONDITIONS),
            st.tuples(st.sampled_from(["ratio", "share", "per_1000"]), NAMES, NAMES),
            st.tuples(st.sampled_from(["share", "per_1000"]), CONDITIONS, NAMES),
        )
    )
    unit, numerator, base = chosen
    return vk.Indicator(
        draw(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,5}", fullmatch=True)),
        vk.LocalText(draw(TEXTS), draw(st.none() | TEXTS), draw(st.none() | TEXTS)),
        numerator=numerator,
        base=base,
        area_type=draw(st.sampled_from(["maakunta", "erva", "kunta"])),
        unit=unit,
        source=draw(st.none() | st.builds(vk.Source, TEXTS, publisher=st.none() | TEXTS, published=st.just("2020-03"))),
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(indicators(), min_size=1, max_size=3, unique_by=lambda one: one.id))
def test_files_give_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, several: list[vk.Indicator]
) -> None:
    path = tmp_path_factory.mktemp("file") / "indikaattorit.toml"
    save_indicators(several, path)
    assert load_indicators(path) == tuple(several)
    first = path.read_bytes()
    save_indicators(load_indicators(path), path)
    assert path.read_bytes() == first
    assert pickle.loads(pickle.dumps(several)) == several


def test_conditions_have_one_form() -> None:
    one = vk.Indicator("a", "A", numerator={"malli": "k", "ruutu": True, "vuosi": (2010, None)}, base={"laji": ("s",)})
    assert one.numerator == {"malli": ["k"], "ruutu": True, "vuosi": (2010, None)}
    assert one == vk.Indicator(
        "a", "A", numerator={"malli": ["k"], "ruutu": True, "vuosi": (2010, None)}, base={"laji": "s"}
    )
    assert one.variables == ("malli", "ruutu", "vuosi", "laji")


def test_texts_are_taken_in_every_form() -> None:
    one = vk.Indicator("a", {"fi": "Osuus", "sv": "Andel"}, numerator={"malli": "k"}, source="Sopimus")
    assert one.definition.get("sv") == "Andel"
    assert one.source == vk.Source("Sopimus")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": "Ä x"}, "small letters"),
        ({"id": ""}, "small letters"),
        ({"definition": 3}, "definition"),
        ({"numerator": {}}, "numerator is conditions"),
        ({"numerator": 7}, "numerator is conditions"),
        ({"numerator": {"malli": []}}, "numerator 'malli': codes"),
        ({"numerator": {"malli": {"low": 1}}}, "a condition is codes"),
        ({"numerator": {"malli": (True, 2)}}, "a bound is"),
        ({"numerator": {"malli": [True]}}, "codes are texts"),
        ({"numerator": {"malli": 1.5}}, "a condition is codes"),
        ({"base": 3}, "base is conditions"),
        ({"unit": "shares"}, "Did you mean 'share'"),
        ({"unit": None}, "unit is one of"),
        ({"area_type": "maakunt"}, "maakunta"),
        ({"area_type": 3}, "area_type is text"),
        ({"source": 3}, "source is"),
        ({"unit": "mean"}, "a mean is of a number"),
        ({"unit": "mean", "numerator": "jasenia", "base": "maksu"}, "a mean is of a number"),
        ({"unit": "count", "base": "maksu"}, "divided by nothing"),
        ({"unit": "ratio"}, "a ratio is of two numbers"),
        ({"unit": "share", "numerator": "jasenia"}, "divided by another"),
    ],
)
def test_what_does_not_belong_together_is_refused(wrong: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"id": "a", "definition": "A", "numerator": {"malli": ["k"]}, **wrong}
    with pytest.raises(CodebookError, match=said):
        vk.Indicator(given.pop("id"), given.pop("definition"), **given)


HEAD = 'format = "verkosto.indicators/1"\n'
ONE = '[[indicators]]\nid = "a"\ndefinition = "A"\nnumerator = { malli = ["k"] }\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [", "not TOML"),
        ("x = 1", "the format is None"),
        (HEAD, "there is no indicator"),
        (HEAD + "indicators = [1]", "indicator 1: an indicator is a table"),
        (HEAD + '[[indicators]]\nid = "a"\ndefinition = "A"', "the key 'numerator' is missing"),
        (HEAD + ONE + 'nimi = "x"', "the key 'nimi' is unknown"),
        (HEAD + ONE + 'units = "share"', "Did you mean 'unit'"),
        (HEAD + ONE + 'source = { name = "x" }', "source: "),
        (HEAD + ONE + 'source = { title = "x", published = "eilen" }', "source: "),
        (HEAD + ONE + ONE, "'a' stands twice"),
    ],
)
def test_faulty_files_are_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.toml").write_text(text, "utf-8")
    with pytest.raises(CodebookError, match=said):
        load_indicators(tmp_path / "x.toml")


def test_every_faulty_indicator_is_told(tmp_path: Path) -> None:
    wrong = ONE.replace("numerator", "base")
    (tmp_path / "x.toml").write_text(HEAD + wrong + ONE + wrong, "utf-8")
    with pytest.raises(CodebookError, match=r"indicator 1: (.|\n)*indicator 3: "):
        load_indicators(tmp_path / "x.toml")


def test_what_is_no_file_or_no_indicator(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No file of indicators"):
        load_indicators(tmp_path / "x.toml")
    for wrong, said in (([], "no indicator"), (3, "a `Indicator` is wanted|`Indicator`"), ([3], "not a int")):
        with pytest.raises(OptionError, match=said):
            save_indicators(wrong, tmp_path / "x.toml")  # type: ignore[arg-type]
