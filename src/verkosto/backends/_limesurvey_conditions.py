"""LimeSurvey's relevance expressions, as far as a codebook can say them."""

from __future__ import annotations

import re

__all__ = ["asked_if_of"]

_NAME = r"(?P<name>[A-Za-z][A-Za-z0-9]*)(?:_(?P<part>[A-Za-z0-9]+))?(?:\.(?:NAOK|code))?"
_TEST = re.compile(rf"{_NAME}\s*(?:==|\beq\b)\s*(?P<quote>[\"'])(?P<code>[^\"']*)(?P=quote)")
_AND = re.compile(r"\s+(?:and|AND)\s+|\s*&&\s*")
_OR = re.compile(r"\s+(?:or|OR)\s+|\s*\|\|\s*")

Conditions = dict[str, tuple[str, ...]]


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
    bare = _bare(relevance)
    if bare in ("", "1", "true"):
        return {}
    found: Conditions = {}
    for term in _AND.split(bare) if not _nested(bare) else [bare]:
        one = _either(_bare(term))
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


def _either(term: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the question and codes of comparisons joined by `or`, all about one question."""
    names: set[str] = set()
    codes: list[str] = []
    for alternative in _OR.split(term):
        match = _TEST.fullmatch(_bare(alternative))
        if match is None or not match["code"]:
            return None
        if match["part"] is not None and match["code"] != "Y":
            return None
        names.add(f"{match['name']}{'[]' if match['part'] else ''}")
        codes.append(match["part"] or match["code"])
    if len(names) != 1:
        return None
    return names.pop().removesuffix("[]"), tuple(dict.fromkeys(codes))
