from datetime import timedelta

from django.db import connection

from audit.followers import followers

KEPT_FOR = timedelta(days=90)
DELETE_BATCH = 20_000

# One batch of entries that are old enough and that every follower has read.
TRIM = """
DELETE FROM audit_change_log WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM audit_change_log AS entry
    WHERE at < now() - %(kept_for)s
      AND NOT EXISTS (
        SELECT FROM unnest(%(names)s::text[]) AS name
        LEFT JOIN audit_followercursor AS follower USING (name)
        WHERE pg_visible_in_snapshot(
            entry.transaction_id::text::xid8, follower.seen::pg_snapshot) IS NOT TRUE)
    LIMIT %(batch)s))
"""


def trim_change_log(*, kept_for: timedelta = KEPT_FOR) -> int:
    """Delete entries older than `kept_for` that all registered followers have read.

    Works in batches, each in a transaction of its own; returns how many entries went.
    """
    parameters = {"kept_for": kept_for, "names": list(followers()), "batch": DELETE_BATCH}
    total = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(TRIM, parameters)
            total += cursor.rowcount
            if cursor.rowcount < DELETE_BATCH:
                return total
