"""A codebook that was guessed from a file, every guess with its reason."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Self

from attrs import field, fields, frozen

from verkosto.instruments._fields import each, several
from verkosto.instruments._instrument import Instrument

__all__ = ["Draft", "Guess"]


@frozen
class Guess:
    """One decision that a person should look at.

    Attributes:
        id: The question or column that the guess made.
        reason: What in the file led to it.
    """

    id: str
    reason: str


def _guesses(values: Iterable[Guess]) -> tuple[Guess, ...]:
    return several(values)


@frozen(repr=False)
class Draft(Instrument):
    """An instrument guessed from a file: usable at once, to be finished by a person.

    Attributes:
        guesses: Every guess with its reason; `save` writes them as comments beside the questions.
    """

    guesses: tuple[Guess, ...] = field(
        default=(), converter=_guesses, validator=each(Guess, "Guess('kunta', 'why')"), kw_only=True
    )

    @property
    def instrument(self) -> Instrument:
        """The codebook without the guesses; the file that `save` writes loads as its equal."""
        return Instrument(**{field.name: getattr(self, field.name) for field in fields(Instrument)})

    def to_toml(self) -> str:
        """Return the codebook as TOML, with each guess as a comment above its question."""
        from verkosto.instruments._files import to_toml

        return to_toml(self, self._comments())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a codebook file; a `.toml` file carries the guesses as comments, JSON has none.

        Raises:
            CodebookError: As `Instrument.save`.
            SourceError: The file cannot be written.
        """
        from verkosto.instruments._files import save

        save(self, path, self._comments())

    @classmethod
    def from_ddi(
        cls,
        path: str | os.PathLike[str],
        *,
        id: str | None = None,  # noqa: A002 - the instrument's own word
        title: str | None = None,
    ) -> Self:
        """Read a codebook of DDI-Codebook (XML) of any version, with every guess.

        Args:
            path: The file.
            id: Id of the instrument; the study's own where it is left out.
            title: Title of the survey; the study's own where it is left out.

        Raises:
            VerkostoError: As `Instrument.from_ddi`.
        """
        from verkosto.instruments._ddi_read import read_ddi

        found = read_ddi(path, id=id, title=title)
        return found.made(cls, guesses=tuple(Guess(*guess) for guess in found.guesses))

    def _comments(self) -> dict[str, list[str]]:
        comments: dict[str, list[str]] = {}
        for guess in self.guesses:
            comments.setdefault(guess.id, []).append(guess.reason)
        return comments
