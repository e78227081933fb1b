"""Hypothesis strategies for codebooks for open answers, with every field and every sign that one may hold."""

from __future__ import annotations

from hypothesis import strategies as st

from verkosto.responses import fold
from verkosto.themes import Codebook, Theme, ThemeSet

__all__ = ["codebooks"]

# Letters that other formats stumble on, and the marks of our own notes in files of other programs.
_SIGNS = st.sampled_from([*"aäöÅßİ 😀<>&\"'\\:;#=[](){}-–", "\u00a0", "\x7f", "\u0301", "\ufffd", "n"])
_LINES = st.text(_SIGNS, min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
_PROSE = st.one_of(
    _LINES,
    st.lists(st.one_of(_LINES, st.sampled_from(["", "[verkosto]", "id: x", "use: y", "\\n"])), max_size=4)
    .map("\n".join)
    .filter(lambda text: bool(text.strip())),
)
_PATTERNS = st.sampled_from(["tila", "+tila", "verkosto*", "sv: lokal", "avustus hakea", "*verkko*"])


def _local(words: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"fi": words}, optional={"sv": words, "en": words})


@st.composite
def codebooks(draw: st.DrawFn, *, fewest: int = 0) -> Codebook:
    """A codebook of a few themes that contradicts itself nowhere."""
    names = st.text("abcäö_-/. ", min_size=1, max_size=6).filter(lambda text: text == text.strip())
    ids = draw(st.lists(names, min_size=fewest, max_size=5, unique=True))
    taken: set[str] = set()
    themes = [draw(_themes(name, ids[:place], taken, place)) for place, name in enumerate(ids)]
    sets = st.builds(
        ThemeSet,
        _local(_LINES),
        st.lists(st.sampled_from(ids), unique=True) if ids else st.just([]),
        definition=st.none() | _local(_PROSE),
        guid=st.none() | st.uuids().map(str),
    )
    version = st.text("0123456789.-v", min_size=1, max_size=5)
    return Codebook(
        draw(names),
        draw(_local(_LINES)),
        draw(st.permutations(themes)),
        version=draw(version),
        sets=draw(st.lists(sets, max_size=2)),
    )


@st.composite
def _themes(draw: st.DrawFn, name: str, above: list[str], taken: set[str], place: int) -> Theme:
    label = {lang: text for lang, text in draw(_local(_LINES)).items() if lang == "fi" or fold(text) not in taken}
    if fold(label["fi"]) in taken:
        label["fi"] = f"{label['fi']} {place}"
    taken.update(map(fold, label.values()))
    return Theme(
        name,
        label,
        parent=draw(st.none() | st.sampled_from(above)) if above else None,
        definition=draw(st.none() | _local(_PROSE)),
        use=draw(st.none() | _local(_PROSE)),
        avoid=draw(st.none() | _local(_PROSE)),
        examples=draw(st.lists(_PROSE, max_size=3)),
        patterns=draw(st.lists(_PATTERNS, max_size=3)),
        former=draw(st.lists(st.sampled_from([f"vanha{place}", f"ennen {place}"]), unique=True)),
        codable=draw(st.booleans()),
        color=draw(st.none() | st.sampled_from(["#2364a2", "#AABBCC"])),
        guid=draw(st.none() | st.uuids().map(str)),
    )
