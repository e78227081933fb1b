from __future__ import annotations

from attrs import evolve
from hidden_figures import without

from verkosto.aggregate import TOTAL_CODE, Table, crosstab, mean
from verkosto.reporting._alt import alt_text, alt_title
from verkosto.reporting._panels import Cell, Panel, Row, panels
from verkosto.responses import Responses


def test_bars_are_read_out_figure_by_figure(bars: Table) -> None:
    (panel,) = panels(bars)
    assert alt_title("bars", panel.title, "fi") == "Pylväskuvio: Kannatatko?"
    assert alt_text(panel, "fi") == (
        "Kannatan 60\xa0% (50–69\xa0%), En kannata 20\xa0% (13–29\xa0%), En osaa sanoa 20\xa0% (13–29\xa0%); n = 100."
    )


def test_a_title_without_a_mark_at_its_end_gets_one() -> None:
    assert alt_title("likert", "Väittämät", "en") == "Diverging bar chart: Väittämät."


def test_stacked_bars_name_each_question(stacked: Table) -> None:
    (panel,) = panels(stacked, "sv")
    assert alt_text(panel, "sv", intervals=False) == (
        "Yhteistyö sujuu: Eri mieltä 33\xa0%, Samaa mieltä 33\xa0%, EOS 33\xa0%; n = 120. "
        "Tietoa on: Eri mieltä 33\xa0%, Samaa mieltä 67\xa0%, EOS 0\xa0%; n = 90."
    )


def test_groups_are_summed_up_by_their_extremes(dots: Table) -> None:
    (panel,) = panels(dots)
    text = alt_text(panel, "fi")
    shares = {row.label: row.cells[0].figure or 0.0 for row in panel.groups}
    most, least = max(shares, key=lambda k: shares[k]), min(shares, key=lambda k: shares[k])
    assert text.startswith(f"Kannatan: suurin osuus {most} ")
    assert f"pienin {least} " in text
    assert text.count("Kaikissa ryhmissä ") == 3
    assert text.endswith(f"Ryhmiä on {len(shares)}. Kaikki luvut ovat kuvan jälkeisessä taulukossa.")


def test_other_figures_than_shares_are_called_figures(answers: Responses) -> None:
    (panel,) = panels(mean(answers, "suosittelu", by="laji"), "en")
    text = alt_text(panel, "en")
    assert ": highest figure " in text
    assert "%" not in text


def test_one_group_has_no_extremes(answers: Responses) -> None:
    (panel,) = panels(crosstab(answers, "malli", by="laji", where={"laji": ["p"]}))
    text = alt_text(panel, "en")
    assert "highest" not in text
    assert "In all groups" not in text
    assert text.startswith("Kannatan: Paikallinen ")


def test_groups_without_answers_are_left_unsaid() -> None:
    rows = (Row(("Ahvenanmaa",), (Cell(None, None, None, 0),), 0),)
    whole = Row(("Yhteensä",), (Cell(None, None, None, 0),), 0, total=True, whole=True)
    panel = Panel("dots", "K", ("A",), ("Kyllä",), ("k",), (*rows, whole), "answered", False, "maakunta", ())
    assert alt_text(panel, "fi") == "Ryhmiä on 1. Kaikki luvut ovat kuvan jälkeisessä taulukossa."


def test_many_questions_are_summed_up_too(stacked: Table) -> None:
    (panel,) = panels(stacked)
    many = evolve(panel, rows=panel.rows * 8)
    assert alt_text(many, "fi").endswith("Rivejä on 16. Kaikki luvut ovat kuvan jälkeisessä taulukossa.")


def test_hidden_figures_are_said_and_counted(bars: Table, dots: Table) -> None:
    (panel,) = panels(without(bars, [1, 2]))
    assert alt_text(panel, "fi") == (
        "Kannatan 60\xa0% (50–69\xa0%), En kannata salattu, En osaa sanoa salattu; n = 100. Salattuja lukuja: 2."
    )
    (panel,) = panels(without(dots, [0, 1, 2], base=True), "en")
    assert alt_text(panel, "en").endswith("after the chart. Suppressed figures: 3.")


def test_a_total_names_its_answer_where_every_group_is_hidden(dots: Table) -> None:
    groups = [row for row, total in enumerate(dots.cells["maakunta"] == TOTAL_CODE) if not total]
    (panel,) = panels(without(dots, groups))
    text = alt_text(panel, "en")
    assert "highest" not in text
    assert text.startswith("Kannatan: in all groups ")
