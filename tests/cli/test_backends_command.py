from __future__ import annotations

from commands import Run

from verkosto.backends import backends


def test_each_reader_is_listed_with_what_it_takes(run: Run) -> None:
    done = run("backends")
    assert done.code == 0
    for name, backend in backends().items():
        assert f"{name}: {backend.summary}\n" in done.out
        part = done.out.split(f"{name}: ")[1]
        assert all(f"    {option} " in part for option in backend.options)
    assert "capabilities: " in done.out


def test_a_reader_that_can_do_nothing_special() -> None:
    from verkosto.backends import Capabilities, WebropolBackend
    from verkosto.cli._backends import _capabilities

    class Plain(WebropolBackend):
        capabilities = Capabilities()

    assert _capabilities(Plain()) == "none"
