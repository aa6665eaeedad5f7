"""Concerns, requests and notes being written: in no batch, no export, no line of the trail, no text of a refusal.

Each is written by its own workflow with words that are found nowhere else, beside answers, comments and an update
list that do leave; then everything that can leave is read, the batches opened with the centre's keys.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.engagement.attendance import CountKind
from desktop.engagement.follow_ups import FollowUpKind
from desktop.engagement.notes import NoteKind
from desktop.foundation.errors import Refusal
from desktop.keys.errors import WrongPassphrase
from desktop.staff.people import Actor, Role
from desktop.store.privacy import Category
from desktop.workflows import follow_up, safeguarding
from desktop.workflows.audit import audit_lines
from desktop.workflows.central_store import open_centre
from desktop.workflows.count_people import count
from desktop.workflows.debrief import close_event
from desktop.workflows.event_page import write_event_page
from desktop.workflows.export_comments import export_comments
from desktop.workflows.export_contacts import export_contacts
from desktop.workflows.export_responses import export_responses
from desktop.workflows.glance import at_a_glance
from desktop.workflows.note_comment import add_comment
from desktop.workflows.note_drafts import keep_draft, waiting_drafts
from desktop.workflows.privacy_report import LAPTOP, make_report, write_report
from desktop.workflows.send_batches import make_batch, send_batch
from desktop.workflows.set_up import open_workplace
from desktop.workflows.update_list import add_contact
from desktop.workflows.withdraw import erase_response
from tests.paper.reading import squeezed, texts
from tests.workflows.exchange import CORA, respond, take_in
from tests.workplaces import PROGRAMME, signed_in

CONCERN, TEAM = "zephyrbruise", "zephyrteam"
ASKED, REACH, OUTCOME, KEEPER = "quokkaprint", "01632 960987", "quokkaposted", "Quokkaowner"
DRAFT, REFLECTION = "numbatsentence", "numbatreflection"
WORDS = (CONCERN, TEAM, ASKED, REACH, REACH.replace(" ", ""), OUTCOME, KEEPER, DRAFT, REFLECTION)


@pytest.fixture
def written(place, officer, event_id) -> tuple[str, ...]:
    """Write one of each, and what is done with it; give everything of them that may be found nowhere."""
    concern = safeguarding.note_concern(place, actor=officer, event_id=event_id, what=CONCERN, owner=officer.name)
    safeguarding.refer(place, actor=officer, concern_id=concern.concern_id, referred_to=TEAM)
    left_open = safeguarding.note_concern(
        place, actor=officer, event_id=event_id, what=f"{CONCERN} too", owner=officer.name
    )
    requests = [_ask(place, officer, event_id) for _ in range(4)]
    done, again, handed, gone = (each.request_id for each in requests)
    for request_id in (done, again):
        follow_up.settle(place, actor=officer, request_id=request_id, outcome=OUTCOME)
    follow_up.take_up_again(place, actor=officer, request_id=again)
    follow_up.hand_on(place, actor=officer, request_id=handed, owner=KEEPER, due=requests[0].due)
    follow_up.remove(place, actor=officer, request_id=gone)
    _draft(place, officer, event_id)
    ids = (concern.concern_id, left_open.concern_id, done, again, handed, gone, "numbat-draft-id")
    return (*WORDS, *ids)


def _ask(place: Any, actor: Actor, event_id: str) -> Any:
    return follow_up.ask(
        place, actor=actor, programme_id=PROGRAMME, event_id=event_id, kind=FollowUpKind.LARGE_PRINT,
        what=f"The {ASKED}", reach=f"Made-up Name, {REACH}", owner=KEEPER,
        due=place.clock.now().date() + timedelta(days=7),
    )  # fmt: skip


def _draft(place: Any, actor: Actor, event_id: str) -> None:
    fields = {"words": DRAFT, "reflection": REFLECTION}
    keep_draft(
        place, actor=actor, draft_id="numbat-draft-id", kind=NoteKind.CONVERSATION, event_id=event_id,
        fields=fields,
    )  # fmt: skip


def _unpacked(name: str, content: bytes) -> Iterator[str]:
    """Yield all that can be read in a file: what it says, and what is packed in it."""
    yield name
    yield content.decode("utf-8", "replace")
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for each in packed.namelist():
                yield packed.read(each).decode("utf-8", "replace")
    if content[:5] == b"%PDF-":
        yield " ".join(texts(content))


def _found(secrets: tuple[str, ...], said: str) -> list[str]:
    close = squeezed(said).casefold()
    return [each for each in secrets if each in said or squeezed(each).casefold() in close]


def _said(files: list[Path]) -> str:
    return "\n".join(part for path in files for part in _unpacked(path.name, path.read_bytes()))


def test_the_reading_finds_what_is_there(tmp_path) -> None:
    """Else it would prove nothing that it finds nothing."""
    (tmp_path / "a.csv").write_text(f"x,{ASKED}")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", f"<v>{CONCERN}</v>")
    assert _found(WORDS, _said(list(tmp_path.iterdir()))) == [CONCERN, ASKED]


def test_no_batch_and_nothing_at_the_centre_has_them(
    place, pack, officer, event_id, written, centre, store_url, stick
) -> None:
    respond(place, officer, event_id, pack, 2)
    add_comment(place, actor=officer, event_id=event_id, words="A bench that leaves")
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "a@example.org"})
    batches = make_batch(place, actor=CORA, contacts_now=True)
    assert len(batches) == 2
    with place.reading() as unit:
        bodies = [each for batch in batches for each in unit.batches.items(batch.batch_id)]
    assert "A bench that leaves" not in repr(bodies)  # no second copy is kept
    for batch in batches:
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        rows = _all_rows(unit)
    assert "A bench that leaves" in rows
    assert _found(written, rows) == []
    assert _found(written, repr(bodies) + " ".join(path.name for path in stick.rglob("*"))) == []
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert unit.concerns.list() == ()
        assert unit.follow_ups.list() == ()
        assert unit.note_drafts.list() == ()


def _all_rows(unit: Any) -> str:
    """Return every cell of every table of a store, batches' own lines among them."""
    from desktop.store.tables import METADATA

    found = []
    for table in METADATA.sorted_tables:
        for row in unit._connection.execute(table.select()):
            found += [each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each) for each in row]
    return "\n".join(found)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_export_has_them(
    place, pack, officer, event_id, written, centre, store_url, stick, tmp_path, kind
) -> None:
    respond(place, officer, event_id, pack, 2)
    add_comment(place, actor=officer, event_id=event_id, words="A bench that leaves")
    count(place, actor=officer, event_id=event_id, kind=CountKind.ATTENDANCE)
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "a@example.org"})
    for batch in make_batch(place, actor=CORA, contacts_now=True):
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    take_in(centre, store_url, stick)
    out = tmp_path / "out"
    out.mkdir()
    given: dict[str, Any] = {"actor": CORA, "store_url": store_url, "plain": True}
    export_responses(centre, kind=kind, out=out / f"responses.{kind}", **given)
    export_comments(centre, kind=kind, out=out / f"comments.{kind}", **given)
    export_contacts(centre, out=out / "contacts.csv", **given)
    write_event_page(place, actor=officer, event_id=event_id, out=out / "event.pdf")
    for name, report in (("laptop", make_report(place)), ("centre", make_report(centre, store_url=store_url))):
        for ending in ("md", "pdf", "json"):
            write_report(report, out / f"{name}.{ending}")
    files = [path for path in out.rglob("*") if path.is_file()]
    said = _said(files)
    assert "A bench that leaves" in said
    assert "a@example.org" in said
    assert _found(written, said) == []


