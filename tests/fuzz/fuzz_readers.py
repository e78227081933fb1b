"""Feed the readers with files that a machine makes worse and worse, and see what they do.

Run: python tests/fuzz/fuzz_readers.py TARGET [SECONDS] [FOLDER]        (needs the extras fuzz and test)

TARGET is one of the names in `tests/support/fuzz_targets.py`, such as `xlsx`. The run begins with small synthetic
files, keeps in FOLDER what led to code that was not reached before, and goes on there the next time. It ends with an
error, and a file `crash-…` or `timeout-…` beside it, at the first input that raises what is no error of verkosto,
loses a cell, takes more than ten seconds or more than 2 GB. Make a test of it, then mend the reader.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))

with atheris.instrument_imports(include=["verkosto"]):
    from fuzz_seeds import SEEDS, parts_of, zipped
    from fuzz_targets import TARGETS

_LIMITS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1", "-verbosity=0")


def _inside(content: bytes, most: int, seed: int) -> bytes:
    """Change a part inside an archive, or, one time in ten, the archive itself."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    try:
        parts = parts_of(content)
    except Exception:  # noqa: BLE001 - the archive itself was changed before
        parts = {}
    if not parts or chance.random() < 0.1:
        return bytes(atheris.Mutate(content, most))
    # Sheets and texts are where the cells are.
    often = [name for name in parts if "sheet" in name or "content" in name or "haredStrings" in name]
    name = chance.choice(often if often and chance.random() < 0.7 else list(parts))
    parts[name] = bytes(atheris.Mutate(parts[name], max(1, min(most, 2 * len(parts[name]) + 64))))
    return zipped(parts)


def main(name: str, seconds: str = "300", folder: str | None = None) -> None:
    """Run one target for some seconds."""
    corpus = Path(folder or tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]()):
        (corpus / f"seed-{number}").write_bytes(seed)
    target = TARGETS[name]
    told = [sys.argv[0], *_LIMITS, f"-max_total_time={seconds}", f"-artifact_prefix={corpus.parent}/", str(corpus)]
    mutator = {"custom_mutator": _inside} if name in ("xlsx", "ods", "xlsform", "webropol") else {}
    atheris.Setup(told, lambda content: target(bytes(content)), **mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"Name a target: {', '.join(TARGETS)}")
    main(*sys.argv[1:])
