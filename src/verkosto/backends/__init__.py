"""Backends: from bytes to RawTable, `read` and `infer`, which go the whole way, `rows` and `sheets` for other lists."""

from verkosto.backends._compare import compare
from verkosto.backends._csv import CsvBackend
from verkosto.backends._ddi import DdiBackend
from verkosto.backends._excel import ExcelBackend
from verkosto.backends._googleforms import GoogleFormsBackend
from verkosto.backends._http import HttpSource
from verkosto.backends._http_auth import Basic, Bearer, HeaderToken, QueryToken
from verkosto.backends._http_backend import HttpBackend
from verkosto.backends._http_file import HttpFile
from verkosto.backends._http_paging import Cursor, LinkHeader, Offset, PageNumber
from verkosto.backends._infer import infer
from verkosto.backends._kobo import KoboBackend
from verkosto.backends._kobo_api import KoboApi
from verkosto.backends._limesurvey import LimeSurveyBackend
from verkosto.backends._limesurvey_api import LimeSurveyApi
from verkosto.backends._msforms import MsFormsBackend
from verkosto.backends._protocol import (
    Backend,
    Capabilities,
    Delivery,
    Evidence,
    ReadsAddresses,
    RemoteSource,
    StatesCodebook,
    Strength,
    UsesCodebook,
)
from verkosto.backends._qualtrics import QualtricsBackend
from verkosto.backends._read import read
from verkosto.backends._read_chunks import read_chunks
from verkosto.backends._registry import GROUP, backends, get
from verkosto.backends._rows import SheetRow, rows
from verkosto.backends._sheets import notes, sheets
from verkosto.backends._spss import SpssBackend
from verkosto.backends._surveymonkey import SurveyMonkeyBackend
from verkosto.backends._webropol import WebropolBackend
from verkosto.backends._webropol_api import WebropolApi, WebropolSurvey

__all__ = [
    "GROUP",
    "Backend",
    "Basic",
    "Bearer",
    "Capabilities",
    "CsvBackend",
    "Cursor",
    "DdiBackend",
    "Delivery",
    "Evidence",
    "ExcelBackend",
    "GoogleFormsBackend",
    "HeaderToken",
    "HttpBackend",
    "HttpFile",
    "HttpSource",
    "KoboApi",
    "KoboBackend",
    "LimeSurveyApi",
    "LimeSurveyBackend",
    "LinkHeader",
    "MsFormsBackend",
    "Offset",
    "PageNumber",
    "QualtricsBackend",
    "QueryToken",
    "ReadsAddresses",
    "RemoteSource",
    "SheetRow",
    "SpssBackend",
    "StatesCodebook",
    "Strength",
    "SurveyMonkeyBackend",
    "UsesCodebook",
    "WebropolApi",
    "WebropolBackend",
    "WebropolSurvey",
    "backends",
    "compare",
    "get",
    "infer",
    "notes",
    "read",
    "read_chunks",
    "rows",
    "sheets",
]
