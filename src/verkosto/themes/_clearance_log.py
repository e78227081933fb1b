"""Log of clearances: a file with who cleared which quotation when, and what had been done to the answer."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args

from attrs import asdict, field, frozen

from verkosto.dates import PartialDate
from verkosto.errors import DisclosureError, OptionError, TableFormatError, VerkostoError
from verkosto.files import append, lines, path_of
from verkosto.responses import Pseudonyms
from verkosto.themes._excerpt import Excerpt
from verkosto.themes._excerpt_changes import Alteration
from verkosto.themes._excerpt_quotation import Quotation

__all__ = ["Clearance", "ClearanceLog"]

SCHEMA = "verkosto.clearance/1"
Outcome = Literal["cleared", "refused", "withdrawn"]
_DIGEST = 16


def _path(value: str | os.PathLike[str]) -> Path:
    return path_of(value)


@frozen
class Clearance:
    """One line of the log. It holds no word of the answer and not its id.

    Attributes:
        outcome: "cleared", "refused" or "withdrawn".
        by: Who decided.
        on: The day, or None where it was not given.
        question: Id of the question.
        themes: Ids of the themes.
        quotation: A digest of the words that readers see; None for a refusal, whose words nobody should see.
        answer: The answer's pseudonym, where the log has a key; else None.
        alterations: What was done to the answer.
        why: Why it was withdrawn; else empty.
    """

    outcome: Outcome
    by: str
    on: PartialDate | None
    question: str
    themes: tuple[str, ...]
    quotation: str | None
    answer: str | None
    alterations: tuple[Alteration, ...]
    why: str = ""

    def line(self) -> str:
        """Return the entry as a line of the file, without its end."""
        content = self._content()
        return json.dumps({"schema": SCHEMA, "id": _digest(json.dumps(content, sort_keys=True)), **content})

    @classmethod
    def of_line(cls, text: str) -> Clearance:
        """Return the entry that a line of the file holds.

        Raises:
            TableFormatError: The line is no entry, or was changed after it was written.
        """
        try:
            raw = json.loads(text)
            if raw["schema"] != SCHEMA or raw["outcome"] not in get_args(Outcome):
                raise TableFormatError(f"its schema is not {SCHEMA!r}, or its outcome is unknown")
            entry = cls(
                outcome=raw["outcome"],
                by=str(raw["by"]),
                on=None if raw["on"] is None else PartialDate.of(raw["on"]),
                question=str(raw["question"]),
                themes=tuple(map(str, raw["themes"])),
                quotation=raw["quotation"],
                answer=raw["answer"],
                alterations=tuple(Alteration(**one) for one in raw["alterations"]),
                why=str(raw["why"]),
            )
        except TableFormatError:
            raise
        except (KeyError, TypeError, ValueError, RecursionError, VerkostoError) as error:
            raise TableFormatError("it is no entry of such a log") from error
        if json.loads(entry.line())["id"] != raw.get("id"):
            raise TableFormatError("it was changed after it was written")
        return entry

    def _content(self) -> dict[str, Any]:
        on = None if self.on is None else str(self.on)
        return {**asdict(self), "on": on, "themes": list(self.themes), "alterations": [*map(asdict, self.alterations)]}


@frozen(repr=False)
class ClearanceLog:
    """Who cleared which quotation when, in a file of JSON lines that you keep.

    A line tells what the scrubber marked and what persons changed: which mark, of what kind, by which rule, and what
    stands in its stead. It holds no word of the answer but those that readers see, and these as a digest only. A digest
    of the answer or of its id would not do: a short answer and a number of a row are guessed by trying all. With a key
    a line has the answer's pseudonym instead, by which whoever has the key finds the answer again.

    Attributes:
        path: The file. It need not exist yet.
        key: Makes the pseudonyms of answers; None: the log does not tell which answer it was.

    Example:
        >>> import tempfile
        >>> from verkosto import themes
        >>> folder = tempfile.TemporaryDirectory()
        >>> log = themes.ClearanceLog(folder.name + "/sitaatit.jsonl")
        >>> list(log), log
        ([], <ClearanceLog 'sitaatit.jsonl'>)
        >>> folder.cleanup()
    """

    path: Path = field(converter=_path)
    key: Pseudonyms | None = field(default=None, kw_only=True)

    @key.validator
    def _check(self, _: object, key: object) -> None:
        if key is not None and not isinstance(key, Pseudonyms):
            raise OptionError(f"key is a vk.Pseudonyms, not {type(key).__name__}. Make one with Pseudonyms.from_env.")

    def __iter__(self) -> Iterator[Clearance]:
        """Yield the entries, the earliest first.

        Raises:
            TableFormatError: A line is no entry, or was changed; the message names it.
            SourceError: The file cannot be read.
        """
        for number, line in enumerate(lines(self.path, "log", "ClearanceLog"), start=1):
            if line.strip():
                try:
                    yield Clearance.of_line(line)
                except TableFormatError as error:
                    msg = (
                        f"{self.path.name}, line {number}: {error}. Take the line back from your own copy of the file."
                    )
                    raise TableFormatError(msg) from error

    def __repr__(self) -> str:
        return f"<ClearanceLog {self.path.name!r}>"

    def add(self, excerpt: Excerpt) -> Clearance:
        """Note that an excerpt is cleared. Where that is the last that the log says of it, nothing is added.

        Raises:
            DisclosureError: It is not cleared.
            TableFormatError: A line of the file is no entry.
            SourceError: The file cannot be read or written.
        """
        if excerpt.cleared_by is None:
            raise DisclosureError("the log notes only excerpts that are cleared. Clear it: excerpt.clear(by=...).")
        entry = self._entry(excerpt, "cleared", excerpt.cleared_by, excerpt.cleared_on)
        known = self._last(entry.quotation)
        if known == entry:
            return known
        append(self.path, entry.line(), "log")
        return entry

    def refused(self, excerpt: Excerpt, *, by: str, on: PartialDate | None = None) -> Clearance:
        """Note that an excerpt could not be cleared; `Excerpt.clear` does so itself.

        Raises:
            SourceError: The file cannot be written.
        """
        entry = self._entry(excerpt, "refused", by.strip(), on)
        append(self.path, entry.line(), "log")
        return entry

    def withdrawn(self, excerpt: Excerpt, *, by: str, why: str, on: PartialDate | None = None) -> Clearance:
        """Note that a clearance was taken back; `Excerpt.withdraw` does so itself.

        Raises:
            SourceError: The file cannot be written.
        """
        entry = self._entry(excerpt, "withdrawn", by, on, why)
        append(self.path, entry.line(), "log")
        return entry

    def stands(self, quotation: Quotation | Excerpt) -> bool:
        """Tell whether the last that the log says of these words is that they are cleared.

        Raises:
            TableFormatError: A line of the file is no entry.
            SourceError: The file cannot be read.
        """
        last = self._last(_digest(quotation.text))
        return last is not None and last.outcome == "cleared"

    def _last(self, quotation: str | None) -> Clearance | None:
        found = [entry for entry in self if entry.quotation == quotation and quotation is not None]
        return found[-1] if found else None

    def _entry(self, excerpt: Excerpt, outcome: Outcome, by: str, on: PartialDate | None, why: str = "") -> Clearance:
        return Clearance(
            outcome=outcome,
            by=by,
            on=on,
            question=excerpt.question,
            themes=excerpt.themes,
            quotation=None if outcome == "refused" else _digest(excerpt.text),
            answer=None
            if self.key is None
            else self.key.pseudonym(excerpt.answer, of="answer", survey=excerpt.question),
            alterations=excerpt.log,
            why=why,
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
