"""Survey instruments: question kinds, options, roles of columns, and codebook files."""

from verkosto.instruments._columns import ROLES, Column, Role
from verkosto.instruments._ddi_head import ddi_version
from verkosto.instruments._draft import Draft, Guess
from verkosto.instruments._fields import RESERVED, id_of
from verkosto.instruments._instrument import Instrument, Sampling
from verkosto.instruments._lines import alias_line, column_lines, option_line
from verkosto.instruments._options import KINDS, MissingReason, Option, OptionKind, Scale, told_apart
from verkosto.instruments._options import numbered as options_by_number
from verkosto.instruments._privacy import PRIVACY, Privacy
from verkosto.instruments._questions import Matrix, MultipleChoice, Question, Ranking, SingleChoice
from verkosto.instruments._toml import written as toml_text
from verkosto.instruments._values import AreaQuestion, Date, Nps, Number, Text
from verkosto.instruments._words import TICKED, UNTICKED, kind_in_words, reason_in_words

__all__ = [
    "KINDS",
    "PRIVACY",
    "RESERVED",
    "ROLES",
    "TICKED",
    "UNTICKED",
    "AreaQuestion",
    "Column",
    "Date",
    "Draft",
    "Guess",
    "Instrument",
    "Matrix",
    "MissingReason",
    "MultipleChoice",
    "Nps",
    "Number",
    "Option",
    "OptionKind",
    "Privacy",
    "Question",
    "Ranking",
    "Role",
    "Sampling",
    "Scale",
    "SingleChoice",
    "Text",
    "alias_line",
    "column_lines",
    "ddi_version",
    "id_of",
    "kind_in_words",
    "option_line",
    "options_by_number",
    "reason_in_words",
    "told_apart",
    "toml_text",
]
