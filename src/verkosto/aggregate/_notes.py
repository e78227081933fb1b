"""Notes under a table: what a reader must know to read its figures rightly, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verkosto.aggregate._answers import Answers
from verkosto.aggregate._cells import Groups
from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._design_pass import AnyDesign, CalibratedWeights, weights_id
from verkosto.aggregate._levels import Levels
from verkosto.aggregate._response_sampling import sampling_notes
from verkosto.instruments import Instrument
from verkosto.text import LocalText, format_base

__all__ = ["about_design", "about_domain", "about_questions", "notes_of"]

_PARTS = (
    LocalText(fi="ositteet", sv="strata", en="strata"),
    LocalText(fi="otantayksiköt", sv="urvalsenheter", en="sampling units"),
    LocalText(fi="perusjoukon koko", sv="populationens storlek", en="population size"),
)


def notes_of(
    responses: Answers,
    by: Sequence[Levels],
    groups: Groups,
    others: Sequence[LocalText],
    design: AnyDesign,
) -> tuple[LocalText, ...]:
    """Return the notes of a table, each once.

    Args:
        responses: The answers, with their domain.
        by: What the table is divided by.
        groups: The groups counted.
        others: Notes of the variables.
        design: How the rows were drawn.
    """
    instrument = responses.instrument
    notes: list[LocalText] = []
    if responses.domain is not None:
        notes.append(about_domain(groups.size, responses.rows))
    if groups.left_out:
        notes.append(_left_out(groups.left_out, [levels.heading.text for levels in by]))
    notes += [note for levels in by for note in levels.notes]
    notes += others
    notes += about_design(instrument, design)
    if (unit := _unit_unknown(responses)) is not None:
        notes.append(unit)
    notes += sampling_notes(instrument.sampling, design)
    return tuple(dict.fromkeys(notes))


def _of(make: Callable[[str], str]) -> LocalText:
    return LocalText(fi=make("fi"), sv=make("sv"), en=make("en"))


def about_design(instrument: Instrument, design: AnyDesign) -> list[LocalText]:
    """Say which weights and units figures come from."""
    declared = [column.id for column in instrument.role("weight")]
    weights = weights_id(design)
    found = []
    if isinstance(design, CalibratedWeights):
        found.append(design.note)
    elif weights is not None:
        found.append(_weighted(weights))
    elif declared:
        found.append(_unweighted(declared))
    return found + _drawn(design.design if isinstance(design, CalibratedWeights) else design)


def about_questions(responses: Answers, ids: Sequence[str]) -> list[LocalText]:
    """Return what the codebook says of how the answers to some questions came about."""
    return [question.note for question in responses.instrument if question.id in ids and question.note is not None]


def about_domain(size: int, rows: int) -> LocalText:
    """Say how many rows a subset has."""

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
        fi=f"Luvut on painotettu ({name}); vastausten määrät ovat painottamattomia.",
        sv=f"Siffrorna är viktade ({name}); antalen svar är oviktade.",
        en=f"Figures are weighted ({name}); numbers of responses are not.",
    )


def _unweighted(declared: Sequence[str]) -> LocalText:
    names = ", ".join(declared)
    return LocalText(
        fi=f"Luvut on laskettu ilman painoja, vaikka aineistossa on painomuuttuja ({names}).",
        sv=f"Siffrorna är oviktade, fast materialet har en viktvariabel ({names}).",
        en=f"Figures are unweighted, although the data have weights ({names}).",
    )


def _drawn(design: Design | ReplicateDesign) -> list[LocalText]:
    """Return a note on how standard errors were made, where more than weights tells it."""
    if isinstance(design, ReplicateDesign):
        count = len(design.replicates)
        return [
            LocalText(
                fi=f"Keskivirheet on laskettu {count} toistopainosta.",
                sv=f"Medelfelen är beräknade med {count} replikatvikter.",
                en=f"Standard errors come from {count} sets of replicate weights.",
            )
        ]
    if design == Design.census(weights=design.weights):
        return []
    stages = zip(_PARTS, (design.strata, design.psu, design.fpc), strict=True)
    told = [(words, [str(one) for one in given if one is not None]) for words, given in stages if given]
    if not told:
        return []

    def text(lang: str) -> str:
        listed = "; ".join(f"{words.get(lang)} {', '.join(names)}" for words, names in told)
        return {
            "fi": f"Keskivirheet noudattavat otanta-asetelmaa ({listed}).",
            "sv": f"Medelfelen följer urvalsdesignen ({listed}).",
            "en": f"Standard errors follow the design of the sample ({listed}).",
        }[lang]

    return [_of(text)]


def _unit_unknown(responses: Answers) -> LocalText | None:
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
