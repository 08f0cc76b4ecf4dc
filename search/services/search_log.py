"""The log of what people search for."""

from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from accounts.models import Customer
from console.limits.counting import take
from console.limits.uses import Limit
from search.engine import SearchResult
from search.models import SearchLogEntry

KEPT_FOR = timedelta(days=180)
MOST_ENTRIES = 1_000_000

# The log may lose its last second in a crash; a page does not wait for the disk because of it.
_RECORD = """
INSERT INTO search_searchlogentry
    (query, understood_as, backend, results, milliseconds, customer_id, at)
SELECT %s, %s, %s, %s, %s, %s, now() FROM set_config('synchronous_commit', 'off', true)
"""

# How many searches of visitors are noted: all of a busy minute, and four a second for long.
VISITORS = Limit("search.log of visitors", most=240, seconds=60)


def record_search(*, text: str, result: SearchResult, customer: Customer | None = None) -> None:
    """Note one search: its text, how it was understood and what it found; never the person.

    Later pages of the same search and searches without a text are not noted, nor is what visitors
    search beyond an allowance: a flood of searches is no knowledge and must not fill the disk.
    """
    text = " ".join(text.replace("\0", " ").split())[:255]
    if not text or result.page > 1 or not (customer or take(VISITORS.of())):
        return
    understood = ", ".join(found.label for found in result.interpretation.recognised)[:255]
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD,
            [
                text.encode(errors="replace").decode(),
                understood,
                result.backend,
                min(result.total, 2**31 - 1),
                result.milliseconds,
                customer.pk if customer else None,
            ],
        )


def trim_search_log(*, kept_for: timedelta = KEPT_FOR, most: int = MOST_ENTRIES) -> int:
    """Delete what is older than `kept_for`, and the oldest beyond `most`; returns how many."""
    entries = SearchLogEntry.objects.order_by("-pk")
    # Keys follow each other in time, so that the first one to go tells of all.
    first_too_many = entries.values_list("pk", flat=True)[most : most + 1]
    old = Q(at__lt=timezone.now() - kept_for) | Q(pk__lte=first_too_many)
    deleted, _by_model = SearchLogEntry.objects.filter(old).delete()
    return deleted
