"""Pictures of responses and boards: kept in the store, given back by name, dropped while nothing names them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from desktop.engagement.boards import BoardKind, BoardOption
from desktop.foundation.errors import Refusal
from desktop.staff.people import Actor, Role
from desktop.workflows.interview import Interview
from desktop.workflows.pictures import drop_picture, picture, picture_bytes, take_picture
from desktop.workflows.run_boards import add_board, change_board
from desktop.workflows.workplace import Workplace
from tests.workplaces import FORM, signed_in


def photograph(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "JPEG", comment=b"12 Mill Lane")
    return file.getvalue()


@pytest.fixture
def chosen(tmp_path: Path) -> Path:
    path = tmp_path / "Asha at Mill Lane.jpg"
    path.write_bytes(photograph())
    return path


def test_a_chosen_file_is_kept_under_a_name_that_says_nothing(place: Workplace, officer: Actor, chosen) -> None:
    taken = take_picture(place, actor=officer, owner_id="somebody's answers", path=chosen)
    assert taken.name.endswith(".jpg")
    assert "Asha" not in taken.name
    assert taken.picture_id not in taken.name
    assert picture(place, taken.picture_id) == taken
    content = picture_bytes(place, owner_id="somebody's answers", name=taken.name)
    assert content == taken.content
    assert b"12 Mill Lane" not in content
    assert chosen.read_bytes() == photograph()  # what was chosen stays as it is


def test_what_a_camera_gives_needs_no_file(place: Workplace, officer: Actor, tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    taken = take_picture(place, actor=officer, owner_id="board", content=photograph("blue"))
    assert (taken.width, taken.height) == (60, 40)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_trail_names_the_picture_and_nothing_of_it(place: Workplace, officer: Actor, chosen) -> None:
    taken = take_picture(place, actor=officer, owner_id="owner", path=chosen)
    drop_picture(place, actor=officer, owner_id="owner", name=taken.name)
    with place.reading() as unit:
        lines = unit.changes.list(about_id=taken.picture_id)
    assert [(line.what, line.actor_name, line.why) for line in lines] == [
        ("picture removed", "Olu", ""),
        ("picture added", "Olu", ""),
    ]
    with pytest.raises(Refusal, match="not on this device"):
        picture_bytes(place, owner_id="owner", name=taken.name)
    with pytest.raises(Refusal, match="not on this device"):
        picture(place, taken.picture_id)
    drop_picture(place, actor=officer, owner_id="owner", name=taken.name)  # twice does no harm


def test_a_refused_file_leaves_nothing(place: Workplace, officer: Actor, tmp_path: Path) -> None:
    path = tmp_path / "letter.jpg"
    path.write_bytes(b"Dear Asha Mistry")
    with place.reading() as unit:
        lines = len(unit.changes.list())
    with pytest.raises(Refusal) as refused:
        take_picture(place, actor=officer, owner_id="owner", path=path)
    assert "letter" not in str(refused.value)
    assert "Asha" not in str(refused.value)
    with place.reading() as unit:
        assert unit.pictures.of_owner("owner") == ()
        assert len(unit.changes.list()) == lines


def test_a_picture_of_locked_answers_stays(place: Workplace, officer: Actor, event_id: str) -> None:
    asked = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    owner = asked.header.response_id
    named = take_picture(place, actor=officer, owner_id=owner, content=photograph())
    other = take_picture(place, actor=officer, owner_id=owner, content=photograph("green"))
    for violation in asked.violations():
        asked.answer(violation.path, asked.entry.node(violation.path).choices[0][0])
    words = next(
        node.path
        for screen in asked.subject_screens()
        for node in (asked.entry.node(path) for path in screen.paths)
        if node.type.value == "text" and "postcode" not in f"{node.label}{node.hint}".lower()
    )
    asked.answer(words, named.name)
    asked.finalise()
    drop_picture(place, actor=officer, owner_id=owner, name=named.name)  # as a change does that takes it away
    assert picture_bytes(place, owner_id=owner, name=named.name) == named.content
    drop_picture(place, actor=officer, owner_id=owner, name=other.name)  # no answer names it
    with place.reading() as unit:
        assert [each.name for each in unit.pictures.of_owner(owner)] == [named.name]


def test_a_picture_of_a_board_stays_with_what_it_was_taken_of(
    place: Workplace, officer: Actor, event_id: str
) -> None:
    options = (BoardOption("Made-up A", 3), BoardOption("Made-up B", 1))
    board = add_board(
        place, actor=officer, event_id=event_id, kind=BoardKind.DOTS, question="Which?", options=options
    )
    first, second = (
        take_picture(place, actor=officer, owner_id=board.board_id, content=photograph()) for _ in "12"
    )
    for each in (first, second):
        change_board(
            place, actor=officer, board_id=board.board_id, reason="photograph", picture_id=each.picture_id
        )
    for each in (first, second):
        drop_picture(place, actor=officer, owner_id=board.board_id, name=each.name)
        assert picture(place, each.picture_id) == each


def test_who_may_not_interview_may_take_none(place: Workplace) -> None:
    auditor = signed_in(place, "Ada", Role.AUDITOR)
    with pytest.raises(Refusal, match="role"):
        take_picture(place, actor=auditor, owner_id="owner", content=photograph())
    with pytest.raises(Refusal, match="role"):
        drop_picture(place, actor=replace(auditor, name="Ada"), owner_id="owner", name="x.jpg")


def test_one_of_both_is_needed(place: Workplace, officer: Actor) -> None:
    with pytest.raises(ValueError, match="path or from content"):
        take_picture(place, actor=officer, owner_id="owner")
