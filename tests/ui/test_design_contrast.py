"""The pairs of colours whose contrast is computed are those that the design uses, in its sheet and by brush."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

import desktop.ui
from desktop.ui.design import sheet
from desktop.ui.design.colours import (
    CONTROL_PAIRS,
    DISABLED_PAIRS,
    SCHEMES,
    WORD_PAIRS,
    Colours,
    contrast,
)
from desktop.ui.design.theme import Theme
from desktop.ui.parts.bars import Bar, Bars
from desktop.ui.parts.tile import Tile

ROLES = {name for name in Colours.__slots__ if name != "name"}
GROUNDS = ("window", "surface", "raised")
EVERYWHERE = ("window", "surface")
RULE = re.compile(r"([^{}]+)\{\{([^{}]*(?:\{\w+\}[^{}]*)*)\}\}")
# what stands in a rule without a ground of its own, and on which grounds it can stand
ON = {
    'QLabel[tone="key"]': ("window",),
    'QFrame[kind="practice"] QLabel': ("banner",),
    'QPushButton[kind="link"]': (*GROUNDS, "error_surface", "warning_surface", "success_surface"),
}


def rules() -> Iterator[tuple[str, dict[str, str]]]:
    for selectors, body in RULE.findall(sheet._SHEET):
        told = dict(part.split(":", 1) for part in body.split(";") if ":" in part)
        for selector in selectors.split(","):
            yield selector.strip(), {name.strip(): value.strip() for name, value in told.items()}


def role_in(value: str) -> str:
    return next((name for name in re.findall(r"\{(\w+)\}", value) if name in ROLES), "")


def bare(selector: str) -> str:
    return re.sub(r"(?<!:):[\w-]+$", "", selector)


def grounds_of(selector: str, told: dict[str, str]) -> tuple[str, ...]:
    own = role_in(told.get("background", ""))
    if own:
        return (own,)
    if selector in ON or bare(selector) in ON:
        return ON.get(selector) or ON[bare(selector)]
    for name, others in rules():
        if name == bare(selector) and role_in(others.get("background", "")):
            return (role_in(others["background"]),)
    for name, others in rules():
        if name == selector.partition("[")[0].partition(":")[0] and role_in(others.get("background", "")):
            return (role_in(others["background"]),)
    return EVERYWHERE


def pairs_of_words() -> set[tuple[str, str, bool]]:
    found = set()
    for selector, told in rules():
        for front, back in (("color", "background"), ("selection-color", "selection-background-color")):
            ink = role_in(told.get(front, ""))
            if ink:
                grounds = (role_in(told[back]),) if front.startswith("selection") else grounds_of(selector, told)
                found |= {(ink, ground, ":disabled" in selector) for ground in grounds}
    return found


def test_the_sheet_is_read() -> None:
    found = pairs_of_words()
    assert ("on_accent", "accent", False) in found
    assert ("disabled", "window", True) in found
    assert len(list(rules())) > 60


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_words_of_every_rule_stand_out(scheme: Colours) -> None:
    for ink, ground, disabled in sorted(pairs_of_words()):
        least = 3.0 if disabled else 4.5
        assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= least, (ink, ground)


def test_the_pairs_of_the_sheet_are_among_those_that_are_named() -> None:
    named = {*WORD_PAIRS, *DISABLED_PAIRS}
    assert {(ink, ground) for ink, ground, _ in pairs_of_words()} <= named


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_pressed_and_pointed_at_words_stay_readable(scheme: Colours) -> None:
    """A state that changes the ground alone keeps the words of the state before."""
    for selector, told in rules():
        ground = role_in(told.get("background", ""))
        if not ground or role_in(told.get("color", "")) or not re.search(r":(hover|pressed)$", selector):
            continue
        ink = next(role_in(others["color"]) for name, others in rules() if name == bare(selector))
        assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5, selector


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_every_focus_ring_stands_out_where_it_can_stand(scheme: Colours) -> None:
    rings = [selector for selector, told in rules() if ":focus" in selector and "border" in str(told)]
    assert len(rings) > 15
    grounds = (*GROUNDS, "error_surface", "warning_surface", "success_surface")
    for selector, told in rules():
        if ":focus" not in selector or "none" in told.get("border", ""):
            continue
        edge = next(
            (role_in(value) for name, value in told.items() if name.startswith("border") and "{" in value), ""
        )
        if edge:
            assert edge == "focus", selector
    for ground in grounds:
        assert ("focus", ground) in CONTROL_PAIRS
        assert contrast(scheme.focus, getattr(scheme, ground)) >= 3.0


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
@pytest.mark.parametrize(("front", "back"), DISABLED_PAIRS, ids=lambda role: role)
def test_what_cannot_be_used_now_can_still_be_read(scheme: Colours, front: str, back: str) -> None:
    assert contrast(getattr(scheme, front), getattr(scheme, back)) >= 3.0


def painted_roles() -> set[str]:
    """Return the roles that any module takes from the scheme to paint with."""
    found = set()
    for path in Path(desktop.ui.__file__).parent.rglob("*.py"):
        if path.parent.name == "design":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ROLES:
                owner = ast.unparse(node.value)
                if owner in ("scheme", "colours()"):
                    found.add(node.attr)
    return found


def test_every_colour_that_is_painted_is_in_a_pair() -> None:
    known = {role for pair in (*WORD_PAIRS, *CONTROL_PAIRS, *DISABLED_PAIRS) for role in pair} | {"line"}
    assert painted_roles() >= {"accent", "focus", "text", "surface"}
    assert painted_roles() <= known


def seen_in(widget: QWidget, part: QRect | None = None) -> set[str]:
    image: QImage = widget.grab(part or widget.rect()).toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_bars_are_filled_edged_and_marked_in_colours_that_stand_out(
    qtbot, theme: Theme, holder: QWidget, scheme: Colours
) -> None:
    theme.choose(scheme.name)
    bars = Bars(holder)
    bars.show_bars([Bar("Made up", 0.5, "50%", mark=0.8)])
    QVBoxLayout(holder).addWidget(bars)
    holder.resize(700, 120)
    holder.show()
    assert {scheme.accent, scheme.surface, scheme.text} <= seen_in(bars._rows[0]._line)
    for front, back in (("accent", "surface"), ("border", "surface"), ("text", "surface")):
        assert contrast(getattr(scheme, front), getattr(scheme, back)) >= 3.0


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
@pytest.mark.parametrize("main", [False, True], ids=["side", "main"])
@pytest.mark.parametrize("enabled", [False, True], ids=["disabled", "enabled"])
def test_tiles_wear_words_that_stand_out(
    qtbot, theme: Theme, holder: QWidget, scheme: Colours, main: bool, enabled: bool
) -> None:
    theme.choose(scheme.name)
    tile = Tile("MMMM", "F2", holder, figure="888", main=main)
    tile.setEnabled(enabled)
    tile.resize(260, 120)
    holder.resize(300, 160)
    holder.show()
    ground = scheme.accent if main and enabled else scheme.surface
    ink = scheme.disabled if not enabled else scheme.on_accent if main else scheme.text
    assert {ground, ink} <= seen_in(tile)
    assert contrast(ink, ground) >= (4.5 if enabled else 3.0)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
@pytest.mark.parametrize("kind", ["", "primary", "danger", "link"])
def test_a_button_that_is_held_down_can_be_read(
    qtbot, theme: Theme, holder: QWidget, scheme: Colours, kind: str
) -> None:
    theme.choose(scheme.name)
    button = QPushButton("MMMMM", holder)
    button.setProperty("kind", kind)
    button.setDown(True)
    button.adjustSize()
    holder.resize(300, 100)
    holder.show()
    ink = {"primary": scheme.on_accent, "danger": scheme.error, "link": scheme.link}.get(kind, scheme.text)
    middle = button.rect().adjusted(3, 3, -3, -3)
    seen = seen_in(holder, middle.translated(button.pos()))
    assert ink in seen
    assert max(contrast(ink, other) for other in seen) >= 4.5
