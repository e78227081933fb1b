"""Reporting: tables as one readable HTML file with pictures, in Finnish, Swedish or English."""

from verkosto.reporting._report import report
from verkosto.reporting._tables import Datum, Grid, Section, TableRow, section

__all__ = ["Datum", "Grid", "Section", "TableRow", "report", "section"]
