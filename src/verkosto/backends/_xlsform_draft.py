"""The questions of an XLSForm as the kinds of a codebook, named as the answers' columns are: `group/question`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve, frozen

from verkosto.backends._limesurvey_options import has_codes, local, options_of
from verkosto.backends._limesurvey_survey import Part
from verkosto.backends._xlsform import Form
from verkosto.backends._xlsform_conditions import Bounds, asked_if_of, bounds_of
from verkosto.backends._xlsform_tree import (
    OTHER,
    Node,
    Place,
    appearance_of,
    bind_of,
    choices_of,
    everything_in,
    table_rows,
    texts_of,
    type_of,
    with_other,
)
from verkosto.backends._xlsform_words import PLACES, ROLES, kind_of_type, language_of
from verkosto.errors import CodebookError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Draft,
    Guess,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Role,
    Scale,
    SingleChoice,
    Text,
    id_of,
)
from verkosto.responses import area_choice, title_identifies
from verkosto.text import LocalText

__all__ = ["draft_of_form"]

_SYSTEM = (
    Column("_uuid", role="response_id", aliases=("__id", "KEY")),
    Column("_submission_time", role="time", aliases=("SubmissionDate", "__system/submissionDate")),
)
"""The columns beside the questions that every service of the family has, by Kobo's names and by those of ODK."""


def draft_of_form(form: Form, *, id: str | None = None, title: str | None = None) -> Draft:  # noqa: A002
    """Make a codebook of a form; what a person should look at stands in its guesses.

    Raises:
        CodebookError: The form's parts contradict one another, so that no codebook can be made of them.
    """
    try:
        drafter = _Drafter(form.tree)
        drafter.walk(form.tree.get("children", ()), Place())
        return Draft(
            id or str(form.tree.get("id_string") or form.place),
            title or local(texts_of(form.tree.get("title")), drafter.languages, form.place),
            columns=tuple(drafter.columns),
            questions=tuple(drafter.questions),
            guesses=tuple(drafter.guesses),
        )
    except CodebookError as error:
        msg = f"{form.place} makes no codebook: {error} Correct the form."
        raise CodebookError(msg) from error
    except RecursionError as error:
        msg = f"{form.place}: its groups nest too deep. Correct the form."
        raise CodebookError(msg) from error


@frozen
class _Asked:
    """One question of the form."""

    id: str
    node: Node
    text: LocalText
    other: bool = False


