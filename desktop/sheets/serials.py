"""Serials of paper copies: short, keyed by hand, checked and verified without the print log.

A serial is 16 symbols of Crockford's base 32 (:mod:`desktop.foundation.crockford`), version 1:

======  =======  ==================================================================================
symbol  bits     what
======  =======  ==================================================================================
1-6     30       issuer: the first bits of SHA-256 of the device's id
7-8     10       print run of that device, 1 to 1023
9-11    15       number of the copy within the run, 1 to 32767
12-15   20       MAC of the above and the form's id under the programme's serial key
16      5        check symbol over the fifteen before it
======  =======  ==================================================================================
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.foundation.crockford import ALPHABET, SEPARATORS, VALUES, check_symbol, grouped, symbols_of
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.keys.serials import serial_mac

SERIAL_VERSION = 1
LENGTH = 16
MAX_RUN = 2**10 - 1
MAX_NUMBER = 2**15 - 1

_DOMAIN = b"sounding-board serial 1\x00"
_IN_TEXT = re.compile(rf"\b(?:[0-9A-Za-z]{{4}}[{re.escape(SEPARATORS)}]?){{3}}[0-9A-Za-z]{{4}}\b")


class SerialFault(StrEnum):
    """What is wrong with words given as a serial."""

    LENGTH = "length"
    SYMBOL = "symbol"
    CHECK = "check"


class SerialRefused(Refusal):
    """Words given as a serial are none.

    Attributes:
        reason: which test they failed.
        text: the words as given.
    """

    def __init__(self, *, text: str, reason: SerialFault, fault: str, remedy: str) -> None:
        super().__init__(place=tr("The serial {text}", text=text.strip() or "–"), fault=fault, remedy=remedy)
        self.reason = reason
        self.text = text


class SerialsExhausted(Refusal):
    """A print run or its number is beyond what a serial can hold."""


@dataclass(frozen=True, slots=True, order=True)
class Serial:
    """One copy's number, taken apart.

    Attributes:
        issuer: 30 bits that stand for the device that printed it (:func:`issuer_of`).
        run: print run of that device, 1 and up.
        number: of the copy within the run, 1 and up.
        mac: 20 bits.
    """

    issuer: int
    run: int
    number: int
    mac: int

    @property
    def canonical(self) -> str:
        """The 16 symbols without separators, as stored and as in the QR."""
        parts = ((self.issuer, 6), (self.run, 2), (self.number, 3), (self.mac, 4))
        body = [symbol for value, count in parts for symbol in symbols_of(value, count)]
        return "".join(ALPHABET[value] for value in (*body, check_symbol(body)))

    @property
    def shown(self) -> str:
        """The serial in groups of four, as printed."""
        return grouped(self.canonical)

    def __str__(self) -> str:
        return self.canonical


def issuer_of(device_id: str) -> int:
    """Return the 30 bits that stand for a device in its serials."""
    return int.from_bytes(hashlib.sha256(device_id.encode()).digest()[:4], "big") >> 2


def issue_serial(*, device_id: str, run: int, number: int, serial_key: str, form_id: str) -> Serial:
    """Return the serial of copy ``number`` of print run ``run`` of a device.

    Args:
        serial_key: the programme's, 64 hex digits as in :class:`~desktop.engagement.programme.Programme`.
        form_id: of the form that is printed; the serial is good for no other.

    Raises:
        SerialsExhausted: run or number lies beyond what a serial can hold.
    """
    if not (1 <= run <= MAX_RUN and 1 <= number <= MAX_NUMBER):
        raise SerialsExhausted(
            place=tr("Print run {run}, copy {number}", run=run, number=number),
            fault=tr(
                "A laptop can number {runs} print runs of {copies} copies each.", runs=MAX_RUN, copies=MAX_NUMBER
            ),
            remedy=tr("Print fewer copies at once, or print on another laptop."),
        )
    issuer = issuer_of(device_id)
    return Serial(issuer, run, number, _mac(issuer, run, number, serial_key, form_id))


def issue_run(*, device_id: str, run: int, copies: int, serial_key: str, form_id: str) -> Iterator[Serial]:
    """Yield the serials of a whole print run, numbers 1 to ``copies``; raises as :func:`issue_serial`."""
    for number in range(1, copies + 1):
        yield issue_serial(device_id=device_id, run=run, number=number, serial_key=serial_key, form_id=form_id)


def serials_of(*, issuer: int, run: int, copies: int, serial_key: str, form_id: str) -> Iterator[Serial]:
    """Yield the serials of a run that a laptop says it printed, made anew from its parts.

    Args:
        issuer: 30 bits that stand for that laptop (:func:`issuer_of`).
    """
    for number in range(1, copies + 1):
        yield Serial(issuer, run, number, _mac(issuer, run, number, serial_key, form_id))


def read_serial(text: str) -> Serial:
    """Return the serial that ``text`` spells; case, spaces, hyphens and look-alikes (i, l, o) are forgiven.

    Raises:
        SerialRefused: its ``reason`` says whether length, a symbol or the check symbol is wrong.
    """
    kept = [character for character in text if character not in SEPARATORS]
    strange = [character for character in kept if character not in VALUES]
    if strange:
        raise SerialRefused(
            text=text,
            reason=SerialFault.SYMBOL,
            fault=tr("“{symbol}” is never part of a serial.", symbol=strange[0]),
            remedy=tr("Compare it with the sheet and type it again."),
        )
    if len(kept) != LENGTH:
        raise SerialRefused(
            text=text,
            reason=SerialFault.LENGTH,
            fault=tr(
                "A serial has {wanted} letters and figures; this has {found}.", wanted=LENGTH, found=len(kept)
            ),
            remedy=tr("Compare it with the sheet and type it again."),
        )
    values = [VALUES[character] for character in kept]
    if check_symbol(values[:-1]) != values[-1]:
        raise SerialRefused(
            text=text,
            reason=SerialFault.CHECK,
            fault=tr("The check letter does not fit: at least one letter or figure is wrong."),
            remedy=tr("Compare it with the sheet and type it again."),
        )
    return Serial(_number(values[0:6]), _number(values[6:8]), _number(values[8:11]), _number(values[11:15]))


def holds_serial(text: str) -> bool:
    """Tell whether a serial stands somewhere in ``text``, in one piece or in groups of four."""
    for found in _IN_TEXT.finditer(text):
        try:
            read_serial(found.group())
        except SerialRefused:
            continue
        return True
    return False


def verify_serial(serial: Serial, serial_key: str, form_id: str) -> bool:
    """Tell whether a laptop of the programme made ``serial`` for ``form_id``; needs no print log."""
    return (
        serial.run >= 1
        and serial.number >= 1
        and serial.mac == _mac(serial.issuer, serial.run, serial.number, serial_key, form_id)
    )


def _mac(issuer: int, run: int, number: int, serial_key: str, form_id: str) -> int:
    data = issuer.to_bytes(4, "big") + run.to_bytes(2, "big") + number.to_bytes(2, "big") + form_id.encode()
    return serial_mac(bytes.fromhex(serial_key), _DOMAIN + data)


def _number(symbols: list[int]) -> int:
    value = 0
    for symbol in symbols:
        value = value << 5 | symbol
    return value
