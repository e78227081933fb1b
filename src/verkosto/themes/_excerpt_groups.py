"""Groups of respondents that a quotation may name: "Kulttuuri", where enough associations are of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from verkosto.errors import AnalysisError
from verkosto.instruments import AreaQuestion
from verkosto.regions import area_types
from verkosto.responses import Coded, Responses, area_names
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Group", "Groups"]


@frozen(eq=False)
class Group:
    """A group of respondents.

    Attributes:
        label: What readers see.
        rows: Which responses it is made of.
    """

    label: LocalText
    rows: NDArray[np.bool_] = field(repr=False)


@frozen(eq=False, repr=False)
class Groups:
    """The groups of a variable.

    Attributes:
        codes: The group of each response, less than 0 for none.
        categories: The code of each.
        labels: What readers see of each.
    """

    codes: NDArray[np.int64]
    categories: tuple[str, ...]
    labels: tuple[LocalText, ...]

    @classmethod
    def of(cls, survey: Responses, by: str) -> Groups:
        """Return the groups of a question with one answer, or of a kind of area.

        Raises:
            UnknownVariableError: There is no such variable or kind of area.
            AnalysisError: It gives no response one category.
        """
        given: object = by
        if not isinstance(given, str):
            raise AnalysisError(f"group={by!r} is no id of one variable. Name a single choice or a kind of area.")
        question = next((one for one in survey.instrument if one.id == by), None)
        kind = question.area_type if isinstance(question, AreaQuestion) else by
        if isinstance(question, AreaQuestion) or (question is None and kind in {one.code for one in area_types()}):
            through = by if isinstance(question, AreaQuestion) else None
            variable = survey.areas(kind, through=through).values
            known = [area_names(survey, kind, lang) for lang in ("fi", "sv", "en")]
            texts = [[name.get(code, code) for name in known] for code in variable.categories]
            labels = tuple(LocalText(*text) for text in texts)
            return cls(variable.codes.astype(np.int64), tuple(variable.categories), labels)
        found = survey.variable(by)
        if question is None or not isinstance(found, Coded) or found.form not in ("category", "ordered"):
            raise AnalysisError(f"{by!r} puts no response in one group. Name a single choice or a kind of area.")
        names = {option.code: option.label for option in question.choices}
        codes = np.where(found.reasons() == 0, found.codes, -1).astype(np.int64)
        categories = tuple(found.categories)
        return cls(codes, categories, tuple(names.get(code, LocalText.of(code)) for code in categories))

    def at(self, row: int) -> Group | None:
        """Return the group of a response, None for one that is in none."""
        code = int(self.codes[row])
        return None if code < 0 else Group(self.labels[code], self.codes == code)
