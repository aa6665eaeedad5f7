"""Jobs off the UI thread, and their results brought back to it.

A page says :meth:`Background.run`; the job runs on a worker and returns a plain value; the value reaches a bound
method of a ``QObject`` in the UI thread, unless that object has gone meanwhile. A job that takes over a second
shows itself on the progress panel, where it can be cancelled when it knows how.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import MethodType
from typing import Any
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.jobs.executors import Cancelled, Executors, Job, Progress

SLOW_MS = 1000
"""A job shows itself after this long."""


@dataclass(slots=True)
class _Call:
    """One job under way. Not frozen: it is filled in as the job goes on."""

    number: int
    words: str
    then: WeakMethod[Callable[[Any], None]] | None
    failed: WeakMethod[Callable[[Exception], None]] | None
    long: bool
    timer: QTimer
    job: Job[Any] | None = None
    shown: bool = False


class Background(QObject):
    """Runs jobs for the screens.

    Signals:
        slow (int, str, bool): a job takes over a second: its number, what it does, and whether
            it can be cancelled.
        progressed (int, int, int, str): number, steps done, steps in all (0: not known), words.
        ended (int): a job that was shown has ended, in whatever way.
        refused (object): an error that no page took care of itself.
        busy_changed (bool): the first job began, or the last one ended.
    """

    slow = Signal(int, str, bool)
    progressed = Signal(int, int, int, str)
    ended = Signal(int)
    refused = Signal(object)
    busy_changed = Signal(bool)
    _finished = Signal(int, object, object)
    _reported = Signal(int, int, int, str)

    def __init__(self, executors: Executors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executors = executors
        self._numbers = itertools.count(1)
        self._calls: dict[int, _Call] = {}
        self._lock = threading.Lock()
        # queued always: a job that is done before its ending is listened for reports from the UI thread, and its
        # result would come inside the call that started it and before those of earlier jobs
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._calls)

    def run(
        self,
        job: Callable[..., Any],
        *,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        words: str = "",
        long: bool = False,
    ) -> int:
        """Start ``job`` on a worker and return its number.

        Args:
            job: called with no arguments on the worker that writes the database; with its
                :class:`~desktop.jobs.executors.Task` when ``long``. It must not touch a widget.
            then: bound method of a QObject, called in the UI thread with what the job returned.
            failed: bound method called with the error instead of showing it on the error panel.
            words: what the progress panel says while the job is slow.
            long: run on the worker for long work and networks; such a job can be cancelled.
        """
        number = next(self._numbers)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(SLOW_MS)
        timer.setProperty("number", number)
        timer.timeout.connect(self._show_slow)
        call = _Call(number=number, words=words, then=_weak(then), failed=_weak(failed), long=long, timer=timer)
        was_busy = self.busy
        self._calls[number] = call
        if not was_busy:
            self.busy_changed.emit(True)
        timer.start()

        def report(progress: Progress) -> None:
            self._reported.emit(number, progress.done, progress.total, progress.words)

        def ended(done: Job[Any]) -> None:
            error = done.error()
            self._finished.emit(number, None if error else done.result(), error)

        handed_in = (
            self._executors.submit_long(job, kind="screen", label=words, on_progress=report)
            if long
            else self._executors.submit_write(job, kind="screen", label=words)
        )
        call.job = handed_in
        handed_in.when_done(ended)
        return number

    @Slot(int)
    def cancel(self, number: int) -> None:
        """Ask a job to stop; it ends when it next looks."""
        call = self._calls.get(number)
        if call is not None and call.job is not None:
            call.job.cancel()

    @Slot()
    def _show_slow(self) -> None:
        number = self.sender().property("number")
        call = self._calls.get(number)
        if call is not None:
            call.shown = True
            self.slow.emit(number, call.words, call.long)

    @Slot(int, int, int, str)
    def _pass_on(self, number: int, done: int, total: int, words: str) -> None:
        if number in self._calls:
            self.progressed.emit(number, done, total, words)

    @Slot(int, object, object)
    def _deliver(self, number: int, value: Any, error: Exception | None) -> None:
        call = self._calls.pop(number)
        call.timer.stop()
        call.timer.deleteLater()
        if call.shown:
            self.ended.emit(number)
        try:
            self._hand_over(call, value, error)
        finally:
            if not self._calls:
                self.busy_changed.emit(False)

    def _hand_over(self, call: _Call, value: Any, error: Exception | None) -> None:
        if error is None:
            then = _strong(call.then)
            if then is not None:
                then(value)
            return
        failed = _strong(call.failed)
        if failed is not None:
            failed(error)
        elif not isinstance(error, Cancelled):
            self.refused.emit(error)


def _weak(method: Callable[..., None] | None) -> WeakMethod[Callable[..., None]] | None:
    if method is None:
        return None
    if not isinstance(method, MethodType) or not isinstance(method.__self__, QObject):
        raise TypeError("a result goes to a bound method of a QObject, which lives in the UI thread")
    return WeakMethod(method)


def _strong(method: WeakMethod[Callable[..., None]] | None) -> Callable[..., None] | None:
    found = method() if method is not None else None
    if found is None or not shiboken6.isValid(found.__self__):
        return None
    return found
