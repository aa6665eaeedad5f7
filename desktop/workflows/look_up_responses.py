"""Looking responses up: which there are, in the order of a list, and one with its answers and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.engagement.programme import Programme, Window
from desktop.foundation.clock import end_of_day
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import Question
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.numbering import question_numbers
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.finding import DayBound, ResponseFilter, ResponseOrder
from desktop.responses.response import ResponseSummary, Revision
from desktop.responses.states import FROZEN, ItemState, Move, can_move
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import Workplace, require, the_programme

FIRST = 500
"""So many ids are fetched before the list is shown; the others follow."""
ON_A_LIST = FROZEN
"""States of the responses that a list shows: those that were finished once."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list can be narrowed to.

    Attributes:
        events, forms: (id, name), as they are looked for.
        by_state: how many responses are in each state, of those that a list shows.
    """

    events: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...]
    by_state: tuple[tuple[ItemState, int], ...]


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """One row of the list; holds no answer.

    Attributes:
        window: where the day that it counts on lies against the programme's dates now in force; ``None`` where
            that can't be told.
    """

    response_id: str
    form_title: str
    event_name: str
    channel: str
    serial: str
    recorded_by: str
    state: ItemState
    started_at: datetime
    finalised_at: datetime | None
    window: Window | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question with its answer, as it stands in the form.

    Attributes:
        kind: a :class:`~desktop.questionnaires.definition.QuestionType`; ``None`` where the form is not here.
        choices: (code, label).
        note: why it is missing, or why it stands although the form forbids it; empty otherwise.
    """

    path: str
    number: str
    label: str
    value: str
    kind: object
    choices: tuple[tuple[str, str], ...]
    appearances: frozenset[str]
    note: str


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision in a response's history.

    Attributes:
        reason: why it was made; empty for the first.
        changed: labels of the questions whose answers differ from the revision that it replaced.
    """

    instance_id: str
    at: str
    by: str
    reason: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResponseFound:
    """One response, to be read.

    Attributes:
        answers: in the order of the form; empty where they were emptied.
        history: newest first.
        ended: (what was done, by whom, when, why) where it was taken out.
        draft_id: of a change that somebody began; empty where nobody did.
        changed_by: who began it.
        may_change, may_void: whether its state allows it.
        margin_notes, loose_pages: of a sheet: what is written beside the questions, and what came with it.
    """

    line: ResponseLine
    answers: tuple[AnswerLine, ...]
    history: tuple[RevisionLine, ...]
    ended: tuple[tuple[str, str, datetime, str], ...]
    draft_id: str
    changed_by: str
    may_change: bool
    may_void: bool
    margin_notes: str = ""
    loose_pages: int = 0


def choices(place: Workplace, *, actor: Actor, programme_id: str) -> Choices:
    """Return what a list of a programme's responses can be narrowed to.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.SEE_RESPONSES)
    with place.reading() as unit:
        events = tuple((event.event_id, event.name) for event in unit.events.list(programme_id))
        forms = unit.forms.titles(programme_id)
        held = unit.responses.counts_by_state(programme_id=programme_id)
    return Choices(
        events=events,
        forms=tuple(sorted(forms.items(), key=lambda pair: pair[1])),
        by_state=tuple((state, held[state]) for state in ItemState if state in ON_A_LIST and held[state]),
    )


def look_up(
    place: Workplace,
    *,
    actor: Actor,
    wanted: ResponseFilter,
    window: Window | None = None,
    order: ResponseOrder = ResponseOrder.STARTED,
    descending: bool = True,
    limit: int | None = None,
) -> tuple[str, ...]:
    """Return the ids of the responses of a programme that a list shows, in its order.

    Args:
        wanted: of which ``programme_id`` is given; of its states those are shown that were finished once.
        window: only those that count before, in or after the programme's dates now in force.
        limit: only the first so many: these come at once, all of 100,000 a little later.

    Raises:
        Refusal: the programme is not on this device, or the role does not allow it.
    """
    require(actor, Action.SEE_RESPONSES)
    states = ON_A_LIST if wanted.states is None else ON_A_LIST & wanted.states
    with place.reading() as unit:
        asked = replace(wanted, states=states)
        if window is not None:
            asked = _within(the_programme(unit, wanted.programme_id or ""), asked, window)
        if states == ON_A_LIST and asked.search.strip():
            asked = replace(asked, states=None)  # what has no finished revision has no words either
        return unit.responses.page_ids(asked, order, descending=descending, limit=limit)


def _within(programme: Programme, wanted: ResponseFilter, window: Window) -> ResponseFilter:
    def begin_of(day_before: int) -> DayBound | None:
        day = programme.opens if day_before else programme.last_day
        if day is None:
            return None
        first = day if day_before else day + timedelta(days=1)
        return DayBound(first, end_of_day(first - timedelta(days=1), programme.time_zone))

    opens, after = begin_of(1), begin_of(0)
    nothing = frozenset[ItemState]()
    match window:
        case Window.BEFORE:
            return replace(wanted, counted_before=opens) if opens else replace(wanted, states=nothing)
        case Window.LATE:
            return replace(wanted, counted_from=after) if after else replace(wanted, states=nothing)
        case Window.INSIDE:
            return replace(wanted, counted_from=opens, counted_before=after)


