"""Forms filled in on a screen: written, filled in by another library, looked at, and counted."""

from __future__ import annotations

import io
import random
from datetime import date
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from desktop.foundation.errors import Refusal, WorldError
from desktop.responses.drafts import DraftKind
from desktop.sheets.fillable_marks import state_of
from desktop.staff.people import Role
from desktop.workflows.balance import balance
from desktop.workflows.edit_response import ResponseEdit
from desktop.workflows.fillable import read_fillable, take_in_fillable, write_fillable
from desktop.workflows.filled_in import AlreadyTakenIn, FilledIn
from desktop.workflows.interview import open_drafts
from desktop.workflows.open_programme import put_pack
from desktop.workflows.record_response import response, responses
from desktop.workflows.run_event import add_event
from tests.packs.shipped import FIVE, shipped
from tests.paper.filling import by_chance, fields_of, fillable, filled
from tests.paper.forms import every_type, programme
from tests.workplaces import FORM, PROGRAMME, signed_in


@pytest.fixture
def empty_form(place, officer, event_id, tmp_path) -> bytes:
    out = tmp_path / "form.pdf"
    written = write_fillable(place, actor=officer, form_id=FORM, event_id=event_id, out=out)
    assert written.path == out
    return out.read_bytes()


@pytest.fixture
def definition(place):
    with place.reading() as unit:
        form = unit.forms.list()[-1]
    return place.shelf.definition(form)


@pytest.fixture
def sent(empty_form, definition, tmp_path) -> tuple[Path, dict[str, str]]:
    typed, meant = by_chance(empty_form, definition, random.Random(3))
    path = tmp_path / "back.pdf"
    path.write_bytes(filled(empty_form, typed))
    return path, meant


def standing(entry: FilledIn) -> dict[str, str]:
    return {**entry.entry.answers(), **entry.entry.off_route()}


def test_writing_is_logged_and_the_layout_is_kept(place, officer, event_id, tmp_path) -> None:
    written = write_fillable(place, actor=officer, form_id=FORM, event_id=event_id, out=tmp_path / "f.pdf")
    with place.reading() as unit:
        assert unit.copies.layout(written.layout_id).pages == written.pages
        line = list(unit.changes.walk())[-1]
        assert unit.copies.copies(()) == {}
    assert (line.what, line.about_id) == ("fillable form written", FORM)
    with pytest.raises(WorldError):
        write_fillable(place, actor=officer, form_id=FORM, event_id=event_id, out=tmp_path / "no" / "f.pdf")


def test_who_may_not_print_writes_none_and_who_may_not_key_takes_none_in(place, event_id, sent, tmp_path) -> None:
    volunteer = signed_in(place, "Una", Role.VOLUNTEER)
    with pytest.raises(Refusal):
        write_fillable(place, actor=volunteer, form_id=FORM, event_id=event_id, out=tmp_path / "v.pdf")
    auditor = signed_in(place, "Ana", Role.AUDITOR)
    with pytest.raises(Refusal):
        take_in_fillable(place, actor=auditor, path=sent[0], event_id=event_id)


def test_reading_shows_everything_and_keeps_nothing(place, sent) -> None:
    path, meant = sent
    found = read_fillable(place, path=path)
    assert {each.path: each.value for each in found.answers} == meant
    assert (found.misfits, found.left_over, found.taken, found.newer) == ((), 0, "", "")
    assert found.programme_id == PROGRAMME
    assert all(each.label and each.shown for each in found.answers)
    assert responses(place) == ()
    assert open_drafts(place, kind=DraftKind.FILLED) == ()
    said = repr(found)
    assert not any(value in said for value in meant.values() if len(value) > 6)


def test_it_is_taken_in_as_written_and_counts_when_it_was_looked_at(place, officer, event_id, sent) -> None:
    path, meant = sent
    taken = take_in_fillable(place, actor=officer, path=path, event_id=event_id, received_on="2022-01-05")
    assert standing(taken) == meant
    assert {each.path: each.value for each in taken.answers()} == meant
    assert [each.state.value for each in responses(place)] == ["draft"]
    resumed = FilledIn.resume(place, actor=officer, draft_id=taken.draft_id)
    assert standing(resumed) == meant
    revision = resumed.finalise()
    about = revision.envelope
    assert (about.channel, about.serial, about.received_on) == ("email", "", "2022-01-05")
    assert {**revision.answers, **about.off_route} == meant
    assert len(about.file_hash) == 64
    assert about.withdrawal_hash == ""
    assert balance(place).ledger.balances


def test_it_waits_where_filled_in_forms_wait_and_nowhere_else(place, officer, event_id, sent) -> None:
    taken = take_in_fillable(place, actor=officer, path=sent[0], event_id=event_id)
    assert open_drafts(place) == ()
    assert open_drafts(place, kind=DraftKind.KEYING) == ()
    (draft,) = open_drafts(place, kind=DraftKind.FILLED)
    assert (draft.draft_id, draft.channel) == (taken.draft_id, "email")


def test_the_same_file_is_seen_while_it_waits_and_when_it_counts(place, officer, event_id, sent, tmp_path) -> None:
    path, _meant = sent
    taken = take_in_fillable(place, actor=officer, path=path, event_id=event_id)
    copy = tmp_path / "forwarded once more.pdf"
    copy.write_bytes(path.read_bytes())
    with pytest.raises(AlreadyTakenIn) as seen:
        take_in_fillable(place, actor=officer, path=copy, event_id=event_id)
    assert seen.value.response_id == taken.header.response_id
    taken.finalise()
    assert read_fillable(place, path=copy).taken == taken.header.response_id
    with pytest.raises(AlreadyTakenIn):
        take_in_fillable(place, actor=officer, path=copy, event_id=event_id)
    other = take_in_fillable(place, actor=officer, path=copy, event_id=event_id, again=True)
    assert other.finalise().response_id != taken.header.response_id
    assert len(responses(place)) == 2


