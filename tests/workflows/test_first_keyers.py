"""A first keying that several people had a hand in: none of them keys it a second time, or decides on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.foundation.errors import Refusal
from desktop.staff.people import Role
from desktop.workflows.adjudicate import Adjudication, waiting
from desktop.workflows.edit_response import ResponseEdit
from desktop.workflows.first_keyers import GONE_ON
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.other_laptops_piles import take_in_pile
from desktop.workflows.returned_piles import _why_not
from desktop.workflows.second_keying_due import due
from desktop.workflows.second_piles import send_pile
from desktop.workflows.set_up import create
from desktop.workflows.verify_keying import NotToBeKeyed, look_up_second
from tests.workflows.keyed_twice import AGREE, CORA, FIRST, fill, key_second, plan_all
from tests.workflows.paper_days import printed
from tests.workplaces import PASSPHRASE, PROGRAMME, keep_sheet, open_pack, signed_in

HANDS = ("Anna", "Bert", "Cleo")


@pytest.fixture
def hands(place):
    """Give three people of whom each keys a part of one sheet."""
    return tuple(signed_in(place, name, Role.OFFICER) for name in HANDS)


@pytest.fixture
def serial(place, event_id, hands) -> str:
    plan_all(place)
    made, other = printed(place, event_id, 2)
    for actor, part in zip(hands, FIRST, strict=False):
        for _again in range(2):
            keying = Keying.begin(place, actor=actor, sheet=look_up_serial(place, made))
        fill(keying, {part: FIRST[part]})
    fill(keying, FIRST)
    keying.finalise(received_on="2022-01-12")
    alone = Keying.begin(place, actor=CORA, sheet=look_up_serial(place, other))
    alone.finalise(received_on="2022-01-12")
    return made


def test_whoever_had_a_hand_in_it_does_not_key_it_again(place, hands, serial) -> None:
    for actor in hands:
        with pytest.raises(NotToBeKeyed, match="keyed it the first time"):
            look_up_second(place, serial, actor=actor)
        mine = {each.serial: each.mine for each in due(place, actor=actor, programme_id=PROGRAMME).sheets}
        assert mine.pop(serial)
        assert list(mine.values()) == [False]
    with place.reading() as unit:
        lines = [each.actor_name for each in unit.changes.list() if each.what == GONE_ON]
    assert sorted(lines) == ["Bert", "Cleo"]  # once each, however often they opened it
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    assert look_up_second(place, serial, actor=vera).serial == serial


def test_whoever_changed_the_response_does_not_key_it_again_but_may_decide(place, serial) -> None:
    bo = signed_in(place, "Bo", Role.OFFICER)
    with place.reading() as unit:
        (found,) = unit.responses.by_serial(serial)
    ResponseEdit.begin(place, actor=bo, response_id=found.response_id, reason="rung up").finalise()
    with pytest.raises(NotToBeKeyed, match="changed its response"):
        look_up_second(place, serial, actor=bo)
    key_second(place, signed_in(place, "Vera", Role.VOLUNTEER), serial, {**FIRST, AGREE: "disagree"})
    assert Adjudication.begin(place, actor=bo, serial=serial).third


def test_nor_decides_on_it(place, hands, serial) -> None:
    key_second(place, signed_in(place, "Vera", Role.VOLUNTEER), serial, {**FIRST, AGREE: "disagree"})
    for actor in hands:
        (sheet,) = waiting(place, actor=actor, programme_id=PROGRAMME)
        assert sheet.mine
        with pytest.raises(Refusal, match="keyed this sheet yourself"):
            Adjudication.begin(place, actor=actor, serial=serial)
    anna = replace(hands[0], role=Role.COORDINATOR)
    assert not Adjudication.begin(place, actor=anna, serial=serial).third
    bo = signed_in(place, "Bo", Role.OFFICER)
    assert Adjudication.begin(place, actor=bo, serial=serial).third


def test_nor_on_another_laptop(place, hands, serial, clock, pack, tmp_path) -> None:
    path = tmp_path / "a.sbpile"
    pile = send_pile(place, actor=CORA, programme_id=PROGRAMME, name="a", path=path, serials=[serial]).pile
    other = create(tmp_path / "other", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    try:
        open_pack(other, pack)
        take_in_pile(other, actor=CORA, path=path)
        for name in HANDS:
            there = signed_in(other, name, Role.VOLUNTEER)
            with pytest.raises(NotToBeKeyed, match="on the other laptop"):
                look_up_second(other, serial, actor=there)
            assert [each.mine for each in due(other, actor=there, programme_id=PROGRAMME).sheets] == [True]
        vera = signed_in(other, "Vera", Role.VOLUNTEER)
        assert [each.mine for each in due(other, actor=vera, programme_id=PROGRAMME).sheets] == [False]
        made = key_second(other, vera, serial, FIRST)
    finally:
        other.close()
    with place.reading() as unit:
        for name in HANDS:  # whatever the other laptop believed
            forged = replace(made, keyer=replace(made.keyer, person_id="", name=name.lower()))
            assert "same person" in _why_not(place, unit, pile, forged)[0]
        assert _why_not(place, unit, pile, made)[0] == ""
