"""Laws: small edits of titles and options come out as exactly these differences, each with its partner."""

from __future__ import annotations

import itertools
import tomllib
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import assembled, headers, made
from strategies import instruments

from verkosto.errors import BindingError
from verkosto.instruments import Instrument, Matrix, Option, Scale, SingleChoice, Text
from verkosto.responses import Dialect, header_differences
from verkosto.responses._likeness import ALIKE, likeness, pairs

pytestmark = pytest.mark.thorough

ASKED = (
    "Kannatatko maakuntapohjaista tukirakennetta?",
    "Montako henkilöjäsentä yhdistyksessänne on?",
    "Mistä olette saaneet neuvontaa viime vuonna",
    "Perustele lyhyesti oma näkemyksesi",
    "Kuinka usein hallitus kokoontuu",
    "Saatteko avustuksia kunnalta",
)
OTHER = ("Vastaajan kieli", "Osallistun arvontaan huomenna", "Laitteen selain ja versio", "Ajankäyttö sekunteina")
ROWS = ("Lähellä sijaitsevat tilat", "Osaavat työntekijät", "Riittävä rahoitus")
KYSELY = made(
    *(Text(f"q{place}", title) for place, title in enumerate(ASKED)),
    Matrix("m", "Miten tärkeinä pidätte näitä", rows=[Option(f"r{n}", row) for n, row in enumerate(ROWS)],
           scale=Scale((Option("1", "Vähän"), Option("2", "Paljon")))),
)  # fmt: skip
COLON = Dialect(separator=":")


def test_the_pools_are_unlike_each_other() -> None:
    listed = [*ASKED, *OTHER, "Miten tärkeinä pidätte näitä"]
    assert all(one == other for one, other in likeness([(text,) for text in listed], listed))


@st.composite
def edits(draw: st.DrawFn, text: str) -> str:
    """A text with a letter left out, doubled or another, or with two words in the other order."""
    place = draw(st.integers(1, len(text) - 2).filter(lambda n: text[n].isalpha()))
    kind = draw(st.sampled_from(["out", "twice", "other", "order"]))
    words = text.split()
    if kind == "order" and words[0].casefold() != words[1].casefold():
        return " ".join([words[1], words[0], *words[2:]])
    kept = {"out": "", "twice": text[place] * 2}.get(kind, "x")
    return text[:place] + kept + text[place + 1 :]


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str], list[str], list[str], list[str]]:
    """Titles of questions and of rows, some edited; dropped questions; new columns; and all titles in any order."""
    fate = draw(st.lists(st.sampled_from(["same", "edited", "dropped"]), min_size=len(ASKED), max_size=len(ASKED)))
    asked = [(f"q{place}", title, what) for place, (title, what) in enumerate(zip(ASKED, fate, strict=True))]
    edited = {name: draw(edits(title)) for name, title, what in asked if what == "edited"}
    dropped = [name for name, _, what in asked if what == "dropped"]
    matrix = KYSELY["m"].text.fi
    if draw(st.booleans()):
        edited["m"] = matrix = draw(edits(matrix))
    rows = {f"m[r{n}]": draw(edits(row)) for n, row in enumerate(ROWS) if draw(st.booleans())}
    new = draw(st.lists(st.sampled_from(OTHER), unique=True))
    titles = [edited.get(name, title) for name, title, what in asked if what != "dropped"]
    titles += [f"{matrix}:{rows.get(f'm[r{n}]', row)}" for n, row in enumerate(ROWS)]
    return edited, rows, dropped, new, draw(st.permutations([*titles, *new]))


@settings(max_examples=60)
@given(cases())
def test_edits_come_out_as_they_were_made(
    case: tuple[dict[str, str], dict[str, str], list[str], list[str], list[str]],
) -> None:
    edited, rows, dropped, new, titles = case
    found = header_differences(headers(titles), KYSELY, COLON)
    by_kind: dict[str, dict[Any, Any]] = {}
    for one in found:
        by_kind.setdefault(one.kind, {})[one.variable or one.found] = one.found
    expected = {
        "renamed_title": edited,
        "renamed_option": rows,
        "missing_column": dict.fromkeys(dropped),
        "new_column": {title: title for title in new},
    }
    assert by_kind == {kind: those for kind, those in expected.items() if those}
    assert sum(map(len, by_kind.values())) == len(found)
    places = {place for one in found for place in one.positions}
    known = {*ASKED, *(f"{KYSELY['m'].text.fi}:{row}" for row in ROWS)}
    assert {titles[place - 1] for place in places} == set(titles) - known
    assert all(ALIKE <= (one.likeness or 1) <= 1 for one in found)


