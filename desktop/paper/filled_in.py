"""Reads the fields of a PDF form that somebody sent back. The file comes from anybody: nothing in it is believed.

Read in Python alone: a mistake in a reader of that kind cannot be made to run code. Scripts, attached files and
everything that is drawn are never looked at. Sizes, objects and the work done are bounded; no answer appears in a
message.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.sheets.fillable_marks import MARK_FIELD, FillableMark, NotAFillableForm

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST_FILE = 30_000_000
MOST_PAGES = 400
MOST_OBJECTS = 60_000
MOST_FIELDS = 6_000
MOST_LETTERS = 20_000
"""Of one answer. What is longer is not taken over, and said."""
_KEPT = "\n\t\u200c\u200d\u200e\u200f"
"""Signs that are not printed and belong to words: line ends, and what joins letters and turns their direction."""
_DEEPEST = 6
_MOST_UNPACKED = 20_000_000
_MOST_READS = 3_000_000
_MOST_ROUNDS = 20
"""So many times its own length a file may be read through."""


class FillableRefused(Refusal):
    """A file is none that answers are read from: protected, of another make, or built to do harm."""


@dataclass(frozen=True, slots=True)
class FilledFields:
    """What the fields of a file hold.

    Attributes:
        mark: which form it is, as the file says.
        values: field name to what was typed, or to the name of the state that was ticked; no empty ones.
        unreadable: names of fields whose value is no text.
        digest: of the values and the file's own id (SHA-256, hex): the same file sent in twice has the same.
    """

    mark: FillableMark
    values: Mapping[str, str] = field(repr=False)
    unreadable: tuple[str, ...]
    digest: str


def read_fields(path: Path) -> FilledFields:
    """Return what the fields of the PDF at ``path`` hold.

    Raises:
        NotAFillableForm: it is no form that this program wrote, or its fields are gone.
        FillableRefused: it is protected, has forms of another kind, is too large, or is damaged.
        WorldError: it can't be read from the disk.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise _refused(tr("It is no file."))  # a pipe would keep whoever opens it waiting
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise file_fault(path, fault) from fault
    return fields_in(content)


def fields_in(content: bytes) -> FilledFields:
    """Return what the fields of a PDF hold; as :func:`read_fields`."""
    if len(content) > LARGEST_FILE:
        raise _refused(tr("It is larger than any form."))
    if not content[:1024].lstrip().startswith(b"%PDF-"):
        raise NotAFillableForm(
            place=tr("The file"),
            fault=tr("It is no PDF."),
            remedy=tr("Save the file that came with the e-mail, and choose that one."),
        )
    from pypdf import apply_configuration

    # its messages quote what the file holds
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        with apply_configuration(
            zlib_maximum_output_length=_MOST_UNPACKED,
            lzw_maximum_output_length=_MOST_UNPACKED,
            run_length_maximum_output_length=_MOST_UNPACKED,
            array_based_stream_maximum_output_length=_MOST_UNPACKED,
            maximum_declared_stream_length=_MOST_UNPACKED,
        ):
            return _read(content)
    except Refusal:
        raise
    except (Exception, RecursionError) as fault:  # whatever a broken file makes the reader do
        raise _refused(tr("It is damaged, or no form that can be read.")) from _without_words(fault)


def _read(content: bytes) -> FilledFields:
    reader = _reader(content)
    if sum(len(each) for each in reader.xref.values()) + len(reader.xref_objStm) > MOST_OBJECTS:
        raise _refused(tr("It has more parts than any form."))
    root = _dictionary(reader.trailer.get("/Root"))
    pages = _plain(_dictionary(root.get("/Pages")).get("/Count"))
    if not isinstance(pages, int) or pages > MOST_PAGES:
        raise _refused(tr("It has more pages than any form."))
    form = _dictionary(root.get("/AcroForm"))
    if "/XFA" in form:
        raise _refused(tr("Its fields are of a kind (XFA) that this program does not write."))
    values: dict[str, str] = {}
    unreadable: list[str] = []
    for name, value in _fields(form):
        if value is None:
            unreadable.append(name)
        elif value:
            values[name] = value
    mark = FillableMark.from_text(values.pop(MARK_FIELD, ""))
    told = [mark.to_text(), sorted(values.items()), _own_id(reader)]
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
    return FilledFields(mark, values, tuple(unreadable), digest)


