"""Pictures of responses and boards, and benchmarks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from desktop.analysis.benchmarks import Benchmark, BenchmarkRow, Dimension, Measure
from desktop.engagement.pictures import Picture
from desktop.responses.drafts import DraftEnd
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, chunks
from desktop.store.tables import BENCHMARK, BENCHMARK_GROUP, DRAFT, PICTURE, REVISION

MOST_BYTES = 4 * 1024 * 1024
"""Of one picture: more would make the file of the store slow to copy."""


class PictureRepository(Repository):
    """Pictures, each one row of the store itself."""

    def put(self, picture: Picture) -> None:
        """Keep a picture.

        Raises:
            StoreDefect: it is larger than :data:`MOST_BYTES`, or one with that id is there already.
        """
        self._insert(PICTURE, [_row(picture)])

    def put_many(self, pictures: Iterable[Picture], *, batch_id: str = "") -> None:
        """Keep pictures that came in a batch; one that is there already stays as it is."""
        self._insert_missing(PICTURE, [_row(each, batch_id) for each in pictures])

    def get(self, picture_id: str) -> Picture | None:
        """Return one picture."""
        row = self._first(select(PICTURE).where(PICTURE.c.picture_id == picture_id))
        return None if row is None else _picture(row)

    def of_owner(self, owner_id: str) -> tuple[Picture, ...]:
        """Return the pictures of a response or a board, by name."""
        statement = select(PICTURE).where(PICTURE.c.owner_id == owner_id).order_by(PICTURE.c.name)
        return tuple(_picture(row) for row in self._all(statement))

    def by_name(self, owner_id: str, name: str) -> Picture | None:
        """Return the picture that a response names so."""
        row = self._first(select(PICTURE).where(PICTURE.c.owner_id == owner_id, PICTURE.c.name == name))
        return None if row is None else _picture(row)

    def names_of(self, owner_ids: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
        """Return (picture id, owner id, name) of the pictures of responses or boards, without their bytes."""
        theirs = PICTURE.c.owner_id.in_(bindparam("owners", expanding=True))
        statement = select(PICTURE.c.picture_id, PICTURE.c.owner_id, PICTURE.c.name).where(theirs)
        return tuple(
            (row.picture_id, row.owner_id, row.name)
            for chunk in chunks(owner_ids)
            for row in self._all(statement.order_by(PICTURE.c.name), {"owners": chunk})
        )

    def remove(self, picture_id: str) -> None:
        """Delete one; nothing happens where it is not there."""
        self._connection.execute(delete(PICTURE).where(PICTURE.c.picture_id == picture_id))
        self._shorten_log_after_commit()

    def remove_of(self, owner_ids: Iterable[str]) -> int:
        """Delete the pictures of responses or boards; return how many there were."""
        self._shorten_log_after_commit()
        theirs = PICTURE.c.owner_id.in_(bindparam("owners", expanding=True))
        return sum(
            self._connection.execute(delete(PICTURE).where(theirs), {"owners": chunk}).rowcount
            for chunk in chunks(owner_ids)
        )

    def drop_unnamed(self, response_ids: Iterable[str]) -> None:
        """Delete the pictures of responses that no frozen revision names: they were replaced or given up.

        Called when a response is frozen and when a draft is given up. Where none is frozen, none is left.
        """
        for response_id in response_ids:
            of_one = PICTURE.c.owner_id == response_id
            pictures = self._all(select(PICTURE.c.picture_id, PICTURE.c.name).where(of_one))
            if not pictures:
                continue
            frozen = self._all(select(REVISION.c.xml).where(REVISION.c.response_id == response_id))
            for row in pictures:
                if not any(row.name.encode() in bytes(each.xml) for each in frozen):
                    self.remove(row.picture_id)

    def unsent(self) -> tuple[str, ...]:
        """Return the ids of the pictures that are in no batch, as :meth:`waiting` does."""
        return tuple(picture_id for picture_id, _owner_id, _size in self.waiting())

    def waiting(self) -> tuple[tuple[str, str, int], ...]:
        """Return (picture id, owner id, bytes) of the pictures that are in no batch: all at once may be large.

        Those of a response that somebody is answering or changing just now are left out: they may be replaced.
        """
        drafts = select(DRAFT.c.response_id).where(DRAFT.c.ended == DraftEnd.OPEN.value)
        size = func.length(PICTURE.c.content).label("size")
        statement = (
            select(PICTURE.c.picture_id, PICTURE.c.owner_id, size)
            .where(PICTURE.c.batch_id == "", PICTURE.c.owner_id.not_in(drafts))
            .order_by(PICTURE.c.picture_id)
        )
        return tuple((row.picture_id, row.owner_id, int(row.size)) for row in self._all(statement))

    def set_batch(self, picture_ids: Iterable[str], batch_id: str) -> None:
        """Keep on each picture which batch it is in; empty: in none again."""
        theirs = PICTURE.c.picture_id.in_(bindparam("pictures", expanding=True))
        for chunk in chunks(picture_ids):
            statement = update(PICTURE).where(theirs).values(batch_id=batch_id)
            self._connection.execute(statement, {"pictures": chunk})

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        self._connection.execute(update(PICTURE).where(PICTURE.c.batch_id == batch_id).values(batch_id=""))


class BenchmarkRepository(Repository):
    """Benchmarks: one for each dimension and programme, and one for every programme that has none of its own."""

    def put(self, benchmark: Benchmark) -> None:
        """Keep a benchmark; the one of its dimension and programme that was there is replaced."""
        self.remove(benchmark.dimension, benchmark.programme_id)
        key = {"dimension": benchmark.dimension.value, "programme_id": benchmark.programme_id}
        head = {
            **key,
            "source": benchmark.source,
            "table_name": benchmark.table,
            "published": benchmark.published.isoformat(),
            "licence": benchmark.licence,
            "made_up": benchmark.made_up,
            "measure": benchmark.measure.value,
        }
        self._insert(BENCHMARK, [head])
        rows = [
            {
                **key,
                "position": position,
                "code": row.code,
                "label": row.label,
                "figure": row.figure,
                "answers": json.dumps(row.answers, ensure_ascii=False),
            }
            for position, row in enumerate(benchmark.rows)
        ]
        self._insert(BENCHMARK_GROUP, rows)

    def get(self, dimension: Dimension, programme_id: str = "") -> Benchmark | None:
        """Return the benchmark of exactly that dimension and programme."""
        return next(iter(self._found(dimension, programme_id)), None)

    def list(self, programme_id: str | None = None) -> tuple[Benchmark, ...]:
        """Return the benchmarks, of one programme or of all, by programme and dimension."""
        return self._found(None, programme_id)

    def remove(self, dimension: Dimension, programme_id: str = "") -> None:
        """Delete one; nothing happens where it is not there."""
        for table in (BENCHMARK_GROUP, BENCHMARK):
            theirs = (table.c.dimension == dimension.value) & (table.c.programme_id == programme_id)
            self._connection.execute(delete(table).where(theirs))

    def _found(self, dimension: Dimension | None, programme_id: str | None) -> tuple[Benchmark, ...]:
        wanted = {"dimension": None if dimension is None else dimension.value, "programme_id": programme_id}
        heads = select(BENCHMARK).order_by(BENCHMARK.c.programme_id, BENCHMARK.c.dimension)
        groups = select(BENCHMARK_GROUP).order_by(BENCHMARK_GROUP.c.position)
        for name, value in wanted.items():
            if value is not None:
                heads = heads.where(BENCHMARK.c[name] == value)
                groups = groups.where(BENCHMARK_GROUP.c[name] == value)
        rows: dict[tuple[str, str], list[BenchmarkRow]] = {}
        for row in self._all(groups):
            group = BenchmarkRow(row.code, row.label, row.figure, tuple(json.loads(row.answers)))
            rows.setdefault((row.dimension, row.programme_id), []).append(group)
        return tuple(
            Benchmark(
                dimension=Dimension(row.dimension),
                programme_id=row.programme_id,
                source=row.source,
                table=row.table_name,
                published=date.fromisoformat(row.published),
                licence=row.licence,
                made_up=row.made_up,
                measure=Measure(row.measure),
                rows=tuple(rows.get((row.dimension, row.programme_id), ())),
            )
            for row in self._all(heads)
        )


def _row(picture: Picture, batch_id: str = "") -> dict[str, Any]:
    if len(picture.content) > MOST_BYTES:
        raise StoreDefect("a picture is larger than the store takes")
    return {
        "picture_id": picture.picture_id,
        "owner_id": picture.owner_id,
        "name": picture.name,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "sha256": picture.sha256,
        "content": picture.content,
        "batch_id": batch_id,
    }


def _picture(row: Row[Any]) -> Picture:
    return Picture(
        picture_id=row.picture_id,
        owner_id=row.owner_id,
        name=row.name,
        media_type=row.media_type,
        width=row.width,
        height=row.height,
        sha256=row.sha256,
        content=bytes(row.content),
    )
