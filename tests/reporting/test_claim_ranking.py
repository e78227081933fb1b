from __future__ import annotations

from pathlib import Path

import pytest
from ranked_answers import tyypit

from verkosto.disclosure import protect
from verkosto.errors import ClaimError, UnprotectedTableError
from verkosto.reporting import Claim, report
from verkosto.reporting._claim_case import chance
from verkosto.themes import RankTest, rank

TIGHT = [["tilat"]] * 24 + [["raha"]] * 6 + [["tilat", "raha"]] * 6 + [["tieto"]] * 6 + [["apu"]] * 5
LOOSE = [["tilat"]] * 9 + [["raha"]] * 7 + [["tieto"]] * 5 + [["apu"]] * 5


@pytest.fixture(scope="module")
def sure() -> RankTest:
    return rank(tyypit(("p", TIGHT), ("v", TIGHT)), "teemat", by="tyyppi")


@pytest.fixture(scope="module")
def unsure() -> RankTest:
    return rank(tyypit(("p", TIGHT), ("v", LOOSE)), "teemat", by="tyyppi")


@pytest.mark.parametrize(
    "sentence",
    [
        "Tilat on suurin yksittäinen teema järjestötyypistä riippumatta",
        "Suurin yksittäinen teema järjestön tyypistä riippumatta on tilat",
        "Tilat on yleisin toive kaikissa ryhmissä",
        "Tilat mainittiin useimmin jokaisessa järjestötyypissä",
        "Tilat on suurin teema molemmissa järjestötyypeissä",
        "Tilat on suurin teema kaikissa kahdessa kokoluokassa",
        "Tilat on kärjessä järjestötyypistä riippumatta",
        "Lokaler är det största enskilda temat oavsett organisationstyp",
        "Lokaler är det vanligaste temat i alla organisationstyper",
        "Lokaler är vanligast i alla organisationstyper",
        "Lokaler är störst i båda grupperna",
        "Premises are the largest single theme regardless of the kind of organisation",
        "Premises are the most common theme in every kind of organisation",
        "Premises are the most common theme across all groups",
        "Premises are the largest theme in both kinds of organisation",
        "Premises come first in every kind of organisation",
    ],
)
def test_the_statement_of_every_group_is_judged_as_one(sure: RankTest, unsure: RankTest, sentence: str) -> None:
    checked = Claim(sentence, table=sure, value="tilat").check()
    assert checked.holds
    texts = [finding.why.get("en") for finding in checked.findings]
    p = chance(sure.everywhere().p).get("en")
    (whole,) = [text for text in texts if "2/2 groups" in text]
    assert whole.startswith("the largest in 2/2 groups, in all of them in 100% of the resamples (")
    assert whole.endswith(f"({p}, bootstrap, 2,000 resamples; the largest of the groups' p-values)")
    assert not Claim(sentence, table=unsure, value="tilat").holds


def test_p_values_are_the_rankings_own_and_not_adjusted(sure: RankTest, unsure: RankTest) -> None:
    claim = Claim("Tilat on yleisin toive kaikissa ryhmissä", table=unsure, value="tilat")
    texts = [finding.why.get("en") for finding in claim.check().findings]
    p = unsure.p("v", "tilat", "raha")
    expected = (
        f"Valtakunnallinen: its lead over the next may be due to chance (p = {p:.3f}, bootstrap, 2,000 resamples)"
    )
    assert expected in texts
    assert "bootstrap" not in Claim(
        "Tilat on yleisin toive kaikissa ryhmissä", table=unsure.table, value="tilat"
    ).check().to_text("en")
    level = Claim("Tilat on yleisin toive kaikissa ryhmissä", table=sure, value="tilat", level=0.9999)
    assert not level.holds


def test_other_comparisons_within_a_group_use_the_bootstrap_too(unsure: RankTest) -> None:
    more = Claim("Tiloja toivoi useampi kuin rahaa", table=unsure, value="tilat", versus="raha", group="p")
    assert "bootstrap" in more.check().to_text("en")
    assert more.holds
    groups = Claim("Paikalliset toivoivat tiloja enemmän", table=unsure, value="tilat", group="p", versus="v")
    assert "bootstrap" not in groups.check().to_text("en")
    percent = Claim("Tilat mainitsi 53 %", table=unsure, value="tilat")
    assert percent.holds == (round(100 * float(unsure.frame["share"].iloc[-4])) == 53)
    third = Claim("Raha oli toiseksi yleisin", table=unsure, value="raha")
    assert [finding.kind for finding in third.check().findings] == ["largest"]


