"""How a codebook looks as TOML: an option to a line, a blank line between questions, comments above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

__all__ = ["inline", "written"]

_LONGEST = 100
_PARTS = ("columns", "questions")


def written(
    data: Mapping[str, Any],
    comments: Mapping[str, Sequence[str]] | None = None,
    *,
    parts: Sequence[str] = _PARTS,
) -> str:
    """Return the text of a codebook file.

    Args:
        data: What `to_dict` gives.
        comments: Lines by the id of a question or column; a name such as `palvelut[muu]` belongs to its
            question. They stand above that part, those of no part at the head of the file.
        parts: Keys of the lists of tables that stand below the head.
    """
    left: dict[str, list[str]] = {}
    for name, reasons in (comments or {}).items():
        left.setdefault(name.partition("[")[0], []).extend(_comment(reason) for reason in reasons)
    blocks = [
        _block(f"[[{name}]]", part, left.pop(part.get("id"), ())) for name in parts for part in data.get(name, ())
    ]
    head = {key: value for key, value in data.items() if key not in parts}
    loose = [line for lines in left.values() for line in lines]
    return "\n".join("".join(f"{line}\n" for line in block) for block in [_block(None, head, loose), *blocks])


def _block(header: str | None, table: Mapping[str, Any], comments: Iterable[str]) -> list[str]:
    return [*comments, *([] if header is None else [header]), *_pairs(table)]


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        line = f"{_key(key)} = {inline(value)}"
        if isinstance(value, list) and (len(line) > _LONGEST or isinstance(value[0], dict)):
            yield f"{_key(key)} = ["
            yield from (f"  {inline(part)}," for part in value)
            yield "]"
        else:
            yield line


def inline(value: Any) -> str:
    """Return a value as it stands behind its key, on one line."""
    import tomlkit

    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {inline(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(part) for part in value) + "]"
    # tomlkit knows which characters TOML wants escaped.
    return str(tomlkit.item(value).as_string())


def _key(name: str) -> str:
    import tomlkit

    return tomlkit.key(name).as_string()


def _comment(reason: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in reason)
    return f"# arvaus: {' '.join(plain.split())}"
