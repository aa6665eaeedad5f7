"""Training of keyers: a pile keyed in memory, scored, told, kept as figures alone; and who is let in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desktop.foundation.errors import Defect, Refusal
from desktop.questionnaires.steps import AnswerRefused
from desktop.responses.practice_pile import Peculiar, PracticeField
from desktop.responses.response import MissingKind
from desktop.staff.people import Actor, Role
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.open_programme import open_programme
from desktop.workflows.practice_keying import PracticeKeying
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.run_event import events
from desktop.workflows.train_keyers import (
    NotLetIn,
    Training,
    begin,
    let_in,
    may_key,
    set_rule,
    trainings,
    write_pile,
)
from desktop.workflows.workplace import Workplace
from tests.practice_form import FORM_ID, write_every_form
from tests.workplaces import FORM, signed_in

SEED = 17


@pytest.fixture
def vera(place: Workplace) -> Actor:
    return signed_in(place, "Vera", Role.VOLUNTEER)


@pytest.fixture
def cora(place: Workplace) -> Actor:
    return signed_in(place, "Cora", Role.COORDINATOR)


def put(keying: PracticeKeying, field: PracticeField, value: str, missing: str = "") -> None:
    """Key one field as a keyer does, and another block of a repeat where the sheet has one."""
    repeat, bracket, rest = field.path.partition("[")
    if bracket:
        while len(keying.entry.repeat_paths(repeat)) < int(rest.partition("]")[0]):
            keying.add_repeat(repeat)
    if missing:
        keying.mark_missing(field.path, MissingKind(missing))
    else:
        keying.answer(field.path, value)


def key_rightly(training: Training, number: int) -> PracticeKeying:
    keying = training.key(number)
    for field in keying.sheet.fields:
        put(keying, field, field.right.value, field.right.missing)
    return keying


def rows(place: Workplace) -> dict[str, int]:
    """Return how many rows each table of the store has."""
    with place.reading() as unit:
        asked = unit._connection.exec_driver_sql
        names = [row[0] for row in asked("SELECT name FROM sqlite_master WHERE type = 'table'").all()]
        return {name: asked(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names}


def test_a_pile_keyed_rightly_has_no_error_and_lets_in(place, vera) -> None:
    training = begin(place, actor=vera, form_id=FORM, number=SEED)
    for number in range(1, 6):
        training.hand_in(key_rightly(training, number))
    result = training.finish()
    assert (result.rate, result.wrong, result.attempt.passed, result.may_key) == (0.0, (), True, True)
    assert result.attempt.fields > 80
    assert result.attempt.sheets == 5
    with place.reading() as unit:
        assert unit.trainings.newest(vera.person_id, FORM) == result.attempt
        assert [each.what for each in unit.changes.list()].count("practice pile keyed") == 1


def test_every_kind_of_question_keyed_rightly_has_no_error(tmp_path, place, officer) -> None:
    open_programme(place, actor=officer, path=write_every_form(tmp_path))
    for number in (3, 4):
        training = begin(place, actor=officer, form_id=FORM_ID, number=number)
        for sheet in training.pile.sheets:
            training.hand_in(key_rightly(training, sheet.number))
        result = training.finish()
        assert result.wrong == ()
        assert result.notes_left == tuple(sheet.number for sheet in training.pile.sheets if sheet.has_note) != ()
        assert result.attempt.fields > 100


def test_errors_are_told_by_question_and_keep_who_made_them_out(place, vera, cora) -> None:
    set_rule(place, actor=cora, form_id=FORM, asked=True, most_errors=20)
    training = begin(place, actor=vera, form_id=FORM, number=SEED)
    slips = []
    for number in range(1, 6):
        keying = key_rightly(training, number)
        ticked = [f for f in keying.sheet.fields if f.peculiar is Peculiar.TWO_MARKED]
        slips += ticked
        for field in ticked:
            put(keying, field, field.written.split()[0])
        unread = [f for f in keying.sheet.fields if f.peculiar is Peculiar.ILLEGIBLE]
        slips += unread
        for field in unread:
            put(keying, field, field.written)
        training.hand_in(keying)
    result = training.finish()
    assert len(slips) == 4
    assert sorted(wrong.path for wrong in result.wrong) == sorted(field.path for field in slips)
    assert result.attempt.errors == 4
    assert result.rate == pytest.approx(4000 / result.attempt.fields)
    assert not result.attempt.passed
    assert not result.may_key
    with_errors = [each for each in result.questions if each.score.errors]
    assert with_errors == list(result.questions[: len(with_errors)])
    assert sum(each.score.errors for each in with_errors) == 4
    wrong = next(each for each in result.wrong if each.peculiar is Peculiar.TWO_MARKED)
    assert wrong.right.missing == MissingKind.MULTIPLE
    assert dict(wrong.choices)[wrong.keyed.value]
    assert not may_key(place, actor=vera, form_id=FORM)


def test_nothing_of_practice_is_written_but_how_it_went(place, vera) -> None:
    before = rows(place)
    training = begin(place, actor=vera, form_id=FORM, number=SEED)
    for number in range(1, 6):
        keying = key_rightly(training, number)
        keying.set_place(keying.sheet.fields[0].path)
        keying.undo()
        keying.set_margin_notes("made up", loose_pages=1)
        keying.flush()
        keying.abandon(reason="made up")
        with pytest.raises(Defect):
            keying.finalise()
        with pytest.raises(Defect):
            keying._place.unit()
        training.hand_in(key_rightly(training, number))
    assert rows(place) == before
    result = training.finish()
    after = rows(place)
    assert {name for name, count in after.items() if count != before[name]} == {"keying_training", "change"}
    kept = repr(result.attempt)
    texts = [f.written for sheet in training.pile.sheets for f in sheet.fields if " " in f.written]
    assert texts
    assert not any(text in kept for text in texts)


def test_a_note_in_the_margin_that_was_taken_down_is_not_told(place, vera) -> None:
    training = begin(place, actor=vera, form_id=FORM, number=SEED)
    with_notes = [sheet.number for sheet in training.pile.sheets if sheet.has_note]
    assert len(with_notes) == 2
    for sheet in training.pile.sheets:
        keying = key_rightly(training, sheet.number)
        if sheet.number == with_notes[0]:
            keying.set_margin_notes("depends on the day", loose_pages=0)
        training.hand_in(keying)
    assert training.finish().notes_left == (with_notes[1],)


def test_a_pile_is_told_only_at_its_end(place, vera) -> None:
    training = begin(place, actor=vera, form_id=FORM, number=SEED)
    training.hand_in(key_rightly(training, 1))
    with pytest.raises(Defect):
        training.finish()


def test_the_same_number_is_the_same_pile_and_no_number_a_new_one(place, vera) -> None:
    one, other = (begin(place, actor=vera, form_id=FORM, number=9).pile for _ in range(2))
    assert one == other
    # two of the three may be drawn alike once in some thousand runs, all three not in the life of this program
    assert len({begin(place, actor=vera, form_id=FORM, sheets=1).pile.number for _ in range(3)}) > 1
    for number, sheets in ((10_000, 5), (-1, 5), (3, 0), (3, 51)):
        with pytest.raises(Refusal):
            begin(place, actor=vera, form_id=FORM, number=number, sheets=sheets)


def test_a_printed_pile_has_no_sheet_that_can_be_keyed_as_real(tmp_path, place, vera) -> None:
    before = rows(place)
    out = tmp_path / "practice.pdf"
    pile = write_pile(place, actor=vera, form_id=FORM, out=out, number=3, sheets=2)
    assert out.read_bytes().startswith(b"%PDF")
    after = rows(place)
    assert after["paper_copy"] == before["paper_copy"]
    for text in (f"{pile.number}-1", "Practice pile 3, sheet 1", str(pile.number)):
        with pytest.raises(Refusal):
            look_up_serial(place, text)


# who is let in ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheets:
    """Printed sheets of the programme's form."""

    place: Workplace
    serials: tuple[str, ...]

    def begin(self, actor: Actor) -> Keying:
        return Keying.begin(self.place, actor=actor, sheet=look_up_serial(self.place, self.serials[0]))


