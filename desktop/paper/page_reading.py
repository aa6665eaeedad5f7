"""Scanned files read page by page, in a process of its own: the picture, and which page of which copy it shows.

:func:`serve_pages` is what the process runs; :class:`PageReader` asks it. A page that takes too long, too much
memory or the process itself is a page that can't be read, and the reading goes on with the next one.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from desktop.jobs.bounded_child import BoundedChild, ChildEnded, End, bound_data
from desktop.paper.page_finding import Seen, corner_of, look_at
from desktop.paper.scan_pictures import ScanFile, Taken, Trouble, Troubled, open_scan
from desktop.sheets.page_codes import PageCode
from desktop.sheets.scans import PageLie

MEMORY = 1_200_000_000
"""Bytes that the process may have: a sheet of A3 at 600 dots an inch in colour takes 210 million, or twice so."""
SECONDS = 30.0
"""After which a page is given up. A large one takes two."""
_THUMBNAIL = 1_500
_HEAD = 4
NO_SIZES: Mapping[str, tuple[float, float]] = {}


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page of a scanned file.

    Attributes:
        picture: JPEG or PNG; empty where there is a trouble, and for an empty page.
        media_type: ``image/jpeg`` or ``image/png``.
        width, height: in dots.
        seen: what it shows.
        trouble: why there is no picture; ``None`` where there is one.
    """

    seen: Seen
    picture: bytes = field(default=b"", repr=False)
    media_type: str = ""
    width: int = 0
    height: int = 0
    trouble: Trouble | None = None


class Reading(Protocol):
    """Whoever reads scanned files."""

    def pages(self, path: Path) -> int:
        """Return how many pages a file has.

        Raises:
            Troubled: it can't be opened.
        """

    def page(self, path: Path, number: int, sizes: Mapping[str, tuple[float, float]] = NO_SIZES) -> PageRead:
        """Return one page, 1 and up. What is wrong with it stands in it, and is never raised."""

    def thumbnail(self, path: Path, number: int) -> bytes:
        """Return one page as a small JPEG, for a person to look at.

        Raises:
            Troubled: there is no picture.
        """

    def close(self) -> None:
        """Let go of the open file, and of the process."""


