from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import Columns, Table, crosstab, frequency, mean, net, reported
from verkosto.disclosure import protect
from verkosto.errors import ClaimError, UnprotectedTableError
from verkosto.reporting import Checked, Claim, report
from verkosto.reporting._claim_result import claim_rows
from verkosto.responses import Responses
from verkosto.text import LocalText, format_percent


def answers_of(**counts: int) -> Responses:
    """Answers to `malli`, so many of each."""
    return vastaukset(malli=[code for code, count in counts.items() for _ in range(count)])


@pytest.fixture(scope="module")
def table() -> Table:
    """The published shares of 2020: 410, 67 and 85 of 562."""
    return frequency(answers_of(k=410, e=67, eos=85), "malli")


def hide(table: Table, *rows: int) -> Table:
    """Return a table without some figures, as protecting leaves it."""
    data = dict(table.cells.data)
    for name, nothing in (("n", -1), ("estimate", np.nan), ("se", np.nan), ("low", np.nan), ("high", np.nan)):
        data[name] = data[name].copy()
        data[name][list(rows)] = nothing
    data["status"] = data["status"].copy()
    data["status"][list(rows)] = "hidden"
    return evolve(table, cells=Columns(data), origin=None)


def counted(n: int, base: int) -> Table:
    """Return a table with one share."""
    table = reported({"k": 50}, base, weights="none")
    share = Columns({**table.cells.data, "n": np.array([n]), "estimate": np.array([n / base])})
    return evolve(table, cells=share, weights=None, provenance={})


def kinds(checked: Checked) -> list[tuple[str, bool]]:
    return [(finding.kind, finding.ok) for finding in checked.findings]


@pytest.mark.parametrize(
    "text",
    [
        "Kolme neljästä (73 %) kannatti maakuntapohjaista mallia",
        "Kolmella neljästä oli myönteinen kanta",
        "Mallia kannatti 73,0 % eli lähes kolme neljästä",
        "Selvä enemmistö (410/562) kannatti mallia",
        "Mallia kannatti 410 vastaajaa, eli 73 prosenttia (n = 562)",
        "Yli 70 % kannatti mallia vuonna 2020",
        "Noin 70 % kannatti mallia",
        "Tre av fyra (73 procent) stödde modellen",
        "Nearly three quarters (73%) of the 562 respondents supported the model",
        LocalText(fi="Kolme neljästä kannatti", sv="Tre av fyra stödde", en="Three in four supported"),
    ],
)
def test_claims_that_hold(text: str | LocalText, table: Table) -> None:
    checked = Claim(text, table=table, value="k").check()
    assert checked.holds, str(checked)
    assert checked.findings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("72 % kannatti", "percent"),
        ("72,9 % kannatti", "percent"),
        ("Neljä viidestä kannatti", "form"),
        ("Lähes kaikki kannattivat", "form"),
        ("Vähemmistö kannatti", "form"),
        ("409 kannatti", "count"),
        ("562 kannatti", "count"),
        ("73 % kannatti ja 12 % vastusti", "percent"),
        ("Kannattajia oli enemmän", "difference"),
        ("Mallia kannatettiin", "untied"),
        ("Kymmenen prosenttia kannatti", "untied"),
        ("Kannatus kasvoi 5 prosenttiyksikköä", "untied"),
        ("Mallia kannatti 73 % 18-vuotiaista", "count"),
        ("Kolme neljästä (12 %) kannatti", "percent"),
        (LocalText(fi="Kolme neljästä kannatti", sv="Fyra av fem stödde"), "form"),
    ],
)
def test_claims_that_fail(text: str | LocalText, kind: str, table: Table) -> None:
    checked = Claim(text, table=table, value="k").check()
    assert not checked.holds
    assert kind in {finding.kind for finding in checked.failures} | {"difference"}


