"""XML of other programs as a plain tree: nothing in it is unfolded or fetched, and names go without namespaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from attrs import Factory, define

from verkosto.errors import VerkostoError

__all__ = ["Node", "tree"]

_DEEPEST = 1000
_DECLARATION = 200


@define
class Node:
    """An element.

    Programs disagree about namespaces, prefixes and capitals (`urn:QDA-XML:codebook:1.0`, `…:1:0`, `…:0:4`, none), so
    only the local name in small letters is kept.

    Attributes:
        tag: Its name.
        given: Its attributes by name.
        line: Where it begins in the file.
        parts: The elements in it.
        text: The text directly in it.
    """

    tag: str
    given: dict[str, str]
    line: int
    parts: list[Node] = Factory(list)
    text: str = ""

    def all(self, *tags: str) -> Iterator[Node]:
        """Yield the elements in it that bear one of some names."""
        return (part for part in self.parts if part.tag in tags)

    def first(self, tag: str) -> Node | None:
        """Return the first element in it of a name, or None."""
        return next(self.all(tag), None)

    def walk(self) -> Iterator[Node]:
        """Yield it and everything in it, from top to bottom."""
        left = [self]
        while left:
            node = left.pop()
            yield node
            left.extend(reversed(node.parts))

    def words(self, tag: str) -> str:
        """Return the text of the elements of a name in it, without outer white space; "" where there is none."""
        return "\n\n".join(said for part in self.all(tag) if (said := part.text.strip()))


def tree(data: bytes, where: str, fault: type[VerkostoError]) -> Node:
    """Return the root element of a file.

    Args:
        data: Its bytes.
        where: Its name, for messages.
        fault: The class of the error.

    Raises:
        VerkostoError: It is no XML, is cut off, nested too deeply, or declares or uses entities; it is a `fault`.
    """
    builder = _Builder(where, fault)
    parser = expat.ParserCreate(_encoding(data), " ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = builder.declared
    parser.SkippedEntityHandler = builder.skipped
    builder.line = lambda: parser.CurrentLineNumber
    try:
        # Some programs leave an empty line before the declaration.
        parser.Parse(data.lstrip(b" \t\r\n"), True)  # noqa: FBT003
    except VerkostoError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        msg = f"{where}: line {parser.ErrorLineNumber} is not XML, or the file is cut off there. Export it again."
        raise fault(msg) from error
    return builder.root.parts[0]


def _encoding(data: bytes) -> str | None:
    """Return the encoding where the bytes tell it better than the declaration does, as after a text was saved anew."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    # Who reads "utf-16" byte by byte has no UTF-16 before them.
    return "utf-8" if re.match(rb"(?i)[^>]*encoding\s*=\s*.utf-?16", data[:_DECLARATION]) else None


def _local(name: str) -> str:
    return name.rpartition(" ")[2].lower()


class _Builder:
    """Makes the tree while the parser reads."""

    def __init__(self, where: str, fault: type[VerkostoError]) -> None:
        self.where = where
        self.fault = fault
        self.line: Callable[[], int] = lambda: 0
        self.root = Node("", {}, 0)
        self.open = [self.root]
        self.said: list[list[str]] = [[]]

    def start(self, name: str, given: dict[str, str]) -> None:
        if len(self.open) > _DEEPEST:
            raise self.fault(f"{self.where}: line {self.line()}: more than {_DEEPEST} levels. Check the file.")
        node = Node(_local(name), {_local(key): value for key, value in given.items()}, self.line())
        self.open[-1].parts.append(node)
        self.open.append(node)
        self.said.append([])

    def end(self, _: str) -> None:
        self.open.pop().text = "".join(self.said.pop())

    def text(self, words: str) -> None:
        self.said[-1].append(words)

    def declared(self, *_: object) -> None:
        raise self.fault(f"{self.where}: line {self.line()} declares an entity, as no export needs to. Remove it.")

    def skipped(self, name: str, *_: object) -> None:
        raise self.fault(f"{self.where}: line {self.line()} uses the entity &{name};. Write the character itself.")
