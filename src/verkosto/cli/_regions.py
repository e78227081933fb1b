"""`verkosto regions`: kinds of area, their areas at a date, the area of a municipality."""

from __future__ import annotations

import argparse

from verkosto import regions
from verkosto.cli._console import say, usage_error
from verkosto.cli._text import aligned
from verkosto.regions import Area

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """List what was asked for."""
    if arguments.area is not None and arguments.of is not None:
        msg = "--area and --of exclude one another. Give one of them."
        raise usage_error(msg)
    if arguments.area is not None and arguments.type is None:
        msg = "--area needs the kind of area: verkosto regions maakunta --area 13"
        raise usage_error(msg)
    if arguments.of is not None:
        _holding(arguments)
    elif arguments.type is None:
        _kinds(arguments)
    elif arguments.area is not None:
        _one(arguments)
    else:
        _all(arguments)


def _kinds(arguments: argparse.Namespace) -> None:
    kinds = regions.area_types()
    if arguments.on is not None:
        kinds = tuple(kind for kind in kinds if kind.covered.on(arguments.on))
    rows = [("TYPE", "NAME", "COVERED")]
    rows += [(kind.code, kind.name.get(arguments.lang), str(kind.covered)) for kind in kinds]
    say(*aligned(rows))


def _all(arguments: argparse.Namespace) -> None:
    found = regions.areas(arguments.type, on=arguments.on, official=False)
    outside = [area for area in found if not area.official]
    say(f"{arguments.type} on {found[0].on}: {len(found) - len(outside)} areas")
    rows = [("CODE", "NAME", "MUNICIPALITIES")]
    rows += [(area.code, _name(area, arguments.lang), str(len(area.municipalities))) for area in found]
    say(*aligned(rows, right=1))
    if outside:
        say("* outside the scheme of this kind")


def _one(arguments: argparse.Namespace) -> None:
    area = regions.area(arguments.type, arguments.area, on=arguments.on)
    rows = [
        ("code", area.code),
        ("name", " / ".join(dict.fromkeys(area.name.get(lang) for lang in ("fi", "sv", "en")))),
        ("on", str(area.on)),
        ("known", str(area.valid)),
        ("municipalities", str(len(area.municipalities))),
    ]
    say(*aligned(rows))
    names = [(code, regions.municipality_name(code).get(arguments.lang)) for code in area.municipalities]
    say(*aligned(names, indent="  "))


def _holding(arguments: argparse.Namespace) -> None:
    if arguments.type is not None:
        area = regions.area_of(_municipality(arguments), arguments.type, on=arguments.on)
        say(f"{arguments.type} on {area.on}", f"{area.code}  {_name(area, arguments.lang)}")
        return
    code = _municipality(arguments)
    kinds = regions.area_types()
    if arguments.on is not None:
        kinds = tuple(kind for kind in kinds if kind.covered.on(arguments.on))
    rows = [("TYPE", "ON", "CODE", "NAME")]
    for kind in kinds:
        area = regions.area_of(code, kind.code, on=arguments.on)
        rows.append((kind.code, str(area.on), area.code, _name(area, arguments.lang)))
    say(*aligned(rows))


def _municipality(arguments: argparse.Namespace) -> str:
    """Return the code of a municipality that was named; what is no name is left to the register."""
    known = regions.answer_codes("kunta", on=arguments.on)
    found: str = known.get(regions.normalise(arguments.of), arguments.of)
    return found


def _name(area: Area, lang: str) -> str:
    return area.name.get(lang) if area.official else f"{area.name.get(lang)} *"
