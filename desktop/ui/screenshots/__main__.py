"""The command that takes the pictures, and makes the contact sheets."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures and return 0."""
    asked = _arguments(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.ui.screenshots.contact_sheet import LARGE, SMALL, make_sheets
    from desktop.ui.screenshots.walk import WAYS, Way, take_all

    ways = (
        [way for way in WAYS if not asked.ways or way.name in asked.ways]
        if asked.contact_sheet
        else [Way("", scale=asked.scale, scheme=asked.scheme, mirrored=bool(asked.language))]
    )
    for way in ways:
        out = asked.out / way.name
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            written = taken = take_all(Path(folder), out, way, only=asked.only)
        if asked.contact_sheet:
            written = make_sheets(taken, asked.out, way.name, LARGE)
            if asked.keep is not None:
                written += make_sheets(taken, asked.keep, way.name, SMALL)
        sys.stdout.write("\n".join(str(path) for path in written) + "\n")
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m desktop.ui.screenshots", description="Pictures of every screen, from practice"
    )
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument(
        "--only", nargs="+", default=(), help="the screens wanted, such as today; not numbered then"
    )
    parser.add_argument("--scale", type=int, default=100, help="text size in per cent")
    parser.add_argument("--language", default="", help="ar-mirrored: every layout from right to left")
    parser.add_argument("--scheme", choices=("light", "dark", "high contrast"), default="light")
    parser.add_argument(
        "--contact-sheet", action="store_true", help="every screen in every way, and sheets of them side by side"
    )
    parser.add_argument("--ways", nargs="+", default=(), help="of the contact sheets: 100, 200, dark…")
    parser.add_argument("--keep", type=Path, help="folder for smaller sheets, to be kept")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
