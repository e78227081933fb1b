"""Audit: what readers of published tables can compute of each hidden number, as a result that prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isinf, nan
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from verkosto.aggregate import TOTAL, TOTAL_CODE, Heading, Printed, Sheet, reason_text
from verkosto.text import LocalText, format_number

if TYPE_CHECKING:
    import pandas as pd

    from verkosto.disclosure._attackers import Attacker

__all__ = ["Audit", "Figure", "Finding", "Why"]

Figure = Literal["count", "base", "missing", "amount"]
Why = Literal["exact", "small", "group"]

_MOST_ROWS = 40
_TITLE = LocalText(
    fi="Mitä julkaistusta voi laskea",
    sv="Vad som går att räkna ut av det publicerade",
    en="What can be computed from what is published",
)
_NUMBER = LocalText(fi="Luku", sv="Tal", en="Number")
_BASE = LocalText(fi="Vastaajia", sv="Svarande", en="Base")
_AMOUNT = LocalText(fi="Summa", sv="Summa", en="Sum")
_VERDICT = LocalText(fi="Arvio", sv="Bedömning", en="Verdict")
_ATTACKERS: dict[str, LocalText] = {
    "outsider": LocalText(fi="Ulkopuolinen", sv="Utomstående", en="Outsider"),
    "rule": LocalText(fi="Säännöt tunteva", sv="Den som känner reglerna", en="One who knows the rules"),
    "respondent": LocalText(fi="Vastaaja", sv="En svarande", en="A respondent"),
}
_WHY: dict[str | None, LocalText] = {
    None: LocalText(fi="turvassa", sv="skyddat", en="safe"),
    "exact": LocalText(fi="paljastuu", sv="avslöjas", en="disclosed"),
    "small": LocalText(fi="tiedetään pieneksi", sv="känt som litet", en="known to be small"),
    "group": LocalText(fi="tiedetään lähes kaikiksi", sv="känt som nästan alla", en="known to be nearly all"),
}
_SAFE = LocalText(
    fi="Lukuja, joita ei ole julkaistu: {}. Yksikään ei paljastu.",
    sv="Tal som inte är publicerade: {}. Inget av dem avslöjas.",
    en="Numbers that are not published: {}. None of them is disclosed.",
)
_UNSAFE = LocalText(
    fi="Lukuja, joita pitäisi suojata: {}. Niistä paljastuu {}.",
    sv="Tal som borde skyddas: {}. Av dem avslöjas {}.",
    en="Numbers that should be protected: {}. Of them {} are disclosed.",
)
_NOTHING = LocalText(
    fi="Mitään ei ole jätetty julkaisematta, eikä mitään olisi pitänytkään.",
    sv="Allt är publicerat, och inget behövde skyddas.",
    en="Everything is published, and nothing had to be protected.",
)
_MORE = LocalText(fi="… ja {} lukua lisää.", sv="… och {} tal till.", en="… and {} more numbers.")


@frozen
class Finding:
    """What one attacker can compute of one number.

    Attributes:
        variable: The variable.
        value: Which of its answers, or the missing reason; None for the base of its group.
        figure: "count" (who gave that answer), "base", "missing" (who has none for that reason) or "amount" (the sum
            behind a mean or total).
        levels: The group: a code for each `by` of the audited tables, None where its table has no such `by`.
        attacker: "outsider", "rule" or "respondent".
        low: The least that the number can be.
        high: The most; infinity where nothing bounds it.
        needed_low: The least must not be more than this; None where nothing is needed.
        needed_high: The most must not be less than this, unless the number can be 0; None where nothing is needed.
        harmless: From which on an exact number reveals nobody, where it was not kept back but follows from a share that
            is shown; None where only a 0 does not.
    """

    variable: str
    value: str | None
    figure: Figure
    levels: tuple[str | None, ...]
    attacker: Attacker
    low: float
    high: float
    needed_low: float | None = None
    needed_high: float | None = None
    harmless: float | None = None

    @property
    def disclosed(self) -> bool:
        """Whether the number is known exactly."""
        return self.low == self.high

    @property
    def why(self) -> Why | None:
        """Why it is not safe: known exactly, known to be small, or known to be all or all but one of its group."""
        if self.disclosed and self.high != 0 and (self.harmless is None or self.high < self.harmless):
            return "exact"
        if self.needed_high is not None and self.low > 0 and self.high < self.needed_high:
            return "small"
        if self.needed_low is not None and self.low > max(self.needed_low, 0):
            return "group"
        return None


@frozen(repr=False)
class Audit(Printed):
    """What readers of published tables can compute: made by `disclosure.audit`, and `audit` of a `PublishedTable`.

    Attributes:
        variables: A `Heading` for each variable.
        groups: A `Heading` for each `by`.
        attackers: Who tried.
        findings: What each of them can compute of each number.

    Example:
        >>> import verkosto as vk
        >>> release = vk.reported({"k": 73, "e": 27}, base=11)
        >>> vk.disclosure.audit(release).frame[["value", "low", "high", "disclosed"]].head(1).values.tolist()
        [['k', 8.0, 8.0, True]]
    """

    variables: tuple[Heading, ...]
    groups: tuple[Heading, ...]
    attackers: tuple[Attacker, ...]
    findings: tuple[Finding, ...]

    @property
    def safe(self) -> bool:
        """Whether no attacker can compute what the rules hide.

        A number is safe if nobody can compute it exactly, and if an outsider can be sure neither that it is one of
        the small ones that the rules hide, nor that it is all of its group or all but one. A 0 is nobody's answer. A
        count that was not kept back, but follows from a rounded share, may be exact if it is not small.
        """
        return all(finding.why is None for finding in self.findings)

    @property
    def frame(self) -> pd.DataFrame:
        """One row for each number and attacker, as a new pandas frame.

        - `variable`, `value` (NA for a base), `figure` ("count", "base", "missing", or "amount" for the sum behind a
          mean or total), one column for each `by` (NA where a table is not divided by it), `attacker`: string.
        - `low`, `high`, `width`: the interval and its width, float64.
        - `disclosed`: whether the number is known exactly, bool.
        - `needed_low`, `needed_high`: the interval must not begin above the former, nor end below the latter unless it
          begins at 0; float64, NaN where only an exact number would be too much.
        - `safe`: bool; `why` is the reason if it is not: "exact", "small" or "group"; string.
        """
        return self._frame(self.findings)

    @property
    def exact(self) -> pd.DataFrame:
        """The rows of `frame` whose number is known exactly, as a new pandas frame."""
        return self._frame([finding for finding in self.findings if finding.disclosed])

    def __repr__(self) -> str:
        return f"<Audit: {len(self._by_number())} numbers, {len(self._unsafe())} not safe>"

    def _frame(self, findings: Sequence[Finding]) -> pd.DataFrame:
        import pandas as pd

        columns: dict[str, Any] = {
            "variable": _strings(finding.variable for finding in findings),
            "value": _strings(finding.value for finding in findings),
            "figure": _strings(finding.figure for finding in findings),
        }
        for place, heading in enumerate(self.groups):
            columns[heading.id] = _strings(finding.levels[place] for finding in findings)
        columns["attacker"] = _strings(finding.attacker for finding in findings)
        columns["low"] = [finding.low for finding in findings]
        columns["high"] = [finding.high for finding in findings]
        columns["width"] = [finding.high - finding.low for finding in findings]
        columns["disclosed"] = [finding.disclosed for finding in findings]
        for name in ("needed_low", "needed_high"):
            columns[name] = [nan if (need := getattr(finding, name)) is None else need for finding in findings]
        columns["safe"] = [finding.why is None for finding in findings]
        columns["why"] = _strings(finding.why for finding in findings)
        kinds = dict.fromkeys(("low", "high", "width", "needed_low", "needed_high"), "float64")
        return pd.DataFrame(columns).astype(kinds | dict.fromkeys(("disclosed", "safe"), "bool"))

    def _by_number(self) -> dict[tuple[Any, ...], list[Finding]]:
        found: dict[tuple[Any, ...], list[Finding]] = {}
        for finding in self.findings:
            found.setdefault((finding.variable, finding.value, finding.figure, finding.levels), []).append(finding)
        return found

    def _unsafe(self) -> list[list[Finding]]:
        return [of_one for of_one in self._by_number().values() if any(finding.why for finding in of_one)]

    def _sheet(self, lang: str) -> Sheet:
        numbers, unsafe = self._by_number(), self._unsafe()
        if not numbers:
            return Sheet(_TITLE.get(lang), notes=[_NOTHING.get(lang)])
        header = [
            _NUMBER.get(lang),
            *(_ATTACKERS[attacker].get(lang) for attacker in self.attackers),
            _VERDICT.get(lang),
        ]
        # What is wrong stands first.
        ordered = [*unsafe, *(of_one for of_one in numbers.values() if of_one not in unsafe)]
        rows = [self._row(of_one, lang) for of_one in ordered[:_MOST_ROWS]]
        count = format_number(len(numbers), lang=lang)
        said = (
            _UNSAFE.get(lang).format(count, format_number(len(unsafe), lang=lang))
            if unsafe
            else _SAFE.get(lang).format(count)
        )
        more = len(ordered) - _MOST_ROWS
        notes = [_MORE.get(lang).format(format_number(more, lang=lang))] if more > 0 else []
        return Sheet(f"{_TITLE.get(lang)}\n{said}", header, rows, frozenset({0, len(header) - 1}), notes)

    def _row(self, of_one: Sequence[Finding], lang: str) -> list[str]:
        verdicts = [finding.why for finding in of_one]
        worst = next((why for why in ("exact", "small", "group") if why in verdicts), None)
        return [self._name(of_one[0], lang), *(_interval(finding, lang) for finding in of_one), _WHY[worst].get(lang)]

    def _name(self, finding: Finding, lang: str) -> str:
        heading = next(heading for heading in (*self.variables, *self.groups) if heading.id == finding.variable)
        parts = [heading.text.get(lang)] if len(self.variables) > 1 or heading not in self.variables else []
        if finding.value is None:
            parts.append(_BASE.get(lang))
        elif finding.figure == "missing":
            parts.append(reason_text(finding.value, lang))
        elif finding.figure == "amount":
            parts.append(_AMOUNT.get(lang))
        else:
            parts.append(heading.label(finding.value, lang))
        for group, code in zip(self.groups, finding.levels, strict=True):
            if code is not None:
                parts.append(TOTAL.get(lang) if code == TOTAL_CODE else group.label(code, lang))
        return ", ".join(parts)


def _interval(finding: Finding, lang: str) -> str:
    low = format_number(finding.low, lang=lang)
    if finding.disclosed:
        return low
    return f"≥ {low}" if isinf(finding.high) else f"{low}–{format_number(finding.high, lang=lang)}"


def _strings(values: Iterable[str | None]) -> Any:
    import pandas as pd

    return pd.array(list(values), dtype="string")
