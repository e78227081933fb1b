"""What the fuzz run found, each as small as it could be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from verkosto.backends import LimeSurveyBackend


@pytest.mark.parametrize("key", [b"id\x16", b"\\u12", b"a\\ub", b"\\x"])
def test_detection_does_not_fail_on_a_bad_key(tmp_path: Path, key: bytes) -> None:
    """A control character, or half an escape, in a key of JSON."""
    path = tmp_path / "vastaukset.json"
    path.write_bytes(b'{"responses": [{"' + key + b'": "1", "submitdate": "2020-03-05"}]}')
    assert LimeSurveyBackend().detect(path).reasons
