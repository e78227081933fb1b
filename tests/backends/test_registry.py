"""The registry: the package's own backends, plugins, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_backends import BUILT_IN, Made, install, plugin

from verkosto.backends import Backend, _registry, backends, get
from verkosto.errors import BackendConflictError, BackendError, UnknownBackendError


@pytest.fixture(autouse=True)
def _forget_what_was_loaded() -> Iterator[None]:
    yield
    _registry._load.cache_clear()


@pytest.mark.parametrize("name", ["csv", "excel", "webropol"])
def test_the_three_of_the_package_are_installed_under_their_own_names(name: str) -> None:
    backend = get(name)
    assert isinstance(backend, Backend)
    assert backend.name == name
    assert backends()[name] == backend
    assert "\n" not in backend.summary
    assert all(isinstance(meaning, str) and meaning for _, meaning in backend.options.values())


def test_backends_are_listed_in_the_order_of_their_names() -> None:
    assert list(backends()) == sorted(backends())


@pytest.mark.parametrize(("name", "near"), [("webropoli", "'webropol'"), ("CSV", "'csv'"), ("exel", "'excel'")])
def test_an_unknown_name_is_told_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UnknownBackendError, match=f"Did you mean {near}") as caught:
        get(name)
    assert f"Installed: {', '.join(sorted(BUILT_IN))}" in str(caught.value)
    assert isinstance(caught.value, LookupError)


def test_a_name_like_no_other_is_told_what_there_is() -> None:
    with pytest.raises(UnknownBackendError, match="Installed: csv") as caught:
        get("qqqq")
    assert "Did you mean" not in str(caught.value)


@pytest.mark.parametrize("name", [7, ["csv"], Made(), None])
def test_a_name_is_text(name: object) -> None:
    with pytest.raises(UnknownBackendError, match=r"named by text, not by .*Installed: csv"):
        get(name)  # type: ignore[arg-type]


def test_where_nothing_is_installed_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, built_in=False)
    assert dict(backends()) == {}
    with pytest.raises(UnknownBackendError, match="none: is the package installed"):
        get("csv")


def test_a_plugin_is_a_backend_like_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "lisaosa", Kyselynetti=lambda: Made("kyselynetti"))
    install(monkeypatch, ("kyselynetti", "lisaosa:Kyselynetti"))
    assert list(backends()) == sorted([*BUILT_IN, "kyselynetti"])
    assert get("kyselynetti") is backends()["kyselynetti"]


def test_two_plugins_of_one_name_are_refused_with_both_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "yksi", B=lambda: Made("sama"))
    plugin(monkeypatch, "kaksi", B=lambda: Made("sama"))
    install(monkeypatch, ("sama", "yksi:B"), ("sama", "kaksi:B"))
    for ask in (lambda: get("sama"), backends):
        with pytest.raises(BackendConflictError, match="two plugins give a backend 'sama'") as caught:
            ask()
        assert "yksi:B of an unknown package" in str(caught.value)
        assert "kaksi:B of an unknown package" in str(caught.value)
        assert "Uninstall one" in str(caught.value)
    # Who asks for another by name is not in doubt.
    assert get("csv").name == "csv"


def test_the_package_s_own_names_are_not_to_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "valtaaja", B=lambda: Made("csv"))
    install(monkeypatch, ("csv", "valtaaja:B"))
    with pytest.raises(BackendConflictError, match=r"verkosto\.backends:CsvBackend.*valtaaja:B"):
        get("csv")


def test_one_package_found_twice_on_the_path_is_no_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ("csv", "verkosto.backends:CsvBackend"))
    assert sorted(backends()) == sorted(BUILT_IN)
    assert get("csv").name == "csv"


@pytest.mark.parametrize(
    ("value", "cause"),
    [
        ("ei_ole_olemassa:B", ModuleNotFoundError),
        ("vajaa:Puuttuu", AttributeError),
        ("vajaa:hajoaa", ZeroDivisionError),
        ("vajaa:not_callable", TypeError),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_named_with_its_cause(
    monkeypatch: pytest.MonkeyPatch, value: str, cause: type[Exception]
) -> None:
    plugin(monkeypatch, "vajaa", hajoaa=lambda: 1 / 0, not_callable="text")
    install(monkeypatch, ("rikki", value))
    for ask in (lambda: get("rikki"), backends):
        with pytest.raises(BackendConflictError, match=f"{cause.__name__}.*Repair or uninstall") as caught:
            ask()
        assert isinstance(caught.value.__cause__, cause)
        assert isinstance(caught.value, BackendError)
        assert f"'rikki' ({value})" in str(caught.value)
    assert get("csv").name == "csv"


def test_what_lacks_the_parts_of_a_backend_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "muu", Jokin=object)
    install(monkeypatch, ("jokin", "muu:Jokin"))
    with pytest.raises(BackendConflictError, match=r"is no backend: it lacks .*Repair"):
        get("jokin")


def test_entry_point_and_class_bear_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "nimet", B=lambda: Made("toinen"))
    install(monkeypatch, ("ensimmainen", "nimet:B"))
    with pytest.raises(BackendConflictError, match=r"'ensimmainen'.*calls itself 'toinen'"):
        get("ensimmainen")
