"""LimeSurvey over the network: responses by RemoteControl 2, in pages by response id, and the survey's codebook."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from attrs import evolve, field, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._http_auth import checked_address, shown
from verkosto.backends._http_limits import Limits
from verkosto.backends._limesurvey import LimeSurveyBackend, table_of
from verkosto.backends._limesurvey_codebook import draft_of
from verkosto.backends._limesurvey_csv import Grid
from verkosto.backends._limesurvey_json import grid_of_json
from verkosto.backends._limesurvey_properties import survey_of_properties
from verkosto.backends._protocol import Capabilities, Delivery
from verkosto.errors import OptionError, RaggedRowsError, SourceError
from verkosto.instruments import Draft, Instrument
from verkosto.responses import RawColumn

if TYPE_CHECKING:
    from verkosto.backends._limesurvey_rpc import Control

__all__ = ["LimeSurveyApi"]

_END = "admin/remotecontrol"


def _address(url: Any) -> str:
    address = checked_address(url, "url")
    if _END not in address.replace("%2F", "/").replace("%2f", "/"):
        msg = (
            f"{shown(address)} is not the address of LimeSurvey's interface. It ends in 'index.php/{_END}' or "
            f"'index.php?r={_END}'."
        )
        raise SourceError(msg)
    return address


def _whole(_: Any, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        msg = f"{attribute.name} must be a whole number above 0, not {value!r}."
        raise OptionError(msg)


def _from_environment(name: str, what: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        msg = f"the environment variable {name} holds no {what}. Set it before reading, such as: export {name}=…"
        raise OptionError(msg)
    return value


@frozen
class LimeSurveyApi(Limits):
    """The responses of one survey on a LimeSurvey server.

    They come as json with short answers, which keeps a question that was not shown apart from one left empty. First the
    ids of all responses are asked for, then the responses in ranges of ids: whoever answers in the meantime moves
    nobody to another page.

    User and password are read from the environment when the session begins, are kept in no attribute, and stand in no
    message. The session is closed whatever happens.

    Attributes:
        url: The address of the interface; it ends in `index.php/admin/remotecontrol`.
        survey: The survey's number.
        language: Language of the export; None is the survey's own. Short answers are the same in all.
        completion: `"all"`, `"complete"` or `"incomplete"` responses.
        page: Responses of one page.
        user_env: Variable of the environment that holds the user's name.
        password_env: Variable of the environment that holds the password.
        blank_means: What a multiple choice without a tick means, as for the backend `limesurvey`.

    The limits (`timeout`, `page_seconds`, `deadline`, `max_bytes`, `retries`, …) are those of `Limits`.

    Raises:
        SourceError: The address is none, or holds a password.
        OptionError: A part has a value that it cannot have.

    Example:
        >>> lahde = LimeSurveyApi("https://kysely.example.org/index.php/admin/remotecontrol", 202605)
        >>> lahde.survey, lahde.page
        (202605, 5000)
    """

    url: str = field(repr=shown, converter=_address)
    survey: int = field(validator=_whole)
    language: str | None = field(default=None, kw_only=True)
    completion: str = field(default="all", kw_only=True)
    page: int = field(default=5000, validator=_whole, kw_only=True)
    user_env: str = field(default="LIMESURVEY_USER", kw_only=True)
    password_env: str = field(default="LIMESURVEY_PASSWORD", kw_only=True)
    blank_means: str = field(default="not_answered", kw_only=True)
    instrument: Instrument | None = field(default=None, kw_only=True, repr=False)
    backend: ClassVar[str] = LimeSurveyBackend.name
    capabilities: ClassVar[Capabilities] = evolve(LimeSurveyBackend.capabilities, has_codebook=True)

    def __attrs_post_init__(self) -> None:
        checked(self.backend, "completion", self.completion, ("all", "complete", "incomplete"))
        checked(self.backend, "blank_means", self.blank_means, ("not_answered", "not_selected"))

    def for_instrument(self, instrument: Instrument) -> LimeSurveyApi:
        """Return the source that joins headings to this codebook; `read` calls it."""
        return evolve(self, instrument=instrument)

    def fetch(self) -> Delivery:
        """Get all responses.

        Raises:
            SourceError: LimeSurvey cannot be asked, refuses, or gives something else than responses.
            EmptySourceError: There are no responses.
            OptionError: A secret is not set, or the survey has no such language.
            MissingExtraError: citric is not installed.
        """
        digest, size, grids = hashlib.sha256(), 0, []
        with self._control() as control:
            ids = self._ids(control)
            for content in self._pages(control, ids):
                digest.update(content)
                size += len(content)
                grids.append(grid_of_json(content, self._place))
        stated = {name: getattr(self, name) for name in ("survey", "language", "completion", "page", "blank_means")}
        options: dict[str, Any] = {"answers": "short", "converted_no": None, "blank_means": self.blank_means}
        table = table_of(_everybody(grids, ids, self._place), self.instrument, options, self._place)
        return Delivery(self._place, iter([table]), stated, digest.hexdigest(), size)

    def codebook(self, *, id: str | None = None, title: str | None = None) -> Draft:  # noqa: A002
        """Ask for the survey's structure and make a codebook of it, in all its languages.

        Args:
            id: Id of the instrument; the survey's number where it is left out.
            title: Title of the survey; its own where it is left out.

        Raises:
            SourceError: As for `fetch`, or the structure makes no codebook.
            OptionError: A secret is not set.
            MissingExtraError: citric is not installed.
        """
        with self._control() as control:
            settings = self._mapping(control.call("get_survey_properties", self.survey))
            languages = [str(settings.get("language", "")), *str(settings.get("additional_languages") or "").split()]
            titles, properties = {}, {}
            order = self._order(control, languages[0])
            for language in languages:
                words = self._mapping(control.call("get_language_properties", self.survey, None, language))
                titles[language] = str(words.get("surveyls_title") or "")
                properties[language] = [
                    self._mapping(control.call("get_question_properties", number, None, language)) for number in order
                ]
        return draft_of(survey_of_properties(self.survey, titles, properties, settings=settings), id=id, title=title)

    @property
    def _place(self) -> str:
        return f"{shown(self.url)} (survey {self.survey})"

    def _control(self) -> Control:
        user = _from_environment(self.user_env, "user name")
        password = _from_environment(self.password_env, "password")
        from verkosto.backends._limesurvey_rpc import Control

        return Control(self.url, user, password, self)

    def _order(self, control: Control, language: str) -> list[int]:
        """Return the numbers of the questions in the order of the form."""
        groups = self._listed(control.call("list_groups", self.survey, language))
        listed = self._listed(control.call("list_questions", self.survey, None, language))
        try:
            place = {int(group["gid"]): int(group["group_order"]) for group in groups}
            # Subquestions stand among the questions, with the question's number as parent.
            mains = [question for question in listed if not int(question["parent_qid"])]
            mains.sort(key=lambda question: (place.get(int(question["gid"]), 0), int(question["question_order"])))
            return [int(question["qid"]) for question in mains]
        except (KeyError, TypeError, ValueError) as error:
            raise self._odd() from error

    def _export(self, control: Control, *parts: Any) -> bytes:
        result = control.call(
            "export_responses", self.survey, "json", self.language, self.completion, "code", "short", *parts
        )
        try:
            if isinstance(result, str):
                return base64.b64decode(result, validate=True)
        except (binascii.Error, ValueError) as error:
            raise self._odd() from error
        raise self._odd()

    def _ids(self, control: Control) -> list[int]:
        # These two columns are what a real server was seen to answer with.
        grid = grid_of_json(self._export(control, None, None, ["id", "submitdate"]), self._place)
        place = grid.headings.index("id") if "id" in grid.headings else None
        if place is None:
            raise self._odd()
        try:
            return sorted({int(text) for text in grid.columns[place].values})
        except ValueError as error:
            raise self._odd() from error

    def _pages(self, control: Control, ids: Sequence[int]) -> Iterator[bytes]:
        if len(ids) <= self.page:
            yield self._export(control)
            return
        for start in range(0, len(ids), self.page):
            # Both ends of a range belong to it.
            part = ids[start : start + self.page]
            yield self._export(control, part[0], part[-1])

    def _odd(self) -> SourceError:
        return SourceError(
            f"{self._place}: an answer that no known version of LimeSurvey gives. Tell its administrator."
        )

    def _mapping(self, value: object) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self._odd()
        return value

    def _listed(self, value: object) -> list[Any]:
        if not isinstance(value, list):
            raise self._odd()
        return value


def _everybody(grids: Sequence[Grid], listed: Sequence[int], source: str) -> Grid:
    """Put the pages of one survey after one another, and see that nobody who was listed is missing."""
    made = _joined(grids, source)
    came = set(made.columns[made.headings.index("id")].values)
    missing = sum(str(number) not in came for number in listed)
    if missing:
        msg = (
            f"{source}: {missing} of {len(listed)} responses that were listed did not come; perhaps they were deleted "
            "meanwhile. Read again."
        )
        raise SourceError(msg)
    return made


def _joined(grids: Sequence[Grid], source: str) -> Grid:
    first = grids[0]
    if any(grid.headings != first.headings for grid in grids):
        msg = f"{source}: the survey was changed while it was read. Read again."
        raise RaggedRowsError(msg)
    columns = tuple(_column(parts) for parts in zip(*(grid.columns for grid in grids), strict=True))
    rows = len(columns[0])
    ids = columns[first.headings.index("id")] if "id" in first.headings else None
    if ids is None or len(ids.values) != rows:
        msg = (
            f"{source}: responses came twice, or without ids. Tell LimeSurvey's administrator, or read an export file."
        )
        raise SourceError(msg)
    return Grid(first.headings, columns, range(2, rows + 2), nulls=True)


def _column(parts: Sequence[RawColumn]) -> RawColumn:
    places: dict[str, int] = {}
    codes, nulls = [], []
    for part in parts:
        lut = np.array([*(places.setdefault(text, len(places)) for text in part.values), -1], dtype=np.int32)
        codes.append(lut[part.codes])
        nulls.append(np.zeros(len(part), dtype=bool) if part.not_shown is None else part.not_shown)
    return RawColumn(np.concatenate(codes), list(places), np.concatenate(nulls))
