from __future__ import annotations

from verkosto.reporting import _figures


def test_a_share_and_its_interval_as_finns_write_them() -> None:
    assert _figures.share_and_interval(0.7295, 0.691, 0.766, "fi") == "73\xa0% (69–77\xa0%)"
    assert _figures.share_and_interval(0.7295, 0.691, 0.766, "en") == "73% (69–77%)"


def test_what_is_missing_is_a_dash() -> None:
    assert _figures.share_and_interval(None, None, None, "fi") == "–"
    assert _figures.interval(None, 0.5, "fi") == "–"
    assert _figures.share_and_interval(0.5, None, None, "fi") == "50\xa0%"


def test_a_level_has_the_decimals_that_it_needs() -> None:
    assert _figures.level(0.95, "fi") == "95\xa0%"
    assert _figures.level(0.975, "sv") == "97,5\xa0%"


def test_an_interval_names_its_methods() -> None:
    assert _figures.interval_name(0.95, (), "fi") == "95\xa0%:n luottamusväli"
    named = _figures.interval_name(0.9, ("wilson", "korn_graubard"), "en")
    assert named == "90% confidence interval (Wilson; Korn–Graubard where the share is 0% or 100%)"


def test_a_method_without_a_wording_keeps_its_name() -> None:
    assert "(bootstrap)" in _figures.interval_name(0.95, ("bootstrap",), "fi")


def test_bases_are_one_number_or_a_range() -> None:
    assert _figures.base((562,), "fi") == "n = 562"
    assert _figures.base((5, 1200, 7), "fi") == "n = 5–1\xa0200"
    assert _figures.base((), "fi") == "n = 0"
