"""What users' editors see: mypy checks every `assert_type` here, and the tests run the same lines."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Literal, assert_type

import pandas as pd
import pytest

import verkosto as vk


def test_regions() -> None:
    assert_type(vk.regions.areas("maakunta", on="2020-03-01"), tuple[vk.regions.Area, ...])
    assert_type(vk.regions.area("maakunta", "13").name.fi, str)
    assert_type(vk.regions.area_of("179", "hyvinvointialue", on="2024-01-01"), vk.regions.Area)
    assert_type(vk.regions.correspondence("maakunta", "erva", on="2020-03-01"), vk.regions.Correspondence)

    assert_type(vk.regions.find("Keski-Suomessa"), vk.regions.Area)
    assert_type(vk.regions.find_all("Salossa ja Porissa"), tuple[vk.regions.Mention, ...])


def network() -> vk.Network:
    return vk.Network(
        organisations=[
            vk.Organisation("mvn", "Neuvottelukunta", terms=[vk.Term("2020-05-11")]),
            vk.Organisation("tuki", "Yhteisöjen Tuki ry", areas="maakunta/13"),
        ],
        people=[vk.Person("aalto", "Aino Aalto", contacts=[vk.Contact("email", "aino@example.org", ground="office")])],
        posts=[vk.Post("chair", "mvn", "chair")],
        memberships=[
            vk.Membership(
                "mvn", person="aalto", area="maakunta/13", on_behalf_of="tuki", terms=[vk.Term("2023", "2025")]
            ),
            vk.Membership("mvn", "chair", person="aalto", terms=[vk.Term(observed_at="2023-04")]),
        ],
    )


def test_organisations(tmp_path: Path) -> None:
    verkosto = network()
    assert_type(verkosto.organisation("mvn"), vk.Organisation)
    assert_type(verkosto.memberships_of("mvn", on="2024-06-01"), tuple[vk.Membership, ...])
    assert_type(verkosto.audit(), tuple[vk.organisations.Finding, ...])
    assert_type(verkosto.organisation("mvn").status(on="2021"), vk.organisations.Status)
    verkosto.save(tmp_path / "verkosto.json")
    assert_type(vk.Network.load(tmp_path / "verkosto.json"), vk.Network)


def test_councils(tmp_path: Path) -> None:
    council = vk.Council(
        "mvn",
        network(),
        rules=[vk.SeatRule(per="maakunta", n=1, exclude=("21",))],
        meetings=[vk.Meeting("1", "2023-04-24")],
        requests=[vk.StatementRequest("l1", "Lausunto", due="2023-05")],
    )
    assert_type(council.holders(on="2024-06-01"), tuple[vk.councils.Holder, ...])
    assert_type(council.vacancies(on="2024-06-01"), tuple[vk.councils.Vacancy, ...])
    assert_type(council.representative("13", on="2024-06-01"), vk.councils.Holder | None)
    assert_type(council.timeline(), tuple[vk.councils.Sitting, ...])
    assert_type(council.audit(on="2024-06-01"), tuple[vk.organisations.Finding, ...])
    assert_type(council.places(on="2024-06-01"), vk.Quantity)
    assert_type(council.public(on="2024-06-01"), vk.Council)
    council.save(tmp_path / "council.json")
    assert_type(vk.Council.load(tmp_path / "council.json"), vk.Council)


def instrument() -> vk.Instrument:
    return vk.Instrument(
        id="esimerkki",
        title=vk.LocalText(fi="Esimerkki"),
        fieldwork=vk.Period("2020-02", "2020-03"),
        area_date="2020-03-01",
        sampling="open_link",
        unit_id="jarjesto",
        columns=(vk.Column("jarjesto", header="Järjestön nimi", role="unit_id"),),
        questions=(
            vk.AreaQuestion(id="kunta", text="Kotikunta", area_type="kunta"),
            vk.SingleChoice(
                id="malli_a",
                text="Kannatatko maakuntapohjaista tukirakennetta?",
                aliases=("Malli A",),
                options=(
                    vk.Option("k", "Kannatan", number=1),
                    vk.Option("e", "En kannata"),
                    vk.Option("eos", "En osaa sanoa", kind="dont_know"),
                ),
            ),
            vk.MultipleChoice(id="palvelut", text="Palvelut", options=(vk.Option("kevat", "Kevätpäivät"),)),
            vk.Matrix(
                id="vaittamat",
                text="Väittämät",
                rows=(vk.Option("r1", "Tukea on riittävästi"),),
                scale=vk.Scale((vk.Option("1", "Eri mieltä"), vk.Option("2", "Samaa mieltä"))),
            ),
            vk.Number(id="jasenia", text="Jäseniä"),
            vk.Text(id="perustelu", text="Perustelu"),
            vk.Date(id="pvm", text="Päivä"),
            vk.Ranking(id="jarjestys", text="Järjestys", options=(vk.Option("a", "A"), vk.Option("b", "B"))),
            vk.Nps(id="suosittelu", text="Suosittelu"),
        ),
    )


def test_instrument(tmp_path: Path) -> None:
    kysely = instrument()
    kysely.save(tmp_path / "kysely.toml")
    loaded = vk.Instrument.load(tmp_path / "kysely.toml")
    assert_type(loaded, vk.Instrument)
    assert_type(loaded["malli_a"], vk.instruments.Question)
    assert_type(loaded.questions, tuple[vk.instruments.Question, ...])
    assert loaded == kysely


def test_the_main_job(tmp_path: Path) -> None:
    kysely = assert_type(vk.samples.instrument("tukirakenne"), vk.Instrument)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", vk.errors.VerkostoWarning)
        vastaukset = vk.read(vk.samples.path("tukirakenne"), kysely, backend="webropol")
    assert_type(vastaukset, vk.Responses)
    assert_type(vastaukset.frame, pd.DataFrame)
    assert_type(vastaukset.labelled("sv"), pd.DataFrame)
    assert_type(vastaukset.issues, tuple[vk.Issue, ...])
    assert_type(vastaukset.where({"maakunta": ["13"]}), vk.Responses)
    assert_type(
        vastaukset.derive("kanta", {"puolesta": {"malli_a": ["k"]}, "muu": {"malli_a": ["e", "eos"]}}), vk.Responses
    )
    table = assert_type(vk.crosstab(vastaukset, "malli_a", by="maakunta"), vk.Table)
    assert_type(vk.frequency(vastaukset, "malli_a", weights="paino"), vk.Table)
    assert_type(table.frame, pd.DataFrame)
    assert_type(table.to_json(), str)
    assert_type(vk.Table.from_json(table.to_json()), vk.Table)
    path = assert_type(vk.report([table], tmp_path / "raportti.html", lang="fi", internal=True), Path)
    assert path.is_file()


def test_designs() -> None:
    vastaukset = vk.samples.tukirakenne()
    yksi = assert_type(vk.Design("paino", strata="maakunta", psu="jarjesto", fpc=853, lonely="adjust"), vk.Design)
    assert_type(vk.Design(psu=("jarjesto", "kunta"), fpc=("N", 0.5), strata=["osite", None], nest=True), vk.Design)
    assert_type(vk.Design.census(weights="paino"), vk.Design)
    toistot = vk.ReplicateDesign("paino", [f"t{n}" for n in range(3)], kind="jkn", rscales=[0.5, 0.5, 0.5])
    assert_type(toistot, vk.ReplicateDesign)
    assert_type((toistot.factor, toistot.factors), tuple[float, tuple[float, ...]])
    assert_type((yksi.strata, yksi.psu), tuple[tuple[str | None, ...], tuple[str | None, ...]])
    with pytest.raises(vk.errors.AnalysisError):
        vk.Design(weights=7)  # type: ignore[arg-type]
    with pytest.raises(vk.errors.AnalysisError):
        vk.ReplicateDesign("paino", ["t1", "t2"], kind="jk")  # type: ignore[arg-type]

    rekisteri = vk.organisations.registered_associations()
    fitted = vk.poststratify(vastaukset, {"maakunta": rekisteri.by("region")}, unmatched="exclude")
    assert_type(fitted, vk.aggregate.CalibratedDesign)
    raked = vk.rake(vastaukset, {"malli_a": {"k": 0.5, "e": 0.3, "eos": 0.2}}, design=fitted)
    assert_type(vk.trim(vastaukset, raked, upper=2, relative_to="mean"), vk.aggregate.CalibratedDesign)
    assert_type(raked.diagnostics, vk.aggregate.Diagnostics)
    assert_type(raked.diagnostics.margins, pd.DataFrame)
    assert_type(raked.add_to(vastaukset, "uusi"), vk.Responses)
    assert_type(vk.frequency(vastaukset, "malli_b", design=raked), vk.Table)


def test_figures() -> None:
    vastaukset = vk.samples.tukirakenne()
    asetelma = vk.Design("paino", psu="jarjesto")
    keskiarvot = assert_type(vk.mean(vastaukset, "jasenia", by="toimiala", design=asetelma, deff="without"), vk.Table)
    assert_type(vk.total(vastaukset, ["malli_a", "malli_b"], weights="paino", where={"maakunta": ["13"]}), vk.Table)
    assert_type(vk.ratio(vastaukset, "maksu", over="jasenia"), vk.Table)
    assert_type(vk.quantile(vastaukset, "jasenia", probabilities=[0.25, 0.75], rule="hf7"), vk.Table)
    assert_type(vk.variance(vastaukset, "jasenia", sd=True), vk.Table)
    assert_type(vk.cronbach_alpha(vastaukset, "vaittamat"), vk.Table)
    assert_type(vk.proportion(vastaukset, "malli_a", values=["e", "eos"], interval="logit"), vk.Table)
    assert_type(vk.top_box(vastaukset, "vaittamat", boxes=1, dont_know="include"), vk.Table)
    assert_type(vk.net(vastaukset, "malli_a", positive="k", negative="e"), vk.Table)
    assert_type(vk.nps(vastaukset, "suosittelu"), vk.Table)
    assert_type(vk.contrast(keskiarvot, {"sote": 1, "liikunta": -1}), vk.Table)
    assert_type(vk.reported({"k": 73, "e": 27}, 562, source="Tiedote"), vk.Table)


def test_what_a_table_gives(tmp_path: Path) -> None:
    vastaukset = vk.samples.tukirakenne()
    table = vk.crosstab(vastaukset, "malli_a", by="maakunta", margins=True)
    assert_type(table.sort("estimate", value="k"), vk.Table)
    assert_type(table.collapse({"muu": ["e", "eos"]}), vk.Table)
    assert_type(table.convert("suuralue"), vk.Table)
    assert_type(table.cov(), pd.DataFrame)
    assert_type(table.quality(vk.aggregate.Thresholds()), pd.DataFrame)
    assert_type(table.labelled("sv"), pd.DataFrame)
    assert_type(table.transpose(), vk.aggregate.Banner)
    banner = vk.frequency(vastaukset, "malli_a").join(table)
    assert_type(banner.wide("base", lang="en"), pd.DataFrame)
    assert_type(table.to_csv(tmp_path / "t.csv", lang="fi"), str)
    assert_type(table.to_px(tmp_path / "t.px", year=2020, figures=("estimate", "n")), str)
    assert_type(table.to_jsonstat(lang="en", updated="2020-04-02"), str)
    assert_type(table.to_text("en", marks={0: "A"}), str)


def test_published_tables_and_reports(tmp_path: Path) -> None:
    vastaukset = vk.samples.tukirakenne()
    taulukko = vk.crosstab(vastaukset, "malli_a", by="erva", margins=True)
    kaikki = vk.frequency(vastaukset, "malli_a")
    julkaistava = assert_type(vk.protect(taulukko, min_count=5, method="suppress", coarsen=False), vk.PublishedTable)
    assert_type(vk.protect([taulukko, kaikki], rules=vk.disclosure.Rules(min_base=10)), tuple[vk.PublishedTable, ...])
    assert_type(vk.protect((table for table in (taulukko, kaikki)), method="round"), tuple[vk.PublishedTable, ...])
    with pytest.raises(vk.errors.OptionError):
        vk.protect(taulukko, method="hide")  # type: ignore[call-overload]
    assert_type(julkaistava.protection, vk.disclosure.Protection)
    assert_type(julkaistava.protection.hidden, int)
    assert_type(vk.PublishedTable.from_json(julkaistava.to_json()), vk.PublishedTable)
    as_table: vk.Table = julkaistava

    tarkistus = assert_type(vk.disclosure.audit([as_table, kaikki], attackers=["outsider"]), vk.disclosure.Audit)
    assert_type(julkaistava.audit, vk.disclosure.Audit)
    assert_type((tarkistus.safe, tarkistus.frame), tuple[bool, pd.DataFrame])
    for ehdotus in assert_type(vk.disclosure.coarsen(taulukko), tuple[vk.disclosure.Redesign, ...]):
        assert_type((ehdotus.table, ehdotus.hidden, ehdotus.text), tuple[vk.Table, int, vk.LocalText])
    julkaistut = vk.disclosure.Ledger(tmp_path / "julkaistut.jsonl")
    assert_type(julkaistut.add(julkaistava, on="2020-05-04"), vk.disclosure.Entry)
    assert_type(list(julkaistut), list[vk.disclosure.Entry])
    assert_type(julkaistut.check(julkaistava), tuple[vk.disclosure.Clash, ...])

    vaite = vk.Claim("Kolme neljästä (73 %) kannatti", table=kaikki, value="k", tolerances={"near": 2.5})
    assert_type(vaite.on(julkaistava), vk.Claim)
    assert_type((vaite.holds, vaite.check()), tuple[bool, vk.reporting.Checked])
    kuva = assert_type(vk.reporting.chart(julkaistava, "dots", value=["k"], lang="sv"), vk.reporting.Picture)
    assert_type(kuva.alt, str)
    with pytest.raises(vk.errors.OptionError):
        vk.reporting.chart(julkaistava, "pie")  # type: ignore[arg-type]
    polku = tmp_path / "raportti.md"
    assert_type(vk.report([vk.reporting.Heading("Mallit"), "Johdanto.", vaite.on(julkaistava), kuva], polku), Path)
    assert_type(vk.report(julkaistava, str(polku), title="Kysely", text=vk.LocalText("Alku")), Path)


def test_tests_and_response() -> None:
    vastaukset = vk.samples.tukirakenne()
    khi = assert_type(vk.chi_square(vastaukset, "malli_a", "toimiala"), vk.SignificanceTest)
    assert_type(khi.p, float | None)
    assert_type(khi.effect, vk.aggregate.Effect)
    assert_type(khi.to_frame(), pd.DataFrame)
    assert_type(vk.mcnemar(vastaukset, "malli_a", "malli_b", value="k").other("exact"), vk.aggregate.OtherTest)
    assert_type(vk.column_tests(vastaukset, "malli_a", by="erva"), vk.aggregate.ColumnTests)
    assert_type(vk.t_test(vastaukset, "suosittelu", against=7).missing, pd.DataFrame)
    rates = assert_type(vk.response_rates(complete=200, refusal=50), vk.aggregate.ResponseRates)
    assert_type(rates.value("RR1"), float | None)
    assert_type(vk.coverage(vastaukset), vk.aggregate.Coverage)
    assert_type(vk.r_indicator({"a": 100, "b": 200}, {"a": 50, "b": 60}), vk.aggregate.RIndicator)


def test_answers_that_stay_in_their_engine() -> None:
    kysely = vk.Instrument(
        "esimerkki", "Esimerkki", questions=(vk.SingleChoice("k", "Kysymys", options=(vk.Option("a", "A"),)),)
    )
    laiska = assert_type(vk.LazyResponses(pd.DataFrame({"k": ["a", None]}), kysely), vk.LazyResponses)
    assert_type(vk.frequency(laiska, "k"), vk.Table)


def test_coding_of_open_answers() -> None:
    kirja = vk.themes.Codebook("teemat", "Teemat", [vk.themes.Theme("tilat", "Tilat", patterns=("+tila",))])
    kyselyn = vk.samples.kumaja()
    ehdotus = vk.themes.propose(kyselyn, "yhteistyotoive", codebook=kirja, lemmatizer="words")
    koodaus = assert_type(assert_type(ehdotus, vk.themes.Coding).accept("A", language="fi"), vk.themes.Coding)
    assert_type(koodaus.left("A"), tuple[str, ...])
    assert_type(koodaus.why(koodaus.answers.ids[0]), dict[str, dict[str, tuple[str, ...]]])
    assert_type(koodaus.frame, pd.DataFrame)
    assert_type(koodaus.set("A", koodaus.left(), []).merge(koodaus, keep="first").changes[0], vk.themes.Change)
    assert_type(koodaus.recode(kirja, drop=()).with_frame(koodaus.frame), vk.themes.Coding)
    assert_type(koodaus.answers.text(0), str | None)
    assert_type(koodaus.responses("teemat", how=("A", "majority"), uncoded="missing", none=None), vk.Responses)
    with pytest.raises(vk.errors.OptionError):
        koodaus.responses("teemat", uncoded="zero")  # type: ignore[arg-type]


def test_agreement_of_themes() -> None:
    tulos = assert_type(vk.samples.kumaja_coding().agreement(coders=["A", "B"], resamples=50), vk.themes.Agreement)
    assert_type(tulos["tilat"], vk.themes.AgreementFigure)
    assert_type(tulos["tilat"].judgement_low, vk.themes.Judgement | None)
    assert_type(tulos.alphas, dict[str, float])
    assert_type(tulos.disagreements(text=True), pd.DataFrame)
    alpha = assert_type(vk.themes.krippendorff_alpha([[1, 2, None], [1, 3, 3]], level="ordinal"), vk.themes.Alpha)
    assert_type(alpha.reason, Literal["no_pairs", "one_value"] | None)
    assert_type(round(alpha, 2), float)
    assert_type(vk.themes.cohen_kappa(["k", "e"], ["k", "k"]).low, float)
    assert_type(vk.themes.fleiss_kappa(counts=[[2, 0], [1, 1]]), vk.themes.Kappa)
    assert_type(vk.themes.masi_distance({"tilat"}, set()), float)
    with pytest.raises(vk.errors.OptionError):
        vk.themes.krippendorff_alpha([[1], [1]], level="ordinaali")  # type: ignore[arg-type]


def test_results_of_themes() -> None:
    kysely = vk.samples.kumaja()
    jarjestys = assert_type(vk.themes.rank(kysely, "kumppanit", by="jarjestotyyppi", resamples=100), vk.themes.RankTest)
    assert_type(jarjestys.frame, pd.DataFrame)
    assert_type(jarjestys.everywhere("jarjestot").p, float)
    assert_type(jarjestys.largest, str | None)
    assert_type(vk.Claim("Muut järjestöt on yleisin", table=jarjestys, value="jarjestot").holds, bool)
    haku = assert_type(
        vk.themes.concordance(kysely, "yhteistyotoive", pattern="kalenteri", lemmatizer="words"), vk.themes.Concordance
    )
    assert_type(haku.lines(sort="left"), tuple[vk.themes.Line, ...])
    with pytest.raises(vk.errors.OptionError):
        haku.lines(sort="size")  # type: ignore[arg-type]
    parit = assert_type(vk.themes.cooccurrence(kysely, "kumppanit", values=["kunta", "sote"]), vk.themes.Cooccurrence)
    assert_type(parit.on(vk.protect(parit.tables)).matrix("lift"), pd.DataFrame)
    assert_type(vk.reporting.cooccurrence_map(parit, measure="share"), vk.reporting.Picture)


def test_quotations_of_themes(tmp_path: Path) -> None:
    koodaus = vk.samples.kumaja_coding()
    siivous = vk.themes.Scrubber(network(), ["Satulan Sydänpiiri ry"], places=["Satumäki"], responses=koodaus.survey)
    jalki = assert_type(siivous.scrub("Soita 040 123 4567", lang="sv"), vk.themes.Scrubbed)
    assert_type(jalki.marks, tuple[vk.themes.Mark, ...])
    assert_type(vk.themes.scrub("a@b.fi", ["Matti Meikäläinen"]).text, str)
    otteet = assert_type(koodaus.excerpts("tilat", scrubber=siivous, n=3), tuple[vk.themes.Excerpt, ...])
    oma = assert_type(vk.themes.Excerpt.of(koodaus, otteet[0].answer, scrubber=siivous), vk.themes.Excerpt)
    loki = vk.themes.ClearanceLog(tmp_path / "sitaatit.jsonl")
    valmis = assert_type(oma.edit("Tiloja tarvitaan.", why="tiivis").clear("A", "2024", log=loki), vk.themes.Excerpt)
    assert_type(valmis.quotation, vk.themes.Quotation)
    assert_type(valmis.log, tuple[vk.themes.Alteration, ...])
    assert_type(next(iter(loki)), vk.themes.Clearance)
    assert_type(vk.report([valmis, valmis.quotation], tmp_path / "a.md"), Path)
