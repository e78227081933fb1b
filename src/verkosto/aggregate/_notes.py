"""Notes under a table: what a reader must know to read its figures rightly, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verkosto.aggregate._cells import Groups
from verkosto.aggregate._levels import Levels
from verkosto.instruments import Instrument
from verkosto.responses import Responses
from verkosto.text import LocalText, format_base

__all__ = ["notes_of"]

_OPEN_LINK = LocalText(
    fi="Kyselyyn saattoi vastata kuka tahansa avoimesta linkistä. Luottamusvälit olettavat satunnaisotannan "
    "eivätkä kerro, kuinka hyvin vastaajat edustavat kaikkia.",
    sv="Vem som helst kunde svara via en öppen länk. Konfidensintervallen förutsätter ett slumpmässigt urval och "
    "säger inget om hur väl de svarande representerar alla.",
    en="Anyone could answer through an open link. The intervals assume random sampling and do not say how well "
    "the respondents represent everybody.",
)
_UNKNOWN = LocalText(
    fi="Otantatapaa ei ole ilmoitettu. Luottamusvälit olettavat satunnaisotannan.",
    sv="Urvalsmetoden är inte angiven. Konfidensintervallen förutsätter ett slumpmässigt urval.",
    en="How the respondents were chosen is not stated. The intervals assume random sampling.",
)
_SAMPLING = {"open_link": _OPEN_LINK, "unknown": _UNKNOWN}


def notes_of(
    responses: Responses, by: Sequence[Levels], groups: Groups, others: Sequence[LocalText], weights: str | None
) -> tuple[LocalText, ...]:
    """Return the notes of a table, each once.

    Args:
        responses: The answers, with their domain.
        by: What the table is divided by.
        groups: The groups counted.
        others: Notes of the variables.
        weights: Id of the weights used.
    """
    instrument = responses.instrument
    notes: list[LocalText] = []
    if responses.domain is not None:
        notes.append(_domain(groups.size, responses.rows))
    if groups.left_out:
        notes.append(_left_out(groups.left_out, [levels.heading.text for levels in by]))
    notes += [note for levels in by for note in levels.notes]
    notes += others
    declared = [column.id for column in instrument.role("weight")]
    if weights is not None:
        notes.append(_weighted(weights))
    elif declared:
        notes.append(_unweighted(declared))
    if (unit := _unit_unknown(responses)) is not None:
        notes.append(unit)
    if instrument.sampling in _SAMPLING:
        notes.append(_SAMPLING[instrument.sampling])
    return tuple(dict.fromkeys(notes))


def _of(make: Callable[[str], str]) -> LocalText:
    return LocalText(fi=make("fi"), sv=make("sv"), en=make("en"))


def _domain(size: int, rows: int) -> LocalText:
    def text(lang: str) -> str:
        n, every = format_base(size, lang=lang), format_base(rows, lang=lang)
        return {
            "fi": f"Rajaus: {n}, kun koko aineistossa {every}.",
            "sv": f"Avgränsning: {n}, medan hela materialet har {every}.",
            "en": f"Subset: {n}, while all the data have {every}.",
        }[lang]

    return _of(text)


def _left_out(count: int, by: Sequence[LocalText]) -> LocalText:
    def text(lang: str) -> str:
        n, names = format_base(count, lang=lang), ", ".join(name.get(lang) for name in by)
        return {
            "fi": f"Taulukon ulkopuolella, koska ryhmä ei ole tiedossa ({names}): {n}.",
            "sv": f"Utanför tabellen, eftersom gruppen inte är känd ({names}): {n}.",
            "en": f"Outside the table, because the group is not known ({names}): {n}.",
        }[lang]

    return _of(text)


def _weighted(name: str) -> LocalText:
    return LocalText(
        fi=f"Osuudet on painotettu ({name}); vastausten määrät ovat painottamattomia.",
        sv=f"Andelarna är viktade ({name}); antalen svar är oviktade.",
        en=f"Shares are weighted ({name}); numbers of responses are not.",
    )


def _unweighted(declared: Sequence[str]) -> LocalText:
    names = ", ".join(declared)
    return LocalText(
        fi=f"Taulukko on laskettu ilman painoja, vaikka aineistossa on painomuuttuja ({names}).",
        sv=f"Tabellen är oviktad, fast materialet har en viktvariabel ({names}).",
        en=f"The table is unweighted, although the data have weights ({names}).",
    )


def _unit_unknown(responses: Responses) -> LocalText | None:
    """Return a note where no row tells its protection unit, so that every cell counts one."""
    instrument: Instrument = responses.instrument
    name = instrument.unit_id
    if name is None:
        return None
    variable = responses.variables.get(name)
    if variable is not None and (not len(variable) or not variable.reasons().all()):
        return None
    return LocalText(
        fi=f"Suojausyksikkö ({name}) ei ole tiedossa yhdelläkään rivillä, joten jokaisessa solussa on korkeintaan "
        "yksi yksikkö.",
        sv=f"Skyddsenheten ({name}) är inte känd på någon rad, så varje cell har högst en enhet.",
        en=f"The protection unit ({name}) is not known in any row, so every cell counts one unit at most.",
    )
