"""Answers put together: shares of several, the ends of a scale, nets and NPS, against pandas and against crosstabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Design, Table, bottom_box, crosstab, net, nps, proportion, top_box
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.instruments import Instrument, Matrix, Option, Scale, SingleChoice
from verkosto.responses import Responses

STEPS = tuple(Option(str(step), f"Askel {step}", number=step) for step in (5, 4, 3, 2, 1))
EOS = Option("0", "En osaa sanoa", kind="dont_know")
SCALE = Instrument(
    "asteikko",
    "Asteikko",
    questions=(
        Matrix("v", "Väittämät", rows=(Option("a", "A"), Option("b", "B")), scale=Scale(options=(*STEPS, EOS))),
        SingleChoice(
            "o", "Järjestys", ordered=True, options=(Option("alin", "Alin"), Option("keski", "K"), Option("ylin", "Y"))
        ),
        SingleChoice("g", "Ryhmä", options=(Option("x", "X"), Option("y", "Y"))),
    ),
)
ANSWERS = responses(
    SCALE,
    {
        "v[a]": ["5", "4", "1", "0", None, "2", "3", "5"],
        "v[b]": ["1", "1", "2", "5", "0", "0", "3", "4"],
        "o": ["alin", "ylin", "ylin", "keski", "alin", None, "ylin", "keski"],
        "g": ["x", "x", "y", "y", "x", None, "y", "x"],
    },
)


def figures(table: Table, *columns: str) -> list[list[Any]]:
    return [list(row) for row in table.frame[list(columns)].itertuples(index=False, name=None)]


def test_the_highest_and_lowest_steps_are_those_of_the_numbers() -> None:
    """The codebook lists the scale from its highest step down."""
    columns = ("variable", "value", "n", "base", "estimate")
    assert figures(top_box(ANSWERS, "v"), *columns) == [["v[a]", "top2", 3, 6, 0.5], ["v[b]", "top2", 2, 6, 2 / 6]]
    assert figures(bottom_box(ANSWERS, "v", boxes=1), *columns) == [
        ["v[a]", "bottom1", 1, 6, 1 / 6],
        ["v[b]", "bottom1", 2, 6, 2 / 6],
    ]


def test_cannot_say_is_in_the_base_where_the_call_asks_for_it() -> None:
    table = top_box(ANSWERS, "v[a]", dont_know="include")
    assert figures(table, "n", "base") == [[3, 7]]
    assert figures(table, "estimate")[0] == [pytest.approx(3 / 7)]
    assert figures(proportion(ANSWERS, "v[a]", values=["5", "0"]), "value", "n", "base") == [["5+0", 3, 7]]
    with pytest.raises(AnalysisError, match=r"no answer '0' that counts. It has '5', '4', '3', '2', '1'"):
        proportion(ANSWERS, "v[a]", values="0", dont_know="exclude")


def test_a_choice_in_order_has_ends_without_numbers() -> None:
    assert figures(top_box(ANSWERS, "o", boxes=1), "n", "base", "label") == [[3, 7, "1 ylintä"]]
    assert figures(bottom_box(ANSWERS, "o", boxes=1), "n", "base", "label") == [[2, 7, "1 alinta"]]


def test_a_net_is_the_difference_of_its_sides() -> None:
    columns = ("value", "statistic", "n", "base", "estimate")
    assert figures(net(ANSWERS, "v[b]"), *columns) == [["net", "net", 5, 6, pytest.approx(-1 / 6)]]
    named = net(ANSWERS, "o", positive="ylin", negative=["alin", "keski"])
    assert figures(named, "n", "estimate") == [[7, pytest.approx(-1 / 7)]]
    frame = net(ANSWERS, "v[b]", dont_know="include").frame
    assert frame["base"].tolist() == [8]


def test_nps_is_promoters_less_detractors() -> None:
    answers = vastaukset(suosittelu=[10, 9, 8, 7, 6, 0, None, "!dont_know"])
    table = nps(answers, "suosittelu")
    assert figures(table, "value", "statistic", "n", "base", "estimate") == [["nps", "nps", 4, 6, 0.0]]
    assert table.missing[["reason", "n"]].values.tolist() == [["not_answered", 1], ["dont_know", 1]]
    assert figures(top_box(answers, "suosittelu", boxes=3), "n") == [[3]]


@pytest.fixture(scope="module")
def survey() -> tuple[Responses, pd.DataFrame]:
    random = np.random.default_rng(8)
    rows = 120
    frame = pd.DataFrame(
        {
            "suosittelu": random.integers(0, 11, rows),
            "laji": random.choice(["p", "v"], rows),
            "paino": random.gamma(2, 1, rows),
        }
    )
    return responses(kysely(), {str(name): frame[name].tolist() for name in frame}), frame


SIGNS: dict[str, tuple[Callable[..., Table], dict[int, float]]] = {
    "proportion": (
        lambda answers, **given: proportion(answers, "suosittelu", values=["3", "7"], **given),
        {3: 1.0, 7: 1.0},
    ),
    "top_box": (lambda answers, **given: top_box(answers, "suosittelu", **given), {9: 1.0, 10: 1.0}),
    "bottom_box": (lambda answers, **given: bottom_box(answers, "suosittelu", boxes=1, **given), {0: 1.0}),
    "net": (lambda answers, **given: net(answers, "suosittelu", boxes=1, **given), {10: 1.0, 0: -1.0}),
    "nps": (
        lambda answers, **given: nps(answers, "suosittelu", **given),
        {9: 1.0, 10: 1.0} | dict.fromkeys(range(7), -1.0),
    ),
}


@pytest.mark.parametrize("call", SIGNS)
def test_weighted_figures_of_groups_are_means_of_signs(survey: tuple[Responses, pd.DataFrame], call: str) -> None:
    """The standard error of a mean of -1, 0 and 1 in a domain, as the textbooks write it."""
    answers, frame = survey
    made, signs = SIGNS[call]
    found = made(answers, by="laji", weights="paino").frame.set_index("laji")
    sign = frame["suosittelu"].map(signs).fillna(0.0)
    for group, part in found.iterrows():
        w = frame["paino"] * (frame["laji"] == group)
        value = (w * sign).sum() / w.sum()
        influence = w * (sign - value) / w.sum()
        rows = len(frame)
        se = np.sqrt(rows / (rows - 1) * ((influence - influence.mean()) ** 2).sum())
        assert part["estimate"] == pytest.approx(value, rel=1e-12)
        assert part["se"] == pytest.approx(se, rel=1e-9)
        assert part["n"] == int((sign[frame["laji"] == group] != 0).sum())


@pytest.mark.parametrize("call", SIGNS)
def test_a_figure_is_the_contrast_of_its_shares(survey: tuple[Responses, pd.DataFrame], call: str) -> None:
    answers, _ = survey
    made, signs = SIGNS[call]
    design = Design("paino", strata="laji")
    shares = crosstab(answers, "suosittelu", by=(), design=design, dont_know="exclude")
    factors = np.array([signs.get(step, 0.0) for step in range(11)])
    found = made(answers, design=design).frame
    assert found["estimate"][0] == pytest.approx(factors @ shares.frame["estimate"].to_numpy())
    assert found["se"][0] ** 2 == pytest.approx(factors @ shares.cov().to_numpy() @ factors)


def test_a_share_has_the_interval_of_shares_and_a_net_that_of_means() -> None:
    assert top_box(ANSWERS, "v[a]").frame["interval"].tolist() == ["wilson"]
    assert proportion(ANSWERS, "v[a]", values="5", interval="logit").frame["interval"].tolist() == ["logit"]
    assert net(ANSWERS, "v[a]").frame["interval"].tolist() == ["t"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: proportion(ANSWERS, "v[a]", values=[]), "no answer is named. Give `values`"),
        (lambda: proportion(ANSWERS, "v[a]", values=["5", "5"]), "an answer stands twice"),
        (lambda: proportion(ANSWERS, "o", values="ylni"), "no answer 'ylni' that counts. Did you mean 'ylin'"),
        (lambda: top_box(ANSWERS, []), "no variable is named"),
        (lambda: top_box(ANSWERS, ["v", "v[a]"]), r"'v\[a\]' stands twice"),
        (lambda: top_box(ANSWERS, "v", by="v[a]"), "both counted and in `by`"),
        (lambda: top_box(ANSWERS, "v", boxes=0), "boxes is a whole number from 1 up, not 0"),
        (lambda: top_box(ANSWERS, "v", boxes=True), "boxes is a whole number"),
        (lambda: bottom_box(ANSWERS, "o", boxes=3), "'o' has 3 steps, and 3 boxes would leave none"),
        (lambda: top_box(ANSWERS, "g"), "'g' is no scale. Name the answers"),
        (lambda: top_box(vastaukset(kunta=["091"]), "kunta", boxes=1), "'kunta' is no scale"),
        (lambda: net(ANSWERS, "o", boxes=2), "has 3 steps, too few for 2 boxes at each end"),
        (lambda: net(ANSWERS, "o", positive="ylin"), "a net has two sides. Give both"),
        (lambda: net(ANSWERS, "o", positive="ylin", negative="ylin"), "none of them on both"),
        (lambda: net(ANSWERS, "o", positive=[], negative="ylin"), "needs answers on both sides"),
        (lambda: nps(ANSWERS, "o"), "'o' is no NPS question.*Use `net`"),
        (lambda: nps(ANSWERS, "o", weights="w", design=Design()), "both design and weights"),
    ],
)
def test_what_cannot_be_put_together(call: Callable[[], Table], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        call()


def test_an_unknown_row_is_told_from_those_there_are() -> None:
    with pytest.raises(UnknownVariableError, match=r"'v' has no part 'c'. It has 'a', 'b'"):
        top_box(ANSWERS, "v[c]")
