"""What somebody with the store's key reads in its files: every page and WAL frame, decrypted, as it lies there.

SQL shows live rows; an attacker, or a doubter, reads free pages, the slack inside pages and stale WAL frames as
well. SQLCipher 4 encrypts each page by itself (https://www.zetetic.net/sqlcipher/design/): AES-256-CBC under the
raw key, its IV and an HMAC-SHA512 in the last 80 bytes of the page; the first 16 bytes of the file are a salt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
IV, MAC, SALT = 16, 64, 16
RESERVE = IV + MAC
_WAL_HEADER, _FRAME_HEADER = 32, 24
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as it lies in the file or in the write-ahead log, decrypted.

    Attributes:
        place: ``page 7`` or ``frame 3 (page 7)``.
        number: of the page in the database, 1 and up.
        data: plaintext without the reserved bytes, so ``PAGE - RESERVE`` long.
        frame: its place in the log, 0 and up; ``None`` in the file itself.
        commit: in the log: the size of the database in pages where this frame ends a transaction, else 0.
        current: in the log: whether the frame belongs to the log as it stands, not to one before its last reset.
    """

    place: str
    number: int
    data: bytes
    frame: int | None = None
    commit: int = 0
    current: bool = True


def wal_of(path: Path) -> Path:
    """Return where the write-ahead log of the store at ``path`` lies."""
    return path.with_name(path.name + "-wal")


def file_pages(path: Path, key: bytes) -> Iterator[RawPage]:
    """Decrypt the pages of the file, free ones too; a part of a page at the end is left out."""
    raw = path.read_bytes()
    for number in range(1, len(raw) // PAGE + 1):
        yield RawPage(f"page {number}", number, _decrypted(raw[(number - 1) * PAGE : number * PAGE], number, key))


def wal_frames(path: Path, key: bytes) -> Iterator[RawPage]:
    """Decrypt the frames of the write-ahead log beside the file, also those left from before its last reset."""
    wal = wal_of(path)
    raw = wal.read_bytes() if wal.exists() else b""
    salts = raw[16:24]
    size = _FRAME_HEADER + PAGE
    for frame in range((len(raw) - _WAL_HEADER) // size):
        start = _WAL_HEADER + frame * size
        header, page = raw[start : start + _FRAME_HEADER], raw[start + _FRAME_HEADER : start + size]
        number, commit = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
        data = _decrypted(page, number, key)
        yield RawPage(f"frame {frame} (page {number})", number, data, frame, commit, header[8:16] == salts)


def all_pages(path: Path, key: bytes) -> Iterator[RawPage]:
    """Decrypt the file, then its write-ahead log."""
    yield from file_pages(path, key)
    yield from wal_frames(path, key)


def find(path: Path, key: bytes, needles: Iterable[str | bytes]) -> list[str]:
    """Return where any of ``needles`` lies, in words; nothing where none does.

    A long row is cut across pages, so a needle of twelve bytes or more is also looked for by its halves.
    """
    wanted = [needle.encode() if isinstance(needle, str) else needle for needle in needles]
    assert all(len(needle) >= 6 for needle in wanted), "a short needle is found by accident"
    parts = {part: needle for needle in wanted for part in _parts(needle)}
    return [
        f"{page.place}: {needle!r}"
        for page in all_pages(path, key)
        for part, needle in parts.items()
        if part in page.data
    ]


def _parts(needle: bytes) -> list[bytes]:
    half = len(needle) // 2
    return [needle] if half < 6 else [needle, needle[:half], needle[half:]]


def _decrypted(page: bytes, number: int, key: bytes) -> bytes:
    """Return the plaintext of one page; SQLite's own magic stands where page 1 has the salt."""
    skipped = SALT if number == 1 else 0
    body, iv = page[skipped : PAGE - RESERVE], page[PAGE - RESERVE : PAGE - MAC]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    plain = decryptor.update(body) + decryptor.finalize()
    if number == 1:
        plain = _MAGIC + plain
        # page size, and the reserved bytes that the header itself tells: else the key is another
        assert (plain[16:18], plain[20]) == (PAGE.to_bytes(2, "big"), RESERVE), "not decrypted"
    return plain
