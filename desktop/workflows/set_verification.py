"""Which sheets of a form are keyed a second time, which questions of them, and how much two readings may differ.

Set by the coordinator, form by form. A plan is never rewritten: every setting is a further version, and a sheet
goes by the one that was in force when its first keying was finished.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.questionnaires.numbering import question_numbers
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.verification_plan import QuestionScope, SheetRule, Tolerance, VerificationPlan
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import Workplace, require, the_form

LEAST_SHARE, MOST_AOQL, MOST_RUN = 0.01, 0.2, 1_000
"""Bounds of what can be set: a smaller share finds nothing in a programme, a laxer limit promises nothing."""
TEXTS = frozenset({QuestionType.TEXT, QuestionType.BARCODE})
"""Types of question whose answers are words, to which a tolerance applies."""


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """One question that stands on the sheet.

    Attributes:
        words: whether its answer is words: it may be left out, and a tolerance applies.
    """

    path: str
    number: str
    label: str
    words: bool


@dataclass(frozen=True, slots=True)
class PlanOfForm:
    """What is set for one form.

    Attributes:
        plan: the version in force; ``None`` while nothing was set: no sheet is keyed a second time.
        keyed: how many sheets were keyed a first time here; they go by the plan of their time.
    """

    form_id: str
    title: str
    plan: VerificationPlan | None
    questions: tuple[PlanQuestion, ...]
    keyed: int


def plan_of_form(place: Workplace, *, form_id: str) -> PlanOfForm:
    """Return what is set for a form, with its questions as they are numbered on the sheet.

    Raises:
        Refusal: the form is not here.
    """
    from desktop.responses.keyings import Which

    with place.reading() as unit:
        form = the_form(unit, form_id)
        plan = unit.plans.newest(form_id)
        keyed = len(unit.keyings.list(form_id=form_id, which=Which.FIRST))
    return PlanOfForm(form_id, form.title, plan, _questions(place, form), keyed)


def plans_of(place: Workplace, *, programme_id: str) -> tuple[PlanOfForm, ...]:
    """Return what is set for each form of a programme, in the order of the forms."""
    with place.reading() as unit:
        forms = dict.fromkeys(each.form_id for each in unit.forms.list() if each.programme_id == programme_id)
    return tuple(plan_of_form(place, form_id=form_id) for form_id in forms)


def set_plan(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    rule: SheetRule,
    share: float = 1.0,
    aoql: float = 0.01,
    run: int = 50,
    scopes: Mapping[str, QuestionScope] | None = None,
    tolerance: Tolerance | None = None,
    tolerances: Mapping[str, Tolerance] | None = None,
) -> VerificationPlan:
    """Set the plan of a form; sheets whose first keying is finished from now on go by it.

    Args:
        share, aoql, run: see :class:`VerificationPlan`; those that the rule does not look at stay as given.
        scopes, tolerances: question path to what is set for that question alone.

    Returns:
        the new version; the one in force where nothing would change.

    Raises:
        Refusal: a number is out of bounds, a question is none of the form, everything is left out, the form is not
            here, or the role does not allow it.
    """
    require(actor, Action.SET_VERIFICATION)
    _check_numbers(rule, share, aoql, run)
    set_scopes = {path: each for path, each in (scopes or {}).items() if each is not QuestionScope.AS_SHEET}
    with place.unit() as unit:
        form = the_form(unit, form_id)
        _check_questions(place, form, rule, set_scopes, tolerances or {})
        before = unit.plans.newest(form_id)
        now = place.clock.now()
        plan = VerificationPlan(
            form_id=form_id,
            programme_id=form.programme_id,
            version=1 + (before.version if before is not None else 0),
            rule=rule,
            set_by=actor.name,
            set_at=now,
            share=share,
            aoql=aoql,
            run=run,
            scopes=set_scopes,
            tolerance=tolerance or Tolerance(),
            tolerances=dict(tolerances or {}),
        )
        if before is not None and plan == _as_if(before, plan):
            return before
        unit.plans.put(plan)
        unit.changes.add(
            actor=actor,
            what="verification plan set",
            about_id=f"{form_id} {plan.version}",
            why=_in_short(plan),
            at=now,
        )
        unit.commit()
    return plan


def plan_for(unit: UnitOfWork, form_id: str, version: int) -> VerificationPlan | None:
    """Return the plan that a sheet goes by; of a sheet that was keyed before there was one, the one in force."""
    return unit.plans.get(form_id, version) if version else unit.plans.newest(form_id)


def _as_if(before: VerificationPlan, plan: VerificationPlan) -> VerificationPlan:
    return replace(before, version=plan.version, set_by=plan.set_by, set_at=plan.set_at)


def _in_short(plan: VerificationPlan) -> str:
    """Return the rule for the audit trail: setting names and numbers, which stay the same in every language."""
    numbers = {
        SheetRule.SAMPLE: f" {plan.share:.2%}",
        SheetRule.RISK: f" aoql {plan.aoql:.2%} run {plan.run}",
    }.get(plan.rule, "")
    never = sum(each is QuestionScope.NEVER for each in plan.scopes.values())
    always = sum(each is QuestionScope.ALWAYS for each in plan.scopes.values())
    return f"{plan.rule.value}{numbers}; always {always}, never {never}"


def _check_numbers(rule: SheetRule, share: float, aoql: float, run: int) -> None:
    place = tr("Second keying")
    if rule is SheetRule.SAMPLE and not LEAST_SHARE <= share <= 1:
        raise Refusal(
            place=place,
            fault=tr("The share is not between 1 % and 100 %."),
            remedy=tr("Give a share of at least 1 and at most 100 in a hundred sheets."),
        )
    if rule is SheetRule.RISK and not 0 < aoql <= MOST_AOQL:
        raise Refusal(
            place=place,
            fault=tr("The limit of errors is not between 0 % and 20 %."),
            remedy=tr("Give how many in a hundred sheets may keep an error of the first keying, such as 1."),
        )
    if rule is SheetRule.RISK and not 1 <= run <= MOST_RUN:
        raise Refusal(
            place=place,
            fault=tr("The number of sheets in a row is not between 1 and {most}.", most=MOST_RUN),
            remedy=tr("Give after how many sheets without an error a share is enough, such as 50."),
        )


def _check_questions(
    place: Workplace,
    form: StoredForm,
    rule: SheetRule,
    scopes: Mapping[str, QuestionScope],
    tolerances: Mapping[str, Tolerance],
) -> None:
    known = {each.path for each in _questions(place, form)}
    if not known >= {*scopes, *tolerances}:
        raise Refusal(
            place=tr("Second keying"),
            fault=tr("A question that was named is not on the sheets of this form."),
            remedy=tr("Look at the questions of the form again."),
        )
    never = {path for path, each in scopes.items() if each is QuestionScope.NEVER}
    if rule is not SheetRule.NONE and never == known:
        raise Refusal(
            place=tr("Second keying"),
            fault=tr("Every question is left out."),
            remedy=tr("Keep one question at least, or have no sheet keyed a second time."),
        )


def _questions(place: Workplace, form: StoredForm) -> tuple[PlanQuestion, ...]:
    definition = place.shelf.definition(form)
    numbers = question_numbers(definition)
    return tuple(
        PlanQuestion(each.path, numbers[each.path], each.label().strip(), each.type in TEXTS)
        for each in definition.questions()
        if each.path in numbers
    )
