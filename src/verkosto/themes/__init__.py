"""Themes of open answers: codebook, coding by several people, agreement, results, quotations."""

from verkosto.themes._agreement_figures import AgreementFigure, AgreementReason, Judgement
from verkosto.themes._agreement_result import Agreement
from verkosto.themes._alpha import Alpha, krippendorff_alpha
from verkosto.themes._answers import Answers, answers_of
from verkosto.themes._changes import Change, Comment
from verkosto.themes._clearance_log import Clearance, ClearanceLog
from verkosto.themes._codebook import Codebook
from verkosto.themes._codebook_changes import ThemeChange, ThemeChangeKind
from verkosto.themes._coding import Coding
from verkosto.themes._concordance import concordance
from verkosto.themes._concordance_result import Concordance, Line
from verkosto.themes._cooccurrence import cooccurrence
from verkosto.themes._cooccurrence_result import Cooccurrence
from verkosto.themes._excerpt import Excerpt
from verkosto.themes._excerpt_changes import Alteration
from verkosto.themes._excerpt_quotation import Quotation
from verkosto.themes._kappa import Kappa, cohen_kappa, fleiss_kappa
from verkosto.themes._languages import language_of
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._lemmatizers import lemmatizer
from verkosto.themes._masi import masi_distance
from verkosto.themes._propose import from_frame, propose, start
from verkosto.themes._qdpx import load_qdpx
from verkosto.themes._rank import rank
from verkosto.themes._rank_result import Everywhere, RankTest
from verkosto.themes._scrub import Scrubber, scrub
from verkosto.themes._scrub_marks import Mark, Scrubbed
from verkosto.themes._silence import says_nothing
from verkosto.themes._theme import Theme, ThemeSet

__all__ = [
    "Agreement",
    "AgreementFigure",
    "AgreementReason",
    "Alpha",
    "Alteration",
    "Answers",
    "Change",
    "Clearance",
    "ClearanceLog",
    "Codebook",
    "Coding",
    "Comment",
    "Concordance",
    "Cooccurrence",
    "Everywhere",
    "Excerpt",
    "Judgement",
    "Kappa",
    "Lemmatizer",
    "Line",
    "Mark",
    "Quotation",
    "RankTest",
    "Scrubbed",
    "Scrubber",
    "Theme",
    "ThemeChange",
    "ThemeChangeKind",
    "ThemeSet",
    "answers_of",
    "cohen_kappa",
    "concordance",
    "cooccurrence",
    "fleiss_kappa",
    "from_frame",
    "krippendorff_alpha",
    "language_of",
    "lemmatizer",
    "load_qdpx",
    "masi_distance",
    "propose",
    "rank",
    "says_nothing",
    "scrub",
    "start",
]
