"""LimeSurvey's relevance expressions, as far as a codebook can say them."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["Conditions", "asked_if_of", "conditions_of"]

_NAME = r"(?P<name>[A-Za-z][A-Za-z0-9]*)(?:_(?P<part>[A-Za-z0-9]+))?(?:\.(?:NAOK|code))?"
_TEST = re.compile(rf"{_NAME}\s*(?:==|\beq\b)\s*(?P<quote>[\"'])(?P<code>[^\"']*)(?P=quote)")
_AND = re.compile(r"\s+(?:and|AND)\s+|\s*&&\s*")
_OR = re.compile(r"\s+(?:or|OR)\s+|\s*\|\|\s*")

Conditions = dict[str, tuple[str, ...]]
Test = Callable[[str], tuple[str, str] | None]


def asked_if_of(relevance: str) -> Conditions | None:
    """Return who was asked by an expression; None where a codebook cannot say it.

    Said are comparisons of one question with its codes, or ticks with "Y", that are joined by `and`, and by `or` where
    all of them are about one question.

    Example:
        >>> asked_if_of('suos.NAOK == "N"')
        {'suos': ('N',)}
        >>> asked_if_of("ika.NAOK > 17") is None
        True
    """
    return {} if _bare(relevance) in ("1", "true") else conditions_of(relevance, _tested)


def conditions_of(expression: str, test: Test) -> Conditions | None:
    """Return who was asked by an expression of tests joined by `and` and `or`; None where a codebook cannot say it.

    Args:
        expression: The expression; an empty one asks everybody.
        test: Returns question and code of one test, None where it is something else.
    """
    bare = _bare(expression)
    if not bare:
        return {}
    found: Conditions = {}
    terms = _AND.split(bare) if not _nested(bare) else [bare]
    for term in terms:
        # `and` binds its neighbours before `or` does.
        loose = len(terms) > 1 and _OR.search(term) and _bare(term) == term.strip()
        one = None if loose else _either(_bare(term), test)
        if one is None or one[0] in found:
            return None
        found[one[0]] = one[1]
    return found


def _bare(text: str) -> str:
    """Take white space and brackets that enclose all of an expression from it."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and _closes_last(text):
        text = text[1:-1].strip()
    return text


def _closes_last(text: str) -> bool:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth:
            return place == len(text) - 1
    return False


def _nested(text: str) -> bool:
    """Tell whether an `and` stands inside brackets: splitting there would tear them apart."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth and _AND.match(text, place):
            return True
    return False


def _either(term: str, test: Test) -> tuple[str, tuple[str, ...]] | None:
    """Return the question and codes of tests joined by `or`, all about one question."""
    tested = [test(_bare(alternative)) for alternative in _OR.split(term)]
    known = [one for one in tested if one is not None]
    names = {name for name, _ in known}
    if len(known) < len(tested) or len(names) != 1:
        return None
    return names.pop().removesuffix("[]"), tuple(dict.fromkeys(code for _, code in known))


def _tested(term: str) -> tuple[str, str] | None:
    """Return the question and code of one comparison; that of a tick differs from one with the question's own codes."""
    match = _TEST.fullmatch(term)
    if match is None or not match["code"] or (match["part"] is not None and match["code"] != "Y"):
        return None
    return (match["name"], match["code"]) if match["part"] is None else (f"{match['name']}[]", match["part"])
