"""Pictures of a day at an event: the start, today's page, and what is done beside the questionnaire."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.ui.pages.page import Where
from desktop.ui.screenshots.camera import Camera
from desktop.ui.screenshots.ways_in import take_ways_in


def take_start(camera: Camera) -> None:
    """Begin practice as its coordinator, at the first event of the day."""
    window = camera.window
    camera.take("start")
    take_ways_in(camera)
    camera.go(Where.START)
    camera.pressed("Start practice")
    camera.until(lambda: camera.at(Where.WHO))
    camera.take("who")
    people = [each for each in window.page.findChildren(QPushButton) if "oordinator" in each.text()]
    people[0].click()
    camera.until(lambda: camera.at(Where.TODAY))
    camera.take("which-event")
    camera.press(text="1")
    camera.until(lambda: camera.at(Where.TODAY) and window.page.desk.event is not None)
    camera.take("today")


def take_event_day(camera: Camera) -> None:
    """Take what the officer does at the stall, and around it."""
    camera.go(Where.COUNT)
    camera.press(text="12")
    camera.take("count")
    camera.press(Qt.Key.Key_Return, text="d")
    camera.take("count-why-not")
    for where, name in (
        (Where.COMMENT, "comment"),
        (Where.CONVERSATION, "conversation"),
        (Where.BOARDS, "boards"),
        (Where.FOLLOW_UPS, "follow-ups"),
        (Where.CONCERNS, "concerns"),
        (Where.PROGRAMME, "programme"),
        (Where.MERGE, "merge-events"),
        (Where.FORMS, "forms"),
        (Where.EVENT, "new-event"),
    ):
        camera.go(where, **_arguments(camera, where))
        camera.take(name)
    camera.pressed("Create the event")
    camera.take("new-event-faults")


def _arguments(camera: Camera, where: Where) -> dict[str, str]:
    if where is Where.FORMS:
        return {"then": "interview", "event_id": camera.window.desk.event.event_id}
    return {}


def take_responses(camera: Camera) -> None:
    """Take the list of the responses, one of them, and the question why it is changed."""
    camera.go(Where.RESPONSES)
    camera.take("responses")
    camera.go(Where.RESPONSE, response_id=camera.window.page._model.ids[0])
    camera.take("response")
