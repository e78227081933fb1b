"""What an outsider computes of published tables with arithmetic of their own: nothing of what is hidden."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from made_answers import responses as made

import verkosto as vk
from verkosto.disclosure import audit

Answer = tuple[str | None, str, str | None, str | None]


def answers(counts: dict[Answer, int]) -> vk.Responses:
    """Answers of so many each: group, kind, one answer, ticks; None where there is none."""
    rows = [answer for answer, n in counts.items() for _ in range(n)]
    ticks = {
        f"m[{code}]": [None if (ticked := row[3]) is None else str(int(code in ticked)) for row in rows]
        for code in "pq"
    }
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("g", "h", "a"))}
    options = {
        "g": [vk.Option(code, code) for code in ("g0", "g1", "g2")],
        "h": [vk.Option(code, code) for code in ("h0", "h1")],
        "a": [vk.Option("x", "x"), vk.Option("y", "y"), vk.Option("eos", "eos", kind="dont_know")],
    }
    questions: list[vk.instruments.Question] = [
        vk.SingleChoice(name, name, options=listed) for name, listed in options.items()
    ]
    questions.append(vk.MultipleChoice("m", "m", options=[vk.Option(code, code) for code in "pq"]))
    instrument = vk.Instrument("vuoto", "Vuoto", questions=questions)
    return vk.Responses.from_frame(pd.DataFrame(columns | ticks, dtype="string"), instrument)


SMALL_GROUP = answers(
    {
        ("g0", "h0", "x", "p"): 20,
        ("g0", "h1", "y", "q"): 9,
        ("g1", "h0", "y", "p"): 15,
        ("g1", "h1", "x", "q"): 10,
        ("g2", "h0", "y", "p"): 3,
    }
)


def test_the_number_of_respondents_does_not_tell_who_could_not_say() -> None:
    responses = answers({("g0", "h0", "x", "p"): 20, ("g1", "h0", "y", "p"): 15, ("g1", "h0", "eos", "p"): 2})
    table = vk.protect(vk.frequency(responses, "a", dont_know="exclude"))
    frame, missing = table.frame, table.missing
    assert table.method is not None
    # Those who answered the survey less those in the base are those who could not say.
    assert not (table.method.respondents == 37 and (frame["base"] == 35).any())
    assert missing["n"].isna().all()


def test_who_could_not_say_is_known_where_an_option_says_so() -> None:
    of_them = {("g0", "h0"): 9, ("g0", "h1"): 6, ("g1", "h0"): 3, ("g1", "h1"): 1}
    others: dict[Answer, int] = {("g0", "h0", "x", "p"): 20, ("g1", "h0", "y", "p"): 15}
    responses = answers(others | {(g, h, "eos", "p"): n for (g, h), n in of_them.items()})
    tables = [
        vk.crosstab(responses, "h", by="g", where={"a": ["eos"]}),
        vk.frequency(responses, "a", dont_know="exclude"),
    ]
    published = vk.protect(tables)
    assert published[0].frame["n"].isna().all()
    assert published[1].missing["n"].tolist() == [19]
    # The missing row of one table is all that the other one divides, into groups that are not empty.
    ways = [n for n in itertools.product(range(20), repeat=4) if sum(n) == 19 and n[0] + n[1] and n[2] + n[3]]
    found = [(f.low, f.high) for f in audit(published, attackers=["outsider"]).findings if f.figure == "count"]
    assert found == [(min(each), max(each)) for each in zip(*ways, strict=True)]


def test_answers_that_were_taken_over_may_lack_what_an_option_says_too() -> None:
    listed = [vk.Option("x", "x"), vk.Option("y", "y"), vk.Option("eos", "eos", kind="dont_know")]
    kysely = vk.Instrument("oma", "Oma", questions=[vk.SingleChoice("a", "a", options=listed)])
    responses = made(kysely, {"a": ["x"] * 9 + ["y"] * 7 + ["eos"] * 8 + ["!dont_know"] * 6})
    published = vk.protect([vk.frequency(responses, "a"), vk.frequency(responses, "a", dont_know="exclude")])
    assert [table.missing["n"].tolist() for table in published] == [[6], [14]]


def test_standard_errors_do_not_tell_a_base_that_is_hidden() -> None:
    frame = vk.protect(vk.crosstab(SMALL_GROUP, "a", by="g")).frame
    shown = frame[(frame["status"] != "hidden") & frame["estimate"].between(0.01, 0.99)].iloc[0]
    share = shown["estimate"]
    # The factor of all respondents, N / (N - 1), is in every standard error.
    factor = shown["se"] ** 2 / (share * (1 - share) / shown["base"])
    assert round(factor / (factor - 1)) == 57
    bases = frame.drop_duplicates("g").set_index("g")["base"]
    assert bases.isna().sum() >= 2


@pytest.mark.parametrize("base", ["asked", "ticks"])
def test_a_base_of_all_who_were_asked_is_that_of_the_group(base: str) -> None:
    tables = [
        vk.crosstab(SMALL_GROUP, "m", by="g", base=base),  # type: ignore[arg-type]
        vk.frequency(SMALL_GROUP, "g"),
    ]
    published = vk.protect(tables)
    groups = published[1].frame.set_index("value")["n"]
    assert groups.isna().sum() >= 2
    assert audit(published).safe


def test_missing_answers_add_up_through_groups_of_two_kinds() -> None:
    responses = answers(
        {
            ("g0", "h0", "x", "p"): 12,
            ("g0", "h1", "y", "p"): 11,
            ("g0", "h1", None, "p"): 1,
            ("g1", "h0", "x", "p"): 9,
            ("g1", "h1", "y", "p"): 4,
            ("g2", "h0", "x", "p"): 20,
            ("g2", "h1", "y", "p"): 14,
        }
    )
    published = vk.protect([vk.crosstab(responses, "a", by=["g", "h"]), vk.crosstab(responses, "g", by="h")])
    bases = published[0].frame.drop_duplicates(["g", "h"])["base"]
    # One hidden base would be what the others and those who are missing leave of all respondents.
    assert bases.isna().any()
    assert bases.isna().sum() >= 2 or published[0].missing["n"].isna().any()


def test_who_did_not_tick_an_option_did_not_answer_or_ticked_another() -> None:
    responses = answers(
        {
            ("g0", "h0", "x", "p"): 3,
            ("g0", "h0", "x", "pq"): 10,
            ("g1", "h0", "x", "q"): 12,
            ("g1", "h0", "y", "q"): 8,
            ("g2", "h0", "x", None): 9,
        }
    )
    published = vk.protect([vk.crosstab(responses, "a", by="m[q]"), vk.frequency(responses, "m")])
    bases = published[0].frame.drop_duplicates("m[q]").set_index("m[q]")["base"]
    counts = published[1].frame.set_index("value")
    assert bases.isna()["0"]
    # Those with the question less those who ticked the option are those who did not.
    assert bases.isna()["1"] or counts["base"].isna().all() or counts.loc["q", ["n", "base"]].isna().any()


def test_notes_and_missing_rows_hide_the_same() -> None:
    for table in vk.protect([vk.crosstab(SMALL_GROUP, "a", by="g"), vk.frequency(SMALL_GROUP, "a", base="asked")]):
        if table.missing["n"].isna().any() or table.frame["base"].isna().any():
            assert not any("n =" in (note.en or "") for note in table.notes)


def test_an_audit_reads_what_protect_wrote() -> None:
    tables = [
        vk.crosstab(SMALL_GROUP, "a", by=["g", "h"], margins=True),
        vk.crosstab(SMALL_GROUP, "g", by="a", margins=True),
        vk.frequency(SMALL_GROUP, "a", where={"g": ["g0", "g1"]}),
        vk.crosstab(SMALL_GROUP, "a", by="m[p]"),
    ]
    assert audit(vk.protect(tables), attackers=["outsider"]).findings
