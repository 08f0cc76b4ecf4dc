from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from audit.actor import Actor, current_actor
from audit.sources import check_source

SET_ACTOR = (
    "SELECT set_config('solidus.user_id', %s, false), set_config('solidus.source', %s, false)"
)
GET_ACTOR = (
    "SELECT coalesce(current_setting('solidus.user_id', true), ''),"
    " coalesce(current_setting('solidus.source', true), '')"
)


@contextmanager
def acting_as(*, user_id: int | None, source: str) -> Iterator[None]:
    """Name who changes data on this connection, and by what way, while the block runs.

    `source` is that of a `ChangeSource`, such as "form" or "import:12"; ValueError for others.
    The triggers of the change log copy both into every entry; history rows that Django writes carry
    the user and, unless it is a form, the source as their reason. Blocks may be nested.
    """
    check_source(source)
    before = _actor()
    token = current_actor.set(Actor(user_id, source))
    _set_actor(str(user_id or ""), source)
    try:
        yield
    finally:
        current_actor.reset(token)
        if not connection.needs_rollback and connection.connection is not None:
            _set_actor(*before)


def _actor() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(GET_ACTOR)
        return cursor.fetchone()


def _set_actor(user_id: str, source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_ACTOR, [user_id, source])
