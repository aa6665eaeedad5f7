"""Questions for a picture: from a file, from the camera where there is one, or drawn here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, restyle, words
from desktop.ui.questions.camera import CameraDialog, camera_module
from desktop.ui.questions.drawing_pad import DrawingPad
from desktop.ui.questions.picture_keeper import PictureKeeper
from desktop.ui.questions.picture_view import PictureView
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget

_DRAWN = frozenset({"draw", "signature"})


class PictureQuestion(QuestionWidget):
    """A picture of the response. Its answer is the name that the keeper gave it; the picture itself is kept there.

    Appearances ``draw`` and ``signature``: a sheet to draw on; ``annotate``: a sheet over the chosen picture.

    Attributes:
        keeping: a picture is being kept and the answer will change in a moment.
    """

    keeping = False

    def build(self, view: QuestionView) -> None:
        self._keeper: PictureKeeper | None = None
        self._name = ""
        self._again = False
        self._from_pad = False
        self._drawn = bool(view.appearances & _DRAWN)
        self._over = "annotate" in view.appearances
        self._notice = Notice(
            "warning",
            tr("This question asks for a picture"),
            tr("None can be kept here. Leave the question and go on; the form keeps it as not answered."),
            self,
        )
        self.put(self._notice)
        self._view = PictureView(b"", self, name=tr("The picture: {label}", label=view.label), tallest=70)
        self.put(self._view)
        self._pad: DrawingPad | None = None
        if self._drawn or self._over:
            self._pad = DrawingPad(self, shape=0.35 if "signature" in view.appearances else 0.5)
            self.name_control(self._pad, tr("sheet to draw on"))
            self._pad.setAccessibleDescription(
                tr("The arrow keys move the pen, Space puts it down and lifts it, Backspace takes a line back.")
            )
            self._pad.drawn.connect(self._keep_drawing)
            self.put(self._pad)
        self._put_buttons(view)
        self._state = words("", self, tone="muted")
        self.put(self._state)
        self.label.setBuddy(self._pad if self._drawn else self._choose)
        self._show()

    def _put_buttons(self, view: QuestionView) -> None:
        self._holder = QWidget(self)
        row = Flow(self._holder, gap=2)
        self._choose = button(
            tr("Choose a picture…"),
            self._holder,
            self._ask_file,
            name=tr("Choose a picture: {label}", label=view.label),
        )
        self._photograph = button(
            tr("Take a photograph…"),
            self._holder,
            self._ask_camera,
            name=tr("Take a photograph: {label}", label=view.label),
        )
        self._undo = button(tr("Take the last line back"), self._holder, self._undo_line)
        self._remove = button(
            tr("Remove the picture"),
            self._holder,
            self._forget,
            kind="danger",
            name=tr("Remove the picture: {label}", label=view.label),
        )
        for each in (self._choose, self._photograph, self._undo, self._remove):
            row.addWidget(each)
        self._camera = None if self._drawn else camera_module()
        self.put(self._holder)

    def pictures(self, keeper: PictureKeeper) -> None:
        self._keeper = keeper
        self._show()
        if self._name:
            keeper.fetch(self._name, then=self._fetched, failed=self._failed)

    def controls(self) -> list[QWidget]:
        if self._keeper is None:
            return []
        shown = [self._pad, self._choose, self._photograph, self._undo, self._remove]
        return [each for each in shown if each is not None and not each.isHidden()]

    def value(self) -> str:
        return self._name

    def set_value(self, value: str) -> None:
        self._name = value
        if not value:
            self._view.show_content(b"")
        elif self._keeper is not None:
            self._keeper.fetch(value, then=self._fetched, failed=self._failed)
        self._show()

    # taking -----------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, tr("Choose a picture"), "", tr("Pictures (*.jpg *.jpeg *.png *.webp)")
        )
        if chosen:
            self._keep(Path(chosen))

    def _ask_camera(self) -> None:
        if self._camera is None:
            return
        dialog = CameraDialog(self._camera, self)
        dialog.exec()
        content = dialog.content
        dialog.deleteLater()
        if content:
            self._keep(content)

    def _undo_line(self) -> None:
        if self._pad is not None:
            self._pad.undo()
            self._pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_drawing(self) -> None:
        """Keep the drawing at each line's end: going on right after it must not lose it."""
        if self._pad is None:
            return
        if self._pad.empty and not self._over:
            self._forget()
        elif self.keeping:
            self._again = True  # the next one follows when this one is kept
        else:
            self._keep(self._pad.content(), from_pad=True)

    def _keep(self, source: Path | bytes, *, from_pad: bool = False) -> None:
        if self._keeper is None:
            return
        self.keeping = True
        self._from_pad = from_pad
        self._say(tr("The picture is being kept…"))
        self._keeper.keep(source, then=self._kept, failed=self._failed)

    def _kept(self, name: str) -> None:
        before, self._name = self._name, name
        self.keeping = False
        if self._again and self._pad is not None:
            self._again = False
            self._keep(self._pad.content(), from_pad=True)
        if before and self._keeper is not None:
            self._keeper.drop(before)
        self._show()
        if not self._from_pad and self._keeper is not None:
            self._keeper.fetch(name, then=self._fetched, failed=self._failed)
        self.changed.emit()
        self.settled.emit()

    def _fetched(self, content: bytes) -> None:
        if self._over and self._pad is not None:
            self._pad.put_under(content)
        else:
            self._view.show_content(content)
        # a drawing of before is seen as a picture; a new one begins when it is removed
        self._show()

    def _failed(self, error: Exception) -> None:
        self.keeping = False
        self._again = False
        self._show()
        if isinstance(error, WorldError):
            self._say(f"{error.fault} {error.remedy}", fault=True)
        else:
            self._say(tr("The picture could not be kept."), fault=True)

    def _forget(self) -> None:
        gone, self._name = self._name, ""
        if self._pad is not None:
            self._pad.put_under(b"") if self._over else self._pad.clear()
            self._pad.show()
        self._view.show_content(b"")
        if gone and self._keeper is not None:
            self._keeper.drop(gone)
        self._show()
        self.changed.emit()
        self.settled.emit()
        target = self._pad if self._drawn else self._choose
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # showing ----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        there = self._keeper is not None
        self._notice.setVisible(not there)
        self._holder.setVisible(there)
        self._state.setVisible(there)
        if self._pad is not None:
            over = self._over and bool(self._name)
            self._pad.setVisible(there and (over or (self._drawn and self._view.pixmap.isNull())))
        self._choose.setText(tr("Choose another picture…") if self._name else tr("Choose a picture…"))
        self._photograph.setVisible(self._camera is not None)
        self._undo.setVisible(self._pad is not None and not self._pad.isHidden() and not self._pad.empty)
        self._remove.setVisible(bool(self._name))
        if self._name:
            self._say(tr("The picture is kept with the answers."))
        elif self._drawn:
            self._say(
                tr("Draw with a pen, a finger or the mouse; or with the arrow keys: Space puts the pen down.")
            )
        else:
            self._say(tr("No picture yet. Where and with what it was taken is not kept."))

    def _say(self, text: str, *, fault: bool = False) -> None:
        restyle(self._state, "tone", "error" if fault else "muted")
        self._state.setText(text)
