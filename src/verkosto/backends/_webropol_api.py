"""Webropol's REST API: the surveys of an account, their questions and responses."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from attrs import field, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._http_auth import address_of, shown
from verkosto.backends._http_faults import Where
from verkosto.backends._http_limits import Limits
from verkosto.backends._http_paging import PageNumber
from verkosto.backends._http_parse import Form, parse
from verkosto.backends._protocol import Capabilities, Delivery
from verkosto.backends._webropol_api_answers import Asked, responses_table
from verkosto.errors import OptionError, VerkostoWarning
from verkosto.responses import Dialect

if TYPE_CHECKING:
    from verkosto.backends._http_client import Client

__all__ = ["WebropolApi", "WebropolSurvey"]


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@frozen
class WebropolSurvey:
    """A survey of the account.

    Attributes:
        id: What `WebropolApi(survey=…)` takes.
        title: Its title.
        status: `"Open"` or `"Closed"`, as the service says.
        created: When it was made, as the service says; without a time zone.
    """

    id: str
    title: str
    status: str = ""
    created: str = ""


@frozen
class WebropolApi(Limits):
    """A survey behind Webropol's REST API.

    User name and password come from the environment; the token got with them lives in memory while reading. Choice
    cells hold labels. The service tells no options, and in one of its two shapes no kinds of questions: name every
    multiple choice in `multiple`, so that its options get a column each also where nobody chose two.

    Columns beside the questions: `ResponseId`, `RespondentId`, `RespondentEmail` (withheld like every column of e-mail
    addresses), `ResponseLanguageId` and `ResponseDate`, which has no time zone.

    Attributes:
        survey: Id of the survey; `surveys` lists those of the account.
        url: Address of the service.
        user_env: Name of the variable of the environment that holds the user name.
        password_env: Name of the variable that holds the password.
        multiple: Titles or ids of questions that are a multiple choice.
        blank_means: What a multiple choice without a tick means: `"not_answered"` or `"not_selected"`.
        verify: Read every page twice and compare. Pages go by number, so where one response is deleted and another
            joins while pages are read, somebody may pass unseen to a page that was read; the service's own count
            then still fits.
        resume: A file for the pages of an unfinished reading; the next one goes on from there. It is deleted at the
            end.

    The limits (`timeout`, `page_seconds`, `deadline`, …) are those of `HttpSource`.

    Example:
        >>> import os
        >>> from verkosto.testing import FakeResponse, FakeWebropol, LoopbackServer
        >>> os.environ |= {"WEBROPOL_USER": "kayttaja", "WEBROPOL_PASSWORD": "salainen"}
        >>> fake = FakeWebropol({"q1": "Miksi?"}, [FakeResponse("r1", [("q1", "", "Siksi")])])
        >>> with LoopbackServer(fake) as server:
        ...     WebropolApi(url=server.url).surveys()[0].title
        'Kysely'
    """

    survey: str | None = None
    url: str = field(default="https://rest.webropolsurveys.com", converter=address_of, repr=shown, kw_only=True)
    user_env: str = field(default="WEBROPOL_USER", kw_only=True)
    password_env: str = field(default="WEBROPOL_PASSWORD", kw_only=True)
    multiple: tuple[str, ...] = field(default=(), converter=_listed, kw_only=True)
    blank_means: Any = field(default="not_answered", kw_only=True)
    verify: bool = field(default=False, kw_only=True)
    resume: Any = field(default=None, kw_only=True)
    backend: ClassVar[str] = "webropol-api"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_ids=True, carries_times=True)

    def __attrs_post_init__(self) -> None:
        checked(self.backend, "blank_means", self.blank_means, ("not_answered", "not_selected"))

    def surveys(self) -> tuple[WebropolSurvey, ...]:
        """List the surveys of the account.

        Raises:
            SourceError: The service cannot be read.
            OptionError: User name or password are not in the environment.
        """
        with self._client() as client:
            found = self._records(client, self._address("surveys"), "")
        return tuple(
            WebropolSurvey(
                *(str(one.get(name) or "") for name in ("SurveyId", "SurveyTitle", "Status", "CreationDate"))
            )
            for one in found
        )

    def questions(self) -> tuple[str, ...]:
        """List the titles of the survey's questions in order; titles may repeat.

        Raises:
            SourceError: The service cannot be read.
            OptionError: No survey is stated, or user name or password are not in the environment.
        """
        with self._client() as client:
            return tuple(one.text for one in self._asked(client))

    def fetch(self) -> Delivery:
        """Read every response.

        Raises:
            SourceError: The service cannot be read, or somebody is missing.
            OptionError: No survey is stated, or user name or password are not in the environment.
        """
        from verkosto.backends._http_pages import Plan, gather
        from verkosto.backends._http_store import Journal

        address = self._address("surveys", self._stated_survey(), "responses")
        plan = Plan(
            address,
            Form(records="SurveyAnswers"),
            PageNumber("paging", last="Paging.IsLastItemFetched"),
            ("ResponseId",),
            ("Paging", "TotalCount"),
            True if self.verify else None,
            max_pages=self.max_pages,
        )
        with self._client() as client:
            asked = self._asked(client)
            journal = None if self.resume is None else Journal(self.resume, repr(plan))
            gathered = gather(client, plan, journal=journal)
        dialect = Dialect(values="text", blank_means=self.blank_means)
        made = responses_table(gathered.records, asked, multiple=self.multiple, source=shown(address), dialect=dialect)
        if journal is not None:
            journal.finish()
        if gathered.changed:
            warnings.warn(f"{shown(address)}: {gathered.found['found_changed']}.", VerkostoWarning, stacklevel=5)
        options = {"survey": self.survey, "multiple": self.multiple, "blank_means": self.blank_means, **gathered.found}
        return Delivery(shown(address), iter([made]), options, gathered.digest, gathered.size)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        from verkosto.backends._http_client import Client
        from verkosto.backends._webropol_api_login import Login

        login = Login(self.url.rstrip("/"), self.user_env, self.password_env, self)
        client = Client(self.url, login, self)
        try:
            yield client
        finally:
            client.close()
            login.close()

    def _stated_survey(self) -> str:
        if not isinstance(self.survey, str) or not self.survey.strip():
            msg = "no survey is stated. List those of the account with WebropolApi().surveys(), and state survey='id'."
            raise OptionError(msg)
        return self.survey.strip()

    def _address(self, *parts: str) -> str:
        return "/".join([self.url.rstrip("/"), "api/v1", *(quote(part, safe="") for part in parts)])

    def _records(self, client: Client, address: str, place: str) -> list[dict[Any, Any]]:
        where = Where.at(address)
        answer = client.get(address, where)
        return parse(answer.body, answer.headers, Form(records=place), where)[1]

    def _asked(self, client: Client) -> list[Asked]:
        found = self._records(client, self._address("surveys", self._stated_survey(), "questions"), "Questions")
        numbers = [str(one.get("QuestionOrderNumber")) for one in found]
        return [
            Asked(str(one.get("QuestionId")), str(one.get("QuestionText") or ""), int(n) if n.isdecimal() else place)
            for place, (one, n) in enumerate(zip(found, numbers, strict=True), start=1)
        ]
