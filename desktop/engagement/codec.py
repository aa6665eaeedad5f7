"""Programmes as JSON text and back: how the store keeps them and how a batch carries them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from desktop.engagement.hand_over import (
    NO_HAND_OVER_RULES,
    NOBODY_NAMED,
    HandOver,
    RepresentationQuestion,
    Safeguarding,
    TopicCode,
)
from desktop.engagement.programme import (
    Coded,
    ContactQuestion,
    Language,
    PackForm,
    PlannedEvent,
    Programme,
    Statement,
)
from desktop.engagement.retention import Retention, RetentionRule

PROGRAMME_VERSION = 1


def programme_to_json(programme: Programme) -> str:
    """Return canonical JSON (sorted keys, no spaces); dates as ISO text."""
    raw = {"codec": PROGRAMME_VERSION, **asdict(programme)}
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat)


def programme_from_json(text: str) -> Programme:
    """Return the programme that :func:`programme_to_json` wrote.

    Raises:
        ValueError: the text is no programme, or of a version that this program does not know.
    """
    raw: dict[str, Any] = json.loads(text)
    if raw.pop("codec", None) != PROGRAMME_VERSION:
        raise ValueError("not a programme, or of a version that is not known")
    try:
        return Programme(
            **{
                **raw,
                "opens": None if raw["opens"] is None else date.fromisoformat(raw["opens"]),
                "closes": date.fromisoformat(raw["closes"]),
                "privacy": Statement(**raw["privacy"]),
                "consent": Statement(**raw["consent"]),
                "updates_consent": Statement(**raw["updates_consent"]),
                "areas": _coded(raw["areas"]),
                "respondent_types": _coded(raw["respondent_types"]),
                "languages": tuple(_language(each) for each in raw["languages"]),
                "contact_questions": tuple(
                    ContactQuestion(**{**each, "choices": _coded(each["choices"])})
                    for each in raw["contact_questions"]
                ),
                "events": tuple(
                    PlannedEvent(**{**each, "day": date.fromisoformat(each["day"])}) for each in raw["events"]
                ),
                "forms": tuple(PackForm(**each) for each in raw["forms"]),
                # a programme that was kept before there were rules has none
                "retention": Retention(**{name: _rule(each) for name, each in raw.get("retention", {}).items()}),
                # nor did it say anything of these
                "topics": tuple(_topic(each) for each in raw.get("topics", ())),
                "safeguarding": Safeguarding(**raw["safeguarding"]) if "safeguarding" in raw else NOBODY_NAMED,
                "hand_over": _hand_over(raw["hand_over"]) if "hand_over" in raw else NO_HAND_OVER_RULES,
                "representation": tuple(RepresentationQuestion(**each) for each in raw.get("representation", ())),
            }
        )
    except (TypeError, KeyError, AttributeError) as fault:
        raise ValueError("not a programme") from fault


def _topic(raw: dict[str, Any]) -> TopicCode:
    return TopicCode(**{**raw, "due": None if raw["due"] is None else date.fromisoformat(raw["due"])})


def _hand_over(raw: dict[str, Any]) -> HandOver:
    assent = raw["assent"]
    return HandOver(
        **{
            **raw,
            "assent": None if assent is None else (str(assent[0]), str(assent[1])),
            "adult_only": tuple(raw["adult_only"]),
        }
    )


def _language(raw: dict[str, Any]) -> Language:
    # one that was kept before translations were approved has none of these
    day = raw.get("approved_on")
    words = tuple((english, tuple(forms)) for english, forms in raw.get("words", ()))
    return Language(**{**raw, "approved_on": None if day is None else date.fromisoformat(day), "words": words})


def _rule(raw: dict[str, Any]) -> RetentionRule:
    return RetentionRule(months=raw["months"], on=None if raw["on"] is None else date.fromisoformat(raw["on"]))


def _coded(raw: list[dict[str, str]]) -> tuple[Coded, ...]:
    return tuple(Coded(**each) for each in raw)