@pytest.fixture
def sheets(tmp_path: Path, place: Workplace, officer: Actor) -> Sheets:
    run = print_copies(
        place,
        actor=officer,
        form_id=FORM,
        event_id=events(place)[0].event_id,
        copies=1,
        out=tmp_path / "copies.pdf",
    ).run
    return Sheets(place, tuple(copy.serial for copy in paper_copies(place, run_id=run.run_id)))


def test_practice_is_offered_and_not_asked_for_until_the_coordinator_asks(place, vera, sheets) -> None:
    assert may_key(place, actor=vera, form_id=FORM)
    sheets.begin(vera).abandon(reason="a test")


def test_a_volunteer_who_has_not_practised_is_refused_where_it_is_asked(
    place, vera, cora, officer, sheets
) -> None:
    set_rule(place, actor=cora, form_id=FORM, asked=True, most_errors=10)
    with pytest.raises(NotLetIn) as refused:
        sheets.begin(vera)
    assert refused.value.form_id == FORM
    assert "Practise keying" in refused.value.remedy
    with place.reading() as unit:
        assert unit.drafts.list_open() == ()
    sheets.begin(officer).abandon(reason="a test")
    training = begin(place, actor=vera, form_id=FORM)
    for sheet in training.pile.sheets:
        training.hand_in(key_rightly(training, sheet.number))
    assert training.finish().may_key
    sheets.begin(vera).abandon(reason="a test")


