"""Safeguarding concerns: restricted, owned, referred, and nowhere else."""

from __future__ import annotations

import pytest

from desktop.foundation.errors import Refusal
from desktop.staff.people import Role
from desktop.workflows import safeguarding
from desktop.workflows.glance import at_a_glance
from tests.workplaces import PROGRAMME, signed_in

WORDS = "Made up: a child said that nobody is at home at night."


def note(place, actor, event_id, **changed):
    return safeguarding.note_concern(
        place, actor=actor, **{"event_id": event_id, "what": WORDS, "owner": "Olu", **changed}
    )


def seen_by(place, actor) -> list[str | None]:
    return [each.what for each in safeguarding.concerns(place, actor=actor, programme_id=PROGRAMME)]


def test_its_words_are_for_the_owner_and_the_coordinator(place, officer, event_id) -> None:
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    ada = signed_in(place, "Ada", Role.AUDITOR)
    noted = note(place, vera, event_id)
    assert noted.what is None  # who wrote it does not own it
    assert seen_by(place, officer) == [WORDS]
    assert seen_by(place, cora) == [WORDS]
    assert seen_by(place, vera) == [None]
    with pytest.raises(Refusal, match="role"):
        seen_by(place, ada)


def test_it_is_open_until_it_was_referred(place, officer, event_id) -> None:
    noted = note(place, officer, event_id)
    assert at_a_glance(place, event_id).concerns_open == 1
    with pytest.raises(Refusal, match="Nobody is named"):
        safeguarding.refer(place, actor=officer, concern_id=noted.concern_id, referred_to=" ")
    with pytest.raises(Refusal, match="characters long"):
        safeguarding.refer(place, actor=officer, concern_id=noted.concern_id, referred_to="x" * 201)
    done = safeguarding.refer(place, actor=officer, concern_id=noted.concern_id, referred_to="Duty team")
    assert done.referred
    assert at_a_glance(place, event_id).concerns_open == 0
    with pytest.raises(Refusal, match="before"):
        safeguarding.refer(place, actor=officer, concern_id=noted.concern_id, referred_to="Duty team")


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"what": ""}, "Nothing"), ({"owner": " "}, "Nobody"), ({"what": "x" * 2_001}, "characters")],
    ids=["nothing", "nobody", "long"],
)
def test_the_least_is_needed(place, officer, event_id, changed, said) -> None:
    with pytest.raises(Refusal, match=said):
        note(place, officer, event_id, **changed)
    assert at_a_glance(place, event_id).concerns_open == 0


def test_only_what_was_referred_is_deleted_and_only_by_who_may(place, officer, event_id) -> None:
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    noted = note(place, officer, event_id)
    with pytest.raises(Refusal, match="role"):
        safeguarding.delete_concern(place, actor=officer, concern_id=noted.concern_id, reason="With the team")
    with pytest.raises(Refusal, match="not referred"):
        safeguarding.delete_concern(place, actor=cora, concern_id=noted.concern_id, reason="With the team")
    safeguarding.refer(place, actor=officer, concern_id=noted.concern_id, referred_to="Duty team")
    safeguarding.delete_concern(place, actor=cora, concern_id=noted.concern_id, reason="With the team")
    assert seen_by(place, cora) == []


def test_the_trail_has_no_word_of_it(place, officer, event_id) -> None:
    noted = note(place, officer, event_id)
    safeguarding.refer(place, actor=officer, concern_id=noted.concern_id, referred_to="Duty team")
    with place.reading() as unit:
        lines = repr(unit.changes.list())
    assert "child" not in lines
    assert noted.concern_id in lines


def test_half_a_sign_does_not_keep_a_concern_from_being_noted(place, officer, event_id) -> None:
    noted = note(place, officer, event_id, what="Made up: cut\ud83d\nhere", owner="Olu\x07")
    assert (noted.owner, seen_by(place, officer)) == ("Olu", ["Made up: cut?\nhere"])
