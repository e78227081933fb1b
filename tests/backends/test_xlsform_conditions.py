"""What of a form's expressions a codebook can say."""

from __future__ import annotations

import pytest

from verkosto.backends._limesurvey_conditions import asked_if_of as asked_if_of_limesurvey
from verkosto.backends._xlsform_conditions import asked_if_of, bounds_of


@pytest.mark.parametrize(
    ("relevant", "conditions"),
    [
        ("", {}),
        ("${suos} = 'e'", {"suos": ("e",)}),
        ('${suos}="e"', {"suos": ("e",)}),
        ("${luokka} = 3", {"luokka": ("3",)}),
        ("selected(${tuki}, 'tilat')", {"tuki": ("tilat",)}),
        ("(${suos} = 'e') and selected( ${tuki} ,'tilat')", {"suos": ("e",), "tuki": ("tilat",)}),
        ("${suos} = 'e' or ${suos} = 'k' or ${suos} = 'e'", {"suos": ("e", "k")}),
        ("(${a} = '1' or ${a} = '2') and ${b} = '3'", {"a": ("1", "2"), "b": ("3",)}),
    ],
)
def test_says_what_a_codebook_can(relevant: str, conditions: dict[str, tuple[str, ...]]) -> None:
    assert asked_if_of(relevant) == conditions


@pytest.mark.parametrize(
    "relevant",
    [
        "${ika} > 17",
        "${suos} != 'e'",
        "${suos} = ''",
        "not(${suos} = 'e')",
        "${a} = '1' or ${b} = '2'",
        "${a} = '1' and ${a} = '2'",
        "${a} = '1' or ${a} = '2' and ${b} = '3'",
        "((${a} = '1' and ${b} = '2') or ${c} = '3')",
        "${a} = 'and or'  and selected(${b}, ${c})",
        "count-selected(${tuki}) = 2",
        "true()",
    ],
)
def test_says_nothing_of_others(relevant: str) -> None:
    assert asked_if_of(relevant) is None


def test_and_binds_before_or_in_limesurvey_too() -> None:
    assert asked_if_of_limesurvey('a == "1" or a == "2" and b == "3"') is None
    assert asked_if_of_limesurvey('(a == "1" or a == "2") and b == "3"') == {"a": ("1", "2"), "b": ("3",)}


@pytest.mark.parametrize(
    ("constraint", "whole", "bounds"),
    [
        (". >= 0", True, (0, None)),
        (". > 0 and . < 10", True, (1, 9)),
        (". > 0 and . < 10", False, (0, 10)),
        ("(.>=-1.5) and (.<=2.5)", False, (-1.5, 2.5)),
        ("18 <= .", True, (18, None)),
        ("18 > .", True, (None, 17)),
        (". > 5 and . < 3", True, None),
        (". >= 0 or . = 99", True, None),
        (". < ${muu}", True, None),
        ("regex(., '[0-9]+')", True, None),
    ],
)
def test_bounds(constraint: str, whole: bool, bounds: tuple[float | None, float | None] | None) -> None:
    assert bounds_of(constraint, whole=whole) == bounds