def lines(place: Workplace, *, actor: Actor, response_ids: Sequence[str]) -> tuple[ResponseLine, ...]:
    """Return the rows of those responses, in the order given; one that is not there is left out.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.SEE_RESPONSES)
    with place.reading() as unit:
        found = unit.responses.summaries_of(response_ids)
        names = _Names(unit)
        return tuple(names.line(each) for each in found)


def response(place: Workplace, *, actor: Actor, response_id: str) -> ResponseFound:
    """Return one response with its answers, its history and what may be done with it.

    Raises:
        Refusal: it is not there, was never finished, or the role does not allow it.
    """
    require(actor, Action.SEE_RESPONSES)
    with place.reading() as unit:
        stored = unit.responses.get(response_id)
        if stored is None or stored.state not in ON_A_LIST:
            raise Refusal(
                place=tr("This response"),
                fault=tr("It is not there, or it was not finished."),
                remedy=tr("Look at the list again."),
            )
        revisions = [each for id_ in stored.revisions if (each := unit.responses.revision(id_)) is not None]
        newest = stored.revision
        form = unit.forms.by_sha(newest.form_sha256) if newest is not None else None
        change = unit.drafts.change_of(response_id)
        return ResponseFound(
            line=_Names(unit).line(stored.summary),
            answers=_answers(place, form, newest) if newest is not None else (),
            history=_history(place, form, revisions),
            ended=unit.responses.endings(response_id),
            draft_id="" if change is None else change.draft_id,
            changed_by="" if change is None else change.recorder.name,
            may_change=can_move(stored.state, Move.REVISE) and form is not None,
            may_void=can_move(stored.state, Move.VOID),
            margin_notes="" if newest is None else newest.envelope.margin_notes,
            loose_pages=0 if newest is None else newest.envelope.loose_pages,
        )


class _Names:
    """Names of events, forms and dates, each fetched once."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit
        self._forms = unit.forms.titles()
        self._events: dict[str, str] = {}
        self._programmes: dict[str, Programme | None] = {}

    def line(self, summary: ResponseSummary) -> ResponseLine:
        programme = self._programme(summary.programme_id)
        window = None
        if programme is not None and summary.finalised_at is not None:
            counted = programme.counted_on(summary.received_on, summary.finalised_at)
            window = programme.window_of_day(counted)
        return ResponseLine(
            response_id=summary.response_id,
            form_title=self._forms.get(summary.form_id, summary.form_id),
            event_name=self._event(summary.event_id),
            channel=summary.channel,
            serial=summary.serial,
            recorded_by=summary.recorded_by,
            state=summary.state,
            started_at=summary.started_at,
            finalised_at=summary.finalised_at,
            window=window,
        )

    def _programme(self, programme_id: str) -> Programme | None:
        if programme_id not in self._programmes:
            self._programmes[programme_id] = self._unit.programmes.get(programme_id)
        return self._programmes[programme_id]

    def _event(self, event_id: str) -> str:
        if event_id not in self._events:
            found = self._unit.events.get(event_id)
            self._events[event_id] = "" if found is None else found.name
        return self._events[event_id]


def _answers(place: Workplace, form: StoredForm | None, revision: Revision) -> tuple[AnswerLine, ...]:
    """Return the answers as the form asks for them; by path alone where the form is not here."""
    notes = {**revision.envelope.missing, **revision.envelope.forced}
    if form is None:
        return tuple(
            AnswerLine(path, "", path, value, None, (), frozenset(), notes.get(path, ""))
            for path, value in revision.answers.items()
        )
    definition = place.shelf.definition(form)
    entry, _ = FormEntry.edit(definition, revision.xml, clock=place.clock, as_written=True)
    numbers = question_numbers(definition)
    found = []
    for node in entry.nodes():
        question = definition.find(_plain(node.path))
        if not isinstance(question, Question) or not question.asked:
            continue
        value = revision.answers.get(node.path, "")
        note = notes.get(node.path, "")
        if not value and not note and not node.relevant:
            continue  # the form did not ask it here
        found.append(
            AnswerLine(
                path=node.path,
                number=numbers.get(_plain(node.path), ""),
                label=node.label.strip(),
                value=value,
                kind=question.type,
                choices=tuple(node.choices),
                appearances=question.appearances,
                note=note,
            )
        )
    return tuple(found)


def _history(place: Workplace, form: StoredForm | None, revisions: Sequence[Revision]) -> tuple[RevisionLine, ...]:
    known = {each.instance_id: each for each in revisions}
    labels: dict[str, str] = {}
    if form is not None:
        definition = place.shelf.definition(form)
        numbers = question_numbers(definition)
        labels = {path: tr("question {number}", number=number) for path, number in numbers.items()}
    found = []
    for revision in reversed(revisions):
        before = known.get(revision.deprecated_id)
        paths = dict.fromkeys([*(before.answers if before else ()), *revision.answers])
        differ = [
            path
            for path in paths
            if before is not None and before.answers.get(path, "") != revision.answers.get(path, "")
        ]
        changed = dict.fromkeys(labels.get(_plain(path), "") for path in differ)
        found.append(
            RevisionLine(
                instance_id=revision.instance_id,
                at=revision.envelope.finalised_at,
                by=revision.envelope.recorder.name,
                reason=revision.reason,
                changed=tuple(each for each in changed if each),
            )
        )
    return tuple(found)


def _plain(path: str) -> str:
    return "/".join(part.split("[", 1)[0] for part in path.split("/"))
