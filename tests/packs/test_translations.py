from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.engagement.codec import programme_from_json, programme_to_json
from desktop.engagement.translations import fixed_words, lacking, own_words, told_in, tongue_of
from desktop.foundation.catalogues import Catalogue, write_po
from desktop.foundation.errors import Refusal
from desktop.packs.pack import check_pack, read_pack, read_programme
from desktop.packs.problems import PackRefused
from desktop.questionnaires.problems import Problem, Severity
from desktop.workflows.translate_pack import write_words
from desktop.xlsform.check import check_form
from desktop.xlsform.convert import read_form

from .builders import GOOD, write_pack

POLISH = '[[languages]]\ncode = "pl"\nlabel = "Polski"\n'
APPROVED = POLISH + 'approved_by = "A. Approver"\napproved_on = 2030-02-01\n'


def pack_with(folder: Path, languages: str = APPROVED) -> Path:
    return write_pack(
        folder / "pack", GOOD.replace("[[contact_questions]]", f"{languages}\n[[contact_questions]]", 1)
    )


def check(folder: Path) -> tuple[Problem, ...]:
    return check_pack(folder, read_form=read_form, check_form=check_form)


def told(folder: Path) -> list[str]:
    return [each.fault for each in check(folder) if "printed outside practice" in each.fault]


def marked(message: str, plural: str) -> tuple[str, ...]:
    return (f"[ż] {message}", f"[ż] {plural}") if plural else (f"[ż] {message}",)


def translate(folder: Path, *, but: int = 0) -> None:
    """Write marks for all words that the pack needs in Polish but some."""
    (folder / "translations").mkdir(exist_ok=True)
    words = [*fixed_words(), *((text, "") for text in own_words(read_programme(folder)))][but:]
    known = Catalogue({message: marked(message, plural) for message, plural in words})
    content = write_po([(*each, "") for each in words], language="pl", known=known)
    (folder / "translations" / "pl.po").write_text(content, "utf-8")


def test_a_whole_and_approved_translation_is_read_with_the_pack(tmp_path: Path) -> None:
    folder = pack_with(tmp_path)
    translate(folder)
    pack = read_pack(folder, read_form=read_form, check_form=check_form)
    assert told(folder) == []
    assert "translations/pl.po" in pack.files
    polish = pack.programme.languages[-1]
    assert (polish.approved_by, polish.approved_on) == ("A. Approver", date(2030, 2, 1))
    assert not lacking(pack.programme, "pl")
    assert told_in(pack.programme, tongue_of(pack.programme, "pl")).title == f"[ż] {pack.programme.title}"
    assert programme_from_json(programme_to_json(pack.programme)) == pack.programme


def test_another_translation_is_another_pack(tmp_path: Path) -> None:
    folder = pack_with(tmp_path)
    before = read_pack(folder, read_form=read_form, check_form=check_form).sha256
    translate(folder)
    assert read_pack(folder, read_form=read_form, check_form=check_form).sha256 != before


def test_what_a_language_lacks_is_said_when_the_pack_is_checked(tmp_path: Path) -> None:
    folder = pack_with(tmp_path, POLISH)
    approval, fixed, own = told(folder)
    assert "No person has approved" in approval
    assert f"{len(fixed_words())} fixed words" in fixed
    assert "texts of the programme are missing" in own
    translate(folder, but=2)
    approval, fixed = told(folder)
    assert "2 fixed words or sentences are missing" in fixed
    assert all(each.severity is not Severity.ERROR for each in check(folder))


@pytest.mark.parametrize("line", ['approved_by = "A. Approver"\n', "approved_on = 2030-02-01\n"], ids=["by", "on"])
def test_half_an_approval_is_an_error(line: str, tmp_path: Path) -> None:
    (problem,) = [each for each in check(pack_with(tmp_path, POLISH + line)) if each.severity is Severity.ERROR]
    assert "only one is given" in problem.fault


def test_the_language_of_the_pack_itself_needs_no_approval(tmp_path: Path) -> None:
    assert told(write_pack(tmp_path / "pack")) == []


def test_a_file_that_is_no_translation_is_an_error_with_its_line(tmp_path: Path) -> None:
    folder = pack_with(tmp_path)
    translate(folder)
    path = folder / "translations" / "pl.po"
    path.write_text(path.read_text("utf-8") + "\nmsgid broken\n", "utf-8")
    (problem,) = [each for each in check(folder) if each.severity is Severity.ERROR]
    assert (problem.sheet, problem.row) == ("translations/pl.po", path.read_text("utf-8").count("\n"))
    with pytest.raises(PackRefused):
        read_programme(folder)


def test_a_translation_with_other_places_and_a_language_not_named_are_told(tmp_path: Path) -> None:
    folder = pack_with(tmp_path)
    translate(folder)
    path = folder / "translations" / "pl.po"
    path.write_text(path.read_text("utf-8").replace("[ż] Page {page} of {pages}", "[ż] {page}"), "utf-8")
    (folder / "translations" / "cy.po").write_text('msgid "Yes"\nmsgstr "[ie]"\n', "utf-8")
    faults = [each.fault for each in check(folder) if each.sheet.startswith("translations/")]
    assert any("Page {page} of {pages}" in each for each in faults)
    assert any("doesn't name this language" in each for each in faults)
    assert any("1 fixed word" in each for each in told(folder))


def test_links_in_the_folder_of_translations_are_not_followed(tmp_path: Path) -> None:
    folder = pack_with(tmp_path)
    translate(folder)
    elsewhere = tmp_path / "elsewhere.po"
    (folder / "translations" / "pl.po").rename(elsewhere)
    (folder / "translations" / "pl.po").symlink_to(elsewhere)
    assert any("a link, not a file" in each.fault for each in check(folder))


def test_a_translator_gets_every_word_and_what_is_done_already(tmp_path: Path) -> None:
    folder = pack_with(tmp_path)
    written = write_words(folder, language="pl", out=tmp_path / "pl.po")
    assert written.words == written.missing == len(fixed_words()) + len(own_words(read_programme(folder)))
    text = (tmp_path / "pl.po").read_text("utf-8")
    assert 'msgid "Put a cross in one box."\nmsgstr ""' in text
    translate(folder, but=5)
    again = write_words(folder, language="pl", out=tmp_path / "again.po")
    assert (again.words, again.missing) == (written.words, 5)
    (folder / "translations" / "pl.po").write_bytes((tmp_path / "again.po").read_bytes())
    assert lacking(read_programme(folder), "pl").fixed == tuple(each for each, _ in fixed_words()[:5])


@pytest.mark.parametrize(("code", "said"), [("cy", "no language"), ("en", "Nothing needs")])
def test_there_is_nothing_to_translate_for_others(code: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=said):
        write_words(pack_with(tmp_path), language=code, out=tmp_path / "x.po")
    assert not (tmp_path / "x.po").exists()
