"""The backends that are installed: entry points of the group `verkosto.backends`, ours like anybody's."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points

from verkosto.backends._protocol import Backend
from verkosto.errors import BackendConflictError, UnknownBackendError, did_you_mean

__all__ = ["GROUP", "backends", "get"]

GROUP = "verkosto.backends"


def _origin(point: EntryPoint) -> str:
    return f"{point.value} of {point.dist.name if point.dist is not None else 'an unknown package'}"


def _found() -> dict[str, list[EntryPoint]]:
    """Return the entry points of each name; a package found twice on the path counts once."""
    points: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=GROUP):
        named = points.setdefault(point.name, [])
        if all(other.value != point.value for other in named):
            named.append(point)
    return points


def _only(points: Sequence[EntryPoint]) -> EntryPoint:
    first, *others = points
    if others:
        msg = (
            f"two plugins give a backend {first.name!r}: {_origin(first)} and {_origin(others[0])}. "
            "Uninstall one of them."
        )
        raise BackendConflictError(msg)
    return first


@functools.lru_cache(maxsize=64)
def _load(name: str, value: str) -> Backend:
    point = EntryPoint(name, value, GROUP)
    try:
        backend = point.load()()
    except Exception as error:
        msg = (
            f"the plugin {name!r} ({value}) cannot be loaded: {type(error).__name__}: {error}. "
            "Repair or uninstall the package that brings it."
        )
        raise BackendConflictError(msg) from error
    if not isinstance(backend, Backend):
        msg = (
            f"the plugin {name!r} ({value}) is no backend: it lacks name, summary, detect, open, capabilities or "
            "options. Repair or uninstall the package that brings it."
        )
        raise BackendConflictError(msg)
    if backend.name != name:
        msg = (
            f"the plugin {name!r} ({value}) calls itself {backend.name!r}. Give its entry point and its class one "
            "name, or uninstall the package that brings it."
        )
        raise BackendConflictError(msg)
    return backend


def backends() -> Mapping[str, Backend]:
    """Return every installed backend by name.

    Raises:
        BackendConflictError: Two plugins bear one name, or one cannot be loaded.

    Example:
        >>> {"csv", "excel", "webropol"} <= set(backends())
        True
    """
    return {name: _load(name, _only(points).value) for name, points in sorted(_found().items())}


def get(name: str) -> Backend:
    """Return the backend of a name.

    Raises:
        UnknownBackendError: There is none; the message names the nearest.
        BackendConflictError: Two plugins bear the name, or it cannot be loaded.
    """
    points = _found()
    given: object = name
    if not isinstance(given, str):
        msg = f"a backend is named by text, not by {type(name).__name__}. Installed: {', '.join(sorted(points))}."
        raise UnknownBackendError(msg)
    if name not in points:
        known = ", ".join(sorted(points)) or "none: is the package installed?"
        msg = f"no backend {name!r}.{did_you_mean(name, points)} Installed: {known}."
        raise UnknownBackendError(msg)
    return _load(name, _only(points[name]).value)
