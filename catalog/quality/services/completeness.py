"""Completeness: which required things a product lacks for a channel in a language.

One statement for any number of products, so that a million take minutes and one takes
milliseconds. What is required: the attributes of the product's family that are required for the
channel, and the channel's asset roles. Which value holds is said by
`catalog.attribute_types.holding`, without falling back to another language, as a text in that
language is what is asked for.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection, transaction
from psycopg.sql import SQL

from catalog.attribute_types.holding import Documents, holding_sql, presence_at
from catalog.products.services.key_ranges import product_spans
from jobs.progress import JobProgress

# Of a whole catalog, so many keys are recalculated in one transaction.
SPAN = 50_000

# {products} selects the primary keys of the products. The requirements are put together once for
# a family, so that a product only has its values looked up.
_TEMPLATE = """
WITH chosen AS MATERIALIZED (
    SELECT p.id, p.family_id, p.values, p.channel_values,
        parent.values AS parent_values, parent.channel_values AS parent_channel_values
    FROM catalog_product p
    LEFT JOIN catalog_product parent ON parent.id = p.parent_id
    WHERE {products}
), required AS MATERIALIZED (
    SELECT fa.family_id, r.channel_id, {kinds}
    FROM catalog_familyattribute fa
    JOIN catalog_familyattribute_required_for r ON r.familyattribute_id = fa.id
    JOIN catalog_attribute a ON a.id = fa.attribute_id
    GROUP BY fa.family_id, r.channel_id
), targets AS MATERIALIZED (
    SELECT f.id AS family_id, c.id AS channel_id, c.code AS channel, channel_locale.locale,
        {codes},
        c.required_asset_roles::text[] AS roles
    FROM catalog_family f
    CROSS JOIN catalog_channel c CROSS JOIN unnest(c.locales) AS channel_locale(locale)
    LEFT JOIN required r ON r.family_id = f.id AND r.channel_id = c.id
    WHERE f.id IN (SELECT DISTINCT family_id FROM chosen)
), roles AS MATERIALIZED (
    SELECT product_id, array_agg(DISTINCT role::text) AS present FROM catalog_productasset
    WHERE product_id IN (SELECT id FROM chosen)
        AND EXISTS (SELECT FROM targets WHERE cardinality(targets.roles) > 0)
    GROUP BY product_id
)
SELECT p.id AS product_id, t.channel_id, t.locale,
    {required} + cardinality(t.roles) AS required,
    ARRAY(
        SELECT 'asset.' || role FROM unnest(t.roles) AS role
        WHERE role <> ALL (coalesce(roles.present, ARRAY[]::text[]))
    ) || ARRAY(
        SELECT 'values.' || code FROM ({lacking}) AS lacking ORDER BY code
    ) AS missing
FROM chosen p
JOIN targets t ON t.family_id = p.family_id
LEFT JOIN roles ON roles.product_id = p.id
"""

_RECALCULATE = """
WITH measured AS ({measured}), obsolete AS (
    DELETE FROM catalog_completeness old USING catalog_product p
    WHERE old.product_id = p.id AND ({products})
      AND (old.channel_id, old.locale) NOT IN
        (SELECT c.id, locale FROM catalog_channel c, unnest(c.locales) AS locale)
)
INSERT INTO catalog_completeness (product_id, channel_id, locale, required, missing)
SELECT product_id, channel_id, locale, required, missing FROM measured
ON CONFLICT (product_id, channel_id, locale) DO UPDATE
SET required = excluded.required, missing = excluded.missing
WHERE (catalog_completeness.required, catalog_completeness.missing)
    IS DISTINCT FROM (excluded.required, excluded.missing)
"""


_OWNERS = [
    Documents(SQL("p.values"), SQL("p.channel_values")),
    Documents(SQL("p.parent_values"), SQL("p.parent_channel_values")),
]


class _Kind(NamedTuple):
    """Attributes that are looked up in the same places, so that none is asked for its kind."""

    name: str
    is_localizable: bool
    is_per_channel: bool

    @property
    def selection(self) -> str:
        """SQL of the codes of those that a family requires, by `a`."""
        return (
            f"array_agg(a.code::text) FILTER (WHERE a.is_localizable = {self.is_localizable}"
            f" AND a.is_per_channel = {self.is_per_channel}) AS {self.name}"
        )

    @property
    def codes(self) -> str:
        """SQL of the same, or of none, by `r`."""
        return f"coalesce(r.{self.name}, ARRAY[]::text[]) AS {self.name}"

    @property
    def lacking(self) -> str:
        """SELECT of those that the product `p` lacks for the target `t`."""
        held = holding_sql(
            presence_at,
            key=SQL("code"),
            # A language does not fall back to another.
            locales=[SQL("t.locale")] if self.is_localizable else None,
            channels=[SQL("t.channel"), None] if self.is_per_channel else [None],
            owners=_OWNERS,
        )
        return f"SELECT code FROM unnest(t.{self.name}) AS code WHERE {held.as_string()} IS NULL"  # noqa: S608


_KINDS = [
    _Kind("plain", False, False),
    _Kind("by_channel", False, True),
    _Kind("localized", True, False),
    _Kind("localized_by_channel", True, True),
]


_MEASURED = (
    _TEMPLATE.replace("{kinds}", ", ".join(kind.selection for kind in _KINDS))
    .replace("{codes}", ", ".join(kind.codes for kind in _KINDS))
    .replace("{required}", " + ".join(f"cardinality(t.{kind.name})" for kind in _KINDS))
    .replace("{lacking}", " UNION ALL ".join(kind.lacking for kind in _KINDS))
)


def measured_sql(products: str) -> str:
    """SELECT of what each product that the condition `products`, over `p`, chooses lacks."""
    return _MEASURED.replace("{products}", products)


def _recalculate(products: str, parameters: Sequence) -> int:
    statement = _RECALCULATE.replace("{measured}", measured_sql(products))
    with transaction.atomic(), connection.cursor() as cursor:
        # Compiling the expressions takes longer than they do.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(statement.replace("{products}", products), [*parameters, *parameters])
        return cursor.rowcount


def recalculate_completeness(
    *, product_ids: Sequence[int] | None = None, products_sql: str | None = None
) -> int:
    """Recalculate the completeness of some products and their variants; returns the rows changed.

    `product_ids` are primary keys; `products_sql` is a trusted SELECT of primary keys instead, for
    callers that hold them in a table. Without both, every product in one transaction; see
    `recalculate_everything` for large catalogs.
    """
    if product_ids is not None:
        keys = list(product_ids)
        return _recalculate("p.id = ANY(%s) OR p.parent_id = ANY(%s)", [keys, keys])
    if products_sql is not None:
        return _recalculate(f"p.id IN ({products_sql}) OR p.parent_id IN ({products_sql})", [])
    return _recalculate("true", [])


def recalculate_everything(*, progress: JobProgress, families: Sequence[int] | None = None) -> int:
    """Recalculate all products, or those of `families`; returns the rows that changed.

    Goes by ranges of keys, each in a transaction of its own, so that the rows of one product are
    never locked for long; safe to repeat after it was interrupted.
    """
    chosen, parameters = "p.id BETWEEN %s AND %s", []
    if families is not None:
        chosen, parameters = f"{chosen} AND p.family_id = ANY(%s)", [list(families)]
    changed = 0
    for span in product_spans(progress, span=SPAN):
        changed += _recalculate(chosen, [*span, *parameters])
    return changed
