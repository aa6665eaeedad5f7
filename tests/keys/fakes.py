"""A keyring in memory, for tests of this room and of whoever opens a store."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.keys.keyring_port import keyring_unavailable


@dataclass(slots=True)
class FakeKeyring:
    """Keeps secrets in a dict.

    Attributes:
        kept: account to secret.
        locked: every call raises, as a locked keyring does.
        forgetful: takes everything and keeps nothing, as some backends do.
    """

    kept: dict[str, str] = field(default_factory=dict)
    locked: bool = False
    forgetful: bool = False

    def get(self, account: str) -> str | None:
        self._check()
        return self.kept.get(account)

    def set(self, account: str, secret: str) -> None:
        self._check()
        if not self.forgetful:
            self.kept[account] = secret

    def delete(self, account: str) -> None:
        self._check()
        self.kept.pop(account, None)

    def _check(self) -> None:
        if self.locked:
            raise keyring_unavailable()
