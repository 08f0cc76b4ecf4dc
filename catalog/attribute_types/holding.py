"""Which value of an attribute holds, where a product has several.

The order is written here and nowhere else, in Python (`holding`) and in SQL (`holding_sql`):

1. The product comes before the product it is a variant of. The first of them that has the
   attribute at all, in whatever language, is asked alone: a text is inherited in all its languages
   together or not at all, so that no two languages say different things.
2. The language that is asked for comes before those that stand in for it. Readers fall back to the
   site's own language and to no third one; completeness, filters and lists do not fall back.
3. The channel's own value comes before the common one, language by language.

An empty text, list or object is no value. Without a channel the common values are asked alone, and
so they are of an attribute that is not kept by channel.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.attribute_types.described import DescribedAttribute
from catalog.attribute_types.registry import attribute_type

EMPTY: tuple[object, ...] = (None, "", [], {})


class Described(Protocol):
    """What is needed to know of an attribute."""

    @property
    def code(self) -> str:
        """Its key in the documents."""
        ...

    @property
    def is_localizable(self) -> bool:
        """Whether it has a value in each language."""
        ...

    @property
    def is_per_channel(self) -> bool:
        """Whether channels have values of their own."""
        ...


class Owner(Protocol):
    """What has values: a product, or the product it is a variant of."""

    @property
    def values(self) -> Any:
        """The common values."""
        ...

    @property
    def channel_values(self) -> Any:
        """The values of each channel."""
        ...


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value, and where it was found: `owner` counts the owners asked, from 0."""

    value: Any
    locale: str = ""
    channel: str = ""
    owner: int = 0


class Holding(NamedTuple):
    """What the owner that holds has for a channel: (value, its channel) by language.

    The language is "" of an attribute that has none.
    """

    owner: int
    entries: Mapping[str, tuple[Any, str]]

    def document(self) -> Any:
        """The value as it would be stored, in all its languages together."""
        if "" in self.entries:
            return self.entries[""][0]
        return {locale: value for locale, (value, _channel) in self.entries.items()}


def fallback_locales(locale: str) -> list[str]:
    """The language, then the one that stands in for it."""
    return list(dict.fromkeys([locale, settings.LANGUAGE_CODE]))


class PlaceAsked(NamedTuple):
    """A place that was looked at, and the value there: None for no value."""

    owner: int
    locale: str
    channel: str
    value: Any


def holding(
    attribute: Described, owners: Sequence[Owner | None], *, channel: str = ""
) -> Holding | None:
    """What holds of the attribute, in all its languages; None where none of `owners` has it.

    `owners` are the product and, for a variant, the product above it. Takes no query.
    """
    for position, owner in enumerate(owners):
        if owner is None:
            continue
        entries: dict[str, tuple[Any, str]] = {}
        for code in channels_asked(attribute, channel):
            for locale, stored in _by_language(attribute, _container(owner, code)):
                if stored not in EMPTY:
                    entries.setdefault(locale, (stored, code))
        if entries:
            return Holding(position, entries)
    return None


def resolve(
    attribute: Described,
    owners: Sequence[Owner | None],
    *,
    locales: Sequence[str],
    channel: str = "",
) -> Resolved | None:
    """The value that holds in the first of `locales` that has one, None for none."""
    held = holding(attribute, owners, channel=channel)
    for locale in languages_asked(attribute, locales) if held else ():
        if held and locale in held.entries:
            value, code = held.entries[locale]
            return Resolved(value, locale, code, held.owner)
    return None


def places_asked(
    attribute: Described,
    owners: Sequence[Owner | None],
    *,
    locales: Sequence[str],
    channel: str = "",
) -> Iterator[PlaceAsked]:
    """Each place that `resolve` looks at, in its order, the last of them the one that holds."""
    for position, owner in enumerate(owners):
        if owner is None:
            continue
        for locale in languages_asked(attribute, locales):
            for code in channels_asked(attribute, channel):
                found = dict(_by_language(attribute, _container(owner, code))).get(locale)
                value = None if found in EMPTY else found
                yield PlaceAsked(position, locale, code, value)
                if value is not None:
                    return
        if holding(attribute, [owner], channel=channel):
            # It has a text in another language; that of nobody else is asked.
            return


def channels_asked(attribute: Described, channel: str) -> Sequence[str]:
    """The channel whose own values come first, then "" for the common ones."""
    return (channel, "") if channel and attribute.is_per_channel else ("",)


def languages_asked(attribute: Described, locales: Sequence[str]) -> Sequence[str]:
    """The languages in their order; "" alone where values have no language."""
    return locales if attribute.is_localizable else ("",)


def _by_language(attribute: Described, container: Mapping) -> Iterator[tuple[str, Any]]:
    stored = container.get(attribute.code)
    if not attribute.is_localizable:
        yield "", stored
    elif isinstance(stored, Mapping):
        yield from stored.items()


def _container(owner: Owner, channel: str) -> Mapping:
    stored: Any = owner.channel_values if channel else owner.values
    if channel and isinstance(stored, Mapping):
        stored = stored.get(channel)
    return stored if isinstance(stored, Mapping) else {}


