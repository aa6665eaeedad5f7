"""The words of a recovery sheet: a random secret that people can copy, read out and type (BIP-39, English).

Twelve words are 128 random bits and open one store by its recovery slot; twenty-four are the 256 bits that all of
a coordinator's keys are made from. The QR on the sheet holds the same secret as one line of key text.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.foundation.translation import tr
from desktop.keys.errors import MistypedWords
from desktop.keys.key_text import from_key_text, to_key_text

if TYPE_CHECKING:
    from mnemonic import Mnemonic

_SHORTEST_START = 4
"""The list is made so that four letters tell every word (BIP-39, "Wordlist")."""


class SheetKind(StrEnum):
    """What a recovery sheet opens."""

    STORE = "store"
    COORDINATOR = "coordinator"

    @property
    def prefix(self) -> str:
        """What the text of its QR starts with."""
        return {"store": "sbr1", "coordinator": "sbs1"}[self.value]

    @property
    def secret_bytes(self) -> int:
        """The size of its secret."""
        return {"store": 16, "coordinator": 32}[self.value]

    @property
    def word_count(self) -> int:
        """How many words it has: eleven bits each, the check of one bit to each four bytes included."""
        return self.secret_bytes * 3 // 4


@dataclass(frozen=True, slots=True)
class RecoveryWords:
    """The secret of one recovery sheet.

    Attributes:
        kind: what it opens.
        secret: 16 or 32 random bytes; never in a ``repr``.
    """

    kind: SheetKind
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, kind: SheetKind) -> RecoveryWords:
        """Return new random words."""
        return cls(kind, secrets.token_bytes(kind.secret_bytes))

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in the order of the sheet."""
        return tuple(str(_book().to_mnemonic(self.secret)).split())

    @property
    def code(self) -> str:
        """The text of the QR: ``sbr1-…`` or ``sbs1-…``."""
        return to_key_text(self.kind.prefix, self.secret)

    @classmethod
    def parse(cls, kind: SheetKind, text: str) -> RecoveryWords:
        """Return what somebody typed from the sheet, or scanned from its QR.

        Capitals, commas, numbers before the words and line ends make no difference, and four letters of each word
        are enough.

        Raises:
            MistypedWords: it says which words are not in the list; no message shows a word.
            MistypedKey: it is a scanned text, and cut or altered.
        """
        plain = unicodedata.normalize("NFKC", text).strip()
        for each in SheetKind:
            if plain.lower().startswith(f"{each.prefix}-"):
                if each is not kind:
                    raise _another_sheet()
                return cls(kind, from_key_text(kind.prefix, plain, kind.secret_bytes))
        typed = re.findall(r"[^\W\d_]+", plain.lower())
        found = [_known(word) for word in typed]
        unknown = tuple(number for number, word in enumerate(found, 1) if word is None)
        if len(typed) != kind.word_count:
            if len(typed) in {each.word_count for each in SheetKind} and not unknown:
                raise _another_sheet()
            raise _mistyped(
                tr(
                    "There are {count} words, but the sheet has {wanted}.",
                    count=len(typed),
                    wanted=kind.word_count,
                )
                + (" " + _not_in_the_list(unknown) if unknown else ""),
                unknown,
            )
        if unknown:
            raise _mistyped(_not_in_the_list(unknown), unknown)
        words = " ".join(word for word in found if word is not None)
        if not _book().check(words):
            raise _mistyped(
                tr("Each word is in the list, but together they do not fit: one is wrong, or two are swapped."), ()
            )
        return cls(kind, bytes(_book().to_entropy(words)))


def same_word(typed: str, word: str) -> bool:
    """Tell whether somebody who typed ``typed`` meant ``word`` of the list."""
    return _known("".join(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", typed).lower()))) == word


def _known(typed: str) -> str | None:
    book = _book().wordlist
    if typed in book:
        return typed
    if len(typed) < _SHORTEST_START:
        return None
    return next((str(word) for word in book if word.startswith(typed)), None)


_books: list[Mnemonic] = []


def _book() -> Mnemonic:
    if not _books:
        from mnemonic import Mnemonic  # reads its list from a file: only when words are needed

        _books.append(Mnemonic("english"))
    return _books[0]


def _not_in_the_list(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return tr("Word {number} is not in the list that the words are taken from.", number=numbers[0])
    return tr(
        "Words {numbers} are not in the list that the words are taken from.",
        numbers=", ".join(str(number) for number in numbers),
    )


def _mistyped(fault: str, numbers: tuple[int, ...]) -> MistypedWords:
    return MistypedWords(
        place=tr("The words of the recovery sheet"),
        fault=fault,
        remedy=tr("Compare them with the sheet, one by one in the order of their numbers."),
        numbers=numbers,
    )


def _another_sheet() -> MistypedWords:
    return MistypedWords(
        place=tr("The words of the recovery sheet"),
        fault=tr("These are the words of another kind of sheet."),
        remedy=tr("Twelve words open a laptop's store; twenty-four bring the coordinator's keys back."),
        numbers=(),
    )
