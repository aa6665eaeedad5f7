"""What two keyings of a sheet come to on the laptop that holds the first: where it stands, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import FormDefinition
from desktop.responses.adjudication import Decision
from desktop.responses.keying_comparison import (
    Comparison,
    FieldKind,
    adopted_of,
    as_keyed,
    compare,
    kinds_of,
    same_field,
)
from desktop.responses.keyings import FieldKeyed, KeyedSheet, Which
from desktop.responses.states import FROZEN, STOPPED
from desktop.responses.verification import (
    InTurn,
    SecondSeen,
    SheetResult,
    SheetStanding,
    Standing,
    in_turn,
    standings,
)
from desktop.responses.verification_plan import QuestionScope, SheetRule, VerificationPlan, without_blocks
from desktop.sheets.copies import CopyState
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.keyed_sheets import mark_verified
from desktop.workflows.set_verification import plan_for
from desktop.workflows.workplace import Workplace

STANDING = FROZEN - STOPPED
"""States of a response that was finished, and was not taken out since."""


_READ_FIRST, _READ_MORE = 64, 8
"""So many of a keyer's sheets are read before one whose turn hangs on them; then so many times as many."""


@dataclass(frozen=True, slots=True)
class StandingHere:
    """Where a sheet that was keyed once stands, with what is to be keyed the second time.

    Attributes:
        scope: paths without the numbers of blocks; empty: the whole sheet.
    """

    standing: SheetStanding
    scope: tuple[str, ...]

    @property
    def due(self) -> bool:
        """Whether it is to be keyed a second time now."""
        return self.standing is SheetStanding.WAITS_FOR_SECOND

    @property
    def decided(self) -> bool:
        """Whether it is known whether it is ever keyed a second time."""
        return self.standing is not SheetStanding.UNDECIDED


def first_keyings(
    unit: UnitOfWork, *, programme_id: str = "", form_id: str = "", person_id: str = ""
) -> tuple[KeyedSheet, ...]:
    """Return the first keyings whose responses stand, one a serial, in the order in which they were finished.

    In outlines: without what each question took.
    """
    found = unit.keyings.list(
        programme_id=programme_id, form_id=form_id, which=Which.FIRST, person_id=person_id, outlines=True
    )
    states = unit.responses.states(each.response_id for each in found)
    return tuple({each.serial: each for each in found if states.get(each.response_id) in STANDING}.values())


def second_of(keyings: Iterable[KeyedSheet]) -> KeyedSheet | None:
    """Return the second keying among those of one sheet: the one that was finished first, where there are two."""
    seconds = [each for each in keyings if each.which is Which.SECOND]
    return min(seconds, key=lambda each: (each.finished_at, each.keying_id)) if seconds else None


def standings_of(place: Workplace, unit: UnitOfWork, sheets: Iterable[KeyedSheet]) -> Mapping[str, Standing]:
    """Return serial to where each sheet stands. One hangs on others of its keyer and form: give them all.

    Args:
        sheets: first keyings, as :func:`first_keyings` returns them.
    """
    firsts = tuple(sheets)
    wanted = {(each.form_id, each.plan_version) for each in firsts if each.plan_version}
    plans = {key: plan for key in wanted if (plan := unit.plans.get(*key)) is not None}
    return standings(plans, firsts, _results(place, unit, firsts))


def _results(place: Workplace, unit: UnitOfWork, firsts: Iterable[KeyedSheet]) -> Mapping[str, SheetResult]:
    by_serial = {each.serial: each for each in firsts}
    keyings = unit.keyings.of_serials(by_serial, outlines=True, which=Which.SECOND)
    seconds = {serial: second for serial, each in keyings.items() if (second := second_of(each)) is not None}
    copies = unit.copies.copies(seconds)
    decisions = unit.decisions.of_serials(seconds)
    telling = _Telling(place, unit)
    return {
        serial: telling.result(
            by_serial[serial],
            SecondSeen(
                form_version=second.form_version,
                form_sha256=second.form_sha256,
                scope=second.scope,
                verified=serial in copies and copies[serial].state is CopyState.VERIFIED,
                argued=serial in decisions,
            ),
            decisions.get(serial, ()),
        )
        for serial, second in seconds.items()
    }


class _Telling:
    """Tells what second keyings showed; plans and forms are looked up once for all of them."""

    def __init__(self, place: Workplace, unit: UnitOfWork) -> None:
        self._place, self._unit = place, unit
        self._plans: dict[tuple[str, int], VerificationPlan | None] = {}
        self._kinds: dict[str, Mapping[str, FieldKind]] = {}

    def result(self, first: InTurn, second: SecondSeen, decisions: Sequence[Decision]) -> SheetResult:
        """Return what the second keying of a sheet showed."""
        return SheetResult(
            decided=second.verified,
            erred=self._erred(first, second, decisions),
            whole=self._is_whole(first, second),
        )

    def _erred(self, first: InTurn, second: SecondSeen, decisions: Sequence[Decision]) -> bool:
        if not decisions:
            return False
        kinds = self._kinds_of(first, second)
        first_read = {each.path: each.first for each in decisions}
        return any(
            not same_field(first_read[path], adopted, kinds[without_blocks(path)])
            for path, adopted in adopted_of(decisions).items()
            if without_blocks(path) in kinds
        )

    def _is_whole(self, first: InTurn, second: SecondSeen) -> bool:
        if not second.scope:
            return True
        key = (first.form_id, first.plan_version)
        if key not in self._plans:
            self._plans[key] = plan_for(self._unit, *key)
        plan, asked = self._plans[key], self._kinds_of(first, second)
        return set(second.scope) >= set(asked if plan is None else _not_left_out(plan, asked))

    def _kinds_of(self, first: InTurn, second: SecondSeen) -> Mapping[str, FieldKind]:
        sha256 = second.form_sha256
        if sha256 not in self._kinds:
            definition = _definition(self._place, self._unit, first.form_id, second.form_version, sha256)
            self._kinds[sha256] = kinds_of(definition)
        return self._kinds[sha256]


