"""How samples are asked for: their names, files and options, and copies to try things out on."""

from __future__ import annotations

from pathlib import Path

import pytest

import verkosto as vk
from verkosto.errors import OptionError, SourceError, SourceNotFoundError, VerkostoError


def test_a_sample_is_also_known_by_its_instrument_s_id() -> None:
    assert vk.samples.path("tukirakenne-2020", "csv") == vk.samples.path("tukirakenne", "csv")
    assert vk.samples.instrument("kumaja-2018").id == "kumaja-2018"


@pytest.mark.parametrize("call", ["path", "options", "codebook", "instrument", "read", "copy"])
def test_an_unknown_sample_names_the_nearest(call: str) -> None:
    with pytest.raises(SourceNotFoundError, match="Did you mean 'tukirakenne'"):
        getattr(vk.samples, call)("tukirakene")
    with pytest.raises(VerkostoError, match=r"There are: tukirakenne, kumaja, sotunet\."):
        getattr(vk.samples, call)(7)


@pytest.mark.parametrize("call", ["path", "options", "read"])
def test_an_unknown_kind_of_file_is_refused(call: str) -> None:
    with pytest.raises(OptionError, match="Did you mean 'xlsx'"):
        getattr(vk.samples, call)("kumaja", "xls")
    with pytest.raises(OptionError, match="'xlsx' or 'csv', not"):
        getattr(vk.samples, call)("kumaja", ["xlsx"])


def test_options_are_the_caller_s_own() -> None:
    vk.samples.options("kumaja")["layout"] = "B"
    assert vk.samples.options("kumaja")["layout"] == "A"


def test_a_copy_is_written_once_and_overwrites_nothing(tmp_path: Path) -> None:
    written = vk.samples.copy("tukirakenne", tmp_path)
    assert [path.name for path in written] == [
        "kysely.toml",
        *(vk.samples.path("tukirakenne", kind).name for kind in ("xlsx", "csv")),
    ]
    assert vk.Instrument.load(written[0]) == vk.samples.instrument("tukirakenne")
    assert written[1].read_bytes() == vk.samples.path("tukirakenne").read_bytes()
    assert vk.samples.copy("tukirakenne", str(tmp_path)) == written
    with pytest.raises(SourceError, match=r"kysely\.toml: another file of this name"):
        vk.samples.copy("kumaja", tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def test_beside_kumaja_stand_its_themes_and_codings(tmp_path: Path) -> None:
    written = vk.samples.copy("kumaja", tmp_path)
    assert [path.name for path in written][3:] == ["teemat.toml", "koodaukset.csv"]
    assert written[3].read_bytes() == vk.samples.theme_codebook().read_bytes()
    assert written[4].read_bytes() == vk.samples.codings().read_bytes()


def test_a_copy_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Give an existing folder"):
        vk.samples.copy("kumaja", tmp_path / "ei" / "ole")
    with pytest.raises(OptionError, match="not int"):
        vk.samples.copy("kumaja", 3)  # type: ignore[arg-type]
