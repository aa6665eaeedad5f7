"""Queries to the coordinator: a keyer parks a field or a whole sheet, and keys the next one meanwhile.

The words of a query and of its answer may quote the sheet. So they are held as answers are: in no log, no message
and no file name; they go with the response when it is erased.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType
from desktop.questionnaires.numbering import question_numbers
from desktop.responses.drafts import DraftEnd, DraftKind
from desktop.responses.queries import Query, QueryState
from desktop.responses.states import STOPPED
from desktop.sheets.codes import printed_codes
from desktop.sheets.serials import read_serial
from desktop.staff.people import Action, Actor, may
from desktop.store.unit import UnitOfWork
from desktop.workflows.noted_words import cleaned, refuse_too_long
from desktop.workflows.open_entry import OpenEntry
from desktop.workflows.workplace import Workplace, require

MOST_WORDS = 1_000
"""Characters of a query, and of its answer."""
WAITING = frozenset({QueryState.OPEN, QueryState.ANSWERED})


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """A query with what the sheet shows at the field, for whoever answers it.

    Attributes:
        shown: serial in groups of four.
        question: label of the question; empty for the whole sheet.
        choices: (code as printed, label) of the question's choices, in the sheet's order.
        second: whether it was asked while the sheet is keyed a second time.
        event_name: empty where the event is not here.
    """

    query: Query
    shown: str
    form_title: str
    event_name: str
    question: str
    choices: tuple[tuple[str, str], ...]
    second: bool


def park(place: Workplace, *, actor: Actor, keying: OpenEntry, path: str, words: str = "") -> Query:
    """Ask the coordinator about a field, or with ``path`` "" about the whole sheet; on disk when this returns.

    Args:
        keying: a first or second keying; it stays as it is, and can't be finished before the query is answered.
        words: what the keyer wants to know; may be empty, the field says enough then.

    Raises:
        Refusal: the sheet was finished or given up, the words are too long, or the role does not allow it.
    """
    require(actor, Action.KEY_PAPER)
    header = keying.header
    asked = refuse_too_long(cleaned(words), place=tr("Query"), most=MOST_WORDS)
    now = place.clock.now()
    query = Query(
        query_id=new_id(),
        serial=header.serial,
        draft_id=header.draft_id,
        programme_id=header.programme_id,
        form_id=header.form_id,
        path=path,
        number=keying.numbers.get(_plain(path), "") if path else "",
        words=asked,
        asked_by=actor.name,
        asked_by_id=actor.person_id,
        asked_at=now,
        device_id=place.device_id,
    )
    with place.unit() as unit:
        draft = unit.drafts.get(header.draft_id)
        if draft is None or draft.end is not DraftEnd.OPEN:
            raise Refusal(
                place=tr("Query"),
                fault=tr("The sheet was finished or given up meanwhile."),
                remedy=tr("Look its serial up again."),
            )
        unit.queries.add(query)
        unit.changes.add(actor=actor, what="query asked", about_id=query.query_id, at=now)
        unit.commit()
    return query


def answer(place: Workplace, *, actor: Actor, query_id: str, answer: str) -> Query:
    """Answer a query; given again, it replaces the answer of before, until the sheet is finished.

    Raises:
        Refusal: nothing was written, it is too long, the query is gone or its sheet is finished, or the role does
            not allow it.
    """
    require(actor, Action.ANSWER_QUERIES)
    words = refuse_too_long(cleaned(answer), place=tr("Answer to a query"), most=MOST_WORDS)
    if not words:
        raise Refusal(
            place=tr("Answer to a query"),
            fault=tr("Nothing was written."),
            remedy=tr("Say what is to be keyed, for example: key it as illegible."),
        )
    return _answered(place, actor, query_id, words, what="query answered")


def settle(place: Workplace, *, actor: Actor, query_id: str) -> Query:
    """Take a query back that its keyer has no need of any more: it counts as answered, without a word.

    Raises:
        Refusal: the query is gone or its sheet is finished, or it is neither theirs nor theirs to answer.
    """
    require(actor, Action.KEY_PAPER)
    with place.reading() as unit:
        found = _waiting(unit, query_id)
    if found.asked_by_id != actor.person_id or not actor.person_id:
        require(actor, Action.ANSWER_QUERIES)
    return _answered(place, actor, query_id, "", what="query taken back")


def _answered(place: Workplace, actor: Actor, query_id: str, words: str, *, what: str) -> Query:
    now = place.clock.now()
    with place.unit() as unit:
        _waiting(unit, query_id)
        unit.queries.answer(query_id, words, actor.name, now)
        unit.changes.add(actor=actor, what=what, about_id=query_id, at=now)
        kept = unit.queries.get(query_id)
        unit.commit()
    assert kept is not None  # it was answered in this transaction
    return kept


def _waiting(unit: UnitOfWork, query_id: str) -> Query:
    found = unit.queries.get(query_id)
    if found is None or found.state not in WAITING or not _goes_on(unit, found):
        raise Refusal(
            place=tr("Query"),
            fault=tr("It is no longer there: its sheet was finished or given up."),
            remedy=tr("Look at the list again."),
            command="queries list",
        )
    return found


# for those that finish a sheet, or give it up ------------------------------------------------------------


def refuse_open_queries(unit: UnitOfWork, serial: str) -> None:
    """Refuse to finish a sheet while a query of it waits for its answer.

    Raises:
        Refusal: one does.
    """
    waiting = sum(1 for each in unit.queries.open_of(serial) if _goes_on(unit, each))
    if waiting:
        raise Refusal(
            place=tr("Serial {serial}", serial=read_serial(serial).shown),
            fault=ntr(
                "{count} query about it is not answered yet.",
                "{count} queries about it are not answered yet.",
                waiting,
            ),
            remedy=tr("Key the next sheet. This one waits, and is offered again with the answer."),
        )


def close_queries(unit: UnitOfWork, serial: str) -> None:
    """Say in the transaction that finishes a sheet, or gives it up, that its queries are done with."""
    unit.queries.done(serial)


# looking -------------------------------------------------------------------------------------------------


def open_queries(place: Workplace, *, programme_id: str = "") -> tuple[Query, ...]:
    """Return the queries that wait for an answer, oldest first; of sheets that are still being keyed here."""
    with place.reading() as unit:
        return waiting_queries(unit, programme_id, {QueryState.OPEN})


def of_draft(place: Workplace, draft_id: str) -> tuple[Query, ...]:
    """Return the queries of one keying that wait for their answer or were answered, oldest first."""
    return of_drafts(place, [draft_id]).get(draft_id, ())


def of_drafts(place: Workplace, draft_ids: Collection[str]) -> Mapping[str, tuple[Query, ...]]:
    """Return by draft what :func:`of_draft` returns; a draft without a query is not in it."""
    found: dict[str, tuple[Query, ...]] = {}
    if not draft_ids:
        return found
    with place.reading() as unit:
        for each in waiting_queries(unit):
            if each.draft_id in draft_ids:
                found[each.draft_id] = (*found.get(each.draft_id, ()), each)
    return found


def queries(
    place: Workplace, *, actor: Actor, programme_id: str = "", open_only: bool = False
) -> tuple[AskedQuery, ...]:
    """Return the queries of sheets that are being keyed here, open ones first, then the oldest first.

    Who may not answer them sees their own.

    Raises:
        Refusal: the role has nothing to do with keying.
    """
    require(actor, Action.KEY_PAPER)
    with place.reading() as unit:
        kept = waiting_queries(unit, programme_id, {QueryState.OPEN} if open_only else WAITING)
        theirs = kept if _answers(actor) else [each for each in kept if each.asked_by_id == actor.person_id]
        ordered = sorted(theirs, key=lambda each: (each.state is not QueryState.OPEN, each.asked_at))
        return tuple(_asked(place, unit, each) for each in ordered)


def waiting_queries(
    unit: UnitOfWork, programme_id: str = "", states: Collection[QueryState] = WAITING
) -> tuple[Query, ...]:
    """Return the queries whose sheet is still being keyed here, oldest first."""
    kept = unit.queries.list(programme_id=programme_id, states=frozenset(states))
    return tuple(sorted((each for each in kept if _goes_on(unit, each)), key=lambda each: each.asked_at))


def _answers(actor: Actor) -> bool:
    if actor.role is None:
        return not actor.signed_in  # a command, as in `require`
    return may(actor.role, Action.ANSWER_QUERIES)


def _goes_on(unit: UnitOfWork, query: Query) -> bool:
    """Tell whether its sheet is still being keyed: one that was given up on any way has no query any more."""
    draft = unit.drafts.get(query.draft_id)
    if draft is None or draft.end is not DraftEnd.OPEN:
        return False
    if draft.kind is not DraftKind.SECOND_KEYING or not draft.response_id:
        return True
    # nobody keys a sheet a second time whose response was taken out
    return unit.responses.states([draft.response_id]).get(draft.response_id) not in STOPPED


def _asked(place: Workplace, unit: UnitOfWork, query: Query) -> AskedQuery:
    draft = unit.drafts.get(query.draft_id)
    assert draft is not None  # queries of sheets that are not being keyed are left out
    form = unit.forms.by_sha(draft.form_sha256)
    event = unit.events.get(draft.event_id)
    question = None if form is None else _question(place.shelf.definition(form), query.path)
    several = question is not None and question.type in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
    values = [each.value for each in question.choices] if question is not None else []
    codes = printed_codes(values, several=several)
    return AskedQuery(
        query=query,
        shown=read_serial(query.serial).shown,
        form_title=form.title if form is not None else query.form_id,
        event_name=event.name if event is not None else "",
        question=question.labels.plain(draft.language) if question is not None else "",
        choices=tuple((codes[each.value], each.label(draft.language)) for each in question.choices)
        if question is not None
        else (),
        second=draft.kind is DraftKind.SECOND_KEYING,
    )


def _question(definition: FormDefinition, path: str) -> Question | None:
    found = definition.find(_plain(path)) if path else None
    return found if isinstance(found, Question) and found.path in question_numbers(definition) else None


def _plain(path: str) -> str:
    """Return ``path`` without the numbers of a repeat's blocks."""
    return "/".join(part.split("[", 1)[0] for part in path.split("/"))
