"""Reads of the feeds room."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.models import Channel
from catalog.schema.code_uses.columns import columns_naming
from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.segments.rights import closed_segments
from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout
from console.signed_in import User
from exchange.registry import FieldContext, fields
from feeds.exceptions import FeedError
from feeds.models import Feed, FeedColumn, FeedRun
from feeds.statement import FeedStatement, compile_feed

PREVIEW_ROWS = 10
PREVIEW_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a feed, as texts (None for nothing).

    `keys` are those of the products of the rows, `attributes` the codes of those behind the columns
    ("" where there is none).
    """

    headers: list[str]
    rows: list[tuple[str | None, ...]]
    keys: list[int]
    attributes: list[str]


def preview_feed(feed: Feed, limit: int = PREVIEW_ROWS) -> Preview:
    """The first rows that a run would write now. Raises FeedError if it is set up wrongly."""
    statement = compile_feed(feed)
    try:
        with statement_timeout(PREVIEW_SECONDS * 1000), connection.cursor() as cursor:
            cursor.execute(statement.first_rows(limit))
            found = cursor.fetchall()
    except StatementTimeoutError as error:
        raise FeedError(
            _("The preview took longer than %(seconds)d seconds. Run the feed instead.")
            % {"seconds": PREVIEW_SECONDS}
        ) from error
    return Preview(
        headers=statement.headers,
        rows=[row[1:] for row in found],
        keys=[row[0] for row in found],
        attributes=[column.attribute for column in statement.columns],
    )


def count_rows(statement: FeedStatement) -> int:
    """How many rows the feed has now."""
    with connection.cursor() as cursor:
        cursor.execute(statement.count())
        return cursor.fetchone()[0]


def count_kept_out(statement: FeedStatement) -> int:
    """How many products of the feed their errors keep out of its channel."""
    with connection.cursor() as cursor:
        cursor.execute(statement.count_kept_out())
        return cursor.fetchone()[0]


def feeds_open_to(user: User) -> QuerySet[Feed]:
    """The feeds of which `user` may read every column and know every condition of the segment.

    A field that is gone shows nothing.
    """
    known = fields(FieldContext()).values()
    closed = [field.code for field in known if not field.may_be_read_by(user)]
    feeds = Feed.objects.exclude(columns__source__in=closed)
    return feeds.exclude(segment__in=closed_segments(user))


def runs_visible_to(user: User) -> QuerySet[FeedRun]:
    """The runs that `user` may see and download: those that show nothing `user` may not read."""
    if user.is_active and user.has_perm("feeds.view_feedrun"):
        runs = FeedRun.objects.select_related("feed", "job")
        return runs.filter(permissions__contained_by=sorted(user.get_all_permissions()))
    return FeedRun.objects.none()


def feeds_with(code: Code) -> Iterator[CodeUse]:
    """The feeds with a column that knows the code."""
    columns = columns_naming(FeedColumn.objects.all(), "source", code)
    if columns is not None:
        feeds = Feed.objects.filter(pk__in=columns.order_by().values("feed"))
        yield CodeUse((_("feed"), _("feeds")), feeds)


def feeds_in_language(channel: Channel, locale: str) -> Iterator[CodeUse]:
    """The feeds of a channel in one of its languages."""
    feeds = Feed.objects.filter(channel=channel, locale=locale)
    nouns = _("feed that would keep this language"), _("feeds that would keep this language")
    yield CodeUse(nouns, feeds)
