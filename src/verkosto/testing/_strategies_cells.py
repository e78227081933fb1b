"""Hypothesis strategies for cells and tables of text, with what breaks readers of tables."""

from __future__ import annotations

from hypothesis import strategies as st

__all__ = ["LONGEST_CELL", "NUMBERS", "TEXTS", "WHITE", "cells", "texts"]

LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet may have."""

NUMBERS = (
    "049", "00770", "0", "00", "007", "1.0", "1,50", ".5", "5.", "1e5", "0x1F", "0b1", "1_000", "-0", "+5",
    "12345678901234567890", "0.1000", "1 000", "1.2.2020", "2020-03-01", "3/4/2020", "12:30", "1/2", "10 %",
    "2020-03-01T12:00:00Z", "=1+1", "１２",
)  # fmt: skip
"""Texts that readers like to take for numbers, days or formulas."""

WHITE = (" ", "x ", " x", "\tx", "x\t", "a  b", "a\nb", "a\n\nb", "\u00a0x", "x\u00a0", "\u2003x", "x\u3000", "\u00a0")
"""Texts whose white space readers like to take away."""

TEXTS = (
    '"', '""', "'", "a'b", 'a"b', ";", ",", "a;b,c|d", "\\", "\\n", "%s", "{}", "<b>&amp;</b>", '{"a":[]}', "#", "//",
    "@x", "-", "=", "true", "TRUE", "FALSE", "NULL", "null", "None", "NA", "N/A", "#N/A", "NaN", "nan", "inf",
    "Ääkköset", "e\u0301", "\u00e9", "ﬁ", "İi", "ß", "😊", "\u200b", "a\u202eb", "\ufeff", "a\u0001b",
    "a\u007fb", "a\u0085b", "a\u2028b", "_xABCD_", "x" * LONGEST_CELL,
)  # fmt: skip
"""Texts without digits and white space that readers like to change."""


def texts(*, min_size: int = 0, max_size: int = 12) -> st.SearchStrategy[str]:
    """Make up any text that a file can hold; half a surrogate pair is none."""
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=min_size, max_size=max_size)


def cells(*, codec: str = "utf-8") -> st.SearchStrategy[str]:
    """Make up the text of cells: empty, plain, and all that breaks readers of tables.

    Any character stands there, control characters, quotes and line breaks among them, and at times as many as a
    cell of a spreadsheet may have (32 767).

    Args:
        codec: The encoding that must be able to hold them.
    """
    characters = st.characters(codec=codec, exclude_categories=["Cs"])
    known = [text for text in ("", *NUMBERS, *WHITE, *TEXTS[:-1]) if _encodes(text, codec)]
    long = st.text(characters, min_size=1, max_size=3).map(lambda part: (part * LONGEST_CELL)[:LONGEST_CELL])
    # The long ones are few, for they are slow to write and to read.
    rare = st.integers(0, 49).flatmap(lambda chance: long if chance == 49 else st.text(characters, max_size=6))
    return st.text(characters, max_size=20) | st.sampled_from(known) | rare


def _encodes(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
