"""Sentences: every number, form and comparison in a claim's text, each found once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import evolve

from verkosto.reporting._claim_asides import DASH, PERCENT, asides
from verkosto.reporting._claim_mentions import Kind, Mention
from verkosto.reporting._claim_words import DIGITS, Words, words

__all__ = ["mentions", "named_base"]

# Spaces of print are turned into plain ones of the same length, so that places stay.
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\n\t\r", " ") | {"\u2212": "-", "\u2011": "-"})
_TIGHT = "\u00a0\u2007\u2009\u202f"
_TAKEN = "\x00"
_SIGN = r"(?:(?<![\w)])[-+±](?=\d))?"
_GROUPED = r"\d{1,3}(?: \d{3})+(?![\d])"
_YEARS = (1800, 2100)
_FRACTIONS = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅖": "2/5",
    "⅗": "3/5",
    "⅘": "4/5",
}
_NEAR = 2
"""How many words before and after a number are read for what it counts."""
_WINDOW = 80
"""How many characters around a number can hold the words that belong to it."""
_FROM = re.compile(r"(?<!\w)(?:från|from)\s+$", re.IGNORECASE)
_BREAK = re.compile(r"[.;:,!?()\d]")

Make = Callable[[re.Match[str]], Mention | None]


def mentions(text: str, lang: str, aside: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Return what a sentence says, in the order of its words.

    Args:
        text: The sentence.
        lang: Its language.
        aside: Parts of it that say nothing of a table's figures.
    """
    reader = _Reader(text, words(lang), lang)
    for part in aside:
        reader.take(re.escape(part.translate(_SPACES)), lambda match: reader.at(match, "aside", "given"))
    for step in (_asides, _spans, _shares, _ratios, _places, _forms, _numbers, _comparisons, _unread):
        step(reader)
    return tuple(sorted((_bracketed(found, reader.plain) for found in reader.found), key=lambda found: found.start))


def named_base(text: str, lang: str) -> tuple[str, str] | None:
    """Return the base that a sentence names and its words; None where it names none."""
    for name, pattern in words(lang).bases:
        if match := pattern.search(text.translate(_SPACES)):
            return name, text[match.start() : match.end()]
    return None


class _Reader:
    """A sentence of which ever more is read: what is taken is out of sight of later patterns."""

    def __init__(self, text: str, known: Words, lang: str) -> None:
        self.text, self.words, self.lang = text, known, lang
        self.plain = text.translate(_SPACES)
        self.left = self.plain
        self.found: list[Mention] = []

    def take(self, pattern: str | re.Pattern[str], make: Make) -> None:
        """Make a mention of each place that fits; None leaves the place to others."""
        for match in list(re.finditer(pattern, self.left) if isinstance(pattern, str) else pattern.finditer(self.left)):
            made = None if _TAKEN in match.group() else make(match)
            if made is not None:
                self.found.append(made)
                self.left = self.left[: made.start] + _TAKEN * (made.end - made.start) + self.left[made.end :]

    def at(self, match: re.Match[str], kind: Kind, mode: str = "as_written") -> Mention:
        """Return a mention of a whole match."""
        return Mention(match.start(), match.end(), self.text[match.start() : match.end()], kind, mode)

    def modified(self, made: Mention) -> Mention:
        """Return a mention with the modifier before it, the longest that fits."""
        begin = max(0, made.start - _WINDOW)
        before = self.left[begin : made.start]
        found = ((mode, pattern.search(before)) for mode, pattern in self.words.modifiers)
        fits = [(begin + match.start(), mode) for mode, match in found if match]
        if not fits:
            return made
        start, mode = min(fits)
        return evolve(made, start=start, text=self.text[start : made.end], mode=mode)

    def number(self, match: re.Match[str], name: str = "number") -> tuple[Fraction, Fraction]:
        """Return a written number and the step of its last digit."""
        written = match.group(name).replace(" ", "")
        thousands = self.words.data["thousands"]
        if thousands and re.fullmatch(rf"[-+±]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:\.\d+)?", written):
            written = written.replace(thousands, "")
        written = written.replace(",", ".").lstrip("+±")
        decimals = len(written.partition(".")[2])
        return Fraction(written), Fraction(1, 10**decimals)

    def near(self, word: str, start: int, end: int) -> bool:
        """Whether a word of some kind stands beside a place, with no other number or part of the sentence between."""
        before = " ".join(_BREAK.split(self.plain[max(0, start - _WINDOW) : start])[-1].split()[-_NEAR:])
        after = " ".join(_BREAK.split(self.plain[end : end + _WINDOW])[0].split()[:_NEAR])
        pattern = self.words.word(word)
        return bool(pattern.search(before) or pattern.search(after))


