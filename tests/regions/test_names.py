"""The tables of forms, aliases and words for kinds, against the register and against one another."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from verkosto import regions
from verkosto.regions import _names, _tables
from verkosto.regions._readings import PLAIN_KINDS, chosen
from verkosto.regions._spelling import key_of

DATA = Path(_tables.__file__).with_name("data")
ENDINGS = {"gen": ("n",), "ine": ("ssa", "ssä"), "ela": ("sta", "stä"), "ade": ("lla", "llä"), "abl": ("lta", "ltä")}
ENDINGS |= {"all": ("lle",), "ess": ("na", "nä"), "tra": ("ksi",)}


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FORMS = rows("name_forms")


def test_every_region_and_municipality_has_its_forms() -> None:
    known = {(row["area_type"], row["code"]) for row in FORMS}
    assert len(known) == len(FORMS)
    assert known >= {(kind, code) for kind in PLAIN_KINDS for code in _tables.area_facts(kind)}
    assert all(code in _tables.area_facts(kind) for kind, code in known)
    plain = [row for row in FORMS if row["area_type"] in PLAIN_KINDS]
    assert len(plain) == 19 + 336
    assert sum(form != "" for row in plain for case in _names.CASES for form in row[case].split("|")) == 3931


def test_the_nominative_is_the_name_and_every_case_has_its_ending() -> None:
    for row in FORMS:
        name = _tables.area_facts(row["area_type"])[row["code"]].name.fi
        assert name in row["nom"].split("|")
        for case, endings in ENDINGS.items():
            # "Koskella Tl" and "Koski Tl:n" inflect another part than the last.
            forms = [form for form in row[case].split("|") if form and " Tl" not in form]
            assert all(form.endswith(endings) for form in forms), (name, case)


def test_marks_name_cases_that_are_there() -> None:
    assert {row["name"] for row in FORMS} == {"", "surname", "given_name", "company"}
    for row in FORMS:
        marked = row["word"].split()
        assert set(marked) <= set(_names.CASES)
        assert all(row[case] for case in marked), row["nom"]


def test_no_form_is_shared_by_two_regions_or_municipalities() -> None:
    for key, spellings in _names.names().by_key.items():
        meant = {(s.area_type, s.code) for s in chosen(spellings, PLAIN_KINDS)}
        assert len(meant) <= 1, key


def test_within_a_kind_only_versions_of_nuts_share_forms() -> None:
    shared = Counter[str]()
    for spellings in _names.names().by_key.values():
        for kind in {s.area_type for s in spellings}:
            shared[kind] += len({s.code for s in chosen(spellings, (kind,))}) > 1
    assert {kind for kind, count in shared.items() if count} == {"nuts3"}


def test_the_fast_keys_of_the_tables_are_the_keys_of_texts() -> None:
    aliases = rows("aliases")
    texts = [form for row in FORMS for case in _names.CASES for form in row[case].split("|") if form]
    texts += [row["name"] for row in aliases] + [f for row in aliases for f in row["forms"].split("; ") if f]
    texts += [word for row in rows("kind_words") for word in row["words"].split("; ")]
    for text in texts:
        assert _names._key(text) == key_of(text), text


def test_the_names_of_all_areas_have_keys() -> None:
    known = _names.names().by_key
    for kind in regions.area_types():
        for code, facts in _tables.area_facts(kind.code).items():
            for name in filter(None, (facts.name.fi, facts.name.sv, facts.name.en)):
                key = key_of(name)
                assert key is not None
                assert (kind.code, code) in {(s.area_type, s.code) for s in known[key]}, name


def test_an_alias_is_no_name_and_stands_once() -> None:
    seen = set()
    for row in rows("aliases"):
        facts = _tables.area_facts(row["area_type"])[row["code"]]
        assert row["name"] not in (facts.name.fi, facts.name.sv, facts.name.en)
        assert row["note"]
        assert row["lang"] in {"fi", "sv", "en", "se", "smn", "sms"}
        assert row["use"] in {"name", "kind", "stem"}
        assert row["word"] in {"", "yes"}
        key = row["area_type"], row["code"], row["name"]
        assert key not in seen
        seen.add(key)


def test_words_for_kinds_are_known_kinds_in_known_places() -> None:
    kinds = {kind.code for kind in regions.area_types()}
    for row in rows("kind_words"):
        assert row["area_type"] in kinds
        assert row["place"] in {"before", "after"}
        assert len(set(row["words"].split("; "))) == len(row["words"].split("; "))


@pytest.mark.parametrize(
    ("name", "kind", "stem"),
    [
        ("Keski-Suomen hyvinvointialue", "hyvinvointialue", "Keski-Suomen"),
        ("Keski-Suomen hyvinvointialue", "maakunta", None),
        ("NTM-centralen i Nyland", "ely", "Nyland"),
        ("Landskapet Ålands", None, "Ålands"),
        ("Vakka-Suomi", None, None),
        ("Ahvenanmaan maakunnan vaalipiiri", "vaalipiiri", "Ahvenanmaan maakunnan"),
    ],
)
def test_the_word_for_the_kind_is_taken_off(name: str, kind: str | None, stem: str | None) -> None:
    assert _names.kind_words().stem(name, kind) == stem
