"""Notes in words, as lists and fields show them."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.engagement.contact_words import ContactWord
from desktop.engagement.notes import Note, NoteKind, NoteSource, Sentiment
from desktop.engagement.programme import Programme
from desktop.foundation.translation import tr


def source_words(source: NoteSource) -> str:
    """Return where words come from."""
    return {
        NoteSource.SPOKEN: tr("Spoken"),
        NoteSource.STICKY_NOTE: tr("Sticky note"),
        NoteSource.COMMENT_CARD: tr("Comment card"),
        NoteSource.WALL: tr("Written on a wall"),
    }[source]


def sentiment_words(sentiment: Sentiment | None) -> str:
    """Return how the speaker put it."""
    if sentiment is None:
        return tr("Not said")
    return {
        Sentiment.POSITIVE: tr("Positive"),
        Sentiment.NEGATIVE: tr("Negative"),
        Sentiment.MIXED: tr("Mixed"),
        Sentiment.NEUTRAL: tr("Neutral"),
    }[sentiment]


def first_line(text: str, most: int = 120) -> str:
    """Return the beginning of ``text`` in one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def note_words(note: Note, programme: Programme) -> tuple[str, str]:
    """Return a note as two lines: what was said, and what is known of it."""
    areas = {each.code: each.label for each in programme.areas}
    types = {each.code: each.label for each in programme.respondent_types}
    languages = {each.code: each.label for each in programme.languages}
    topics = {each.code: each.label for each in programme.topics}
    conversation = note.kind is NoteKind.CONVERSATION
    known = (
        note.made_at.strftime("%H:%M"),
        tr("Conversation") if conversation else source_words(note.source),
        types.get(note.respondent_type, note.respondent_type),
        note.neighbourhood,
        areas.get(note.area, note.area),
        sentiment_words(note.sentiment) if note.sentiment is not None else "",
        languages.get(note.language, note.language),
        *(topics.get(code, code) for code in note.codes),
        tr("changed") if note.revision > 1 and not note.voided else "",
        tr("taken out") if note.voided else "",
    )
    return first_line(note.words), "  ·  ".join(part for part in known if part)


def warning_words(found: Iterable[ContactWord]) -> str:
    """Return what words seem to hold that should not be kept, in one line; empty where there is nothing."""
    kinds = [tr(each.value) for each in found]
    if not kinds:
        return ""
    what = kinds[0] if len(kinds) == 1 else tr("{first} and {last}", first=", ".join(kinds[:-1]), last=kinds[-1])
    return tr(
        "It is kept, but looks as if it held {what}. Who says something must not show: take it out if so.",
        what=what,
    )
