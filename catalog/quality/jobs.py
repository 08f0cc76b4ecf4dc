"""Background jobs of completeness and quality rules."""

from typing import Any

from catalog.quality.services.checking import check_everything
from catalog.quality.services.completeness import recalculate_everything
from jobs.progress import JobProgress


def recalculate_completeness_job(
    progress: JobProgress, *, families: list[int] | None = None
) -> dict[str, Any]:
    """Recalculate the completeness of all products, or of those of `families`."""
    return {"changed": recalculate_everything(progress=progress, families=families)}


def check_quality_job(progress: JobProgress, *, rules: list[int] | None = None) -> None:
    """Hold all quality rules, or those of `rules`, against every product."""
    check_everything(progress=progress, rules=rules)
