"""What a redesign is called, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Sequence

from verkosto.text import LANGUAGES, LocalText, format_number

__all__ = ["joined", "worded"]

_LAST = {
    "neighbours": {"fi": " ja ", "sv": " och ", "en": " and "},
    "answers": {"fi": " tai ", "sv": " eller ", "en": " or "},
}
_TEXTS = {
    "larger": {
        "fi": "Jaottele taulukko suurempiin alueisiin ({parts}): alueita on {kept} eikä {all}.",
        "sv": "Dela in tabellen i större områden ({parts}): områdena är {kept} och inte {all}.",
        "en": "Divide the table by larger areas ({parts}): there are {kept} areas and not {all}.",
    },
    "neighbours": {
        "fi": "Yhdistä naapurialueita ({parts}): alueita on {kept} eikä {all}.",
        "sv": "Slå ihop områden som gränsar till varandra ({parts}): områdena är {kept} och inte {all}.",
        "en": "Put neighbouring areas together ({parts}): there are {kept} areas and not {all}.",
    },
    "groups": {
        "fi": "Yhdistä ryhmiä ({parts}): ryhmiä on {kept} eikä {all}.",
        "sv": "Slå ihop grupper ({parts}): grupperna är {kept} och inte {all}.",
        "en": "Put groups together ({parts}): there are {kept} groups and not {all}.",
    },
    "answers": {
        "fi": "Yhdistä vastausvaihtoehtoja ({parts}): vaihtoehtoja on {kept} eikä {all}.",
        "sv": "Slå ihop svarsalternativ ({parts}): alternativen är {kept} och inte {all}.",
        "en": "Put answers together ({parts}): there are {kept} answers and not {all}.",
    },
}
_BRINGS = {
    "fi": "Lukuja tarvitsee salata {hidden} eikä {before}.",
    "sv": "Antalet siffror som måste skyddas är {hidden} och inte {before}.",
    "en": "{hidden} figures have to be suppressed and not {before}.",
}


def joined(labels: Sequence[LocalText], what: str) -> LocalText:
    """Return the label of neighbours, groups or answers put together.

    Example:
        >>> joined([LocalText("Kainuu"), LocalText("Lappi", "Lappland")], "neighbours").get("sv")
        'Kainuu och Lappland'
    """

    def text(lang: str) -> str:
        words = [label.get(lang) for label in labels]
        if what == "groups":
            # Names of kinds have an "and" of their own.
            return " + ".join(words)
        return f"{', '.join(words[:-1])}{_LAST[what][lang]}{words[-1]}"

    return LocalText(**{lang: text(lang) for lang in LANGUAGES})


def worded(what: str, parts: Sequence[LocalText], kept: tuple[int, int], hidden: tuple[int, int]) -> LocalText:
    """Return what a redesign does and what it brings.

    Args:
        what: "larger", "neighbours", "groups" or "answers".
        parts: Labels of the new groups, or of the larger kind of area.
        kept: How many groups are left, and how many there were.
        hidden: How many figures are hidden, and how many were.
    """

    def text(lang: str) -> str:
        numbers = [format_number(number, lang=lang) for number in (*kept, *hidden)]
        named = dict(zip(("kept", "all", "hidden", "before"), numbers, strict=True))
        listed = "; ".join(part.get(lang) for part in parts)
        return f"{_TEXTS[what][lang].format(parts=listed, **named)} {_BRINGS[lang].format(**named)}"

    return LocalText(**{lang: text(lang) for lang in LANGUAGES})
