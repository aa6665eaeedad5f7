"""Places that batch and receipt files are carried to and fetched from.

A target knows file names and the outside of a batch, nothing of what is in it. The folder is the first: a USB
stick, or a share that the centre sees too.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.foundation.durable_files import file_fault, sync_folder, write_durably
from desktop.foundation.errors import DamagedFile, Defect, Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.sync.batch_file import MAX_FILE, open_batch_header, refuse_made_up

BATCH_SUFFIX = ".sbbatch"
RECEIPT_SUFFIX = ".sbreceipt"
INSTRUCTIONS_SUFFIX = ".sbinstructions"
_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_OUR_NAME = re.compile(
    rf"(batch-{_ID}){BATCH_SUFFIX}|(receipt-{_ID}){RECEIPT_SUFFIX}|(instructions-{_ID}){INSTRUCTIONS_SUFFIX}"
)
_MOST_COPIES = 99
# of sticks that were pulled out and shares that went away; the names differ by system, so some may be missing
_GONE = {
    getattr(errno, each)
    for each in ("EIO", "ENODEV", "ENXIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ETIMEDOUT",
                 "ENOMEDIUM", "EREMOTEIO", "ESHUTDOWN")
    if hasattr(errno, each)
}  # fmt: skip
_GONE_WINDOWS = {21, 53, 55, 59, 64, 67, 1117, 1167}  # not ready, path or name of the network gone, device error
_TOO_LARGE = {errno.EFBIG} | ({errno.EDQUOT} if hasattr(errno, "EDQUOT") else set())


def batch_file_name(batch_id: str) -> str:
    """Return the name of a batch's file; it says nothing but the batch's id."""
    return f"batch-{batch_id}{BATCH_SUFFIX}"


def receipt_file_name(receipt_id: str) -> str:
    """Return the name of a receipt's file; it says nothing but the receipt's id."""
    return f"receipt-{receipt_id}{RECEIPT_SUFFIX}"


def instructions_file_name(list_id: str) -> str:
    """Return the name of the file of a list of instructions; it says nothing but which list it is."""
    return f"instructions-{list_id}{INSTRUCTIONS_SUFFIX}"


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file of ours that is there but can't be read, with the reason in words."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a target holds, by name, sorted. Files of other kinds, hidden and unfinished ones are left out."""

    batches: tuple[str, ...]
    receipts: tuple[str, ...]
    unreadable: tuple[UnreadableFile, ...]
    instructions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a file came to lie.

    Attributes:
        name: the name that it lies under; another than asked for when that one held other bytes.
        already_there: whether the target held it before, so that nothing was written.
    """

    name: str
    already_there: bool


class Target(Protocol):
    """Carries files. Every method may raise :class:`~desktop.foundation.errors.WorldError`."""

    @property
    def text(self) -> str:
        """How it is written on a command line and in a delivery: ``folder:/media/stick``."""

    def put(self, name: str, content: bytes) -> Placed:
        """Keep ``content`` for good before returning; no bytes that are there are ever overwritten.

        Raises:
            Refusal: it is a batch from practice.
        """

    def list(self) -> Listing:
        """Return what is there."""

    def get(self, name: str) -> bytes:
        """Return the bytes of a file that was listed."""


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder: a USB stick, a share.

    Attributes:
        path: absolute; it must be there, since one that is made up by a typing error would swallow the batch.
    """

    path: Path

    @property
    def text(self) -> str:
        return f"folder:{self.path}"

    def put(self, name: str, content: bytes) -> Placed:
        if _OUR_NAME.fullmatch(name) is None:
            raise Defect("only batches, receipts and instructions are put into a target")
        if name.endswith(BATCH_SUFFIX):
            refuse_made_up(open_batch_header(content, name=name), name=name)
        self._check_folder()
        stem, suffix = name.rsplit(".", 1)
        for copy in range(1, _MOST_COPIES + 1):
            chosen = name if copy == 1 else f"{stem}-{copy}.{suffix}"
            try:
                if self._holds(chosen, content):
                    return Placed(name=chosen, already_there=True)
                write_durably(self.path / chosen, content, replace=False)
                return Placed(name=chosen, already_there=False)
            except FileExistsError:
                continue  # other bytes lie there: never overwritten
            except WorldError as fault:
                raise _of_folder(self.path / chosen, fault) from fault
            except OSError as fault:
                raise _folder_fault(self.path / chosen, fault) from fault
        raise WorldError(
            place=str(self.path / name),
            fault=tr("There are too many files of this name already."),
            remedy=tr("Choose an empty folder."),
        )

    def list(self) -> Listing:
        self._check_folder()
        kinds: dict[str, list[str]] = {BATCH_SUFFIX: [], RECEIPT_SUFFIX: [], INSTRUCTIONS_SUFFIX: []}
        unreadable: list[UnreadableFile] = []
        try:
            names = sorted(os.listdir(self.path))  # noqa: PTH208 - iterdir would make a Path of each foreign file
        except OSError as fault:
            raise _folder_fault(self.path, fault) from fault
        for name in names:
            lowered = name.lower()  # FAT gives names back in capitals now and then
            kind = next((found for suffix, found in kinds.items() if lowered.endswith(suffix)), None)
            if name.startswith((".", "~")) or kind is None:
                continue
            reason = self._why_unreadable(name)
            if reason is None:
                kind.append(name)
            elif reason:
                unreadable.append(UnreadableFile(name, reason))
        batches, receipts, instructions = (tuple(found) for found in kinds.values())
        return Listing(batches, receipts, tuple(unreadable), instructions)

    def get(self, name: str) -> bytes:
        if not name or name in (".", "..") or "/" in name or os.sep in name or Path(name).name != name:
            raise Defect("a file is asked for by its name alone")
        path = self.path / name
        try:
            _check_regular(path)
            with path.open("rb") as stream:
                content = stream.read(MAX_FILE + 1)
        except OSError as fault:
            raise _folder_fault(path, fault) from fault
        if len(content) > MAX_FILE:
            raise _too_large(path)
        return content

    def _check_folder(self) -> None:
        try:
            there = stat.S_ISDIR(self.path.stat().st_mode)
        except OSError as fault:
            raise _folder_fault(self.path, fault) from fault
        if not there:
            raise WorldError(
                place=str(self.path),
                fault=tr("It is no folder."),
                remedy=tr("Choose a folder on the stick or share."),
            )

    def _holds(self, name: str, content: bytes) -> bool:
        """Tell whether the folder holds this very thing; if so it is on the disk for good afterwards."""
        path = self.path / name
        if not path.exists():
            return False
        try:
            held = self.get(name)
        except WorldError:
            return False  # whatever lies there is not ours to touch: another name is taken
        if held != content and not _same_batch(held, content, name):
            return False
        # it may have been copied there without ever reaching the disk; Windows syncs writable handles alone
        with path.open("rb+" if os.name == "nt" else "rb") as stream:
            os.fsync(stream.fileno())
        sync_folder(self.path)
        return True

    def _why_unreadable(self, name: str) -> str | None:
        """Return ``None`` for a file that opens, empty text for one that is gone meanwhile, else the reason."""
        path = self.path / name
        try:
            _check_regular(path)
            with path.open("rb") as stream:
                stream.read(1)
        except FileNotFoundError:
            return "" if not path.is_symlink() else tr("It points to a file that is not there.")
        except WorldError as fault:
            return fault.fault
        except OSError as fault:
            return _folder_fault(path, fault).fault
        return None


