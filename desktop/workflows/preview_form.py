"""Going through a form without keeping anything: for its author, before anybody relies on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.engagement.programme import Programme
from desktop.foundation.clock import Clock
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.packs.parts import FormInPack
from desktop.questionnaires.entry import FormEntry, FormIncomplete, Step
from desktop.questionnaires.numbering import question_numbers
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.form_media import FormMedia, MediaShelf
from desktop.workflows.open_entry import OpenEntry

_NO_ID = "uuid:00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class _NoDraft:
    """Stands where an interview has its draft: nothing is kept, so there is no place to come back to."""

    form_id: str
    event_id: str = ""
    place: str = ""


class Preview(OpenEntry):
    """A form that is gone through as a respondent would; every step is forgotten as soon as it is taken.

    It has no store, and no way to one. What it shares with an interview is the order of the screens.
    """

    def __init__(
        self, programme: Programme, form: FormInPack, equality_group: str, *, clock: Clock, media: FormMedia
    ) -> None:
        # Not the draft's own beginning: there is neither a draft nor a place to put one.
        self.definition = form.definition
        self.programme = programme
        self.equality_path = equality_group
        self.numbers = question_numbers(form.definition)
        self.entry, _steps = FormEntry.start(form.definition, clock=clock)
        self.header = _NoDraft(form.definition.form_id)  # type: ignore[assignment]  # a draft's header needs a draft
        self.withdrawal_code = ""
        self.xml = b""
        self._media = media

    @classmethod
    def of(cls, path: Path, *, clock: Clock, form_id: str = "") -> Preview:
        """Return the preview of the form in a file, or of one in a pack's folder.

        Raises:
            FormRefused: it has errors; every one is named.
            Refusal: there is nothing at ``path``, or a pack has several forms and ``form_id`` names none of them.
        """
        pack = read_any_pack(path)
        for told, form in zip(pack.programme.forms, pack.forms, strict=True):
            if told.form_id == form_id or (not form_id and len(pack.forms) == 1):
                media = FormMedia(
                    MediaShelf(), whose=path, form_file=told.file, places=pack.files, read=pack.files.get
                )
                return cls(pack.programme, form, told.equality_group, clock=clock, media=media)
        raise Refusal(
            place=str(path),
            fault=tr("The pack has {count} forms.", count=len(pack.forms)),
            remedy=tr("Give the file of one of them."),
        )

    def set_place(self, path: str) -> None:
        """Forget where the person is."""

    def _keep(self, steps: Iterable[Step]) -> None:
        """Forget the steps."""

    def finalise(self, *, received_on: str = "") -> None:  # type: ignore[override]  # there is no revision to give
        """Work out the instance XML that a response would have, as ``xml``, and forget it with the preview.

        Raises:
            FormIncomplete: something required is missing or a constraint is broken.
        """
        violations = self.entry.validate()
        if violations:
            raise FormIncomplete(violations, form_id=self.definition.form_id)
        self.xml = self.entry.finalise(instance_id=_NO_ID)

    def abandon(self, *, reason: str) -> None:
        """End: there is nothing to give up."""
