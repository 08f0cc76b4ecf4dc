"""Background entry points of the catalog."""

from typing import Any

from catalog.services.completeness import recalculate_everything
from jobs.progress import JobProgress


def recalculate_completeness_job(
    progress: JobProgress, *, families: list[int] | None = None
) -> dict[str, Any]:
    """Recalculate the completeness of all products, or of those of `families`."""
    return {"changed": recalculate_everything(progress=progress, families=families)}
