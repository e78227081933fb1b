"""What is made of the readings of libvoikko, by a package of its name that knows a few words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from verkosto.errors import MissingExtraError
from verkosto.themes import _voikko, lemmatizer
from verkosto.themes._matching import spans
from verkosto.themes._patterns import parse
from verkosto.themes._voikko import Voikko

NOUN, VERB = {"CLASS": "nimisana"}, {"CLASS": "teonsana"}
# As libvoikko 4.3 reads them; of one word the verb is given first.
READINGS = {
    "tilaa": [
        {"BASEFORM": "tilata", "STRUCTURE": "=ppppp", **VERB},
        {"BASEFORM": "tila", "STRUCTURE": "=ppppp", **NOUN},
    ],
    "tiedottamista": [
        {"BASEFORM": "tiedottaa", "STRUCTURE": "=ppppppppppppp", "MOOD": "MINEN-infinitive", **VERB},
        {"BASEFORM": "tiedottama", "STRUCTURE": "=ppppppppppppp", "PARTICIPLE": "agent"},
    ],
    "Virtanen": [{"BASEFORM": "Virtanen", "STRUCTURE": "=ippppppp", "CLASS": "sukunimi"}],
    "EU:N": [{"BASEFORM": "EU", "STRUCTURE": "=jj:j", "CLASS": "lyhenne"}],
    "vertaistuki": [{"BASEFORM": "vertaistuki", "STRUCTURE": "=ppppppp=pppp", **NOUN}],
    "vertaistukea": [{"BASEFORM": "vertaistuki", "STRUCTURE": "=ppppppp=ppppp", **NOUN}],
    "vertainen": [{"BASEFORM": "vertainen", "STRUCTURE": "=ppppppppp", "CLASS": "laatusana"}],
    "tuki": [{"BASEFORM": "tuki", "STRUCTURE": "=pppp", **NOUN}],
    "keski-suomi": [{"BASEFORM": "Keski-Suomi", "STRUCTURE": "=ppppp-=ippppp", "CLASS": "paikannimi"}],
    "keski": [{"BASEFORM": "keski", "STRUCTURE": "=ppppp", **NOUN}],
    "maankäyttö": [{"BASEFORM": "maankäyttö", "STRUCTURE": "=pppp=pppppp", **NOUN}],
    "maan": [{"BASEFORM": "maa", "STRUCTURE": "=pppp", **NOUN}],
    "jota": [{"STRUCTURE": "=pppp"}],
}


class Fake:
    """The handle of the package."""

    def __init__(self, language: str) -> None:
        assert language == "fi"

    def analyze(self, word: str) -> list[dict[str, str]]:
        return READINGS.get(word, [])

    def getVersion(self) -> str:  # noqa: N802 - the package's own name
        return "4.3.1"


@pytest.fixture(autouse=True)
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    made = SimpleNamespace(Voikko=Fake, VoikkoException=type("VoikkoException", (Exception,), {}))
    kept = _voikko._voikko
    kept.cache_clear()
    monkeypatch.setitem(sys.modules, "libvoikko", made)
    yield made
    kept.cache_clear()


def test_a_word_has_all_of_its_readings_nouns_first() -> None:
    assert Voikko().lemmas(["tilaa", "tiedottamista", "virtanen", "eu:n"], "fi") == [
        ("tila", "tilata"), ("tiedottaminen", "tiedottaa", "tiedottama"), ("virtanen",), ("eu",),
    ]  # fmt: skip


def test_compounds_are_cut_where_libvoikko_cuts_them() -> None:
    words = ["vertaistukea", "keski-suomi", "maankäyttö", "tuki", "qwxzy"]
    assert Voikko().parts(words, "fi") == [("vertainen", "tuki"), ("keski", "suomi"), ("maa", "käyttö"), (), ()]
    assert len(spans("vertaistukea", "fi", parse("+tuki"), Voikko())) == 1


def test_other_words_go_to_another_lemmatizer() -> None:
    engine = Voikko().knowing(["lokal", "qwertö"])
    assert engine.lemmas(["qwertössä", "tuki", "jota"], "fi") == [("qwertö", "qwertössä"), ("tuki",), ("jota",)]
    assert engine.lemmas(["lokaler"], "sv") == [("lokal", "lokaler")]
    assert engine.parts(["möteslokaler"], "sv") == [("mötes", "lokal")]


def test_its_name_has_the_version() -> None:
    assert lemmatizer("voikko").name.startswith("voikko 4.3.1, ")
    assert repr(Voikko()) == f"<{Voikko().name}>"


@pytest.mark.parametrize("error", [OSError, "VoikkoException"])
def test_a_package_without_its_library_or_its_dictionary_is_told(
    package: SimpleNamespace, error: type[Exception] | str
) -> None:
    raised = getattr(package, error) if isinstance(error, str) else error

    def refusing(language: str) -> object:
        raise raised("no dictionary")

    package.Voikko = refusing
    with pytest.raises(MissingExtraError, match="apt install libvoikko1"):
        Voikko()
