"""Files that are either whole and on the disk, or not there at all.

Written beside the target, fsynced, renamed over it, and the folder fsynced, so that a power cut leaves the old
file or the new one. Windows has no fsync of a folder; there the rename itself is journalled by NTFS.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr

FULL = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)
)  # fmt: skip
"""What a system says where no more goes: a full disk, a used-up quota, a file too large for its file system."""
_PROBE = 65_536


def has_room(folder: Path, *, beyond: int = 0) -> bool:
    """Tell whether a file in ``folder`` may grow some 64 KB past ``beyond`` bytes, by trying it.

    For drivers that don't say why a write failed. What can't be tried counts as room: that is another fault.
    """
    probe = folder / f".{secrets.token_hex(8)}.part"
    try:
        handle = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb", buffering=0) as stream:
            stream.seek(beyond)
            for _ in range(_PROBE // 4096):
                stream.write(bytes(4096))
            os.fsync(stream.fileno())
    except OSError as fault:
        return fault.errno not in FULL
    finally:
        _forget(probe)
    return True


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep the names in ``folder``. Does nothing on Windows, which has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    except OSError as fault:  # some network and FAT file systems refuse it: the data itself was fsynced
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes, *, replace: bool = True) -> None:
    """Write ``content`` to ``path`` so that after return it survives a power cut.

    Raises:
        WorldError: the disk is full, the folder is missing or may not be written.
        FileExistsError: ``replace`` is false and the file is there.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if not replace and path.exists():
            raise FileExistsError(path)
        temporary.replace(path)
        sync_folder(path.parent)
    except FileExistsError:
        _forget(temporary)
        raise
    except OSError as fault:
        _forget(temporary)
        raise file_fault(path, fault) from fault


def _forget(temporary: Path) -> None:
    """Remove what was begun; a disk that refuses that too (a stick pulled out) must not hide the first fault."""
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)


def file_fault(path: Path, fault: OSError) -> WorldError:
    """Return the operating system's ``fault`` at ``path`` as place, fault and remedy in plain words."""
    if fault.errno in FULL:
        what = tr("The disk is full.")
        remedy = tr("Make room or choose another folder, then try again. Nothing that was saved is lost.")
    elif fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        what = tr("This place may not be written.")
        remedy = tr("Choose another folder, or ask whoever looks after the computer.")
    elif fault.errno == errno.ENOENT:
        what = tr("The folder or file is not there.")
        remedy = tr("Check that the stick or the network folder is connected, then try again.")
    else:
        what = tr("The file could not be read or written ({reason}).", reason=fault.strerror or fault.errno)
        remedy = tr("Check the disk or the stick, then try again.")
    return WorldError(place=str(path), fault=what, remedy=remedy)
