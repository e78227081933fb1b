from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from open_answers import coded
from ranked_answers import themed
from scipy.stats import fisher_exact

from verkosto.aggregate import Design, chi_square, crosstab
from verkosto.disclosure import PublishedTable, protect
from verkosto.errors import AnalysisError, OptionError
from verkosto.themes import Cooccurrence, cooccurrence

CODES = ("tilat", "raha", "tieto", "apu")
TICKS = (
    [["tilat", "raha"]] * 12 + [["tilat"]] * 8 + [["raha", "tieto"]] * 9 + [["tieto"]] * 11 + [["tilat", "tieto"]] * 6
)


def pair(found: Cooccurrence, first: str, second: str) -> dict[str, Any]:
    frame: Any = found.frame.set_index(["first", "second"])
    row: dict[str, Any] = frame.loc[(first, second)].to_dict()
    return row


def test_a_pair_has_all_its_measures() -> None:
    row = pair(cooccurrence(themed(TICKS), "teemat"), "tilat", "raha")
    assert (row["n"], row["base"], row["share"]) == (12, 46, pytest.approx(12 / 46))
    assert (row["of_first"], row["of_second"]) == (pytest.approx(12 / 26), pytest.approx(12 / 21))
    assert row["of_first_low"] < 12 / 26 < row["of_first_high"]
    assert row["jaccard"] == pytest.approx(12 / 35)
    assert row["lift"] == pytest.approx(12 * 46 / (26 * 21))
    ticked = np.array([["tilat" in t, "raha" in t] for t in TICKS], dtype=float)
    assert row["phi"] == pytest.approx(np.corrcoef(ticked.T)[0, 1])
    assert row["p"] == pytest.approx(fisher_exact(np.array([[12, 14], [9, 11]])).pvalue)
    assert row["p"] <= row["p_holm"] <= 1