@given(st.integers(1, 700).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))), st.integers(0, 2))
def test_a_percent_as_it_is_printed_holds_and_the_next_one_does_not(counts: tuple[int, int], decimals: int) -> None:
    n, base = counts
    table = counted(n, base)
    own = format_percent(n / base, decimals=decimals)
    assert Claim(own, table=table, value="k").holds
    off = format_percent(n / base + 1.2 / 10 ** (decimals + 2), decimals=decimals)
    assert not Claim(off, table=table, value="k").holds


WORDS = (
    "kolme neljästä 73 % 1 234 562 n = yli lähes puolet joka viides kasvoi kaksi kertaa ±4 – ( ) 7.5.2020 3/4 ¾ ² 0/3"
).split()


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), st.sampled_from(["", " "]))
def test_any_words_can_be_checked(words: list[str], between: str) -> None:
    table = reported({"k": 73, "e": 12}, 562)
    checked = Claim(between.join(words), table=table, value="k", versus="e").check()
    assert checked.findings
    assert all(finding.text(lang) for finding in checked.findings for lang in ("fi", "sv", "en"))


def test_halves_may_be_rounded_either_way() -> None:
    table = frequency(answers_of(k=1, e=7), "malli")
    assert Claim("12 %", table=table, value="k").holds
    assert Claim("13 %", table=table, value="k").holds
    assert not Claim("12,4 %", table=table, value="k").holds


def test_several_answers_are_said_in_their_order(table: Table) -> None:
    assert Claim("73 % kannatti ja 12 % vastusti", table=table, value=("k", "e")).holds
    assert not Claim("12 % kannatti ja 73 % vastusti", table=table, value=("k", "e")).holds
    assert not Claim("73 % kannatti ja 15 % vastusti", table=table, value=("k", "e")).holds
    assert Claim("Kolme neljästä (73 %) kannatti, 12 % vastusti", table=table, value=["k", "e"]).holds


def test_words_and_number_that_disagree_are_told(table: Table) -> None:
    (failure,) = Claim("Kolme neljästä (60 %) kannatti", table=table, value="k").check().failures
    assert "do not agree: Kolme neljästä" in failure.text("en")


def test_a_finding_says_what_the_sentence_and_the_table_say(table: Table) -> None:
    checked = Claim("Puolet kannatti", table=table, value="k").check()
    assert str(checked) == (
        "Puolet kannatti\n  ✗ ”Puolet” – 73\xa0% (410/562): luku ei ole sanonnan rajoissa (47,5–52,5\xa0%)"
    )
    assert checked.to_text("en").endswith("73% (410/562): the figure lies outside what the words allow (47.5–52.5%)")
    assert repr(checked) == "<Checked 'Puolet kannatti': 1 of 1 findings contradict it>"
    assert "<li>" in checked._repr_html_()
    claim = Claim("73 %", table=table, value="k")
    assert repr(claim.check()) == "<Checked '73 %': holds>"
    assert repr(claim) == "<Claim '73 %'>"
    assert claim.findings() == ()
    (line,) = Claim("Puolet kannatti", table=table, value="k").findings("sv")
    assert "utanför" in line


def test_the_sentence_is_printed_with_spaces_that_do_not_break(table: Table) -> None:
    claim = Claim("73 % kannatti, 1 234 vastasi vuonna 2020 (n = 562)", table=table, value="k")
    assert claim.prose.fi == "73\xa0% kannatti, 1\xa0234 vastasi vuonna 2020 (n = 562)"


def test_claims_in_a_report(table: Table, tmp_path: Path) -> None:
    right, wrong = (
        Claim(text, table=table, value="k") for text in ("Kolme neljästä (73 %) kannatti", "Puolet kannatti")
    )
    page = report([right, table], tmp_path / "r.md", internal=True).read_text("utf-8")
    assert "Kolme neljästä (73\xa0%) kannatti" in page
    assert "Tarkistetut väitteet" in page
    with pytest.raises(ClaimError, match="Puolet kannatti") as caught:
        report([wrong, right, wrong, table], tmp_path / "ei.md", internal=True)
    assert len(caught.value.findings) == 2
    assert "73\xa0% (410/562)" in caught.value.findings[0]
    assert not (tmp_path / "ei.md").exists()
    published = protect(table)
    with pytest.raises(UnprotectedTableError, match="a claim"):
        report([right, published], tmp_path / "r.md")
    page = report([right.on(published), published], tmp_path / "r.md").read_text("utf-8")
    assert "Tarkistetut väitteet" not in page


