"""Where a store is: a SQLCipher file or a PostgreSQL database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

_LOCAL_HOSTS = frozenset({"", "localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class StoreTarget:
    """Where a store is.

    Attributes:
        path: of the SQLCipher file; ``None`` for PostgreSQL.
        url: of the PostgreSQL database, with the driver named; ``None`` for a file.
        central: whether it is a centre's store; as a file it is refused on a network share.
    """

    path: Path | None
    url: URL | None
    central: bool = False

    @classmethod
    def file(cls, path: Path, *, central: bool = False) -> StoreTarget:
        """Return the target of the SQLCipher file at ``path``; it need not exist yet, its folder must."""
        return cls(path, None, central)

    @classmethod
    def parse(cls, words: str, *, central: bool = False) -> StoreTarget:
        """Return the target that a person wrote.

        Args:
            words: ``postgresql://user@host/database``, ``sqlite:/folder/file`` (also with ``///``), or a path.

        Raises:
            Refusal: it names a kind of database that is not supported, or is no address.
        """
        scheme, colon, rest = words.partition(":")
        if not colon or len(scheme) < 2:  # a path; one letter before the colon is a Windows drive
            return cls.file(Path(words), central=central)
        if scheme == "sqlite":
            return cls.file(Path(_without_slashes(rest)), central=central)
        if scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
            raise _refused(scheme)
        try:
            url = make_url(words).set(drivername="postgresql+psycopg")
        except ArgumentError as fault:
            raise _refused(scheme) from fault
        host = url.host or str(url.query.get("host", ""))
        if host not in _LOCAL_HOSTS and not host.startswith("/") and "sslmode" not in url.query:
            # over a network nothing less than a checked server certificate will do, unless asked for by name
            url = url.update_query_dict({"sslmode": "verify-full"})
        return cls(None, url, central)

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLCipher file."""
        return self.path is not None

    @property
    def words(self) -> str:
        """The place as it may be shown: a URL without its password."""
        if self.path is not None:
            return str(self.path)
        assert self.url is not None
        return self.url.set(drivername="postgresql").render_as_string(hide_password=True)


def _without_slashes(rest: str) -> str:
    # sqlite:///a is SQLAlchemy's way to write the relative path a; sqlite:////a and sqlite:/a are absolute
    return rest[3:] if rest.startswith("///") else rest


def _refused(scheme: str) -> Refusal:
    return Refusal(
        place=tr("The address of the store"),
        fault=tr("“{scheme}:” is no address of a store.", scheme=scheme),
        remedy=tr("Give a file, or an address that begins with sqlite: or postgresql://."),
    )
