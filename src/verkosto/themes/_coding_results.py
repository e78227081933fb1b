"""What a coding goes out as and what is made of it: workbooks, agreement, rankings, search, quotations.

Each method belongs to the module that it calls, and so does its signature.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verkosto.themes._agreement_result import Agreement
    from verkosto.themes._coding import Coding, Uncoded
    from verkosto.themes._concordance_result import Concordance
    from verkosto.themes._cooccurrence_result import Cooccurrence
    from verkosto.themes._excerpt import Excerpt
    from verkosto.themes._rank_result import RankTest
    from verkosto.themes._scrub import Scrubber

__all__ = ["Results"]

_THEMES = "teemat"


class Results:
    """The methods of Coding that other rooms of the house begin with."""

    __slots__ = ()

    def workbook(  # type: ignore[misc]
        self: Coding,
        path: str | os.PathLike[str],
        *,
        coders: str | Iterable[str] = (),
        sample: int | float | Iterable[str | int] | None = None,
        show: str | Iterable[str] = (),
        blind: bool = False,
        shuffle: bool = False,
        seed: int = 0,
        lang: str = "fi",
    ) -> None:
        """Write a workbook (.xlsx) in which coders code the answers, a sheet for each; a file there is replaced.

        A row is an answer, a column a theme: `x` it is there, `-` it is not, `?` it was proposed and waits. What a
        coder has decided goes out too. Answers that say nothing do not go out, and of a response only its id and its
        answer do. Nothing runs as a formula. The same coding makes the same bytes.

        Args:
            path: The file.
            coders: Whom it is for; the coding's coders where it is left out. Coders in one file see one another.
            sample: A number of answers, a share of them, or ids; every coder gets the same ones.
            show: Variables that stand beside the answer, with their labels.
            blind: Leave out what the patterns propose.
            shuffle: Give every coder an order of their own.
            seed: Draws the sample and the orders; it gives the same on every machine.
            lang: Language of headings and themes: "fi", "sv" or "en". The guide is in all three.

        Raises:
            CodingError: No coder, one named twice, an unknown answer in `sample`, or more than a sheet holds.
            OptionError: A value that an option cannot have.
            UnknownVariableError: There is no such variable to show.
            MissingExtraError: The extra `spreadsheet` is not installed.
            SourceError: The file cannot be written.
        """
        from verkosto.themes._workbook import write_workbook

        options = {"sample": sample, "show": show, "blind": blind, "shuffle": shuffle, "seed": seed, "lang": lang}
        write_workbook(self, path, coders=coders, **options)  # type: ignore[arg-type]

    def read_workbook(  # type: ignore[misc]
        self: Coding, path: str | os.PathLike[str], *, coder: str | None = None, encoding: str | None = None
    ) -> Coding:
        """Return the coding with what coders wrote into a workbook that `workbook` made.

        Rows, columns and sheets may stand in any order. A row that is as it went out says nothing; of one that is not,
        what stands in it now counts, and each difference is a change with its cell. Whatever else was typed anywhere is
        a comment, or an issue with its raw value. Coders that are new are added; the others stay as they are.

        Args:
            path: The workbook, whichever program saved it (.xlsx, .xlsm, .ods, .xls), or one sheet as csv.
            coder: Read this coder's sheet only. It also tells whose a sheet is that does not tell itself, and of a
                file with one coder's sheet whose marks it holds.
            encoding: How a csv was saved, such as "windows-1252"; None is UTF-8, or what its mark says.

        Raises:
            CodingError: No coder's sheet, or one of another question, codebook or survey.
            SourceError: The file cannot be read; its children say why.
            OptionError: A coder that is no text, or no such encoding.
        """
        from verkosto.themes._workbook_read import read_workbook

        return read_workbook(self, path, coder=coder, encoding=encoding)

    def agreement(  # type: ignore[misc]
        self: Coding,
        *,
        coders: Iterable[str] | None = None,
        level: float = 0.95,
        resamples: int = 2000,
        seed: int = 1,
        parents: bool = False,
    ) -> Agreement:
        """Return how far coders agree: per theme and overall, and where they do not.

        An answer counts where two or more of the coders have coded it; the coders need not have coded the same answers.
        What each coder has begun and not finished (`Coding.pending`) does not count.

        Args:
            coders: Names of two coders or more; None: all of them.
            level: Confidence of the intervals.
            resamples: How many times answers are drawn anew for the intervals; 0 for none. Answers of one association
                (the instrument's `unit_id`) are drawn together.
            seed: The same seed gives the same intervals.
            parents: Whether an answer that bears a theme also bears the themes it is part of, as in `Coding.responses`.

        Returns:
            An `Agreement`.

        Raises:
            CodingError: Fewer than two coders, a coder there is not, or no answer that two of them coded.
            OptionError: A level that is no share, or no number of resamples.

        Example:
            >>> import pandas as pd, verkosto as vk
            >>> from verkosto import themes
            >>> kysely = vk.Instrument("esimerkki", "Esimerkki", questions=(vk.Text("toive", "Mitä toivot?"),))
            >>> toiveet = pd.DataFrame({"toive": ["Tilaa", "Rahaa", "Tilat", "Aikaa"]})
            >>> vastaukset = vk.Responses.from_frame(toiveet, kysely)
            >>> luokat = themes.Theme("tilat", "Tilat"), themes.Theme("raha", "Raha")
            >>> book = themes.Codebook("teemat", "Teemat", luokat)
            >>> coding = themes.start(vastaukset, "toive", codebook=book, coders=("A", "B"))
            >>> coding = coding.set("A", ["2", "4"], "tilat").set("A", ["3", "5"], "raha")
            >>> coding = coding.set("B", ["2", "4"], "tilat").set("B", "3", "raha").set("B", "5", [])
            >>> result = coding.agreement(resamples=500)
            >>> result, round(result["raha"].alpha, 2)
            (<Agreement on 'toive': 2 coders, 4 answers, 2 themes, alpha 0.63>, 0.53)

        Source of the coefficients: `krippendorff_alpha`, `cohen_kappa`, `fleiss_kappa`, `masi_distance`; positive and
        negative agreement: Cicchetti and Feinstein 1990, Journal of Clinical Epidemiology 43, for several coders over
        all their pairs (Fleiss 1981, Statistical methods for rates and proportions). Intervals: percentiles of the
        bootstrap of units, as Zapf and others 2016, BMC Medical Research Methodology 16, recommend for alpha.
        """
        from verkosto.themes._agreement import agreement

        return agreement(self, coders=coders, level=level, resamples=resamples, seed=seed, parents=parents)

    def rank(  # type: ignore[misc]
        self: Coding,
        *,
        by: str | None = None,
        how: str | Sequence[str] = "majority",
        uncoded: Uncoded = "error",
        **options: Any,
    ) -> RankTest:
        """Return the order of the themes with its uncertainty, and whether it holds in each group.

        Args:
            by: What divides the respondents, such as the kind of association.
            how: How the themes of an answer follow from what coders say, as in `decide`.
            uncoded: What becomes of answers that nobody coded, as in `responses`.
            options: As in `themes.rank`.

        Raises:
            CodingError: Answers are not coded, and nothing is said about them.
            AnalysisError: As in `themes.rank`.
        """
        from verkosto.themes._rank import rank

        return rank(self.responses(_THEMES, how=how, uncoded=uncoded), _THEMES, by=by, **options)

    def concordance(self: Coding, pattern: str | Sequence[str], **options: Any) -> Concordance:  # type: ignore[misc]
        """Return the places of a pattern in the answers, with the words around them.

        Args:
            pattern: As in a codebook: `verkosto*`; or several.
            options: `by`, `width` and `lemmatizer` as in `themes.concordance`; `by="theme"` puts a match under each
                theme that its answer bears, and `themes=` keeps only answers that bear one of them. The lemmatizer is
                that of the proposals, if nothing else is said.

        Raises:
            CodebookError: The pattern cannot be read.
            UnknownThemeError: No such theme.
        """
        from verkosto.themes._concordance import concordance_of

        return concordance_of(self, pattern, **options)

    def cooccurrence(  # type: ignore[misc]
        self: Coding, *, how: str | Sequence[str] = "majority", uncoded: Uncoded = "error", **options: Any
    ) -> Cooccurrence:
        """Return which themes stand together in answers.

        Args:
            how: How the themes of an answer follow from what coders say, as in `decide`.
            uncoded: What becomes of answers that nobody coded, as in `responses`.
            options: As in `themes.cooccurrence`.

        Raises:
            CodingError: Answers are not coded, and nothing is said about them.
        """
        from verkosto.themes._cooccurrence import cooccurrence

        return cooccurrence(self.responses(_THEMES, how=how, uncoded=uncoded), _THEMES, **options)

    def excerpts(  # type: ignore[misc]
        self: Coding,
        theme: str | None = None,
        *,
        scrubber: Scrubber | None = None,
        group: str | None = None,
        max_length: int = 300,
        n: int | None = None,
        seed: int = 0,
    ) -> tuple[Excerpt, ...]:
        """Return answers of a theme that may be quoted once somebody clears them: scrubbed, none of them cleared.

        Those come first on which most coders agree, which speak of little else, and which are short; no wording and no
        association comes twice. Before anybody has coded, the codebook's proposals count.

        Args:
            theme: Id of a theme; None for all, each answer once with the themes that it was chosen for.
            scrubber: What marks the answers; it learns from the responses how many associations answered from where.
                None: one that knows no names but the respondents' own organisations.
            group: A question with one answer, or a kind of area: groups take turns, and the group is named beside the
                quotation where at least the scrubber's `min_count` of associations are in it.
            max_length: Longer answers are left out; take one with `Excerpt.of` and shorten it by hand.
            n: How many of each theme at most; None for all.
            seed: Decides between answers that are alike; the same seed gives the same excerpts.

        Raises:
            UnknownThemeError: The codebook has no such theme.
            UnknownVariableError, AnalysisError: `group` names no groups.
            OptionError: `max_length` or `n` is no positive integer.
        """
        from verkosto.themes._excerpts import excerpts

        return excerpts(self, theme, scrubber=scrubber, group=group, max_length=max_length, n=n, seed=seed)
