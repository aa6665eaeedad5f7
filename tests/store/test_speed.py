"""What saving costs, against a bare commit of the same file in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from desktop.store.engine import sqlcipher_connection
from desktop.store.opening import Store
from tests.conftest import STORE_KEY
from tests.store.builders import draft, revision


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def test_saving_an_answer_costs_little_more_than_a_bare_commit(file_store: Store, tmp_path: Path) -> None:
    header = draft()
    with file_store.unit() as unit:
        unit.drafts.begin(header)
        unit.commit()
    bare = sqlcipher_connection(tmp_path / "store.db", STORE_KEY)
    bare.execute("CREATE TABLE bare (draft_id TEXT, number INTEGER, value TEXT)")

    def save() -> None:
        with file_store.unit() as unit:
            unit.drafts.append(header.draft_id, [("answer", "group/question", "yes")])
            unit.commit()

    def commit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO bare VALUES (?, ?, ?)", (header.draft_id, 1, "yes"))
        bare.execute("COMMIT")

    # in turns, so that what else the machine does falls on both
    pairs = [(_seconds(save), _seconds(commit)) for _ in range(200)]
    bare.close()
    saved, committed = (median(column) for column in zip(*pairs, strict=True))
    assert saved < 5 * committed
    assert sorted(pair[0] for pair in pairs)[197] < 0.02 + 5 * max(pair[1] for pair in pairs)


def test_a_thousand_revisions_go_in_at_once(file_store: Store) -> None:
    revisions = [revision(word="a longer answer " * 100) for _ in range(1_000)]

    def add() -> None:
        with file_store.unit() as unit:
            unit.responses.add_revisions(revisions)
            unit.commit()

    assert _seconds(add) < 1.0  # 0.1 to 0.2 s on a quiet machine
    with file_store.reading() as unit:
        assert unit.responses.newest_revisions([each.response_id for each in revisions]) == tuple(revisions)