def _written(lang: str) -> str:
    grouped = rf"{_GROUPED}(?:[.,]\d+)?"
    return (
        rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|{grouped}|{DIGITS})"
        if lang == "en"
        else (rf"{_SIGN}(?:{grouped}|{DIGITS})")
    )


def _asides(reader: _Reader) -> None:
    """Take what has digits and is no figure: dates, years, ordinals, scales, levels of confidence, names."""
    for mode, pattern in asides(reader.lang):
        reader.take(pattern, lambda match, mode=mode: reader.at(match, "aside", mode))  # type: ignore[misc]


def _spans(reader: _Reader) -> None:
    """Take intervals of shares: "69–76 %"; and margins of error: "±4 prosenttiyksikköä"."""
    sign = rf"(?:%|(?i:{PERCENT}))"

    def made(match: re.Match[str]) -> Mention | None:
        if _FROM.search(reader.plain[: match.start()]):
            return None
        (low, step), (high, _) = reader.number(match, "low"), reader.number(match, "high")
        return evolve(reader.at(match, "interval"), ends=(low / 100, high / 100), step=step / 100)

    reader.take(
        rf"(?<![\w.,])(?P<low>{DIGITS})(?: ?{sign})?(?:{DASH}| to | till )(?P<high>{DIGITS}) ?{sign}(?::\w+)?", made
    )

    def margin(match: re.Match[str]) -> Mention | None:
        value, step = reader.number(match)
        said = match.group().startswith("±") or reader.near("margin", match.start(), match.end())
        return evolve(reader.at(match, "margin"), value=value / 100, step=step / 100) if said else None

    points = reader.words.data["points"]
    reader.take(rf"(?P<number>±? ?{DIGITS}) ?(?:(?i:{points})|{sign})(?::\w+)?", margin)


def _shares(reader: _Reader) -> None:
    """Take points and percents, written in digits."""
    number = rf"(?<![\w.,])(?P<number>{_written(reader.lang)})"

    def made(kind: Kind) -> Make:
        def make(match: re.Match[str]) -> Mention:
            value, step = reader.number(match)
            found = evolve(reader.at(match, kind), value=value / 100, step=step / 100, source=_source(reader, match))
            return reader.modified(found)

        return make

    reader.take(rf"{number}[ -]?(?i:{reader.words.data['points']})(?!\w)", made("points"))
    # "Från 40 till 60 procent", "40:stä 60 prosenttiin": the sign stands once.
    sign = rf"{DIGITS} ?(?:%|(?i:{PERCENT}))"
    reader.take(rf"(?i:(?<=from )|(?<=från )){number}(?= (?:to|till) {sign})", made("percent"))
    reader.take(rf"{number}:(?:st[aä]|lt[aä])(?= {sign})", made("percent"))
    reader.take(rf"{number}[ -]?(?:%|(?i:{PERCENT}))(?::\w+)?(?!\w)", made("percent"))


def _source(reader: _Reader, match: re.Match[str]) -> bool:
    """Whether a percent is where a change began."""
    if reader.lang == "fi":
        return bool(re.search(r"(?:prosentista|prosentilta|:st[aä]|:lt[aä])$", match.group(), re.IGNORECASE))
    return bool(_FROM.search(reader.plain[: match.start()]))


def _ratios(reader: _Reader) -> None:
    """Take how many times something is as large as another."""

    def made(ratio: Fraction | None) -> Make:
        def make(match: re.Match[str]) -> Mention:
            value = _ratio(reader.words, match) if ratio is None else ratio
            return reader.modified(evolve(reader.at(match, "times", "near"), value=value))

        return make

    for ratio, pattern in reader.words.times:
        reader.take(pattern, made(ratio))


def _ratio(known: Words, match: re.Match[str]) -> Fraction:
    """Return how many times in digits or in words."""
    parts = match.groupdict()
    if digits := parts.get("digits"):
        return Fraction(digits.replace(",", "."))
    return Fraction(known.value("number", parts["number"]))


def _places(reader: _Reader) -> None:
    """Take places behind the first, and words for every group: both hold words that are forms elsewhere."""

    def place(rank: int, mode: str) -> Make:
        return lambda match: evolve(reader.at(match, "compare", mode), value=Fraction(rank))

    for rank, mode, pattern in reader.words.ranks:
        reader.take(pattern, place(rank, mode))
    for kind, pattern in reader.words.comparisons:
        if kind == "everywhere":
            reader.take(pattern, lambda match: reader.at(match, "compare", "everywhere"))


