"""The coordinator's keys: none is given out before its sheet is confirmed, and the sheet brings all back."""

from __future__ import annotations

import pytest

from desktop.foundation.errors import Refusal, WorldError
from desktop.keys.coordinator import CoordinatorKeys
from desktop.keys.encryption import open_contact, seal_contact
from desktop.keys.errors import MistypedWords, WrongWords
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.staff.people import Actor, Role
from desktop.store.opening import open_store
from desktop.workflows.central_keys import (
    begin_central,
    central_key,
    central_sheet,
    init_central,
    recover_central,
)
from desktop.workflows.central_store import KEYS_SECRET, KNOWN, STORE_SECRET, held_keys, open_centre, target_of
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.receive_batches import Outcome, trust_device
from desktop.workflows.recovery_sheet import RecoverySheet, WordsDiffer
from desktop.workflows.send_batches import device_key, trust_coordinator
from desktop.workflows.set_up import create
from tests.workflows.exchange import CORA, everything, respond, send, states, take_in
from tests.workplaces import PASSPHRASE, keep_sheet

VERA = Actor(person_id="", name="Vera", role=Role.VOLUNTEER, signed_in=True)


@pytest.fixture
def new_laptop(tmp_path, clock):
    """Give the coordinator's next laptop, which knows nothing yet."""
    place = create(tmp_path / "new laptop", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    yield place
    place.close()


def typed_from(unfinished) -> dict[int, str]:
    return {number: unfinished.sheet.words[number - 1] for number in unfinished.questions}


def test_nothing_is_made_before_the_sheet_is_confirmed(centre, tmp_path) -> None:
    file = tmp_path / "central.db"
    unfinished = begin_central(centre, actor=CORA, store_url=str(file))
    asked = unfinished.questions
    with pytest.raises(WordsDiffer) as caught:
        unfinished.confirm({**typed_from(unfinished), asked[0]: "not this"})
    assert caught.value.numbers == (asked[0],)
    assert not file.exists()
    assert held_keys(centre) == ()
    assert central_key(centre, actor=CORA, store_url=str(file)) is None
    public = unfinished.confirm(typed_from(unfinished))
    assert public.central_id == unfinished.sheet.about
    assert central_key(centre, actor=CORA, store_url=str(file)) == public
    assert held_keys(centre) == (public,)
    with pytest.raises(Refusal, match="already"):
        begin_central(centre, actor=CORA, store_url=str(file))
    with pytest.raises(Refusal, match="role"):
        begin_central(centre, actor=VERA, store_url=str(tmp_path / "other.db"))


def test_nothing_is_made_when_the_sheet_cannot_be_kept(centre, tmp_path) -> None:
    def full(_sheet: RecoverySheet) -> None:
        raise WorldError(place="stick", fault="full", remedy="room")

    with pytest.raises(WorldError, match="full"):
        init_central(centre, actor=CORA, store_url=str(tmp_path / "central.db"), keep_sheet=full)
    assert held_keys(centre) == ()
    assert not (tmp_path / "central.db").exists()


def test_the_sheet_brings_receiving_receipts_and_contacts_to_another_laptop(
    place, officer, event_id, pack, centre, new_laptop, stick, tmp_path
) -> None:
    sheets: list[RecoverySheet] = []
    url = str(tmp_path / "central.db")
    public = init_central(centre, actor=CORA, store_url=url, keep_sheet=sheets.append)
    trust_coordinator(place, actor=officer, key=public.to_text())
    trust_device(centre, actor=CORA, key=device_key(place))
    respond(place, officer, event_id, pack, 2)
    send(place, officer, stick)
    assert [each.outcome for each in take_in(centre, url, stick)] == [Outcome.RECEIVED]
    respond(place, officer, event_id, pack, 1, seed=2)
    send(place, officer, stick)
    centre.close()  # the coordinator's laptop is gone: only the central store and the sheet are left

    with pytest.raises(Refusal, match="no key of this central store"):
        take_in(new_laptop, url, stick)
    assert recover_central(new_laptop, actor=CORA, store_url=url, words=" ".join(sheets[0].words)) == public
    assert (
        recover_central(new_laptop, actor=CORA, store_url=url, words=sheets[0].code) == public
    )  # again: the same
    assert held_keys(new_laptop) == (public,)
    trust_device(new_laptop, actor=CORA, key=device_key(place))
    assert {each.outcome for each in take_in(new_laptop, url, stick)} == {
        Outcome.RECEIVED,
        Outcome.ALREADY_RECEIVED,
    }
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert {each.value for each in states(place)} == {"synced"}
    assert len(everything(new_laptop, url)[0]) == 3
    with open_centre(new_laptop, url) as opened:
        sealed = seal_contact(b'{"made": "up"}', public.contacts_recipient)
        assert open_contact(sealed, opened.keys.contacts_identity) == b'{"made": "up"}'
    assert central_sheet(new_laptop, actor=CORA, store_url=url).words == sheets[0].words


def test_the_sheet_is_shown_again_to_the_coordinator_alone(centre, tmp_path, clock) -> None:
    sheets: list[RecoverySheet] = []
    url = str(tmp_path / "central.db")
    init_central(centre, actor=CORA, store_url=url, keep_sheet=sheets.append)
    assert central_sheet(centre, actor=CORA, store_url=url) == sheets[0]
    with centre.reading() as unit:
        assert unit.changes.list()[0].what == "recovery sheet shown again"
    with pytest.raises(Refusal, match="coordinator"):
        central_sheet(centre, actor=VERA, store_url=url)


def test_wrong_words(centre, new_laptop, tmp_path) -> None:
    url = str(tmp_path / "central.db")
    init_central(centre, actor=CORA, store_url=url, keep_sheet=keep_sheet)
    other = RecoveryWords.new(SheetKind.COORDINATOR)
    with pytest.raises(WrongWords):
        recover_central(new_laptop, actor=CORA, store_url=url, words=other.code)
    with pytest.raises(MistypedWords):
        recover_central(new_laptop, actor=CORA, store_url=url, words="abandon " * 24)
    with pytest.raises(Refusal, match="role"):
        recover_central(new_laptop, actor=VERA, store_url=url, words=other.code)
    with pytest.raises(Refusal, match="no central store"):
        recover_central(new_laptop, actor=CORA, store_url=str(tmp_path / "none.db"), words=other.code)
    assert held_keys(new_laptop) == ()
    assert not (tmp_path / "none.db").exists()


def test_both_are_lost_the_laptop_and_the_central_store(
    place, officer, event_id, pack, centre, new_laptop, stick, tmp_path
) -> None:
    """What still lies on the sticks is read again: the words bring back the very keys it was encrypted to."""
    sheets: list[RecoverySheet] = []
    public = init_central(centre, actor=CORA, store_url=str(tmp_path / "lost.db"), keep_sheet=sheets.append)
    trust_coordinator(place, actor=officer, key=public.to_text())
    respond(place, officer, event_id, pack, 2)
    send(place, officer, stick)
    centre.close()
    (tmp_path / "lost.db").unlink()
    url = str(tmp_path / "new.db")
    again = recover_central(new_laptop, actor=CORA, store_url=url, words=sheets[0].code, make_anew=True)
    assert again == public
    trust_device(new_laptop, actor=CORA, key=device_key(place))
    assert [each.outcome for each in take_in(new_laptop, url, stick)] == [Outcome.RECEIVED]


def test_on_postgresql(centre, new_laptop, empty_postgresql) -> None:
    sheets: list[RecoverySheet] = []
    public = init_central(centre, actor=CORA, store_url=empty_postgresql, keep_sheet=sheets.append)
    other = RecoveryWords.new(SheetKind.COORDINATOR)
    with pytest.raises(WrongWords):
        recover_central(new_laptop, actor=CORA, store_url=empty_postgresql, words=other.code)
    assert recover_central(new_laptop, actor=CORA, store_url=empty_postgresql, words=sheets[0].code) == public
    with open_centre(new_laptop, empty_postgresql) as opened:
        assert opened.keys == CoordinatorKeys.from_seed(
            RecoveryWords.parse(SheetKind.COORDINATOR, sheets[0].code).secret
        )


def test_keys_of_before_there_were_sheets_go_on_and_have_none(centre, tmp_path) -> None:
    target, key = target_of(str(tmp_path / "central.db")), bytes(range(32))
    old = CoordinatorKeys.generate()
    open_store(target, key=key).close()
    with centre.unit() as unit:
        unit.secrets.put(f"{KEYS_SECRET} {old.central_id}", old.to_bytes())
        unit.secrets.put(f"{STORE_SECRET} {old.central_id}", key)
        unit.meta.set(KNOWN, old.central_id)
        unit.commit()
    url = str(tmp_path / "central.db")
    assert central_key(centre, actor=CORA, store_url=url) == old.public
    with pytest.raises(Refusal, match="before there were recovery sheets"):
        central_sheet(centre, actor=CORA, store_url=url)
