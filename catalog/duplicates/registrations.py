"""What the rooms below learn of the subject when the catalog is ready."""


def register_duplicates() -> None:
    """The job that looks for duplicates."""
    from catalog.duplicates.jobs import find_duplicates_job
    from catalog.duplicates.services.finding import FIND_DUPLICATES
    from jobs.registry import register_job

    register_job(FIND_DUPLICATES, find_duplicates_job)
