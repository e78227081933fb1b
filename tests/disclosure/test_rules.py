"""Rules: their values, their words, and that they survive a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.disclosure._rules import Rules
from verkosto.errors import OptionError, TableFormatError

rules = st.builds(
    Rules,
    min_count=st.integers(1, 30),
    min_base=st.none() | st.integers(0, 30),
    group=st.booleans(),
    dominance=st.none() | st.tuples(st.integers(1, 3), st.floats(1, 100)),
    p_percent=st.none() | st.floats(1, 100),
    missing=st.booleans(),
)


@given(rules)
def test_rules_come_back_from_json(given: Rules) -> None:
    assert Rules.of_plain(json.loads(json.dumps(given.plain()))) == given


@given(rules, st.sampled_from(["fi", "sv", "en"]))
def test_every_rule_in_force_is_named_with_its_number(given: Rules, lang: str) -> None:
    text = given.text(lang)
    assert str(given.min_count) in text
    assert "{" not in text
    sentences = 1 + (given.least_base > 1) + given.group + (not given.missing)
    sentences += (given.dominance is not None) + (given.p_percent is not None)
    assert len(given.texts) == sentences
    assert all(part.get(lang).endswith(".") for part in given.texts)


def test_the_smallest_group_is_that_of_the_threshold_unless_another_is_given() -> None:
    assert Rules(min_count=7).least_base == 7
    assert Rules(min_base=10).least_base == 10
    assert Rules(min_base=0).least_base == 0


def test_a_finnish_reader_reads_percents_with_a_comma() -> None:
    assert "yli 72,5\N{NO-BREAK SPACE}%" in Rules(dominance=(2, 72.5), p_percent=None).text()
    assert "more than 75%" in Rules(p_percent=None).text("en")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("min_count", 0, "whole number from 1 up, not 0. The usual minimum is 5"),
        ("min_count", 2.5, "whole number"),
        ("min_count", True, "whole number"),
        ("min_count", None, "whole number"),
        ("min_base", -1, "whole number from 0 up"),
        ("group", 1, "group is True or False"),
        ("missing", "no", "missing is True or False"),
        ("dominance", 75, "a pair"),
        ("dominance", (0, 75), "a pair"),
        ("dominance", (1, 101), "a pair"),
        ("dominance", (1, 75, 2), "a pair"),
        ("dominance", (True, 75), "a pair"),
        ("dominance", (1, float("nan")), "a pair"),
        ("p_percent", 0, "above 0 and at most 100"),
        ("p_percent", "10", "above 0 and at most 100"),
        ("p_percent", True, "above 0 and at most 100"),
    ],
)
def test_a_value_that_no_rule_can_have_is_told(name: str, value: Any, says: str) -> None:
    with pytest.raises(OptionError, match=says):
        Rules(**{name: value})


def test_another_language_is_told() -> None:
    with pytest.raises(OptionError):
        Rules().text("de")


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ({"min_cuont": 5}, "no rule 'min_cuont'. Did you mean 'min_count'"),
        ({"min_count": 0}, "not as they were written"),
    ],
)
def test_rules_of_another_form_are_told(plain: dict[str, Any], says: str) -> None:
    with pytest.raises(TableFormatError, match=says):
        Rules.of_plain(plain)
