"""A backend of verkosto for the csv exports of REDCap."""

from verkosto_redcap._backend import RedcapBackend

__all__ = ["RedcapBackend"]
