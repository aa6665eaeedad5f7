"""Paper on several laptops and at the centre: in whatever order it is told, it knows where each sheet is."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import Refusal
from desktop.responses.batches import Batch, BatchKind, BatchRecord, RecordKind
from desktop.responses.received import ReceivedBatch
from desktop.sheets.copies import CopyState
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.staff.people import Actor, Role
from desktop.store.opening import open_store
from desktop.store.target import StoreTarget
from desktop.workflows.balance import balance_of
from desktop.workflows.batch_lines import lines_of, remade_records
from desktop.workflows.central_store import open_centre
from desktop.workflows.custody import acts, move, put_back, undo
from desktop.workflows.giving_up import give_up, revive
from desktop.workflows.keyed_sheets import mark_verified
from desktop.workflows.number_sheets import accept_photocopy, draw_labels, number_sheet
from desktop.workflows.open_programme import put_pack
from desktop.workflows.paper_batches import paper_kept, paper_put_in, paper_waiting
from desktop.workflows.paper_ledger import report_of
from desktop.workflows.paper_records import paper_identity, paper_record, paper_record_from
from desktop.workflows.record_response import add_response
from desktop.workflows.set_up import create
from desktop.workflows.take_in import RecordsOfBatch
from desktop.workflows.workplace import Workplace
from tests.conftest import STORE_KEY
from tests.workflows.exchange import CORA, send, take_in
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME, keep_sheet

TYPE = "about_you/respondent_type"
OLU = Actor(person_id="olu", name="Olu", role=Role.OFFICER, signed_in=True)
START = datetime(2022, 1, 12, 10, 30, tzinfo=UTC)


def keyed(place: Workplace, event_id: str, serial: str):
    return add_response(
        place, actor=OLU, form_id=FORM, event_id=event_id, channel="paper", serial=serial,
        answers={TYPE: "resident"}, as_written=True,
    )  # fmt: skip


# through a real batch file ----------------------------------------------------------------------------------


def test_a_sheet_of_another_laptop_is_reconciled_at_the_centre(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path, clock
) -> None:
    """The other laptop keys it, and tells the centre first; then the print log comes."""
    serials = printed(place, event_id, 3)
    other = create(tmp_path / "other", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    try:
        with other.unit() as unit:
            put_pack(other, unit, actor=OLU, pack=pack)
            unit.commit()
        keyed(other, event_id, serials[0])
        move(other, actor=OLU, kind=SheetMoveKind.RETURN, given=serials[1:2], event_id=event_id)
        with other.reading() as unit:
            assert report_of(unit, PROGRAMME).elsewhere[0].sheets == 2
            assert report_of(unit, PROGRAMME).ledger.balances
            first = make_line_up(unit, other)
        with open_centre(centre, store_url) as at, at.store.unit() as unit:
            take(unit, first)
            assert [(each.label, each.sheets) for each in report_of(unit, PROGRAMME).elsewhere] == [("", 2)]
            assert report_of(unit, PROGRAMME).ledger.balances
            assert balance_of(unit).ledger.balances
            unit.commit()
        send(place, officer, stick)
        assert [each.outcome.value for each in take_in(centre, store_url, stick)] == ["received"]
        with open_centre(centre, store_url) as at, at.store.reading() as unit:
            report = report_of(unit, PROGRAMME)
            assert (report.elsewhere, report.disagreements) == ((), ())
            line = report.lines[0].line
            assert (line.printed, line.foreign, line.sheets) == (3, 0, 3)
            assert [line.states[each] for each in (CopyState.PRINTED, CopyState.RETURNED, CopyState.KEYED)] == [
                1
            ] * 3
            assert report.ledger.balances
            assert balance_of(unit).ledger.balances
            assert unit.received.quarantined() == ()
    finally:
        other.close()


def test_a_batch_given_up_is_made_again_with_everything_on_paper(place, officer, event_id) -> None:
    printed(place, event_id, 2)
    number_sheet(place, actor=OLU, form_id=FORM, event_id=event_id)
    with place.unit() as unit:
        told = [paper_record(each) for each in paper_waiting(unit)]
        paper_put_in(unit, told, "batch-1")
        assert paper_waiting(unit) == ()
        unit.commit()
    number_sheet(place, actor=OLU, form_id=FORM, event_id=event_id)
    with place.unit() as unit:
        grown = [paper_record(each) for each in paper_waiting(unit)]
        assert sorted(each.kind.value for each in grown) == ["print run", "sheet move"]
        for record in told:  # the run has grown, and the batch before it is made anew byte for byte all the same
            kept = paper_kept(unit, record.kind, record.identity)
            assert kept is not None
            assert paper_record(kept) == record
        batch = a_batch("batch-1", place)
        unit.batches.form(batch, told)
        give_up(unit, ["batch-1"], actor=OLU, reason="lost", at=START)
        # the run that grew is in no batch already, and goes as it is now
        assert {each.identity for each in map(paper_record, paper_waiting(unit))} >= {
            each.identity for each in grown
        } | {each.identity for each in told if each.kind is RecordKind.SHEET_MOVE}
        revive(unit, "batch-1", actor=OLU, at=START)
        assert [paper_record(each) for each in paper_waiting(unit)] == grown
        assert [each.sha256 for each in remade_records(unit, "batch-1")] == [each.sha256 for each in told]


# hostile lines -------------------------------------------------------------------------------------------


def test_a_line_comes_back_as_it_was(place, event_id) -> None:
    printed(place, event_id, 2)
    number_sheet(place, actor=OLU, form_id=FORM, event_id=event_id)
    with place.reading() as unit:
        for thing in paper_waiting(unit):
            line = paper_record(thing)
            assert paper_record_from(line.kind, line.body) == thing
            assert line.identity == paper_identity(thing)


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("serials", []), ("serials", ["AAAAAAAAAAAAAAAA"]), ("serials", "x"), ("serials", [1]),
        ("day", "today"), ("kind", "burn"), ("how", 3), ("undoes", "x"), ("response_id", "x"),
        ("photocopy_of", "x"), ("move_id", ""), ("device_id", "a b"), ("made_at", "now"), ("offset", 10**6),
        ("reason", "\0"), ("reason", "\ud800"), ("reason", "x" * 20_000), ("programme_id", None),
    ],
)  # fmt: skip
def test_an_act_that_no_laptop_could_have_written_is_refused(place, event_id, part, wrong) -> None:
    serials = printed(place, event_id, 1)
    done = move(place, actor=OLU, kind=SheetMoveKind.SPOIL, given=serials).moves[0]
    body = {**json.loads(paper_record(done).body), part: wrong}
    with pytest.raises(ValueError, match="part"):
        paper_record_from(RecordKind.SHEET_MOVE, json.dumps(body))


@pytest.mark.parametrize(
    ("part", "wrong"),
    [("copies", 0), ("copies", 40_000), ("run_number", 0), ("run_number", 2_000), ("issuer", -1), ("kind", ""),
     ("event_id", ""), ("copies", True), ("printed_at", "")],
)  # fmt: skip
def test_a_run_that_no_laptop_could_have_written_is_refused(place, event_id, part, wrong) -> None:
    printed(place, event_id, 1)
    with place.reading() as unit:
        body = {**json.loads(paper_record(unit.copies.runs()[0]).body), part: wrong}
    with pytest.raises(ValueError, match="part"):
        paper_record_from(RecordKind.PRINT_RUN, json.dumps(body))


@pytest.mark.parametrize("wrong", ["[]", "{", "3"])
@pytest.mark.parametrize("kind", [RecordKind.PRINT_RUN, RecordKind.SHEET_MOVE])
def test_what_is_no_line_is_refused(kind, wrong) -> None:
    with pytest.raises(ValueError, match="read"):
        paper_record_from(kind, wrong)


def test_the_centre_sets_apart_what_does_not_fit(place, officer, event_id, centre, store_url, stick) -> None:
    serials = printed(place, event_id, 2)
    done = move(place, actor=OLU, kind=SheetMoveKind.SPOIL, given=serials[:1]).moves[0]
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with place.reading() as unit:
        run = unit.copies.runs()[0]
    strange = [
        replace(done, reason="other words"),
        replace(done, move_id="new", programme_id="elsewhere"),
        replace(done, move_id="new", event_id="elsewhere"),
        replace(run, edition="other"),
        replace(run, run_id="new", event_id="elsewhere"),
    ]
    with open_centre(centre, store_url) as at, at.store.unit() as unit:
        _, apart = take(unit, [paper_record(each) for each in strange])
        assert [each.reason for each in apart] == [
            "another with the same id is here already",
            "its programme did not come with it",
            "its event did not come with it",
            "another with the same id is here already",
            "its event did not come with it",
        ]
        assert report_of(unit, PROGRAMME).ledger.balances
        assert take(unit, [paper_record(done), paper_record(run)])[1] == []  # once more does no harm


def test_a_paper_response_of_an_older_batch_tells_that_its_sheet_was_keyed(
    place, event_id, centre, store_url
) -> None:
    serials = printed(place, event_id, 2)
    made = keyed(place, event_id, serials[0])
    with place.reading() as unit:
        older = lines_of(unit, [made.response_id], ())
        paper = lines_of(unit, [], paper_waiting(unit))
    with open_centre(centre, store_url) as at, at.store.unit() as unit:
        assert take(unit, older)[1] == []
        assert unit.copies.copy(serials[0]).state is CopyState.KEYED
        assert report_of(unit, PROGRAMME).ledger.balances
        assert balance_of(unit).ledger.balances
        assert take(unit, paper)[1] == []
        report = report_of(unit, PROGRAMME)
        assert (report.ledger.balances, report.disagreements) == (True, ())
        assert balance_of(unit).ledger.balances


# any order, several laptops --------------------------------------------------------------------------------


_BATCHES = count(1)


def a_batch(batch_id: str, place: Workplace | None = None) -> Batch:
    return Batch(
        batch_id=batch_id, kind=BatchKind.RESPONSES, device_id="laptop" if place is None else place.device_id,
        epoch=1, number=next(_BATCHES), previous_digest="", digest=f"{next(_BATCHES):064x}", formed_at=START,
        formed_by="Olu", items=0, responses=0, made_up=True,
    )  # fmt: skip


def make_line_up(unit, place: Workplace) -> list[BatchRecord]:
    """Return everything that a laptop has to tell of paper, as lines of a batch."""
    return lines_of(unit, [each.response_id for each in unit.responses.summaries()], paper_waiting(unit))


def take(unit, records):
    batch = a_batch(f"batch {next(_BATCHES)}")
    results, apart = RecordsOfBatch(unit, batch, actor=CORA, now=START, file="made-up").take(records)
    unit.received.put_batch(ReceivedBatch(batch, batch.digest, START, "Cora", f"receipt of {batch.batch_id}"))
    unit.received.record_results(batch.batch_id, results)
    return results, apart


@pytest.fixture(scope="module")
def laptops(tmp_path_factory, pack):
    folder: Path = tmp_path_factory.mktemp("laptops")
    clock = SetClock(START)
    places = []
    for name in ("one", "two"):
        place = create(folder / name, clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
        with place.unit() as unit:
            put_pack(place, unit, actor=OLU, pack=pack)
            unit.commit()
        places.append(place)
    yield places, clock, folder
    for place in places:
        place.close()


STEP = st.tuples(
    st.sampled_from([
        "print", "issue", "return", "blank", "refuse", "spoil", "unaccounted", "put back", "undo", "key", "verify",
        "photocopy", "write", "label", "tell",
    ]),
    st.integers(0, 1),
    st.integers(0, 20),
    st.integers(1, 3),
)  # fmt: skip


@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a step is real work on a disk: none to spare for less
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(steps=st.lists(STEP, min_size=5, max_size=25), seed=st.integers(0, 1000))
def test_the_ledgers_balance_in_any_order(laptops, tmp_path_factory, steps, seed) -> None:
    """Print, issue, return, spoil, photocopy, key, verify and put back on two laptops; then tell the centre."""
    places, clock, _ = laptops
    day = Day(places, clock)
    day.printed(0, 4)
    day.printed(1, 3)
    for what, which, pick, many in steps:
        clock.move(timedelta(seconds=1))
        day.step(what, which, pick, many)
    for place in places:
        with place.reading() as unit:
            day.balances(unit)
    # told in parts, in two orders, one of them with everything twice: the centres end with the same
    told = []
    for place in places:
        with place.reading() as unit:
            told.append(make_line_up(unit, place))
    parts = [each for lines in told for each in in_parts(lines, random.Random(seed))]
    found = []
    for turned in (parts, [*reversed(parts), *parts]):
        store = open_store(StoreTarget.file(tmp_path_factory.mktemp("centre") / "central.db"), key=STORE_KEY)
        with store.unit() as unit:
            for part in turned:
                assert take(unit, part)[1] == []
                day.balances(unit)
            found.append(unit.copies.list())
            assert all(each.run_id for each in found[-1])
        store.close()
    assert found[0] == found[1]


def in_parts(lines: list[BatchRecord], chance: random.Random) -> list[list[BatchRecord]]:
    """Return lines in up to three batches, in some order; what they refer to goes with each."""
    ground = {RecordKind.PROGRAMME, RecordKind.FORM, RecordKind.EVENT}
    common = [each for each in lines if each.kind in ground]
    rest = [each for each in lines if each.kind not in ground]
    chance.shuffle(rest)
    cuts = sorted(chance.sample(range(len(rest) + 1), k=min(2, len(rest) + 1)))
    parts = [rest[start:end] for start, end in zip([0, *cuts], [*cuts, len(rest)], strict=True)]
    return [[*common, *part] for part in parts]


class Day:
    """What two people do with paper; what is not allowed just then is left out, as on the screen."""

    def __init__(self, places: list[Workplace], clock: SetClock) -> None:
        self.places, self.clock = places, clock
        with places[0].reading() as unit:
            self.events = [each.event_id for each in unit.events.list()][:2]
            self.serials = [each.serial for each in unit.copies.list()]
        with places[1].reading() as unit:
            self.serials += [each.serial for each in unit.copies.list() if each.run_id]

    def printed(self, which: int, many: int) -> None:
        self.serials += printed(self.places[which], self.events[which], many)

    def some(self, pick: int, many: int) -> list[str]:
        return [self.serials[-1 - (pick + step) % len(self.serials)] for step in range(many)]

    def step(self, what: str, which: int, pick: int, many: int) -> None:
        place, some, event_id = self.places[which], self.some(pick, many), self.events[pick % 2]
        kinds = {each.value: each for each in SheetMoveKind}
        if what in ("put back", "key", "verify"):
            getattr(self, what.replace(" ", "_"))(place, some, event_id)
        elif what in kinds:
            how = list(SheetHow)[pick % 3]
            named = event_id if pick % 4 == 0 else ""
            move(place, actor=OLU, kind=kinds[what], given=some, how=how, event_id=named)
        elif what == "undo":
            self.undo(place, pick)
        elif what == "print":
            self.printed(which, many)
        elif what == "photocopy":
            self.serials.append(
                accept_photocopy(place, actor=OLU, original=some[0], event_id=event_id).serial.canonical
            )
        elif what == "write":
            made = number_sheet(place, actor=OLU, form_id=FORM, event_id=event_id)
            self.serials.append(made.serial.canonical)
        elif what == "label":
            drawn = draw_labels(place, actor=OLU, form_id=FORM, event_id=event_id, labels=many).serials
            number_sheet(place, actor=OLU, form_id=FORM, event_id=event_id, label=drawn[0].canonical)
            self.serials += [each.canonical for each in drawn]

    def put_back(self, place: Workplace, some: list[str], event_id: str) -> None:
        put_back(place, actor=OLU, given=some, reason="slip", all_moves=len(some) == 2)

    def undo(self, place: Workplace, pick: int) -> None:
        done = acts(place)
        if done:
            try:
                undo(place, actor=OLU, move_id=done[pick % len(done)].move_id, reason="slip")
            except Refusal:
                return

    def key(self, place: Workplace, some: list[str], event_id: str) -> None:
        """Key one, which the other laptop may have keyed too: both responses go to the centre."""
        with place.reading() as unit:
            known = unit.copies.copy(some[0])
        if known is None or known.state not in (CopyState.KEYED, CopyState.VERIFIED):
            keyed(place, event_id, some[0])

    def verify(self, place: Workplace, some: list[str], event_id: str) -> None:
        with place.unit() as unit:
            mark_verified(place, unit, actor=OLU, programme_id=PROGRAMME, serials=some, at=self.clock.now())
            unit.commit()

    @staticmethod
    def balances(unit) -> None:
        report = report_of(unit, PROGRAMME)
        wrong = [(line, each) for line in report.ledger.lines for each in line.equations if not each.holds]
        assert not wrong, wrong
        ledger = balance_of(unit).ledger
        assert ledger.balances, [each for each in ledger.equations if not each.holds]
