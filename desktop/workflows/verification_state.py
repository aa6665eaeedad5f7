"""Where each sheet that was keyed stands: for figures and exports, on a laptop and at the centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.responses.adjudication import Decision
from desktop.responses.keying_comparison import Comparison, adopted_of, compare, kinds_of
from desktop.responses.keyings import FieldKeyed, KeyedSheet, Which
from desktop.responses.verification import SheetStanding
from desktop.store.unit import UnitOfWork
from desktop.workflows.keying_differences import STANDING, first_fields, second_fields, standings_of
from desktop.workflows.set_verification import plan_for
from desktop.workflows.workplace import Workplace


@dataclass(frozen=True, slots=True)
class SheetKeyed:
    """A sheet that was keyed once at least.

    Attributes:
        second: ``None`` while there is none.
        compared: what differs between the two; ``None`` likewise, and where that can't be known here.
        decisions: on fields that differ.
        first_read, second_read: path to what each made of it, where they were compared.
    """

    standing: SheetStanding
    first: KeyedSheet
    second: KeyedSheet | None = None
    compared: Comparison | None = None
    decisions: tuple[Decision, ...] = ()
    first_read: Mapping[str, FieldKeyed] = field(default_factory=dict, repr=False)
    second_read: Mapping[str, FieldKeyed] = field(default_factory=dict, repr=False)

    @property
    def adjudicated(self) -> int:
        """Fields that were decided."""
        return len(adopted_of(self.decisions))

    @property
    def exceptions(self) -> int:
        """Of these, the fields whose decision that holds is not a third person's."""
        return by_exception(self.decisions)


def by_exception(decisions: Iterable[Decision]) -> int:
    """Return how many fields were not decided by a third person; of two decisions on a field the later holds."""
    ordered = sorted(decisions, key=lambda each: (each.decided_at, each.decision_id))
    holding = {(each.serial, each.path): each for each in ordered}
    return sum(1 for each in holding.values() if each.exception)


def sheets_keyed(
    place: Workplace, unit: UnitOfWork, *, programme_id: str = "", response_ids: Iterable[str] | None = None
) -> Mapping[str, SheetKeyed]:
    """Return response id to the sheet that it is, of responses that stand and were keyed with a record of it.

    Args:
        programme_id: of one programme only.
        response_ids: only these; where a sheet stands is worked out from all.
    """
    all_firsts = unit.keyings.list(programme_id=programme_id, which=Which.FIRST)
    if not all_firsts:
        return {}
    states = unit.responses.states(each.response_id for each in all_firsts)
    firsts = [each for each in all_firsts if states.get(each.response_id) in STANDING]
    # two laptops may have keyed one sheet: each response has its own place in the figures, the serial one standing
    stands = standings_of(place, unit, {each.serial: each for each in firsts}.values())
    wanted = None if response_ids is None else set(response_ids)
    shown = [each for each in firsts if wanted is None or each.response_id in wanted]
    keyings = unit.keyings.of_serials(each.serial for each in shown)
    decisions = unit.decisions.of_serials(each.serial for each in shown)
    return {
        each.response_id: _sheet(
            place, unit, each, keyings[each.serial], decisions.get(each.serial, ()), stands[each.serial].standing
        )
        for each in shown
    }


def _sheet(
    place: Workplace,
    unit: UnitOfWork,
    first: KeyedSheet,
    keyings: Iterable[KeyedSheet],
    decisions: Iterable[Decision],
    stands: SheetStanding,
) -> SheetKeyed:
    seconds = [each for each in keyings if each.which is Which.SECOND and _belongs(each, first)]
    if not seconds:
        return SheetKeyed(stands, first)
    second = min(seconds, key=lambda each: (each.finished_at, each.keying_id))
    made = tuple(each for each in decisions if each.second_keying_id == second.keying_id)
    form = unit.forms.by_sha(second.form_sha256)
    first_read = _first_read(unit, first, second, made)
    if form is None or first_read is None:
        return SheetKeyed(stands, first, second, None, made)
    second_read = second_fields(second)
    compared = compare(
        first_read,
        second_read,
        kinds=kinds_of(place.shelf.definition(form)),
        plan=plan_for(unit, first.form_id, first.plan_version),
        scope=second.scope,
    )
    adopted = adopted_of(made)
    decided = all(each.path in adopted for each in compared.differences)
    standing = SheetStanding.VERIFIED if decided else SheetStanding.WAITS_FOR_DECISION
    return SheetKeyed(standing, first, second, compared, made, first_read, second_read)


def _first_read(
    unit: UnitOfWork, first: KeyedSheet, second: KeyedSheet, made: Sequence[Decision]
) -> Mapping[str, FieldKeyed] | None:
    """Return what the first keyer made of each field; ``None`` where it can't be known here.

    The centre has the newest revision alone of a response that was changed before it was sent. Where decisions say
    what was changed, the first keying is the second one but for them: all that differs is decided at once.
    """
    if unit.responses.revision(first.instance_id) is not None:
        return first_fields(unit, first)
    if not made:
        return None
    return {**second_fields(second), **{each.path: each.first for each in made}}


def _belongs(second: KeyedSheet, first: KeyedSheet) -> bool:
    return not second.response_id or second.response_id == first.response_id
