"""Create, batch, send, receive, collect, withdraw, erase, back up, restore, lose the stick: in any order.

A laptop and a centre with real files. After every step both ledgers balance. At the end, when everything was sent
as often as it takes, each response that the laptop holds is at the centre exactly once, what was taken back is a
tombstone everywhere, and nothing of it lies in either file, be it in a page that no row uses; of what was keyed a
second time and decided the same. Every press of the
counting key is at the centre once, and of every comment what the laptop says, or what it said later than that
before it was restored.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop.engagement.attendance import CountKind
from desktop.foundation.clock import SetClock
from desktop.foundation.errors import Refusal
from desktop.keys.slots import unlock
from desktop.responses.keyings import FieldKeyed
from desktop.responses.states import ItemState
from desktop.staff.people import Actor, Role
from desktop.workflows.back_up import back_up, set_plan
from desktop.workflows.balance import balance
from desktop.workflows.central_keys import init_central
from desktop.workflows.central_store import STORE_SECRET, open_centre
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.count_people import count, undo
from desktop.workflows.edit_response import void
from desktop.workflows.note_comment import add_comment, change_note
from desktop.workflows.open_programme import put_pack
from desktop.workflows.receive_batches import central_balance, receive, trust_device
from desktop.workflows.record_response import add_response
from desktop.workflows.restore import restore
from desktop.workflows.send_batches import (
    BatchState,
    batches,
    device_key,
    make_batch,
    send_batch,
    trust_coordinator,
)
from desktop.workflows.set_up import create, open_workplace
from desktop.workflows.withdraw import erase_response, withdraw, withdraw_at_centre
from tests.keys.fakes import FakeKeyring
from tests.respondents import WORDS, made_up_answers
from tests.store import builders
from tests.store.raw_pages import find
from tests.workflows.exchange import CORA
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, keep_sheet

OLU = Actor(person_id="", name="Olu", role=Role.OFFICER, signed_in=True)
START = datetime(2022, 1, 12, 10, 30, tzinfo=UTC)
TAKEN_BACK = {ItemState.WITHDRAWN, ItemState.ERASED}
PICK = st.integers(0, 99)
PEOPLE = st.integers(1, 99)


@dataclass(frozen=True)
class Beginning:
    """A laptop and a centre that know one another, with nothing recorded: copied for each example."""

    folder: Path
    keyring: FakeKeyring
    event_id: str
    answers: dict[str, str]
    asked: str  # the question that each respondent answers with words of their own
    serial: str


@pytest.fixture(scope="module")
def beginning(pack) -> Iterator[Beginning]:
    with tempfile.TemporaryDirectory() as name:
        folder, keyring, clock = Path(name), FakeKeyring(), SetClock(START)
        laptop = create(folder / "laptop", clock=clock, keyring=keyring, keep_sheet=keep_sheet)
        centre = create(folder / "centre", clock=clock, keyring=keyring, keep_sheet=keep_sheet)
        with laptop.unit() as unit:
            put_pack(laptop, unit, actor=OLU, pack=pack)
            unit.commit()
            event_id = unit.events.list()[0].event_id
        (serial,) = printed(laptop, event_id, 1)
        url = str(folder / "central.db")
        public = init_central(centre, actor=CORA, store_url=url, keep_sheet=keep_sheet)
        trust_coordinator(laptop, actor=OLU, key=public.to_text())
        trust_device(centre, actor=CORA, key=device_key(laptop))
        laptop.close()
        centre.close()
        answers = made_up_answers(pack.forms[0].definition, random.Random(3), clock)
        asked = next(question for question, words in answers.items() if words in WORDS)
        yield Beginning(folder, keyring, event_id, answers, asked, serial)


class Exchange(RuleBasedStateMachine):
    """What people do, in any order."""

    beginning: Beginning

    def __init__(self) -> None:
        super().__init__()
        self._held = tempfile.TemporaryDirectory()
        self.folder = Path(self._held.name) / "all"
        shutil.copytree(self.beginning.folder, self.folder)
        for name in ("stick", "copy", "backups"):
            (self.folder / name).mkdir()
        self.clock = SetClock(START)
        opening = {"clock": self.clock, "keyring": self.beginning.keyring}
        self.laptop = open_workplace(self.folder / "laptop", **opening)
        self.centre = open_workplace(self.folder / "centre", **opening)
        self.url = str(self.folder / "central.db")
        set_plan(self.laptop, actor=OLU, folder=self.folder / "backups")
        self.codes: dict[str, str] = {}
        self.needles: dict[str, str] = {}
        self.taken_back: set[str] = set()
        self.voided: set[str] = set()
        self.backups: list[Path] = []
        self.said = 0

    def target(self, name: str = "stick") -> str:
        return f"folder:{self.folder / name}"

    def one_of(self, pick: int) -> str:
        return sorted(self.codes)[pick % len(self.codes)]

    # what happens ----------------------------------------------------------------------------------------

    @initialize()
    def begin_in_the_middle(self) -> None:
        """Begin where something is at stake: most orders of single steps never come to a restore."""
        self.respond()
        self.respond()
        self.comment()
        self.count_people(3)
        self.key_twice(0)
        self.form()
        self.send(0)
        self.back_up()

    @rule()
    def respond(self) -> None:
        needle = f"needle {random.Random(len(self.codes) * 7919 + id(self)).randbytes(12).hex()}"
        codes: list[str] = []
        revision = add_response(
            self.laptop,
            actor=OLU,
            form_id=FORM,
            event_id=self.beginning.event_id,
            channel="interview",
            answers={**self.beginning.answers, self.beginning.asked: needle},
            hand_over_code=codes.append,
        )
        self.codes[revision.response_id], self.needles[revision.response_id] = codes[0], needle

    @precondition(lambda self: self.codes)
    @rule(pick=PICK)
    def key_twice(self, pick: int) -> None:
        """Put in what a second keyer read of a sheet, and what was decided on it."""
        response_id = self.one_of(pick)
        with self.laptop.unit() as unit:
            stored = unit.responses.get(response_id)
            if stored is None or stored.state in TAKEN_BACK or stored.state is ItemState.VOIDED:
                return
            about = {"programme_id": stored.summary.programme_id, "event_id": self.beginning.event_id}
            keyed = builders.keying(
                self.beginning.serial,
                **about,
                form_id=FORM,
                response_id=response_id,
                answers=self.read(response_id),
            )
            unit.keyings.add(keyed)
            made = builders.decision(
                self.beginning.serial, form_id=FORM, response_id=response_id, second_keying_id=keyed.keying_id,
                adopted=FieldKeyed(self.needles[response_id]),
            )  # fmt: skip
            unit.decisions.add_many([made])
            unit.commit()

    def read(self, response_id: str) -> dict[str, str]:
        return {self.beginning.asked: self.needles[response_id]}

    @rule()
    def comment(self) -> None:
        self.said += 1
        add_comment(self.laptop, actor=OLU, event_id=self.beginning.event_id, words=f"said {self.said}")

    @rule(pick=PICK)
    def change_a_comment(self, pick: int) -> None:
        with self.laptop.reading() as unit:
            notes = sorted(each.note_id for each in unit.notes.list())
        if notes:
            self.said += 1
            change_note(
                self.laptop,
                actor=OLU,
                note_id=notes[pick % len(notes)],
                reason="misheard",
                words=f"said {self.said}",
            )

    @rule(people=PEOPLE)
    def count_people(self, people: int) -> None:
        event_id = self.beginning.event_id
        count(self.laptop, actor=OLU, event_id=event_id, kind=CountKind.ATTENDANCE, amount=people)

    @rule()
    def take_a_count_back(self) -> None:
        undo(self.laptop, actor=OLU, event_id=self.beginning.event_id)

    @rule()
    def form(self) -> None:
        with suppress(Refusal):
            make_batch(self.laptop, actor=OLU)

    @rule(pick=PICK)
    def send(self, pick: int) -> None:
        formed = batches(self.laptop)
        if formed:
            with suppress(Refusal):
                chosen = formed[pick % len(formed)].batch.batch_id
                send_batch(self.laptop, actor=OLU, batch_id=chosen, target=self.target())

    @rule(name=st.sampled_from(["stick", "copy"]))
    def receive(self, name: str) -> None:
        taken = receive(self.centre, actor=CORA, store_url=self.url, source=self.target(name))
        assert not [each for each in taken if each.outcome.is_refusal]
        assert sum(each.quarantined for each in taken) == 0

    @rule(name=st.sampled_from(["stick", "copy"]))
    def collect(self, name: str) -> None:
        taken = collect_receipts(self.laptop, actor=OLU, source=self.target(name))
        assert not [each for each in taken if each.outcome.is_refusal]

    @rule()
    def copy_the_stick(self) -> None:
        for path in (self.folder / "stick").iterdir():
            shutil.copy(path, self.folder / "copy" / path.name)

    @rule()
    def lose_the_stick(self) -> None:
        for path in (self.folder / "stick").iterdir():
            path.unlink()

    @precondition(lambda self: self.codes)
    @rule(pick=PICK)
    def withdraw_on_the_laptop(self, pick: int) -> None:
        response_id = self.one_of(pick)
        withdraw(self.laptop, actor=OLU, code=self.codes[response_id])
        self.taken_back.add(response_id)

    @precondition(lambda self: self.codes)
    @rule(pick=PICK)
    def withdraw_at_the_centre(self, pick: int) -> None:
        response_id = self.one_of(pick)
        withdraw_at_centre(self.centre, actor=CORA, store_url=self.url, code=self.codes[response_id])
        self.taken_back.add(response_id)

    @precondition(lambda self: self.codes)
    @rule(pick=PICK)
    def erase_at_the_centre(self, pick: int) -> None:
        response_id = self.one_of(pick)
        erase_response(self.centre, actor=CORA, response_id=response_id, reason="asked", store_url=self.url)
        self.taken_back.add(response_id)

    @precondition(lambda self: self.codes)
    @rule(pick=PICK)
    def void_on_the_laptop(self, pick: int) -> None:
        response_id = self.one_of(pick)
        with suppress(Refusal):  # it is not here since a restore, or was taken out before
            void(self.laptop, actor=OLU, response_id=response_id, reason="recorded twice")
            self.voided.add(response_id)

    @rule()
    def back_up(self) -> None:
        self.backups.append(Path(back_up(self.laptop, actor=OLU).place))

    @precondition(lambda self: any(each.exists() for each in self.backups))
    @rule(pick=PICK)
    def restore(self, pick: int) -> None:
        there = [each for each in self.backups if each.exists()]
        self.laptop.close()
        keyring = self.beginning.keyring
        self.laptop = restore(
            there[pick % len(there)], self.folder / "laptop", clock=self.clock, keyring=keyring, actor=OLU
        )
        trust_device(self.centre, actor=CORA, key=device_key(self.laptop))

    # what holds ------------------------------------------------------------------------------------------

    @invariant()
    def both_ledgers_balance(self) -> None:
        self.clock.move(timedelta(minutes=1))
        for ledger in (balance(self.laptop).ledger, central_balance(self.centre, store_url=self.url).ledger):
            assert ledger.balances, [each for each in ledger.equations if not each.holds]

    def teardown(self) -> None:
        try:
            self._drain()
            self.both_ledgers_balance()
            self._check_the_end()
        finally:
            self.laptop.close()
            self.centre.close()
            self._held.cleanup()

    def _drain(self) -> None:
        """Send what there is, twice: the first time may bring instructions that open a hole."""
        for _ in range(2):
            self.form()
            for each in batches(self.laptop):
                if each.state not in (BatchState.SYNCED, BatchState.GIVEN_UP):
                    with suppress(Refusal):
                        send_batch(self.laptop, actor=OLU, batch_id=each.batch.batch_id, target=self.target())
            self.form()
            for each in batches(self.laptop):
                if each.state is BatchState.FORMED:
                    send_batch(self.laptop, actor=OLU, batch_id=each.batch.batch_id, target=self.target())
            self.receive("stick")
            self.collect("stick")

    def _check_the_end(self) -> None:
        with self.laptop.reading() as unit:
            here = {each.response_id: each.state for each in unit.responses.summaries()}
        with open_centre(self.centre, self.url) as opened, opened.store.reading() as unit:
            there = {each.response_id: each.state for each in unit.responses.summaries()}
        # what was taken back or voided before it was ever sent need never come
        assert set(here) - self.taken_back - self.voided <= set(there)
        for states in (here, there):
            for response_id, state in states.items():
                if response_id in self.taken_back:
                    assert state in TAKEN_BACK
                elif response_id in self.voided:
                    assert state is ItemState.VOIDED
                else:
                    assert state is ItemState.SYNCED
        gone = [self.needles[each] for each in self.taken_back]
        kept = [self.needles[each] for each in here if each not in self.taken_back and each in there]
        self._check_counts_and_comments()
        self._check_keyings()
        with self.centre.reading() as unit:
            central_id = unit.meta.get("central stores")
            central_key = unit.secrets.get(f"{STORE_SECRET} {central_id}")
        laptop_key = unlock(self.folder / "laptop" / "keys.json", keyring=self.beginning.keyring)
        for path, key in (
            (self.folder / "laptop" / "store.db", laptop_key),
            (self.folder / "central.db", central_key),
        ):
            assert find(path, key, gone) == []
            assert all(find(path, key, [each]) for each in kept)  # else the search would prove nothing

    def _check_keyings(self) -> None:
        with self.laptop.reading() as unit:
            ours = {each.keying_id: each for each in unit.keyings.list()}
            decided = {each.decision_id: each for each in unit.decisions.list()}
        with open_centre(self.centre, self.url) as opened, opened.store.reading() as unit:
            theirs = {each.keying_id: each for each in unit.keyings.list()}
            decided_there = {each.decision_id: each for each in unit.decisions.list()}
        for here, there in ((ours, theirs), (decided, decided_there)):
            assert not {each.response_id for each in (*here.values(), *there.values())} & self.taken_back
            for number, each in here.items():
                if each.response_id not in self.voided:
                    assert there[number] == each

    def _check_counts_and_comments(self) -> None:
        event_ids = [self.beginning.event_id]
        with self.laptop.reading() as unit:
            marks, totals = set(unit.attendance.marks(event_ids)), unit.attendance.totals(event_ids)
            notes = [each for note in unit.notes.list() for each in unit.notes.history(note.note_id)]
        with open_centre(self.centre, self.url) as opened, opened.store.reading() as unit:
            at_centre = set(unit.attendance.marks(event_ids))
            theirs = unit.attendance.totals(event_ids)
            noted = {
                (each.note_id, each.revision): each
                for note in unit.notes.list()
                for each in unit.notes.history(note.note_id)
            }
        assert marks <= at_centre
        assert all(each.total > 0 for each in theirs)
        if marks == at_centre:
            assert theirs == totals
        for note in notes:
            there = noted[note.note_id, note.revision]
            assert there == note or there.made_at > note.made_at


def walk(beginning: Beginning, chance: random.Random, steps: int) -> None:
    """Take steps by chance, each as likely as the next: hypothesis likes to repeat what it has tried."""
    Exchange.beginning = beginning
    machine = Exchange()
    taken = []
    ways = {
        "respond": (), "key_twice": (PICK,), "comment": (), "change_a_comment": (PICK,), "count_people": (PEOPLE,),
        "take_a_count_back": (), "form": (), "send": (PICK,), "receive": ("stick", "copy"),
        "collect": ("stick", "copy"),
        "copy_the_stick": (), "lose_the_stick": (), "withdraw_on_the_laptop": (PICK,),
        "withdraw_at_the_centre": (PICK,), "erase_at_the_centre": (PICK,), "void_on_the_laptop": (PICK,),
        "back_up": (), "restore": (PICK,),
    }  # fmt: skip
    try:
        machine.begin_in_the_middle()
        for _ in range(steps):
            name = chance.choice(list(ways))
            given = (
                [chance.randrange(1, 100)]
                if ways[name] and ways[name][0] in (PICK, PEOPLE)
                else [chance.choice(ways[name])]
                if ways[name]
                else []
            )
            taken.append((name, *given))
            getattr(machine, name)(*given)
            machine.both_ledgers_balance()
        machine.teardown()
    except BaseException as fault:
        fault.add_note(f"after {taken}")
        raise


def test_a_batch_from_before_the_restore_that_the_centre_had_all_the_same(beginning: Beginning) -> None:
    Exchange.beginning = beginning
    machine = Exchange()
    machine.begin_in_the_middle()
    machine.restore(0)
    machine.receive("stick")
    machine.collect("stick")
    (formed,) = batches(machine.laptop)
    assert formed.state is BatchState.SYNCED
    with pytest.raises(Refusal, match="before this laptop was restored"):
        send_batch(machine.laptop, actor=OLU, batch_id=formed.batch.batch_id, target=machine.target())
    machine.both_ledgers_balance()
    machine.teardown()


@pytest.mark.parametrize("number", range(8))
def test_in_any_order(beginning: Beginning, number: int) -> None:
    walk(beginning, random.Random(random.randrange(2**32)), steps=9 + number)  # by the seed that pytest names


@pytest.mark.soak
def test_in_any_order_at_length(beginning: Beginning) -> None:
    class Begun(Exchange):
        pass

    Begun.beginning = beginning
    run_state_machine_as_test(
        Begun,
        settings=settings(
            max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    for number in range(300):
        walk(beginning, random.Random(number), steps=25)
