"""Hidden rivals of a claim: what everybody can compute of them may be enough to say that they are smaller."""

from __future__ import annotations

from verkosto.disclosure import PublishedTable
from verkosto.reporting._claim_figures import Figure

__all__ = ["surely_below"]


def surely_below(found: Figure, rival: Figure) -> bool:
    """Tell whether what is published shows that a hidden count is below another one of its group.

    To say so reveals nothing: the outsider of the audit knows it already. Where the bound is higher it cannot be
    told, since "the largest" would then be a new bound on the hidden figure.

    Args:
        found: A figure that is shown.
        rival: A hidden one of the same table and group.
    """
    table = found.table
    if not isinstance(table, PublishedTable) or table is not rival.table or found.place.groups != rival.place.groups:
        return False
    if not _is_unweighted(found):
        return False
    wanted = (rival.place.variable, rival.place.value, "count", rival.place.groups)
    return any(
        (one.variable, one.value, one.figure, one.levels) == wanted
        and one.attacker == "outsider"
        and one.high < (found.n or 0)
        for one in table.audit.findings
    )


def _is_unweighted(found: Figure) -> bool:
    """Whether the share is that of the counts, so that counts and shares have one order."""
    if not found.is_share or not found.n or not found.base or found.estimate is None:
        return False
    return abs(float(found.estimate) - found.n / found.base) < 1e-9
