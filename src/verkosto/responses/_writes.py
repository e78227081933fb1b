"""What Responses can be written as: files for other tools, files for people."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verkosto.responses._responses import Responses

__all__ = ["Writes"]


class Writes:
    """The methods of Responses that write files."""

    __slots__ = ()

    def to_parquet(self: Responses, path: str | os.PathLike[str]) -> None:  # type: ignore[misc]
        """Write everything that is known of the answers to one Parquet file, which any tool for tables can open.

        Beside the answers (codes, numbers, days) it keeps the codebook, why values are missing, the issues with their
        raw texts, unbound columns, the subset and the provenance. So the file is as confidential as the answers. The
        same answers give the same bytes, with one version of pyarrow. A file of that name is replaced.

        Args:
            path: The file.

        Raises:
            SourceError: The file cannot be written, or a text is one that no file can hold.
            MissingExtraError: The extra `parquet` is not installed.

        Example:
            >>> import pathlib, tempfile, verkosto as vk
            >>> vastaukset = vk.samples.tukirakenne()
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     path = pathlib.Path(folder, "vastaukset.parquet")
            ...     vastaukset.to_parquet(path)
            ...     vk.Responses.from_parquet(path) == vastaukset
            True
        """
        from verkosto.responses._parquet_write import write_parquet

        write_parquet(self, path)

    def to_sav(self: Responses, path: str | os.PathLike[str], *, lang: str = "fi") -> None:  # type: ignore[misc]
        """Write the answers of the subset for SPSS (.sav): labels in a language, a code for each missing reason.

        Multiple choices become multiple-response sets. Issues, unbound and withheld columns are left out.

        Raises:
            SourceError: The file cannot be written, or no .sav file can hold a text or number.
            MissingExtraError: The extra `spss` is not installed.
        """
        from verkosto.responses._sav_write import write_sav

        write_sav(self, path, lang)

    def to_csv(  # type: ignore[misc]
        self: Responses,
        path: str | os.PathLike[str],
        *,
        lang: str | None = None,
        delimiter: str = ";",
        decimal: str = ",",
    ) -> None:
        """Write the answers of the subset as csv for a spreadsheet, which runs none of them as a formula.

        An apostrophe stands before a text or title that would run, such as `'=1+1`. The option `neutralised=True` of
        the backend `csv` takes it away, so that the very texts are read back (`verkosto.responses.restore` does it for
        one). Ticks are 1 and 0, days ISO 8601; what is absent is empty. Why it is, issues, unbound and withheld columns
        are left out: `to_parquet` keeps them. The encoding is UTF-8 with a mark, as spreadsheets need it.

        Args:
            path: The file; one of that name is replaced.
            lang: None writes variables and codes, as `frame` has them; a language titles and labels, as `labelled`.
            delimiter: Between cells: `";"` as in Finland, `","`, tab or `"|"`.
            decimal: In numbers: `","` as in Finland, or `"."`.

        Raises:
            SourceError: The file cannot be written, or a text is one that no file can hold.
            OptionError: A delimiter or decimal that cannot be one.

        Example:
            >>> import pathlib, tempfile, verkosto as vk
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     path = pathlib.Path(folder, "vastaukset.csv")
            ...     vk.samples.tukirakenne().to_csv(path, lang="fi")
            ...     len(path.read_text("utf-8-sig").splitlines()) > 562
            True
        """
        from verkosto.responses._spreadsheet_write import write_csv

        write_csv(self, path, lang=lang, delimiter=delimiter, decimal=decimal)

    def to_xlsx(self: Responses, path: str | os.PathLike[str], *, lang: str | None = None) -> None:  # type: ignore[misc]
        """Write the answers of the subset as a workbook of one sheet, in which nothing is a formula.

        Texts are cells of text, exactly as they are; those that would run if somebody opened the cell and left it
        again are marked as quoted, as by an apostrophe before them that is no part of the text. A csv that is saved
        from the workbook loses that mark: `to_csv` writes one that is safe. Otherwise as `to_csv`.

        Args:
            path: The file; one of that name is replaced.
            lang: None writes variables and codes, as `frame` has them; a language titles and labels, as `labelled`.

        Raises:
            SourceError: The file cannot be written, a text is longer than the 32,767 characters of a cell or holds a
                character that .xlsx cannot, or there are too many answers or columns for a sheet. Nothing is cut off.
            MissingExtraError: The extra `spreadsheet` is not installed.
        """
        from verkosto.responses._spreadsheet_write import write_xlsx

        write_xlsx(self, path, lang=lang)
