"""Pseudonyms: names for identifiers that nobody without the key can make, and nobody can turn back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from typing import Any, NoReturn, final

import numpy as np

from verkosto.errors import OptionError
from verkosto.responses._check_digits import has_identity_code
from verkosto.responses._raw import RawColumn
from verkosto.responses._suspect import EMAIL

__all__ = ["ALGORITHM", "Pseudonyms"]

ALGORITHM = "HMAC-SHA-256, first 128 bits in base32"
"""How provenance names what made the pseudonyms."""

_FORM = "verkosto.pseudonym/1"
_BYTES = 16
_SHORTEST_KEY = 16
_FEWEST_DIFFERENT = 5
_IDENTITY_CODE = 11
_LONGEST_EMAIL = 320
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MAKE = "make one with secrets.token_hex(32) and keep it apart from the answers"


@final
class Pseudonyms:
    """Makes pseudonyms with a key that only the caller has.

    A pseudonym is 26 letters and digits: HMAC-SHA-256 of the survey, the sort of identifier and the identifier, cut to
    128 bits. The same key, survey, sort and identifier always give the same pseudonym, so persons and associations
    can be counted and joined. Another survey gives others, so that two files are not linked by accident; to follow
    people over several waves name one `scope` for all of them. Two of a million identifiers share a pseudonym with a
    probability below 10⁻²⁶.

    Before that an identifier is made alike where nobody can mean another by it: Unicode's composed form (NFC), no white
    space around it, an e-mail address in lower case, a personal identity code in capitals. Anything else counts as it
    is written.

    The key is kept nowhere: not in the answers, their provenance, a `repr` or an error; and this object refuses to be
    pickled or copied. Whoever has the key can find out who is behind a pseudonym by trying names, so keep it apart
    from the answers, and destroy it when nothing is to be joined any more. A hash without a key is no pseudonym: there
    are so few identity codes, addresses and names that all can be tried in seconds.

    Args:
        key: At least 16 bytes, or a text of so many, of which at least five differ; `secrets.token_hex(32)` makes one.
        scope: What pseudonyms are alike within, such as a panel's name; None: the id of the survey.

    Raises:
        OptionError: There is no key, or one that can be guessed.

    Example:
        >>> avain = Pseudonyms("8d969eef6ecad3c29a3a629280e686cf")
        >>> avain
        <Pseudonyms in each survey>
        >>> avain.pseudonym("aino@example.org", of="jasen", survey="kysely-2020")
        'krquicqn5y7qgermmdb3twxehm'
    """

    __slots__ = ("_mac", "scope")

    def __init__(self, key: bytes | str, *, scope: str | None = None) -> None:
        given: object = key
        raw = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
        if not isinstance(raw, bytes) or len(raw) < _SHORTEST_KEY or len(set(raw)) < _FEWEST_DIFFERENT:
            raise OptionError(_no_key(raw))
        named: object = scope
        if named is not None and (not isinstance(named, str) or not named.strip()):
            msg = (
                "a scope is the name of what pseudonyms are alike within, such as 'paneeli'. Name it, or leave it out."
            )
            raise OptionError(msg)
        self.scope = scope
        # Only what the key becomes inside is kept, so no attribute holds it.
        self._mac = hmac.new(raw, digestmod=hashlib.sha256)

    @classmethod
    def from_env(cls, name: str, *, scope: str | None = None) -> Pseudonyms:
        """Take the key from an environment variable, so that it stands in no script.

        Raises:
            OptionError: There is no such variable, or its key can be guessed.
        """
        key = os.environ.get(name)
        if key is None:
            msg = f"there is no environment variable {name!r} with the key. Set it: {_MAKE}."
            raise OptionError(msg)
        return cls(key, scope=scope)

    def pseudonym(self, identifier: str, *, of: str, survey: str) -> str:
        """Return the pseudonym of one identifier, as reading makes it.

        Args:
            identifier: An address, a name, a number.
            of: What it identifies: the word that the codebook gives as `pseudonym`.
            survey: Id of the instrument; it makes no difference where there is a `scope`.
        """
        mac = self._mac.copy()
        for part in (_FORM, self.scope or survey, of, _alike(identifier)):
            data = part.encode("utf-8", "surrogatepass")
            # With its length before it no part can run into the next.
            mac.update(len(data).to_bytes(8, "big") + data)
        return base64.b32encode(mac.digest()[:_BYTES]).decode().rstrip("=").lower()

    def column(self, raw: RawColumn, *, of: str, survey: str) -> RawColumn:
        """Return a column with a pseudonym in place of each text; white space stays what it is."""
        places: dict[str, int] = {}
        made = (" " if text.isspace() else self.pseudonym(text, of=of, survey=survey) for text in raw.values)
        lut = np.array([*(places.setdefault(text, len(places)) for text in made), -1], dtype=np.int32)
        return RawColumn(lut[raw.codes], list(places), raw.not_shown)

    def __repr__(self) -> str:
        return f"<Pseudonyms in {'each survey' if self.scope is None else repr(self.scope)}>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        """Refuse to be pickled or copied: a copy of the key would lie where nobody looks for it."""
        msg = "Pseudonyms hold a key and are not pickled or copied. Make them anew from the key where they are needed."
        raise OptionError(msg)


def _alike(identifier: str) -> str:
    bare = unicodedata.normalize("NFC", identifier).strip()
    if len(bare) == _IDENTITY_CODE and has_identity_code(bare):
        return _DASHES.sub("-", bare).upper()
    # Longer ones are no addresses, and a search through them would go back and forth.
    return bare.lower() if len(bare) <= _LONGEST_EMAIL and EMAIL.fullmatch(bare) else bare


def _no_key(raw: object) -> str:
    """Say what is wrong with a key without a word of it."""
    if isinstance(raw, bytes) and raw:
        fault = f"the key must have at least {_SHORTEST_KEY} bytes, at least {_FEWEST_DIFFERENT} of them different"
    elif raw is None or raw == b"":
        fault = "without a key a pseudonym would be a plain hash, which is undone by trying all values"
    else:
        fault = f"a key is bytes or text, not {type(raw).__name__}"
    return f"{fault}. Give a long random key: {_MAKE}."
