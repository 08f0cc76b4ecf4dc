"""Resolves the value of an attribute for a language and a channel, where a product has several.

The order, in Python (`resolve`, for the product form) and in SQL (`resolved_sql`, for the fields of
feeds):

1. the language that is asked for, then the site's own; never a third one, which readers of the
   first might not understand;
2. in each language the product's own value, then that of the product it is a variant of;
3. of each of them the channel's own value, then the one for all channels.

The same order is written in three other places. `catalog.quality.services.completeness` asks for
all products, channels and languages at once, and for one language only: a text that stands in for
its translation is missing. `catalog.segments.stored_values` compares and sorts in one language or
in any, without falling back. Public pages and search documents, which know no channel, lay a
variant's values over those of its parent (`catalog.products.queries.effective_values`) and choose
the language when they show one (`catalog.schema.queries.value_text`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from psycopg.sql import SQL, Composable, Identifier, Literal

EMPTY: tuple[object, ...] = (None, "", [], {})


class Described(Protocol):
    """What is needed to know of an attribute."""

    code: str
    is_localizable: bool
    is_per_channel: bool


class Owner(Protocol):
    """What has values: a product, or the product it is a variant of."""

    values: dict
    channel_values: dict


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value, and where it was found: `owner` counts the owners asked, from 0."""

    value: Any
    locale: str = ""
    channel: str = ""
    owner: int = 0


def fallback_locales(locale: str) -> list[str]:
    """The language, then the one that stands in for it."""
    return list(dict.fromkeys([locale, settings.LANGUAGE_CODE]))


def resolve(
    attribute: Described,
    owners: Sequence[Owner | None],
    *,
    locales: Sequence[str],
    channel: str = "",
) -> Resolved | None:
    """The value of the attribute for the first of `locales` that has one, None for none.

    `owners` are the product and, for a variant, the product above it. Takes no query.
    """
    for locale, position, code in _places(attribute, locales, len(owners), channel):
        owner = owners[position]
        if owner is None:
            continue
        stored = _container(owner, code).get(attribute.code)
        if locale:
            stored = stored.get(locale) if isinstance(stored, dict) else None
        if stored not in EMPTY:
            return Resolved(stored, locale, code, position)
    return None


def resolved_sql(
    attribute: Described,
    read: Callable[[Composable, Composable], Composable],
    *,
    locales: Sequence[str],
    channel: str = "",
    owners: Sequence[str] = ("product",),
) -> Composable:
    """SQL of `resolve`. `owners` are aliases of tables with the columns of an `Owner`.

    `read` makes SQL of the value from the SQL of a jsonb object and of its key; it yields NULL for
    no value.
    """
    candidates = [
        _read_at(attribute, read, locale, owners[position], code)
        for locale, position, code in _places(attribute, locales, len(owners), channel)
    ]
    if len(candidates) == 1:
        return candidates[0]
    return SQL("coalesce({})").format(SQL(", ").join(candidates))


def _places(
    attribute: Described, locales: Sequence[str], owners: int, channel: str
) -> Iterator[tuple[str, int, str]]:
    """(language or "", number of the owner, channel or "") in the order in which they are asked."""
    channels = [channel, ""] if channel and attribute.is_per_channel else [""]
    for locale in locales if attribute.is_localizable else [""]:
        for owner in range(owners):
            for code in channels:
                yield locale, owner, code


def _container(owner: Owner, channel: str) -> dict:
    stored: Any = owner.channel_values if channel else owner.values
    if channel and isinstance(stored, dict):
        stored = stored.get(channel)
    return stored if isinstance(stored, dict) else {}


def _read_at(
    attribute: Described,
    read: Callable[[Composable, Composable], Composable],
    locale: str,
    owner: str,
    channel: str,
) -> Composable:
    container: Composable = Identifier(owner, "values")
    if channel:
        container = SQL("({} -> {})").format(Identifier(owner, "channel_values"), Literal(channel))
    key = Literal(attribute.code)
    if not locale:
        return read(container, key)
    return read(SQL("({} -> {})").format(container, key), Literal(locale))
