"""Which scanned files are meant, and their pages read one after the other by processes of their own."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desktop.paper.page_reading import PageRead, Reading
    from desktop.paper.scan_pictures import Trouble

KINDS = (".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png")
"""What is taken from a folder; a file that is named itself may be called anything."""
MOST_READERS = 2
"""Processes that read at once: each takes a core, and somebody may be keying meanwhile."""
_AHEAD = 2
"""Pages that each of them may be ahead, so that memory does not grow with the pile."""
_PARTS = re.compile(r"(\d+)")


class OpensReading(Protocol):
    """Makes whoever reads scanned files; closed when it is no longer needed."""

    def __call__(self) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One page of one scanned file.

    Attributes:
        number: 1 and up; 0 for a whole file that can't be opened.
        pages: how many the file has.
        trouble: why the file can't be opened; ``None`` where it can.
    """

    path: Path
    number: int
    pages: int = 1
    trouble: Trouble | None = None


def scan_files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the scanned files that are named, or lie in a folder that is named, each once.

    Those of a folder come by name, with figures in it taken as numbers: ``page 9`` before ``page 10``.
    """
    found: dict[Path, None] = {}
    for path in paths:
        whole = path.absolute()
        if whole.is_dir():
            inside = (each for each in whole.rglob("*") if each.suffix.lower() in KINDS)
            shown = [each for each in inside if each.is_file() and not each.name.startswith(".")]
            found.update(dict.fromkeys(sorted(shown, key=_by_name)))
        else:
            found[whole] = None
    return tuple(found)


def _by_name(path: Path) -> tuple[tuple[int, int, str], ...]:
    parts = _PARTS.split(str(path).lower())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def page_reader() -> Reading:
    """Return a reader in a process of its own."""
    from desktop.paper.page_reading import PageReader

    return PageReader()


def readers() -> int:
    """Return how many readers work at once."""
    return max(1, min(MOST_READERS, os.cpu_count() or 1))


class Pipeline:
    """Reads pages ahead on several readers, and gives them in their order. Use it in a ``with``."""

    def __init__(self, opens: OpensReading, count: int) -> None:
        self._stack = ExitStack()
        self._free: SimpleQueue[Reading] = SimpleQueue()
        self._count = count
        for _ in range(count):
            reader = opens()
            self._stack.callback(reader.close)
            self._free.put(reader)
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="scans")

    def sources(self, files: Iterable[Path]) -> tuple[Source, ...]:
        """Return all pages of the files; a file that can't be opened is one source with its trouble."""
        return tuple(source for found in self._pool.map(self._pages_of, files) for source in found)

    def _pages_of(self, path: Path) -> tuple[Source, ...]:
        from desktop.paper.scan_pictures import Troubled

        with self._reader() as reader:
            try:
                pages = reader.pages(path)
            except Troubled as fault:
                return (Source(path, 0, trouble=fault.trouble),)
        return tuple(Source(path, number, pages) for number in range(1, pages + 1))

    def pages(
        self, sources: Iterable[Source], sizes: Mapping[str, tuple[float, float]], *, go_on: Callable[[], bool]
    ) -> Iterator[tuple[Source, PageRead]]:
        """Yield each source with what was read, in the order of the sources, until ``go_on`` says no."""
        waiting: deque[tuple[Source, Future[PageRead]]] = deque()
        for source in sources:
            if not go_on():
                break
            waiting.append((source, self._pool.submit(self._page, source, sizes)))
            if len(waiting) > _AHEAD * self._count:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting and go_on():
            first, future = waiting.popleft()
            yield first, future.result()
        for _, future in waiting:
            future.cancel()

    def _page(self, source: Source, sizes: Mapping[str, tuple[float, float]]) -> PageRead:
        with self._reader() as reader:
            return reader.page(source.path, source.number, sizes)

    @contextmanager
    def _reader(self) -> Iterator[Reading]:
        reader = self._free.get()
        try:
            yield reader
        finally:
            self._free.put(reader)

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._stack.close()
