"""Files encrypted one by one: as a whole or not at all, and a file of version 1 opens for good."""

from __future__ import annotations

import pytest

from desktop.keys.errors import DamagedSecret
from desktop.keys.file_encryption import OVERHEAD, open_file, seal_file

KEPT_KEY = bytes.fromhex("8b7c332bcfa4ea68af2ae1bb6daa7225d2dc53bcb65e147ddafa10ea0f4cffca")
KEPT = bytes.fromhex("5342454601213b56a9176b37162196068a5475dd8d691da2ebb6dcd043b04af6eeaa10f52fddef04")
"""Made when version 1 was new; it says "made up"."""


def test_what_goes_in_comes_out() -> None:
    for content in (b"", b"a page", bytes(100_000)):
        key, sealed = seal_file(content)
        assert open_file(sealed, key) == content
        assert len(sealed) == len(content) + OVERHEAD
        assert not content or content not in sealed


def test_each_file_has_a_key_of_its_own() -> None:
    (one, first), (two, second) = seal_file(b"a page"), seal_file(b"a page")
    assert one != two
    assert first != second
    with pytest.raises(DamagedSecret):
        open_file(first, two)


def test_every_byte_counts() -> None:
    key, sealed = seal_file(b"a page")
    for at in range(len(sealed)):
        altered = bytearray(sealed)
        altered[at] ^= 1
        with pytest.raises(DamagedSecret):
            open_file(bytes(altered), key)
        with pytest.raises(DamagedSecret):
            open_file(sealed[:at], key)
    for wrong in (b"", key[:-1], key + b"\0"):
        with pytest.raises(DamagedSecret):
            open_file(sealed, wrong)


def test_a_file_of_version_one_opens_for_good() -> None:
    assert open_file(KEPT, KEPT_KEY) == b"made up"
