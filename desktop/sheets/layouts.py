"""Layouts as canonical JSON, and the digest that is their id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from desktop.foundation.errors import DamagedFile
from desktop.foundation.translation import tr
from desktop.sheets.copies import LAYOUT_VERSION, Box, BoxKind, Layout

_READ = range(1, LAYOUT_VERSION + 1)


def make_layout(
    *,
    form_id: str,
    form_version: str,
    edition: str,
    language: str,
    page_size: tuple[float, float],
    pages: int,
    boxes: Sequence[Box],
    duplex: bool = True,
) -> Layout:
    """Return a layout whose id is the digest of everything in it; lengths are rounded to 0.1 mm."""
    bare = Layout(
        layout_id="",
        form_id=form_id,
        form_version=form_version,
        edition=edition,
        language=language,
        page_size=(round(page_size[0], 1), round(page_size[1], 1)),
        pages=pages,
        boxes=tuple(_rounded(box) for box in boxes),
        duplex=duplex,
    )
    return Layout(**{**_fields(bare), "layout_id": layout_digest(bare)})


def layout_digest(layout: Layout) -> str:
    """Return the first 16 hex digits of SHA-256 of the canonical layout without its id."""
    raw = _raw(layout)
    del raw["layout_id"]
    return hashlib.sha256(_canonical(raw).encode()).hexdigest()[:16]


def layout_to_json(layout: Layout) -> str:
    """Return canonical JSON: sorted keys, no spaces."""
    return _canonical(_raw(layout))


def layout_from_json(text: str) -> Layout:
    """Return the layout that :func:`layout_to_json` wrote.

    Raises:
        DamagedFile: it is no layout, of a version that this program does not know, or its id does not fit.
    """
    try:
        raw: dict[str, Any] = json.loads(text)
        if raw["version"] not in _READ or ("duplex" in raw) != (raw["version"] > 1):
            raise ValueError(raw["version"])
        boxes = tuple(Box(**{**box, "kind": BoxKind(box["kind"])}) for box in raw["boxes"])
        layout = Layout(**{**raw, "page_size": tuple(raw["page_size"]), "boxes": boxes})
        if layout_digest(layout) != layout.layout_id:
            raise ValueError(layout.layout_id)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise DamagedFile(
            place=tr("A page layout"),
            fault=tr("It is damaged, or made by a newer version of the program."),
            remedy=tr("Bring the program up to date, or print the form again."),
        ) from fault
    return layout


def _raw(layout: Layout) -> dict[str, Any]:
    """Return the layout as JSON values, with what its version has."""
    raw = asdict(layout)
    if layout.version == 1:
        del raw["duplex"]
    return raw


def _fields(layout: Layout) -> dict[str, Any]:
    return {name: getattr(layout, name) for name in Layout.__dataclass_fields__}


def _rounded(box: Box) -> Box:
    return Box(
        page=box.page,
        question=box.question,
        value=box.value,
        code=box.code,
        x=round(float(box.x), 1),
        y=round(float(box.y), 1),
        width=round(float(box.width), 1),
        height=round(float(box.height), 1),
        kind=box.kind,
    )


def _canonical(raw: object) -> str:
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
