"""The calibrated design: how it looks, what it belongs to, trimming, and weights written out."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_answers import responses, vastaukset

from verkosto.aggregate import (
    CalibratedDesign,
    Design,
    ReplicateDesign,
    calibrate,
    crosstab,
    frequency,
    mean,
    rake,
    trim,
)
from verkosto.errors import AnalysisError, OptionError
from verkosto.instruments import Column, Instrument, Number
from verkosto.responses import Responses

LAJI = ["p", "p", "p", "v", "p", "v"]
MALLI = ["k", "e", "k", "eos", "e", "k"]
PAINO = [1.0, 2.0, 1.0, 3.0, 2.0, 1.0]
TARGETS = {"laji": {"p": 60, "v": 40}, "malli": {"k": 50, "e": 30, "eos": 20}}


def answers(**values: Any) -> Responses:
    return vastaukset(**{"laji": LAJI, "malli": MALLI, "paino": PAINO, "jasenia": [1.0, 2, 3, 4, 5, 6], **values})


@pytest.fixture
def raked() -> CalibratedDesign:
    return rake(answers(), TARGETS, weights="paino")


def test_diagnostics_say_what_the_weights_are(raked: CalibratedDesign) -> None:
    w, found = raked.weights, raked.diagnostics
    assert found.converged
    assert found.largest_error <= 1e-10
    assert found.iterations > 1
    assert found.weight_range == (w.min(), w.max())
    factors = w / np.array(PAINO)
    assert found.factor_range == pytest.approx((factors.min(), factors.max()))
    assert found.design_effect == pytest.approx(6 * (w**2).sum() / w.sum() ** 2)
    assert found.effective_n == pytest.approx(w.sum() ** 2 / (w**2).sum())
    assert (found.rows, found.left_out, found.excluded, found.trimmed) == (6, 0, 0, 0)
    assert (found.empty, found.collapsed) == ((), ())


def test_margins_are_a_frame(raked: CalibratedDesign) -> None:
    frame = raked.diagnostics.margins
    assert frame["variable"].tolist() == ["laji"] * 2 + ["malli"] * 3
    assert frame["value"].tolist() == ["p", "v", "k", "e", "eos"]
    assert frame["label"].tolist()[:2] == ["Paikallinen", "Valtakunnallinen"]
    assert frame["n"].tolist() == [4, 2, 3, 2, 1]
    assert frame["base"].tolist() == [6, 4, 3, 4, 3]
    assert frame["weighted"].tolist() == pytest.approx([60, 40, 50, 30, 20])
    assert frame["error"].abs().max() == raked.diagnostics.largest_error
    assert frame.dtypes.astype(str).to_dict()["n"] == "Int64"


def test_it_prints_in_three_languages(raked: CalibratedDesign) -> None:
    low, high = raked.diagnostics.weight_range
    assert repr(raked) == (
        f"<CalibratedDesign (rake): 6 rows, weights {low:.4g} to {high:.4g}, design effect "
        f"{raked.diagnostics.design_effect:.3g}, effective n {raked.diagnostics.effective_n:.4g}>"
    )
    for lang, words in {
        "fi": ["Sovitetut painot", "Tehollinen n", "Valtakunnallinen  2      4       40          40"],
        "sv": ["Anpassade vikter", "Effektivt n", "Ja"],
        "en": ["Fitted weights", "Effective n", "Yes"],
    }.items():
        text = raked.to_text(lang)
        for word in words:
            assert word in text, (lang, word, text)
    assert str(raked) == raked.to_text("fi")
    with pytest.raises(OptionError):
        raked.to_text("de")


def test_it_shows_as_html(raked: CalibratedDesign) -> None:
    html = raked.to_html("fi")
    assert raked._repr_html_() == html
    assert html.count("<table>") == 2
    assert '<th scope="row">laji</th><td>Paikallinen</td>' in html
    assert "… and 3 rows more" in raked.to_html("en", most=2)
    assert raked.to_text("en", most=2).endswith("… and 3 rows more")


def test_labels_bring_no_markup() -> None:
    made = vastaukset(ryhma=["<b>", "a"])
    assert "<b>" not in rake(made, {"ryhma": {"<b>": 1, "a": 1}})._repr_html_()


def test_what_was_left_out_and_put_together_is_shown() -> None:
    made = answers(malli=["k", "e", "k", "eos", None, "k"])
    design = rake(made, {"malli": {"k": 5, "e": 3, "eos": 2}}, unmatched="exclude", min_cell=2, collapse="next")
    text = design.to_text("en")
    assert "Responses with weight 0  1" in text
    assert "malli: e+eos" in text


def test_a_number_has_no_category_to_show() -> None:
    lines = calibrate(answers(), {"jasenia": 25}, total=6).to_text("en").splitlines()
    assert lines[-2].split() == ["All", "6", "6", "6", "6"]
    assert lines[-1].split() == ["jasenia", "6", "21", "25", "25"]


def test_a_table_says_that_its_weights_were_fitted(raked: CalibratedDesign) -> None:
    notes = [note.get("en") for note in frequency(answers(), "malli", design=raked).notes]
    assert "Weights were fitted to known totals (laji, malli); numbers of responses are not weighted." in notes
    assert not any("unweighted" in note for note in notes)
    assert raked.note.languages == ("fi", "sv", "en")
    trimmed = trim(answers(), Design(weights="paino"), upper=2)
    assert "(trim)" in trimmed.note.get("en")


def test_it_belongs_to_its_answers(raked: CalibratedDesign) -> None:
    table = frequency(answers(), "malli", design=raked)
    assert frequency(answers().derive("x", {"a": {"laji": ["p", "v"]}}), "malli", design=raked) == table
    assert crosstab(answers(), "malli", by="laji", design=raked, where={"laji": "p"}).frame["n"].sum() == 4
    for other in (answers(malli=MALLI[::-1]), vastaukset(laji=["p"], malli=["k"]), vastaukset(rows=6)):
        with pytest.raises(AnalysisError, match="the weights were fitted to 6 other answers than these"):
            frequency(other, "malli", design=raked)
    unknown = Responses(answers().instrument, {"malli": answers().variables["malli"]})
    with pytest.raises(AnalysisError, match="other answers"):
        frequency(unknown, "malli", design=raked)
    numbered = calibrate(answers(), {"jasenia": 25}, total=6)
    assert mean(answers(), "jasenia", design=numbered).frame["estimate"].item() == pytest.approx(25 / 6)
    with pytest.raises(AnalysisError, match="other answers"):
        mean(answers(jasenia=[2.0] * 6), "jasenia", design=numbered)
    with pytest.raises(AnalysisError, match="other answers"):
        rake(answers(malli=MALLI[::-1]), TARGETS, design=raked)


def test_it_pickles(raked: CalibratedDesign) -> None:
    back = pickle.loads(pickle.dumps(raked))
    assert repr(back) == repr(raked)
    assert frequency(answers(), "malli", design=back) == frequency(answers(), "malli", design=raked)


def test_weights_cannot_be_changed_in_place(raked: CalibratedDesign) -> None:
    with pytest.raises(ValueError, match="read-only"):
        raked.weights[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        trim(answers(), raked, upper=30).weights[0] = 1


def test_weights_become_a_column(raked: CalibratedDesign, tmp_path: Any) -> None:
    made = raked.add_to(answers(), "rekisteri")
    assert made.frame["rekisteri"].tolist() == raked.weights.tolist()
    assert [column.id for column in made.instrument.role("weight")] == ["paino", "rekisteri"]
    one, other = (frequency(made, "malli", **how) for how in ({"weights": "rekisteri"}, {"design": raked}))
    assert one.frame["estimate"].tolist() == pytest.approx(other.frame["estimate"].tolist())
    # Shares of a margin are known, and only the design knows that. (Ten sweeps leave a little.)
    assert other.frame["se"].max() < 0.001
    assert one.frame["se"].min() > 0.05
    made.to_csv(tmp_path / "painot.csv")
    assert "rekisteri" in (tmp_path / "painot.csv").read_text("utf-8-sig").splitlines()[0]
    for taken in ("paino", "malli", "palvelut"):
        with pytest.raises(AnalysisError, match="is taken"):
            raked.add_to(answers(), taken)
    with pytest.raises(AnalysisError, match="other answers"):
        raked.add_to(answers(malli=MALLI[::-1]), "uusi")


def test_weights_become_a_frame(raked: CalibratedDesign) -> None:
    frame = raked.to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame["weight"].tolist() == raked.weights.tolist()
    assert (frame["base"] * frame["factor"]).tolist() == pytest.approx(raked.weights.tolist())


def test_trimming_keeps_the_sum_and_the_limits(raked: CalibratedDesign) -> None:
    trimmed = trim(answers(), raked, upper=19, lower=12)
    assert trimmed.weights.sum() == pytest.approx(100)
    assert trimmed.weights.max() <= 19
    assert trimmed.weights.min() >= 12
    found = trimmed.diagnostics
    assert found.method == "rake + trim"
    assert not found.converged
    assert found.largest_error > 0.01
    assert found.trimmed > 0
    assert found.margins["base"].tolist() == pytest.approx([60, 40, 50, 30, 20])
    assert "Weights at a limit" in trimmed.to_text("en")
    again = rake(answers(), TARGETS, design=trimmed)
    assert again.diagnostics.converged
    assert again.diagnostics.method == "rake + trim + rake"
    assert again.design == Design(weights="paino")


def test_trimming_that_changes_nothing(raked: CalibratedDesign) -> None:
    same = trim(answers(), raked, upper=1000)
    assert same.weights.tolist() == raked.weights.tolist()
    assert same.diagnostics.converged
    assert (same.diagnostics.iterations, same.diagnostics.trimmed) == (0, 0)


def test_trimming_relative_to_mean_and_median() -> None:
    made = answers(paino=[1.0, 1.0, 1.0, 1.0, 2.0, 12.0])
    assert trim(made, Design(weights="paino"), upper=2, relative_to="mean").weights.max() == 6
    assert trim(made, Design(weights="paino"), upper=4, relative_to="median").weights.max() == 4
    assert trim(made, Design(weights="paino"), upper=6, strict=False).weights.tolist() == pytest.approx(
        [2.2, 2.2, 2.2, 2.2, 3.2, 6]
    )
    found = trim(made, Design(weights="paino"), upper=6).diagnostics
    assert found.known is None
    assert found.margins.empty
    assert found.largest_error == 0
    assert "Category" not in trim(made, Design(weights="paino"), upper=6).to_text("en")
    assert trim(made, Design(weights="paino"), upper=6).to_html("en").count("<table>") == 1


def test_weights_of_0_stay_when_others_are_trimmed() -> None:
    made = answers(paino=[0.0, 1.0, 1.0, 1.0, 2.0, 5.0])
    trimmed = trim(made, Design(weights="paino"), upper=3, lower=1.2)
    assert trimmed.weights[0] == 0
    assert trimmed.weights[1:].min() >= 1.2
    assert trimmed.weights.sum() == pytest.approx(10)


def test_replicates_keep_their_ratio_when_weights_are_trimmed() -> None:
    instrument = Instrument(
        id="toistot",
        title="Toistot",
        columns=tuple(Column(name, role="weight") for name in ("w", "r1", "r2")),
        questions=(Number(id="x", text="X"),),
    )
    made = responses(instrument, {"w": [1.0, 1, 6], "r1": [2.0, 0, 6], "r2": [0.0, 2, 6], "x": [1.0, 2, 3]})
    names: Any = ["r1", "r2"]
    trimmed = trim(made, ReplicateDesign("w", names, kind="brr"), upper=4)
    assert trimmed.weights.tolist() == [2, 2, 4]
    assert trimmed.replicates is not None
    assert trimmed.replicates.tolist() == [[4, 0], [0, 4], [4, 4]]
    assert mean(made, "x", design=trimmed).frame["estimate"].item() == pytest.approx(18 / 8)


def test_trimming_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkosto.aggregate._weighting_trim._MOST_ROUNDS", 1)
    with pytest.raises(AnalysisError, match="no weight is left within the limits"):
        trim(answers(), Design(weights="paino"), upper=1.8)


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({}, "trim needs a limit"),
        ({"upper": 0}, "upper 0 is no limit"),
        ({"upper": float("inf")}, "upper inf is no limit"),
        ({"lower": True}, "lower True is no limit"),
        ({"lower": "1"}, "lower '1' is no limit"),
        ({"upper": 1}, "do not hold the mean weight 1.667"),
        ({"lower": 2}, "do not hold the mean weight 1.667"),
        ({"upper": 2, "relative_to": "mode"}, "relative_to is one of 'mean', 'median', not 'mode'"),
        ({"lower": 1.6, "upper": 1.7}, "no weight is left within the limits from 1.6 to 1.7"),
    ],
)
def test_limits_that_cannot_be(limits: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        trim(answers(), Design(weights="paino"), **limits)
