from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends import chainer, fail, null

from desktop.keys.errors import KeyringUnavailable
from desktop.keys.keyring_port import SERVICE, SystemKeyring, system_keyring


class Working(keyring.backend.KeyringBackend):
    """A backend in memory, of good priority."""

    priority: Any = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("none")
        del self.kept[service, username]


class Locked(Working):
    priority: Any = 5

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("D-Bus says no")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked(password)

    def delete_password(self, service: str, username: str) -> None:
        raise OSError("gone")


class PlainFile(Working):
    priority: Any = 0.5


@pytest.fixture(autouse=True)
def forget_backends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the backends of this module out of keyring's own list."""
    monkeypatch.setattr(keyring.backend.KeyringBackend, "_classes", set(keyring.backend.KeyringBackend._classes))


def use(monkeypatch: pytest.MonkeyPatch, backend: Any) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def test_backends_that_guard_nothing_count_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class EmptyChain(chainer.ChainerBackend):
        backends: Any = ()

    for backend in (fail.Keyring(), null.Keyring(), EmptyChain(), PlainFile()):
        use(monkeypatch, backend)
        assert system_keyring() is None


def test_broken_configuration_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no such backend")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert system_keyring() is None


def test_a_working_backend_is_used_through_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Working()
    use(monkeypatch, backend)
    port = system_keyring()
    assert port is not None
    assert port.get("store") is None
    port.set("store", "secret")
    assert port.get("store") == "secret"
    assert backend.kept == {(SERVICE, "store"): "secret"}
    port.delete("store")
    port.delete("store")
    assert backend.kept == {}


def test_whatever_a_backend_raises_is_one_error_without_the_secret() -> None:
    port = SystemKeyring(Locked())
    for call in (lambda: port.get("a"), lambda: port.set("a", "the secret"), lambda: port.delete("a")):
        with pytest.raises(KeyringUnavailable) as caught:
            call()
        assert caught.value.__context__ is None
        assert "secret" not in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="only a Linux without a desktop is sure to have no keyring")
def test_headless_machine_has_none_and_gives_no_warning() -> None:
    code = "from desktop.keys.keyring_port import system_keyring; print(system_keyring())"
    environment = {"PATH": "", "HOME": "/nonexistent", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("None", "", 0)
