"""Why an answer that says nothing says nothing: somebody cannot say, it does not concern them, or it is left blank."""

from __future__ import annotations

import re

from verkosto.instruments import MissingReason
from verkosto.themes._tokens import words_of

__all__ = ["silent_reason"]

_CANNOT_SAY = re.compile(
    r"\b(osaa (sanoa|vastata)|(en|emme) tiedä|eos|e o s|vet (inte|ej)|kan (inte|ej) (säga|svara)"
    r"|(don't|dont|do not) know|dk|not sure|can'?t say|cannot say|no idea)\b"
)
_NO_CONCERN = re.compile(r"\b(ei koske|gäller inte|(does not|doesn't) apply|not applicable)\b")


def silent_reason(text: str) -> MissingReason:
    """Return the missing reason of an answer that says nothing.

    Example:
        >>> silent_reason("EOS"), silent_reason("Ei koske meitä"), silent_reason("-")
        ('dont_know', 'not_applicable', 'not_answered')
    """
    said = " ".join(word.key for word in words_of(text))
    if _CANNOT_SAY.search(said):
        return "dont_know"
    return "not_applicable" if _NO_CONCERN.search(said) else "not_answered"
