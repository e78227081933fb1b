from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from made_answers import vastaukset

from verkosto.aggregate import Table, crosstab, reported
from verkosto.errors import AnalysisError, OptionError
from verkosto.reporting import Claim
from verkosto.text import LocalText, format_percent


def test_groups_and_totals(dots: Table) -> None:
    rows = dots.frame.query("value == 'k' and maakunta == '01'")
    share = format_percent(rows["estimate"].iloc[0])
    assert Claim(f"Uudellamaalla {share} kannatti", table=dots, value="k", group="01").holds
    assert Claim(f"Uudellamaalla {share} kannatti", table=dots, value="k", group={"maakunta": "01"}).holds
    assert not Claim(f"Uudellamaalla {share} kannatti", table=dots, value="k", group="06").holds
    total = format_percent(dots.frame.query("value == 'k' and maakunta == '*'")["estimate"].iloc[0])
    assert Claim(f"{total} kannatti", table=dots, value="k").holds


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        ({"value": "kk"}, AnalysisError, "no answer 'kk' in the table. Did you mean 'k'"),
        ({"variable": "mali"}, AnalysisError, "no variable 'mali'. Did you mean 'malli'"),
        ({"group": "99"}, AnalysisError, "no group '99'"),
        ({"group": ("01", "02")}, AnalysisError, "names 2 groups"),
        ({"group": {"erva": "1"}}, AnalysisError, "not divided by 'erva'"),
        ({"within": "erva"}, AnalysisError, "not divided by 'erva'"),
        ({"versus": "xx"}, AnalysisError, "no answer and no group"),
        ({"value": "k", "versus": {"arvo": "e"}}, AnalysisError, "neither 'variable', 'value' nor"),
        ({"versus": {"maakunta": "01"}}, AnalysisError, "names 3 rows"),
        ({"among": "rows"}, OptionError, "among='rows' is none of"),
        ({"base": "all"}, OptionError, "base='all' is none of"),
        ({"level": 95}, OptionError, "between 0 and 1"),
        ({"lang": "de"}, OptionError, "No language"),
        ({"value": 3}, OptionError, "value=3 is no text"),
        ({"aside": [3]}, OptionError, r"aside=\[3\] is no text"),
        ({"value": "k", "versus": 3}, OptionError, "versus=3 is no code"),
        ({"tolerances": {"nearby": 1}}, OptionError, "No tolerance"),
    ],
)
def test_what_the_table_does_not_have(more: dict[str, Any], error: type[Exception], message: str, dots: Table) -> None:
    with pytest.raises(error, match=message):
        Claim("73 %", **{"table": dots, **more})


def test_a_claim_needs_a_table(nothing: Table, stacked: Table) -> None:
    with pytest.raises(OptionError, match="needs a table with rows"):
        Claim("73 %", table=nothing)
    with pytest.raises(OptionError, match="needs a table with rows"):
        Claim("73 %", table="taulu")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="Say which the claim is about"):
        Claim("73 %", table=stacked, value="1")
    with pytest.raises(AnalysisError, match="rows of the claim's answer"):
        Claim("73 %", table=reported({"k": 73}), value="k", versus=reported({"e": 73}))


def test_a_table_of_groups_without_their_total() -> None:
    table = crosstab(vastaukset(malli=["k", "e", "k", "e"], laji=["p", "p", "v", "v"]), "malli", by="laji")
    for text in ("50 % kannatti", "Ero oli 3 prosenttiyksikköä", "Kannatus oli yleisin"):
        (failure,) = Claim(text, table=table, value="k").check().failures
        assert "no figure of all groups together" in failure.why.get("en")


def test_groups_with_digits_in_their_names() -> None:
    table = crosstab(vastaukset(malli=["k", "e", "k", "e"], laji=["p", "p", "v", "v"]), "malli", by="laji")
    ages = evolve(table.groups[0], labels={"p": LocalText("18–29-vuotiaat"), "v": LocalText("muut")})
    claim = Claim("18–29-vuotiaat: 50 % kannatti", table=evolve(table, groups=(ages,)), value="k", group="p")
    assert [finding.kind for finding in claim.check().findings] == ["percent"]
    assert claim.holds


def test_two_divisions(two_ways: Table) -> None:
    rows = two_ways.frame.query("variable == 'malli' and value == 'k' and laji == 'p' and maakunta == '01'")
    share = format_percent(rows["estimate"].iloc[0], decimals=1)
    more: dict[str, Any] = {"table": two_ways, "variable": "malli", "value": "k"}
    assert Claim(share, **more, group=("p", "01")).holds
    assert Claim(share, **more, group={"maakunta": "01", "laji": "p"}).holds
    checked = Claim("Enemmistö kaikissa maakunnissa", **more, within="maakunta").check()
    assert len(checked.findings) == 1 + len(set(two_ways.frame["maakunta"]) - {"*"})
