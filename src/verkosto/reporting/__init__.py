"""Reporting: tables as one readable HTML file with pictures; pictures of councils and areas; in three languages."""

from verkosto.reporting._picture import Picture
from verkosto.reporting._report import report
from verkosto.reporting._seatmap import seat_map
from verkosto.reporting._tables import Datum, Grid, Section, TableRow, section
from verkosto.reporting._tilemap import tile_map
from verkosto.reporting._timeline import timeline

__all__ = [
    "Datum",
    "Grid",
    "Picture",
    "Section",
    "TableRow",
    "report",
    "seat_map",
    "section",
    "tile_map",
    "timeline",
]
