"""Every file that the application writes, for the privacy report. A test holds this list to the disk."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.foundation.translation import tr
from desktop.store.privacy import Category


@dataclass(frozen=True, slots=True)
class FileNote:
    """One kind of file.

    Attributes:
        place: where it is: ``data folder``, ``central store``, ``carried``, ``export`` and so on.
        patterns: as of ``fnmatch``, below the place; empty for what is no file.
        name: what it is called in the report.
        holds: what is in it.
        category: the gravest of what it holds.
        key: under which key.
        receives: who gets it.
        kept: how long.
    """

    place: str
    patterns: tuple[str, ...]
    name: str
    holds: str
    category: Category
    key: str
    receives: str
    kept: str


def file_notes() -> tuple[FileNote, ...]:
    """Return every kind of file, data folder first."""
    return (*_data_folder(), *_carried(), *_copies(), *_paper(), *_system())


def _data_folder() -> tuple[FileNote, ...]:
    store_key = tr("Store key (SQLCipher, AES-256, every page)")
    nobody = tr("Nobody")
    store = tr("As long as the laptop is used; what is in it goes by its own rules")
    here, nothing = "data folder", tr("None; nothing in it needs one")
    return (
        FileNote(
            here, ("store.db", "store.db-wal", "store.db-shm"), "store.db, -wal, -shm",
            tr("The store: every table below that stands on a laptop. -wal is its log of the last changes."),
            Category.SPECIAL, store_key, nobody, store,
        ),
        FileNote(
            here, ("keys.json", "keys.next.json", "keys.unfinished.json"), "keys.json",
            tr("The store key, wrapped once for each way of opening it"),
            Category.KEY, tr("The computer's keyring, the passphrase, the recovery sheet's words"), nobody, store,
        ),
        FileNote(
            here, ("attempts.json",), "attempts.json",
            tr("How many wrong passphrases in a row, and when the last was given"),
            Category.NONE, nothing, nobody, tr("Until it is opened rightly"),
        ),
        FileNote(
            here, ("backups.json",), "backups.json", tr("Which folder the backups go to"),
            Category.NONE, nothing, nobody, store,
        ),
        FileNote(
            here, ("screen.ini",), "screen.ini",
            tr("Text size, minutes until the lock, where the central store is"),
            Category.NONE, nothing, nobody, store,
        ),
        FileNote(
            here, (".*", "restoring/*", "restored/*"), tr("marks of work in progress"),
            tr("Nothing, or an encrypted file half written"), Category.NONE, nothing, nobody,
            tr("Until the work ends; swept at the next start"),
        ),
        FileNote(
            here, ("damaged-*/*",), "damaged-…/", tr("A damaged store that a restore set aside, with its keys"),
            Category.SPECIAL, store_key, nobody, tr("Until a person deletes it"),
        ),
        FileNote(
            here, ("practice/*",), "practice/", tr("Practice: made-up data, the same files as above"),
            Category.NONE, tr("Open: the key lies beside it, as nothing in it is real"), nobody,
            tr("Made anew each day"),
        ),
        FileNote(
            "central store", ("central.db", "central.db-wal", "central.db-shm"),
            tr("central store (a file, or a PostgreSQL database)"),
            tr("Every table below that stands at the central store"),
            Category.SPECIAL,
            tr("Central store key, in the coordinator's own store; on PostgreSQL the server's encrypted volume"),
            tr("Whoever the coordinator exports to"), tr("What is in it goes by its own rules"),
        ),
    )  # fmt: skip


def _carried() -> tuple[FileNote, ...]:
    by_hand = tr("Until a person deletes it from the stick or folder")
    return (
        FileNote(
            "carried", ("batch-*.sbbatch",), "batch-….sbbatch",
            tr("Responses, or contacts, never both. In clear on its outside: random ids, size, digest."),
            Category.SPECIAL,
            tr("Batch-opening key of the coordinator (age, X25519); contacts once more under the contacts key"),
            tr("The coordinator; whoever finds it can't open it"), by_hand,
        ),
        FileNote(
            "carried", ("receipt-*.sbreceipt",), "receipt-….sbreceipt",
            tr("Random ids, and whether each response was taken"), Category.NONE,
            tr("Signed, not encrypted"), tr("The laptop that sent the batch"), by_hand,
        ),
        FileNote(
            "carried", ("instructions-*.sbinstructions",), "instructions-….sbinstructions",
            tr("Random ids and digests of random codes of what was withdrawn, erased or voided; no reasons"),
            Category.PERSONAL, tr("Signed, not encrypted"), tr("Every laptop of the programme"), by_hand,
        ),
    )  # fmt: skip


def _copies() -> tuple[FileNote, ...]:
    return (
        FileNote(
            "backup folder", ("sounding-board-backups/*",), "sounding-board-backups/…",
            tr("Copies of store.db and keys.json; backup.json says when and from which laptop"),
            Category.SPECIAL, tr("As store.db and keys.json"), tr("Whoever keeps the folder; they need a key too"),
            tr("By the rule for backups: hourly, daily, weekly, then removed"),
        ),
        FileNote(
            "backup folder", ("sounding-board-central-backups/*",), "sounding-board-central-backups/…",
            tr("Copies of the central store, with the signed list of what was withdrawn or erased"),
            Category.SPECIAL, tr("As the central store"), tr("Whoever keeps the folder; they need a key too"),
            tr("By the rule for backups: hourly, daily, weekly, then removed"),
        ),
        FileNote(
            "export", ("*.age",), tr("exports, encrypted"),
            tr("Answers with names of questions, or the update list; never both"),
            Category.SPECIAL, tr("Batch-opening key of the coordinator"),
            tr("Whoever the coordinator gives it to"),
            tr("Until a person deletes it; each export is logged"),
        ),
        FileNote(
            "export", ("*.csv", "*.xlsx"), tr("exports in clear"),
            tr("As above, by the coordinator's decision for each"), Category.SPECIAL, tr("None"),
            tr("Whoever the coordinator gives it to"), tr("Until a person deletes it; each export is logged"),
        ),
        FileNote(
            "export", ("certificate*.pdf", "privacy*.*"), tr("certificates of deletion, this report"),
            tr("What was deleted, when, by whom; how many"), Category.STAFF, tr("None"),
            tr("The programme's files"), tr("As long as the programme's papers"),
        ),
    )  # fmt: skip


def _paper() -> tuple[FileNote, ...]:
    return (
        FileNote(
            "paper", (), tr("paper questionnaires"), tr("Answers in handwriting, with a serial"), Category.SPECIAL,
            tr("None: lock them away"), tr("Who keys them"), tr("Until shredded, by the programme's rule"),
        ),
        FileNote(
            "paper", (), tr("slips of the update list"), tr("Name and address in handwriting; no serial"),
            Category.PERSONAL, tr("None: keep them apart from the questionnaires"), tr("Who types them in"),
            tr("Until shredded, by the programme's rule"),
        ),
        FileNote(
            "paper", (), tr("withdrawal slip"), tr("The respondent's random code; nothing that names them"),
            Category.PERSONAL, tr("None: it is the respondent's own"), tr("The respondent"), tr("As they like"),
        ),
        FileNote(
            "paper", (), tr("recovery sheet"), tr("The words that open the store, or make the coordinator's keys"),
            Category.KEY, tr("None: it belongs in a safe"), tr("Whoever opens the safe"),
            tr("Until a new sheet is made"),
        ),
    )  # fmt: skip


def _system() -> tuple[FileNote, ...]:
    return (
        FileNote(
            "system", (), tr("the computer's keyring"), tr("One entry: the key that wraps the store key"),
            Category.KEY, tr("The login of the computer's user"), tr("Nobody"), tr("Until it is wiped"),
        ),
        FileNote(
            "system", (), tr("log files, temporary files, memory dumps"),
            tr("Nothing: no answer, contact, key or code is written to any of them, and dumps are switched off"),
            Category.NONE, tr("None"), tr("Nobody"), tr("Not at all"),
        ),
        FileNote(
            "system", (), tr("the network"),
            tr("Nothing is fetched or sent by itself; no statistics, no updates, no accounts"),
            Category.NONE, tr("A PostgreSQL server is reached with verify-full"), tr("Nobody else"),
            tr("Not at all"),
        ),
    )  # fmt: skip
