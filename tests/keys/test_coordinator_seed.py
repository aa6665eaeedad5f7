"""A coordinator's keys from one seed: always the same, all of them different, and useful as they are."""

from __future__ import annotations

import base64
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import Defect
from desktop.keys.coordinator import CoordinatorKeys, CoordinatorPublicKeys, central_store_key
from desktop.keys.encryption import SealingKey, decrypt, encrypt, open_contact, seal_contact

SEEDS = st.binary(min_size=32, max_size=32)


@settings(max_examples=30, deadline=None)
@given(SEEDS, SEEDS)
def test_one_seed_gives_one_set_of_keys_and_each_key_is_its_own(seed: bytes, other: bytes) -> None:
    keys = CoordinatorKeys.from_seed(seed)
    assert keys == CoordinatorKeys.from_seed(seed)
    assert CoordinatorKeys.from_bytes(keys.to_bytes()) == keys
    assert CoordinatorPublicKeys.from_text(keys.public.to_text()) == keys.public
    parts = {keys.batch_identity, keys.contacts_identity, keys.receipt_private, central_store_key(seed)}
    assert len(parts) == 4
    for raw in (keys.receipt_private, central_store_key(seed)):
        assert raw != seed
        # the private halves are made from different bytes, not from one another
        assert SealingKey.from_bytes(raw).identity not in (keys.batch_identity, keys.contacts_identity)
    assert uuid.UUID(keys.central_id).version == 4
    if other != seed:
        assert CoordinatorKeys.from_seed(other).public != keys.public
        assert CoordinatorKeys.from_seed(other).central_id != keys.central_id


def test_they_open_and_sign() -> None:
    keys = CoordinatorKeys.from_seed(bytes(range(32)))
    assert decrypt(encrypt(b"made up", [keys.public.recipient]), keys.batch_identity) == b"made up"
    assert open_contact(seal_contact(b"{}", keys.contacts_recipient), keys.contacts_identity) == b"{}"
    assert keys.public.verify(b"receipt", b"made up", keys.sign(b"receipt", b"made up"))


def test_the_seed_is_nowhere_in_the_keys_that_are_kept_or_given_to_a_server() -> None:
    seed = bytes(range(32))
    keys = CoordinatorKeys.from_seed(seed).without_contacts()
    for each in (keys.to_bytes(), keys.public.to_text().encode(), repr(keys).encode()):
        assert seed not in each
        assert seed.hex().encode() not in each
        assert base64.b64encode(seed) not in each


def test_a_short_seed_is_a_defect() -> None:
    with pytest.raises(Defect):
        CoordinatorKeys.from_seed(bytes(16))
