"""A process of its own for work on a file that may come from anybody: ended when it takes too long or too much.

The memory that counts is what is resident, watched from here by psutil: an address space holds mappings that cost
nothing, and neither Windows nor macOS keep to a bound on a process's own memory. On Linux the child bounds its
data too, which the kernel keeps to between two looks.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection

from desktop.foundation.clock import steady_seconds

_LOOK = 0.02
"""Seconds between two looks at the child."""


class End(StrEnum):
    """How the child ended: done, or why it was ended."""

    DONE = "done"
    LATE = "late"
    LARGE = "large"
    DIED = "died"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a child sent before it ended, and how it did."""

    messages: tuple[bytes, ...]
    end: End


def bound_data(memory: int) -> None:
    """Bound the data of this process to ``memory`` bytes where the kernel keeps to it; called in the child."""
    if sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def run_bounded(
    work: Callable[[Connection, str], None], path: str, *, seconds: float, memory: int, expected: int = 1
) -> Outcome:
    """Run ``work(connection, path)`` in a process of its own and return the messages that it sent.

    Args:
        seconds: after which it is ended.
        memory: bytes of resident memory above which it is ended.
        expected: number of messages after which it is done.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(there, path), daemon=True)
    deadline = steady_seconds() + seconds
    child.start()
    there.close()
    messages: list[bytes] = []
    end = End.DONE
    try:
        while len(messages) < expected:
            if seconds <= 0 or steady_seconds() > deadline:
                end = End.LATE
                break
            if _resident(child.pid) > memory:
                end = End.LARGE
                break
            if here.poll(_LOOK):
                messages.append(here.recv_bytes())
    except (EOFError, OSError):
        end = End.DIED
    finally:
        here.close()
        child.join(2.0 if end is End.DONE else 0.0)
        if child.is_alive():
            child.kill()
        child.join()
        child.close()
    return Outcome(tuple(messages), end)


def _resident(process: int | None) -> int:
    """Return the resident memory of a process in bytes, 0 when it has gone."""
    import psutil

    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.Error:
        return 0
