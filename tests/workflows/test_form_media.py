"""What a form shows with its words: kept with its pack, handed to the entry, drawn anew, carried by no batch."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import WorldError
from desktop.packs.problems import PackRefused
from desktop.staff.people import Actor
from desktop.workflows import form_media, lay_out_form, print_paper
from desktop.workflows.batch_records import form_from, form_record
from desktop.workflows.form_media import MediaShelf
from desktop.workflows.interview import Interview
from desktop.workflows.open_programme import open_programme
from desktop.workflows.preview_form import Preview
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace, the_form
from tests.media_forms import FORM, FORM_ID, PICTURES, SOUND, bomb, picture, write_media_form


@pytest.fixture
def opened(place: Workplace, officer: Actor, tmp_path: Path) -> Path:
    """Open the form with its pictures, and give its file."""
    path = write_media_form(tmp_path / "form")
    open_programme(place, actor=officer, path=path)
    return path


def begin(place: Workplace, officer: Actor) -> Interview:
    with place.reading() as unit:
        programme = the_form(unit, FORM_ID).programme_id
    event = add_event(place, actor=officer, programme_id=programme, name="Drop-in", day=place.clock.now().date(),
                      venue="Park")  # fmt: skip
    return Interview.begin(place, actor=officer, form_id=FORM_ID, event_id=event.event_id)


def dots(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(io.BytesIO(content)).convert("RGB")


def near(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(first, second, strict=True))


def test_the_entry_has_what_the_form_shows(place, officer, opened) -> None:
    asked = begin(place, officer)
    assert near(dots(asked.media("good.png")).getpixel((2, 2)), (0x33, 0xBB, 0x33))
    assert near(dots(asked.media("bad.png")).getpixel((2, 2)), (0xBB, 0x33, 0x33))
    assert asked.media("thanks.wav") == SOUND
    assert asked.media("nothing.png") is None
    assert asked.media("../easy-read.md") is None
    assert asked.media("easy-read.md") is None


def test_what_the_laptop_keeps_outlasts_the_folder(place, officer, opened) -> None:
    for path in (opened.parent / "easy-read-media").iterdir():
        path.unlink()
    assert begin(place, officer).media("good.png")


def test_a_file_is_looked_up_once(place, officer, opened, monkeypatch) -> None:
    drawn = []
    draw = form_media.draw_anew
    monkeypatch.setattr(form_media, "draw_anew", lambda content, **more: drawn.append(1) or draw(content, **more))
    asked = begin(place, officer)
    first = asked.media("good.png")
    assert asked.media("good.png") is first
    assert begin(place, officer).media("good.png") is first
    assert drawn == [1]


def test_a_newer_pack_brings_newer_pictures(place, officer, opened) -> None:
    assert begin(place, officer).media("good.png")
    (opened.parent / "easy-read-media" / "good.png").write_bytes(picture("#000"))
    open_programme(place, actor=officer, path=opened)
    assert near(dots(begin(place, officer).media("good.png")).getpixel((2, 2)), (0, 0, 0))


def test_a_draft_of_an_older_form_keeps_its_pictures(place, officer, opened) -> None:
    asked = begin(place, officer)
    changed = FORM.replace("| easy-read | 1 ", "| easy-read | 2 ").replace("On foot", "Walking")
    write_media_form(opened.parent, text=changed)
    (opened.parent / "easy-read-media" / "good.png").write_bytes(picture("#000"))
    open_programme(place, actor=officer, path=opened)
    again = Interview.resume(place, actor=officer, draft_id=asked.draft_id)
    assert near(dots(again.media("good.png")).getpixel((2, 2)), (0x33, 0xBB, 0x33))
    assert near(dots(begin(place, officer).media("good.png")).getpixel((2, 2)), (0, 0, 0))


@pytest.mark.parametrize("content", [bomb(), b"GIF89a no picture"], ids=["bomb", "other"])
def test_a_hostile_picture_never_gets_into_the_store(place, officer, tmp_path: Path, content: bytes) -> None:
    path = write_media_form(tmp_path / "form")
    (path.parent / "easy-read-media" / "bad.png").write_bytes(content)
    with pytest.raises(PackRefused, match=r"bad\.png"):
        open_programme(place, actor=officer, path=path)
    with place.reading() as unit:
        assert unit.forms.get(FORM_ID) is None


def test_one_that_stands_in_the_store_all_the_same_is_left_out(place, officer, opened) -> None:
    """A store may have been brought from elsewhere."""
    with place.unit() as unit:
        form = the_form(unit, FORM_ID)
        programme = unit.programmes.get(form.programme_id)
        files = {"easy-read.md": form.original, "easy-read-media/good.png": bomb()}
        unit.programmes.put(programme, pack_sha256="ee" * 32, pack_files=files)
        unit.commit()
    assert begin(place, officer).media("good.png") is None


def test_a_form_that_came_without_a_pack_shows_nothing(place, opened) -> None:
    with place.reading() as unit:
        brought = replace(the_form(unit, FORM_ID), original=b"as another laptop had it")
    assert place.media(brought).get("good.png") is None
    assert place.media(brought).pictures(place.shelf.definition(brought)) == {}


def test_the_preview_shows_what_stands_beside_the_form(tmp_path: Path, clock: SetClock) -> None:
    tried = Preview.of(write_media_form(tmp_path), clock=clock)
    assert near(dots(tried.media("good.png")).getpixel((2, 2)), (0x33, 0xBB, 0x33))
    assert tried.media("nothing.png") is None


def test_all_pictures_of_a_form_at_once(place, officer, opened) -> None:
    with place.reading() as unit:
        form = the_form(unit, FORM_ID)
    found = place.media(form).pictures(place.shelf.definition(form))
    assert sorted(found) == ["bad.png", "bus.jpg", "good.png", "park-ur.png", "park.png"]


def test_the_shelf_holds_no_more_than_it_may() -> None:
    shelf = MediaShelf(most=25)
    made = []

    def make(name: str) -> bytes:
        made.append(name)
        return b"0123456789"

    for name in ("a", "b", "a", "c", "a", "b"):
        assert shelf.get((1, name), lambda name=name: make(name)) == b"0123456789"
    assert made == ["a", "b", "c", "b"]
    assert shelf.get((2, "a"), lambda: None) is None


def test_a_folder_that_cannot_be_read_is_said(place, officer, tmp_path: Path, monkeypatch) -> None:
    path = write_media_form(tmp_path / "form")

    def refuse(_path: Path) -> object:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(WorldError):
        open_programme(place, actor=officer, path=path)


def test_paper_shows_them(place, officer, opened, tmp_path: Path) -> None:
    event_id = begin(place, officer).header.event_id
    shown = lay_out_form.preview(place, form_id=FORM_ID, event_id=event_id).pdf
    out = tmp_path / "copies.pdf"
    print_paper.print_copies(place, actor=officer, form_id=FORM_ID, event_id=event_id, copies=2, out=out)
    for pdf in (shown, out.read_bytes()):
        with pypdfium2.PdfDocument(pdf) as document:
            sheets = [page.render(scale=1).to_pil().convert("RGB") for page in document]
        seen = {colour for sheet in sheets for _count, colour in sheet.getcolors(1 << 24)}
        for wanted in ((0x22, 0xAA, 0x77), (0x33, 0xBB, 0x33), (0xBB, 0x33, 0x33), (0x33, 0x88, 0xCC)):
            assert any(near(colour, wanted) for colour in seen)


def test_no_batch_carries_them(place, officer, opened) -> None:
    with place.reading() as unit:
        form = the_form(unit, FORM_ID)
        body = form_record(form).body
        kept = unit.programmes.file(unit.programmes.pack_of(form)[0], "easy-read-media/good.png")
    assert kept == picture(PICTURES["good.png"])
    for content in (kept, SOUND):
        assert base64.b64encode(content).decode() not in body
    brought = form_from(body)
    with place.unit() as unit:
        unit.forms.put(brought)
        assert the_form(unit, FORM_ID).original == form.original
        unit.commit()
    assert begin(place, officer).media("good.png")


def test_a_spreadsheet_saved_anew_brings_its_pictures(place, officer, opened) -> None:
    files = {"easy-read.md": b"saved anew", "easy-read-media/good.png": picture("#000")}
    with place.unit() as unit:
        form = the_form(unit, FORM_ID)
        unit.programmes.put(unit.programmes.get(form.programme_id), pack_sha256="ee" * 32, pack_files=files)
        unit.forms.put(replace(form, original=b"saved anew"))
        unit.commit()
    assert near(dots(begin(place, officer).media("good.png")).getpixel((2, 2)), (0, 0, 0))
