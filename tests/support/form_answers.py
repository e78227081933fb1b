"""Reading files of form tools, and looking at what came of them."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pandas as pd

import verkosto as vk
from verkosto.instruments import Instrument
from verkosto.responses import Provenance, Responses

__all__ = ["codes", "quietly", "told"]


def quietly(path: Path, backend: str | None, instrument: Instrument, **options: Any) -> Responses:
    """Read without the warning that there are issues."""
    with warnings.catch_warnings(action="ignore"):
        return vk.read(path, instrument, backend=backend, **options)


def told(responses: Responses) -> Provenance:
    """Where responses came from; whatever was read tells it."""
    assert responses.provenance is not None
    return responses.provenance


def codes(responses: Responses, variable: str) -> list[Any]:
    """Values of a variable, and where one is missing its reason after a `!`."""
    values, reasons = responses.frame[variable].tolist(), responses.missing(variable).tolist()
    return [f"!{reason}" if pd.isna(value) else value for value, reason in zip(values, reasons, strict=True)]
