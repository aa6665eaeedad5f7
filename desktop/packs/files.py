"""The files of a pack's folder. A folder may come from anywhere, so nothing in it is followed or trusted.

Only plain files directly in the folder are read: no links, no sub-folders, nothing above a size.
"""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.packs.problems import file_problem
from desktop.questionnaires.problems import Problem

MEBIBYTE = 1024 * 1024
PROGRAMME_LIMIT = MEBIBYTE // 2
FORM_LIMIT = 20 * MEBIBYTE
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{kind}{figure}" for kind in ("com", "lpt") for figure in range(1, 10))}
)


def is_plain_name(name: str) -> bool:
    """Tell whether ``name`` is a file's own name on every system: no folder, nothing hidden or reserved."""
    return (
        0 < len(name) <= 100
        and not name.startswith(".")
        and not name.endswith((".", " "))
        and not any(sign in '/\\:*?"<>|' or unicodedata.category(sign).startswith("C") for sign in name)
        and name.split(".", 1)[0].strip().casefold() not in _WINDOWS_DEVICES
    )


def read_plain_file(folder: Path, name: str, limit: int) -> bytes | Problem:
    """Return the bytes of the file ``name`` in ``folder``, or what is wrong with it."""
    path = folder / name
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return file_problem(
                name,
                tr("It is a folder or a link, not a file."),
                tr("Put the file itself into the pack's folder."),
            )
        if status.st_size > limit:
            return _too_large(name, limit)
        with path.open("rb") as stream:
            content = stream.read(limit + 1)  # it may have grown
    except FileNotFoundError:
        return file_problem(
            name,
            tr("The file is not there."),
            tr("Put it into the folder, or correct its name in programme.toml."),
        )
    except OSError as fault:
        error = file_fault(path, fault)
        return file_problem(name, error.fault, error.remedy)
    return _too_large(name, limit) if len(content) > limit else content


def _too_large(name: str, limit: int) -> Problem:
    return file_problem(
        name,
        tr("The file is larger than {limit} MB.", limit=f"{limit / MEBIBYTE:g}"),
        tr("Take out what the pack does not need."),
    )


def require_folder(folder: Path) -> None:
    """Raise a :class:`WorldError` unless ``folder`` is a folder that is there."""
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except OSError as fault:
        raise file_fault(folder, fault) from fault
    if not is_folder:
        raise WorldError(
            place=str(folder),
            fault=tr("This is a file, not the folder of a programme pack."),
            remedy=tr("Choose the folder that holds programme.toml."),
        )


def pack_digest(files: Mapping[str, bytes]) -> str:
    """Return the hex SHA-256 over names and contents, in the order of the names; not of the folder's name."""
    digest = hashlib.sha256(b"sounding-board-pack-1\n")
    for name in sorted(files):
        encoded = name.encode()
        digest.update(f"{len(encoded)} {len(files[name])}\n".encode())
        digest.update(encoded)
        digest.update(files[name])
    return digest.hexdigest()
