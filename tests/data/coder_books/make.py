"""Make the workbooks of this folder anew: verkosto writes one, openpyxl types into it as a coder, LibreOffice saves it.

Run: python tests/data/coder_books/make.py        (needs openpyxl, and LibreOffice as `soffice`)

Those that are here were made by LibreOffice 7.4.7.2. All answers are synthetic.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent.parent / "support"))

from coder_books import write_coded  # noqa: E402

FORMS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}


def main() -> None:
    """Write the workbook as it went out and as a coder left it, in each form."""
    with tempfile.TemporaryDirectory() as folder:
        for coded in write_coded(Path(folder)):
            for suffix, form in FORMS.items():
                to = ["--convert-to", f"{suffix}:{form}", "--outdir", str(FOLDER)]
                subprocess.run(["soffice", "--headless", *to, str(coded)], check=True, capture_output=True)


if __name__ == "__main__":
    main()
