"""The ways in which a coding begins: with what the patterns propose, with nothing, or with a long table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.responses import Responses
from verkosto.themes._answers import answers_of
from verkosto.themes._codebook import Codebook, check_codebook
from verkosto.themes._coding import Coding
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._lemmatizers import lemmatizer_of
from verkosto.themes._marking import several, with_coders
from verkosto.themes._marks import NO, UNCODED
from verkosto.themes._matching import matches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._answers import Answers

__all__ = ["from_frame", "propose", "start"]


def start(responses: Responses, question: str, *, codebook: Codebook, coders: Sequence[str] = ()) -> Coding:
    """Begin a coding in which nothing is coded and nothing proposed.

    Args:
        responses: The responses.
        question: Id of a text question, or of the free text of an option (`palvelut[muu].text`).
        codebook: The themes.
        coders: Names or pseudonyms of those who will code; others can join later.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: It holds no open answers.
        CodingError: A coder without a name.
        OptionError: No responses, or no list of coders.
    """
    check_codebook(codebook)
    coding = Coding(responses, answers_of(responses, question), codebook)
    return with_coders(coding, several(coders, "coders"))


def propose(
    responses: Responses, question: str, *, codebook: Codebook, lemmatizer: Lemmatizer | str | None = None
) -> Coding:
    """Begin a coding with what the patterns of the codebook find, for a person to accept or reject.

    A proposal is no coding: no coder has decided anything, and tables are made of proposals only when they are asked
    for (`how="proposal"`).

    Args:
        responses: The responses.
        question: Id of a text question, or of the free text of an option (`palvelut[muu].text`).
        codebook: The themes with their patterns.
        lemmatizer: What gives words their dictionary forms, or its name; see `lemmatizer`.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: It holds no open answers.
        MissingExtraError: The extra of the lemmatizer is not installed.

    Example:
        >>> import pandas as pd, verkosto as vk
        >>> from verkosto import themes
        >>> kysely = vk.Instrument("esimerkki", "Esimerkki", questions=(vk.Text("toive", "Mitä toivot?"),))
        >>> vastaukset = vk.Responses.from_frame(pd.DataFrame({"toive": ["Kokoustiloja", "Rahaa", "-"]}), kysely)
        >>> book = themes.Codebook("teemat", "Teemat", (themes.Theme("tilat", "Tilat", patterns=("+tila",)),))
        >>> coding = themes.propose(vastaukset, "toive", codebook=book, lemmatizer="words")
        >>> coding, coding.proposed[:, 0].tolist()
        (<Coding of 'toive': 2 answers, 1 themes, 0 coders>, [1, 0, -1])
    """
    coding = start(responses, question, codebook=codebook)
    engine = lemmatizer_of(lemmatizer)
    return evolve(coding, proposed=_proposed(coding.answers, codebook, engine), lemmatizer=engine.name)


def from_frame(
    df: Any, responses: Responses, question: str, *, codebook: Codebook, coder: str | None = None, source: str = "table"
) -> Coding:
    """Begin a coding with a long table of what coders found elsewhere; see `Coding.with_frame`.

    Args:
        df: A frame of pandas or polars with the columns `answer`, `theme`, and perhaps `coder`, `value`, `comment`.
        responses: The responses.
        question: Id of the open question.
        codebook: The themes.
        coder: Who, where the table does not say it.
        source: What `changes` and `issues` call the table.

    Raises:
        CodingError: The table lacks a column, or nobody is named as the coder.
        AnalysisError: The question holds no open answers.
    """
    return start(responses, question, codebook=codebook).with_frame(df, coder=coder, source=source)


def _proposed(answers: Answers, codebook: Codebook, engine: Lemmatizer) -> NDArray[np.int8]:
    rows = np.flatnonzero(answers.answered)
    used, places = np.unique(answers.codes[rows], return_inverse=True)
    texts, languages = ([values[code] for code in used.tolist()] for values in (answers.distinct, answers.languages))
    found = matches(texts, languages, codebook, engine)
    found &= np.array([theme.codable for theme in codebook], dtype=bool)
    proposed = np.full((len(answers), len(codebook)), UNCODED, dtype=np.int8)
    proposed[rows] = np.where(found[places.reshape(-1)], 1, NO)
    return proposed
