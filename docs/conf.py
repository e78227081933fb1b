"""How Sphinx builds these pages: MyST Markdown, the Furo theme, and no network."""

from __future__ import annotations

import re
from typing import Any

from sphinx.addnodes import pending_xref

import verkosto

project = "verkosto"
author = "verkosto developers"
copyright = "verkosto developers, MIT licence"
version = release = verkosto.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "**/README.md"]
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_numpy_docstring = False
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = f"verkosto {release}"
html_show_sourcelink = False
html_copy_source = False


def docstring_as_rst(*event: Any) -> None:
    """Turn the Markdown of docstrings (fences, single backticks) into what autodoc expects."""
    lines: list[str] = event[-1]
    written: list[str] = []
    fence: str | None = None
    for line in lines:
        opening = re.match(r"(\s*)```", line)
        if opening and fence is None:
            fence = opening[1]
            written += ["", f"{fence}.. code-block:: text", ""]
        elif opening:
            fence = None
            written.append("")
        elif fence is not None:
            written.append(f"   {line}")
        elif line.lstrip().startswith((">>>", "...")):
            written.append(line)
        else:
            written.append(re.sub(r"(?<![`:])`([^`]+)`(?!`)", r"``\1``", line))
    lines[:] = written


# Rooms that have a class of one name. Where another room names it, that of the first is meant.
SHARED = {
    "Change": ("verkosto.organisations", "verkosto.themes"),
    "Heading": ("verkosto.aggregate", "verkosto.reporting"),
    "Finding": ("verkosto.organisations", "verkosto.disclosure", "verkosto.reporting"),
}


def meant(_: Any, doctree: Any) -> None:
    """Let a name that several rooms have mean that of its own room."""
    for node in doctree.findall(pending_xref):
        rooms = SHARED.get(node.get("reftarget", ""))
        if rooms:
            module = node.get("py:module") or ""
            room = next((room for room in rooms if module == room or module.startswith(f"{room}.")), rooms[0])
            node["reftarget"], node["refspecific"] = f"{room}.{node['reftarget']}", False


def setup(app: Any) -> None:
    """Run before napoleon, which listens with the default priority of 500."""
    app.connect("autodoc-process-docstring", docstring_as_rst, priority=400)
    app.connect("doctree-read", meant)
