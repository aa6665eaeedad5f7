"""Comments and conversations: kept as said, changed with a reason, voided, searched; nothing is in the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.engagement.contact_words import ContactWord
from desktop.engagement.hand_over import TopicCode
from desktop.engagement.named import NAMED_SOMEBODY, without_words
from desktop.engagement.notes import NoteKind, NoteSource, Sentiment
from desktop.foundation.errors import Refusal
from desktop.staff.people import Actor, Role
from desktop.workflows.note_comment import (
    add_comment,
    add_conversation,
    change_note,
    count_notes,
    notes,
    void_note,
)
from desktop.workflows.note_drafts import drop_draft, keep_draft, waiting_drafts
from desktop.workflows.noted_words import MOST_CHARACTERS, cleaned
from desktop.workflows.workplace import Workplace
from tests.workflows.histories import note_history
from tests.workplaces import PROGRAMME, signed_in

TOPICS = (TopicCode("s1", "Healthier lives", "statement"), TopicCode("s1a", "Walks", "action", under="s1"))


@pytest.fixture
def topics(place: Workplace) -> tuple[TopicCode, ...]:
    """Give the programme a statement and an action."""
    with place.unit() as unit:
        programme = unit.programmes.get(PROGRAMME)
        assert programme is not None
        unit.programmes.put(replace(programme, topics=TOPICS), "0" * 64, {})
        unit.commit()
    return TOPICS


def test_a_comment_is_kept_as_it_was_said(place: Workplace, officer: Actor, event_id: str) -> None:
    area = _programme(place).areas[0].code
    saved = add_comment(
        place, actor=officer, event_id=event_id, words="  More buses\r\nin the evening ", area=area,
        sentiment=Sentiment.NEGATIVE, source=NoteSource.STICKY_NOTE, language="en",
    )  # fmt: skip
    (found,) = notes(place, event_id=event_id)
    assert found == saved.note
    assert saved.looks_like == ()
    assert found.words == "More buses\nin the evening"
    assert (found.revision, found.kind, found.source) == (1, NoteKind.COMMENT, NoteSource.STICKY_NOTE)
    assert (found.area, found.sentiment, found.language) == (area, Sentiment.NEGATIVE, "en")
    assert (found.made_by, found.person_id) == ("Olu", officer.person_id)
    assert (found.programme_id, found.event_id, found.device_id) == (PROGRAMME, event_id, place.device_id)
    assert not found.made_up
    assert found.reflection == ""


def test_a_conversation_keeps_the_reflection_apart(
    place: Workplace, officer: Actor, event_id: str, topics: object
) -> None:
    kind = _programme(place).respondent_types[0].code
    saved = add_conversation(
        place, actor=officer, event_id=event_id, words="Nobody rang back.", reflection="She was tired.",
        respondent_type=kind, neighbourhood=" LE3   5 ", codes=["s1a", "s1", "s1a"],
    )  # fmt: skip
    (found,) = notes(place, event_id=event_id, kind=NoteKind.CONVERSATION)
    assert found == saved.note
    assert (found.words, found.reflection) == ("Nobody rang back.", "She was tired.")
    assert (found.respondent_type, found.neighbourhood, found.codes) == (kind, "LE3 5", ("s1a", "s1"))
    assert notes(place, event_id=event_id, kind=NoteKind.COMMENT) == ()


@pytest.mark.parametrize("words", ["", "   ", "\n\t", "\x00\x07"])
def test_nothing_said_is_refused(place: Workplace, officer: Actor, event_id: str, words: str) -> None:
    for add in (add_comment, add_conversation):
        with pytest.raises(Refusal, match="Nothing that was said"):
            add(place, actor=officer, event_id=event_id, words=words)
    assert count_notes(place, event_id=event_id) == 0


@pytest.mark.parametrize(
    ("wrong", "place_named"),
    [
        ({"area": "no-such"}, "Area"),
        ({"respondent_type": "no-such"}, "Who spoke"),
        ({"codes": ["no-such"]}, "Statements and actions"),
        ({"language": "engl!sh"}, "Language"),
        ({"neighbourhood": "12 Mill Lane LE3 5TP"}, "Neighbourhood"),
        ({"neighbourhood": "asha@example.org"}, "Neighbourhood"),
        ({"neighbourhood": "x" * 201}, "Neighbourhood"),
        ({"words": "w" * (MOST_CHARACTERS + 1)}, "Comment"),
    ],
    ids=["area", "type", "code", "language", "postcode", "address", "long place", "long words"],
)
def test_what_is_no_code_of_the_programme_is_refused(
    place: Workplace, officer: Actor, event_id: str, wrong: dict[str, Any], place_named: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add_comment(place, actor=officer, event_id=event_id, **{"words": "More buses", **wrong})
    assert refused.value.place == place_named
    assert "Mill Lane" not in str(refused.value)
    assert "asha" not in str(refused.value)
    assert "More buses" not in str(refused.value)
    assert count_notes(place, event_id=event_id) == 0


def test_a_contact_detail_in_the_words_is_kept_and_said(place: Workplace, officer: Actor, event_id: str) -> None:
    saved = add_conversation(
        place, actor=officer, event_id=event_id, words="Ring 0116 496 0123", reflection="lives in LE3 5TP"
    )
    assert saved.looks_like == (ContactWord.TELEPHONE, ContactWord.POSTCODE)
    assert count_notes(place, event_id=event_id) == 1


def test_a_change_is_a_revision_with_its_reason(place: Workplace, officer: Actor, event_id: str, clock) -> None:
    first = add_comment(place, actor=officer, event_id=event_id, words="More busses").note
    clock.move(timedelta(minutes=5))
    ada = signed_in(place, "Ada", Role.COORDINATOR)
    second = change_note(
        place, actor=ada, note_id=first.note_id, reason="spelling", words="More buses", sentiment=Sentiment.MIXED
    ).note
    assert (second.revision, second.words, second.made_by, second.reason) == (2, "More buses", "Ada", "spelling")
    third = change_note(place, actor=ada, note_id=first.note_id, reason="not said", sentiment=None).note
    assert (third.sentiment, third.words) == (None, "More buses")
    assert note_history(place, first.note_id) == (first, second, third)
    assert notes(place, event_id=event_id) == (third,)
    with place.reading() as unit:
        lines = unit.changes.list(about_id=first.note_id)
    assert [(line.what, line.why) for line in reversed(lines)] == [
        ("comment added", ""),
        ("note changed", "spelling"),
        ("note changed", "not said"),
    ]


def test_a_voided_note_is_in_no_count(place: Workplace, officer: Actor, event_id: str) -> None:
    kept = add_comment(place, actor=officer, event_id=event_id, words="kept").note
    gone = add_comment(place, actor=officer, event_id=event_id, words="twice").note
    voided = void_note(place, actor=officer, note_id=gone.note_id, reason="entered twice")
    assert voided.voided
    assert notes(place, event_id=event_id) == (kept,)
    assert count_notes(place, event_id=event_id) == 1
    assert set(notes(place, event_id=event_id, voided=True)) == {kept, voided}
    for again in (void_note, change_note):
        with pytest.raises(Refusal, match="voided"):
            again(place, actor=officer, note_id=gone.note_id, reason="once more")


def test_no_word_stays_of_what_named_somebody(place: Workplace, officer: Actor, event_id: str) -> None:
    note = add_conversation(
        place,
        actor=officer,
        event_id=event_id,
        words="Jane Doe said so",
        reflection="Jane",
        neighbourhood="by Jane",
    ).note
    clear = change_note(
        place, actor=officer, note_id=note.note_id, reason=NAMED_SOMEBODY, words="She said so", reflection="",
        neighbourhood="",
    ).note  # fmt: skip
    assert note_history(place, note.note_id) == (without_words(note), clear)
    void_note(place, actor=officer, note_id=note.note_id, reason=NAMED_SOMEBODY)
    assert {each.words + each.reflection + each.neighbourhood for each in note_history(place, note.note_id)} == {
        ""
    }
    assert notes(place, event_id=event_id, search="Jane", voided=True) == ()


def test_a_change_needs_a_reason_and_a_difference(place: Workplace, officer: Actor, event_id: str) -> None:
    note = add_comment(place, actor=officer, event_id=event_id, words="More buses").note
    with pytest.raises(Refusal, match="No reason"):
        change_note(place, actor=officer, note_id=note.note_id, reason=" ", words="x")
    with pytest.raises(Refusal, match="No reason"):
        void_note(place, actor=officer, note_id=note.note_id, reason="")
    with pytest.raises(Refusal, match="e-mail address"):
        void_note(place, actor=officer, note_id=note.note_id, reason="asha@example.org said so")
    with pytest.raises(Refusal, match="Nothing was changed"):
        change_note(place, actor=officer, note_id=note.note_id, reason="again", words=" More buses ")
    with pytest.raises(Refusal, match="not on this device"):
        change_note(place, actor=officer, note_id="gone", reason="again", words="x")
    assert note_history(place, note.note_id) == (note,)


def test_newest_first_searched_and_a_page_at_a_time(
    place: Workplace, officer: Actor, event_id: str, clock
) -> None:
    for number in range(6):
        add_comment(place, actor=officer, event_id=event_id, words=f"Bench number {number} for carers")
        clock.move(timedelta(seconds=1))
    add_conversation(place, actor=officer, event_id=event_id, words="More buses")
    assert [note.words for note in notes(place, event_id=event_id, limit=2)] == [
        "More buses", "Bench number 5 for carers",
    ]  # fmt: skip
    assert [note.words[:14] for note in notes(place, event_id=event_id, limit=2, offset=2)] == [
        "Bench number 4", "Bench number 3",
    ]  # fmt: skip
    assert [note.words[:14] for note in notes(place, event_id=event_id, search="carer NUMBER 3")] == [
        "Bench number 3"
    ]
    assert count_notes(place, event_id=event_id, search="carers") == 6
    assert count_notes(place, programme_id=PROGRAMME) == 7
    assert count_notes(place, programme_id=PROGRAMME, kind=NoteKind.CONVERSATION) == 1
    with place.reading() as unit:
        other = next(each.event_id for each in unit.events.list() if each.event_id != event_id)
    assert notes(place, event_id=other) == ()


def test_nobody_without_the_right_writes(place: Workplace, officer: Actor, event_id: str) -> None:
    auditor = signed_in(place, "Ada", Role.AUDITOR)
    note = add_comment(place, actor=officer, event_id=event_id, words="More buses").note
    for call in (
        lambda: add_comment(place, actor=auditor, event_id=event_id, words="x"),
        lambda: add_conversation(place, actor=auditor, event_id=event_id, words="x"),
        lambda: change_note(place, actor=auditor, note_id=note.note_id, reason="y", words="x"),
        lambda: void_note(place, actor=auditor, note_id=note.note_id, reason="y"),
        lambda: keep_draft(
            place,
            actor=auditor,
            draft_id="d",
            kind=NoteKind.CONVERSATION,
            event_id=event_id,
            fields={"words": "x"},
        ),
        lambda: waiting_drafts(place, actor=auditor, event_id=event_id),
        lambda: drop_draft(place, actor=auditor, draft_id="d"),
    ):
        with pytest.raises(Refusal, match="role"):
            call()


def test_the_trail_holds_nothing_that_was_said(place: Workplace, officer: Actor, event_id: str) -> None:
    secret = "quixotic zeppelin"
    note = add_conversation(
        place, actor=officer, event_id=event_id, words=secret, reflection=secret, neighbourhood=secret
    ).note
    void_note(place, actor=officer, note_id=note.note_id, reason="entered twice")
    with place.reading() as unit:
        told = repr(unit.changes.list())
    assert "conversation noted" in told
    assert "note voided" in told
    assert "zeppelin" not in told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=()), min_size=1, max_size=60))
def test_whatever_is_typed_is_kept_or_said_to_be_nothing(place, officer, event_id, words: str) -> None:
    """A sign that no store holds (a nought, half of a sign) does not make the rest be lost."""
    try:
        note = add_comment(place, actor=officer, event_id=event_id, words=words).note
    except Refusal:
        assert not cleaned(words)
        return
    assert note_history(place, note.note_id)[0].words == cleaned(words) == cleaned(cleaned(words))


# drafts ---------------------------------------------------------------------------------------------------


def _keep(place: Workplace, actor: Actor, event_id: str, draft_id: str, **fields: str) -> None:
    keep_draft(place, actor=actor, draft_id=draft_id, kind=NoteKind.CONVERSATION, event_id=event_id, fields=fields)


def test_a_draft_is_overwritten_and_goes_with_the_note(place: Workplace, officer: Actor, event_id: str) -> None:
    _keep(place, officer, event_id, "d1", words="Nobody")
    _keep(place, officer, event_id, "d1", words="Nobody rang", reflection="")
    (draft,) = waiting_drafts(place, actor=officer, event_id=event_id)
    assert (dict(draft.fields), draft.own, draft.today) == ({"words": "Nobody rang"}, True, True)
    assert count_notes(place, event_id=event_id) == 0
    add_conversation(place, actor=officer, event_id=event_id, words="Nobody rang back", draft_id="d1")
    assert waiting_drafts(place, actor=officer, event_id=event_id) == ()


def test_a_draft_stays_when_the_note_is_refused(place: Workplace, officer: Actor, event_id: str) -> None:
    _keep(place, officer, event_id, "d1", words="Nobody rang", neighbourhood="LE3 5TP")
    with pytest.raises(Refusal):
        add_conversation(
            place, actor=officer, event_id=event_id, words="Nobody rang", neighbourhood="LE3 5TP", draft_id="d1"
        )
    assert len(waiting_drafts(place, actor=officer, event_id=event_id)) == 1


def test_ones_own_draft_comes_first(place: Workplace, officer: Actor, event_id: str, clock) -> None:
    ada = signed_in(place, "Ada", Role.OFFICER)
    _keep(place, ada, event_id, "of Ada", words="hers")
    clock.move(timedelta(days=1))
    _keep(place, officer, event_id, "own", words="his")
    found = waiting_drafts(place, actor=officer, event_id=event_id)
    assert [(each.draft_id, each.own, each.today) for each in found] == [
        ("own", True, True), ("of Ada", False, False),
    ]  # fmt: skip


def test_a_draft_of_nothing_is_none(place: Workplace, officer: Actor, event_id: str) -> None:
    _keep(place, officer, event_id, "d1", words="Nobody")
    _keep(place, officer, event_id, "d1", words="", reflection="")
    assert waiting_drafts(place, actor=officer, event_id=event_id) == ()
    _keep(place, officer, event_id, "d2", words="Somebody")
    drop_draft(place, actor=officer, draft_id="d2")
    assert waiting_drafts(place, actor=officer, event_id=event_id) == ()


def _programme(place: Workplace) -> Any:
    with place.reading() as unit:
        return unit.programmes.get(PROGRAMME)
