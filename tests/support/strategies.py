"""Strategies of the testing kit, under the name by which the tests of every room know them."""

from __future__ import annotations

from verkosto.testing._strategies import (
    codes,
    columns,
    ids,
    instruments,
    local_texts,
    option_lists,
    options,
    partial_dates,
    periods,
    questions,
)
from verkosto.testing._strategies_cells import texts

__all__ = [
    "codes",
    "columns",
    "ids",
    "instruments",
    "local_texts",
    "option_lists",
    "options",
    "partial_dates",
    "periods",
    "questions",
    "texts",
]
