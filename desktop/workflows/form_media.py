"""The pictures, sounds and films that a form shows, as the screens and the paper need them.

They stand in the store with the pack that they came in, and only there. No batch carries them: the centre counts
answers and shows no question, and a response names by its hash what was asked. Every laptop opens the pack itself,
so megabytes of pictures would travel from each of them, with each form, to a place where nobody looks at them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock

from desktop.foundation.errors import Refusal
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.form_media import is_kind, picture_names, place_of
from desktop.questionnaires.stored_form import StoredForm
from desktop.store.unit import UnitOfWork
from desktop.workflows.picture_drawing import draw_anew

SHOWN_SIDE = 1_200
"""Dots on the longest side of what is shown: 10 cm on paper, and more than a question has room for on a screen."""
MOST_KEPT = 64 * 1024 * 1024
"""Bytes that stay in memory: the pictures of one large form in easy read, or its longest film."""


class MediaShelf:
    """What was shown before, ready to be shown again; safe to use from several threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._lock = Lock()
        self._most = most
        self._held = 0
        self._kept: OrderedDict[tuple[object, str], bytes | None] = OrderedDict()

    def get(self, key: tuple[object, str], make: Callable[[], bytes | None]) -> bytes | None:
        """Return what is kept under ``key``; what isn't is made, and kept instead of the oldest."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._held += len(made or b"")
            while self._held > self._most and len(self._kept) > 1:
                _gone, content = self._kept.popitem(last=False)
                self._held -= len(content or b"")
        return made


class FormMedia:
    """The media of one form in one pack.

    Args:
        whose: tells this pack from another on the shelf.
        form_file: name of the form's file in its pack.
        places: of all files of the pack.
        read: gives the file at a place.
    """

    def __init__(
        self,
        shelf: MediaShelf,
        *,
        whose: object,
        form_file: str,
        places: Iterable[str],
        read: Callable[[str], bytes | None],
    ) -> None:
        self._shelf = shelf
        self._whose = whose
        self._form_file = form_file
        self._places = tuple(places)
        self._read = read

    def get(self, name: str) -> bytes | None:
        """Return what the form's file called ``name`` shows; ``None`` where it is not there.

        A picture is drawn anew within bounds, on white, whatever was done to its file since it was looked at.
        """
        place = place_of(self._places, self._form_file, name)
        if place is None:
            return None
        return self._shelf.get((self._whose, place), lambda: self._made(place))

    def _made(self, place: str) -> bytes | None:
        content = self._read(place)
        if content is None or not is_kind("image", place):
            return content
        try:
            return draw_anew(content, side=SHOWN_SIDE).content
        except Refusal:
            return None  # the form is asked without it, as where the file is missing

    def pictures(self, definition: FormDefinition) -> Mapping[str, bytes]:
        """Return name to content of all pictures of the form that are there."""
        found = ((name, self.get(name)) for name in picture_names(definition))
        return {name: content for name, content in found if content is not None}


def media_of_form(
    unit: UnitOfWork, shelf: MediaShelf, form: StoredForm, read: Callable[[int, str], bytes | None]
) -> FormMedia:
    """Return the media of a form of the store, from the newest pack that this very form came in.

    Args:
        read: gives a file of the pack with that number, whenever it is asked for.
    """
    found = unit.programmes.pack_of(form)
    if found is None:
        return FormMedia(shelf, whose=0, form_file="", places=(), read=lambda place: None)
    number, form_file = found
    places = unit.programmes.file_names(number)
    return FormMedia(
        shelf, whose=number, form_file=form_file, places=places, read=lambda place: read(number, place)
    )
