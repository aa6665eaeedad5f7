"""Two keyings of one sheet beside each other: what is the same, what is let pass, and what has to be decided."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from desktop.questionnaires.definition import FormDefinition, QuestionType
from desktop.responses.adjudication import Decision
from desktop.responses.keyings import FieldKeyed
from desktop.responses.response import MissingKind
from desktop.responses.verification_plan import QuestionScope, Tolerance, VerificationPlan, without_blocks

_BLANK = FieldKeyed()


class FieldKind(StrEnum):
    """How two readings of a field are compared."""

    CHOICE = "choice"
    SEVERAL = "several"
    """Marks in any order."""
    ORDER = "order"
    """A ranking: the same marks in the same order."""
    FIGURE = "figure"
    """By what it amounts to: 07 is 7."""
    DATE = "date"
    TEXT = "text"
    """By the tolerance of the plan."""


_KINDS = {
    QuestionType.INTEGER: FieldKind.FIGURE,
    QuestionType.DECIMAL: FieldKind.FIGURE,
    QuestionType.RANGE: FieldKind.FIGURE,
    QuestionType.DATE: FieldKind.DATE,
    QuestionType.TIME: FieldKind.DATE,
    QuestionType.DATETIME: FieldKind.DATE,
    QuestionType.SELECT_ONE: FieldKind.CHOICE,
    QuestionType.ACKNOWLEDGE: FieldKind.CHOICE,
    QuestionType.SELECT_MULTIPLE: FieldKind.SEVERAL,
    QuestionType.RANK: FieldKind.ORDER,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two keyers read differently."""

    path: str
    kind: FieldKind
    first: FieldKeyed
    second: FieldKeyed


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing two keyings.

    Attributes:
        compared: paths of all fields that were compared, in the order of the first keying: those of ``same``, of
            ``within_tolerance`` and of ``differences``.
        left_out: paths that somebody keyed and that the plan or the scope leaves out.
    """

    compared: tuple[str, ...]
    same: tuple[str, ...]
    within_tolerance: tuple[str, ...]
    left_out: tuple[str, ...]
    differences: tuple[Difference, ...]


def kind_of(question_type: QuestionType) -> FieldKind:
    """Return how two readings of such a question are compared."""
    return _KINDS.get(question_type, FieldKind.TEXT)


def kinds_of(definition: FormDefinition) -> Mapping[str, FieldKind]:
    """Return question path (without numbers of blocks) to kind, of the questions that a sheet has."""
    return {each.path: kind_of(each.type) for each in definition.questions() if each.asked}


def as_keyed(answers: Mapping[str, str], missing: Mapping[str, str]) -> Mapping[str, FieldKeyed]:
    """Return what a keyer made of each field, of answers and missing kinds as a revision or a keying has them."""
    found = {path: FieldKeyed(value) for path, value in answers.items() if value}
    return found | {path: FieldKeyed("", kind) for path, kind in missing.items() if path not in found}


def compare(
    first: Mapping[str, FieldKeyed],
    second: Mapping[str, FieldKeyed],
    *,
    kinds: Mapping[str, FieldKind],
    plan: VerificationPlan | None,
    scope: Sequence[str] = (),
) -> Comparison:
    """Compare two keyings field by field.

    A field that is in one only was left empty by the other keyer, which is the same as blank.

    Args:
        kinds: question path to kind; of a question in a repeat by its path without the numbers of its blocks.
            What has no kind, such as a hidden value or the sheet's metadata, is not compared.
        plan: says which questions are left out, and how much two readings of words may differ; without one
            nothing is, and nothing may.
        scope: paths that were to be keyed; empty: all.
    """
    wanted = frozenset(scope)
    compared: list[str] = []
    same: list[str] = []
    within: list[str] = []
    left_out: list[str] = []
    differences: list[Difference] = []
    for path in dict.fromkeys((*first, *second)):
        kind = kinds.get(path) or kinds.get(without_blocks(path))
        if kind is None:
            continue
        if not _is_due(path, wanted, plan):
            left_out.append(path)
            continue
        compared.append(path)
        one, other = first.get(path, _BLANK), second.get(path, _BLANK)
        if same_field(one, other, kind):
            same.append(path)
        elif kind is FieldKind.TEXT and plan is not None and _is_let_pass(one, other, plan.tolerance_of(path)):
            within.append(path)
        else:
            differences.append(Difference(path, kind, one, other))
    return Comparison(tuple(compared), tuple(same), tuple(within), tuple(left_out), tuple(differences))


def same_field(one: FieldKeyed, other: FieldKeyed, kind: FieldKind) -> bool:
    """Tell whether two readings of a field are the same; no tolerance is given."""
    return one == other or canonical(one, kind) == canonical(other, kind)


def canonical(keyed: FieldKeyed, kind: FieldKind) -> tuple[str, ...]:
    """Return what a reading amounts to: two readings are the same when this is."""
    value = unicodedata.normalize("NFC", keyed.value)
    if not value.strip():
        missing = "" if keyed.missing == MissingKind.BLANK else keyed.missing
        return ("missing", missing) if missing else ("blank",)
    match kind:
        case FieldKind.SEVERAL:
            return ("marks", *sorted(set(value.split())))
        case FieldKind.ORDER:
            return ("order", *value.split())
        case FieldKind.FIGURE:
            return ("figure", _figure(value.strip()))
        case FieldKind.TEXT:
            return ("words", value)
        case _:
            return ("value", value.strip())


def within(one: str, other: str, tolerance: Tolerance) -> bool:
    """Tell whether two readings of words differ in no more than ``tolerance`` lets pass."""
    return _loosened(one, tolerance) == _loosened(other, tolerance)


def settled(comparison: Comparison, decisions: Iterable[Decision]) -> tuple[bool, bool]:
    """Return whether every difference was decided, and whether the first keyer erred.

    They erred where what was adopted is not what they keyed; of two decisions on a field the later holds.
    """
    adopted = adopted_of(decisions)
    erred = any(
        each.path in adopted and not same_field(each.first, adopted[each.path], each.kind)
        for each in comparison.differences
    )
    return all(each.path in adopted for each in comparison.differences), erred


def adopted_of(decisions: Iterable[Decision]) -> Mapping[str, FieldKeyed]:
    """Return path to what was adopted; of two decisions on a field the later holds."""
    ordered = sorted(decisions, key=lambda each: (each.decided_at, each.decision_id))
    return {each.path: each.adopted for each in ordered}


def _is_due(path: str, wanted: Collection[str], plan: VerificationPlan | None) -> bool:
    if wanted and path not in wanted and without_blocks(path) not in wanted:
        return False
    return plan is None or plan.scope(path) is not QuestionScope.NEVER


def _figure(text: str) -> str:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return text
    if not figure.is_finite():
        return text
    sign, digits, exponent = figure.as_tuple()
    figures = "".join(str(digit) for digit in digits).lstrip("0")
    if not figures:
        return "0"
    ending = len(figures) - len(figures.rstrip("0"))
    return f"{'-' if sign else ''}{figures.rstrip('0')}e{int(exponent) + ending}"


def _is_let_pass(one: FieldKeyed, other: FieldKeyed, tolerance: Tolerance) -> bool:
    if bool(one.value.strip()) != bool(other.value.strip()) or not one.value.strip():
        return False  # that something was written is never within a tolerance of that nothing was
    return within(one.value, other.value, tolerance)


def _loosened(text: str, tolerance: Tolerance) -> str:
    text = unicodedata.normalize("NFC", text)
    if tolerance.case:
        text = unicodedata.normalize("NFC", text.casefold())
    if tolerance.punctuation:
        text = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] in "LMN")
    if tolerance.spaces:
        text = " ".join(text.split())
    return text
