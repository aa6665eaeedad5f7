"""How a response came, in words: the same on every list, page and chart."""

from __future__ import annotations

from desktop.engagement.programme import Channel
from desktop.foundation.translation import tr


def channel_words(channel: str) -> str:
    """Return how responses of a channel came; one that is not known as it is."""
    return {
        Channel.INTERVIEW.value: tr("Face to face"),
        Channel.KIOSK.value: tr("Handed over"),
        Channel.PAPER.value: tr("On paper"),
        Channel.ONLINE.value: tr("Online"),
        Channel.LETTER.value: tr("By letter"),
        Channel.EMAIL.value: tr("By e-mail"),
        Channel.TELEPHONE.value: tr("By telephone"),
    }.get(channel, channel)
