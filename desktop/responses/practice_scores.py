"""How a practice pile was keyed: field by field against what a keyer should make of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.responses.keying_comparison import FieldKind, same_field, within
from desktop.responses.keying_training import QuestionScore
from desktop.responses.keyings import FieldKeyed
from desktop.responses.practice_pile import Peculiar, PracticeField, PracticeSheet
from desktop.responses.response import MissingKind
from desktop.responses.verification_plan import Tolerance, without_blocks

_NOTHING = FieldKeyed("", MissingKind.BLANK)


@dataclass(frozen=True, slots=True)
class FieldScore:
    """One field of a practice sheet, as it was keyed.

    Attributes:
        sheet: number of the sheet in its pile.
        right: what a keyer should have made of it.
        is_right: whether they did.
    """

    sheet: int
    path: str
    right: FieldKeyed
    keyed: FieldKeyed
    peculiar: Peculiar
    is_right: bool


def score_sheet(
    sheet: PracticeSheet,
    keyed: Mapping[str, FieldKeyed],
    *,
    passed_by: Collection[str],
    kinds: Mapping[str, FieldKind],
    tolerance: Tolerance,
) -> tuple[FieldScore, ...]:
    """Return how each field was keyed; figures and choices to the letter, words within ``tolerance``.

    What the program never asked, since a question before was keyed wrong, is not counted a second time. An answer
    that stands where the form says to skip may be keyed or left: the program goes past it.

    Args:
        keyed: path to what was keyed, instances of repeats numbered; what is not in it was left empty.
        passed_by: paths that were not asked after what was keyed.
        kinds: question path to kind, without the numbers of instances.
    """
    return tuple(_scores(sheet, keyed, passed_by, kinds, tolerance))


def by_question(scores: Iterable[FieldScore]) -> Mapping[str, QuestionScore]:
    """Return question path (without numbers of instances) to how it went, in the order of the first sheet."""
    found: dict[str, QuestionScore] = {}
    for score in scores:
        path = without_blocks(score.path)
        before = found.get(path, QuestionScore(0, 0))
        found[path] = QuestionScore(before.fields + 1, before.errors + (not score.is_right))
    return found


def errors_per_thousand(scores: Mapping[str, QuestionScore]) -> float:
    """Return errors per 1,000 fields; 0 where nothing was keyed."""
    fields = sum(score.fields for score in scores.values())
    return 1000 * sum(score.errors for score in scores.values()) / fields if fields else 0.0


def lets_in(scores: Mapping[str, QuestionScore], most_errors: float) -> bool:
    """Tell whether a pile lets its keyer in: up to ``most_errors`` per 1,000 fields, and something was keyed."""
    return bool(scores) and errors_per_thousand(scores) <= most_errors


def _scores(
    sheet: PracticeSheet,
    keyed: Mapping[str, FieldKeyed],
    passed_by: Collection[str],
    kinds: Mapping[str, FieldKind],
    tolerance: Tolerance,
) -> Iterator[FieldScore]:
    for field in sheet.fields:
        made = keyed.get(field.path, _NOTHING)
        if _is_nothing(made) and field.path in passed_by and field.peculiar is not Peculiar.OFF_ROUTE:
            continue
        kind = kinds.get(without_blocks(field.path), FieldKind.TEXT)
        yield _score(sheet, field, made, _fits(field, made, kind, tolerance))
    known = {field.path for field in sheet.fields}
    for path, made in keyed.items():
        if path not in known and not _is_nothing(made):
            yield FieldScore(sheet.number, path, _NOTHING, made, Peculiar.PLAIN, is_right=False)


def _score(sheet: PracticeSheet, field: PracticeField, made: FieldKeyed, is_right: bool) -> FieldScore:
    return FieldScore(sheet.number, field.path, field.right, made, field.peculiar, is_right)


def _fits(field: PracticeField, made: FieldKeyed, kind: FieldKind, tolerance: Tolerance) -> bool:
    if field.peculiar is Peculiar.OFF_ROUTE and _is_nothing(made):
        return True
    if same_field(field.right, made, kind):
        return True
    words = kind is FieldKind.TEXT and field.right.value and made.value
    return bool(words) and within(field.right.value, made.value, tolerance)


def _is_nothing(keyed: FieldKeyed) -> bool:
    return not keyed.value and keyed.missing in ("", MissingKind.BLANK)
