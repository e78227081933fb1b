"""Checked: what became of a claim, finding by finding."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files

from attrs import frozen

from verkosto.reporting._claim_figures import local
from verkosto.text import LocalText, check_language

__all__ = ["Checked", "Finding", "claim_rows", "why"]

_NOTHING = LocalText(fi="–")
_MARKS = {True: "✓", False: "✗"}


@frozen
class Finding:
    """What was found of one thing that a sentence says.

    Attributes:
        kind: What was checked: "percent", "form" (kolme neljästä, enemmistö), "count", "number" (a mean or another
            figure), "points", "interval", "margin", "times", "base", "difference", "largest", "smallest",
            "suppressed", "untied" (nothing in the table to compare with).
        ok: Whether the table agrees.
        says: The words of the sentence.
        shows: What the table has; an en dash where it has nothing.
        why: Why the table agrees or not.
        lang: Language of the sentence.
    """

    kind: str
    ok: bool
    says: str
    shows: LocalText
    why: LocalText
    lang: str = "fi"

    def text(self, lang: str = "fi") -> str:
        """Return the finding as a line."""
        shows = self.shows.get(lang)
        figure = "" if shows == _NOTHING.fi else f"{shows}: "
        return f"{_MARKS[self.ok]} ”{self.says}” – {figure}{self.why.get(lang)}"


@frozen(repr=False)
class Checked:
    """A claim that was checked against its table.

    Attributes:
        text: The claim.
        findings: What was found, in the order of the sentence.

    Example:
        >>> import verkosto as vk
        >>> from verkosto.reporting import Claim
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> checked = Claim("Kolme neljästä (73 %) kannatti mallia", table=table, value="k").check()
        >>> checked.holds, [finding.kind for finding in checked.findings]
        (True, ['form', 'percent'])
    """

    text: LocalText
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether the table agrees with all that the claim says."""
        return all(finding.ok for finding in self.findings)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that contradict the claim."""
        return tuple(finding for finding in self.findings if not finding.ok)

    def to_text(self, lang: str = "fi") -> str:
        """Return the claim and its findings as lines.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        check_language(lang)
        return "\n".join([self.text.get(lang), *(f"  {finding.text(lang)}" for finding in self.findings)])

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        verdict = "holds" if self.holds else f"{len(self.failures)} of {len(self.findings)} findings contradict it"
        return f"<Checked {self.text.fi!r}: {verdict}>"

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{escape(finding.text())}</li>" for finding in self.findings)
        return f"<p>{escape(self.text.fi)}</p><ul>{lines}</ul>"


@cache
def _wordings() -> Mapping[str, LocalText]:
    data = tomllib.loads(files("verkosto.reporting").joinpath("claim_wording.toml").read_text("utf-8"))
    return {key: LocalText.of(texts) for key, texts in data.items()}


def why(key: str, **values: LocalText | str) -> LocalText:
    """Return a wording in all languages, with its placeholders filled."""
    template = _wordings()[key]

    def text(lang: str) -> str:
        given = {name: value.get(lang) if isinstance(value, LocalText) else value for name, value in values.items()}
        return template.get(lang).format(**given)

    return local(text)


def claim_rows(checked: Iterable[Checked], lang: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the header and the rows of a table of checked claims, for those who write the report."""
    header = tuple(why(f"head_{name}").get(lang) for name in ("claim", "says", "shows", "verdict"))
    rows = []
    for claim in checked:
        for place, finding in enumerate(claim.findings):
            sentence = "" if place else claim.text.get(lang)
            rows.append(
                (sentence, finding.says, finding.shows.get(lang), f"{_MARKS[finding.ok]} {finding.why.get(lang)}")
            )
    return header, tuple(rows)
