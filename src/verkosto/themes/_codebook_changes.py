"""What changed between two editions of a codebook, so that the coding of an old round can meet the new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from verkosto.text import LocalText, check_language
from verkosto.themes._codebook_faults import labels_of
from verkosto.themes._theme import Theme

if TYPE_CHECKING:
    from verkosto.themes._codebook import Codebook

__all__ = ["ThemeChange", "ThemeChangeKind", "changes_between", "renames_between"]

ThemeChangeKind = Literal[
    "version",
    "added",
    "removed",
    "renamed",
    "moved",
    "label",
    "definition",
    "use",
    "avoid",
    "examples",
    "patterns",
    "codable",
]
"""What a change is: of the edition, of the tree, or of one of a theme's fields."""

_WORDS: dict[str, LocalText] = {
    "version": LocalText("versio {before} → {after}", "version {before} → {after}", "version {before} → {after}"),
    "added": LocalText("uusi teema", "nytt tema", "new theme"),
    "removed": LocalText("poistettu", "borttaget", "removed"),
    "renamed": LocalText("tunnus oli {before}", "id var {before}", "the id was {before}"),
    "moved": LocalText(
        "yläteema {before} → {after}", "övergripande tema {before} → {after}", "parent {before} → {after}"
    ),
    "label": LocalText("nimi {before} → {after}", "namn {before} → {after}", "label {before} → {after}"),
    "definition": LocalText("määritelmä muuttui", "definitionen ändrades", "the definition changed"),
    "use": LocalText("käyttöohje muuttui", "när temat används ändrades", "when to use it changed"),
    "avoid": LocalText("rajaus muuttui", "när temat inte används ändrades", "when not to use it changed"),
    "examples": LocalText("esimerkit muuttuivat", "exemplen ändrades", "the examples changed"),
    "patterns": LocalText("sanat {before} → {after}", "sökorden {before} → {after}", "the patterns {before} → {after}"),
    "codable": LocalText(
        "koodattavuus {before} → {after}", "kodbarheten {before} → {after}", "codable {before} → {after}"
    ),
}


@frozen
class ThemeChange:
    """One thing that is otherwise in the newer of two codebooks.

    Attributes:
        kind: What changed: "added", "removed", "renamed" (its id), "moved" (to another parent), "label", "definition",
            "use", "avoid", "examples", "patterns", "codable"; or "version", of the codebook itself.
        theme: Id of the theme in the new codebook; of a removed one its id in the old; None of "version".
        old: Id of the theme in the old codebook; None of an added one and of "version".
        before: How it stood, as text; "" where nothing stood.
        after: How it stands.
    """

    kind: ThemeChangeKind
    theme: str | None
    old: str | None
    before: str = ""
    after: str = ""

    def text(self, lang: str = "fi") -> str:
        """Return the change in words.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".

        Example:
            >>> ThemeChange("renamed", "tilat", "toimitilat", "toimitilat", "tilat").text()
            'tilat: tunnus oli toimitilat'
        """
        said = _WORDS[self.kind].get(check_language(lang))
        words = said.format(before=self.before or "–", after=self.after or "–")
        return words if self.theme is None else f"{self.theme}: {words}"


def renames_between(new: Codebook, old: Codebook) -> dict[str, str | None]:
    """Return for each id of the old codebook the id in the new one, None where the theme is gone."""
    heirs: dict[str, str] = {former: theme.id for theme in new for former in theme.former}
    found: dict[str, str | None] = {one: heirs.get(one, one if one in new else None) for one in old.ids}
    # Further likenesses only tie what has no tie yet, on either side, and only where they point at one theme.
    for keys in (
        lambda book, theme: [book.guid_of(theme.id).upper()],
        lambda _, theme: labels_of(theme),
    ):
        taken = set(found.values())
        by_key = {key: theme.id for theme in new if theme.id not in taken for key in keys(new, theme)}
        for theme in old:
            near = {by_key[key] for key in keys(old, theme) if key in by_key} - taken
            if found[theme.id] is None and len(near) == 1:
                found[theme.id] = near.pop()
                taken.add(found[theme.id])
    return found


def changes_between(new: Codebook, old: Codebook) -> tuple[ThemeChange, ...]:
    """Return what changed, in the order of the new codebook; removed themes stand last."""
    ties = renames_between(new, old)
    origins: dict[str, list[str]] = {}
    for before, after in ties.items():
        if after is not None:
            origins.setdefault(after, []).append(before)
    changes = [] if new.version == old.version else [ThemeChange("version", None, None, old.version, new.version)]
    for theme in new:
        if theme.id not in origins:
            changes.append(ThemeChange("added", theme.id, None, "", str(theme.label)))
        # A theme that took others in is compared with one of them: its own, or the first that it names.
        for place, before in enumerate(sorted(origins.get(theme.id, ()), key=lambda one: one != theme.id)):
            if before != theme.id:
                changes.append(ThemeChange("renamed", theme.id, before, before, theme.id))
            if not place:
                changes.extend(_of_theme(theme, old[before], ties))
    gone = (old[before] for before, heir in ties.items() if heir is None)
    return (*changes, *(ThemeChange("removed", theme.id, theme.id, str(theme.label), "") for theme in gone))


def _of_theme(new: Theme, old: Theme, ties: dict[str, str | None]) -> Iterator[ThemeChange]:
    # A parent that was only renamed is the same parent.
    if new.parent != (None if old.parent is None else ties[old.parent]):
        yield ThemeChange("moved", new.id, old.id, old.parent or "", new.parent or "")
    kinds: tuple[ThemeChangeKind, ...] = ("label", "definition", "use", "avoid", "examples", "patterns", "codable")
    for kind in kinds:
        before, after = getattr(old, kind), getattr(new, kind)
        if before != after:
            yield ThemeChange(kind, new.id, old.id, _in_words(before), _in_words(after))


def _in_words(value: object) -> str:
    if isinstance(value, LocalText):
        return " / ".join(getattr(value, lang) for lang in value.languages)
    if isinstance(value, tuple):
        return ", ".join(value)
    return {None: "", True: "+", False: "−"}[value]  # type: ignore[index]
