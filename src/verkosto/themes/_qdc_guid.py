"""Identities in files of other programs: guids that follow from ids, so that the same codebook gives the same file."""

from __future__ import annotations

import uuid

__all__ = ["made_guid"]


def made_guid(*parts: str) -> str:
    """Return the guid of a part of a codebook, named from the codebook's id on.

    No id has a line break, so no two lists of parts give one name.

    Example:
        >>> made_guid("toiveet", "theme", "tilat") == made_guid("toiveet", "theme", "tilat")
        True
    """
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("verkosto codebook", *parts)))).upper()
