"""Help: the guide that ships with the program, a page at a time, with nothing fetched from anywhere."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.foundation.assets import resource_path
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import line_length, roomy, space
from desktop.ui.pages.page import Page
from desktop.ui.parts.buttons import button, shortcut

FIRST = "index"
LINK = re.compile(r"\]\(([\w-]+)\.md(?:#([\w-]+))?\)")
"""A link to another page of the guide: its name, and the heading in it or nothing."""


class GuideView(QTextBrowser):
    """Shows a page of the guide. It loads nothing by itself: the program never goes to the network for help."""

    def loadResource(self, _kind: int, _name: QUrl) -> Any:
        """Load nothing: pictures and style sheets of a page would be files or addresses that nobody looked at."""
        return None


class HelpPage(Page):
    """The guide in ``resources/guide``. Argument: ``page``, the name of a page without its ending.

    Signals:
        closed: the person goes back to what they were doing.
    """

    closed = Signal()
    heading = tr("Help")

    def build(self) -> None:
        self._pages: dict[str, str] = {}
        self._name = ""
        self.body = QWidget(self)
        outer = QVBoxLayout(self.body)
        roomy(outer, gap=3, margins=4)
        top = QHBoxLayout()
        roomy(top, gap=3)
        self._back = button(tr("Back to what you were doing"), self.body, self.closed, name=tr("Close the help"))
        self._combo = QComboBox(self.body)
        self._combo.setAccessibleName(tr("Pages of the guide"))
        self._combo.activated.connect(self._picked)
        top.addWidget(self._combo, 1)
        top.addStretch(1)
        top.addWidget(self._back, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addLayout(top)
        self._middle = QHBoxLayout()
        roomy(self._middle, gap=4)
        self._list = QListWidget(self.body)
        self._list.setAccessibleName(tr("Pages of the guide"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._chosen)
        self._view = GuideView(self.body)
        self._view.setOpenLinks(False)
        self._view.anchorClicked.connect(self._follow)
        self._view.setAccessibleName(tr("Page of the guide"))
        self._middle.addWidget(self._list)
        self._middle.addWidget(self._view, 1)
        outer.addLayout(self._middle, 1)
        shortcut("Alt+Left", self, self._list_back)
        self._before: list[str] = []

    def begin(self) -> None:
        """Read the guide."""
        self.load(read_guide, self._read, saying=tr("Opening the guide…"))

    def _read(self, pages: dict[str, str]) -> None:
        self._pages = pages
        self._list.clear()
        self._combo.clear()
        for name, text in pages.items():
            item = QListWidgetItem(title_of(name, text), self._list)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self._combo.addItem(item.text(), name)
        if not pages:
            self._view.setPlainText(tr("The guide is missing from this installation."))
        wanted = self.arguments.get("page", "")
        self.show_guide(wanted if wanted in pages else next(iter(pages), ""))
        (self._list if self._list.isVisible() else self._combo).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_guide(self, name: str, section: str = "") -> None:
        """Show a page of the guide, from its start or from the heading that ``section`` names."""
        if name not in self._pages:
            return
        for row in range(self._list.count()):
            if self._list.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self._list.setCurrentRow(row)
        self._combo.setCurrentIndex(self._combo.findData(name))
        self._show_text(name)
        if section:
            self._to_section(section)

    def _chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_guide(item.data(Qt.ItemDataRole.UserRole))

    def _picked(self, place: int) -> None:
        self.show_guide(self._combo.itemData(place))

    def _show_text(self, name: str) -> None:
        if name == self._name:
            return
        if self._name:
            self._before.append(self._name)
        self._name = name
        # no HTML inside: what the text says is shown as it stands
        features = (
            QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        )
        document = self._view.document()
        document.setMarkdown(self._pages[name], features)
        document.setDocumentMargin(space(4))
        _underline_links(document)
        self._view.moveCursor(QTextCursor.MoveOperation.Start)
        self._view.setAccessibleName(title_of(name, self._pages[name]))

    def _to_section(self, section: str) -> None:
        block = self._view.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and slug(block.text()) == section:
                # from the end upwards, so that the heading comes to the top and not to the foot of the view
                self._view.moveCursor(QTextCursor.MoveOperation.End)
                self._view.setTextCursor(QTextCursor(block))
                return
            block = block.next()

    def _follow(self, address: QUrl) -> None:
        """Go to another page of the guide; an address outside it is not opened."""
        target = address.path() or f"{self._name}.md"
        if not address.scheme() and not address.host() and target.endswith(".md"):
            self.show_guide(target.removesuffix(".md"), address.fragment())

    def _list_back(self) -> None:
        if self._before:
            self.show_guide(self._before.pop())
            self._before.pop()  # the page that was just left

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the help."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the pages in one line above the text where a list beside it would crowd."""
        super().resizeEvent(event)
        wide = self.width() > line_length(100)
        self._list.setFixedWidth(line_length(30))
        self._list.setVisible(wide)
        self._combo.setVisible(not wide)

    def sizeHint(self) -> QSize:
        return QSize(space(200), space(120))


def _underline_links(document: QTextDocument) -> None:
    """Underline what can be followed: colour alone says nothing to many."""
    underlined = QTextCharFormat()
    underlined.setFontUnderline(True)
    cursor = QTextCursor(document)
    links: list[tuple[int, int]] = []
    block = document.begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            if fragment.charFormat().isAnchor():
                links.append((fragment.position(), fragment.position() + fragment.length()))
            at += 1
        block = block.next()
    for start, end in links:
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(underlined)


def read_guide() -> dict[str, str]:
    """Return the pages by name: the index first, then in the order in which it names them, then the rest."""
    folder = resource_path("guide")
    texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}
    named = [FIRST, *(found[0] for found in LINK.findall(texts.get(FIRST, "")))]
    order = [name for name in dict.fromkeys(named) if name in texts]
    return {name: texts[name] for name in (*order, *(name for name in texts if name not in order))}


def title_of(name: str, text: str) -> str:
    """Return a page's first heading, else its name."""
    for line in text.splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return name.replace("-", " ").capitalize()


def slug(heading: str) -> str:
    """Return the name that a link gives a heading: small letters, hyphens for spaces."""
    return re.sub(r"[^\w\s-]", "", heading.casefold()).strip().replace(" ", "-")
