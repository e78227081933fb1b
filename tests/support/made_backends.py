"""Backends that tests install for a while: good ones, broken ones, several of one name."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import field, frozen

from verkosto.backends import GROUP, Capabilities, Evidence, Strength, _registry
from verkosto.responses import Header, RawTable

__all__ = ["BUILT_IN", "Made", "install", "plugin"]

BUILT_IN = {
    "csv": "verkosto.backends:CsvBackend",
    "ddi": "verkosto.backends:DdiBackend",
    "excel": "verkosto.backends:ExcelBackend",
    "googleforms": "verkosto.backends:GoogleFormsBackend",
    "http": "verkosto.backends:HttpBackend",
    "kobo": "verkosto.backends:KoboBackend",
    "limesurvey": "verkosto.backends:LimeSurveyBackend",
    "msforms": "verkosto.backends:MsFormsBackend",
    "qualtrics": "verkosto.backends:QualtricsBackend",
    "spss": "verkosto.backends:SpssBackend",
    "surveymonkey": "verkosto.backends:SurveyMonkeyBackend",
    "webropol": "verkosto.backends:WebropolBackend",
}


@frozen
class Made:
    """A backend that says what the test wants; exceptions among its parts are raised."""

    name: str = "made"
    evidence: Any = field(factory=lambda: Evidence(Strength.CERTAIN, ("a made mark",)))
    tables: Any = field(factory=lambda: [RawTable.from_rows([Header("Miksi?", 1)], [["Siksi"]])])
    options: Mapping[str, tuple[Any, str]] = field(factory=dict)
    summary: str = "made files"
    capabilities: Capabilities = field(factory=Capabilities)

    def detect(self, source: Path) -> Evidence:
        """Give the evidence."""
        if isinstance(self.evidence, Exception):
            raise self.evidence
        found: Evidence = self.evidence
        return found

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Give the tables."""
        if isinstance(self.tables, Exception):
            raise self.tables
        return iter(self.tables)


def plugin(monkeypatch: pytest.MonkeyPatch, module: str, **contents: Any) -> None:
    """Make a module that can be imported until the test ends."""
    made = ModuleType(module)
    vars(made).update(contents)
    monkeypatch.setitem(sys.modules, module, made)


def install(monkeypatch: pytest.MonkeyPatch, *points: tuple[str, str], built_in: bool = True) -> None:
    """Let entry points name these backends, beside the package's own, until the test ends."""
    listed = [*(BUILT_IN.items() if built_in else ()), *points]
    found = [EntryPoint(name, value, GROUP) for name, value in listed]
    monkeypatch.setattr(_registry, "entry_points", lambda *, group: [p for p in found if p.group == group])
    _registry._load.cache_clear()
