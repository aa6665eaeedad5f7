"""A pack with pictures: they belong to it, and to its digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.packs.problems import PackRefused
from desktop.questionnaires.problems import Severity
from desktop.workflows.check_forms import check_any, read_any_pack
from tests.media_forms import bomb, picture, write_media_form
from tests.packs.builders import XFORM, write_pack

SHOWS = XFORM.replace(
    "</model>",
    '<itext><translation lang="en" default="true()"><text id="view"><value>What do you think of the path?</value>'
    '<value form="image">jr://images/path.png</value></text></translation></itext></model>',
).replace("<label>What do you think of the path?</label>", "<label ref=\"jr:itext('view')\"/>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write_pack(tmp_path / "pack", xform=SHOWS)
    (made / "media").mkdir()
    (made / "media" / "path.png").write_bytes(picture())
    return made


def test_media_are_files_of_the_pack(folder: Path) -> None:
    pack = read_any_pack(folder)
    assert pack.files["media/path.png"] == picture()
    (folder / "media" / "path.png").write_bytes(picture("#123"))
    assert read_any_pack(folder).sha256 != pack.sha256


def test_what_no_form_shows_is_left_out_and_said(folder: Path) -> None:
    (folder / "media" / "holiday.png").write_bytes(picture())
    pack = read_any_pack(folder)
    assert "media/holiday.png" not in pack.files
    (problem,) = [each for each in pack.problems if each.sheet == "media/holiday.png"]
    assert problem.severity is Severity.WARNING


def test_a_missing_picture_is_named_and_the_pack_opens(folder: Path) -> None:
    (folder / "media" / "path.png").unlink()
    pack = read_any_pack(folder)
    assert any("path.png" in problem.fault for problem in pack.problems)


@pytest.mark.parametrize(
    "content", [bomb(), b"MZ no picture at all", picture()[:90]], ids=["bomb", "other", "cut"]
)
def test_a_picture_that_is_none_keeps_the_pack_out(folder: Path, content: bytes) -> None:
    (folder / "media" / "path.png").write_bytes(content)
    with pytest.raises(PackRefused, match=r"path\.png"):
        read_any_pack(folder)


def test_a_form_alone_takes_what_stands_in_its_own_folder(tmp_path: Path) -> None:
    pack = read_any_pack(write_media_form(tmp_path))
    assert sorted(name for name in pack.files if "/" in name) == [
        f"easy-read-media/{name}"
        for name in ("bad.png", "bus.jpg", "good.png", "park-ur.png", "park.png", "thanks.wav")
    ]


def test_the_row_that_names_a_missing_file_is_said(tmp_path: Path) -> None:
    path = write_media_form(tmp_path)
    for name in ("park-ur.png", "bad.png"):
        (tmp_path / "easy-read-media" / name).unlink()
    found = [problem for problem in check_any(path) if "no such file" in problem.fault]
    assert [(each.sheet, each.column) for each in found] == [
        ("choices", "media::image"),
        ("survey", "media::image::Urdu (ur)"),
    ]
    # rows are counted within a sheet, as the spreadsheet program does
    assert [each.row for each in found] == [3, 2]


def test_a_language_that_the_form_is_not_written_in_is_said(folder: Path) -> None:
    toml = folder / "programme.toml"
    text = toml.read_text(encoding="utf-8")
    more = '[[languages]]\ncode = "ur"\nlabel = "Urdu"\n\n[[statements]]'
    toml.write_text(text.replace("[[statements]]", more, 1), encoding="utf-8")
    assert any(problem.fault == "walk.xml is not written in Urdu." for problem in check_any(folder))