def _forms(reader: _Reader) -> None:
    """Take bands and parts in words."""

    def band(name: str) -> Make:
        return lambda match: reader.at(match, "band", name)

    def part(name: str) -> Make:
        def make(match: re.Match[str]) -> Mention | None:
            value = _part(reader.words, name, match)
            # Words between the numbers that count something themselves are no noun.
            return reader.modified(evolve(reader.at(match, "part", "near"), value=value)) if 0 < value <= 1 else None

        return make

    # "Lähes kaikki" begins with what makes "lähes puolet", and "yli puolet" is a part with a modifier.
    for name, pattern in reader.words.fractions:
        reader.take(pattern, part(name))
    for name, pattern in reader.words.bands:
        reader.take(pattern, band(name))

    def signed(match: re.Match[str]) -> Mention | None:
        value = Fraction(_FRACTIONS.get(match.group(), match.group()))
        return reader.modified(evolve(reader.at(match, "part", "near"), value=value)) if 0 < value <= 1 else None

    reader.take(rf"[{''.join(_FRACTIONS)}]|(?<![\w.,/])[1-9]/(?:[2-9]|10)(?![\w/]|[.,]\d)", signed)


def _part(known: Words, name: str, match: re.Match[str]) -> Fraction:
    """Return the share that a form says."""
    parts = {kind: known.value(kind, text) for kind, text in match.groupdict().items() if text}
    if name == "half":
        return Fraction(1, 2)
    below = parts.get("of") or parts.get("part") or parts.get("ordinal") or 1
    return Fraction(parts.get("number", 1), below)


def _numbers(reader: _Reader) -> None:
    """Take the numbers that are left: counts, means, single years."""
    pattern = rf"(?<![\w.,/])(?P<number>{_written(reader.lang)})(?::\w+|-[^\W\d_]\w*)?(?![\d])"
    reader.take(pattern, lambda match: _number(reader, match))
    reader.take(rf"(?<=/)(?P<number>{_written(reader.lang)})(?![\d])", lambda match: _number(reader, match))


def _number(reader: _Reader, match: re.Match[str]) -> Mention:
    value, step = reader.number(match)
    start, end = match.start(), match.end()
    written = match.group("number")
    equals = bool(re.search(r"(?<!\w)n\s*=\s*$", reader.plain[:start], re.IGNORECASE))
    of_base = equals or reader.near("respondents", start, end)
    if (
        re.fullmatch(r"\d{4}", written)
        and _YEARS[0] <= value < _YEARS[1]
        and not equals
        and _is_year(reader, start, end)
    ):
        return reader.at(match, "aside", "year")
    spaces = [reader.text[start + place] for place, sign in enumerate(written) if sign == " "]
    loose = any(space not in _TIGHT for space in spaces)
    apart = tuple(Fraction(part) for part in written.lstrip("+±-").split(" ")) if loose and step == 1 else ()
    made = evolve(reader.at(match, "number"), value=value, step=step, apart=apart, of_base=of_base)
    return made if equals else reader.modified(made)


def _is_year(reader: _Reader, start: int, end: int) -> bool:
    """Whether four digits are a year: the word before says so, or none behind says that they count somebody."""
    before = reader.plain[:start].split()[-1:]
    if before and reader.words.word("year").fullmatch(before[0]):
        return True
    return not reader.words.word("respondents").match(reader.plain[end:].lstrip())


def _comparisons(reader: _Reader) -> None:
    """Take words that compare."""

    def made(kind: str) -> Make:
        def make(match: re.Match[str]) -> Mention:
            before = " ".join(reader.plain[: match.start()].split()[-3:])
            negated = bool(reader.words.word("negation").search(before)) and kind in (
                "more",
                "less",
                "grew",
                "fell",
                "differ",
            )
            return evolve(reader.at(match, "compare", kind), negated=negated)

        return make

    for kind, pattern in reader.words.comparisons:
        reader.take(pattern, made(kind))


def _unread(reader: _Reader) -> None:
    """Take shares that nothing reads: percents whose number stands in words, and the rest of a whole."""
    reader.take(reader.words.word("rest"), lambda match: reader.at(match, "unread", "rest"))
    reader.take(
        r"(?i)(?<!\w)[^\W\d_]+ (?:prosenttia|prosentilla|procent|per cent|percent)(?!\w)",
        lambda match: reader.at(match, "unread", "words"),
    )


def _bracketed(found: Mention, plain: str) -> Mention:
    before: Iterable[str] = plain[: found.start]
    depth = 0
    for sign in _brackets(before):
        depth = max(0, depth + (1 if sign == "(" else -1))
    return evolve(found, inside=depth > 0)


def _brackets(text: Iterable[str]) -> Iterator[str]:
    return (sign for sign in text if sign in "()")
