"""The samples: the published figures come out, the dirt is there and reported, and nothing in them is real."""

from __future__ import annotations

import csv
import re
import tomllib
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import verkosto as vk
from verkosto.responses import Responses

HERE = Path(__file__).parent
DELIMITERS = {"tukirakenne": ";", "kumaja": ",", "sotunet": ";"}
FILES = [(name, kind) for name in vk.samples.names() for kind in ("xlsx", "csv")]

# Variable, reason and text of each cell that is wrong on purpose, from the first row to the last.
STRAYS = {
    "tukirakenne": [
        ("kunta", "unknown_area", "999"),
        ("toimiala", "unknown_option", "Pelastustoiminta"),
        ("jasenia", "not_a_number", "noin 50"),
        ("perustettu", "not_a_date", "31.2.1999"),
        ("suosittelu", "out_of_range", "11"),
        ("vaittamat[aani]", "unknown_option", "Ehkä"),
        ("aika", "not_a_date", "5.3.2020 10.61"),
    ],
    "kumaja": [
        ("kunta", "unknown_area", "pääkaupunkiseutu"),
        ("aika", "not_a_date", "12.11.2017 24.05"),
        ("jarjestotyyppi", "unknown_option", "Säätiö"),
        ("vapaaehtoisia", "not_a_number", "n. 20"),
        ("jarjestys[tieto]", "duplicate_rank", "1"),
        ("jarjestys[tilat]", "duplicate_rank", "1"),
    ],
    "sotunet": [
        ("maakunta", "unknown_area", "koko maa"),
        ("tapaamiset", "unknown_option", "Tarpeen mukaan"),
        ("jarjestoja", "not_a_number", "satakunta"),
        ("aika", "not_a_date", "15.1.2019 25.10"),
    ],
}
UNBOUND = {
    "tukirakenne": ["Haluan osallistua arvontaan", "\u00a0"],
    "kumaja": ["Vastaukseni saa julkaista nimettömänä"],
    "sotunet": ["Minuun saa ottaa yhteyttä"],
}
BLANK_ROWS = {"tukirakenne": 3, "kumaja": 1, "sotunet": 1}


def cells(name: str, kind: str, path: Path | None = None) -> list[list[Any]]:
    """Every cell as an independent reader sees it, "" where there is none."""
    path = path or vk.samples.path(name, kind)
    if kind == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [list(row) for row in csv.reader(file, delimiter=DELIMITERS[name])]
    sheet = openpyxl.load_workbook(path, read_only=False)["Perusraportti"]
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def readings() -> dict[tuple[str, str], Responses]:
    return {(name, kind): vk.samples.read(name, kind) for name, kind in FILES}


@pytest.fixture(scope="module")
def tukirakenne(readings: dict[tuple[str, str], Responses]) -> Responses:
    return readings["tukirakenne", "xlsx"]


@pytest.fixture(scope="module")
def kumaja(readings: dict[tuple[str, str], Responses]) -> Responses:
    return readings["kumaja", "xlsx"]


@pytest.fixture(scope="module")
def sotunet(readings: dict[tuple[str, str], Responses]) -> Responses:
    return readings["sotunet", "xlsx"]


@pytest.mark.parametrize(
    ("question", "counts", "percents"),
    [
        ("malli_a", {"k": 410, "e": 67, "eos": 85}, [73, 12, 15]),
        ("malli_b", {"k": 140, "e": 304, "eos": 118}, [25, 54, 21]),
        ("liitto", {"k": 280, "e": 70}, [80, 20]),
    ],
)
def test_the_published_figures_come_out(
    tukirakenne: Responses, question: str, counts: dict[str, int], percents: list[int]
) -> None:
    answers = tukirakenne.frame[question].dropna()
    assert answers.value_counts().to_dict() == counts
    assert [round(100 * counts[code] / len(answers)) for code in counts] == percents

    table = vk.frequency(tukirakenne, question).frame
    assert dict(zip(table["value"], table["n"], strict=True)) == counts
    assert [round(100 * share) for share in table["estimate"]] == percents


