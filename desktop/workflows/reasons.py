"""A reason in a person's words, before it is kept for years where nothing can be taken out again."""

from __future__ import annotations

import re

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.keys.withdrawal_codes import MistypedCode, read_code

_ADDRESS = re.compile(r"\S@\S")
_NUMBER = re.compile(r"(?:\d[\s()./-]*){9,}")
"""Nine digits or more: the shortest telephone number with its area code."""
_NO_NUMBER = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d{1,4}([-./])\d{1,2}\1\d{1,4}\b|\b\d{1,2}[:.]\d{2}\b"
)
"""An id, a date or a time of day, which together would look like one."""


def checked_reason(reason: str, *, place: str) -> str:
    """Return a reason without the spaces around it.

    Names can't be told from other words, and are asked not to be given. What can be told is an e-mail address, a
    telephone number and a withdrawal code: the audit trail is append-only, and holds no contact details.

    Args:
        place: what is being done, for the message.

    Raises:
        Refusal: one of these is in it. The message does not repeat it.
    """
    numbers = _NO_NUMBER.sub("", reason)
    if _ADDRESS.search(reason) or _NUMBER.search(numbers) or any(_is_code(word) for word in reason.split()):
        raise Refusal(
            place=place,
            fault=tr("The reason holds an e-mail address, a telephone number or a withdrawal code."),
            remedy=tr("The audit trail keeps it for years. Say in other words why, without names and addresses."),
        )
    return reason.strip()


def _is_code(word: str) -> bool:
    try:
        read_code(word.strip(".,;:()'\""))
    except MistypedCode:
        return False
    return True
