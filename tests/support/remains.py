"""Every text that an object holds, wherever it lies: for tests that something is nowhere."""

from __future__ import annotations

import gc
import io
import pickle
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from verkosto.responses import Responses

__all__ = ["everything", "texts_of"]

_NOT_FOLLOWED = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.CodeType)


def texts_of(root: object) -> Iterator[str]:
    """Yield every text that can be reached from an object, through attributes and arrays, but not through functions."""
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        found = waiting.pop()
        if id(found) in seen or isinstance(found, _NOT_FOLLOWED):
            continue
        seen.add(id(found))
        if isinstance(found, str):
            yield found
        elif isinstance(found, bytes):
            yield found.decode("latin-1")
        elif isinstance(found, np.ndarray):
            # The collector does not look into arrays of objects, nor at what an array is a view of.
            waiting += [found.base, *(found.ravel().tolist() if found.dtype.kind in "OUS" else [])]
        else:
            waiting += gc.get_referents(found)
            waiting += _of_arrow(found)


def _of_arrow(found: Any) -> list[Any]:
    module = type(found).__module__
    return found.to_pylist() if module.startswith("pyarrow") and hasattr(found, "to_pylist") else []


def everything(responses: Responses, folder: Path) -> str:
    """Return all that answers hold or give away, as one text: memory, pickle, Parquet, frames, words."""
    import pyarrow.parquet

    path = folder / "kaikki.parquet"
    responses.to_parquet(path)
    table = pyarrow.parquet.read_table(path)
    plain = io.StringIO()
    for frame in (responses.frame, responses.labelled("fi"), responses.issues_frame(), responses.unbound):
        frame.to_csv(plain)
    said = [responses, responses.issues, responses.provenance, responses.log, responses.variables, responses.instrument]
    return "\n".join([
        *texts_of(responses),
        pickle.dumps(responses, protocol=0).decode("latin-1"),
        pickle.dumps(responses).decode("latin-1"),
        path.read_bytes().decode("latin-1"),
        *(str(value) for column in table.columns for value in column.to_pylist()),
        table.schema.metadata[b"verkosto.responses"].decode(),
        *(text for part in Responses.from_parquet(path).log.blocks for text in part.values),
        plain.getvalue(),
        *map(repr, said),
        *map(str, said),
    ])  # fmt: skip
