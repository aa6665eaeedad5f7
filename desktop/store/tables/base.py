"""What the tables share: their metadata, their column types and how a column is declared.

Text is compared byte by byte on both engines (SQLite does so by itself, PostgreSQL with collation ``C``), so
that a list has one order wherever it is kept. An instant is two columns, ``*_utc`` (fixed-width UTC text) and
``*_offset`` (minutes). A civil date is ISO text.
"""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict
from sqlalchemy import BigInteger, Boolean, Float, Integer, LargeBinary, MetaData, Table, Text
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
TEXT = Text().with_variant(Text(collation="C"), "postgresql")


class Row(SQLModel):
    """Base of every table. Its rows never leave this room."""

    metadata = METADATA
    # rows are never validated here (Core writes them), so building thirty validators would only delay the start
    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]


def key(refers_to: str | None = None) -> Any:
    """Declare a text column of the primary key, referring to ``table.column`` where given."""
    return Field(primary_key=True, sa_type=TEXT, **_foreign(refers_to))


def number_key(*, counted: bool = False, refers_to: str | None = None) -> Any:
    """Declare an integer column of the primary key; ``counted`` ones are given by the database, upwards."""
    if counted:
        return Field(default=None, primary_key=True, sa_type=Integer)
    return Field(
        primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False}, **_foreign(refers_to)
    )


def text(*, index: bool = False, unique: bool = False, refers_to: str | None = None) -> Any:
    """Declare a text column."""
    return Field(sa_type=TEXT, index=index, unique=unique, **_foreign(refers_to))


def integer() -> Any:
    """Declare an integer column."""
    return Field(sa_type=Integer)


def big_integer() -> Any:
    """Declare a column of an integer that may pass two thousand million, such as a size in bytes."""
    return Field(sa_type=BigInteger)


def real() -> Any:
    """Declare a column of a number with a fraction."""
    return Field(sa_type=Float)


def flag() -> Any:
    """Declare a yes-or-no column; with ``bool | None`` it may be unknown."""
    return Field(sa_type=Boolean)


def blob() -> Any:
    """Declare a column of bytes."""
    return Field(sa_type=LargeBinary)


def _foreign(refers_to: str | None) -> dict[str, Any]:
    return {} if refers_to is None else {"foreign_key": refers_to}


def table_of(row: type[Row]) -> Table:
    """Return the Core table of a row class: repositories speak Core, which costs less than the ORM's flush."""
    name = row.__tablename__
    return METADATA.tables[str(name)]
