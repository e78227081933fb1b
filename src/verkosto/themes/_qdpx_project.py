"""What stands in a project of another program: its coders, codes, texts, cases and codings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import Factory, define

from verkosto.issues import Issue
from verkosto.themes._qdc_codes import key_of, named
from verkosto.themes._qdc_xml import Node

__all__ = ["Passage", "Project", "Text", "project_of"]

_TEXTS = frozenset({"textsource", "representation", "transcript"})
_UNKNOWN = "unknown"


@define
class Passage:
    """A code that a person gave to a passage of a text.

    Attributes:
        code: The code's guid, as `key_of` gives it.
        coder: Who gave it.
        span: Where the passage begins and ends, as the program counts; None for the text as a whole.
        name: What the program calls the passage; many give its first words.
        memo: What was written beside it.
        line: Where it stands in `project.qde`.
    """

    code: str
    coder: str
    span: tuple[int, int] | None
    name: str
    memo: str
    line: int


@define
class Text:
    """A text that was coded.

    Attributes:
        names: What it is called, and the cases that it belongs to.
        text: What it says, None where the project does not hold it.
        passages: Its codings.
        cases: Passages that belong to a case, with the names of that case.
        line: Where it stands in `project.qde`.
    """

    names: list[str]
    text: str | None
    passages: list[Passage]
    cases: list[tuple[tuple[int, int], list[str]]]
    line: int


@define
class Project:
    """A project.

    Attributes:
        name: What it is called.
        origin: Which program wrote it.
        book: Its `CodeBook`, None where it has none.
        sets: Its `Sets`, which may hold groups of codes.
        notes: The texts of its notes by guid.
        coders: Those who coded, in the order of the project's users.
        texts: What they coded.
        issues: Codings of pictures, sound and film, which no answer has.
    """

    name: str
    origin: str
    book: Node | None
    sets: list[Node]
    notes: dict[str, str]
    coders: list[str] = Factory(list)
    texts: list[Text] = Factory(list)
    issues: list[Issue] = Factory(list)


def project_of(root: Node, read: Callable[[str | None], str | None]) -> Project:
    """Return what stands in a project.

    Args:
        root: The `Project` element.
        read: Returns the text at a `plainTextPath`, None where there is none.
    """
    notes = dict(_notes(root, read))
    people = _People(root)
    cases = _Cases(root)
    project = Project(
        name=root.given.get("name", ""),
        origin=root.given.get("origin", ""),
        book=root.first("codebook"),
        sets=list(root.all("sets")),
        notes=notes,
    )
    for sources in root.all("sources"):
        for source in sources.parts:
            for node in source.walk():
                if node.tag in _TEXTS:
                    project.texts.append(_text(node, named(source), read, people, cases, notes))
            project.issues += _elsewhere(source)
    project.texts += cases.texts(people)
    met = {passage.coder for text in project.texts for passage in text.passages}
    project.coders = [name for name in people.names if name in met]
    return project


def _notes(root: Node, read: Callable[[str | None], str | None]) -> Iterator[tuple[str, str]]:
    for notes in root.all("notes"):
        for note in notes.all("note"):
            said = note.words("plaintextcontent") or read(note.given.get("plaintextpath")) or note.words("description")
            yield key_of(note.given.get("guid", "")), said


class _People:
    """The users of a project as coders, told apart by name."""

    def __init__(self, root: Node) -> None:
        self._names: dict[str, str] = {}
        users = [user for users in root.all("users") for user in users.all("user")]
        for user in users:
            guid = user.given.get("guid", "")
            self._add(key_of(guid), named(user).strip() or user.given.get("id", "").strip() or guid or _UNKNOWN)
        # Some programs name no user beside a coding: it is the only one, or the project's own.
        own = root.given.get("creatinguserguid") or root.given.get("modifyinguserguid") or ""
        self._own = next(iter(self._names), "") if len(users) == 1 else key_of(own)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names.values())

    def who(self, *nodes: Node) -> str:
        """Return the coder whom the first of some elements names."""
        stated = (node.given.get(key) for node in nodes for key in ("creatinguser", "modifyinguser"))
        guid = key_of(next(filter(None, stated), "")) or self._own
        if guid not in self._names:
            self._add(guid, _UNKNOWN)
        return self._names[guid]

    def _add(self, guid: str, name: str) -> None:
        taken, number, told = set(self._names.values()), 1, name
        while told in taken:
            number += 1
            told = f"{name} ({number})"
        self._names[guid] = told


class _Cases:
    """The cases of a project: respondents, as programs that import surveys keep them."""

    def __init__(self, root: Node) -> None:
        self.nodes = [case for cases in root.all("cases") for case in cases.all("case")]
        self._of: dict[str, list[str]] = {}
        for case in self.nodes:
            names = [named(case), *_values(case)]
            self._of.setdefault(key_of(case.given.get("guid", "")), []).extend(names)
            for part in case.all("sourceref", "selectionref"):
                self._of.setdefault(key_of(part.given.get("targetguid", "")), []).extend(names)

    def names(self, *guids: str) -> list[str]:
        """Return the names of the cases that a text or a passage belongs to."""
        return [name for guid in guids for name in self._of.get(key_of(guid), ())]

    def texts(self, people: _People) -> Iterator[Text]:
        """Yield the cases that were coded themselves, as texts of their own."""
        for case in self.nodes:
            passages = [
                Passage(key_of(ref.given.get("targetguid", "")), people.who(ref, case), None, "", "", ref.line)
                for ref in case.all("coderef")
            ]
            if passages:
                values = _values(case)
                yield Text([named(case), *values], "\n".join(values) or None, passages, [], case.line)


def _values(node: Node) -> list[str]:
    values = (part for value in node.all("variablevalue") for part in value.parts if part.tag != "variableref")
    return [part.text.strip() for part in values if part.text.strip()]


def _text(
    node: Node,
    name: str,
    read: Callable[[str | None], str | None],
    people: _People,
    cases: _Cases,
    notes: Mapping[str, str],
) -> Text:
    inline = node.first("plaintextcontent")
    words = inline.text if inline is not None else read(node.given.get("plaintextpath"))
    own = named(node)
    names = [own, name, *cases.names(node.given.get("guid", "")), *_values(node)]
    text = Text(list(dict.fromkeys(filter(None, names))), words, [], [], node.line)
    for selection in node.all("plaintextselection"):
        span = _span(selection)
        codings = list(selection.all("coding"))
        refs = [ref for coding in codings for ref in coding.all("coderef")]
        # QualCoder ties a passage to a case by a coding whose code is the case.
        mine = cases.names(selection.given.get("guid", ""), *(ref.given.get("targetguid", "") for ref in refs))
        if mine and span is not None:
            text.cases.append((span, mine))
        for coding in codings:
            memo = "\n\n".join(filter(None, [selection.words("description"), *_noted(notes, selection, coding)]))
            text.passages += _passages(coding, people.who(coding, selection), span, named(selection), memo, cases)
    for coding in node.all("coding"):
        text.passages += _passages(coding, people.who(coding), None, "", "\n\n".join(_noted(notes, coding)), cases)
    return text


def _passages(
    coding: Node, coder: str, span: tuple[int, int] | None, name: str, memo: str, cases: _Cases
) -> Iterator[Passage]:
    for ref in coding.all("coderef"):
        code = ref.given.get("targetguid", "")
        if not cases.names(code):
            yield Passage(key_of(code), coder, span, name, memo, coding.line)


def _noted(notes: Mapping[str, str], *nodes: Node) -> list[str]:
    refs = [ref for node in nodes for ref in node.all("noteref")]
    return [said for ref in refs if (said := notes.get(key_of(ref.given.get("targetguid", "")), "").strip())]


def _span(selection: Node) -> tuple[int, int] | None:
    try:
        start, end = (int(selection.given[key]) for key in ("startposition", "endposition"))
    except (KeyError, ValueError):
        return None
    return (start, end) if 0 <= start <= end else None


def _elsewhere(source: Node) -> Iterator[Issue]:
    """Tell the codings of a source that belong to none of its texts: of a picture, a page, a stretch of sound."""
    left = [source]
    while left:
        node = left.pop()
        if node.tag in _TEXTS:
            continue
        for coding in node.all("coding"):
            for ref in coding.all("coderef"):
                yield Issue(coding.line, node.tag, None, ref.given.get("targetguid", ""), "no_place")
        left.extend(node.parts)
