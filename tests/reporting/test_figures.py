from __future__ import annotations

from verkosto.reporting._figures import interval_name


def test_a_level_has_the_decimals_that_it_needs() -> None:
    assert interval_name(0.95, (), "fi") == "95\xa0%:n luottamusväli"
    assert interval_name(0.975, (), "sv") == "97,5\xa0% konfidensintervall"


def test_an_interval_names_its_methods() -> None:
    named = interval_name(0.9, ("wilson", "korn_graubard"), "en")
    assert named == "90% confidence interval (Wilson; Korn–Graubard where the share is 0% or 100%)"


def test_a_method_without_a_wording_keeps_its_name() -> None:
    assert "(bootstrap)" in interval_name(0.95, ("bootstrap",), "fi")
