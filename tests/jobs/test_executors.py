from __future__ import annotations

import threading

import pytest

from desktop.foundation.errors import Defect, Refusal
from desktop.jobs.executors import Cancelled, Executors, Job, Progress, Task

SOON = 10.0
"""Seconds after which a wait counts as hung."""


def wait(event: threading.Event) -> None:
    assert event.wait(SOON)


def test_values_come_back() -> None:
    with Executors() as executors:
        assert executors.submit_write(lambda: 7, kind="save").result(SOON) == 7
        job = executors.submit_long(lambda task: "done", kind="batch-send", label="Sending")
        assert job.result(SOON) == "done"
        assert (job.kind, job.label, job.done, job.error()) == ("batch-send", "Sending", True, None)


def test_each_worker_does_one_thing_at_a_time_and_in_order() -> None:
    done: list[int] = []
    names: set[str] = set()

    def work(number: int) -> None:
        done.append(number)
        names.add(threading.current_thread().name)

    with Executors() as executors:
        for number in range(50):
            executors.submit_write(lambda number=number: work(number), kind="save")
    assert done == list(range(50))
    assert len(names) == 1


def test_writing_goes_on_while_long_work_takes_long() -> None:
    release = threading.Event()
    with Executors() as executors:
        long = executors.submit_long(lambda task: wait(release), kind="print")
        assert executors.submit_write(lambda: "saved", kind="save").result(SOON) == "saved"
        assert not long.done
        release.set()
        long.result(SOON)


def test_progress_is_told_and_kept() -> None:
    told: list[Progress] = []

    def work(task: Task) -> None:
        for done in range(3):
            task.progress(done, 3, f"Copy {done}")

    with Executors() as executors:
        job = executors.submit_long(work, kind="print", on_progress=told.append)
        assert job.progress in (Progress(), *told)
        job.result(SOON)
    assert told == [Progress(done, 3, f"Copy {done}") for done in range(3)]
    assert job.progress == told[-1]


def test_what_the_work_raises_comes_back_and_the_worker_lives() -> None:
    fault = Refusal(place="here", fault="no", remedy="yes")

    def fail(_task: Task | None = None) -> None:
        raise fault

    with Executors() as executors:
        for job in (executors.submit_write(fail, kind="a"), executors.submit_long(fail, kind="b")):
            with pytest.raises(Refusal):
                job.result(SOON)
            assert job.error() is fault
        assert executors.submit_write(lambda: 1, kind="c").result(SOON) == 1
        assert executors.submit_long(lambda task: 2, kind="d").result(SOON) == 2


def test_running_long_work_stops_where_it_checks() -> None:
    started, steps = threading.Event(), []

    def work(task: Task) -> None:
        started.set()
        while True:
            task.check()
            steps.append(task.cancelled)

    with Executors() as executors:
        job = executors.submit_long(work, kind="print")
        wait(started)
        job.cancel()
        with pytest.raises(Cancelled):
            job.result(SOON)
        assert isinstance(job.error(), Cancelled)


@pytest.mark.parametrize("kind", ["write", "long"])
def test_waiting_work_that_is_cancelled_never_begins(kind: str) -> None:
    started, release, begun = threading.Event(), threading.Event(), []

    def hold(_task: Task | None = None) -> None:
        started.set()
        wait(release)

    def begin(_task: Task | None = None) -> None:
        begun.append(True)

    with Executors() as executors:
        submit = executors.submit_write if kind == "write" else executors.submit_long
        submit(hold, kind="hold")
        wait(started)
        job: Job[None] = submit(begin, kind="begin")
        told = threading.Event()
        job.when_done(lambda over: told.set() if isinstance(over.error(), Cancelled) else None)
        job.cancel()
        wait(told)
        with pytest.raises(Cancelled):
            job.result(SOON)
        release.set()
    assert begun == []


def test_writing_that_has_begun_is_not_broken_off() -> None:
    started, release = threading.Event(), threading.Event()

    def write() -> str:
        started.set()
        wait(release)
        return "written"

    with Executors() as executors:
        job = executors.submit_write(write, kind="save")
        wait(started)
        job.cancel()
        release.set()
        assert job.result(SOON) == "written"


def test_close_does_all_writing_that_was_handed_in() -> None:
    release, done = threading.Event(), []
    executors = Executors()
    executors.submit_write(lambda: wait(release), kind="hold")
    for number in range(20):
        executors.submit_write(lambda number=number: done.append(number), kind="save")
    closer = threading.Thread(target=executors.close)
    closer.start()
    release.set()
    closer.join(SOON)
    assert not closer.is_alive()
    assert done == list(range(20))


def test_close_stops_long_work_and_keeps_what_it_hands_in_for_writing() -> None:
    started, done = threading.Event(), []
    executors = Executors()

    def work(task: Task) -> None:
        started.set()
        try:
            while True:
                task.check()
        finally:
            executors.submit_write(lambda: done.append("how far it got"), kind="note")

    running = executors.submit_long(work, kind="send")
    waiting = executors.submit_long(lambda task: done.append("never"), kind="send")
    wait(started)
    executors.close()
    assert isinstance(running.error(), Cancelled)
    assert isinstance(waiting.error(), Cancelled)
    assert done == ["how far it got"]


def test_nothing_is_taken_after_close_and_closing_twice_is_harmless() -> None:
    executors = Executors()
    executors.close()
    executors.close()
    with pytest.raises(Defect):
        executors.submit_write(lambda: 1, kind="save")
    with pytest.raises(Defect):
        executors.submit_long(lambda task: 1, kind="send")


def test_jobs_that_wait_or_run_can_be_listed() -> None:
    started, release = threading.Event(), threading.Event()

    def hold(_task: Task) -> None:
        started.set()
        wait(release)

    with Executors() as executors:
        first = executors.submit_long(hold, kind="print", label="Printing 10 copies")
        second = executors.submit_long(lambda task: None, kind="send", label="Sending")
        wait(started)
        assert executors.open_jobs() == (first, second)
        assert first.running
        assert not second.running
        release.set()
        second.result(SOON)
    assert executors.open_jobs() == ()


def test_callback_of_a_finished_job_comes_at_once() -> None:
    told: list[object] = []
    with Executors() as executors:
        job = executors.submit_write(lambda: 5, kind="save")
        job.result(SOON)
        job.when_done(lambda over: told.append(over.result()))
    assert told == [5]


def test_a_job_that_was_never_handed_in_is_our_fault() -> None:
    with pytest.raises(Defect):
        Job("x", "", Task()).result()
