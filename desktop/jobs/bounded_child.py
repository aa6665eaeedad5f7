"""A process of its own that answers questions about files which may come from anybody, one question at a time.

It is ended when an answer takes too long, when it takes too much memory, or when it dies of a file; the next
question starts another one. Questions and answers are bytes, never pickled objects.

The memory that counts is what is resident, watched from here by psutil: an address space holds mappings that cost
nothing, and neither Windows nor macOS keep to a bound on a process's own memory. On Linux the child bounds its
data too, which the kernel keeps to between two looks.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections.abc import Callable
from enum import StrEnum
from multiprocessing.connection import Connection
from types import TracebackType

from desktop.foundation.clock import steady_seconds
from desktop.foundation.errors import SoundingBoardError

_LOOK = 0.05
"""Seconds between two looks at a child that is busy."""


class End(StrEnum):
    """How the child ended: done, or why it was ended."""

    DONE = "done"
    LATE = "late"
    LARGE = "large"
    DIED = "died"


class ChildEnded(SoundingBoardError):
    """The child gave no answer.

    Attributes:
        end: why.
    """

    def __init__(self, end: End) -> None:
        super().__init__(f"the child process ended: {end}")
        self.end = end


Serve = Callable[[Connection], None]
"""What the child runs: it answers each message with one, until the connection is closed."""


class BoundedChild:
    """One child process, started with the first question; used by one thread. Close it, or use it in a ``with``.

    Args:
        serve: a function of a module, as a new process has to find it again.
        memory: bytes of resident memory above which it is ended.
    """

    def __init__(self, serve: Serve, *, memory: int) -> None:
        self._serve = serve
        self._memory = memory
        self._child: multiprocessing.process.BaseProcess | None = None
        self._here: Connection | None = None

    def ask(self, question: bytes, *, seconds: float) -> bytes:
        """Return the answer.

        Raises:
            ChildEnded: there is none; another question may be asked.
        """
        here = self._connection()
        deadline = steady_seconds() + seconds
        try:
            here.send_bytes(question)
            while not here.poll(_LOOK):
                if steady_seconds() > deadline:
                    raise ChildEnded(End.LATE)
                if self._child is not None and resident(self._child.pid) > self._memory:
                    raise ChildEnded(End.LARGE)
            return here.recv_bytes()
        except ChildEnded:
            self.close()
            raise
        except (EOFError, OSError) as fault:
            self.close()
            raise ChildEnded(End.DIED) from fault

    def _connection(self) -> Connection:
        if self._here is None:
            context = multiprocessing.get_context("spawn")
            self._here, there = context.Pipe()
            self._child = context.Process(target=self._serve, args=(there,), daemon=True)
            self._child.start()
            there.close()
        return self._here

    def close(self) -> None:
        """End the child; a later question starts another one."""
        here, child = self._here, self._child
        self._here = self._child = None
        if here is not None:
            here.close()
        if child is not None:
            child.kill()
            child.join()
            child.close()

    def __enter__(self) -> BoundedChild:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def bound_data(memory: int) -> None:
    """Bound the data of this process to ``memory`` bytes where the kernel keeps to it; called in the child."""
    if sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def resident(process: int | None) -> int:
    """Return the resident memory of a process in bytes, 0 when it has gone."""
    import psutil

    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.Error:
        return 0
