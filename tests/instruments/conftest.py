"""One instrument with every kind of question, as the contract writes it."""

from __future__ import annotations

import pytest

from verkosto.dates import Period
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.text import LocalText


@pytest.fixture
def kysely() -> Instrument:
    return Instrument(
        id="tukirakenne-2020",
        title=LocalText(fi="Tukirakennekysely"),
        fieldwork=Period("2020-02", "2020-03"),
        area_date="2020-03-01",
        sampling="open_link",
        unit_id="jarjesto",
        columns=(
            Column("aika", header="Vastausaika", role="time"),
            Column("jarjesto", header="Järjestön nimi", role="unit_id"),
            Column("sposti", header="Sähköposti", role="email"),
        ),
        questions=(
            AreaQuestion(id="kunta", text="Kotikunta", area_type="kunta"),
            SingleChoice(
                id="malli_a",
                text=LocalText(fi="Kannatatko mallia?", sv="Stöder du modellen?"),
                aliases=("Malli A",),
                options=(
                    Option("k", "Kannatan", number=1),
                    Option("e", "En kannata"),
                    Option("eos", LocalText("En osaa sanoa", sv="Vet inte"), kind="dont_know"),
                ),
            ),
            MultipleChoice(
                id="palvelut",
                text="Mitä palveluja?",
                asked_if={"malli_a": ("k", "eos")},
                options=(Option("tilat", "Tilat"), Option("muu", "Muu, mikä?", free_text=True)),
            ),
            Matrix(
                id="vaittamat",
                text="Mitä mieltä olet?",
                rows=(Option("r1", "Tuki on lähellä"), Option("r2", "Tuki riittää")),
                scale=Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä"))),
            ),
            Number(id="jasenia", text="Jäseniä", minimum=0, unit="jäsentä"),
            Text(id="perustelu", text="Perustele: miksi?"),
            Date(id="pvm", text="Milloin?", order="mdy"),
            Ranking(id="jarjestys", text="Järjestä", options=(Option("a", "Lähituki"), Option("b", "Etätuki"))),
            Nps(id="suosittelu", text="Suosittelisitko?"),
        ),
    )
