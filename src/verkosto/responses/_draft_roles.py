"""What a column is for that no question asked: proposed by its title, by check digits and by the form of its cells."""

from __future__ import annotations

from attrs import frozen

from verkosto.instruments import Privacy, Role
from verkosto.responses._draft_guess import Answers, is_mostly, percent
from verkosto.responses._draft_words import tidy
from verkosto.responses._keys import fold
from verkosto.responses._suspect import Mark, looks_identifying, mark_of, title_identifies

__all__ = ["Proposal", "identifying_share", "role_of"]

_TIMES = ("vastausaika", "answer time", "response time", "svarstid", "timestamp", "aikaleima")
_WEIGHTS = ("paino", "painokerroin", "painomuuttuja", "weight", "weights", "vikt", "viktkoefficient")
_UNITS = ("järjestön nimi", "yhdistyksen nimi", "organisaation nimi", "järjestö", "jarjesto", "yhdistys",
          "organisaatio", "föreningens namn", "förening", "organisation",
          "name of the association", "association")  # fmt: skip

_ENOUGH = 0.1
"""The share of cells from which a column is for what identifies; below it somebody only wrote an address."""


@frozen
class Proposal:
    """What a column seems to be for, with the reason."""

    role: Role
    reason: str
    privacy: Privacy | None = None


_FOUND: dict[Mark, tuple[Role, Privacy | None, str]] = {
    "identity_code": ("identifier", None, "hold a personal identity code with the right check character"),
    "iban": ("identifier", None, "hold the number of a bank account with the right check digits"),
    "email": ("email", None, "hold an e-mail address"),
    "phone": ("identifier", "contact", "hold a telephone number"),
}


def role_of(answers: Answers) -> Proposal | None:
    """Return what a column is for that no question asked; None where it answers a question."""
    if answers.header.role is not None:
        return Proposal(answers.header.role, "the source itself adds this column")
    title = fold(tidy(answers.header.text))
    if title in _TIMES and (not answers.filled or answers.dated() > 0.5):
        return Proposal("time", "the title is that of the time of answering")
    if any(title == unit or title.endswith(f":{unit}") for unit in _UNITS):
        return Proposal("unit_id", "the title names the association; it becomes the protection unit")
    if title in _WEIGHTS and is_mostly(answers.numeric()):
        return Proposal("weight", "the title says that the numbers are weights")
    return _identity(title, answers)


def identifying_share(answers: Answers) -> float:
    """Return the share of answers that hold, or resemble, something that identifies a person."""
    return answers.share([looks_identifying((text,)) for text in answers.texts])


def _identity(title: str, answers: Answers) -> Proposal | None:
    marks = [mark_of(text) for text in answers.texts]
    for mark, (role, privacy, words) in _FOUND.items():
        share = answers.share([found == mark for found in marks])
        if share >= _ENOUGH:
            return Proposal(role, f"{percent(share)} of the cells {words}; their values will be withheld", privacy)
    share = identifying_share(answers)
    if title_identifies(title) or share >= _ENOUGH:
        looks = "the title looks" if share < _ENOUGH else f"{percent(share)} of the cells look"
        return Proposal("identifier", f"{looks} identifying; their values will be withheld")
    share = answers.share([mark == "business_id" for mark in marks])
    if is_mostly(share):
        reason = f"{percent(share)} of the cells are business ids with the right check digit; they name organisations"
        return Proposal("unit_id", reason)
    return None
