"""Chooses the widget for a question."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.type_scale import Type, give_type
from desktop.ui.parts.words import Notice
from desktop.ui.questions.choices import SEARCH_FROM, Acknowledge, SelectMultiple, SelectOne
from desktop.ui.questions.dates import DateFields, DateTimeFields, TimeFields
from desktop.ui.questions.numbers import NumberLine
from desktop.ui.questions.picture_question import PictureQuestion
from desktop.ui.questions.places import PointLine, PointLines
from desktop.ui.questions.rank import RankList
from desktop.ui.questions.scales import scale_widget
from desktop.ui.questions.searched import DropDown, Folded, SearchedSelect, SearchedSelectMultiple
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget
from desktop.ui.questions.written import Line, Writing

_KINDS: dict[QuestionType, type[QuestionWidget]] = {
    QuestionType.INTEGER: NumberLine,
    QuestionType.DECIMAL: NumberLine,
    QuestionType.BARCODE: Line,
    QuestionType.GEOPOINT: PointLine,
    QuestionType.GEOTRACE: PointLines,
    QuestionType.GEOSHAPE: PointLines,
    QuestionType.DATE: DateFields,
    QuestionType.TIME: TimeFields,
    QuestionType.DATETIME: DateTimeFields,
    QuestionType.RANK: RankList,
    QuestionType.IMAGE: PictureQuestion,
    QuestionType.ACKNOWLEDGE: Acknowledge,
}
_MEDIA = {
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
    if view.is_head:
        return NoteText
    if view.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
        return _select(view)
    if view.type is QuestionType.RANGE:
        return scale_widget(view)
    if view.type is QuestionType.TEXT:
        if "multiline" in view.appearances or "rows" in view.parameters or "\n" in view.value:
            return Writing
        return NumberLine if view.appearances >= {"numbers", "thousands-sep"} else Line
    return _KINDS.get(view.type, Line)


def _select(view: QuestionView) -> type[QuestionWidget]:
    one = view.type is QuestionType.SELECT_ONE
    if len(view.choices) >= SEARCH_FROM or view.appearances & {"autocomplete", "search"}:
        return SearchedSelect if one else SearchedSelectMultiple
    if view.appearances & {"minimal", "quick-minimal"}:
        return DropDown if one else Folded
    return SelectOne if one else SelectMultiple
