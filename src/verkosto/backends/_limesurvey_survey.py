"""A LimeSurvey survey as its own files and interface tell it, before it becomes a codebook."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from attrs import field, frozen

__all__ = ["Asked", "Part", "Survey", "plain"]


@frozen
class Part:
    """A subquestion or an answer: its code, and its words by language."""

    code: str
    texts: Mapping[str, str]


@frozen
class Asked:
    """One question as LimeSurvey has it.

    Attributes:
        code: Its code, from which the export's headings are made.
        type: LimeSurvey's letter for the kind.
        texts: Its words by language, without markup.
        other: Whether there is an answer "other" to write beside.
        relevance: The expression that decides whether it is shown; "1" is always.
        attributes: Its settings.
        rows: Subquestions.
        columns: Subquestions of the second axis, of tables of numbers or texts.
        answers: The answers of each scale.
    """

    code: str
    type: str
    texts: Mapping[str, str]
    other: bool = False
    relevance: str = "1"
    attributes: Mapping[str, str] = field(factory=dict)
    rows: tuple[Part, ...] = ()
    columns: tuple[Part, ...] = ()
    answers: tuple[tuple[Part, ...], ...] = ()


@frozen
class Survey:
    """A survey.

    Attributes:
        number: Its id.
        titles: Its name by language.
        languages: The base language first.
        questions: In the order of the form.
        settings: What it keeps beside the answers: `{"ipaddr": "Y"}`.
    """

    number: str
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    questions: tuple[Asked, ...]
    settings: Mapping[str, str] = field(factory=dict)


class _Words(HTMLParser):
    """Collects what a person reads of a piece of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parent's own
        self.hidden += tag in ("script", "style")
        if tag in ("br", "p", "div", "li"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - the parent's own
        """Go past `<![`, as a browser does; the parent fails on words that it does not know."""
        return self.parse_bogus_comment(i, report)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def plain(text: str | None) -> str:
    """Return the words of a text with markup, on one line.

    Example:
        >>> plain("<p>Mitä <strong>palvelua</strong> käytit?</p>")
        'Mitä palvelua käytit?'
    """
    if not text:
        return ""
    if "<" in text or "&" in text:
        reader = _Words()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    return " ".join(text.split())
