"""Agreement of coders against the single coefficients and statsmodels, and by its laws."""

from __future__ import annotations

import itertools
import pickle
from typing import Any

import attrs
import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_codings import coding_of, random_coding, sets_of
from open_answers import ANSWERS, BOOK, coded
from statsmodels.stats import inter_rater

from verkosto.errors import CodingError, OptionError, UnknownThemeError
from verkosto.themes import Agreement, cohen_kappa, krippendorff_alpha, masi_distance
from verkosto.themes._bootstrap import resampled


def figures(result: Agreement) -> pd.DataFrame:
    return result.frame.drop(columns=["label"])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 5), st.integers(1, 12), st.integers(1, 4))
def test_each_alpha_is_that_of_its_marks(seed: int, coders: int, answers: int, themes: int) -> None:
    coding = random_coding(seed, coders, answers, themes)
    result = coding.agreement(resamples=0)
    floats = np.where(coding.marks < 0, np.nan, coding.marks)
    for place, theme in enumerate(coding.codebook.ids):
        expected = krippendorff_alpha(floats[:, :, place])
        assert result[theme].alpha == pytest.approx(expected, nan_ok=True)
        assert result.alphas[theme] == pytest.approx(expected, nan_ok=True)
        assert (result[theme].reason is None) == (expected.reason is None)
        assert result[theme].answers == (coding.coded.sum(axis=0) > 1).sum()
    pooled = krippendorff_alpha(floats.transpose(0, 2, 1).reshape(coders, -1))
    assert result["decisions"].alpha == pytest.approx(pooled, nan_ok=True)
    of_sets = krippendorff_alpha(sets_of(coding), level=masi_distance)
    for alpha in (result.alpha, result["sets"].alpha):
        assert alpha == pytest.approx(of_sets, nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(2, 12))
def test_coefficients_of_complete_codings(seed: int, coders: int, answers: int) -> None:
    coding = random_coding(seed, coders, answers, 3, missing=0)
    result = coding.agreement(resamples=0)
    for place, theme in enumerate(coding.codebook.ids):
        marks = coding.marks[:, :, place]
        figure = result[theme]
        yes, no = marks.sum(axis=0), coders - marks.sum(axis=0)
        if 0 < yes.sum() < marks.size:
            assert figure.fleiss == pytest.approx(inter_rater.fleiss_kappa(np.stack([yes, no], axis=1)))
        assert figure.prevalence == pytest.approx(marks.mean())
        if coders == 2:
            assert figure.cohen == pytest.approx(cohen_kappa(*marks), nan_ok=True)
        else:
            assert np.isnan(figure.cohen)


def test_positive_and_negative_agreement() -> None:
    """Cicchetti and Feinstein 1990 of a table of 40 both, 5 and 10 one, 45 neither: 80 / 95 and 90 / 105."""
    first = [1] * 40 + [1] * 5 + [0] * 10 + [0] * 45
    second = [1] * 40 + [0] * 5 + [1] * 10 + [0] * 45
    figure = coding_of([[[mark] for mark in first], [[mark] for mark in second]]).agreement(resamples=0)["t0"]
    assert (figure.positive, figure.negative) == pytest.approx((80 / 95, 90 / 105))
    assert (figure.agreement, figure.found, figure.codings, figure.answers) == (0.85, 95, 200, 100)


def test_specific_agreement_of_several_coders() -> None:
    """The share of pairs of which both have the theme, among pairs of which the first has it."""
    coding = random_coding(5, 4, 30, 1, missing=0)
    marks = coding.marks[:, :, 0]
    pairs = [(marks[a], marks[b]) for a, b in itertools.permutations(range(4), 2)]
    both, first = (sum(counts) for counts in zip(*(((a & b).sum(), a.sum()) for a, b in pairs), strict=True))
    assert coding.agreement(resamples=0)["t0"].positive == pytest.approx(both / first)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_order_counts_for_nothing(seed: int, random: Any) -> None:
    """Neither of coders nor of answers; nor does an answer that one coder coded."""
    coding = random_coding(seed, 3, 9, 2)
    coders, answers = random.sample(range(3), 3), random.sample(range(9), 9)
    alone = np.full((3, 1, 2), -1)
    alone[1] = 1
    expected = figures(coding.agreement(resamples=0))
    for marks in (coding.marks[coders][:, answers], np.concatenate([coding.marks, alone], axis=1)):
        pd.testing.assert_frame_equal(figures(coding_of(marks).agreement(resamples=0)), expected)


