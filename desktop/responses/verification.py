"""Which sheets are keyed a second time, as a pure fold over a keyer's sheets in the order of finishing them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.responses.keyings import KeyedSheet
from desktop.responses.sampling import share_for
from desktop.responses.verification_plan import QuestionScope, SheetRule, VerificationPlan


class SheetStanding(StrEnum):
    """Where a sheet that was keyed once stands."""

    NOT_CHOSEN = "not chosen"
    UNDECIDED = "undecided"
    """Whether its turn comes hangs on a sheet whose result is not known yet."""
    WAITS_FOR_SECOND = "waits for second keying"
    WAITS_FOR_DECISION = "waits for decision"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What a second keying of a sheet showed.

    Attributes:
        decided: whether nothing is left to be decided.
        erred: whether what was adopted for some field is not what the first keyer keyed; says nothing before it
            is decided, unless it is true.
        whole: whether the whole sheet was keyed a second time, not only the questions that always are.
    """

    decided: bool
    erred: bool
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sheet stands.

    Attributes:
        scope: paths to be keyed the second time where it waits for that and not the whole sheet is due; else
            empty.
    """

    standing: SheetStanding
    scope: tuple[str, ...] = ()


_State = tuple[bool, int]
"""Whether only a share is looked at, and how many in a row had no error before."""
_BEGIN: _State = (False, 0)


def standing(
    plans: Mapping[tuple[str, int], VerificationPlan],
    sheets: Iterable[KeyedSheet],
    results: Mapping[str, SheetResult],
) -> Mapping[str, SheetStanding]:
    """Return serial to where the sheet stands; see :func:`standings`."""
    return {serial: each.standing for serial, each in standings(plans, sheets, results).items()}


def standings(
    plans: Mapping[tuple[str, int], VerificationPlan],
    sheets: Iterable[KeyedSheet],
    results: Mapping[str, SheetResult],
) -> Mapping[str, Standing]:
    """Return serial to where the sheet stands.

    A sheet goes by the plan that was in force when its first keying was finished, and by the lot drawn then. With
    the rule RISK it hangs on the results of the keyer's sheets before it; while one of these is not known, all
    that it may be are followed: a sheet is due where it is due whatever they are, and free where it is free
    whatever they are.

    Args:
        plans: (form id, version) to plan.
        sheets: first keyings of any keyers and forms, of responses that stand, one of each serial.
        results: serial to result, of the sheets that were keyed a second time.
    """
    groups: dict[tuple[str, str, str], list[KeyedSheet]] = defaultdict(list)
    for sheet in sheets:
        who = sheet.keyer.person_id or sheet.keyer.name.strip().casefold()
        groups[(sheet.device_id, who, sheet.form_id)].append(sheet)
    found: dict[str, Standing] = {}
    for group in groups.values():
        found |= _of_keyer(plans, group, results)
    return found


def _of_keyer(
    plans: Mapping[tuple[str, int], VerificationPlan],
    sheets: Iterable[KeyedSheet],
    results: Mapping[str, SheetResult],
) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    states = frozenset({_BEGIN})
    before: tuple[float, int] | None = None
    for sheet in sorted(sheets, key=lambda each: (each.finished_at, each.keying_id)):
        plan = plans.get((sheet.form_id, sheet.plan_version))
        result = results.get(sheet.serial)
        if plan is None or plan.rule is not SheetRule.RISK:
            chosen = plan is not None and _is_chosen(plan, sheet.lot)
            found[sheet.serial] = _standing(plan, result, due=chosen, free=not chosen)
            continue
        if before != (plan.aoql, plan.run):  # another promise: it is earned anew
            states, before = frozenset({_BEGIN}), (plan.aoql, plan.run)
        by_lot = sheet.lot < share_for(run=plan.run, aoql=plan.aoql)
        due = {not of_share or by_lot for of_share, _clean in states}
        found[sheet.serial] = _standing(plan, result, due=due == {True}, free=due == {False})
        states = frozenset(after for state in states for after in _after(state, by_lot, plan.run, result))
    return found


def _is_chosen(plan: VerificationPlan, lot: float) -> bool:
    return plan.rule is SheetRule.ALL or (plan.rule is SheetRule.SAMPLE and lot < plan.share)


def _after(state: _State, by_lot: bool, run: int, result: SheetResult | None) -> Iterable[_State]:
    """Yield the states that may follow a sheet."""
    of_share, clean = state
    if result is not None and result.erred:
        yield _BEGIN  # in a sheet that nobody had to look at too: that only has more looked at
        return
    known = result is not None and result.decided
    if of_share:
        yield state
        if by_lot and not known:
            yield _BEGIN
    elif result is not None and result.decided and not result.whole:
        yield state  # some questions without an error are not a sheet without one
    else:
        yield (True, 0) if clean + 1 >= run else (False, clean + 1)
        if not known:
            yield _BEGIN


def _standing(plan: VerificationPlan | None, result: SheetResult | None, *, due: bool, free: bool) -> Standing:
    if result is not None:
        return Standing(SheetStanding.VERIFIED if result.decided else SheetStanding.WAITS_FOR_DECISION)
    if due:
        return Standing(SheetStanding.WAITS_FOR_SECOND)
    always = () if plan is None else always_due(plan)
    if not free:
        return Standing(SheetStanding.UNDECIDED)
    return Standing(SheetStanding.WAITS_FOR_SECOND, always) if always else Standing(SheetStanding.NOT_CHOSEN)


def always_due(plan: VerificationPlan) -> tuple[str, ...]:
    """Return the questions that are keyed a second time on every sheet, chosen or not."""
    return tuple(sorted(path for path, scope in plan.scopes.items() if scope is QuestionScope.ALWAYS))
