"""The pile that is being keyed: which of its sheets wait, by the code on the sheet that lies on top of it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.responses.states import FROZEN
from desktop.workflows.keyed_sheets import KEYED
from desktop.workflows.paper_stacks import read_stack
from desktop.workflows.workplace import Workplace


@dataclass(frozen=True, slots=True)
class PileToKey:
    """A pile as it stands.

    Attributes:
        serials: canonical, of all its sheets, in the order of the pile.
        waiting: those that are not keyed yet, in that order.
    """

    serials: tuple[str, ...]
    waiting: tuple[str, ...]

    def without(self, serial: str) -> PileToKey:
        """Return it once the sheet with ``serial`` is keyed, or laid by."""
        return PileToKey(self.serials, tuple(each for each in self.waiting if each != serial))


def look_up_pile(place: Workplace, text: str) -> PileToKey:
    """Return the pile whose code was scanned.

    Raises:
        PileCodeRefused: the code is damaged.
        Refusal: nothing in it can be keyed here.
    """
    with place.reading() as unit:
        stack = read_stack(unit, [text])
        serials = tuple(each.serial for each in stack.copies)
        recorded = {
            serial for serial in serials if any(each.state in FROZEN for each in unit.responses.by_serial(serial))
        }
    if not serials:
        why = stack.left_out[0].why if stack.left_out else tr("It names no sheets: scan them one by one.")
        raise Refusal(
            place=tr("Code of a pile"), fault=why, remedy=tr("Scan the sheets of the pile one after another.")
        )
    keyed = recorded | {each.serial for each in stack.copies if each.state in KEYED}
    return PileToKey(serials, tuple(serial for serial in serials if serial not in keyed))
