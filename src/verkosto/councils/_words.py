"""The words of a table of seats in Finnish, Swedish and English."""

from __future__ import annotations

from verkosto.organisations import Standing

__all__ = ["ROLES", "STANDINGS", "WORDS"]

_Words = dict[str, str]

ROLES: dict[str, _Words] = {
    "chair": {"fi": "puheenjohtaja", "sv": "ordförande", "en": "chair"},
    "vice_chair": {"fi": "varapuheenjohtaja", "sv": "vice ordförande", "en": "vice chair"},
    "secretary": {"fi": "sihteeri", "sv": "sekreterare", "en": "secretary"},
    "contact": {"fi": "yhteyshenkilö", "sv": "kontaktperson", "en": "contact person"},
    "secretariat": {"fi": "sihteeristö", "sv": "sekretariat", "en": "secretariat"},
    "coordinator": {"fi": "koordinoija", "sv": "samordnare", "en": "coordinator"},
    "initiator": {"fi": "aloitteentekijä", "sv": "initiativtagare", "en": "initiator"},
    "funder": {"fi": "rahoittaja", "sv": "finansiär", "en": "funder"},
    "member": {"fi": "jäsen", "sv": "medlem", "en": "member"},
    "deputy": {"fi": "varajäsen", "sv": "suppleant", "en": "deputy member"},
    "worker": {"fi": "työntekijä", "sv": "anställd", "en": "worker"},
}

STANDINGS: dict[Standing, _Words] = {
    "stated": {"fi": "ilmoitettu", "sv": "uppgivet", "en": "stated"},
    "imprecise": {"fi": "päivä epätarkka", "sv": "datum oprecist", "en": "day imprecise"},
    "disputed": {"fi": "lähteet eri mieltä", "sv": "källorna är oense", "en": "sources disagree"},
    "presumed": {"fi": "oletettu", "sv": "antaget", "en": "presumed"},
    "planned": {"fi": "suunniteltu", "sv": "planerat", "en": "planned"},
    "unknown": {"fi": "ei tiedossa", "sv": "okänt", "en": "not known"},
    "no": {"fi": "–", "sv": "–", "en": "–"},
}

WORDS: dict[str, _Words] = {
    "seat": {"fi": "Paikka tai tehtävä", "sv": "Plats eller uppdrag", "en": "Seat or office"},
    "holder": {"fi": "Haltija", "sv": "Innehavare", "en": "Holder"},
    "represents": {"fi": "Edustaa", "sv": "Företräder", "en": "Represents"},
    "term": {"fi": "Kausi", "sv": "Mandatperiod", "en": "Term"},
    "standing": {"fi": "Varmuus", "sv": "Visshet", "en": "Certainty"},
    "vacant": {"fi": "avoinna", "sv": "vakant", "en": "vacant"},
    "unknown": {"fi": "ei tiedossa", "sv": "okänd", "en": "not known"},
    "several": {"fi": "{} ({} paikkaa)", "sv": "{} ({} platser)", "en": "{} ({} places)"},
    "perhaps": {"fi": "{}; ehkä {}", "sv": "{}; kanske {}", "en": "{}; perhaps {}"},
    "also": {"fi": "{} (myös {})", "sv": "{} (även {})", "en": "{} (also {})"},
    "observed": {"fi": "mainittu: {}", "sv": "omnämnd: {}", "en": "observed: {}"},
    "planned": {"fi": "suunnitelma: {}", "sv": "plan: {}", "en": "plan: {}"},
    "places": {"fi": "paikkoja {}", "sv": "{} platser", "en": "{} places"},
    "held": {"fi": "haltija tiedossa {}", "sv": "{} med känd innehavare", "en": "{} with a known holder"},
    "open": {"fi": "avoinna {}", "sv": "{} vakanta", "en": "{} vacant"},
    "doubtful": {"fi": "ei tiedossa {}", "sv": "{} okända", "en": "{} not known"},
    "unstated": {"fi": "määrää ei ilmoitettu", "sv": "antalet ej uppgivet", "en": "number not stated"},
    "at_least": {"fi": "vähintään {}", "sv": "minst {}", "en": "at least {}"},
    "more": {"fi": "… ja {} riviä lisää", "sv": "… och {} rader till", "en": "… and {} rows more"},
    "partial": {
        "fi": "Kaikkia haltijoita ei ole julkaistu.",
        "sv": "Alla innehavare har inte offentliggjorts.",
        "en": "Not all holders have been published.",
    },
    "beyond": {
        "fi": "Aluetiedot päättyvät päivään {}, joten taulukko on siltä päivältä.",
        "sv": "Områdesuppgifterna slutar den dag som tabellen gäller: {}.",
        "en": "The register of areas ends on {}, so the table is for that day.",
    },
    "next": {"fi": "Seuraava kokous: {}", "sv": "Nästa möte: {}", "en": "Next meeting: {}"},
    "requests": {
        "fi": "Avoimia lausuntopyyntöjä: {}, joista määräaika ohitettu: {}",
        "sv": "Öppna begäranden om utlåtande: {}, av dem försenade: {}",
        "en": "Open requests for statements: {}, of them overdue: {}",
    },
}
