"""One unit of work: a connection, one transaction, and the repositories on it."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType

from sqlalchemy import Engine

from desktop.responses.ledger import Facts
from desktop.store.engine import shorten_log
from desktop.store.errors import StoreDefect
from desktop.store.repositories.attendance import AttendanceRepository
from desktop.store.repositories.base import GONE_SCANS, SHORTEN_LOG
from desktop.store.repositories.batches import BatchRepository, ReceiptRepository, TrustRepository
from desktop.store.repositories.central import ReceivedRepository
from desktop.store.repositories.changes import ChangeRepository
from desktop.store.repositories.contacts import ContactRepository
from desktop.store.repositories.custody import (
    AttemptRepository,
    BackupRepository,
    CopiesOutRepository,
    DeviceRepository,
    ExportRepository,
    RetentionRepository,
)
from desktop.store.repositories.drafts import DraftRepository
from desktop.store.repositories.event_day import BoardRepository, DebriefRepository, MergeRepository
from desktop.store.repositories.instructions import CodeRepository, InstructionRepository
from desktop.store.repositories.keyings import KeyingRepository
from desktop.store.repositories.ledger import FactRepository
from desktop.store.repositories.notes import NoteDraftRepository, NoteRepository
from desktop.store.repositories.paper import CopyRepository
from desktop.store.repositories.paper_counts import PaperCountRepository
from desktop.store.repositories.people import MetaRepository, PeopleRepository, SecretRepository
from desktop.store.repositories.pictures import BenchmarkRepository, PictureRepository
from desktop.store.repositories.programmes import EventRepository, FormRepository, ProgrammeRepository
from desktop.store.repositories.queries import QueryRepository
from desktop.store.repositories.responses import ResponseRepository
from desktop.store.repositories.restricted import ConcernRepository, FollowUpRepository
from desktop.store.repositories.second_piles import ScanRepository, SecondPileRepository
from desktop.store.repositories.sheet_moves import SheetMoveRepository
from desktop.store.repositories.verification import DecisionRepository, PlanRepository, TrainingRepository
from desktop.store.scan_files import ScanFolder


class UnitOfWork:
    """A transaction over all repositories; what is not committed when it is left is rolled back.

    Used by one thread. After :meth:`commit` a next statement begins a next transaction.

    Attributes:
        reading: whether it only reads: it waits for no writer, sees one state throughout, and cannot commit.
    """

    def __init__(self, engine: Engine, *, reading: bool, scan_files: ScanFolder | None = None) -> None:
        self._engine = engine
        self.reading = reading
        self._scan_files = scan_files

    def __enter__(self) -> UnitOfWork:
        self._connection = self._engine.connect()
        if self.reading:
            self._connection.execution_options(reading=True)
            if self._engine.dialect.name == "postgresql":
                self._connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shortens_log()
        self._gone_scans()
        self._connection.close()

    def commit(self) -> None:
        """Make everything so far durable; it is on the disk when this returns.

        Where something was erased, the write-ahead log is emptied too: it holds the pages as they were before.

        Raises:
            StoreFull, StoreLocked, StoreUnreachable: nothing of it was kept.
            StoreDefect: the unit was opened for reading.
        """
        if self.reading:
            raise StoreDefect("a unit that was opened for reading has nothing to commit")
        gone = self._gone_scans()
        self._connection.commit()
        if self._shortens_log():
            shorten_log(self._connection.connection.driver_connection)
        if gone and self._scan_files is not None:
            self._scan_files.remove(gone)

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self._connection.rollback()
        self._shortens_log()
        self._gone_scans()

    def _shortens_log(self) -> bool:
        """Tell whether something was erased in this unit, and forget it: the connection is used again."""
        # of a server's connection nothing is asked: one that was lost would be made anew for the answer
        return self._engine.dialect.name == "sqlite" and self._connection.info.pop(SHORTEN_LOG, False)

    def _gone_scans(self) -> frozenset[str]:
        """Return the scanned pages whose files go with this unit, and forget them: see :meth:`_shortens_log`."""
        if self._scan_files is None:
            return frozenset()
        return frozenset(self._connection.info.pop(GONE_SCANS, ()))

    @cached_property
    def meta(self) -> MetaRepository:
        """Named facts of this store."""
        return MetaRepository(self._connection)

    @cached_property
    def secrets(self) -> SecretRepository:
        """Keys of this device."""
        return SecretRepository(self._connection)

    @cached_property
    def people(self) -> PeopleRepository:
        """Who works with the laptop."""
        return PeopleRepository(self._connection)

    @cached_property
    def programmes(self) -> ProgrammeRepository:
        """Programmes and their packs."""
        return ProgrammeRepository(self._connection)

    @cached_property
    def forms(self) -> FormRepository:
        """Forms in all their versions."""
        return FormRepository(self._connection)

    @cached_property
    def events(self) -> EventRepository:
        """Events."""
        return EventRepository(self._connection)

    @cached_property
    def drafts(self) -> DraftRepository:
        """Answers in progress."""
        return DraftRepository(self._connection)

    @cached_property
    def responses(self) -> ResponseRepository:
        """Responses, revisions and states."""
        return ResponseRepository(self._connection)

    @cached_property
    def copies(self) -> CopyRepository:
        """The print log and the layouts."""
        return CopyRepository(self._connection)

    @cached_property
    def paper_counts(self) -> PaperCountRepository:
        """What the paper ledger is made from."""
        return PaperCountRepository(self._connection)

    @cached_property
    def sheet_moves(self) -> SheetMoveRepository:
        """What was done with paper copies."""
        return SheetMoveRepository(self._connection)

    @cached_property
    def keyings(self) -> KeyingRepository:
        """First and second keyings of sheets."""
        return KeyingRepository(self._connection)

    @cached_property
    def plans(self) -> PlanRepository:
        """What is keyed a second time."""
        return PlanRepository(self._connection)

    @cached_property
    def decisions(self) -> DecisionRepository:
        """Decisions on fields that were read differently."""
        return DecisionRepository(self._connection)

    @cached_property
    def queries(self) -> QueryRepository:
        """Queries of keyers to the coordinator."""
        return QueryRepository(self._connection)

    @cached_property
    def trainings(self) -> TrainingRepository:
        """Keyers' practice piles."""
        return TrainingRepository(self._connection)

    @cached_property
    def second_piles(self) -> SecondPileRepository:
        """Piles that travel to be keyed a second time."""
        return SecondPileRepository(self._connection)

    @cached_property
    def scans(self) -> ScanRepository:
        """Scanned pages, with the keys of their files."""
        return ScanRepository(self._connection)

    @cached_property
    def contacts(self) -> ContactRepository:
        """The update list, sealed."""
        return ContactRepository(self._connection)

    @cached_property
    def batches(self) -> BatchRepository:
        """Batches and deliveries."""
        return BatchRepository(self._connection)

    @cached_property
    def receipts(self) -> ReceiptRepository:
        """Signed receipts."""
        return ReceiptRepository(self._connection)

    @cached_property
    def trust(self) -> TrustRepository:
        """Trusted coordinators and devices."""
        return TrustRepository(self._connection)

    @cached_property
    def received(self) -> ReceivedRepository:
        """The centre's received batches and its quarantine."""
        return ReceivedRepository(self._connection)

    @cached_property
    def changes(self) -> ChangeRepository:
        """The log of who did what."""
        return ChangeRepository(self._connection)

    @cached_property
    def codes(self) -> CodeRepository:
        """Hashes of withdrawal codes."""
        return CodeRepository(self._connection)

    @cached_property
    def instructions(self) -> InstructionRepository:
        """Instructions to take something back."""
        return InstructionRepository(self._connection)

    @cached_property
    def devices(self) -> DeviceRepository:
        """Revoked devices, and what each said of what it holds."""
        return DeviceRepository(self._connection)

    @cached_property
    def copies_out(self) -> CopiesOutRepository:
        """Copies out of reach, for a person to act on."""
        return CopiesOutRepository(self._connection)

    @cached_property
    def exports(self) -> ExportRepository:
        """Exports that left."""
        return ExportRepository(self._connection)

    @cached_property
    def backups(self) -> BackupRepository:
        """Backups of this store."""
        return BackupRepository(self._connection)

    @cached_property
    def attempts(self) -> AttemptRepository:
        """Wrong PINs."""
        return AttemptRepository(self._connection)

    @cached_property
    def retention(self) -> RetentionRepository:
        """Certificates of what was let go."""
        return RetentionRepository(self._connection)

    @cached_property
    def attendance(self) -> AttendanceRepository:
        """Marks of the counting keys."""
        return AttendanceRepository(self._connection)

    @cached_property
    def notes(self) -> NoteRepository:
        """Comments and conversation notes."""
        return NoteRepository(self._connection)

    @cached_property
    def note_drafts(self) -> NoteDraftRepository:
        """Notes that are being written."""
        return NoteDraftRepository(self._connection)

    @cached_property
    def boards(self) -> BoardRepository:
        """Dot votes and ranking boards."""
        return BoardRepository(self._connection)

    @cached_property
    def debriefs(self) -> DebriefRepository:
        """What is said of the end of an event."""
        return DebriefRepository(self._connection)

    @cached_property
    def merges(self) -> MergeRepository:
        """Events that are counted under another."""
        return MergeRepository(self._connection)

    @cached_property
    def follow_ups(self) -> FollowUpRepository:
        """Requests with contact details, sealed."""
        return FollowUpRepository(self._connection)

    @cached_property
    def concerns(self) -> ConcernRepository:
        """Safeguarding concerns, sealed."""
        return ConcernRepository(self._connection)

    @cached_property
    def pictures(self) -> PictureRepository:
        """Pictures of responses and boards."""
        return PictureRepository(self._connection)

    @cached_property
    def benchmarks(self) -> BenchmarkRepository:
        """Published tables that a programme is compared with."""
        return BenchmarkRepository(self._connection)

    def ledger_facts(self) -> Facts:
        """Return what the ledger compares the states with; read both in one unit opened by ``Store.reading``."""
        return FactRepository(self._connection).facts()
