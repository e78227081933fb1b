"""The columns and questions of an instrument as the variables of DDI-Codebook 2.5.

The standard prescribes the order of the parts of a variable: place, labels, privacy, question, range, who was asked,
categories, concept, format, notes. So the functions here are called in that order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verkosto.instruments._columns import Column
from verkosto.instruments._ddi_categories import categories, labels, own_labels
from verkosto.instruments._ddi_words import DATE_FORMATS, DOMAINS, GROUPS, OWN, ROLES_VOCABULARY
from verkosto.instruments._ddi_xml import add
from verkosto.instruments._options import Option
from verkosto.instruments._questions import Matrix, MultipleChoice, Question, Ranking, SingleChoice
from verkosto.instruments._values import AreaQuestion, Date, Nps, Number, Text
from verkosto.text import LocalText

if TYPE_CHECKING:
    from verkosto.instruments._instrument import Instrument

__all__ = ["Variables"]

_COLUMN_TYPES = {"weight": "numeric", "fpc": "numeric", "time": "datetime"}
_TYPES: dict[type[Question], str] = {Number: "numeric", Nps: "numeric", Ranking: "numeric", Text: "text"}
_TYPES |= {Date: "datetime", AreaQuestion: "text"}


class Variables:
    """Names every variable, group and category, so that they can point at one another, and writes them.

    Columns come first; then the questions in the order of the form, with a variable for each of `variables()`.
    """

    def __init__(self, instrument: Instrument) -> None:
        """Number the variables: V1, V2 and so on; V3_C2 is a category, Q3 a question, G3 a group."""
        self.instrument = instrument
        names = [column.id for column in instrument.columns]
        names += [name for question in instrument.questions for name in question.variables()]
        self._ids = {name: f"V{place}" for place, name in enumerate(names, start=1)}

    def reference(self, key: str) -> str:
        """Return the XML id of the variable of a column, or of a question of one column."""
        return self._ids[key]

    def write(self, parent: Any) -> None:
        """Write groups, then variables."""
        numbered = list(enumerate(self.instrument.questions, start=1))
        for number, question in numbered:
            if question.items:
                self._group(parent, question, f"G{number}")
        for column in self.instrument.columns:
            self._column(parent, column)
        for number, question in numbered:
            for place, item in enumerate(question.items or (None,)):
                self._variable(parent, question, item, f"Q{number}", first=place == 0)
            self._written_texts(parent, question)

    def _group(self, parent: Any, question: Question, key: str) -> None:
        kind, other = GROUPS[question.kind]
        own = " ".join(self._ids[name] for name in question.variables())
        group = add(parent, "varGrp", ID=key, name=question.id, type=kind, otherType=other, var=own)
        labels(group, question.text)
        own_labels(group, "alias", question.aliases)

    def _column(self, parent: Any, column: Column) -> None:
        kind = _COLUMN_TYPES.get(column.role, "text")
        var = add(
            parent,
            "var",
            ID=self._ids[column.id],
            name=column.id,
            wgt="wgt" if column.role == "weight" else None,
            intrvl="contin" if kind == "numeric" else None,
            representationType=kind,
        )
        _position(var, column.position)
        if column.header is not None:
            add(var, "labl", column.header)
        own_labels(var, "alias", column.aliases)
        _privacy(var, column.privacy)
        add(var, "concept", column.role, vocab=ROLES_VOCABULARY)
        add(var, "varFormat", type="numeric" if kind == "numeric" else "character")
        _pseudonym(var, column.pseudonym)

    def _variable(self, parent: Any, question: Question, item: Option | None, key: str, *, first: bool) -> None:
        name = question.id if item is None else f"{question.id}[{item.code}]"
        var = add(parent, "var", ID=self._ids[name], name=name, **_attributes(question))
        _position(var, question.position if first else None)
        if item is None:
            labels(var, question.text)
            own_labels(var, "alias", question.aliases)
        else:
            labels(var, item.label)
            own_labels(var, "alias", item.aliases)
            own_labels(var, "number", () if item.number is None else (str(item.number),))
            own_labels(var, "exclusive", ("1",) if item.exclusive else ())
        _privacy(var, question.privacy)
        _asked(var, question, item, key, first=first)
        _range(var, question)
        self._universe(var, question)
        categories(var, question, item)
        _format(var, question)
        if first and question.note is not None:
            for lang, text in _languages(question.note):
                add(var, "notes", text, lang, type=OWN, subject="note")
        if isinstance(question, Number) and question.unit is not None:
            for lang, text in _languages(question.unit)[1:]:
                add(var, "notes", text, lang, type=OWN, subject="unit")
        _pseudonym(var, question.pseudonym if isinstance(question, Text) else None)

    def _written_texts(self, parent: Any, question: Question) -> None:
        """Write the variables of what respondents wrote beside options."""
        for option in question.items or question.choices:
            if option.free_text:
                name = f"{question.id}[{option.code}].text"
                var = add(parent, "var", ID=self._ids[name], name=name, representationType="text")
                labels(var, option.label)
                add(var, "varFormat", type="character")

    def _universe(self, var: Any, question: Question) -> None:
        """Say who was asked in words whose links point at the categories, which a program can follow."""
        if not question.asked_if:
            return
        universe = add(var, "universe", "Vastaajat, joilla ", "fi")
        said: list[Any] = []
        for other, codes in question.asked_if.items():
            between = f"; ja joilla {other} on " if said else f"{other} on "
            for code in codes:
                if said:
                    said[-1].tail = between
                else:
                    universe.text += between
                said.append(add(universe, "Link", code, refs=self._pointed(self.instrument[other], code)))
                between = " tai "

    def _pointed(self, question: Question, code: str) -> str:
        if isinstance(question, MultipleChoice):
            return self._ids[f"{question.id}[{code}]"]
        own = self._ids[question.id]
        if isinstance(question, SingleChoice):
            return f"{own}_C{[option.code for option in question.options].index(code) + 1}"
        return own


def _languages(text: LocalText) -> list[tuple[str, str]]:
    given = (("fi", text.fi), ("sv", text.sv), ("en", text.en))
    return [(lang, words) for lang, words in given if words is not None]


def _attributes(question: Question) -> dict[str, str | None]:
    found: dict[str, str | None] = {"representationType": _TYPES.get(type(question), "code")}
    if isinstance(question, Number):
        found |= {"intrvl": "contin", "measUnit": None if question.unit is None else question.unit.fi}
    elif isinstance(question, AreaQuestion):
        found |= {"geog": "Y", "geoVocab": question.area_type}
    elif isinstance(question, SingleChoice | Matrix):
        found["nature"] = "nominal" if isinstance(question, SingleChoice) and not question.ordered else "ordinal"
    return found


def _position(var: Any, position: int | None) -> None:
    # A starting position without an end is the number of the column in a file of delimited columns.
    if position is not None:
        add(var, "location", StartPos=str(position))


def _privacy(var: Any, privacy: str | None) -> None:
    if privacy is not None:
        add(var, "security", privacy)


def _pseudonym(var: Any, pseudonym: str | None) -> None:
    if pseudonym is not None:
        add(var, "notes", pseudonym, type=OWN, subject="pseudonym")


def _asked(var: Any, question: Question, item: Option | None, key: str, *, first: bool) -> None:
    domain, other = DOMAINS[question.kind]
    named = {"ID": key} if first else {"qstn": key}
    qstn = add(var, "qstn", responseDomainType=domain, otherResponseDomainType=other, **named)
    literal = "qstnLit" if item is None else "preQTxt"
    for lang, words in _languages(question.text):
        add(qstn, literal, words, lang)
    for lang, words in _languages(item.label) if item is not None else ():
        add(qstn, "qstnLit", words, lang)


def _range(var: Any, question: Question) -> None:
    low, high, units = None, None, "INT"
    if isinstance(question, Number):
        low, high, units = _figure(question.minimum), _figure(question.maximum), "REAL"
    elif isinstance(question, Nps):
        low, high = "0", "10"
    elif isinstance(question, Ranking):
        low, high = "1", str(len(question.options))
    if low is not None or high is not None:
        add(add(var, "valrng"), "range", UNITS=units, min=low, max=high)


def _figure(value: float | None) -> str | None:
    return None if value is None else repr(value).removesuffix(".0")


def _format(var: Any, question: Question) -> None:
    if isinstance(question, Date):
        add(
            var,
            "varFormat",
            type="numeric",
            formatname=DATE_FORMATS[question.order],
            schema="SPSS",
            category="date",
        )
    else:
        add(var, "varFormat", type="character" if isinstance(question, Text | AreaQuestion) else "numeric")