def test_intervals_are_percentiles_of_resampled_answers() -> None:
    """The same draws, and alpha of each by the package krippendorff; of sets by the definition, nearly."""
    coding = random_coding(8, 3, 60, 2, missing=0.1)
    enough = (coding.marks[:, :, 0] >= 0).sum(axis=0) > 1
    marks = np.where(coding.marks < 0, np.nan, coding.marks)[:, enough]
    result = coding.agreement(resamples=60, seed=4)
    (draws,) = resampled(int(enough.sum()), resamples=60, seed=4)
    drawn = [np.repeat(marks, draw.astype(int), axis=1) for draw in draws]
    expected = [krippendorff.alpha(one[:, :, 1], level_of_measurement="nominal") for one in drawn]
    assert [result["t1"].low, result["t1"].high] == pytest.approx(np.quantile(expected, [0.025, 0.975]))
    sets = [krippendorff_alpha(sets_of(coding_of(np.nan_to_num(one, nan=-1))), level="masi") for one in drawn]
    # alpha less 1, by the number of answers, is what the part not linear in the weights is about.
    assert [result["sets"].low, result["sets"].high] == pytest.approx(np.quantile(sets, [0.025, 0.975]), abs=0.02)


def test_intervals_are_the_same_for_one_seed() -> None:
    coding = random_coding(8, 2, 40, 2)
    first, again = (figures(coding.agreement(resamples=200, seed=3)) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    other = coding.agreement(resamples=200, seed=4)
    assert other["sets"].low != first["low"][0]
    narrow = coding.agreement(resamples=200, seed=3, level=0.5)
    assert narrow["sets"].low > first["low"][0]
    assert narrow["sets"].resamples == 200


def test_answers_of_one_association_are_drawn_together() -> None:
    marks = random_coding(2, 2, 30, 1, missing=0).marks
    result = coding_of(marks, unit=["sote", "kulttuuri", "liikunta"] * 10).agreement(resamples=300)
    assert (result.units, len(result.rows)) == (3, 30)
    assert coding_of(marks).agreement(resamples=300).units == 30
    draws = result.counts.resampled(result._units, resamples=300, seed=1)[:, 0]
    # Three units give ten different samples.
    assert len(np.unique(np.round(draws, 9))) <= 10


def test_perfect_agreement() -> None:
    marks = np.array([[[1, 0], [0, 1], [1, 1], [0, 0]]] * 3)
    result = coding_of(marks).agreement(resamples=50)
    for figure in result.figures:
        assert figure.alpha == pytest.approx(1)
        assert figure.agreement == 1
    assert result["t0"].judgement == "reliable"
    assert result["t0"].judgement_low is None
    assert result.disagreements().empty
    assert result.confusions.empty
    assert "samaa mieltä joka vastauksesta: Teema 0, Teema 1" in result.to_text()


def test_themes_that_nobody_or_everybody_found() -> None:
    marks = np.array([[[0, 1, 1], [0, 1, 0]], [[0, 1, 1], [0, 1, 1]]])
    result = coding_of(marks).agreement(resamples=20)
    assert [result[theme].reason for theme in ("t0", "t1", "t2")] == ["never_found", "always_found", None]
    assert np.isnan([result["t0"].alpha, result["t0"].low, result["t0"].cohen, result["t0"].fleiss]).all()
    assert result["t0"].judgement is None
    text = result.to_text("en")
    assert "nobody found the theme: Teema 0" in text
    assert "in every answer: Teema 1" in text
    assert "only 2 answers" in text
    row = result.frame.set_index("theme").loc["t0"]
    assert row[["alpha", "low", "high", "cohen", "fleiss", "judgement"]].isna().all()
    assert row["reason"] == "never_found"


def test_one_answer() -> None:
    result = coding_of([[[1, 0]], [[0, 1]]]).agreement(resamples=20)
    assert result.alpha == pytest.approx(0)
    assert result["sets"].reason is None
    same = coding_of([[[1, 0]], [[1, 0]]]).agreement(resamples=20)
    assert np.isnan(same.alpha)
    assert same["sets"].reason == "one_value"
    assert "alpha nan" in repr(same)
    assert same.to_text()


def test_a_codebook_without_themes() -> None:
    result = coding_of(np.zeros((2, 3, 0))).agreement(resamples=5)
    assert np.isnan(result.alpha)
    assert len(result.frame) == 2
    assert result.disagreements().empty


def test_a_rare_theme_is_told() -> None:
    marks = np.zeros((2, 40, 1))
    marks[:, 0] = 1
    marks[0, 1] = 1
    result = coding_of(marks).agreement(resamples=100)
    assert "Rare or found nearly always: Teema 0" in result.to_text("en")
    assert result["t0"].positive == pytest.approx(2 / 3)


def test_themes_count_for_what_they_are_part_of() -> None:
    """One coder says grants and the other funding, which grants are part of."""
    marks = np.zeros((2, 3, len(BOOK)), np.int8)
    marks[0, 0, BOOK.ids.index("avustukset")] = 1
    marks[1, 0, BOOK.ids.index("rahoitus")] = 1
    marks[:, 1, BOOK.ids.index("tilat")] = 1
    coding = coding_of(marks, book=BOOK)
    assert coding.agreement(resamples=0)["rahoitus"].positive == 0
    whole = coding.agreement(resamples=0, parents=True)
    assert whole["rahoitus"].positive == 1
    assert whole.alpha > coding.agreement(resamples=0).alpha


def test_nothing_printed_has_the_words_of_an_answer() -> None:
    result = coded().agreement(resamples=20)
    shown = [repr(result), str(result), result._repr_html_(), *(result.to_text(lang) for lang in ("fi", "sv", "en"))]
    shown += [result.frame.to_csv(), result.disagreements().to_csv(), result.confusions.to_csv(), result.pairs.to_csv()]
    for text in filter(None, ANSWERS.values()):
        assert len(text) == 1 or not any(text in one for one in shown)
    assert "<th" in shown[2]


def test_what_is_printed_in_each_language() -> None:
    result = coded().agreement(resamples=20)
    for lang, title, theme in (
        ("fi", "Koodaajien", "Tilat"),
        ("sv", "Kodarnas", "Lokaler"),
        ("en", "Agreement", "Premises"),
    ):
        text = result.to_text(lang)
        assert title in text
        assert theme in text
        assert "{" not in text
    proposed = attrs.evolve(coded(), proposed=np.zeros(coded().marks.shape[1:], np.int8))
    assert "ehdotettu" in proposed.agreement(resamples=20).to_text()
    assert "99,9\N{NO-BREAK SPACE}%" in coded().agreement(resamples=20, level=0.999).to_text()


def test_frame_has_its_types() -> None:
    frame = coded().agreement(resamples=20).frame
    assert frame["scope"].tolist() == ["sets", "decisions", *["theme"] * len(BOOK)]
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert all(kinds[name] == "Float64" for name in ("prevalence", "agreement", "alpha", "low", "high", "cohen"))
    assert {name for name, kind in kinds.items() if kind == "Int64"} == {"answers", "codings", "found", "resamples"}
    assert frame["judgement"].dropna().isin(["reliable", "tentative", "unreliable"]).all()


def test_result_can_be_stored() -> None:
    result = coded().agreement(resamples=20)
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(result)).frame, result.frame)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: coded().agreement(coders=["Aino"]), CodingError, "one coder, Aino"),
        (lambda: coded().agreement(coders="Aino"), CodingError, "one coder, Aino"),
        (lambda: coded().agreement(coders=["Aino", "Boo"]), CodingError, "no coder 'Boo'.*'Bo'"),
        (lambda: coding_of(np.zeros((0, 2, 1))).agreement(), CodingError, "there is no coder"),
        (lambda: coding_of([[[1], [-1]], [[-1], [1]]]).agreement(), CodingError, "no answer was coded by two of A, B"),
        (lambda: coding_of(np.zeros((2, 0, 1))).agreement(), CodingError, "no answer was coded by two"),
        (lambda: coded().agreement(level=95), OptionError, "no share"),
        (lambda: coded().agreement(resamples=-1), OptionError, "resamples=-1"),
        (lambda: coded().agreement(seed=-1), OptionError, "seed=-1"),
        (lambda: coded().agreement()["tila"], UnknownThemeError, "'tilat'"),
        (lambda: coded().agreement(resamples=5).to_text("de"), OptionError, "No language"),
    ],
)
def test_what_cannot_be_is_told(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()
