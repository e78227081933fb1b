"""A play of Webropol's REST API: tokens that run out, pages, and answers in both shapes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import parse_qs

from attrs import define, field, frozen

from verkosto.testing._server import Asked, Reply
from verkosto.testing._server_plays import json_reply, too_many

__all__ = ["FakeResponse", "FakeWebropol"]


@frozen
class FakeResponse:
    """One response.

    Attributes:
        id: Its id.
        answers: Id of the question, label of the row or `""`, the answer, and perhaps the text written beside it.
        date: When it was given, without a time zone.
        email: The respondent's e-mail, where a personal link was used.
    """

    id: str
    answers: Sequence[tuple[str, ...]]
    date: str = "2020-11-10T11:22:48.99"
    email: str | None = None


@define
class FakeWebropol:
    """A play: one survey of an account, as far as what is known of the service goes.

    Attributes:
        questions: Titles by id, in order.
        responses: Every response, as it is now.
        shape: `"flat"`: an answer for each choice; `"nested"`: an answer for each question, with its kind.
        kinds: Kinds of questions by id for the nested shape, without `questionType_`; `openended` where left out.
        survey: Id of the survey.
        size: Responses of a page.
        user: The user name that is taken.
        password: The password that is taken.
        token_lasts: Requests that a token is good for; None is all.
        refreshes: Whether a token can be refreshed.
        busy: Every so many requests for responses the service refuses one with status 429; 0 is never.
        signed_in: Kinds of grants that were asked for, in order.
    """

    questions: Mapping[str, str]
    responses: list[FakeResponse]
    shape: Literal["flat", "nested"] = "flat"
    kinds: Mapping[str, str] = field(factory=dict)
    survey: str = "kysely-1"
    size: int = 500
    user: str = "kayttaja"
    password: str = "salainen"  # noqa: S105 - one that everybody may know
    token_lasts: int | None = None
    refreshes: bool = True
    busy: int = 0
    signed_in: list[str] = field(factory=list)
    _left: int | None = field(default=None, init=False)
    _turn: Iterator[int] = field(factory=lambda: itertools.count(1), init=False)

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request."""
        if asked.path == "/token" and asked.method == "POST":
            return self._token({name: values[-1] for name, values in parse_qs(asked.body.decode()).items()})
        if asked.headers.get("authorization") != f"Bearer token-{len(self.signed_in)}" or self._left == 0:
            return json_reply({"Message": "Authorization has been denied"}, status=401)
        if self._left is not None:
            self._left -= 1
        base = f"/api/v1/surveys/{self.survey}"
        if asked.path == "/api/v1/surveys":
            survey = {"SurveyId": self.survey, "SurveyTitle": "Kysely", "Status": "Open"}
            return json_reply([{**survey, "CreationDate": "2020-10-26T11:22:48.99"}])
        if asked.path == f"{base}/questions":
            listed = enumerate(self.questions.items(), start=1)
            return json_reply(
                {"Questions": [{"QuestionId": k, "QuestionText": v, "QuestionOrderNumber": n} for n, (k, v) in listed]}
            )
        if asked.path == f"{base}/responses":
            return self._page(int(asked.query.get("paging", "1")))
        return json_reply({"Message": "not found"}, status=404)

    def _token(self, form: Mapping[str, str]) -> Reply:
        right = form.get("username") == self.user and form.get("password") == self.password
        again = self.refreshes and form.get("refresh_token") == f"refresh-{len(self.signed_in)}"
        if not {"password": right, "refresh_token": again}.get(form.get("grant_type", ""), False):
            return json_reply({"error": "invalid_grant"}, status=400)
        self.signed_in.append(form["grant_type"])
        self._left = self.token_lasts
        number = len(self.signed_in)
        given = {"access_token": f"token-{number}", "token_type": "bearer", "expires_in": 14399}
        return json_reply({**given, "refresh_token": f"refresh-{number}"} if self.refreshes else given)

    def _page(self, number: int) -> Reply:
        if self.busy and next(self._turn) % self.busy == 0:
            return too_many("0")
        start = (number - 1) * self.size
        page = self.responses[start : start + self.size]
        paging = {
            "ItemsPerPage": self.size,
            "TotalCount": len(self.responses),
            "TotalPages": -(-len(self.responses) // self.size),
            "CurrentPage": number,
            "IsLastItemFetched": start + self.size >= len(self.responses),
            "ItemCount": len(page),
        }
        answers = [self._response(one) for one in page]
        return json_reply({"SurveyId": self.survey, "Paging": paging, "SurveyAnswers": answers})

    def _response(self, one: FakeResponse) -> dict[str, Any]:
        make = self._flat if self.shape == "flat" else self._nested
        return {
            "RespondentId": None,
            "ResponseId": one.id,
            "RespondentEmail": one.email,
            "ResponseLanguageId": "11",
            "ResponseDate": one.date,
            "RespondentAnswers": make(one.answers),
        }

    def _flat(self, answers: Sequence[tuple[str, ...]]) -> list[dict[str, Any]]:
        return [
            {
                "Keywords": "",
                "QuestionId": question,
                "Question": self.questions[question],
                "QuestionOptionId": f"{question}-{row}",
                "AnswerOptionId": f"{question}-{row}-a",
                "Label": row,
                "Answer": value,
                "AnswerFile": None,
                "AttachedTextFieldValue": written[0] if written else None,
            }
            for question, row, value, *written in answers
        ]

    def _nested(self, answers: Sequence[tuple[str, ...]]) -> list[dict[str, Any]]:
        made = []
        for question, group in itertools.groupby(answers, key=lambda answer: answer[0]):
            inner = [
                {
                    "OptionAnswer": value,
                    "OptionId": f"{question}-{row}",
                    "RowText": row or None,
                    "AttahedTextFieldValue": written[0] if written else "",
                    "AnswerFile": None,
                }
                for _, row, value, *written in group
            ]
            kind = f"questionType_{self.kinds.get(question, 'openended')}"
            head = {"QuestionId": question, "QuestionTypeName": kind, "QuestionTitle": self.questions[question]}
            made.append({**head, "Label": None, "QuestionAnswers": inner})
        return made
