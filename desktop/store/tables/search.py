"""The words of the answers, to find responses by; with an index of them that each engine makes in its own way.

The words are folded by the program (:mod:`desktop.foundation.words`), so that both engines find the same. On
SQLite triggers keep an FTS5 index of the table, which deletes words and does not only mark them
(``secure-delete``); on PostgreSQL the index stands on the table itself.
"""

from __future__ import annotations

from sqlalchemy import DDL, Index, event

from desktop.store.tables.base import Row, number_key, table_of, text


class ResponseWordsRow(Row, table=True):
    """The folded words of a response's newest revision; none once it was withdrawn or erased.

    The programme and the time stand here once more: a search that fits every second response is read along an
    index of them, in the order of the list, and stops when a screen is full.
    """

    __tablename__ = "response_words"
    __table_args__ = (Index(None, "programme_id", "started_utc", "response_id"),)
    number: int = number_key(counted=True)
    response_id: str = text(unique=True, refers_to="response.response_id")
    programme_id: str = text()
    started_utc: str = text()
    words: str = text()


RESPONSE_WORDS = table_of(ResponseWordsRow)
SEARCH_INDEX = "response_search"
"""Name of the FTS5 index on SQLite; the tables it makes for itself begin with it."""

INDEXING = {
    "sqlite": (
        "CREATE VIRTUAL TABLE response_search USING fts5(words, content='response_words', content_rowid='number',"
        " tokenize='ascii', detail=none, prefix='1 2 3')",
        "INSERT INTO response_search (response_search, rank) VALUES ('secure-delete', 1)",
        "CREATE TRIGGER response_words_insert AFTER INSERT ON response_words BEGIN"
        " INSERT INTO response_search (rowid, words) VALUES (new.number, new.words); END",
        "CREATE TRIGGER response_words_delete AFTER DELETE ON response_words BEGIN"
        " INSERT INTO response_search (response_search, rowid, words)"
        " VALUES ('delete', old.number, old.words); END",
        "CREATE TRIGGER response_words_update AFTER UPDATE ON response_words BEGIN"
        " INSERT INTO response_search (response_search, rowid, words)"
        " VALUES ('delete', old.number, old.words);"
        " INSERT INTO response_search (rowid, words) VALUES (new.number, new.words); END",
    ),
    "postgresql": (
        "CREATE INDEX ix_response_words_words ON response_words"
        " USING gin (array_to_tsvector(string_to_array(words, ' ')))",
    ),
}
"""Statements that make the index, by dialect."""

for _dialect, _statements in INDEXING.items():
    for _statement in _statements:
        event.listen(RESPONSE_WORDS, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
