"""What must lie nowhere in clear, and the search for it: as text, hex, base64, and inside what is compressed."""

from __future__ import annotations

import base64
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

SAID = "zq unmistakable words that somebody said"
WRITTEN = "zq unmistakable words on a sheet"
LEFT = "zq unmistakable words of one who went away"
BY_LETTER = "zq unmistakable words in a letter"
EMAIL = "zq.unmistakable@example.org"
SECOND_EMAIL = "zq.somebody.else@example.org"
PASSPHRASE = "zq four made up words"
WRONG_PASSPHRASE = "zq four other words"
NEW_PASSPHRASE = "zq four newer words"
PIN = "7392046158"
KNOWN = (SAID, WRITTEN, LEFT, BY_LETTER, EMAIL, SECOND_EMAIL, PASSPHRASE, WRONG_PASSPHRASE, NEW_PASSPHRASE, PIN)
_BESIDE = rb"[^A-Za-z0-9]{1,40}(?:\d{1,2}[^A-Za-z0-9]{1,10})?"
"""Between two words of a recovery sheet: spaces, line ends, quotes, the number of the next one."""


class Needles:
    """Secrets in all the ways in which they could stand in a file."""

    def __init__(self, secrets: Iterable[str | bytes], phrases: Iterable[Sequence[str]] = ()) -> None:
        self._ways = {_name(secret): _ways(secret) for secret in secrets}
        self._phrases: dict[str, re.Pattern[bytes]] = {}
        for phrase in phrases:
            words = [re.escape(word.lower().encode()) for word in phrase]
            # three in a row: one alone is a word like any other
            for at in range(len(words) - 2):
                three = words[at : at + 3]
                self._phrases[b" ".join(three).decode()] = re.compile(_BESIDE.join(three))

    def found_in(self, content: bytes) -> list[str]:
        """Return which of them stand in ``content``, or in what is compressed there."""
        found = set()
        for layer in _layers(content):
            found |= {name for name, ways in self._ways.items() if any(way in layer for way in ways)}
            small = layer.lower()
            found |= {name for name, pattern in self._phrases.items() if pattern.search(small)}
        return sorted(found)

    def found_below(self, folder: Path, *, but: str) -> list[tuple[str, str]]:
        """Return (file, needle) of all below ``folder``, their names too, of what is in ``but`` the name only."""
        found = []
        looked: dict[bytes, list[str]] = {}  # one file stands in many photographs
        for path in sorted(folder.rglob("*")):
            content = path.name.encode()
            if path.is_file() and but not in path.parts:
                content += b"\n" + path.read_bytes()
            if content not in looked:
                looked[content] = self.found_in(content)
            found += [(str(path), each) for each in looked[content]]
        return found


def _name(secret: str | bytes) -> str:
    return secret if isinstance(secret, str) else secret.hex()


def _ways(secret: str | bytes) -> frozenset[bytes]:
    raw = secret if isinstance(secret, bytes) else secret.encode()
    ways = {raw, raw.hex().encode(), raw.hex().upper().encode()}
    if isinstance(secret, str):
        spellings = {secret, secret.lower(), secret.upper(), re.sub("[ -]", "", secret)}
        ways |= {each.encode(how) for each in spellings for how in ("utf-8", "utf-16-le", "utf-16-be")}
    for shift in range(3):  # base64 of it, wherever it begins: without what its neighbours take part in
        coded = base64.b64encode(b"\x00" * shift + raw).rstrip(b"=")
        inner = coded[(0, 2, 3)[shift] : -1]
        if len(inner) >= 12:
            ways |= {inner, inner.translate(bytes.maketrans(b"+/", b"-_"))}
    return frozenset(ways)


def _layers(content: bytes) -> Iterator[bytes]:
    yield content
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        for raw in (stream.group(1), _from_ascii85(stream.group(1))):
            unpacked = zlib.decompressobj()
            try:
                yield unpacked.decompress(raw)
            except zlib.error:
                continue
    at = content.find(b"PK\x03\x04")
    if 0 <= at < 300:
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(BytesIO(content)) as members:
            for name in members.namelist():
                yield members.read(name)


def _from_ascii85(raw: bytes) -> bytes:
    try:
        return base64.a85decode(raw.strip(), adobe=raw.strip().startswith(b"<~"))
    except ValueError:
        pass
    try:
        return base64.a85decode(raw.strip().removesuffix(b"~>"))
    except ValueError:
        return b""
