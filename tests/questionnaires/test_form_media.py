"""The files that a form shows with its words: which are named, which are there, which are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.questionnaires import form_media
from desktop.questionnaires.definition import FormDefinition, Words
from desktop.questionnaires.form_media import media_beside, media_of, named_media, place_of
from desktop.questionnaires.problems import Severity
from desktop.questionnaires.xform import read_xform
from tests.media_forms import FORM, SOUND, picture, write_media_form
from tests.questionnaires.forms import xml_of

EVERY = ["park.png", "park-ur.png", "good.png", "bad.png", "bus.jpg", "thanks.wav"]


@pytest.fixture
def definition() -> FormDefinition:
    return read_xform(xml_of(FORM))


def test_each_named_file_is_told_once(definition: FormDefinition) -> None:
    named = named_media(definition)
    assert sorted(each.name for each in named) == sorted(EVERY)
    assert {each.name: each.path for each in named}["bad.png"] == "feel"
    assert {each.kind for each in named if each.name == "thanks.wav"} == {"audio"}


def test_each_language_has_its_own_picture_and_else_that_of_another(definition: FormDefinition) -> None:
    feel = definition.question("feel").labels
    assert media_of(feel, "Urdu (ur)") == {"image": "park-ur.png"}
    assert media_of(feel, "English (en)") == {"image": "park.png"}
    only = Words({"English (en)": ("A",)}, {"English (en)": (("image", "a.png"),)})
    assert media_of(only, "Urdu (ur)") == {"image": "a.png"}
    assert media_of(definition.question("come").labels, "Urdu (ur)") == {}


@pytest.mark.parametrize("folder", ["easy-read-media", "media"])
def test_what_is_named_is_taken_from_either_folder(
    tmp_path: Path, definition: FormDefinition, folder: str
) -> None:
    path = write_media_form(tmp_path, media=folder)
    found = media_beside(path, definition)
    assert found.faults == ()
    assert sorted(found.files) == sorted(f"{folder}/{name}" for name in EVERY)
    assert found.files[f"{folder}/thanks.wav"] == SOUND


def test_the_forms_own_folder_comes_first(tmp_path: Path, definition: FormDefinition) -> None:
    path = write_media_form(tmp_path)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "park.png").write_bytes(b"another")
    found = media_beside(path, definition)
    assert place_of(found.files, path.name, "park.png") == "easy-read-media/park.png"
    assert found.unnamed == ("media/park.png",)


def test_the_case_of_a_name_is_no_matter(tmp_path: Path, definition: FormDefinition) -> None:
    path = write_media_form(tmp_path)
    (tmp_path / "easy-read-media" / "park.png").rename(tmp_path / "easy-read-media" / "Park.PNG")
    found = media_beside(path, definition)
    assert found.faults == ()
    assert place_of(found.files, path.name, "park.png") == "easy-read-media/Park.PNG"


def test_what_is_missing_is_a_warning(tmp_path: Path, definition: FormDefinition) -> None:
    path = write_media_form(tmp_path)
    (tmp_path / "easy-read-media" / "bad.png").unlink()
    (fault,) = media_beside(path, definition).faults
    assert (fault.named.name, fault.severity) == ("bad.png", Severity.WARNING)
    assert "easy-read-media" in fault.remedy


def test_a_link_is_not_followed(tmp_path: Path, definition: FormDefinition) -> None:
    path = write_media_form(tmp_path / "form")
    (tmp_path / "elsewhere.png").write_bytes(picture())
    inside = tmp_path / "form" / "easy-read-media" / "park.png"
    inside.unlink()
    inside.symlink_to(tmp_path / "elsewhere.png")
    found = media_beside(path, definition)
    assert [fault.named.name for fault in found.faults] == ["park.png"]
    assert not any(place.endswith("/park.png") for place in found.files)


def test_a_link_in_place_of_the_folder_is_none(tmp_path: Path, definition: FormDefinition) -> None:
    path = write_media_form(tmp_path / "form", media="real")
    (tmp_path / "form" / "easy-read-media").symlink_to(tmp_path / "form" / "real")
    assert media_beside(path, definition).files == {}


def test_a_kind_that_nothing_shows_is_left_out(tmp_path: Path) -> None:
    definition = read_xform(xml_of(FORM.replace("good.png", "good.svg")))
    path = write_media_form(tmp_path)
    (tmp_path / "easy-read-media" / "good.svg").write_bytes(b"<svg/>")
    found = media_beside(path, definition)
    assert [(each.named.name, each.severity) for each in found.faults] == [("good.svg", Severity.WARNING)]
    assert not any("svg" in place for place in found.files)


@pytest.mark.parametrize(
    ("name", "value"),
    [("_LARGEST", {"image": 400, "audio": 10, "video": 10}), ("MOST_BYTES", 900), ("MOST_FILES", 2)],
)  # fmt: skip
def test_more_than_a_form_can_use_is_an_error(
    tmp_path: Path, definition: FormDefinition, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    path = write_media_form(tmp_path)
    monkeypatch.setattr(form_media, name, value)
    faults = media_beside(path, definition).faults
    assert faults
    assert {fault.severity for fault in faults} == {Severity.ERROR}


def test_a_picture_of_a_group_is_said_not_to_be_shown(tmp_path: Path) -> None:
    text = """
    | survey |
    | | type        | name | label | media::image |
    | | begin_group | part | Part  | park.png     |
    | | text        | said | Say   |              |
    | | end_group   |      |       |              |
    """
    path = write_media_form(tmp_path, text=text)
    (fault,) = media_beside(path, read_xform(xml_of(text))).faults
    assert "group" in fault.fault
