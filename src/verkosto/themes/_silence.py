"""Answers that say nothing: a dash, "ei kommentoitavaa", "eos"."""

from __future__ import annotations

from verkosto.errors import OptionError
from verkosto.themes._tokens import words_of

__all__ = ["says_nothing"]

# Whole answers, as the keys of their words. "Ei" alone is here: to a question that asks what, it names no thing.
_NOTHING = """
ei|en|ei ole|ei oo|ei mitään|ei mitää|ei mtn|ei mikään|ei kiitos|ei kommenttia|ei kommentteja|ei kommentoitavaa
ei ole kommentoitavaa|ei muuta|ei muuta kommentoitavaa|ei muuta sanottavaa|ei sanottavaa|ei ole sanottavaa
ei lisättävää|ei ole lisättävää|ei muuta lisättävää|ei vastausta|ei vastattavaa|ei toiveita|ei ole toiveita
ei erityistä|ei mitään erityistä|ei erityisiä toiveita|ei ehdotuksia|ei ideoita|ei tule mieleen
ei tule mitään mieleen|ei tule nyt mitään mieleen|ei mitään lisättävää|ei mitään kommentoitavaa
ei ole mitään lisättävää|ei ole mitään sanottavaa|ei ole mitään kommentoitavaa|ei mitään sanottavaa
ei mielipidettä|ei osaa sanoa|ei tietoa|ei koske meitä|ei koske minua|ei koske|en osaa sanoa|en osaa sanoa nyt
en osaa vastata|en osaa|en tiedä|en kommentoi|en vastaa|en halua vastata|en halua sanoa|en keksi mitään|en keksi
en mitään|emme osaa sanoa|emme osaa vastata|emme tiedä|emme kommentoi|eos|e o s|eoo|eos eos|ens|tyhjä|puuttuu
ei oo mitään|ei oo mitään sanottavaa|ei tiedossa|ohitan|ohi
nej|inget|ingenting|ingen|inga|inga kommentarer|ingen kommentar|inga åsikter|ingen åsikt|inget att kommentera
inget att tillägga|inget att säga|inget särskilt|ingenting särskilt|har inget att säga|har inget att tillägga
har inga kommentarer|vet inte|vet ej|jag vet inte|vi vet inte|kan inte säga|kan ej säga|kan inte svara|ej svar
inget svar|inga förslag|inga önskemål|nej tack|gäller inte oss
no|none|nothing|nil|null|nan|no comment|no comments|no answer|no opinion|no idea|nope|n a|na|not applicable
nothing to add|nothing to say|nothing to comment|nothing special|nothing in particular|nothing comes to mind
i don't know|i dont know|don't know|dont know|do not know|i do not know|we don't know|we do not know|dk|not sure
can't say|cannot say|cant say|no thanks|no thank you|does not apply|skip|blank|empty|test|testi|asdf
"""
_ANSWERS = frozenset(_NOTHING.replace("\n", "|").strip("|").split("|"))
_LONG = 4 * max(map(len, _ANSWERS))

# Words that an answer may end with and still say nothing: "Eipä mitään, kiitos".
_POLITE = frozenset("kiitos kiitokset tack thanks thank-you t nyt juuri tällä hetkellä just nu at the moment".split())
_SAME = {"eipä": "ei", "empä": "en", "enpä": "en", "mitää": "mitään", "mtn": "mitään", "mtään": "mitään"}


def says_nothing(text: str) -> bool:
    """Tell whether an answer only says that there is none, in Finnish, Swedish or English.

    Such are: nothing but spaces, marks ("-", ".", "???") or emoji; one letter ("x"); and the usual words ("ei
    kommentoitavaa", "EOS", "inga kommentarer", "n/a") in any case and with any marks. Emoji alone say nothing, since
    no theme can be read from them by two people alike. A number alone says something.

    Args:
        text: The answer; an empty one says nothing. Not None: a missing answer is missing.

    Raises:
        OptionError: `text` is no text.

    Example:
        >>> says_nothing(" Ei kommentoitavaa! "), says_nothing("Ei rahaa")
        (True, False)
    """
    if not isinstance(text, str):
        raise OptionError(f"an answer is a text, not a {type(text).__name__}. Leave missing answers out.")
    text = text.strip()
    if len(text) > _LONG:
        # It says something, unless it holds no letter at all: not worth cutting into words.
        return not any(map(str.isalnum, text))
    words = [word.key for word in words_of(text)]
    while words and words[-1] in _POLITE:
        words.pop()
    joined = " ".join(_SAME.get(word, word) for word in words)
    return not words or joined in _ANSWERS or (len(joined) == 1 and joined.isalpha())
