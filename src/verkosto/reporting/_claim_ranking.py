"""A claim about a ranking: its comparisons are judged by the ranking's bootstrap in place of the ordinary test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from verkosto.reporting._claim_figures import Figure, local
from verkosto.reporting._claim_gaps import Tested
from verkosto.reporting._claim_result import why
from verkosto.text import LocalText, format_number, format_percent
from verkosto.themes import Everywhere, RankTest

__all__ = ["Ranked", "tested_of"]


@frozen(eq=False)
class Ranked:
    """What a claim keeps of a ranking, when its table is put in place of another.

    Attributes:
        by: What divides the respondents, or None.
        values: The answers that are ranked.
        resamples: How many resamples were made.
        everywhere: For each answer that the claim names, how sure it is that it is the largest in every group.
    """

    by: str | None
    values: tuple[str, ...]
    resamples: int
    everywhere: Mapping[str, Everywhere]

    @classmethod
    def of(cls, ranking: RankTest, values: Sequence[str]) -> Ranked:
        """Take what is needed for the answers that a claim names."""
        everywhere = {value: ranking.everywhere(value) for value in values if value in ranking.values}
        return cls(ranking.by, ranking.values, ranking.resamples, everywhere)

    def compares(self, first: Figure | None, second: Figure | None) -> bool:
        """Whether the ranking has tested a pair of figures: two of its answers in one group."""
        return (
            first is not None
            and second is not None
            and first.place.groups == second.place.groups
            and {first.place.value, second.place.value} <= set(self.values)
        )

    def p_in_all(self, found: Figure, within: str | None) -> float | None:
        """Return the p-value of a figure's answer being the largest in every group, where that is what is claimed."""
        stated = self.everywhere.get(str(found.place.value)) if within is not None and within == self.by else None
        return None if stated is None else stated.p

    def named(self, p: LocalText) -> LocalText:
        """Return a p-value with the name of the test."""
        return why("by_bootstrap", p=p, resamples=local(lambda lang: format_number(self.resamples, lang=lang)))

    def in_all(self, value: str, p: LocalText) -> LocalText:
        """Return how sure it is that an answer is the largest in every group."""
        found = self.everywhere[value]
        return why(
            "largest_in_all",
            leads=str(len(found.leads)),
            groups=str(len(found.groups)),
            share=local(lambda lang: format_percent(found.share, lang=lang)),
            p=self.named(p),
        )


def tested_of(ranking: RankTest, values: Sequence[str]) -> Tested:
    """Return the p-values of the answers that a claim names against all others, in each group."""
    found: Tested = {}
    table = ranking.table
    for value in set(values) & set(ranking.values):
        for group in ranking.groups:
            codes = () if ranking.by is None else (group,)
            first, *others = (
                ("", table.instrument_id, table.variables[0].id, code, *codes)
                for code in (value, *(other for other in ranking.values if other != value))
            )
            for other in others:
                found[first, other] = found[other, first] = ranking.p(group, value, other[3])
    return found
