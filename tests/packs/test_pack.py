"""Packs read and checked as whole folders, with real forms in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.engagement.programme import TO_BE_FILLED_IN, Coded, PackForm, Window
from desktop.foundation.clock import end_of_day
from desktop.foundation.errors import WorldError
from desktop.packs.form_checks import language_code
from desktop.packs.one_form import pack_of_one_form
from desktop.packs.pack import check_pack, read_pack, read_programme
from desktop.packs.problems import PackRefused
from desktop.questionnaires.problems import FormRefused, Problem, Severity
from desktop.xlsform.check import check_form
from desktop.xlsform.convert import read_form

from .builders import GOOD, XFORM, spoilt, write_pack

ADDRESS = '<input ref="/data/view"><label>What is your e-mail address?</label></input>'


def check(folder: Path) -> tuple[Problem, ...]:
    return check_pack(folder, read_form=read_form, check_form=check_form)


def test_a_good_pack_is_read_with_the_bytes_it_came_from(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path / "pack"), read_form=read_form, check_form=check_form)
    assert pack.programme.programme_id == "river-walk"
    assert pack.forms[0].definition.form_id == "walk"
    assert pack.files == {"programme.toml": GOOD.encode(), "walk.xml": XFORM.encode()}
    assert [problem for problem in pack.problems if problem.severity is Severity.ERROR] == []


def test_lists_beside_a_form_belong_to_the_pack(tmp_path: Path) -> None:
    listed = XFORM.replace("</model>", '<instance id="wards" src="jr://file-csv/wards.csv"/></model>')
    folder = write_pack(tmp_path / "pack", xform=listed)
    with pytest.raises(PackRefused, match=r"wards\.csv"):
        read_pack(folder, read_form=read_form, check_form=check_form)
    (folder / "walk-media").mkdir()
    (folder / "walk-media" / "wards.csv").write_text("name,label\nw1,Abbey\n")
    pack = read_pack(folder, read_form=read_form, check_form=check_form)
    assert b"<name>w1</name>" in pack.forms[0].definition.xml
    assert pack.files["walk-media/wards.csv"] == b"name,label\nw1,Abbey\n"
    (folder / "walk-media" / "wards.csv").write_text("name,label\nw1,Other\n")
    assert read_pack(folder, read_form=read_form, check_form=check_form).sha256 != pack.sha256


def test_equal_packs_have_equal_digests_wherever_they_lie(tmp_path: Path) -> None:
    one = read_pack(write_pack(tmp_path / "one"), read_form=read_form, check_form=check_form)
    two = read_pack(write_pack(tmp_path / "two"), read_form=read_form, check_form=check_form)
    other = read_pack(
        write_pack(tmp_path / "three", GOOD + "# changed\n"), read_form=read_form, check_form=check_form
    )
    assert one.sha256 == two.sha256 != other.sha256


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = spoilt("closes = 2030-03-31", "closes = 3", spoilt('area = "north"', 'area = "east"'))
    with pytest.raises(PackRefused) as refused:
        read_pack(write_pack(tmp_path / "pack", text), read_form=read_form, check_form=check_form)
    assert [problem.column for problem in refused.value.problems] == ["closes", "events 1 area"]
    assert "There is 1 more error" in refused.value.fault


@pytest.mark.parametrize(
    ("toml", "xform", "severity", "fault"),
    [
        (('id = "walk"', 'id = "stroll"'), None, Severity.ERROR, "calls itself walk"),
        (('equality_group = "equality"', 'equality_group = "fair"'), None, Severity.ERROR, "no group “fair”"),
        (('equality_group = "equality"', 'equality_group = "view"'), None, Severity.ERROR, "no group “view”"),
        (('code = "resident"', 'code = "visitor"'), None, Severity.WARNING, "offers the respondent type resident"),
        (('code = "resident"', 'code = "visitor"'), None, Severity.WARNING, "doesn't offer the respondent type"),
        (
            ("[[contact_questions]]", '[[languages]]\ncode = "ur"\nlabel = "Urdu"\n\n[[contact_questions]]'),
            None,
            Severity.WARNING,
            "written in one language",
        ),
        (None, ('<bind nodeset="/data/view" type="string"/>', '<bind nodeset="/data/view" relevant="(("/>'),
         Severity.ERROR, ""),
        (None, ('<input ref="/data/view"><label>What do you think of the path?</label></input>', ADDRESS),
         Severity.ERROR, ""),
    ],
)  # fmt: skip
def test_programme_and_form_must_agree(
    tmp_path: Path,
    toml: tuple[str, str] | None,
    xform: tuple[str, str] | None,
    severity: Severity,
    fault: str,
) -> None:
    folder = write_pack(
        tmp_path / "pack", spoilt(*toml) if toml else GOOD, spoilt(*xform, XFORM) if xform else XFORM
    )
    found = [problem for problem in check(folder) if fault in problem.fault]
    assert severity in {problem.severity for problem in found}
    if severity is Severity.ERROR:
        with pytest.raises(PackRefused):
            read_pack(folder, read_form=read_form, check_form=check_form)


def test_a_form_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "walk.xml").unlink()
    (problem,) = check(folder)
    assert problem.line() == (
        "walk.xml: The file is not there. Put it into the folder, or correct its name in programme.toml."
    )


def test_a_spreadsheet_that_nobody_names_is_a_warning(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "old.xlsx").write_bytes(b"")
    (folder / "~$old.xlsx").write_bytes(b"")
    found = [problem for problem in check(folder) if problem.sheet == "old.xlsx"]
    assert [problem.severity for problem in found] == [Severity.WARNING]
    assert [problem for problem in check(folder) if problem.sheet == "~$old.xlsx"] == []


def test_a_folder_without_programme_is_refused(tmp_path: Path) -> None:
    (problem,) = check(tmp_path)
    assert problem.sheet == "programme.toml"
    with pytest.raises(WorldError, match=r"programme\.toml"):
        read_programme(tmp_path)


def test_offering_a_pack_reads_no_form(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", xform="no form at all")
    assert read_programme(folder).title == "The river walk"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("English (en)", "en"),
        ("中文 (zh-Hans)", "zh-Hans"),
        ("English", None),
        ("default", None),
        ("a (b) c", None),
    ],
)
def test_language_codes(name: str, code: str | None) -> None:
    assert language_code(name) == code


def test_a_single_form_is_a_programme_of_one(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack") / "walk.xml"
    pack = pack_of_one_form(path, read_form=read_form, check_form=check_form)
    programme = pack.programme
    assert (programme.programme_id, programme.version, programme.title) == ("walk", "1", "The walk")
    assert programme.forms == (PackForm("walk", "walk.xml", "equality"),)
    assert programme.respondent_types == (Coded("resident", "Resident"),)
    assert programme.help_line == programme.privacy.text == TO_BE_FILLED_IN
    assert programme.events == programme.contact_questions == ()
    assert pack.files == {"walk.xml": XFORM.encode()}


def test_a_single_form_never_closes(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack") / "walk.xml"
    programme = pack_of_one_form(path, read_form=read_form, check_form=check_form).programme
    for zone in ("Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        instant = end_of_day(programme.closes, zone)
        assert replace(programme, time_zone=zone).window(instant) is Window.LATE
        assert replace(programme, time_zone=zone).window(instant.replace(year=2030)) is Window.INSIDE


def test_two_laptops_with_the_same_form_share_its_serial_key(tmp_path: Path) -> None:
    one = pack_of_one_form(write_pack(tmp_path / "a") / "walk.xml", read_form=read_form, check_form=check_form)
    two = pack_of_one_form(write_pack(tmp_path / "b") / "walk.xml", read_form=read_form, check_form=check_form)
    assert one.programme == two.programme
    assert len(bytes.fromhex(one.programme.serial_key)) == 32


def test_a_single_form_with_errors_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "walk.xml"
    path.write_text("<nothing/>")
    with pytest.raises(FormRefused):
        pack_of_one_form(path, read_form=read_form, check_form=check_form)
    with pytest.raises(FormRefused, match="not there"):
        pack_of_one_form(tmp_path / "none.xml", read_form=read_form, check_form=check_form)
