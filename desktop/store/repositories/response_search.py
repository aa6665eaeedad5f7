"""Finding responses by words and by what lists show, and counting single answers, in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy import text as sql

from desktop.foundation.clock import to_utc_text
from desktop.foundation.words import folded, folded_words
from desktop.responses.finding import COUNTING, EVERYTHING, DayBound, ResponseFilter, ResponseOrder
from desktop.responses.response import ResponseSummary, Revision
from desktop.store.repositories.base import Repository, chunks
from desktop.store.repositories.response_rows import to_summary
from desktop.store.tables import RESPONSE, RESPONSE_WORDS, REVISION

OF_MANY = RESPONSE.c.response_id.in_(bindparam("responses", expanding=True))
SUMMARY_COLUMNS = tuple(column for column in RESPONSE.c if column.name != "device_id")
_ORDERS = {
    ResponseOrder.FINALISED: RESPONSE.c.finalised_utc,
    ResponseOrder.CHANNEL: RESPONSE.c.channel,
    ResponseOrder.STATE: RESPONSE.c.state,
    ResponseOrder.RECORDED_BY: RESPONSE.c.recorded_by,
    ResponseOrder.SERIAL: RESPONSE.c.serial,
}
_MATCH = "SELECT rowid FROM response_search WHERE response_search MATCH :asked"
_MANY = 2_000
_INDEXED = 3
"""Letters of the longest beginnings that the search has an index of (:mod:`desktop.store.tables.search`)."""


class ResponseSearch(Repository):
    """What :class:`ResponseRepository` finds and counts by."""

    def page_ids(
        self,
        filters: ResponseFilter = EVERYTHING,
        order: ResponseOrder = ResponseOrder.STARTED,
        *,
        descending: bool = True,
        limit: int | None = None,
    ) -> tuple[str, ...]:
        """Return the ids of all responses that a list shows, in its order: a list fetches its rows by them.

        Args:
            limit: only the first so many, which come much sooner where very many are found.
        """
        columns: list[Any] = [RESPONSE.c.started_utc, RESPONSE.c.response_id]
        words = folded_words(filters.search)
        if (
            words
            and self._is_sqlite
            and not self._found_by_many(words, roughly=order is ResponseOrder.STARTED and len(words) > 1)
        ):
            statement = self._of_few(words, filters)
        elif words and order is ResponseOrder.STARTED:
            columns = [RESPONSE_WORDS.c.started_utc, RESPONSE_WORDS.c.response_id]
            statement = self._along_words(words, filters)
        else:
            statement = self._found(select(RESPONSE.c.response_id), filters)
        if order in _ORDERS:
            columns.insert(0, _ORDERS[order])
        ordered = statement.order_by(*(column.desc() if descending else column for column in columns))
        return tuple(self._connection.execute(ordered.limit(limit)).scalars())

    def _of_few(self, words: Sequence[str], filters: ResponseFilter) -> Select[Any]:
        """Return the responses with ``words`` of which there are few: each is looked up by its id."""
        having = select(RESPONSE_WORDS.c.response_id).where(self._with_words(words))
        few = self._connection.execute(having).scalars().all()
        statement = select(RESPONSE.c.response_id).where(RESPONSE.c.response_id.in_(few))
        return self._found(statement, replace(filters, search=""), by_index=False)

    def _along_words(self, words: Sequence[str], filters: ResponseFilter) -> Select[Any]:
        """Return the responses with ``words`` of which there are many: read in the order of the list."""
        statement = select(RESPONSE_WORDS.c.response_id).where(self._with_words(words, along_index=True))
        if filters.programme_id is not None:
            statement = statement.where(RESPONSE_WORDS.c.programme_id == filters.programme_id)
        rest = replace(filters, search="", programme_id=None)
        if rest == EVERYTHING:
            return statement
        joined = RESPONSE.c.response_id == RESPONSE_WORDS.c.response_id
        return self._found(statement.join(RESPONSE, joined), rest, by_index=False)

    def count(self, filters: ResponseFilter = EVERYTHING) -> int:
        """Return how many :meth:`page_ids` would give."""
        statement = self._found(select(func.count()).select_from(RESPONSE), filters)
        return int(self._connection.execute(statement).scalar_one())

    def summaries_of(self, response_ids: Sequence[str]) -> tuple[ResponseSummary, ...]:
        """Return the rows of those responses, in the order given; one that is not there is left out."""
        statement = select(*SUMMARY_COLUMNS).where(OF_MANY)
        found = {
            row.response_id: to_summary(row)
            for chunk in chunks(response_ids)
            for row in self._all(statement, {"responses": chunk})
        }
        return tuple(found[each] for each in response_ids if each in found)

    def answer_counts(
        self,
        question_path: str,
        *,
        form_id: str | None = None,
        event_ids: Iterable[str] | None = None,
        programme_id: str | None = None,
        first_n: int | None = None,
    ) -> tuple[tuple[str, int], ...]:
        """Return (answer, how many) of the newest revisions of the responses that count, by answer.

        One without an answer to the question counts as "". Made-up responses are counted like others: a store is
        wholly practice or not at all.

        Args:
            question_path: as in :attr:`Revision.answers`.
            first_n: only the so many that were finalised first.
        """
        answers = REVISION.c.answers
        if self._is_sqlite:
            value = func.json_extract(answers, literal(f'$."{question_path}"'))
        else:
            value = func.json_extract_path_text(cast(answers, _json_type()), question_path)
        chosen = (
            select(RESPONSE.c.instance_id)
            .where(RESPONSE.c.state.in_([state.value for state in sorted(COUNTING)]))
            .order_by(RESPONSE.c.finalised_utc, RESPONSE.c.response_id)
        )
        if form_id is not None:
            chosen = chosen.where(RESPONSE.c.form_id == form_id)
        if programme_id is not None:
            chosen = chosen.where(RESPONSE.c.programme_id == programme_id)
        if event_ids is not None:
            chosen = chosen.where(RESPONSE.c.event_id.in_(list(event_ids)))
        if first_n is not None:
            chosen = chosen.limit(first_n)
        first = chosen.subquery()
        answer = func.coalesce(cast(value, Text), "").label("answer")
        statement = (
            select(answer, func.count().label("many"))
            .select_from(first.join(REVISION, REVISION.c.instance_id == first.c.instance_id))
            .where(answers != "")
            .group_by(sql("1"))
        )
        return tuple(sorted((str(row.answer), int(row.many)) for row in self._all(statement)))

    def index_words(self, revisions: Iterable[Revision]) -> None:
        """Let responses be found by the words of these revisions, each the newest of its response."""
        rows = [
            {
                "response_id": each.response_id,
                "programme_id": each.envelope.programme_id,
                "started_utc": each.envelope.started_at,
                "words": folded(_texts(each)),
            }
            for each in sorted(revisions, key=lambda each: each.response_id)
        ]
        if not rows:
            return
        theirs = RESPONSE_WORDS.c.response_id.in_(bindparam("responses", expanding=True))
        for chunk in chunks(str(row["response_id"]) for row in rows):
            self._connection.execute(delete(RESPONSE_WORDS).where(theirs), {"responses": chunk})
        self._insert(RESPONSE_WORDS, rows)

    def _found(self, statement: Select[Any], filters: ResponseFilter, *, by_index: bool = True) -> Select[Any]:
        """Narrow ``statement``.

        Args:
            by_index: whether the database may look for rows by this. It knows nothing of how many there are, and
                would rather read every response of a channel than the few that were found already.
        """

        def column(of: ColumnElement[str]) -> ColumnElement[str]:
            return of if by_index or not self._is_sqlite else of.concat("")

        wanted = {
            RESPONSE.c.programme_id: filters.programme_id,
            RESPONSE.c.form_id: filters.form_id,
            RESPONSE.c.channel: filters.channel,
        }
        for name, value in wanted.items():
            if value is not None:
                statement = statement.where(column(name) == value)
        if filters.event_ids is not None:
            statement = statement.where(column(RESPONSE.c.event_id).in_(filters.event_ids))
        if filters.states is not None:
            states = sorted(state.value for state in filters.states)
            statement = statement.where(column(RESPONSE.c.state).in_(states))
        if filters.counted_from is not None or filters.counted_before is not None:
            statement = statement.where(RESPONSE.c.finalised_utc != "")
        if filters.counted_from is not None:
            statement = statement.where(~_counted_before(filters.counted_from))
        if filters.counted_before is not None:
            statement = statement.where(_counted_before(filters.counted_before))
        words = folded_words(filters.search)
        if words:
            found = select(RESPONSE_WORDS.c.response_id).where(self._with_words(words))
            statement = statement.where(RESPONSE.c.response_id.in_(found))
        elif filters.search.strip():
            statement = statement.where(literal(False))  # signs alone are in no answer
        return statement

    def _found_by_many(self, words: Sequence[str], *, roughly: bool) -> bool:
        """Tell whether so many rows have the words that looking each up takes longer than going along all.

        Args:
            roughly: whether the beginnings of the words will do, which at least as many rows have: they have an
                index of their own, and counting by several longer words takes as long as finding what they find.
        """
        if not self._is_sqlite:
            return False  # its planner knows
        if roughly:
            words = [word[:_INDEXED] for word in words]
        statement = sql(f"SELECT count(*) FROM ({_MATCH} LIMIT {_MANY})")
        return int(self._connection.execute(statement, {"asked": _asked(words)}).scalar_one()) == _MANY

    def _with_words(self, words: Sequence[str], *, along_index: bool = False) -> ColumnElement[bool]:
        """Return the condition that each of ``words`` is the beginning of a word of the row.

        Args:
            along_index: whether rows are to be read in the order of an index, not looked up by what was found.
        """
        if self._is_sqlite:
            match = sql(_MATCH).bindparams(asked=_asked(words)).columns(RESPONSE_WORDS.c.number)
            # the sum keeps SQLite from looking rows up by their number
            number = RESPONSE_WORDS.c.number + literal_column("0") if along_index else RESPONSE_WORDS.c.number
            return number.in_(match.scalar_subquery())
        asked = " & ".join(f"'{word}':*" for word in words)
        vector = func.array_to_tsvector(func.string_to_array(RESPONSE_WORDS.c.words, sql("' '")))
        return vector.bool_op("@@")(cast(literal(asked), _tsquery_type()))


def _asked(words: Sequence[str]) -> str:
    return " ".join(f'"{word}"*' for word in words)


def _texts(revision: Revision) -> Iterator[str]:
    yield revision.envelope.serial
    yield revision.envelope.recorder.name
    yield from revision.answers.values()


def _counted_before(bound: DayBound) -> ColumnElement[bool]:
    on_paper, finalised = RESPONSE.c.received_on, RESPONSE.c.finalised_utc
    return or_(
        (on_paper != "") & (on_paper < bound.day.isoformat()),
        (on_paper == "") & (finalised < to_utc_text(bound.begins)),
    )


def _json_type() -> Any:
    from sqlalchemy.dialects.postgresql import JSON  # not on a laptop: see ``Repository._insert_or``

    return JSON


def _tsquery_type() -> Any:
    from sqlalchemy.dialects.postgresql import TSQUERY

    return TSQUERY
