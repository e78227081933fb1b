from __future__ import annotations

import io
import sys

import pytest

from verkosto.cli._progress import Steps, beside


class Terminal(io.StringIO):
    """A screen that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_steps_are_counted_where_somebody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with Steps(count=2) as steps:
        steps.step("reading")
        steps.more(1)
        steps.step("malli_a")
        steps.step("writing")
    shown = screen.getvalue()
    assert "reading" in shown
    assert "writing" in shown
    assert "2/3" in shown
    # Nothing of the bar is left before what the command prints.
    assert shown.endswith("\r")
    assert shown.split("\r")[-2].strip() == ""


def test_a_message_takes_no_line_of_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with Steps(count=2) as steps:
        steps.step("reading")
        beside("verkosto: warning: two findings")
    assert any(line.split("\r")[-1] == "verkosto: warning: two findings" for line in screen.getvalue().split("\n"))


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_nothing_is_shown_where_nobody_watches(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with Steps(count=1) as steps:
        steps.step("reading")
        steps.more(1)
    assert stream is None or stream.getvalue() == ""


def test_nothing_is_shown_without_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with Steps(count=1) as steps:
        steps.step("reading")
    assert screen.getvalue() == ""
    beside("verkosto: said")
    assert screen.getvalue() == "verkosto: said\n"
