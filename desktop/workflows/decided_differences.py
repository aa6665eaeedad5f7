"""What was decided on sheets that two keyers read differently: who keyed what, what was adopted, by whom, why."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.questionnaires.definition import Question
from desktop.questionnaires.numbering import question_numbers
from desktop.responses.adjudication import Decision
from desktop.responses.verification_plan import without_blocks
from desktop.sheets.serials import read_serial
from desktop.staff.people import Action, Actor
from desktop.workflows.workplace import Workplace, require


@dataclass(frozen=True, slots=True)
class DecidedField:
    """One decision, with what a person needs to read it.

    Attributes:
        shown: serial in groups of four.
        number, label: of the question; empty where its form is not here.
        question: ``None`` where its form is not here.
        choices: (value, label) of the question's choices.
        first_keyer, second_keyer: names; empty where the keying is gone.
    """

    decision: Decision = field(repr=False)
    shown: str
    number: str
    label: str
    question: Question | None = field(repr=False)
    choices: tuple[tuple[str, str], ...]
    first_keyer: str
    second_keyer: str


def decided(
    place: Workplace, *, actor: Actor, programme_id: str = "", serial: str = ""
) -> tuple[DecidedField, ...]:
    """Return the decisions of a programme, or on one sheet: the latest sheet first, its fields in their order.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.ADJUDICATE)
    with place.reading() as unit:
        made = unit.decisions.of_serial(serial) if serial else unit.decisions.list(programme_id=programme_id)
        keyings = {
            each.keying_id: each
            for sheet in unit.keyings.of_serials({each.serial for each in made}).values()
            for each in sheet
        }
        forms = {sha: unit.forms.by_sha(sha) for sha in {each.form_sha256 for each in keyings.values()}}
    found = []
    for decision in made:
        first, second = keyings.get(decision.first_keying_id), keyings.get(decision.second_keying_id)
        form = forms.get(first.form_sha256) if first is not None else None
        definition = place.shelf.definition(form) if form is not None else None
        path = without_blocks(decision.path)
        question = definition.find(path) if definition is not None else None
        known = question if isinstance(question, Question) else None
        found.append(
            DecidedField(
                decision=decision,
                shown=read_serial(decision.serial).shown,
                number=question_numbers(definition).get(path, "") if definition is not None else "",
                label=known.label().strip() if known is not None else decision.path,
                question=known,
                choices=tuple((each.value, each.label()) for each in known.choices) if known is not None else (),
                first_keyer=first.keyer.name if first is not None else "",
                second_keyer=second.keyer.name if second is not None else "",
            )
        )
    return tuple(sorted(found, key=_latest_first))


def _latest_first(each: DecidedField) -> tuple[float, str, int, str]:
    decision = each.decision
    return -decision.decided_at.timestamp(), decision.serial, int(each.number or 0), decision.path
