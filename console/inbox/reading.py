"""Reads the inbox of a person over all sources: one page by its place, and the counts."""

import heapq
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from console.inbox.registry import InboxRow, InboxSource, find_source, registered_sources
from console.postgresql.statement_timeout import statement_timeout
from console.signed_in import User

logger = logging.getLogger(__name__)

ROWS_A_PAGE = 30
COUNTED_UP_TO = 1_000
# For each statement of a source: a slow one costs its own rows and not the page.
MILLISECONDS = 3_000

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order of the inbox: what has waited longest comes first."""

    since: datetime
    code: str
    key: str

    def __str__(self) -> str:
        return f"{self.since.isoformat()}~{self.code}~{self.key}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that an address names, None where it names none."""
        parts = text.split("~")
        if len(parts) != len(cls.__slots__):
            return None
        try:
            since = parse_datetime(parts[0])
        except ValueError:
            return None
        if since is None or timezone.is_naive(since) or find_source(parts[1]) is None:
            return None
        return cls(since, *parts[1:])


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a page of the inbox is narrowed to."""

    kind: str = ""
    sender: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the inbox, with the source that it comes from."""

    source: InboxSource
    key: str
    since: datetime
    row: InboxRow

    @property
    def name(self) -> str:
        """By which a decision names it."""
        return f"{self.source.code}:{self.key}"

    @property
    def is_overdue(self) -> bool:
        """Whether its due date has passed."""
        return self.row.due_at is not None and self.row.due_at < timezone.now()


@dataclass
class InboxPage:
    """Some entries in order, the sources that could not be read, and where the next page begins."""

    entries: list[Entry] = field(default_factory=list)
    failed: list[InboxSource] = field(default_factory=list)
    next_after: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a source waits, counted up to COUNTED_UP_TO; None where it cannot be read."""

    source: InboxSource
    waiting: int | None
    overdue: int = 0


def read_page(
    user: User, narrowing: Narrowing, after: Place | None = None, size: int = ROWS_A_PAGE
) -> InboxPage:
    """The page of `size` entries behind the place `after`."""
    page = InboxPage()
    found: list[list[tuple[Place, Any]]] = []
    with statement_timeout(MILLISECONDS):
        for source in _asked(narrowing):
            ask = partial(_places, source, user, narrowing, after, size + 1)
            found.append(_guarded(source, ask, page) or [])
        chosen = list(heapq.merge(*found, key=lambda one: (one[0].since, one[0].code)))
        if len(chosen) > size:
            page.next_after = str(chosen[size - 1][0])
        page.entries = list(_entries(chosen[:size], user, page))
    return page


def count_waiting(user: User, *, with_overdue: bool = True) -> list[Count]:
    """How much waits in each source, in their order; a query or two for each."""
    with statement_timeout(MILLISECONDS):
        return [_count(source, user, with_overdue) for source in registered_sources()]


def waiting_in_all(counts: Sequence[Count]) -> int:
    """How much waits together."""
    return sum(count.waiting or 0 for count in counts)


def shown_count(count: int) -> str:
    """A count that went up to COUNTED_UP_TO, in words: "1,000+" beyond."""
    return f"{COUNTED_UP_TO:,}+" if count > COUNTED_UP_TO else f"{count:,}"


def _count(source: InboxSource, user: User, with_overdue: bool) -> Count:
    def ask() -> Count:
        waiting = source.waiting(user)
        number = _counted(waiting)
        late = _counted(source.overdue(waiting)) if number and with_overdue else 0
        return Count(source, number, late)

    return _guarded(source, ask) or Count(source, None)


def _counted(records: QuerySet) -> int:
    return records.order_by().values("pk")[: COUNTED_UP_TO + 1].count()


def _guarded(
    source: InboxSource, ask: Callable[[], Answer], page: InboxPage | None = None
) -> Answer | None:
    """What a source answers; None, and a note on the page, where it fails or takes too long."""
    try:
        with transaction.atomic():
            return ask()
    except Exception:
        logger.exception("The source %s of the inbox cannot be read", source.code)
        if page is not None and source not in page.failed:
            page.failed.append(source)
        return None


def _asked(narrowing: Narrowing) -> list[InboxSource]:
    """The sources that can have what is asked for."""
    sources = registered_sources()
    if narrowing.kind:
        sources = [one for one in sources if one.code == narrowing.kind]
    return [one for one in sources if one.sender] if narrowing.sender else sources


def _places(
    source: InboxSource, user: User, narrowing: Narrowing, after: Place | None, most: int
) -> list[tuple[Place, Any]]:
    records = source.waiting(user)
    if narrowing.overdue:
        records = source.overdue(records)
    if narrowing.sender:
        senders = _people_named(narrowing.sender)
        records = records.filter(**{f"{source.sender}__in": senders})
    if after is not None:
        records = _behind(records, source, after)
    ordered = records.order_by(source.since, "pk").values_list(source.since, "pk")[:most]
    return [(Place(since, source.code, str(key)), key) for since, key in ordered]


def _behind(records: QuerySet, source: InboxSource, after: Place) -> QuerySet:
    since = source.since
    later = Q(**{f"{since}__gt": after.since})
    if source.code == after.code:
        try:
            key = records.model._meta.pk.to_python(after.key)
        except ValidationError:
            return records.none()
        return records.filter(
            later | Q(**{since: after.since, "pk__gt": key}), **{f"{since}__gte": after.since}
        )
    return records.filter(
        **{f"{since}__{'gte' if source.code > after.code else 'gt'}": after.since}
    )


def _people_named(text: str) -> QuerySet:
    people = get_user_model().objects.order_by()
    for word in text.split():
        people = people.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(username__icontains=word)
        )
    return people.values("pk")


def _entries(chosen: Sequence[tuple[Place, Any]], user: User, page: InboxPage) -> Iterator[Entry]:
    """The chosen places with their rows; the records of one source are read together."""
    keys: dict[str, list[Any]] = defaultdict(list)
    for place, key in chosen:
        keys[place.code].append(key)
    rows: dict[str, dict[Any, InboxRow]] = {}
    for source in registered_sources():
        if source.code in keys:
            ask = partial(_rows, source, keys[source.code], user)
            rows[source.code] = _guarded(source, ask, page) or {}
    for place, key in chosen:
        known = find_source(place.code)
        if known and (row := rows[place.code].get(key)):
            yield Entry(known, place.key, place.since, row)


def _rows(source: InboxSource, keys: Sequence[Any], user: User) -> dict[Any, InboxRow]:
    return source.rows(list(source.waiting(user).filter(pk__in=keys)), user)
