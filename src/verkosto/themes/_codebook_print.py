"""A codebook for people: as a coder prints it, and as a notebook shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from verkosto.html import table
from verkosto.text import LocalText, check_language

if TYPE_CHECKING:
    from verkosto.themes._codebook import Codebook
    from verkosto.themes._theme import Theme

__all__ = ["as_html", "as_print"]

_WIDTH = 96
_WORDS = {
    "version": LocalText("versio", "version", "version"),
    "theme": LocalText("Teema", "Tema", "Theme"),
    "heading": LocalText("otsikko, ei koodata", "rubrik, kodas inte", "a heading, not coded"),
    "definition": LocalText("Määritelmä", "Definition", "Definition"),
    "use": LocalText("Koodaa, kun", "Koda när", "Code it when"),
    "avoid": LocalText("Älä koodaa, kun", "Koda inte när", "Do not code it when"),
    "examples": LocalText("Esimerkkejä", "Exempel", "Examples"),
    "patterns": LocalText("Ehdotetaan sanoista", "Föreslås av orden", "Proposed by the words"),
}
_RULES = ("definition", "use", "avoid")


def as_print(book: Codebook, lang: str) -> str:
    """Return a codebook as text in a language; `Codebook.to_text` tells the rest."""
    check_language(lang)
    blocks = [f"{book.title.get(lang)}, {_WORDS['version'].get(lang)} {book.version}\n"]
    for theme in book.walk():
        indent = "  " * book.depth(theme.id)
        heading = "" if theme.codable else f" ({_WORDS['heading'].get(lang)})"
        lines = [_wrapped(f"{theme.label.get(lang)} [{theme.id}]{heading}", indent)]
        lines += [_wrapped(line, f"{indent}    ") for line in _rules(theme, lang)]
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks)


def _rules(theme: Theme, lang: str) -> Iterator[str]:
    for name in _RULES:
        text: LocalText | None = getattr(theme, name)
        if text is not None:
            yield f"{_WORDS[name].get(lang)}: {text.get(lang)}"
    if theme.examples:
        yield f"{_WORDS['examples'].get(lang)}:"
        yield from (f"– {example}" for example in theme.examples)
    if theme.patterns:
        yield f"{_WORDS['patterns'].get(lang)}: {', '.join(theme.patterns)}"


def _wrapped(text: str, indent: str) -> str:
    paragraphs = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(
        textwrap.fill(line, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False)
        for line in paragraphs
        if line
    )


def as_html(book: Codebook) -> str:
    """Return a codebook as an HTML table in Finnish."""
    header = [_WORDS[name].fi for name in ("theme", *_RULES, "examples", "patterns")]
    rows = [
        [
            f"{'– ' * book.depth(theme.id)}{theme.label.fi}",
            *(str(getattr(theme, name) or "") for name in _RULES),
            " · ".join(theme.examples),
            ", ".join(theme.patterns),
        ]
        for theme in book.walk()
    ]
    return table(header, rows, caption=f"{book.title.fi}, {_WORDS['version'].fi} {book.version}")
