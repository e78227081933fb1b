"""Finland's administrative areas at a date: which there are, what they hold, how two kinds correspond.

Municipalities merge, regions exchange municipalities and whole kinds of area begin and end, so every
question is asked at a date. Without one the answer stands for the newest covered day, and each `Area` says
which day that is. Names are found in every form that people write.

>>> from verkosto import regions
>>> region = regions.area_of("179", "maakunta", on="2020-03-01")
>>> region.code, region.name.fi, len(region.municipalities)
('13', 'Keski-Suomi', 23)
>>> len(regions.areas("hyvinvointialue"))
21
>>> regions.find("Keski-Suomessa") == regions.area("maakunta", "13")
True
"""

from __future__ import annotations

from verkosto.regions._answers import answer_codes, normalise
from verkosto.regions._areas import area, area_of, areas, merged_from, merged_into, municipality_name
from verkosto.regions._convert import Allocation, convert
from verkosto.regions._correspondence import Correspondence, CorrespondenceRow, correspondence
from verkosto.regions._find import find
from verkosto.regions._mentions import Mention, find_all
from verkosto.regions._neighbours import neighbours
from verkosto.regions._refs import AreaRef
from verkosto.regions._register import area_type, area_types
from verkosto.regions._tables import sources
from verkosto.regions._tiles import tile_grid
from verkosto.regions._types import Area, AreaType

__all__ = [
    "Allocation",
    "Area",
    "AreaRef",
    "AreaType",
    "Correspondence",
    "CorrespondenceRow",
    "Mention",
    "answer_codes",
    "area",
    "area_of",
    "area_type",
    "area_types",
    "areas",
    "convert",
    "correspondence",
    "find",
    "find_all",
    "merged_from",
    "merged_into",
    "municipality_name",
    "neighbours",
    "normalise",
    "sources",
    "tile_grid",
]
