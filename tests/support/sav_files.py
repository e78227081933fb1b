"""System files of SPSS for tests, written by pyreadstat and changed byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

__all__ = ["SPSS_DATA", "renamed", "with_case_count", "write_sav"]

SPSS_DATA = Path(__file__).parents[1] / "data" / "spss"
"""The folder of files that another program made."""


def write_sav(path: Path, columns: Mapping[str, object], **parts: Any) -> Path:
    """Write columns of numbers and texts; `parts` are those of pyreadstat."""
    pyreadstat.write_sav(pd.DataFrame(dict(columns)), str(path), **parts)
    return path


def with_case_count(path: Path, cases: int) -> Path:
    """Change the number of cases that the head of a file states; -1 says that it states none."""
    content = bytearray(path.read_bytes())
    content[80:84] = struct.pack("<i", cases)
    path.write_bytes(content)
    return path


def renamed(path: Path, old: bytes, new: bytes) -> Path:
    """Replace bytes by as many others."""
    assert len(old) == len(new)
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))
    return path
