"""Comments and conversations: what people said without a form, in their words.

Nothing of the words stands in the audit trail or in a refusal. A changed note is a new revision; what stood before
stays with it, unless the reason is that it named somebody: then no word of what stood before stays. A voided one
is in no count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from desktop.engagement.contact_words import ContactWord, contact_words
from desktop.engagement.named import NAMED_SOMEBODY, without_words
from desktop.engagement.notes import Note, NoteKind, NoteSource, Sentiment
from desktop.engagement.programme import Programme
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.closed_events import refuse_closed
from desktop.workflows.further_revision import RevisionWords, put_revision
from desktop.workflows.merge_events import under_one
from desktop.workflows.noted_words import cleaned, known, language_code, part_of_a_place, refuse_too_long
from desktop.workflows.workplace import Workplace, require, the_programme

UNDONE_AT_ONCE = "taken back right after it was saved"
"""The reason of a note that its writer undoes; nobody is asked for another one."""


@dataclass(frozen=True, slots=True)
class SavedNote:
    """A note as it was kept.

    Attributes:
        looks_like: contact details that its words seem to hold; somebody should look at them again.
    """

    note: Note
    looks_like: tuple[ContactWord, ...]


def add_comment(
    place: Workplace,
    *,
    actor: Actor,
    event_id: str,
    words: str,
    area: str = "",
    sentiment: Sentiment | None = None,
    source: NoteSource = NoteSource.SPOKEN,
    language: str = "",
    respondent_type: str = "",
    neighbourhood: str = "",
    codes: Iterable[str] = (),
) -> SavedNote:
    """Keep a few words, as they were said or as they stand on a sticky note; on disk when this returns.

    Args:
        area, respondent_type, codes: of the programme's; empty where they were not told.
        sentiment: as the speaker put it, never guessed; ``None`` where they did not.
        language: BCP 47 code of the words.
        neighbourhood: free words, never a full postcode.

    Raises:
        Refusal: there are no words, a code is none of the programme's, the event was closed, or the role does
            not allow it.
    """
    note = Note(
        note_id=new_id(), revision=1, kind=NoteKind.COMMENT, programme_id="", event_id=event_id,
        words=words, reflection="", area=area, sentiment=sentiment, source=source, language=language,
        respondent_type=respondent_type, neighbourhood=neighbourhood, codes=tuple(codes), voided=False, reason="",
        device_id=place.device_id, made_by=actor.name, person_id=actor.person_id, made_at=place.clock.now(),
        made_up=False,
    )  # fmt: skip
    return _add(place, actor, note, "comment added")


def add_conversation(
    place: Workplace,
    *,
    actor: Actor,
    event_id: str,
    words: str,
    reflection: str = "",
    area: str = "",
    sentiment: Sentiment | None = None,
    language: str = "",
    respondent_type: str = "",
    neighbourhood: str = "",
    codes: Iterable[str] = (),
    draft_id: str = "",
) -> SavedNote:
    """Keep what a person said in a conversation and, apart from it, what the listener made of it.

    Args:
        reflection: the listener's own thoughts; never reported as what was said.
        draft_id: of the draft that it was written in, which goes with the same commit.

    Raises:
        Refusal: nothing was said, a code is none of the programme's, the event was closed, or the role does not
            allow it.
    """
    note = Note(
        note_id=new_id(), revision=1, kind=NoteKind.CONVERSATION, programme_id="", event_id=event_id,
        words=words, reflection=reflection, area=area, sentiment=sentiment, source=NoteSource.SPOKEN,
        language=language, respondent_type=respondent_type, neighbourhood=neighbourhood, codes=tuple(codes),
        voided=False, reason="", device_id=place.device_id, made_by=actor.name, person_id=actor.person_id,
        made_at=place.clock.now(), made_up=False,
    )  # fmt: skip
    return _add(place, actor, note, "conversation noted", draft_id=draft_id)


def change_note(
    place: Workplace,
    *,
    actor: Actor,
    note_id: str,
    reason: str,
    words: str | None = None,
    reflection: str | None = None,
    area: str | None = None,
    sentiment: Sentiment | str | None = "",
    source: NoteSource | None = None,
    language: str | None = None,
    respondent_type: str | None = None,
    neighbourhood: str | None = None,
    codes: Iterable[str] | None = None,
) -> SavedNote:
    """Put a further revision in force; what is not given stays as it is.

    Args:
        sentiment: ``None`` takes it away; the empty text leaves it.

    Raises:
        Refusal: no reason, nothing changed, the note is voided or not here, or what :func:`add_comment` refuses.
    """

    def changed(note: Note) -> Note:
        return replace(
            note,
            words=note.words if words is None else words,
            reflection=note.reflection if reflection is None else reflection,
            area=note.area if area is None else area,
            sentiment=note.sentiment if isinstance(sentiment, str) and not sentiment else _sentiment(sentiment),
            source=note.source if source is None else source,
            language=note.language if language is None else language,
            respondent_type=note.respondent_type if respondent_type is None else respondent_type,
            neighbourhood=note.neighbourhood if neighbourhood is None else neighbourhood,
            codes=note.codes if codes is None else tuple(codes),
        )

    return _revise(place, actor, note_id, reason, changed, "note changed")


def void_note(place: Workplace, *, actor: Actor, note_id: str, reason: str) -> Note:
    """Take a note out of the counts; its words stay in its history, unless it named somebody.

    Raises:
        Refusal: no reason was given, it is voided already, it is not here, or the role does not allow it.
    """

    def voided(note: Note) -> Note:
        return replace(without_words(note) if reason == NAMED_SOMEBODY else note, voided=True)

    return _revise(place, actor, note_id, reason, voided, "note voided").note


def notes(
    place: Workplace,
    *,
    event_id: str = "",
    programme_id: str = "",
    kind: NoteKind | None = None,
    search: str = "",
    voided: bool = False,
    limit: int = 200,
    offset: int = 0,
) -> tuple[Note, ...]:
    """Return the notes in force of an event or a programme, newest first.

    Args:
        search: words that all must stand in the note.
        voided: also those that were voided.
    """
    with place.reading() as unit:
        return unit.notes.list(
            event_ids=_counted_together(unit, event_id),
            programme_id=programme_id or None,
            kind=kind,
            search=search,
            voided=voided,
            limit=limit,
            offset=offset,
        )


def count_notes(
    place: Workplace,
    *,
    event_id: str = "",
    programme_id: str = "",
    kind: NoteKind | None = None,
    search: str = "",
) -> int:
    """Return how many notes are in force; voided ones are not counted."""
    with place.reading() as unit:
        return unit.notes.count(
            event_ids=_counted_together(unit, event_id),
            programme_id=programme_id or None,
            kind=kind,
            search=search,
        )


def _counted_together(unit: UnitOfWork, event_id: str) -> tuple[str, ...] | None:
    return tuple(sorted(under_one(unit, event_id))) if event_id else None


def _add(place: Workplace, actor: Actor, note: Note, what: str, *, draft_id: str = "") -> SavedNote:
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        event = refuse_closed(unit, note.event_id)
        programme = the_programme(unit, event.programme_id)
        made = _checked(
            replace(note, programme_id=programme.programme_id, made_up=place.practice or programme.made_up),
            programme,
        )
        unit.notes.put(made)
        unit.changes.add(actor=actor, what=what, about_id=made.note_id, at=made.made_at)
        if draft_id:
            unit.note_drafts.remove(draft_id)
        unit.commit()
    return SavedNote(made, _looks_like(made))


def _revise(
    place: Workplace, actor: Actor, note_id: str, reason: str, change: Callable[[Note], Note], what: str
) -> SavedNote:
    def standing(unit: UnitOfWork) -> Note:
        note = unit.notes.get(note_id)
        if note is None:
            raise _not_here()
        return note

    def changed(unit: UnitOfWork, note: Note) -> Note:
        after = change(note)
        return after if after.voided else _checked(after, the_programme(unit, note.programme_id))

    words = RevisionWords(
        changing=tr("Changing a note"), this=tr("This note"), instead=tr("Write it down as a new one.")
    )
    kept = put_revision(
        place,
        actor=actor,
        reason=reason,
        words=words,
        get=standing,
        change=changed,
        put=lambda unit, note: unit.notes.put(note),
        what=what,
    )
    return SavedNote(kept, _looks_like(kept))


def _checked(note: Note, programme: Programme) -> Note:
    """Return ``note`` cleaned, with codes that the programme has."""
    conversation = note.kind is NoteKind.CONVERSATION
    what = tr("Conversation") if conversation else tr("Comment")
    words = refuse_too_long(cleaned(note.words), place=what)
    if not words:
        raise Refusal(
            place=what,
            fault=tr("Nothing that was said stands here."),
            remedy=tr("Write down what the person said, in their words."),
        )
    topics = {topic.code for topic in programme.topics}
    codes = tuple(dict.fromkeys(note.codes))
    for code in codes:
        known(code, sorted(topics), place=tr("Statements and actions"))
    return replace(
        note,
        words=words,
        reflection=refuse_too_long(cleaned(note.reflection), place=tr("The listener's reflection")),
        area=known(note.area, (each.code for each in programme.areas), place=tr("Area")),
        respondent_type=known(
            note.respondent_type, (each.code for each in programme.respondent_types), place=tr("Who spoke")
        ),
        language=language_code(note.language),
        neighbourhood=part_of_a_place(note.neighbourhood),
        codes=codes,
        source=NoteSource(note.source),
        sentiment=_sentiment(note.sentiment),
    )


def _sentiment(given: Sentiment | str | None) -> Sentiment | None:
    return None if given is None else Sentiment(given)


def _looks_like(note: Note) -> tuple[ContactWord, ...]:
    found = (*contact_words(note.words), *contact_words(note.reflection))
    return tuple(dict.fromkeys(found))


def _not_here() -> Refusal:
    return Refusal(
        place=tr("This note"),
        fault=tr("It is not on this device."),
        remedy=tr("Look at the list of the event again."),
    )
