"""What stands on a drawn picture, what sticks out of it and what lies over one another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from verkosto.reporting import Picture
from verkosto.reporting._canvas import style

__all__ = ["faults", "figure_of", "texts"]


@contextmanager
def figure_of(picture: Picture) -> Iterator[Figure]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with style():
        figure = picture._draw().figure
        FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
        yield figure


def texts(picture: Picture) -> list[str]:
    """Every line of text on the picture."""
    with figure_of(picture) as figure:
        return [text.get_text() for text in figure.findobj(Text) if text.get_text() and text.get_visible()]


def faults(picture: Picture) -> list[str]:
    """Texts that are cut off at an edge, and pairs of texts that lie over one another."""
    with figure_of(picture) as figure:
        boxes = [(text.get_text(), _box(figure, text)) for text in figure.findobj(Text) if text.get_text().strip()]
        width, height = figure.bbox.x1, figure.bbox.y1
    out = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    over = [f"{a} | {b}" for (a, one), (b, other) in combinations(boxes, 2) if _overlap(one, other)]
    return out + over


def _box(figure: Figure, text: Text) -> Bbox:
    return text.get_window_extent(figure.canvas.get_renderer())  # type: ignore[attr-defined]


def _overlap(one: Bbox, other: Bbox) -> bool:
    # Boxes of letters hold room for the tallest letter and the deepest; lines may share a little of it.
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > 1 and down > 0.35 * min(one.height, other.height))
