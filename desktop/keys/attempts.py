"""Wrong passphrases and wrong recovery words, counted beside the key file so that a restart does not forget them.

``attempts.json`` holds a count and an instant, and nothing secret. It slows down whoever sits at the program.
Whoever has copied the files away is slowed by the cost of the passphrase slot alone: no file can do more.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.foundation.clock import Clock, from_utc_text, to_utc_text
from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import WorldError
from desktop.foundation.slow_down import TooSoon, still_to_wait

_FORMAT = "sounding-board-attempts"
_VERSION = 1
_MAX_FILE = 4096


@dataclass(frozen=True, slots=True)
class Attempts:
    """The wrong attempts at one key file.

    Attributes:
        path: of ``attempts.json``.
        clock: says what time it is.
    """

    path: Path
    clock: Clock

    def check(self, place: str) -> None:
        """Refuse a next attempt that comes too soon.

        Args:
            place: what is asked for, in words, such as "The passphrase".

        Raises:
            TooSoon: with the seconds that are left.
        """
        failures, last = self._read()
        seconds = 0 if last is None else still_to_wait(failures, last, self.clock.now())
        if seconds:
            raise TooSoon(place=place, seconds=seconds)

    def failed(self) -> None:
        """Count one that was wrong."""
        failures, _ = self._read()
        written = {
            "format": _FORMAT,
            "version": _VERSION,
            "failures": failures + 1,
            "last_utc": to_utc_text(self.clock.now()),
        }
        with contextlib.suppress(WorldError):  # a full disk must not hide that the passphrase was wrong
            write_durably(self.path, (json.dumps(written) + "\n").encode())

    def clear(self) -> None:
        """Forget them: one was right."""
        # left over, it costs the next wrong attempt a wait, and nobody an answer
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, datetime | None]:
        """Return the count and the last instant; a damaged file counts as none, as one that was removed does."""
        try:
            with self.path.open("rb") as stream:
                read = json.loads(stream.read(_MAX_FILE))
            if read["format"] != _FORMAT or read["version"] != _VERSION or type(read["failures"]) is not int:
                return 0, None
            return max(0, read["failures"]), from_utc_text(read["last_utc"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return 0, None
