from __future__ import annotations

import csv
from pathlib import Path

from commands import Run

Survey = tuple[str, str]
CODEBOOK = """
format = "verkosto.instrument/1"
id = "k"
title = "K"

[[questions]]
id = "malli"
kind = "single_choice"
text = "Mikä malli?"
options = [
  { code = "k", label = "Maakunta" },
  { code = "e", label = "Ei kumpikaan" },
]

[[questions]]
id = "miksi"
kind = "text"
text = "Miksi ette kannata?"
"""


def files(titles: str = "Mikä malli?;Miksi ette kannattaisi?;Kieli") -> tuple[str, str]:
    Path("k.toml").write_text(CODEBOOK, "utf-8")
    Path("v.csv").write_text(f"{titles}\nMaakunta;a;fi\nEi kumpaakaan;=b;fi\n", "utf-8")
    return "k.toml", "v.csv"


def test_differences_are_printed_without_answers(run: Run) -> None:
    done = run("codebook", "compare", *files(), "--backend", "csv")
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines() == [
        "renamed option of malli[e]",
        "  codebook: Ei kumpikaan (likeness 0.88)",
        "  source:   column 1, 1 cell",
        "  remedy:   if both are one, put this in the place of the option's line",
        "",
        "renamed title of miksi",
        "  codebook: Miksi ette kannata? (likeness 0.90)",
        "  source:   column 2 'Miksi ette kannattaisi?'",
        "  remedy:   if both are one, give the title to it as an alias",
        '    aliases = ["Miksi ette kannattaisi?"]',
        "",
        "new column",
        "  source:   column 3 'Kieli'",
        "  remedy:   add a question for it, or a column that no question asked",
        "    [[columns]]",
        '    id = "kieli"',
        '    header = "Kieli"',
        "",
        "the texts of unknown options may be answers, so they are not shown; -o FILE writes them to a file",
        "3 differences",
    ]


def test_texts_of_options_go_to_a_file_that_no_spreadsheet_runs(run: Run) -> None:
    done = run("codebook", "compare", *files(), "-o", "erot.csv", "--option", "delimiter=;", "--backend", "csv")
    assert done.code == 1
    assert "differences with the texts of unknown options: erot.csv" in done.out
    rows = list(csv.DictReader(Path("erot.csv").read_text("utf-8-sig").splitlines()))
    assert [row["kind"] for row in rows] == ["renamed_option", "renamed_title", "new_column"]
    assert rows[0]["value"] == "Ei kumpaakaan"
    assert rows[0]["line"] == '{ code = "e", label = "Ei kumpikaan", aliases = ["Ei kumpaakaan"] },'
    assert rows[0]["columns"] == "1"


def test_what_fits_ends_well(run: Run) -> None:
    Path("k.toml").write_text(CODEBOOK, "utf-8")
    Path("v.csv").write_text("Mikä malli?;Miksi ette kannata?\nMaakunta;a\n", "utf-8")
    done = run("codebook", "compare", "k.toml", "v.csv")
    assert (done.code, done.out, done.err) == (0, "nothing differs\n", "")


def test_what_cannot_be_read_or_bound(run: Run, survey: Survey) -> None:
    codebook, source = files("Aivan;muita;titleja")
    done = run("codebook", "compare", codebook, source)
    assert done.code == 1
    assert done.out.count("missing column") == 2
    assert done.out.endswith("5 differences\n")
    assert run("codebook", "compare", codebook, "ei.csv").err.startswith("verkosto: ei.csv: no such file")
    assert "would replace the file" in run("codebook", "compare", codebook, source, "-o", source).err
    assert run("codebook", "compare", survey[0], survey[1]).out.endswith("4 differences\n")
