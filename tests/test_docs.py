"""Every example that a reader can copy is run: README, pages of the documentation, docstrings.

A page is one namespace, read from top to bottom, in a temporary folder of its own. Its ```` ```python ````
blocks are executed, those that begin with `>>>` as doctests; `<!-- skip: next -->` in front of a block leaves
it out. Docstrings run in the namespace of their module.
"""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from sybil import Document
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

import verkosto
from verkosto import errors, issues
from verkosto.samples import _responses

TOP = Path(__file__).resolve().parent.parent
SOURCE = Path(verkosto.__file__).parent
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PARSERS = (PythonCodeBlockParser(doctest_optionflags=FLAGS), SkipParser())
PAGES = [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md"))]
PAGES_WITH_EXAMPLES = [p for p in PAGES if list(Document.parse(str(p), *PARSERS).examples())]
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FIRST_CELL = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
SAMPLES = cache(_responses.read)
MODULES_WITH_EXAMPLES = [p for p in sorted(SOURCE.rglob("*.py")) if ">>> " in p.read_text("utf-8")]


def relative(path: Path) -> str:
    base = TOP if path.is_relative_to(TOP) else SOURCE.parent
    return path.relative_to(base).as_posix()


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def docstrings(path: Path) -> list[tuple[str, int, str]]:
    """Name, line and text of each docstring, those of properties and nested functions included."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node, clean=False)
            if text is not None and ">>> " in text:
                found.append((getattr(node, "name", path.stem), node.body[0].lineno - 1, text))
    return found


@pytest.fixture(autouse=True)
def reading_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and a screen of one width, so that no example depends on the machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("MPLBACKEND", "agg")
    # A hundred examples begin with the same answers, and reading them changes nothing.
    monkeypatch.setattr(_responses, "read", SAMPLES)


# Reading the samples warns about the dirt that they hold on purpose, as it does before a reader's eyes.
@pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning")
@pytest.mark.parametrize("page", PAGES_WITH_EXAMPLES, ids=relative)
def test_the_examples_of_a_page_run(page: Path) -> None:
    document = Document.parse(str(page), *PARSERS)
    document.namespace["__name__"] = "__main__"
    for example in document.examples():
        example.evaluate()


@pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning")
@pytest.mark.parametrize("path", MODULES_WITH_EXAMPLES, ids=relative)
def test_the_examples_of_a_module_run(path: Path) -> None:
    namespace = vars(importlib.import_module(module_name(path)))
    parser, runner, output = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=FLAGS), list[str]()
    for name, line, text in docstrings(path):
        test = parser.get_doctest(text, dict(namespace), name, str(path), line)
        runner.run(test, out=output.append)
    assert runner.tries
    assert not runner.failures, "".join(output)


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_no_python_block_escapes_execution(page: Path) -> None:
    fences = re.findall(r"^\s*(?:`{3,}|~{3,})\s*(\{?[\w-]*\}?[^\n]*)$", page.read_text("utf-8"), re.MULTILINE)
    escaped = [f for f in fences if re.match(r"(py|py3|pycon|python3|ipython\w*|Python)\b", f.strip())]
    assert not escaped, f"{relative(page)}: write ```python, so that the block is run: {escaped}"


def test_readme_begins_with_the_two_commands() -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    (first, demo), (second, tests) = fences[:2]
    assert (first, second) == ("sh", "sh")
    assert "verkosto demo" in demo
    assert "[report]" in demo
    assert "pytest --cov" in tests
    assert "[test]" in tests


def test_links_between_pages_and_files_lead_somewhere() -> None:
    links = [
        (page, target)
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", FENCED.sub("", page.read_text("utf-8")))
    ]
    broken = [(relative(p), to) for p, to in links if "://" not in to and not (p.parent / to).exists()]
    assert links
    assert not broken


@pytest.mark.parametrize(
    "door",
    ["aggregate", "backends", "disclosure", "indicators", "instruments", "reporting", "responses", "testing", "themes"],
)
def test_every_public_name_is_in_the_reference(door: str) -> None:
    pages = "\n".join(page.read_text("utf-8") for page in (TOP / "docs/reference").glob("*.md"))
    names = importlib.import_module(f"verkosto.{door}").__all__
    lost = [name for name in names if not re.search(rf"\b{name}\b", pages)]
    assert not lost, f"give each of these a row in docs/reference/{door}.md: {lost}"


def test_every_extra_of_users_is_told() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    extras = set(project["optional-dependencies"]) - {"bench", "dev", "docs", "fuzz", "test"}
    assert set(FIRST_CELL.findall((TOP / "docs/reference/index.md").read_text("utf-8"))) == extras


def test_every_error_and_every_reason_of_an_issue_is_explained() -> None:
    page = (TOP / "docs/reference/errors.md").read_text("utf-8")
    exceptions, issues_part = page.split("\n## Issues\n")
    classes = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
    assert set(FIRST_CELL.findall(exceptions)) == classes
    assert set(FIRST_CELL.findall(issues_part)) == set(issues.REASONS)
