"""What kind of question a DDI variable is: as the file states it, or by its categories, range and format."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

from verkosto.instruments._ddi_options import Category
from verkosto.instruments._ddi_words import DATE_FORMATS, DOMAINS
from verkosto.instruments._ddi_xml import Texts

__all__ = ["bounds", "kind_of", "order_of"]

_STATED = {words: kind for kind, words in DOMAINS.items() if kind not in ("matrix", "multiple_choice", "ranking")}
_STATED |= {("category", None): "single_choice"}
_FROM_STATISTICS = frozenset({"mean", "medn", "stdev"})
_ENDS = 2
_DATES = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "DATETIME")


def kind_of(texts: Texts, var: Any, categories: Sequence[Category]) -> tuple[str, str]:
    """Return the kind of question and why it is taken for that; no reason where the file states it.

    A choice needs labelled categories that are answers, and an area a kind of area that verkosto knows.
    """
    qstn = var.find("qstn")
    said = {} if qstn is None else qstn.attrib
    stated = (said.get("responseDomainType", ""), said.get("otherResponseDomainType"))
    kind = _STATED.get(stated)
    answers = [category for category in categories if not category.missing]
    if kind is not None and _possible(kind, var, categories):
        return kind, "" if texts.exact else f"the file states the kind {stated[1] or stated[0]}"
    if var.get("geog") == "Y" and _known_area(var):
        return "area", f"the file states areas of the kind {var.get('geoVocab')}"
    return _by_categories(var, answers) or _by_format(var)


def _possible(kind: str, var: Any, categories: Sequence[Category]) -> bool:
    if kind == "single_choice":
        return bool(categories)
    return kind != "area" or _known_area(var)


def _known_area(var: Any) -> bool:
    # Imported here, so that whoever reads no areas does not load the register.
    from verkosto.regions import area_types

    return var.get("geoVocab") in {kind.code for kind in area_types()}


def _by_categories(var: Any, answers: Sequence[Category]) -> tuple[str, str] | None:
    labelled = [category for category in answers if category.label is not None]
    if not labelled:
        return None
    if 2 * len(labelled) < len(answers) or (len(labelled) <= _ENDS and _has_more(var, labelled)):
        return "number", f"values without a label stand beside the {len(labelled)} that have one"
    return "single_choice", f"{len(labelled)} categories with labels"


def _has_more(var: Any, labelled: Sequence[Category]) -> bool:
    """Tell whether the few labels name the ends of a range, or special values of a measure."""
    low, high = bounds(var)
    wide = low is not None and high is not None and high - low >= _ENDS
    return var.get("intrvl") == "contin" or (wide and {_figure(c.value) for c in labelled} <= {low, high})


def _by_format(var: Any) -> tuple[str, str]:
    form = var.find("varFormat")
    given = {} if form is None else form.attrib
    name = (given.get("formatname") or "").upper()
    if given.get("category") == "date" or name.startswith(_DATES) or var.get("representationType") == "datetime":
        return "date", "the format is that of a date"
    if given.get("type") == "character" or var.get("representationType") == "text":
        return "text", "the format is that of text"
    statistics = {element.get("type") for element in var.findall("sumStat")}
    if given or var.get("intrvl") == "contin" or bounds(var) != (None, None) or statistics & _FROM_STATISTICS:
        return "number", "a number without labels"
    return "text", "the file says nothing of its values"


def bounds(var: Any) -> tuple[float | None, float | None]:
    """Return the smallest and the largest possible value, None where the file does not state one."""
    ranges = var.findall("valrng/range")
    lows = [number for element in ranges if (number := _figure(element.get("min"))) is not None]
    highs = [number for element in ranges if (number := _figure(element.get("max"))) is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def _figure(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def order_of(var: Any) -> Literal["dmy", "mdy"]:
    """Return which of day and month stands first, by the name of the format that SPSS has."""
    form = var.find("varFormat")
    name = "" if form is None else (form.get("formatname") or "").upper()
    return "mdy" if name.startswith(DATE_FORMATS["mdy"].rstrip("0123456789")) else "dmy"
