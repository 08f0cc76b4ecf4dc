"""Background jobs of the indexes for sorting."""

from catalog.listing.services.sort_indexes import arrange_indexes, arrange_soon
from jobs.progress import JobProgress


def arrange_sort_indexes_job(progress: JobProgress) -> dict[str, int]:
    """Make the indexes of sortable attributes that lack, and drop those that nobody wants."""
    return arrange_indexes(progress=progress)


def look_after_sort_indexes() -> None:
    """Mend what a killed job or a restored database has left of the indexes for sorting."""
    arrange_soon()
