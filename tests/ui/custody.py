"""What the tests of the pages about custody share: a person at the window, and somebody who was heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.responses.states import ItemState
from desktop.staff.people import Role
from desktop.ui.main_window import MainWindow
from desktop.workflows.interview import Interview
from tests.ui.hands import Hands
from tests.workplaces import FORM, signed_in


@pytest.fixture
def hands(qtbot, at_work: MainWindow) -> Hands:
    at_work.activateWindow()
    return Hands(qtbot, at_work)


@pytest.fixture
def coordinator(at_work: MainWindow, place):
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    at_work.desk = replace(at_work.desk, actor=cora)
    return cora


def finished_interview(place, actor, event_id: str) -> tuple[str, str]:
    """Return response id and withdrawal code of somebody who was interviewed."""
    interview = Interview.begin(place, actor=actor, form_id=FORM, event_id=event_id)
    for path in [each.path for each in interview.violations()]:
        interview.answer(path, interview.entry.node(path).choices[0][0])
    revision = interview.finalise()
    return revision.response_id, interview.withdrawal_code


def settled(hands: Hands) -> None:
    hands.until(lambda: not hands.window._background.busy)


def state_of(place, response_id: str) -> ItemState:
    with place.reading() as unit:
        return unit.responses.states([response_id])[response_id]
