"""Setting a data folder up and opening it again, by keyring and by passphrase; and practice."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from desktop.foundation.assets import packs_path
from desktop.foundation.errors import DamagedFile, Refusal, WorldError
from desktop.keys.errors import KeyringUnavailable, WrongPassphrase
from desktop.workflows.balance import balance
from desktop.workflows.open_programme import offered_packs, open_programme, programmes
from desktop.workflows.practice import PROGRAMME_ID, RESPONSES, open_practice
from desktop.workflows.practice_paper import KEYED
from desktop.workflows.run_event import events_today
from desktop.workflows.set_up import Found, create, look, open_workplace
from desktop.workflows.unlocking import open_for_work, set_up_for_work
from tests.keys.fakes import FakeKeyring
from tests.workplaces import PASSPHRASE, keep_sheet


def test_passphrase(tmp_path, clock) -> None:
    folder = tmp_path / "data"
    assert look(folder) is Found.NEW
    place = create(folder, clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    device_id = place.device_id
    place.close()
    assert look(folder) is Found.PASSPHRASE
    with pytest.raises(WrongPassphrase):
        open_workplace(folder, clock=clock, passphrase="something else")
    again = open_workplace(folder, clock=clock, passphrase=PASSPHRASE)
    assert (again.device_id, again.epoch, again.practice) == (device_id, 1, False)
    assert again.device_key == place.device_key
    again.close()


def test_keyring(tmp_path, clock) -> None:
    ring = FakeKeyring()
    folder = tmp_path / "data"
    create(folder, clock=clock, keyring=ring, keep_sheet=keep_sheet).close()
    assert look(folder) is Found.KEYRING
    open_workplace(folder, clock=clock, keyring=ring).close()
    with pytest.raises(KeyringUnavailable):
        open_workplace(folder, clock=clock, keyring=FakeKeyring())


def test_refused(tmp_path, clock) -> None:
    with pytest.raises(Refusal, match="keyring"):
        create(tmp_path / "a", clock=clock, keep_sheet=keep_sheet)
    with pytest.raises(Refusal, match="short"):
        create(tmp_path / "a", clock=clock, passphrase="short", keep_sheet=keep_sheet)
    assert not (tmp_path / "a").exists()
    with pytest.raises(Refusal):
        open_workplace(tmp_path / "a", clock=clock)
    create(tmp_path / "a", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet).close()
    with pytest.raises(Refusal, match="already"):
        create(tmp_path / "a", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder to themself by what it inherits")
def test_the_folder_is_its_users_alone(tmp_path, clock) -> None:
    create(tmp_path / "a", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet).close()
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


def test_a_key_file_that_is_gone(tmp_path, clock) -> None:
    create(tmp_path / "a", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet).close()
    (tmp_path / "a" / "keys.json").unlink()
    assert look(tmp_path / "a") is Found.DAMAGED
    with pytest.raises(DamagedFile):
        open_workplace(tmp_path / "a", clock=clock, passphrase=PASSPHRASE)


def test_a_store_that_is_gone_is_not_made_anew(tmp_path, clock) -> None:
    create(tmp_path / "a", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet).close()
    for path in (tmp_path / "a").glob("store.db*"):
        path.unlink()
    assert look(tmp_path / "a") is Found.DAMAGED
    with pytest.raises(DamagedFile):
        open_workplace(tmp_path / "a", clock=clock, passphrase=PASSPHRASE)
    assert not list((tmp_path / "a").glob("store.db*"))


def test_killed_in_the_middle_of_setting_up(tmp_path, clock, monkeypatch) -> None:
    """The power goes before the last step: the next start sets up anew, and nothing is in the way."""
    from desktop.workflows import opened_store

    def gone(folder) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(opened_store, "_identity", lambda store, practice: gone(store))
        with pytest.raises(KeyboardInterrupt):
            create(tmp_path / "a", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    assert (tmp_path / "a" / "store.db").exists()
    assert look(tmp_path / "a") is Found.NEW
    create(tmp_path / "a", clock=clock, passphrase="another passphrase", keep_sheet=keep_sheet).close()
    open_workplace(tmp_path / "a", clock=clock, passphrase="another passphrase").close()
    assert {path.name for path in (tmp_path / "a").iterdir()} <= {"keys.json", "store.db"}


def test_unattended(tmp_path, clock) -> None:
    given = {"clock": clock, "keyring": lambda: None}

    def open_it(passphrase, ask=None):
        return open_for_work(tmp_path / "a", practice=False, passphrase=passphrase, ask=ask, **given)

    def make_it(passphrase, ask=None):
        return set_up_for_work(tmp_path / "a", passphrase=passphrase, ask=ask, keep_sheet=keep_sheet, **given)

    with pytest.raises(Refusal, match="store init --recovery-sheet"):
        open_it(PASSPHRASE)
    with pytest.raises(Refusal, match="SOUNDING_BOARD_PASSPHRASE"):
        make_it(None)
    said = iter([PASSPHRASE, "not the same"])
    with pytest.raises(Refusal, match="not the same"):
        make_it(None, ask=lambda prompt: next(said))
    make_it(None, ask=lambda prompt: PASSPHRASE).close()
    with pytest.raises(Refusal, match="already"):
        make_it(PASSPHRASE)
    open_it(PASSPHRASE).close()
    open_it(None, ask=lambda prompt: PASSPHRASE).close()
    with pytest.raises(WorldError):
        open_it(None)


def test_packs_are_offered_and_opened(empty_place, officer_by_command) -> None:
    offered = {pack.programme_id: pack for pack in offered_packs()}
    assert set(offered) == {
        "building-health-partnerships",
        "healthy-liverpool",
        "leeds-health-and-care-plan",
        "leicestershire-jhws",
        "our-healthier-south-east-london",
    }
    assert {pack.fault for pack in offered.values()} == {""}
    assert [pack.title for pack in offered.values()] == sorted(pack.title for pack in offered.values())
    assert offered["leeds-health-and-care-plan"].closes is None  # it has yet to say
    leicestershire = offered["leicestershire-jhws"]
    assert leicestershire.closes.isoformat() == "2022-01-23"
    opened = open_programme(empty_place, actor=officer_by_command, path=leicestershire.path)
    assert programmes(empty_place) == (opened,)
    open_programme(empty_place, actor=officer_by_command, path=leicestershire.path)  # again: nothing doubles
    with empty_place.reading() as unit:
        assert len(unit.events.list()) == len(opened.events)
        assert len(unit.forms.list()) == 1


def test_one_form_is_a_programme(empty_place, officer_by_command) -> None:
    path = packs_path() / "leicestershire-jhws" / "survey.xlsx"
    programme = open_programme(empty_place, actor=officer_by_command, path=path)
    assert [form.form_id for form in programme.forms] == ["leicestershire-jhws-survey"]
    with pytest.raises(Refusal):
        open_programme(empty_place, actor=officer_by_command, path=path.with_name("none.xlsx"))


@pytest.fixture
def officer_by_command():
    from desktop.staff.people import Actor

    return Actor(person_id="", name="", role=None, signed_in=False)


def test_practice_needs_nothing_and_lies_around_today(tmp_path, clock) -> None:
    place = open_practice(tmp_path / "practice", clock=clock)
    device_id = place.device_id
    programme = programmes(place)[0]
    assert (programme.programme_id, programme.made_up, place.practice) == (PROGRAMME_ID, True, True)
    assert programme.opens < clock.now().date() < programme.closes
    assert len(events_today(place)) == 2
    found = balance(place)
    assert found.ledger.balances
    assert sum(found.ledger.counts.values()) == RESPONSES + 1 + KEYED + 1  # an interview left open, a sheet parked
    place.close()
    again = open_practice(tmp_path / "practice", clock=clock)
    assert again.device_id == device_id
    again.close()
    clock.move(timedelta(days=1))
    tomorrow = open_practice(tmp_path / "practice", clock=clock)
    assert tomorrow.device_id != device_id
    assert len(events_today(tomorrow)) == 2
    tomorrow.close()


def test_what_practice_says_of_events_is_said_to_be_made_up(tmp_path, clock, few_responses) -> None:
    place = open_practice(tmp_path / "practice", clock=clock)
    with place.reading() as unit:
        programme = unit.programmes.get(PROGRAMME_ID)
    place.close()
    assert programme.counts_roles
    assert all("Made-up" in topic.label for topic in programme.topics)
    statements = {topic.code for topic in programme.topics if topic.kind == "statement"}
    assert {topic.under for topic in programme.topics if topic.kind == "action"} <= statements
    assert "Made-up" in programme.safeguarding.duty_team
    assert "Made-up" in programme.safeguarding.lead
    version, wording = programme.hand_over.assent
    assert (version, wording[:8]) == ("practice", "Made up:")
    assert programme.hand_over.assent_from < programme.hand_over.least_age


def test_practice_removes_nothing_but_practice(tmp_path, clock, few_responses) -> None:
    """Somebody set their real store up in a folder called practice; or keeps papers of their own there."""
    folder = tmp_path / "practice"
    create(folder, clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet).close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refusal, match="no practice store"):
        open_practice(folder, clock=clock)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (folder / "keys.json").unlink()  # its keys may be in a back-up
    with pytest.raises(Refusal, match="no practice store"):
        open_practice(folder, clock=clock)
    assert (folder / "store.db").read_bytes() == before["store.db"]

    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "minutes.txt").write_text("keep me")
    open_practice(papers, clock=clock).close()
    clock.move(timedelta(days=1))
    open_practice(papers, clock=clock).close()
    assert (papers / "minutes.txt").read_text() == "keep me"


def test_practice_that_lost_its_store_is_made_anew(tmp_path, clock, few_responses) -> None:
    folder = tmp_path / "practice"
    open_practice(folder, clock=clock).close()
    for path in folder.glob("store.db*"):
        path.unlink()
    place = open_practice(folder, clock=clock)
    assert balance(place).ledger.balances
    place.close()


def test_a_second_process_does_not_clear_what_the_first_is_making(tmp_path, clock, monkeypatch) -> None:
    """The window is opened while a command sets the folder up: what the first made must stay the store."""
    from desktop.workflows import opened_store

    refused = []
    real = opened_store._identity

    def in_the_middle(store, *, practice):
        with pytest.raises(Refusal, match="already"):
            create(tmp_path / "a", clock=clock, passphrase="another passphrase", keep_sheet=keep_sheet)
        refused.append(True)
        return real(store, practice=practice)

    with monkeypatch.context() as patch:
        patch.setattr(opened_store, "_identity", in_the_middle)
        create(tmp_path / "a", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet).close()
    assert refused == [True]
    open_workplace(tmp_path / "a", clock=clock, passphrase=PASSPHRASE).close()
    assert {path.name for path in (tmp_path / "a").iterdir()} <= {"keys.json", "store.db"}


def test_one_version_has_one_wording(place, officer, pack) -> None:
    from dataclasses import replace

    from desktop.workflows.open_programme import put_pack

    def opened(**changes) -> None:
        changed = replace(pack, programme=replace(pack.programme, **changes), sha256=str(changes))
        with place.unit() as unit:
            put_pack(place, unit, actor=officer, pack=changed)
            unit.commit()

    opened()  # the same again
    with pytest.raises(Refusal, match="other contents"):
        opened(summary="Other words.")
    opened(summary="Other words.", version=pack.programme.version + "0")
    with pytest.raises(Refusal, match="later version"):
        opened()
    with pytest.raises(Refusal, match="belongs to the programme"):
        opened(programme_id="another")
    assert [each.summary for each in programmes(place)] == ["Other words."]
