"""What a range can give: figures between its ends, a whole number of steps from its start."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import Question
from desktop.questionnaires.steps import AnswerRefused


def refuse_off_scale(question: Question, value: str, path: str) -> None:
    """Refuse a number that the scale of a range doesn't have; no slider could have given it.

    Raises:
        AnswerRefused: it is beyond an end, or between two steps.
    """
    try:
        first, last, step = (Decimal(question.parameters[name]) for name in ("start", "end", "step"))
        number = Decimal(value)
    except (InvalidOperation, KeyError):
        return  # a scale without ends
    if min(first, last) <= number <= max(first, last) and (not step or (number - first) % step == 0):
        return
    raise AnswerRefused(
        question=path,
        rule="type",
        fault=tr("“{value}” is not on the scale.", value=value),
        remedy=tr(
            "Give a number from {first} to {last}, in steps of {step}.", first=first, last=last, step=abs(step)
        ),
    )
