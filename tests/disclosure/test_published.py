"""What a published table holds, and what it must not hold in any form."""

from __future__ import annotations

import gc
import json
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import verkosto as vk
from verkosto.disclosure._system import System
from verkosto.errors import AnalysisError, TableFormatError

RESPONSES = vk.samples.tukirakenne()
TABLE = vk.crosstab(RESPONSES, "malli_a", by="maakunta", margins=True, weights="paino")
PUBLISHED = vk.protect(TABLE)


def reachable(start: object) -> list[object]:
    """Everything that an object refers to, but for classes, modules and functions."""
    found: dict[int, object] = {}
    queue = [start]
    while queue:
        one = queue.pop()
        if id(one) in found or isinstance(one, type) or type(one).__name__ in ("module", "function"):
            continue
        found[id(one)] = one
        queue += gc.get_referents(one)
    return list(found.values())


def test_what_is_hidden_has_no_figure_left() -> None:
    frame = PUBLISHED.frame
    hidden = frame["status"] == "hidden"
    assert 0 < hidden.sum() == PUBLISHED.protection.hidden < len(frame)
    figures = ["n", "weighted", "units", "estimate", "se", "low", "high", "interval", "df", "deff"]
    assert frame.loc[hidden, figures].isna().all(axis=None)
    assert frame["units"].isna().all()


def test_nothing_that_is_shown_is_changed() -> None:
    before, after = TABLE.frame, PUBLISHED.frame
    shown = after["status"] != "hidden"
    # Sums of weights would tie counts a second time.
    rest = [name for name in before if name not in ("units", "weighted", "base_weighted")]
    assert after[["weighted", "base_weighted"]].isna().all(axis=None)
    assert after.loc[shown, rest].equals(before.loc[shown, rest])


@pytest.mark.parametrize(
    "published",
    [
        PUBLISHED,
        *vk.protect([TABLE, vk.crosstab(RESPONSES, "malli_a", by="toimiala", margins=True, weights="paino")]),
        pickle.loads(pickle.dumps(PUBLISHED)),
        PUBLISHED.sort("n"),
    ],
)
def test_no_hidden_value_can_be_reached(published: vk.PublishedTable) -> None:
    assert published.audit is not None
    everything = reachable(published)
    assert not [one for one in everything if isinstance(one, vk.Responses | System)]
    estimates = TABLE.cells["estimate"][PUBLISHED.cells["status"] == "hidden"]
    # A weighted share is like no other number: those of 0 and 1 alone are.
    secret = {estimate for estimate in estimates.tolist() if 0 < estimate < 1}
    numbers = {one for one in everything if isinstance(one, float)}
    for array in (one for one in everything if isinstance(one, np.ndarray) and one.dtype == np.float64):
        numbers |= set(array.ravel().tolist())
    assert len(secret) > 5
    assert not secret & numbers


def test_it_says_what_was_done() -> None:
    notes = [note.fi for note in PUBLISHED.notes]
    assert [*TABLE.notes, *PUBLISHED.protection.notes] == [*PUBLISHED.notes]
    assert "Lukuja, joiden takana on alle 5 vastaajaa tai järjestöä, ei näytetä." in notes
    # Rules of sums are not named where no sums are told.
    assert not [note for note in notes if "Summia" in note]


def test_missing_answers_are_those_of_the_whole_table() -> None:
    table = vk.crosstab(RESPONSES, "liitto", by="maakunta")
    frame = vk.protect(table).missing
    assert frame["maakunta"].isna().all()
    before = table.missing.groupby(["variable", "reason"])["n"].sum()
    shown = frame.dropna(subset="n").set_index(["variable", "reason"])["n"]
    assert len(shown)
    assert shown.to_dict().items() <= before.to_dict().items()


def test_what_needs_the_answers_says_that_they_are_gone() -> None:
    for call in (PUBLISHED.cov, lambda: PUBLISHED.convert("erva"), lambda: PUBLISHED.collapse({"x": ["e", "eos"]})):
        with pytest.raises(AnalysisError, match="not at hand"):
            call()


def test_json_and_pickle_bring_it_back() -> None:
    for back in (vk.PublishedTable.from_json(PUBLISHED.to_json()), pickle.loads(pickle.dumps(PUBLISHED))):
        assert back == PUBLISHED
        assert back.method == PUBLISHED.method
        assert back.protection == PUBLISHED.protection
    assert vk.protect(TABLE, min_count=3) != PUBLISHED


def test_a_table_says_who_reads_what_is_published() -> None:
    with pytest.raises(TableFormatError, match=r"PublishedTable\.from_json"):
        vk.Table.from_json(PUBLISHED.to_json())


def test_a_band_is_a_column_of_its_own_and_sorts_with_its_row() -> None:
    plain = vk.crosstab(RESPONSES, "malli_a", by="maakunta", margins=True)
    banded = vk.protect(plain, method="band")
    back = vk.PublishedTable.from_json(banded.to_json())
    assert back == banded
    frame = banded.sort("estimate", value="k").frame
    assert frame["n"].isna().all()
    assert frame["base"].isna().all()
    keys = zip(frame["maakunta"], frame["value"], strict=True)
    ends = dict(zip(keys, zip(frame["base_low"], frame["base_high"], strict=True), strict=True))
    assert ends["13", "k"] == (20, 49)
    # The last band has no end.
    assert (ends["*", "k"][0], ends["*", "k"][1] is pd.NA) == (500, True)
    assert "20–49" in str(banded)
    assert "500–" in str(banded)


def test_repr_tells_no_figure() -> None:
    assert repr(PUBLISHED) == "<PublishedTable 'tukirakenne-2020': malli_a by maakunta, 57 rows>"


def broken(change: dict[str, Any]) -> str:
    return json.dumps({**json.loads(PUBLISHED.to_json()), **change})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("[]", "schema"),
        (TABLE.to_json(), "schema: is 'verkosto.table/1'"),
        (json.dumps({"schema": "verkosto.published/1"}), "lacks 'table'"),
        (broken({"table": {}}), "schema"),
        (broken({"bands": {"base_low": [1]}}), "bands"),
        (broken({"bands": 1}), "bands"),
        (broken({"bands": {"base_low": [-1] * 57, "base_high": [None] * 57}}), "bands"),
        (broken({"protection": {}}), "protection"),
        (broken({"protection": {**PUBLISHED.protection.plain(), "rules": {"new": 1}}}), "no rule 'new'"),
        (broken({"method": {}}), "method"),
    ],
)
def test_what_was_changed_by_hand_is_told(text: str, said: str) -> None:
    with pytest.raises(TableFormatError, match=said):
        vk.PublishedTable.from_json(text)
