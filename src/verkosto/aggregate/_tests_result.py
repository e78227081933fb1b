"""SignificanceTest: a test statistic with its p-value, and the size of what was tested beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.aggregate import _tests_display, _tests_json
from verkosto.aggregate._sheet import Printed, Sheet
from verkosto.aggregate._tests_figures import Figures
from verkosto.errors import OptionError
from verkosto.text import LocalText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Effect", "Labelled", "OtherTest", "SignificanceTest"]


@frozen
class Effect:
    """How large a difference or a connection is, with its interval.

    Attributes:
        name: `"cramers_v"`, `"difference"`, `"cohens_d"`, `"hedges_g"`, `"probability_of_superiority"`,
            `"rank_eta_squared"`, `"odds_ratio"`, `"slope"`, `"largest_difference"`.
        label: The same in words.
        estimate: The size; None where the answers do not tell it.
        se: Its standard error; None where the interval is made without one.
        low: Lower end of the interval; None where there is none.
        high: Upper end; None where there is none, or where it is infinite.
        interval: How the interval was made: `"t"`, `"log_t"`, `"logit_t"`, `"noncentral_f"`, `"korn_graubard"`;
            None where there is none.
    """

    name: str
    label: LocalText
    estimate: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str | None = None


@frozen
class OtherTest:
    """A test that stands beside the main one.

    Attributes:
        name: `"exact"` (the binomial test of `mcnemar`) or `"linearity"` (of `trend`).
        label: The same in words.
        statistic_name: `"F"`, or `"n"` for the number of pairs of an exact test.
        statistic: The test statistic.
        df: Its degrees of freedom.
        ddf: Degrees of freedom of the denominator of F.
        p: The p-value; None where it does not exist.
        status: `"ok"`, or why there is no p-value.
    """

    name: str
    label: LocalText
    statistic_name: str
    statistic: float | None
    df: float | None
    ddf: float | None
    p: float | None
    status: str = "ok"


@frozen
class Labelled:
    """What a code in a column of `details` is called."""

    column: str
    code: str
    label: LocalText


@frozen(repr=False)
class SignificanceTest(Printed):
    """A test with its effect: made by `chi_square`, `t_test`, `rank_test`, `mcnemar` and others.

    A p-value tells how surprising the answers would be if there were no difference. It does not tell how large the
    difference is; `effect` does, with its interval.

    Attributes:
        name: The function that made it.
        title: What was tested: the texts of the questions.
        method: The method in words.
        statistic_name: `"F"`, `"t"` or `"chi2"`.
        statistic: The test statistic; None where it does not exist (`status` says why).
        df: Its degrees of freedom; of the numerator for F.
        ddf: Degrees of freedom of the denominator of F; None for t and chi-square.
        p: The p-value, two-sided; None where it does not exist.
        status: `"ok"`, or why there is no p-value: `"no_variance"` (nothing varies, as in a census),
            `"no_df"` (too few sampling units), `"singular"` (the covariance has no inverse).
        effects: Sizes of what was tested, the main one first.
        level: Confidence of the intervals.
        n: Rows that count, unweighted.
        weighted: Sum of their weights.
        base: Whose answers count, in words.
        variables: Ids of the variables.
        weights: Id of the weights, or None.
        groups: Figures behind the test; `details` is their frame.
        absences: Rows that do not count, by reason; `missing` is their frame.
        notes: What a reader must know.
        instrument_id: Id of the survey.
        others: Tests beside the main one; `other` finds them by name.
        labels: What the codes in `details` are called.

    Example:
        >>> import verkosto as vk
        >>> test = vk.chi_square(vk.samples.tukirakenne(), "malli_a", "toimiala")
        >>> test == type(test).from_json(test.to_json())
        True
    """

    name: str
    title: LocalText
    method: LocalText
    statistic_name: str
    statistic: float | None
    df: float | None
    ddf: float | None
    p: float | None
    status: str
    effects: tuple[Effect, ...]
    level: float
    n: int
    weighted: float
    base: LocalText
    variables: tuple[str, ...]
    weights: str | None
    groups: Figures
    absences: Figures
    notes: tuple[LocalText, ...]
    instrument_id: str
    others: tuple[OtherTest, ...] = ()
    labels: tuple[Labelled, ...] = ()

    @property
    def effect(self) -> Effect:
        """The main effect."""
        return self.effects[0]

    def other(self, name: str) -> OtherTest:
        """Return a test that stands beside the main one.

        Raises:
            OptionError: There is none of that name.
        """
        for found in self.others:
            if found.name == name:
                return found
        known = ", ".join(repr(found.name) for found in self.others) or "none"
        msg = f"there is no test {name!r} beside {self.name}: {known}."
        raise OptionError(msg)

    @property
    def details(self) -> pd.DataFrame:
        """The figures behind the test as a new pandas frame, with codes: cells, groups, answers or waves."""
        return self.groups.frame()

    @property
    def missing(self) -> pd.DataFrame:
        """Rows that do not count as a new pandas frame: variable, reason, n; only what occurs."""
        return self.absences.frame()

    def to_frame(self) -> pd.DataFrame:
        """Return the test as a new pandas frame, one row for each effect.

        Columns: test, statistic_name, statistic, df, ddf, p, status, n, weighted, effect, estimate, se, low, high,
        interval. What does not exist is NaN or NA.
        """
        own = (self.name, self.statistic_name, self.statistic, self.df, self.ddf, self.p, self.status, self.n)
        rows = [
            (*own, self.weighted, part.name, part.estimate, part.se, part.low, part.high, part.interval)
            for part in self.effects
        ]
        return Figures.of(
            {
                "test": "text", "statistic_name": "text", "statistic": "number", "df": "number", "ddf": "number",
                "p": "number", "status": "text", "n": "count", "weighted": "number", "effect": "text",
                "estimate": "number", "se": "number", "low": "number", "high": "number", "interval": "text",
            },
            rows,
        ).frame()  # fmt: skip

    def to_json(self) -> str:
        """Return the test as JSON of schema "verkosto.test/1", which every later version reads."""
        return _tests_json.encode(self, _tests_json.TEST)

    @classmethod
    def from_json(cls, text: str) -> SignificanceTest:
        """Read what `to_json` wrote.

        Raises:
            TableFormatError: The text is no such JSON; the message says what is wrong.
        """
        return _tests_json.decode(text, _tests_json.TEST, cls)

    def __repr__(self) -> str:
        return f"<SignificanceTest {self.name}: {_tests_display.finding(self, 'en')}>"

    def _sheet(self, lang: str) -> Sheet:
        return _tests_display.sheet(self, lang)