def test_the_federation_was_asked_of_social_and_health_associations_alone(tukirakenne: Responses) -> None:
    sote = tukirakenne.frame["toimiala"] == "sote"
    assert int(sote.sum()) == 350
    assert tukirakenne.frame["liitto"].notna().equals(sote)
    assert set(tukirakenne.missing("liitto")[~sote]) == {"not_asked"}


def test_both_models_vary_by_area_and_hang_together(tukirakenne: Responses) -> None:
    frame = tukirakenne.frame
    against_b = (frame["malli_b"] == "e").groupby(frame["malli_a"], observed=True).mean()
    assert against_b["k"] > against_b["e"] + 0.1
    by_region = vk.crosstab(tukirakenne, "malli_a", by="maakunta").frame
    shares = by_region.loc[by_region["value"] == "k", "estimate"]
    assert shares.max() - shares.min() > 0.2


def test_every_mainland_region_and_every_erva_answered(tukirakenne: Responses) -> None:
    frame = tukirakenne.frame
    regions = tukirakenne.areas("maakunta")[0].series(frame.index)
    assert len(frame) == 562
    assert set(regions.dropna()) == {f"{n:02d}" for n in range(1, 20) if n != 3}
    assert regions.value_counts().min() == 8
    assert frame["kunta"].groupby(regions).nunique().min() >= 3
    assert set(tukirakenne.areas("erva")[0].series(frame.index).dropna()) == set("12345")
    # Valtimo had merged into Nurmes two months before.
    assert (frame["kunta"] == "911").sum() == 1


def test_several_persons_answer_for_one_association(tukirakenne: Responses) -> None:
    frame = tukirakenne.frame
    by_name = frame.groupby("jarjesto")
    assert len(by_name) == 330
    assert by_name.size().max() >= 4
    # The two cells that were spoiled on purpose are absent or alone.
    assert (by_name["kunta"].nunique() <= 1).sum() >= 329
    assert (by_name["toimiala"].nunique() <= 1).all()
    assert tukirakenne.instrument.unit_id == "jarjesto"


def test_weights_are_numbers_around_one(tukirakenne: Responses) -> None:
    weights = tukirakenne.frame["paino"]
    assert weights.notna().all()
    assert weights.mean() == pytest.approx(1.0, abs=0.001)
    assert weights.nunique() > 10


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_exactly_the_known_issues_are_found(readings: dict[tuple[str, str], Responses], name: str, kind: str) -> None:
    responses = readings[name, kind]
    found = [(i.variable, i.reason, i.value) for i in responses.issues if i.row is not None]
    if kind == "csv":
        # A number stands for an option, so the label of one that the codebook does not know is not in the file.
        assert [issue[:2] for issue in found] == [stray[:2] for stray in STRAYS[name]]
    else:
        assert found == STRAYS[name]
    columns = [(i.column, i.reason) for i in responses.issues if i.row is None]
    assert columns == [(title, "unbound_column") for title in UNBOUND[name]]
    assert not [i for i in responses.issues if i.variable in ("malli_a", "malli_b")]


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_issues_stand_where_they_say(readings: dict[tuple[str, str], Responses], name: str, kind: str) -> None:
    rows = cells(name, kind)
    for issue in readings[name, kind].issues:
        if issue.row is not None and issue.position is not None:
            assert str(rows[issue.row - 1][issue.position - 1]) == issue.value


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_no_cell_is_lost(readings: dict[tuple[str, str], Responses], name: str, kind: str) -> None:
    provenance = readings[name, kind].provenance
    assert provenance is not None
    below = cells(name, kind)[1 if kind == "xlsx" else 2 :]
    filled = sum(bool(str(cell).strip()) for row in below for cell in row)
    counts = provenance.cells
    assert counts.read == filled
    assert counts.read == counts.decoded + counts.issues + counts.unbound + counts.withheld
    assert counts.issues == len(STRAYS[name])
    assert counts.withheld == (171 if name == "tukirakenne" else 0)
    assert provenance.blank_rows == BLANK_ROWS[name]
    assert provenance.rows == len(below) - BLANK_ROWS[name]


