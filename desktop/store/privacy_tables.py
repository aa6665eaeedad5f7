"""The words of :mod:`desktop.store.privacy`: every table and column of the store."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.foundation.translation import tr
from desktop.store.privacy import Category, ColumnNote, Kept, TableNote

_NONE, _STAFF, _PERSONAL, _SPECIAL, _KEY = Category


def _columns(**told: tuple[Category, str]) -> dict[str, ColumnNote]:
    return {name: ColumnNote(words, category) for name, (category, words) in told.items()}


def notes() -> Mapping[str, TableNote]:
    """Return the notes of every table, by name, answers and contacts first."""
    from desktop.store.privacy_event_day import event_day
    from desktop.store.privacy_keying import keying
    from desktop.store.privacy_paper import paper

    kept = {**_responses(), **_contacts(), **event_day(), **paper(), **keying(), **_programmes(), **_people()}
    return {**kept, **_outbox(), **_custody()}


def _stays() -> str:
    return tr("Nobody: it stays in this store.")


def _to_coordinator() -> str:
    return tr("The coordinator, in a batch file encrypted to them.")


def _responses() -> dict[str, TableNote]:
    form_id = (_NONE, tr("Which form"))
    version = (_NONE, tr("Its version"))
    sha = (_NONE, tr("Digest of the form's questions"))
    programme = (_NONE, tr("Which programme"))
    event = (_PERSONAL, tr("At which event: a place and a day"))
    channel = (_NONE, tr("How it came in: interview, paper, letter …"))
    serial = (_PERSONAL, tr("Serial of the paper copy; empty off paper"))
    log_here = (_NONE, tr("Whether this laptop printed that serial"))
    received = (_PERSONAL, tr("Day on which the paper came in"))
    started = (_PERSONAL, tr("When recording began"))
    return {
        "response": TableNote(
            tr("One response, and where it stands; a row without answers stays when it is withdrawn or erased."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                response_id=(_PERSONAL, tr("Random id of the response")),
                instance_id=(_PERSONAL, tr("Random id of its newest revision")),
                state=(_NONE, tr("Where it stands: draft, finalised, synced, withdrawn …")),
                form_id=form_id, form_version=version, programme_id=programme, event_id=event, channel=channel,
                serial=serial, print_log_here=log_here,
                recorded_by=(_STAFF, tr("Name of who recorded it")),
                device_id=(_NONE, tr("Random id of the laptop")),
                started_utc=started,
                finalised_utc=(_PERSONAL, tr("When it was finalised")),
                received_on=received,
                batch_id=(_NONE, tr("Batch that its newest revision is in")),
            ),
        ),
        "revision": TableNote(
            tr("The answers: one frozen state of a response, with what is known about it beside them."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                instance_id=(_PERSONAL, tr("Random id of this revision")),
                response_id=(_PERSONAL, tr("Random id of the response")),
                deprecated_id=(_PERSONAL, tr("The revision that it replaces")),
                form_id=form_id, form_version=version, form_sha256=sha,
                finalised_utc=(_PERSONAL, tr("When it was finalised")),
                reason=(_SPECIAL, tr("Why it was changed, in somebody's words; emptied with the answers")),
                content_sha256=(_SPECIAL, tr("Digest of the answers; emptied with them")),
                xml=(_SPECIAL, tr("The answers as frozen; every question of the forms below")),
                envelope=(_SPECIAL, tr("What is known beside the answers; see the envelope below")),
                answers=(_SPECIAL, tr("The answers once more, by question, for tables")),
            ),
        ),
        "response_ending": TableNote(
            tr("That a response was voided, withdrawn or erased, by whom and why."),
            True, True, _stays(), Kept.RECORD,
            _columns(
                response_id=(_PERSONAL, tr("Random id of the response")),
                move=(_NONE, tr("What was done")),
                at_utc=(_NONE, tr("When")),
                person_id=(_STAFF, tr("Random id of who did it")),
                person_name=(_STAFF, tr("Name of who did it")),
                reason=(_NONE, tr("Why; the screen asks to write nothing of the respondent")),
            ),
        ),
        "draft": TableNote(
            tr("Answers in progress: who records what; the row stays, without answers, when the draft ends."),
            True, False, _stays(), Kept.RESPONSES,
            _columns(
                draft_id=(_PERSONAL, tr("Random id of the draft")),
                response_id=(_PERSONAL, tr("Random id of the response it becomes")),
                kind=(_NONE, tr("Interview or keying")),
                form_id=form_id, form_version=version, form_sha256=sha, programme_id=programme, event_id=event,
                channel=channel,
                language=(_PERSONAL, tr("Language in which the form was shown")),
                person_id=(_STAFF, tr("Random id of who records")),
                person_name=(_STAFF, tr("Name of who records")),
                person_role=(_STAFF, tr("Their role")),
                signed_in=(_STAFF, tr("Whether they had chosen themself at the screen")),
                started_utc=started, serial=serial, print_log_here=log_here, received_on=received,
                place=(_SPECIAL, tr("The question where the person is; emptied when the draft ends")),
                ended=(_NONE, tr("How it ended")),
                reason=(_NONE, tr("Why it was given up")),
            ),
        ),
        "journal_step": TableNote(
            tr("Each answer of a draft as it is given; deleted when the draft is finalised or given up."),
            True, False, _stays(), Kept.RESPONSES,
            _columns(
                draft_id=(_PERSONAL, tr("Random id of the draft")),
                number=(_NONE, tr("Order of the steps")),
                kind=(_NONE, tr("An answer, or a step of the form")),
                path=(_SPECIAL, tr("Which question")),
                value=(_SPECIAL, tr("The answer")),
            ),
        ),
        "withdrawal_code": TableNote(
            tr("Which response a withdrawal code takes back."),
            True, True, tr("The coordinator, within the envelope."), Kept.RESPONSES,
            _columns(
                code_hash=(_PERSONAL, tr("Digest of the respondent's random code; the code is kept nowhere")),
                response_id=(_PERSONAL, tr("Random id of the response")),
            ),
        ),
        "quarantined_record": TableNote(
            tr("A record that the centre set apart: other bytes under a known id, or a revoked laptop."),
            False, True, _stays(), Kept.RESPONSES,
            _columns(
                quarantine_id=(_NONE, tr("Random id")),
                batch_id=(_NONE, tr("Batch that brought it")),
                device_id=(_NONE, tr("Random id of the laptop")),
                kind=(_NONE, tr("What it claims to be")),
                identity=(_PERSONAL, tr("Random id that it claims")),
                reason=(_NONE, tr("Why it stands apart")),
                body=(_SPECIAL, tr("The record, answers included")),
                at_utc=(_NONE, tr("When it came")),
            ),
        ),
    }  # fmt: skip


def _contacts() -> dict[str, TableNote]:
    to_contacts = tr("The coordinator, in a batch file of contacts alone: ten or more, or by their decision.")
    return {
        "contact": TableNote(
            tr("One entry of the update list. Joined to no response, no event and no hour."),
            True, True, to_contacts, Kept.CONTACTS,
            _columns(
                contact_id=(_PERSONAL, tr("Random id of the entry")),
                programme_id=(_NONE, tr("Which programme")),
                day=(_PERSONAL, tr("Day on which it was given; nothing finer is kept")),
                sealed=(_PERSONAL, tr("Name, address and topics, sealed: only the contacts key opens them")),
                batch_id=(_NONE, tr("Batch of contacts that it is in")),
            ),
        ),
        "contact_slot": TableNote(
            tr("Room for entries that wait to be sent: rows of equal length, in no order of arrival."),
            True, False, to_contacts, Kept.CONTACTS,
            _columns(
                number=(_NONE, tr("Number of the slot; says nothing of when it was used")),
                held=(_PERSONAL, tr("A sealed entry with its programme and day, or filling of equal length")),
            ),
        ),
    }  # fmt: skip


def _programmes() -> dict[str, TableNote]:
    to_centre = tr("The coordinator, in a batch; they are public anyway.")
    return {
        "programme": TableNote(
            tr("A programme as its pack describes it; earlier packs stay, since responses name them."),
            True, True, to_centre, Kept.STORE,
            _columns(
                number=(_NONE, tr("Order in which packs were opened")),
                programme_id=(_NONE, tr("Id of the programme")),
                version=(_NONE, tr("Version of the pack")),
                pack_sha256=(_NONE, tr("Digest of the pack's files")),
                programme_json=(_KEY, tr("The pack's description, and the key with which serials are checked")),
            ),
        ),
        "pack_file": TableNote(
            tr("The files of a pack as they were opened."),
            True, False, _stays(), Kept.STORE,
            _columns(
                programme_number=(_NONE, tr("Which pack")),
                name=(_NONE, tr("File name")),
                content=(_KEY, tr("The file; programme.toml holds the key with which serials are checked")),
            ),
        ),
        "form": TableNote(
            tr("A questionnaire in one version. Questions, no answers."),
            True, True, to_centre, Kept.STORE,
            _columns(
                number=(_NONE, tr("Order in which forms came")),
                form_id=(_NONE, tr("Id of the form")),
                version=(_NONE, tr("Its version")),
                sha256=(_NONE, tr("Digest of its questions")),
                title=(_NONE, tr("Its title")),
                xml=(_NONE, tr("The questions")),
                original=(_NONE, tr("The file as its author made it")),
                original_kind=(_NONE, tr("Kind of that file")),
                programme_id=(_NONE, tr("Which programme")),
                equality_group=(_NONE, tr("Which questions are the equality block")),
            ),
        ),
        "event": TableNote(
            tr("A drop-in, session or meeting at which people are heard."),
            True, True, to_centre, Kept.STORE,
            _columns(
                event_id=(_NONE, tr("Id of the event")),
                revision=(_NONE, tr("1 and up, each time it is changed")),
                programme_id=(_NONE, tr("Which programme")),
                name=(_NONE, tr("Name")),
                venue=(_NONE, tr("Venue")),
                day=(_NONE, tr("Day")),
                area=(_NONE, tr("Area")),
                partner=(_NONE, tr("Partner that hosts it")),
                planned=(_NONE, tr("Whether the pack planned it")),
                made_by=(_STAFF, tr("Name of who added or changed it")),
                made_utc=(_STAFF, tr("When")),
            ),
        ),
    }  # fmt: skip


def _people() -> dict[str, TableNote]:
    return {
        "person": TableNote(
            tr("Somebody who works with this laptop."),
            True, False, _stays(), Kept.PERSON,
            _columns(
                person_id=(_STAFF, tr("Random id")),
                name=(_STAFF, tr("Name used at work")),
                name_folded=(_STAFF, tr("The name in small letters, so that none is given twice")),
                role=(_STAFF, tr("Officer, volunteer, coordinator or auditor")),
                pin_hash=(_KEY, tr("Digest of their PIN (argon2id); it encrypts nothing")),
            ),
        ),
        "pin_attempt": TableNote(
            tr("Wrong PINs since the last right one."),
            True, False, _stays(), Kept.PERSON,
            _columns(
                person_id=(_STAFF, tr("Random id of the person")),
                failures=(_STAFF, tr("How many")),
                last_utc=(_STAFF, tr("When the last was given")),
            ),
        ),
        "change": TableNote(
            tr("A line of the audit trail: who did what, when and why. It holds no answer and no contact detail."),
            True, True, _stays(), Kept.AUDIT,
            _columns(
                number=(_NONE, tr("Place in the chain")),
                at_utc=(_STAFF, tr("When")),
                actor_id=(_STAFF, tr("Random id of who did it")),
                actor_name=(_STAFF, tr("Name of who did it")),
                signed_in=(_STAFF, tr("Whether they had chosen themself at the screen")),
                what=(_STAFF, tr("What was done")),
                about_id=(_PERSONAL, tr("Random id of what it was done to")),
                why=(_STAFF, tr("Why")),
                previous_hash=(_NONE, tr("Digest of the line before")),
                hash=(_NONE, tr("Digest of this line with the one before")),
            ),
        ),
        "meta": TableNote(
            tr("What the store knows of itself: its ids, whether it is practice, where the audit trail begins."),
            True, True, _stays(), Kept.STORE,
            _columns(name=(_NONE, tr("Name of the fact")), value=(_NONE, tr("The fact"))),
        ),
        "secret": TableNote(
            tr("The keys of this laptop, and on the coordinator's laptop the coordinator's; empty on a server."),
            True, False, _stays(), Kept.STORE,
            _columns(
                name=(_NONE, tr("Which key")),
                version=(_NONE, tr("Version of its format")),
                value=(_KEY, tr("The key")),
            ),
        ),
        "trusted_coordinator": TableNote(
            tr("A coordinator to whom this laptop encrypts."),
            True, False, _stays(), Kept.STORE,
            _columns(
                central_id=(_NONE, tr("Random id of the central store")),
                key_text=(_NONE, tr("The coordinator's public key")),
                added_by=(_STAFF, tr("Name of who trusted it")),
                added_utc=(_STAFF, tr("When")),
            ),
        ),
        "trusted_device": TableNote(
            tr("A laptop whose batches the centre takes."),
            False, True, _stays(), Kept.STORE,
            _columns(
                device_id=(_NONE, tr("Random id of the laptop")),
                key_text=(_NONE, tr("Its public key")),
                label=(_NONE, tr("What it is called")),
                added_by=(_STAFF, tr("Name of who trusted it")),
                added_utc=(_STAFF, tr("When")),
            ),
        ),
    }  # fmt: skip


def _outbox() -> dict[str, TableNote]:
    from desktop.store.privacy_custody import outbox

    return dict(outbox())


def _custody() -> dict[str, TableNote]:
    from desktop.store.privacy_custody import custody

    return dict(custody())
