"""Responses: from text cells to typed answers, with every cell accounted for."""

from verkosto.responses._absent import NUMERIC_ROLES, no_column
from verkosto.responses._areas import area_question, area_variable
from verkosto.responses._bind import Binding, Slot, bind, fold, meet
from verkosto.responses._check_digits import has_iban, has_identity_code, iban_length, is_business_id
from verkosto.responses._conditions import Condition, by_variable, kept
from verkosto.responses._decode import number_limits, special_numbers
from verkosto.responses._differences import FIELDS as DIFFERENCE_FIELDS
from verkosto.responses._differences import Difference, DifferenceKind, differences_frame
from verkosto.responses._differences_of import header_differences
from verkosto.responses._domain import WHERE, Asked, asked_for, asked_of, where_of
from verkosto.responses._draft import DRAFT_CHUNKS, draft
from verkosto.responses._draft_guess import Answers, area_choice, is_mostly, seems_choice
from verkosto.responses._draft_words import slug
from verkosto.responses._findings import IssueLog, UnboundColumn
from verkosto.responses._frame_cells import cells, text_of
from verkosto.responses._frame_source import is_frame, open_frame
from verkosto.responses._frames import area_names
from verkosto.responses._from_frame import draft_frame
from verkosto.responses._from_frame import from_frame as frame_parts
from verkosto.responses._lookup import OptionLookup
from verkosto.responses._numbers import parse_day, parse_days, parse_number, parse_numbers
from verkosto.responses._parquet_read import parquet_instrument
from verkosto.responses._privacy import Key, check_key
from verkosto.responses._provenance import CellCounts, Provenance, installed_version, no_chunk
from verkosto.responses._pseudonyms import Pseudonyms
from verkosto.responses._raw import Dialect, Header, RawColumn, RawTable, encode
from verkosto.responses._reading import assemble
from verkosto.responses._recoded import Recoding
from verkosto.responses._responses import Responses
from verkosto.responses._sav_records import ResponseSet, SavDictionary, sav_dictionary
from verkosto.responses._sav_words import sav_reason
from verkosto.responses._spreadsheet import neutralise, restore
from verkosto.responses._suspect import Mark, looks_identifying, mark_of, title_identifies
from verkosto.responses._variables import MISSING, REASONS, Coded, Dated, Numeric, Variable, concat, smallest

__all__ = [
    "DIFFERENCE_FIELDS",
    "DRAFT_CHUNKS",
    "MISSING",
    "NUMERIC_ROLES",
    "REASONS",
    "WHERE",
    "Answers",
    "Asked",
    "Binding",
    "CellCounts",
    "Coded",
    "Condition",
    "Dated",
    "Dialect",
    "Difference",
    "DifferenceKind",
    "Header",
    "IssueLog",
    "Key",
    "Mark",
    "Numeric",
    "OptionLookup",
    "Provenance",
    "Pseudonyms",
    "RawColumn",
    "RawTable",
    "Recoding",
    "ResponseSet",
    "Responses",
    "SavDictionary",
    "Slot",
    "UnboundColumn",
    "Variable",
    "area_choice",
    "area_names",
    "area_question",
    "area_variable",
    "asked_for",
    "asked_of",
    "assemble",
    "bind",
    "by_variable",
    "cells",
    "check_key",
    "concat",
    "differences_frame",
    "draft",
    "draft_frame",
    "encode",
    "fold",
    "frame_parts",
    "has_iban",
    "has_identity_code",
    "header_differences",
    "iban_length",
    "installed_version",
    "is_business_id",
    "is_frame",
    "is_mostly",
    "kept",
    "looks_identifying",
    "mark_of",
    "meet",
    "neutralise",
    "no_chunk",
    "no_column",
    "number_limits",
    "open_frame",
    "parquet_instrument",
    "parse_day",
    "parse_days",
    "parse_number",
    "parse_numbers",
    "restore",
    "sav_dictionary",
    "sav_reason",
    "seems_choice",
    "slug",
    "smallest",
    "special_numbers",
    "text_of",
    "title_identifies",
    "where_of",
]