@pytest.mark.parametrize("name", vk.samples.names())
def test_both_layouts_hold_the_same_answers(readings: dict[tuple[str, str], Responses], name: str) -> None:
    text, numbers = readings[name, "xlsx"], readings[name, "csv"]
    assert list(text.frame) == list(numbers.frame)
    for variable in map(str, text.frame):
        assert text.frame[variable].equals(numbers.frame[variable]), variable
        assert text.missing(variable).equals(numbers.missing(variable)), variable


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_the_options_tell_what_detection_finds(name: str, kind: str) -> None:
    told = vk.samples.options(name, kind)
    with pytest.warns(vk.errors.VerkostoWarning):
        found = vk.read(vk.samples.path(name, kind), vk.samples.instrument(name), values=told["values"]).provenance
    assert found is not None
    assert (found.backend, found.options["layout"]) == (told["backend"], told["layout"])


def test_the_headers_are_as_dirty_as_promised() -> None:
    first = [str(cell) for cell in cells("tukirakenne", "xlsx")[0]]
    assert sum("\u00a0" in title for title in first) >= 4
    assert first.count("Perustelut") == 2
    assert "Yhteistyö: kuinka usein toimitte muiden järjestöjen kanssa?" in first
    assert "Väittämät: mitä mieltä olette?:Etätuki riittää: tapaamisia ei tarvita" in first
    assert any(title.endswith("Muu, mikä? Avoimet vastaukset") for title in first)
    titles, options = cells("tukirakenne", "csv")[:2]
    assert "5. Perustelut" in titles
    assert "" in titles
    assert options.count("Muu, mikä?") == 2
    repeated = cells("kumaja", "csv")[0]
    assert repeated.count("Kenen kanssa teette jo yhteistyötä?") == 8


def test_the_cells_are_as_dirty_as_promised() -> None:
    workbook, text = cells("tukirakenne", "xlsx"), cells("tukirakenne", "csv")
    place = workbook[0].index("Järjestön kotikunta")
    municipalities = [row[place] for row in workbook[1:]]
    assert 49 in municipalities
    assert "049" in municipalities
    written = {row[place] for row in text[2:]}
    assert "049" in written
    assert all(re.fullmatch(r"\d{3}", code) for code in written - {""})
    assert {row[-1] for row in text[2:]} >= {"1,835", "0,656"}
    fee = workbook[0].index("Mikä on jäsenmaksu vuodessa (euroa)?")
    assert "12,50" in [row[fee] for row in workbook]
    members = workbook[0].index("Montako henkilöjäsentä järjestössänne on?")
    assert any(isinstance(row[members], str) and "\u00a0" in row[members] for row in workbook[1:])
    blank = [row for row in text if not any(cell.strip() for cell in row)]
    assert len(blank) == 3
    assert any(any(row) for row in blank)


def test_decimal_commas_zeros_and_thousands_are_read(tukirakenne: Responses) -> None:
    frame = tukirakenne.frame
    assert (frame["maksu"] == 12.5).any()
    assert (frame["kunta"] == "049").sum() > 1
    assert (frame["jasenia"] >= 1000).any()
    assert frame["aika"].dropna().between("2020-02-01", "2020-04-01").all()


def test_kumaja_comes_from_uusimaa_and_from_every_kind(kumaja: Responses) -> None:
    assert 200 < len(kumaja) < 215
    assert set(kumaja.areas("maakunta")[0].series(kumaja.frame.index).dropna()) == {"01"}
    assert kumaja.frame["jarjestotyyppi"].value_counts().min() >= 30
    assert kumaja.frame["aika"].dropna().between("2017-11-01", "2018-02-01").all()


