"""Designs: what they accept, what they refuse, and what they mean."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from verkosto.aggregate import Design, ReplicateDesign
from verkosto.errors import AnalysisError


def test_one_id_or_one_for_each_stage() -> None:
    assert Design(psu="kunta").psu == ("kunta",)
    assert Design(strata="maakunta", psu=["kunta", "jarjesto"], fpc=[19, None]).fpc == (19,)
    assert Design(psu=["kunta", "jarjesto"], strata=[None, "laji"]).strata == (None, "laji")
    assert Design() == Design(None, None, None, None)
    counted: Any = np.int64(853)
    assert Design(fpc=counted) == Design(fpc=853.0)


def test_designs_are_values() -> None:
    design = Design("paino", "maakunta", "jarjesto", "N", lonely="adjust", nest=True)
    assert pickle.loads(pickle.dumps(design)) == design
    assert len({design, Design("paino", "maakunta", "jarjesto", "N", lonely="adjust", nest=True)}) == 1
    assert Design.census(weights="paino") == Design("paino", fpc=1.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": 3}, "weights names variables by text, not by int"),
        ({"strata": [3]}, "a design names variables by text, not by int"),
        ({"lonely": "ajust"}, "lonely is one of 'error'.*Did you mean 'adjust'"),
        ({"lonely": 1}, "not 1"),
        ({"psu": 3}, "a design names variables by text, not by int"),
        ({"fpc": -5}, "fpc -5 is no positive number. Give a variable"),
        ({"fpc": True}, "fpc True is no positive number"),
        ({"fpc": float("inf")}, "fpc inf is no positive number"),
        ({"fpc": b"N"}, "fpc bytes is no positive number"),
        ({"fpc": [1, 2, 3], "psu": "a"}, "fpc has 3 stages and psu 1"),
        ({"strata": ["a", "b", "c"]}, "strata has 3 stages and psu 0"),
        ({"psu": [None, "a"]}, "a stage before the last has no units"),
    ],
)
def test_arguments_that_cannot_be(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        Design(**arguments)


@pytest.mark.parametrize(
    ("arguments", "scale"),
    [
        ({"kind": "BRR"}, 1 / 3),
        ({"kind": "Fay", "rho": 0.5}, 1 / (3 * 0.25)),
        ({"kind": "JK1"}, 2 / 3),
        ({"kind": "JKn", "rscales": [0.5, 0.5, 0.5]}, 1),
        ({"kind": "JKn", "rscales": 0.5}, 1),
        ({"kind": "bootstrap"}, 1 / 2),
        ({"kind": "bootstrap", "scale": 0.1}, 0.1),
        ({"scale": 0.2, "rscales": (1, 2, 3)}, 0.2),
    ],
)
def test_kinds_of_replicates_have_their_scale(arguments: dict[str, Any], scale: float) -> None:
    design = ReplicateDesign("w", ["a", "b", "c"], **arguments)
    assert design.factor == pytest.approx(scale)
    assert len(design.factors) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "jackknife"}, "kind is one of"),
        ({"kind": "fay"}, "rho is for kind='fay'"),
        ({"kind": "brr", "rho": 0.5}, "rho is for kind='fay'"),
        ({"kind": "fay", "rho": 1}, "between 0 and 1"),
        ({"kind": "jkn"}, "needs rscales"),
        ({"kind": "other"}, "needs scale and rscales"),
        ({"kind": "brr", "rscales": [1, 1, 1]}, "rscales has 3 factors and replicates 2"),
        ({"kind": "brr", "rscales": [1, -1]}, "rscales -1 is no positive number. Give a number for each"),
        ({"kind": "brr", "rscales": "ab"}, "rscales str is no positive number"),
        ({"kind": "fay", "rho": "0.5"}, "rho str is no positive number"),
        ({"kind": "brr", "scale": 0}, "scale 0 is no positive number"),
        ({"kind": "brr", "df": float("nan")}, "df nan is no positive number"),
        ({"kind": "brr", "replicates": "ab"}, "at least two variables"),
        ({"kind": "brr", "replicates": ["a", 3]}, "replicates names variables by text, not by int"),
        ({"kind": "brr", "weights": ["w"]}, "weights names variables by text, not by list"),
    ],
)
def test_replicates_that_cannot_be(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        ReplicateDesign(**{"weights": "w", "replicates": ["a", "b"], **arguments})
