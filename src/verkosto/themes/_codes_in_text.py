"""Numbers and addresses in running text: what reaches a person or an organisation, or stands for one.

Numbers with check digits are told by these; one of the right form with a wrong digit is marked too, for a mistyped
identity code still tells a birthday. Everything is found in linear time: what varies in length is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from verkosto.responses import has_iban, has_identity_code, iban_length, is_business_id
from verkosto.themes._addresses_in_text import addresses_in, postal_codes_in
from verkosto.themes._scrub_marks import Found, Kind

__all__ = ["codes_in"]

_Finder = Callable[[str], Iterator[Found]]
_NO_WORD_BEFORE, _NO_WORD_AFTER = r"(?<![^\W_])", r"(?![^\W_])"

_TLD = (
    "fi|com|org|net|eu|info|se|ax|ee|no|dk|de|uk|io|me|tv|app|dev|cloud|site|online|club|ngo|foundation|blog|biz|"
    "example|test|invalid|ru|nu"
)
_AT = re.compile(
    r"\s{0,2}(?:@|[(\[{]\s?(?:at|ät|a|miuku|mauku|snabel-?a|@)\s?[)\]}])\s{0,2}|\s(?:ät|miukumauku|miuku|snabel-?a|at)\s",
    re.IGNORECASE,
)
# A comma is a slip for a point where a common ending follows, and so are spaces beside it.
_DOT = (
    r"(?:\.|\s?[.,]\s?(?=(?:fi|com|org|net)(?![^\W_]))|\s?[(\[{]\s?(?:dot|piste|punkt|\.)\s?[)\]}]\s?|"
    r"\s(?:dot|piste|punkt)\s)"
)
_BEFORE_AT = re.compile(r"[\w+%'-]{1,64}(?:\.[\w+%'-]{1,64}){0,4}\Z")
_AFTER_AT = re.compile(
    rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,4}}{_DOT}[^\W\d_]{{2,24}}{_NO_WORD_AFTER}", re.IGNORECASE
)
_SPOKEN_DOT = re.compile(r"\s(?:dot|piste|punkt)\s", re.IGNORECASE)
_LONGEST_LOCAL = 100
# The ending was forgotten.
_CUT_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{2,63}")

_REACHING = re.compile(r"[@:(\[{]|\.\w|www|\s(?:ät|at|miuku|snabel)", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_URL = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"]{{1,2000}}|(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_TLD}){_NO_WORD_AFTER}"
    r"(?:[/?][^\s<>\"]{0,2000})?|(?<![\w.@-])(?:[\w-]{1,63}\.){1,4}[a-z]{2,6}/[\w-][^\s<>\"]{0,2000}",
    re.IGNORECASE,
)
_AFTER_URL = ".,;:!?)]}'’”"
_HANDLE = re.compile(r"(?<![\w@.])@[\w.]{1,29}\w", re.ASCII)
_NAMED_HANDLE = re.compile(
    rf"{_NO_WORD_BEFORE}(?:ig|insta(?:gram)?|tiktok|snap(?:chat)?|twitter|fb|facebook|discord|telegram|threads)"
    r"[ ]?:[ ]?((?=[a-z])[a-z0-9]{0,28}[._0-9][\w.]{0,28}\w)",
    re.IGNORECASE | re.ASCII,
)

_IDENTITY = re.compile(
    r"(?<![0-9])[0-9]{2}(\.?)[0-9]{2}\1[0-9]{2}(?:[-+A-FU-Y]|\s[-+A-FU-Y]\s?|[-+A-FU-Y]\s)[0-9]{3}\s?[0-9A-Y]",
    re.IGNORECASE,
)
_MASKED = re.compile(rf"{_NO_WORD_BEFORE}[0-9]{{6}}[-+A]\s?[x*]{{3,4}}{_NO_WORD_AFTER}", re.IGNORECASE)
# The beginning of a code, which tells a birthday.
_HALF_IDENTITY = re.compile(
    rf"{_NO_WORD_BEFORE}(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{{2}}[A-FU-Y]{_NO_WORD_AFTER}"
)
_IBAN = re.compile(rf"{_NO_WORD_BEFORE}[A-Z]{{2}}[ ]?[0-9]{{2}}", re.IGNORECASE)
_IBAN_REST = re.compile(r"(?:[ \n-]?[0-9A-Z]){1,40}", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d-])(?:[0-9]{4}[ -]?){3}[0-9]{4}(?![\d-])")
_FOUR_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}[ -]){3}(?:19|20)[0-9]{2}")
_OLD_ACCOUNT = re.compile(
    r"(?<![\w-])[0-9]{6}-[0-9]{2,8}(?![\w-])(?!\s?(?:€|e\b|eur|kpl|hen|jäsen|asuk))", re.IGNORECASE
)
_BUSINESS = re.compile(r"(?<![\w-])(?:FI[ -]?)?[0-9]{6,7}-[0-9](?![\w-])", re.IGNORECASE)
_VAT = re.compile(rf"{_NO_WORD_BEFORE}FI[ -]?[0-9]{{8}}(?!\d)", re.IGNORECASE)
_NAMED_BUSINESS = re.compile(
    r"(?:y-tunnu|fo-nummer|business id|alv-numero|alv-tunnu|vat)(?:(?!FI)[^\d\n]){0,25}"
    r"((?:FI[ -]?)?[0-9]{7}[ -]{0,3}[0-9])(?!\d)",
    re.IGNORECASE,
)
_REGISTER = re.compile(
    rf"{_NO_WORD_BEFORE}(?:r(?:ek)?(?:isteri)?\.?[ -]?(?:nro|n:o|no|numero\w{{0,6}})|"
    r"yhdistysrekister\w{0,8}|reg(?:ist(?:er|rerings))?\.?[ -]?(?:nummer|number|nr|no)\.?)"
    r"[^\d\n]{0,20}([0-9]{1,3}[. ][0-9]{3}|[0-9]{3,6})(?!\d)",
    re.IGNORECASE,
)

_STEP = r"[ /-]{0,3}"
_MOBILE = re.compile(
    r"(?<![\w+-])(?<!\d[.,])(?:\(?0[ ]?(?:4[ ]?[0-9]|5[ ]?0)[0-9]?\)?|358[ ]?(?:4[0-9]|50))"
    r"(?:[ ./·\n-]{0,3}[0-9]){5,8}(?![\d-])(?!,\d)"
)
_ABROAD = re.compile(
    r"(?<![\w.,])(?:\+|00)\(?[1-9][0-9]{0,2}\)?[ -]{0,3}(?:\(0\)[ -]?)?(?:[()/ -]{0,3}[0-9]){5,12}(?!\d)|"
    r"(?<![\w.,])(?:\+|00)(?:358|4[0-9]|372)\.[0-9]{1,4}(?:[. -]?[0-9]){4,9}(?!\d)"
)
_LANDLINE = re.compile(
    r"(?<![\w+/-])(?<!\d[.,])(?<!klo )(?<!kello )(?<!klo\.)"
    r"(?:\(0(?:[235689]|1[0-9]|2[0-9]|[678]00)\)|0(?:[235689]|1[0-9]|2[0-9]|[678]00|7[0-9]))"
    rf"{_STEP}[0-9](?:[ -]?[0-9]){{4,8}}(?![\d-])(?!,\d)"
)
_NAMED_PHONE = re.compile(
    rf"{_NO_WORD_BEFORE}(?:puh(?:elin)?(?:numero\w{{0,6}})?|soita|soittaa|numeroon|p|tel|tfn|gsm|phone|mobile|ring)[.:]?"
    r"[: ]{0,3}(?:on |numeroon |nro )?([0-9](?:[ -]?[0-9]){4,11})(?!\d)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\+?[0-9]{1,3}(?: 000| [0-9]{3}){2,}")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}[ -]+(?:19|20)[0-9]{2}\Z")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15

_PLATE = re.compile(r"(?<![\w-])(?!(?:EU|YK|PL|PB|ISO|USB|MP|PK|SM|EM|MM|NRO)-)[A-ZÅÄÖ]{2,3}-[0-9]{1,3}(?![\w-])")
_NAMED_PLATE = re.compile(
    r"(?:(?i:rekkari|auto|mopo|moottoripyörä|bil|car|rekisteri|register)\w{0,12}[ :]{1,2}"
    r"(?:(?:on|är|is|nro|nr)[ :]{1,2})?)"
    r"((?:[A-ZÅÄÖ]{2,3}[ -]|[a-zåäö]{2,3}-)[0-9]{1,3}|[0-9]{1,3}[ -][A-ZÅÄÖ]{2,3})(?![\w-])"
)
_BORN = (
    rf"{_NO_WORD_BEFORE}(?:s|synt|syntynyt|synnyin|synt(?:ymä|\.)aika\w{{0,3}}|född|f|born|dob|födelsetid|"
    r"date of birth)\.?:?[ ]?(?:on |den |the )?"
)
_MONTH = (
    r"(?:(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu(?:n|ta)?|"
    r"(?:jan|feb|mar|apr|ma[ijy]|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]{0,7}\.?)"
)
_BIRTH = re.compile(
    rf"{_BORN}((?:[0-9]{{1,2}}(?:\.[ ]?|[ ]?/[ ]?)[0-9]{{1,2}}(?:\.[ ]?|[ ]|[ ]?/[ ]?)(?:19|20)?[0-9]{{2}}|"
    rf"[0-9]{{1,2}}\.?(?:st|nd|rd|th)?[ ]{_MONTH}[ ](?:19|20)[0-9]{{2}}|(?:19|20)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}|"
    rf"[0-3][0-9][01][0-9](?:19|20)?[0-9]{{2}}-?)){_NO_WORD_AFTER}",
    re.IGNORECASE,
)
# An association is born in a year, too.
_BIRTH_YEAR = re.compile(rf"{_BORN}(?:vuonna |år |in )?((?:19|20)[0-9]{{2}}){_NO_WORD_AFTER}(?!-)", re.IGNORECASE)
_OLD_DATE = re.compile(rf"(?<![\w.])[0-9]{{1,2}}\.[ ]?[0-9]{{1,2}}\.[ ]?(?:19[0-9]{{2}}|200[0-9]){_NO_WORD_AFTER}")


def codes_in(text: str) -> Iterator[Found]:
    """Yield the codes, numbers and addresses of a text; what one of them takes, none of the next sees.

    Args:
        text: A text with plain spaces, hyphens and digits.
    """
    left = text
    # Most answers hold neither, and to look for each costs more than all the rest.
    finders = (*(_ANY if _REACHING.search(text) else ()), *(_OF_DIGITS if _DIGIT.search(text) else ()))
    for finder in finders:
        if found := list(finder(left)):
            left = _blanked(left, found)
            yield from found


def _blanked(text: str, found: Iterable[Found]) -> str:
    signs = list(text)
    for one in found:
        signs[one.start : one.end] = "\0" * (one.end - one.start)
    return "".join(signs)


def _emails(text: str) -> Iterator[Found]:
    end = 0
    for at in _AT.finditer(text):
        local = _BEFORE_AT.search(text, max(end, at.start() - _LONGEST_LOCAL), at.start())
        domain = _AFTER_AT.match(text, at.end())
        if local is None or domain is None:
            continue
        plain = at.group().strip().casefold() == "at"
        # "Meet at example.org" is English, "matti.m at example.org" and "matti at example dot org" are not.
        if plain and not re.search(r"[._\d]", local.group()) and not _SPOKEN_DOT.search(domain.group()):
            continue
        end = domain.end()
        yield Found(local.start(), end, "email", "form")


def _urls(text: str) -> Iterator[Found]:
    for found in _URL.finditer(text):
        yield Found(found.start(), found.start() + len(found.group().rstrip(_AFTER_URL)), "url", "form")


def _identity_codes(text: str) -> Iterator[Found]:
    for found in _IDENTITY.finditer(text):
        compact = re.sub(r"[\s.]", "", found.group())
        right = has_identity_code(compact)
        alone = not (
            text[max(0, found.start() - 1) : found.start()].isalnum() or text[found.end() : found.end() + 1].isalnum()
        )
        # "150120 a 200 k" is no mistyped code, nor is a part of a longer one.
        if right or (alone and "." not in found.group() and (compact == found.group() or not compact[6].isalpha())):
            yield _digits(*found.span(), "identity_code", right=right)


def _ibans(text: str) -> Iterator[Found]:
    for found in _IBAN.finditer(text):
        length = iban_length(found.group()[:2])
        rest = _IBAN_REST.match(text, found.end())
        if length is None or rest is None:
            continue
        places = [place for place in range(found.start(), rest.end()) if text[place].isalnum()][:length]
        end = places[-1] + 1
        right = len(places) == length and has_iban("".join(text[place] for place in places))
        # Words may follow without a space; then the digits alone tell where it ends.
        if right or (len(places) == length and not text[end : end + 1].isalnum()):
            yield _digits(found.start(), end, "account", right=right)


def _cards(text: str) -> Iterator[Found]:
    for found in _CARD.finditer(text):
        digits = [int(sign) for sign in found.group() if sign.isdigit()]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[::2]]
        if not _FOUR_YEARS.fullmatch(found.group()):
            yield _digits(*found.span(), "account", right=(sum(doubled) + sum(digits[1::2])) % 10 == 0)


def _old_accounts(text: str) -> Iterator[Found]:
    for found in _OLD_ACCOUNT.finditer(text):
        if not found.group().endswith("000"):
            named = "tili" in text[max(0, found.start() - 30) : found.start()].casefold()
            yield Found(*found.span(), "account", "context" if named else "form", certain=named)


def _business_ids(text: str) -> Iterator[Found]:
    for pattern in (_BUSINESS, _VAT):
        for found in pattern.finditer(text):
            right = is_business_id(found.group().replace(" ", "").replace("FI-", "FI"))
            # Six digits and one more are many things.
            if right or sum(sign.isdigit() for sign in found.group()) > _FEWEST_DIGITS:
                yield _digits(*found.span(), "business_id", right=right)


def _digits(start: int, end: int, kind: Kind, *, right: bool) -> Found:
    return Found(start, end, kind, "check digits" if right else "wrong check digit", certain=right)


def _phones(pattern: re.Pattern[str]) -> _Finder:
    def finder(text: str) -> Iterator[Found]:
        for found in pattern.finditer(text):
            number = found.group()
            if _can_be_called(number):
                # "(040 123 4567)": its brackets are the sentence's, those of "(040) 123 4567" are the number's.
                outer = number.startswith("(") and ")" not in number
                yield Found(found.start() + outer, found.end(), "phone", "form")

    return finder


def _can_be_called(number: str) -> bool:
    digits = sum(sign.isdigit() for sign in number)
    if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS or _YEARS.search(number):
        return False
    return "358" in number[:5] or _THOUSANDS.fullmatch(number) is None or number.startswith("0")


def _by(pattern: re.Pattern[str], kind: Kind, rule: str, *, certain: bool = True) -> _Finder:
    """Return a finder of what a pattern finds: its first group where it has one."""

    def finder(text: str) -> Iterator[Found]:
        for found in pattern.finditer(text):
            yield Found(*found.span(pattern.groups), kind, rule, certain=certain)

    return finder


_ANY: tuple[_Finder, ...] = (
    _emails,
    _urls,
    _by(_CUT_EMAIL, "email", "form", certain=False),
    _by(_HANDLE, "handle", "form"),
    _by(_NAMED_HANDLE, "handle", "context", certain=False),
)
_OF_DIGITS: tuple[_Finder, ...] = (
    _ibans,
    _identity_codes,
    _by(_MASKED, "birth_date", "form"),
    _by(_HALF_IDENTITY, "birth_date", "form", certain=False),
    _by(_NAMED_BUSINESS, "business_id", "context"),
    _business_ids,
    _by(_REGISTER, "register_number", "context"),
    _cards,
    addresses_in,
    _phones(_ABROAD),
    _phones(_MOBILE),
    _phones(_LANDLINE),
    _by(_NAMED_PHONE, "phone", "context"),
    _old_accounts,
    postal_codes_in,
    _by(_BIRTH, "birth_date", "context"),
    _by(_BIRTH_YEAR, "birth_date", "context", certain=False),
    _by(_OLD_DATE, "birth_date", "form", certain=False),
    _by(_PLATE, "vehicle", "form", certain=False),
    _by(_NAMED_PLATE, "vehicle", "context", certain=False),
)
