"""Where coders do not agree: the answers, the themes that are swapped, and the coders."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.themes._agreement_sums import Counts

if TYPE_CHECKING:
    import pandas as pd

    from verkosto.themes._agreement_result import Agreement

__all__ = ["confusions", "disagreements", "pairs"]

_BETWEEN = "; "


def disagreements(result: Agreement, *, text: bool) -> pd.DataFrame:
    """Return the answers on which coders differ, worst first."""
    import pandas as pd

    counts, ids = result.counts, np.array(result.coding.codebook.ids, object)
    distance = counts.sets_apart / counts.codings
    differ = (counts.yes > 0) & (counts.yes < counts.codings[:, np.newaxis])
    places = np.flatnonzero(differ.any(axis=1))
    # The worst first; among equals the one with more themes apart, and then the earlier answer.
    places = places[np.lexsort((places, -differ[places].sum(axis=1), -distance[places]))]
    answers = result.coding.answers
    rows = result.rows[places]
    columns: dict[str, Any] = {
        "answer": pd.array([answers.ids[row] for row in rows], dtype="string"),
        "distance": pd.array(distance[places], dtype="Float64"),
        "coders": pd.array(counts.codings[places].astype(np.int64), dtype="Int64"),
        "differ": pd.array([_BETWEEN.join(ids[row]) for row in differ[places]], dtype="string"),
    }
    for name, found, coded in zip(result.coders, counts.found, counts.coded, strict=True):
        said = [_BETWEEN.join(ids[found[place]]) if coded[place] else None for place in places]
        columns[f"said[{name}]"] = pd.array(said, dtype="string")
    if text:
        columns["text"] = pd.array([answers.text(row) for row in rows.tolist()], dtype="string")
    return pd.DataFrame(columns)


def confusions(result: Agreement) -> pd.DataFrame:
    """Return pairs of themes of which one coder has one and another coder the other, most often first."""
    import pandas as pd

    counts, ids = result.counts, result.coding.codebook.ids
    swaps = np.zeros((len(ids), len(ids)))
    alone = np.zeros(len(ids))
    for first, second in itertools.combinations(range(len(counts.found)), 2):
        both = counts.coded[first] & counts.coded[second]
        one, other = counts.found[first][both], counts.found[second][both]
        only, only_other = (one & ~other).astype(np.float64), (other & ~one).astype(np.float64)
        between = only.T @ only_other
        swaps += between + between.T
        alone += only.sum(axis=0) + only_other.sum(axis=0)
    rows, columns = np.nonzero(np.triu(swaps, 1))
    order = np.argsort(-swaps[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    found = swaps[rows, columns]
    return pd.DataFrame(
        {
            "theme": pd.array([ids[place] for place in rows], dtype="string"),
            "other": pd.array([ids[place] for place in columns], dtype="string"),
            "swaps": pd.array(found.astype(np.int64), dtype="Int64"),
            "share_of_theme": pd.array(found / alone[rows], dtype="Float64"),
            "share_of_other": pd.array(found / alone[columns], dtype="Float64"),
        }
    )


def pairs(result: Agreement) -> pd.DataFrame:
    """Return how far each two coders agree on whole sets of themes, least first."""
    import pandas as pd

    counts = result.counts
    rows = []
    for first, second in itertools.combinations(range(len(result.coders)), 2):
        both = counts.coded[first] & counts.coded[second]
        two = [first, second]
        own = Counts(counts.found[two][:, both], counts.coded[two][:, both])
        rows.append(
            (
                result.coders[first],
                result.coders[second],
                int(both.sum()),
                float(own.sets_alike.mean()) if both.any() else np.nan,
                float(own.alphas_of_all()[-1]) if both.any() else np.nan,
                *(float(found.sum() / len(found)) if len(found) else np.nan for found in own.found),
            )
        )
    names = ("first", "second", "answers", "agreement", "alpha", "first_themes", "second_themes")
    kinds = ("string", "string", "Int64", "Float64", "Float64", "Float64", "Float64")
    listed = zip(*rows, strict=True)
    frame = pd.DataFrame(
        {name: pd.Series(list(values), dtype=kind) for name, kind, values in zip(names, kinds, listed, strict=True)}
    )
    return frame.sort_values("alpha", kind="stable", ignore_index=True)
