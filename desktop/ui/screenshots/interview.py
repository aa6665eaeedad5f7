"""Pictures of an interview, from consent to the end, and of a respondent who joins the update list."""

from __future__ import annotations

from desktop.ui.interview.course import Stage
from desktop.ui.pages.page import Where
from desktop.ui.questions.widget import QuestionWidget
from desktop.ui.screenshots.camera import Camera


def take_interview(camera: Camera) -> None:
    """Interview one made-up person."""
    window = camera.window
    camera.go(Where.TODAY)
    camera.pressed("Interview")
    camera.until(lambda: camera.at(Where.INTERVIEW))
    camera.take("interview-consent")
    camera.pressed("The person agrees: start")
    _take_questions(camera)
    camera.take("check-answers")
    camera.pressed("The answers are right")
    camera.take("equality")
    if window.page.shown.stage is Stage.EQUALITY_START:
        camera.pressed("Answer these questions")
    else:  # the form asks itself whether the block is wanted
        window.page.findChildren(QuestionWidget)[-1].pick("1")
        camera.pressed("Continue")
    camera.take("equality-question")
    camera.pressed("Skip the rest of this part")
    camera.take("finish")
    camera.pressed("Finish and lock the answers")
    camera.until(lambda: camera.at(Where.UPDATE_LIST))
    camera.take("update-list")
    camera.pressed("No, thank you")
    camera.until(lambda: camera.at(Where.DONE))
    camera.take("done")


def _take_questions(camera: Camera) -> None:
    window = camera.window
    fault_taken = False
    seen: set[str] = set()
    for _screen in range(80):
        shown = window.page.shown
        if shown is None or shown.stage is not Stage.QUESTIONS:
            break
        kind = "-".join(sorted({view.type.value for view in shown.views}))
        if not fault_taken and any(view.required for view in shown.views):
            fault_taken = True
            camera.pressed("Continue")
            camera.take("interview-fault")
        for widget in window.page.findChildren(QuestionWidget):
            if widget.isVisible() and not widget.pick("1") and widget.view.appearances & {"multiline"}:
                widget.set_value("Made up: more buses in the evening.")
        if kind not in seen:
            seen.add(kind)
            camera.take(f"interview-{kind}")
        camera.pressed("Continue")
