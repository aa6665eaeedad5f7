"""What every room stands on: time, durable files, ids, words."""

from __future__ import annotations

import errno
import os
import uuid
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.foundation.clock import civil_date, end_of_day, from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import WorldError
from desktop.foundation.ids import new_id, new_instance_id
from desktop.foundation.translation import ntr, tr

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9990, 1, 1), timezones=OFFSETS)


@given(INSTANTS)
def test_an_instant_comes_back(instant: datetime) -> None:
    assert from_utc_text(to_utc_text(instant), offset_minutes(instant)) == instant


@given(INSTANTS, INSTANTS)
def test_order_of_text_is_order_of_time(one: datetime, other: datetime) -> None:
    assert (to_utc_text(one) < to_utc_text(other)) == (one < other)


def test_naive_is_no_instant() -> None:
    with pytest.raises(ValueError, match="naive"):
        to_utc_text(datetime(2022, 1, 1))


def test_the_last_day_holds_to_its_end() -> None:
    closes = end_of_day(date(2022, 7, 1), "Europe/London")
    assert closes.astimezone(UTC) == datetime(2022, 7, 1, 23, tzinfo=UTC)
    assert civil_date(closes - timedelta(microseconds=1), "Europe/London") == date(2022, 7, 1)


def test_written_whole_or_not_at_all(tmp_path, monkeypatch) -> None:
    path = tmp_path / "a"
    write_durably(path, b"old")
    synced: list[int] = []
    real = os.fsync

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WorldError, match="disk is full"):
            write_durably(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(handle), real(handle))[1])
    write_durably(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(synced) == (1 if os.name == "nt" else 2)  # the file, and the folder that names it
    with pytest.raises(FileExistsError):
        write_durably(path, b"third", replace=False)
    assert path.read_bytes() == b"new"


def test_a_folder_that_is_not_there(tmp_path) -> None:
    with pytest.raises(WorldError, match="not there"):
        write_durably(tmp_path / "gone" / "a", b"")


def test_ids_tell_no_time() -> None:
    assert uuid.UUID(new_id()).version == 4
    assert uuid.UUID(new_instance_id().removeprefix("uuid:")).version == 4


def test_words() -> None:
    assert tr("A {thing}", thing="b") == "A b"
    assert tr("100 %") == "100 %"
    assert ntr("{count} copy", "{count} copies", 2) == "2 copies"
