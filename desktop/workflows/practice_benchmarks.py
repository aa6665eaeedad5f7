"""The made-up benchmarks of practice; each says that it is one wherever it is shown."""

from __future__ import annotations

from desktop.analysis.benchmarks import Dimension
from desktop.engagement.programme import Programme
from desktop.foundation.assets import resource_path
from desktop.foundation.translation import tr
from desktop.staff.people import Actor
from desktop.workflows.benchmarks import import_benchmark
from desktop.workflows.workplace import Workplace


def load_made_up(place: Workplace, *, officer: Actor, programme: Programme) -> None:
    """Load one for each dimension, dated as the practice programme opened."""
    assert programme.opens is not None
    for dimension in Dimension:
        import_benchmark(
            place,
            actor=officer,
            path=resource_path("benchmarks") / f"made-up-{dimension.value}.csv",
            dimension=dimension.value,
            source=tr("Made-up office of figures"),
            table=tr("Made-up table"),
            published=programme.opens,
            licence=tr("made up"),
            made_up=True,
            programme_id=programme.programme_id,
        )
