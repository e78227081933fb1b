"""What a mean is a mean of, and that no row leaves without a reason."""

from __future__ import annotations

import pandas as pd
import pytest

from verkosto.aggregate import mean, ratio, total
from verkosto.errors import AnalysisError
from verkosto.instruments import Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

ANSWERS = pd.DataFrame({"kanta": ["a", "b", "eos", "ei", None]})


def asked(*cannot_say: int | None, numbers: tuple[int | None, ...] = (1, 3)) -> Responses:
    options = [Option(code, code, number=number) for code, number in zip("ab", numbers, strict=True)]
    options += [
        Option(code, code, kind="dont_know", number=number)
        for code, number in zip(("eos", "ei"), cannot_say, strict=True)
    ]
    question = SingleChoice("kanta", "Kanta", options=tuple(options), ordered=True)
    return Responses.from_frame(ANSWERS, Instrument("kysely", "Kysely", questions=(question,)))


@pytest.mark.parametrize(
    ("cannot_say", "numbers", "n", "estimate", "missing"),
    [
        ((2, 6), (1, 4), 4, 3.25, {"not_answered": 1}),
        ((None, None), (1, 2), 2, 1.5, {"dont_know": 2, "not_answered": 1}),
        ((8, 9), (None, None), 2, 1.5, {"dont_know": 2, "not_answered": 1}),
    ],
    ids=["numbered", "without a number", "steps of a scale"],
)
def test_cannot_say_counts_with_its_number_or_is_missing(
    cannot_say: tuple[int | None, ...],
    numbers: tuple[int | None, ...],
    n: int,
    estimate: float,
    missing: dict[str, int],
) -> None:
    table = mean(asked(*cannot_say, numbers=numbers), "kanta", dont_know="include")
    assert table.frame[["n", "base", "estimate"]].values.tolist() == [[n, n, estimate]]
    assert dict(zip(table.missing["reason"], table.missing["n"], strict=True)) == missing


def test_options_that_mean_cannot_say_are_alike() -> None:
    answers = asked(2, None)
    assert mean(answers, "kanta").frame["n"].tolist() == [2]
    with pytest.raises(AnalysisError, match="'kanta': some options that mean 'cannot say' have a number"):
        mean(answers, "kanta", dont_know="include")


def test_a_ratio_is_named_in_every_language_that_its_numbers_have() -> None:
    questions = (
        Number("euroa", {"fi": "Euroja", "en": "Euros"}),
        Number("jasenia", {"fi": "Jäseniä", "sv": "Medlemmar"}),
    )
    answers = Responses.from_frame(
        pd.DataFrame({"euroa": [10, 20], "jasenia": [5, 5]}), Instrument("kysely", "Kysely", questions=questions)
    )
    (heading,) = ratio(answers, "euroa", over="jasenia").variables
    assert [heading.text.get(lang) for lang in ("fi", "sv", "en")] == [
        "Euroja / Jäseniä",
        "Euroja / Medlemmar",
        "Euros / Jäseniä",
    ]


def test_a_total_of_whole_numbers_is_whole() -> None:
    numbers = [3 * place % 997 for place in range(1, 562)]
    answers = Responses.from_frame(
        pd.DataFrame({"jasenia": numbers}), Instrument("kysely", "Kysely", questions=(Number("jasenia", "Jäseniä"),))
    )
    assert total(answers, "jasenia").frame["estimate"].tolist() == [sum(numbers)]
