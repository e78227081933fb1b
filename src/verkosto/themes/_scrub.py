"""Scrubber: marks what may tell who wrote an answer, and puts a word in brackets in its stead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import cache, cached_property, lru_cache
from typing import Any

from attrs import evolve, fields, frozen

from verkosto.errors import OptionError
from verkosto.organisations import Network, Organisation, Person
from verkosto.responses import Responses
from verkosto.text import LANGUAGES, check_language
from verkosto.themes._codes_in_text import codes_in
from verkosto.themes._languages import language_of
from verkosto.themes._names_in_text import Name, Names, organisation_names, person_names, runs_of
from verkosto.themes._scrub_clean import clean
from verkosto.themes._scrub_guesses import guesses_in
from verkosto.themes._scrub_marks import Found, Kind, Mark, Scrubbed, apart, placeholders
from verkosto.themes._scrub_places import Bases, places_in
from verkosto.themes._scrub_words import label_of, labels

__all__ = ["Register", "Scrubber", "scrub"]

Register = Network | Organisation | Person | Iterable[Organisation | Person | str]
"""Names to look for: a whole network, or organisations, people and plain names."""

MIN_COUNT = 5


@frozen(init=False, repr=False, slots=False)
class Scrubber:
    """What is looked for in answers before they are quoted.

    Addresses, numbers and codes are found by their form and their check digits; people, organisations and places by
    the names that you give, in any form ("Virtasen", "Sydänpiirille"); words that look like a name, by their capital.
    What it cannot know, such as a village, a nickname or a story that everybody in the town knows, a person must see.

    Args:
        names: A `vk.Network`, or people and organisations; a plain text is a person's name.
        organisations: More of them; a plain text is an organisation's name.
        places: Places that no register has, such as villages, districts and schools.
        public: Names that may stay though they are in the register, such as those of authorities.
        responses: The responses that the answers are of: they tell how many associations answered from a place. Without
            them every municipality and region is marked as uncertain.
        min_count: A place from which fewer associations answered is marked.
        guess: Whether words are marked that only look like a name.
        lang: Language of what is put in the stead of marks; None: that of the answer.

    Raises:
        OptionError: For a name that is none, another language, or a `min_count` that is no positive integer.

    Example:
        >>> from verkosto import themes
        >>> scrubber = themes.Scrubber(["Matti Meikäläinen"], organisations=["Kuvitelman Kissaystävät ry"])
        >>> scrubber.scrub("Meikäläisen Matti Kuvitelman Kissaystävistä, puh. 040 123 4567, auttoi.").text
        '[henkilö] [järjestö], puh. [puhelin], auttoi.'
        >>> scrubber
        <Scrubber: 1 people, 1 organisations, 0 places>
    """

    people: tuple[str, ...]
    organisations: tuple[str, ...]
    places: tuple[str, ...]
    public: tuple[str, ...]
    bases: Bases | None
    min_count: int
    guess: bool
    lang: str | None

    def __init__(
        self,
        names: Register = (),
        organisations: Register = (),
        *,
        places: Iterable[str] = (),
        public: Iterable[str] = (),
        responses: Responses | None = None,
        min_count: int = MIN_COUNT,
        guess: bool = True,
        lang: str | None = None,
    ) -> None:
        first, second = _register(names, plain="person"), _register(organisations, plain="organisation")
        if isinstance(min_count, bool) or not isinstance(min_count, int) or min_count < 1:
            raise OptionError(f"min_count is a positive integer, such as {MIN_COUNT}, not {type(min_count).__name__}.")
        attributes: dict[str, Any] = {
            "people": (*first[0], *second[0]),
            "organisations": (*first[1], *second[1]),
            "places": _texts(places),
            "public": _texts(public),
            "bases": None if responses is None else Bases(responses),
            "min_count": min_count,
            "guess": guess,
            "lang": None if lang is None else check_language(lang),
        }
        self.__attrs_init__(**attributes)

    def __repr__(self) -> str:
        counts = f"{len(self.people)} people, {len(self.organisations)} organisations, {len(self.places)} places"
        return f"<Scrubber: {counts}>"

    def __getstate__(self) -> dict[str, Any]:
        # What was made for searching is made anew, and holds words of answers.
        return {one.name: getattr(self, one.name) for one in fields(Scrubber)}

    def knowing(self, responses: Responses) -> Scrubber:
        """Return a scrubber that counts places in some responses; the same one where it knows some already."""
        return self if self.bases is not None else _with_bases(self, responses)

    def scrub(self, text: str, *, lang: str | None = None, own: Iterable[str] = ()) -> Scrubbed:
        """Return a text with its marks.

        Args:
            text: An answer, as it stands.
            lang: "fi", "sv" or "en", the language of the replacements; None: the scrubber's, else the answer's.
            own: Names of the respondent's own organisation, which are always marked.

        Raises:
            OptionError: The text is no string, or another language.
        """
        if not isinstance(text, str):
            raise OptionError(f"A text is a string, not {type(text).__name__}. Put quotes around it.")
        spoken = check_language(lang) if lang is not None else self.lang or language_of(text)
        made = clean(text)
        marks = []
        for found in self._found(made.text, tuple(own)):
            start, end = made.back(found.start, found.end)
            instead = label_of(found.kind, spoken, certain=found.certain)
            marks.append(Mark(start, end, found.kind, instead, found.certain, found.rule))
        return Scrubbed(text, tuple(marks), spoken)

    def _found(self, text: str, own: tuple[str, ...]) -> list[Found]:
        doubtful = list(_placeholders(text))
        left = _blanked(text, [match.span() for match in placeholders().finditer(text)])
        found = list(codes_in(left))
        left = _blanked(left, [(one.start, one.end) for one in found])
        runs = runs_of(left)
        public = [(one.start, one.end) for one in self._public.find(left, runs)]
        spared = _flags(left, public)
        known = [*found]
        for names in (self._register, _own_names(own)):
            known += [one for one in names.find(left, runs) if not all(spared[one.start : one.end])]
        places = list(places_in(left, self.bases, self.min_count))
        spans = {(place.start, place.end) for _, place in places}
        known = [_or_place(one, spans) for one in (*known, *(one for one, _ in places if one is not None))]
        if self.guess:
            taken = _flags(left, [*((one.start, one.end) for one in known), *public, *spans])
            known += guesses_in(left, runs, taken, frozenset(one.start for one in known if one.kind == "person"))
        return apart([*doubtful, *known], text)

    @cached_property
    def _register(self) -> Names:
        return Names.of(self._every())

    def _every(self) -> Iterator[Name]:
        for person in self.people:
            yield from person_names(person, "register")
        for organisation in self.organisations:
            yield from organisation_names(organisation, "register")
        for place in self.places:
            yield from organisation_names(place, "list", "place")

    @cached_property
    def _public(self) -> Names:
        return Names.of(name for one in self.public for name in organisation_names(one, "public"))


@lru_cache(maxsize=1000)
def _own_names(own: tuple[str, ...]) -> Names:
    return Names.of(name for one in own for name in organisation_names(one, "own organisation"))


def _with_bases(scrubber: Scrubber, responses: Responses) -> Scrubber:
    return Scrubber(
        scrubber.people,
        scrubber.organisations,
        places=scrubber.places,
        public=scrubber.public,
        responses=responses,
        min_count=scrubber.min_count,
        guess=scrubber.guess,
        lang=scrubber.lang,
    )


def scrub(
    text: str,
    names: Register = (),
    organisations: Register = (),
    *,
    places: Iterable[str] = (),
    public: Iterable[str] = (),
    lang: str | None = None,
) -> Scrubbed:
    """Mark what may tell who wrote one text. For many texts make one `Scrubber`.

    Args:
        text: An answer, as it stands.
        names: As in `Scrubber`.
        organisations: As in `Scrubber`.
        places: As in `Scrubber`.
        public: As in `Scrubber`.
        lang: "fi", "sv" or "en", the language of the replacements; None: that of the answer.

    Raises:
        OptionError: The text is no string, a name is none, or another language.

    Example:
        >>> from verkosto import themes
        >>> found = themes.scrub("Kirjoita: maija.m (at) jarjesto.fi. Tunnus 131052-308T.")
        >>> found.text
        'Kirjoita: [sähköposti]. Tunnus [henkilötunnus].'
        >>> [(mark.kind, mark.rule, mark.certain) for mark in found.marks]
        [('email', 'form', True), ('identity_code', 'check digits', True)]
    """
    return Scrubber(names, organisations, places=places, public=public).scrub(text, lang=lang)


def _register(given: Register, *, plain: Kind) -> tuple[list[str], list[str]]:
    """Return the names of people and those of organisations."""
    if isinstance(given, Network):
        given = [*given.people, *given.organisations]
    people: list[str] = []
    organisations: list[str] = []
    every: Iterable[object] = [given] if isinstance(given, str | Organisation | Person) else given
    for one in every:
        if isinstance(one, Organisation):
            organisations += _organisation(one)
        elif isinstance(one, Person):
            people.append(one.name)
        elif isinstance(one, str):
            (people if plain == "person" else organisations).append(one)
        else:
            msg = f"a name to look for is text, a Person or an Organisation, not {type(one).__name__}. Give its name."
            raise OptionError(msg)
    return people, organisations


def _organisation(one: Organisation) -> list[str]:
    every = (one.name, *(other.name for other in one.other_names))
    written = (getattr(name, lang) for name in every for lang in LANGUAGES)
    return list(dict.fromkeys(filter(None, written)))


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    found: tuple[object, ...] = (given,) if isinstance(given, str) else tuple(given)
    for one in found:
        if not isinstance(one, str):
            raise OptionError(f"a name to look for is text, not {type(one).__name__}. Put quotes around it.")
    return tuple(one for one in found if isinstance(one, str))


@cache
def _kinds() -> dict[str, str]:
    return {name.get(lang): kind for kind, name in labels().items() for lang in LANGUAGES}


def _placeholders(text: str) -> Iterator[Found]:
    """Yield the doubtful replacements that a text holds already, such as "[nimi?]"."""
    kinds = _kinds()
    for match in placeholders().finditer(text):
        if match.group(1):
            kind: Any = kinds[match.group()[1:-2]]
            yield Found(*match.span(), kind, "placeholder", certain=False)


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        signs[start:end] = "\0" * (end - start)
    return "".join(signs)


def _or_place(one: Found, places: Set[tuple[int, int]]) -> Found:
    """Return what was found, in doubt where it is one name of a person that is a town's too: "Lahti", "Salo"."""
    return evolve(one, certain=False) if one.kind == "person" and (one.start, one.end) in places else one


def _flags(text: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    flags = bytearray(len(text))
    for start, end in spans:
        flags[start:end] = b"\1" * (end - start)
    return flags
