"""The folder of encrypted files beside a store: scanned pages, whose keys are rows of the store.

A file has the random name of its row, and lies on the disk with its name before the row is committed; a file
without a row is left over from work that was broken off, and is noise: nobody has its key. On Windows there is no
call that makes a folder's names durable; flushing the file itself writes its entry in the file table with it.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.foundation.durable_files import file_fault, sync_folder
from desktop.foundation.errors import DamagedFile
from desktop.foundation.one_at_a_time import alone
from desktop.foundation.translation import tr

SCANS_FOLDER = "scans"
_LOCK = ".attaching"
_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST = 64_000_000
"""Bytes of a file that are read at once."""


class ScanFolder:
    """The encrypted files of one store.

    Attributes:
        path: the folder; made with the first file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, content: bytes) -> None:
        """Write a file, flushed to the disk; its name is durable only after :meth:`keep_names`.

        Args:
            name: uuid4 text; says nothing.

        Raises:
            WorldError: the disk is full, or may not be written.
        """
        path = self._of(name)
        try:
            if not self.path.is_dir():
                self.path.mkdir(mode=0o700)
                sync_folder(self.path.parent)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as fault:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            raise file_fault(self.path, fault) from fault

    def keep_names(self) -> None:
        """Make the names of all files durable; before their rows are committed.

        Raises:
            WorldError: the disk refuses it.
        """
        try:
            if self.path.is_dir():
                sync_folder(self.path)
        except OSError as fault:
            raise file_fault(self.path, fault) from fault

    def read(self, name: str) -> bytes:
        """Return what is in a file.

        Raises:
            DamagedFile: it is not there.
            WorldError: the disk does not give it.
        """
        try:
            with self._of(name).open("rb") as stream:
                return stream.read(_MOST)
        except FileNotFoundError as fault:
            raise DamagedFile(
                place=tr("A scanned page"),
                fault=tr("Its file is not in the data folder."),
                remedy=tr("Restore it from a backup, or scan the sheet again."),
            ) from fault
        except OSError as fault:
            raise file_fault(self.path, fault) from fault

    def size(self, name: str) -> int | None:
        """Return how large a file is, in bytes; ``None`` where it is not there."""
        try:
            return self._of(name).stat().st_size
        except OSError:
            return None

    def names(self) -> frozenset[str]:
        """Return the names of all files."""
        try:
            return frozenset(each.name for each in self.path.iterdir() if _NAME.fullmatch(each.name))
        except OSError:
            return frozenset()

    def remove(self, names: Iterable[str]) -> None:
        """Delete files whose rows are gone. One that can't be deleted now goes when the store is next opened."""
        gone = False
        for name in names:
            with contextlib.suppress(OSError):
                self._of(name).unlink(missing_ok=True)
                gone = True
        if gone and self.path.is_dir():
            with contextlib.suppress(OSError):
                sync_folder(self.path)

    def sweep(self, kept: Collection[str]) -> int:
        """Delete files that have no row, and return how many; none while somebody is attaching pages.

        Args:
            kept: names that have a row, looked up after the lock was had: call it inside :meth:`alone`.
        """
        left = self.names() - frozenset(kept)
        self.remove(left)
        return len(left)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold the lock of whoever writes or sweeps files, and give whether it was had; does not wait.

        Raises:
            OSError: the folder can't be written.
        """
        if not self.path.is_dir():
            self.path.mkdir(mode=0o700)
        with alone(self.path / _LOCK) as had:
            yield had

    def _of(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("no name of a scanned page")
        return self.path / name
