"""What is counted, in words."""

from __future__ import annotations

from desktop.engagement.attendance import CountKind, RefusalReason
from desktop.foundation.translation import ntr, tr


def reason_words(reason: RefusalReason) -> str:
    """Return why somebody did not want to take part."""
    return {
        RefusalReason.NO_TIME: tr("No time"),
        RefusalReason.NOT_INTERESTED: tr("Not interested"),
        RefusalReason.TOOK_PART_BEFORE: tr("Took part before"),
        RefusalReason.LANGUAGE: tr("Language"),
        RefusalReason.TOO_YOUNG: tr("Too young"),
        RefusalReason.PRIVACY: tr("Privacy"),
        RefusalReason.OTHER: tr("Another reason"),
        RefusalReason.NOT_SAID: tr("Did not say"),
    }[reason]


def kind_words(kind: CountKind) -> str:
    """Return what a counter counts."""
    return {
        CountKind.ATTENDANCE: tr("People who came"),
        CountKind.FOOTFALL: tr("Passed by"),
        CountKind.CONVERSATION: tr("Conversations"),
        CountKind.REFUSAL: tr("Did not want to take part"),
    }[kind]


def counted_words(kind: CountKind, role: str, amount: int) -> str:
    """Return one press in words; ``role`` is the label of the role, or empty."""
    if kind is CountKind.ATTENDANCE:
        came = ntr("{count} person who came", "{count} people who came", amount)
        return tr("{came}: {role}", came=came, role=role) if role else came
    if kind is CountKind.FOOTFALL:
        return ntr("{count} person who passed by", "{count} people who passed by", amount)
    if kind is CountKind.CONVERSATION:
        return ntr("{count} conversation", "{count} conversations", amount)
    return ntr("{count} person who did not want to", "{count} people who did not want to", amount)
