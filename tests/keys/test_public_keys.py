from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import Defect, WorldError
from desktop.keys import bech32, signing
from desktop.keys.coordinator import CoordinatorKeys, CoordinatorPublicKeys
from desktop.keys.device import DeviceKey, DevicePublicKey, verify
from desktop.keys.encryption import recipient_bytes, recipient_from_bytes
from desktop.keys.errors import DamagedSecret, MistypedKey

RELAXED = settings(deadline=None)  # cryptography on a busy machine takes as long as it takes

DEVICE = DeviceKey.generate("0f3f5a5e-94a8-4d09-8d8b-4b1f6f1f2c11")
KEYS = CoordinatorKeys.generate()
BASE32 = string.ascii_lowercase + "234567"


@RELAXED
@given(st.uuids(version=4), st.binary(min_size=32, max_size=32))
def test_device_key_text_round_trip(device_id: object, key: bytes) -> None:
    public = DevicePublicKey(str(device_id), key)
    text = public.to_text()
    assert text.startswith("sbd1-")
    assert " " not in text
    assert DevicePublicKey.from_text(text) == public


@RELAXED
@given(st.uuids(version=4), *[st.binary(min_size=32, max_size=32)] * 3)
def test_coordinator_key_text_round_trip(
    central_id: object, batch: bytes, receipt: bytes, contacts: bytes
) -> None:
    public = CoordinatorPublicKeys(
        str(central_id), recipient_from_bytes(batch), receipt, recipient_from_bytes(contacts)
    )
    text = public.to_text()
    assert text.startswith("sbc1-")
    assert not set(text) & set(" \n")
    assert CoordinatorPublicKeys.from_text(text) == public


@pytest.mark.parametrize("text", [DEVICE.public_text, KEYS.public.to_text()], ids=["device", "coordinator"])
def test_every_mistyped_character_and_every_cut_is_found(text: str) -> None:
    read = DevicePublicKey.from_text if text.startswith("sbd1") else CoordinatorPublicKeys.from_text
    for place in range(5, len(text)):
        other = BASE32[(BASE32.index(text[place]) + 1 + place % 31) % 32]
        if other != text[place]:
            with pytest.raises(MistypedKey):
                read(text[:place] + other + text[place + 1 :])
        with pytest.raises(MistypedKey):
            read(text[:place])
        if place + 1 < len(text) and text[place] != text[place + 1]:
            with pytest.raises(MistypedKey):
                read(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
    for wrong in (
        "",
        "sbd1-",
        "sbx1-" + text[5:],
        text + "a",
        text.replace(text[9], "§", 1),
        "sbd1-\N{DIGIT TWO}é",
    ):
        with pytest.raises(MistypedKey):
            read(wrong)


def test_keys_of_one_kind_are_not_read_as_the_other() -> None:
    with pytest.raises(WorldError, match="sbc1-"):
        CoordinatorPublicKeys.from_text(DEVICE.public_text)
    with pytest.raises(WorldError, match="sbd1-"):
        DevicePublicKey.from_text(KEYS.public.to_text())


def test_a_key_that_was_dictated_is_read() -> None:
    text = DEVICE.public_text
    spoken = text[:5] + " ".join(text[place : place + 4] for place in range(5, len(text), 4))
    for version in (spoken, f"  {text}\n", text.upper(), text[:5] + text[5:].replace("o", "0").replace("l", "1")):
        assert DevicePublicKey.from_text(version) == DEVICE.public


def test_signatures_hold_for_one_message_one_purpose_and_one_key() -> None:
    signature = DEVICE.sign(b"purpose", b"message")
    assert len(signature) == signing.SIGNATURE_SIZE
    assert verify(DEVICE.public_text, b"purpose", b"message", signature)
    assert not verify(DEVICE.public, b"purpose", b"other", signature)
    assert not verify(DEVICE.public, b"purposem", b"essage", signature)
    assert not verify(DeviceKey.generate().public, b"purpose", b"message", signature)
    assert not verify(DEVICE.public, b"purpose", b"message", signature[:-1])
    assert not verify(DEVICE.public, b"purpose", b"message", b"")
    assert DEVICE.sign(b"purpose", b"message") == signature
    with pytest.raises(Defect):
        DEVICE.sign(b"", b"message")


@RELAXED
@given(
    st.binary(max_size=8),
    st.binary(max_size=8),
    st.binary(min_size=1, max_size=3),
    st.binary(min_size=1, max_size=3),
)
def test_no_other_pair_of_purpose_and_message_has_the_signature(
    message: bytes, other: bytes, domain: bytes, other_domain: bytes
) -> None:
    signature = DEVICE.sign(domain, message)
    assert verify(DEVICE.public, other_domain, other, signature) == ((domain, message) == (other_domain, other))


def test_device_key_is_kept_and_restored() -> None:
    again = DeviceKey.from_private_bytes(DEVICE.device_id, DEVICE.private_bytes)
    assert again == DEVICE
    assert DeviceKey.generate().public != DeviceKey.generate().public
    with pytest.raises(Defect):
        DeviceKey.from_private_bytes("x", b"short")


def test_coordinator_keys_are_kept_and_restored() -> None:
    assert CoordinatorKeys.from_bytes(KEYS.to_bytes()) == KEYS
    served = KEYS.without_contacts()
    assert served.contacts_identity == ""
    assert served.public == KEYS.public
    assert CoordinatorKeys.from_bytes(served.to_bytes()) == served
    assert KEYS.public.verify(b"receipt", b"x", KEYS.sign(b"receipt", b"x"))


def test_altered_coordinator_keys_are_refused_without_showing_them() -> None:
    whole = KEYS.to_bytes()
    read = json.loads(whole)
    changed = [
        whole[:-3],
        b"",
        b"[]",
        b"\xff",
        *(json.dumps({**read, name: "x"}).encode() for name in read),
        *(json.dumps({**read, name: 7}).encode() for name in read),
        json.dumps({**read, "contacts_recipient": KEYS.public.recipient}).encode(),
    ]
    for raw in changed:
        with pytest.raises(DamagedSecret) as caught:
            CoordinatorKeys.from_bytes(raw)
        assert caught.value.__context__ is None
        assert "AGE-SECRET" not in str(caught.value)


def test_each_key_has_one_use() -> None:
    identities = {KEYS.batch_identity, KEYS.contacts_identity}
    assert len(identities) == 2
    public = KEYS.public
    assert (
        len({recipient_bytes(public.recipient), recipient_bytes(public.contacts_recipient), public.receipt_key})
        == 3
    )
    assert public.fingerprint == CoordinatorPublicKeys.from_text(public.to_text()).fingerprint
    assert len(public.fingerprint) == 16


@RELAXED
@given(st.binary(max_size=40))
def test_bech32_round_trip(payload: bytes) -> None:
    text = bech32.encode("age", payload)
    assert bech32.decode("age", text) == payload
    assert bech32.decode("age", text.upper()) == payload


def test_bech32_agrees_with_what_the_age_library_writes() -> None:
    from pyrage import x25519

    for _ in range(20):
        recipient = str(x25519.Identity.generate().to_public())
        assert recipient_from_bytes(recipient_bytes(recipient)) == recipient
    # BIP 173, valid Bech32 test vectors
    assert bech32.decode("a", "A12UEL5L") == b""
    for wrong in ("a12uel5l2", "a12uel5k", "A12uEL5L", "b12uel5l", "", "a1", "a1bbbbbbb"):
        with pytest.raises(ValueError, match=r".+"):
            bech32.decode("a", wrong)
    with pytest.raises(MistypedKey):
        recipient_bytes("age1qqqq")
