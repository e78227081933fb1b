"""Pseudonyms: what makes two alike, what keeps them apart, and that the key is nowhere."""

from __future__ import annotations

import copy
import hashlib
import hmac
import pickle
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.errors import OptionError
from verkosto.responses import Pseudonyms, encode

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
OTHER = b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
FORM = re.compile(r"[a-z2-7]{26}")


def of(value: str, *, word: str = "jasen", survey: str = "k1", key: str | bytes = KEY, scope: str | None = None) -> str:
    return Pseudonyms(key, scope=scope).pseudonym(value, of=word, survey=survey)


def test_the_form_and_the_number_never_change() -> None:
    # Computed apart: pseudonyms of old files must be found again by every later version.
    parts = [b"verkosto.pseudonym/1", b"k1", b"jasen", b"17"]
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    digest = hmac.new(KEY.encode(), message, hashlib.sha256).digest()
    bits = f"{int.from_bytes(digest[:16]):0128b}00"
    letters = "".join("abcdefghijklmnopqrstuvwxyz234567"[int(bits[i : i + 5], 2)] for i in range(0, 130, 5))
    assert of("17") == letters == "6skzgqegjiu5m4kljjpijrdwoy"


@given(st.text(max_size=20))
@settings(max_examples=60)
def test_the_same_gives_the_same_and_anything_else_another(value: str) -> None:
    made = of(value)
    assert FORM.fullmatch(made)
    assert made == of(value) == of(unicodedata.normalize("NFD", value)) == of(f" {value}\n")
    others = [
        of(value, survey="k2"),
        of(value, word="jarjesto"),
        of(value, key=OTHER),
        of(f"{value}1"),
        of(value, scope="p"),
    ]
    assert len({made, *others}) == 6


def test_parts_do_not_run_into_one_another() -> None:
    assert of("b", word="a", survey="k1") != of("b", word="1a", survey="k")
    assert of("ab", word="c") != of("b", word="ca")


def test_a_scope_stands_in_the_survey_s_place() -> None:
    assert of("17", scope="paneeli", survey="k1") == of("17", scope="paneeli", survey="k2")
    assert of("17", scope="paneeli") == of("17", survey="paneeli")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aino@Example.org", "aino@example.ORG "), ("131052a308t", "131052A308T"), ("131052\u2013308t", "131052-308T"),
     ("Kerho ry", "\u00a0Kerho ry"), ("Mäki", "Ma\u0308ki")],
)  # fmt: skip
def test_ways_of_writing_one_identifier(one: str, other: str) -> None:
    assert of(one) == of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kerho ry", "kerho ry"), ("aB3x", "ab3x"), ("017", "17"), ("131052-308t", "131052-308u"), ("a@b", "A@b"),
     ("Kerho  ry", "Kerho ry"), (f"{'a' * 330}@b.fi", f"{'A' * 330}@b.fi")],
)  # fmt: skip
def test_what_may_be_two_stays_two(one: str, other: str) -> None:
    assert of(one) != of(other)


def test_bytes_and_text_are_the_same_key() -> None:
    assert of("17", key=KEY) == of("17", key=KEY.encode())


@pytest.mark.parametrize("key", [None, "", b""])
def test_without_a_key_it_would_be_a_plain_hash(key: Any) -> None:
    with pytest.raises(OptionError, match="without a key a pseudonym would be a plain hash, which is undone by trying"):
        Pseudonyms(key)


@pytest.mark.parametrize("key", ["salasana", "ä" * 7, b"\0" * 32, "abcdabcdabcdabcdabcd", 15 * "x" + "\ud800"])
def test_a_key_that_can_be_guessed_is_refused_and_not_told(key: Any) -> None:
    with pytest.raises(OptionError, match="at least 16 bytes, at least 5 of them different") as caught:
        Pseudonyms(key)
    assert repr(key)[1:-1] not in str(caught.value)


def test_what_is_no_key_is_told_by_its_type() -> None:
    with pytest.raises(OptionError, match="a key is bytes or text, not int"):
        Pseudonyms(1234567890123456789)  # type: ignore[arg-type]


@pytest.mark.parametrize("scope", ["", " ", 7])
def test_a_scope_has_a_name(scope: Any) -> None:
    with pytest.raises(OptionError, match="a scope is the name of what pseudonyms are alike within"):
        Pseudonyms(KEY, scope=scope)


def test_a_key_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERKOSTO_AVAIN", KEY)
    assert Pseudonyms.from_env("VERKOSTO_AVAIN").pseudonym("17", of="jasen", survey="k1") == of("17")
    assert Pseudonyms.from_env("VERKOSTO_AVAIN", scope="p").scope == "p"
    monkeypatch.setenv("VERKOSTO_AVAIN", "lyhyt")
    with pytest.raises(OptionError, match="at least 16 bytes") as caught:
        Pseudonyms.from_env("VERKOSTO_AVAIN")
    assert "lyhyt" not in str(caught.value)
    monkeypatch.delenv("VERKOSTO_AVAIN")
    with pytest.raises(OptionError, match="no environment variable 'VERKOSTO_AVAIN' with the key"):
        Pseudonyms.from_env("VERKOSTO_AVAIN")


def test_the_key_is_in_no_repr_attribute_or_hash() -> None:
    made = Pseudonyms(KEY, scope="paneeli")
    assert repr(made) == "<Pseudonyms in 'paneeli'>"
    assert repr(Pseudonyms(KEY)) == "<Pseudonyms in each survey>"
    assert not hasattr(made, "__dict__")
    assert KEY not in "".join(repr(getattr(made, name)) for name in type(made).__slots__)
    # Two with one key are told apart by nothing.
    assert made != Pseudonyms(KEY, scope="paneeli")


@pytest.mark.parametrize("action", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_key_is_neither_pickled_nor_copied(action: Any) -> None:
    with pytest.raises(OptionError, match="hold a key and are not pickled or copied"):
        action(Pseudonyms(KEY))


def test_a_column_keeps_its_rows_and_its_blanks() -> None:
    raw = encode(["A@b.fi", "", " ", "a@B.fi ", "\t", "c@d.fi", "A@b.fi"])
    made = Pseudonyms(KEY).column(raw, of="jasen", survey="k1")
    same, other = of("a@b.fi"), of("c@d.fi")
    assert made.texts().tolist() == [same, None, " ", same, " ", other, same]
    assert made.values == [same, " ", other]