def test_kumaja_s_wishes_vary_and_one_theme_leads_in_every_kind(kumaja: Responses) -> None:
    wishes = kumaja.frame["yhteistyotoive"]
    assert wishes.str.casefold().nunique() >= 150
    assert wishes.isna().sum() >= 10
    assert {"-", "ei kommentoitavaa"} & set(wishes.str.strip(" .").str.casefold().dropna())
    assert wishes.str.contains("\n").sum() == 1
    themes = tomllib.loads((HERE / "kumaja_invented.toml").read_text("utf-8"))["themes"]
    cores = {
        core.casefold().rstrip("."): theme
        for theme, words in themes.items()
        for core in (*words["cores"], *words["cores_sv"])
    }

    def theme_of(wish: str) -> str | None:
        return next((theme for core, theme in cores.items() if wish.casefold().startswith(core)), None)

    kinds = kumaja.frame["jarjestotyyppi"]
    for kind in kinds.cat.categories:
        counted = Counter(theme_of(wish) for wish in wishes[kinds == kind].dropna())
        (first, most), (_, next_most) = counted.most_common(2)
        assert first == "viestinta"
        assert most > next_most


def test_sotunet_s_regions_are_too_small_to_be_published_one_by_one(sotunet: Responses) -> None:
    frame = sotunet.frame
    regions = sotunet.areas("maakunta")[0].series(frame.index)
    assert set(regions.dropna()) == {f"{n:02d}" for n in range(1, 20) if n not in (3, 16)}
    assert regions.value_counts().max() <= 6
    assert frame["jarjesto"].nunique() == 53
    assert frame["aika"].dropna().between("2018-12-01", "2019-02-01").all()


@pytest.mark.parametrize("name", vk.samples.names())
def test_a_codebook_drafted_from_the_file_reads_it(name: str) -> None:
    draft = vk.infer(vk.samples.path(name), backend="webropol")
    real = vk.samples.instrument(name)
    assert draft.fieldwork == real.fieldwork
    assert [q.kind for q in draft.questions][: len(real.questions)] == [q.kind for q in real.questions]
    with pytest.warns(vk.errors.VerkostoWarning):
        responses = vk.read(vk.samples.path(name), draft, backend="webropol")
    assert len(responses) == len(vk.samples.read(name))
    assert not [i for i in responses.issues if i.reason in ("question_not_found", "column_not_found")]


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_the_shipped_files_are_what_the_generator_writes(regenerated: Path, name: str, kind: str) -> None:
    shipped = vk.samples.path(name, kind)
    again = regenerated / shipped.name
    assert cells(name, kind, again) == cells(name, kind)
    if kind == "csv":
        assert again.read_bytes() == shipped.read_bytes()


def test_nothing_real_and_everything_named_synthetic() -> None:
    for name in vk.samples.names():
        title = vk.samples.instrument(name).title
        assert "synteettinen" in title.fi
        assert "syntetisk" in str(title.sv)
        assert "synthetic" in str(title.en)
        assert "SYNTEETTINEN" in vk.samples.codebook(name).read_text("utf-8").splitlines()[0]
        assert "synteettinen" in openpyxl.load_workbook(vk.samples.path(name)).properties.title
        for kind in ("xlsx", "csv"):
            assert "synteettinen" in vk.samples.path(name, kind).name
            everything = "\n".join(str(cell) for row in cells(name, kind) for cell in row)
            addresses = re.findall(r"\S+@\S+", everything)
            assert all(address.endswith("@example.org") for address in addresses)
            assert bool(addresses) == (name == "tukirakenne")
    note = vk.samples.path("kumaja").with_name("SYNTEETTINEN.txt").read_text("utf-8")
    assert "synthetic" in note.casefold()


def test_addresses_are_withheld(tukirakenne: Responses) -> None:
    held = [tukirakenne.frame, tukirakenne.unbound, tukirakenne.issues_frame()]
    assert not any("example.org" in frame.to_csv() for frame in held)


def test_shortcuts_read_without_a_warning() -> None:
    with warnings.catch_warnings(action="error"):
        assert len(vk.samples.tukirakenne()) == 562
        assert len(vk.samples.kumaja()) == 207
        assert len(vk.samples.sotunet()) == 59
