from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import Defect
from desktop.keys.encryption import (
    CONTACT_BLOCK,
    SealingKey,
    decrypt,
    encrypt,
    open_contact,
    recipient_of,
    seal_contact,
)
from desktop.keys.errors import DamagedSecret, MistypedKey, NotForThisKey

RELAXED = settings(deadline=None)  # cryptography on a busy machine takes as long as it takes

ANNA, BEN, CARL = SealingKey.generate(), SealingKey.generate(), SealingKey.generate()


@RELAXED
@given(st.binary(max_size=2000))
def test_each_recipient_opens_and_nobody_else(plain: bytes) -> None:
    sealed = encrypt(plain, [ANNA.recipient, BEN.recipient])
    assert decrypt(sealed, ANNA.identity) == decrypt(sealed, BEN.identity) == plain
    with pytest.raises(NotForThisKey):
        decrypt(sealed, CARL.identity)


def test_every_cut_and_flip_is_refused() -> None:
    sealed = encrypt(b"what was said", [ANNA.recipient])
    for place in range(len(sealed)):
        for altered in (sealed[:place], sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]):
            with pytest.raises((DamagedSecret, NotForThisKey)) as caught:
                decrypt(altered, ANNA.identity)
            assert "said" not in str(caught.value)


def test_nothing_is_encrypted_to_nobody_or_to_a_typing_error() -> None:
    with pytest.raises(Defect):
        encrypt(b"x", [])
    with pytest.raises(MistypedKey):
        encrypt(b"x", [ANNA.recipient[:-1]])
    with pytest.raises(DamagedSecret) as caught:
        recipient_of(ANNA.identity[:-1])
    assert ANNA.identity[:20] not in str(caught.value)
    assert SealingKey.from_identity(ANNA.identity) == ANNA


def payload_length(sealed: bytes) -> int:
    """Length of the plaintext in an age file of one chunk: header, 16 bytes of nonce, text, 16 bytes of tag."""
    header = re.match(rb"(?s).*?\n--- [^\n]*\n", sealed)
    assert header is not None
    return len(sealed) - header.end() - 32


@RELAXED
@given(st.binary(max_size=1600))
def test_sealed_contact_opens_to_the_same_bytes_and_shows_whole_blocks_alone(plain: bytes) -> None:
    sealed = seal_contact(plain, ANNA.recipient)
    assert open_contact(sealed, ANNA.identity) == plain
    assert payload_length(sealed) == (len(plain) // CONTACT_BLOCK + 1) * CONTACT_BLOCK


@RELAXED
@given(st.binary(max_size=20))
def test_padding_comes_off_in_one_way(tail: bytes) -> None:
    # contents that look like padding themselves
    for plain in (b"\x80", b"\x80" + bytes(511), bytes(512), b"{}" + b"\x80\x00\x00" + tail, tail):
        assert open_contact(seal_contact(plain, ANNA.recipient), ANNA.identity) == plain


@pytest.mark.parametrize(
    "padded", [b"", b"x" * 512, bytes(512), b"\x80" + bytes(510), b"\x80" + bytes(2047), b"x\x80" + b"\x01" * 510]
)
def test_wrong_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(DamagedSecret):
        open_contact(encrypt(padded, [ANNA.recipient]), ANNA.identity)
