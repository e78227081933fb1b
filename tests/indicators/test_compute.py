"""Indicators computed: of answers, as counting by hand gives; of registers; what is missing is told."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from made_regions import answers

import verkosto as vk
from verkosto.errors import (
    AnalysisError,
    DateNotCoveredError,
    NonNestingError,
    OptionError,
    UnknownAreaError,
    UnknownVariableError,
)
from verkosto.indicators import Register
from verkosto.indicators._survey import value_of

MADE = answers()
FRAME = MADE.frame
COUNTS = vk.organisations.registered_associations()
PEOPLE = Register(
    "vaesto", {"asukkaita": {"6": 500, "13": 1000.0}, "yhdistyksia": {"06": 10, "13": 40, "19": 7}}, on="2025"
)


def by_region(table: vk.Table, column: str = "estimate") -> dict[str, Any]:
    frame = table.frame.drop_duplicates(table.by[0])
    return dict(zip(frame[table.by[0]], frame[column], strict=True))


def counted(inside: pd.Series, base: pd.Series) -> dict[str, float]:
    """Share of a base by region, and of all."""
    found = {code: float(inside[(FRAME["alue"] == code) & base].mean()) for code in sorted(set(FRAME["alue"]))}
    return found | {"*": float(inside[base].mean())}


FOR = FRAME["kanta"] == "k"
ANSWERED = FRAME["kanta"].notna()
TICKED = FRAME["palvelut[n]"] | FRAME["palvelut[t]"]
SHOWN = FRAME["palvelut[n]"].notna()


@pytest.mark.parametrize(
    ("numerator", "base", "inside", "of"),
    [
        ({"kanta": ["k"]}, None, FOR, ANSWERED),
        ({"kanta": ["k", "eos"]}, None, FRAME["kanta"].isin(["k", "eos"]), ANSWERED),
        ({"kanta": ["k"]}, {"kanta": ["k", "e"]}, FOR, FRAME["kanta"].isin(["k", "e"])),
        ({"kanta": ["k"]}, {"laji": ["s"], "jasenia": (10, 100)}, FOR,
         ANSWERED & (FRAME["laji"] == "s") & FRAME["jasenia"].between(10, 100).fillna(False)),
        ({"palvelut": ["n"]}, None, FRAME["palvelut[n]"], SHOWN),
        ({"palvelut[n]": True}, None, FRAME["palvelut[n]"], SHOWN),
        ({"palvelut[n]": False}, None, ~FRAME["palvelut[n]"], SHOWN),
        ({"palvelut": ["n", "t"]}, None, TICKED, SHOWN),
        ({"kanta": ["k"], "laji": ["s"]}, None, FOR & (FRAME["laji"] == "s"), ANSWERED),
        ({"jasenia": (100, None)}, None, FRAME["jasenia"].ge(100).fillna(False), FRAME["jasenia"].notna()),
    ],
)  # fmt: skip
@pytest.mark.parametrize("unit", ["share", "count"])
def test_answers_are_counted_as_by_hand(numerator: Any, base: Any, inside: pd.Series, of: pd.Series, unit: Any) -> None:
    indicator = vk.Indicator("osuus", "Osuus", numerator=numerator, base=base, unit=unit)
    table = indicator.compute(MADE)
    rows = table.frame[table.frame["value"] == value_of(indicator, table)]
    found = dict(zip(rows["maakunta"], rows["estimate"], strict=True))
    inside, of = inside.astype(bool), of.astype(bool)
    if unit == "share":
        assert found == pytest.approx(counted(inside, of))
    else:
        size = {code: int((of & (FRAME["alue"] == code)).sum()) for code in found if code != "*"} | {"*": int(of.sum())}
        assert found == pytest.approx({code: share * size[code] for code, share in counted(inside, of).items()})


def test_numbers_are_computed_as_by_hand() -> None:
    groups = FRAME.astype({"jasenia": float, "maksu": float}).groupby(FRAME["alue"].astype(str))
    mean = vk.Indicator("m", "M", numerator="jasenia", unit="mean").compute(MADE, margins=False)
    assert by_region(mean) == pytest.approx(groups["jasenia"].mean().to_dict())
    total = vk.Indicator("m", "M", numerator="jasenia", unit="count").compute(MADE, margins=False)
    assert by_region(total) == pytest.approx(groups["jasenia"].sum().to_dict())
    both = FRAME[FRAME["jasenia"].notna()].astype({"jasenia": float, "maksu": float})
    sums = both.groupby(both["alue"].astype(str))[["jasenia", "maksu"]].sum()
    ratio = vk.Indicator("m", "M", numerator="maksu", base="jasenia", unit="ratio").compute(MADE, margins=False)
    assert by_region(ratio) == pytest.approx((sums["maksu"] / sums["jasenia"]).to_dict())


def test_intervals_weights_and_areas_are_those_of_the_ordinary_calls() -> None:
    sample = vk.samples.tukirakenne()
    indicator = vk.Indicator("k", "K", numerator={"malli_a": ["k"]})
    found = indicator.compute(sample, area_type="hyvinvointialue", area_date="2024-01-01", weights="paino", level=0.9)
    assert found.by == ("hyvinvointialue",)
    assert found.level == 0.9
    assert found.weights == "paino"
    plain = vk.proportion(sample, "malli_a", values=["k"], by="maakunta", margins=True)
    assert indicator.compute(sample) == plain


def test_a_register_is_divided_by_area() -> None:
    per = vk.Indicator("t", "T", numerator="yhdistyksia", base="asukkaita", unit="per_1000")
    table = per.compute(PEOPLE)
    assert by_region(table) == {"06": 20.0, "13": 40.0, "*": pytest.approx(1000 * 50 / 1500)}
    assert by_region(table, "base_weighted") == {"06": 500.0, "13": 1000.0, "*": 1500.0}
    assert "Lappi" in table.notes[0].fi
    assert table == vk.Table.from_json(table.to_json())
    assert vk.protect(table).frame["status"].unique().tolist() == ["reported"]
    ratio = vk.Indicator("t", "T", numerator="yhdistyksia", base="asukkaita", unit="ratio").compute(PEOPLE)
    assert by_region(ratio)["06"] == 0.02


def test_counts_of_associations_are_a_register() -> None:
    count = vk.Indicator("y", "Y", numerator="registered_associations[social_health]", unit="count")
    assert by_region(count.compute(COUNTS)) == {
        **COUNTS.by("region", purpose="social_health"),
        "*": COUNTS.count(purpose="social_health"),
    }
    ours: Any = vk.organisations.Quantity(5, "about")
    assert Register("x", {"y": {"13": ours}}).numbers == {"y": {"13": 5.0}}


def test_registers_are_put_together_into_larger_areas() -> None:
    share = vk.Indicator("s", "S", numerator="registered_associations[social_health]", base="registered_associations")
    table = share.compute(COUNTS, area_type="maakunta", area_date="2021-01-01")
    assert by_region(table)["13"] == pytest.approx(COUNTS.count("13", "social_health") / COUNTS.count("13"))
    with pytest.raises(NonNestingError, match="indicator 's'"):
        share.compute(COUNTS, area_type="hyvinvointialue")
    assert len(by_region(share.compute(COUNTS, area_type="hyvinvointialue", allocate="majority"))) > 5


def test_nothing_to_divide_by_is_no_figure() -> None:
    register = Register("r", {"a": {"13": 2, "06": 1}, "b": {"13": 0, "06": 2}})
    table = vk.Indicator("s", "S", numerator="a", base="b", unit="ratio").compute(register)
    assert pd.isna(by_region(table)["13"])
    with pytest.raises(AnalysisError, match="of no area"):
        vk.Indicator("s", "S", numerator="a", base="b", unit="ratio").compute(
            Register("r", {"a": {"13": 2}, "b": {"06": 2}})
        )


@pytest.mark.parametrize(
    ("numerator", "base", "said"),
    [
        ({"kanto": ["k"]}, None, r"indicator 'a': survey 'kysely-2020' has no variable 'kanto'. Did you mean 'kanta'"),
        ({"kanta": ["k"]}, {"lajj": ["s"]}, "'lajj'. Did you mean 'laji'"),
        ({"kanta": ["k"], "x": ["s"]}, None, "no variable 'x'"),
        ({"palvelut": ["z"]}, None, "indicator 'a': question 'palvelut' has no part 'z'"),
        ("jasenet", "maksu", "no variable 'jasenet'"),
    ],
)
def test_a_missing_variable_is_told_with_the_indicator(numerator: Any, base: Any, said: str) -> None:
    with pytest.raises(UnknownVariableError, match=said):
        vk.Indicator("a", "A", numerator=numerator, base=base).compute(MADE)


def test_what_cannot_be_computed_is_told_with_the_indicator() -> None:
    share = vk.Indicator("a", "A", numerator={"kanta": ["z"]})
    with pytest.raises(AnalysisError, match="indicator 'a': "):
        share.compute(MADE)
    with pytest.raises(AnalysisError, match="is of answers"):
        share.compute(PEOPLE)
    with pytest.raises(UnknownVariableError, match="Did you mean 'asukkaita'"):
        vk.Indicator("a", "A", numerator="asukkait", unit="count").compute(PEOPLE)
    with pytest.raises(OptionError, match="'weights' is for surveys"):
        vk.Indicator("a", "A", numerator="asukkaita", unit="count").compute(PEOPLE, weights="x")
    with pytest.raises(OptionError, match="Did you mean 'weights'"):
        share.compute(MADE, weight="x")
    with pytest.raises(OptionError, match="not of a dict"):
        share.compute({"13": 5})  # type: ignore[arg-type]
    with pytest.raises(DateNotCoveredError, match="indicator 'a'"):
        vk.Indicator("a", "A", numerator="asukkaita", unit="count").compute(PEOPLE, area_date="1950")


@pytest.mark.parametrize(
    ("numbers", "error", "said"),
    [
        ({"a": 3}, OptionError, "by name and code"),
        ({"a": {"99": 3}}, UnknownAreaError, "99"),
        ({"a": {"1": 3, "01": 4}}, OptionError, "twice"),
        ({"a": {"13": None}}, OptionError, "is no number"),
        ({"a": {"13": -1}}, OptionError, "from 0 up"),
        ({"a": {"13": True}}, OptionError, "from 0 up"),
        ({"a": {"13": float("nan")}}, OptionError, "from 0 up"),
    ],
)
def test_a_register_holds_numbers_by_area(numbers: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        Register("r", numbers)


def test_a_register_needs_an_id() -> None:
    with pytest.raises(OptionError, match="needs an id"):
        Register(" ", {})
    assert Register("r", {}).name.fi == "r"
    assert Register("r", {}, title="Nimi").name.fi == "Nimi"
