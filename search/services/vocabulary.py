"""The names that an index recognises in a text."""

from django.db import connection

_RENEW = """
INSERT INTO search_searchindexstate (index, generation, vocabulary)
VALUES (%s, 0, extract(epoch FROM clock_timestamp()) * 1000000)
ON CONFLICT (index) DO UPDATE SET vocabulary = excluded.vocabulary
"""


def renew_vocabulary(*, index: str) -> None:
    """Make every process read the names again before it next interprets a text."""
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [index])
