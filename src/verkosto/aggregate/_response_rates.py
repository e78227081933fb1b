"""Response, cooperation, refusal and contact rates as AAPOR defines them, or why there are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from verkosto.aggregate._response_cases import SYMBOLS, checked, counted
from verkosto.aggregate._response_formulas import FORMULAS, Formula
from verkosto.aggregate._response_frames import check_responses, counts
from verkosto.aggregate._response_result import Rate, ResponseRates
from verkosto.errors import AnalysisError
from verkosto.responses import Responses
from verkosto.text import LocalText, format_number

__all__ = ["response_rates"]

_E = {
    "given": LocalText(
        fi="e = {}: annettu osuus, jonka epävarmoista tapauksista arvioidaan kuuluvan joukkoon.",
        sv="e = {}: den angivna andelen av de osäkra fallen som antas höra till målgruppen.",
        en="e = {}: the share of the unknown cases taken to be eligible, as given.",
    ),
    "estimated": LocalText(
        fi="e = {}: epävarmoista tapauksista luetaan joukkoon sama osuus kuin ratkenneista.",
        sv="e = {}: av de osäkra fallen räknas samma andel till målgruppen som av de avgjorda.",
        en="e = {}: the unknown cases are taken to be eligible in the same share as the decided ones.",
    ),
}
_UNSTATED = LocalText(
    fi="Otantatapaa ei ole ilmoitettu. Osuudet pitävät paikkansa, jos kaikki vastanneet kuuluivat kysyttyihin.",
    sv="Urvalsmetoden är inte angiven. Andelarna stämmer om alla som svarade hörde till de tillfrågade.",
    en="How the respondents were chosen is not stated. The rates hold if all who answered were among those asked.",
)
_DIFFER = LocalText(
    fi="Aineistossa on {} vastausta, mutta kysytyistä vastasi {}.",
    sv="Materialet har {} svar, men av de tillfrågade svarade {}.",
    en="The data have {} responses, while {} of those asked answered.",
)


def response_rates(
    responses: Responses | None = None,
    asked: Any = None,
    *,
    disposition: str | None = None,
    codes: Mapping[str, str] | None = None,
    weights: str | None = None,
    complete: float | None = None,
    partial: float | None = None,
    refusal: float | None = None,
    non_contact: float | None = None,
    other: float | None = None,
    unknown_household: float | None = None,
    unknown_other: float | None = None,
    not_eligible: float | None = None,
    e: float | None = None,
) -> ResponseRates:
    """Return the share of those asked who answered, cooperated, refused or were reached.

    Who was asked is told by counts (`complete=200, refusal=53, ...`) or by a frame with a row for each. Without
    either, and after an open link in any case, the result says why there are no rates.

    In AAPOR's letters, which stand at the arguments below:

    ```
    RR1    I / ((I + P) + (R + NC + O) + (UH + UO))
    RR2    (I + P) / ((I + P) + (R + NC + O) + (UH + UO))
    RR3    I / ((I + P) + (R + NC + O) + e (UH + UO))
    RR4    (I + P) / ((I + P) + (R + NC + O) + e (UH + UO))
    RR5    I / ((I + P) + (R + NC + O))
    RR6    (I + P) / ((I + P) + (R + NC + O))
    COOP1  I / ((I + P) + R + O)
    COOP2  (I + P) / ((I + P) + R + O)
    COOP3  I / ((I + P) + R)
    COOP4  (I + P) / ((I + P) + R)
    REF1   R / ((I + P) + (R + NC + O) + (UH + UO))
    REF2   R / ((I + P) + (R + NC + O) + e (UH + UO))
    REF3   R / ((I + P) + (R + NC + O))
    CON1   ((I + P) + R + O) / ((I + P) + (R + NC + O) + (UH + UO))
    CON2   ((I + P) + R + O) / ((I + P) + (R + NC + O) + e (UH + UO))
    CON3   ((I + P) + R + O) / ((I + P) + (R + NC + O))
    ```

    Args:
        responses: The answers, whose codebook tells the sampling. Where counts are given without `complete`, their
            rows are the complete and the partial answers.
        asked: A frame with a row for each one asked (pandas, polars, DuckDB or another library).
        disposition: Its column that says what became of each: one of the words below, AAPOR's letter, or a value
            that `codes` explains.
        codes: What values of that column mean, such as `{"vastasi": "complete", "ei vastannut": "non_contact"}`.
        weights: Its column of design weights, where those asked were drawn with unequal chances.
        complete: I, complete answers.
        partial: P, answers to a part that is enough to be used.
        refusal: R, refusals and those who broke off.
        non_contact: NC, eligible and never reached.
        other: O, eligible and hindered otherwise, such as by illness or language.
        unknown_household: UH, not known whether there is anybody (an association, a household) at all.
        unknown_other: UO, not known for another reason whether they belong to the population.
        not_eligible: Asked, but found not to belong to the population, such as dissolved associations. They are
            in no rate and serve to estimate `e`.
        e: Share of the unknown cases (UH, UO) that is taken to be eligible, between 0 and 1. None: where
            `not_eligible` is known, the share of the eligible among the cases that were decided.

    Returns:
        The rates. Counts that are not given are 0. Where none can be computed, all values are None and
        `ResponseRates.reason` says why; a single rate without a value has a `Rate.reason`. There is never a NaN
        without a reason.

    Raises:
        AnalysisError: A negative count, nobody who is or may be eligible, `e` outside 0 to 1, a row without a known
            disposition, or counts and a frame at once.
        UnknownVariableError: The frame has no such column.

    Example:
        >>> import verkosto as vk
        >>> rates = vk.response_rates(
        ...     complete=200, partial=14, refusal=53, non_contact=500, unknown_other=86, not_eligible=47
        ... )
        >>> [round(rates.value(name), 4) for name in ("RR1", "RR3", "RR5")]
        [0.2345, 0.2358, 0.2608]
        >>> print(vk.response_rates(vk.samples.tukirakenne()).reason.get("en"))
        cannot be computed: open link

    The formulas are those of AAPOR's Standard Definitions (10th edition, 2023), with its letters.
    """
    given = {
        "complete": complete, "partial": partial, "refusal": refusal, "non_contact": non_contact, "other": other,
        "unknown_household": unknown_household, "unknown_other": unknown_other, "not_eligible": not_eligible,
    }  # fmt: skip
    _check_share(e)
    if responses is not None:
        check_responses(responses)
    if asked is not None:
        if any(value is not None for value in given.values()):
            msg = "response_rates takes the frame of those asked or counts, not both. Leave one of them out."
            raise AnalysisError(msg)
        given = counted(asked, disposition, codes, weights)
    elif responses is not None and any(value is not None for value in given.values()):
        given = _with_rows(given, responses)
    cases = checked(given) if any(value is not None for value in given.values()) else {}
    if status := _unknown(responses, cases):
        return ResponseRates((), None, tuple(Rate(name, None, None, None, status) for name in FORMULAS))
    share, how = _eligible(cases, e)
    rates = tuple(_rate(name, formula, cases, share) for name, formula in FORMULAS.items())
    notes = _notes(responses, cases, share, how)
    return ResponseRates(tuple((name, cases[name]) for name in SYMBOLS if name in cases), share, rates, notes)


def _check_share(e: object) -> None:
    if e is not None and not (counts(e) and e <= 1):
        raise AnalysisError(f"e is the share of unknown cases that are eligible, between 0 and 1, and not {e!r}.")


def _with_rows(given: Mapping[str, float | None], responses: Responses) -> dict[str, float | None]:
    if given["complete"] is not None:
        return dict(given)
    # A count that is none is refused with the others.
    partial = given["partial"] if counts(given["partial"]) else 0
    complete = len(responses) - partial
    if complete < 0:
        msg = f"partial counts {partial} answers, and there are {len(responses)}. Correct the count."
        raise AnalysisError(msg)
    return {**given, "complete": complete}


def _unknown(responses: Responses | None, cases: Mapping[str, float]) -> str | None:
    """Return why there are no rates at all."""
    sampling = None if responses is None else responses.instrument.sampling
    if sampling == "open_link":
        return "open_link"
    if cases:
        return None
    return "unknown_sampling" if sampling == "unknown" else "no_dispositions"


def _eligible(cases: Mapping[str, float], e: float | None) -> tuple[float | None, str]:
    """Return `e` and how it is known."""
    if e is not None:
        return float(e), "given"
    eligible = sum(cases.get(name, 0) for name in ("complete", "partial", "refusal", "non_contact", "other"))
    if "not_eligible" not in cases or not eligible + cases["not_eligible"]:
        return None, "unknown"
    return eligible / (eligible + cases["not_eligible"]), "estimated"


def _rate(name: str, formula: Formula, cases: Mapping[str, float], e: float | None) -> Rate:
    letters = {SYMBOLS[disposition]: count for disposition, count in cases.items()}
    unknown = letters.get("UH", 0) + letters.get("UO", 0)
    if formula.unknown == "e" and e is None and unknown:
        return Rate(name, None, None, None, "e_unknown")
    counted_unknown = {"none": 0.0, "all": 1.0, "e": e or 0.0}[formula.unknown] * unknown
    numerator = sum(letters.get(letter, 0) for letter in formula.numerator)
    denominator = sum(letters.get(letter, 0) for letter in formula.denominator) + counted_unknown
    if not denominator:
        return Rate(name, None, None, None, "no_cases")
    whole = int(denominator) if float(denominator).is_integer() else denominator
    return Rate(name, numerator / denominator, numerator, whole, "ok")


def _notes(responses: Responses | None, cases: Mapping[str, float], e: float | None, how: str) -> tuple[LocalText, ...]:
    notes = []
    if e is not None and (cases.get("unknown_household") or cases.get("unknown_other")):
        notes.append(_filled(_E[how], lambda lang: (format_number(e, decimals=3, lang=lang),)))
    if responses is not None:
        rows, answered = len(responses), cases.get("complete", 0) + cases.get("partial", 0)
        if responses.instrument.sampling == "unknown":
            notes.append(_UNSTATED)
        if answered != rows:
            notes.append(_filled(_DIFFER, lambda lang: [format_number(n, lang=lang) for n in (rows, answered)]))
    return tuple(notes)


def _filled(text: LocalText, parts: Callable[[str], Sequence[str]]) -> LocalText:
    return LocalText(**{lang: text.get(lang).format(*parts(lang)) for lang in ("fi", "sv", "en")})