def test_a_statement_that_is_false_names_who_is_ahead() -> None:
    other = rank(tyypit(("p", TIGHT), ("v", [["raha"]] * 9 + [["tilat"]])), "teemat", by="tyyppi")
    text = Claim("Tilat on suurin teema järjestötyypistä riippumatta", table=other, value="tilat").check().to_text("en")
    assert "the table has RAHA, Valtakunnallinen ahead of it" in text
    assert "the largest in 1/2 groups" in text


def test_only_ranked_answers_are_rivals() -> None:
    answers = tyypit(("p", [["apu"]] * 20 + TIGHT), ("v", TIGHT))
    some = rank(answers, "teemat", by="tyyppi", values=["tilat", "raha"])
    claim = Claim("Tilat on yleisempi kuin muut teemat: se on suurin kaikissa ryhmissä", table=some, value="tilat",
                  versus="raha")  # fmt: skip
    assert claim.holds
    assert Claim("Apu on yleinen: 21 %", table=some, value="apu").check().findings
    whole = rank(answers, "teemat")
    assert Claim("Tilat on suurin teema", table=whole, value="tilat").check().findings[0].kind == "largest"


def test_a_claim_moves_to_the_published_table(sure: RankTest, tmp_path: Path) -> None:
    claim = Claim("Tilat on suurin teema järjestötyypistä riippumatta", table=sure, value="tilat")
    published = protect(sure.table)
    moved = claim.on(published)
    assert moved.holds
    assert "bootstrap" in moved.check().to_text("en")
    report([moved, published], tmp_path / "julki.md")
    assert "Tilat on suurin teema" in (tmp_path / "julki.md").read_text("utf-8")
    with pytest.raises(UnprotectedTableError, match="a claim, comes from answers"):
        report([claim, published], tmp_path / "ei.md")


def test_a_claim_that_fails_stops_the_report(unsure: RankTest, tmp_path: Path) -> None:
    claim = Claim("Tilat on suurin teema kaikissa ryhmissä", table=unsure, value="tilat").on(protect(unsure.table))
    with pytest.raises(ClaimError, match="bootstrap"):
        report([claim, protect(unsure.table)], tmp_path / "ei.md")


def test_a_ranking_is_printed_for_internal_use_alone(sure: RankTest, tmp_path: Path) -> None:
    with pytest.raises(UnprotectedTableError, match="the result of a test"):
        report(sure, tmp_path / "ei.html")
    report([sure, sure.table], tmp_path / "sisainen.md", internal=True)
    text = (tmp_path / "sisainen.md").read_text("utf-8")
    assert "on suurin 2/2 ryhmässä" in text
    assert "Vaihtuneita pareja" in text


def test_a_hidden_rival_that_everybody_knows_to_be_smaller_does_not_stop_the_claim() -> None:
    rows = [["tilat"]] * 30 + [["raha"]] * 8 + [["tieto"]] * 3 + [["apu"]] * 7
    ranking = rank(tyypit(("p", rows * 3), ("v", rows)), "teemat", by="tyyppi")
    published = protect(ranking.table)
    assert "hidden" in set(published.cells["status"])
    claim = Claim("Tilat on suurin teema järjestötyypistä riippumatta", table=ranking, value="tilat").on(published)
    assert claim.holds
    # Without a ranking no p-value of a hidden figure is at hand, and none may be made.
    plain = Claim("Tilat on suurin teema järjestötyypistä riippumatta", table=ranking.table, value="tilat")
    assert not plain.on(published).holds


def test_a_hidden_rival_that_could_be_larger_leaves_the_claim_open() -> None:
    rows = [["tilat"]] * 6 + [["tieto"]] * 3 + [["apu"]] * 4
    ranking = rank(tyypit(("p", rows), ("v", rows)), "teemat", by="tyyppi")
    published = protect(ranking.table)
    bounds = published.audit.frame.query("attacker == 'outsider' and figure == 'count'")
    assert (bounds["high"] >= 6).any()
    moved = Claim("Tilat on suurin teema järjestötyypistä riippumatta", table=ranking, value="tilat").on(published)
    assert "cannot be told" in moved.check().to_text("en")
