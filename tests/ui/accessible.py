"""Walks the tree that screen readers see."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget


def walk(face: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield ``face`` and everything below it."""
    yield face
    for place in range(face.childCount()):
        child = face.child(place)
        if child is not None and child.isValid():
            yield from walk(child)


def unnamed(root: QWidget) -> list[str]:
    """Return a description of every focusable widget in ``root`` that has no accessible name."""
    faults = []
    for face in walk(QAccessible.queryAccessibleInterface(root)):
        state = face.state()
        widget = face.object()
        if not state.focusable or state.invisible or not isinstance(widget, QWidget) or not widget.isVisible():
            continue
        if widget.isWindow() or face.role() in (QAccessible.Role.MenuBar, QAccessible.Role.ScrollBar):
            continue
        if not face.text(QAccessible.Text.Name).strip():
            faults.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return faults
