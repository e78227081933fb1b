"""Small synthetic surveys: every row, name and sentence is invented, and each says so in its title.

Three surveys, each as a codebook and as two exports of the same rows in Webropol's shapes, with the dirt of real
exports left in on purpose:

- `tukirakenne`: 562 persons on two models of a support structure, 2020. Three published shares come out exactly.
- `kumaja`: 207 persons of associations in Uusimaa on the cooperation that would help them most, 2017–2018.
- `sotunet`: 59 persons of network organisations in 17 regions on working together, 2018–2019. Small on purpose.

>>> vastaukset = tukirakenne()
>>> len(vastaukset), vastaukset.instrument.title.fi
(562, 'Tukirakennekysely 2020 (synteettinen)')
"""

from verkosto.samples._catalogue import codebook, codings, copy, instrument, names, options, path, theme_codebook
from verkosto.samples._responses import kumaja, kumaja_coding, read, sotunet, tukirakenne

__all__ = [
    "codebook",
    "codings",
    "copy",
    "instrument",
    "kumaja",
    "kumaja_coding",
    "names",
    "options",
    "path",
    "read",
    "sotunet",
    "theme_codebook",
    "tukirakenne",
]
