"""What can be said of a comment besides its words; kept for the next one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.engagement.notes import Note, NoteSource, Sentiment
from desktop.engagement.programme import Programme
from desktop.foundation.translation import tr
from desktop.ui.notes.note_words import sentiment_words, source_words
from desktop.ui.notes.pick_list import PickList
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.fields import Field


class NoteSettings(Columns):
    """Source, how it was put, area and language. What the programme has none of is not asked.

    Signals:
        left: Enter was pressed in one of them.
    """

    left = Signal()

    def __init__(self, programme: Programme, parent: QWidget, *, area: str = "") -> None:
        """``area``: code of the one that is picked at first."""
        super().__init__(parent, characters=24, most=4)
        self._source = self._field(tr("Source"), [(each.value, source_words(each)) for each in NoteSource])
        self._sentiment = self._field(
            tr("How it was put"),
            [("", sentiment_words(None)), *((each.value, sentiment_words(each)) for each in Sentiment)],
        )
        self._sentiment.setAccessibleDescription(tr("As the speaker put it; never guessed."))
        self._area = self._language = None
        if programme.areas:
            areas = [(each.code, each.label) for each in programme.areas]
            self._area = self._field(tr("Area"), [("", tr("No area")), *areas])
            self._area.pick(area)
        if len(programme.languages) > 1:
            languages = [(each.code, each.label) for each in programme.languages]
            self._language = self._field(tr("Language"), [("", tr("Not told")), *languages])

    def _field(self, label: str, choices: list[tuple[str, str]]) -> PickList:
        made = PickList(choices)
        made.left.connect(self.left)
        self.put(Field(label, made, self))
        return made

    def values(self) -> dict[str, Any]:
        """Return what is picked, as ``add_comment`` takes it."""
        return {
            "source": NoteSource(self._source.code),
            "sentiment": Sentiment(self._sentiment.code) if self._sentiment.code else None,
            "area": self._area.code if self._area is not None else "",
            "language": self._language.code if self._language is not None else "",
        }

    def show_values(self, values: dict[str, Any]) -> None:
        """Show what :meth:`values` returned."""
        self._source.pick(values["source"].value)
        self._sentiment.pick(values["sentiment"].value if values["sentiment"] is not None else "")
        if self._area is not None:
            self._area.pick(values["area"])
        if self._language is not None:
            self._language.pick(values["language"])

    def after_saving(self) -> None:
        """Keep everything for the next comment but how a speaker put it: the next one is somebody else.

        On a wall, or a pile of notes, those of one kind hang together; there it is kept.
        """
        if self._source.code == NoteSource.SPOKEN.value:
            self._sentiment.pick("")


def settings_of(note: Note) -> dict[str, Any]:
    """Return what is said of ``note``, as :class:`NoteSettings` shows it."""
    return {
        "source": note.source,
        "sentiment": note.sentiment,
        "area": note.area,
        "language": note.language,
    }
