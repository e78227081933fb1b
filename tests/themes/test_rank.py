from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from ranked_answers import themed, tyypit

from verkosto.aggregate import Design, Table, crosstab, frequency
from verkosto.errors import AnalysisError, OptionError, UnknownVariableError
from verkosto.instruments import Option
from verkosto.responses import Responses
from verkosto.themes import RankTest, rank
from verkosto.themes._marks import NO_THEME

TIGHT = [["tilat"]] * 24 + [["raha"]] * 3 + [["tilat", "raha"]] * 3 + [["tieto"]] * 2
LOOSE = [["tilat"]] * 6 + [["raha"]] * 5 + [["tieto"]] * 1


def clear() -> Responses:
    return tyypit(("p", TIGHT), ("v", TIGHT[::-1]))


def test_the_table_is_the_ordinary_one() -> None:
    answers = clear()
    assert rank(answers, "teemat", by="tyyppi").table == crosstab(answers, "teemat", by="tyyppi", margins=True)
    assert rank(answers, "teemat").table == frequency(answers, "teemat")


def test_the_frame_tells_place_lead_and_chance_of_each_answer() -> None:
    ranking = rank(tyypit(("p", TIGHT), ("v", LOOSE)), "teemat", by="tyyppi")
    frame: Any = ranking.frame.set_index(["group", "value"])
    assert ranking.groups == ("p", "v", "*")
    assert frame["rank"].loc["p"].tolist() == [1, 2, 3, 4]
    assert frame.loc[("p", "tilat"), "lead"] == pytest.approx(27 / 32 - 6 / 32)
    assert frame.loc[("p", "raha"), "lead"] == pytest.approx(6 / 32 - 27 / 32)
    assert frame.loc[("v", "tilat"), ["n", "base", "units", "status"]].tolist() == [6, 12, 12, "ok"]
    assert frame.loc[("p", "tilat"), "first"] > 0.99
    assert 0.4 < frame.loc[("v", "tilat"), "first"] < 0.75
    assert frame.groupby("group")["first"].sum().tolist() == pytest.approx([1.0, 1.0, 1.0])
    assert frame.loc[("v", "tilat"), "p"] > 0.5 > 0.01 > frame.loc[("p", "tilat"), "p"]
    low, high = frame.loc[("v", "tilat"), ["lead_low", "lead_high"]]
    assert low < 0 < 1 / 12 < high
    assert frame.loc[("v", "raha"), ["rank_low", "rank_high"]].tolist() == [1, 3]
    shown: Any = ranking.table.frame.set_index(["tyyppi", "value"])
    assert frame.loc[("*", "raha"), ["share", "low", "high"]].tolist() == pytest.approx(
        shown.loc[("*", "raha"), ["estimate", "low", "high"]].tolist()
    )


def test_the_statement_of_every_group_has_the_largest_of_their_p_values() -> None:
    ranking = rank(tyypit(("p", TIGHT), ("v", LOOSE)), "teemat", by="tyyppi")
    found = ranking.everywhere()
    assert (found.value, found.groups, found.leads, found.holds) == ("tilat", ("p", "v"), ("p", "v"), False)
    rivals = [ranking.p(group, "tilat", other) for group in ("p", "v") for other in ("raha", "tieto", "apu")]
    assert found.p == max(rivals)
    assert 0.4 < found.share < 0.75
    sure = rank(clear(), "teemat", by="tyyppi")
    assert sure.holds()
    assert sure.holds("tilat")
    assert sure.everywhere("raha").p == 1.0
    assert not sure.holds("raha")
    assert sure.everywhere().share > 0.99


