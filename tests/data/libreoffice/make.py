"""Make the workbooks of this folder anew: openpyxl writes `tests/support/twins.py`, LibreOffice saves it.

Run: python tests/data/libreoffice/make.py        (needs openpyxl, and LibreOffice as `soffice`)

Those that are here were made by LibreOffice 7.4.7.2. All cells are synthetic.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent.parent / "support"))

from twins import write_twin  # noqa: E402

FORMS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}


def main() -> None:
    """Write one workbook of each form."""
    with tempfile.TemporaryDirectory() as folder:
        twin = Path(folder, "kaksonen.xlsx")
        write_twin(twin)
        for suffix, form in FORMS.items():
            command = ["soffice", "--headless", "--convert-to", f"{suffix}:{form}", "--outdir", str(FOLDER), str(twin)]
            subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
