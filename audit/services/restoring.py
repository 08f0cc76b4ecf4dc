import logging

from django.db import connection, transaction

from audit.models import FollowerCursor
from audit.snapshots import parse_snapshot, take_snapshot

logger = logging.getLogger(__name__)

# Ids of transactions of the cluster that the dump came from, above all that this one has given out,
# mark the last entries that came with it: everything after those was written here.
RENUMBER_UNREAD = """
UPDATE audit_change_log AS entry SET transaction_id = pg_current_xact_id()::text::bigint
WHERE id > coalesce((SELECT max(id) FROM audit_change_log WHERE transaction_id >= %(end)s), 0)
   OR EXISTS (
       SELECT FROM audit_followercursor AS follower
       WHERE NOT pg_visible_in_snapshot(
           entry.transaction_id::text::xid8, follower.seen::pg_snapshot))
"""
# What every follower has read becomes older than anything.
RENUMBER_READ = """
UPDATE audit_change_log SET transaction_id = 1
WHERE transaction_id >= %(end)s AND transaction_id <> pg_current_xact_id()::text::bigint
"""


@transaction.atomic
def renumber_after_restore() -> None:
    """Make the change log readable after a dump of it was restored into another cluster.

    There transaction ids start again, so that new changes would look older than what the cursors
    have seen. What was unread in the dump, and what was written since, is handed to every follower
    as if it had just changed; what all of them have read stays read.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_followercursor IN EXCLUSIVE MODE")
        cursor.execute("SELECT pg_current_xact_id()")
        now = take_snapshot()
        end = max(parse_snapshot(now)[1], _own_id(cursor) + 1)
        seen = FollowerCursor.objects.values_list("seen", flat=True)
        if all(parse_snapshot(snapshot)[1] <= end for snapshot in seen):
            return
        logger.warning("The change log was restored from another cluster; its cursors start anew")
        cursor.execute(RENUMBER_UNREAD, {"end": end})
        cursor.execute(RENUMBER_READ, {"end": end})
    FollowerCursor.objects.update(seen=now, target="", transaction_id=0, entry_id=0)


def _own_id(cursor) -> int:
    cursor.execute("SELECT pg_current_xact_id()::text::bigint")
    return cursor.fetchone()[0]
