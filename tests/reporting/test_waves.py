from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hidden_figures import without
from made_answers import vastaukset
from matplotlib.lines import Line2D
from pictures import faults, figure_of, texts

from verkosto.aggregate import Columns, Table, crosstab, difference, frequency, mean, reported
from verkosto.errors import OptionError
from verkosto.reporting import chart
from verkosto.text import LocalText


def wave(*counts: int) -> Table:
    answers = [code for code, count in zip(("k", "e", "eos"), counts, strict=True) for _ in range(count)]
    return frequency(vastaukset(malli=answers), "malli")


@pytest.fixture(scope="module")
def three() -> dict[str, Table]:
    return {"2014": wave(60, 30, 10), "2018": wave(120, 60, 20), "2020": wave(75, 15, 10)}


@pytest.fixture(scope="module")
def by_wave() -> Table:
    """One table: a question by kind and by wave, with totals."""
    rows = range(160)
    answers = vastaukset(
        malli=[["k", "k", "e", "k", "eos"][i % 5] for i in rows],
        laji=["p" if i % 3 else "v" for i in rows],
        ryhma=[["2018", "2020"][i % 2] for i in rows],
    )
    return crosstab(answers, "malli", by=["laji", "ryhma"], margins=True)


def test_each_answer_is_a_line_over_the_waves(three: dict[str, Table]) -> None:
    picture = chart(three)
    assert picture.header == ("Vastaus", "2014", "2018", "2020")
    assert [row[0] for row in picture.rows] == ["Kannatan", "En kannata", "En osaa sanoa", "n"]
    assert picture.rows[-1] == ("n", "100", "200", "100")
    assert picture.alt == (
        "Viivakuvio: Kannatatko? Kannatan: 2014 60\xa0%, 2018 60\xa0%, 2020 75\xa0%. "
        "En kannata: 2014 30\xa0%, 2018 30\xa0%, 2020 15\xa0%. "
        "En osaa sanoa: 2014 10\xa0%, 2018 10\xa0%, 2020 10\xa0%."
    )
    assert {"Kannatan 75\xa0%", "2014", "n = 100", "Jana on 95\xa0%:n luottamusväli."} <= set(texts(picture))
    assert faults(picture) == []


def across(line: Line2D) -> list[float]:
    return [float(x) for x in np.asarray(line.get_xdata(), dtype=float)]


def lines(table: dict[str, Table], **options: Any) -> list[Line2D]:
    with figure_of(chart(table, value="k", **options)) as figure:
        return list(figure.axes[0].lines)


def places(table: dict[str, Table], **options: Any) -> list[float]:
    """Where the waves stand: the marks of the line, of which the last in the list is the legend's."""
    return across(next(line for line in lines(table, **options) if line.get_marker() == "o"))


def runs(table: dict[str, Table], **options: Any) -> list[list[int]]:
    """The waves of each unbroken piece of the line."""
    found: list[list[int]] = [[]]
    for x in across(next(line for line in lines(table, **options) if line.get_linewidth() == 1.6)):
        if np.isnan(x):
            found.append([])
        else:
            found[-1].append(places(table, **options).index(x))
    return [run for run in found if run]


def test_waves_that_are_dates_stand_by_time(three: dict[str, Table]) -> None:
    assert runs(three) == [[0, 1, 2]]
    one, two, last = places(three)
    assert (two - one) / (last - two) == pytest.approx(2, abs=0.01)
    one, two, last = places({"syksy": three["2014"], "kevät": three["2018"], "kesä": three["2020"]})
    assert two - one == pytest.approx(last - two)


def test_lines_break_where_the_caller_says(three: dict[str, Table]) -> None:
    four = {**three, "2022": three["2018"]}
    assert runs(four, breaks=["2020"]) == [[0, 1], [2, 3]]
    picture = chart(four, breaks={"2020": LocalText(fi="kysymys muuttui", en="the question changed")}, lang="en")
    assert picture.alt.endswith("The lines break before the wave 2020: the question changed.")
    assert "≠" in texts(picture)
    plain = chart(four, breaks="2020")
    assert plain.alt.endswith("ennen aaltoa 2020, joka ei ole vertailukelpoinen edellisen kanssa.")
    assert faults(plain) == []
    for name in ("2014", "2021"):
        with pytest.raises(OptionError, match="no such wave follows another"):
            chart(four, breaks=[name])


def test_lines_break_by_themselves_where_the_question_changed(three: dict[str, Table]) -> None:
    heading = three["2020"].variables[0]
    asked = evolve(three["2020"], variables=(evolve(heading, text="Kannattaisitko?"),))
    labels = {**heading.labels, "k": LocalText("Kannatan täysin")}
    answered = evolve(three["2020"], variables=(evolve(heading, labels=labels),))
    weighted = evolve(three["2020"], weights="paino")
    for changed in (asked, answered, weighted):
        picture = chart({**three, "2020": changed})
        assert "Viivat katkeavat ennen aaltoa 2020: kysymys, vastausvaihtoehdot tai laskutapa" in picture.alt
    published = reported({"k": 70, "e": 20, "eos": 10}, 400, question=heading)
    assert "katkeavat" not in chart({**three, "2022": published}).alt


