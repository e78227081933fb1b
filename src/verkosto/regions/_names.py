"""Every way in which an area's name is written: its cases, languages and aliases, and the words for its kind.

What is known stands in `data/name_forms.csv`, `aliases.csv` and `kind_words.csv`. The forms of other areas
follow from those of regions and municipalities: "Keski-Suomen hyvinvointialue" says in the genitive what
"Keski-Suomi" says, so every form of Keski-Suomi can mean the county where counties are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from attrs import frozen

from verkosto.regions._facts import AreaFacts, table_rows
from verkosto.regions._spelling import words
from verkosto.regions._tables import area_facts, kinds

__all__ = ["CASES", "KindWords", "Names", "Spelling", "kind_words", "names"]

CASES = ("nom", "gen", "par", "ine", "ela", "ill", "ade", "abl", "all", "ess", "tra")

# In front of a word for a kind stands a genitive; a nominative is heard too, as are names of other languages.
_BEFORE_KIND = frozenset({"nom", "gen", "sv", "en", "alias"})
# Persons are seldom spoken of in the inessive: "Salossa" is the town, "Salon" may be anybody.
_NO_PERSON = "ine"


class Spelling(NamedTuple):
    """One area that a form can mean.

    Attributes:
        area_type: Kind of area.
        code: Code of the area.
        case: Case of a Finnish form; "sv" or "en" for names of those languages, "alias" for others.
        own: False where the form is only a part of the area's name, as Keski-Suomi is of the county's.
        names_kind: Whether the form says which kind of area is meant.
        word: Whether it is an ordinary word, too.
        person: Whether it may be a person's or a company's name.
    """

    area_type: str
    code: str
    case: str
    own: bool = True
    names_kind: bool = False
    word: bool = False
    person: bool = False

    @property
    def before_kind(self) -> bool:
        """Whether the form can stand in front of a word for the kind."""
        return self.case in _BEFORE_KIND


@frozen
class KindWords:
    """Words for kinds of area, by key: those that follow a name and those that stand before one."""

    after: Mapping[str, frozenset[str]]
    before: Mapping[str, frozenset[str]]
    begun: frozenset[str]

    def split(self, key: str) -> Iterator[tuple[str, frozenset[str], int]]:
        """Each way to read a key as a name and a word for kinds: the name, the kinds, where the name begins."""
        parts = key.split(" ")
        for cut in range(1, len(parts)):
            head, tail = " ".join(parts[:cut]), " ".join(parts[cut:])
            if tail in self.after:
                yield head, self.after[tail], 0
            if head in self.before:
                yield tail, self.before[head], cut

    def stem(self, name: str, kind: str | None = None) -> str | None:
        """A name without the word for its kind (or for any kind), or None where it has none."""
        for stem, found, at in self.split(_key(name)):
            if kind is None or kind in found:
                parts = list(words(name))
                return name[parts[at].start : parts[at + stem.count(" ")].end]
        return None


@frozen
class Names:
    """All forms.

    Attributes:
        by_key: What each form can mean.
        begun: Keys of which a form's key is the continuation: "keski" of "keski suomessa".
        first: The first words of all forms and of all words that stand before a name.
    """

    by_key: Mapping[str, tuple[Spelling, ...]]
    begun: frozenset[str]
    first: frozenset[str]


Paradigm = tuple[tuple[str, str], ...]
"""The forms of a name with their cases."""


@cache
def kind_words() -> KindWords:
    """The words for kinds of area."""
    tables: dict[str, dict[str, set[str]]] = {"after": {}, "before": {}}
    for row in table_rows("kind_words"):
        for word in row["words"].split("; "):
            tables[row["place"]].setdefault(_key(word), set()).add(row["area_type"])
    after, before = ({key: frozenset(found) for key, found in tables[place].items()} for place in ("after", "before"))
    return KindWords(after, before, _beginnings((*after, *before)))


@cache
def names() -> Names:
    """All forms, put together on first use."""
    collected: dict[str, dict[Spelling, None]] = {}
    for form, spelling in (*_inflected(), *_named(), *_aliases()):
        for key in _keys(form):
            collected.setdefault(key, {})[spelling] = None
    by_key = {key: tuple(found) for key, found in collected.items()}
    heads = {key.partition(" ")[0] for key in (*by_key, *kind_words().before)}
    return Names(by_key, _beginnings(by_key), frozenset(heads))


def _beginnings(keys: Iterable[str]) -> frozenset[str]:
    """The keys that end at a word's end inside longer ones."""
    return frozenset(key[:at] for key in keys for at, letter in enumerate(key) if letter == " ")


