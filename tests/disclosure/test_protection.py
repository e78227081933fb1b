"""What is said of a protected table, and what is not."""

from __future__ import annotations

import pytest

from verkosto.disclosure import Protection, Rules
from verkosto.errors import TableFormatError
from verkosto.text import LocalText


def test_it_tells_how_much_is_hidden_and_by_which_rules() -> None:
    fi, sv, en = (
        [note.get(lang) for note in Protection(rules=Rules(), hidden=7, figures=54).notes]
        for lang in ("fi", "sv", "en")
    )
    assert fi[0] == "Salattuja lukuja on 7 (yhteensä 54), jottei kenenkään vastaus paljastuisi."
    assert sv[0] == "7 av 54 siffror är skyddade, så att ingens svar avslöjas."
    assert en[0] == "7 of 54 figures are suppressed, so that nobody's answer is revealed."
    assert fi[1:] == [text.fi for text in Rules(dominance=None, p_percent=None).texts]


def test_rules_of_sums_are_named_where_sums_are_told() -> None:
    assert Protection(rules=Rules(), amounts=True).notes[1:] == Rules().texts


@pytest.mark.parametrize(
    ("protection", "said"),
    [
        (Protection(rules=Rules()), "The table was checked before it was published; nothing had to be suppressed."),
        (
            Protection(rules=Rules(), method="round", step=5, within=5),
            "Counts are rounded to multiples of 5 so that sums hold; shares are computed from them.",
        ),
        (
            Protection(rules=Rules(), method="band", step=2, hidden=1, figures=9),
            (
                "Numbers of responses are shown as bands and shares to the nearest 2 percentage points. "
                "1 of 9 figures are suppressed, so that nobody's answer is revealed."
            ),
        ),
    ],
)
def test_each_method_is_told(protection: Protection, said: str) -> None:
    assert protection.notes[0].en == said


def test_what_is_rounded_or_released_may_be_a_figure_of_few() -> None:
    assert len(Protection(rules=Rules(), method="round", step=5, within=5).notes) == 1
    assert len(Protection(rules=Rules(), method=None).notes) == 1


def test_plain_values_bring_it_back() -> None:
    protection = Protection(
        rules=Rules(min_count=3, dominance=(2, 80)),
        method="round",
        optimal=False,
        step=3,
        within=6,
        together=(LocalText("Toinen", sv="En annan"),),
        earlier=(LocalText("Ensimmäinen"),),
    )
    assert Protection.of_plain(protection.plain()) == protection


@pytest.mark.parametrize("change", [{"rules": None}, {"together": [{}]}, {"earlier": 1}])
def test_what_was_changed_by_hand_is_told(change: dict[str, object]) -> None:
    plain = Protection(rules=Rules()).plain()
    with pytest.raises(TableFormatError, match="protection"):
        Protection.of_plain(plain | change)


@pytest.mark.parametrize(
    ("span", "within", "opened"), [((10, 10), 5, (6, 14)), ((0, 0), 5, (0, 4)), ((3, 3), None, (3, 3)), (None, 5, None)]
)
def test_a_rounded_count_was_one_of_a_span(
    span: tuple[int, int] | None, within: int | None, opened: tuple[int, int] | None
) -> None:
    assert Protection(rules=Rules(), method="round", within=within).unrounded(span) == opened


@pytest.mark.parametrize("step", [1, 2, 5, 10])
def test_a_rounded_share_leaves_exactly_the_counts_that_give_it(step: int) -> None:
    protection = Protection(rules=Rules(), method="band", step=step)
    bases = range(20, 50)

    def rounded(count: int, base: int) -> int:
        # Halves upwards, in whole numbers: 200 n + step b over 2 step b.
        return (200 * count + step * base) // (2 * step * base)

    for steps in range(100 // step + 1):
        right = [count for base in bases for count in range(base + 1) if rounded(count, base) == steps]
        if right:
            assert protection.counts(steps * step / 100, (bases[0], bases[-1])) == (min(right), max(right))
