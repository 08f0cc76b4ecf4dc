"""SQL of the touched parts of a product: what differs between two versions, and the way back."""

from collections.abc import Sequence

from psycopg.sql import SQL, Composable, Identifier, Literal

_DIFFERING = """
CASE WHEN {one} = {other} THEN '{{}}' ELSE coalesce((
    SELECT jsonb_object_agg(key, value) FROM jsonb_each({one})
    WHERE value IS DISTINCT FROM {other} -> key), '{{}}') END
"""

_DIFFERING_BY_CHANNEL = """
CASE WHEN {one} = {other} THEN '{{}}' ELSE coalesce((
    SELECT jsonb_object_agg(channel.key, coalesce((
        SELECT jsonb_object_agg(own.key, own.value) FROM jsonb_each(channel.value) AS own
        WHERE own.value IS DISTINCT FROM {other} -> channel.key -> own.key), '{{}}'))
    FROM jsonb_each({one}) AS channel
    WHERE channel.value IS DISTINCT FROM {other} -> channel.key), '{{}}') END
"""

_RESTORED_BY_CHANNEL = """
CASE WHEN {before} = '{{}}' AND {after} = '{{}}' THEN {now} ELSE (
    SELECT coalesce(jsonb_object_agg(key, value), '{{}}') FROM (
        SELECT key, (coalesce({now} -> key, '{{}}')
            - ARRAY(SELECT jsonb_object_keys({after} -> key)))
            || coalesce({before} -> key, '{{}}') AS value
        FROM jsonb_object_keys({now} || {before} || {after}) AS key
    ) AS channel
    WHERE value <> '{{}}' OR {before} ? key OR NOT {after} ? key) END
"""

_STRAYED = """
SELECT {prefix} || key FROM jsonb_object_keys({before} || {after}) AS key
WHERE {now} -> key IS DISTINCT FROM {after} -> key
"""

_STRAYED_BY_CHANNEL = """
SELECT 'values.' || own.key || '@' || channel.key
FROM jsonb_object_keys({before} || {after}) AS channel(key),
    jsonb_object_keys(coalesce({before} -> channel.key, '{{}}')
        || coalesce({after} -> channel.key, '{{}}')) AS own(key)
WHERE {now} -> channel.key -> own.key IS DISTINCT FROM {after} -> channel.key -> own.key
"""

_STRAYED_CATEGORIES = """
SELECT 'additional_categories' WHERE {after} ? 'categories'
    AND to_jsonb({now}) IS DISTINCT FROM {after} -> 'categories'
"""


def patch(one: str, other: str, columns: Sequence[str], *, categories: bool) -> Composable:
    """What of version `one` (an alias) differs from version `other`, as a document."""
    parts = {
        "values": SQL(_DIFFERING).format(
            one=Identifier(one, "values"), other=Identifier(other, "values")
        ),
        "channel_values": SQL(_DIFFERING_BY_CHANNEL).format(
            one=Identifier(one, "channel_values"), other=Identifier(other, "channel_values")
        ),
    }
    if columns:
        parts["columns"] = SQL(_DIFFERING).format(
            one=column_document(one, columns), other=column_document(other, columns)
        )
    pairs = [SQL("{}, {}").format(Literal(name), part) for name, part in parts.items()]
    document = SQL("jsonb_build_object({})").format(SQL(", ").join(pairs))
    if not categories:
        return document
    return SQL(
        "{document} || CASE WHEN {one} = {other} THEN '{{}}'"
        " ELSE jsonb_build_object('categories', {one}) END"
    ).format(
        document=document,
        one=Identifier(one, "categories"),
        other=Identifier(other, "categories"),
    )


def column_document(alias: str, columns: Sequence[str]) -> Composable:
    """The columns of one version as an object."""
    pairs = [SQL("{}, {}").format(Literal(name), Identifier(alias, name)) for name in columns]
    return SQL("jsonb_build_object({})").format(SQL(", ").join(pairs))


def restored_values(now: Composable, before: Composable, after: Composable) -> Composable:
    """`now` with the touched keys as they were before."""
    return SQL("(({now} - ARRAY(SELECT jsonb_object_keys({after}))) || {before})").format(
        now=now, before=before, after=after
    )


def restored_channel_values(now: Composable, before: Composable, after: Composable) -> Composable:
    """The same for a document by channel; a channel that was not there does not stay empty."""
    return SQL(_RESTORED_BY_CHANNEL).format(now=now, before=before, after=after)


def strayed(alias: str, columns: Sequence[str], *, categories: bool) -> Composable:
    """The touched parts of product `alias` that are not any more as the row in `kept` left them."""
    before, after = (
        {name: SQL("(kept.{} -> {})").format(Identifier(side), Literal(name)) for name in _PARTS}
        for side in ("before", "after")
    )
    parts = [
        SQL(_STRAYED).format(
            prefix=Literal("values."),
            now=Identifier(alias, "values"),
            before=before["values"],
            after=after["values"],
        ),
        SQL(_STRAYED_BY_CHANNEL).format(
            now=Identifier(alias, "channel_values"),
            before=before["channel_values"],
            after=after["channel_values"],
        ),
    ]
    if columns:
        document = column_document(alias, columns)
        parts.append(
            SQL(_STRAYED).format(
                prefix=Literal(""), now=document, before=before["columns"], after=after["columns"]
            )
        )
    if categories:
        parts.append(
            SQL(_STRAYED_CATEGORIES).format(
                now=Identifier(alias, "categories"), after=Identifier("kept", "after")
            )
        )
    return SQL("ARRAY({})").format(SQL(" UNION ALL ").join(parts))


_PARTS = ("values", "channel_values", "columns")
