"""Lists of what was taken back: beside backups and receipts, taken in any order and any number of times."""

from __future__ import annotations

from dataclasses import replace

from desktop.keys.coordinator import CoordinatorKeys
from desktop.keys.device import DeviceKey
from desktop.keys.withdrawal_codes import code_hash, new_code
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.states import ItemState
from desktop.sync.instructions_file import write_instructions_file
from desktop.workflows.balance import balance
from desktop.workflows.collect_receipts import ReceiptOutcome, collect_receipts
from desktop.workflows.instructions import _list_key, apply_lists, write_list
from desktop.workflows.send_batches import make_batch
from desktop.workflows.withdraw import withdraw, withdraw_at_centre
from tests.workflows.exchange import CORA, states, take_in
from tests.workflows.withdrawals import answered


def own_key(place) -> DeviceKey:
    with place.reading() as unit:
        return _list_key(unit)


def test_nothing_was_taken_back_so_there_is_no_list(place, centre, store_url, stick, tmp_path) -> None:
    assert write_list(place, tmp_path) is None
    take_in(centre, store_url, stick)
    assert list(stick.iterdir()) == []


def test_only_a_list_of_this_store_is_carried_out(place, officer, event_id, pack, tmp_path) -> None:
    """As after a restore: the store knows the response, and nothing of the withdrawal."""
    _, code = answered(place, officer, event_id, pack)
    order = Instruction("i1", InstructionAction.WITHDRAW, code_hash(code), "", "device x", place.clock.now())
    path = tmp_path / "instructions-x.sbinstructions"
    for stranger in (DeviceKey.generate(), place.device_key):  # not even the key that signs batches
        path.write_bytes(write_instructions_file([order], keys=stranger))
        (found,) = apply_lists(place, tmp_path)
        assert "not trusted" in found.fault
        assert states(place) == {ItemState.FINALISED}
    assert write_list(place, tmp_path) is None  # nothing to write, but every backup has the key from now on
    path.write_bytes(write_instructions_file([order], keys=own_key(place)))
    (found,) = apply_lists(place, tmp_path)
    assert (found.new, found.carried_out, found.fault) == (1, 1, "")
    assert states(place) == {ItemState.WITHDRAWN}
    (found,) = apply_lists(place, tmp_path)
    assert (found.new, found.carried_out) == (0, 0)
    assert balance(place).ledger.balances


def test_a_list_is_never_written_over_by_a_shorter_one(place, officer, tmp_path) -> None:
    """Restored from elsewhere, the store does not know yet what lies beside the backups of this folder."""
    withdraw(place, actor=officer, code=new_code())
    path = write_list(place, tmp_path)
    more = Instruction("i2", InstructionAction.WITHDRAW, "ab" * 32, "", "device x", place.clock.now())
    path.write_bytes(write_instructions_file([more], keys=own_key(place)))
    write_list(place, tmp_path)
    (found,) = apply_lists(place, tmp_path)
    assert (found.new, found.fault) == (1, "")


def test_what_a_restored_laptop_learns_of_itself_goes_to_the_centre_again(
    place, officer, store_url, tmp_path
) -> None:
    withdraw(place, actor=officer, code=new_code())
    own = write_list(place, tmp_path)
    assert own.name == f"instructions-{own_key(place).device_id}.sbinstructions"
    (batch,) = make_batch(place, actor=officer)
    assert batch.items == 2
    with place.unit() as unit:  # as if the backup had been taken before the withdrawal
        (kept,) = unit.instructions.list()
    order = replace(kept, instruction_id="i2", origin=f"device {place.device_id}")
    own.write_bytes(write_instructions_file([order], keys=own_key(place)))
    apply_lists(place, tmp_path)
    (again,) = make_batch(place, actor=officer)
    assert again.items == 2


def test_an_older_list_of_its_own_is_replaced(place, officer, tmp_path) -> None:
    for _ in range(3):
        withdraw(place, actor=officer, code=new_code())
        write_list(place, tmp_path)
    assert len(list(tmp_path.glob("*.sbinstructions"))) == 1
    assert apply_lists(place, tmp_path)[0].fault == ""


def test_an_old_list_after_a_new_one_changes_nothing(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path
) -> None:
    codes = [answered(place, officer, event_id, pack, seed=seed)[1] for seed in range(3)]
    for code in codes:
        withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=code)
        take_in(centre, store_url, stick)
        take_in(centre, store_url, stick)  # the same list has the same name: nothing is added
    lists = sorted(stick.glob("*.sbinstructions"), key=lambda path: path.stat().st_size, reverse=True)
    assert len(lists) == 3
    later = tmp_path / "later"
    later.mkdir()
    for path in lists[1:]:
        path.rename(later / path.name)
    newest = collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert [each.outcome for each in newest] == [ReceiptOutcome.INSTRUCTIONS]
    assert states(place) == {ItemState.WITHDRAWN}
    older = collect_receipts(place, actor=officer, source=f"folder:{later}")
    assert [each.outcome for each in older] == [ReceiptOutcome.ALREADY_TAKEN] * 2


def test_a_strange_centre_s_list_is_refused_and_named(place, officer, event_id, pack, store_url, stick) -> None:
    _, code = answered(place, officer, event_id, pack)
    order = Instruction("i1", InstructionAction.WITHDRAW, code_hash(code), "", "centre x", place.clock.now())
    content = write_instructions_file([order], keys=CoordinatorKeys.generate())
    (stick / "instructions-x.sbinstructions").write_bytes(content)
    (stick / "instructions-y.sbinstructions").write_bytes(content[:-3])
    (stick / "instructions-z.sbinstructions").write_bytes(
        write_instructions_file([order], keys=DeviceKey.generate())  # some laptop's, for its own backups
    )
    taken = collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert [(each.file[-16], each.outcome) for each in taken] == [
        ("x", ReceiptOutcome.REFUSED),
        ("y", ReceiptOutcome.REFUSED),
        ("z", ReceiptOutcome.NOT_OURS),
    ]
    assert states(place) == {ItemState.FINALISED}


def test_a_list_that_can_not_be_written_is_said(place, officer, centre, store_url, stick, monkeypatch) -> None:
    from desktop.foundation.errors import WorldError
    from desktop.sync.targets import FolderTarget

    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=new_code())

    def full(self, name, content):
        raise WorldError(place=name, fault="The disk is full.", remedy="Make room.")

    monkeypatch.setattr(FolderTarget, "put", full)
    (said,) = take_in(centre, store_url, stick)
    assert said.outcome.is_refusal
    assert "The disk is full. Make room." in said.words
