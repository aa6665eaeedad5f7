"""What an event can have beside its questionnaires, as a laptop would have written it: examples and strategies."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import strategies as st

from desktop.engagement.attendance import CountKind, CountMark, RefusalReason
from desktop.engagement.boards import Board, BoardKind, BoardOption
from desktop.engagement.debrief import Cost, Debrief, EventMerge
from desktop.engagement.notes import Note, NoteKind, NoteSource, Sentiment
from desktop.engagement.pictures import Picture
from desktop.responses.batches import RecordKind
from desktop.workflows.event_day_records import DayRecord

PROGRAMME_ID = "leicestershire-jhws"
EVENTS = ("leicestershire-jhws-event-1", "leicestershire-jhws-event-2")

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
ids = st.integers(0, 2**32).map(lambda number: str(UUID(int=number)))
few_ids = st.integers(0, 3).map(lambda number: str(UUID(int=number)))
events = st.sampled_from(EVENTS)
devices = st.sampled_from(["laptop-1", "laptop-2"])
moments = st.datetimes(datetime(2021, 12, 1), datetime(2022, 1, 31)).map(lambda at: at.replace(tzinfo=UTC))
by = {"device_id": devices, "made_by": words, "person_id": words, "made_at": moments}
made = {
    "programme_id": st.just(PROGRAMME_ID),
    "event_id": events,
    "revision": st.integers(1, 3),
    "reason": words,
    **by,
}


@st.composite
def marks(draw: st.DrawFn) -> CountMark:
    kind = draw(st.sampled_from(CountKind))
    back = draw(st.booleans())
    return CountMark(
        mark_id=draw(ids),
        programme_id=PROGRAMME_ID,
        event_id=draw(events),
        kind=kind,
        role=draw(words),
        detail=draw(st.sampled_from(RefusalReason)).value if kind is CountKind.REFUSAL else "",
        amount=-draw(st.integers(1, 999)) if back else draw(st.integers(1, 999)),
        undoes=draw(few_ids) if back else "",
        device_id=draw(devices),
        made_by=draw(words),
        person_id=draw(words),
        made_at=draw(moments),
    )


notes = st.builds(
    Note,
    note_id=few_ids,
    kind=st.sampled_from(NoteKind),
    words=words,
    reflection=words,
    area=words,
    sentiment=st.none() | st.sampled_from(Sentiment),
    source=st.sampled_from(NoteSource),
    language=words,
    respondent_type=words,
    neighbourhood=words,
    codes=st.lists(words, max_size=3).map(tuple),
    voided=st.booleans(),
    made_up=st.booleans(),
    **made,
)
boards = st.builds(
    Board,
    board_id=few_ids,
    kind=st.sampled_from(BoardKind),
    question=words,
    options=st.lists(st.builds(BoardOption, words, st.integers(0, 1000)), max_size=4).map(tuple),
    dots_each=st.integers(0, 10),
    picture_id=words,
    voided=st.booleans(),
    made_up=st.booleans(),
    **made,
)
debriefs = st.builds(
    Debrief,
    closed=st.booleans(),
    costs=st.lists(st.builds(Cost, words, st.integers(0, 10**9)), max_size=3).map(tuple),
    publicity=words,
    weather=words,
    reach=words,
    went_well=words,
    to_change=words,
    **made,
)
merges = st.builds(EventMerge, into_id=st.just("") | events, **made)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    media_type, ending, first = draw(
        st.sampled_from([("image/jpeg", "jpg", b"\xff\xd8\xff"), ("image/png", "png", b"\x89PNG\r\n\x1a\n")])
    )
    content = first + draw(st.binary(max_size=40))
    return Picture(
        picture_id=draw(ids),
        owner_id=draw(ids),
        name=f"{draw(ids)}.{ending}",
        media_type=media_type,
        width=draw(st.integers(1, 2000)),
        height=draw(st.integers(1, 2000)),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


things: st.SearchStrategy[DayRecord] = st.one_of(marks(), notes, boards, debriefs, merges, pictures())

AT = datetime(2022, 1, 12, 10, 30, 15, 123456, tzinfo=UTC)
SAID = "what-somebody-said"
JPEG = b"\xff\xd8\xff\xe0 dots"
MADE = {
    "programme_id": "p",
    "event_id": "p-1",
    "device_id": "d",
    "made_by": "Olu",
    "person_id": "o",
    "made_at": AT,
}
REVISED = {**MADE, "revision": 2, "reason": "misheard"}
EXAMPLES: dict[RecordKind, DayRecord] = {
    RecordKind.ATTENDANCE: CountMark(
        mark_id="m", kind=CountKind.REFUSAL, role="", detail=RefusalReason.NO_TIME.value, amount=2, undoes="",
        **MADE,
    ),
    RecordKind.NOTE: Note(
        note_id="n", kind=NoteKind.CONVERSATION, words=SAID, reflection="hm", area="best_start",
        sentiment=Sentiment.MIXED, source=NoteSource.WALL, language="ur", respondent_type="resident",
        neighbourhood="LE3 5", codes=("near", "near_1"), voided=False, made_up=False, **REVISED,
    ),
    RecordKind.BOARD: Board(
        board_id="b", kind=BoardKind.DOTS, question="Which first?",
        options=(BoardOption("Bus", 12), BoardOption("", 0)), dots_each=3, picture_id="x", voided=True,
        made_up=True, **REVISED,
    ),
    RecordKind.DEBRIEF: Debrief(
        closed=True, costs=(Cost("Hall", 4500),), publicity="poster", weather="rain", reach="few", went_well="tea",
        to_change="signs", **REVISED,
    ),
    RecordKind.EVENT_MERGE: EventMerge(into_id="p-2", **REVISED),
    RecordKind.PICTURE: Picture(
        picture_id="x", owner_id="b", name="11111111-2222-4333-8444-555555555555.jpg", media_type="image/jpeg",
        width=20, height=10, sha256=hashlib.sha256(JPEG).hexdigest(), content=JPEG,
    ),
}  # fmt: skip
