"""The public call: which themes stand together in the same answers."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from verkosto.aggregate import (
    CalibratedDesign,
    Design,
    ReplicateDesign,
    Table,
    chi_square,
    crosstab,
)
from verkosto.errors import AnalysisError, OptionError, did_you_mean
from verkosto.instruments import MultipleChoice
from verkosto.responses import Condition, Responses
from verkosto.themes._cooccurrence_result import BOTH, Cooccurrence, PairTest
from verkosto.themes._marks import is_no_theme

__all__ = ["cooccurrence"]


def cooccurrence(
    responses: Responses,
    question: str,
    *,
    values: Sequence[str] | None = None,
    design: Design | ReplicateDesign | CalibratedDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
) -> Cooccurrence:
    """Count for each pair of themes in how many answers both stand.

    Args:
        responses: The answers.
        question: Id of a multiple choice, such as themes that were coded.
        values: Codes of the themes to pair; None: all but "cannot say" and the option of answers that bear no theme.
        design: How the respondents were drawn, as in `vk.crosstab`.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`, such as one kind of association.
        level: Confidence of the intervals.

    Returns:
        A `Cooccurrence`. Its base is that of `vk.crosstab`: those who ticked anything, for themes the answers that
        were coded. It is made of ordinary tables, one for each theme, which `vk.protect` protects together.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: It is no multiple choice, or there are fewer than two themes to pair.
        OptionError: An argument that cannot be.

    Example:
        >>> import verkosto as vk
        >>> from verkosto import themes
        >>> found = themes.cooccurrence(vk.samples.kumaja(), "kumppanit", values=["kunta", "jarjestot"])
        >>> found.frame[["first", "second", "n", "base"]].values.tolist()
        [['kunta', 'jarjestot', 108, 206]]

    p-values are Fisher's exact test, or with a design the test of Rao and Scott as `vk.chi_square` makes it; beside
    them stand those adjusted for the number of pairs (Holm 1979, Scandinavian Journal of Statistics 6).
    """
    codes = _codes(responses, question, values)
    given = {"design": design, "weights": weights, "where": where}
    tables = tuple(
        crosstab(
            responses,
            [f"{question}[{other}]" for other in codes if other != code],
            by=f"{question}[{code}]",
            margins=True,
            level=level,
            **given,  # type: ignore[arg-type]
        )
        for code in codes
    )
    pairs = list(itertools.combinations(codes, 2))
    if design is None and weights is None:
        p = [_fisher(tables[codes.index(first)], second) for first, second in pairs]
    else:
        p = [_rao_scott(responses, question, pair, given) for pair in pairs]
    return Cooccurrence(question, codes, tables, PairTest.of(pairs, p))


def _codes(responses: object, question: object, values: object) -> tuple[str, ...]:
    if not isinstance(responses, Responses) or not isinstance(question, str):
        raise OptionError("co-occurrence needs responses in memory and the id of a question.")
    asked, option = responses.question(question)
    if not isinstance(asked, MultipleChoice) or option is not None:
        raise AnalysisError(f"{question!r} is no multiple choice, so no two of its answers stand together.")
    known = tuple(one.code for one in asked.options if one.kind is None and not is_no_theme(one.code, one.label))
    if values is None:
        found = known
    else:
        listed = [values] if isinstance(values, str) or not isinstance(values, Sequence) else list(values)
        for code in listed:
            if code not in known:
                raise AnalysisError(f"{question!r} has no theme {code!r}.{did_you_mean(code, known)}")
        found = tuple(code for code in known if code in listed)
    if len(found) < 2:
        raise AnalysisError(f"{question!r} has {len(found)} theme here, and a pair needs two.")
    return found


def _fisher(table: Table, second: str) -> float | None:
    """Return the exact test of one theme by another; None where one of them does not vary."""
    import numpy as np
    from scipy.stats import fisher_exact

    rows = []
    for group in BOTH:
        places = [
            row
            for row in range(len(table))
            if str(table.cells["value"][row]) == second and str(table.cells[table.by[0]][row]) == group
        ]
        if not places:
            return None
        n, base = (int(table.cells[name][places[0]]) for name in ("n", "base"))
        rows.append([n, base - n])
    if sum(row[0] for row in rows) == 0 or sum(row[1] for row in rows) == 0:
        return None
    return float(fisher_exact(np.array(rows)).pvalue)


def _rao_scott(responses: Responses, question: str, pair: tuple[str, str], given: Mapping[str, object]) -> float | None:
    first, second = (f"{question}[{code}]" for code in pair)
    try:
        return chi_square(responses, first, second, **given).p  # type: ignore[arg-type]
    except AnalysisError:
        # One of both has no spread here; the tables have told everything else that could be wrong.
        return None
