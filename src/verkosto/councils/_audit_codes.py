"""What an audit of a body can find: each code with one line of explanation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["AUDIT_CODES"]

AUDIT_CODES: Mapping[str, str] = MappingProxyType(
    {
        "vacant_seat": "Nobody holds a place, and every membership of the body is known.",
        "term_gap": "Nobody holds a seat between two terms that somebody held it.",
        "unknown_holder": "Who holds a place is not known: only some members were published, or a start is missing.",
        "double_holder": "More hold a seat on the same days than it has places.",
        "open_end": "No source states the end of a term, and somebody else has had the place since.",
        "term_overlap": "Two terms of the same holder in one seat overlap.",
        "two_seats": "One holder has several seats of a role at a time.",
        "holds_no_seat": "A membership in a seat's role meets no seat on its days.",
        "term_too_long": "A term lasts longer than the rule allows.",
        "works_elsewhere": "None of the areas in which the represented organisation works touches the seat's area.",
        "dissolved_organisation": "The represented organisation does not exist any more.",
        "disputed_term": "Sources disagree about the dates of a membership or of the body.",
        "chair_without_seat": "A chair holds no seat.",
        "no_quorum": "The quorum cannot be met, whoever comes.",
        "meeting_without_quorum": "The record of a meeting shows fewer present than its quorum asks for.",
        "expired_contact": "A contact is past its time, or its office ended without a successor.",
        "overdue_request": "A request for a statement was not answered when it was due.",
    }
)
"""Codes of findings by `Structure.audit` and `Council.audit`."""
