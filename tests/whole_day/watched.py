"""What both processes of the day share: their folders, photographs of them, a watch on what is written where."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Day:
    """The folders of a day.

    Attributes:
        root: everything that the application may write to: data, stick, backups, the home and temporary folders.
        aside: what the test needs and no scan looks at: photographs of ``root``, and what was told.
        told: secrets that were made on the way, for the scan to look for.
    """

    root: Path
    aside: Path
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The laptop's data folder."""
        return self.root / "data"

    @property
    def stick(self) -> Path:
        """A stick that batches go by."""
        return self.root / "stick"

    @property
    def central(self) -> Path:
        """The central store."""
        return self.root / "office" / "central.db"

    @property
    def chosen(self) -> Path:
        """What somebody chose to have on paper: the one place where a sheet may say its words."""
        return self.root / "chosen"

    @property
    def backups(self) -> Path:
        """Where backups go."""
        return self.root / "backups"

    def photograph(self, name: str) -> None:
        """Keep all files as they are at this moment."""
        shutil.copytree(self.root, self.aside / "photographs" / name, symlinks=True)

    def tell(self, name: str, secret: Any) -> None:
        """Hand a secret to the test."""
        self.told[name] = secret
        (self.aside / f"told {Path(sys.argv[0]).stem}.json").write_text(json.dumps(self.told))

    def watch(self) -> None:
        """Note each file that Python opens for writing outside of the folders of the day."""
        elsewhere: set[str] = set()
        ours = (str(self.root), str(self.aside), "/dev/", "/proc/")

        def hook(event: str, given: tuple[Any, ...]) -> None:
            if event == "open" and isinstance(given[0], (str, bytes)):
                path, mode, flags = os.fsdecode(given[0]), given[1] or "", given[2]
                writes = any(each in mode for each in "wax+") or bool(flags & (os.O_WRONLY | os.O_RDWR))
                if writes and not str(Path(path).absolute()).startswith(ours) and path not in elsewhere:
                    elsewhere.add(path)
                    self.tell("elsewhere", sorted(elsewhere))

        sys.addaudithook(hook)