# Makes SQL of the value from the SQL of a jsonb object and of its key; NULL for no value.
Reader = Callable[[Composable, Composable], Composable]


class Documents(NamedTuple):
    """SQL of the two documents of an `Owner`; NULL where there is no such owner."""

    values: Composable
    channel_values: Composable

    @classmethod
    def of(cls, alias: str) -> "Documents":
        """Those of a table by its alias in the statement."""
        return cls(Identifier(alias, "values"), Identifier(alias, "channel_values"))


def resolved_sql(
    attribute: Described,
    read: Reader,
    *,
    locales: Sequence[str],
    channel: str = "",
    owners: Sequence[str] = ("product",),
) -> Composable:
    """SQL of `resolve`. `owners` are aliases of tables with the columns of an `Owner`."""
    return resolved_in_sql(
        attribute,
        read,
        locales=locales,
        channel=channel,
        owners=[Documents.of(alias) for alias in owners],
    )


def resolved_in_sql(
    attribute: Described,
    read: Reader,
    *,
    locales: Sequence[str],
    channel: str = "",
    owners: Sequence[Documents],
) -> Composable:
    """SQL of `resolve`, of documents that stand anywhere in a statement."""
    channels = channels_asked(attribute, channel)
    return holding_sql(
        read,
        key=Literal(attribute.code),
        locales=[Literal(locale) for locale in locales] if attribute.is_localizable else None,
        channels=[Literal(code) if code else None for code in channels],
        owners=owners,
    )


def holding_sql(
    read: Reader,
    *,
    key: Composable,
    locales: Sequence[Composable] | None,
    channels: Sequence[Composable | None],
    owners: Sequence[Documents],
) -> Composable:
    """The order as SQL, for keys, languages and channels that may be columns of a statement.

    `locales` are asked one after the other, None where the value has no language; None among
    `channels` stands for the common values.
    """
    found: Composable | None = None
    below: Documents | None = None
    for owner in reversed(owners):
        places = [_place(owner, channel) for channel in channels]
        if locales is None:
            own = [read(place, key) for place in places]
        else:
            own = [
                read(SQL("({} -> {})").format(place, key), locale)
                for locale in locales
                for place in places
            ]
            if found is not None and below is not None:
                # Looked at only where this owner has none of the languages that are asked for.
                found = SQL("CASE WHEN {} IS NOT NULL AND {} THEN {} END").format(
                    below.values, lacks_sql(places, key), found
                )
        found, below = _first_of([*own, found] if found is not None else own), owner
    if found is None:
        raise ValueError("Nobody is asked for a value.")
    return found


def lacks_sql(places: Sequence[Composable], key: Composable) -> Composable:
    """Condition that none of these objects has a text under `key`, in any language."""
    without = (
        SQL(
            "NOT EXISTS (SELECT FROM jsonb_each(CASE jsonb_typeof({0} -> {1}) WHEN 'object'"
            " THEN {0} -> {1} END) AS entry"
            " WHERE entry.value NOT IN ('null', '\"\"', '[]', '{{}}'))"
        ).format(place, key)
        for place in places
    )
    return SQL("({})").format(SQL(" AND ").join(without))


def json_at(container: Composable, key: Composable) -> Composable:
    """The reader of a value as it is stored, be it empty; for values that have one place."""
    return SQL("{} -> {}").format(container, key)


def stored_at(container: Composable, key: Composable) -> Composable:
    """The reader of a value as it is stored."""
    return SQL(
        "CASE WHEN ({0} ->> {1}) NOT IN ('', '[]', '{{}}') THEN {0} -> {1}"
        " WHEN {0} ->> {1} <> '' AND jsonb_typeof({0} -> {1}) = 'string' THEN {0} -> {1} END"
    ).format(container, key)


def presence_at(container: Composable, key: Composable) -> Composable:
    """The reader that tells only whether there is a value: some text, or NULL.

    A text may be "[]"; that is looked at last.
    """
    return SQL(
        "coalesce(nullif(nullif(nullif({0} ->> {1}, ''), '[]'), '{{}}'),"
        " CASE jsonb_typeof({0} -> {1}) WHEN 'string' THEN nullif({0} ->> {1}, '') END)"
    ).format(container, key)


def text_at(container: Composable, key: Composable) -> Composable:
    """The reader of the text of a value."""
    return SQL("nullif({} ->> {}, '')").format(container, key)


def document_text_at(container: Composable, key: Composable) -> Composable:
    """The reader of the JSON of a value."""
    return SQL("({})::text").format(stored_at(container, key))


def written_at(attribute: DescribedAttribute) -> Reader:
    """The reader of the text that the type writes."""

    def read(container: Composable, key: Composable) -> Composable:
        stored = SQL("({} -> {})").format(container, key)
        written = attribute_type(attribute.type).written_sql(attribute, stored)
        return SQL("nullif({}, '')").format(written)

    return read


def _place(owner: Documents, channel: Composable | None) -> Composable:
    if channel is None:
        return owner.values
    return SQL("({} -> {})").format(owner.channel_values, channel)


def _first_of(candidates: Sequence[Composable]) -> Composable:
    if len(candidates) == 1:
        return candidates[0]
    return SQL("coalesce({})").format(SQL(", ").join(candidates))
