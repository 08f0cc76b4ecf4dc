from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SET_ACTOR = (
    "SELECT set_config('solidus.user_id', %s, false), set_config('solidus.source', %s, false)"
)


@contextmanager
def acting_as(*, user_id: int | None, source: str) -> Iterator[None]:
    """Name who changes data on this connection, and by what way, while the block runs.

    `source` is a short word with an optional key: "form", "import:12", "job", "command".
    The triggers of the change log copy both into every entry.
    """
    _set_actor(user_id, source)
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            _set_actor(None, "")


def _set_actor(user_id: int | None, source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_ACTOR, [str(user_id or ""), source])