def test_one_group_with_another_order_breaks_the_statement_and_shows_in_the_orders() -> None:
    other = [["raha"]] * 20 + [["tilat"]] * 2
    ranking = rank(tyypit(("p", TIGHT * 3), ("v", TIGHT), ("m", other)), "teemat", by="tyyppi")
    assert ranking.everywhere().leads == ("p", "v")
    assert ranking.everywhere().p == 1.0
    orders: Any = ranking.orders.set_index("group")
    assert orders.loc["p", ["pairs", "swapped", "reversed", "p"]].tolist() == [6, 0, 0, 1.0]
    assert orders.loc["m", ["swapped", "reversed"]].tolist() == [1, 1]
    assert orders.loc["m", "p"] < 0.05
    assert orders.loc["p", "tau"] == 1.0
    assert orders.loc["m", "tau"] < 1.0
    assert orders.loc["m", "kept"] < 0.01
    assert orders.loc["m", "swapped_low"] <= 1 <= orders.loc["m", "swapped_high"]
    pairs: Any = ranking.pairs.set_index(["group", "first", "second"])
    pair = pairs.loc[("m", "tilat", "raha")]
    assert (pair["order"], pairs.loc[("p", "tilat", "raha"), "order"]) == ("reversed", "same")
    assert pair["difference"] == pytest.approx(-18 / 22)
    assert pair["low"] < -18 / 22 < pair["high"] < 0
    assert pair["p"] <= pair["p_holm"] < 0.05
    assert pairs.loc[("m", "tieto", "apu"), "order"] == "tied"


def test_ties_share_the_place_and_the_first() -> None:
    tied = [["tilat", "raha"]] * 6 + [["tilat"]] * 4 + [["raha"]] * 4 + [["tieto"]]
    ranking = rank(themed(tied), "teemat")
    frame: Any = ranking.frame.set_index("value")
    assert frame["rank"].tolist() == [1, 1, 3, 4]
    assert frame.loc["tilat", ["lead", "p"]].tolist() == [0.0, 1.0]
    assert frame.loc["tilat", "first"] == pytest.approx(0.5, abs=0.05)
    assert ranking.largest is None
    with pytest.raises(AnalysisError, match="several answers share the largest place"):
        ranking.everywhere()
    assert ranking.everywhere("tilat").p == 1.0
    always: Any = rank(themed([["tilat", "raha"]] * 12), "teemat").frame
    assert always["first"].tolist() == [0.5, 0.5, 0.0, 0.0]
    assert always["lead_low"].isna().all()


def test_groups_of_few_have_p_values_and_no_intervals() -> None:
    few = [["tilat"]] * 4
    ranking = rank(tyypit(("p", TIGHT * 2), ("v", few)), "teemat", by="tyyppi")
    rows: Any = ranking.frame[ranking.frame["group"] == "v"].set_index("value")
    assert rows["status"].tolist() == ["few"] * 4
    assert rows[["rank_low", "rank_high", "first", "lead_low", "lead_high"]].isna().all(axis=None)
    assert rows.loc["tilat", "lead"] == 1.0
    # All four say the same: McNemar's exact p-value is 2 / 16.
    assert rows.loc["tilat", "p"] == pytest.approx(0.125, abs=0.02)
    assert not ranking.holds()
    orders: Any = ranking.orders.set_index("group")
    assert np.isnan(orders.loc["v", "tau_low"])
    assert "Liian vähän vastaajia väleihin (alle 5): Valtakunnallinen." in ranking.to_text()
    alone = rank(tyypit(("p", TIGHT), ("v", [["raha"]])), "teemat", by="tyyppi")
    assert alone.p("v", "raha", "tilat") == 1.0
    single = rank(themed([["tilat"]], tyyppi=["p"]), "teemat", by="tyyppi")
    assert (single.p("p", "tilat", "raha"), single.holds()) == (1.0, False)


