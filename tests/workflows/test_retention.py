"""Retention: proposed on its day, carried out by a person, with a certificate; nothing is left in the file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.engagement.notes import NoteDraft, NoteKind
from desktop.engagement.retention import Retention, RetentionRule, Subject
from desktop.foundation.errors import Refusal
from desktop.keys.slots import unlock
from desktop.responses.custody import ExportMade
from desktop.responses.states import ItemState
from desktop.staff.people import Action, Role, may
from desktop.workflows.audit import verify_audit
from desktop.workflows.back_up import back_up, set_plan
from desktop.workflows.balance import balance
from desktop.workflows.central_keys import init_central
from desktop.workflows.central_store import open_centre
from desktop.workflows.export_responses import export_responses
from desktop.workflows.interview import Interview
from desktop.workflows.lost_device import revoke_device
from desktop.workflows.open_programme import put_pack
from desktop.workflows.receive_batches import central_balance, trust_device
from desktop.workflows.retention import carry_out, certificate_pdf, certificates, due, planned
from desktop.workflows.send_batches import device_key, make_batch, send_batch, trust_coordinator
from desktop.workflows.update_list import add_contact
from tests.paper.reading import squeezed, texts
from tests.store import builders
from tests.store.raw_pages import find
from tests.workflows.exchange import CORA, respond, send, take_in
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME, keep_sheet, signed_in

SAID = "a-sentence-that-is-found-nowhere-else"
RULES = Retention(
    contacts=RetentionRule(months=3),  # the programme closes on 2022-01-23
    responses=RetentionRule(on=date(2022, 7, 1)),
    audit=RetentionRule(months=12),
)


@pytest.fixture(params=["file", "postgresql"])
def either_url(request, tmp_path, centre, place, officer) -> str:
    """Give a central store on each engine, whose keys laptop and coordinator have exchanged."""
    in_file = request.param == "file"
    url = str(tmp_path / "central.db") if in_file else request.getfixturevalue("empty_postgresql")
    public = init_central(centre, actor=CORA, store_url=url, keep_sheet=keep_sheet)
    trust_coordinator(place, actor=officer, key=public.to_text())
    trust_device(centre, actor=CORA, key=device_key(place))
    return url


def open_with(place, pack, rules=RULES, version="2022-02-01"):
    changed = replace(pack, programme=replace(pack.programme, version=version, retention=rules), sha256=version)
    with place.unit() as unit:
        put_pack(place, unit, actor=CORA, pack=changed)
        unit.commit()


def at(clock, day: date) -> None:
    clock.instant = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def line(place, subject, **kwargs):
    [found] = [
        each for each in planned(place, **kwargs) if (each.programme_id, each.subject) == (PROGRAMME, subject)
    ]
    return found


def let_go(place, subject, **kwargs):
    return carry_out(place, actor=CORA, programme_id=PROGRAMME, subject=subject, confirm=PROGRAMME, **kwargs)


def interviewed(place, officer, event_id) -> Interview:
    asked = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    asked.answer("about_you/respondent_type", "organisation")
    asked.answer("about_you/organisation_name", SAID)
    for part in ("best_start", "staying_healthy", "living_supported"):
        asked.answer(f"{part}/{part}_outcome/{part}_agree", "strongly_agree")
    asked.answer("dying_well/dying_well_start/dying_well_offer", "no")
    return asked


def test_nothing_is_proposed_while_the_programme_has_not_said(place, clock) -> None:
    at(clock, date(2099, 1, 1))
    lines = planned(place)
    assert due(place) == ()
    assert [each.subject for each in lines] == list(Subject)
    assert not any(each.due or each.overdue for each in lines)
    assert all("filled in by the programme" in each.rule_words for each in lines)
    for subject in Subject:
        with pytest.raises(Refusal, match=r"No day is stated|not all of them say"):
            let_go(place, subject)


@pytest.mark.parametrize(
    ("subject", "day"),
    [
        (Subject.CONTACTS, date(2022, 4, 23)),
        (Subject.RESPONSES, date(2022, 7, 1)),
        (Subject.AUDIT, date(2023, 1, 23)),
    ],
)
def test_it_is_proposed_from_its_day_on_and_refused_before(place, pack, clock, subject, day) -> None:
    open_with(place, pack)
    at(clock, day - timedelta(days=1))
    assert (line(place, subject).due, line(place, subject).overdue) == (day, False)
    with pytest.raises(Refusal, match=day.isoformat()):
        let_go(place, subject)
    at(clock, day)
    assert line(place, subject).overdue
    assert line(place, subject) in due(place)
    assert let_go(place, subject).due == day
    assert not line(place, subject).overdue
    assert line(place, subject).done == day.isoformat()


def test_only_a_coordinator_who_types_the_id_carries_it_out(place, pack, clock, officer) -> None:
    open_with(place, pack)
    at(clock, date(2022, 8, 1))
    assert [role for role in Role if may(role, Action.CARRY_OUT_RETENTION)] == [Role.COORDINATOR]
    with pytest.raises(Refusal, match="role"):
        carry_out(place, actor=officer, programme_id=PROGRAMME, subject="contacts", confirm=PROGRAMME)
    for typed in ("", "yes", PROGRAMME.upper()):
        with pytest.raises(Refusal, match="typed"):
            carry_out(place, actor=CORA, programme_id=PROGRAMME, subject="contacts", confirm=typed)
    with pytest.raises(Refusal, match="nothing that is kept"):
        carry_out(place, actor=CORA, programme_id=PROGRAMME, subject="addresses", confirm=PROGRAMME)
    assert certificates(place) == ()


def test_contacts_go_and_nothing_else(place, pack, clock, officer, event_id) -> None:
    interviewed(place, officer, event_id).finalise()
    for number in range(12):
        add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": f"who{number}@example.org"})
    open_with(place, pack)
    at(clock, date(2022, 4, 23))
    assert line(place, Subject.CONTACTS).count == 12
    assert "12 entries were never sent" in line(place, Subject.CONTACTS).warning
    with place.reading() as unit:
        sealed = [contact.sealed[-200:] for contact in unit.contacts.list()]
        ids = [contact.contact_id for contact in unit.contacts.list()]
    assert find(place.folder / "store.db", _key(place), [*sealed, *ids])  # the search can find them
    certificate = let_go(place, Subject.CONTACTS)
    assert find(place.folder / "store.db", _key(place), [*sealed, *ids]) == []
    assert certificate.counts == (("contacts", 12),)
    with place.reading() as unit:
        assert unit.contacts.list() == ()
        assert unit.responses.counts_by_state()[ItemState.FINALISED] == 1


def test_responses_and_drafts_leave_tombstones_and_a_ledger_that_balances(
    place, pack, clock, officer, event_id
) -> None:
    interviewed(place, officer, event_id).finalise()
    interviewed(place, officer, event_id)  # left open: a draft with a journal
    assert find(place.folder / "store.db", _key(place), [SAID])  # the search can find it
    open_with(place, pack)
    at(clock, date(2022, 7, 1))
    assert line(place, Subject.RESPONSES).count == 2
    assert "2 responses have not reached the centre" in line(place, Subject.RESPONSES).warning
    certificate = let_go(place, Subject.RESPONSES)
    assert dict(certificate.counts) == {"responses": 1, "drafts": 1, "quarantined": 0}
    assert balance(place).ledger.balances
    with place.reading() as unit:
        held = unit.responses.counts_by_state()
        assert (held[ItemState.ERASED], held[ItemState.ABANDONED], sum(held.values())) == (1, 1, 2)
        assert unit.drafts.list_open() == ()
        assert all(unit.responses.get(each).revision is None for each in unit.responses.ids())
    assert find(place.folder / "store.db", _key(place), [SAID]) == []


def test_the_log_goes_when_the_last_programme_says_so_and_its_chain_still_holds(place, pack, clock) -> None:
    open_with(place, pack)
    other = replace(
        pack.programme, programme_id="other", version="1", events=(), forms=(),
        retention=replace(RULES, audit=RetentionRule(on=date(2024, 6, 1))),
    )  # fmt: skip
    with place.unit() as unit:
        unit.programmes.put(other, pack_sha256="other", pack_files={})
        before = len(unit.changes.list())
        unit.commit()
    at(clock, date(2023, 6, 1))
    assert line(place, Subject.AUDIT).due == date(2024, 6, 1)
    with pytest.raises(Refusal, match="2024-06-01"):
        let_go(place, Subject.AUDIT)
    at(clock, date(2024, 6, 1))
    assert line(place, Subject.AUDIT).count == before
    assert let_go(place, Subject.AUDIT).counts == (("lines", before),)
    with place.reading() as unit:
        [kept] = unit.changes.list()
        assert kept.what == "retention carried out: audit"
        assert kept.number > before
    assert verify_audit(place, actor=CORA).ok


def test_a_programme_that_has_not_said_keeps_the_log(place, pack, clock) -> None:
    open_with(place, pack)
    with place.unit() as unit:
        unit.programmes.put(
            replace(pack.programme, programme_id="silent", events=(), forms=(), retention=Retention()),
            pack_sha256="silent",
            pack_files={},
        )
        unit.commit()
    at(clock, date(2030, 1, 1))
    assert line(place, Subject.AUDIT).due is None
    assert pack.programme.title in line(place, Subject.AUDIT).warning
    with pytest.raises(Refusal, match="not all of them say"):
        let_go(place, Subject.AUDIT)


def test_a_batch_that_can_t_be_written_any_more_is_given_up(
    place, pack, clock, officer, event_id, stick, store_url
) -> None:
    respond(place, officer, event_id, pack, 1, seed=2)
    written = send(place, officer, stick)
    respond(place, officer, event_id, pack, 2)
    [batch] = make_batch(place, actor=officer)
    for _ in range(10):
        add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "who@example.org"})
    [contacts] = make_batch(place, actor=officer)
    open_with(place, pack)
    at(clock, date(2022, 8, 1))
    let_go(place, Subject.RESPONSES)
    let_go(place, Subject.CONTACTS)
    with place.reading() as unit:
        assert set(unit.batches.ended()) == {batch.batch_id, contacts.batch_id}
    assert balance(place).ledger.balances
    for each in (batch, contacts, written):
        with pytest.raises(Refusal):
            send_batch(place, actor=officer, batch_id=each.batch_id, target=f"folder:{stick}")
    assert balance(place).ledger.balances


def test_the_centre_lets_go_for_itself_by_the_newest_pack_and_what_comes_later_is_proposed_again(
    place, pack, clock, officer, event_id, stick, centre, either_url
) -> None:
    store_url = either_url
    respond(place, officer, event_id, pack, 3)
    send(place, officer, stick)
    respond(place, officer, event_id, pack, 1, seed=2)
    late = send(place, officer, stick)
    late_file = next(path for path in stick.iterdir() if late.batch_id in path.name)
    later = late_file.rename(stick.parent / late_file.name)
    take_in(centre, store_url, stick)
    open_with(centre, pack)  # on the coordinator's own laptop; no batch brought it to the centre
    at(clock, date(2022, 8, 1))
    assert line(centre, Subject.RESPONSES, store_url=store_url).count == 3
    with open_centre(centre, store_url) as opened, opened.store.unit() as unit:
        unit.exports.add(ExportMade("x1", PROGRAMME, "responses", "/home/cora/out.xlsx", 3, "Cora", clock.now()))
        unit.commit()
    certificate = let_go(centre, Subject.RESPONSES, store_url=store_url)
    assert dict(certificate.counts)["responses"] == 3
    assert certificate.store.startswith("centre ")
    assert any("/home/cora/out.xlsx" in words for words in certificate.left)
    assert central_balance(centre, store_url=store_url).ledger.balances
    assert certificates(centre, store_url=store_url) == (certificate,)
    assert certificates(centre) == ()
    assert not line(centre, Subject.RESPONSES, store_url=store_url).overdue
    later.rename(late_file)
    take_in(centre, store_url, stick)
    at(clock, date(2023, 2, 1))
    assert dict(let_go(centre, Subject.AUDIT, store_url=store_url).counts)["lines"] >= 3
    again = line(centre, Subject.RESPONSES, store_url=store_url)
    assert (again.count, again.overdue) == (1, True)
    with pytest.raises(Refusal, match="coordinator"):
        due(centre, actor=officer, store_url=store_url)


def test_what_the_centre_set_apart_goes_too_whenever_it_comes(
    place, pack, clock, officer, event_id, stick, centre, store_url
) -> None:
    def bodies() -> dict[str, list[bool]]:
        with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
            apart = unit.received.quarantined()
        return {kind: [bool(each.body) for each in apart if each.kind == kind] for kind in ("response", "contact")}

    revoke_device(
        centre, actor=CORA, store_url=store_url, device_id=place.device_id, since=clock.now(), reason="lost"
    )
    respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    for number in range(10):
        add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": f"who{number}@example.org"})
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    assert bodies() == {"response": [True], "contact": [True] * 10}
    with open_centre(centre, store_url) as opened, opened.store.unit() as unit:
        unit.programmes.put(pack.programme, pack_sha256="x", pack_files={})  # its own came from a lost laptop
        unit.commit()
    open_with(centre, pack)
    at(clock, date(2022, 8, 1))
    assert line(centre, Subject.CONTACTS, store_url=store_url).count == 10
    certificate = let_go(centre, Subject.CONTACTS, store_url=store_url)
    assert dict(certificate.counts) == {"contacts": 0, "quarantined": 10}
    assert bodies() == {"response": [True], "contact": [False] * 10}
    assert line(centre, Subject.CONTACTS, store_url=store_url).count == 0
    assert line(centre, Subject.RESPONSES, store_url=store_url).count == 1
    certificate = let_go(centre, Subject.RESPONSES, store_url=store_url)
    assert dict(certificate.counts) == {"responses": 0, "drafts": 0, "quarantined": 1}
    assert not any("names no programme" in words for words in certificate.left)  # an event or a form is nobody's
    assert bodies() == {"response": [False], "contact": [False] * 10}
    respond(place, officer, event_id, pack, 1, seed=2)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    assert line(centre, Subject.RESPONSES, store_url=store_url).overdue


def test_the_certificate_says_what_it_did_not_reach(
    place, pack, clock, officer, event_id, stick, centre, store_url, tmp_path
) -> None:
    office = tmp_path / "office"
    office.mkdir()
    set_plan(place, actor=officer, folder=office)
    for seed in range(2):
        respond(place, officer, event_id, pack, 1, seed=seed)
        send(place, officer, stick)
        back_up(place, actor=officer)
        clock.move(timedelta(hours=2))
    take_in(centre, store_url, stick)
    for encrypted, name in enumerate(("clear.csv", "sealed.csv")):
        out = tmp_path / name
        export_responses(centre, actor=CORA, store_url=store_url, kind="csv", out=out, plain=not encrypted)
    open_with(place, pack)
    open_with(centre, pack)
    at(clock, date(2022, 8, 1))
    here = let_go(place, Subject.RESPONSES).left
    assert any("2 backups in " in words and str(office) in words and "2022-03-09" in words for words in here)
    assert any(f"2 batch files at folder:{stick}" in words for words in here)
    assert len(here) == 4  # and paper, and that the centre keeps its own
    there = let_go(centre, Subject.RESPONSES, store_url=store_url).left
    assert sum("The export" in words for words in there) >= 2
    assert any("clear.csv" in words for words in there)
    assert any("sealed.csv.age" in words for words in there)
    assert not any("The export" in words for words in let_go(centre, Subject.CONTACTS, store_url=store_url).left)


def test_a_certificate_is_kept_and_drawn_and_the_log_names_it(place, pack, clock) -> None:
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    open_with(place, pack)
    at(clock, date(2022, 5, 2))
    certificate = carry_out(place, actor=cora, programme_id=PROGRAMME, subject=Subject.CONTACTS, confirm=PROGRAMME)
    assert certificates(place) == (certificate,)
    with place.reading() as unit:
        assert unit.changes.list()[0].why == certificate.certificate_id
        [row] = unit.retention.list()
    assert json.loads(row.counts) == {"contacts": 0}
    [page] = texts(certificate_pdf(certificate))
    for words in (
        "Certificate of deletion", pack.programme.title, "3 months after the last day, 2022-01-23.", "2022-04-23",
        "2022-05-02 12:00", "Cora", certificate.certificate_id, f"device {place.device_id}",
    ):  # fmt: skip
        assert words in squeezed(page)


def _key(place) -> bytes:
    return unlock(place.folder / "keys.json", passphrase=PASSPHRASE)


def test_notes_boards_and_requests_go_by_the_rules_and_concerns_stay(
    place, pack, clock, officer, event_id
) -> None:
    open_with(place, pack)
    own = {"programme_id": PROGRAMME, "event_id": event_id}
    with place.unit() as unit:
        said, hung = builders.note(words=SAID, **own), builders.board(**own)
        unit.notes.put(said)
        unit.notes.put(builders.note(words="of another programme", programme_id="other", event_id="other"))
        unit.boards.put(hung)
        unit.pictures.put(builders.picture(hung.board_id, content=SAID.encode() * 9))
        unit.note_drafts.put(NoteDraft("draft", NoteKind.COMMENT, event_id, "p", clock.now().date(), SAID))
        unit.follow_ups.put(builders.follow_up(what=SAID, **own))
        unit.concerns.put(builders.concern(**own))
        unit.attendance.add(builders.mark(**own))
        unit.debriefs.put(builders.debrief(**own))
        unit.commit()
    at(clock, date(2022, 7, 1))
    assert (line(place, Subject.RESPONSES).count, line(place, Subject.CONTACTS).count) == (3, 1)
    counts = dict(let_go(place, Subject.RESPONSES).counts)
    assert (counts["notes"], counts["boards"]) == (2, 1)
    assert dict(let_go(place, Subject.CONTACTS).counts) == {"contacts": 0, "requests": 1}
    with place.reading() as unit:
        assert [each.words for each in unit.notes.list(voided=True)] == ["of another programme"]
        assert unit.boards.list([event_id], voided=True) == ()
        assert unit.follow_ups.list() == ()
        assert len(unit.concerns.list()) == len(unit.attendance.marks([event_id])) == 1
        assert unit.debriefs.get(event_id) is not None
    assert find(place.folder / "store.db", place.store.key, [SAID]) == []
    assert (line(place, Subject.RESPONSES).count, line(place, Subject.CONTACTS).count) == (0, 0)


def test_a_batch_with_a_note_that_went_is_given_up_where_it_never_left(
    place, pack, clock, officer, event_id, either_url, tmp_path
) -> None:
    open_with(place, pack)
    with place.unit() as unit:
        unit.notes.put(builders.note(words=SAID, programme_id=PROGRAMME, event_id=event_id))
        unit.attendance.add(builders.mark(programme_id=PROGRAMME, event_id=event_id))
        unit.commit()
    formed = make_batch(place, actor=officer)
    at(clock, date(2022, 7, 1))
    let_go(place, Subject.RESPONSES)
    with place.reading() as unit:
        assert set(unit.batches.ended()) == {each.batch_id for each in formed}
        assert len(unit.attendance.unsent()) == 1
        assert not [each for each in unit.batches.items(formed[0].batch_id) if each.kind == "note" and each.sha256]
