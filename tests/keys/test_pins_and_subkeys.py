from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import Defect
from desktop.keys.derive import subkey
from desktop.keys.pins import hash_pin, verify_pin

RELAXED = settings(deadline=None)  # cryptography on a busy machine takes as long as it takes


def test_a_pin_is_verified_and_never_kept() -> None:
    kept = hash_pin("4711")
    assert kept.startswith("$argon2id$")
    assert "4711" not in kept
    assert verify_pin(kept, "4711")
    assert not verify_pin(kept, "4712")
    assert not verify_pin(kept, "")
    assert hash_pin("4711") != kept


def test_hashes_that_are_none_or_ask_too_much_are_our_fault() -> None:
    with pytest.raises(Defect):
        verify_pin("4711", "4711")
    with pytest.raises(Defect):
        verify_pin("$argon2id$v=19$m=104857600,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA", "4711")
    with pytest.raises(Defect):
        hash_pin("")


def hkdf(key: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 with SHA-256 and no salt, from the standard library alone."""
    extracted, block, out = hmac.digest(bytes(32), key, "sha256"), b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes([number]), "sha256")
        out += block
    return out[:length]


@RELAXED
@given(st.binary(min_size=16, max_size=64), st.binary(max_size=20), st.integers(16, 64))
def test_subkeys_are_hkdf_sha256(key: bytes, context: bytes, length: int) -> None:
    expected = hkdf(key, b"sounding-board/subkey/1/scan-media\x00" + context, length)
    assert subkey(key, "scan-media", context=context, length=length) == expected


def test_subkeys_of_other_purposes_are_unrelated() -> None:
    key = hashlib.sha256(b"test key").digest()
    made = {subkey(key, "a"), subkey(key, "b"), subkey(key, "a", context=b"b"), subkey(key, "ab"), key}
    assert len(made) == 5
    for wrong in ((b"short", "a", 32), (key, "", 32), (key, "ä", 32), (key, "a", 8)):
        with pytest.raises(Defect):
            subkey(wrong[0], wrong[1], length=wrong[2])
