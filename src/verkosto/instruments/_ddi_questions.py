"""Questions and columns from the variables of a DDI codebook, one after another, each guess with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from verkosto.errors import CodebookError
from verkosto.instruments._columns import ROLES, Column
from verkosto.instruments._ddi_guess import bounds, kind_of, order_of
from verkosto.instruments._ddi_options import categories_of, label_of, options_of, own_labels, safe_code
from verkosto.instruments._ddi_words import GROUPS, OWN, ROLES_VOCABULARY
from verkosto.instruments._ddi_xml import Texts, language, texts_of
from verkosto.instruments._fields import RESERVED, shown
from verkosto.instruments._options import Option, Scale, told_apart
from verkosto.instruments._questions import Matrix, MultipleChoice, Question, Ranking, SingleChoice
from verkosto.instruments._values import AreaQuestion, Date, Nps, Number, Text
from verkosto.text import LocalText

__all__ = ["Drafter"]

_OTHER = re.compile(r"[^\w/-]+")
_BESIDE = re.compile(r"(?P<question>[^\[]+)\[(?P<code>[^\]]+)\]\.text")
_DICHOTOMOUS = 2

# What the Finnish Social Science Data Archive adds to each of its files.
_ARCHIVE: Mapping[str, str] = {"fsd_id": "response_id", "fsd_no": "ignore", "fsd_vr": "ignore", "fsd_pro": "ignore"}


class Drafter:
    """Goes through the variables of a codebook.

    Attributes:
        columns: The columns that were found.
        questions: The questions that were found, in the order of the variables.
        guesses: Id of a part, and what in the file led to it; each is told once.
        single: XML id of a variable → the column or question of that one variable.
    """

    def __init__(self, book: Any, texts: Texts) -> None:
        """Look up which variable is in which group."""
        self.texts = texts
        self.columns: list[Column] = []
        self.questions: list[Question] = []
        self.guesses: dict[tuple[str, str], None] = {}
        self.single: dict[str, str] = {}
        every = book.findall("dataDscr/var")
        # What was written beside an option is a variable, and belongs to the option.
        beside = [_BESIDE.fullmatch(var.get("name", "")) if texts.exact else None for var in every]
        self._vars: list[Any] = [var for var, found in zip(every, beside, strict=True) if found is None]
        self._written = {(found["question"], found["code"]) for found in beside if found is not None}
        self._ids: set[str] = set()
        self._repeated: dict[str, int] = {}
        # XML id of what a condition can point at → question and code; None: the code stands in the words.
        self._pointed: dict[str, tuple[str, str | None]] = {}
        self._groups = self._grouped(book.findall("dataDscr/varGrp"))

    def draft(self) -> None:
        """Turn every variable into a column or into a part of a question.

        Raises:
            CodebookError: A part contradicts itself.
        """
        done: set[Any] = set()
        for var in self._vars:
            if var in done:
                continue
            group = self._groups.get(var.get("ID"))
            if group is not None:
                kind, element, members = group
                done |= set(members)
                self._add_group(kind, element, members)
            elif (role := self._role(var)) is not None:
                self._add_column(var, role)
            else:
                self._add_single(var)

    def _note(self, name: str, reason: str) -> None:
        if not self.texts.exact:
            self.guesses.setdefault((name, reason))

    # Groups

    def _grouped(self, elements: Sequence[Any]) -> dict[str, tuple[str, Any, list[Any]]]:
        """Return the variables of each group that is one question; the first group of a variable wins."""
        found: dict[str, tuple[str, Any, list[Any]]] = {}
        places = {var.get("ID"): place for place, var in enumerate(self._vars)}
        for element in elements:
            wanted = {places[key] for key in (element.get("var") or "").split() if key in places}
            members = [self._vars[place] for place in sorted(wanted)]
            kind = self._group_kind(element, members)
            if kind is not None and not any(var.get("ID") in found for var in members):
                found |= {var.get("ID"): (kind, element, members) for var in members}
        return found

    def _group_kind(self, element: Any, members: Sequence[Any]) -> str | None:
        stated = (element.get("type"), element.get("otherType"))
        kind = next((kind for kind, words in GROUPS.items() if words == stated), None)
        if kind is None or not members or self.texts.exact:
            return kind if members else None
        listed = [self._answers(var) for var in members]
        if kind == "multiple_choice":
            return kind if all(1 <= len(answers) <= _DICHOTOMOUS for answers in listed) else None
        if kind == "matrix":
            return kind if listed[0] and all(answers == listed[0] for answers in listed) else None
        return kind

    def _answers(self, var: Any) -> list[tuple[str, str]]:
        """Return values and words of the categories that are answers."""
        categories = [category for category in categories_of(self.texts, var) if not category.missing]
        return [(category.value, category.label.fi if category.label else "") for category in categories]

    def _add_group(self, kind: str, element: Any, members: Sequence[Any]) -> None:
        first = members[0]
        wanted = element.get("name") or element.get("ID") or first.get("name", "")
        text = self._group_text(element, first)
        name = self._free(wanted)
        common = self._common(name, first, text, own_labels(element, "alias"))
        if kind == "matrix":
            rows = self._items(wanted, members)
            options, notes = options_of(self.texts, categories_of(self.texts, first), counted=True)
            question: Question = Matrix(rows=rows, scale=Scale(options), **common)
            self._note(name, f"a grid of {len(rows)} variables that share their categories")
        elif kind == "ranking":
            question, notes = Ranking(options=self._items(wanted, members), **common), []
            self._note(name, "a group of ranks")
        else:
            items = self._items(wanted, members, kinds=True)
            question, notes = MultipleChoice(options=items, **common), []
            self._note(name, f"a group of {len(items)} variables that are ticked or not; 1 is taken for a tick")
            codes = zip(members, items, strict=True)
            self._pointed |= {var.get("ID"): (name, option.code) for var, option in codes}
        for note in notes:
            self._note(name, note)
        for var in members[1:]:
            self._asked_if(name, var)
        self.questions.append(question)

    def _group_text(self, element: Any, first: Any) -> LocalText:
        before = self.texts.local(first.iterfind("qstn/preQTxt"))
        said = before or self.texts.local(element.iterfind("txt")) or label_of(self.texts, element)
        return said or LocalText(element.get("name") or first.get("name", ""))

    def _items(self, group: str, members: Sequence[Any], *, kinds: bool = False) -> tuple[Option, ...]:
        items: list[Option] = []
        codes, labels = set[str](), set[str]()
        for var in members:
            own = var.get("name", "")
            inside = own.startswith(f"{group}[") and own.endswith("]")
            code = own[len(group) + 1 : -1] if inside else safe_code(own)
            code = var.get("ID") if not code or code in codes else code
            label = label_of(self.texts, var) or self.texts.local(var.iterfind("qstn/qstnLit")) or LocalText(code)
            number = next(iter(own_labels(var, "number")), None)
            ticked = [c for c in categories_of(self.texts, var) if c.value == "1" and c.missing and self.texts.exact]
            option = Option(
                code,
                label if self.texts.exact else told_apart(label, code, labels),
                number=None if number is None else _whole(number),
                kind=ticked[0].why if kinds and ticked else None,  # type: ignore[arg-type]
                aliases=own_labels(var, "alias"),
                free_text=(group, code) in self._written,
                exclusive=bool(own_labels(var, "exclusive")),
            )
            codes.add(code)
            items.append(option)
        return tuple(items)

    # Single variables

    def _role(self, var: Any) -> str | None:
        stated = next((c for c in var.findall("concept") if c.get("vocab") == ROLES_VOCABULARY), None)
        if stated is not None and (role := self.texts.of(stated)) in ROLES:
            return role
        if var.get("wgt") == "wgt":
            return "weight"
        return _ARCHIVE.get(var.get("name", "").lower())

    def _add_column(self, var: Any, role: str) -> None:
        name = self._free(var.get("name", ""))
        label = label_of(self.texts, var)
        if self.texts.exact:
            header, aliases = None if label is None else label.fi, own_labels(var, "alias")
        else:
            header, aliases = var.get("name"), () if label is None else (label.fi,)
            self._note(name, "a weight, as the file says" if role == "weight" else "a column that the archive adds")
        self.columns.append(
            Column(
                name,
                header,
                role=role,  # type: ignore[arg-type]
                aliases=aliases,
                position=self._position(var),
                privacy=self._security(var),  # type: ignore[arg-type]
                pseudonym=self._pseudonym(var),
            )
        )
        self.single[var.get("ID")] = name

    def _add_single(self, var: Any) -> None:
        wanted = var.get("name", "") or var.get("ID") or ""
        name = self._free(wanted)
        text = self._text(var) or LocalText(wanted)
        aliases = own_labels(var, "alias")
        if not self.texts.exact:
            label = label_of(self.texts, var)
            others = (wanted, *(label.fi for label in (label,) if label is not None))
            aliases = tuple(dict.fromkeys(other for other in others if other not in (name, text.fi, "")))
        common = self._common(name, var, text, aliases)
        categories = categories_of(self.texts, var)
        kind, reason = kind_of(self.texts, var, categories)
        if reason:
            self._note(name, reason)
        # Where the values are no choice, only those that are missing are options.
        listed = categories if kind == "single_choice" or self.texts.exact else [c for c in categories if c.missing]
        options, notes = options_of(self.texts, listed, counted=kind == "single_choice")
        options = tuple(evolve(o, free_text=True) if (name, o.code) in self._written else o for o in options)
        for note in notes:
            self._note(name, note)
        self.questions.append(self._question(kind, var, common, options))
        self.single[var.get("ID")] = name
        if kind == "area":
            self._pointed[var.get("ID")] = (name, None)
        if kind == "single_choice":
            marked = zip(listed, options, strict=False) if len(listed) == len(options) else ()
            self._pointed |= {c.element.get("ID"): (name, o.code) for c, o in marked if c.element.get("ID")}

    def _question(self, kind: str, var: Any, common: Mapping[str, Any], options: tuple[Option, ...]) -> Question:
        if kind == "single_choice":
            return SingleChoice(options=options, ordered=var.get("nature") == "ordinal", **common)
        if kind == "number":
            low, high = bounds(var)
            return Number(minimum=low, maximum=high, unit=self._unit(var), special=options, **common)
        if kind == "area":
            return AreaQuestion(area_type=var.get("geoVocab"), special=options, **common)
        if kind == "nps":
            return Nps(special=options, **common)
        if kind == "date":
            return Date(order=order_of(var), **common)
        return Text(pseudonym=self._pseudonym(var), **common)

    def _text(self, var: Any) -> LocalText | None:
        """Return what was asked: the text before the question and the question, or the label."""
        literal = self.texts.by_language(var.iterfind("qstn/qstnLit"))
        before = {} if self.texts.exact else self.texts.by_language(var.iterfind("qstn/preQTxt"))
        if not literal and not self.texts.exact:
            plain = next((said for qstn in var.iterfind("qstn") if (said := self.texts.without_parts(qstn))), "")
            literal = {language(var): plain} if plain else {}
        joined = {lang: " ".join(filter(None, (before.get(lang), words))) for lang, words in literal.items()}
        return texts_of(joined or before, self.texts.first) or label_of(self.texts, var)

    def _unit(self, var: Any) -> LocalText | None:
        unit = var.get("measUnit")
        if unit is None:
            return None
        return texts_of({"fi": unit, **self.texts.by_language(_own_notes(var, "unit"))}, "fi")

    # What every part has

    def _common(self, name: str, var: Any, text: LocalText, aliases: Sequence[str]) -> dict[str, Any]:
        return {
            "id": name,
            "text": text,
            "aliases": tuple(aliases),
            "asked_if": self._asked_if(name, var),
            "position": self._position(var),
            "privacy": self._security(var),
            "note": texts_of(self.texts.by_language(_own_notes(var, "note")), "fi"),
        }

    def _asked_if(self, name: str, var: Any) -> dict[str, tuple[str, ...]]:
        """Follow the links that verkosto puts into the words about who was asked; other words are for a person."""
        conditions: dict[str, tuple[str, ...]] = {}
        for universe in var.findall("universe"):
            said = self.texts.of(universe)
            if said:
                whom = "not asked of" if universe.get("clusion") == "E" else "asked of"
                self._note(name, f"{whom}: {said[:200]} (say it with asked_if, if not everybody was)")
            for link in universe.findall("Link") if self.texts.exact else ():
                question, code = self._pointed.get(link.get("refs", ""), ("", None))
                if question:
                    named = code if code is not None else self.texts.of(link)
                    conditions[question] = (*conditions.get(question, ()), named)
        return conditions

    def _position(self, var: Any) -> int | None:
        # Elsewhere it is a place in a line of fixed columns, or the file is another one than that of the answers.
        place = var.find("location") if self.texts.exact else None
        return None if place is None else _whole(place.get("StartPos", ""))

    def _security(self, var: Any) -> str | None:
        stated = var.find("security") if self.texts.exact else None
        return None if stated is None else self.texts.of(stated)

    def _pseudonym(self, var: Any) -> str | None:
        return next((self.texts.of(note) for note in _own_notes(var, "pseudonym")), None)

    def _free(self, wanted: str) -> str:
        """Return an id that no other part has, and that is no column of a table."""
        base = wanted if self.texts.exact else _OTHER.sub("_", wanted).strip("_-/")
        base = name = base or f"v{len(self._ids) + 1}"
        while name in self._ids or name in RESERVED:
            self._repeated[base] = self._repeated.get(base, 1) + 1
            name = f"{base}_{self._repeated[base]}"
        self._ids.add(name)
        if name != wanted:
            self._note(name, f"called {wanted!r} in the file")
        return name


def _own_notes(var: Any, subject: str) -> list[Any]:
    return [note for note in var.findall("notes") if (note.get("type"), note.get("subject")) == (OWN, subject)]


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        msg = f"{shown(text)} stands where a whole number belongs. Write the codebook again."
        raise CodebookError(msg) from error
