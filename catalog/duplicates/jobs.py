"""The background job that looks for duplicates."""

from typing import Any

from catalog.duplicates.services.finding import find_duplicates
from jobs.progress import JobProgress


def find_duplicates_job(progress: JobProgress) -> dict[str, Any]:
    """Look for products that may be one."""
    return {"waiting": find_duplicates(progress=progress)}
