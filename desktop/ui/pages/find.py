"""Finds the class of a page; each is imported when it is first shown, so that the first window paints early."""

from __future__ import annotations

import importlib

from desktop.ui.pages.page import Page, Where

_CLASSES = {
    Where.START: ("start_page", "StartPage"),
    Where.SET_UP: ("set_up_page", "SetUpPage"),
    Where.PACKS: ("packs_page", "PacksPage"),
    Where.WHO: ("who_page", "WhoPage"),
    Where.PERSON: ("who_page", "WhoPage"),
    Where.TODAY: ("today_page", "TodayPage"),
    Where.PROGRAMME: ("programme_page", "ProgrammePage"),
    Where.COUNT: ("count_page", "CountPage"),
    Where.COMMENT: ("comment_page", "CommentPage"),
    Where.CONVERSATION: ("conversation_page", "ConversationPage"),
    Where.BOARDS: ("boards_page", "BoardsPage"),
    Where.FOLLOW_UPS: ("follow_ups_page", "FollowUpsPage"),
    Where.CONCERNS: ("concerns_page", "ConcernsPage"),
    Where.MERGE: ("merge_page", "MergePage"),
    Where.FORMS: ("forms_page", "FormsPage"),
    Where.EVENT: ("event_page", "EventPage"),
    Where.DEBRIEF: ("debrief_page", "DebriefPage"),
    Where.BENCHMARKS: ("benchmarks_page", "BenchmarksPage"),
    Where.INTERVIEW: ("interview_page", "InterviewPage"),
    Where.PREVIEW: ("preview_page", "PreviewPage"),
    Where.UPDATE_LIST: ("update_list_page", "UpdateListPage"),
    Where.DONE: ("done_page", "DonePage"),
    Where.KIOSK: ("hand_over_page", "HandOverPage"),
    Where.HANDED_OVER: ("kiosk_page", "KioskPage"),
    Where.PAPER: ("paper_page", "PaperPage"),
    Where.KEYING: ("keying_page", "KeyingPage"),
    Where.KEYING_OVERVIEW: ("keying_overview_page", "KeyingOverviewPage"),
    Where.QUERIES: ("queries_page", "QueriesPage"),
    Where.SCANS: ("scans_page", "ScansPage"),
    Where.VERIFY: ("verify_page", "VerifyPage"),
    Where.ADJUDICATE: ("adjudicate_page", "AdjudicatePage"),
    Where.VERIFICATION: ("verification_page", "VerificationPage"),
    Where.TRAINING: ("training_page", "TrainingPage"),
    Where.KEYING_FIGURES: ("keying_figures_page", "KeyingFiguresPage"),
    Where.PAPER_CUSTODY: ("paper_custody_page", "PaperCustodyPage"),
    Where.NUMBER_SHEETS: ("number_sheets_page", "NumberSheetsPage"),
    Where.FILLED_IN: ("filled_in_page", "FilledInPage"),
    Where.PAPER_LEDGER: ("paper_ledger_page", "PaperLedgerPage"),
    Where.RESPONSES: ("responses_page", "ResponsesPage"),
    Where.RESPONSE: ("response_page", "ResponsePage"),
    Where.EDIT_RESPONSE: ("edit_page", "EditPage"),
    Where.BATCHES: ("batches_page", "BatchesPage"),
    Where.COORDINATOR: ("coordinator_page", "CoordinatorPage"),
    Where.LEDGER: ("ledger_page", "LedgerPage"),
    Where.WITHDRAW: ("withdraw_page", "WithdrawPage"),
    Where.BACKUPS: ("backups_page", "BackupsPage"),
    Where.AUDIT: ("audit_page", "AuditPage"),
    Where.RETENTION: ("retention_page", "RetentionPage"),
    Where.KEYS: ("keys_page", "KeysPage"),
    Where.HELP: ("help_page", "HelpPage"),
    Where.RECOVERY: ("recovery_page", "RecoveryPage"),
    Where.DAMAGED: ("damaged_page", "DamagedPage"),
    Where.PEOPLE: ("people_page", "PeoplePage"),
    Where.LAPTOPS: ("laptops_page", "LaptopsPage"),
    Where.ERASE_CONTACT: ("erase_contact_page", "EraseContactPage"),
    Where.CENTRAL_SHEET: ("central_sheet_page", "CentralSheetPage"),
}


def page_class(where: Where) -> type[Page]:
    """Return the class of the page at ``where``."""
    module, name = _CLASSES[where]
    found: type[Page] = getattr(importlib.import_module(f"desktop.ui.pages.{module}"), name)
    return found


def page_named(value: str) -> Where | None:
    """Return the page whose :class:`Where` has this value; ``None`` where there is no such page."""
    found = next((where for where in Where if where.value == value), None)
    return found if found in _CLASSES else None
