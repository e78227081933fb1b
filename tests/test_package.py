"""The root of the package: what it offers, where each name lives, and what a bare import costs."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import verkosto as vk

SOURCE = Path(vk.__file__).parent
SUBMODULES = sorted(
    ".".join(p.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
    for p in SOURCE.rglob("*.py")
    if p != SOURCE / "__init__.py"
)
ROOMS = {"aggregate", "backends", "councils", "dates", "disclosure", "errors", "indicators", "instruments"}
ROOMS |= {"organisations", "regions", "reporting", "responses", "samples", "testing", "text", "themes"}
LIGHT_ROOMS = (
    "councils",
    "dates",
    "errors",
    "html",
    "instruments",
    "issues",
    "organisations",
    "regions",
    "sources",
    "text",
)
ATTRS = {"attr", "attrs"}
HEAVY = {"babel", "cattrs", "jinja2", "matplotlib", "numpy", "pandas", "polars"}
HEAVY |= {"lxml", "networkx", "pyreadstat", "pyxform", "python_calamine", "requests", "scipy", "stdnum", "tomlkit"}


def imported_by(code: str) -> set[str]:
    """Top-level names of the modules that a new interpreter holds after running `code`."""
    script = f"{code}\nimport sys\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    # A coverage tool would start itself in the new interpreter and bring modules of its own.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COV_", "COVERAGE_"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def typed_imports() -> dict[str, str]:
    """Public name → module, as the root's `if TYPE_CHECKING:` block tells a type checker."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("verkosto"):
            found |= {alias.name: str(node.module) for alias in node.names}
    return found


def test_a_bare_import_loads_nothing_heavy() -> None:
    names = imported_by("import verkosto")
    assert "verkosto" in names
    assert not names & (HEAVY | ATTRS)


@pytest.mark.parametrize("room", LIGHT_ROOMS)
def test_the_domain_objects_start_without_the_data_stack(room: str) -> None:
    assert not imported_by(f"import verkosto.{room}") & HEAVY


def test_asking_for_areas_stays_light() -> None:
    names = imported_by("import verkosto as vk\nassert len(vk.regions.areas('maakunta', on='2020-03-01')) == 19")
    assert not names & HEAVY


@pytest.mark.parametrize("module", SUBMODULES)
def test_every_submodule_imports(module: str) -> None:
    assert isinstance(importlib.import_module(module), ModuleType)


def test_no_submodule_shadows_a_public_name() -> None:
    for module in SUBMODULES:
        importlib.import_module(module)
    children = {m.removeprefix("verkosto.") for m in SUBMODULES}
    assert not children & (set(vk.__all__) - ROOMS)
    for name, home in typed_imports().items():
        expected = importlib.import_module(f"{home}.{name}") if name in ROOMS else vars(sys.modules[home])[name]
        assert getattr(vk, name) is expected


def test_the_three_lists_of_public_names_agree() -> None:
    typed = typed_imports()
    homes = vars(vk)["_HOMES"]
    assert sorted(vk.__all__) == sorted([*typed, "__version__"])
    assert {name: f"verkosto.{home}" for name, home in homes.items()} == {
        name: home for name, home in typed.items() if name not in ROOMS
    }
    assert {name for name, home in typed.items() if home == "verkosto"} == ROOMS


def test_dir_shows_every_public_name_and_nothing_else() -> None:
    assert dir(vk) == sorted(vk.__all__)


@pytest.mark.parametrize("name", sorted(vk.__all__))
def test_every_public_name_resolves_once_and_is_kept(name: str) -> None:
    value = getattr(vk, name)
    assert isinstance(value, ModuleType) == (name in ROOMS)
    assert vars(vk)[name] is value


@pytest.mark.parametrize("name", sorted(set(vk.__all__) - {"__version__"}))
def test_every_public_name_says_what_it_is_for(name: str) -> None:
    assert (getattr(vk, name).__doc__ or "").strip()


def test_every_error_is_reachable_and_descends_from_one_root() -> None:
    assert vk.errors.VerkostoError is vk.VerkostoError
    classes = [getattr(vk.errors, name) for name in vk.errors.__all__]
    errors = {c for c in classes if isinstance(c, type)}
    assert len(errors) > 20
    assert {c for c in errors if not issubclass(c, vk.VerkostoError)} == {vk.errors.VerkostoWarning}


def test_a_misspelt_name_is_an_ordinary_attribute_error() -> None:
    misspelt = "crostab"
    with pytest.raises(AttributeError, match="'verkosto' has no attribute 'crostab'") as caught:
        getattr(vk, misspelt)
    # Python takes these two to suggest the nearest name.
    assert caught.value.name == misspelt
    assert caught.value.obj is vk


def test_a_private_submodule_is_no_attribute_of_the_root() -> None:
    assert not hasattr(vk, "_no_such_module")


def test_the_version_is_that_of_the_installed_package() -> None:
    try:
        installed = importlib.metadata.version("verkosto")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the source tree is used without being installed")
    assert vk.__version__ == installed


def test_the_package_is_marked_as_typed() -> None:
    assert (SOURCE / "py.typed").is_file()
