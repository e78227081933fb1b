from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from made_answers import vastaukset
from pictures import texts

from verkosto.aggregate import Table, frequency, mean, reported, total
from verkosto.disclosure import protect
from verkosto.errors import OptionError
from verkosto.reporting import chart
from verkosto.responses import Responses
from verkosto.text import LocalText


def test_a_table_chooses_its_picture(answers: Responses, bars: Table, stacked: Table, dots: Table) -> None:
    starts = {"fi": ("Pylväskuvio: ", "Pylväskuvio asteikon ", "Pistekuvio: ")}
    for table, start in zip((bars, stacked, dots), starts["fi"], strict=True):
        assert chart(table).alt.startswith(start)
    assert chart(mean(answers, "suosittelu"), lang="en").alt.startswith("Bar chart: ")


def test_a_picture_has_its_question_as_title_or_what_is_said(bars: Table) -> None:
    assert chart(bars).title == "Kannatatko?"
    assert "Kannatatko?" in texts(chart(bars))
    named = chart(bars, title=LocalText(fi="Kannatus", en="Support"), lang="en")
    assert (named.title, "Support" in texts(named)) == ("Support", True)
    without_one = chart(bars, title="")
    assert without_one.title == "Kannatatko?"
    assert "Kannatatko?" not in texts(without_one)


def test_one_of_several_questions_is_named(answers: Responses) -> None:
    table = frequency(answers, ["malli", "laji", "vaittamat"])
    with pytest.raises(OptionError, match="several: 'malli', 'laji', 'vaittamat'"):
        chart(table)
    assert chart(table, variable="laji").title == "Järjestön laji"
    assert len(chart(table, variable="vaittamat").rows) == 2
    assert chart(table, variable="vaittamat[r2]").rows[0][0] == "Eri mieltä"
    with pytest.raises(OptionError, match=r"no variable 'lajit'\. Did you mean 'laji'"):
        chart(table, variable="lajit")


def test_answers_may_be_chosen_in_any_order(bars: Table, dots: Table) -> None:
    assert [row[0] for row in chart(bars, value=["eos", "k", "eos"]).rows] == ["En osaa sanoa", "Kannatan"]
    assert chart(dots, "bars", value="e").alt.startswith("Pylväskuvio: ")
    with pytest.raises(OptionError, match=r"no answer 'kk'\. Did you mean 'k'"):
        chart(bars, value="kk")
    with pytest.raises(OptionError, match="no answer is wanted"):
        chart(bars, value=[])
    with pytest.raises(OptionError, match="one answer of several groups"):
        chart(dots, "bars")


def test_groups_stand_in_the_order_asked_for(dots: Table) -> None:
    def names(sort: Any) -> list[str]:
        given = [row[0] for row in chart(dots).rows]
        return [text for text in texts(chart(dots, sort=sort)) if text in given]

    assert names("name") == [*sorted(names("given")[:-1]), "Yhteensä"]
    assert names("given") == [row[0] for row in chart(dots).rows]
    assert names(None) == names("value")


def test_bars_stand_in_the_order_asked_for(bars: Table, answers: Responses) -> None:
    options = ["Kannatan", "En kannata", "En osaa sanoa"]
    assert [text for text in texts(chart(bars, sort="name")) if text in options] == [options[1], options[2], options[0]]
    by_region = total(answers, "suosittelu", by="maakunta", margins=True)
    shown = texts(chart(by_region, "bars"))
    assert "Yhteensä" not in shown
    frame = by_region.labelled()[:-1].sort_values("estimate", ascending=False)
    assert [text for text in shown if text in set(frame["maakunta"])] == frame["maakunta"].tolist()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "dot"}, "No chart of kind 'dot'. Did you mean 'dots'"),
        ({"sort": "values"}, "No order 'values'. Did you mean 'value'"),
        ({"kind": "bars", "geojson": {}}, "belongs to a chart of kind 'choropleth'"),
        ({"breaks": ["2018"]}, "belongs to a chart of kind 'waves'"),
        ({"width": 2}, "width 2 is no number of inches"),
        ({"width": "8"}, "width '8'"),
        ({"lang": "suomi"}, "'suomi'"),
        ({"title": 3}, "A text is a string"),
    ],
)
def test_what_is_not_known_is_refused(bars: Table, options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        chart(bars, **options)


def test_what_is_no_table_or_an_empty_one_is_refused(nothing: Table) -> None:
    with pytest.raises(OptionError, match="not int"):
        chart(3)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="not str"):
        chart({"2018": "taulukko"})  # type: ignore[dict-item]
    with pytest.raises(OptionError, match="nothing to draw"):
        chart(nothing)


def test_a_picture_of_an_unprotected_table_is_stamped() -> None:
    table = frequency(vastaukset(malli=["k"] * 40 + ["e"] * 30), "malli")
    stamped, plain = chart(table), chart(protect(table))
    assert (stamped.internal, plain.internal) == (True, False)
    assert "sisäiseen käyttöön" in texts(stamped)
    assert "sisäiseen käyttöön" not in texts(plain)
    assert stamped.rows == plain.rows


def test_the_same_table_gives_the_same_bytes(dots: Table, stacked: Table, tmp_path: Path) -> None:
    for table in (dots, stacked):
        one, other = chart(table), chart(evolve(table))
        assert one.svg == other.svg
        assert one.save(tmp_path / "a.png").read_bytes() == other.save(tmp_path / "b.png").read_bytes()
        again = pickle.loads(pickle.dumps(one))
        assert again == one


def test_the_description_stands_in_the_file(dots: Table) -> None:
    picture = chart(dots)
    assert picture.alt in picture.svg
    assert f">{picture.title}</title>" in picture.svg


def test_a_picture_of_a_release_bears_no_stamp() -> None:
    release = reported({"k": 73, "e": 12, "eos": 15}, base=562)
    assert not chart(release).internal
    assert not chart({"2018": reported({"k": 60, "e": 40}, base=300), "2020": release}, value="k").internal
