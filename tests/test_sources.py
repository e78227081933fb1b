from __future__ import annotations

import pickle

import pytest

from verkosto.dates import PartialDate
from verkosto.errors import DateError
from verkosto.sources import Source


def test_a_source_is_cited_on_one_line() -> None:
    source = Source(
        "Tukirakenteen\nkysely",
        publisher="Soste",
        url="https://example.org/kysely",
        published="2020-04",
        retrieved="2026-01-15",
        note="Not part of the citation",
    )
    assert str(source) == "Soste: Tukirakenteen kysely (2020-04). https://example.org/kysely. Read 2026-01-15."


def test_what_is_not_known_leaves_no_trace_in_the_citation() -> None:
    assert str(Source("Kuntaluettelo")) == "Kuntaluettelo."


def test_dates_are_read_in_any_precision() -> None:
    source = Source("x", published="2020", retrieved=PartialDate(2026, 1))
    assert (source.published, source.retrieved) == (PartialDate(2020), PartialDate(2026, 1))
    assert source == pickle.loads(pickle.dumps(source))
    assert hash(source) == hash(Source("x", published="2020", retrieved="2026-01"))
    with pytest.raises(DateError):
        Source("x", published="24.4.2023")
