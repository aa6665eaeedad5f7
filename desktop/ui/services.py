"""What the screens are given: the workflows, the executors, the clock, and the folders. Nothing here is global."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from desktop.engagement.programme import Event, Programme
from desktop.foundation.clock import Clock, steady_seconds
from desktop.staff.people import Action, Actor, Role, may


class Workflows:
    """The modules of ``desktop.workflows``, each imported when its first job runs.

    ``workflows.run_event.events_today(place)`` in a job imports ``run_event`` on the worker, so that no screen
    waits for it. A test can hand in an object with other attributes.
    """

    def __getattr__(self, name: str) -> ModuleType:
        if name.startswith("_"):
            raise AttributeError(name)
        return importlib.import_module(f"desktop.workflows.{name}")


@dataclass(frozen=True)
class Services:
    """Collaborators of every screen, for the whole run.

    Attributes:
        folder: the data folder of real work.
        practice_folder: the data folder of practice.
        clock: says what time it is.
        steady: seconds that pass evenly, for telling how long nobody touched the laptop.
        executors: a worker for the database and one for long jobs.
        find_keyring: returns the keyring port, or ``None`` where the machine has none; called on a worker.
        passphrase: from the environment, for unattended use; else ``None``.
        workflows: where the jobs are.
        direction_of: direction of writing of a form's language; ``None`` for the usual rule.
        read_setting, keep_setting: settings of the screen, such as the text size. Nothing of a person.
    """

    folder: Path
    practice_folder: Path
    clock: Clock
    executors: Any
    find_keyring: Callable[[], Any]
    passphrase: str | None = field(default=None, repr=False)
    workflows: Any = field(default_factory=Workflows)
    direction_of: Callable[[str], Any] | None = None
    steady: Callable[[], float] = steady_seconds
    read_setting: Callable[[str], str] = field(default=lambda _name: "")
    keep_setting: Callable[[str, str], None] = field(default=lambda _name, _value: None)


@dataclass(frozen=True)
class Desk:
    """Who works with what: handed to each page when it is made.

    Attributes:
        place: the open workplace; passed through to workflows, never looked into.
        actor: who is at the laptop.
        programme: the one that is worked on; ``None`` before a pack was opened.
        event: the one that is worked at; ``None`` until one was chosen. It stays chosen while the window is open.
    """

    place: Any
    actor: Actor
    programme: Programme | None
    event: Event | None = None

    @property
    def practice(self) -> bool:
        """Whether everything here is made up."""
        return bool(self.place.practice)

    @property
    def keys_only(self) -> bool:
        """Whether the person keys, and does what a sheet in hand asks for, and nothing else."""
        return self.actor.role is Role.VOLUNTEER

    def may(self, action: Action) -> bool:
        """Tell whether the person's role allows ``action``."""
        return self.actor.role is not None and may(self.actor.role, action)
