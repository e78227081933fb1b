"""Agreement: how far coders agree, on which themes they do not, and on which answers."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate import Printed, Sheet
from verkosto.errors import UnknownThemeError, did_you_mean
from verkosto.text import LocalText
from verkosto.themes import _agreement_apart, _agreement_print
from verkosto.themes._agreement_figures import AgreementFigure, figures_of
from verkosto.themes._agreement_sums import Counts
from verkosto.themes._bootstrap import units_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

__all__ = ["Agreement"]

_COLUMNS = {
    "scope": "string",
    "theme": "string",
    "label": "string",
    "answers": "Int64",
    "codings": "Int64",
    "found": "Int64",
    "prevalence": "Float64",
    "agreement": "Float64",
    "positive": "Float64",
    "negative": "Float64",
    "alpha": "Float64",
    "low": "Float64",
    "high": "Float64",
    "resamples": "Int64",
    "cohen": "Float64",
    "fleiss": "Float64",
    "judgement": "string",
    "judgement_low": "string",
    "reason": "string",
}


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class Agreement(Printed):
    """How far coders agree on the themes of answers: made by `Coding.agreement`.

    Intervals are drawn when they are first asked for. It prints without a word of the answers; only
    `disagreements(text=True)` has them.

    Attributes:
        coding: The coding.
        coders: The coders that are compared.
        rows: Places of the answers that two of them or more have coded.
        level: Confidence of the intervals.
        resamples: How many resamples were asked for.
        seed: The seed of the resamples.
        parents: Whether a theme counts for those it is part of.
    """

    coding: Coding
    coders: tuple[str, ...]
    rows: NDArray[np.intp]
    counts: Counts
    level: float
    resamples: int
    seed: int
    parents: bool

    def __repr__(self) -> str:
        counts = f"{len(self.coders)} coders, {len(self.rows)} answers, {len(self.coding.codebook)} themes"
        return f"<Agreement on {self.coding.answers.question!r}: {counts}, alpha {self.alpha:.2f}>"

    @functools.cached_property
    def figures(self) -> tuple[AgreementFigure, ...]:
        """The figures of whole sets of themes, of all decisions together, and of each theme in the codebook's order."""
        drawn = self.counts.resampled(self._units, resamples=self.resamples, seed=self.seed)
        return figures_of(self.counts, self.coding.codebook, drawn, level=self.level)

    @functools.cached_property
    def _units(self) -> NDArray[np.intp]:
        return np.asarray(np.unique(units_of(self.coding.survey)[self.rows], return_inverse=True)[1])

    @property
    def units(self) -> int:
        """How many units resamples draw: associations, where the instrument names them, else answers."""
        return int(self._units.max()) + 1

    def __getitem__(self, theme: str) -> AgreementFigure:
        """Return the figures of a theme by its id; `"sets"` and `"decisions"` are those of all.

        Raises:
            UnknownThemeError: There is none; the message names the nearest.
        """
        named = {figure.theme or figure.scope: figure for figure in self.figures}
        if theme not in named:
            near = did_you_mean(theme, list(named))
            raise UnknownThemeError(f"the codebook {self.coding.codebook.id!r} has no theme {theme!r}.{near}")
        return named[theme]

    @property
    def alpha(self) -> float:
        """Krippendorff's alpha of whole sets of themes, with MASI as distance. It is the one number for all."""
        return float(self.counts.alphas_of_all()[-1])

    @property
    def alphas(self) -> dict[str, float]:
        """Krippendorff's alpha of each theme by its id, without intervals: what is quick to come by."""
        return dict(zip(self.coding.codebook.ids, self.counts.alphas().tolist(), strict=True))

    @functools.cached_property
    def frame(self) -> pd.DataFrame:
        """The figures as a table: the row "sets", the row "decisions", and a row for each theme.

        Columns:
            - `scope`, `theme` (NA in the first two rows), `label` (in Finnish): string.
            - `answers`, `codings`, `found`: Int64, as in `AgreementFigure`.
            - `prevalence`, `agreement`, `positive`, `negative`: Float64, between 0 and 1.
            - `alpha`, with its interval `low` and `high`, and `resamples` (Int64); `cohen`, `fleiss`: Float64, NA where
              they do not exist.
            - `judgement` of alpha and `judgement_low` of `low`: string, "reliable", "tentative" or "unreliable".
            - `reason`: string, why there is no alpha.
        """
        import pandas as pd

        columns: dict[str, Any] = {}
        for name, kind in _COLUMNS.items():
            values = [getattr(figure, name) for figure in self.figures]
            if name == "label":
                values = [None if value is None else value.fi for value in values]
            absent = [value is None or (kind == "Float64" and np.isnan(value)) for value in values]
            present = [None if gone else value for value, gone in zip(values, absent, strict=True)]
            columns[name] = pd.Series(present, dtype=kind)
        return pd.DataFrame(columns)

    def disagreements(self, *, text: bool = False) -> pd.DataFrame:
        """Return the answers on which coders differ, worst first.

        Args:
            text: Whether to add what respondents wrote, in the column `text`.

        Returns:
            A row for each answer. `answer`: its id; `distance`: mean MASI distance of pairs of its coders, from above 0
            to 1; `coders`: how many coded it; `differ`: ids of the themes that not all of them found, with "; "
            between; `said[A]` for each coder: what they found, "" for nothing, NA where they did not code it.
        """
        return _agreement_apart.disagreements(self, text=text)

    @functools.cached_property
    def confusions(self) -> pd.DataFrame:
        """Pairs of themes that coders swap: one has the first and not the second, another the reverse.

        Columns: `theme` and `other`, string, in the codebook's order; `swaps`, Int64, how often, over all answers and
        pairs of their coders, most often first; `share_of_theme` and `share_of_other`, Float64: which share that is of
        the cases in which only one of two coders found the theme. A coder without any theme swaps nothing.
        """
        return _agreement_apart.confusions(self)

    @functools.cached_property
    def pairs(self) -> pd.DataFrame:
        """How far each two coders agree on whole sets of themes, those who agree least first.

        Columns: `first` and `second`, string; `answers` that both coded, Int64; `agreement` (the share of answers with
        the very same themes), `alpha` (MASI), and `first_themes` and `second_themes` (how many themes each found in an
        answer, on average): Float64.
        """
        return _agreement_apart.pairs(self)

    @property
    def notes(self) -> tuple[LocalText, ...]:
        """What a reader must know."""
        return _agreement_print.notes(self)

    def _sheet(self, lang: str) -> Sheet:
        return _agreement_print.sheet(self, lang)
