"""Which sheets are keyed a second time, as a pure fold over a keyer's sheets in the order of finishing them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.foundation.names import name_key
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


class InTurn(Protocol):
    """A first keying, as far as its turn hangs on it."""

    @property
    def serial(self) -> str: ...

    @property
    def form_id(self) -> str: ...

    @property
    def plan_version(self) -> int: ...

    @property
    def lot(self) -> float: ...


@dataclass(frozen=True, slots=True)
class SecondSeen:
    """That a sheet was keyed a second time, without what was keyed.

    Attributes:
        form_version, form_sha256: by which it was keyed.
        scope: as in :class:`~desktop.responses.keyings.KeyedSheet`.
        verified: whether nothing is left to be decided.
        argued: whether anything was decided.
    """

    form_version: str
    form_sha256: str
    scope: tuple[str, ...]
    verified: bool
    argued: bool


@dataclass(frozen=True, slots=True)
class SheetInTurn:
    """A first keying in the row of its keyer's, with what came of it; no more, since a row may have thousands."""

    serial: str
    form_id: str
    plan_version: int
    lot: float
    second: SecondSeen | None


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
        who = sheet.keyer.person_id or name_key(sheet.keyer.name)
        groups[(sheet.device_id, who, sheet.form_id)].append(sheet)
    found: dict[str, Standing] = {}
    for group in groups.values():
        group.sort(key=lambda each: (each.finished_at, each.keying_id))
        found |= in_turn(plans, group, results)
    return found


def in_turn(
    plans: Mapping[tuple[str, int], VerificationPlan],
    sheets: Iterable[InTurn],
    results: Mapping[str, SheetResult],
    *,
    from_the_first: bool = True,
) -> dict[str, Standing]:
    """Return serial to where the sheet stands, of one keyer's sheets of one form in the order of finishing them.

    Args:
        plans, results: as in :func:`standings`.
        from_the_first: whether no sheet was before these. If some were, all that they may have led to is followed:
            what is said to be due or free is so, and more may be said to be undecided than is.
    """
    found: dict[str, Standing] = {}
    states = _BEGIN
    before: tuple[float, int] | None = None
    for sheet in sheets:
        plan = plans.get((sheet.form_id, sheet.plan_version))
        result = results.get(sheet.serial)
        if plan is None or plan.rule is not SheetRule.RISK:
            chosen = plan is not None and _is_chosen(plan, sheet.lot)
            found[sheet.serial] = _standing(plan, result, due=chosen, free=not chosen)
            continue
        if before != (plan.aoql, plan.run):  # another promise: it is earned anew
            anywhere = before is None and not from_the_first
            states, before = (2 << plan.run) - 1 if anywhere else _BEGIN, (plan.aoql, plan.run)
        by_lot = sheet.lot < share_for(run=plan.run, aoql=plan.aoql)
        of_share = 1 << plan.run
        due = by_lot or not states & of_share
        free = not by_lot and states == of_share
        found[sheet.serial] = _standing(plan, result, due=due, free=free)
        states = _after(states, of_share, by_lot, result)
    return found


# The states that a keyer may be in are the bits of a number, so that following them all costs what following one
# does. Bit c, less than the run: every sheet is looked at, and c in a row had no error. The bit of the run: only a
# share is looked at.
_BEGIN = 1


def _after(states: int, of_share: int, by_lot: bool, result: SheetResult | None) -> int:
    """Return the states that may follow a sheet."""
    if result is not None and result.erred:
        return _BEGIN  # in a sheet that nobody had to look at too: that only has more looked at
    known = result is not None and result.decided
    if result is not None and not result.whole:  # some questions without an error are not a sheet without one
        return states if known else states | _BEGIN
    sharing = states & of_share
    counting = states ^ sharing
    # one more without an error, which after a whole run is a share; and while it is not known, an error as well
    erred = _BEGIN if not known and (counting or by_lot) else 0
    return counting << 1 | sharing | erred


def _is_chosen(plan: VerificationPlan, lot: float) -> bool:
    return plan.rule is SheetRule.ALL or (plan.rule is SheetRule.SAMPLE and lot < plan.share)


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
