"""Who we have not heard from, at an event or in the whole programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.analysis.benchmarks import Dimension
from desktop.analysis.representation import Snapshot, View, looked_at, who_was_heard
from desktop.engagement.hand_over import RepresentationQuestion
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import UnknownQuestion
from desktop.store.unit import UnitOfWork
from desktop.workflows.benchmarks import in_force
from desktop.workflows.merge_events import under_one
from desktop.workflows.workplace import Workplace, the_programme

_ALL = 2**31 - 1


def not_heard(place: Workplace, programme_id: str, event_id: str = "") -> tuple[View, ...]:
    """Return who was heard, a view for each dimension.

    Args:
        event_id: with the events merged with it; empty for the whole programme.

    Raises:
        Refusal: the programme is not open here.
    """
    with place.reading() as unit:
        return views_of(place, unit, programme_id, under_one(unit, event_id) if event_id else None)


def views_of(
    place: Workplace, unit: UnitOfWork, programme_id: str, event_ids: Iterable[str] | None
) -> tuple[View, ...]:
    """Return the views of the events that are counted together; ``None`` for the whole programme."""
    programme = the_programme(unit, programme_id)
    events = None if event_ids is None else tuple(sorted(event_ids))
    views = []
    for dimension in Dimension:
        snapshots = [
            found
            for asked in programme.representation
            if asked.dimension == dimension.value
            for found in [_snapshot(place, unit, programme_id, events, asked)]
            if found is not None
        ]
        views.append(
            who_was_heard(
                dimension, snapshots, in_force(unit, dimension, programme_id), other=tr("Another answer")
            )
        )
    return tuple(views)


def _snapshot(
    place: Workplace,
    unit: UnitOfWork,
    programme_id: str,
    event_ids: tuple[str, ...] | None,
    asked: RepresentationQuestion,
) -> Snapshot | None:
    form = unit.forms.get(asked.form_id)
    if form is None:
        return None
    try:
        question = place.shelf.definition(form).question(asked.question)
    except UnknownQuestion:
        return None  # the form in force no longer asks it
    used = looked_at(sum(_counts(unit, programme_id, event_ids, asked, _ALL).values()))
    counts = _counts(unit, programme_id, event_ids, asked, used) if used else {}
    return Snapshot(used, counts, {choice.value: choice.label() for choice in question.choices})


def _counts(
    unit: UnitOfWork,
    programme_id: str,
    event_ids: tuple[str, ...] | None,
    asked: RepresentationQuestion,
    first: int,
) -> Mapping[str, int]:
    found = unit.responses.answer_counts(
        asked.question,
        form_id=asked.form_id,
        programme_id=programme_id,
        event_ids=event_ids,
        first_n=first,
    )
    counts: dict[str, int] = {}
    for value, count in found:
        counts[value or ""] = counts.get(value or "", 0) + count
    return counts
