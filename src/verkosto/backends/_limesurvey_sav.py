"""LimeSurvey's .sav, through pyreadstat (extra `spss`): codes such as '049' come as numbers, and null is lost."""

from __future__ import annotations

from pathlib import Path

from verkosto.backends._limesurvey_csv import Grid
from verkosto.backends._spss_cells import Cells
from verkosto.backends._spss_columns import columns_of
from verkosto.backends._spss_file import SpssFile
from verkosto.backends._spss_variables import variables_of

__all__ = ["read_sav"]


def read_sav(path: Path) -> Grid:
    """Read a .sav export; its headings are the names of the variables.

    Raises:
        SourceError: It cannot be opened, or is damaged or cut off.
        MissingExtraError: pyreadstat is not installed.
    """
    import pandas as pd

    file = SpssFile.of(path, user_missing=False)
    cells = pd.concat(list(file.chunks()))
    columns = Cells(columns_of(variables_of(file), (), None)).table(cells)
    return Grid(tuple(file.names), columns, range(2, len(cells) + 2), nulls=False)
