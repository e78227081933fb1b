"""The columns that KoboToolbox and ODK put beside the questions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from verkosto.instruments import Role

__all__ = ["is_system", "marks", "roles_of"]

_IDS = ("_uuid", "__id", "KEY", "meta/instanceID", "meta-instanceID", "instanceID", "_id")
_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("_submission_time", "__system/submissionDate", "SubmissionDate"), "time"),
    **dict.fromkeys(("_submitted_by", "__system/submitterId", "__system/submitterName"), "identifier"),
    **dict.fromkeys(("SubmitterID", "SubmitterName", "DeviceID", "__system/deviceId"), "identifier"),
    **dict.fromkeys(("_geolocation", "_attachments", "username", "deviceid", "phonenumber"), "identifier"),
    **dict.fromkeys(("simserial", "subscriberid", "audit", "background-audio"), "identifier"),
    **dict.fromkeys(("meta/instanceName", "meta-instanceName", "instanceName"), "identifier"),
    "email": "email",
}
_OTHERS = frozenset(
    {
        *("_id", "_uuid", "_index", "_status", "_tags", "_notes", "_validation_status", "_xform_id_string"),
        *("formhub/uuid", "__version__", "_version_", "meta/rootUuid", "meta/deprecatedID", "_supplementalDetails"),
        *("FormVersion", "AttachmentsPresent", "AttachmentsExpected", "ReviewState", "Edits", "Status"),
    }
)
_PLACE = re.compile(r"_(.+)_(?:latitude|longitude|altitude|precision)|.+-(?:Latitude|Longitude|Altitude|Accuracy)")
_KOBO = frozenset(
    {
        *("_id", "_uuid", "_index", "_submission_time", "_submitted_by", "_status", "_validation_status"),
        *("formhub/uuid", "meta/instanceID", "_xform_id_string", "__version__", "_geolocation", "_attachments"),
    }
)
_ENOUGH = 3
_ODK = ({"__id", "__system"}, {"KEY", "SubmissionDate"})


def is_system(heading: str) -> bool:
    """Tell whether a heading is that of a column beside the questions."""
    return heading in _ROLES or heading in _IDS or heading in _OTHERS


def roles_of(headings: Sequence[str]) -> list[Role | None]:
    """Return what each column is for, where the service itself adds it: one id, the time, and who or where somebody is.

    Of the several ids that a response has, the first that is there tells responses apart.
    """
    known = next((name for name in _IDS if name in headings), None)
    # A csv repeats the parts of a place beside it, without the groups of its name.
    places = {match[1] for heading in headings if (match := _PLACE.fullmatch(heading))}
    roles: list[Role | None] = []
    for heading in headings:
        if _PLACE.fullmatch(heading) or heading in places or heading.rpartition("/")[2] in places:
            roles.append("identifier")
        elif heading == known:
            roles.append("response_id")
        else:
            roles.append(_ROLES.get(heading) or ("ignore" if is_system(heading) else None))
    return roles


def marks(headings: Collection[str]) -> list[str]:
    """Return the headings that only this family of services gives, where there are enough of them."""
    for pair in _ODK:
        if pair <= set(headings):
            return sorted(pair)
    found = sorted(_KOBO.intersection(headings))
    return found if len(found) >= _ENOUGH else []
