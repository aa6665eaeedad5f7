"""What batch and receipt files share: a first line with kind and version, a line of JSON, a line of signature.

Faults are raised as :class:`Unreadable`, whose text never holds what was read; the file's reader makes a
:class:`~desktop.foundation.errors.DamagedFile` of it, with the file's name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop.foundation.translation import tr

SIGNATURE_HEX = 128


class Unreadable(Exception):
    """The bytes are not what they must be; the text says what, in one sentence for a person."""


def canonical(value: object) -> bytes:
    """Return JSON as one line of UTF-8, keys sorted, no spaces: equal values have equal bytes.

    Raises:
        ValueError: a text in it is no valid Unicode.
    """
    line = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    try:
        return line.encode()
    except UnicodeEncodeError:
        pass  # its error object holds the text: raised anew, without it
    raise ValueError("a text holds half of a surrogate pair")


def parsed(line: bytes) -> Fields:
    """Return the object on ``line``.

    Raises:
        Unreadable: it is no JSON object.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None  # raised below: a JSON error holds the whole text
    if not isinstance(value, dict):
        raise Unreadable(tr("It is cut or altered: a part that should be data is none."))
    return Fields(value)


def parsed_exactly(line: bytes) -> Fields:
    """Return the object on ``line``, which is written as :func:`canonical` writes it, and in no other way.

    Raises:
        Unreadable: it is no JSON object, is written otherwise, or a text in it is no valid Unicode.
    """
    fields = parsed(line)
    try:
        same = canonical(fields.values) == line
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise Unreadable(tr("It is cut or altered: a part that should be data is none."))
    return fields


class Fields:
    """A JSON object whose values are asked for by type.

    Attributes:
        values: as they were read, of any type.

    Each method raises :class:`Unreadable` when the field is missing or is of another type.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def _of(self, name: str, kind: type) -> Any:
        value = self.values.get(name)
        if type(value) is not kind:
            raise Unreadable(tr("The field {name} is missing or wrong.", name=name))
        return value

    def text(self, name: str) -> str:
        """Return a text."""
        return str(self._of(name, str))

    def number(self, name: str, least: int = 0) -> int:
        """Return a whole number, ``least`` or more."""
        value = int(self._of(name, int))
        if value < least:
            raise Unreadable(tr("The field {name} is missing or wrong.", name=name))
        return value

    def flag(self, name: str) -> bool:
        """Return true or false."""
        return bool(self._of(name, bool))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(row[0] for row in self._rows([[each] for each in self._of(name, list)], name, 1))

    def rows(self, name: str, width: int) -> tuple[tuple[str, ...], ...]:
        """Return a list of lists of ``width`` texts."""
        return self._rows(self._of(name, list), name, width)

    def pairs(self, name: str) -> dict[str, str]:
        """Return a list of pairs of texts, as what maps the first to the second."""
        return {row[0]: row[1] for row in self.rows(name, 2)}

    def lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return an object of lists of texts."""
        value = self._of(name, dict)
        if any(type(each) is not list for each in value.values()):
            raise Unreadable(tr("The field {name} is missing or wrong.", name=name))
        return {key: Fields({name: each}).texts(name) for key, each in value.items()}

    def counts(self, name: str) -> dict[str, int]:
        """Return an object of whole numbers."""
        value = self._of(name, dict)
        if any(type(count) is not int for count in value.values()):
            raise Unreadable(tr("The field {name} is missing or wrong.", name=name))
        return dict(value)

    def _rows(self, rows: list[Any], name: str, width: int) -> tuple[tuple[str, ...], ...]:
        for row in rows:
            if type(row) is not list or len(row) != width or any(type(each) is not str for each in row):
                raise Unreadable(tr("The field {name} is missing or wrong.", name=name))
        return tuple(tuple(row) for row in rows)


def first_line(magic: str, version: int) -> bytes:
    """Return the line that a file of this kind starts with."""
    return f"{magic} {version}\n".encode()


def take_first_line(content: bytes, magic: str, version: int) -> int:
    """Return where the line after the first begins.

    Raises:
        Unreadable: another kind of file, or a version that this program does not know.
    """
    start = first_line(magic, version)
    if content.startswith(start):
        return len(start)
    word, _, rest = content[: len(magic) + 12].partition(b" ")
    number = rest.partition(b"\n")[0]
    if word == magic.encode() and number.isdigit():
        raise Unreadable(
            tr(
                "It is of version {version}, which this version of the program does not know.",
                version=number.decode(),
            )
        )
    raise Unreadable(tr("It is cut, altered, or another kind of file."))


def take_line(content: bytes, start: int, longest: int) -> tuple[bytes, int]:
    """Return the line at ``start`` without its end, and where the next begins.

    Raises:
        Unreadable: no end of line within ``longest`` bytes.
    """
    end = content.find(b"\n", start, start + longest + 1)
    if end < 0:
        raise Unreadable(tr("It is cut short."))
    return content[start:end], end + 1


def signature_of(line: bytes) -> bytes:
    """Return the signature written on ``line`` in lower case hex: one way to write it, so no flip is unseen.

    Raises:
        Unreadable: it is written in any other way.
    """
    if len(line) != SIGNATURE_HEX or line.strip(b"0123456789abcdef"):
        raise Unreadable(tr("Its signature is cut or altered."))
    return bytes.fromhex(line.decode())
