"""Another laptop keys a pile a second time: out without an answer, back encrypted, compared at home."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.foundation.errors import DamagedFile, Refusal, WorldError
from desktop.responses.drafts import DraftKind
from desktop.responses.keyings import Which
from desktop.responses.states import Move
from desktop.responses.verification_plan import QuestionScope, SheetRule
from desktop.sheets.copies import CopyState
from desktop.sheets.second_piles import PileWay
from desktop.staff.people import Role
from desktop.sync.errors import WrongPile
from desktop.sync.pile_file import read_keyed_file, write_keyed_file, write_pile_file
from desktop.workflows.ask_coordinator import answer, park
from desktop.workflows.back_up import back_up
from desktop.workflows.back_up import set_plan as set_backups
from desktop.workflows.other_laptops_piles import clear_pile, return_pile, take_in_pile
from desktop.workflows.restore import restore
from desktop.workflows.returned_piles import look_at_return, take_back
from desktop.workflows.second_keying_due import due
from desktop.workflows.second_piles import end_pile, own_fingerprint, piles, send_pile, write_again
from desktop.workflows.set_up import create
from desktop.workflows.set_verification import set_plan
from desktop.workflows.verify_keying import NotToBeKeyed, SecondKeying, look_up_second
from tests.workflows.keyed_twice import AGREE, CORA, FIRST, WORDS, key_first, key_second, plan_all
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME, keep_sheet, open_pack, signed_in


@pytest.fixture
def other(tmp_path, clock, pack):
    """Give another laptop with the same programme."""
    made = create(tmp_path / "other", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    open_pack(made, pack)
    yield made
    made.close()


@pytest.fixture
def vera(other):
    return signed_in(other, "Vera", Role.VOLUNTEER)


@pytest.fixture
def serials(place, officer, event_id) -> tuple[str, ...]:
    """Give three sheets that were keyed once."""
    plan_all(place)
    made = printed(place, event_id, 3)
    for serial in made:
        key_first(place, officer, serial, {**FIRST, WORDS: "heliotrope"})
    return made


@pytest.fixture
def sent(place, serials, tmp_path) -> Path:
    path = tmp_path / "tuesday.sbpile"
    send_pile(place, actor=CORA, programme_id=PROGRAMME, name=" Tuesday's \n pile ", path=path)
    return path


def keyed_by_vera(other, vera, sent: Path, serials, out: Path, **differing) -> Path:
    pile = take_in_pile(other, actor=vera, path=sent).seen.pile
    for serial in serials:
        key_second(other, vera, serial, {**FIRST, WORDS: "heliotrope", **differing.get(serial, {})})
    return_pile(other, actor=vera, pile_id=pile.pile_id, path=out)
    return out


def states(place, serials) -> list[CopyState]:
    with place.reading() as unit:
        return [unit.copies.copies(serials)[serial].state for serial in serials]


def test_there_and_back(place, officer, other, vera, serials, sent, tmp_path) -> None:
    (away,) = piles(place)
    assert (away.pile.name, away.left, away.pile.way) == ("Tuesday's pile", 3, PileWay.OUT)
    content = sent.read_bytes()
    for word in (b"heliotrope", b"Oadby", officer.name.encode(), away.pile.identity.encode()):
        assert word not in content
    taken = take_in_pile(other, actor=vera, path=sent)
    assert taken.fresh
    assert taken.seen.fingerprint == own_fingerprint(place)
    assert not take_in_pile(other, actor=vera, path=sent).fresh

    out = tmp_path / "tuesday.sbkeyed"
    keyed_by_vera(other, vera, sent, serials[:2], out, **{serials[1]: {AGREE: "disagree"}})
    with other.reading() as unit:
        assert unit.keyings.unsent() == ()  # it goes home, not to the centre
        assert unit.responses.summaries() == ()
    for word in (b"heliotrope", b"Vera", serials[0].encode()):
        assert word not in out.read_bytes()
    seen = look_at_return(place, actor=CORA, path=out)
    assert seen.fingerprint == own_fingerprint(other)
    back = take_back(place, actor=CORA, path=out, fingerprint=seen.fingerprint)
    assert (back.new, back.known, back.verified, back.left_out, back.pile.left) == (2, 0, 1, (), 1)
    assert states(place, serials) == [CopyState.VERIFIED, CopyState.KEYED, CopyState.KEYED]
    with place.reading() as unit:
        (second,) = [each for each in unit.keyings.of_serial(serials[0]) if each.which is Which.SECOND]
        assert (second.keyer.name, second.device_id) == ("Vera", other.device_id)
        assert second.response_id == unit.responses.by_serial(serials[0])[0].response_id
    # replayed, it changes nothing; and a later file brings the rest
    again = take_back(place, actor=CORA, path=out, fingerprint=own_fingerprint(other).upper())
    assert (again.new, again.known) == (0, 2)
    key_second(other, vera, serials[2], {**FIRST, WORDS: "heliotrope"})
    later = tmp_path / "later.sbkeyed"
    assert return_pile(other, actor=vera, pile_id=seen.pile.pile_id, path=later).pile.ended_at is not None
    last = take_back(place, actor=CORA, path=later, fingerprint=own_fingerprint(other))
    assert (last.new, last.known, last.pile.left) == (1, 2, 0)
    assert last.pile.pile.ended_at is not None
    before = take_back(place, actor=CORA, path=out, fingerprint=own_fingerprint(other))
    assert (before.new, before.known) == (0, 2)
    # once it arrived nothing stays there
    with pytest.raises(Refusal, match="role"):
        clear_pile(other, actor=vera, pile_id=seen.pile.pile_id)
    assert clear_pile(other, actor=CORA, pile_id=seen.pile.pile_id) == 3
    with other.reading() as unit:
        assert unit.keyings.list() == ()


def test_a_cleared_pile_leaves_no_words_of_its_sheets(place, other, vera, serials, sent) -> None:
    pile = take_in_pile(other, actor=vera, path=sent).seen.pile

    def asked(serial: str) -> SecondKeying:
        keying = SecondKeying.begin_second(other, actor=vera, sheet=look_up_second(other, serial, actor=vera))
        keying.answer(WORDS, "heliotrope")
        query = park(other, actor=vera, keying=keying, path=WORDS, words="Is it heliotrope?")
        answer(other, actor=CORA, query_id=query.query_id, answer="It is heliotrope.")
        return keying

    asked(serials[0]).keep()
    begun = asked(serials[1])
    assert clear_pile(other, actor=CORA, pile_id=pile.pile_id) == 1
    with other.reading() as unit:
        assert unit.keyings.list() == ()
        assert unit.queries.list() == ()
        assert unit.drafts.list_open(kind=DraftKind.SECOND_KEYING) == ()
        assert unit.drafts.steps(begun.draft_id) == ()


def test_what_was_begun_at_home_goes_when_the_sheet_comes_back_first(
    place, other, vera, serials, sent, tmp_path
) -> None:
    wilma = signed_in(place, "Wilma", Role.VOLUNTEER)
    begun = [
        SecondKeying.begin_second(place, actor=wilma, sheet=look_up_second(place, serial, actor=wilma))
        for serial in serials[:2]
    ]
    for each in begun:
        each.answer(WORDS, "heliotrope")
    out = keyed_by_vera(other, vera, sent, serials[:1], tmp_path / "back.sbkeyed")
    take_back(place, actor=CORA, path=out, fingerprint=own_fingerprint(other))
    with place.reading() as unit:
        assert [each.draft_id for each in unit.drafts.list_open(kind=DraftKind.SECOND_KEYING)] == [
            begun[1].draft_id
        ]  # of a sheet that is still out it stays
        assert unit.drafts.steps(begun[0].draft_id) == ()
        said = [each.what for each in unit.changes.list(about_id=begun[0].draft_id)]
    assert said == ["second keying given up"]


def restored(laptop, folder: Path, clock):
    """Return the laptop as it is after its store was restored from a backup of just now."""
    folder.mkdir()
    set_backups(laptop, actor=CORA, folder=folder)
    made = back_up(laptop, actor=CORA)
    laptop.close()
    return restore(Path(made.place), laptop.folder, clock=clock, passphrase=PASSPHRASE)


def test_piles_go_on_after_either_laptop_was_restored(place, other, vera, serials, sent, tmp_path, clock) -> None:
    (pile,) = (each.pile for each in piles(place))
    home = restored(place, tmp_path / "usb", clock)
    away = None
    try:
        path, out = tmp_path / "again.sbpile", tmp_path / "a.sbkeyed"
        write_again(home, actor=CORA, pile_id=pile.pile_id, path=path)
        take_in_pile(other, actor=vera, path=path)
        key_second(other, vera, serials[0], {**FIRST, WORDS: "heliotrope"})
        away = restored(other, tmp_path / "stick", clock)
        key_second(away, vera, serials[1], {**FIRST, WORDS: "heliotrope"})
        return_pile(away, actor=vera, pile_id=pile.pile_id, path=out)
        assert take_back(home, actor=CORA, path=out, fingerprint=own_fingerprint(away)).verified == 2
    finally:
        home.close()
        if away is not None:
            away.close()


def test_the_first_keyer_is_known_on_the_other_laptop_too(place, officer, other, serials, sent) -> None:
    take_in_pile(other, actor=CORA, path=sent)
    olu = signed_in(other, officer.name.lower(), Role.VOLUNTEER)
    with pytest.raises(NotToBeKeyed, match="on the other laptop"):
        look_up_second(other, serials[0], actor=olu)


def test_sheets_that_are_away_go_in_no_other_pile(place, serials, sent, tmp_path) -> None:
    path = tmp_path / "b.sbpile"
    with pytest.raises(Refusal, match="No sheet"):
        send_pile(place, actor=CORA, programme_id=PROGRAMME, name="b", path=path)
    with pytest.raises(Refusal, match="away with another"):
        send_pile(place, actor=CORA, programme_id=PROGRAMME, name="b", path=path, serials=serials[:1])
    assert not path.exists()
    (pile,) = piles(place)
    write_again(place, actor=CORA, pile_id=pile.pile.pile_id, path=path)
    assert path.read_bytes() == sent.read_bytes()
    end_pile(place, actor=CORA, pile_id=pile.pile.pile_id)
    made = send_pile(place, actor=CORA, programme_id=PROGRAMME, name="b", path=path, serials=serials[:1])
    assert [each.serial for each in made.pile.sheets] == [serials[0]]
    with pytest.raises(Refusal, match="no name"):
        send_pile(place, actor=CORA, programme_id=PROGRAMME, name=" ", path=path)


def test_a_sheet_in_two_piles_is_keyed_for_both(place, other, vera, serials, sent, tmp_path) -> None:
    """The stick was lost, the pile given up at home and sent anew, and then the stick was found."""
    older = take_in_pile(other, actor=vera, path=sent).seen.pile
    end_pile(place, actor=CORA, pile_id=older.pile_id)
    anew = tmp_path / "anew.sbpile"
    send_pile(place, actor=CORA, programme_id=PROGRAMME, name="Anew", path=anew, serials=serials[:2])
    newer = take_in_pile(other, actor=vera, path=anew).seen.pile
    assert sorted(each.serial for each in due(other, actor=vera, programme_id=PROGRAMME).sheets) == sorted(serials)
    key_second(other, vera, serials[0], {**FIRST, WORDS: "heliotrope"})
    with pytest.raises(NotToBeKeyed, match="keyed here already"):
        look_up_second(other, serials[0], actor=vera)
    waiting = due(other, actor=vera, programme_id=PROGRAMME)
    assert {each.serial for each in waiting.sheets} == set(serials[1:])
    assert {each.pile.pile_id: each.keyed for each in waiting.piles} == {older.pile_id: 1, newer.pile_id: 1}
    outs = {}
    for pile in (older, newer):
        outs[pile.pile_id] = tmp_path / f"{pile.pile_id}.sbkeyed"
        return_pile(other, actor=vera, pile_id=pile.pile_id, path=outs[pile.pile_id])
    assert clear_pile(other, actor=CORA, pile_id=newer.pile_id) == 1
    with other.reading() as unit:  # the other pile still needs it
        assert len(unit.keyings.list()) == 1
    assert clear_pile(other, actor=CORA, pile_id=older.pile_id) == 1
    with other.reading() as unit:
        assert unit.keyings.list() == ()
    found = [take_back(place, actor=CORA, path=out, fingerprint=own_fingerprint(other)) for out in outs.values()]
    assert [(each.new, each.known, each.left_out) for each in found] == [(1, 0, ()), (0, 1, ())]


def test_a_pile_whose_file_cannot_be_written_is_none(place, serials, tmp_path) -> None:
    with pytest.raises(WorldError, match="not there"):
        send_pile(place, actor=CORA, programme_id=PROGRAMME, name="b", path=tmp_path / "none" / "b.sbpile")
    assert piles(place) == ()


def test_what_the_plan_leaves_out_is_left_out_there_too(place, officer, other, vera, event_id, tmp_path) -> None:
    set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.ALL, scopes={WORDS: QuestionScope.NEVER})
    (serial,) = printed(place, event_id, 1)
    key_first(place, officer, serial, FIRST)
    path, out = tmp_path / "a.sbpile", tmp_path / "a.sbkeyed"
    send_pile(place, actor=CORA, programme_id=PROGRAMME, name="a", path=path)
    take_in_pile(other, actor=vera, path=path)
    assert WORDS not in look_up_second(other, serial, actor=vera).scope
    key_second(other, vera, serial, {**FIRST, WORDS: "something else"})
    return_pile(other, actor=vera, pile_id=piles(other)[0].pile.pile_id, path=out)
    assert take_back(place, actor=CORA, path=out, fingerprint=own_fingerprint(other)).verified == 1


def test_a_pile_of_something_else_is_not_taken_in(place, empty_place_like, other, vera, serials, sent) -> None:
    with pytest.raises(Refusal, match="from this laptop"):
        take_in_pile(place, actor=CORA, path=sent)
    with pytest.raises(Refusal, match="not open"):
        take_in_pile(empty_place_like, actor=CORA, path=sent)
    pile = piles(place)[0].pile
    sheet = pile.sheets[0]
    for wrong in (
        {"sheets": (replace(sheet, serial="0000000000000000"),)},
        {"sheets": (replace(sheet, serial="no serial"),)},
        {"sheets": (replace(sheet, form_sha256="00" * 32),)},
        {"sheets": (replace(sheet, form_id="another"),)},
        {"sheets": (replace(sheet, scope=("nothing",)),)},
        {"programme_id": "another"},
    ):
        sent.write_bytes(
            write_pile_file(replace(pile, **wrong), device_key=place.device_key, made_up=place.practice)
        )
        with pytest.raises(Refusal):
            take_in_pile(other, actor=vera, path=sent)
    sent.write_bytes(write_pile_file(pile, device_key=place.device_key, made_up=True))
    with pytest.raises(Refusal, match="practice"):
        take_in_pile(other, actor=vera, path=sent)
    assert piles(other) == ()
    # another pile under the number of one that is here
    sent.write_bytes(write_pile_file(pile, device_key=place.device_key, made_up=False))
    take_in_pile(other, actor=vera, path=sent)
    fewer = replace(pile, sheets=pile.sheets[1:])
    sent.write_bytes(write_pile_file(fewer, device_key=place.device_key, made_up=False))
    with pytest.raises(Refusal, match="other sheets"):
        take_in_pile(other, actor=vera, path=sent)
    sent.write_bytes(b"PK\x03\x04")
    with pytest.raises(DamagedFile):
        take_in_pile(other, actor=vera, path=sent)
    with pytest.raises(WorldError, match="not there"):
        take_in_pile(other, actor=vera, path=sent.with_name("none"))


@pytest.fixture
def empty_place_like(tmp_path, clock):
    made = create(tmp_path / "third", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    yield made
    made.close()


def test_whose_fingerprint_is_another_is_not_believed(place, other, vera, serials, sent, tmp_path) -> None:
    out = keyed_by_vera(other, vera, sent, serials[:1], tmp_path / "a.sbkeyed")
    for said in ("", "0000 0000 0000 0000", own_fingerprint(place)):
        with pytest.raises(Refusal, match="fingerprint"):
            take_back(place, actor=CORA, path=out, fingerprint=said)
    with place.reading() as unit:
        assert unit.keyings.list(which=Which.SECOND) == ()


def test_what_comes_back_to_the_wrong_laptop_or_pile(place, other, vera, serials, sent, tmp_path) -> None:
    out = keyed_by_vera(other, vera, sent, serials[:1], tmp_path / "a.sbkeyed")
    with pytest.raises(Refusal, match="no pile"):
        look_at_return(other, actor=CORA, path=out)
    pile = piles(place)[0].pile
    end_pile(place, actor=CORA, pile_id=pile.pile_id)
    second = send_pile(
        place, actor=CORA, programme_id=PROGRAMME, name="b", path=tmp_path / "b.sbpile", serials=serials[1:2]
    )
    # contents for the first pile under the number of the second: whole and signed, and for another key
    _header, sheets = read_keyed_file(out.read_bytes(), name="a", identity=pile.identity)
    forged = replace(second.pile, recipient=pile.recipient)
    renumbered = [replace(each, pile_id=second.pile.pile_id) for each in sheets]
    out.write_bytes(write_keyed_file(forged, renumbered, device_key=other.device_key, made_up=False))
    with pytest.raises(WrongPile):
        take_back(place, actor=CORA, path=out, fingerprint=own_fingerprint(other))


def test_what_does_not_belong_is_left_out_and_the_rest_taken(
    place, officer, other, vera, serials, sent, tmp_path
) -> None:
    out = keyed_by_vera(other, vera, sent, serials, tmp_path / "a.sbkeyed")
    pile = piles(place)[0].pile
    _header, sheets = read_keyed_file(out.read_bytes(), name="a", identity=pile.identity)
    one, two, three = sheets

    def returned(*changed):
        out.write_bytes(write_keyed_file(pile, changed, device_key=other.device_key, made_up=False))
        return take_back(place, actor=CORA, path=out, fingerprint=own_fingerprint(other))

    for wrong in (
        replace(one, serial="AAAABBBBCCCCDDDD"),
        replace(one, keyer=replace(one.keyer, name=officer.name, person_id="another")),
        replace(one, keyer=replace(one.keyer, name=" ", person_id="")),
        replace(one, form_sha256="00"),
        replace(one, scope=(AGREE,)),
        replace(one, answers={AGREE: "perhaps"}),
        replace(one, answers={"nothing": "1"}),
        replace(one, answers={"meta/instanceID": "uuid:1"}),
        replace(one, answers={"about_you[2]/respondent_type": "resident"}),
        replace(one, answers={f"{AGREE}[99999999]": "agree"}),
        replace(one, answers={f"{AGREE}[x]": "agree"}),
        replace(one, answers={AGREE: "agree"}, missing={AGREE: "blank"}),
        replace(one, missing={AGREE: "left out: needs a file"}),
    ):
        done = returned(wrong)
        assert (done.new, len(done.left_out)) == (0, 1), wrong
    with place.unit() as unit:
        response = unit.responses.by_serial(two.serial)[0].response_id
        unit.responses.take_out([response], Move.WITHDRAW, actor=CORA, reason="asked", at=place.clock.now())
        unit.commit()
    key_second(place, CORA, three.serial, {**FIRST, WORDS: "heliotrope"})
    done = returned(one, two, three)
    assert (done.new, done.verified) == (1, 1)
    assert {why for _serial, why in done.left_out} == {
        "Its response was taken out since.",
        "It was keyed a second time elsewhere.",
    }
    with place.reading() as unit:
        kept = unit.keyings.of_serial(two.serial)
    assert not any(each.which is Which.SECOND for each in kept)
