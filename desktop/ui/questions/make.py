"""Chooses the widget for a question."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.type_scale import Type, give_type
from desktop.ui.parts.words import Notice
from desktop.ui.questions.choices import (
    SEARCH_FROM,
    Acknowledge,
    SearchedSelect,
    SearchedSelectMultiple,
    SelectMultiple,
    SelectOne,
)
from desktop.ui.questions.dates import DateFields, DateTimeFields, TimeFields
from desktop.ui.questions.scales import RangeSlider, RankList
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget
from desktop.ui.questions.written import Line, Writing

_KINDS: dict[QuestionType, type[QuestionWidget]] = {
    QuestionType.INTEGER: Line,
    QuestionType.DECIMAL: Line,
    QuestionType.BARCODE: Line,
    QuestionType.GEOPOINT: Line,
    QuestionType.GEOTRACE: Line,
    QuestionType.GEOSHAPE: Line,
    QuestionType.RANGE: RangeSlider,
    QuestionType.DATE: DateFields,
    QuestionType.TIME: TimeFields,
    QuestionType.DATETIME: DateTimeFields,
    QuestionType.RANK: RankList,
    QuestionType.ACKNOWLEDGE: Acknowledge,
}
_MEDIA = {
    QuestionType.IMAGE: "a photograph or drawing",
    QuestionType.AUDIO: "a sound recording",
    QuestionType.VIDEO: "a film",
    QuestionType.FILE: "a file",
}


class NoteText(QuestionWidget):
    """Words to read; nothing is asked."""

    def build(self, view: QuestionView) -> None:
        give_type(self.label, Type.LEAD)


class Unsupported(QuestionWidget):
    """Says plainly that this kind of question can't be answered here yet."""

    def build(self, view: QuestionView) -> None:
        what = tr(_MEDIA.get(view.type, view.type.value))
        self.put(
            Notice(
                "warning",
                tr("This question asks for {what}", what=what),
                tr(
                    "This program cannot take one yet. Leave the question and go on; the"
                    " form keeps it as not answered."
                ),
                self,
            )
        )


def question_widget(view: QuestionView, parent: QWidget, *, alone: bool = True) -> QuestionWidget:
    """Return the widget for ``view``; ``alone`` when it is the only question of its screen."""
    return _kind(view)(view, parent, alone=alone)


def _kind(view: QuestionView) -> type[QuestionWidget]:
    if view.type is QuestionType.NOTE:
        return NoteText
    if view.type in _MEDIA:
        return Unsupported
    if view.type is QuestionType.SELECT_ONE:
        return SearchedSelect if len(view.choices) >= SEARCH_FROM else SelectOne
    if view.type is QuestionType.SELECT_MULTIPLE:
        return SearchedSelectMultiple if len(view.choices) >= SEARCH_FROM else SelectMultiple
    if view.type is QuestionType.TEXT:
        return Writing if "multiline" in view.appearances or "rows" in view.parameters else Line
    return _KINDS.get(view.type, Line)
