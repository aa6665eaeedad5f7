"""What the clock, the environment and chance give to an entry: recorded once, replayed ever after."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime

from desktop.foundation.clock import Clock
from desktop.questionnaires.steps import Environment, Step

DRAWN = "drawn"


class Draws:
    """Gives each value once for real and records it as a step, or gives back what a journal holds.

    Attributes:
        clock: asked where nothing is replayed.
        environment: of the device and who works at it.
    """

    def __init__(self, clock: Clock, environment: Environment) -> None:
        self.clock = clock
        self.environment = environment
        self._random = random.SystemRandom()
        self._instant: datetime | None = None
        self._recorded: list[Step] = []
        self._held: dict[str, deque[str]] = defaultdict(deque)

    def begin(self, replayed: Iterable[Step] = ()) -> None:
        """Begin an action, with what was drawn during it when it is replayed."""
        self._instant = None
        self._recorded = []
        self._held.clear()
        for step in replayed:
            self._held[step.path].append(step.value)

    def taken(self) -> tuple[Step, ...]:
        """Return what was drawn since :meth:`begin`, to stand in the journal before the action itself."""
        return tuple(self._recorded)

    def now(self) -> datetime:
        """Return the instant of this action: the same however often it is asked."""
        if self._instant is None:
            held = self._held["now"]
            self._instant = datetime.fromisoformat(held.popleft()) if held else self.clock.now()
            self._recorded.append(Step(DRAWN, "now", self._instant.isoformat()))
        return self._instant

    def draw(self, kind: str, path: str) -> str:
        """Return ``random``, ``seed`` or ``uuid`` for the node at ``path``."""
        key = f"{kind}:{path}"
        held = self._held[key]
        if held:
            value = held.popleft()
        elif kind == "random":
            value = repr(self._random.random())
        elif kind == "seed":
            value = str(self._random.randrange(1, 2_147_483_647))
        else:
            value = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        self._recorded.append(Step(DRAWN, key, value))
        return value

    def metadata(self, name: str) -> str:
        """Return a field of the :class:`~desktop.questionnaires.steps.Environment`, such as ``deviceid``."""
        key = f"property:{name}"
        held = self._held[key]
        value = held.popleft() if held else str(getattr(self.environment, name, ""))
        self._recorded.append(Step(DRAWN, key, value))
        return value
