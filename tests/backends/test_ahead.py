"""Reading ahead changes nothing but time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from verkosto.backends._ahead import ahead


def failing(after: int) -> Iterator[int]:
    yield from range(after)
    raise KeyError(after)


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_chunks_come_whole_and_in_order(count: int) -> None:
    assert list(ahead(iter(range(count)))) == list(range(count))


def test_an_error_comes_where_its_chunk_is_due() -> None:
    chunks = ahead(failing(2))
    assert [next(chunks), next(chunks)] == [0, 1]
    with pytest.raises(KeyError):
        next(chunks)


def test_whoever_stops_early_waits_for_nothing_more_than_the_chunk_under_way() -> None:
    taken: list[int] = []

    def counted() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    chunks = ahead(counted())
    assert next(chunks) == 0
    chunks.close()  # type: ignore[attr-defined]
    assert len(taken) <= 3
