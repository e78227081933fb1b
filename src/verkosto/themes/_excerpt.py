"""Excerpt: words of an answer on their way to being quoted, with everything that was done to them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import evolve, field, frozen

from verkosto.dates import DateLike, PartialDate
from verkosto.errors import DisclosureError, OptionError
from verkosto.text import LocalText
from verkosto.themes._excerpt_changes import Alteration, Decision
from verkosto.themes._excerpt_checks import reasons_against, too_few
from verkosto.themes._excerpt_groups import Group, Groups
from verkosto.themes._excerpt_quotation import Quotation, quoted
from verkosto.themes._excerpt_source import own_names, row_of
from verkosto.themes._excerpt_words import decider, holding, mark_of, reason_of, shortened
from verkosto.themes._scrub import Scrubber
from verkosto.themes._scrub_marks import Mark, Scrubbed, rendered
from verkosto.themes._scrub_words import label_of

if TYPE_CHECKING:
    from verkosto.themes._clearance_log import ClearanceLog
    from verkosto.themes._coding import Coding

__all__ = ["Excerpt"]

_Printed = tuple[str, str, LocalText, tuple[LocalText, ...], LocalText | None]
_OPEN: dict[str, Any] = {"cleared_by": None, "cleared_on": None, "seal": None}


@frozen(eq=False, repr=False, slots=False)
class Excerpt:
    """An answer, or a part of it, that may be quoted once somebody has cleared it.

    It is the analyst's and knows the answer. What a reader may see is its `quotation`, which does not. It never
    changes: each method returns a new excerpt, and any change takes the clearance away.

    Attributes:
        answer: Id of the answer.
        question: Id of the question.
        asked: What was asked.
        themes: Ids of the themes that it is quoted for.
        labels: Their labels.
        lang: Language of the answer.
        original: The answer as it was written.
        draft: The words that are quoted, before marks are replaced: the answer, or what the analyst made of it.
        scrubber: What marks the draft.
        own: Names of the respondent's own organisation.
        group: The group that is named beside the quotation, or None.
        cleared_by: Who cleared it; None: it may not be published.
        cleared_on: The day, or None where it was not given.
    """

    answer: str
    question: str
    asked: LocalText
    themes: tuple[str, ...]
    labels: tuple[LocalText, ...]
    lang: str
    original: str
    scrubber: Scrubber
    draft: str = field(kw_only=True)
    own: tuple[str, ...] = field(default=(), kw_only=True)
    group: Group | None = field(default=None, kw_only=True)
    cleared_by: str | None = field(default=None, kw_only=True)
    cleared_on: PartialDate | None = field(default=None, kw_only=True)
    _decisions: tuple[Decision, ...] = field(default=(), kw_only=True)
    _done: tuple[Alteration, ...] = field(default=(), kw_only=True)
    # What readers were to see when it was cleared.
    _seal: _Printed | None = field(default=None, kw_only=True)

    @classmethod
    def of(
        cls,
        coding: Coding,
        answer: str,
        *,
        themes: str | tuple[str, ...] = (),
        scrubber: Scrubber | None = None,
        group: str | None = None,
    ) -> Excerpt:
        """Return an answer that you chose yourself as an excerpt that nobody has cleared.

        Args:
            coding: The coding whose answers these are.
            answer: Id of the answer.
            themes: Ids of the themes that it is quoted for.
            scrubber: What marks the answer; None: one that knows no names but the respondent's own organisation.
            group: A question with one answer, or a kind of area, whose group is named beside the quotation.

        Raises:
            OptionError: There is no answer of that id, or it says nothing.
            UnknownThemeError: The codebook has no such theme.
            DisclosureError: Too few associations are in the group.
        """
        answers, survey = coding.answers, coding.survey
        row = row_of(coding, answer)
        asked = tuple(coding.codebook[one] for one in ((themes,) if isinstance(themes, str) else themes))
        text = answers.text(row) or ""
        made = cls(
            answer,
            answers.question,
            survey.question(answers.question)[0].text,
            tuple(theme.id for theme in asked),
            tuple(theme.label for theme in asked),
            answers.languages[int(answers.codes[row])],
            text,
            (scrubber or Scrubber()).knowing(survey),
            draft=text.strip(),
            own=own_names(survey, row),
        )
        return made if group is None else made.with_group(coding, group)

    def __repr__(self) -> str:
        marks = f"{len(self.marks)} marks, {len(self.undecided)} undecided, {'not ' * (self.cleared_by is None)}cleared"
        return f"<Excerpt of {self.question!r}: {len(self.draft)} characters, {marks}>"

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "scrubbed"}

    @cached_property
    def scrubbed(self) -> Scrubbed:
        """The draft with its marks."""
        return self.scrubber.scrub(self.draft, lang=self.scrubber.lang or self.lang, own=self.own)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked in the draft, in order."""
        return self.scrubbed.marks

    @property
    def undecided(self) -> tuple[Mark, ...]:
        """The doubtful marks of which nobody has decided."""
        return tuple(mark for mark in self.marks if not mark.certain and self._decided(mark) is None)

    @property
    def text(self) -> str:
        """What would be printed: marks replaced, but for those that were kept; "[henkilö?]" is yet to be decided."""
        return rendered(self.draft, [(mark, self._instead(mark)) for mark in self.marks])

    @property
    def log(self) -> tuple[Alteration, ...]:
        """What was done to the answer: the marks in order, then what persons decided and changed."""
        marks = (
            Alteration("mark", number, mark.kind, mark.rule, None if self._kept(mark) else self._instead(mark))
            for number, mark in enumerate(self.marks, start=1)
        )
        return (*marks, *self._done)

    @property
    def edits(self) -> tuple[Alteration, ...]:
        """What persons decided and changed."""
        return self._done

    @property
    def quotation(self) -> Quotation:
        """What readers see.

        Raises:
            DisclosureError: Nobody has cleared the excerpt.
        """
        if self.cleared_by is None:
            raise DisclosureError("the excerpt is not cleared. Read it, and clear it with excerpt.clear(by=...).")
        # Whoever sets attributes by hand is held to the same.
        if reasons := tuple(reasons_against(self)):
            raise DisclosureError(f"the excerpt cannot be cleared: {'; '.join(reasons)}")
        if self._seal != self._printed:
            raise DisclosureError(
                "the excerpt is not what was cleared. Read it, and clear it with excerpt.clear(by=...)."
            )
        return quoted(*self._printed)

    @property
    def _printed(self) -> _Printed:
        return self.text, self.lang, self.asked, self.labels, None if self.group is None else self.group.label

    def keep(self, mark: Mark | int, why: str) -> Excerpt:
        """Let the words of a doubtful mark stay, everywhere in the excerpt.

        Args:
            mark: One of `marks`, or its place there, from 0.
            why: The reason, without the words themselves: "sana, ei nimi".

        Raises:
            DisclosureError: The mark is certain: it cannot stay.
            OptionError: There is no such mark, no reason, or the reason repeats marked words.
        """
        number, found = mark_of(self, mark)
        if found.certain:
            msg = (
                f"mark {number} ({found.kind}) is certain and cannot stay. If its bearer is public, name it in "
                "Scrubber(public=...); otherwise choose another excerpt."
            )
            raise DisclosureError(msg)
        if found.rule == "placeholder":
            raise OptionError(f"mark {number} is a replacement already. Hide it, or write other words with `edit`.")
        return self._deciding(number, found, reason_of(self, why), keep=True)

    def hide(self, mark: Mark | int, why: str = "") -> Excerpt:
        """Decide that the words of a doubtful mark are replaced, everywhere in the excerpt.

        Args:
            mark: One of `marks`, or its place there, from 0.
            why: A reason, if there is any to tell.

        Raises:
            OptionError: There is no such mark, or the reason repeats marked words.
        """
        number, found = mark_of(self, mark)
        return self._deciding(number, found, reason_of(self, why, needed=False), keep=False)

    def edit(self, text: str | Mapping[str, str], why: str) -> Excerpt:
        """Change what is quoted. The new words are scrubbed like the old ones.

        Args:
            text: The whole new text, or passages with what stands in their stead. Passages are looked for in the draft
                and then in `text`.
            why: The reason, without words that are marked.

        Raises:
            OptionError: A passage is not there, there is no text or no reason, or the reason repeats marked words.
        """
        reason = reason_of(self, why)
        draft = text if isinstance(text, str) else self.draft
        if isinstance(text, Mapping):
            for passage, instead in text.items():
                draft = holding(self, draft, passage).replace(passage, instead)
        if not draft.strip():
            raise OptionError("an excerpt cannot be empty. Leave it out of the report instead.")
        return self._changed(draft, Alteration("edit", why=reason))

    def shorten(self, keep: str | None = None, *, drop: str | None = None, why: str = "") -> Excerpt:
        """Leave words out; "[…]" says where.

        Args:
            keep: The passage that stays; what stands before and after it goes.
            drop: The passage that goes.
            why: A reason, if there is any to tell.

        Raises:
            OptionError: The passage is not there, or neither or both are given.
        """
        if (keep is None) == (drop is None):
            raise OptionError("say which passage stays or which goes: shorten('...') or shorten(drop='...').")
        passage = keep if keep is not None else drop or ""
        draft = holding(self, self.draft, passage)
        left = shortened(draft, passage, drop=keep is None)
        return self._changed(left, Alteration("shorten", why=reason_of(self, why, needed=False)))

    def with_group(self, coding: Coding, by: str) -> Excerpt:
        """Name beside the quotation which group the respondent belongs to.

        Args:
            coding: The coding whose answers these are.
            by: A question with one answer, or a kind of area.

        Raises:
            DisclosureError: The respondent is in none, or fewer associations than the scrubber's `min_count` are.
        """
        group = Groups.of(coding.survey, by).at(coding.answers.places[self.answer])
        scrubber = self.scrubber.knowing(coding.survey)
        if group is None:
            raise DisclosureError(f"the respondent is in no group of {by!r}. Quote without a group.")
        made = evolve(self, scrubber=scrubber, group=group, **_OPEN)
        if reason := too_few(made):
            raise DisclosureError(reason)
        return evolve(made, done=(*self._done, Alteration("group")))

    def without_group(self) -> Excerpt:
        """Name no group beside the quotation."""
        return evolve(self, group=None, **_OPEN, done=(*self._done, Alteration("group")))

    def clear(self, by: str, on: DateLike | None = None, *, log: ClearanceLog | None = None) -> Self:
        """Say that the excerpt may be published as it stands.

        Args:
            by: Who says so.
            on: The day. Nothing is asked of the clock.
            log: Where it is noted, also when it is refused.

        Raises:
            DisclosureError: Doubtful marks are undecided; the group is too small, by itself or with the places that the
                text names; or nothing is left to quote.
            OptionError: Nobody is named, or the log is none.
            DateError: `on` is text that is no date.
            SourceError, TableFormatError: The log cannot be read or written.
        """
        who = decider(by, log, does="clears", example="clear(by='Analyytikko')")
        day = None if on is None else PartialDate.of(on)
        reasons = tuple(reasons_against(self))
        if reasons:
            if log is not None:
                log.refused(self, by=who, on=day)
            raise DisclosureError(f"the excerpt cannot be cleared: {'; '.join(reasons)}")
        cleared = evolve(self, cleared_by=who, cleared_on=day, seal=self._printed)
        if log is not None:
            log.add(cleared)
        return cleared

    def withdraw(self, by: str, why: str, *, on: DateLike | None = None, log: ClearanceLog | None = None) -> Self:
        """Take the clearance back.

        Args:
            by: Who does.
            why: The reason, without words that are marked.
            on: The day.
            log: Where it is noted.

        Raises:
            OptionError: Nobody is named, or there is no reason.
            DisclosureError: It was not cleared.
        """
        if self.cleared_by is None:
            raise DisclosureError("the excerpt is not cleared, so that there is nothing to withdraw.")
        who = decider(by, log, does="withdraws", example="withdraw(by='Analyytikko', why='...')")
        reason = reason_of(self, why)
        if log is not None:
            log.withdrawn(self, by=who, why=reason, on=None if on is None else PartialDate.of(on))
        return evolve(self, **_OPEN)

    def _decided(self, mark: Mark) -> Decision | None:
        words = self.draft[mark.start : mark.end].casefold()
        found = (one for one in reversed(self._decisions) if one.kind == mark.kind and one.words == words)
        return next(found, None)

    def _kept(self, mark: Mark) -> bool:
        decided = None if mark.certain else self._decided(mark)
        return decided is not None and decided.keep

    def _instead(self, mark: Mark) -> str:
        if self._kept(mark):
            return self.draft[mark.start : mark.end]
        settled = mark.certain or self._decided(mark) is not None
        return label_of(mark.kind, self.scrubbed.lang, certain=True) if settled else mark.replacement

    def _deciding(self, number: int, mark: Mark, why: str, *, keep: bool) -> Excerpt:
        decision = Decision(mark.kind, self.draft[mark.start : mark.end].casefold(), keep)
        instead = None if keep else label_of(mark.kind, self.scrubbed.lang, certain=True)
        done = Alteration("keep" if keep else "hide", number, mark.kind, mark.rule, instead, why)
        return evolve(self, decisions=(*self._decisions, decision), done=(*self._done, done), **_OPEN)

    def _changed(self, draft: str, done: Alteration) -> Excerpt:
        return evolve(self, draft=draft, done=(*self._done, done), **_OPEN)
