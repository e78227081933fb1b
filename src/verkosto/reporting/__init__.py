"""Reporting: tables as reports that people read, in five kinds of file; pictures; in three languages."""

from verkosto.reporting._chart import chart
from verkosto.reporting._claim import Claim
from verkosto.reporting._claim_result import Checked, Finding
from verkosto.reporting._cooccurrence import cooccurrence_map
from verkosto.reporting._document import Heading
from verkosto.reporting._picture import Picture
from verkosto.reporting._report import report
from verkosto.reporting._seatmap import seat_map
from verkosto.reporting._tables import Grid, Section, TableRow, section
from verkosto.reporting._tilemap import tile_map
from verkosto.reporting._timeline import timeline
from verkosto.reporting._writers import writer_of

__all__ = [
    "Checked",
    "Claim",
    "Finding",
    "Grid",
    "Heading",
    "Picture",
    "Section",
    "TableRow",
    "chart",
    "cooccurrence_map",
    "report",
    "seat_map",
    "section",
    "tile_map",
    "timeline",
    "writer_of",
]
