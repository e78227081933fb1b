"""A picture with everything that it shows in words: what `chart`, `timeline`, `tile_map` and `seat_map` return."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from verkosto.errors import MissingExtraError
from verkosto.files import write
from verkosto.html import escape, table
from verkosto.reporting._output import output_path
from verkosto.reporting._wording import say

if TYPE_CHECKING:
    from verkosto.reporting._canvas import Canvas

__all__ = ["Picture", "paint_picture"]

_ENDINGS = (".svg", ".png")
_REMEDY = "a picture is an SVG or a PNG file. Give a name that ends in .svg or .png, such as 'kuva.svg'."
_DOTS_PER_INCH = 200


@frozen(repr=False)
class Picture:
    """A picture, its description, and what it shows as a table.

    A notebook shows it with its table folded below. The same input gives the same bytes, whatever matplotlib
    is set to; only another version of matplotlib may draw differently.

    Attributes:
        title: What the picture is about.
        alt: What it shows, in words and figures: for those who do not see it, and for the page that the saved
            file stands on.
        width: Width in inches.
        height: Height in inches.
        header: Column titles of the table.
        rows: Everything that the picture shows; nothing is shortened here.
        lang: Language of the words.
        internal: Whether it shows a table that nobody protected; it bears the stamp of internal use then.

    Example:
        >>> from verkosto.reporting import tile_map
        >>> picture = tile_map({"13": 12, "19": 7}, title="Jäsenjärjestöjä")
        >>> picture.rows[11:13]
        (('Keski-Suomi', '12'), ('Etelä-Pohjanmaa', '–'))
        >>> picture.save("kartta.png").name
        'kartta.png'
    """

    title: str
    alt: str
    width: float
    height: float
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lang: str
    _draw: Callable[[], Canvas] = field(eq=False)
    internal: bool = False

    @cached_property
    def svg(self) -> str:
        """The picture as an SVG document; letters are outlines, title and `alt` stand inside."""
        from verkosto.reporting._svg import standalone

        with _painted(self._draw) as canvas:
            return standalone(canvas.figure, title=self.title, description=self.alt)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to a file ending in `.svg` or `.png` (200 dots per inch); it is replaced if it exists.

        Returns:
            The path of the file.

        Raises:
            OptionError: For another ending, or something that is no path.
            SourceError: The file cannot be written.
        """
        place = output_path(path, _ENDINGS, _REMEDY)
        content = self.png() if place.suffix.lower() == ".png" else self.svg.encode("utf-8", "replace")
        write(place, content, "picture")
        return place

    def png(self) -> bytes:
        """Return the picture as PNG, 200 dots per inch."""
        with _painted(self._draw) as canvas:
            buffer = io.BytesIO()
            canvas.figure.savefig(buffer, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
        return buffer.getvalue()

    def __repr__(self) -> str:
        """Name it and give its size."""
        return f"<Picture: {self.title}, {self.width:.1f} x {self.height:.1f} in, {len(self.rows)} rows>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        data = table(self.header, self.rows, caption=self.title)
        summary = escape(say("picture_data", self.lang))
        folded = f"<details><summary>{summary}</summary>\n{data}\n</details>"
        return f'<figure style="margin: 0">\n{self.svg}\n{folded}\n</figure>'


def paint_picture(
    draw: Callable[[], Canvas],
    *,
    title: str,
    alt: str,
    header: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    lang: str,
    internal: bool = False,
) -> Picture:
    """Draw a picture, which tells its size, and put it into its frame.

    Raises:
        MissingExtraError: The extra `report` is not installed.
    """
    try:
        import matplotlib.figure  # noqa: F401 - it is tried here, where the remedy can be told
    except ImportError as error:
        raise MissingExtraError.of("report", "a picture") from error
    with _painted(draw) as canvas:
        pass
    return Picture(title, alt, canvas.width, canvas.height, header, rows, lang, draw, internal)


@contextmanager
def _painted(draw: Callable[[], Canvas]) -> Iterator[Canvas]:
    from verkosto.reporting._canvas import PAPER, style

    with style(), warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box; title, alt text and table have it as it is.
        warnings.filterwarnings("ignore", message=r"Glyph \d+")
        canvas = draw()
        canvas.figure.set_facecolor(PAPER)
        yield canvas