@settings(max_examples=40)
@given(cases())
def test_lines_that_were_written_mend_the_codebook(
    case: tuple[dict[str, str], dict[str, str], list[str], list[str], list[str]],
) -> None:
    titles = case[-1]
    mended = KYSELY
    for one in header_differences(headers(titles), KYSELY, COLON):
        mended = _mended(mended, one.variable, one.kind, one.line)
    assert {one.kind for one in header_differences(headers(titles), mended, COLON)} <= {"new_column"}


def _mended(instrument: Instrument, variable: str | None, kind: str, line: str | None) -> Instrument:
    """The codebook with what a difference says done."""
    questions = {question.id: question for question in instrument}
    name = (variable or "").partition("[")[0]
    if kind == "missing_column":
        questions.pop(name)
    elif kind == "renamed_title":
        assert line is not None
        questions[name] = evolve(questions[name], **tomllib.loads(line))
    elif kind == "renamed_option":
        matrix = questions[name]
        assert isinstance(matrix, Matrix)
        option = Option(**tomllib.loads(f"options = [{line}]")["options"][0])
        questions[name] = evolve(matrix, rows=[option if row.code == option.code else row for row in matrix.rows])
    return evolve(instrument, questions=questions.values())


@settings(max_examples=60)
@given(st.data())
def test_options_of_cells(data: st.DataObject) -> None:
    labels = ("Kyllä, aina kun on mahdollista", "Vain joskus tai harvoin", "Ei koskaan missään oloissa")
    question = SingleChoice("q", "Q", options=[Option(str(n), label) for n, label in enumerate(labels)])
    cells = [data.draw(edits(label)) if data.draw(st.booleans()) else label for label in labels]
    new = data.draw(st.sampled_from([[], ["Keväisin"]]))
    counts = data.draw(st.lists(st.integers(1, 3), min_size=4, max_size=4))
    rows = [[cell] for cell, count in zip([*cells, *new], counts, strict=False) for _ in range(count)]
    shuffled = data.draw(st.permutations(rows))
    responses = assembled(made(question), ["Q"], shuffled, dialect=Dialect(values="text"))
    found = {(one.kind, one.variable, one.value, one.cells) for one in responses.differences}
    edited = {
        ("renamed_option", f"q[{n}]", cell, count)
        for n, (cell, label, count) in enumerate(zip(cells, labels, counts, strict=False))
        if cell != label
    }
    assert found == edited | {("new_option", "q", cell, counts[3]) for cell in new}


@settings(max_examples=60)
@given(instruments(), st.lists(st.text(max_size=6), max_size=5), st.sampled_from([":", None]))
def test_every_column_and_every_question_is_bound_or_in_a_difference(
    instrument: Instrument, extra: list[str], separator: str | None
) -> None:
    titles = [title for question in instrument for title in question.titles] + extra
    heads, dialect = headers(titles), Dialect(separator=separator)
    found = header_differences(heads, instrument, dialect)
    try:
        responses = assembled(instrument, heads, [["x"] * len(heads)], dialect=dialect)
    except BindingError:
        assert found or not heads
        return
    alone = {place for one in found for place in one.positions}
    unclaimed = [i for i in responses.issues if i.reason in ("unbound_column", "withheld_column")]
    assert alone == {issue.position for issue in unclaimed if (issue.column or "").strip()}
    lost = {(i.variable or "").partition("[")[0] for i in responses.issues if i.reason.endswith("not_found")}
    named = {(one.variable or "").partition("[")[0] for one in found if one.kind not in ("new_column", "new_option")}
    assert lost <= named
    columns = [one for one in responses.differences if one.cells is None and (one.found is None or one.found.strip())]
    assert [(o.kind, o.variable) for o in columns] == [(o.kind, o.variable) for o in found]


@given(st.lists(st.sampled_from(["aurinko", "aurinkö", "kuu", "kuut", ""]), max_size=4))
def test_pairs_are_one_to_one_and_the_most_alike_first(texts: list[str]) -> None:
    alike = likeness([(text,) for text in texts], texts)
    chosen = pairs(alike)
    assert [value for _, _, value in chosen] == sorted((value for _, _, value in chosen), reverse=True)
    for side in (0, 1):
        assert len({pair[side] for pair in chosen}) == len(chosen)
    left = set(itertools.product(range(len(texts)), repeat=2)) & set(alike)
    taken = [{pair[side] for pair in chosen} for side in (0, 1)]
    assert all(one in taken[0] or other in taken[1] for one, other in left)
