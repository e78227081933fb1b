"""Disclosure control: tables that may be published, and what a reader could still compute from them."""

from verkosto.disclosure._audit import audit
from verkosto.disclosure._audited import Audit, Finding
from verkosto.disclosure._coarsen import Redesign, coarsen
from verkosto.disclosure._differences import Clash
from verkosto.disclosure._ledger import Ledger
from verkosto.disclosure._ledger_entries import Entry
from verkosto.disclosure._protect import protect
from verkosto.disclosure._protection import Protection
from verkosto.disclosure._published import PublishedTable
from verkosto.disclosure._rules import Rules

__all__ = [
    "Audit",
    "Clash",
    "Entry",
    "Finding",
    "Ledger",
    "Protection",
    "PublishedTable",
    "Redesign",
    "Rules",
    "audit",
    "coarsen",
    "protect",
]
