"""Jobs run off the UI thread; their results come back to it, or nowhere when the screen has gone."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread, Signal

from desktop.foundation.errors import WorldError
from desktop.jobs.executors import Task
from desktop.ui.background import Background
from desktop.ui.parts.error_panel import ErrorPanel, reference_of
from desktop.ui.parts.progress_panel import ProgressPanel


class Listener(QObject):
    """Keeps what it is handed, and in which thread."""

    heard = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.thread_of_call: QThread | None = None

    def take(self, value: object) -> None:
        self.got.append(value)
        self.thread_of_call = QThread.currentThread()
        self.heard.emit()


def test_a_result_reaches_the_ui_thread(qtbot, qapp, background: Background) -> None:
    listener = Listener()
    names: list[str] = []

    def job() -> int:
        names.append(threading.current_thread().name)
        return 7

    with qtbot.waitSignal(listener.heard):
        background.run(job, then=listener.take)
    assert listener.got == [7]
    assert listener.thread_of_call == qapp.thread()
    assert names[0] != threading.main_thread().name
    assert not background.busy


def test_results_come_in_the_order_of_the_jobs(qtbot, background: Background) -> None:
    listener = Listener()
    for number in range(20):
        background.run(partial(abs, number), then=listener.take)
    qtbot.waitUntil(lambda: len(listener.got) == 20, timeout=30_000)
    assert listener.got == list(range(20))


def test_a_plain_function_is_no_receiver(background: Background) -> None:
    with pytest.raises(TypeError):
        background.run(lambda: 1, then=print)


def test_a_receiver_that_went_is_left_alone(qtbot, background: Background) -> None:
    listener, other = Listener(), Listener()
    go = threading.Event()

    def job() -> int:
        go.wait(10)
        return 1

    background.run(job, then=listener.take)
    background.run(lambda: 2, then=other.take)
    listener.deleteLater()
    del listener
    go.set()
    qtbot.waitUntil(lambda: other.got == [2], timeout=30_000)


def test_an_error_that_no_page_takes_is_shown_in_one_place(qtbot, background: Background) -> None:
    def job() -> None:
        raise WorldError(place="The stick", fault="It is full.", remedy="Take another.")

    with qtbot.waitSignal(background.refused) as caught:
        background.run(job)
    assert isinstance(caught.args[0], WorldError)


def test_an_error_goes_to_the_page_that_asks_for_it(qtbot, background: Background) -> None:
    listener = Listener()

    def job() -> None:
        raise ValueError("no")

    with qtbot.waitSignal(listener.heard), qtbot.assertNotEmitted(background.refused):
        background.run(job, failed=listener.take)
    assert isinstance(listener.got[0], ValueError)


def test_a_slow_job_shows_itself_and_can_be_stopped(qtbot, theme, background: Background, monkeypatch) -> None:
    monkeypatch.setattr("desktop.ui.background.SLOW_MS", 20)
    panel = ProgressPanel(background, None)
    qtbot.addWidget(panel)
    stopped = threading.Event()

    def job(task: Task) -> None:
        task.progress(1, 4, "one of four")
        try:
            while True:
                task.check()
                stopped.wait(0.005)
        finally:
            stopped.set()

    with qtbot.assertNotEmitted(background.refused):
        number = background.run(job, words="Writing the copies…", long=True)
        qtbot.waitUntil(panel.isVisible, timeout=30_000)
        background.cancel(number)
        qtbot.waitUntil(lambda: not panel.isVisible() and not background.busy, timeout=30_000)
    assert stopped.is_set()


def test_the_panel_says_place_fault_and_remedy(qtbot, theme) -> None:
    panel = ErrorPanel(None)
    qtbot.addWidget(panel)
    panel.show_error(WorldError(place="The stick", fault="It is full.", remedy="Take another."))
    assert panel.said == "The stick\nIt is full.\nTake another."
    assert panel.accessibleName() == "The stick. It is full.. Take another."


def test_a_fault_of_the_program_gives_a_reference_and_no_answer(qtbot, qapp, theme) -> None:
    secret = "I have diabetes"

    def fails() -> None:
        raise KeyError(secret)

    with pytest.raises(KeyError) as caught:
        fails()
    reference = reference_of(caught.value)
    assert secret not in reference
    assert "KeyError" in reference
    assert "test_background.py" in reference
    panel = ErrorPanel(None)
    qtbot.addWidget(panel)
    panel.show_error(caught.value)
    assert secret not in panel.said
    assert "A fault of the program" in panel.said
    panel._copy.click()
    assert qapp.clipboard().text() == reference