def test_persons_of_one_association_are_drawn_together() -> None:
    ticks = [["tilat"]] * 30 + [["raha"]] * 10
    alone = rank(themed(ticks, unit_id=True, jarjesto=[str(i) for i in range(40)]), "teemat")
    four = rank(themed(ticks, unit_id=True, jarjesto=[str(i // 10) for i in range(40)]), "teemat")
    assert alone.holds()
    assert (four.units, four.everywhere().p > 0.4, four.frame["status"][0]) == ((4,), True, "few")
    unknown = rank(themed(ticks, unit_id=True, jarjesto=[None] * 40), "teemat")
    assert unknown.holds()
    five = themed(ticks, unit_id=True, jarjesto=[str(i // 8) for i in range(40)])
    frame: Any = rank(five, "teemat").frame
    assert frame["lead_high"][0] - frame["lead_low"][0] > 2 * (alone.frame["lead_high"][0] - alone.frame["lead_low"][0])


def test_groups_without_answers_and_answers_without_groups() -> None:
    ticks = [["tilat"]] * 20 + [["raha"]] * 4 + [None] * 6 + [["apu"]] * 3
    answers = themed(ticks, tyyppi=["p"] * 24 + ["v"] * 6 + [None] * 3)
    ranking = rank(answers, "teemat", by="tyyppi")
    assert ranking.groups == ("p", "v", "*")
    empty: Any = ranking.frame[ranking.frame["group"] == "v"]
    assert set(empty["status"]) == {"empty"}
    assert empty[["share", "rank", "first", "rival", "lead", "p"]].isna().all(axis=None)
    assert ranking.frame["base"].tolist() == [24] * 4 + [0] * 4 + [24] * 4
    assert ranking.everywhere().groups == ("p",)
    assert ranking.holds()
    assert ranking.orders.set_index("group").loc["v", "status"] == "empty"
    pairs: Any = ranking.pairs.set_index("group")
    assert pairs.loc["v", "p"].isna().all()
    assert "Kukaan ei vastannut: Valtakunnallinen." in ranking.to_text()


def test_a_subset_and_a_base() -> None:
    answers = tyypit(("p", TIGHT), ("v", LOOSE), ("m", [["apu"]] * 9))
    inside = rank(answers, "teemat", where={"tyyppi": ["p", "v"]})
    assert inside.frame["n"].tolist() == frequency(answers, "teemat", where={"tyyppi": ["p", "v"]}).frame["n"].tolist()
    assert rank(answers.where({"tyyppi": ["p", "v"]}), "teemat").frame.equals(inside.frame)
    asked = rank(themed([["tilat"], ["tilat"], ["raha"], None] * 5), "teemat", base="asked")
    assert asked.frame["share"].tolist() == pytest.approx([0.5, 0.25, 0.0, 0.0])
    ticks = rank(themed([["tilat", "raha"], ["tilat"]] * 5), "teemat", base="ticks")
    assert ticks.frame["share"][0] == pytest.approx(2 / 3)


def test_single_choices_are_ranked_too_and_cannot_say_is_left_out() -> None:
    from made_answers import vastaukset

    answers = vastaukset(malli=["eos"] * 20 + ["k"] * 12 + ["e"] * 3, laji=["p", "v"] * 17 + ["p"])
    ranking = rank(answers, "malli", by="laji")
    assert (ranking.values, ranking.largest) == (("k", "e"), "k")
    assert ranking.frame["base"].iloc[-1] == 35
    with pytest.raises(AnalysisError, match=r"has several parts. Name one of them, such as 'vaittamat"):
        rank(vastaukset(**{"vaittamat[r1]": ["1"] * 5, "vaittamat[r2]": ["2"] * 5}), "vaittamat")
    with pytest.raises(AnalysisError, match="1 answer to rank here"):
        rank(answers, "malli", values=["k"])
    assert rank(answers, "malli", values=["eos", "k"]).largest == "eos"


def test_answers_that_bear_no_theme_are_no_theme() -> None:
    answers = themed([["none"]] * 9 + [["tilat"]] * 4 + [["raha"]], themes=("tilat", "raha", "none"))
    asked = answers.instrument["teemat"]
    options = tuple(NO_THEME if option.code == "none" else option for option in asked.options)  # type: ignore[attr-defined]
    questions = [evolve(q, options=options) if q.id == "teemat" else q for q in answers.instrument]  # type: ignore[call-arg]
    named = evolve(answers, instrument=evolve(answers.instrument, questions=questions))
    assert rank(answers, "teemat").largest == "none"
    ranking = rank(named, "teemat")
    assert (ranking.values, ranking.largest, ranking.frame["base"][0]) == (("tilat", "raha"), "tilat", 14)
    assert isinstance(options[-1], Option)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"by": ["tyyppi", "osite"]}, "is no id of one variable"),
        ({"resamples": 10}, "resamples=10 is no whole number from 100 up"),
        ({"resamples": True}, "resamples=True"),
        ({"seed": -1}, "seed=-1"),
        ({"values": "tilat"}, "is no list of codes"),
        ({"values": 3}, "is no list of codes"),
        ({"resamples": 10**8}, "resamples of 4 figures are too many"),
    ],
)
def test_wrong_arguments(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        rank(clear(), "teemat", **wrong)  # type: ignore[arg-type]


def test_what_cannot_be_ranked_is_refused() -> None:
    with pytest.raises(OptionError, match="resamples answers in memory, not a str"):
        rank("vastaukset", "teemat")  # type: ignore[arg-type]
    with pytest.raises(UnknownVariableError, match="Did you mean 'teemat'"):
        rank(clear(), "teemt")
    with pytest.raises(AnalysisError, match=r"has no answer 'tila'. Did you mean 'tilat'"):
        rank(clear(), "teemat", values=["tila", "raha"])
    with pytest.raises(AnalysisError, match="nobody has an answer to 'teemat' here"):
        rank(themed([None] * 4), "teemat")
    with pytest.raises(AnalysisError, match="nobody has an answer"):
        rank(themed([], tyyppi=[]), "teemat", by="tyyppi")
    ranking = rank(clear(), "teemat", by="tyyppi")
    with pytest.raises(AnalysisError, match=r"has no answer 'tila' in this ranking. Did you mean 'tilat'"):
        ranking.everywhere("tila")
    with pytest.raises(AnalysisError, match="the ranking has no group 'x'"):
        ranking.p("x", "tilat", "raha")
    with pytest.raises(AnalysisError, match="the ranking has no answer 'x'"):
        ranking.p("p", "tilat", "x")
    with pytest.raises(AnalysisError, match="the ranking has no group 'x'"):
        ranking.group_label("x")


def test_the_same_seed_gives_the_same_result() -> None:
    one, two, other = (rank(clear(), "teemat", by="tyyppi", seed=seed, resamples=200) for seed in (5, 5, 6))
    assert one.frame.equals(two.frame)
    assert not one.frame.equals(other.frame)


def test_it_prints_in_three_languages_and_names_no_respondent() -> None:
    ranking = rank(tyypit(("p", TIGHT), ("v", LOOSE)), "teemat", by="tyyppi")
    assert repr(ranking) == "<RankTest 'teemat' by tyyppi: 4 answers in 2 groups, 2000 resamples>"
    assert repr(rank(clear(), "teemat")) == "<RankTest 'teemat': 4 answers, 2000 resamples>"
    finnish, swedish, english = (ranking.to_text(lang) for lang in ("fi", "sv", "en"))
    assert "”Tilat” on suurin 2/2 ryhmässä" in finnish
    assert "Se voi johtua sattumasta." in finnish
    assert "Det kan bero på slumpen." in swedish
    assert "“TILAT” is the largest in 2/2 groups" in english
    assert "Valtakunnallinen  12  TILAT" in english
    assert "Yhteensä" in finnish
    assert "That is more than chance explains." in rank(clear(), "teemat", by="tyyppi").to_text("en")
    assert "<table" in ranking._repr_html_()
    tied = rank(themed([["tilat"]] * 6 + [["raha"]] * 6), "teemat")
    assert "TILAT, RAHA (tied)" in tied.to_text("en")
    assert "Several have the largest share" in tied.to_text("en")
    swapped = rank(tyypit(("p", TIGHT * 2), ("v", [["raha"]] * 9)), "teemat", by="tyyppi")
    assert "It is not so among those who answered." in swapped.to_text("en")


def test_it_can_be_kept() -> None:
    ranking = rank(clear(), "teemat", by="tyyppi", resamples=100)
    again: RankTest = pickle.loads(pickle.dumps(ranking))
    assert again.frame.equals(ranking.frame)
    assert isinstance(again.table, Table)


def test_a_census_has_no_chance() -> None:
    ranking = rank(themed([["tilat"]] * 6 + [["raha"]] * 5), "teemat", design=Design.census())
    row: Any = ranking.frame.iloc[0]
    assert row[["lead_low", "lead", "lead_high"]].tolist() == pytest.approx([1 / 11] * 3)
    assert (row["first"], row["p"]) == (1.0, pytest.approx(1 / 2001))
