"""The public call: indicators and their sources in, a folder out that may be published as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from verkosto.aggregate import Design, ReplicateDesign
from verkosto.dates import DateLike
from verkosto.disclosure import Ledger, PublishedTable, Rules, protect
from verkosto.errors import OptionError, did_you_mean
from verkosto.files import PathLike, contents, path_of, write
from verkosto.indicators._computed import breaks_by_indicator, computed_of
from verkosto.indicators._contents import cited, sheet_of, write_contents
from verkosto.indicators._descriptor import LICENCE, NAME, About, descriptor, is_name
from verkosto.indicators._figures import Computed
from verkosto.indicators._files import indicators_of
from verkosto.indicators._folder import files_of, folder_at
from verkosto.indicators._indicator import Indicator
from verkosto.indicators._pages import items_of
from verkosto.indicators._register import Register
from verkosto.indicators._sources import AnySource, source_of
from verkosto.reporting import report
from verkosto.responses import Responses
from verkosto.text import LocalText, check_language

__all__ = ["package"]

_TITLE = LocalText(
    fi="Maakunnallinen tietopaketti", sv="Regionalt informationspaket", en="Regional information package"
)
_SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


def package(
    indicators: Iterable[Indicator] | Indicator,
    path: PathLike,
    *,
    sources: Mapping[str, AnySource],
    area_type: str | None = None,
    area_date: DateLike | None = None,
    allocate: Literal["majority"] | None = None,
    weights: str | Mapping[str, str] | None = None,
    designs: Mapping[str, Design | ReplicateDesign] | None = None,
    min_count: int | None = None,
    rules: Rules | None = None,
    method: Literal["suppress", "round", "band"] = "suppress",
    ledger: Ledger | PathLike | None = None,
    on: DateLike | None = None,
    lang: str = "fi",
    title: LocalText | str | None = None,
    text: LocalText | str | None = None,
    licence: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Write indicators as a regional information package: a folder of the Frictionless Data Package standard.

    It has a csv file for each indicator, with a row for each source and area; what the indicators and areas mean;
    the codebook of each survey as DDI-Codebook 2.5; what was published, as lines of a ledger; and the same for
    readers as HTML and Markdown, with the notes on method. All tables go through `vk.protect` together, and what is
    hidden is in no file. The same sources give the same bytes. The folder appears as a whole or not at all.

    Args:
        indicators: What is computed.
        path: The folder.
        sources: Surveys and registers by name, waves the earliest first. A source that lacks a variable of an indicator
            is left out of it. Names have small letters, digits, "-" and "_".
        area_type: Another kind of area than those of the indicators.
        area_date: As in `Indicator.compute`.
        allocate: As in `Indicator.compute`.
        weights: Id of the weights of every survey, or by source.
        designs: By source, how rows were drawn.
        min_count: As in `vk.protect`.
        rules: As in `vk.protect`.
        method: As in `vk.protect`.
        ledger: As in `vk.protect`. It is written last, when the package is ready.
        on: The day of publication, for the ledger.
        lang: Language of the HTML and Markdown, and of titles.
        title: Title of the package; a plain string is Finnish.
        text: What it is, in a few sentences.
        licence: Short name of a licence, such as "CC-BY-4.0"; or its whole text, which becomes LICENCE.txt.
        overwrite: True replaces a package with other content that is there. A folder that holds something else
            is never replaced.

    Returns:
        The path of the folder.

    Raises:
        UnknownVariableError: No source carries what an indicator needs.
        DisclosureError: As in `vk.protect`.
        OptionError: There is no indicator or source, a name or option cannot be, or two surveys have one id.
        CodebookError: An id of an indicator stands twice.
        SourceError: The folder cannot be written, or holds something else.
        MissingExtraError: The extra `report`, or for codebooks the extra `ddi`, is not installed.

    Example:
        >>> import verkosto as vk
        >>> kannatus = vk.Indicator("kannatus", "Mallia kannattavat", numerator={"malli_a": ["k"]})
        >>> folder = vk.package(kannatus, "paketti", sources={"kysely": vk.samples.tukirakenne()})
        >>> (folder / "data" / "kannatus.csv").exists()
        True
    """
    wanted, named, target = indicators_of(indicators), _sources(sources), path_of(path)
    check_language(lang)
    heading = _TITLE if title is None else LocalText.of(title)
    said = None if text is None else LocalText.of(text)
    book = ledger if isinstance(ledger, Ledger) or ledger is None else Ledger(path_of(ledger))
    _refuse_unknown(named, weights, designs)
    given = {name: _options(name, source, weights, designs) for name, source in named.items()}
    with folder_at(target, overwrite=overwrite, mark=NAME) as (folder, differs):
        made = computed_of(wanted, named, area_type=area_type, area_date=area_date, allocate=allocate, options=given)
        breaks = breaks_by_indicator(made, named, area_date=area_date)
        tables = _protected(made, folder.parent, book, min_count=min_count, rules=rules, method=method)
        write_contents(folder, made, tables, sources=named, breaks=breaks, on=on)
        items = items_of(made, tables, breaks)
        for page in ("index.html", "README.md"):
            report(items, folder / page, lang=lang, title=heading, text=said)
        if licence is not None and not is_name(licence):
            write(folder / LICENCE, f"{licence.strip()}\n".encode())
        about = About(target.name, heading, said, lang, licence, tuple(cited(named, lang)))
        files = files_of(folder)
        write(folder / NAME, descriptor(about, files, {place: sheet_of(place) for place in files}))
        # Refused before the ledger says that anything was published.
        differs()
        if book is not None:
            for table in tables:
                if table.protection.method is not None:
                    book.add(table, on=on)
    return target


