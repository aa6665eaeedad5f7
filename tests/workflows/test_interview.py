"""The interview: every answer saved before it returns, the draft offered again, the order of the parts."""

from __future__ import annotations

from collections import Counter

import pytest

from desktop.foundation.errors import Refusal, WorldError
from desktop.questionnaires.entry import AnswerRefused, FormIncomplete, answers_from_xml
from desktop.responses.drafts import DraftKind
from desktop.responses.states import ItemState
from desktop.workflows.balance import balance
from desktop.workflows.interview import Interview, open_drafts
from desktop.workflows.record_response import responses
from tests.workplaces import FORM

TYPE = "about_you/respondent_type"


@pytest.fixture
def asked(place, officer, event_id) -> Interview:
    return Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)


def _least(asked: Interview) -> None:
    asked.answer(TYPE, "resident")
    for part in ("best_start", "staying_healthy", "living_supported"):
        asked.answer(f"{part}/{part}_outcome/{part}_agree", "agree")
    asked.answer("dying_well/dying_well_start/dying_well_offer", "no")


def test_a_draft_is_offered_again(place, officer, asked) -> None:
    asked.answer(TYPE, "resident")
    asked.answer(TYPE, "community")
    asked.set_place(TYPE)
    drafts = open_drafts(place)
    assert [(draft.draft_id, draft.answered, draft.kind) for draft in drafts] == [
        (asked.draft_id, 1, DraftKind.INTERVIEW)
    ]
    again = Interview.resume(place, actor=officer, draft_id=asked.draft_id)
    assert again.entry.node(TYPE).value == "community"
    assert again.header.place == TYPE
    assert again.entry.nodes() == asked.entry.nodes()


def test_equality_comes_after_the_subject(asked) -> None:
    subject = [path for screen in asked.subject_screens() for path in screen.paths]
    equality = [path for screen in asked.equality_screens() for path in screen.paths]
    assert equality
    assert all(path.startswith("equality/") for path in equality)
    assert not any(path.startswith("equality/") for path in subject)


def test_dying_well_is_skipped_whole(asked) -> None:
    offer = "dying_well/dying_well_start/dying_well_offer"
    asked.answer(offer, "yes")
    asked_then = {path for screen in asked.subject_screens() for path in screen.paths}
    asked.answer(offer, "no")
    asked_now = {path for screen in asked.subject_screens() for path in screen.paths}
    skipped = asked_then - asked_now
    assert {path.rpartition("/")[2] for path in skipped} >= {"dying_well_agree", "dying_well_comment"}
    assert all(path.startswith("dying_well/") for path in skipped)


def test_finalised_once_and_frozen(place, officer, asked) -> None:
    with pytest.raises(FormIncomplete):
        asked.finalise()
    assert responses(place)[0].state is ItemState.DRAFT
    _least(asked)
    assert asked.violations() == ()
    revision = asked.finalise()  # the equality block stands untouched: it is accepted as it is
    with place.reading() as unit:
        stored = unit.responses.by_instance(revision.instance_id)
        assert unit.drafts.steps(asked.draft_id) == ()
    assert stored.revision.xml == revision.xml
    assert answers_from_xml(asked.definition, revision.xml) == dict(revision.answers)
    assert open_drafts(place) == ()
    with pytest.raises(Refusal):
        Interview.resume(place, actor=officer, draft_id=asked.draft_id)
    envelope = revision.envelope
    assert (envelope.recorder.name, envelope.recorder.role, envelope.recorder.signed_in) == (
        "Olu",
        "officer",
        True,
    )
    assert envelope.privacy_version == asked.programme.privacy.version
    assert envelope.consent_version == asked.programme.consent.version
    assert balance(place).ledger.balances


def test_given_up_with_a_reason(place, asked) -> None:
    asked.answer(TYPE, "resident")
    with pytest.raises(Refusal):
        asked.abandon(reason="  ")
    asked.abandon(reason="had to catch the bus")
    assert open_drafts(place) == ()
    ledger = balance(place).ledger
    assert ledger.balances
    assert ledger.counts[ItemState.ABANDONED] == 1
    with place.reading() as unit:
        assert unit.drafts.steps(asked.draft_id) == ()


def test_a_value_of_the_wrong_kind(asked) -> None:
    with pytest.raises(AnswerRefused):
        asked.answer(TYPE, "nobody")
    assert asked.entry.node(TYPE).value == ""


def test_what_the_disk_refused_goes_with_the_next_answer(place, officer, asked, monkeypatch) -> None:
    """A full disk: the answer is kept in memory, said to be unsaved, and saved with the next one."""
    from desktop.store.errors import StoreFull
    from desktop.store.unit import UnitOfWork

    def full(self) -> None:
        raise StoreFull(place="store", fault="The disk is full.", remedy="Make room.")

    with monkeypatch.context() as patch:
        patch.setattr(UnitOfWork, "commit", full)
        with pytest.raises(WorldError, match="full"):
            asked.answer(TYPE, "resident")
    asked.answer("best_start/best_start_outcome/best_start_agree", "agree")
    again = Interview.resume(place, actor=officer, draft_id=asked.draft_id)
    assert again.entry.node(TYPE).value == "resident"
    assert again.entry.node("best_start/best_start_outcome/best_start_agree").value == "agree"


def test_a_block_that_asks_itself_is_asked_about_once(asked) -> None:
    """The shipped form begins its equality block with the offer; the screen must not offer it a second time."""
    from desktop.ui.interview.course import Course, Stage

    assert asked.equality_asks_itself
    _least(asked)
    course = Course(asked)
    course.to_check()
    shown = course.accept()
    assert shown.stage is Stage.EQUALITY
    assert shown.views[-1].path == "equality/equality_start/equality_offer"
    assert course.skip_equality({}).stage is Stage.FINISH
    assert course.back({}).stage is Stage.EQUALITY
    assert course.back({}).stage is Stage.CHECK


def test_two_windows_do_not_mix_their_answers(place, officer, asked) -> None:
    asked.answer(TYPE, "resident")
    other = Interview.resume(place, actor=officer, draft_id=asked.draft_id)
    other.answer(TYPE, "community")
    with pytest.raises(Refusal, match="another window"):
        asked.answer("best_start/best_start_outcome/best_start_agree", "agree")
    with pytest.raises(Refusal, match="another window"):
        asked.abandon(reason="left")
    _least(other)
    other.finalise()
    with pytest.raises(Refusal, match="another window"):
        asked.answer(TYPE, "resident")
    assert Counter(each.state for each in responses(place)) == {ItemState.FINALISED: 1}
