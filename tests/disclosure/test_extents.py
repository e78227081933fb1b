"""What facts mean, as sets of categories."""

from __future__ import annotations

from verkosto.disclosure._extents import Extents
from verkosto.disclosure._keys import KNOWN, MISSING


def test_codes_of_one_variable_exclude_one_another() -> None:
    extents = Extents()
    extents.categories("malli", ["k", "e"])
    assert extents.names(extents.meaning([("malli", "k")])) == {"malli": frozenset("k")}
    assert extents.meaning([("malli", "k"), ("malli", "e")]) == {"malli": 0}


def test_those_known_have_any_code_also_one_that_turns_up_later() -> None:
    extents = Extents()
    known = extents.meaning([("malli", KNOWN)])
    extents.categories("malli", ["k", "e"])
    assert extents.names(known) == {"malli": frozenset("ke")}
    missing = extents.names(extents.meaning([("malli", MISSING)]))
    assert len(missing["malli"]) == 7
    assert MISSING + "refused" in missing["malli"]


def test_a_name_with_a_second_meaning_lists_its_categories_and_is_understood_elsewhere() -> None:
    extents = Extents()
    whole, part = (extents.categories("malli", codes) for codes in (["k", "e", "eos"], ["k", "e"]))
    assert extents.define("malli", KNOWN, {"malli": whole}) == ("malli", KNOWN)
    fact = extents.define("malli", KNOWN, {"malli": part})
    assert fact == ("malli", "*\nmalli\tk\nmalli\te")
    other = Extents()
    assert other.names(other.meaning([fact])) == {"malli": frozenset("ke")}


def test_a_box_lists_its_answers_and_a_code_does_not() -> None:
    extents = Extents()
    box, code = extents.categories("scale", ["4", "5"]), extents.categories("scale", ["4"])
    assert extents.define("scale", "top2", {"scale": box}) == ("scale", "top2\nscale\t4\nscale\t5")
    assert extents.define("scale", "4", {"scale": code}) == ("scale", "4")


def test_several_codes_mean_what_each_of_them_means() -> None:
    extents = Extents()
    extents.define("maakunta", "06", {"kunta": extents.categories("kunta", ["837", "211"])})
    extents.define("maakunta", "13", {"kunta": extents.categories("kunta", ["179"])})
    fact = extents.several("maakunta", [("maakunta", "13"), ("maakunta", "06")])
    assert fact == extents.several("maakunta", [("maakunta", "06"), ("maakunta", "13")])
    assert extents.names(extents.meaning([fact])) == {"kunta": frozenset({"837", "211", "179"})}


def test_a_tick_implies_that_its_question_was_answered() -> None:
    extents = Extents()
    answered = extents.categories("q", ["answered"])
    ticked, blank = (extents.categories("q[a]", [code]) for code in "10")
    extents.imply("q[a]", ticked, "q", answered)
    extents.define("q", KNOWN, {"q": answered})
    assert extents.meaning([("q[a]", "1"), ("q", KNOWN)]) == {"q[a]": ticked}
    assert extents.meaning([("q[a]", "0"), ("q", KNOWN)]) == {"q[a]": blank, "q": answered}


def test_implied_twice_is_what_both_leave_possible() -> None:
    extents = Extents()
    both, one = extents.categories("q", ["answered", "dont_know"]), extents.categories("q", ["answered"])
    ticked = extents.categories("q[a]", ["1"])
    for answered in (both, one, both):
        extents.imply("q[a]", ticked, "q", answered)
    assert extents.implied["q[a]"].answered == one


def test_a_closed_root_takes_no_more_codes() -> None:
    extents = Extents()
    extents.categories("malli", ["k"])
    assert extents.takes("malli", "muu")
    extents.close("malli")
    assert (extents.takes("malli", "muu"), extents.takes("malli", "k")) == (False, True)


def test_a_root_without_categories_gets_one_for_those_who_have_a_value() -> None:
    extents = Extents()
    extents.reasons("jasenia")
    known = extents.meaning([("jasenia", KNOWN)])
    assert extents.names(known) == {"jasenia": frozenset()}
    extents.complete()
    assert extents.names(known) == {"jasenia": frozenset({"answered"})}
