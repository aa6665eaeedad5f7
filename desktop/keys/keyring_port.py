"""The operating system's keyring, behind a port that tests and unattended runs can replace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from desktop.foundation.translation import tr
from desktop.keys.errors import KeyringUnavailable

SERVICE = "Sounding Board"


class KeyringPort(Protocol):
    """Keeps small secrets under an account name; each call may raise :class:`KeyringUnavailable`."""

    def get(self, account: str) -> str | None:
        """Return the secret, or ``None`` when there is none under that name."""

    def set(self, account: str, secret: str) -> None:
        """Keep ``secret``, in place of what was there."""

    def delete(self, account: str) -> None:
        """Forget the secret; nothing happens when there is none."""


@dataclass(frozen=True, slots=True)
class SystemKeyring:
    """Secret Service, KWallet, Windows Credential Manager or macOS Keychain, through ``keyring``.

    Attributes:
        backend: a ``keyring.backend.KeyringBackend``.
    """

    backend: Any

    def get(self, account: str) -> str | None:
        try:
            found = self.backend.get_password(SERVICE, account)
        except Exception:  # every backend has its own classes (D-Bus, ctypes, Win32): all mean the same to us
            found = None
            failed = True
        else:
            failed = False
        if failed:
            raise keyring_unavailable()
        return None if found is None else str(found)

    def set(self, account: str, secret: str) -> None:
        failed = False
        try:
            self.backend.set_password(SERVICE, account, secret)
        except Exception:  # as in get; raised below, outside, so that no chained error shows the secret
            failed = True
        if failed:
            raise keyring_unavailable()

    def delete(self, account: str) -> None:
        from keyring.errors import PasswordDeleteError

        failed = False
        try:
            self.backend.delete_password(SERVICE, account)
        except PasswordDeleteError:
            pass  # it was not there
        except Exception:  # as in get
            failed = True
        if failed:
            raise keyring_unavailable()


def keyring_unavailable(fault: str = "") -> KeyringUnavailable:
    """Return the error to raise; ``fault`` says more than the usual sentence."""
    return KeyringUnavailable(
        place=tr("The computer's keyring"),
        fault=fault or tr("It is not there, or it is locked."),
        remedy=tr("Unlock it by logging in to the computer as usual, or open the store with its passphrase."),
    )


def system_keyring() -> KeyringPort | None:
    """Return the operating system's keyring, or ``None`` where there is none that guards a secret.

    None it is for the backends ``fail``, ``null`` and an empty chain, and for one that ``keyring`` itself does not
    recommend (priority below 1), such as a plain text file.
    """
    try:
        import keyring
        from keyring.backends import chainer, fail, null

        backend = keyring.get_keyring()
        if isinstance(backend, fail.Keyring | null.Keyring):
            return None
        if isinstance(backend, chainer.ChainerBackend) and not list(backend.backends):
            return None
        if float(backend.priority) < 1:
            return None
    except Exception:  # a broken keyring configuration or a missing desktop bus is the same as no keyring
        return None
    return SystemKeyring(backend)