def test_no_line_of_the_trail_has_a_word_of_them(place, officer, written) -> None:
    ada = signed_in(place, "Ada", Role.COORDINATOR)
    lines = audit_lines(place, actor=ada)
    assert {each.what for each in lines} >= {
        "safeguarding concern noted", "safeguarding concern referred",
        "follow-up done", "follow-up opened again", "follow-up handed on", "follow-up deleted",
    }  # fmt: skip
    said = repr(lines)
    assert _found(WORDS, said) == []
    requests = {each for each in written if each not in WORDS}
    with place.reading() as unit:
        concerns = {each.concern_id for each in unit.concerns.list()}
    assert {each for each in requests if each in said} == concerns  # of a concern it is told which


def test_no_file_of_the_laptop_has_them_in_clear(place, written, clock) -> None:
    folder = place.folder
    open_files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    place.close()
    with pytest.raises(WrongPassphrase):
        open_workplace(folder, clock=clock, passphrase="a wrong passphrase")
    for content in (*open_files, *(path.read_bytes() for path in folder.rglob("*") if path.is_file())):
        assert [each for each in written if each.encode() in content] == []
        assert [each for each in written if each.encode("utf-16-le") in content] == []


LONG = "x" * 3_000


def _refused() -> dict[str, Callable[[Any, Actor, Actor, str], Any]]:
    """Return what is refused of each, with its words in what was given, or in what lies there."""

    def first(place: Any, actor: Actor) -> str:
        return str(follow_up.follow_ups(place, actor=actor, programme_id=PROGRAMME)[0].request_id)

    def done(place: Any, actor: Actor) -> str:
        kept = follow_up.follow_ups(place, actor=actor, programme_id=PROGRAMME)
        return next(str(each.request_id) for each in kept if each.done_on is not None)

    def ask(place: Any, actor: Actor, **changed: Any) -> Any:
        given = {
            "programme_id": PROGRAMME, "kind": FollowUpKind.CALL_BACK, "what": ASKED, "reach": REACH,
            "owner": KEEPER, "due": place.clock.now().date(), **changed,
        }  # fmt: skip
        return follow_up.ask(place, actor=actor, **given)

    def concern(place: Any, actor: Actor, event_id: str, **changed: Any) -> Any:
        given = {"event_id": event_id, "what": CONCERN, "owner": KEEPER, **changed}
        return safeguarding.note_concern(place, actor=actor, **given)

    def unreferred(place: Any) -> str:
        with place.reading() as unit:
            return str(unit.concerns.list(open_only=True)[0].concern_id)

    def referred(place: Any) -> str:
        with place.reading() as unit:
            return next(str(each.concern_id) for each in unit.concerns.list() if each.referred_at is not None)

    return {
        "a request by nobody": lambda p, o, a, e: ask(p, o, owner=" "),
        "a request for yesterday": lambda p, o, a, e: ask(p, o, due=p.clock.now().date() - timedelta(days=1)),
        "a request that is too long": lambda p, o, a, e: ask(p, o, what=ASKED + LONG),
        "a way to reach that is too long": lambda p, o, a, e: ask(p, o, reach=REACH + LONG),
        "an owner that is too long": lambda p, o, a, e: ask(p, o, owner=KEEPER + LONG),
        "a request of no event": lambda p, o, a, e: ask(p, o, event_id="no-such-event"),
        "a request of no programme": lambda p, o, a, e: ask(p, o, programme_id="no-such-programme"),
        "a request without the right": lambda p, o, a, e: ask(p, a),
        "done twice": lambda p, o, a, e: follow_up.settle(p, actor=o, request_id=done(p, o), outcome=OUTCOME),
        "an end that is too long": lambda p, o, a, e: follow_up.settle(
            p, actor=o, request_id=first(p, o), outcome=OUTCOME + LONG
        ),
        "done that is not there": lambda p, o, a, e: follow_up.settle(
            p, actor=o, request_id="no-such-request", outcome=OUTCOME
        ),
        "handed on to nobody": lambda p, o, a, e: follow_up.hand_on(
            p, actor=o, request_id=first(p, o), owner="", due=p.clock.now().date()
        ),
        "a list without the right": lambda p, o, a, e: follow_up.follow_ups(p, actor=a, programme_id=PROGRAMME),
        "deleted that is not there": lambda p, o, a, e: follow_up.remove(p, actor=o, request_id="no-such-request"),
        "a concern of nobody": lambda p, o, a, e: concern(p, o, e, owner=""),
        "a concern that is too long": lambda p, o, a, e: concern(p, o, e, what=CONCERN + LONG),
        "a concern of no event": lambda p, o, a, e: concern(p, o, "no-such-event"),
        "a concern without the right": lambda p, o, a, e: concern(p, a, e),
        "concerns without the right": lambda p, o, a, e: safeguarding.concerns(p, actor=a, programme_id=PROGRAMME),
        "referred twice": lambda p, o, a, e: safeguarding.refer(
            p, actor=o, concern_id=referred(p), referred_to=TEAM
        ),
        "deleted before it was referred": lambda p, o, a, e: safeguarding.delete_concern(
            p, actor=CORA, concern_id=unreferred(p), reason="lies with the team"
        ),
        "deleted with an address for a reason": lambda p, o, a, e: safeguarding.delete_concern(
            p, actor=CORA, concern_id=referred(p), reason=f"{CONCERN}@example.org said so"
        ),
        "an event closed over it": lambda p, o, a, e: close_event(p, actor=o, event_id=e),
        "a draft of no event": lambda p, o, a, e: _draft(p, o, "no-such-event"),
        "a draft without the right": lambda p, o, a, e: _draft(p, a, e),
        "drafts without the right": lambda p, o, a, e: waiting_drafts(p, actor=a, event_id=e),
        "nothing to send": lambda p, o, a, e: make_batch(p, actor=o),
    }


