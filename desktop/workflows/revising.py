"""How a frozen response gets its next revision, whoever decides what it says: an edit, or an adjudication."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from desktop.engagement.programme import Channel
from desktop.foundation.clock import offset_minutes, to_utc_text
from desktop.foundation.errors import WorldError
from desktop.foundation.ids import new_id, new_instance_id
from desktop.foundation.translation import tr
from desktop.questionnaires.entry import Environment, FormEntry, Step
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.response import Envelope, Revision
from desktop.staff.people import Actor
from desktop.workflows.workplace import Workplace, recorder


def is_as_written(envelope: Envelope) -> bool:
    """Tell whether what it says was taken from paper or a file, and stands as it was written there."""
    return envelope.channel in (Channel.PAPER, Channel.LETTER) or bool(envelope.file_hash)


def standing_entry(
    place: Workplace, *, actor: Actor, form: StoredForm, before: Revision
) -> tuple[FormEntry, tuple[Step, ...]]:
    """Return an entry that says what ``before`` says, and the steps that its journal begins with.

    Answers that a sheet has where the form would skip are in the envelope alone: they are given again, so that
    they are neither lost nor out of sight when the question that skips them is changed.

    Raises:
        WorldError: the form hasn't got the language any more, or the XML is damaged.
    """
    definition = place.shelf.definition(form)
    envelope = before.envelope
    as_written = is_as_written(envelope)
    entry, steps = FormEntry.edit(
        definition,
        before.xml,
        clock=place.clock,
        language=envelope.language if envelope.language in definition.languages else None,
        environment=Environment(deviceid=place.device_id, username=actor.name),
        as_written=as_written,
    )
    more: list[Step] = []
    if as_written:
        for path, value in envelope.off_route.items():
            with suppress(WorldError):  # a path of a repeat that the form counts itself: nothing can stand there
                more += with_blocks(entry, path)
                more += entry.answer(path, value).steps
    return entry, (*steps, *more)


def with_blocks(entry: FormEntry, path: str) -> Iterator[Step]:
    """Add the blocks of repeats that ``path`` is in and that are not there yet; yield the steps.

    Raises:
        WorldError: the form itself says how many there are.
    """
    parts = path.split("/")
    for end, part in enumerate(parts, start=1):
        name, _, number = part.partition("[")
        if not number:
            continue
        repeat = "/".join([*parts[: end - 1], name])
        while len(entry.repeat_paths(repeat)) < int(number.rstrip("]")):
            yield from entry.add_repeat(repeat).steps


def next_revision(
    place: Workplace,
    *,
    actor: Actor,
    before: Revision,
    entry: FormEntry,
    reason: str,
    missing: Mapping[str, str],
    forced: Mapping[str, str],
    now: datetime,
    received_on: str = "",
) -> Revision:
    """Return the revision that says what ``entry`` says, in the place of ``before``.

    Args:
        missing: path to missing kind; of a question that is answered it is left out.
        forced: path to why a value stands that the form forbids.
        received_on: as it was where it is empty.
    """
    instance_id = new_instance_id()
    xml = entry.serialise(instance_id=instance_id, deprecated_id=before.instance_id)
    answers = dict(entry.answers())
    off_route = dict(entry.off_route())
    envelope = replace(
        before.envelope,
        language=entry.language,
        recorder=recorder(actor),
        device_id=place.device_id,
        epoch=place.epoch,
        received_on=received_on or before.envelope.received_on,
        finalised_at=to_utc_text(now),
        offset_minutes=offset_minutes(now),
        missing={path: why for path, why in missing.items() if not answers.get(path) and not off_route.get(path)},
        forced=dict(forced),
        off_route=off_route,
        salt=new_id(),
    )
    return Revision(
        instance_id=instance_id,
        response_id=before.response_id,
        deprecated_id=before.instance_id,
        form_id=before.form_id,
        form_version=before.form_version,
        form_sha256=before.form_sha256,
        xml=xml,
        envelope=envelope,
        answers=answers,
        reason=reason,
    )


def forced_as_written(entry: FormEntry, known: Mapping[str, str]) -> dict[str, str]:
    """Return path to reason for every value that stands against a rule of the form; ``known`` are kept."""
    broken = {each.path for each in entry.validate() if each.rule == "constraint"}
    return {path: known.get(path, tr("as written on the sheet")) for path in sorted(broken)}
