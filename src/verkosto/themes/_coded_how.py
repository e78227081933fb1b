"""How answers were coded, in words for readers of tables. Nobody's name stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from verkosto.text import LocalText
from verkosto.themes._decide import named

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["coded_how"]

_RULES = {
    "majority": LocalText(
        fi="teema luetaan vastaukselle, kun yli puolet sen koodanneista löysi sen",
        sv="ett tema räknas när fler än hälften av dem som kodat svaret fann det",
        en="a theme counts when more than half of those who coded the answer found it",
    ),
    "any": LocalText(
        fi="teema luetaan vastaukselle, kun joku sen koodanneista löysi sen",
        sv="ett tema räknas när någon av dem som kodat svaret fann det",
        en="a theme counts when anyone who coded the answer found it",
    ),
    "all": LocalText(
        fi="teema luetaan vastaukselle, kun kaikki sen koodanneet löysivät sen",
        sv="ett tema räknas när alla som kodat svaret fann det",
        en="a theme counts when all who coded the answer found it",
    ),
    "proposal": LocalText(
        fi="teema luetaan vastaukselle, kun siinä on teeman sanoja; kukaan ei ole tarkistanut sitä",
        sv="ett tema räknas när svaret har temats ord; ingen har granskat det",
        en="a theme counts when the answer has words of the theme; nobody has checked it",
    ),
}
_ONE = LocalText(fi="ratkaisun teki yksi koodaaja", sv="en kodare avgjorde", en="one coder decided")
_ELSE = LocalText(fi="muutoin ", sv="annars ", en="otherwise ")


def coded_how(coding: Coding, how: str | Sequence[str], waiting: int, uncoded: str) -> LocalText:
    """Return the note that stands under tables of the themes.

    Args:
        coding: The coding.
        how: How it was decided which themes count.
        waiting: Answers that nobody asked for has coded.
        uncoded: What becomes of them.
    """
    rules = named(coding, how)
    book = coding.codebook
    by_people = any(rule != "proposal" or rule in coding.coders for rule in rules)

    def text(lang: str) -> str:
        title = book.title.get(lang)
        sentences = [
            {
                "fi": f"Avovastaukset on koodattu koodikirjalla {title} (versio {book.version})",
                "sv": f"De öppna svaren är kodade med kodboken {title} (version {book.version})",
                "en": f"Open answers were coded by the codebook {title} (version {book.version})",
            }[lang]
        ]
        if len(coding.coders) > 1 and by_people:
            sentences.append(_who(len(coding.coders), lang))
        sentences.append(f"; {_ELSE.get(lang)}".join(_rule(coding, rule).get(lang) for rule in rules))
        if coding.lemmatizer is not None:
            sentences.append(_words(coding.lemmatizer, lang, by_people=by_people))
        if waiting:
            sentences.append(_left(waiting, lang, proposed=uncoded == "proposal"))
        return " ".join(f"{one[:1].upper()}{one[1:]}." for one in sentences)

    return _of(text)


def _of(make: Callable[[str], str]) -> LocalText:
    return LocalText(fi=make("fi"), sv=make("sv"), en=make("en"))


def _rule(coding: Coding, rule: str) -> LocalText:
    if rule in coding.coders or (len(coding.coders) == 1 and rule != "proposal"):
        return _ONE
    return _RULES[rule]


def _who(coders: int, lang: str) -> str:
    return {"fi": f"koodaajia oli {coders}", "sv": f"antal kodare: {coders}", "en": f"number of coders: {coders}"}[lang]


def _words(lemmatizer: str, lang: str, *, by_people: bool) -> str:
    if by_people:
        return {
            "fi": f"koodaus alkoi sanojen ehdotuksista ({lemmatizer})",
            "sv": f"kodningen började med förslag efter orden ({lemmatizer})",
            "en": f"coding began with what the words propose ({lemmatizer})",
        }[lang]
    return {
        "fi": f"sanojen perusmuodot antoi {lemmatizer}",
        "sv": f"ordens grundformer gav {lemmatizer}",
        "en": f"the dictionary forms of the words are by {lemmatizer}",
    }[lang]


def _left(waiting: int, lang: str, *, proposed: bool) -> str:
    if proposed:
        return {
            "fi": f"koodaamattomia vastauksia on {waiting}, ja niiden teemat ovat sanojen ehdottamat",
            "sv": f"antal okodade svar: {waiting}, med de teman som orden föreslår",
            "en": f"number of answers not coded: {waiting}, with the themes that the words propose",
        }[lang]
    return {
        "fi": f"koodaamattomia vastauksia on {waiting}, eivätkä ne ole mukana",
        "sv": f"antal okodade svar, som inte är med: {waiting}",
        "en": f"number of answers not coded, and left out: {waiting}",
    }[lang]
