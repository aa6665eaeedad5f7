"""Puts the colours and the text size on the application, and keeps both in step with the system and the person."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.design.colours import DARK, HIGH_CONTRAST, LIGHT, SCHEMES, Colours
from desktop.ui.design.fonts import add_shipped_fonts, with_fallbacks
from desktop.ui.design.sheet import style_sheet

TEXT_SIZES = (100, 115, 130, 150, 175, 200, 250, 300)
_BODY = 1.2
"""Body text against the system's own: desktop fonts of 9 or 10 points are small to read at arm's length."""

_PROPERTY = "sounding_board_scheme"


def colours() -> Colours:
    """Return the scheme in force, for what is painted by hand. The application object carries its name."""
    app = QApplication.instance()
    name = app.property(_PROPERTY) if app is not None else None
    return next((scheme for scheme in SCHEMES if scheme.name == name), LIGHT)


def scheme_named(name: str) -> Colours | None:
    """Return the scheme of that name; ``None``, which is the system's choice, where there is none."""
    return next((scheme for scheme in SCHEMES if scheme.name == name), None)


def palette_of(scheme: Colours) -> QPalette:
    """Return Qt's palette made from ``scheme``."""
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, scheme.window),
        (role.WindowText, scheme.text),
        (role.Base, scheme.surface),
        (role.AlternateBase, scheme.window),
        (role.Text, scheme.text),
        (role.PlaceholderText, scheme.muted),
        (role.Button, scheme.surface),
        (role.ButtonText, scheme.text),
        (role.BrightText, scheme.on_accent),
        (role.Highlight, scheme.accent),
        (role.HighlightedText, scheme.on_accent),
        (role.Accent, scheme.accent),
        (role.Link, scheme.link),
        (role.LinkVisited, scheme.link),
        (role.ToolTipBase, scheme.surface),
        (role.ToolTipText, scheme.text),
        (role.Light, scheme.surface),
        (role.Midlight, scheme.line),
        (role.Mid, scheme.border),
        (role.Dark, scheme.border),
        (role.Shadow, scheme.border),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(scheme.disabled))
    return palette


class Theme(QObject):
    """The look in force.

    Attributes:
        scale: text size in per cent, one of :data:`TEXT_SIZES`.
        chosen: name of the scheme that a person chose; empty: as the system has it.
    Signals:
        changed: the text size or the colours are new.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        *,
        scale: int = 100,
        scheme: Colours | None = None,
        keep: Callable[[int], None] | None = None,
        keep_scheme: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._keep = keep
        self._keep_scheme = keep_scheme
        self._fixed = scheme
        self._lent: tuple[int, Colours | None] | None = None
        self._lent_scale = 100
        self.scale = scale if scale in TEXT_SIZES else 100
        app.setStyle("Fusion")
        self._base = with_fallbacks(app.font(), add_shipped_fonts())
        size = self._base.pointSizeF()
        self._points = (size if size > 0 else 10.0) * _BODY
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        self._apply()

    def larger(self) -> None:
        """Go one text size up."""
        self.set_scale(next((size for size in TEXT_SIZES if size > self.scale), TEXT_SIZES[-1]))

    def smaller(self) -> None:
        """Go one text size down."""
        self.set_scale(next((size for size in reversed(TEXT_SIZES) if size < self.scale), TEXT_SIZES[0]))

    def usual(self) -> None:
        """Go back to 100 %."""
        self.set_scale(100)

    def set_scale(self, scale: int) -> None:
        """Set the text size in per cent."""
        if scale == self.scale or scale not in TEXT_SIZES:
            return
        self.scale = scale
        self._apply()
        if self._keep is not None and self._lent is None:
            self._keep(scale)

    @property
    def chosen(self) -> str:
        """The name of the scheme that a person chose; empty: as the system has it."""
        return self._fixed.name if self._fixed is not None else ""

    def choose(self, name: str) -> None:
        """Show the scheme of that name; with an empty one, what the system asks for."""
        self._fixed = scheme_named(name)
        self._apply()
        if self._keep_scheme is not None and self._lent is None:
            self._keep_scheme(self.chosen)

    # a look for somebody else, for a while -----------------------------------------------------------------

    @property
    def contrast(self) -> bool:
        """Whether the colours of high contrast are shown."""
        return self._scheme() is HIGH_CONTRAST

    def lend(self, *, least: int = 100) -> None:
        """From now on what is chosen is for a while, and is not kept as a setting.

        Args:
            least: text size in per cent that everybody begins with who has no larger one.
        """
        if self._lent is None:
            self._lent = (self.scale, self._fixed)
            self._lent_scale = max(self.scale, least)

    def as_lent(self) -> None:
        """Look as when it was lent: for the next person."""
        if self._lent is not None:
            self._look(self._lent_scale, self._lent[1])

    def take_back(self) -> None:
        """Look as before, and keep what is chosen from now on."""
        if self._lent is not None:
            self._look(*self._lent)
            self._lent = None

    def _look(self, scale: int, fixed: Colours | None) -> None:
        if (scale, fixed) != (self.scale, self._fixed):
            self.scale, self._fixed = scale, fixed
            self._apply()

    def show_contrast(self, on: bool) -> None:
        """Show high contrast, or the colours there were; while it is lent only."""
        if self._lent is not None:
            self._fixed = HIGH_CONTRAST if on else self._lent[1]
            self._apply()

    def _system_changed(self) -> None:
        if self._fixed is None:
            self._apply()

    def _scheme(self) -> Colours:
        if self._fixed is not None:
            return self._fixed
        hints = self._app.styleHints()
        access = hints.accessibility()
        if access.contrastPreference() == Qt.ContrastPreference.HighContrast:
            return HIGH_CONTRAST
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _apply(self) -> None:
        scheme = self._scheme()
        self._app.setProperty(_PROPERTY, scheme.name)
        font = self._base
        font.setPointSizeF(self._points * self.scale / 100)
        self._app.setFont(font)
        self._app.setPalette(palette_of(scheme))
        self._app.setStyleSheet(style_sheet(scheme))
        self.changed.emit()
