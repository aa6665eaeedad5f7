"""The line above a scanned page: which page it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words

_LOW = 3.2
"""Heights of a button: with less, a line of buttons would leave too little of the page."""


class PageBar(QWidget):
    """All buttons where there is room, else one with a menu. Every one has a key too, told by its name.

    Args:
        does: bound methods by name: ``before``, ``after``, ``smaller``, ``larger``, ``whole``, ``turn``.

    Attributes:
        title: which page of how many. buttons: by those names. more: the one with the menu.
    """

    def __init__(self, parent: QWidget, does: dict[str, Callable[[], None]]) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        roomy(line, gap=1.5)
        self.title = words("", self)
        self.title.setWordWrap(False)
        self.title.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.title)
        self.buttons, self._actions = {}, {}
        self.more = button(tr("Page…"), self, name=tr("What can be done with the page"))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self.more)
        for name, text, said, keys in (
            ("before", "‹", tr("Page before"), tr("Alt+Page up")),
            ("after", "›", tr("Next page"), tr("Alt+Page down")),
            ("smaller", "−", tr("Smaller"), tr("Alt+−")),
            ("larger", "+", tr("Larger"), tr("Alt++")),
            ("whole", tr("Whole page"), tr("Whole page, or the question"), tr("Alt+0")),
            ("turn", tr("Turn"), tr("Turn the page"), tr("Alt+R")),
        ):
            made = button(text, self, does[name], name=f"{said}, {keys}")
            made.setToolTip(f"{said} ({keys})")
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is
            line.addWidget(made)
            self.buttons[name] = made
            self._actions[name] = menu.addAction(f"{said}\t{keys}")
            self._actions[name].triggered.connect(does[name])
        self.more.setMenu(menu)
        line.addWidget(self.more)
        line.addStretch(1)
        self._turns = False

    def show_page(self, page: int, pages: int, *, whole: bool, turns: bool) -> None:
        """Say which page is shown, and let be pressed what can be done with it."""
        self.title.setText(tr("Page {page} of {pages}", page=page, pages=pages) if page else "")
        for of_name in (self.buttons, self._actions):
            of_name["before"].setEnabled(page > 1)
            of_name["after"].setEnabled(page < pages)
        self.buttons["whole"].setText(tr("The question") if whole else tr("Whole page"))
        self._actions["turn"].setVisible(turns)
        self._turns = turns

    def fit(self, width: int, height: int, *, there: bool) -> None:
        """Fit into a view of that size; where that is low, the keys alone are left."""
        self.setVisible(there and height >= _LOW * self.more.sizeHint().height())
        wanted = [made for name, made in self.buttons.items() if name != "turn" or self._turns]
        needed = self.title.sizeHint().width() + sum(made.sizeHint().width() + space(1.5) for made in wanted)
        room = needed <= width - space(4)
        for made in self.buttons.values():
            made.setVisible(room and made in wanted)
        self.more.setVisible(not room)
