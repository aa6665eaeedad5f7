"""Colours as plain values, and the arithmetic of their contrast. No Qt here: the numbers can be tested alone.

Every pair that carries words reaches 4.5:1, every boundary or focus ring that a person must see 3:1
(WCAG 2.2, success criteria 1.4.3, 1.4.11 and 2.4.13).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. Each value is ``#rrggbb``.

    Attributes:
        window: behind everything; surface: behind fields, lists and cards; raised: behind a chosen or hovered row.
        text, muted: words; muted is for hints, never for the only copy of something that matters.
        border: edges of fields and buttons. line: a quiet rule between rows, which carries no meaning.
        accent, on_accent: the main action and chosen marks; link: words that can be pressed.
        focus: the ring around what has the keyboard; focus_inner: the line inside it, for any background.
        error, success, warning: signal colours for words and edges; error_surface and the like stand behind them.
        banner, on_banner: the practice banner.
    """

    name: str
    window: str
    surface: str
    raised: str
    text: str
    muted: str
    border: str
    line: str
    accent: str
    on_accent: str
    link: str
    focus: str
    error: str
    error_surface: str
    success: str
    success_surface: str
    warning: str
    warning_surface: str
    banner: str
    on_banner: str
    disabled: str


LIGHT = Colours(
    name="light",
    window="#f4f5f2",
    surface="#ffffff",
    raised="#e3eef0",
    text="#14212b",
    muted="#46545f",
    border="#5f6d78",
    line="#d3d9d8",
    accent="#0b5563",
    on_accent="#ffffff",
    link="#0b4f9e",
    focus="#b34700",
    error="#a8182b",
    error_surface="#fdf0f1",
    success="#0f5f38",
    success_surface="#eaf5ee",
    warning="#7a4a00",
    warning_surface="#fdf5e3",
    banner="#4b2a7b",
    on_banner="#ffffff",
    disabled="#6b757d",
)

DARK = Colours(
    name="dark",
    window="#12191e",
    surface="#1b252c",
    raised="#24404a",
    text="#f1f4f5",
    muted="#bac6cd",
    border="#8b9aa4",
    line="#33414a",
    accent="#7fd1de",
    on_accent="#08222a",
    link="#9cc7ff",
    focus="#ffb454",
    error="#ff9aa2",
    error_surface="#3a2024",
    success="#8fdcb0",
    success_surface="#1c3427",
    warning="#f4cf7a",
    warning_surface="#372d17",
    banner="#cdb4ff",
    on_banner="#1b1030",
    disabled="#93a0a8",
)

HIGH_CONTRAST = Colours(
    name="high contrast",
    window="#000000",
    surface="#000000",
    raised="#123a40",
    text="#ffffff",
    muted="#ffffff",
    border="#ffffff",
    line="#ffffff",
    accent="#ffff00",
    on_accent="#000000",
    link="#66ccff",
    focus="#ff9d3c",
    error="#ff9aa2",
    error_surface="#000000",
    success="#7dffb2",
    success_surface="#000000",
    warning="#ffd966",
    warning_surface="#000000",
    banner="#e0ccff",
    on_banner="#000000",
    disabled="#c0c0c0",
)

SCHEMES = (LIGHT, DARK, HIGH_CONTRAST)

WORD_PAIRS = (
    ("text", "window"),
    ("text", "surface"),
    ("text", "raised"),
    ("muted", "window"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("on_accent", "accent"),
    ("link", "window"),
    ("link", "surface"),
    ("error", "surface"),
    ("error", "window"),
    ("error", "error_surface"),
    ("text", "error_surface"),
    ("success", "success_surface"),
    ("success", "window"),
    ("success", "surface"),
    ("text", "success_surface"),
    ("warning", "warning_surface"),
    ("warning", "surface"),
    ("warning", "window"),
    ("text", "warning_surface"),
    ("on_banner", "banner"),
    ("link", "raised"),
    ("link", "error_surface"),
    ("link", "warning_surface"),
    ("link", "success_surface"),
    ("muted", "error_surface"),
    ("muted", "warning_surface"),
    ("muted", "success_surface"),
    ("error", "raised"),
    ("success", "raised"),
    ("warning", "raised"),
)
"""Foreground and background roles that carry words together: 4.5:1 at least."""

CONTROL_PAIRS = (
    ("border", "surface"),
    ("border", "window"),
    ("focus", "window"),
    ("focus", "surface"),
    ("focus", "raised"),
    ("focus", "error_surface"),
    ("accent", "surface"),
    ("accent", "window"),
    ("accent", "raised"),
    ("border", "raised"),
    ("focus", "warning_surface"),
    ("focus", "success_surface"),
    ("error", "error_surface"),
    ("warning", "warning_surface"),
    ("success", "success_surface"),
    ("text", "surface"),
)
"""Roles of edges, marks and focus rings against what they stand on: 3:1 at least."""


DISABLED_PAIRS = (("disabled", "window"), ("disabled", "surface"))
"""What can't be used now is exempt (success criterion 1.4.3); it reaches 3:1 all the same, to be read."""


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, of ``#rrggbb`` (WCAG 2.2, "relative luminance")."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[start : start + 2]) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
