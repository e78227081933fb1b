"""Coding: which coder found which theme in which answer."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import field, frozen

from verkosto.errors import CodingError
from verkosto.instruments import Option
from verkosto.issues import Issue
from verkosto.responses import Responses
from verkosto.text import LocalText
from verkosto.themes._answers import Answers
from verkosto.themes._changes import Change, Comment
from verkosto.themes._codebook import Codebook
from verkosto.themes._coding_results import Results
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._marks import NO, NO_THEME, UNCODED, YES, as_marks

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


__all__ = ["NO", "NO_THEME", "UNCODED", "YES", "Coding"]

Uncoded = Literal["error", "missing", "proposal"]
How = str | Sequence[str]
Answer = str | int | Iterable[str | int]


@frozen(eq=False, repr=False, slots=False)
class Coding(Results):
    """The themes of answers, by one coder or several.

    It never changes: each method returns a new coding. The answers stay as they were written.

    Attributes:
        survey: The responses that the answers are part of.
        answers: The answers, one for each response.
        codebook: The themes.
        coders: Names of the coders, in order; a name may be a pseudonym.
        marks: int8 of shape (coders, responses, themes): 1 the theme is there, 0 it is not, -1 the coder has not
            coded the answer. A coder codes an answer as a whole: all of its themes are -1, or none.
        pending: int8 of the same shape: what a coder has decided of answers that are not coded yet, because other
            proposals still wait; all of its themes are -1 where the answer is coded.
        proposed: int8 of shape (responses, themes): what the codebook's patterns propose (1, 0; -1 where there is no
            answer to code); None where nothing was proposed.
        lemmatizer: Name of the lemmatizer behind the proposals, or None.
        changes: What coders changed, in the order in which it came in.
        comments: What coders wrote beside their codings.
        issues: What came in and could not be understood; each keeps its raw value.

    Raises:
        CodingError: Arrays of another shape, a coder named twice, or marks of part of an answer or of one that says
            nothing.
    """

    survey: Responses
    answers: Answers
    codebook: Codebook
    coders: tuple[str, ...] = ()
    marks: NDArray[np.int8] = field(default=None, converter=as_marks)
    proposed: NDArray[np.int8] | None = field(default=None, converter=as_marks)
    lemmatizer: str | None = None
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    issues: tuple[Issue, ...] = ()
    pending: NDArray[np.int8] = field(default=None, converter=as_marks, kw_only=True)

    def __attrs_post_init__(self) -> None:
        shape = (len(self.coders), len(self.answers), len(self.codebook))
        for name in ("marks", "pending"):
            if getattr(self, name) is None:
                object.__setattr__(self, name, np.full(shape, UNCODED, dtype=np.int8))
            if getattr(self, name).shape != shape:
                msg = f"{name} has the shape {getattr(self, name).shape}, not (coders, responses, themes) = {shape}."
                raise CodingError(f"{msg} Make it of the same answers and codebook.")
        if len(set(self.coders)) < len(self.coders):
            raise CodingError("a coder is named twice. Name each once.")
        undecided = self.marks == UNCODED
        if (undecided.any(axis=2) & ~undecided.all(axis=2)).any():
            raise CodingError("marks code part of an answer. Leave all its themes -1, or none; see `pending`.")
        if not undecided[:, ~self.answers.answered].all():
            raise CodingError("marks code an answer that is blank or says nothing. Leave its themes -1.")

    def __repr__(self) -> str:
        coders = f"{len(self.coders)} coders" if len(self.coders) != 1 else "1 coder"
        answered = int(self.answers.answered.sum())
        return f"<Coding of {self.answers.question!r}: {answered} answers, {len(self.codebook)} themes, {coders}>"

    @functools.cached_property
    def coded(self) -> NDArray[np.bool_]:
        """Which coder has coded which answer, shape (coders, responses)."""
        return np.asarray((self.marks != UNCODED).all(axis=2))

    def left(self, coder: str | None = None) -> tuple[str, ...]:
        """Return the ids of answers that a coder has not coded; without a name those that nobody has."""
        from verkosto.themes._review import left

        return left(self, coder)

    def why(self, answer: str, *, lemmatizer: Lemmatizer | str | None = None) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return the words of an answer that the patterns meet: by theme and by pattern, as they stand in the answer.

        Args:
            answer: Id of the answer.
            lemmatizer: What the patterns are matched with; the one of `propose` where it is left out.

        Raises:
            CodingError: No such answer, or the lemmatizer of `propose` is not known by its name.
        """
        from verkosto.themes._why import why

        return why(self, answer, lemmatizer)

    def accept(
        self,
        coder: str,
        *,
        answers: Answer | None = None,
        themes: str | Iterable[str] | None = None,
        language: str | None = None,
    ) -> Coding:
        """Take over what the patterns propose, as a coder's own decision.

        Without `themes` whole answers are coded as proposed, those too for which nothing is proposed: they bear no
        theme. With `themes` only the proposals of these themes are accepted, and an answer is coded once all that is
        proposed for it has been decided; until then its decisions stand in `pending`.

        What the coder has decided before stands, except in answers that are named: those are decided anew.

        Args:
            coder: Name or pseudonym of the person.
            answers: Ids of answers; None: all.
            themes: Ids of themes; None: all.
            language: Only answers in this language ("fi", "sv", "en").

        Raises:
            CodingError: Nothing was proposed, no such answer, or a named answer says nothing.
            UnknownThemeError: No such theme.

        Example:
            >>> import pandas as pd, verkosto as vk
            >>> from verkosto import themes
            >>> kysely = vk.Instrument("esimerkki", "Esimerkki", questions=(vk.Text("toive", "Mitä toivot?"),))
            >>> vastaukset = vk.Responses.from_frame(pd.DataFrame({"toive": ["Kokoustila", "Rahaa", "-"]}), kysely)
            >>> book = themes.Codebook("teemat", "Teemat", (themes.Theme("tilat", "Tilat", patterns=("+tila",)),))
            >>> coding = themes.propose(vastaukset, "toive", codebook=book, lemmatizer="words").accept("Aino")
            >>> coding.frame[["answer", "theme", "value", "outcome"]].to_dict("list")
            {'answer': ['2', '3'], 'theme': ['tilat', 'tilat'], 'value': [True, False], 'outcome': ['accepted', 'none']}
        """
        from verkosto.themes._review import review

        return review(self, coder, YES, answers=answers, themes=themes, language=language)

    def reject(
        self,
        coder: str,
        *,
        answers: Answer | None = None,
        themes: str | Iterable[str] | None = None,
        language: str | None = None,
    ) -> Coding:
        """Refuse what the patterns propose, as a coder's own decision.

        As `accept`, but only proposals are refused: an answer for which nothing is proposed stays as it is. An answer
        of which all proposals are decided is coded; `set` gives it other themes.
        """
        from verkosto.themes._review import review

        return review(self, coder, NO, answers=answers, themes=themes, language=language)

    def set(self, coder: str, answer: Answer, themes: str | Iterable[str]) -> Coding:
        """Code an answer, or several alike: these themes are there, and no others.

        Args:
            coder: Name or pseudonym of the person.
            answer: Id of the answer, or of several.
            themes: Ids of the themes; an empty list where the answer bears none.

        Raises:
            CodingError: No such answer, or one that says nothing.
            UnknownThemeError: No such theme.
        """
        from verkosto.themes._review import set_themes

        return set_themes(self, coder, answer, themes)

    def clear(self, coder: str, answers: Answer | None = None) -> Coding:
        """Take back what a coder decided of some answers, or of all; they are uncoded again."""
        from verkosto.themes._review import clear

        return clear(self, coder, answers)

    @property
    def frame(self) -> pd.DataFrame:
        """The coding as a long table: one row for each coder, answer and theme.

        Columns:
            - `answer`: id of the answer; string.
            - `coder`: category; NA for proposals of which no coder has decided anything.
            - `theme`: id of the theme; category. NA in rows that hold a comment only.
            - `value`: whether the coder found the theme; boolean, NA where the answer is not coded yet.
            - `proposed`: whether the patterns propose it; boolean, NA where nothing was proposed.
            - `outcome`: category. "accepted", "rejected" and "added" compare the coder with the proposal, "none" stands
              where neither has the theme; NA where nothing was proposed or decided.
            - `comment`: what the coder wrote, each in a row of its own; string.

        Of answers that a coder has coded, or begun, all themes are listed; of the others only proposals. Answers
        themselves are not in it.
        """
        from verkosto.themes._long import frame

        return frame(self)

    def with_frame(self, df: Any, *, coder: str | None = None, source: str = "table") -> Coding:
        """Return the coding with the rows of a long table in it; what it says of an answer replaces what stood.

        Args:
            df: A frame of pandas or polars, or of another library that narwhals knows, with the columns `answer`,
                `theme`, and perhaps `coder`, `value` and `comment`; others are left aside. A theme is named by its
                id, by its label in any language, or by an id or label that it had earlier. Without a column `value` a
                row says that the theme is there, and an empty theme that the answer bears none. With it a cell says
                yes or no (`True`, `1`, "kyllä", "ja", "yes", "x"), and an empty one says nothing. Themes of the answer
                that are not listed are not there.
            coder: Who, where the table has no column `coder` or leaves it empty.
            source: What `changes` and `issues` call the table, such as the name of its file.

        Returns:
            The coding. What could not be understood stands in `issues`, with row 2 as the table's first row: answers
            and themes that are not known, values that are neither yes nor no, rows that contradict each other. An
            answer with such a row is left as it was.

        Raises:
            CodingError: `df` is no frame, lacks a column, or nobody is named as the coder.
        """
        from verkosto.themes._long_read import with_frame

        return with_frame(self, df, coder=coder, source=source)

    def to_csv(self, path: str | os.PathLike[str], *, delimiter: str = ";") -> None:
        """Write `frame` as csv (UTF-8) for a spreadsheet, which runs none of it as a formula. Answers are not in it.

        Raises:
            SourceError: The file cannot be written.
            OptionError: A delimiter that cannot be one.
        """
        from verkosto.themes._long import write_csv

        write_csv(self, path, delimiter=delimiter)

    def merge(self, other: Coding, *, keep: Literal["both", "first", "last"] = "both") -> Coding:
        """Return one coding of two of the same answers and codebook, such as those of coders who worked apart.

        Args:
            other: The other coding.
            keep: What counts where one coder coded an answer otherwise in the two: `"first"` this coding, `"last"` the
                other; with `"both"` (the default) that is an issue `conflicting_value`, and this coding counts.

        Raises:
            CodingError: They are codings of other answers or by other codebooks.
        """
        from verkosto.themes._merge import merge

        return merge(self, other, keep)

    def recode(self, codebook: Codebook, *, drop: str | Iterable[str] = ()) -> Coding:
        """Return the coding by a newer edition of its codebook.

        A theme keeps its marks under a new id, if the new one says so (`Theme.former`). Where two became one, it is
        there if either was. New themes are absent from the answers that are coded already; proposals are kept of the
        themes that are.

        Args:
            codebook: The newer edition.
            drop: Ids of themes that left the codebook and whose marks may go.

        Raises:
            CodingError: A theme left the codebook and answers bear it.
        """
        from verkosto.themes._recode import recode

        return recode(self, codebook, drop)

    def decide(self, how: How = "majority") -> NDArray[np.int8]:
        """Return the themes of each answer, decided from what the coders say.

        Args:
            how: `"majority"`: more than half of those who coded the answer found the theme, so that a tie is no.
                `"any"` of them, `"all"` of them, the name of a coder, or `"proposal"`: what the patterns say. Several,
                such as `("Aino", "majority")`: the first that has coded the answer decides.

        Returns:
            int8 of shape (responses, themes). It is 1, 0, or -1 where nobody asked for has coded the answer, or where
            there is none.

        Raises:
            CodingError: No such coder, or nothing was proposed.
        """
        from verkosto.themes._decide import decide

        return decide(self, how)

    def responses(
        self,
        variable: str = "teemat",
        *,
        how: How = "majority",
        text: str | Mapping[str, str] | LocalText | None = None,
        parents: bool = False,
        none: Option | str | None = NO_THEME,
        uncoded: Uncoded = "error",
        keep_text: bool = True,
    ) -> Responses:
        """Return the responses with the themes as a multiple choice, which every table, test and report takes.

        A coded answer that bears no theme ticks the option `none`, so that the base of shares is everybody whose
        answer was coded. Those who said nothing ("-", "ei kommentoitavaa") are `not_answered`, those who "cannot say"
        `dont_know`, and those without an answer keep their reason.

        Args:
            variable: Id of the new question.
            how: As in `decide`.
            text: What the question asks, for captions; the open question's own text where it is left out.
            parents: Whether an answer that bears a theme also counts for the themes it is part of.
            none: The option for answers that bear no theme, or the id of a theme that takes them, such as "muu". None:
                they tick nothing; the default base of shares is then those who bear any theme.
            uncoded: What becomes of answers that nobody coded: `"error"`, `"missing"` (as not asked), or
                `"proposal"`: they take what the patterns say.
            keep_text: Whether the open answers stay among the variables; False takes them away, so that no later step
                can print them.

        Raises:
            CodingError: Answers are not coded, or the id is taken.
        """
        from verkosto.themes._as_question import as_question

        return as_question(
            self, variable, how=how, text=text, parents=parents, none=none, uncoded=uncoded, keep_text=keep_text
        )
