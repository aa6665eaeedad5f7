"""Two workers: one writes the database, one does network and long work. No Qt; callbacks run on the worker.

A job returns a value. Whoever shows it moves the callback to the screen's own thread
(``desktop.ui.background`` does, by a queued signal).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

from desktop.foundation.errors import Defect, SoundingBoardError

T = TypeVar("T")


class Cancelled(SoundingBoardError):
    """The person asked for the job to stop, and it did; what it had not finished is not done."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done, total: in whatever the job counts; ``total`` is 0 while it is not known.
        words: what it is doing, for a person; empty when there is nothing to say.
    """

    done: int = 0
    total: int = 0
    words: str = ""


class Task:
    """What a running job is given: to say how far it is, and to learn that it should stop."""

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        self._stop = threading.Event()
        self._on_progress = on_progress
        self._latest = Progress()

    @property
    def latest(self) -> Progress:
        """The newest progress that was told."""
        return self._latest

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def progress(self, done: int, total: int, words: str = "") -> None:
        """Tell how far the job is. Does not stop it: call :meth:`check` where stopping is safe."""
        self._latest = Progress(done, total, words)
        if self._on_progress is not None:
            self._on_progress(self._latest)

    def check(self) -> None:
        """Return if the job may go on.

        Raises:
            Cancelled: somebody asked to stop.
        """
        if self._stop.is_set():
            raise Cancelled("the job was stopped on request")

    def cancel(self) -> None:
        """Ask the job to stop at its next :meth:`check`."""
        self._stop.set()


class Job(Generic[T]):
    """One piece of work that was handed in.

    Attributes:
        kind: short name of what it does, such as ``batch-send``; for whoever decides what to refresh.
        label: the same in words for a person, already translated.
        task: its progress and its stop.
    """

    def __init__(self, kind: str, label: str, task: Task) -> None:
        self.kind = kind
        self.label = label
        self.task = task
        self._future: Future[T] | None = None

    @property
    def future(self) -> Future[T]:
        """The future of the job's value; a job that was stopped before it began counts as cancelled there."""
        if self._future is None:
            raise Defect("the job was never handed in")
        return self._future

    @property
    def done(self) -> bool:
        """Whether it is over, in whatever way."""
        return self.future.done()

    @property
    def running(self) -> bool:
        """Whether it is being worked on now."""
        return self.future.running()

    @property
    def progress(self) -> Progress:
        """The newest progress that it told."""
        return self.task.latest

    def result(self, timeout: float | None = None) -> T:
        """Wait for the value, at most ``timeout`` seconds.

        Raises:
            Cancelled: it was stopped, before it began or on the way.
            TimeoutError: it takes longer.
            Exception: what the work itself raised.
        """
        try:
            return self.future.result(timeout)
        except CancelledError:
            raise Cancelled("the job was stopped before it began") from None

    def error(self) -> BaseException | None:
        """Return what a finished job ended with: ``None`` for a value, :class:`Cancelled` when it was stopped."""
        if self.future.cancelled():
            return Cancelled("the job was stopped before it began")
        return self.future.exception()

    def when_done(self, callback: Callable[[Job[T]], None]) -> None:
        """Call ``callback`` with this job when it is over: on its worker, or here and now if it is over."""
        self.future.add_done_callback(lambda _future: callback(self))

    def cancel(self) -> None:
        """Ask it to stop. One that waits never begins; database writing that has begun is not broken off."""
        self.task.cancel()
        self.future.cancel()


class Executors:
    """The two workers. Close it, or use it as a context manager; nothing that was handed in for writing is lost.

    Order: each worker does its jobs one at a time, first come first served.
    """

    def __init__(self) -> None:
        self._write = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long-work")
        self._lock = threading.Lock()
        self._open: list[Job[Any]] = []
        self._long_jobs: list[Job[Any]] = []
        self._long_closed = False
        self._write_closed = False

    def submit_write(self, work: Callable[[], T], *, kind: str, label: str = "") -> Job[T]:
        """Hand in ``work`` for the database worker. It should be short: one unit of work."""
        return self._submit(self._write, Job(kind, label, Task()), lambda _task: work())

    def submit_long(
        self,
        work: Callable[[Task], T],
        *,
        kind: str,
        label: str = "",
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Job[T]:
        """Hand in ``work`` for the worker of network and long work; it is given its :class:`Task`.

        ``on_progress`` is called on that worker.
        """
        return self._submit(self._long, Job(kind, label, Task(on_progress)), work, long=True)

    def open_jobs(self) -> tuple[Job[Any], ...]:
        """Return the jobs that wait or run, oldest first."""
        with self._lock:
            return tuple(self._open)

    def close(self) -> None:
        """Take nothing more, do all writing that was handed in, ask long work to stop, and wait for both."""
        with self._lock:
            self._long_closed = True
            stopping = tuple(self._long_jobs)
        for job in stopping:
            job.cancel()
        self._long.shutdown(wait=True)
        # only now: long work that was past its last check may have handed its outcome in for writing
        with self._lock:
            self._write_closed = True
        self._write.shutdown(wait=True)

    def __enter__(self) -> Executors:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _submit(
        self, pool: ThreadPoolExecutor, job: Job[T], work: Callable[[Task], T], *, long: bool = False
    ) -> Job[T]:
        def run() -> T:
            if long:
                job.task.check()
            return work(job.task)

        with self._lock:
            if self._long_closed if long else self._write_closed:
                raise Defect("work was handed in after the workers were closed")
            job._future = pool.submit(run)
            self._open.append(job)
            if long:
                self._long_jobs.append(job)
        job.future.add_done_callback(lambda _future: self._forget(job))
        return job

    def _forget(self, job: Job[T]) -> None:
        with self._lock:
            self._open = [each for each in self._open if each is not job]
            self._long_jobs = [each for each in self._long_jobs if each is not job]
