"""Make the table by which `themes.language_of` tells Finnish, Swedish and English apart: three letters at a time.

Counted over the word forms of simplemma's dictionaries (simplemma 2.0.0), each form once. The table keeps the runs of
letters that tell most: those that are frequent in one language and rarer in the others. A row has, for each language,
four times the natural logarithm of the run's share among the runs of that language, less the mean over the languages.

Run it as `python docs/benchmarks/language_letters.py src/verkosto/themes/language_letters.csv`.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

LANGUAGES = ("fi", "sv", "en")
KEPT, ADDED, SCALE = 1500, 20, 4
WORD = re.compile("[a-zåäö]{3,14}")


def runs(lang: str) -> Counter[str]:
    """Count the runs of three letters in the words of a dictionary; "_" stands before and after a word."""
    found: Counter[str] = Counter()
    for form in DefaultDictionaryFactory().get_dictionary(lang):
        word = form.decode() if isinstance(form, bytes) else form
        if WORD.fullmatch(word):
            word = f"_{word}_"
            found.update(word[place : place + 3] for place in range(len(word) - 2))
    return found


counted = {lang: runs(lang) for lang in LANGUAGES}
every = sorted(set().union(*counted.values()))
size = {lang: counted[lang].total() for lang in LANGUAGES}
rows = []
for run in every:
    logs = [math.log((counted[lang][run] + ADDED) / (size[lang] + ADDED * len(every))) for lang in LANGUAGES]
    often = max(counted[lang][run] / size[lang] for lang in LANGUAGES)
    middle = sum(logs) / len(logs)
    rows.append((often * (max(logs) - min(logs)), run, [round(SCALE * (one - middle)) for one in logs]))
rows.sort(reverse=True)
with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["letters", *LANGUAGES])
    writer.writerows([run, *values] for _, run, values in sorted(rows[:KEPT], key=lambda row: row[1]))
