"""Notes on method: who was asked, when and how, and what was done so that nobody is revealed, for each survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from verkosto.aggregate import Method, Table, method_of, methods_of
from verkosto.disclosure import PublishedTable
from verkosto.reporting._document import MethodPart
from verkosto.reporting._figures import interval_name
from verkosto.reporting._tables import source_of
from verkosto.reporting._wording import say
from verkosto.text import LocalText, format_date, format_number, format_period

__all__ = ["Survey", "common_notes", "method_parts", "surveys_of"]

_UNNAMED = "reported"
"""What tables of a release are said to be of, where nobody says of which survey."""


@frozen(eq=False)
class Survey:
    """The tables of one survey in a report.

    Attributes:
        instrument: Its id.
        method: How it was made; None where no table tells it.
        tables: Its tables, in order.
    """

    instrument: str
    method: Method | None
    tables: tuple[Table, ...]


def surveys_of(tables: Sequence[Table], known: Mapping[str, Method] | None = None) -> tuple[Survey, ...]:
    """Put tables together by their survey, in the order in which they come.

    Args:
        tables: The tables.
        known: How surveys were made that tables do not tell, by their ids.
    """
    of_survey: dict[str, list[Table]] = {}
    for table in tables:
        of_survey.setdefault(table.instrument_id, []).append(table)
    found = []
    for name, group in of_survey.items():
        told = [method for table in group if (method := _method(table)) is not None]
        method = told[0] if told else (known or {}).get(name)
        found.append(Survey(name, method, tuple(group)))
    return tuple(found)


def _method(table: Table) -> Method | None:
    return table.method if isinstance(table, PublishedTable) else method_of(table)


def common_notes(survey: Survey) -> tuple[LocalText, ...]:
    """Return the notes that every table of a survey has, and the rules of protection: said once, not under each."""
    first, *others = survey.tables
    shared = [note for note in first.notes if all(note in table.notes for table in others)] if others else []
    return tuple(dict.fromkeys([*shared, *_rules(survey)]))


def method_parts(surveys: Sequence[Survey], lang: str) -> tuple[MethodPart, ...]:
    """Return the notes on method of each survey, in a language."""
    found = []
    for number, survey in enumerate(surveys, start=1):
        several = len(surveys) > 1
        title = say("method_of", lang, survey=_name(survey, lang)) if several else say("method", lang)
        pairs = [(say(f"method_{key}", lang), text) for key, text in _entries(survey, lang) if text]
        found.append(MethodPart(title, f"method-{number}", tuple(pairs)))
    return tuple(found)


def _name(survey: Survey, lang: str) -> str:
    if survey.method is not None:
        return survey.method.title.get(lang)
    return say("method_release", lang) if survey.instrument == _UNNAMED else survey.instrument


def _entries(survey: Survey, lang: str) -> Iterator[tuple[str, str]]:
    """Yield what is known of a survey, each with the key of its wording."""
    method = survey.method
    yield "survey", _sentence(_name(survey, lang))
    if method is not None:
        if method.fieldwork is not None:
            yield "fieldwork", _sentence(format_period(method.fieldwork, lang=lang))
        if method.respondents is not None:
            yield "respondents", f"n = {format_number(method.respondents, lang=lang)}."
        yield "sampling", say(f"sampling_{method.sampling}", lang)
    yield "weights", _weights(survey.tables, lang)
    yield "intervals", _intervals(survey.tables, lang)
    if method is not None and method.area_date is not None and any(_by_area(table) for table in survey.tables):
        yield "areas", say("areas_on", lang, date=format_date(method.area_date, lang=lang))
    yield "protection", _protection(survey, lang)
    rules = _rules(survey)
    yield "common", " ".join(note.get(lang) for note in common_notes(survey) if note not in rules)
    yield "source", " ".join(dict.fromkeys(source_of(table, lang) for table in survey.tables))


def _weights(tables: Sequence[Table], lang: str) -> str:
    names = list(dict.fromkeys(table.weights for table in tables if table.weights is not None))
    if not names:
        return say("weights_none", lang)
    some = any(table.weights is None for table in tables)
    return say("weights_some" if some else "weights_all", lang, weights=", ".join(names))


def _intervals(tables: Sequence[Table], lang: str) -> str:
    """Name the intervals of all tables, by their level of confidence."""
    methods: dict[float, set[str]] = {}
    for table in tables:
        if named := methods_of(table.cells, range(len(table))):
            methods.setdefault(table.level, set()).update(named)
    listed = (interval_name(level, tuple(sorted(names, reverse=True)), lang) for level, names in methods.items())
    return " ".join(_sentence(name) for name in listed)


def _by_area(table: Table) -> bool:
    from verkosto import regions

    types = {kind.code for kind in regions.area_types()}
    return any(heading.id in types for heading in table.groups)


def _rules(survey: Survey) -> tuple[LocalText, ...]:
    """Return the rules by which tables of a survey were protected, each once."""
    published = [table for table in survey.tables if isinstance(table, PublishedTable)]
    return tuple(dict.fromkeys(text for table in published for text in table.protection.stated))


def _protection(survey: Survey, lang: str) -> str:
    """Say by which rules figures were protected, and which were not."""
    bare = [table for table in survey.tables if not isinstance(table, PublishedTable)]
    if len(bare) == len(survey.tables):
        return say("protection_none", lang)
    sentences = [text.get(lang) for text in _rules(survey)]
    if sentences and survey.method is not None and survey.method.unit is not None:
        sentences.append(say("protection_unit", lang, unit=survey.method.unit.get(lang)))
    if bare:
        sentences.append(say("protection_some", lang))
    return " ".join(sentences)


def _sentence(text: str) -> str:
    """Begin with a capital and end with a full stop, unless the text ends a sentence itself."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"
