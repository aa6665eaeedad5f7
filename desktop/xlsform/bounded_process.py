"""A process of its own for one piece of work on a file that may come from anybody: ended when it takes too long or
too much (:mod:`desktop.jobs.bounded_child` says how its memory is watched).
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from desktop.foundation.clock import steady_seconds
from desktop.jobs.bounded_child import End, resident

_LOOK = 0.02
"""Seconds between two looks at the child."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a child sent before it ended, and how it did."""

    messages: tuple[bytes, ...]
    end: End


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
            if resident(child.pid) > memory:
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
