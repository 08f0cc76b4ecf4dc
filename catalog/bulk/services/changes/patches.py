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

# The functions of the database look at each language of the attributes `localized` by itself.
_RESTORED = "catalog_undone({now}, {before}, {after}, {localized}::text[])"

_RESTORED_BY_CHANNEL = """
CASE WHEN {before} = '{{}}' AND {after} = '{{}}' THEN {now} ELSE (
    SELECT coalesce(jsonb_object_agg(key, value), '{{}}') FROM (
        SELECT key, CASE WHEN key = ANY ({channels}::text[]) THEN
            catalog_undone(coalesce({now} -> key, '{{}}'),
                coalesce({before} -> key, '{{}}'), coalesce({after} -> key, '{{}}'),
                {localized}::text[])
            ELSE {now} -> key END AS value
        FROM jsonb_object_keys({now} || {before} || {after}) AS key
    ) AS channel
    WHERE value IS NOT NULL AND (value <> '{{}}' OR {before} ? key OR NOT {after} ? key)) END
"""

_STRAYED = """
SELECT catalog_value_address(code, locale, NULL)
FROM catalog_strayed({now}, {before}, {after}, {localized}::text[])
"""

_STRAYED_BY_CHANNEL = """
SELECT catalog_value_address(code, locale, channel)
FROM jsonb_object_keys({before} || {after}) AS channel, catalog_strayed(
    coalesce({now} -> channel, '{{}}'), coalesce({before} -> channel, '{{}}'),
    coalesce({after} -> channel, '{{}}'), {localized}::text[])
WHERE channel = ANY ({channels}::text[])
"""

_STRAYED_COLUMNS = """
SELECT key FROM jsonb_object_keys({before} || {after}) AS key
WHERE {now} -> key IS DISTINCT FROM {after} -> key
"""

_STRAYED_CATEGORIES = """
SELECT 'additional_categories' WHERE {after} ? 'additional_categories'
    AND to_jsonb({now}) IS DISTINCT FROM {after} -> 'additional_categories'
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
        " ELSE jsonb_build_object('additional_categories', {one}) END"
    ).format(
        document=document,
        one=Identifier(one, "categories"),
        other=Identifier(other, "categories"),
    )


def column_document(alias: str, columns: Sequence[str]) -> Composable:
    """The columns of one version as an object."""
    pairs = [SQL("{}, {}").format(Literal(name), Identifier(alias, name)) for name in columns]
    return SQL("jsonb_build_object({})").format(SQL(", ").join(pairs))


class Undoing:
    """SQL that takes back what the row `kept` of a change did to the product `product`.

    `localized` are the codes of the attributes that differ in language, `channels` those of the
    channels that are still the same: what others had of their own does not come back.
    """

    _sides = {"before": "before", "after": "after"}

    def __init__(
        self,
        columns: Sequence[str],
        localized: Sequence[str],
        channels: Sequence[str],
        *,
        categories: bool,
    ):
        self._columns, self._categories = columns, categories
        self._localized, self._channels = Literal(list(localized)), Literal(list(channels))

    def values(self) -> Composable:
        """The values with the touched parts as they were before."""
        return SQL(_RESTORED).format(**self._documents("values"))

    def channel_values(self) -> Composable:
        """The same by channel; a channel that was not there does not stay empty."""
        return SQL(_RESTORED_BY_CHANNEL).format(**self._documents("channel_values"))

    def strayed(self) -> Composable:
        """The touched parts of the product that are not any more as the change left them."""
        parts = [
            SQL(_STRAYED).format(**self._documents("values")),
            SQL(_STRAYED_BY_CHANNEL).format(**self._documents("channel_values")),
        ]
        if self._columns:
            now = column_document("product", self._columns)
            parts.append(SQL(_STRAYED_COLUMNS).format(**self._documents("columns") | {"now": now}))
        if self._categories:
            parts.append(
                SQL(_STRAYED_CATEGORIES).format(
                    now=Identifier("product", "categories"),
                    after=Identifier("kept", self._sides["after"]),
                )
            )
        return SQL("ARRAY({})").format(SQL(" UNION ALL ").join(parts))

    def _documents(self, name: str) -> dict[str, Composable]:
        sides = {
            side: SQL("(kept.{} -> {})").format(Identifier(column), Literal(name))
            for side, column in self._sides.items()
        }
        return {
            "now": Identifier("product", name),
            "localized": self._localized,
            "channels": self._channels,
            **sides,
        }


class Redoing(Undoing):
    """SQL that does once more what the row `kept` says, where the product is as it was before."""

    _sides = {"before": "after", "after": "before"}

    def is_as_proposed(self) -> Composable:
        """The condition that the row `proposed` does that to the product, and nothing else."""
        columns, now = Literal("columns"), Identifier("product", "categories")
        conditions = [
            SQL("{} = proposed.values").format(self.values()),
            SQL("{} = proposed.channel_values").format(self.channel_values()),
        ]
        if self._columns:
            conditions.append(
                SQL("{} || (kept.after -> {}) = {}").format(
                    column_document("product", self._columns),
                    columns,
                    column_document("proposed", self._columns),
                )
            )
        if self._categories:
            conditions.append(
                SQL("coalesce(kept.after -> 'categories', to_jsonb({})) = to_jsonb({})").format(
                    now, Identifier("proposed", "categories")
                )
            )
        return SQL(" AND ").join(SQL("({})").format(one) for one in conditions)
