"""Backends that are planted for the kit's tests: each reads well and misbehaves, or says what is not so."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve, field, frozen
from good_backend import Good, Row

from verkosto.errors import SourceError
from verkosto.instruments import Draft, Text
from verkosto.responses import Header, RawColumn

__all__ = ["PLANTED"]


class RaisesForeign(Good):
    def load(self, source: Path) -> tuple[list[str], list[Row]]:
        document = json.loads(self.content(source))
        return document["titles"], document["rows"]


class NamesNothing(Good):
    def error(self, source: Path) -> Exception:
        return SourceError("the source is damaged. Export it again.")


class TellsAnswers(Good):
    def error(self, source: Path) -> Exception:
        content = self.content(source) if source.is_file() else b""
        return SourceError(f"{source.name} is damaged: {content[-60:]!r}. Export it again.")


class TellsAnswersBelow(Good):
    """Keeps an answer in what caused the error."""

    def parsed(self, content: bytes, source: Path) -> Any:
        try:
            return json.loads(content)
        except ValueError as error:
            raise ValueError(content) from error


class LogsAnswers(Good):
    def cell(self, text: str) -> str:
        logging.getLogger(__name__).warning("cell %s", text)
        return text


class WarnsOfAnswers(Good):
    def parsed(self, content: bytes, source: Path) -> Any:
        warnings.warn(f"read {content[-60:]!r}", ResourceWarning, stacklevel=2)
        return json.loads(content)


class Repairs(Good):
    def parsed(self, content: bytes, source: Path) -> Any:
        try:
            return json.loads(content)
        except json.JSONDecodeError:
            return json.loads(content[: content.rindex(b"]") + 1] + b"]}")


class WritesBeside(Good):
    def load(self, source: Path) -> tuple[list[str], list[Row]]:
        loaded = super().load(source)
        source.with_suffix(".muisti").write_text("", "utf-8")
        return loaded


class Touches(Good):
    def load(self, source: Path) -> tuple[list[str], list[Row]]:
        loaded = super().load(source)
        source.write_bytes(source.read_bytes() + b"\n")
        return loaded


class LeavesOpen(Good):
    def content(self, source: Path) -> bytes:
        file = source.open("rb")
        return file.read()


class AsksForMore(Good):
    def checked(self, options: Mapping[str, Any]) -> None:
        options.get("salaa")
        super().checked(options)


class LooksForMore(Good):
    def checked(self, options: Mapping[str, Any]) -> None:
        super().checked(options)
        assert "salaa" not in options


class ExplainsNothing(Good):
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {"kieli": ("sv", "")}


class NamesNoOption(Good):
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {**Good.options, "oma-kieli": ("sv", "the language")}

    def checked(self, options: Mapping[str, Any]) -> None:
        super().checked(options)
        super().checked({"kieli": options["oma-kieli"]})


class TakesAnyValue(Good):
    def checked(self, options: Mapping[str, Any]) -> None:
        options["kieli"]


class FailsOnValues(Good):
    def checked(self, options: Mapping[str, Any]) -> None:
        options["kieli"].casefold()


class SaysTooMuch(Good):
    summary: ClassVar[str] = "a format\nof tests"


@frozen
class HoldsCode(Good):
    code: Callable[[], int] = field(factory=lambda: lambda: 1)


@frozen
class Remembers(Good):
    seen: Path | None = None

    def load(self, source: Path) -> tuple[list[str], list[Row]]:
        object.__setattr__(self, "seen", source)
        return super().load(source)


class MarksNoId(Good):
    def headers(self, titles: Sequence[str]) -> tuple[Header, ...]:
        first, *others = super().headers(titles)
        return evolve(first, role=None), *others


class RepeatsIds(Good):
    """Takes answers for ids."""

    def headers(self, titles: Sequence[str]) -> tuple[Header, ...]:
        first, *others = super().headers(titles)
        return evolve(first, role=None), *others[:-1], evolve(others[-1], role="response_id")


class MarksNoTime(Good):
    def headers(self, titles: Sequence[str]) -> tuple[Header, ...]:
        first, second, *others = super().headers(titles)
        return first, evolve(second, role=None), *others


class MistakesTimes(Good):
    def headers(self, titles: Sequence[str]) -> tuple[Header, ...]:
        first, second, third, *others = super().headers(titles)
        return first, evolve(second, role=None), evolve(third, role="time"), *others


class ForgetsNotShown(Good):
    def column(self, cells: Sequence[str | None]) -> RawColumn:
        return evolve(super().column(cells), not_shown=None)


class HidesEmpty(Good):
    def column(self, cells: Sequence[str | None]) -> RawColumn:
        made = super().column(cells)
        return evolve(made, not_shown=made.codes < 0)


class StatesNoCodebook(Good):
    def codebook(self, source: Path, **parts: Any) -> Draft | None:
        return None


class StatesTooMuch(Good):
    def codebook(self, source: Path, **parts: Any) -> Draft | None:
        stated = super().codebook(source, **parts)
        return stated and evolve(stated, questions=(*stated.questions, Text("q99", "Mistä tämä?")))


PLANTED: Mapping[str, Sequence[type[Good]]] = {
    "test_only_our_errors_leave": (RaisesForeign,),
    "test_errors_name_the_source": (NamesNothing,),
    "test_no_answer_is_told": (TellsAnswers, TellsAnswersBelow, LogsAnswers, WarnsOfAnswers),
    "test_a_source_that_was_cut_off_is_an_error": (Repairs,),
    "test_the_source_is_left_alone": (WritesBeside, Touches),
    "test_files_are_closed": (LeavesOpen,),
    "test_options_are_declared": (AsksForMore, LooksForMore),
    "test_options_are_explained": (ExplainsNothing, NamesNoOption),
    "test_values_that_an_option_cannot_have_are_refused": (TakesAnyValue, FailsOnValues),
    "test_it_is_a_backend": (SaysTooMuch,),
    "test_it_is_installed_under_its_name": (),
    "test_it_can_be_pickled": (HoldsCode,),
    "test_reading_leaves_no_trace_in_it": (Remembers,),
    "test_promised_ids_are_there": (MarksNoId, RepeatsIds),
    "test_promised_times_are_there": (MarksNoTime, MistakesTimes),
    "test_what_was_not_shown_is_told_as_promised": (ForgetsNotShown, HidesEmpty),
    "test_a_promised_codebook_fits": (StatesNoCodebook, StatesTooMuch),
}
"""Tests of the kit, with the backends on which each fails, and it alone."""
