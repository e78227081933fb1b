"""Councils: which seats there are, who sat where on a date, and what is amiss."""

from __future__ import annotations

from verkosto.councils._audit_codes import AUDIT_CODES
from verkosto.councils._council import Council
from verkosto.councils._holders import Holder, Sitting, Vacancy
from verkosto.councils._html import SeatTable
from verkosto.councils._meetings import Attendance, AttendanceRole, Meeting, MeetingStatus
from verkosto.councils._officers import Officer
from verkosto.councils._presence import Presence
from verkosto.councils._quorum import Quorum
from verkosto.councils._requests import RequestStatus, StatementRequest
from verkosto.councils._rules import SeatRule
from verkosto.councils._structure import Roster, Structure

__all__ = [
    "AUDIT_CODES",
    "Attendance",
    "AttendanceRole",
    "Council",
    "Holder",
    "Meeting",
    "MeetingStatus",
    "Officer",
    "Presence",
    "Quorum",
    "RequestStatus",
    "Roster",
    "SeatRule",
    "SeatTable",
    "Sitting",
    "StatementRequest",
    "Structure",
    "Vacancy",
]
