from __future__ import annotations

import pickle

import pytest

from verkosto.issues import REASONS, Issue

ANSWER = "aino.esimerkki@example.org"


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_an_issue_tells_its_place_and_remedy_and_never_its_value(reason: str) -> None:
    issue = Issue(7, "Kotikunta", "kunta", ANSWER, reason, position=4)
    assert str(issue) == (f"row 7, column 4 'Kotikunta', variable 'kunta': {reason} ({REASONS[reason]})")
    assert ANSWER not in repr(issue)
    assert issue.remedy == REASONS[reason]
    again = pickle.loads(pickle.dumps(issue))
    assert again == issue
    assert again.value == ANSWER


def test_a_finding_about_a_column_or_a_question_has_only_the_places_it_has() -> None:
    assert str(Issue(None, "Muuta", None, None, "unbound_column")).startswith("column 'Muuta': unbound_column")
    assert str(Issue(None, None, "q1", None, "question_not_found")).startswith("variable 'q1': ")
    assert str(Issue(None, None, None, None, "unknown_option")).startswith("source: unknown_option (")


def test_a_reason_of_a_plugin_sends_the_reader_to_the_raw_value() -> None:
    assert Issue(1, None, None, "x", "own_reason").remedy == "see the raw value in issues_frame()"


def test_issues_are_values() -> None:
    issue = Issue(1, "a", None, "x", "not_a_number")
    assert {issue, Issue(1, "a", None, "x", "not_a_number")} == {issue}
    with pytest.raises(AttributeError):
        issue.row = 2  # type: ignore[misc]