class PageDesk:
    """Reads in this process; keeps the file of the last page open."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._file: ScanFile | None = None
        self._corner = 0

    def pages(self, path: Path) -> int:
        """Return how many pages a file has."""
        return self._opened(path).pages

    def page(self, path: Path, number: int, sizes: Mapping[str, tuple[float, float]] = NO_SIZES) -> PageRead:
        """Return one page."""
        try:
            file = self._opened(path)
            taken = file.take(number)
            seen = self._seen(taken, sizes)
            if seen.page is None and not taken.drawn:
                # the file may show its picture otherwise than it lies in it: inked anew, or in parts
                taken, seen = self._drawn(file, number, sizes) or (taken, seen)
            if seen.empty and taken.doubtful:
                raise Troubled(Trouble.DAMAGED)
        except Troubled as fault:
            return PageRead(Seen(None), trouble=fault.trouble)
        except MemoryError:
            self.close()
            return PageRead(Seen(None), trouble=Trouble.LARGE)
        if seen.lie is not None:
            self._corner = corner_of(seen.lie)
        picture = b"" if seen.empty else taken.content
        return PageRead(seen, picture, taken.media_type, taken.width, taken.height)

    def thumbnail(self, path: Path, number: int) -> bytes:
        """Return one page as a small JPEG."""
        from PIL import Image

        taken = self._opened(path).take(number)
        try:
            with Image.open(io.BytesIO(taken.content), formats=("JPEG", "PNG")) as opened:
                opened.draft("RGB", (_THUMBNAIL, _THUMBNAIL))
                small = opened.convert("RGB")
            small.thumbnail((_THUMBNAIL, _THUMBNAIL))
        except Exception as fault:
            # the readers of the formats promise no list of what they raise for a file that was made to hurt
            raise Troubled(Trouble.DAMAGED) from fault
        out = io.BytesIO()
        small.save(out, format="JPEG", quality=80)
        return out.getvalue()

    def close(self) -> None:
        """Let go of the open file."""
        file, self._file, self._path = self._file, None, None
        if file is not None:
            file.close()

    def _opened(self, path: Path) -> ScanFile:
        if self._file is None or self._path != path:
            self.close()
            self._file = open_scan(path)
            self._path = path
        return self._file

    def _seen(self, taken: Taken, sizes: Mapping[str, tuple[float, float]]) -> Seen:
        try:
            return look_at(taken.content, sizes, first_corner=self._corner)
        except Exception as fault:
            raise Troubled(Trouble.DAMAGED) from fault

    def _drawn(
        self, file: ScanFile, number: int, sizes: Mapping[str, tuple[float, float]]
    ) -> tuple[Taken, Seen] | None:
        try:
            drawn = file.take(number, draw=True)
            seen = self._seen(drawn, sizes)
        except Troubled:
            return None
        return None if seen.page is None else (drawn, seen)


def serve_pages(connection: Connection) -> None:
    """Answer questions for pages until the connection is closed; what the process of :class:`PageReader` runs."""
    bound_data(MEMORY)
    desk = PageDesk()
    while True:
        try:
            question = json.loads(connection.recv_bytes())
        except EOFError:
            return
        connection.send_bytes(_answer(desk, question))


def _answer(desk: PageDesk, question: dict[str, Any]) -> bytes:
    path = Path(question["path"])
    try:
        if question["what"] == "pages":
            return _packed({"pages": desk.pages(path)})
        if question["what"] == "thumbnail":
            return _packed({}, desk.thumbnail(path, question["number"]))
        read = desk.page(path, question["number"], {key: tuple(size) for key, size in question["sizes"].items()})
        head = {
            "seen": {**asdict(read.seen)},
            "media_type": read.media_type,
            "width": read.width,
            "height": read.height,
            "trouble": read.trouble,
        }
        return _packed(head, read.picture)
    except Troubled as fault:
        return _packed({"trouble": fault.trouble})
    except MemoryError:
        desk.close()
        return _packed({"trouble": Trouble.LARGE})


def _packed(head: Mapping[str, object], content: bytes = b"") -> bytes:
    raw = json.dumps(head).encode()
    return len(raw).to_bytes(_HEAD, "big") + raw + content


class PageReader:
    """Asks a process of its own for pages; used by one thread. Close it, or use it in a ``with``."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._child = BoundedChild(serve_pages, memory=MEMORY)
        self._seconds = seconds

    def pages(self, path: Path) -> int:
        """Return how many pages a file has."""
        head, _ = self._asked({"what": "pages", "path": str(path)})
        if "pages" not in head:
            raise Troubled(Trouble(head["trouble"]))
        return int(head["pages"])

    def page(self, path: Path, number: int, sizes: Mapping[str, tuple[float, float]] = NO_SIZES) -> PageRead:
        """Return one page."""
        head, picture = self._asked({"what": "page", "path": str(path), "number": number, "sizes": dict(sizes)})
        if head["trouble"] is not None:
            return PageRead(Seen(None), trouble=Trouble(head["trouble"]))
        seen = head["seen"]
        return PageRead(
            seen=Seen(
                page=None if seen["page"] is None else PageCode(**seen["page"]),
                others=tuple(seen["others"]),
                lie=None if seen["lie"] is None else PageLie(**seen["lie"]),
                empty=seen["empty"],
            ),
            picture=picture,
            media_type=head["media_type"],
            width=head["width"],
            height=head["height"],
        )

    def thumbnail(self, path: Path, number: int) -> bytes:
        """Return one page as a small JPEG."""
        head, picture = self._asked({"what": "thumbnail", "path": str(path), "number": number})
        if "trouble" in head:
            raise Troubled(Trouble(head["trouble"]))
        return picture

    def close(self) -> None:
        """End the process."""
        self._child.close()

    def __enter__(self) -> PageReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _asked(self, question: Mapping[str, object]) -> tuple[dict[str, Any], bytes]:
        try:
            answer = self._child.ask(json.dumps(question).encode(), seconds=self._seconds)
        except ChildEnded as ended:
            trouble = {End.LATE: Trouble.LATE, End.LARGE: Trouble.LARGE}.get(ended.end, Trouble.DAMAGED)
            return {"trouble": trouble}, b""
        length = int.from_bytes(answer[:_HEAD], "big")
        return json.loads(answer[_HEAD : _HEAD + length]), answer[_HEAD + length :]
