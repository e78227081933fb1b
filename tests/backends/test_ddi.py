from __future__ import annotations

from pathlib import Path

import pytest
from ddi_files import ARCHIVED, book, write_book

from verkosto.backends import DdiBackend, Strength, infer, read
from verkosto.errors import BackendError, SourceError
from verkosto.instruments import Draft, Instrument
from verkosto.samples import instrument, path


def test_a_codebook_is_found_by_its_content(tmp_path: Path) -> None:
    source = write_book(tmp_path, ARCHIVED, "koodikirja.txt")
    evidence = DdiBackend().detect(source)
    assert (evidence.strength, evidence.reasons) == (Strength.CERTAIN, ("a DDI codebook 2.5",))
    assert DdiBackend().detect(write_book(tmp_path, book(space=""))).reasons == ("a DDI codebook",)
    draft = infer(source)
    assert isinstance(draft, Draft)
    assert (draft.id, len(draft.questions)) == ("FSD9901", 7)


@pytest.mark.parametrize("text", ["<html/>", "a;b\n1;2\n", "<document><LimeSurveyDocType/></document>", ""])
def test_other_files_are_none(text: str, tmp_path: Path) -> None:
    assert DdiBackend().detect(write_book(tmp_path, text)).strength == Strength.NONE


def test_what_cannot_be_opened_is_none(tmp_path: Path) -> None:
    assert DdiBackend().detect(tmp_path).strength == Strength.NONE


def test_answers_are_nothing_of_it(tmp_path: Path) -> None:
    assert DdiBackend().detect(path("tukirakenne")).strength == Strength.NONE


def test_id_and_title_are_handed_on(tmp_path: Path) -> None:
    draft = infer(write_book(tmp_path, ARCHIVED), backend="ddi", id="oma", title="Oma")
    assert (draft.id, draft.title.fi) == ("oma", "Oma")


def test_a_codebook_holds_no_answers(tmp_path: Path) -> None:
    source = write_book(tmp_path, ARCHIVED)
    with pytest.raises(SourceError) as caught:
        read(source, Instrument.from_ddi(source))
    assert str(caught.value) == (
        "koodikirja.xml is a DDI codebook, which holds no answers. Read the data file beside it, with the codebook "
        "that `verkosto codebook draft` makes of this file."
    )
    assert not isinstance(caught.value, BackendError)


def test_a_data_file_binds_by_the_names_of_the_variables(tmp_path: Path) -> None:
    codes = "".join(f"<catgry><catValu>{n}</catValu><labl>L{n}</labl></catgry>" for n in (1, 2))
    asked = f'<var name="q 1"><qstn><qstnLit>Miksi?</qstnLit></qstn>{codes}</var>'
    codebook = infer(write_book(tmp_path, book(f'<var name="paino" wgt="wgt"/>{asked}')))
    data = tmp_path / "data.csv"
    data.write_text("paino,q 1\n0.5,2\n1.5,1\n", "utf-8")
    answers = read(data, codebook)
    assert answers.frame["q_1"].tolist() == ["2", "1"]
    assert answers.frame["paino"].tolist() == [0.5, 1.5]
    assert answers.issues == ()


def test_a_sample_comes_back(tmp_path: Path) -> None:
    kysely = instrument("tukirakenne")
    kysely.to_ddi(tmp_path / "kysely.xml")
    draft = infer(tmp_path / "kysely.xml")
    assert (draft.instrument, draft.guesses) == (kysely, ())
