"""What stands beside the words of a question: pictures, sounds and films of its label and its choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.questionnaires.definition import Question
from desktop.questionnaires.form_media import media_of
from desktop.questionnaires.steps import NodeState
from desktop.ui.questions.view import Clip

_CLIPS = ("audio", "video")


def shown_media(
    media: Callable[[str], bytes | None], question: Question, node: NodeState, language: str
) -> dict[str, Any]:
    """Return ``picture``, ``choice_pictures`` and ``clips`` of a view; empty where the form shows none.

    Called on the worker: there a picture is read and drawn within bounds, once.

    Args:
        media: gives a file of the form by its name.
    """
    found: dict[str, Any] = {}
    clips: list[Clip] = []
    picture = b""
    for kind, name in media_of(question.labels, language).items():
        content = media(name)
        if content and kind in _CLIPS:
            clips.append(Clip(kind, "", content))
        elif content:
            picture = content
    pictures: dict[str, bytes] = {}
    if any(choice.labels.media for choice in question.choices):
        of_value = {choice.value: choice.labels for choice in question.choices}
        for value, label in node.choices:
            words = of_value.get(value)
            for kind, name in media_of(words, language).items() if words is not None else ():
                content = media(name)
                if content and kind in _CLIPS:
                    clips.append(Clip(kind, label, content))
                elif content:
                    pictures[value] = content
    if picture:
        found["picture"] = picture
    if pictures:
        found["choice_pictures"] = pictures
    if clips:
        found["clips"] = tuple(clips)
    return found
