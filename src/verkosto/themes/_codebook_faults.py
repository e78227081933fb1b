"""How a codebook can contradict itself: ids and labels that stand twice, parents that are missing or in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verkosto.errors import did_you_mean
from verkosto.responses import fold
from verkosto.text import LANGUAGES
from verkosto.themes._codebook_fields import shown
from verkosto.themes._theme import Theme, ThemeSet

__all__ = ["codebook_faults", "labels_of"]


def labels_of(part: Theme | ThemeSet) -> tuple[str, ...]:
    """Return the labels of a theme in each language that it has, folded and each once."""
    given = (getattr(part.label, lang) for lang in LANGUAGES)
    return tuple(dict.fromkeys(fold(text) for text in given if text))


def codebook_faults(themes: Sequence[Theme], sets: Sequence[ThemeSet]) -> Iterator[str]:
    """Tell every way in which themes and sets contradict one another, a line each; or what they are, if not those."""
    foreign = [*_foreign("themes", themes, Theme), *_foreign("sets", sets, ThemeSet)]
    if foreign:
        yield from foreign
        return
    ids = {theme.id: theme for theme in reversed(themes)}
    yield from _doubles(themes, ids)
    yield from _parent_faults(themes, ids)
    for one in sets:
        for member in one.themes:
            if member not in ids:
                near = did_you_mean(member, ids)
                yield f"set {shown(str(one.label))}: no theme {shown(member)}.{near} Name a theme, or take it out."


def _foreign(name: str, parts: object, kind: type) -> Iterator[str]:
    if not isinstance(parts, tuple):
        yield f"{name} must be a list, not {shown(parts)}. Put them between [ and ]."
        return
    for part in parts:
        if not isinstance(part, kind):
            yield f"{name} hold {shown(part)} of type {type(part).__name__}. Give each as {kind.__name__}(…)."


def _doubles(themes: Sequence[Theme], ids: Mapping[str, Theme]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    met: set[str] = set()
    for theme in themes:
        if theme.id in met:
            yield f"two themes have the id {shown(theme.id)}. Give one of them another id."
            continue
        met.add(theme.id)
        for old in theme.former:
            if old in ids:
                yield (
                    f"theme {shown(theme.id)}: former {shown(old)} is the id of another theme. "
                    "Leave it out, or give that theme another id."
                )
        keys = [
            *(("label", label) for label in labels_of(theme)),
            *(("former id", old) for old in dict.fromkeys(theme.former)),
            *([] if theme.guid is None else [("guid", theme.guid.upper())]),
        ]
        for key in keys:
            if key in seen:
                yield (
                    f"themes {shown(seen[key])} and {shown(theme.id)} share the {key[0]} {shown(key[1])}. "
                    "Change one of them."
                )
            seen.setdefault(key, theme.id)


def _parent_faults(themes: Sequence[Theme], ids: Mapping[str, Theme]) -> Iterator[str]:
    sound: set[str] = set()
    for theme in themes:
        if theme.parent is not None and theme.parent not in ids:
            near = did_you_mean(theme.parent, ids)
            yield f"theme {shown(theme.id)}: no theme {shown(theme.parent)}.{near} `parent` is the id of a theme here."
            continue
        path: list[str] = []
        here: str | None = theme.id
        while here is not None and here in ids and here not in sound and here not in path:
            path.append(here)
            here = ids[here].parent
        if here in path:
            circle = [*path[path.index(here) :], here]
            yield f"the parents of {' → '.join(map(shown, circle))} go in a circle. Leave `parent` out of one of them."
        sound.update(path)
