"""Finnish associations' surveys, regions and councils: from raw answers to tables that may be published.

Import the package as a whole and take names from it; each is loaded on first use, so that a bare
import costs next to nothing:

>>> import verkosto as vk
>>> vk.LocalText(fi="Keski-Suomi", sv="Mellersta Finland").get("sv")
'Mellersta Finland'

Rooms such as `vk.regions` are reached as modules. The exceptions live in `vk.errors`; all of them
descend from `vk.VerkostoError`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verkosto import (
        aggregate,
        backends,
        councils,
        dates,
        disclosure,
        errors,
        indicators,
        instruments,
        organisations,
        regions,
        reporting,
        responses,
        samples,
        testing,
        text,
        themes,
    )
    from verkosto.aggregate import (
        Banner,
        CalibratedDesign,
        ColumnTests,
        Coverage,
        Design,
        Diagnostics,
        LazyResponses,
        ReplicateDesign,
        ResponseRates,
        RIndicator,
        SignificanceTest,
        Table,
        Thresholds,
        bottom_box,
        calibrate,
        chi_square,
        column_tests,
        contrast,
        coverage,
        cronbach_alpha,
        crosstab,
        difference,
        frequency,
        marginal_homogeneity,
        mcnemar,
        mean,
        net,
        nps,
        poststratify,
        proportion,
        quantile,
        r_indicator,
        rake,
        rank_test,
        ratio,
        reported,
        response_rates,
        t_test,
        top_box,
        total,
        trend,
        trim,
        variance,
    )
    from verkosto.backends import infer, read
    from verkosto.councils import Council, Meeting, SeatRule, StatementRequest
    from verkosto.dates import PartialDate, Period
    from verkosto.disclosure import PublishedTable, protect
    from verkosto.errors import VerkostoError
    from verkosto.indicators import Indicator, package
    from verkosto.instruments import (
        AreaQuestion,
        Column,
        Date,
        Instrument,
        Matrix,
        MultipleChoice,
        Nps,
        Number,
        Option,
        Ranking,
        Scale,
        SingleChoice,
        Text,
    )
    from verkosto.issues import Issue
    from verkosto.organisations import Contact, Membership, Network, Organisation, Person, Post, Quantity, Term
    from verkosto.reporting import Claim, report
    from verkosto.responses import Pseudonyms, Responses
    from verkosto.sources import Source
    from verkosto.text import LocalText

__version__ = "0.1.0.dev0"

__all__ = [
    "AreaQuestion",
    "Banner",
    "CalibratedDesign",
    "Claim",
    "Column",
    "ColumnTests",
    "Contact",
    "Council",
    "Coverage",
    "Date",
    "Design",
    "Diagnostics",
    "Indicator",
    "Instrument",
    "Issue",
    "LazyResponses",
    "LocalText",
    "Matrix",
    "Meeting",
    "Membership",
    "MultipleChoice",
    "Network",
    "Nps",
    "Number",
    "Option",
    "Organisation",
    "PartialDate",
    "Period",
    "Person",
    "Post",
    "Pseudonyms",
    "PublishedTable",
    "Quantity",
    "RIndicator",
    "Ranking",
    "ReplicateDesign",
    "ResponseRates",
    "Responses",
    "Scale",
    "SeatRule",
    "SignificanceTest",
    "SingleChoice",
    "Source",
    "StatementRequest",
    "Table",
    "Term",
    "Text",
    "Thresholds",
    "VerkostoError",
    "__version__",
    "aggregate",
    "backends",
    "bottom_box",
    "calibrate",
    "chi_square",
    "column_tests",
    "contrast",
    "councils",
    "coverage",
    "cronbach_alpha",
    "crosstab",
    "dates",
    "difference",
    "disclosure",
    "errors",
    "frequency",
    "indicators",
    "infer",
    "instruments",
    "marginal_homogeneity",
    "mcnemar",
    "mean",
    "net",
    "nps",
    "organisations",
    "package",
    "poststratify",
    "proportion",
    "protect",
    "quantile",
    "r_indicator",
    "rake",
    "rank_test",
    "ratio",
    "read",
    "regions",
    "report",
    "reported",
    "reporting",
    "response_rates",
    "responses",
    "samples",
    "t_test",
    "testing",
    "text",
    "themes",
    "top_box",
    "total",
    "trend",
    "trim",
    "variance",
]

if not TYPE_CHECKING:  # pragma: no branch
    _NAMES_BY_HOME = {
        "aggregate": (
            "Banner",
            "CalibratedDesign",
            "ColumnTests",
            "Coverage",
            "Design",
            "Diagnostics",
            "LazyResponses",
            "RIndicator",
            "ReplicateDesign",
            "ResponseRates",
            "SignificanceTest",
            "Table",
            "Thresholds",
            "bottom_box",
            "calibrate",
            "chi_square",
            "column_tests",
            "contrast",
            "coverage",
            "cronbach_alpha",
            "crosstab",
            "difference",
            "frequency",
            "marginal_homogeneity",
            "mcnemar",
            "mean",
            "net",
            "nps",
            "poststratify",
            "proportion",
            "quantile",
            "r_indicator",
            "rake",
            "rank_test",
            "ratio",
            "reported",
            "response_rates",
            "t_test",
            "top_box",
            "total",
            "trend",
            "trim",
            "variance",
        ),
        "backends": ("infer", "read"),
        "councils": ("Council", "Meeting", "SeatRule", "StatementRequest"),
        "dates": ("PartialDate", "Period"),
        "disclosure": ("PublishedTable", "protect"),
        "errors": ("VerkostoError",),
        "indicators": ("Indicator", "package"),
        "instruments": (
            "AreaQuestion",
            "Column",
            "Date",
            "Instrument",
            "Matrix",
            "MultipleChoice",
            "Nps",
            "Number",
            "Option",
            "Ranking",
            "Scale",
            "SingleChoice",
            "Text",
        ),
        "issues": ("Issue",),
        "organisations": (
            "Contact",
            "Membership",
            "Network",
            "Organisation",
            "Person",
            "Post",
            "Quantity",
            "Term",
        ),
        "reporting": ("Claim", "report"),
        "responses": ("Pseudonyms", "Responses"),
        "sources": ("Source",),
        "text": ("LocalText",),
    }
    _HOMES = {name: home for home, names in _NAMES_BY_HOME.items() for name in names}

    # A type checker must not see this function: it would take any misspelt name for a known one.
    def __getattr__(name):
        """Load a public name or a room on its first use."""
        if name in _HOMES:
            value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        elif name in __all__:
            value = import_module(f"{__name__}.{name}")
        else:
            # With `name` and `obj` set, Python itself adds the nearest known name to a traceback.
            raise AttributeError(
                f"module {__name__!r} has no attribute {name!r}", name=name, obj=import_module(__name__)
            )
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