def test_rows_for_a_table_of_checked_claims(table: Table) -> None:
    header, rows = claim_rows([Claim("Kolme neljästä (73 %)", table=table, value="k").check()], "sv")
    assert header == ("Påstående", "Meningen säger", "I tabellen", "Bedömning")
    assert [row[:2] for row in rows] == [("Kolme neljästä (73 %)", "Kolme neljästä"), ("", "73 %")]
    assert rows[1][2:] == ("73\xa0% (410/562)", "✓ siffran avrundas så")


def test_a_suppressed_figure_allows_no_claim_and_stands_nowhere(table: Table) -> None:
    bare = hide(table, 1)
    for text in ("12 % vastusti", "Joka kymmenes vastusti", "67 vastusti", "Yli 10 % vastusti (95 %:n väli 9–15 %)"):
        checked = Claim(text, table=bare, value="e").check()
        assert not checked.holds
        assert {finding.kind for finding in checked.failures} == {"suppressed"}
        assert "suppressed" in checked.to_text("en")
        assert "0.119" not in checked.to_text("en")
    assert Claim("73 % kannatti", table=bare, value="k").holds


def test_a_figure_that_nobody_gave_allows_no_claim() -> None:
    empty = frequency(vastaukset(malli=["!not_asked", "!not_asked"]), "malli")
    (failure,) = Claim("73 % kannatti", table=empty, value="k").check().failures
    assert "no figure" in failure.text("en")


def test_published_tables_are_rounded(table: Table) -> None:
    release = reported({"k": 73, "e": 12, "eos": 15}, 562)
    assert Claim("Kolme neljästä (73 %) kannatti", table=release, value="k").holds
    assert Claim("Noin 410 vastaajaa kannatti", table=release, value="k").holds
    assert Claim("410 kannatti, n = 562", table=release, value="k").holds
    assert not Claim("420 kannatti, n = 562", table=release, value="k").holds
    (finer,) = Claim("73,0 % kannatti", table=release, value="k").check().failures
    assert "rounded to 1 percentage points" in finer.text("en")
    tenths = reported({"k": "73.5"}, 562)
    assert Claim("73 %", table=tenths, value="k").holds
    assert Claim("74 %", table=tenths, value="k").holds
    assert Claim("73 %", table=tenths, value="k").tables == ()
    assert Claim("73 %", table=table, value="k", versus=release).tables == (table,)
    assert not Claim("410 kannatti", table=reported({"k": 73}), value="k").holds


def test_means_nets_and_scores() -> None:
    answers = vastaukset(jasenia=[3, 4, 4, 5], malli=["k", "k", "k", "e"])
    numbers = mean(answers, "jasenia")
    assert Claim("Keskiarvo oli 4,0 (n = 4)", table=numbers).holds
    assert Claim("Arvosana oli keskimäärin 4", table=numbers).holds
    assert not Claim("Arvosana oli keskimäärin 3,9", table=numbers).holds
    assert not Claim("Arvosana oli keskimäärin 3,9 (n = 3)", table=numbers).holds
    assert kinds(Claim("73 %", table=numbers).check()) == [("untied", False)]
    sides = net(answers, "malli", positive="k", negative="e")
    assert Claim("Erotus oli 50 prosenttiyksikköä", table=sides).holds
    assert Claim("Nettoluku oli 50", table=sides).holds
    assert not Claim("Nettoluku oli 60", table=sides).holds
    assert Claim("Osuus oli 0,73", table=reported({"k": 73}, 562, rounding=1), value="k").holds


