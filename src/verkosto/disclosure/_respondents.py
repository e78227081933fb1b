"""Respondents: how many answered the survey of a table, as far as readers learn it."""

from __future__ import annotations

from verkosto.aggregate import Method, Table

__all__ = ["respondents_of"]


def respondents_of(table: Table) -> int | None:
    """Return how many answered the survey of a table; None where nobody tells it.

    Readers of a published table know it: notes on method say it, and it can be computed from any standard error, in
    which the sum over all respondents stands. So it is no secret that a base or missing answers could hide behind.
    """
    if table.origin is not None:
        return table.origin.responses.rows
    method = getattr(table, "method", None)
    return method.respondents if isinstance(method, Method) else None
