"""The targets of the fuzz run with the seeds, whole and damaged in simple ways: no atheris is needed."""

from __future__ import annotations

import fuzz_targets
import pytest
from fuzz_seeds import SEEDS
from fuzz_targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_keep_the_promises(
    name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz_targets, "_FOLDER", tmp_path_factory.mktemp("fuzz"))
    target = TARGETS[name]
    for seed in SEEDS[name]():
        target(seed)
        size = len(seed)
        for place in range(0, size, max(1, size // 4)):
            target(seed[:place])
            target(seed[:place] + bytes([seed[place] ^ 0x55]) + seed[place + 1 :])
            target(seed[:place] + seed[place : place + 40] * 3 + seed[place + 40 :])


def test_every_target_has_seeds() -> None:
    assert SEEDS.keys() == TARGETS.keys()
    assert all(make() for make in SEEDS.values())
