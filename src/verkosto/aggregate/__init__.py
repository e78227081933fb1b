"""Aggregation: answers counted, shares estimated, tables that carry their bases and intervals."""

from verkosto.aggregate._absences import missing_lines, reason_text
from verkosto.aggregate._alpha import cronbach_alpha
from verkosto.aggregate._assemble import ALL_OPTIONS, SOME_OPTIONS
from verkosto.aggregate._banner import Banner
from verkosto.aggregate._blocks import stretches
from verkosto.aggregate._calls import crosstab, frequency
from verkosto.aggregate._calls_boxes import bottom_box, proportion, top_box
from verkosto.aggregate._calls_nets import net, nps
from verkosto.aggregate._calls_numbers import mean, ratio, total
from verkosto.aggregate._columns import NO_COUNT, NO_END, Columns
from verkosto.aggregate._contrasts import contrast
from verkosto.aggregate._contributions import base_units, contributions
from verkosto.aggregate._derived_meant import folded
from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._figures import HIDDEN_STATUS, FigureUnit, figure_units, methods_of, unit_of
from verkosto.aggregate._headings import TOTAL, TOTAL_CODE, Heading
from verkosto.aggregate._meant import (
    Meaning,
    Meant,
    Scale,
    codes_meant,
    derived_meant,
    groups_meant,
    meaning_of_table,
    meant,
)
from verkosto.aggregate._meant_categories import ABSENT, ANSWERED, Where
from verkosto.aggregate._meant_rows import rows_meant
from verkosto.aggregate._method import Method, method_of
from verkosto.aggregate._published import PUBLISHED
from verkosto.aggregate._pushed import LazyResponses
from verkosto.aggregate._quality import Thresholds
from verkosto.aggregate._quantile import quantile
from verkosto.aggregate._regroup import area_kind, regrouped
from verkosto.aggregate._reported import reported
from verkosto.aggregate._response_coverage import Coverage, CoverageCell, coverage
from verkosto.aggregate._response_indicator import Partial, RIndicator, r_indicator
from verkosto.aggregate._response_rates import response_rates
from verkosto.aggregate._response_result import Rate, ResponseRates
from verkosto.aggregate._row_parts import UnitParts, unit_parts
from verkosto.aggregate._sheet import Printed, Sheet
from verkosto.aggregate._shown import Shown, counted, shown, span_of, whole_base
from verkosto.aggregate._table import Table
from verkosto.aggregate._tests_chi import chi_square
from verkosto.aggregate._tests_columns import column_tests
from verkosto.aggregate._tests_columns_result import ColumnTests
from verkosto.aggregate._tests_means import t_test
from verkosto.aggregate._tests_pairs import marginal_homogeneity, mcnemar
from verkosto.aggregate._tests_ranks import rank_test
from verkosto.aggregate._tests_result import Effect, OtherTest, SignificanceTest
from verkosto.aggregate._tests_trend import trend
from verkosto.aggregate._variance import variance
from verkosto.aggregate._waves import difference
from verkosto.aggregate._weighting_calls import calibrate, poststratify, rake
from verkosto.aggregate._weighting_design import CalibratedDesign
from verkosto.aggregate._weighting_diagnostics import Diagnostics
from verkosto.aggregate._weighting_trim import trim

__all__ = [
    "Banner",
    "CalibratedDesign",
    "ColumnTests",
    "Coverage",
    "CoverageCell",
    "Design",
    "Diagnostics",
    "Effect",
    "Heading",
    "LazyResponses",
    "OtherTest",
    "Partial",
    "RIndicator",
    "Rate",
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
]

# For the rooms above: what they need to know of a table to protect it, to write it and to speak of it.
__all__ += [
    "ABSENT",
    "ALL_OPTIONS",
    "ANSWERED",
    "HIDDEN_STATUS",
    "NO_COUNT",
    "NO_END",
    "PUBLISHED",
    "SOME_OPTIONS",
    "TOTAL",
    "TOTAL_CODE",
    "Columns",
    "FigureUnit",
    "Meaning",
    "Meant",
    "Method",
    "Printed",
    "Scale",
    "Sheet",
    "Shown",
    "UnitParts",
    "Where",
    "area_kind",
    "base_units",
    "codes_meant",
    "contributions",
    "counted",
    "derived_meant",
    "figure_units",
    "folded",
    "groups_meant",
    "meaning_of_table",
    "meant",
    "method_of",
    "methods_of",
    "missing_lines",
    "reason_text",
    "regrouped",
    "rows_meant",
    "shown",
    "span_of",
    "stretches",
    "unit_of",
    "unit_parts",
    "whole_base",
]