class _Drafter:
    def __init__(self, tree: Node) -> None:
        default = language_of(str(tree.get("default_language") or "default"))
        self.languages = (default, "default", "")
        self.columns = list(_SYSTEM)
        self.questions: list[Question] = []
        self.guesses: list[Guess] = []
        self.ids = {column.id for column in self.columns}
        self.named: dict[str, list[Question]] = {}

    def walk(self, children: Sequence[Node], place: Place) -> None:
        """Add everything inside a group, or the form itself."""
        writable = set(with_other(children))
        written = {f"{name}_{OTHER}" for name in writable}
        for node in children:
            here = place.inside(node)
            if type_of(node) == "group":
                self._group(node, here)
            elif type_of(node) == "repeat":
                self._repeat(node, here)
            elif here.path[-1] not in written:
                self._question(node, here, other=here.path[-1] in writable)

    def _group(self, node: Node, here: Place) -> None:
        if here.path == ("meta",):
            return
        if rows := table_rows(node):
            self._matrix(node, here, rows)
        else:
            self.walk(node.get("children", ()), here)

    def _matrix(self, node: Node, here: Place, rows: Sequence[Node]) -> None:
        name = self._free(here.name)
        # pyxform moves the title of a table to a note inside it.
        noted = next((child.get("label") for child in node["children"] if type_of(child) == "note"), None)
        text = local(texts_of(node.get("label", noted)), self.languages, here.path[-1])
        listed = [Part(str(row["name"]), texts_of(row.get("label"))) for row in rows]
        named = [evolve(row, number=None) for row in options_of(listed, self.languages, kinds=False)]
        self.note(name, f"its questions share the list {rows[0].get('itemset')!r} on one page, as rows of a table")
        self._add(here, Matrix(name, text, rows=named, scale=Scale(self.options(name, choices_of(rows[0])))))

    def _repeat(self, node: Node, here: Place) -> None:
        identifies = any(
            ROLES.get(type_of(child)) in ("email", "identifier")
            or any(map(title_identifies, texts_of(child.get("label")).values()))
            for child in everything_in(node)
        )
        name = self._free(here.name)
        role: Role = "identifier" if identifies else "ignore"
        kept = "withheld, for something in it identifies" if identifies else "kept as JSON text"
        self.note(name, f"repeats, so that nobody has one answer to a question in it: {kept}")
        self._add(here, Column(name, role=role))

    def _question(self, node: Node, here: Place, *, other: bool) -> None:
        kind = kind_of_type(str(node.get("type")))
        if kind == "nothing" or appearance_of(node) == "label":
            return
        text = local(texts_of(node.get("label")), self.languages, here.path[-1])
        asked = _Asked(self._free(here.name), node, text, other)
        if kind is None:
            self.note(asked.id, f"the type {node.get('type')!r} is unknown; read as text")
        self._add(here, _MAKERS[kind or "text"](self, asked))

    def _free(self, wanted: str) -> str:
        """Return an id that no other part has, and that a codebook accepts."""
        return id_of(wanted, self.ids)

    def note(self, name: str, reason: str) -> None:
        """Mark what a person should look at."""
        self.guesses.append(Guess(name, reason))

    def _add(self, here: Place, made: Question | Column) -> None:
        self.ids.add(made.id)
        if made.id != here.name:
            # Its column is headed by the name in the form.
            made = evolve(made, aliases=(*made.aliases, here.name))
        if isinstance(made, Column):
            self.columns.append(made)
            return
        if isinstance(made, Text) and title_identifies(made.text.fi):
            self.note(made.id, "the title names an identifier; make it a column of that role to keep no values")
        self.questions.append(evolve(made, asked_if=self._asked_if(made.id, here.relevant)))
        self.named.setdefault(here.path[-1], []).append(self.questions[-1])

    def _asked_if(self, name: str, relevant: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for expression in relevant:
            said = self._said(expression)
            if said is None or set(said) & set(found):
                self.note(name, f"shown only where {' and '.join(relevant)}: asked_if cannot say it")
                return {}
            found |= said
        return found

    def _said(self, expression: str) -> dict[str, tuple[str, ...]] | None:
        """Return the conditions of an expression by ids of earlier questions that have such codes."""
        said = asked_if_of(expression)
        if said is None:
            return None
        found: dict[str, tuple[str, ...]] = {}
        for name, codes in said.items():
            named = self.named.get(name, [])
            # A form may call areas otherwise than the register does.
            if len(named) != 1 or isinstance(named[0], AreaQuestion) or not has_codes(named[0], codes):
                return None
            found[named[0].id] = codes
        return found

    def options(self, name: str, parts: Sequence[Part], *, kinds: bool = True) -> tuple[Option, ...]:
        """Make the options of a question."""
        listed: dict[str, Part] = {}
        for part in parts:
            listed.setdefault(part.code, part)
        if len(listed) < len(parts):
            self.note(name, "the list has choices of one name; the first label of each counts")
        options = options_of(tuple(listed.values()), self.languages, kinds=kinds)
        for option in options:
            if option.kind:
                self.note(name, f"{option.code!r} ({option.label.fi}) is taken for {option.kind!r}")
        # Kobo and ODK write names, and never a choice's place in its list.
        return tuple(evolve(o, number=-place if o.number is None else o.number) for place, o in enumerate(options, 1))


def _one(drafter: _Drafter, asked: _Asked) -> Question:
    options = _writable(drafter.options(asked.id, choices_of(asked.node)), asked)
    area = None if asked.other else area_choice(options)
    if area is not None:
        drafter.note(asked.id, f"names and labels of the choices are those of the kind {area[0]}")
        return AreaQuestion(asked.id, asked.text, area_type=area[0], special=area[1])
    return SingleChoice(asked.id, asked.text, options=options) if options else _unlisted(drafter, asked)


def _several(drafter: _Drafter, asked: _Asked) -> Question:
    options = _writable(drafter.options(asked.id, choices_of(asked.node), kinds=False), asked)
    return MultipleChoice(asked.id, asked.text, options=options) if options else _unlisted(drafter, asked)


def _rank(drafter: _Drafter, asked: _Asked) -> Question:
    options = drafter.options(asked.id, choices_of(asked.node), kinds=False)
    return Ranking(asked.id, asked.text, options=options) if options else _unlisted(drafter, asked)


def _writable(options: Sequence[Option], asked: _Asked) -> tuple[Option, ...]:
    """Let the respondent write beside "other", where the form has a question for it."""
    return tuple(evolve(option, free_text=asked.other and option.code == OTHER) for option in options)


def _unlisted(drafter: _Drafter, asked: _Asked) -> Question:
    place = asked.node.get("itemset")
    drafter.note(asked.id, f"its choices stand in {place!r}, which the form does not hold; read as text")
    return Text(asked.id, asked.text)


def _number(drafter: _Drafter, asked: _Asked) -> Question:
    low, high = _range(asked.node) if type_of(asked.node) == "range" else _constrained(drafter, asked)
    return Number(asked.id, asked.text, minimum=low, maximum=high)


def _range(node: Node) -> Bounds:
    parameters = node.get("parameters") or {}
    # pyxform has seen to it that these are numbers; a range may run downwards.
    low, high = sorted(float(parameters.get(end, default)) for end, default in (("start", 1), ("end", 10)))
    return low, high


def _constrained(drafter: _Drafter, asked: _Asked) -> Bounds:
    constraint = str(bind_of(asked.node).get("constraint") or "").strip()
    bounds = bounds_of(constraint, whole=type_of(asked.node) in ("integer", "int")) if constraint else (None, None)
    if bounds is None:
        drafter.note(asked.id, f"allowed is only {constraint}: minimum and maximum cannot say it")
    return bounds or (None, None)


def _date(_: _Drafter, asked: _Asked) -> Question:
    return Date(asked.id, asked.text)


def _text(drafter: _Drafter, asked: _Asked) -> Question:
    if type_of(asked.node) == "calculate":
        drafter.note(asked.id, "calculated by the form; make it another kind where that is right")
    return Text(asked.id, asked.text)


def _column(drafter: _Drafter, asked: _Asked) -> Column:
    stated = type_of(asked.node)
    if stated in PLACES:
        drafter.note(asked.id, "a place may tell who answered, so it is withheld; make it a text question to keep it")
    titles = (asked.text.fi, asked.text.sv, asked.text.en)
    titled = tuple(title for title in titles if title and title != asked.id)
    return Column(asked.id, role=ROLES.get(stated, "identifier"), aliases=titled)


_MAKERS: Mapping[str, Callable[[_Drafter, _Asked], Question | Column]] = {
    "one": _one,
    "several": _several,
    "rank": _rank,
    "number": _number,
    "date": _date,
    "text": _text,
    "column": _column,
}
