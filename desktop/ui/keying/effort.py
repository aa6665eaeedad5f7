"""Counts what each question takes: keys, and seconds without the pauses. No Qt, and no clock of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from desktop.responses.keying_figures import PAUSE_SECONDS
from desktop.responses.keyings import FieldEffort


@dataclass
class Effort:
    """Told of every key; what was counted is taken away with each step that is saved.

    A gap between two keys belongs to the question of the later one. A longer one than ``pause`` counts as none:
    somebody had a cup of tea.
    """

    pause: float = PAUSE_SECONDS
    _last: float | None = None
    _keys: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def key(self, path: str, now: float) -> None:
        """Count a key that was pressed in the field of ``path``; ``now``: seconds of a clock that never jumps."""
        gap = 0.0 if self._last is None else max(0.0, now - self._last)
        self._last = now
        self._keys[path] += 1
        self._seconds[path] += gap if gap <= self.pause else 0.0

    def take(self) -> dict[str, FieldEffort]:
        """Return what was counted since it was last taken, by path."""
        taken = {path: FieldEffort(keys, self._seconds[path]) for path, keys in self._keys.items()}
        self._keys.clear()
        self._seconds.clear()
        return taken

    def stop(self) -> None:
        """The sheet is laid by: the time until the next key is no question's."""
        self._last = None
