"""Labels: headings and paragraphs that wrap, can be selected, and carry their type role."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type, give_type


def words(text: str, parent: QWidget, role: Type = Type.BODY, *, tone: str = "") -> QLabel:
    """Return a wrapping label. Text is always plain: words of a form or a person are never read as mark-up."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    give_type(label, role)
    if tone:
        label.setProperty("tone", tone)
    return label


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have the widget drawn by it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Notice(QFrame):
    """A framed message: ``kind`` is ``note``, ``warning``, ``success`` or ``error``.

    The kind is said in words too, since colour alone says nothing to many.
    """

    def __init__(self, kind: str, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        layout = QVBoxLayout(self)
        roomy(layout, gap=1.5, margins=(4, 3, 4, 3))
        self.title = words(title, self, Type.STRONG)
        self.text = words(text, self)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        self.title.setVisible(bool(title))
        self.text.setVisible(bool(text))

    def say(self, title: str, text: str = "", *, kind: str = "") -> None:
        """Show other words, and as another kind where one is named."""
        if kind:
            restyle(self, "kind", kind)
        self.title.setText(title)
        self.text.setText(text)
        self.title.setVisible(bool(title))
        self.text.setVisible(bool(text))
