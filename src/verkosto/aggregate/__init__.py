"""Aggregation: answers counted, shares estimated, tables that carry their bases and intervals."""

from verkosto.aggregate._calls import crosstab, frequency
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._table import Table

__all__ = ["Heading", "Table", "crosstab", "frequency"]
