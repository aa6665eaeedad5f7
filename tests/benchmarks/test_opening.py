"""Opening the store by the keyring and by the passphrase, each against what it can't be quicker than.

The keyring's own import is not in it: it is a matter of the computer's desktop, and happens once.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from desktop.foundation.clock import SystemClock
from desktop.keys.passphrases import INTERACTIVE, stretch
from desktop.store.engine import sqlcipher_connection
from desktop.workflows.set_up import create, open_workplace
from tests.keys.fakes import FakeKeyring
from tests.workplaces import PASSPHRASE, keep_sheet

BY_KEYRING = 0.050
BY_PASSPHRASE = 1.0
"""Seconds: what was asked for."""


@pytest.fixture
def ring() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
def by_keyring(tmp_path: Path, ring: FakeKeyring) -> Path:
    create(tmp_path / "a", clock=SystemClock(), keyring=ring, keep_sheet=keep_sheet).close()
    return tmp_path / "a"


@pytest.fixture
def by_passphrase(tmp_path: Path) -> Path:
    create(tmp_path / "b", clock=SystemClock(), passphrase=PASSPHRASE, keep_sheet=keep_sheet).close()
    return tmp_path / "b"


def _median(benchmark) -> float:
    if benchmark.stats is None:
        return 0.0
    found = statistics.median(benchmark.stats.stats.data)
    benchmark.extra_info["median_ms"] = round(found * 1000, 2)
    return found


@pytest.mark.benchmark(group="opening the store")
def test_baseline_bare_sqlcipher(benchmark, by_keyring: Path, ring: FakeKeyring) -> None:
    place = open_workplace(by_keyring, clock=SystemClock(), keyring=ring)
    key = place.store.key
    place.close()
    assert key is not None
    benchmark.pedantic(
        lambda: sqlcipher_connection(by_keyring / "store.db", key, must_exist=True).close(),
        rounds=30, warmup_rounds=3,
    )  # fmt: skip
    _median(benchmark)


@pytest.mark.benchmark(group="opening the store")
def test_by_keyring(benchmark, by_keyring: Path, ring: FakeKeyring) -> None:
    benchmark.pedantic(
        lambda: open_workplace(by_keyring, clock=SystemClock(), keyring=ring).close(), rounds=30, warmup_rounds=3
    )
    assert _median(benchmark) < BY_KEYRING


@pytest.mark.benchmark(group="opening the store")
def test_baseline_bare_argon2(benchmark) -> None:
    benchmark.pedantic(lambda: stretch(PASSPHRASE, bytes(16), INTERACTIVE), rounds=10, warmup_rounds=1)
    _median(benchmark)


@pytest.mark.benchmark(group="opening the store")
def test_by_passphrase(benchmark, by_passphrase: Path) -> None:
    benchmark.pedantic(
        lambda: open_workplace(by_passphrase, clock=SystemClock(), passphrase=PASSPHRASE).close(),
        rounds=10, warmup_rounds=1,
    )  # fmt: skip
    assert _median(benchmark) < BY_PASSPHRASE
