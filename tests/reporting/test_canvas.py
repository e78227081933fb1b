from __future__ import annotations

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.reporting._canvas import Canvas, lines_of, style, width_of


def test_the_users_settings_neither_matter_nor_change() -> None:
    with mpl.rc_context({"font.size": 31.0, "svg.fonttype": "none"}):
        before = dict(mpl.rcParams)
        with style():
            assert mpl.rcParams["font.size"] == 9.0
            assert mpl.rcParams["svg.fonttype"] == "path"
            assert mpl.rcParams["backend"] == before["backend"]
        assert dict(mpl.rcParams) == before


def test_a_dollar_is_no_formula_and_has_a_width() -> None:
    assert width_of("5 $ ja 6 $") > width_of("5 $")
    assert width_of("  ") == 0.0


def test_bold_is_wider() -> None:
    assert width_of("Uusimaa", bold=True) > width_of("Uusimaa")


@settings(max_examples=40)
@given(st.text(alphabet="abcdefghij ÅÄÖåäö-–", min_size=1, max_size=120), st.floats(0.8, 3.0))
def test_lines_keep_every_letter_and_their_width(text: str, most: float) -> None:
    lines = lines_of(text, most)
    assert lines
    letters = "".join(lines).replace("-", "")
    assert "".join(letters.split()) == "".join(text.replace("-", "").split())
    assert all(width_of(line) <= most * 1.15 for line in lines)


def test_a_long_finnish_word_is_broken_with_a_hyphen() -> None:
    first, *rest = lines_of("lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas", 1.5)
    assert first.endswith("-")
    assert len(rest) > 1


def test_a_figure_is_known_to_no_window() -> None:
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    canvas = Canvas(2, 1)
    assert canvas.sheet.get_ylim() == pytest.approx((1, 0))
    assert canvas.sheet.get_xlim() == pytest.approx((0, 2))
    assert plt.get_fignums() == before
