"""Who is let in to key a form: whoever practised well enough, or was let in by hand.

It is asked before a sheet is begun: of volunteers alone, and only where the coordinator wants it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.responses.keying_training import TrainingAttempt, TrainingRule
from desktop.staff.people import Action, Actor, Person, Role, may
from desktop.store.unit import UnitOfWork
from desktop.workflows.noted_words import MOST_IN_A_LINE, one_line, refuse_too_long
from desktop.workflows.workplace import Workplace, require, the_form

_THOUSAND = 1000.0


class NotLetIn(Refusal):
    """A volunteer has still to practise before they key a form.

    Attributes:
        form_id: of the form.
    """

    def __init__(self, form_id: str, title: str) -> None:
        super().__init__(
            place=tr("The form “{title}”", title=title),
            fault=tr("Whoever keys it for the first time keys a practice pile before."),
            remedy=tr("Choose “Practise keying” in the menu “Keying”, or ask the coordinator to let you in."),
        )
        self.form_id = form_id


def rule_of(unit: UnitOfWork, form_id: str) -> TrainingRule:
    """Return what is set for a form; where nothing was, practice is offered and not asked for."""
    return unit.trainings.rule(form_id) or TrainingRule(form_id)


def is_let_in(unit: UnitOfWork, actor: Actor, form_id: str) -> bool:
    """Tell whether the actor may key the form, so far as practice goes; roles are asked elsewhere."""
    if actor.role is not Role.VOLUNTEER or not rule_of(unit, form_id).asked:
        return True
    return unit.trainings.passed(actor.person_id, form_id)


def refuse_untrained(unit: UnitOfWork, actor: Actor, form_id: str) -> None:
    """Refuse a volunteer who has still to practise, where that is asked for.

    Raises:
        NotLetIn: they have.
    """
    if not is_let_in(unit, actor, form_id):
        form = unit.forms.get(form_id)
        raise NotLetIn(form_id, form_id if form is None else form.title)


def may_key(place: Workplace, *, actor: Actor, form_id: str) -> bool:
    """Tell whether the actor may begin to key sheets of a form, so far as practice goes."""
    with place.reading() as unit:
        return is_let_in(unit, actor, form_id)


@dataclass(frozen=True, slots=True)
class KeyerStanding:
    """Where one person stands with one form.

    Attributes:
        role: of the person; a volunteer alone is ever kept from keying.
        newest: their last practice pile, or their being let in by hand; ``None`` where there was none.
        attempts: practice piles that they keyed to the end.
        passed: whether one of them, or somebody by hand, let them in.
        let_in: whether they may begin to key sheets of the form: also where practice is not asked of them.
    """

    person_id: str
    name: str
    role: Role
    newest: TrainingAttempt | None
    attempts: int
    passed: bool
    let_in: bool


@dataclass(frozen=True, slots=True)
class FormTraining:
    """What is set for one form, and how those at the laptop stand with it.

    Attributes:
        keyers: everybody who may key, by name; for who may not see others' keying, they alone.
        me: the actor's own standing; ``None`` for somebody who is not on the list of people.
    """

    form_id: str
    title: str
    programme_id: str
    rule: TrainingRule
    keyers: tuple[KeyerStanding, ...]
    me: KeyerStanding | None


def trainings(place: Workplace, *, actor: Actor, programme_id: str = "") -> tuple[FormTraining, ...]:
    """Return every form with its practice, by title: of everybody for whoever may see that, else one's own.

    Raises:
        Refusal: the role does not allow keying.
    """
    require(actor, Action.KEY_PAPER)
    with place.reading() as unit:
        newest = {form.form_id: form for form in unit.forms.list()}
        people = [person for person in unit.people.list() if may(person.role, Action.KEY_PAPER)]
        attempts = unit.trainings.list(programme_id)
        rules = {form_id: rule_of(unit, form_id) for form_id in newest}
    sees_all = actor.role is None or may(actor.role, Action.SEE_KEYING)
    found = []
    for form in sorted(newest.values(), key=lambda form: (form.title, form.form_id)):
        if programme_id and form.programme_id != programme_id:
            continue
        rule = rules[form.form_id]
        of_form = [each for each in attempts if each.form_id == form.form_id]
        keyers = tuple(
            _standing(person, rule, [each for each in of_form if each.person_id == person.person_id])
            for person in sorted(people, key=lambda person: person.name.casefold())
            if sees_all or person.person_id == actor.person_id
        )
        me = next((each for each in keyers if each.person_id == actor.person_id), None)
        found.append(FormTraining(form.form_id, form.title, form.programme_id, rule, keyers, me))
    return tuple(found)


def set_rule(place: Workplace, *, actor: Actor, form_id: str, asked: bool, most_errors: float) -> TrainingRule:
    """Set whether volunteers practise a form before they key it, and what lets them in; logged.

    Args:
        most_errors: errors per 1,000 fields up to which a practice pile lets somebody in.

    Raises:
        Refusal: the form is not here, the figure is none, or the role does not allow it.
    """
    require(actor, Action.SET_VERIFICATION)
    if not 0 <= most_errors <= _THOUSAND:
        raise Refusal(
            place=tr("Errors that let a keyer in"),
            fault=tr("It is no number from 0 to 1,000."),
            remedy=tr("Give how many fields of 1,000 may be wrong, such as 20."),
        )
    with place.unit() as unit:
        the_form(unit, form_id)
        rule = TrainingRule(form_id, asked, most_errors)
        unit.trainings.set_rule(rule)
        what = "practice asked of keyers" if asked else "practice offered to keyers"
        unit.changes.add(actor=actor, what=what, about_id=form_id, at=place.clock.now())
        unit.commit()
    return rule


def let_in(place: Workplace, *, actor: Actor, person_id: str, form_id: str, reason: str) -> TrainingAttempt:
    """Let somebody key a form without practice, or although it went wrong; logged with the reason.

    Raises:
        Refusal: no reason was given, person or form are not here, or the role does not allow it.
    """
    require(actor, Action.SEE_KEYING)
    why = refuse_too_long(one_line(reason), place=tr("The reason"), most=MOST_IN_A_LINE)
    if not why:
        raise Refusal(
            place=tr("Letting a keyer in"),
            fault=tr("No reason was given."),
            remedy=tr("Say in a few words why, for example: has keyed for years."),
        )
    now = place.clock.now()
    with place.unit() as unit:
        form = the_form(unit, form_id)
        person = unit.people.by_id(person_id)
        if person is None:
            raise Refusal(
                place=tr("People at this laptop"),
                fault=tr("There is nobody with this id."),
                remedy=tr("Add the person first."),
            )
        attempt = TrainingAttempt(
            attempt_id=new_id(),
            person_id=person.person_id,
            name=person.name,
            programme_id=form.programme_id,
            form_id=form.form_id,
            form_sha256=form.sha256,
            sheets=0,
            scores={},
            most_errors=rule_of(unit, form_id).most_errors,
            passed=True,
            let_in_by=actor.name,
            reason=why,
            at=now,
        )
        unit.trainings.add(attempt)
        unit.changes.add(actor=actor, what="keyer let in by hand", about_id=attempt.attempt_id, at=now)
        unit.commit()
    return attempt


def _standing(person: Person, rule: TrainingRule, attempts: Sequence[TrainingAttempt]) -> KeyerStanding:
    passed = any(each.passed for each in attempts)
    return KeyerStanding(
        person_id=person.person_id,
        name=person.name,
        role=person.role,
        newest=attempts[-1] if attempts else None,
        attempts=sum(each.sheets > 0 for each in attempts),
        passed=passed,
        let_in=passed or not rule.asked or person.role is not Role.VOLUNTEER,
    )
