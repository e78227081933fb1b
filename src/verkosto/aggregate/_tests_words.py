"""Words of tests in three languages: methods, effects, whose answers count, titles of columns."""

from __future__ import annotations

from collections.abc import Mapping

from verkosto.text import LocalText

__all__ = ["ADJUSTMENTS", "BASES", "COLUMN_TITLES", "EFFECTS", "INTERVAL", "METHODS", "NO_P", "OTHERS", "in_languages"]


def in_languages(table: Mapping[str, tuple[str, str, str]]) -> dict[str, LocalText]:
    """Return texts by name, each from its Finnish, Swedish and English form."""
    return {name: LocalText(fi=fi, sv=sv, en=en) for name, (fi, sv, en) in table.items()}


INTERVAL = LocalText(fi="{}:n luottamusväli", sv="{} konfidensintervall", en="{} confidence interval")

METHODS = in_languages(
    {
        "chi_F": (
            "Pearsonin khiin neliö, Raon ja Scottin toisen kertaluvun korjaus (F)",
            "Pearsons chitvå, Raos och Scotts korrigering av andra ordningen (F)",
            "Pearson's chi-square with Rao and Scott's second-order correction (F)",
        ),
        "chi_Chisq": (
            "Pearsonin khiin neliö, Raon ja Scottin ensimmäisen kertaluvun korjaus",
            "Pearsons chitvå, Raos och Scotts korrigering av första ordningen",
            "Pearson's chi-square with Rao and Scott's first-order correction",
        ),
        "chi_Wald": ("Waldin riippumattomuustesti", "Walds oberoendetest", "Wald test of independence"),
        "chi_adjWald": (
            "Korjattu Waldin riippumattomuustesti",
            "Justerat Walds oberoendetest",
            "Adjusted Wald test of independence",
        ),
        "chi_lincom": (
            "Pearsonin khiin neliö, tarkka asymptoottinen jakauma",
            "Pearsons chitvå, exakt asymptotisk fördelning",
            "Pearson's chi-square with its exact asymptotic distribution",
        ),
        "chi_saddlepoint": (
            "Pearsonin khiin neliö, satulapisteapproksimaatio",
            "Pearsons chitvå, sadelpunktsapproximation",
            "Pearson's chi-square with a saddlepoint approximation",
        ),
        "t_two": (
            "Otanta-asetelman mukainen kahden ryhmän t-testi",
            "Designbaserat t-test för två grupper",
            "Design-based t-test of two groups",
        ),
        "t_one": (
            "Otanta-asetelman mukainen yhden ryhmän t-testi",
            "Designbaserat t-test för en grupp",
            "Design-based t-test of one group",
        ),
        "rank_wilcoxon": (
            "Otanta-asetelman mukainen Wilcoxonin järjestystesti",
            "Designbaserat Wilcoxons rangtest",
            "Design-based Wilcoxon rank test",
        ),
        "rank_KruskalWallis": (
            "Otanta-asetelman mukainen Kruskalin ja Wallisin testi",
            "Designbaserat Kruskal–Wallis-test",
            "Design-based Kruskal–Wallis test",
        ),
        "rank_vanderWaerden": (
            "Otanta-asetelman mukainen van der Waerdenin testi",
            "Designbaserat van der Waerdens test",
            "Design-based van der Waerden test",
        ),
        "rank_median": (
            "Otanta-asetelman mukainen mediaanitesti",
            "Designbaserat mediantest",
            "Design-based median test",
        ),
        "mcnemar": (
            "McNemarin testi otanta-asetelman mukaisella keskivirheellä",
            "McNemars test med designbaserat medelfel",
            "McNemar's test with a design-based standard error",
        ),
        "margins_adjWald": (
            "Reunajakaumien samuus, korjattu Waldin testi",
            "Lika marginalfördelningar, justerat Walds test",
            "Marginal homogeneity, adjusted Wald test",
        ),
        "margins_Wald": (
            "Reunajakaumien samuus, Waldin testi",
            "Lika marginalfördelningar, Walds test",
            "Marginal homogeneity, Wald test",
        ),
        "trend_estimated": (
            "Suora mittauskertojen yli, painoina estimaattien varianssit",
            "Rät linje över mätningarna, viktad med estimatens varianser",
            "Straight line over the waves, weighted by the variances of the estimates",
        ),
        "trend_pooled": (
            "Cochranin ja Armitagen trendi asetelman tehokkailla otoskoilla",
            "Cochrans och Armitages trend med effektiva urvalsstorlekar",
            "Cochran–Armitage trend on effective sample sizes",
        ),
    }
)

