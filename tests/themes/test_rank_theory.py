"""The bootstrap against what is known: plain Python, exact tests, standard errors of designs, coverage."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from ranked_answers import themed
from scipy.stats import binomtest, kendalltau, rankdata

from verkosto.aggregate import Design, ReplicateDesign, crosstab, frequency, rake
from verkosto.responses import Responses
from verkosto.themes import rank
from verkosto.themes._rank_draws import drawn
from verkosto.themes._rank_orders import agreement, firsts, holm, places, rivals

CODES = ("tilat", "raha", "tieto", "apu")


def some(seed: int, rows: int, shares: tuple[float, ...] = (0.4, 0.3, 0.2, 0.2), **columns: Any) -> Responses:
    generator = np.random.default_rng(seed)
    ticks = [
        [code for code, share in zip(CODES, shares, strict=True) if generator.random() < share] for _ in range(rows)
    ]
    return themed(ticks, **columns)


def test_plain_python_resamples_alike() -> None:
    """Stratified and weighted, with persons of one association together: the same draws, person by person."""
    generator = np.random.default_rng(3)
    rows = 60
    osite = ["a" if row < 36 else "b" for row in range(rows)]
    jarjesto = [f"{osite[row]}{row // 3}" for row in range(rows)]
    paino = generator.uniform(0.5, 3.0, rows).tolist()
    answers = some(1, rows, tyyppi=["p", "v"] * 30, osite=osite, jarjesto=jarjesto, paino=paino)
    table = crosstab(answers, "teemat", by="tyyppi", margins=True, design=Design("paino", "osite", "jarjesto"))
    found = drawn(table, resamples=7, seed=11).shares
    assert found == pytest.approx(_slow(answers, osite, jarjesto, paino, resamples=7, seed=11), nan_ok=True)


def _slow(
    answers: Responses, osite: list[str], jarjesto: list[str], paino: list[float], *, resamples: int, seed: int
) -> Any:
    frame = answers.frame
    units = {stratum: sorted({u for u, o in zip(jarjesto, osite, strict=True) if o == stratum}) for stratum in "ab"}
    # The units of a stratum stand in the order of their codes, which are those of texts in alphabetical order.
    generator, found = np.random.default_rng(seed), []
    for _ in range(resamples):
        counts = dict.fromkeys(jarjesto, 0)
        for stratum in "ab":
            own = units[stratum]
            for _ in range(len(own) - 1):
                counts[own[int(generator.random() * len(own))]] += 1
        factor = {unit: counts[unit] * len(units[unit[0]]) / (len(units[unit[0]]) - 1) for unit in counts}
        w = [paino[row] * factor[jarjesto[row]] for row in range(len(paino))]
        shares = []
        for group in ("p", "v", None):
            inside = [row for row in range(len(w)) if group is None or frame["tyyppi"][row] == group]
            answered = [row for row in inside if any(bool(frame[f"teemat[{code}]"][row]) for code in CODES)]
            base = sum(w[row] for row in answered)
            shares += [sum(w[row] for row in answered if frame[f"teemat[{code}]"][row]) / base for code in CODES]
        found.append(shares)
    return np.array(found)


@pytest.mark.parametrize(("first", "second"), [(9, 2), (6, 0), (12, 10), (3, 1), (1, 0), (30, 12)])
def test_p_values_are_those_of_mcnemars_exact_test(first: int, second: int) -> None:
    ticks = [["tilat"]] * first + [["raha"]] * second + [["tilat", "raha"]] * 5 + [["tieto"]] * 3
    exact = binomtest(first, first + second).pvalue
    found = rank(themed(ticks), "teemat", resamples=20_000).p("*", "tilat", "raha")
    assert found == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 20_000) + 1e-4)


@pytest.mark.parametrize("design", [
    Design(),
    Design("paino"),
    Design("paino", "osite"),
    Design("paino", "osite", "jarjesto"),
    Design("paino", "osite", "jarjesto", fpc="koko"),
], ids=["rows", "weights", "strata", "units", "population"])  # fmt: skip
def test_the_spread_of_resamples_is_the_standard_error(design: Design) -> None:
    generator = np.random.default_rng(0)
    rows = 600
    osite = [str(row % 5) for row in range(rows)]
    answers = some(
        2,
        rows,
        tyyppi=["p", "v", "p"] * 200,
        osite=osite,
        jarjesto=[f"{osite[row]}-{row // 20}" for row in range(rows)],
        paino=generator.uniform(1, 4, rows).tolist(),
        koko=[60] * rows,
    )
    table = crosstab(answers, "teemat", by="tyyppi", margins=True, design=design)
    shares = drawn(table, resamples=3000, seed=1).shares
    assert shares.std(axis=0) == pytest.approx(table.frame["se"].to_numpy(), rel=0.08)
    assert shares.mean(axis=0) == pytest.approx(table.frame["estimate"].to_numpy(), abs=0.005)


def test_few_units_in_many_strata_have_the_right_spread() -> None:
    """Two units in each stratum: resamples of as many units as there are would have half the variance."""
    answers = some(4, 200, osite=[str(row // 4) for row in range(200)], jarjesto=[str(row // 2) for row in range(200)])
    table = frequency(answers, "teemat", design=Design(strata="osite", psu="jarjesto"))
    shares = drawn(table, resamples=4000, seed=1).shares
    assert shares.std(axis=0) == pytest.approx(table.frame["se"].to_numpy(), rel=0.08)
    assert (shares >= 0).all()


def test_a_unit_alone_in_its_stratum_varies_unless_it_is_certain() -> None:
    """Sixteen of twenty strata have one unit, whose answers nobody else stands for."""
    answers = some(6, 36, osite=[str(min(row, 16 + row // 6)) for row in range(36)])
    drawn_as = {lonely: Design(strata="osite", lonely=lonely) for lonely in ("certainty", "adjust", "average")}
    found = {lonely: drawn(frequency(answers, "teemat", design=design), resamples=3000, seed=1)
             for lonely, design in drawn_as.items()}  # fmt: skip
    errors = frequency(answers, "teemat", design=drawn_as["adjust"]).frame["se"].to_numpy()
    assert found["adjust"].shares.std(axis=0) == pytest.approx(errors, rel=0.2)
    assert (found["average"].shares.std(axis=0) > found["certainty"].shares.std(axis=0)).all()
    assert found["adjust"].chance[:, 0].std() > found["certainty"].chance[:, 0].std()
    together = themed([["tilat"]] * 12 + [["raha"]] * 12, unit_id=True, osite=["a"] * 12 + ["b"] * 12,
                      jarjesto=["yksi"] * 12 + [str(row) for row in range(12)])  # fmt: skip
    table = frequency(together, "teemat", design=Design(strata="osite"))
    assert np.nanstd(drawn(table, resamples=300, seed=1).shares[:, 0]) > 0.1


def test_replicate_and_calibrated_weights_draw_from_their_covariance() -> None:
    answers = some(5, 300, paino=np.ones(300).tolist(), tyyppi=["p", "v", "v"] * 100)
    design = rake(answers, {"tyyppi": {"p": 0.5, "v": 0.5}})
    table = frequency(answers, "teemat", design=design)
    found = drawn(table, resamples=4000, seed=1)
    assert found.shares.std(axis=0) == pytest.approx(table.frame["se"].to_numpy(), rel=0.08)
    ranking = rank(answers, "teemat", design=design)
    assert ranking.largest == "tilat"
    assert ranking.frame["status"].tolist() == ["ok"] * 4
    names = [f"toisto{part}" for part in range(20)]
    left_out = {name: np.where(np.arange(300) % 20 == part, 0, 20 / 19).tolist() for part, name in enumerate(names)}
    table = frequency(some(5, 300, **left_out), "teemat", design=ReplicateDesign(None, names, kind="jk1"))
    found = drawn(table, resamples=4000, seed=1)
    assert found.shares.std(axis=0) == pytest.approx(table.frame["se"].to_numpy(), rel=0.08)


@pytest.mark.parametrize("seed", range(4))
def test_orders_are_those_of_scipy(seed: int) -> None:
    generator = np.random.default_rng(seed)
    own, other = generator.integers(0, 5, (2, 6)) / 10
    best, worst = places(own)
    assert best.tolist() == rankdata(-own, "min").tolist()
    assert worst.tolist() == rankdata(-own, "max").tolist()
    swapped, tau = agreement(own, other)
    assert float(tau) == pytest.approx(kendalltau(own, other).statistic)
    pairs = itertools.combinations(range(6), 2)
    assert int(swapped) == sum((own[a] - own[b]) * (other[a] - other[b]) < 0 for a, b in pairs)
    split = firsts(np.array([own, other]))
    assert split.sum() == pytest.approx(1)
    largest = rivals(own)
    assert all(own[largest[at]] == max(own[[place for place in range(6) if place != at]]) for at in range(6))
    assert np.isnan(agreement(own, np.zeros(6))[1])
    p = generator.random(5)
    order = np.argsort(p)
    assert holm(p)[order[0]] == pytest.approx(min(1, 5 * p[order[0]]))
    assert (np.diff(holm(p)[order]) >= 0).all()


@pytest.mark.thorough
@pytest.mark.parametrize("rows", [40, 120])
def test_intervals_cover_and_tests_keep_their_level(rows: int) -> None:
    """Four themes, two of them equally common: 400 surveys each."""
    shares, hits, false = (0.35, 0.35, 0.2, 0.1), [], []
    for seed in range(400):
        answers = some(1000 + seed, rows, shares)
        ranking = rank(answers, "teemat", base="asked", resamples=400, seed=seed)
        pairs: Any = ranking.pairs.set_index(["first", "second"])
        for (first, second), pair in pairs.iterrows():
            truth = shares[CODES.index(first)] - shares[CODES.index(second)]
            if {first, second} == {"tilat", "tieto"}:
                hits.append(pair["low"] <= truth <= pair["high"])
        false.append(ranking.p("*", "tilat", "raha") < 0.05)
    assert 0.92 <= np.mean(hits) <= 0.98
    assert np.mean(false) <= 0.065


@pytest.mark.thorough
def test_the_statement_of_every_group_is_seldom_wrong() -> None:
    """In one of three groups two themes are equally common, so that the statement is false: at most 5 % find it."""
    wrong: list[bool] = []
    right: list[bool] = []
    for seed in range(300):
        generator = np.random.default_rng(seed)
        for found, last in ((wrong, (0.4, 0.4, 0.1, 0.1)), (right, (0.6, 0.2, 0.1, 0.1))):
            ticks, groups = [], []
            for group, own in (("p", (0.7, 0.2, 0.1, 0.1)), ("v", (0.6, 0.2, 0.1, 0.1)), ("m", last)):
                draws = generator.random((70, 4)) < np.array(own)
                ticks += [[code for code, on in zip(CODES, row, strict=True) if on] for row in draws]
                groups += [group] * 70
            ranking = rank(themed(ticks, tyyppi=groups), "teemat", by="tyyppi", resamples=400, seed=seed)
            found.append(ranking.holds("tilat"))
    assert np.mean(wrong) <= 0.06
    assert np.mean(right) >= 0.9