@given(st.lists(st.sets(st.sampled_from(CODES)), min_size=1, max_size=25))
@settings(max_examples=settings().max_examples // 6)
def test_counts_are_those_of_plain_sets(ticks: list[set[str]]) -> None:
    found = cooccurrence(themed([sorted(t) if t else None for t in ticks]), "teemat")
    counted = [t for t in ticks if t]
    for row in found.frame.to_dict("records"):
        both = sum({row["first"], row["second"]} <= t for t in counted)
        first = sum(row["first"] in t for t in counted)
        either = sum(bool({row["first"], row["second"]} & t) for t in counted)
        assert row["n"] == both
        assert row["of_first"] == pytest.approx(both / first if first else np.nan, nan_ok=True)
        if counted:
            assert row["jaccard"] == pytest.approx(both / either if either else np.nan, nan_ok=True)


def test_tables_are_ordinary_ones() -> None:
    answers = themed(TICKS)
    found = cooccurrence(answers, "teemat")
    others = [f"teemat[{code}]" for code in CODES[1:]]
    assert found.tables[0] == crosstab(answers, others, by="teemat[tilat]", margins=True)
    matrix: Any = found.matrix()
    assert matrix.loc["tilat", "raha"] == pytest.approx(12 / 26)
    assert np.isnan(matrix.loc["tilat", "tilat"])
    phi: Any = found.matrix("phi")
    assert phi.loc["raha", "tilat"] == phi.loc["tilat", "raha"]
    assert found.matrix("share").loc["raha", "tieto"] == pytest.approx(9 / 46)
    with pytest.raises(OptionError, match=r"no measure 'lifft'. Did you mean 'lift'"):
        found.matrix("lifft")  # type: ignore[arg-type]


def test_designs_test_as_chi_square_does() -> None:
    answers = themed(TICKS, paino=[1.0, 2.0] * 23, jarjesto=[str(row // 2) for row in range(46)])
    design = Design("paino", psu="jarjesto")
    row = pair(cooccurrence(answers, "teemat", design=design), "tilat", "raha")
    assert row["p"] == pytest.approx(chi_square(answers, "teemat[tilat]", "teemat[raha]", design=design).p)
    weighted = pair(cooccurrence(answers, "teemat", weights="paino"), "tilat", "raha")
    w = np.array([1.0, 2.0] * 23)
    both = np.array([{"tilat", "raha"} <= set(t) for t in TICKS])
    assert weighted["share"] == pytest.approx(w[both].sum() / w.sum())
    assert np.isnan(pair(cooccurrence(answers, "teemat", design=design), "tilat", "apu")["p"])


def test_a_subset_and_some_themes() -> None:
    answers = themed(TICKS, tyyppi=["p", "v"] * 23)
    found = cooccurrence(answers, "teemat", values=["raha", "tilat"], where={"tyyppi": ["p"]})
    assert found.values == ("tilat", "raha")
    assert found.frame[["n", "base"]].values.tolist() == [[6, 23]]


def test_a_protected_result_shows_nothing_that_is_kept_back() -> None:
    answers = themed([*TICKS, ["apu", "tilat"], ["apu"]])
    found = cooccurrence(answers, "teemat")
    published = found.on(protect(found.tables))
    assert all(isinstance(table, PublishedTable) for table in published.tables)
    rows: Any = published.frame.set_index(["first", "second"])
    kept: Any = rows.loc[("tilat", "apu")]
    assert kept[["n", "share", "of_first", "of_second", "jaccard", "lift", "phi", "p", "p_holm"]].isna().all()
    seen: Any = rows[rows["share"].notna()]
    assert len(seen)
    own: Any = found.frame.set_index(["first", "second"]).loc[seen.index]
    assert seen["n"].tolist() == own["n"].tolist()
    assert seen["p"].tolist() == own["p"].tolist()
    assert "TILAT + APU" in published.to_text("en")


@pytest.mark.parametrize("wrong", [[], ["x"]])
def test_other_tables_are_refused(wrong: list[object]) -> None:
    found = cooccurrence(themed(TICKS), "teemat")
    with pytest.raises(OptionError, match="the same tables in the same order"):
        found.on(wrong)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="the same tables"):
        found.on(found.tables[::-1])


def test_what_has_no_pairs_is_refused() -> None:
    answers = themed(TICKS, tyyppi=["p"] * 46)
    with pytest.raises(AnalysisError, match="'tyyppi' is no multiple choice"):
        cooccurrence(answers, "tyyppi")
    with pytest.raises(AnalysisError, match=r"'teemat\[tilat\]' is no multiple choice"):
        cooccurrence(answers, "teemat[tilat]")
    with pytest.raises(AnalysisError, match=r"has no theme 'tila'. Did you mean 'tilat'"):
        cooccurrence(answers, "teemat", values=["tila", "raha"])
    with pytest.raises(AnalysisError, match="has 1 theme here"):
        cooccurrence(answers, "teemat", values="tilat")
    with pytest.raises(OptionError, match="needs responses in memory"):
        cooccurrence("x", "teemat")  # type: ignore[arg-type]


def test_nobody_answered() -> None:
    found = cooccurrence(themed([None, None]), "teemat")
    assert found.base == 0
    assert found.frame[["of_first", "lift", "p"]].isna().all(axis=None)
    everybody = cooccurrence(themed([["tilat", "raha"]] * 4, themes=("tilat", "raha")), "teemat")
    frame: Any = everybody.frame
    assert frame.loc[0, ["n", "share", "jaccard", "lift"]].tolist() == [4, 1.0, 1.0, 1.0]
    assert frame.loc[0, ["phi", "p"]].isna().all()


def test_a_coding_counts_its_own_themes() -> None:
    found = coded().cooccurrence(how="any")
    assert "none" not in found.values
    assert pair(found, "tilat", "rahoitus")["n"] == 3
    assert pair(coded().cooccurrence(how="Bo"), "tilat", "rahoitus")["n"] == 3


def test_it_prints_in_three_languages() -> None:
    found = cooccurrence(themed(TICKS), "teemat")
    assert repr(found) == "<Cooccurrence of 'teemat': 4 themes>"
    assert found.to_text().splitlines()[0] == "Mitä toivotaan? (n = 46)"
    assert "TILAT + RAHA     12         26%" in found.to_text("en")
    assert "Båda" in found.to_text("sv")
    assert "< 0.001" in cooccurrence(themed(TICKS * 20), "teemat").to_text("en")
    many = tuple(f"t{place}" for place in range(8))
    long = cooccurrence(themed([list(p) for p in itertools.combinations(many, 2)], themes=many), "teemat")
    assert "The 20 most common of 28 pairs are shown" in long.to_text("en")
