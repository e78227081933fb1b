"""Codebooks of DDI-Codebook (XML): they say what was asked, and hold no answers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen

from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.errors import SourceError
from verkosto.instruments import Draft, ddi_version
from verkosto.responses import RawTable

__all__ = ["DdiBackend"]


@frozen
class DdiBackend:
    """Makes codebooks of DDI-Codebook files, and says of each that it holds no answers.

    `verkosto.infer` and `verkosto codebook draft` find it by content. The extra `ddi` is needed.
    """

    name: ClassVar[str] = "ddi"
    summary: ClassVar[str] = "codebooks of DDI-Codebook (XML), as archives keep them; they hold no answers"
    capabilities: ClassVar[Capabilities] = Capabilities(has_codebook=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {}

    def detect(self, source: Path) -> Evidence:
        """Look for the outermost element, in the file's beginning alone."""
        try:
            version = ddi_version(source)
        except OSError:
            version = None
        if version is None:
            return Evidence(Strength.NONE, ("no DDI codebook",))
        return Evidence(Strength.CERTAIN, (f"a DDI codebook {version}".rstrip(),))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:  # noqa: ARG002 - the protocol's own
        """Refuse: there are no answers in a codebook.

        Raises:
            SourceError: Always.
        """
        msg = (
            f"{source.name} is a DDI codebook, which holds no answers. Read the data file beside it, with the codebook "
            "that `verkosto codebook draft` makes of this file."
        )
        raise SourceError(msg)

    def codebook(
        self,
        source: str | os.PathLike[str],
        *,
        id: str | None = None,  # noqa: A002 - the instrument's own word
        title: str | None = None,
    ) -> Draft:
        """Make a codebook; what the file leaves open is guessed, each guess with its reason.

        Args:
            source: Path of a file.
            id: Id of the instrument; the study's own where it is left out.
            title: Title of the survey; the study's own where it is left out.

        Raises:
            SourceError: The file cannot be opened.
            CodebookError: It is no DDI codebook, is damaged, too large or declares entities.
            MissingExtraError: The extra `ddi` is not installed.
        """
        return Draft.from_ddi(source, id=id, title=title)
