"""What the figures of representation say, in words: the same on the screen, on paper and at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from desktop.analysis.benchmarks import Benchmark, Dimension
from desktop.analysis.representation import STEP, GroupHeard, Showing, Standing, View
from desktop.foundation.translation import tr


def dimension_words(dimension: Dimension) -> str:
    """Return the name of a dimension."""
    return {
        Dimension.AGE: tr("Age"),
        Dimension.SEX: tr("Sex"),
        Dimension.ETHNIC_GROUP: tr("Ethnic group"),
        Dimension.DISABILITY: tr("Disability"),
    }[dimension]


def standing_words(group: GroupHeard) -> str:
    """Return how the group stands to the benchmark; empty without one."""
    return {
        Standing.FEWER: tr("fewer than in the area"),
        Standing.ALIKE: tr("about as in the area"),
        Standing.MORE: tr("more than in the area"),
        Standing.UNKNOWN: "",
    }[group.standing]


def figures_words(group: GroupHeard) -> str:
    """Return the group's figures in a few words: "about 5, 25% (area 18%)"."""
    if group.expected is None:
        return tr("about {count}, {share}%", count=group.heard, share=group.share)
    return tr(
        "about {count}, {share}% (area {expected}%)",
        count=group.heard,
        share=group.share,
        expected=group.expected,
    )


def group_sentence(group: GroupHeard) -> str:
    """Return the group with its figures and what they mean, as one sentence."""
    standing = standing_words(group)
    if not standing:
        return tr("{group}: {figures}.", group=group.label, figures=figures_words(group))
    return tr(
        "{group}: {figures}, {standing}.", group=group.label, figures=figures_words(group), standing=standing
    )


def base_words(view: View) -> str:
    """Return what the figures stand on, or why there are none."""
    match view.showing:
        case Showing.NOT_ASKED:
            return tr("No form of this programme asks for it, or the pack does not say which question does.")
        case Showing.TOO_FEW:
            return tr("Shown from {count} responses on, so that no one person shows.", count=STEP)
        case Showing.TOO_SPREAD:
            return tr("Too few answers to say anything of a group. Look again after the next ten responses.")
        case Showing.SHOWN:
            return tr(
                "Base: the first {base} responses. Counts are rounded to 5 and change with every tenth response.",
                base=view.base,
            )


def not_said_words(view: View) -> str:
    """Return how many did not say; empty when nothing is shown."""
    if view.showing is not Showing.SHOWN:
        return ""
    return tr("Not answered, or rather not said: about {count}; in no percentage.", count=view.not_said)


def source_words(benchmark: Benchmark | None, *, spoken: Callable[[date], str] = date.isoformat) -> str:
    """Return where the benchmark comes from; that there is none; that it is made up.

    Args:
        spoken: says the day on which it was published.
    """
    if benchmark is None:
        return tr("No benchmark loaded: nothing to compare with.")
    words = tr(
        "Compared with: {source}, {table}, published {day}, {licence}.",
        source=benchmark.source,
        table=benchmark.table,
        day=spoken(benchmark.published),
        licence=benchmark.licence,
    )
    return tr("Made-up benchmark. {words}", words=words) if benchmark.made_up else words
