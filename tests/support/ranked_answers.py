"""Answers with themes made of plain lists, with groups, weights, strata and associations, for tests of results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import made_answers

from verkosto.instruments import Column, Instrument, MultipleChoice, Option, SingleChoice
from verkosto.responses import Responses
from verkosto.text import LocalText

__all__ = ["themed", "tyypit"]

_THEMES = ("tilat", "raha", "tieto", "apu")


def tyypit(*groups: tuple[str, Sequence[Sequence[str]]]) -> Responses:
    """Answers of groups: the code of each and the themes of its answers, one after another."""
    ticks = [list(answer) for _, answers in groups for answer in answers]
    return themed(ticks, tyyppi=[code for code, answers in groups for _ in answers])


def themed(
    ticks: Sequence[Any], *, unit_id: bool = False, themes: Sequence[str] = _THEMES, **columns: Any
) -> Responses:
    """Answers whose themes are `ticks`; other columns: tyyppi, paino, osite, jarjesto, koko.

    Args:
        ticks: For each answer the codes of its themes, or why there are none ("!not_asked", None).
        unit_id: Whether the column `jarjesto` is the protection unit.
        themes: Codes of the themes.
        columns: Values by column; what is not given is absent. Names that begin with "toisto" are replicate weights.
    """
    options = tuple(Option(code, LocalText(fi=code.capitalize(), en=code.upper())) for code in themes)
    instrument = Instrument(
        "toiveet-2024",
        "Toivekysely",
        sampling="sample",
        columns=(
            Column("paino", role="weight"),
            Column("osite", role="stratum"),
            Column("jarjesto", role="unit_id" if unit_id else "psu"),
            Column("koko", role="fpc"),
            *(Column(name, role="weight") for name in columns if name.startswith("toisto")),
        ),
        unit_id="jarjesto" if unit_id else None,
        questions=(
            SingleChoice(
                "tyyppi",
                "Järjestön tyyppi",
                options=(Option("p", "Paikallinen"), Option("v", "Valtakunnallinen"), Option("m", "Muu")),
            ),
            MultipleChoice("teemat", LocalText(fi="Mitä toivotaan?", en="What is wished for?"), options=options),
        ),
    )
    return made_answers.responses(instrument, {"teemat": list(ticks), **columns}, len(ticks))
