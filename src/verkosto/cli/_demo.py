"""`verkosto demo`: the whole way on the synthetic samples, step by step."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Sequence

from verkosto import samples
from verkosto.aggregate import Table, crosstab, frequency
from verkosto.backends import read
from verkosto.cli._console import say
from verkosto.cli._dry_run import total
from verkosto.cli._files import folder
from verkosto.cli._read import accounts, findings
from verkosto.cli._text import of_table
from verkosto.disclosure import protect
from verkosto.errors import VerkostoWarning
from verkosto.reporting import report
from verkosto.responses import Responses
from verkosto.text import LocalText

__all__ = ["run"]

_SAMPLE = "tukirakenne-2020"
_FILE = "verkosto-demo.html"
_MODELS = ("malli_a", "malli_b")
_AREAS = ("maakunta", "erva")
_BESIDE = ("liitto", "palvelut", "vaittamat")

_TEXT = LocalText(
    fi="Aineisto on synteettinen: vastaukset on keksitty niin, että ne toistavat vuonna 2020 julkaistut osuudet "
    "koko maassa. Alueiden luvuista ei saa päätellä mitään oikeista järjestöistä.",
    sv="Materialet är syntetiskt: svaren är påhittade så att de upprepar de andelar för hela landet som "
    "publicerades 2020. Siffrorna för områdena säger inget om verkliga föreningar.",
    en="The data are synthetic: the answers were invented so that they repeat the shares for the whole country "
    "that were published in 2020. The figures by area say nothing about real associations.",
)


def run(arguments: argparse.Namespace) -> None:
    """Read the sample, tabulate it, protect the tables and write a report, telling each step."""
    place = folder(arguments.output or ".") / _FILE
    instrument = samples.instrument(_SAMPLE)
    path = samples.path(_SAMPLE)
    _step(
        "verkosto demo: from a survey's export to tables by region",
        "The data are synthetic: invented answers that repeat the totals published in 2020.",
    )
    _step("1. The file", f"reading {path}")
    with warnings.catch_warnings():
        # The dirt in the samples is there on purpose, and the next step lists it.
        warnings.simplefilter("ignore", VerkostoWarning)
        responses = read(path, instrument, **samples.options(_SAMPLE))
    say(*accounts(responses))
    _step("2. What could not be read", "Places and reasons; the answers themselves stay out of sight.")
    say(*findings(responses.issues)[1:])
    number = 3
    for model in _MODELS:
        _step(f"{number}. Support in the whole country and by area: {model}")
        for table in _of_model(responses, model):
            say(*of_table(table, arguments.lang, notes=False), "")
        number += 1
    _step(
        f"{number}. The report",
        "Figures of fewer than five associations are hidden, and others so that nobody can compute them (vk.protect).",
    )
    published = protect(_tables(responses))
    report(published, place, lang=arguments.lang, title=instrument.title, text=_TEXT)
    say(total(published), f"written: {place}")


def _step(*lines: str) -> None:
    say("", *lines)


def _of_model(responses: Responses, model: str) -> list[Table]:
    by_area = [crosstab(responses, model, by=kind, margins=True) for kind in _AREAS]
    return [frequency(responses, model), *by_area]


def _tables(responses: Responses) -> Sequence[Table]:
    models = [table for model in _MODELS for table in _of_model(responses, model)]
    return [*models, *(frequency(responses, variable) for variable in _BESIDE)]
