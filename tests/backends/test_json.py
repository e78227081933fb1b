"""JSON as it was written."""

from __future__ import annotations

import json

import pytest

from verkosto.backends._json import DoubleKeyError, keys, parsed


class Figure(str):
    """What a test makes of a number."""

    __slots__ = ()


def test_numbers_keep_their_form() -> None:
    assert parsed("[1.10, 12345678901234567890, NaN, true]") == ["1.10", "12345678901234567890", "NaN", True]
    assert type(parsed('[1.0, "\\ud800ä"]', number=Figure)[0]) is Figure


def test_half_a_character_is_spelled_out() -> None:
    assert parsed('{"\\ud800": ["a\\udfff", "\\ud83d\\ude00", null]}') == {"\\ud800": ["a\\udfff", "😀", None]}


def test_what_is_no_json_stays_an_error_of_its_own() -> None:
    with pytest.raises(DoubleKeyError):
        parsed('{"a": 1, "a": 1}')
    with pytest.raises(json.JSONDecodeError):
        parsed('{"a": ')
    with pytest.raises(RecursionError):
        parsed("[" * 200_000)


def test_keys_are_found_where_the_text_breaks_off() -> None:
    assert keys('[{"_id" : 1, "k\\u00e4\\"y": "x: y", "rivi\\n": {"z": 2, "w') == ["_id", 'kä"y', "rivi\n", "z"]
    assert keys('{"a": "b\\') == ["a"]
    assert keys('{"bad\\x": 1, "good": 2}') == ["good"]
    # Were each quote tried anew, this would take half a minute.
    assert keys('"' + '\\"' * 50_000) == []
