from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from made_answers import kysely

from verkosto.aggregate import Table, chi_square
from verkosto.disclosure import PublishedTable
from verkosto.errors import ClaimError, OptionError, SourceError, UnprotectedTableError
from verkosto.reporting import Claim, Heading, chart, report
from verkosto.responses import Responses
from verkosto.text import LocalText


def test_each_ending_has_its_writer(published: PublishedTable, tmp_path: Path) -> None:
    starts = {".html": b"<!DOCTYPE html>", ".htm": b"<!DOCTYPE html>", ".md": b"# ", ".docx": b"PK", ".xlsx": b"PK"}
    for ending, start in {**starts, ".pdf": b"%PDF"}.items():
        place = tmp_path / f"raportti{ending}"
        assert report([Heading("Alku"), "Tekstiä.", published], place, title="Raportti") == place
        assert place.read_bytes().startswith(start)


@pytest.mark.parametrize("ending", [".html", ".md", ".docx", ".xlsx", ".pdf"])
def test_the_same_items_give_the_same_bytes(published: PublishedTable, tmp_path: Path, ending: str) -> None:
    one, other = (report([published], tmp_path / f"{name}{ending}") for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_what_nobody_protected_is_refused(bars: Table, published: PublishedTable, tmp_path: Path) -> None:
    place = tmp_path / "raportti.html"
    with pytest.raises(UnprotectedTableError, match=r"the table has not been protected.*`vk.protect`.*internal=True"):
        report(bars, place)
    with pytest.raises(UnprotectedTableError, match="1 of 2 tables have not"):
        report([bars, published], place, internal=False)
    # Whatever looks true is not enough: the word must be said.
    with pytest.raises(UnprotectedTableError):
        report(bars, place, internal=1)  # type: ignore[arg-type]
    assert not place.exists()


def test_what_shows_unprotected_figures_is_refused_too(
    answers: Responses, bars: Table, published: PublishedTable, tmp_path: Path
) -> None:
    place = tmp_path / "raportti.html"
    shown: list[tuple[Any, str]] = [
        (chart(bars), "item 2 of the report, the picture 'Kannatatko"),
        (chi_square(answers, "malli", "laji"), "the result of a test"),
        (Claim("Yli puolet (60 %) kannatti", table=bars, value="k"), "a claim"),
    ]
    for item, name in shown:
        with pytest.raises(UnprotectedTableError, match=name):
            report([published, item], place)
        assert report([published, item], place, internal=True) == place
        place.unlink()
    assert report([published, chart(published)], place) == place


def test_a_claim_that_its_table_contradicts_stops_the_report(published: PublishedTable, tmp_path: Path) -> None:
    place = tmp_path / "raportti.html"
    right = Claim("Yli puolet (60 %) kannatti", table=published, value="k")
    wrong = Claim("Kolme neljästä (75 %) kannatti", table=published, value="k")
    with pytest.raises(ClaimError, match="the report was not written") as caught:
        report([published, right, wrong], place)
    assert "60" in str(caught.value)
    assert caught.value.findings
    assert not place.exists()
    report([published, right], place)
    assert '<p class="prose">Yli puolet (60\xa0%) kannatti</p>' in place.read_text("utf-8")


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "at least one table or picture"),
        (["Pelkkää tekstiä."], "at least one table or picture"),
        ("malli_a", "takes tables, not str"),
        (Heading("Alku"), "takes tables, not Heading"),
        (5, "takes tables, not int"),
        ([{"n": 1}], "item 1 of the report is dict"),
        ([None], "item 1 of the report is NoneType"),
    ],
)
def test_what_a_report_cannot_show_is_refused(items: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=message):
        report(items, tmp_path / "raportti.html", internal=True)


def test_a_place_that_cannot_be_written(bars: Table, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be written: .*Check the folder"):
        report(bars, tmp_path / "ei" / "ole.html", internal=True)
    (tmp_path / "kansio.html").mkdir()
    with pytest.raises(SourceError, match=r"kansio\.html"):
        report(bars, tmp_path / "kansio.html", internal=True)


@pytest.mark.parametrize(
    ("path", "message"),
    [("raportti.odt", r"ends in \.html, \.docx, \.xlsx, \.pdf or \.md"), ("raportti", "ends in"), (7, "not int")],
)
def test_a_place_of_another_kind(bars: Table, path: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        report(bars, path, internal=True)


def test_a_template_is_for_word(bars: Table, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"a template is for a report in \.docx"):
        report(bars, tmp_path / "r.html", internal=True, template="pohja.docx")


def test_an_unknown_language(bars: Table, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="No language 'suomi'"):
        report(bars, tmp_path / "r.html", lang="suomi", internal=True)


@pytest.mark.parametrize("given", [kysely(title=LocalText(fi="Nimi")), [kysely(title=LocalText(fi="Nimi"))]])
def test_a_table_from_a_file_learns_its_survey(bars: Table, tmp_path: Path, given: Any) -> None:
    stored = Table.from_json(bars.to_json())
    place = tmp_path / "r.md"
    assert "Nimi" not in report(stored, place, internal=True).read_text("utf-8")
    told = report(stored, place, internal=True, instrument=given).read_text("utf-8")
    assert "- **Kysely:** Nimi." in told
    with pytest.raises(OptionError, match="is an Instrument, not str"):
        report(stored, place, internal=True, instrument=["kysely-2020"])  # type: ignore[list-item]


def test_path_may_be_any_path(bars: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert report(iter([bars]), "R.HTM", internal=True) == Path("R.HTM")
    assert os.listdir(tmp_path) == ["R.HTM"]  # noqa: PTH208
