"""The one style sheet: edges, room and the focus ring of standard controls.

Palette, fonts and layouts do the rest. Lengths are in ``em`` so that they grow with the text; the focus ring is a
thick edge in the focus colour, which stands 3:1 or more against everything it is drawn on.
"""

from __future__ import annotations

from desktop.foundation.assets import resource_path
from desktop.ui.design.colours import Colours

_SHEET = """
QPushButton, QToolButton {{
    background: {surface}; color: {text}; border: 0.11em solid {border}; border-radius: 0.3em;
    padding: 0.42em 0.95em;
}}
QPushButton:hover, QToolButton:hover {{ background: {raised}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {raised}; border-color: {text}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {disabled}; border-color: {line}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {{ border-color: {text}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent}; }}
QPushButton[kind="primary"]:disabled {{ background: {window}; color: {disabled}; border-color: {line}; }}
QPushButton[kind="danger"] {{ color: {error}; border-color: {error}; }}
QPushButton[kind="link"] {{
    background: transparent; color: {link}; border-color: transparent; text-decoration: underline;
    padding: 0.25em 0.4em; text-align: left;
}}
QPushButton:focus, QToolButton:focus {{ border: 0.19em solid {focus}; padding: 0.34em 0.87em; }}
QPushButton[kind="link"]:focus {{ border: 0.19em solid {focus}; padding: 0.17em 0.32em; }}
QPushButton[kind="segment"] {{ padding: 0.2em 0.7em; }}
QPushButton[kind="segment"]:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton[kind="segment"]:focus {{ border: 0.19em solid {focus}; padding: 0.12em 0.62em; }}
QLineEdit, QPlainTextEdit, QDateEdit, QSpinBox, QComboBox {{
    background: {surface}; color: {text}; border: 0.11em solid {border}; border-radius: 0.2em;
    padding: 0.36em 0.45em; selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QComboBox:focus, QDateEdit:focus {{
    border: 0.19em solid {focus}; padding: 0.28em 0.37em;
}}
QLineEdit[fault="true"], QPlainTextEdit[fault="true"] {{ border: 0.19em solid {error}; padding: 0.28em 0.37em; }}
QLineEdit[fault="true"]:focus, QPlainTextEdit[fault="true"]:focus {{ border-color: {focus}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{
    color: {disabled}; border-color: {line};
}}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit, QComboBox QLineEdit:focus {{
    border: none; padding: 0; background: transparent; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: none; width: 2em; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 0.9em; height: 0.9em; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {text}; border: 0.1em solid {border}; }}
QListView, QTableView, QTreeView {{
    background: {surface}; color: {text}; border: 0.19em solid {line}; gridline-color: {line};
    alternate-background-color: {window}; selection-background-color: {accent}; selection-color: {on_accent};
}}
QListView:focus, QTableView:focus, QTreeView:focus {{ border: 0.19em solid {focus}; }}
QTextBrowser {{ background: {surface}; color: {text}; border: 0.19em solid {line}; border-radius: 0.3em; }}
QTextBrowser:focus {{ border: 0.19em solid {focus}; }}
QListView::item {{ padding: 0.35em 0.5em; }}
QListView::item:selected {{ background: {accent}; color: {on_accent}; }}
QListView::indicator {{
    width: 0.95em; height: 0.95em; background: {surface}; border: 0.11em solid {border}; border-radius: 0.15em;
}}
QListView::indicator:checked {{ border-color: {text}; image: url("{tick}"); }}
QTableView::item {{ padding: 0.2em 0.5em; }}
QHeaderView::section {{
    background: {window}; color: {text}; border: none; border-bottom: 0.11em solid {border};
    padding: 0.4em 0.6em; font-weight: 600;
}}
QScrollArea, QScrollArea > QWidget > QWidget[scrolled="true"] {{ background: transparent; border: none; }}
QScrollArea:focus {{ border: 0.16em solid {focus}; }}
QFrame[kind="card"] {{ background: {surface}; border: 0.09em solid {line}; border-radius: 0.4em; }}
QFrame[kind="card"]:focus {{ border: 0.19em solid {focus}; }}
QFrame[kind="header"] {{ background: {surface}; border: none; border-bottom: 0.09em solid {line}; }}
QFrame[kind="rule"] {{ background: {line}; border: none; }}
QFrame[kind="error"] {{ background: {error_surface}; border: 0.2em solid {error}; }}
QFrame[kind="error"]:focus {{ border: 0.24em solid {focus}; }}
QFrame[kind="warning"] {{ background: {warning_surface}; border: 0.1em solid {warning};
    border-left-width: 0.5em; }}
QFrame[kind="note"] {{ background: {raised}; border: none; border-left: 0.5em solid {accent}; }}
QFrame[kind="success"] {{ background: {success_surface}; border: 0.1em solid {success};
    border-left-width: 0.5em; }}
QFrame[kind="practice"] {{ background: {banner}; border: none; }}
QFrame[kind="practice"] QLabel {{ color: {on_banner}; background: transparent; }}
QLabel {{ background: transparent; }}
QLabel[kind="code"] {{ border: 0.1em solid transparent; padding: 0.1em 0.2em; }}
QLabel[kind="code"]:focus {{ border: 0.1em solid {focus}; border-radius: 0.15em; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="error"] {{ color: {error}; }}
QLabel[tone="success"] {{ color: {success}; }}
QLabel[tone="warning"] {{ color: {warning}; }}
QLabel[tone="key"] {{
    color: {text}; background: {window}; border: 0.09em solid {border}; border-radius: 0.2em; padding: 0 0.35em;
}}
QProgressBar {{
    background: {surface}; color: {text}; border: 0.1em solid {border}; border-radius: 0.3em; text-align: center;
    min-height: 1.3em;
}}
QProgressBar::chunk {{ background: {raised}; }}
QMenuBar {{ background: {surface}; color: {text}; padding: 0.1em; }}
QMenuBar::item {{ padding: 0.25em 0.7em; background: transparent; }}
QMenuBar::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu {{ background: {surface}; color: {text}; border: 0.1em solid {border}; padding: 0.2em; }}
QMenu::item {{ padding: 0.35em 1.6em 0.35em 1.2em; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QSlider:horizontal {{ min-height: 2.2em; }}
QSlider::groove:horizontal {{ background: {border}; height: 0.3em; border-radius: 0.15em; }}
QSlider::handle:horizontal {{
    background: {accent}; border: 0.15em solid {surface}; width: 1.5em; margin: -0.7em 0; border-radius: 0.8em;
}}
QSlider[answered="false"]::handle:horizontal {{ background: {surface}; border-color: {border}; }}
QSlider::handle:horizontal:focus {{ border: 0.19em solid {focus}; }}
QSlider:vertical {{ min-width: 2.2em; min-height: 15em; }}
QSlider::groove:vertical {{ background: {border}; width: 0.3em; border-radius: 0.15em; }}
QSlider::handle:vertical {{
    background: {accent}; border: 0.15em solid {surface}; height: 1.5em; margin: 0 -0.7em; border-radius: 0.8em;
}}
QSlider[answered="false"]::handle:vertical {{ background: {surface}; border-color: {border}; }}
QSlider::handle:vertical:focus {{ border: 0.19em solid {focus}; }}
QSlider:focus {{ border: 0.16em solid {focus}; border-radius: 0.2em; }}
QToolTip {{ background: {surface}; color: {text}; border: 0.1em solid {border}; padding: 0.3em; }}
"""


def style_sheet(scheme: Colours) -> str:
    """Return the application's style sheet in the colours of ``scheme``."""
    arrow = resource_path(f"icons/arrow-{scheme.name.replace(' ', '-')}.svg").as_posix()
    tick = resource_path(f"icons/tick-{scheme.name.replace(' ', '-')}.svg").as_posix()
    return _SHEET.format(
        arrow=arrow, tick=tick, **{name: getattr(scheme, name) for name in scheme.__slots__ if name != "name"}
    )
