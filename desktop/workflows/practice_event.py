"""What practice shows of an event beside the questionnaires: counts, comments, conversations, a board, requests.

Every word is invented and says so.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from desktop.engagement.attendance import CountKind, RefusalReason
from desktop.engagement.boards import BoardKind, BoardOption
from desktop.engagement.follow_ups import FollowUpKind
from desktop.engagement.notes import NoteSource, Sentiment
from desktop.engagement.programme import PlannedEvent, Programme
from desktop.foundation.clock import SetClock, civil_date
from desktop.staff.people import Actor
from desktop.workflows.count_people import count
from desktop.workflows.follow_up import ask
from desktop.workflows.note_comment import add_comment, add_conversation
from desktop.workflows.run_boards import add_board
from desktop.workflows.workplace import Workplace

_HOURS = 3
_COMMENTS = (
    ("Made up: The path to the park floods every winter.", NoteSource.STICKY_NOTE, Sentiment.NEGATIVE),
    ("Made up: My neighbour found the exercise class by chance. Tell people.", NoteSource.SPOKEN, None),
    ("Made up: The nurse took her time, thank you.", NoteSource.COMMENT_CARD, Sentiment.POSITIVE),
    ("Made up: Where do I go on a Sunday?", NoteSource.WALL, None),
    ("Made up: A bus in the evening would help.", NoteSource.STICKY_NOTE, None),
    ("Made up: Good that you came to us.", NoteSource.SPOKEN, Sentiment.POSITIVE),
)
_CONVERSATIONS = (
    (
        "Made up: She looks after her father and has not had a free day since spring. She would use a sitting"
        " service if she could book it for an afternoon.",
        "Made up: Did not know of the carers' group that hosts us.",
        "near_1",
    ),
    (
        "Made up: He gave up on the booking line after twenty minutes, and walks to the counter now.",
        "",
        "plain_1",
    ),
)
_BOARD = (
    "Made up: What matters most to you?",
    (("Closer to home", 14), ("Plain words", 9), ("Shorter waits", 11)),
)


def fill_event(place: Workplace, *, officer: Actor, programme: Programme) -> None:
    """Put a morning's work into today's events of the practice programme, the first of them the fuller."""
    today = civil_date(place.clock.now(), programme.time_zone)
    todays = [event for event in programme.events if event.day == today]
    chance = random.Random(len(programme.events))
    for place_of, event in enumerate(todays):
        _count(place, officer, programme, event, chance, busy=place_of == 0)
    _say(place, officer, programme, todays[0])
    for kind, what, days in (
        (FollowUpKind.LARGE_PRINT, "Made up: the summary in large print", 5),
        (FollowUpKind.CALL_BACK, "Made up: wants to hear about the walking group", 2),
    ):
        ask(
            place,
            actor=officer,
            programme_id=programme.programme_id,
            kind=kind,
            what=what,
            reach="Made-up person, 01632 960003",
            owner=officer.name,
            due=today + timedelta(days=days),
            event_id=todays[0].event_id,
        )


def _count(
    place: Workplace,
    officer: Actor,
    programme: Programme,
    event: PlannedEvent,
    chance: random.Random,
    *,
    busy: bool,
) -> None:
    roles = [role.code for role in programme.respondent_types] if programme.counts_roles else [""]
    for hour in range(_HOURS if busy else 1):
        at = SetClock(place.clock.now() - timedelta(hours=hour, minutes=5))
        then = replace(place, clock=at)
        for role in roles:
            count(
                then,
                actor=officer,
                event_id=event.event_id,
                kind=CountKind.ATTENDANCE,
                role=role,
                amount=chance.randint(1, 6),
            )
            at.move(timedelta(seconds=20))
        for kind, most in ((CountKind.FOOTFALL, 40), (CountKind.CONVERSATION, 5)):
            count(then, actor=officer, event_id=event.event_id, kind=kind, amount=chance.randint(1, most))
            at.move(timedelta(seconds=20))
        reason = chance.choice([RefusalReason.NO_TIME, RefusalReason.TOOK_PART_BEFORE])
        count(then, actor=officer, event_id=event.event_id, kind=CountKind.REFUSAL, detail=reason.value)


def _say(place: Workplace, officer: Actor, programme: Programme, event: PlannedEvent) -> None:
    for number, (words, source, sentiment) in enumerate(_COMMENTS):
        then = replace(place, clock=SetClock(place.clock.now() - timedelta(minutes=80 - 9 * number)))
        add_comment(
            then, actor=officer, event_id=event.event_id, words=words, source=source, sentiment=sentiment,
            area=event.area,
        )  # fmt: skip
    known = {topic.code for topic in programme.topics}
    for number, (words, reflection, code) in enumerate(_CONVERSATIONS):
        then = replace(place, clock=SetClock(place.clock.now() - timedelta(minutes=50 - 20 * number)))
        add_conversation(
            then, actor=officer, event_id=event.event_id, words=words, reflection=reflection,
            codes=[code] if code in known else [],
        )  # fmt: skip
    question, options = _BOARD
    add_board(
        place,
        actor=officer,
        event_id=event.event_id,
        kind=BoardKind.DOTS,
        question=question,
        options=[BoardOption(label, figure) for label, figure in options],
        dots_each=3,
    )