EFFECTS = in_languages(
    {
        "cramers_v": ("Cramérin V", "Cramérs V", "Cramér's V"),
        "difference": ("Keskiarvojen ero", "Skillnad mellan medelvärden", "Difference of means"),
        "share_difference": ("Osuuksien ero", "Skillnad mellan andelar", "Difference of shares"),
        "cohens_d": ("Cohenin d", "Cohens d", "Cohen's d"),
        "hedges_g": ("Hedgesin g", "Hedges g", "Hedges' g"),
        "probability_of_superiority": (
            "Todennäköisyys, että toisen ryhmän vastaaja on ylempänä",
            "Sannolikhet att den andra gruppens svarande ligger högre",
            "Probability that a respondent of the second group is higher",
        ),
        "rank_eta_squared": (
            "Ryhmien selittämä osuus järjestyksestä",
            "Andel av rangordningen som grupperna förklarar",
            "Share of the ranking that the groups explain",
        ),
        "odds_ratio": (
            "Vaihtaneiden vedonlyöntisuhde",
            "Oddskvot bland dem som bytte",
            "Odds ratio among those who differ",
        ),
        "slope": ("Muutos yksikköä kohti", "Förändring per enhet", "Change per unit"),
        "share_slope": (
            "Osuuden muutos yksikköä kohti",
            "Andelens förändring per enhet",
            "Change of the share per unit",
        ),
    }
)

OTHERS = in_languages(
    {
        "exact": ("Tarkka McNemarin testi", "Exakt McNemars test", "Exact McNemar test"),
        "linearity": ("Poikkeama suorasta", "Avvikelse från linjen", "Departure from the line"),
    }
)

ADJUSTMENTS = in_languages(
    {
        "holm": (
            "Osuuksien parivertailut, p-arvot Holmin korjauksella",
            "Parvisa jämförelser av andelar, p-värden med Holms korrigering",
            "Pairwise comparisons of shares, p-values adjusted by Holm",
        ),
        "bonferroni": (
            "Osuuksien parivertailut, p-arvot Bonferronin korjauksella",
            "Parvisa jämförelser av andelar, p-värden med Bonferronis korrigering",
            "Pairwise comparisons of shares, p-values adjusted by Bonferroni",
        ),
        "None": (
            "Osuuksien parivertailut, p-arvoja ei ole korjattu",
            "Parvisa jämförelser av andelar, p-värden utan korrigering",
            "Pairwise comparisons of shares, p-values not adjusted",
        ),
    }
)

BASES = in_languages(
    {
        "both": ("molempiin vastanneet", "de som besvarade båda", "those who answered both"),
        "answered": ("vastanneet", "de som svarade", "those who answered"),
        "waves": (
            "kaikkien mittauskertojen vastanneet",
            "de som svarade i mätningarna",
            "those who answered, all waves",
        ),
    }
)

NO_P = in_languages(
    {
        "no_variance": (
            "Ei p-arvoa: mikään ei vaihtele.",
            "Inget p-värde: inget varierar.",
            "No p-value: nothing varies.",
        ),
        "no_df": (
            "Ei p-arvoa: otantayksiköitä on liian vähän.",
            "Inget p-värde: för få urvalsenheter.",
            "No p-value: too few sampling units.",
        ),
        "singular": (
            "Ei p-arvoa: kovarianssimatriisilla ei ole käänteismatriisia.",
            "Inget p-värde: kovariansmatrisen saknar invers.",
            "No p-value: the covariance has no inverse.",
        ),
    }
)

COLUMN_TITLES = in_languages(
    {
        "value": ("Vastaus", "Svar", "Answer"),
        "group": ("Ryhmä", "Grupp", "Group"),
        "wave": ("Mittauskerta", "Mätning", "Wave"),
        "at": ("Ajankohta", "Tidpunkt", "At"),
        "n": ("n", "n", "n"),
        "share": ("Osuus", "Andel", "Share"),
        "expected_share": ("Odotettu osuus", "Väntad andel", "Expected share"),
        "expected": ("Odotettu n", "Väntat n", "Expected n"),
        "residual": ("Jäännös", "Residual", "Residual"),
        "mean": ("Keskiarvo", "Medelvärde", "Mean"),
        "se": ("Keskivirhe", "Medelfel", "SE"),
        "low": ("Alaraja", "Undre gräns", "Low"),
        "high": ("Yläraja", "Övre gräns", "High"),
        "sd": ("Keskihajonta", "Standardavvikelse", "SD"),
        "score": ("Järjestyspisteet", "Rangpoäng", "Rank score"),
        "superiority": ("Ylempänä kuin muut", "Högre än andra", "Above others"),
        "first": ("Ensimmäinen", "Första", "First"),
        "second": ("Toinen", "Andra", "Second"),
        "first_share": ("Ensimmäinen", "Första", "First"),
        "second_share": ("Toinen", "Andra", "Second"),
        "difference": ("Ero", "Skillnad", "Difference"),
        "low_share": ("Alaraja", "Undre gräns", "Low"),
        "high_share": ("Yläraja", "Övre gräns", "High"),
        "estimate": ("Estimaatti", "Estimat", "Estimate"),
        "fitted": ("Suoralla", "På linjen", "On the line"),
        "fitted_share": ("Suoralla", "På linjen", "On the line"),
    }
)