def standing_of(place: Workplace, unit: UnitOfWork, first: KeyedSheet) -> StandingHere:
    """Return where one sheet stands."""
    plan = unit.plans.get(first.form_id, first.plan_version) if first.plan_version else None
    if plan is not None and plan.rule is SheetRule.RISK:  # then it hangs on the keyer's sheets before it
        found = _in_turn(place, unit, first)
    else:
        found = standings_of(place, unit, (first,))[first.serial]
    return StandingHere(found.standing, found.scope or scope_of(place, unit, first, whole=True))


def _in_turn(place: Workplace, unit: UnitOfWork, first: KeyedSheet) -> Standing:
    """Return where a sheet stands whose turn hangs on those before it, which may be thousands.

    The last few mostly decide: an error among fewer than the run has it due, and so does its own lot. So they are
    read first, and more of them only as long as it is not decided.
    """
    telling = _Telling(place, unit)
    most = _READ_FIRST
    while True:
        sheets, all_of_them = unit.keyings.up_to(first, STANDING, most=most)
        versions = {each.plan_version for each in sheets if each.plan_version}
        plans = {(first.form_id, each): plan for each in versions if (plan := unit.plans.get(first.form_id, each))}
        decisions = unit.decisions.of_serials(
            each.serial for each in sheets if each.second is not None and each.second.argued
        )
        results = {
            each.serial: telling.result(each, each.second, decisions.get(each.serial, ()))
            for each in sheets
            if each.second is not None
        }
        found = in_turn(plans, sheets, results, from_the_first=all_of_them)[first.serial]
        if all_of_them or found.standing is not SheetStanding.UNDECIDED:
            return found
        most *= _READ_MORE


def scope_of(place: Workplace, unit: UnitOfWork, first: KeyedSheet, *, whole: bool) -> tuple[str, ...]:
    """Return the questions of a sheet that are keyed a second time; empty: all of them.

    Args:
        whole: whether all are that the plan does not leave out, or only those that always are.
    """
    plan = plan_for(unit, first.form_id, first.plan_version)
    if plan is None:
        return ()
    if not whole:
        return tuple(path for path, scope in plan.scopes.items() if scope is QuestionScope.ALWAYS)
    return _whole(place, unit, first, plan)


def _whole(
    place: Workplace, unit: UnitOfWork, sheet: KeyedSheet, plan: VerificationPlan | None
) -> tuple[str, ...]:
    if plan is None or QuestionScope.NEVER not in plan.scopes.values():
        return ()
    return _not_left_out(plan, kinds_of(_definition_of(place, unit, sheet)))


def _not_left_out(plan: VerificationPlan, paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if plan.scope(path) is not QuestionScope.NEVER)


# differences ----------------------------------------------------------------------------------------------


def first_fields(unit: UnitOfWork, first: KeyedSheet) -> Mapping[str, FieldKeyed]:
    """Return what the first keyer made of each field; nothing where the response was erased."""
    revision = unit.responses.revision(first.instance_id)
    if revision is None:
        return {}
    envelope = revision.envelope
    return as_keyed({**envelope.off_route, **revision.answers}, envelope.missing)


def second_fields(second: KeyedSheet) -> Mapping[str, FieldKeyed]:
    """Return what the second keyer made of each field."""
    return as_keyed(second.answers, second.missing)


def comparison(place: Workplace, unit: UnitOfWork, first: KeyedSheet, second: KeyedSheet) -> Comparison:
    """Compare the two keyings of a sheet by the plan that it goes by; differences in the order of the sheet."""
    definition = _definition_of(place, unit, second)
    return compare(
        first_fields(unit, first),
        second_fields(second),
        kinds=kinds_of(definition),
        plan=plan_for(unit, first.form_id, first.plan_version),
        scope=second.scope,
    )


def settle(place: Workplace, unit: UnitOfWork, *, actor: Actor, second: KeyedSheet, at: datetime) -> Comparison:
    """Compare a second keying that was just kept with the first; where nothing differs the sheet is verified.

    The caller logs it, in the same unit.
    """
    keyings = unit.keyings.of_serial(second.serial)
    first = next(each for each in keyings if each.which is Which.FIRST)
    found = comparison(place, unit, first, second)
    if not found.differences:
        mark_verified(place, unit, actor=actor, programme_id=first.programme_id, serials=[second.serial], at=at)
    return found


def _definition_of(place: Workplace, unit: UnitOfWork, sheet: KeyedSheet) -> FormDefinition:
    return _definition(place, unit, sheet.form_id, sheet.form_version, sheet.form_sha256)


def _definition(place: Workplace, unit: UnitOfWork, form_id: str, version: str, sha256: str) -> FormDefinition:
    form = unit.forms.by_sha(sha256)
    if form is None:
        raise Refusal(
            place=tr("Form {id}", id=form_id),
            fault=tr("Version {version} of the form is not on this device.", version=version),
            remedy=tr("Open the programme pack that holds it first."),
        )
    return place.shelf.definition(form)
