from __future__ import annotations

import pickle
import struct
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import pytest

from verkosto.errors import MissingExtraError, OptionError, SourceError
from verkosto.reporting import Picture, tile_map

VALUES = {"13": 0.73, "19": 0.4, "01": None}


@pytest.fixture(scope="module")
def picture() -> Picture:
    return tile_map(VALUES, title="Vastanneet <osuus> & muut", format="percent")


def test_the_picture_is_named_and_described_within(picture: Picture) -> None:
    svg = ET.fromstring(picture.svg)  # noqa: S314 - our own picture
    space = {"s": "http://www.w3.org/2000/svg"}
    titles = {
        element.get("id"): element.text for tag in ("title", "desc") for element in svg.findall(f"s:{tag}", space)
    }
    assert svg.attrib["role"] == "img"
    assert titles[svg.attrib["aria-labelledby"]] == picture.title == "Vastanneet <osuus> & muut"
    assert titles[svg.attrib["aria-describedby"]] == picture.alt
    assert float(svg.attrib["width"].removesuffix("pt")) == pytest.approx(picture.width * 72)


def test_every_reference_within_leads_somewhere(picture: Picture) -> None:
    svg = ET.fromstring(picture.svg)  # noqa: S314 - our own picture
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    links = [value[1:] for element in svg.iter() for key, value in element.attrib.items() if key.endswith("}href")]
    assert links
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)


def test_two_pictures_share_no_id(picture: Picture) -> None:
    other = tile_map(VALUES, title="Toinen", format="percent")
    ids = [{e.get("id") for e in ET.fromstring(p.svg).iter() if e.get("id")} for p in (picture, other)]  # noqa: S314
    assert ids[0] & ids[1] == set()


def test_saved_files_are_what_their_names_say(picture: Picture, tmp_path: Path) -> None:
    svg, png = picture.save(tmp_path / "kuva.svg"), picture.save(str(tmp_path / "KUVA.PNG"))
    assert svg.read_text("utf-8") == picture.svg
    content = png.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (round(picture.width * 200), round(picture.height * 200))
    assert b"tEXt" not in content
    # White paper: a picture without a ground cannot be read on a dark page.
    assert "fill: #ffffff" in picture.svg


def test_the_same_values_give_the_same_bytes_whatever_matplotlib_is_set_to(picture: Picture, tmp_path: Path) -> None:
    with mpl.rc_context({"font.size": 30, "savefig.dpi": 50, "svg.hashsalt": "x", "axes.facecolor": "red"}):
        again = tile_map(VALUES, title="Vastanneet <osuus> & muut", format="percent")
        second = again.save(tmp_path / "b.png").read_bytes()
    assert again == picture
    assert picture.save(tmp_path / "a.png").read_bytes() == second


def test_a_picture_survives_pickling_and_can_be_saved_then(picture: Picture, tmp_path: Path) -> None:
    again = pickle.loads(pickle.dumps(picture))
    assert again == picture
    assert again.save(tmp_path / "a.png").read_bytes() == picture.save(tmp_path / "b.png").read_bytes()


def test_a_notebook_shows_the_picture_with_its_table(picture: Picture) -> None:
    html = picture._repr_html_()
    assert html.startswith("<figure")
    assert picture.svg in html
    assert "<caption>Vastanneet &lt;osuus&gt; &amp; muut</caption>" in html
    assert html.count('<th scope="row">') == len(picture.rows) == 19
    assert picture._repr_svg_() == picture.svg
    assert repr(picture) == f"<Picture: {picture.title}, {picture.width:.1f} x {picture.height:.1f} in, 19 rows>"


@pytest.mark.parametrize("name", ["kuva.pdf", "kuva", "kuva.svgz"])
def test_other_endings_are_refused(picture: Picture, name: str, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"\.svg or \.png"):
        picture.save(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told(picture: Picture, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the picture cannot be written"):
        picture.save(tmp_path / "ei" / "kuva.svg")
    with pytest.raises(OptionError, match="path"):
        picture.save(3)  # type: ignore[arg-type]


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingExtraError, match=r"verkosto\[report\]"):
        tile_map(VALUES)


@pytest.mark.parametrize("title", ["日本 😀", "$x^2$ \\frac", "a\x07b\ud800", "<script>"])
def test_any_title_can_be_drawn_and_saved(title: str, tmp_path: Path) -> None:
    picture = tile_map(VALUES, title=title)
    ET.fromstring(picture.svg)  # noqa: S314 - our own picture
    assert picture.save(tmp_path / "a.svg").stat().st_size
    assert picture.save(tmp_path / "a.png").stat().st_size
