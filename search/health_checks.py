"""Whether searching works, and which backend answers."""

from console.health.registry import CheckResult, Status
from search.backends import elastic
from search.models import SearchDocument
from search.registry import registered_indexes


def check_search() -> CheckResult:
    """PostgreSQL always answers; a configured Elasticsearch that does not is less than there is."""
    SearchDocument.objects.exists()
    if not elastic.is_configured():
        return CheckResult(Status.OK, "Search runs on PostgreSQL", {"backend": "postgresql"})
    try:
        missing = [index.name for index in registered_indexes() if not elastic.is_there(index.name)]
    except elastic.UNAVAILABLE as error:
        return CheckResult(
            Status.DEGRADED,
            "Elasticsearch does not answer; PostgreSQL does",
            {"backend": "postgresql"},
            note=str(error),
        )
    if missing:
        return CheckResult(
            Status.DEGRADED,
            "Elasticsearch has no index yet; PostgreSQL answers",
            {"backend": "postgresql"},
            note="Run manage.py rebuild_search_index, or wait for the next change.",
        )
    return CheckResult(Status.OK, "Search runs on Elasticsearch", {"backend": "elasticsearch"})
