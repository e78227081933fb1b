from __future__ import annotations

from verkosto.aggregate import Table, crosstab
from verkosto.reporting._alt import alt_text, alt_title
from verkosto.reporting._panels import Cell, Panel, Row, panels
from verkosto.responses import Responses


def test_bars_are_read_out_figure_by_figure(bars: Table) -> None:
    (panel,) = panels(bars)
    assert alt_title(panel, "fi") == "Pylväskuvio: Kannatatko?"
    text = alt_text(panel, "fi")
    assert text.startswith("Kannatan 60\xa0% (50–69\xa0%), En kannata 20\xa0% (")
    assert text.endswith("; n = 100.")


def test_stacked_bars_name_each_question(stacked: Table) -> None:
    (panel,) = panels(stacked, "sv")
    text = alt_text(panel, "sv")
    assert alt_title(panel, "sv").startswith("Staplat stapeldiagram: ")
    assert text.startswith("Yhteistyö sujuu: Eri mieltä 33\xa0% (")
    assert "Tietoa on: " in text


def test_groups_are_summed_up_by_their_extremes(dots: Table) -> None:
    (panel,) = panels(dots)
    text = alt_text(panel, "fi")
    shares = {row.label: row.cells[0].share or 0.0 for row in panel.groups}
    most, least = max(shares, key=lambda k: shares[k]), min(shares, key=lambda k: shares[k])
    assert text.startswith(f"Kannatan: suurin osuus {most} ")
    assert f"pienin {least} " in text
    assert text.count("Kaikissa ryhmissä ") == 3
    assert text.endswith(f"Ryhmiä on {len(shares)}. Kaikki luvut ovat kuvan jälkeisessä taulukossa.")


def test_one_group_has_no_extremes(answers: Responses) -> None:
    (panel,) = panels(crosstab(answers, "malli", by="laji", where={"laji": ["p"]}))
    text = alt_text(panel, "en")
    assert "highest" not in text
    assert "In all groups" not in text
    assert text.startswith(("Kannatan: Paikallinen ", "For: Paikallinen "))


def test_groups_without_answers_are_left_unsaid() -> None:
    rows = (Row(("Ahvenanmaa",), (Cell(None, None, None, 0),), 0),)
    whole = Row(("Yhteensä",), (Cell(None, None, None, 0),), 0, total=True, whole=True)
    panel = Panel("dots", "K", ("A",), ("Kyllä",), ("k",), (*rows, whole), "answered", False, True, ())
    assert alt_text(panel, "fi") == "Ryhmiä on 1. Kaikki luvut ovat kuvan jälkeisessä taulukossa."