def test_who_passed_once_may_practise_again_without_being_shut_out(place, vera, cora, sheets) -> None:
    set_rule(place, actor=cora, form_id=FORM, asked=True, most_errors=0)
    let_in(place, actor=cora, person_id=vera.person_id, form_id=FORM, reason="has keyed for years")
    training = begin(place, actor=vera, form_id=FORM, number=SEED)
    for sheet in training.pile.sheets:
        keying = key_rightly(training, sheet.number)
        text = next(f for f in sheet.fields if f.right.value)
        keying.mark_missing(text.path, MissingKind.ILLEGIBLE)
        training.hand_in(keying)
    result = training.finish()
    assert (result.attempt.passed, result.may_key) == (False, True)
    assert sheets.begin(vera)


def test_letting_in_by_hand_needs_a_reason_and_is_logged(place, vera, cora, officer) -> None:
    set_rule(place, actor=cora, form_id=FORM, asked=True, most_errors=20)
    for reason in ("", "  "):
        with pytest.raises(Refusal):
            let_in(place, actor=cora, person_id=vera.person_id, form_id=FORM, reason=reason)
    with pytest.raises(Refusal):
        let_in(place, actor=vera, person_id=vera.person_id, form_id=FORM, reason="me")
    with pytest.raises(Refusal):
        let_in(place, actor=cora, person_id="nobody", form_id=FORM, reason="who?")
    made = let_in(place, actor=officer, person_id=vera.person_id, form_id=FORM, reason="keyed in the spring")
    assert (made.let_in_by, made.reason, made.sheets, made.passed) == ("Olu", "keyed in the spring", 0, True)
    assert may_key(place, actor=vera, form_id=FORM)
    with place.reading() as unit:
        assert "keyer let in by hand" in [each.what for each in unit.changes.list()]


def test_only_the_coordinator_sets_the_rule_and_it_is_a_figure(place, vera, officer, cora) -> None:
    for actor in (vera, officer):
        with pytest.raises(Refusal):
            set_rule(place, actor=actor, form_id=FORM, asked=True, most_errors=20)
    for figure in (-1.0, 1000.5, float("nan")):
        with pytest.raises(Refusal):
            set_rule(place, actor=cora, form_id=FORM, asked=True, most_errors=figure)
    with pytest.raises(Refusal):
        set_rule(place, actor=cora, form_id="no-form", asked=True, most_errors=20)
    set_rule(place, actor=cora, form_id=FORM, asked=True, most_errors=2.5)
    (form,) = trainings(place, actor=cora)
    assert (form.rule.asked, form.rule.most_errors) == (True, 2.5)
    with place.reading() as unit:
        assert "practice asked of keyers" in [each.what for each in unit.changes.list()]


def test_a_keyer_sees_their_own_standing_and_the_officer_everybodys(place, vera, officer, cora) -> None:
    set_rule(place, actor=cora, form_id=FORM, asked=True, most_errors=20)
    signed_in(place, "Ada", Role.AUDITOR)
    (own,) = trainings(place, actor=vera)
    assert [(each.name, each.let_in) for each in own.keyers] == [("Vera", False)]
    assert own.me == own.keyers[0]
    (everybody,) = trainings(place, actor=officer, programme_id=own.programme_id)
    assert [(each.name, each.let_in) for each in everybody.keyers] == [
        ("Cora", True),
        ("Olu", True),
        ("Vera", False),
    ]
    assert trainings(place, actor=officer, programme_id="another") == ()


def test_a_form_that_is_not_here_is_refused(place, vera) -> None:
    with pytest.raises(Refusal):
        begin(place, actor=vera, form_id="no-form")
    auditor = replace(vera, role=Role.AUDITOR)
    with pytest.raises(Refusal):
        begin(place, actor=auditor, form_id=FORM)


def test_a_wrong_value_is_refused_as_in_real_keying(place, vera) -> None:
    keying = begin(place, actor=vera, form_id=FORM, number=SEED).key(1)
    path = keying.sheet.fields[0].path
    with pytest.raises(AnswerRefused):
        keying.answer(path, "no such choice")
