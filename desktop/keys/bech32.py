"""Bech32 (BIP 173), which the age format writes its X25519 keys in; without BIP 173's limit of 90 characters."""

from __future__ import annotations

from collections.abc import Iterable

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= generator
    return check


def _expanded(prefix: str) -> list[int]:
    return [ord(each) >> 5 for each in prefix] + [0] + [ord(each) & 31 for each in prefix]


def _regroup(values: Iterable[int], old: int, new: int, *, pad: bool) -> list[int]:
    held, bits, out = 0, 0, []
    for value in values:
        held = held << old | value
        bits += old
        while bits >= new:
            bits -= new
            out.append(held >> bits & (1 << new) - 1)
    rest = held & (1 << bits) - 1
    if pad and bits:
        out.append(rest << new - bits & (1 << new) - 1)
    elif not pad and (bits >= old or rest):
        raise ValueError("stray bits at the end")
    return out


def encode(prefix: str, payload: bytes) -> str:
    """Return ``payload`` in Bech32 with the lower case ``prefix``."""
    data = _regroup(payload, 8, 5, pad=True)
    check = _polymod([*_expanded(prefix), *data, *[0] * 6]) ^ 1
    data += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return prefix + "1" + "".join(_ALPHABET[each] for each in data)


def decode(prefix: str, text: str) -> bytes:
    """Return the payload of ``text``.

    Raises:
        ValueError: another prefix, a foreign character or a wrong checksum.
    """
    if text not in (text.lower(), text.upper()):
        raise ValueError("mixed case")
    text = text.lower()
    if not text.startswith(prefix + "1") or len(text) < len(prefix) + 7:
        raise ValueError("another prefix")
    letters = text[len(prefix) + 1 :]
    if any(letter not in _ALPHABET for letter in letters):
        raise ValueError("a foreign character")
    data = [_ALPHABET.index(letter) for letter in letters]
    if _polymod([*_expanded(prefix), *data]) != 1:
        raise ValueError("wrong checksum")
    return bytes(_regroup(data[:-6], 5, 8, pad=False))
