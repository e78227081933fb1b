"""An indicator over waves: a table of each, and why two of them cannot be compared."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from attrs import evolve
from made_regions import answers, instrument

import verkosto as vk
from verkosto.errors import OptionError, UnknownVariableError
from verkosto.indicators import Register
from verkosto.indicators._waves import breaks_of

SHARE = vk.Indicator("kannatus", "Kannatus", numerator={"kanta": ["k"]})
BEFORE = answers()


def test_the_same_definition_and_areas_can_be_compared() -> None:
    later = answers(instrument("kysely-2021"), seed=7)
    waves = SHARE.compute_all({"2020": BEFORE, "2021": later})
    assert dict(waves.tables) == {"2020": SHARE.compute(BEFORE), "2021": SHARE.compute(later)}
    assert waves.breaks == {}
    assert waves.id == "kannatus"


def test_another_question_is_a_break() -> None:
    waves = SHARE.compute_all({"a": BEFORE, "b": answers(instrument("kysely-2021", text="Mielipide?")), "c": BEFORE})
    assert list(waves.breaks) == ["b", "c"]
    assert waves.breaks["b"].fi == "Kysymys kanta ei ole sama kuin aiemmin (text)."
    other = vk.Indicator("j", "J", numerator="jasenia", unit="mean")
    assert other.compute_all({"a": BEFORE, "b": answers(instrument("kysely-2021", text="Mielipide?"))}).breaks == {}


def test_another_kind_of_question_is_a_break() -> None:
    number = vk.Instrument(
        "k2", "K", area_date="2020-03-01",
        questions=(vk.AreaQuestion("alue", "A", area_type="maakunta"), vk.Number("kanta", "Kanta?")),
    )  # fmt: skip
    later = vk.Responses.from_frame(pd.DataFrame({"alue": ["13"], "kanta": [4]}), number)
    share = vk.Indicator("s", "S", numerator={"laji": ["s"]}, base=None)
    found = breaks_of(SHARE, {"a": BEFORE, "b": later}, "maakunta", on=None)
    assert "(kind)" in found["b"].fi
    assert breaks_of(share, {"a": BEFORE, "b": later}, "maakunta", on=None) == {}


def test_changed_areas_are_a_break() -> None:
    later = answers(instrument("kysely-2021", area_date="2021-03-01"))
    earlier = answers(instrument("kysely-2019", area_date="2019-03-01"))
    assert vk.regions.area("maakunta", "06", on="2021-03-01").municipalities != (
        vk.regions.area("maakunta", "06", on="2020-03-01").municipalities
    )
    waves = SHARE.compute_all({"2019": earlier, "2020": BEFORE, "2021": later})
    assert list(waves.breaks) == ["2021"]
    assert waves.breaks["2021"].fi.startswith("Alueet eivät ole samat kuin aiemmin: ")
    assert "Pirkanmaa" in waves.breaks["2021"].fi
    # Respondents named the region themselves: no other day can undo that.
    assert list(SHARE.compute_all({"2020": BEFORE, "2021": later}, area_date="2021-03-01").breaks) == ["2021"]


def test_areas_of_one_day_can_be_compared_where_answers_tell_them() -> None:
    sample = vk.samples.tukirakenne()
    later = evolve(sample, instrument=evolve(sample.instrument, id="uusi", area_date="2022-01-01", fieldwork=None))
    share = vk.Indicator("k", "K", numerator={"malli_a": ["k"]})
    assert list(share.compute_all({"a": sample, "b": later}).breaks) == ["b"]
    one = share.compute_all({"a": sample, "b": later}, area_date="2022-01-01")
    assert one.breaks == {}
    assert one.tables["a"].frame.equals(one.tables["b"].frame)


def test_registers_over_years_and_beside_surveys() -> None:
    count = vk.Indicator("m", "M", numerator="jasenia", unit="count")
    old, new = (Register("r", {"jasenia": {"13": size}}, on=day) for size, day in ((10, "2020"), (12, "2020-06")))
    waves = count.compute_all({"a": old, "b": new, "c": BEFORE})
    assert list(waves.breaks) == ["c"]
    assert "rekisteri" in waves.breaks["c"].fi


def test_waves_are_named() -> None:
    given: tuple[Any, ...] = ({}, [BEFORE])
    for wrong in given:
        with pytest.raises(OptionError, match="waves are a mapping"):
            SHARE.compute_all(wrong)
    with pytest.raises(UnknownVariableError, match="wave 'b': indicator 'kannatus': survey 'kysely-2020'"):
        vk.Indicator("kannatus", "K", numerator={"x": "k"}).compute_all({"b": BEFORE})
