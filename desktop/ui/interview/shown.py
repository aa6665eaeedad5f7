"""What a course of an interview shows: frozen plain values that a widget may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.ui.questions.view import QuestionView


class Stage(StrEnum):
    """Where an interview stands, in this order."""

    CONSENT = "consent"
    QUESTIONS = "questions"
    CHECK = "check"
    EQUALITY_START = "equality start"
    EQUALITY = "equality"
    FINISH = "finish"


class HowFar(StrEnum):
    """How far a section of the form, or one instance of a repeat, is."""

    NOT_BEGUN = "not begun"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One line of the section list: its label, where it starts, and how far it is."""

    label: str
    path: str
    asked: int
    answered: int
    here: bool
    state: HowFar = HowFar.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of "check your answers".

    Attributes:
        number: empty for a line that says how many instances a repeat has.
        instance: the repeat instance that it is in, in words ("Child 2"); empty outside of repeats.
    """

    path: str
    number: str
    label: str
    answer: str
    section: str
    instance: str = ""


@dataclass(frozen=True, slots=True)
class InstanceCard:
    """One instance of a repeat in the list of them.

    Attributes:
        path: such as ``child[2]``.
        label: "Child 2", or what the form calls this very instance.
        words: the first answer in it, so that it is told from the others; empty while there is none.
    """

    path: str
    label: str
    words: str
    asked: int
    answered: int
    state: HowFar


@dataclass(frozen=True, slots=True)
class InstanceList:
    """The instances of a repeat, to which a person may add and of which they may remove.

    Attributes:
        path: of the repeat, with no number at its end.
        label: what the form calls the repeat; empty where it has no name for it.
        opens: the instance that going on opens, since nothing of it is answered; empty: going on leaves the list.
    """

    path: str
    label: str
    cards: tuple[InstanceCard, ...]
    opens: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be shown now.

    Attributes:
        views: the questions and notes of the screen; empty at stages that have none.
        faults: (path, message) of what must be put right before going on.
        section, heading: labels of the outermost and, where it is another, of the nearest group around it.
        position, total: of this screen among those that are relevant now, from 1.
        returning: the person came from "check your answers" and goes back there.
        repeat_path: the repeat whose instance this screen is in, else empty.
        instance: that instance, where a person may remove it; ``None`` elsewhere.
        listed: the instances to choose among, where the screen is a list of them.
    """

    stage: Stage
    views: tuple[QuestionView, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    section: str = ""
    heading: str = ""
    position: int = 0
    total: int = 0
    sections: tuple[SectionRow, ...] = ()
    rows: tuple[AnswerRow, ...] = ()
    language: str = ""
    languages: tuple[str, ...] = ()
    returning: bool = False
    repeat_path: str = ""
    instance: InstanceCard | None = None
    listed: InstanceList | None = None
