"""What the figures of keying say, in words: the same on the screen, on paper and at the terminal."""

from __future__ import annotations

from desktop.foundation.translation import ntr, tr
from desktop.workflows.keying_figures import LEAST_FIELDS, LEAST_SECONDS, Counted, Line

NONE = "–"


def purpose_words(counted: Counted) -> str:
    """Return what the figures are for; it stands above them wherever they are shown."""
    if counted.own:
        return tr(
            "These are your own figures; other keyers see theirs. They are there to help: a question that often"
            " goes wrong may be badly printed or badly explained."
        )
    return tr(
        "They are there to help a person who keys, not to rank anybody: names stand in the order of the alphabet,"
        " and who had the hardest piles is not in them."
    )


def meaning_words() -> tuple[str, ...]:
    """Return what each figure counts, and what it can't say."""
    return (
        tr(
            "An error is a field that a second keying showed to differ, and where something else was adopted than"
            " this keyer had keyed. What both keyers misread alike is in no figure."
        ),
        tr(
            "A field counts once for each of its two keyers. Fields that differ and are not decided yet count"
            " neither as right nor as wrong."
        ),
        tr("Keys an hour leave out pauses: every gap of more than 30 seconds."),
        tr(
            "No rate is given for fewer than {fields} fields, and no pace for less than {minutes} minutes:"
            " they would say more of chance than of anybody.",
            fields=LEAST_FIELDS,
            minutes=int(LEAST_SECONDS // 60),
        ),
        tr(
            "Agreement beyond chance (Cohen's kappa) is for questions with one choice: 1 is always the same, 0 is"
            " as often as by guessing."
        ),
        tr("They say how sheets were keyed. They say nothing of how good, or how true, the answers on them are."),
    )


def pace_words(line: Line) -> str:
    """Return keys an hour, or why there is no figure."""
    if line.an_hour is not None:
        return f"{line.an_hour:,.0f}"
    return tr("too little to say") if line.tally.keystrokes else NONE


def errors_words(line: Line) -> str:
    """Return errors and fields as they were counted."""
    if not line.tally.fields:
        return NONE
    return tr("{errors} in {fields}", errors=f"{line.tally.errors:,}", fields=f"{line.tally.fields:,}")


def rate_words(line: Line) -> str:
    """Return errors in 1,000 fields, or why there is no figure."""
    if line.per_1000 is not None:
        return f"{line.per_1000:.1f}"
    return tr("too few to say") if line.tally.fields else NONE


def interval_words(line: Line) -> str:
    """Return the interval of the rate, or nothing."""
    if line.low is None or line.high is None:
        return NONE
    return tr("{low} to {high}", low=f"{line.low:.1f}", high=f"{line.high:.1f}")


def agreement_words(line: Line) -> str:
    """Return the share of fields that two keyers keyed the same, or why there is no figure."""
    if line.agreement is not None:
        return f"{100 * line.agreement:.1f} %"
    return tr("too few to say") if line.compared else NONE


def kappa_words(line: Line) -> str:
    """Return the agreement beyond chance, or nothing."""
    return NONE if line.kappa is None else f"{line.kappa:.2f}"


def waiting_words(line: Line) -> str:
    """Return how many fields wait for a decision."""
    return f"{line.tally.waiting:,}" if line.tally.waiting else NONE


def rate_bar_words(line: Line) -> str:
    """Return what stands beside the bar of a rate."""
    if line.per_1000 is None:
        return rate_words(line) if not line.tally.fields else f"{rate_words(line)} ({errors_words(line)})"
    return f"{rate_words(line)} ({interval_words(line)})"


def rate_sentence(line: Line) -> str:
    """Return the rate of a line as one sentence, for who cannot see its bar."""
    if line.per_1000 is None:
        if not line.tally.fields:
            return tr("{label}: nothing of it was keyed twice.", label=line.label)
        return tr("{label}: {errors} fields, too few to say.", label=line.label, errors=errors_words(line))
    return tr(
        "{label}: {rate} errors in 1,000 fields, 95 % interval {interval}.",
        label=line.label,
        rate=rate_words(line),
        interval=interval_words(line),
    )


def pace_sentence(line: Line) -> str:
    """Return the pace of a line as one sentence, for who cannot see its bar."""
    if line.an_hour is None:
        return tr("{label}: keyed for less than ten minutes, too little to say.", label=line.label)
    return tr("{label}: {keys} keys an hour, without pauses.", label=line.label, keys=pace_words(line))


def decisions_words(counted: Counted) -> str:
    """Return how many sheets were keyed twice, what was decided, and what was not a third person's decision."""
    told = ntr("{count} sheet was keyed twice.", "{count} sheets were keyed twice.", counted.twice)
    if not counted.decisions:
        return told
    decided = ntr(
        "{count} field that differed was decided.", "{count} fields that differed were decided.", counted.decisions
    )
    if not counted.exceptions:
        return " ".join((told, decided, tr("Each by a third person.")))
    excepted = ntr(
        "{count} of them by exception: not by a third person.",
        "{count} of them by exception: not by a third person.",
        counted.exceptions,
    )
    return " ".join((told, decided, excepted))


def single_words(counted: Counted) -> str:
    """Return what one keying alone would have left; empty where too little was keyed twice to say."""
    rate, interval = counted.first.errors_per_1000, counted.first.interval_per_1000
    if counted.own or rate is None or interval is None or counted.first.fields < LEAST_FIELDS:
        return ""
    return tr(
        "One keying alone would have left {rate} errors in 1,000 of these fields ({low} to {high}).",
        rate=f"{rate:.1f}",
        low=f"{interval[0]:.1f}",
        high=f"{interval[1]:.1f}",
    )
