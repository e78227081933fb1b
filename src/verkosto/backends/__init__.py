"""Backends: from bytes to RawTable, and `read` and `infer`, which go the whole way."""

from verkosto.backends._csv import CsvBackend
from verkosto.backends._excel import ExcelBackend
from verkosto.backends._infer import infer
from verkosto.backends._protocol import Backend, Capabilities, Evidence, Strength
from verkosto.backends._read import read
from verkosto.backends._registry import GROUP, backends, get
from verkosto.backends._webropol import WebropolBackend

__all__ = [
    "GROUP",
    "Backend",
    "Capabilities",
    "CsvBackend",
    "Evidence",
    "ExcelBackend",
    "Strength",
    "WebropolBackend",
    "backends",
    "get",
    "infer",
    "read",
]
