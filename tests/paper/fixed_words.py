"""The fixed words of paper, gathered from the code: ``python -m tests.paper.fixed_words`` writes them anew."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from desktop.foundation.assets import resource_path
from desktop.foundation.catalogues import Catalogue, write_po

ROOT = Path(__file__).parents[2]
TEMPLATE = resource_path("translations") / "paper.pot"
_FORMED_FROM_PARTS = ROOT / "desktop/questionnaires/expressions/wording.py"
"""Hands its messages on by name, so that every text with a place in it is taken for one."""


_PLACE = re.compile(r"\{[a-z]+\}")


def gathered() -> str:
    """Return the template that translators start from."""
    found: dict[str, tuple[str, str]] = {}
    for path in (*sorted((ROOT / "desktop/paper").glob("*.py")), _FORMED_FROM_PARTS):
        for message, plural in _messages(path):
            where = path.relative_to(ROOT).as_posix()
            kept = found.setdefault(message, (plural, where))
            if where not in kept[1].splitlines():
                found[message] = (kept[0] or plural, f"{kept[1]}\n{where}")
    entries = [(message, plural, where) for message, (plural, where) in found.items()]
    return write_po(entries, language="", known=Catalogue())


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "ntr"):
            if not any(keyword.arg == "language" for keyword in node.keywords) or path == _FORMED_FROM_PARTS:
                continue
            texts = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
            if None in texts[: 2 if node.func.id == "ntr" else 1]:
                raise ValueError(f"{path.name}:{node.lineno}: write the words out, so that they can be gathered")
            yield str(texts[0]), str(texts[1]) if node.func.id == "ntr" else ""
        elif path == _FORMED_FROM_PARTS and isinstance(node, ast.Constant) and _PLACE.search(str(node.value)):
            yield str(node.value), ""


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(gathered(), "utf-8")
