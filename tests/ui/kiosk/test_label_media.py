"""An attendee who answers alone sees the form's pictures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.engagement.hand_over import NO_HAND_OVER_RULES, HandOver
from desktop.staff.people import Actor
from desktop.ui.main_window import MainWindow
from desktop.ui.questions.picture_view import PictureView
from desktop.ui.services import Desk
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace
from tests.media_forms import FORM_ID, write_media_form
from tests.ui.test_label_media import colour, near, seen_in


@pytest.fixture
def rules() -> HandOver:
    return NO_HAND_OVER_RULES


@pytest.fixture
def ready(
    tmp_path: Path, window: MainWindow, place: Workplace, officer: Actor, asha: Actor, rules: HandOver
) -> dict[str, str]:
    programme = open_programme(place, actor=officer, path=write_media_form(tmp_path / "form"))
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Park",
    )
    window.desk = Desk(place, asha, programme)
    window.activateWindow()
    return {"form_id": FORM_ID, "event_id": event.event_id}


def test_pictures_of_labels_and_choices(stranger, window) -> None:
    stranger.to_the_first_question("English (en)", age="")
    assert near(seen_in(window), "#22aa77")
    rows = stranger.page.piece.form.questions.widgets[0]._rows
    assert near([colour(row.picture) for row in rows], "#33bb33", "#bb3333")
    (seen,) = [each for each in window.findChildren(PictureView) if each.isVisible()]
    assert seen.accessibleName() == "Picture: How is the park?"
