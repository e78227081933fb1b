"""Claim: a sentence with figures in it, checked against the table that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from attrs import field, frozen

from verkosto.aggregate import Table
from verkosto.errors import AnalysisError, OptionError, did_you_mean
from verkosto.reporting._claim_case import Case, denied
from verkosto.reporting._claim_counts import number_findings
from verkosto.reporting._claim_differences import difference_findings
from verkosto.reporting._claim_figures import Figure, figure, places_of, rows_of
from verkosto.reporting._claim_gaps import Tested, seen
from verkosto.reporting._claim_ranking import Ranked, tested_of
from verkosto.reporting._claim_result import Checked, Finding
from verkosto.reporting._claim_sentence import mentions
from verkosto.reporting._claim_shares import base_findings, share_findings
from verkosto.reporting._claim_versus import check_table, check_value, differing, in_other, texts
from verkosto.reporting._claim_words import allowed, language_of
from verkosto.text import LocalText, check_language
from verkosto.themes import RankTest

__all__ = ["Claim"]

_TIGHT = re.compile(r"(?<=\d) (?=%)|(?<=\d) (?=\d{3}(?!\d))")
_BASES = ("answered", "substantive", "asked", "ticks")
_AMONG = ("values", "groups")


@frozen(eq=False, repr=False, init=False)
class Claim:
    """A sentence with figures in it, and the figures of a table that it is about.

    `check` reads the numbers of the sentence (73 %, 562 vastaajaa, keskiarvo 3,9), its forms in words (kolme neljästä,
    lähes puolet, enemmistö) and its comparisons (enemmän kuin, suurin, kasvoi), in Finnish, Swedish and English, and
    holds each against the table. A number or a form that is none of the figures named here fails: nothing is passed
    over in silence. A report prints the sentence, and is not written if a claim in it fails.

    Attributes:
        text: The sentence; a `LocalText` has one in each language, and each is checked.
        table: The table. The sentence is published, so in a report for the public its table is a published one.
        tolerances: What the forms allow, by name.
        level: Confidence at which a difference counts as larger than chance.

    Example:
        >>> import verkosto as vk
        >>> from verkosto.reporting import Claim
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> Claim("Kolme neljästä (73 %) kannatti mallia", table=table, value="k").holds
        True
        >>> print(Claim("Lähes kaikki kannattivat mallia", table=table, value="k").check().to_text("en"))
        Lähes kaikki kannattivat mallia
          ✗ ”Lähes kaikki” – 73% (410/562): the figure lies outside what the words allow (90–100%)
    """

    text: LocalText
    table: Table
    tolerances: Mapping[str, float]
    level: float
    _sentences: tuple[tuple[str, str], ...]
    _asked: Mapping[str, Any]
    _tested: Tested = field(factory=dict)
    _ranked: Ranked | None = None

    def __init__(
        self,
        text: LocalText | str,
        *,
        table: Table | RankTest,
        value: str | Sequence[str] | None = None,
        variable: str | None = None,
        group: str | Sequence[str] | Mapping[str, str] | None = None,
        versus: str | Mapping[str, str] | Table | None = None,
        among: Literal["values", "groups"] | None = None,
        within: str | None = None,
        base: Literal["answered", "substantive", "asked", "ticks"] | None = None,
        aside: Sequence[str] = (),
        tolerances: Mapping[str, float] | None = None,
        level: float | None = None,
        lang: str | None = None,
    ) -> None:
        """Take the sentence and say what it is about.

        Args:
            text: The sentence.
            table: The table: any that has estimates, also one from `vk.reported` or `vk.protect`. Or what
                `themes.rank` returns: then answers of one group are compared by its bootstrap, and "in every group"
                is judged as one statement.
            value: The answer that the sentence is about; several in the order in which their shares are said. None
                where there is one figure, or where only respondents are counted.
            variable: Which variable of the table; None where it has one.
            group: The code of the group; a code for each `by`, or a mapping, where there are several. None: all
                groups together.
            versus: What a comparison compares with: another answer, another group, a mapping of what differs
                (`{"value": "e"}`, `{"maakunta": "01"}`, `{"variable": "malli_b"}`), or a table, such as that of an
                earlier wave.
            among: What the largest is the largest of: of the answers ("values") or of the groups ("groups"). None: of
                the groups where `group` is given.
            within: What divides the table into the groups in each of which the sentence has to hold: "whatever
                kind of association".
            base: What the shares are shares of, where the sentence does not say it in words that are known.
            aside: Parts of the sentence that say nothing of the table, as they stand in it: `["18-vuotiaat"]`.
            tolerances: What forms allow, in place of the usual: `{"near": 3}`. See `Claim.tolerances` for the names.
            level: Confidence at which a difference counts as larger than chance; None: that of the table.
            lang: Language of a plain string; None: as its words show.

        Raises:
            AnalysisError: The table has no such variable, answer or group.
            OptionError: Another argument that cannot be.
        """
        ranking = table if isinstance(table, RankTest) else None
        table = table.table if isinstance(table, RankTest) else table
        check_table(table)
        _check_choice("among", among, _AMONG)
        _check_choice("base", base, _BASES)
        confidence = table.level if level is None else level
        if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence < 1:
            raise OptionError(f"level {level!r} does not lie between 0 and 1. Give a confidence such as 0.95.")
        sentence, named = LocalText.of(text), texts("value", value)
        asked = {
            "value": named, "variable": variable, "group": group, "versus": versus, "among": among,
            "within": within, "base": base, "aside": texts("aside", aside),
        }  # fmt: skip
        self.__attrs_init__(
            text=sentence,
            table=table,
            tolerances=allowed(tolerances),
            level=float(confidence),
            sentences=_sentences(text, sentence, lang),
            asked=asked,
            tested={} if ranking is None else tested_of(ranking, named),
            ranked=None if ranking is None else Ranked.of(ranking, named),
        )

    def __attrs_post_init__(self) -> None:
        # What the table does not have is told where the claim is made, and not first in a report.
        self._named()

    @property
    def prose(self) -> LocalText:
        """The sentence as it is printed: with no-break spaces before a per cent sign and between thousands."""
        texts = {lang: getattr(self.text, lang) for lang in self.text.languages}
        return LocalText(**{lang: _TIGHT.sub("\u00a0", text) for lang, text in texts.items()})

    @property
    def holds(self) -> bool:
        """Whether the table agrees with all that the sentence says."""
        return self.check().holds

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that the sentence tells figures of, but for those of an earlier release, which everybody knows."""
        versus = self._asked["versus"]
        found = (self.table, versus) if isinstance(versus, Table) else (self.table,)
        return tuple(table for table in found if set(table.cells["status"]) != {"reported"})

    def check(self) -> Checked:
        """Return what was found of each number, form and comparison in the sentence."""
        found: dict[tuple[object, ...], Finding] = {}
        for lang, sentence in self._sentences:
            for one in _findings(self._case(lang, sentence)):
                found.setdefault((one.lang, one.kind, one.says, one.ok, one.why.fi), one)
        return Checked(self.text, tuple(found.values()))

    def findings(self, lang: str = "fi") -> tuple[str, ...]:
        """Return a line for each figure that contradicts the sentence; none where the claim holds.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        check_language(lang)
        return tuple(f"{self.text.get(lang)!r}: {found.text(lang)}" for found in self.check().failures)

    def on(self, table: Table, versus: Table | None = None) -> Claim:
        """Return the claim about the published table, with the tests that only the answers could make.

        A protected table does not know how its figures hang together, so a difference in it is tested with more
        caution than need be. Make the claim of the table with its answers, and put it on the published one: figures
        are then those that are published, and differences are tested as they were with the answers.

        Args:
            table: The same table after `vk.protect`.
            versus: Likewise what the claim compares with, where that is a table.

        Example:
            >>> import verkosto as vk
            >>> from verkosto.reporting import Claim
            >>> table = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="erva", margins=True)
            >>> claim = Claim("Kannattajia oli enemmän kuin vastustajia", table=table, value="k", versus="e")
            >>> claim.on(vk.protect(table)).holds
            True
        """
        self.check()
        check_table(table)
        other = self._asked["versus"] if versus is None else versus
        moved = object.__new__(type(self))
        moved.__attrs_init__(
            text=self.text,
            table=table,
            tolerances=self.tolerances,
            level=self.level,
            sentences=self._sentences,
            asked={**self._asked, "versus": other},
            tested=seen(self._tested, (table, other) if isinstance(other, Table) else (table,)),
            ranked=self._ranked,
        )
        return moved

    def _named(self) -> tuple[str, tuple[str, ...], tuple[str, ...], Figure | None]:
        """Return the variable, the groups, the answers and what is compared with."""
        asked, table = self._asked, self.table
        variable, groups = places_of(table, variable=asked["variable"], group=asked["group"])
        values: tuple[str, ...] = asked["value"]
        for value in values:
            check_value(table, variable, value)
        if asked["within"] is not None and asked["within"] not in table.by:
            hint = did_you_mean(asked["within"], table.by)
            known = ", ".join(map(repr, table.by)) or "nothing"
            raise AnalysisError(f"the table is not divided by {asked['within']!r}.{hint} It is divided by {known}.")
        return variable, groups, values, self._versus(variable, groups, values)

    def _versus(self, variable: str, groups: tuple[str, ...], values: tuple[str, ...]) -> Figure | None:
        versus, table = self._asked["versus"], self.table
        if versus is None:
            return None
        if isinstance(versus, Table):
            return in_other(versus, variable, groups, values)
        place = differing(table, variable, groups, values, versus)
        rows = rows_of(table, place[0], place[2], place[1])
        if len(rows) != 1:
            raise AnalysisError(
                f"versus={versus!r} names {len(rows)} rows of the table. Name value= too, or what differs: "
                "{'value': ...}."
            )
        return figure(table, rows[0])

    def _case(self, lang: str, sentence: str) -> Case:
        variable, groups, values, versus = self._named()
        table, asked = self.table, self._asked
        said = mentions(sentence, lang, (*asked["aside"], *_numbered(table, variable, groups, values, lang)))
        rows = [row for value in values or (None,) for row in rows_of(table, variable, groups, value)]
        named = values or len(rows) == 1
        universal = any(one.kind == "compare" and one.mode == "everywhere" for one in said)
        within = asked["within"] or (
            table.by[0] if universal and len(table.by) == 1 and asked["group"] is None else None
        )
        return Case(
            table=table,
            variable=variable,
            groups=groups,
            values=values,
            lang=lang,
            sentence=sentence,
            mentions=said,
            figures=tuple(figure(table, row) for row in rows) if named else (),
            versus=versus,
            among=asked["among"] or ("values" if asked["group"] is None else "groups"),
            within=within,
            base=asked["base"],
            tolerances=self.tolerances,
            level=self.level,
            tested=self._tested,
            ranked=self._ranked,
        )

    def __repr__(self) -> str:
        return f"<Claim {self.text.fi!r}>"


def _findings(case: Case) -> Iterator[Finding]:
    checked = [*share_findings(case), *number_findings(case), *difference_findings(case)]
    if not checked:
        yield denied(case, "untied", case.sentence, because="nothing")
    order = {" ".join(mention.text.split()): mention.start for mention in reversed(case.mentions)}
    yield from sorted(checked, key=lambda found: order.get(found.says, len(case.sentence)))
    yield from base_findings(case)


def _sentences(text: object, sentence: LocalText, lang: str | None) -> tuple[tuple[str, str], ...]:
    if isinstance(text, str):
        return ((language_of(text) if lang is None else check_language(lang), text),)
    return tuple((language, sentence.get(language)) for language in sentence.languages)


def _check_choice(name: str, given: object, known: tuple[str, ...]) -> None:
    if given is not None and given not in known:
        hint = did_you_mean(given, known)
        raise OptionError(f"{name}={given!r} is none of {', '.join(map(repr, known))}.{hint}")


def _numbered(table: Table, variable: str, groups: Sequence[str], values: Sequence[str], lang: str) -> Iterator[str]:
    """Give the labels with digits in them that the claim names: an age group is no figure."""
    for heading in table.variables:
        if heading.id == variable:
            labels = [heading.text.get(lang), *(heading.label(value, lang) for value in values)]
            yield from (label for label in labels if any(sign.isdigit() for sign in label))
    for heading, code in zip(table.groups, groups, strict=True):
        if any(sign.isdigit() for sign in heading.label(code, lang)):
            yield heading.label(code, lang)
