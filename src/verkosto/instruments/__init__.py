"""Survey instruments: question kinds, options, roles of columns, and codebook files."""

from verkosto.instruments._columns import ROLES, Column, Role
from verkosto.instruments._draft import Draft, Guess
from verkosto.instruments._fields import RESERVED
from verkosto.instruments._instrument import Instrument, Sampling
from verkosto.instruments._options import MissingReason, Option, OptionKind, Scale
from verkosto.instruments._options import numbered as options_by_number
from verkosto.instruments._questions import Matrix, MultipleChoice, Question, Ranking, SingleChoice
from verkosto.instruments._values import AreaQuestion, Date, Nps, Number, Text

__all__ = [
    "RESERVED",
    "ROLES",
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
    "Question",
    "Ranking",
    "Role",
    "Sampling",
    "Scale",
    "SingleChoice",
    "Text",
    "options_by_number",
]
