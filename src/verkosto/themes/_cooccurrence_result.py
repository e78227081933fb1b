"""Cooccurrence: pairs of themes with their figures, from tables that may be protected."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from math import isnan, nan, sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from attrs import evolve, frozen

from verkosto.aggregate import NO_COUNT, TOTAL_CODE, Printed, Sheet, Table
from verkosto.errors import OptionError, did_you_mean
from verkosto.text import LocalText
from verkosto.themes._rank_orders import holm

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BOTH", "Cell", "Cooccurrence", "Measure", "PairTest"]

BOTH = ("1", "0")
"""Codes of a theme that is there, and of one that is not, as a crosstab has them."""

Measure = Literal["conditional", "share", "jaccard", "lift", "phi"]


@frozen
class Cell:
    """How often a second theme stands in the answers that bear a first.

    Attributes:
        n: Answers with both; None where it is kept back.
        base: Answers with the first; None likewise.
        share: The share of the second among those; NaN where there is none or it is kept back.
        low: Lower end of its interval.
        high: Upper end.
        hidden: Whether it is kept back.
    """

    n: int | None
    base: int | None
    share: float
    low: float
    high: float
    hidden: bool = False


@frozen
class PairTest:
    """The p-values of pairs.

    Attributes:
        p: By pair, None where one of both does not vary.
        adjusted: Likewise, for the number of pairs.
    """

    p: Mapping[tuple[str, str], float | None]
    adjusted: Mapping[tuple[str, str], float | None]

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]], p: Sequence[float | None]) -> PairTest:
        """Adjust p-values of pairs."""
        import numpy as np

        known = [place for place, value in enumerate(p) if value is not None]
        raised = dict(zip(known, holm(np.array([p[place] for place in known], dtype=np.float64)), strict=True))
        adjusted = {pair: float(raised[place]) if place in raised else None for place, pair in enumerate(pairs)}
        return cls(MappingProxyType(dict(zip(pairs, p, strict=True))), MappingProxyType(adjusted))


@frozen(eq=False, repr=False)
class Cooccurrence(Printed):
    """Which themes stand together: made by `cooccurrence`.

    It holds the figures of few answers, so it is for your own eyes. For others put it on protected tables:
    `found.on(vk.protect(found.tables))`; what they keep back is in no figure of the result.

    Attributes:
        question: Id of the question.
        values: Codes of the themes, in the order of the codebook.
        tables: For each theme the ordinary table of all others among the answers with it, without it, and all.
        tests: p-values of pairs.
    """

    question: str
    values: tuple[str, ...]
    tables: tuple[Table, ...]
    tests: PairTest

    @property
    def frame(self) -> pd.DataFrame:
        """A new pandas frame with a row for each pair.

        - `first`, `second`: codes; `first_label`, `second_label`: labels (Finnish).
        - `n`: answers that bear both, unweighted; `base`: all answers that count. Int64, NA where kept back.
        - `share`: share of answers that bear both.
        - `of_first`, `of_first_low`, `of_first_high`: the share of the second among answers that bear the first, with
          its interval; `of_second` and so on: the other way round.
        - `jaccard`: answers with both by answers with either. `lift`: how many times as many bear both as would if
          they had nothing to do with each other. `phi`: their correlation, from -1 to 1.
        - `p`, `p_holm`: p-value of no connection, and adjusted for the number of pairs.

        Whatever a protected table keeps back, or what would follow from it, is NaN.
        """
        import pandas as pd

        labels = self._labels("fi")
        rows = []
        for pair in itertools.combinations(self.values, 2):
            first, second = self.cell(*pair), self.cell(*reversed(pair))
            seen = not (first.hidden or second.hidden)
            p, adjusted = (test.get(pair) if seen else None for test in (self.tests.p, self.tests.adjusted))
            rows.append({
                "first": pair[0], "second": pair[1], "first_label": labels[pair[0]], "second_label": labels[pair[1]],
                "n": first.n, "base": self.base, "share": self.value("share", *pair),
                "of_first": first.share, "of_first_low": first.low, "of_first_high": first.high,
                "of_second": second.share, "of_second_low": second.low, "of_second_high": second.high,
                **{name: self.value(name, *pair) for name in ("jaccard", "lift", "phi")},
                "p": nan if p is None else p, "p_holm": nan if adjusted is None else adjusted,
            })  # fmt: skip
        texts = dict.fromkeys(("first", "second", "first_label", "second_label"), "string")
        return pd.DataFrame(rows).astype(texts | {"n": "Int64", "base": "Int64"})

    @property
    def base(self) -> int | None:
        """How many answers count; None where it is kept back."""
        return self.cell(None, self.values[0]).base

    def matrix(self, measure: Measure = "conditional") -> pd.DataFrame:
        """Return one measure of all pairs as a new pandas frame, codes both ways.

        Args:
            measure: "conditional": the share of the theme of the column among the answers that bear that of the row;
                or "share", "jaccard", "lift", "phi", which are the same both ways. The diagonal is NaN.

        Raises:
            OptionError: There is no such measure.
        """
        import pandas as pd

        if measure not in get_args(Measure):
            known = get_args(Measure)
            raise OptionError(f"no measure {measure!r}.{did_you_mean(measure, known)} Use one of {', '.join(known)}.")
        cells = [[nan if a == b else self.value(measure, a, b) for b in self.values] for a in self.values]
        return pd.DataFrame(cells, index=list(self.values), columns=list(self.values))

    def on(self, tables: Iterable[Table]) -> Cooccurrence:
        """Return the same of other tables: those that `vk.protect` made of `tables`.

        Figures are then those that are published; tests are kept of pairs that can be seen.

        Raises:
            OptionError: They are not the same tables.
        """
        found = tuple(tables)
        same = len(found) == len(self.tables) and all(
            isinstance(new, Table) and new.by == old.by and new.instrument_id == old.instrument_id
            for new, old in zip(found, self.tables, strict=True)
        )
        if not same:
            raise OptionError("give what `vk.protect(found.tables)` returns: the same tables in the same order.")
        return evolve(self, tables=found)

    def cell(self, first: str | None, second: str) -> Cell:
        """Return the share of a second theme among the answers that bear a first; None: among all."""
        place = self.values.index(second if first is None else first)
        if first is None:
            # The table of a theme has no row of itself.
            place = 1 if place == 0 else 0
        table, group = self.tables[place], TOTAL_CODE if first is None else BOTH[0]
        row = _row(table, group, second)
        if row is None:
            return Cell(0, 0, nan, nan, nan)
        cells = table.cells
        n, base = (None if cells[name][row] == NO_COUNT else int(cells[name][row]) for name in ("n", "base"))
        share, low, high = (float(cells[name][row]) for name in ("estimate", "low", "high"))
        return Cell(n, base, share, low, high, hidden=isnan(share))

    def value(self, measure: Measure, first: str, second: str) -> float:
        """Return a measure of a pair; NaN where it cannot be seen or does not exist."""
        share, other = self.cell(first, second).share, self.cell(None, second).share
        if measure == "conditional":
            return share
        if measure == "lift":
            return share / other if other > 0 else nan
        own = self.cell(None, first).share
        both = self._both(first, second)
        if measure == "share":
            return both
        if measure == "jaccard":
            either = own + other - both
            return both / either if either > 0 else nan
        spread = own * (1 - own) * other * (1 - other)
        return (both - own * other) / sqrt(spread) if spread > 0 else nan

    def label(self, value: str, lang: str = "fi") -> str:
        """Return what a theme is called."""
        return self._labels(lang)[value]

    @property
    def title(self) -> LocalText:
        """The question."""
        return self.tables[0].variables[0].text

    def _both(self, first: str, second: str) -> float:
        """Return the share of answers that bear both."""
        cell, own = self.cell(first, second), self.cell(None, first).share
        if cell.base == 0:
            return 0.0
        return cell.share * own

    def _labels(self, lang: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for table in self.tables[:2]:
            heading = table.variables[0]
            found |= {code: heading.label(code, lang) for code in heading.labels}
        return found

    def __repr__(self) -> str:
        return f"<Cooccurrence of {self.question!r}: {len(self.values)} themes>"

    def _sheet(self, lang: str) -> Sheet:
        from verkosto.themes._cooccurrence_display import sheet

        return sheet(self, lang)


def _row(table: Table, group: str, value: str) -> int | None:
    codes, values = table.cells[table.by[0]], table.cells["value"]
    return next((row for row in range(len(table)) if codes[row] == group and values[row] == value), None)
