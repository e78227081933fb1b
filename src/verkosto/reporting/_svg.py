"""From a matplotlib figure to an SVG element that can stand beside others in one page."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verkosto.reporting._canvas import drawable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Letters", "inline", "standalone"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_NAMESPACE = re.compile(r"\{[^}]*\}")
_REFERENCE = re.compile(r"#([\w.-]+)")
_GLYPH = "DejaVuSans"
_MOVED = re.compile(r"translate\(([-\d.]+) 0\)")
_PLACED = re.compile(r"translate\([^)]*\)")
_DECIMALS = re.compile(r"(\.\d\d)\d+")


class Letters:
    """The outlines of letters and the words made of them that the pictures of a page share, each once."""

    def __init__(self) -> None:
        self._outlines: dict[str, ET.Element] = {}
        self._words: dict[str, ET.Element] = {}

    def take(self, outline: ET.Element) -> bool:
        """Keep an outline; False where its id already stands for another shape."""
        kept = self._outlines.setdefault(outline.attrib["id"], outline)
        return kept.get("d") == outline.get("d")

    def word(self, letters: Sequence[ET.Element]) -> str | None:
        """Keep a row of letters and return its id; None where they are not all among the outlines."""
        if any(letter.get("href", "")[1:] not in self._outlines for letter in letters):
            return None
        key = "".join(ET.tostring(letter, encoding="unicode") for letter in letters)
        if key not in self._words:
            self._words[key] = ET.Element("g", {"id": f"word-{len(self._words)}"})
            self._words[key].extend(letters)
        return self._words[key].attrib["id"]

    def markup(self) -> str:
        """Return an invisible SVG element with the outlines and words."""
        svg = ET.Element("svg", {"width": "0", "height": "0", "aria-hidden": "true", "class": "letters"})
        defs = ET.SubElement(svg, "defs")
        defs.extend(self._outlines[key] for key in sorted(self._outlines))
        defs.extend(self._words.values())
        return ET.tostring(svg, encoding="unicode")


def inline(document: str, name: str, letters: Letters, *, title: str, description: str) -> str:
    """Return an SVG document of `standalone` as an element that stands in HTML beside others, without its letters.

    Args:
        document: What `standalone` made.
        name: Prefix of every id within, unique on the page.
        letters: Gets the outlines of the letters, which are left out here.
        title: Short name of the picture.
        description: What it shows, in words and figures.
    """
    svg = _parsed(document)
    box, prefix = svg.attrib["viewBox"], svg.attrib["aria-labelledby"].removesuffix("-title")
    for part in [part for part in svg if part.tag in ("title", "desc")]:
        svg.remove(part)
    svg.attrib.clear()
    for element in svg.iter():
        for key, value in element.attrib.items():
            # The letters of all pictures have the same names again, so that they can be shared.
            element.attrib[key] = value.replace(f"#{prefix}-", "#")
        if element.get("id", "").startswith(f"{prefix}-"):
            element.attrib["id"] = element.attrib["id"].removeprefix(f"{prefix}-")
    # The page has the few rules of a picture's own style sheet, once.
    for parent in list(svg.iter("defs")):
        parent[:] = [child for child in parent if child.tag != "style"]
    _share_letters(svg, letters)
    _own_ids(svg, name)
    _flatten(svg)
    _share_words(svg, letters)
    svg.attrib["viewBox"] = box
    _describe(svg, name, title, description)
    return ET.tostring(svg, encoding="unicode")


def standalone(figure: Figure, *, title: str, description: str) -> str:
    """Return a figure as an SVG document that is a file of its own and can stand in any page beside others.

    Args:
        figure: What was drawn; drawing and this call share one `style()`.
        title: Short name of the picture.
        description: What it shows, in words and figures.
    """
    svg = _drawn(figure)
    _shorten(svg)
    _flatten(svg)
    content = "".join([ET.tostring(svg, encoding="unicode"), title, description])
    name = f"p{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:12]}"
    _own_ids(svg, name)
    for element in svg.iter():
        # Programs beside browsers know the older form of a reference only.
        if "href" in element.attrib:
            element.attrib["xlink:href"] = element.attrib.pop("href")
    given = {key: svg.attrib[key] for key in ("width", "height", "viewBox")}
    svg.attrib.clear()
    svg.attrib.update({"xmlns": _SVG, "xmlns:xlink": _XLINK, **given, "style": "max-width: 100%; height: auto"})
    _describe(svg, name, title, description)
    return ET.tostring(svg, encoding="unicode")


def _describe(svg: ET.Element, name: str, title: str, description: str) -> None:
    svg.attrib.update({"role": "img", "aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-desc"})
    for place, (tag, text) in enumerate([("title", title), ("desc", description)]):
        element = ET.Element(tag, {"id": f"{name}-{tag}"})
        element.text = drawable(text)
        svg.insert(place, element)


def _drawn(figure: Figure) -> ET.Element:
    buffer = io.StringIO()
    with warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box; the data table has the text as it is.
        warnings.filterwarnings("ignore", message=r"Glyph \d+")
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    svg = _parsed(buffer.getvalue())
    for child in [part for part in svg if part.tag == "metadata"]:
        svg.remove(child)
    return svg


def _parsed(text: str) -> ET.Element:
    """Read an SVG without its namespaces and the blanks between its elements."""
    svg = ET.fromstring(text)  # noqa: S314 - matplotlib wrote it, and no text of anybody else stands in it unescaped
    for element in svg.iter():
        element.tag = _NAMESPACE.sub("", element.tag)
        for key in [key for key in element.attrib if key.startswith("{")]:
            element.attrib[_NAMESPACE.sub("", key)] = element.attrib.pop(key)
        # Blanks between elements say nothing, and there are many.
        element.text = (element.text or "").strip() or None
        element.tail = None
    return svg


def _share_letters(svg: ET.Element, letters: Letters) -> None:
    for parent in list(svg.iter("defs")):
        for child in list(parent):
            if child.get("id", "").startswith(_GLYPH) and letters.take(child):
                parent.remove(child)


def _share_words(svg: ET.Element, letters: Letters) -> None:
    """Write a word as one reference: the same names and percents stand in picture after picture."""
    for group in list(svg.iter("g")):
        if len(group) and all(child.tag == "use" for child in group):
            word = letters.word(list(group))
            if word is not None:
                group.tag = "use"
                group[:] = []
                group.attrib["href"] = f"#{word}"


def _own_ids(svg: ET.Element, name: str) -> None:
    """Drop ids that nothing refers to, and give the others a prefix."""
    used: set[str] = set()
    for element in svg.iter():
        for value in element.attrib.values():
            used |= set(_REFERENCE.findall(value))
    own = {element.attrib["id"] for element in svg.iter() if "id" in element.attrib} & used

    def renamed(found: re.Match[str]) -> str:
        return f"#{name}-{found[1]}" if found[1] in own else found[0]

    for element in svg.iter():
        known = element.attrib.pop("id", None)
        if known in own:
            element.attrib["id"] = f"{name}-{known}"
        for key, value in element.attrib.items():
            if key == "href" or "url(#" in value:
                element.attrib[key] = _REFERENCE.sub(renamed, value)


def _shorten(svg: ET.Element) -> None:
    """Write coordinates with two decimals: a hundredth of a point is nothing that an eye could see."""
    for element in svg.iter():
        given = element.attrib
        if element.tag == "path" and "scale" not in given.get("transform", ""):
            given["d"] = _DECIMALS.sub(r"\1", " ".join(given["d"].split()))
        for key in ("x", "y"):
            if key in given:
                given[key] = _DECIMALS.sub(r"\1", given[key])
        if "transform" in given:
            moved = _MOVED.fullmatch(given["transform"])
            if element.tag == "use" and moved and "x" not in given:
                del given["transform"]
                given["x"] = _DECIMALS.sub(r"\1", moved[1])
            else:
                given["transform"] = _PLACED.sub(lambda found: _DECIMALS.sub(r"\1", found[0]), given["transform"])


def _flatten(element: ET.Element) -> None:
    """Take groups apart that say nothing of what they hold, and drop what holds nothing."""
    for child in list(element):
        _flatten(child)
    element[:] = list(_kept(element))


def _kept(element: ET.Element) -> Iterator[ET.Element]:
    for child in element:
        if child.tag == "g" and not child.attrib:
            yield from child
        elif len(child) or child.tag not in ("g", "defs"):
            yield child