def test_a_claim_without_an_answer_counts_respondents(table: Table, dots: Table) -> None:
    assert Claim("Kyselyyn vastasi 562", table=table).holds
    assert kinds(Claim("73 % kannatti", table=table).check()) == [("untied", False)]
    assert not Claim("Kyselyyn vastasi 563", table=table).holds
    frame = crosstab(
        vastaukset(malli=["k", "e", None] * 4, kunta=["091", "091", "837", "837"] * 3), "malli", by="kunta"
    )
    assert Claim("Kyselyyn vastasi 8, ja kaikkiaan 12", table=frame).holds is False
    assert Claim("Kyselyyn vastasi 8", table=frame).holds


def test_a_space_that_parts_two_counts(table: Table) -> None:
    assert Claim("Kannattajia oli 410 562:sta", table=table, value="k").holds
    assert not Claim("Kannattajia oli 411 562:sta", table=table, value="k").holds


def test_numbers_that_nothing_can_be_compared_with(table: Table) -> None:
    assert kinds(Claim("12 prosenttiyksikköä", table=table).check()) == [("untied", False)]
    assert kinds(Claim("Tuplasti", table=table, versus="e", value="k").check())[0] == ("times", False)
    bare = hide(table, 0)
    for text in ("Ero oli 12 prosenttiyksikköä", "Kannattajia oli tuplasti", "69–76 %", "±4 prosenttiyksikköä"):
        assert {finding.kind for finding in Claim(text, table=bare, value="k", versus="e").check().failures} == {
            "suppressed"
        }
    empty = frequency(vastaukset(malli=["!not_asked"]), "malli")
    assert not Claim("0,7 kannatti", table=empty, value="k").holds
    assert kinds(Claim("Ero oli 12 prosenttiyksikköä", table=table, value="k").check()) == [("untied", False)]
    nobody = frequency(vastaukset(malli=["k"] * 8), "malli")
    assert not Claim("Kannattajia oli tuplasti", table=nobody, value="k", versus="e").holds
    without = reported({"k": 73})
    assert kinds(Claim("n = 562", table=without).check()) == [("count", False)]


def test_figures_in_bands_are_known_in_steps() -> None:
    answers = vastaukset(malli=["k"] * 41 + ["e"] * 29, laji=["p"] * 30 + ["v"] * 40)
    published = protect(crosstab(answers, "malli", by="laji", margins=True), method="band")
    step = published.protection.step
    assert step is not None
    share = published.frame.query("value == 'k' and laji == '*'")["estimate"].iloc[0]
    assert Claim(f"{format_percent(share)} kannatti", table=published, value="k").holds
    finer = Claim(f"{format_percent(share, decimals=1)} kannatti", table=published, value="k").check()
    assert not finer.holds
    assert "are rounded to" in finer.failures[0].why.get("en")


def test_numbers_in_a_name_that_the_claim_names_are_no_figures() -> None:
    table = reported({"18–29": 73, "30-": 27}, 562)
    assert Claim("Ikäryhmään 18–29 kuului 73 %", table=table, value="18–29").holds
    assert Claim("Malli 1 sai 73 %", table=table, value="18–29", aside="Malli 1").holds


def test_intervals_and_margins(table: Table) -> None:
    assert Claim("73 % (95 %:n luottamusväli 69–76 %) kannatti", table=table, value="k").holds
    assert not Claim("73 % (95 %:n luottamusväli 70–76 %) kannatti", table=table, value="k").holds
    assert Claim("73 %, virhemarginaali 4 prosenttiyksikköä", table=table, value="k").holds
    assert not Claim("73 % (±3 prosenttiyksikköä)", table=table, value="k").holds
    unknown = reported({"k": 73})
    assert not Claim("69–76 %, ±4 prosenttiyksikköä", table=unknown, value="k").holds