def _reader(content: bytes) -> PdfReader:
    from pypdf import PdfReader

    class Reader(PdfReader):
        def _handle_encryption(self, password: str | bytes | None) -> None:
            raise _refused(tr("It is protected by a password."))

    return Reader(_Bounded(content), xref_stream_maximum_entries=MOST_OBJECTS)


class _Bounded(BytesIO):
    """A file that can be read only so often: one that leads its reader in circles comes to an end.

    Work is counted, not time, so that the same file is always judged alike.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._left = _MOST_ROUNDS * len(content) + 1_000_000
        self._reads = _MOST_READS

    def read(self, size: int | None = -1, /) -> bytes:
        got = super().read(size)
        self._reads -= 1
        self._left -= len(got)
        if self._reads < 0 or self._left < 0:
            raise _refused(tr("It leads whoever reads it in circles."))
        return got

    def getbuffer(self) -> memoryview:
        whole = super().getbuffer()
        self._left -= len(whole)
        if self._left < 0:
            whole.release()
            raise _refused(tr("It leads whoever reads it in circles."))
        return whole


def _fields(form: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Yield the name of every field that has one, with its value; ``None`` for a value that is no text."""
    waiting: list[tuple[Any, tuple[str, ...], int]] = [(each, (), 0) for each in _list(form.get("/Fields"))]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        pointer, names, depth = waiting.pop()
        count += 1
        if count > MOST_FIELDS or depth > _DEEPEST:
            raise _refused(tr("It has more fields than any form."))
        reference = getattr(pointer, "idnum", None)
        if reference is not None:
            key = (reference, pointer.generation)
            if key in seen:
                continue
            seen.add(key)
        node = _dictionary(pointer)
        own = _plain(node.get("/T"))
        called = (*names, str(own)) if isinstance(own, str) else names
        kids = [_dictionary(kid) for kid in _list(node.get("/Kids"))[:MOST_FIELDS]]
        parts = [kid for kid in _list(node.get("/Kids"))[:MOST_FIELDS] if "/T" in _dictionary(kid)]
        waiting += [(kid, called, depth + 1) for kid in parts]
        if called and not parts:
            yield ".".join(called), _value(node, kids)


def _value(node: Mapping[str, Any], kids: list[Mapping[str, Any]]) -> str | None:
    """Return what a field holds; a ticked box says so by its value, or by the looks that are shown."""
    value = _plain(node.get("/V"))
    if _plain(node.get("/FT")) == "/Btn":
        states = [value, _plain(node.get("/AS")), *(_plain(kid.get("/AS")) for kid in kids)]
        # what the field says counts; looks alone are left behind by some viewers
        told = [state[1:] for state in states if isinstance(state, str) and state[:1] == "/"]
        return next((state for state in told if state != "Off"), "") if value in (None, "/Off") else told[0]
    if value is None:
        return ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str) or len(value) > MOST_LETTERS:
        return None
    return _clean(value)


def _clean(text: str) -> str:
    """Return text as it is kept: lines end with a line feed, and no other sign steers anything."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each in _KEPT or each.isprintable()).strip()


def _own_id(reader: PdfReader) -> str:
    """Return the file's id, the part that changes when it is saved; empty where it has none."""
    pair = _list(reader.trailer.get("/ID"))
    last = _plain(pair[-1]) if pair else ""
    if isinstance(last, str):
        last = getattr(last, "original_bytes", last.encode("utf-8", "replace"))
    return last.hex() if isinstance(last, bytes) and len(last) <= 64 else ""


def _plain(thing: Any) -> Any:
    return thing.get_object() if hasattr(thing, "get_object") else thing


def _dictionary(thing: Any) -> Mapping[str, Any]:
    found = _plain(thing)
    return found if isinstance(found, dict) else {}


def _list(thing: Any) -> list[Any]:
    found = _plain(thing)
    return found if isinstance(found, list) else []


def _refused(fault: str) -> FillableRefused:
    return FillableRefused(
        place=tr("The file"),
        fault=fault,
        remedy=tr("Ask for the form to be sent again, or key the answers by hand."),
    )


def _without_words(fault: BaseException) -> Exception:
    """Return what went wrong by its kind alone: the words of such a fault quote the file."""
    return ValueError(type(fault).__name__)
