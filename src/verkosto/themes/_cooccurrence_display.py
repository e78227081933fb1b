"""How co-occurrence looks in a terminal and a notebook: the pairs that stand together most often."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING

from verkosto.aggregate import Sheet
from verkosto.text import MISSING, LocalText, format_base, format_number, format_percent

if TYPE_CHECKING:
    from verkosto.themes._cooccurrence_result import Cooccurrence

__all__ = ["sheet"]

_LEAST_P = 0.001
_MOST_ROWS = 20

_WORDS: Mapping[str, LocalText] = MappingProxyType({
    "pair": LocalText(fi="Pari", sv="Par", en="Pair"),
    "both": LocalText(fi="Molemmat", sv="Båda", en="Both"),
    "share": LocalText(fi="Vastauksista", sv="Av svaren", en="Of answers"),
    "of_first": LocalText(fi="Ensimmäisistä", sv="Av de första", en="Of the first"),
    "of_second": LocalText(fi="Toisista", sv="Av de andra", en="Of the second"),
    "lift": LocalText(fi="Suhde odotettuun", sv="Mot väntat", en="Lift"),
    "p": LocalText(fi="p (Holm)", sv="p (Holm)", en="p (Holm)"),
    "more": LocalText(
        fi="Näkyvissä {shown} yleisintä paria {all} parista; kaikki ovat taulussa `frame`.",
        sv="De {shown} vanligaste av {all} par visas; alla finns i `frame`.",
        en="The {shown} most common of {all} pairs are shown; `frame` has all.",
    ),
})  # fmt: skip


def sheet(found: Cooccurrence, lang: str) -> Sheet:
    """Return co-occurrence as a small table, the most common pairs first; those kept back stand last."""
    frame = found.frame
    frame["order"] = frame["share"].fillna(-1.0)
    frame = frame.sort_values("order", ascending=False, kind="stable")
    rows = [
        [
            f"{found.label(row['first'], lang)} + {found.label(row['second'], lang)}",
            format_number(found.cell(row["first"], row["second"]).n, lang=lang),
            *(_percent(row[name], lang) for name in ("share", "of_first", "of_second")),
            _number(row["lift"], 2, lang),
            _chance(row["p_holm"], lang),
        ]
        for row in frame.head(_MOST_ROWS).to_dict("records")
    ]
    header = [_WORDS[name].get(lang) for name in ("pair", "both", "share", "of_first", "of_second", "lift", "p")]
    base = "" if found.base is None else f" ({format_base(found.base, lang=lang)})"
    more = _WORDS["more"].get(lang).format(shown=_MOST_ROWS, all=len(frame))
    return Sheet(f"{found.title.get(lang)}{base}", header, rows, notes=[more] if len(frame) > _MOST_ROWS else [])


def _percent(share: float, lang: str) -> str:
    return MISSING if isnan(share) else format_percent(share, lang=lang)


def _chance(p: float, lang: str) -> str:
    return f"< {_number(_LEAST_P, 3, lang)}" if p < _LEAST_P else _number(p, 3, lang)


def _number(value: float, decimals: int, lang: str) -> str:
    return MISSING if isnan(value) else format_number(value, decimals=decimals, lang=lang)
