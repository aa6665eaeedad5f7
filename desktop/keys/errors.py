"""What can go wrong with keys. No message holds a secret."""

from __future__ import annotations

from desktop.foundation.errors import DamagedFile, WorldError


class WrongPassphrase(WorldError):
    """No passphrase slot opens with the passphrase that was given."""


class WrongWords(WorldError):
    """The words of the recovery sheet are well formed, but are those of another store or of a sheet of before."""


class MistypedWords(WorldError):
    """The words of a recovery sheet are too few, too many, not in the list, or do not fit together.

    Attributes:
        numbers: which words are not in the list, counted from 1; empty when that is not what is wrong.
    """

    def __init__(self, *, place: str, fault: str, remedy: str, numbers: tuple[int, ...]) -> None:
        super().__init__(place=place, fault=fault, remedy=remedy)
        self.numbers = numbers


class NoSuchSlot(WorldError):
    """The key file has no slot that can be opened by what was given."""


class PassphraseNeeded(NoSuchSlot):
    """Only a passphrase opens this store, and none was given."""


class KeyringUnavailable(WorldError):
    """The operating system's keyring is not there, is locked, or holds no key for this store any more."""


class MistypedKey(WorldError):
    """A public key that was typed or pasted is cut, altered or of another kind."""


class NotForThisKey(WorldError):
    """The data is encrypted to somebody else's key."""


class DamagedSecret(DamagedFile):
    """Encrypted or padded data is cut or altered."""
