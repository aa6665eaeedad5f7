"""What every page has: a heading, its states (loading, empty, error, content), and how it asks to go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_panel import reference_of
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import Notice, words
from desktop.ui.services import Desk, Services


class Where(Enum):
    """The pages, by what a person does there."""

    START = "start"
    SET_UP = "set up"
    PACKS = "packs"
    WHO = "who"
    PERSON = "person"
    TODAY = "today"
    PROGRAMME = "programme"
    COUNT = "count"
    COMMENT = "comment"
    CONVERSATION = "conversation"
    BOARDS = "boards"
    FOLLOW_UPS = "follow ups"
    CONCERNS = "concerns"
    MERGE = "merge events"
    FORMS = "forms"
    EVENT = "event"
    DEBRIEF = "debrief"
    BENCHMARKS = "benchmarks"
    INTERVIEW = "interview"
    PREVIEW = "preview"
    UPDATE_LIST = "update list"
    DONE = "done"
    KIOSK = "kiosk"
    HANDED_OVER = "handed over"
    PAPER = "paper"
    KEYING = "keying"
    KEYING_OVERVIEW = "sheets that wait"
    QUERIES = "queries"
    SCANS = "scans of sheets"
    VERIFY = "key a second time"
    ADJUDICATE = "decide differences"
    VERIFICATION = "plan of second keying"
    TRAINING = "practise keying"
    KEYING_FIGURES = "figures of keying"
    PAPER_CUSTODY = "paper in and out"
    NUMBER_SHEETS = "number sheets"
    FILLED_IN = "forms by e-mail"
    PAPER_LEDGER = "paper ledger"
    RESPONSES = "responses"
    RESPONSE = "response"
    EDIT_RESPONSE = "change a response"
    BATCHES = "batches"
    COORDINATOR = "coordinator"
    LEDGER = "ledger"
    WITHDRAW = "withdraw"
    BACKUPS = "backups"
    AUDIT = "audit"
    RETENTION = "retention"
    KEYS = "keys"
    HELP = "help"
    RECOVERY = "recovery"
    DAMAGED = "damaged"
    PEOPLE = "people"
    LAPTOPS = "laptops"
    ERASE_CONTACT = "erase contact"
    CENTRAL_SHEET = "central sheet"


class Page(QWidget):
    """A screen in the main window.

    Attributes:
        services, background, desk: collaborators; ``desk`` is ``None`` before anybody is at the laptop.
        heading: what the window's header shows.
        content: the scrolling column that the page fills in :meth:`build`.
    Signals:
        wanted (object, object): go to a :class:`Where`, with arguments by name.
        opened (object): a workplace, an actor, a programme or an event was chosen; the window keeps it.
        succeeded: what was asked for was done, so that an error of an earlier attempt can go.
        blank_wanted: the empty screen is wanted, at once.
    """

    wanted = Signal(object, object)
    opened = Signal(object)
    succeeded = Signal()
    blank_wanted = Signal()
    heading = ""
    whole_window = False
    """Whether the window's header gives its room to the page: a respondent sees the form and nothing else."""
    held = False
    """Whether the laptop is in somebody else's hands: the page stands over the whole window, no menu is shown, no
    key leads away from it, and closing the window is for the page to decide."""
    characters = 84
    margins = 6.0
    guide = ""
    """The page of the guide that F1 opens here; the first one where there is none."""

    def __init__(
        self, *, services: Services, background: Background, desk: Desk | None, parent: QWidget, **arguments: Any
    ) -> None:
        super().__init__(parent)
        self.services = services
        self.background = background
        self.desk = desk
        self.work = services.workflows
        outer = QVBoxLayout(self)
        roomy(outer, gap=0)
        self._states = QStackedWidget(self)
        outer.addWidget(self._states)
        self.content = Scroll(self._states, characters=self.characters, margins=self.margins)
        self.body: QWidget = self.content
        self._loading = Scroll(self._states)
        self._loading_words = words("", self._loading.column, tone="muted")
        self._loading.layout_.addWidget(self._loading_words)
        self._loading.layout_.addStretch(1)
        self._failed = Scroll(self._states)
        self._failed_notice = Notice("error", "", "", self._failed.column)
        self._again = button(tr("Try again"), self._failed.column, self._try_again)
        self._failed.layout_.addWidget(self._failed_notice)
        self._failed.layout_.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeading)
        self._failed.layout_.addStretch(1)
        for state in (self.content, self._loading, self._failed):
            self._states.addWidget(state)
        self.arguments = arguments
        self.build()
        if self.body is not self.content:
            self._states.addWidget(self.body)
        self._states.setCurrentWidget(self.body)

    # for each page to fill in ------------------------------------------------------------------------------

    def build(self) -> None:
        """Make the widgets."""

    def begin(self) -> None:
        """Fetch what is shown; called once the page is on the screen."""

    def saving(self) -> bool:
        """Tell whether something is on its way to the disk that would be lost if the disk refused it now."""
        return False

    def would_lose(self) -> str:
        """Return what would be lost by leaving now, in words; empty when nothing would."""
        return ""

    def stays_on_disk(self) -> str:
        """Return what is kept when the window closes now, in words; empty when there is nothing to say."""
        return ""

    def before_leaving(self) -> None:
        """Save what can be saved; the page goes after this."""

    def keep_now(self) -> None:
        """Save what can be saved; the page stays, behind the locked or empty screen."""

    def settings_changed(self) -> None:
        """A setting in the menus was turned while the page is shown."""

    def close_asked(self) -> None:
        """Somebody tried to close the window while the page is held."""

    # states ------------------------------------------------------------------------------------------------

    def load(
        self, job: Callable[[], Any], then: Callable[[Any], None], *, saying: str = "", long: bool = False
    ) -> None:
        """Show "loading", run ``job``, hand its value to ``then`` and show the content.

        Args:
            long: on the worker for long work: the job looks at a folder that may be slow or gone, and saving must
                not wait for that.
        """
        self._loading_words.setText(saying or tr("Loading…"))
        self._states.setCurrentWidget(self._loading)
        self._then = then
        self._job, self._long = job, long
        self.background.run(
            (lambda _task: job()) if long else job,
            then=self._loaded,
            failed=self._load_failed,
            words=saying,
            long=long,
        )

    def _loaded(self, value: Any) -> None:
        self._states.setCurrentWidget(self.body)
        self._then(value)

    def _load_failed(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            self._failed_notice.say(error.place, f"{error.fault} {error.remedy}")
        else:
            reference = reference_of(error).partition("\n")[0]
            self._failed_notice.say(
                tr("A fault of the program"),
                tr("This page could not be shown. Reference: {reference}", reference=reference),
            )
        self._states.setCurrentWidget(self._failed)
        self._again.setFocus()
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)

    def _try_again(self) -> None:
        self.load(self._job, self._then, long=self._long)

    # helpers -----------------------------------------------------------------------------------------------

    def go(self, where: Where, **arguments: Any) -> None:
        """Ask the window to show another page."""
        self.wanted.emit(where, arguments)

    def add(self, widget: QWidget, *, stretch: int = 0, leading: bool = False) -> QWidget:
        """Put ``widget`` under what is there and return it."""
        if leading:
            self.content.layout_.addWidget(widget, stretch, Qt.AlignmentFlag.AlignLeading)
        else:
            self.content.layout_.addWidget(widget, stretch)
        return widget

    def say(self, text: str, role: Type = Type.BODY, *, tone: str = "") -> QWidget:
        """Put a paragraph or a heading under what is there and return it."""
        return self.add(words(text, self.content.column, role, tone=tone))
