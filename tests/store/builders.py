"""Made-up things to put into a store."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from desktop.analysis.benchmarks import Benchmark, BenchmarkRow, Dimension, Measure
from desktop.engagement.attendance import CountKind, CountMark
from desktop.engagement.boards import Board, BoardKind, BoardOption
from desktop.engagement.concerns import SealedConcern
from desktop.engagement.debrief import Cost, Debrief, EventMerge
from desktop.engagement.follow_ups import FollowUpKind, SealedFollowUp
from desktop.engagement.notes import Note, NoteKind, NoteSource
from desktop.engagement.pictures import Picture
from desktop.engagement.programme import Event, Programme, Statement
from desktop.foundation.clock import to_utc_text
from desktop.foundation.ids import new_id, new_instance_id
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.adjudication import Decision
from desktop.responses.batches import Batch, BatchKind, ItemResult, Receipt
from desktop.responses.drafts import DraftHeader, DraftKind
from desktop.responses.keying_training import QuestionScore, TrainingAttempt
from desktop.responses.keyings import FieldEffort, FieldKeyed, KeyedSheet, Which
from desktop.responses.queries import Query
from desktop.responses.response import Envelope, Recorder, Revision
from desktop.responses.verification_plan import QuestionScope, SheetRule, Tolerance, VerificationPlan
from desktop.sheets.copies import PrintRun
from desktop.sheets.custody import SheetHow, SheetMove, SheetMoveKind
from desktop.sheets.scans import PageLie, ScanPage
from desktop.sheets.second_piles import PileSheet, PileWay, SecondPile
from desktop.staff.people import Actor, Role

NOW = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
ANN = Recorder("person-1", "Ann", "officer", True)
BEN = Recorder("person-2", "Ben", "volunteer", False)
ACTOR = Actor("person-1", "Ann", Role.OFFICER, True)
_TICKS = count()


def programme(programme_id: str = "made-up", **changes: Any) -> Programme:
    words = Statement("1", "Words.")
    made = Programme(
        programme_id=programme_id, version="1", title="Made up", organisation="Nobody", opens=None,
        closes=date(2026, 4, 1), time_zone="Europe/London", help_line="", email="", website="", return_address="",
        summary="", privacy=words, consent=words, updates_consent=words, areas=(), respondent_types=(),
        languages=(), contact_questions=(), events=(), forms=(), made_up=True, serial_key="00" * 32,
    )  # fmt: skip
    return replace(made, **changes)


def event(event_id: str = "event-1", **changes: Any) -> Event:
    made = Event(
        event_id=event_id, programme_id="made-up", name="Drop-in", venue="Hall", day=date(2026, 3, 2), area="",
        partner="", planned=False, revision=1, made_by="Ann", made_at=NOW,
    )  # fmt: skip
    return replace(made, **changes)


def form(sha256: str = "aa", **changes: Any) -> StoredForm:
    made = StoredForm(
        form_id="survey", version="1", sha256=sha256, title="Survey", xml=b"<h:html/>", original=b"PK\x03\x04",
        original_kind="xlsx", programme_id="made-up", equality_group="",
    )  # fmt: skip
    return replace(made, **changes)


def draft(**changes: Any) -> DraftHeader:
    made = DraftHeader(
        draft_id=new_id(), response_id=new_instance_id(), kind=DraftKind.INTERVIEW, form_id="survey",
        form_version="1", form_sha256="aa", programme_id="made-up", event_id="event-1", channel="interview",
        language="default", recorder=ANN, started_at=NOW,
    )  # fmt: skip
    return replace(made, **changes)


def envelope(**changes: Any) -> Envelope:
    at = to_utc_text(NOW + timedelta(seconds=next(_TICKS)))
    made = Envelope(
        programme_id="made-up", pack_version="1", event_id="event-1", channel="interview", language="default",
        recorder=ANN, device_id="device-1", epoch=1, privacy_version="1", consent_version="1", serial="",
        print_log_here=None, received_on="", started_at=at, finalised_at=at, offset_minutes=0, missing={},
        forced={}, off_route={}, made_up=True,
    )  # fmt: skip
    return replace(made, **changes)


def revision(
    *, response_id: str = "", deprecated_id: str = "", word: str = "yes", reason: str = "", **of_envelope: Any
) -> Revision:
    """Make a frozen revision; without ``response_id`` it is the first one of a new response."""
    instance_id = response_id if response_id and not deprecated_id else new_instance_id()
    return Revision(
        instance_id=instance_id, response_id=response_id or instance_id, deprecated_id=deprecated_id,
        form_id="survey", form_version="1", form_sha256="aa", xml=f"<data><q>{word}</q></data>".encode(),
        envelope=envelope(**of_envelope), answers={"q": word}, reason=reason,
    )  # fmt: skip


def batch(number: int = 1, **changes: Any) -> Batch:
    made = Batch(
        batch_id=new_id(), kind=BatchKind.RESPONSES, device_id="device-1", epoch=1, number=number,
        previous_digest="", digest=f"{number:064x}", formed_at=NOW, formed_by="Ann", items=0, responses=0,
        made_up=True,
    )  # fmt: skip
    return replace(made, **changes)


def receipt(of: Batch, results: tuple[tuple[str, ItemResult], ...]) -> Receipt:
    return Receipt(new_id(), of.batch_id, of.digest, of.device_id, "central-1", NOW, results)


def print_run(run_number: int = 1, copies: int = 3, **changes: Any) -> PrintRun:
    made = PrintRun(
        run_id=new_id(), run_number=run_number, form_id="survey", form_version="1", form_sha256="aa",
        programme_id="made-up", event_id="event-1", edition="standard", language="default", layout_id="layout-1",
        copies=copies, first_number=1, last_number=copies, printed_by="Ann", printed_at=NOW,
    )  # fmt: skip
    return replace(made, **changes)


def sheet_move(*serials: str, **changes: Any) -> SheetMove:
    made = SheetMove(
        move_id=new_id(), programme_id="made-up", kind=SheetMoveKind.ISSUE, serials=tuple(sorted(serials)),
        day=date(2026, 3, 2), how=SheetHow.EVENT, edition="", event_id="", reason="", undoes="", response_id="",
        photocopy_of="", form_sha256="", device_id="device-1", made_by="Ann", person_id="person-1",
        made_at=NOW + timedelta(seconds=next(_TICKS)),
    )  # fmt: skip
    return replace(made, **changes)


def keying(serial: str = "SERIAL", **changes: Any) -> KeyedSheet:
    """Make a second keying; a first one by ``which``, then without what stands in its revision."""
    at = NOW + timedelta(seconds=next(_TICKS))
    made = KeyedSheet(
        keying_id=new_id(), which=Which.SECOND, serial=serial, programme_id="made-up", event_id="event-1",
        form_id="survey", form_version="1", form_sha256="aa", response_id="uuid:made-up", instance_id="",
        keyer=BEN, device_id="device-1", started_at=at, finished_at=at + timedelta(seconds=40),
        answers={"q": "yes"}, missing={"tale": "illegible"}, scope=("q", "tale"),
        efforts={"q": FieldEffort(2, 1.5)}, plan_version=1, lot=0.25, pile_id="",
    )  # fmt: skip
    if changes.get("which") is Which.FIRST:
        changes = {"answers": {}, "missing": {}, "scope": (), "keyer": ANN, **changes}
    return replace(made, **changes)


def plan(version: int = 1, **changes: Any) -> VerificationPlan:
    made = VerificationPlan(
        form_id="survey", programme_id="made-up", version=version, rule=SheetRule.RISK, set_by="Ann",
        set_at=NOW + timedelta(seconds=next(_TICKS)), share=0.25, aoql=0.02, run=30,
        scopes={"q": QuestionScope.ALWAYS}, tolerance=Tolerance(case=False),
        tolerances={"tale": Tolerance(punctuation=True)},
    )  # fmt: skip
    return replace(made, **changes)


def decision(serial: str = "SERIAL", **changes: Any) -> Decision:
    made = Decision(
        decision_id=new_id(), serial=serial, form_id="survey", response_id="uuid:made-up", path="q",
        first_keying_id="keying-1", second_keying_id="keying-2", first=FieldKeyed("yes"),
        second=FieldKeyed("", "illegible"), adopted=FieldKeyed("no"), reason="the ring is round no",
        exception="nobody else was there", decided_by=ANN, decided_at=NOW + timedelta(seconds=next(_TICKS)),
        device_id="device-1",
    )  # fmt: skip
    return replace(made, **changes)


def query(serial: str = "SERIAL", **changes: Any) -> Query:
    made = Query(
        query_id=new_id(), serial=serial, draft_id="draft-1", programme_id="made-up", form_id="survey", path="q",
        number="1", words="Is this a 7?", asked_by="Ben", asked_by_id="person-2",
        asked_at=NOW + timedelta(seconds=next(_TICKS)), device_id="device-1",
    )  # fmt: skip
    return replace(made, **changes)


def attempt(**changes: Any) -> TrainingAttempt:
    made = TrainingAttempt(
        attempt_id=new_id(), person_id="person-2", name="Ben", programme_id="made-up", form_id="survey",
        form_sha256="aa", sheets=2, scores={"q": QuestionScore(2, 1)}, most_errors=10.0, passed=False,
        let_in_by="", reason="", at=NOW + timedelta(seconds=next(_TICKS)),
    )  # fmt: skip
    return replace(made, **changes)


def second_pile(*serials: str, **changes: Any) -> SecondPile:
    sheets = [
        PileSheet(each, "survey", "1", "aa", "event-1", "2026-03-02", "ab" * 32, ("q",) if place else ())
        for place, each in enumerate(serials)
    ]
    made = SecondPile(
        pile_id=new_id(), way=PileWay.OUT, name="Box 1", programme_id="made-up", sheets=tuple(sheets),
        recipient="age1", identity="AGE-SECRET", device_id="device-1", device_key="key", made_by="Ann",
        made_at=NOW + timedelta(seconds=next(_TICKS)),
    )  # fmt: skip
    return replace(made, **changes)


def scan(serial: str = "SERIAL", page: int = 1, **changes: Any) -> ScanPage:
    made = ScanPage(
        scan_id=new_id(), serial=serial, programme_id="made-up", form_id="survey", page=page, pages=2,
        layout_id="layout-1", key=bytes(range(32)), sha256="cd" * 32, size=2**33, media_type="image/jpeg",
        width=2480, height=3508, lie=PageLie(11.8, 0.1, 3.0, -0.1, 11.8, 4.5), attached_by="Ann",
        attached_at=NOW + timedelta(seconds=next(_TICKS)),
    )  # fmt: skip
    return replace(made, **changes)


def mark(**changes: Any) -> CountMark:
    made = CountMark(
        mark_id=new_id(), programme_id="made-up", event_id="event-1", kind=CountKind.ATTENDANCE, role="",
        detail="", amount=1, undoes="", device_id="device-1", made_by="Ann", person_id="person-1",
        made_at=NOW + timedelta(seconds=next(_TICKS)),
    )  # fmt: skip
    return replace(made, **changes)


def note(**changes: Any) -> Note:
    made = Note(
        note_id=new_id(), revision=1, kind=NoteKind.COMMENT, programme_id="made-up", event_id="event-1",
        words="More buses", reflection="", area="", sentiment=None, source=NoteSource.SPOKEN, language="",
        respondent_type="", neighbourhood="", codes=(), voided=False, reason="", device_id="device-1",
        made_by="Ann", person_id="person-1", made_at=NOW + timedelta(seconds=next(_TICKS)), made_up=True,
    )  # fmt: skip
    return replace(made, **changes)


def board(**changes: Any) -> Board:
    made = Board(
        board_id=new_id(), revision=1, programme_id="made-up", event_id="event-1", kind=BoardKind.DOTS,
        question="What first?", options=(BoardOption("Buses", 3), BoardOption("Benches", 0)), dots_each=3,
        picture_id="", voided=False, reason="", device_id="device-1", made_by="Ann", person_id="person-1",
        made_at=NOW + timedelta(seconds=next(_TICKS)), made_up=True,
    )  # fmt: skip
    return replace(made, **changes)


def debrief(**changes: Any) -> Debrief:
    made = Debrief(
        programme_id="made-up", event_id="event-1", revision=1, closed=False, costs=(Cost("Tea", 1250),),
        publicity="", weather="Rain", reach="", went_well="", to_change="", reason="", device_id="device-1",
        made_by="Ann", person_id="person-1", made_at=NOW + timedelta(seconds=next(_TICKS)),
    )  # fmt: skip
    return replace(made, **changes)


def merge(event_id: str, into_id: str, **changes: Any) -> EventMerge:
    made = EventMerge(
        programme_id="made-up", event_id=event_id, into_id=into_id, revision=1, reason="the same stall",
        device_id="device-1", made_by="Ann", person_id="person-1",
        made_at=NOW + timedelta(seconds=next(_TICKS)),
    )  # fmt: skip
    return replace(made, **changes)


def follow_up(request_id: str = "", **changes: Any) -> SealedFollowUp:
    made = SealedFollowUp(
        request_id=request_id or new_id(), programme_id="made-up", event_id="event-1", asked_on=NOW.date(),
        kind=FollowUpKind.CALL_BACK, what="ring in the evening", sealed=b"sealed" * 230, owner="Ann",
        due=date(2026, 3, 9), done_on=None, outcome="",
    )  # fmt: skip
    return replace(made, **changes)


def concern(**changes: Any) -> SealedConcern:
    made = SealedConcern(
        concern_id=new_id(), programme_id="made-up", event_id="event-1", sealed=b"sealed", owner="Ann",
        noted_by="Ann", noted_at=NOW, referred_to="", referred_at=None,
    )  # fmt: skip
    return replace(made, **changes)


def picture(owner_id: str, *, content: bytes = b"made up", **changes: Any) -> Picture:
    picture_id = new_id()
    made = Picture(
        picture_id=picture_id, owner_id=owner_id, name=f"{picture_id}.jpg", media_type="image/jpeg", width=20,
        height=10, sha256=hashlib.sha256(content).hexdigest(), content=content,
    )  # fmt: skip
    return replace(made, **changes)


def benchmark(**changes: Any) -> Benchmark:
    made = Benchmark(
        dimension=Dimension.AGE, programme_id="", source="Nobody", table="Table 1", published=date(2023, 1, 2),
        licence="none", made_up=True, measure=Measure.PEOPLE,
        rows=(BenchmarkRow("young", "Under 50", 1200.0, ("0-49",)), BenchmarkRow("old", "50 and over", 0.5, ())),
    )  # fmt: skip
    return replace(made, **changes)
