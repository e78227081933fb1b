"""Which samples there are, their files, and what a reader must be told of each file."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from verkosto.errors import OptionError, SourceError, SourceNotFoundError, did_you_mean

if TYPE_CHECKING:
    from verkosto.instruments import Instrument

__all__ = ["codebook", "codings", "copy", "instrument", "names", "options", "path", "theme_codebook"]

_CODEBOOK_NAME = "kysely.toml"
_CODED = "kumaja"


@frozen
class _Sample:
    name: str
    id: str
    stem: str


_SAMPLES = (
    _Sample("tukirakenne", "tukirakenne-2020", "Tukirakennekysely_synteettinen_Perusraportti"),
    _Sample("kumaja", "kumaja-2018", "Kumajan_jarjestokysely_synteettinen_Perusraportti"),
    _Sample("sotunet", "sotunet-2019", "Sotunetin_kysely_synteettinen_Perusraportti"),
)
_KINDS: dict[str, dict[str, Any]] = {
    "xlsx": {"backend": "webropol", "layout": "A", "values": "text"},
    "csv": {"backend": "webropol", "layout": "B", "values": "number"},
}


def names() -> tuple[str, ...]:
    """Return the names of the samples.

    Example:
        >>> names()
        ('tukirakenne', 'kumaja', 'sotunet')
    """
    return tuple(sample.name for sample in _SAMPLES)


def _sample(name: str) -> _Sample:
    for sample in _SAMPLES:
        if name in (sample.name, sample.id):
            return sample
    near = did_you_mean(name, names()) if isinstance(name, str) else ""
    msg = f"no sample {name!r}.{near} There are: {', '.join(names())}."
    raise SourceNotFoundError(msg)


def _known(kind: str) -> dict[str, Any]:
    if not isinstance(kind, str) or kind not in _KINDS:
        near = did_you_mean(kind, _KINDS) if isinstance(kind, str) else ""
        msg = f"a sample's file is of the kind {' or '.join(map(repr, _KINDS))}, not {kind!r}.{near}"
        raise OptionError(msg)
    return _KINDS[kind]


def _file(name: str) -> Path:
    # The package is installed as files: a wheel is unpacked, and nothing here works from inside an archive.
    return Path(str(files("verkosto.samples"))) / "data" / name


def path(name: str, kind: str = "xlsx") -> Path:
    """Return the path of a sample's export.

    Args:
        name: One of `names()`, or the id of its instrument.
        kind: `"xlsx"` (one header row, choices as text) or `"csv"` (two header rows, choices as numbers), both
            of the same rows. `options` tells how to read them.

    Raises:
        SourceNotFoundError: There is no such sample.
        OptionError: There is no such kind of file.

    Example:
        >>> path("tukirakenne").name
        'Tukirakennekysely_synteettinen_Perusraportti.xlsx'
    """
    sample = _sample(name)
    _known(kind)
    return _file(f"{sample.stem}.{kind}")


def options(name: str, kind: str = "xlsx") -> dict[str, Any]:
    """Return what `verkosto.read` must be told of a sample's export.

    Args:
        name: One of `names()`, or the id of its instrument.
        kind: `"xlsx"` or `"csv"`.

    Raises:
        SourceNotFoundError: There is no such sample.
        OptionError: There is no such kind of file.

    Example:
        >>> options("tukirakenne", "csv")
        {'backend': 'webropol', 'layout': 'B', 'values': 'number'}
    """
    _sample(name)
    return dict(_known(kind))


def codebook(name: str) -> Path:
    """Return the path of a sample's codebook.

    Raises:
        SourceNotFoundError: There is no such sample.

    Example:
        >>> codebook("kumaja").name
        'kumaja.toml'
    """
    return _file(f"{_sample(name).name}.toml")


def instrument(name: str) -> Instrument:
    """Return the instrument of a sample, loaded from its codebook.

    Raises:
        SourceNotFoundError: There is no such sample.

    Example:
        >>> instrument("tukirakenne").title.fi
        'Tukirakennekysely 2020 (synteettinen)'
    """
    from verkosto.instruments import Instrument

    return Instrument.load(codebook(name))


def theme_codebook() -> Path:
    """Return the path of the codebook of themes for Kumaja's open question.

    Example:
        >>> theme_codebook().name
        'kumaja_teemat.toml'
    """
    return _file("kumaja_teemat.toml")


def codings() -> Path:
    """Return the path of the themes that two invented coders found in Kumaja's open answers, as a long table.

    The columns are `answer`, `coder` and `theme`. The coder "yhdessä" tells what both said together of the answers on
    which they had disagreed.

    Example:
        >>> codings().name
        'kumaja_koodaukset.csv'
    """
    return _file("kumaja_koodaukset.csv")


def copy(name: str, folder: str | os.PathLike[str] = ".") -> tuple[Path, ...]:
    """Write a sample's codebook (as `kysely.toml`) and its exports into a folder, to try things out there.

    Beside Kumaja's stand the codebook of themes for its open question (`teemat.toml`) and the codings by it
    (`koodaukset.csv`).

    Args:
        name: One of `names()`, or the id of its instrument.
        folder: An existing folder. Files that are there already with the same content are left alone.

    Returns:
        The paths of the codebook, the xlsx and the csv, and of what there is more.

    Raises:
        SourceNotFoundError: There is no such sample.
        SourceError: The folder cannot be written to, or holds another file of the same name.
        OptionError: The folder is no path.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [file.name for file in copy("kumaja", folder)][0]
        'kysely.toml'
    """
    wanted = {_CODEBOOK_NAME: codebook(name)} | {path(name, k).name: path(name, k) for k in _KINDS}
    if _sample(name).name == _CODED:
        wanted |= {"teemat.toml": theme_codebook(), "koodaukset.csv": codings()}
    try:
        target = Path(folder)
    except TypeError as error:
        msg = f"a folder is text or a pathlib.Path, not {type(folder).__name__}. Write it in quotes."
        raise OptionError(msg) from error
    contents = {target / to: source.read_bytes() for to, source in wanted.items()}
    try:
        for place, content in contents.items():
            if place.exists() and place.read_bytes() != content:
                msg = f"{place}: another file of this name is there. Move it, or give another folder."
                raise SourceError(msg)
        for place, content in contents.items():
            place.write_bytes(content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"{folder}: the sample cannot be written: {reason}. Give an existing folder that you may write to."
        raise SourceError(msg) from error
    return tuple(contents)
