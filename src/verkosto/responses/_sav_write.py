"""Write Responses to an SPSS system file (.sav)."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from verkosto.errors import DateNotCoveredError, MissingExtraError, OptionError, SourceError
from verkosto.files import path_of
from verkosto.instruments import Column, MultipleChoice, Question
from verkosto.responses._frames import area_names
from verkosto.responses._sav_columns import SavColumn, SavColumns
from verkosto.responses._sav_names import cut, names_of, titled
from verkosto.responses._sav_records import ResponseSet, record, sav_dictionary
from verkosto.responses._variables import REASONS, Variable
from verkosto.text import check_language

if TYPE_CHECKING:
    from verkosto.responses._responses import Responses

__all__ = ["write_sav"]

_LONGEST_TITLE = 64
_NOT_ASKED = 1 + REASONS.index("not_asked")
_WRITTEN = {"fi": "teksti", "sv": "text", "en": "text"}


def write_sav(responses: Responses, path: str | os.PathLike[str], lang: str) -> None:
    """Do what `Responses.to_sav` says."""
    check_language(lang)
    place = path_of(path)
    if place.suffix.casefold() == ".zsav":
        msg = f"{place.name}: to_sav writes .sav files. Give the file that ending; SPSS saves it as .zsav."
        raise OptionError(msg)
    written = {variable: values for variable, values in _inside(responses) if not _owner(responses, variable).withheld}
    if not written:
        msg = f"{place.name}: there is no variable to write. Read a source that the codebook knows."
        raise SourceError(msg)
    names = names_of(written)
    maker = SavColumns(lang, functools.cache(functools.partial(_areas, responses, lang)))
    columns = {
        names[variable]: maker.column(variable, values, _part(responses, variable))
        for variable, values in written.items()
    }
    labels = {name: _label(responses, variable, lang) for variable, name in names.items()}
    try:
        # Beside the file, for the answers may be confidential and its folder is where they are meant to be.
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".verkosto-") as folder:
            plain = Path(folder, "plain.sav")
            _write(columns, labels, cut(responses.instrument.title.get(lang), _LONGEST_TITLE), plain)
            _complete(plain, Path(folder, "whole.sav"), _sets(responses, names, lang), _attributes(names, columns))
            Path(folder, "whole.sav").replace(place)
    except OSError as error:
        msg = f"{place}: the file cannot be written: {error.strerror}. Check the folder and your rights to it."
        raise SourceError(msg) from error


def _inside(responses: Responses) -> Iterator[tuple[str, Variable]]:
    """Yield the variables, rows of the subset; none that nobody was asked, for its source may have had no column."""
    for name, variable in responses.variables.items():
        inside = variable if responses.domain is None else variable.take(responses.domain)
        if not len(inside) or (inside.reasons() != _NOT_ASKED).any():
            yield name, inside


def _areas(responses: Responses, lang: str, area_type: str) -> Mapping[str, str]:
    """Return the names of areas by code; none for a day on which there can be no answers either."""
    try:
        return area_names(responses, area_type, lang)
    except DateNotCoveredError:
        return {}


def _owner(responses: Responses, variable: str) -> Question | Column:
    """Return the question or column of the codebook that a variable belongs to."""
    columns = responses.instrument.columns
    return next((column for column in columns if column.id == variable), None) or responses.question(variable)[0]


def _part(responses: Responses, variable: str) -> Question | Column | None:
    """Return what the values of a variable answer; None for text beside an option."""
    return None if variable.endswith("].text") else _owner(responses, variable)


def _label(responses: Responses, variable: str, lang: str) -> str:
    part = _part(responses, variable)
    if isinstance(part, Column):
        return cut(part.header or part.id)
    question, item = responses.question(variable)
    text = question.text.get(lang)
    if item is None:
        return cut(text)
    label = item.label.get(lang) or item.code
    if part is None:
        return titled(text, f"{label} ({_WRITTEN[lang]})")
    # In tables of a set the labels of its variables head the rows, and its own label has the question.
    return cut(label) if isinstance(part, MultipleChoice) else titled(text, label)


def _write(columns: Mapping[str, SavColumn], labels: Mapping[str, str], title: str, path: Path) -> None:
    try:
        import pyreadstat
    except ImportError as error:
        raise MissingExtraError.of("spss", "writing .sav files") from error
    import pandas as pd

    try:
        pyreadstat.write_sav(
            pd.DataFrame({name: column.values for name, column in columns.items()}),
            str(path),
            file_label=title,
            column_labels=dict(labels),
            row_compress=True,
            variable_value_labels={name: dict(column.labels) for name, column in columns.items() if column.labels},
            missing_ranges={name: list(column.missing) for name, column in columns.items() if column.missing},
            variable_measure={name: column.measure for name, column in columns.items()},
            variable_format={name: column.form for name, column in columns.items() if column.form},
        )
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again below, without what it says
        # What the library says may hold an answer.
        failure = type(error).__name__
    else:
        return
    msg = f"the answers cannot be written to a .sav file ({failure}). Write them with to_parquet, and report it to us."
    raise SourceError(msg)


def _sets(responses: Responses, names: Mapping[str, str], lang: str) -> list[ResponseSet]:
    """Return a set for every multiple choice; one of a single option is none for SPSS."""
    found = []
    asked = [question for question in responses.instrument.questions if isinstance(question, MultipleChoice)]
    stems = names_of(question.id for question in asked)
    for question in asked:
        variables = tuple(
            names[variable]
            for variable in question.variables()
            if variable in names and not variable.endswith("].text")
        )
        if len(variables) > 1:
            found.append(ResponseSet(stems[question.id], cut(question.text.get(lang)), variables, "1"))
    return found


def _attributes(names: Mapping[str, str], columns: Mapping[str, SavColumn]) -> dict[str, tuple[str, ...]]:
    """Return for each variable the way back: its id, and the option behind each value."""
    found = {}
    for variable, name in names.items():
        codes = columns[name].codes.items()
        found[name] = (variable, *(f"{v if isinstance(v, str) else int(v)}={code}" for v, code in codes))
    return found


def _complete(plain: Path, whole: Path, sets: list[ResponseSet], attributes: dict[str, tuple[str, ...]]) -> None:
    """Copy a file, and add to its dictionary what the library cannot write."""
    dictionary = sav_dictionary(plain)
    with plain.open("rb") as source, whole.open("wb") as target:
        target.write(source.read(dictionary.end))
        target.write(record(dictionary, sets, attributes))
        shutil.copyfileobj(source, target)