def test_a_changed_response_is_still_known_by_its_file(place, officer, event_id, sent) -> None:
    path, _meant = sent
    first = take_in_fillable(place, actor=officer, path=path, event_id=event_id).finalise()
    edit = ResponseEdit.begin(place, actor=officer, response_id=first.response_id, reason="made up: a letter came")
    assert edit.as_written
    edit.finalise()
    assert read_fillable(place, path=path).taken == first.response_id


def test_one_that_was_given_up_can_be_taken_in_again(place, officer, event_id, sent) -> None:
    path, _meant = sent
    take_in_fillable(place, actor=officer, path=path, event_id=event_id).abandon(reason="made up: by mistake")
    assert read_fillable(place, path=path).taken == ""
    take_in_fillable(place, actor=officer, path=path, event_id=event_id)


def test_the_digest_in_the_envelope_tells_nothing_without_the_salt(place, officer, event_id, sent) -> None:
    path, _meant = sent
    one = take_in_fillable(place, actor=officer, path=path, event_id=event_id).finalise()
    two = take_in_fillable(place, actor=officer, path=path, event_id=event_id, again=True).finalise()
    assert one.envelope.file_hash != two.envelope.file_hash
    with place.reading() as unit:
        said = [f"{line.what} {line.about_id} {line.why}" for line in unit.changes.walk()]
    assert sum("filled-in form taken in" in each for each in said) == 2


def test_what_does_not_fit_counts_as_illegible_until_it_is_answered(
    place, officer, event_id, empty_form, definition, tmp_path
) -> None:
    radio = next(q for q in definition.questions() if q.asked and q.choices and q.path in fields_of(empty_form))
    path = tmp_path / "odd.pdf"
    path.write_bytes(filled(empty_form, {radio.path: state_of(radio.choices[0].value)}))
    with pikepdf.open(path) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == radio.path:
                field.V = pikepdf.Name("/is-nobody")
        out = io.BytesIO()
        document.save(out)
    path.write_bytes(out.getvalue())
    (misfit,) = read_fillable(place, path=path).misfits
    assert (misfit.path, misfit.value, misfit.shown) == (radio.path, "", "nobody")
    taken = take_in_fillable(place, actor=officer, path=path, event_id=event_id)
    assert taken.misfits == {radio.path: "nobody"}
    assert taken.missing_kind(radio.path) == "illegible"
    resumed = FilledIn.resume(place, actor=officer, draft_id=taken.draft_id)
    assert resumed.misfits == {radio.path: "nobody"}
    (shown,) = [each for each in resumed.answers() if each.path == radio.path]
    assert (shown.shown, bool(shown.fault)) == ("nobody", True)
    resumed.answer(radio.path, radio.choices[1].value)
    revision = resumed.finalise()
    assert revision.answers == {radio.path: radio.choices[1].value}
    assert "illegible" not in revision.envelope.missing.values()
    assert set(revision.envelope.missing.values()) == {"blank"}


def test_an_empty_form_another_form_and_a_day_ahead_are_refused(
    place, officer, event_id, empty_form, sent, tmp_path
) -> None:
    blank = tmp_path / "blank.pdf"
    blank.write_bytes(empty_form)
    with pytest.raises(Refusal, match="Nothing is filled in"):
        take_in_fillable(place, actor=officer, path=blank, event_id=event_id)
    with pytest.raises(Refusal, match="not come yet"):
        take_in_fillable(place, actor=officer, path=sent[0], event_id=event_id, received_on="2099-01-01")
    assert open_drafts(place, kind=DraftKind.FILLED) == ()


def test_a_form_that_is_not_here_is_refused(place, officer, event_id, tmp_path) -> None:
    path = tmp_path / "other.pdf"
    path.write_bytes(filled(fillable(every_type(), programme()), {"rows": "made up"}))
    for read in (read_fillable, partial(take_in_fillable, actor=officer, event_id=event_id)):
        with pytest.raises(Refusal, match="not on this device"):
            read(place, path=path)


@pytest.mark.parametrize("name", FIVE)
def test_the_five_packs_go_out_and_come_back(empty_place, tmp_path, name: str) -> None:
    actor = signed_in(empty_place, "Olu", Role.OFFICER)
    with empty_place.unit() as unit:
        put_pack(empty_place, unit, actor=actor, pack=shipped(name))
        unit.commit()
    ours, definition = shipped(name).programme, shipped(name).forms[0].definition
    event = add_event(
        empty_place, actor=actor, programme_id=ours.programme_id, name="Made up", day=date(2022, 1, 12),
        venue="Made up", area=ours.areas[0].code, partner="Made up",
    )  # fmt: skip
    out = tmp_path / "form.pdf"
    write_fillable(empty_place, actor=actor, form_id=definition.form_id, event_id=event.event_id, out=out)
    typed, meant = by_chance(out.read_bytes(), definition, random.Random(name))
    out.write_bytes(filled(out.read_bytes(), typed))
    taken = take_in_fillable(empty_place, actor=actor, path=out, event_id=event.event_id)
    assert standing(taken) == meant
    revision = taken.finalise()
    stored = response(empty_place, revision.instance_id)
    assert stored.response_id == revision.response_id
    assert {**revision.answers, **revision.envelope.off_route} == meant
