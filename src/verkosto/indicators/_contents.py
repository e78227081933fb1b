"""The files of a package that are made for machines: figures, areas, indicators, breaks, codebooks, ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from verkosto.aggregate import TOTAL, TOTAL_CODE
from verkosto.dates import DateLike
from verkosto.disclosure import Ledger, PublishedTable
from verkosto.files import write
from verkosto.indicators._descriptor import AREAS, BREAKS, DATA, INDICATORS, Sheet, csv_bytes
from verkosto.indicators._figures import Computed, Row, rows_of
from verkosto.indicators._register import Register
from verkosto.responses import Responses
from verkosto.text import LocalText

__all__ = ["cited", "sheet_of", "write_contents"]

Sources = Mapping[str, Responses | Register]
Breaks = Mapping[str, Mapping[str, LocalText]]


def write_contents(
    folder: Path,
    made: Sequence[Computed],
    tables: Sequence[PublishedTable],
    *,
    sources: Sources,
    breaks: Breaks,
    on: DateLike | None,
) -> None:
    """Write all files of a package but those for readers and the one that describes the others."""
    _write_figures(folder, made, tables)
    write(folder / "indicators.csv", csv_bytes(INDICATORS, _indicator_rows(made)))
    write(folder / "breaks.csv", csv_bytes(BREAKS, _break_rows(made, breaks)))
    used = {one.source for one in made}
    for name, source in sources.items():
        if isinstance(source, Responses) and name in used:
            (folder / "codebook").mkdir(exist_ok=True)
            source.instrument.to_ddi(folder / "codebook" / f"{name}.xml")
    for table in tables:
        # What others have published needs no line.
        if table.protection.method is not None:
            Ledger(folder / "ledger.jsonl").add(table, on=on)


def sheet_of(place: str) -> Sheet | None:
    """Return what a file of the package is, if it is a csv."""
    if not place.endswith(".csv"):
        return None
    return {"areas.csv": AREAS, "indicators.csv": INDICATORS, "breaks.csv": BREAKS}.get(place, DATA)


def cited(sources: Sources, lang: str) -> list[dict[str, str]]:
    """Return the sources as the standard wants them: a title, and where there is one a path."""
    found = []
    for source in sources.values():
        if isinstance(source, Responses):
            found.append({"title": source.instrument.title.get(lang)})
        elif source.source is None:
            found.append({"title": source.name.get(lang)})
        else:
            path = {} if source.source.url is None else {"path": source.source.url}
            found.append({"title": f"{source.name.get(lang)}: {source.source}", **path})
    return found


def _write_figures(folder: Path, made: Sequence[Computed], tables: Sequence[PublishedTable]) -> None:
    rows: dict[str, list[Row]] = {}
    areas: dict[tuple[str, str, str], LocalText] = {}
    for one, table in zip(made, tables, strict=True):
        rows.setdefault(one.indicator.id, []).extend(rows_of(one, table))
        for code, name in (*table.groups[0].labels.items(), (TOTAL_CODE, TOTAL)):
            areas[one.area_type, code, one.area_date] = name
    (folder / "data").mkdir()
    for indicator, figures in rows.items():
        write(folder / "data" / f"{indicator}.csv", csv_bytes(DATA, figures))
    named = [(*key, *_in_all(name)) for key, name in sorted(areas.items(), key=lambda item: item[0])]
    write(folder / "areas.csv", csv_bytes(AREAS, named))


def _in_all(text: LocalText) -> tuple[str, str, str]:
    return text.get("fi"), text.get("sv"), text.get("en")


def _indicator_rows(made: Iterable[Computed]) -> list[Row]:
    computed: dict[str, list[Computed]] = {}
    for one in made:
        computed.setdefault(one.indicator.id, []).append(one)
    found: list[Row] = []
    for several in computed.values():
        indicator = several[0].indicator
        plain = indicator.to_dict()
        parts = [json.dumps(plain[n], ensure_ascii=False) if n in plain else None for n in ("numerator", "base")]
        defined = None if indicator.source is None else str(indicator.source)
        names = " ".join(one.source for one in several)
        kind = several[0].area_type
        found.append((indicator.id, *_in_all(indicator.definition), *parts, kind, indicator.unit, defined, names))
    return found


def _break_rows(made: Iterable[Computed], breaks: Breaks) -> list[Row]:
    found: list[Row] = []
    before: dict[str, str] = {}
    for one in made:
        reason = breaks.get(one.indicator.id, {}).get(one.source)
        if reason is not None:
            found.append((one.indicator.id, one.source, before[one.indicator.id], *_in_all(reason)))
        before[one.indicator.id] = one.source
    return found
