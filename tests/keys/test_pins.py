from __future__ import annotations

import pytest

from desktop.foundation.errors import Defect
from desktop.keys.pins import hash_pin, verify_pin


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
