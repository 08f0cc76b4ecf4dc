"""The log of what people search for."""

from django.db import connection

from accounts.models import Customer
from search.engine import SearchResult

# The log may lose its last second in a crash; a page does not wait for the disk because of it.
_RECORD = """
INSERT INTO search_searchlogentry
    (query, understood_as, backend, results, milliseconds, customer_id, at)
SELECT %s, %s, %s, %s, %s, %s, now() FROM set_config('synchronous_commit', 'off', true)
"""


def record_search(*, text: str, result: SearchResult, customer: Customer | None = None) -> None:
    """Note one search: its text, how it was understood and what it found; never the person.

    Later pages of the same search and searches without a text are not noted.
    """
    text = " ".join(text.replace("\0", " ").split())[:255]
    if not text or result.page > 1:
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
