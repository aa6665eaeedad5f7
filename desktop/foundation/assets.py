"""Where the files beside the code are: in the source tree, in an installed wheel, in a bundle.

The wheel carries ``resources/`` and ``forms/`` under ``desktop/_assets``; a source tree has them at its top; a
PyInstaller bundle has them beside the code it unpacked.
"""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.foundation.errors import Defect

_PACKAGE = Path(__file__).resolve().parent.parent


def _asset_root(kind: str) -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [_PACKAGE.parent / kind, _PACKAGE / "_assets" / kind]
    if bundle is not None:
        candidates.insert(0, Path(bundle) / kind)
    marker = {"resources": "fonts", "forms": "leicestershire-jhws"}[kind]
    for candidate in candidates:
        if (candidate / marker).is_dir():
            return candidate
    raise Defect(f"the folder {kind} is missing from the installation")


def resource_path(name: str) -> Path:
    """Return the path of ``name`` below ``resources/``; it need not exist."""
    return _asset_root("resources") / name


def packs_path() -> Path:
    """Return the folder of the programme packs that came with the application."""
    return _asset_root("forms")
