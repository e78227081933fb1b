"""The log of clearances: who, when, what was changed, and never a word of the answer."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from quotable_survey import SECRETS, coding

import verkosto as vk
from verkosto import themes
from verkosto.errors import DisclosureError, OptionError, SourceError, TableFormatError

CODING = coding()
SCRUBBER = themes.Scrubber(["Matti Meikäläinen", "Liisa Virta"], lang="fi")


@pytest.fixture
def log(tmp_path: Path) -> themes.ClearanceLog:
    return themes.ClearanceLog(tmp_path / "sitaatit.jsonl")


def excerpt(answer: str = "v1salainen") -> themes.Excerpt:
    return themes.Excerpt.of(CODING, answer, themes="tilat", scrubber=SCRUBBER)


def test_a_clearance_is_noted_with_what_was_changed(log: themes.ClearanceLog) -> None:
    made = excerpt("v9").keep(0, why="sanonta").edit({"Toinen": "Eräs"}, why="selvyys").shorten(drop="Rahaa puuttuu.")
    cleared = made.clear("Analyytikko", "2024-05-01", log=log)
    (entry,) = log
    assert (entry.outcome, entry.by, str(entry.on)) == ("cleared", "Analyytikko", "2024-05-01")
    assert (entry.question, entry.themes, entry.answer) == ("toive", ("tilat",), None)
    assert entry.alterations == cleared.log
    assert [(one.what, one.number, one.kind, one.rule, one.replacement, one.why) for one in entry.alterations] == [
        ("mark", 1, "person", "register", None, ""),
        ("keep", 1, "person", "register", None, "sanonta"),
        ("edit", None, None, None, None, "selvyys"),
        ("shorten", None, None, None, None, ""),
    ]
    assert log.stands(cleared)
    assert log.stands(cleared.quotation)
    assert not log.stands(excerpt("v2").clear("A"))


def test_no_word_of_the_answer_stands_in_the_file(log: themes.ClearanceLog) -> None:
    cleared = excerpt().clear("A", log=log)
    assert [one.replacement for one in cleared.log] == ["[henkilö]"]
    with pytest.raises(DisclosureError):
        excerpt("v9").clear("A", log=log)
    cleared.withdraw("A", why="pyydettiin", log=log)
    text = log.path.read_text("utf-8")
    for word in (*SECRETS, "vaali", "Virta", "v9", "Rahaa"):
        assert word not in text
    # Nor a digest that names or ids could be tried against.
    for guess in (excerpt().original, "v1salainen", "v9", excerpt("v9").original, excerpt("v9").text):
        assert hashlib.sha256(guess.encode()).hexdigest()[:8] not in text


def test_the_same_excerpt_is_noted_once_until_something_happens(log: themes.ClearanceLog) -> None:
    cleared = excerpt().clear("A", "2024-05-01", log=log)
    assert excerpt().clear("A", "2024-05-01", log=log).text == cleared.text
    assert log.add(cleared) == next(iter(log))
    assert len(list(log)) == 1
    excerpt().clear("B", "2024-05-02", log=log)
    cleared.withdraw(" A ", why=" vastaaja pyysi ", on="2024-06-01", log=log)
    assert not log.stands(cleared)
    assert [(one.outcome, one.by, one.why) for one in log][-1] == ("withdrawn", "A", "vastaaja pyysi")
    excerpt().clear("A", "2024-05-01", log=log)
    assert [one.outcome for one in log] == ["cleared", "cleared", "withdrawn", "cleared"]
    assert log.stands(cleared)


def test_a_refusal_is_noted_without_its_words(log: themes.ClearanceLog) -> None:
    for _ in range(2):
        with pytest.raises(DisclosureError, match="doubtful"):
            excerpt("v9").clear(" A ", "2024", log=log)
    entries = list(log)
    assert [(one.outcome, one.by, str(one.on), one.quotation) for one in entries] == [
        ("refused", "A", "2024", None)
    ] * 2
    assert entries[0].alterations[0].replacement == "[henkilö?]"


def test_with_a_key_the_answer_can_be_found_again(tmp_path: Path) -> None:
    key = vk.Pseudonyms("8d969eef6ecad3c29a3a629280e686cf")
    log = themes.ClearanceLog(tmp_path / "sitaatit.jsonl", key=key)
    excerpt().clear("A", log=log)
    (entry,) = log
    assert entry.answer == key.pseudonym("v1salainen", of="answer", survey="toive")
    assert "v1salainen" not in log.path.read_text("utf-8")


def test_what_is_no_log_and_no_key_is_refused(tmp_path: Path) -> None:
    for decide in (excerpt().clear, lambda by, log: excerpt().clear("A").withdraw(by, why="pyydettiin", log=log)):
        with pytest.raises(OptionError, match=r"log is a ClearanceLog, .*not str"):
            decide("A", log="sitaatit.jsonl")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r"key is a vk\.Pseudonyms, not str"):
        themes.ClearanceLog(tmp_path / "a.jsonl", key="salasana")  # type: ignore[arg-type]
    nowhere = themes.ClearanceLog("a\0.jsonl")
    for use in (lambda: list(nowhere), lambda: nowhere.refused(excerpt(), by="A")):
        with pytest.raises(SourceError, match="null"):
            use()


def test_no_reason_names_somebody_of_the_register_in_any_form() -> None:
    for why in (
        "Meikäläisen toive",
        "kysyin Matilta",
        "Kuvitelman kissaystävien pyyntö",
        "Virralle luvattiin",
        "040 123 4567",
    ):
        with pytest.raises(OptionError, match="repeats words") as refused:
            excerpt().edit("Tilat ovat kalliit.", why=why)
        assert why not in str(refused.value)
    assert excerpt().edit("Tilat ovat kalliit.", why="Lyhyempi, sana eikä nimi").edits[0].why


def test_only_what_is_cleared_is_noted_as_cleared(log: themes.ClearanceLog) -> None:
    with pytest.raises(DisclosureError, match="only excerpts that are cleared"):
        log.add(excerpt())
    assert list(log) == []
    assert not log.stands(excerpt())
    assert repr(log) == "<ClearanceLog 'sitaatit.jsonl'>"


def test_a_line_that_was_changed_is_named(log: themes.ClearanceLog) -> None:
    excerpt("v2").clear("A", log=log)
    line = log.path.read_text("utf-8").strip()
    changed = json.loads(line)
    for broken in (
        "ei", "[]", "{}", json.dumps({**changed, "by": "B"}), json.dumps({**changed, "schema": "muu/1"}),
        json.dumps({**changed, "outcome": "muu"}), json.dumps({**changed, "alterations": [{"x": 1}]}),
        json.dumps({**changed, "on": "eilen"}),
    ):  # fmt: skip
        log.path.write_text(f"{line}\n\n{broken}\n", "utf-8")
        with pytest.raises(TableFormatError, match=r"^sitaatit.jsonl, line 3: .*Take the line back"):
            list(log)


def test_a_file_without_its_last_end_and_files_that_cannot_be_used(log: themes.ClearanceLog, tmp_path: Path) -> None:
    excerpt("v2").clear("A", log=log)
    log.path.write_bytes(log.path.read_bytes().rstrip())
    excerpt("v2").clear("B", log=log)
    assert [entry.by for entry in log] == ["A", "B"]
    log.path.write_bytes(b"\xff")
    with pytest.raises(TableFormatError, match="the file is no UTF-8 text"):
        list(log)
    folder = themes.ClearanceLog(tmp_path)
    with pytest.raises(SourceError, match="the log cannot be read"):
        list(folder)
    with pytest.raises(SourceError, match="the log cannot be written"):
        folder.refused(excerpt(), by="A")
