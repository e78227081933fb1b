"""`verkosto backends`: the readers that are installed."""

from __future__ import annotations

import argparse

from attrs import asdict

from verkosto.backends import Backend, backends
from verkosto.cli._console import say
from verkosto.cli._text import aligned

__all__ = ["run"]


def run(_arguments: argparse.Namespace) -> None:
    """List name, summary, capabilities and options of each."""
    for place, (name, backend) in enumerate(backends().items()):
        if place:
            say("")
        say(f"{name}: {backend.summary}", f"  capabilities: {_capabilities(backend)}")
        say("  options:" if backend.options else "  options: none")
        rows = [
            (option, f"[{'not stated' if default is None else default}]", meaning)
            for option, (default, meaning) in backend.options.items()
        ]
        say(*aligned(rows, indent="    "))


def _capabilities(backend: Backend) -> str:
    able = [name for name, value in asdict(backend.capabilities).items() if value]
    return ", ".join(able) or "none"
