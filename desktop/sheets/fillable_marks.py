"""What a form that is filled in on a screen bears: which form it is, and what its fields are called.

A name says the question and the value, never a copy: nothing in the file tells one person's form from another's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

MARK_FIELD = "sounding-board-form"
"""Name of the hidden field that holds :meth:`FillableMark.to_text`."""
_MARK = "SBF1"
_NAME = re.compile(r"(?P<path>[^=#]+)(?:=(?P<value>[^=#]+))?(?:#(?P<group>[1-9]\d?))?")
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,40}")


class NotAFillableForm(Refusal):
    """A file is no form that this program wrote, to be filled in on a screen."""


@dataclass(frozen=True, slots=True)
class FillableMark:
    """Which form a file is.

    Attributes:
        form_sha256: of the version whose questions it asks.
        language: name of the form's language; of two, as in the layout.
        layout_id: of the layout that was kept.
    """

    form_id: str
    form_version: str
    form_sha256: str
    programme_id: str
    language: str
    edition: str
    layout_id: str

    def to_text(self) -> str:
        """Return ``SBF1|form_id|form_version|form_sha256|programme_id|language|edition|layout_id``, escaped."""
        return "|".join((_MARK, *(quote(getattr(self, name), safe=" ") for name in self.__slots__)))

    @classmethod
    def from_text(cls, text: str) -> FillableMark:
        """Return what :meth:`to_text` wrote.

        Raises:
            NotAFillableForm: it is something else, or of a version that this program does not know.
        """
        mark, *parts = text.split("|")
        if mark != _MARK or len(parts) != len(cls.__slots__) or len(text) > 2000:
            raise NotAFillableForm(
                place=tr("The file"),
                fault=tr("It is no form that Sounding Board wrote, or a newer version of the program wrote it."),
                remedy=tr("Open the file that came with the e-mail, or key the answers by hand."),
            )
        return cls(*(unquote(part) for part in parts))


@dataclass(frozen=True, slots=True)
class FieldName:
    """What one field is for.

    Attributes:
        path: of the question, instances of repeats numbered.
        value: of the choice that is ticked or ranked; else empty.
        group: 1 and up where the answer is written in several groups of figures or several codes; else 0.
    """

    path: str
    value: str = ""
    group: int = 0

    def to_text(self) -> str:
        """Return the field's name. A full stop would part it in two for readers of PDF, so it is escaped."""
        value = f"={_escaped(self.value)}" if self.value else ""
        return f"{_escaped(self.path)}{value}{f'#{self.group}' if self.group else ''}"

    @classmethod
    def from_text(cls, text: str) -> FieldName | None:
        """Return what :meth:`to_text` wrote, ``None`` for any other name."""
        found = _NAME.fullmatch(text) if len(text) <= 1000 else None
        if found is None:
            return None
        return cls(unquote(found["path"]), unquote(found["value"] or ""), int(found["group"] or 0))


def state_of(value: str) -> str:
    """Return the name of the state in which a box with this value is ticked; ``Off`` never is one."""
    return f"is-{value}" if _PLAIN.fullmatch(value) else f"hex-{value.encode().hex()}"


def value_of(state: str) -> str | None:
    """Return the value that :func:`state_of` was given, ``None`` where nothing is ticked or it is no such name."""
    if state.startswith("is-"):
        return state[3:]
    if state.startswith("hex-"):
        try:
            return bytes.fromhex(state[4:]).decode()
        except ValueError:
            return None
    return None


def _escaped(text: str) -> str:
    return quote(text, safe="/[]").replace(".", "%2E").replace("~", "%7E")
