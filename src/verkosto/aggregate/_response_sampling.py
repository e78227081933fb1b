"""What the way of sampling, and the design of a call, mean for a table's intervals."""

from __future__ import annotations

from verkosto.aggregate._design import Design
from verkosto.instruments import Sampling
from verkosto.text import LocalText

__all__ = ["sampling_notes"]

_OPEN_LINK = LocalText(
    fi="Kyselyyn saattoi vastata kuka tahansa avoimesta linkistä. Luottamusvälit olettavat satunnaisotannan "
    "eivätkä kerro, kuinka hyvin vastaajat edustavat kaikkia.",
    sv="Vem som helst kunde svara via en öppen länk. Konfidensintervallen förutsätter ett slumpmässigt urval och "
    "säger inget om hur väl de svarande representerar alla.",
    en="Anyone could answer through an open link. The intervals assume random sampling and do not say how well "
    "the respondents represent everybody.",
)
_UNKNOWN = LocalText(
    fi="Otantatapaa ei ole ilmoitettu. Luottamusvälit olettavat satunnaisotannan.",
    sv="Urvalsmetoden är inte angiven. Konfidensintervallen förutsätter ett slumpmässigt urval.",
    en="How the respondents were chosen is not stated. The intervals assume random sampling.",
)
_SAMPLE = LocalText(
    fi="Kysyttiin otokselta. Luottamusvälit olettavat, etteivät vastaamatta jättäneet poikkea vastanneista.",
    sv="Ett urval tillfrågades. Konfidensintervallen förutsätter att de som inte svarade inte avviker från dem som "
    "svarade.",
    en="A sample was asked. The intervals assume that those who did not answer do not differ from those who did.",
)
_CENSUS = LocalText(
    fi="Kysyttiin kaikilta. Luottamusvälit pitävät vastanneita satunnaisena osana niistä, joilta kysyttiin.",
    sv="Alla tillfrågades. Konfidensintervallen betraktar de svarande som en slumpmässig del av de tillfrågade.",
    en="Everybody was asked. The intervals take those who answered as a random part of those who were asked.",
)
_ALL_ANSWERED = LocalText(
    fi="Aineisto on laskettu niin, että siinä ovat kaikki: keskivirheet ovat 0, eikä luottamusväleillä ole leveyttä.",
    sv="Materialet räknas som om alla ingick: medelfelen är 0 och konfidensintervallen saknar bredd.",
    en="The data are counted as everybody there is: standard errors are 0, and the intervals have no width.",
)
_NOTES: dict[Sampling, LocalText] = {
    "open_link": _OPEN_LINK,
    "unknown": _UNKNOWN,
    "sample": _SAMPLE,
    "census": _CENSUS,
}


def sampling_notes(sampling: Sampling, design: object = None) -> tuple[LocalText, ...]:
    """Return what must be said of the intervals.

    A census is a design of its own (`Design.census()`): then there is no chance in who answered. An instrument that
    says "census" says only that everybody was asked, and without that design the intervals speak of chance in
    answering. After an open link no design tells who might have answered, so its note stays.

    Args:
        sampling: The instrument's.
        design: The call's design; None where there is none.
    """
    if isinstance(design, Design) and design.fpc == (1.0,):
        return (_ALL_ANSWERED, _OPEN_LINK) if sampling == "open_link" else (_ALL_ANSWERED,)
    return (_NOTES[sampling],)
