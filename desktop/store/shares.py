"""Whether a folder lies on a network share, as far as the operating system tells.

SQLite's locks and its shared memory do not hold over a network (https://www.sqlite.org/useovernet.html), so a
central store in a file must lie on a disk of the computer.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_NETWORK_TYPES = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "webdav", "davfs", "9p",
    "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs", "glusterfs", "ceph",
    "lustre", "beegfs", "ocfs2", "gfs2",
})  # fmt: skip
_DRIVE_REMOTE = 4  # GetDriveTypeW, Windows API


def on_network_share(path: Path) -> bool:
    """Tell whether ``path`` (it need not exist yet) lies on a network share; false when it cannot be told."""
    if sys.platform == "win32":
        return _is_windows_share(str(path.absolute()))
    mounts = _macos_mounts() if sys.platform == "darwin" else _linux_mounts()
    return mount_type(os.path.realpath(path), mounts) in _NETWORK_TYPES


def mount_type(path: str, mounts: list[tuple[str, str]]) -> str:
    """Return the type of the file system that ``path`` lies on, from (mount point, type) pairs, or ""."""
    best, found = -1, ""
    for point, kind in mounts:
        stem = point.rstrip("/")
        # of two mounts at one point the later one covers the other
        if (path == stem or path.startswith(stem + "/")) and len(stem) >= best:
            best, found = len(stem), kind
    return found


def parse_linux_mounts(text: str) -> list[tuple[str, str]]:
    """Return (mount point, type) of each line of ``/proc/mounts``; it writes a space as ``\\040``."""
    pairs = []
    for line in text.splitlines():
        parts = line.split(" ")
        if len(parts) >= 3:
            point = parts[1]
            for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
                point = point.replace(code, sign)
            pairs.append((point, parts[2].lower()))
    return pairs


def parse_macos_mounts(text: str) -> list[tuple[str, str]]:
    """Return (mount point, type) of each line of ``mount``: ``//a@b/c on /Volumes/c (smbfs, nodev, ...)``."""
    pairs = []
    for line in text.splitlines():
        _, _, rest = line.partition(" on ")
        point, _, options = rest.rpartition(" (")
        if point:
            pairs.append((point, options.split(",")[0].rstrip(")").strip().lower()))
    return pairs


def is_unc(path: str) -> bool:
    """Tell whether ``path`` is a Windows share by name (``\\\\server\\share``, also in its long form)."""
    plain = path.replace("/", "\\")
    if plain.upper().startswith("\\\\?\\UNC\\"):
        return True
    return plain.startswith("\\\\") and plain[2:4] not in {"?\\", ".\\"}


def _linux_mounts() -> list[tuple[str, str]]:
    try:
        return parse_linux_mounts(Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return []


def _macos_mounts() -> list[tuple[str, str]]:
    try:
        done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_macos_mounts(done.stdout)


def _is_windows_share(path: str) -> bool:
    if is_unc(path):
        return True
    import ctypes

    drive = os.path.splitdrive(path)[0]
    windows = getattr(ctypes, "windll", None)
    return bool(windows is not None and windows.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE)
