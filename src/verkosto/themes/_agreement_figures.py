"""Figures of agreement: every coefficient of one theme, of all decisions together, or of whole sets of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.text import LocalText
from verkosto.themes._agreement_sums import Counts, quotient
from verkosto.themes._bootstrap import percentile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._codebook import Codebook

    Floats = NDArray[np.float64]

__all__ = ["AgreementFigure", "AgreementReason", "Judgement", "figures_of"]

AgreementReason = Literal["never_found", "always_found", "one_value"]
Judgement = Literal["reliable", "tentative", "unreliable"]

_RELIABLE, _TENTATIVE = 0.8, 0.667
"""Krippendorff's thresholds."""

_NAN = float("nan")


@frozen(kw_only=True)
class AgreementFigure:
    """How far coders agree on one theme, or on all.

    Numbers that do not exist are NaN.

    Attributes:
        scope: "theme"; "sets" for the whole set of themes of each answer, by MASI distance; "decisions" for all yes and
            no of all themes and answers together.
        theme: Id of the theme, None for the others.
        label: The theme's label, or None.
        answers: Answers that two coders or more have coded.
        codings: Codings of these answers, each by one coder.
        found: Codings that found the theme; of "decisions" those of all themes.
        prevalence: `found` as a share of the codings.
        agreement: Share of pairs of coders that say the same, mean over answers; of "sets" the very same themes.
        positive: How probably another coder finds the theme where one does.
        negative: How probably another does not find it where one does not.
        alpha: Krippendorff's alpha.
        low: Lower end of its interval.
        high: Upper end.
        resamples: Resamples in which alpha exists, and of which the interval is made.
        cohen: Cohen's kappa, where there are two coders.
        fleiss: Fleiss' kappa, where each of the answers has as many codings.
        reason: Why there is no alpha, or None: "never_found", "always_found", "one_value" (all sets are the same).
    """

    scope: Literal["theme", "sets", "decisions"]
    theme: str | None = None
    label: LocalText | None = None
    answers: int
    codings: int
    found: int | None = None
    prevalence: float = _NAN
    agreement: float
    positive: float = _NAN
    negative: float = _NAN
    alpha: float
    low: float
    high: float
    resamples: int
    cohen: float = _NAN
    fleiss: float = _NAN
    reason: AgreementReason | None = None

    @property
    def judgement(self) -> Judgement | None:
        """What Krippendorff says of such an alpha: reliable from 0.800, for tentative conclusions from 0.667."""
        return _judged(self.alpha)

    @property
    def judgement_low(self) -> Judgement | None:
        """The same of the lower end of the interval: what can be said with confidence.

        None where there is no interval, and where the coders agree on everything, for then no resample differs.
        """
        return None if self.alpha == 1 else _judged(self.low)


def figures_of(counts: Counts, codebook: Codebook, drawn: Floats, *, level: float) -> tuple[AgreementFigure, ...]:
    """Return the figures of sets, of all decisions, and of each theme in its order."""
    alphas = counts.alphas_of_all()
    low, high, used = percentile(drawn, level=level)
    answers, codings = len(counts.codings), int(counts.codings.sum())
    columns = _columns(counts)

    def figure(place: int, **rest: object) -> AgreementFigure:
        ends = {"low": float(low[place]), "high": float(high[place]), "resamples": int(used[place])}
        return AgreementFigure(answers=answers, codings=codings, alpha=float(alphas[place]), **ends, **rest)  # type: ignore[arg-type]

    themes = [
        figure(place, scope="theme", theme=theme.id, label=theme.label, **_of(columns, place))
        for place, theme in enumerate(codebook)
    ]
    width = len(codebook)
    same = float(counts.sets_alike.mean())
    of_sets = figure(
        width + 1, scope="sets", agreement=same, reason="one_value" if np.isnan(alphas[width + 1]) else None
    )
    return of_sets, figure(width, scope="decisions", **_of(columns, width)), *themes


def _columns(counts: Counts) -> dict[str, Floats]:
    """Return each figure of all themes, and of the decisions together as the last."""
    width = counts.found.shape[2]
    apart, yes = (np.append(each, each.sum()) for each in counts.sums)
    codings = np.append(np.full(width, counts.codings.sum()), width * counts.codings.sum())
    differ = counts.differing
    differ = np.append(differ, differ.mean() if width else np.nan)
    return {
        "found": yes,
        "codings": codings,
        "prevalence": quotient(yes, codings),
        "agreement": 1 - differ,
        "positive": 1 - quotient(apart, 2 * yes),
        "negative": 1 - quotient(apart, 2 * (codings - yes)),
        "cohen": _cohen(counts),
        "fleiss": _fleiss(counts, differ, quotient(yes, codings)),
    }


def _cohen(counts: Counts) -> Floats:
    width = counts.found.shape[2]
    if len(counts.found) != 2 or not width:
        return np.full(width + 1, np.nan)
    one, other = counts.found
    first, second, differ = (np.append(found.mean(axis=0), found.mean()) for found in (one, other, one ^ other))
    return np.asarray(1 - quotient(differ, first * (1 - second) + second * (1 - first)))


def _fleiss(counts: Counts, differ: Floats, prevalence: Floats) -> Floats:
    if counts.codings.min() < counts.codings.max():
        return np.full(len(differ), np.nan)
    return np.asarray(1 - quotient(differ, 2 * prevalence * (1 - prevalence)))


def _of(columns: dict[str, Floats], place: int) -> dict[str, object]:
    """Return the figures of one theme, or of all decisions."""
    found = {name: float(values[place]) for name, values in columns.items()}
    codings = found.pop("codings")
    reason = "never_found" if not found["found"] else "always_found" if found["found"] == codings else None
    return {**found, "found": int(found["found"]), "reason": reason}


def _judged(alpha: float) -> Judgement | None:
    if np.isnan(alpha):
        return None
    return "reliable" if alpha >= _RELIABLE else "tentative" if alpha >= _TENTATIVE else "unreliable"
