"""Finland's administrative areas at a date: which there are, what they hold, how two kinds correspond.

Municipalities merge, regions exchange municipalities and whole kinds of area begin and end, so every
question is asked at a date. Without one the answer stands for the newest covered day, and each `Area` says
which day that is.

>>> from verkosto import regions
>>> region = regions.area_of("179", "maakunta", on="2020-03-01")
>>> region.code, region.name.fi, len(region.municipalities)
('13', 'Keski-Suomi', 23)
>>> len(regions.areas("hyvinvointialue"))
21
"""

from __future__ import annotations

from verkosto.regions._answers import answer_codes, normalise
from verkosto.regions._areas import area, area_of, areas, merged_into, municipality_name
from verkosto.regions._correspondence import Correspondence, CorrespondenceRow, correspondence
from verkosto.regions._register import area_type, area_types
from verkosto.regions._tables import sources, tile_grid
from verkosto.regions._types import Area, AreaType

__all__ = [
    "Area",
    "AreaType",
    "Correspondence",
    "CorrespondenceRow",
    "answer_codes",
    "area",
    "area_of",
    "area_type",
    "area_types",
    "areas",
    "correspondence",
    "merged_into",
    "municipality_name",
    "normalise",
    "sources",
    "tile_grid",
]