def parse_target(text: str) -> Target:
    """Return the target that ``text`` names: ``folder:PATH``.

    Raises:
        Refusal: the kind is not known, or the path is missing.
    """
    kind, colon, rest = text.partition(":")
    if not colon or len(kind) < 2:  # one letter and a colon is a drive of Windows
        raise Refusal(
            place=tr("The target"),
            fault=tr("It does not say what kind of place it is."),
            remedy=tr("Write folder: in front of the path, such as folder:/media/stick."),
        )
    if kind != "folder":
        # the rest may hold a password: it is not repeated
        raise Refusal(
            place=tr("The target {kind}:", kind=kind),
            fault=tr("This kind of place is not known."),
            remedy=tr("Use folder:PATH, where PATH is a folder on a stick or a share."),
        )
    if not rest.strip():
        raise Refusal(
            place=tr("The target folder:"),
            fault=tr("The path is missing."),
            remedy=tr("Write the folder's path after it, such as folder:/media/stick."),
        )
    return FolderTarget(Path(os.path.abspath(Path(rest).expanduser())))  # noqa: PTH100 - resolve would follow links


def _same_batch(held: bytes, content: bytes, name: str) -> bool:
    """Tell whether both are whole files of one batch, by one device, to the same recipients.

    Encryption is random, so a batch that is sent again has other bytes; a whole copy needs no second beside it.
    """
    try:
        old, new = open_batch_header(held, name=name), open_batch_header(content, name=name)
    except DamagedFile:
        return False
    return (old.batch_id, old.device, old.recipients, old.kind) == (
        new.batch_id,
        new.device,
        new.recipients,
        new.kind,
    )


def _check_regular(path: Path) -> None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # opening a pipe would wait for ever
        raise WorldError(
            place=str(path), fault=tr("It is no ordinary file."), remedy=tr("Remove it from the folder.")
        )
    if found.st_size > MAX_FILE:
        raise _too_large(path)


def _too_large(path: Path) -> WorldError:
    return DamagedFile(
        place=str(path),
        fault=tr("It is larger than any batch can be."),
        remedy=tr("Nothing of it was taken in. Get it again from where it came from."),
    )


def _of_folder(path: Path, fault: WorldError) -> WorldError:
    cause = fault.__cause__
    return _folder_fault(path, cause) if isinstance(cause, OSError) else fault


def _folder_fault(path: Path, fault: OSError) -> WorldError:
    if fault.errno in _GONE or getattr(fault, "winerror", None) in _GONE_WINDOWS:
        return WorldError(
            place=str(path),
            fault=tr("The stick or the network folder does not answer: it may have been taken out."),
            remedy=tr("Put it back or connect again, then send again. Nothing that was saved is lost."),
        )
    if fault.errno in _TOO_LARGE:
        return WorldError(
            place=str(path),
            fault=tr("There is no room for this file."),
            remedy=tr("Make room or choose another folder, then send again. Nothing that was saved is lost."),
        )
    return file_fault(path, fault)
