"""What reaches the window while a stranger has the laptop: the form's keys and touches, and nothing else.

Everything is looked at where it reaches a window (also that of an opened list), before any widget sees it. What
the operating system keeps for itself never comes here: Alt+Tab, the Windows key, another user, the power button.
For those the guide says how to add the system's own kiosk lock.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_BUTTONS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)
_NEVER = frozenset({
    QEvent.Type.ContextMenu, QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop,
    QEvent.Type.EnterWhatsThisMode, QEvent.Type.WhatsThis,
})  # fmt: skip
_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.TabletMove,
})  # fmt: skip
_MOVING = frozenset({
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter,
})  # fmt: skip
_MODIFIERS = frozenset({
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
})  # fmt: skip
_ALONE = (
    _MOVING
    | _MODIFIERS
    | {Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)
_WITH_CONTROL = (
    _MOVING
    | _MODIFIERS
    | {Qt.Key.Key_A, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_0}
)
"""Neither copy nor paste: what was copied outlives the person, and what was copied before is not theirs."""
_SPECIAL = 0x01000000
_WRITING = range(0x01001100, 0x01001300)
"""Keys of input methods and dead keys, by Qt's numbers."""


def lets_key(key: int, modifiers: Qt.KeyboardModifier, text: str) -> bool:
    """Tell whether a key may reach the form."""
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if modifiers & Qt.KeyboardModifier.MetaModifier and key not in _MODIFIERS:
        return False
    writes = text.isprintable() and text != ""
    if control and alt:  # AltGr, on Windows
        return writes or key in _MODIFIERS
    if control:
        return key in _WITH_CONTROL
    if alt:
        return key in _MODIFIERS or key in (Qt.Key.Key_Up, Qt.Key.Key_Down) or (writes and key < _SPECIAL)
    if key >= _SPECIAL:
        return key in _ALONE or key in _WRITING or (key == Qt.Key.Key_unknown and writes)
    return True


class Guard(QObject):
    """Stands between the world and the window, from :meth:`hold` to :meth:`release`.

    Signals:
        touched: somebody is there.
        left: another program has the keyboard, or nobody has: the screen goes blank.
    """

    touched = Signal()
    left = Signal()

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._holding = False
        self._watched: list[QWindow] = []
        self.swallow_next = False

    def hold(self) -> None:
        """Watch from now on."""
        if self._holding:
            return
        self._holding = True
        app = _app()
        app.focusWindowChanged.connect(self._watch)
        app.focusChanged.connect(self._focus_changed)
        app.applicationStateChanged.connect(self._state_changed)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._words_moved)
        handle = self._window.windowHandle()
        if handle is not None:
            self._watch(handle)
        wipe_clipboard()

    def release(self) -> None:
        """Watch no more."""
        if not self._holding:
            return
        self._holding = False
        app = _app()
        app.focusWindowChanged.disconnect(self._watch)
        app.focusChanged.disconnect(self._focus_changed)
        app.applicationStateChanged.disconnect(self._state_changed)
        QGuiApplication.inputMethod().cursorRectangleChanged.disconnect(self._words_moved)
        for window in self._watched:
            window.removeEventFilter(self)
            window.destroyed.disconnect(self._window_gone)
        self._watched.clear()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and window not in self._watched:
            self._watched.append(window)
            window.installEventFilter(self)
            window.destroyed.connect(self._window_gone)

    def _window_gone(self, gone: QObject) -> None:
        self._watched = [each for each in self._watched if each is not gone]

    def _focus_changed(self, _old: QObject | None, new: QObject | None) -> None:
        if isinstance(new, QWidget):
            quieten(new)

    def _words_moved(self) -> None:
        """Words of an input method reach no window as keys. The warning moves the cursor too: that is nobody."""
        if not self.swallow_next:
            self.touched.emit()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.left.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep back what leads out of the form; tell of everything that a person does."""
        kind = event.type()
        if kind in _TOUCHES:
            self.touched.emit()
            if self.swallow_next and kind != QEvent.Type.MouseMove:
                return True
        if kind in _NEVER:
            event.ignore()
            return True
        if kind in _KEYS and isinstance(event, QKeyEvent):
            return not lets_key(event.key(), event.modifiers(), event.text())
        if kind in _BUTTONS and isinstance(event, QMouseEvent):
            return event.button() != Qt.MouseButton.LeftButton
        return False


def quieten(field: QWidget) -> None:
    """Let a field keep nothing and offer nothing: no menu, no dropping, no learning by the system's keyboard."""
    if not isinstance(field, (QLineEdit, QPlainTextEdit)):
        return
    field.setInputMethodHints(
        field.inputMethodHints() | Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    field.setAcceptDrops(False)
    field.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    if isinstance(field, QAbstractScrollArea):
        field.viewport().setAcceptDrops(False)
        field.viewport().setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)


def wipe_clipboard() -> None:
    """Empty the clipboard, and what was selected last where the system keeps that."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    if clipboard.supportsFindBuffer():
        clipboard.clear(QClipboard.Mode.FindBuffer)


def close_windows_over() -> None:
    """Close lists and questions that stand open over the form; a question is answered by Cancel."""
    popup = QApplication.activePopupWidget()
    while popup is not None:
        popup.close()
        after = QApplication.activePopupWidget()
        popup = after if after is not popup else None
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