def _key(form: str) -> str:
    """What `key_of` gives for the package's own forms, five times as fast; a test holds the two together."""
    return " ".join(form.replace("-", " ").casefold().split())


def _keys(form: str) -> tuple[str, ...]:
    """The key of a form, and that of a form whose dashes somebody left out."""
    if "-" not in form:
        return (_key(form),)
    return _key(form), _key(form.replace("-", ""))


@cache
def _form_rows() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["area_type"], row["code"]): row for row in table_rows("name_forms")}


def _paradigm(row: Mapping[str, str]) -> Paradigm:
    return tuple((case, form) for case in CASES for form in row[case].split("|") if form)


def _inflected() -> Iterator[tuple[str, Spelling]]:
    for (kind, code), row in _form_rows().items():
        ordinary = row["word"].split()
        for case, form in _paradigm(row):
            person = bool(row["name"]) and case != _NO_PERSON
            yield form, Spelling(kind, code, case, word=case in ordinary, person=person)


def _named() -> Iterator[tuple[str, Spelling]]:
    """The names of areas of all kinds, and what follows from them."""
    for kind in kinds():
        for code, facts in area_facts(kind).items():
            yield from _of_area(kind, code, facts)


def _of_area(kind: str, code: str, facts: AreaFacts) -> Iterator[tuple[str, Spelling]]:
    for lang, name in (("fi", facts.name.fi), ("sv", facts.name.sv), ("en", facts.name.en)):
        if not name or (lang == "fi" and (kind, code) in _form_rows()):
            continue
        stem = kind_words().stem(name, kind)
        case = "nom" if lang == "fi" else lang
        yield name, Spelling(kind, code, case, names_kind=stem is not None)
        if lang == "sv":
            yield from _genitives(name if stem is None else stem, Spelling(kind, code, "sv", own=stem is None))
        if lang == "fi":
            yield from _derived(kind, code, name if stem is None else stem, own=stem is None)
        elif stem is not None:
            yield stem, Spelling(kind, code, lang, own=False)


def _derived(kind: str, code: str, name: str, *, own: bool) -> Iterator[tuple[str, Spelling]]:
    for case, form in _forms_of(kind_words().stem(name) or name):
        yield form, Spelling(kind, code, case, own=own)


def _genitives(stem: str, spelling: Spelling) -> Iterator[tuple[str, Spelling]]:
    """A Swedish name with and without the s of its genitive."""
    if spelling.own:
        yield f"{stem}s", spelling
        return
    stem = kind_words().stem(stem) or stem
    yield stem, spelling
    if stem.endswith("s"):
        yield stem[:-1], spelling


@cache
def _paradigms() -> dict[str, Paradigm]:
    """Forms by the keys of their nominative and genitive; "Suomi" and the like by what follows the dash."""
    found: dict[str, Paradigm] = {}
    for (kind, _), row in _form_rows().items():
        paradigm = _paradigm(row)
        if kind == "maakunta" and "-" in row["nom"]:
            tails = tuple((case, form.rpartition("-")[2]) for case, form in paradigm)
            found |= {_key(form): tails for case, form in tails if case in ("nom", "gen")} | found
        found |= {_key(form): paradigm for case, form in paradigm if case in ("nom", "gen")}
    return found


def _forms_of(name: str) -> Paradigm:
    """All forms of a name that is given in the nominative or the genitive."""
    known = _paradigms()
    if (key := _key(name)) in known:
        return known[key]
    last = max(name.rfind(" "), name.rfind("-")) + 1
    if (key := _key(name[last:])) in known:
        return tuple((case, name[:last] + form) for case, form in known[key])
    return (("nom", name),)


def _aliases() -> Iterator[tuple[str, Spelling]]:
    for row in table_rows("aliases"):
        case = row["lang"] if row["lang"] in ("sv", "en") else "alias"
        spelling = Spelling(
            row["area_type"],
            row["code"],
            case,
            own=row["use"] != "stem",
            names_kind=row["use"] == "kind",
            word=row["word"] == "yes",
        )
        yield row["name"], spelling
        if row["lang"] == "sv" and spelling.own:
            yield from _genitives(row["name"], spelling)
        for form in filter(None, row["forms"].split("; ")):
            yield form, spelling
