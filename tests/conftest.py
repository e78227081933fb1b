"""How property tests run: the same examples for everybody, or many new ones for whoever asks.

Choose with the environment variable HYPOTHESIS_PROFILE (`steady`, `thorough`).
"""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

# A newcomer's first run and the run before a merge must agree, so examples are derived from the test and
# not from chance. Few of them, since the whole suite has to be done in minutes. Slow data generation says something
# about the machine, not about the code.
settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough",
    derandomize=False,
    deadline=None,
    max_examples=1000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_finish() -> None:
    """Leave modules and tests out of every later search for garbage, and search less often: they are many."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


# A package of its own, with tests of its own: tests/testing/test_plugin.py installs it and runs them.
collect_ignore = ["plugin"]