def _sources(given: Mapping[str, AnySource]) -> dict[str, Responses | Register]:
    if not isinstance(given, Mapping) or not given:
        msg = "sources are a mapping from names to answers or registers, such as {'kysely': vastaukset}."
        raise OptionError(msg)
    for name in given:
        if not isinstance(name, str) or not _SOURCE_NAME.fullmatch(name):
            msg = f"the name of a source has small letters a to z, digits, '-' and '_', not {name!r}."
            raise OptionError(msg)
    found = {name: source_of(source) for name, source in given.items()}
    _refuse_mixed(found)
    return found


def _refuse_mixed(sources: Mapping[str, Responses | Register]) -> None:
    """See that different answers have different instruments: disclosure control takes one instrument for one survey.

    Raises:
        OptionError: They have not.
    """
    known: dict[str, tuple[str, Responses]] = {}
    for name, source in sources.items():
        if not isinstance(source, Responses):
            continue
        other, before = known.setdefault(source.instrument.id, (name, source))
        if before != source:
            msg = (
                f"sources {other!r} and {name!r} are different answers to the instrument {source.instrument.id!r}. "
                "Give the codebook of each survey an id of its own."
            )
            raise OptionError(msg)


def _refuse_unknown(sources: Mapping[str, object], *given: object) -> None:
    """See that weights and designs are of sources that there are: a slip would leave figures unweighted.

    Raises:
        OptionError: They are not.
    """
    for part in given:
        for name in part if isinstance(part, Mapping) else ():
            if name not in sources:
                raise OptionError(f"there is no source {name!r}.{did_you_mean(name, sources)}")


def _options(
    name: str,
    source: Responses | Register,
    weights: str | Mapping[str, str] | None,
    designs: Mapping[str, Design | ReplicateDesign] | None,
) -> dict[str, Any]:
    if isinstance(source, Register):
        return {}
    own = weights if isinstance(weights, str) or weights is None else weights.get(name)
    design = None if designs is None else designs.get(name)
    found = {"weights": own, "design": design}
    return {option: value for option, value in found.items() if value is not None}


def _protected(made: Iterable[Computed], beside: Path, book: Ledger | None, **how: Any) -> tuple[PublishedTable, ...]:
    """Protect all tables together, in view of the ledger, but without a word in it: the package is not there yet."""
    copy = None
    if book is not None:
        copy = Ledger(beside / "ledger.jsonl", same=book.same)
        if book.path.exists():
            write(copy.path, contents(book.path, "ledger"))
    tables = [one.table for one in made]
    return protect(tables, ledger=copy, **how)
