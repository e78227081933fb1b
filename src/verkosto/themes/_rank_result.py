"""RankTest: the order of answers in each group, and how sure it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import asdict, frozen

from verkosto.aggregate import TOTAL, TOTAL_CODE, Printed, Sheet, Table
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.text import LocalText
from verkosto.themes._rank_draws import Draws
from verkosto.themes._rank_figures import GroupFigures, Order, figures_of, order_of
from verkosto.themes._rank_orders import ends, holm, p_of_pairs

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Everywhere", "RankTest"]


@frozen
class Everywhere:
    """The statement that one answer is the largest in every group, and how sure it is.

    Attributes:
        value: Code of the answer.
        label: The answer in words.
        groups: Codes of the groups that somebody answered in.
        leads: The groups in which it has the largest share.
        p: The p-value: the largest over the groups of the largest over the other answers; 1 where it does not lead
            in each group.
        share: In which share of the resamples it is the largest in every group; a tie counts as its part, and a group
            that nobody was drawn from counts as none.
        level: Confidence of the test.
    """

    value: str
    label: LocalText
    groups: tuple[str, ...]
    leads: tuple[str, ...]
    p: float
    share: float
    level: float

    @property
    def holds(self) -> bool:
        """Whether it is so beyond chance."""
        return self.p < 1 - self.level


@frozen(eq=False, repr=False, slots=False)
class RankTest(Printed):
    """The order of answers in each group with its uncertainty, by bootstrap over respondents: made by `rank`.

    It holds the figures of small groups, so it is for your own eyes; a report prints it only with `internal=True`. A
    sentence about it is a `Claim`, which `Claim.on` puts on the protected table.

    Attributes:
        question: Id of the question.
        by: What divides the respondents, or None.
        values: Codes of the answers that are ranked.
        groups: Codes of the groups in order, then "*" for all together.
        table: The ordinary table: `vk.crosstab(..., margins=True)`, or `vk.frequency` without `by`.
        units: For each group the protection units among those who answered.
        level: Confidence of intervals and tests.
        resamples: How many resamples were made.
        seed: Where the draws began.
    """

    question: str
    by: str | None
    values: tuple[str, ...]
    groups: tuple[str, ...]
    table: Table
    units: tuple[int, ...]
    level: float
    resamples: int
    seed: int
    _rows: NDArray[np.intp]
    _draws: Draws

    @property
    def frame(self) -> pd.DataFrame:
        """A new pandas frame with a row for each group and answer.

        - `group`, `group_label`: code and label (Finnish); "*" is all groups together.
        - `value`, `label`: the answer.
        - `n`, `base`: unweighted counts; Int64. `units`: protection units in the base.
        - `share`, `low`, `high`: the share and its interval, as in `table`.
        - `rank`: 1 for the largest; tied answers have the best place. Int64. `rank_low`, `rank_high`: interval.
        - `first`: in which share of the resamples it is the largest of the group; a tie is split.
        - `rival`: the largest other answer. `lead`: the share less that of the rival. `lead_low`, `lead_high`:
          interval of it.
        - `p`: of the answer that leads, the p-value that it is not ahead of all others; of others, that the largest
          is not ahead of them.
        - `status`: "ok"; "few", where a group has fewer than 5 units, which is too few for intervals; "empty".
        """
        import pandas as pd

        labels = self.table.labels()
        heading = labels[self._variable]
        rows = []
        for place, group in enumerate(self.groups):
            found = self.figures[place]
            for at, value in enumerate(self.values):
                row = int(self._rows[place, at])
                counts = {name: int(self.table.cells[name][row]) for name in ("n", "base")}
                shares = {name: float(self.table.cells[name][row]) for name in ("low", "high")}
                rows.append({
                    "group": group, "group_label": self.group_label(group).get("fi"), "value": value,
                    "label": heading[value], **counts, "units": self.units[place],
                    "share": float(found.shares[at]), **shares, **found.row(at, self.values), "status": found.status,
                })  # fmt: skip
        frame = pd.DataFrame(rows)
        kinds = dict.fromkeys(("group", "group_label", "value", "label", "rival", "status"), "string")
        kinds |= dict.fromkeys(("n", "base", "units", "rank", "rank_low", "rank_high"), "Int64")
        return frame.astype(kinds)

    @property
    def pairs(self) -> pd.DataFrame:
        """A new pandas frame with a row for each group and pair of answers, those in the order of all groups together.

        - `group`: code.
        - `first`, `second`: the answers; the first is not smaller than the second among all together.
        - `difference`, `low`, `high`: share of the first less that of the second in the group, and its interval.
        - `p`: two-sided. `p_holm`: adjusted for all pairs of the group.
        - `order`: "same", "reversed" or "tied" as the shares have it in the group.
        """
        import pandas as pd

        return pd.DataFrame([row for place in range(len(self.groups)) for row in self._pairs_of(place)])

    @property
    def orders(self) -> pd.DataFrame:
        """A new pandas frame with a row for each group: whether it has the order of all groups together.

        - `group`: code. `pairs`: pairs of answers that are not tied among all.
        - `swapped`: pairs that the group has the other way round; `swapped_low`, `swapped_high`: interval. Near ties
          swap in resamples by chance, so it leans to more of them.
        - `tau`: Kendall's tau-b of both orders; `tau_low`, `tau_high`: interval.
        - `kept`: in which share of the resamples no pair is swapped.
        - `reversed`: pairs of which it is beyond chance that the group has them the other way round (Holm).
        - `p`: the smallest adjusted p-value of a swapped pair, 1 where none is: small where the order of all does not
          hold in the group.
        - `status`: as in `frame`.
        """
        import pandas as pd

        made = [(group, self._order(place)) for place, group in enumerate(self.groups) if group != TOTAL_CODE]
        return pd.DataFrame([{"group": group, **asdict(order)} for group, order in made])

    @property
    def largest(self) -> str | None:
        """The answer with the largest share of all together; None where several share that place."""
        shares = self.figures[-1].shares
        found = np.flatnonzero(shares == np.nanmax(shares))
        return self.values[found[0]] if len(found) == 1 else None

    def holds(self, value: str | None = None) -> bool:
        """Whether an answer is the largest in every group beyond chance, as `everywhere` tells."""
        return self.everywhere(value).holds

    def everywhere(self, value: str | None = None) -> Everywhere:
        """Return how sure it is that an answer is the largest in every group.

        It is so if it is ahead of each other answer in each group, and each of that has a test of its own. The
        p-value is the largest of theirs, and needs no adjustment: the intersection-union test of Berger (1982,
        Technometrics 24, page 295). p-values are two-sided, as elsewhere in the library.

        Args:
            value: Code of the answer; None: that which is the largest among all together.

        Raises:
            AnalysisError: There is no such answer, or none is named and several are the largest.
        """
        code = self.largest if value is None else value
        if code is None:
            raise AnalysisError("several answers share the largest place of all together. Name one: value=.")
        if code not in self.values:
            raise AnalysisError(
                f"question {self.question!r} has no answer {code!r} in this ranking.{did_you_mean(code, self.values)} "
                f"It ranks {', '.join(map(repr, self.values))}."
            )
        at = self.values.index(code)
        own = [place for place, group in enumerate(self.groups) if group != TOTAL_CODE or self.by is None]
        asked = [place for place in own if self.figures[place].status != "empty"]
        leads = [place for place in asked if self.figures[place].leads(at)]
        p = max((float(self.figures[place].p[at]) for place in leads), default=1.0)
        return Everywhere(
            code,
            self._heading.labels[code],
            tuple(self.groups[place] for place in asked),
            tuple(self.groups[place] for place in leads),
            p if len(leads) == len(asked) else 1.0,
            self._share_of_resamples(at, asked),
            self.level,
        )

    def p(self, group: str, first: str, second: str) -> float:
        """Return the two-sided p-value of no difference between two answers in a group, "*" for all together.

        Raises:
            AnalysisError: There is no such group or answer.
        """
        for what, code, known in (("group", group, self.groups), ("answer", first, self.values),
                                  ("answer", second, self.values)):  # fmt: skip
            if code not in known:
                raise AnalysisError(f"the ranking has no {what} {code!r}.{did_you_mean(code, known)}")
        one, two = self.values.index(first), self.values.index(second)
        return float(self._p[self.groups.index(group)][one, two])

    def group_label(self, group: str) -> LocalText:
        """Return what a group is called.

        Raises:
            AnalysisError: There is no such group.
        """
        if group not in self.groups:
            raise AnalysisError(f"the ranking has no group {group!r}.{did_you_mean(group, self.groups)}")
        if group == TOTAL_CODE:
            return TOTAL
        heading = self.table.groups[0]
        return LocalText(**{lang: heading.label(group, lang) for lang in ("fi", "sv", "en")})

    def base(self, place: int) -> int:
        """Return how many respondents the shares of a group are shares of, by its place in `groups`."""
        return int(self.table.cells["base"][self._rows[place, 0]])

    @property
    def _heading(self) -> Any:
        return self.table.variables[0]

    @property
    def _variable(self) -> str:
        return str(self._heading.id)

    @cached_property
    def _p(self) -> list[Floats]:
        """For each group the p-values of its pairs."""
        sums, chance = self._draws.sums, self._draws.chance
        return [p_of_pairs(sums[rows], chance[:, rows]) for rows in self._rows]

    @cached_property
    def figures(self) -> list[GroupFigures]:
        """The figures of each group, in the order of `groups`, as arrays over `values`."""
        estimates = np.round(np.asarray(self.table.cells["estimate"], dtype=np.float64), 12)
        shares, certain = self._draws.shares, not self._draws.chance.any()
        return [
            figures_of(estimates[rows], shares[:, rows], p, units=units, level=self.level, certain=certain)
            for rows, p, units in zip(self._rows, self._p, self.units, strict=True)
        ]

    def _share_of_resamples(self, at: int, asked: list[int]) -> float:
        every = np.ones(self.resamples)
        for place in asked:
            shares = self._draws.shares[:, self._rows[place]]
            with np.errstate(invalid="ignore"):
                top = shares == np.nanmax(np.nan_to_num(shares, nan=-1.0), axis=1, keepdims=True)
            every *= top[:, at] / np.maximum(top.sum(axis=1), 1)
        return float(every.mean()) if asked else 0.0

    def _pairs_of(self, place: int) -> list[dict[str, Any]]:
        found, p = self.figures[place], self._p[place]
        order = np.argsort(-np.nan_to_num(self.figures[-1].shares), kind="stable")
        one, two = (order[part] for part in np.triu_indices(len(order), k=1))
        differences = found.shares[one] - found.shares[two]
        adjusted = holm(p[one, two])
        resampled = self._draws.shares[:, self._rows[place]]
        resampled = resampled[~np.isnan(resampled).any(axis=1)]
        low = high = np.full(len(one), np.nan)
        if found.status == "ok":
            low, high = ends(resampled[:, one] - resampled[:, two], self.level)
        words: dict[int, Literal["same", "reversed", "tied"]] = {1: "same", 0: "tied", -1: "reversed"}
        known = found.status != "empty"
        return [
            {
                "group": self.groups[place], "first": self.values[one[at]], "second": self.values[two[at]],
                "difference": differences[at], "low": low[at], "high": high[at],
                "p": p[one[at], two[at]] if known else np.nan, "p_holm": adjusted[at] if known else np.nan,
                "order": words[int(np.sign(differences[at]))] if known else "tied",
            }
            for at in range(len(one))
        ]  # fmt: skip

    def _order(self, place: int) -> Order:
        shares, rows = self._draws.shares, self._rows
        return order_of(
            self.figures[place],
            self.figures[-1].shares,
            (shares[:, rows[place]], shares[:, rows[-1]]),
            self._p[place],
            self.level,
        )

    def __repr__(self) -> str:
        by = f" by {self.by}" if self.by else ""
        groups = len(self.groups) - (self.by is not None)
        of_groups = f" in {groups} groups" if self.by else ""
        return f"<RankTest {self.question!r}{by}: {len(self.values)} answers{of_groups}, {self.resamples} resamples>"

    def _sheet(self, lang: str) -> Sheet:
        from verkosto.themes._rank_display import sheet

        return sheet(self, lang)
