"""What it costs to find the themes of many open answers by the patterns of a codebook.

Run: python docs/benchmarks/themes_words.py [answers] [turns]
Makes that many answers (100 000) of 30 words, the same on every run, and a codebook of 40 themes with 8 patterns each:
words, wildcards, parts of compounds, phrases. Loads simplemma's Finnish dictionary, then codes the answers, in turn
with a loop that asks simplemma for each word and looks at each pattern of each answer (1000 answers, scaled up). Then
the fallback without a dictionary, and libvoikko where it is installed.
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import simplemma

from verkosto.errors import MissingExtraError
from verkosto.themes import Codebook, Lemmatizer, Theme, language_of, lemmatizer
from verkosto.themes._lexicon import Lexicon
from verkosto.themes._matching import matches
from verkosto.themes._patterns import Pattern, parse
from verkosto.themes._token_table import TokenTable
from verkosto.themes._tokens import words_of

ANSWERS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
TURNS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
WORDS, THEMES, PATTERNS, LOOPED = 30, 40, 8, 1000

HEADS = "järjestö kunta vertais avustus kokous tieto perhe nuoriso kulttuuri liikunta terveys koti kylä alue".split()
TAILS = "työ tila tuki ryhmä verkosto toiminta koulutus rahoitus yhteistyö viestintä neuvosto tapaaminen".split()
STEMS = "verkosto järjestö kunta maakunta rahoitus avustus toimitila osallisuus viestintä tieto tila tuki jäsen".split()
ENDINGS = ["", "n", "ssa", "sta", "lle", "t", "lla", "kin", "mme", "ssamme"]
SMALL = "ja on ei se että mukaan kanssa enemmän olisi hyvä saada meille".split()


def made(rng: random.Random) -> tuple[list[str], Codebook]:
    """Answers with 40 000 distinct words, few of them frequent, and a codebook."""
    words = [head + tail for head in HEADS for tail in TAILS] + STEMS
    forms = [word + ending for word in words for ending in ENDINGS] + SMALL * 30
    forms += ["".join(rng.choices("aeiouklmnprstäö", k=rng.randint(4, 10))) for _ in range(40_000)]
    rng.shuffle(forms)
    often = list(itertools.accumulate((place + 1) ** -0.7 for place in range(len(forms))))
    answers = [" ".join(rng.choices(forms, cum_weights=often, k=WORDS)) for _ in range(ANSWERS)]
    themes = []
    for number in range(THEMES):
        a, b, c, d, e, f, g, h = rng.sample(words, PATTERNS)
        patterns = (
            a,
            f"{b}*",
            f"*{c}",
            f"+{rng.choice(TAILS)}",
            f"{rng.choice(STEMS)}+",
            f"{d} {e}",
            f,
            f"{g} {h[:4]}*",
        )
        themes.append(Theme(f"t{number}", f"Theme {number}", patterns=patterns))
    return answers, Codebook("benchmark", "Benchmark", themes)


def looped(answers: list[str], book: Codebook) -> int:
    """Ask simplemma for each word of each answer, and look at each pattern; parts of compounds by letters."""
    patterns = [[parse(one) for one in theme.patterns] for theme in book]
    found = 0
    for answer in answers:
        words = [word.key for word in words_of(answer)]
        lemmas = [simplemma.lemmatize(word, "fi") for word in words]
        found += sum(any(meets(words, lemmas, one) for one in each) for each in patterns)
    return found


def meets(words: list[str], lemmas: list[str], pattern: Pattern) -> bool:
    def one(place: int, step: int) -> bool:
        element, word, lemma = pattern.elements[step], words[place], lemmas[place]
        if element.kind in ("begins", "first"):
            return word.startswith(element.key) or lemma.startswith(element.key)
        if element.kind in ("ends", "last"):
            return word.endswith(element.key) or lemma.endswith(element.key)
        return element.key in (word, lemma)

    size = len(pattern.elements)
    return any(all(one(place + step, step) for step in range(size)) for place in range(len(words) - size + 1))


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def stages(answers: list[str], book: Codebook, engine: Lemmatizer) -> None:
    patterns = [parse(one) for theme in book for one in theme.patterns]
    started = time.perf_counter()
    table = TokenTable(answers)
    cut = time.perf_counter()
    lexicon = Lexicon(table.words, "fi", engine, patterns)
    read = time.perf_counter()
    for one in patterns:
        table.starts([lexicon.met(element) for element in one.elements])
    print(f"  {engine.name}, {len(table.words)} distinct words of {len(table.tokens)}:", end=" ")
    print(f"cut {cut - started:.2f} s, read {read - cut:.2f} s, match {time.perf_counter() - read:.2f} s")


def main() -> None:
    answers, book = made(random.Random(7))  # noqa: S311
    languages = ["fi"] * len(answers)
    engine = lemmatizer("simplemma")
    print(f"load simplemma's Finnish: {seconds(lambda: engine.lemmas(['kunnan'], 'fi')):.1f} s")
    print(f"languages of {len(answers)} answers: {seconds(lambda: [language_of(one) for one in answers]):.1f} s")
    stages(answers, book, engine)
    few = answers[:LOOPED]
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(seconds(lambda: matches(answers, languages, book, engine)))
        theirs.append(seconds(lambda: looped(few, book)) * len(answers) / len(few))
    mine, loop = statistics.median(ours), statistics.median(theirs)
    print(f"{len(answers)} answers, {THEMES} themes: {mine:.1f} s; the loop, scaled: {loop:.0f} s, {loop / mine:.0f} x")
    for name in ("words", "voikko"):
        try:
            other = lemmatizer(name)
        except MissingExtraError:
            print(f"{name} is not installed")
            continue
        other.lemmas(["kunnan", "lokaler"], "sv")
        stages(answers, book, other)
        print(f"  in all {seconds(partial(matches, answers, languages, book, other)):.1f} s")


if __name__ == "__main__":
    main()
