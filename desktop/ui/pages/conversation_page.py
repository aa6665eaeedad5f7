"""A conversation noted by its listener: what was said, and apart from it what the listener made of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.engagement.notes import Note
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.draft_keeper import DraftKeeper
from desktop.ui.notes.entry_box import EntryBox
from desktop.ui.notes.left_drafts import LeftDrafts
from desktop.ui.notes.note_words import first_line, warning_words
from desktop.ui.notes.nowhere import EventNeeded
from desktop.ui.notes.pick_list import PickList
from desktop.ui.notes.saved_conversations import SavedConversations, fields_of
from desktop.ui.notes.topic_picker import TopicPicker
from desktop.ui.pages.find import page_named
from desktop.ui.pages.page import Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import Notice, words


class ConversationPage(EventNeeded):
    """Notes one conversation after the other at the event that is worked at. No arguments.

    Ctrl+Enter saves. What is written goes to the disk as a draft every two seconds, so that no fault loses it; a
    draft that was left is offered when the page is opened again.
    """

    heading = tr("Conversation")
    characters = 156

    def build_at_event(self) -> None:
        """Make the two boxes, and beside them what is known of who spoke."""
        self._changing: Note | None = None  # a saved one, which is in the fields
        sides = TwoSides(self.content.column, first=3, second=2, characters=112)
        self.add(sides, stretch=1)
        self._build_words(sides.first)
        self._build_beside(sides.second)
        self._order_fields()
        self._list = SavedConversations(
            work=self.work, desk=self.desk, background=self.background, parent=self.content.column
        )
        self._list.change_wanted.connect(self._begin_changing)
        self._list.changed.connect(self._changed)
        self._list.refused.connect(self._refused)
        self._list.gone.connect(self._gone)
        self._list.told.connect(self._tell)
        self.add(self._list)
        self._keeper = DraftKeeper(
            work=self.work, desk=self.desk, background=self.background, fields=self._draft, parent=self
        )
        self._keeper.not_kept.connect(self._not_kept)
        self._words.textChanged.connect(self._keeper.changed)
        self._reflection.textChanged.connect(self._keeper.changed)
        self._place.input.textChanged.connect(self._keeper.changed)
        for each in (self._who, self._language):
            if each is not None:
                each.currentIndexChanged.connect(self._keeper.changed)
        if self._topics is not None:
            self._topics.changed.connect(self._keeper.changed)

    def _build_words(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        roomy(column, gap=3)
        column.addWidget(words(self.desk.event.name, holder, Type.TITLE))
        self._left = LeftDrafts(holder)
        self._left.go_on_wanted.connect(self._go_on)
        self._left.drop_wanted.connect(self._drop)
        column.addWidget(self._left)
        self._summary = ErrorSummary(holder)
        self._summary.wanted.connect(self._focus)
        column.addWidget(self._summary)
        self._words = EntryBox(holder, rows=6, enter_submits=False)
        self._reflection = EntryBox(holder, rows=3, enter_submits=False)
        for box, label, hint in (
            (self._words, tr("What the person said"), tr("In their words, without names and addresses.")),
            (
                self._reflection,
                tr("What you made of it"),
                tr("Your own thoughts. Kept apart, and never reported as what was said."),
            ),
        ):
            box.submitted.connect(self._save)
            column.addWidget(Field(label, box, holder, hint=hint))
        row = Flow(gap=2)
        self._save_button = button(
            tr("Save"), holder, self._save, kind="primary", name=tr("Save the conversation, Ctrl + Enter")
        )
        row.addWidget(self._save_button)
        self._cancel = button(tr("Leave it as it was"), holder, self._stop_changing)
        self._cancel.hide()
        row.addWidget(self._cancel)
        self._concern = button(tr("A safeguarding concern…"), holder, self._to_concerns)
        self._concern.setVisible(page_named("concerns") is not None)
        row.addWidget(self._concern)
        row.addWidget(words(tr("Ctrl + Enter saves"), holder, tone="muted"))
        column.addLayout(row)
        self._said = words("", holder, Type.STRONG)
        column.addWidget(self._said)
        self._warning = Notice("warning", "", "", holder)
        self._warning.hide()
        column.addWidget(self._warning)
        column.addStretch(1)

    def _build_beside(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        roomy(column, gap=3)
        programme = self.desk.programme
        self._who = self._language = None
        self._topics: TopicPicker | None = None
        if programme.respondent_types:
            types = [(each.code, each.label) for each in programme.respondent_types]
            self._who = PickList([("", tr("Not told")), *types])
            self._who.left.connect(self._to_words)
            column.addWidget(Field(tr("Who spoke"), self._who, holder))
        self._place = text_field(
            tr("Neighbourhood"),
            holder,
            hint=tr("Its name, or the first half of the postcode; never the whole one."),
        )
        column.addWidget(self._place)
        if len(programme.languages) > 1:
            languages = [(each.code, each.label) for each in programme.languages]
            self._language = PickList([("", tr("Not told")), *languages])
            self._language.left.connect(self._to_words)
            column.addWidget(Field(tr("Language of the words"), self._language, holder))
        if programme.topics:
            self._topics = TopicPicker(programme.topics, holder)
            column.addWidget(self._topics, 1)
        else:
            column.addStretch(1)

    def _order_fields(self) -> None:
        """Let Tab go through all that is said of a conversation before it comes to saving it."""
        topics = self._topics.fields if self._topics is not None else ()
        fields = (self._words, self._reflection, self._who, self._place.input, self._language, *topics)
        order = [each for each in (*fields, self._save_button, self._cancel, self._concern) if each is not None]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    # drafts -----------------------------------------------------------------------------------------------

    def begin_at_event(self) -> None:
        """Be ready at once; a draft that was left is offered when it was found."""
        self._to_words()
        self.background.run(partial(self._drafts_job, self.work, self.desk), then=self._found)
        self._list.fetch()

    @staticmethod
    def _drafts_job(work: Any, desk: Any) -> Any:
        return work.note_drafts.waiting_drafts(desk.place, actor=desk.actor, event_id=desk.event.event_id)

    def _found(self, drafts: Any) -> None:
        for draft in drafts:
            self._left.offer(draft)

    def _go_on(self, draft: Any) -> None:
        if any(self._fields().values()):
            self._tell(tr("Save what stands here first."))
            self._to_words()
            return
        self._left.take(draft.draft_id)
        self._show(draft.fields)
        self._keeper.go_on_with(draft.draft_id)
        self._to_words()

    def _drop(self, draft_id: str) -> None:
        self.background.run(partial(self._drop_job, self.work, self.desk, draft_id))
        self._to_words()

    @staticmethod
    def _drop_job(work: Any, desk: Any, draft_id: str) -> None:
        work.note_drafts.drop_draft(desk.place, actor=desk.actor, draft_id=draft_id)

    def _fields(self) -> Mapping[str, str]:
        return {
            "words": self._words.toPlainText().strip(),
            "reflection": self._reflection.toPlainText().strip(),
            "respondent_type": self._who.code if self._who is not None else "",
            "neighbourhood": self._place.input.text().strip(),
            "language": self._language.code if self._language is not None else "",
            "codes": " ".join(self._topics.codes()) if self._topics is not None else "",
        }

    def _draft(self) -> Mapping[str, str]:
        """Return what is kept as a draft: nothing of a saved one, which would be offered as another."""
        fields = self._fields()
        return fields if self._changing is None else dict.fromkeys(fields, "")

    def _show(self, fields: Mapping[str, str]) -> None:
        self._words.show_words(fields.get("words", ""))
        self._reflection.show_words(fields.get("reflection", ""))
        self._place.input.setText(fields.get("neighbourhood", ""))
        if self._who is not None:
            self._who.pick(fields.get("respondent_type", ""))
        if self._language is not None:
            self._language.pick(fields.get("language", ""))
        if self._topics is not None:
            self._topics.show_codes(fields.get("codes", "").split())

    def _not_kept(self, error: Exception) -> None:
        why = f"{error.fault} {error.remedy}" if isinstance(error, WorldError) else tr("A fault of the program.")
        self._tell(tr("What you are writing is not on the disk yet. {why}", why=why))

    # saving -----------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if not self.isEnabled():
            return
        fields = dict(self._fields())
        self._place.show_fault("")
        self._summary.clear()
        if not fields["words"]:
            message = tr("Write down what the person said.")
            self._summary.show_faults([Fault("words", message)])
            return
        if self._changing is not None:
            self._save_change(self._changing, fields)
            return
        # on the disk first, as a draft: who leaves meanwhile must not put the draft of a saved note there again
        self._keeper.keep_now()
        self.setEnabled(False)
        job = partial(self._save_job, self.work, self.desk, self._keeper.draft_id, fields)
        self.background.run(job, then=self._saved, failed=self._refused)

    @staticmethod
    def _save_job(work: Any, desk: Any, draft_id: str, fields: dict[str, str]) -> Any:
        codes = fields.pop("codes").split()
        return work.note_comment.add_conversation(
            desk.place,
            actor=desk.actor,
            event_id=desk.event.event_id,
            draft_id=draft_id,
            codes=codes,
            **fields,
        )

    def _saved(self, saved: Any) -> None:
        self.setEnabled(True)
        self.succeeded.emit()
        self._show({})
        self._keeper.ended()
        self._list.list.put_on_top(saved.note)
        self._tell(tr("✓ Saved: {words}", words=first_line(saved.note.words, 60)))
        warning = warning_words(saved.looks_like)
        self._warning.say("", warning)
        self._warning.setVisible(bool(warning))
        self._to_words()

    def _refused(self, error: Exception) -> None:
        self.setEnabled(True)
        if self._changing is None:
            self._keeper.changed()
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)
            self._to_words()
            return
        message = f"{error.fault} {error.remedy}"
        at_place = error.place == tr("Neighbourhood")
        self._place.show_fault(message if at_place else "")
        self._summary.show_faults([Fault("place" if at_place else "words", message)])

    def _tell(self, said: str) -> None:
        self._said.setText(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self._said, QAccessible.Event.Alert))

    # changing a saved one ---------------------------------------------------------------------------------

    def _begin_changing(self, note: Note) -> None:
        standing = dict(self._fields())
        if any(standing.values()) if self._changing is None else standing != fields_of(self._changing):
            self._tell(tr("Save what stands here first."))
            self._to_words()
            return
        self._changing = note
        self._show(fields_of(note))
        self._tell(tr("Changing the conversation of {time}", time=note.made_at.strftime("%H:%M")))
        self._show_buttons()
        self._to_words()

    def _save_change(self, note: Note, fields: Mapping[str, str]) -> None:
        if dict(fields) == fields_of(note):
            self._stop_changing()
        elif self._list.save_change(note, fields):
            self.setEnabled(False)
        else:
            self._to_words()

    def _changed(self, saved: Any) -> None:
        self.setEnabled(True)
        self.succeeded.emit()
        self._stop_changing()
        self._tell(tr("✓ Changed: {words}", words=first_line(saved.note.words, 60)))
        warning = warning_words(saved.looks_like)
        self._warning.say("", warning)
        self._warning.setVisible(bool(warning))

    def _gone(self, note: Note) -> None:
        self.succeeded.emit()
        if self._changing is not None and self._changing.note_id == note.note_id:
            self._stop_changing()

    def _stop_changing(self) -> None:
        self._changing = None
        self._show({})
        self._tell("")
        self._show_buttons()
        self._to_words()

    def _show_buttons(self) -> None:
        changing = self._changing is not None
        self._cancel.setVisible(changing)
        label = tr("Save the change") if changing else tr("Save")
        self._save_button.setText(label)
        self._save_button.setAccessibleName(
            tr("Save the change, Ctrl + Enter") if changing else tr("Save the conversation, Ctrl + Enter")
        )

    # going ------------------------------------------------------------------------------------------------

    def _to_words(self) -> None:
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus(self, key: str) -> None:
        (self._place.input if key == "place" else self._words).setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_concerns(self) -> None:
        where = page_named("concerns")
        if where is not None:
            self.go(where, back=Where.CONVERSATION)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from every field; Esc goes back to today's page, where the draft waits."""
        if self.desk.event is None:
            super().keyPressEvent(event)
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self.to_today()
        else:
            super().keyPressEvent(event)

    def keep_now(self) -> None:
        """Keep the draft behind the locked or empty screen."""
        if self.desk.event is not None:
            self._keeper.keep_now()

    def before_leaving(self) -> None:
        """Keep the draft: it is offered when the page is opened again."""
        self.keep_now()

    def saving(self) -> bool:
        """Hand in what is not kept yet, and tell whether it is on its way to the disk."""
        if self.desk.event is None or self._changing is not None or self._keeper.failing:
            return False
        self._keeper.keep_now()
        return self._keeper.saving

    def would_lose(self) -> str:
        """Say what would be lost: nothing, unless the disk refuses to keep what is being written."""
        if self.desk.event is not None and self._changing is not None:
            changed = dict(self._fields()) != fields_of(self._changing)
            return tr("The change of the conversation is not saved.") if changed else ""
        if self.desk.event is None or not self._keeper.failing or not any(self._fields().values()):
            return ""
        return tr("The conversation is not saved, and the disk refuses to keep it as it stands.")

    def stays_on_disk(self) -> str:
        """Say that what was written is kept."""
        if self.desk.event is None or not any(self._draft().values()):
            return ""
        return tr("The conversation that you were writing is kept, and offered again at this event.")
