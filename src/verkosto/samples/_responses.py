"""Reading the samples: the right options, and no warning about dirt that is there on purpose."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from verkosto.errors import VerkostoWarning
from verkosto.samples._catalogue import codings, instrument, options, path, theme_codebook

if TYPE_CHECKING:
    from verkosto.responses import Responses
    from verkosto.themes import Coding

__all__ = ["kumaja", "kumaja_coding", "read", "sotunet", "tukirakenne"]


def read(name: str, kind: str = "xlsx") -> Responses:
    """Read a sample with its codebook and the options that its file needs.

    The issues that reading finds are there on purpose and documented, so the warning that counts them is left
    out; `Responses.issues` holds them as always.

    Args:
        name: One of `names()`, or the id of its instrument.
        kind: `"xlsx"` (layout A, text) or `"csv"` (layout B, numbers); the answers are the same.

    Raises:
        SourceNotFoundError: There is no such sample.
        OptionError: There is no such kind of file.

    Example:
        >>> len(read("tukirakenne")), len(read("kumaja", "csv"))
        (562, 207)
    """
    from verkosto import backends

    file, told = path(name, kind), options(name, kind)
    with warnings.catch_warnings(action="ignore", category=VerkostoWarning):
        return backends.read(file, instrument(name), **told)


def tukirakenne() -> Responses:
    """Read "Tukirakenne 2020": 562 synthetic persons on two models of supporting associations.

    The shares of `malli_a`, `malli_b` and `liitto` repeat published figures; everything else is invented.

    Example:
        >>> tukirakenne().frame["malli_a"].value_counts().to_dict()
        {'k': 410, 'eos': 85, 'e': 67}
    """
    return read("tukirakenne")


def kumaja() -> Responses:
    """Read "Kumajan järjestökysely 2017–2018": 207 synthetic persons of associations in Uusimaa.

    Nothing in it repeats a published figure. Its open question `yhteistyotoive` is what it is for.

    Example:
        >>> kumaja().frame["jarjestotyyppi"].value_counts().to_dict()
        {'paikallis': 128, 'piiri': 46, 'keskus': 32}
    """
    return read("kumaja")


def kumaja_coding() -> Coding:
    """Read the themes that two invented coders found in Kumaja's open answers.

    "A" and "B" coded apart. Of the answers on which they disagreed "yhdessä" tells what both said after they had
    talked, so that `how=("yhdessä", "all")` decides every answer.

    Example:
        >>> kumaja_coding()
        <Coding of 'yhteistyotoive': 187 answers, 8 themes, 3 coders>
    """
    import pandas as pd

    from verkosto import themes

    book = themes.Codebook.load(theme_codebook())
    # Ids of answers are text.
    table = pd.read_csv(codings(), dtype=str)
    return themes.from_frame(table, kumaja(), "yhteistyotoive", codebook=book)


def sotunet() -> Responses:
    """Read "Sotunetin kysely 2018–2019": 59 synthetic persons of 53 network organisations in 17 regions.

    Nothing in it repeats a published figure. It is small on purpose: no table by region can be published as it is.

    Example:
        >>> sotunet().frame["tehtava"].value_counts().to_dict()
        {'johto': 26, 'luottamus': 17, 'tyo': 16}
    """
    return read("sotunet")