def test_a_hidden_figure_interrupts_its_line_and_is_said(three: dict[str, Table]) -> None:
    four = {**three, "2022": three["2018"]}
    hidden = {**four, "2018": without(four["2018"], [0])}
    picture = chart(hidden)
    assert texts(picture).count("salattu") == 1
    assert "Kannatan: 2014 60\xa0%, 2018 salattu, 2020 75\xa0%" in picture.alt
    assert picture.alt.endswith("Salattuja lukuja: 1.")
    assert faults(picture) == []


def test_the_last_by_is_the_wave(by_wave: Table) -> None:
    picture = chart(by_wave, "waves")
    assert picture.title == "Kannatatko? – Kannatan"
    assert picture.header == ("Järjestön laji", "2018", "2020")
    assert [row[0] for row in picture.rows] == ["Paikallinen", "Valtakunnallinen", "Yhteensä", "n"]
    assert chart(by_wave, "waves", value="e").title == "Kannatatko? – En kannata"


def test_many_groups_have_a_plot_each(by_wave: Table) -> None:
    answers = vastaukset(
        malli=["k", "e"] * 40,
        suosittelu=[i // 8 for i in range(80)],
        ryhma=["2018", "2018", "2020", "2020"] * 20,
    )
    picture = chart(crosstab(answers, "malli", by=["suosittelu", "ryhma"], margins=True), "waves")
    assert "Katkoviiva kuvaa kaikkia ryhmiä yhdessä." in " ".join(texts(picture))
    assert picture.alt.endswith("Viivoja on 11. Kaikki luvut ovat kuvan jälkeisessä taulukossa.")
    assert faults(picture) == []


def test_means_and_matrices_over_waves() -> None:
    def tables(values: list[int]) -> Table:
        return mean(vastaukset(jasenia=values, suosittelu=[value % 10 for value in values]), ["jasenia", "suosittelu"])

    two = {"2018": tables([10, 20, 31]), "2020": tables([15, 20, 32])}
    assert [row[0] for row in chart(two).rows] == ["Montako jäsentä?", "Suosittelisitko?", "n"]
    assert [row[0] for row in chart(two, variable="jasenia").rows] == ["keskiarvo", "n"]
    matrix = {
        year: frequency(vastaukset(**{"vaittamat[r1]": ["1", "2"], "vaittamat[r2]": ["2", "0"]}), "vaittamat")
        for year in ("2018", "2020")
    }
    assert [row[0] for row in chart(matrix, variable="vaittamat").rows] == ["Yhteistyö sujuu", "Tietoa on", "n"]
    assert chart(matrix, variable="vaittamat[r2]").title == "Tietoa on"


def test_an_answer_that_a_wave_lacks_is_a_dash(three: dict[str, Table]) -> None:
    heading = three["2014"].variables[0]
    old = reported({"k": 70, "e": 30}, 400, question=heading)
    picture = chart({"2010": old, **three})
    assert picture.rows[2][1] == "–"
    assert faults(picture) == []


def test_waves_may_be_named_by_numbers(three: dict[str, Table]) -> None:
    picture = chart({int(year): table for year, table in three.items()})  # type: ignore[misc]
    assert picture == chart(three)


def test_waves_that_are_none_are_refused(three: dict[str, Table], bars: Table, dots: Table) -> None:
    with pytest.raises(OptionError, match="at least two tables"):
        chart({"2014": three["2014"]})
    with pytest.raises(OptionError, match="by wave"):
        chart(bars, "waves")
    with pytest.raises(OptionError, match="by wave"):
        chart(dots, "waves")
    with pytest.raises(OptionError, match="'bars' shows one table"):
        chart(three, "bars")
    assert len(dots.by) == 1


def test_hidden_and_lacking_figures_of_many_groups() -> None:
    answers = vastaukset(malli=["k", "e"] * 40, suosittelu=[i // 8 for i in range(80)], ryhma=["1", "1", "2", "2"] * 20)
    table = crosstab(answers, "malli", by=["suosittelu", "ryhma"])
    picture = chart(without(table, range(len(table))), "waves", breaks=["2"])
    assert picture.alt.startswith("Viivakuvio: Kannatatko? – Kannatan. Viivoja on 10. ")
    assert texts(picture).count("salattu") == 20
    assert texts(picture).count("≠") == 10


def test_names_of_many_waves_never_touch(three: dict[str, Table]) -> None:
    many = {f"{year} syyskyselyn toinen kierros": three["2014"] for year in range(2000, 2020)}
    assert faults(chart(many, value="k", width=4.5)) == []


def test_changes_have_a_line_at_zero_and_may_lack_intervals(three: dict[str, Table]) -> None:
    one = difference(three["2018"], three["2014"])
    picture = chart({"2018": one, "2020": difference(three["2020"], three["2018"])})
    assert "Kannatan: 2018 0\xa0%-yks., 2020 +15\xa0%-yks." in picture.alt
    bare = evolve(one, cells=Columns({**one.cells.data, "low": one.cells["low"] * np.nan}))
    assert chart({"2018": bare, "2020": bare}).rows[0][1] == "0\xa0%-yks."
