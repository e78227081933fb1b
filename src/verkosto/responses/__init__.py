"""Responses: from text cells to typed answers, with every cell accounted for."""

from verkosto.responses._areas import area_question, area_variable
from verkosto.responses._bind import Binding, Slot, bind, fold
from verkosto.responses._conditions import Condition
from verkosto.responses._draft import DRAFT_CHUNKS, draft
from verkosto.responses._draft_guess import Answers, is_mostly, seems_choice
from verkosto.responses._draft_words import kind_of, slug
from verkosto.responses._findings import IssueLog, UnboundColumn
from verkosto.responses._frames import area_names
from verkosto.responses._lookup import OptionLookup
from verkosto.responses._numbers import parse_day, parse_days, parse_number, parse_numbers
from verkosto.responses._provenance import CellCounts, Provenance, installed_version, no_chunk
from verkosto.responses._raw import Dialect, Header, RawColumn, RawTable, encode
from verkosto.responses._reading import assemble
from verkosto.responses._responses import Responses
from verkosto.responses._suspect import looks_identifying, title_identifies
from verkosto.responses._variables import MISSING, REASONS, Coded, Dated, Numeric, Variable

__all__ = [
    "DRAFT_CHUNKS",
    "MISSING",
    "REASONS",
    "Answers",
    "Binding",
    "CellCounts",
    "Coded",
    "Condition",
    "Dated",
    "Dialect",
    "Header",
    "IssueLog",
    "Numeric",
    "OptionLookup",
    "Provenance",
    "RawColumn",
    "RawTable",
    "Responses",
    "Slot",
    "UnboundColumn",
    "Variable",
    "area_names",
    "area_question",
    "area_variable",
    "assemble",
    "bind",
    "draft",
    "encode",
    "fold",
    "installed_version",
    "is_mostly",
    "kind_of",
    "looks_identifying",
    "no_chunk",
    "parse_day",
    "parse_days",
    "parse_number",
    "parse_numbers",
    "seems_choice",
    "slug",
    "title_identifies",
]
