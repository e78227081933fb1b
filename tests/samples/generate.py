"""Write the exports of the synthetic samples: `python tests/samples/generate.py [--to FOLDER]`.

Everything is invented; the same seed gives the same rows. Needs the extra `test`.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
DATA = TOP / "src" / "verkosto" / "samples" / "data"
# Run as a script, Python knows only the script's own folder.
sys.path.insert(0, str(TOP))

from tests.samples import _kumaja, _kumaja_codings, _sotunet, _tukirakenne  # noqa: E402
from tests.samples._files import write_csv, write_xlsx  # noqa: E402

from verkosto import backends  # noqa: E402
from verkosto.errors import VerkostoWarning  # noqa: E402
from verkosto.instruments import Instrument  # noqa: E402
from verkosto.themes import answers_of  # noqa: E402


def write(folder: Path) -> None:
    """Write all samples' exports into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    support = _tukirakenne.export(Instrument.load(DATA / "tukirakenne.toml"))
    name = "Tukirakennekysely_synteettinen_Perusraportti"
    write_xlsx(support, folder / f"{name}.xlsx")
    write_csv(support, folder / f"{name}.csv", delimiter=";", numbered=True, repeated=False)
    kumaja = _kumaja.export(Instrument.load(DATA / "kumaja.toml"))
    name = "Kumajan_jarjestokysely_synteettinen_Perusraportti"
    write_xlsx(kumaja, folder / f"{name}.xlsx")
    # As a spreadsheet saves it again: commas, and a merged title over each of its options.
    write_csv(kumaja, folder / f"{name}.csv", delimiter=",", numbered=False, repeated=True)
    with warnings.catch_warnings(action="ignore", category=VerkostoWarning):
        read = backends.read(folder / f"{name}.xlsx", kumaja.instrument, backend="webropol")
    _kumaja_codings.write_codings(answers_of(read, "yhteistyotoive"), folder / "kumaja_koodaukset.csv")
    sotunet = _sotunet.export(Instrument.load(DATA / "sotunet.toml"))
    name = "Sotunetin_kysely_synteettinen_Perusraportti"
    write_xlsx(sotunet, folder / f"{name}.xlsx")
    write_csv(sotunet, folder / f"{name}.csv", delimiter=";", numbered=False, repeated=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the exports of the synthetic samples.")
    parser.add_argument("--to", type=Path, default=DATA, help="folder; the package's own data by default")
    write(parser.parse_args().to)