def test_no_refusal_says_a_word_of_them(place, officer, event_id, written, centre, store_url) -> None:
    auditor = signed_in(place, "Ada", Role.AUDITOR)
    told: dict[str, list[str]] = {}
    for what, try_it in _refused().items():
        with pytest.raises(Refusal) as refused:
            try_it(place, officer, auditor, event_id)
        error = refused.value
        assert error.fault, what
        assert error.remedy, what
        told[what] = _found(WORDS, "\n".join((str(error), repr(error), error.place, error.fault, error.remedy)))
    assert {what: found for what, found in told.items() if found} == {}


def test_they_stand_in_the_privacy_report_as_what_stays_on_the_laptop(place, written, tmp_path) -> None:
    report = make_report(place)
    tables = {each.name: each for each in report.tables}
    concern, request, draft = tables["concern"], tables["follow_up_slot"], tables["note_draft"]
    for table in (concern, request, draft):
        assert table.places == (LAPTOP,)
        assert table.receives.startswith("Nobody")
        assert "the store key" in table.key
    assert "this laptop's key for concerns" in concern.key
    assert "this laptop's key for requests" in request.key
    assert "no rule of the programme" in concern.kept
    assert "contact details" in request.kept
    assert "responses" in draft.kept
    kinds = {table.name: {field.name: field.category for field in table.fields} for table in tables.values()}
    assert kinds["concern"]["sealed"] is Category.SPECIAL
    assert kinds["follow_up_slot"]["held"] is Category.PERSONAL
    assert kinds["note_draft"]["body"] is Category.SPECIAL
    write_report(report, tmp_path / "privacy.json")
    read = json.loads((tmp_path / "privacy.json").read_text("utf-8"))
    assert {each["name"] for each in read["tables"]} >= {"concern", "follow_up_slot", "note_draft"}


def test_withdrawing_a_response_leaves_them(place, pack, officer, event_id, written) -> None:
    """They belong to no response, so none takes them along."""
    [added] = respond(place, officer, event_id, pack, 1)
    erase_response(place, actor=CORA, response_id=added.response_id, reason="a test")
    assert len(follow_up.follow_ups(place, actor=officer, programme_id=PROGRAMME)) == 3
    assert at_a_glance(place, event_id).concerns_open == 1
