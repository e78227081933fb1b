from __future__ import annotations

import inspect
import pickle
import re

import pytest

from verkosto import errors
from verkosto.errors import (
    InvalidResponsesError,
    MissingExtraError,
    SourceNotFoundError,
    VerkostoError,
    VerkostoWarning,
    did_you_mean,
)
from verkosto.issues import Issue

CLASSES = [
    cls
    for _, cls in inspect.getmembers(errors, inspect.isclass)
    if issubclass(cls, Exception) and cls.__module__ == errors.__name__ and cls is not VerkostoWarning
]
TREE_LINE = re.compile(r"^(?P<branch>[│├└─ ]*)(?P<name>\w+Error)(?: \((?P<builtin>\w+)\))?", re.MULTILINE)


def drawn_tree() -> dict[str, tuple[str | None, str | None]]:
    """Parent and builtin of each class, as the module's docstring draws them."""
    drawing = (errors.__doc__ or "").split("```")[1]
    drawn: dict[str, tuple[str | None, str | None]] = {}
    path: list[str] = []
    for line in TREE_LINE.finditer(drawing):
        depth = len(line["branch"]) // 4
        path = [*path[:depth], line["name"]]
        drawn[line["name"]] = (path[-2] if depth else None, line["builtin"])
    return drawn


def test_the_docstring_draws_the_tree_that_the_classes_are() -> None:
    defined = {}
    for cls in CLASSES:
        parent, *rest = cls.__bases__
        builtin = rest[0].__name__ if rest else None
        defined[cls.__name__] = (None if cls is VerkostoError else parent.__name__, builtin)
    assert drawn_tree() == defined


def test_every_class_is_public_documented_and_of_one_root() -> None:
    public = [name for name in errors.__all__ if name.endswith("Error")]
    assert sorted(public) == sorted(cls.__name__ for cls in CLASSES)
    assert all(issubclass(cls, VerkostoError) and cls.__doc__ for cls in CLASSES)
    assert issubclass(VerkostoError, Exception)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_error_says_its_message_and_pickles(cls: type[VerkostoError]) -> None:
    error = cls("Nothing at row 3. Correct it.")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is cls
    assert str(again) == str(error) == "Nothing at row 3. Correct it."
    assert again.args == error.args


def test_the_warning_is_a_user_warning_and_no_error() -> None:
    assert issubclass(VerkostoWarning, UserWarning)
    assert not issubclass(VerkostoWarning, VerkostoError)
    assert "VerkostoWarning" in errors.__all__


def test_a_missing_file_shows_no_error_number() -> None:
    assert str(SourceNotFoundError()) == ""
    assert str(SourceNotFoundError("No file 'x.csv'. Check the path.", "x")) == "No file 'x.csv'. Check the path."


def test_strict_reading_carries_its_issues_and_shows_none_of_their_values() -> None:
    issue = Issue(3, "Malli A", "malli_a", "salainen vastaus", "unknown_option")
    error = InvalidResponsesError("1 issue. Correct the cell.", (issue,))
    again = pickle.loads(pickle.dumps(error))
    assert again.issues == (issue,)
    for text in (str(again), repr(again)):
        assert "salainen" not in text
    assert repr(again) == "InvalidResponsesError('1 issue. Correct the cell.', 1 issues)"


def test_a_missing_extra_names_the_command_that_installs_it() -> None:
    error = MissingExtraError.of("report", "Writing a report")
    assert str(error) == "Writing a report needs the extra 'report'. Install it: pip install 'verkosto[report]'"
    assert isinstance(error, ImportError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("webropool", " Did you mean 'webropol'?"),
        ("WEBROPOL", " Did you mean 'webropol'?"),
        ("CSX", " Did you mean 'CSV'?"),
        ("zzzz", ""),
    ],
)
def test_the_nearest_known_words_are_named_as_they_are_spelt(word: str, hint: str) -> None:
    assert did_you_mean(word, (name for name in ["webropol", "CSV", "excel"])) == hint


def test_at_most_so_many_words_are_named() -> None:
    known = ["malli_a", "malli_b", "malli_c", "malli_d"]
    assert did_you_mean("malli", known, most=2).count("'") == 4
