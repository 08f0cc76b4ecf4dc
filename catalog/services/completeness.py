"""Completeness: which required things a product lacks for a channel in a language.

Recalculated set-wise in one statement, so that a million products take minutes and one takes
milliseconds. What is required: the attributes of the product's family that are required for the
channel, the channel's asset roles, and a name. A value of the parent stands in for a variant's own.
"""

from collections.abc import Sequence

from django.db import connection, transaction

# {products} selects the primary keys of the products to recalculate.
_RECALCULATE = """
WITH chosen AS MATERIALIZED (
    SELECT p.id, p.family_id, p.values, p.channel_values, parent.values AS parent_values
    FROM catalog_product p
    LEFT JOIN catalog_product parent ON parent.id = p.parent_id
    WHERE p.id IN ({products})
), required AS MATERIALIZED (
    SELECT fa.family_id, r.channel_id, a.code, a.is_localizable, a.is_per_channel
    FROM catalog_familyattribute fa
    JOIN catalog_familyattribute_required_for r ON r.familyattribute_id = fa.id
    JOIN catalog_attribute a ON a.id = fa.attribute_id
), targets AS MATERIALIZED (
    SELECT c.id AS channel_id, c.code AS channel, locale, c.required_asset_roles
    FROM catalog_channel c, unnest(c.locales) AS locale
), checks AS (
    SELECT p.id AS product_id, t.channel_id, t.locale, 'values.' || r.code AS thing,
        coalesce(
            CASE WHEN r.is_per_channel THEN {channel_value} END,
            {own_value},
            {parent_value}
        ) IS NOT NULL AS there
    FROM chosen p
    JOIN required r ON r.family_id = p.family_id
    JOIN targets t ON t.channel_id = r.channel_id
    UNION ALL
    SELECT p.id, t.channel_id, t.locale, 'asset.' || role,
        EXISTS (SELECT FROM catalog_productasset pa WHERE pa.product_id = p.id AND pa.role = role)
    FROM chosen p CROSS JOIN targets t, unnest(t.required_asset_roles) AS role
), results AS (
    SELECT p.id AS product_id, t.channel_id, t.locale,
        coalesce(found.required, 0) AS required,
        coalesce(found.missing, '{{}}') AS missing
    FROM chosen p CROSS JOIN targets t
    LEFT JOIN (
        SELECT product_id, channel_id, locale, count(*) AS required,
            array_agg(thing ORDER BY thing) FILTER (WHERE NOT there) AS missing
        FROM checks GROUP BY product_id, channel_id, locale
    ) AS found ON (found.product_id, found.channel_id, found.locale)
                = (p.id, t.channel_id, t.locale)
), obsolete AS (
    DELETE FROM catalog_completeness old
    WHERE old.product_id IN (SELECT id FROM chosen)
      AND (old.channel_id, old.locale) NOT IN (SELECT channel_id, locale FROM targets)
)
INSERT INTO catalog_completeness (product_id, channel_id, locale, required, missing)
SELECT product_id, channel_id, locale, required, missing FROM results
ON CONFLICT (product_id, channel_id, locale) DO UPDATE
SET required = excluded.required, missing = excluded.missing
WHERE (catalog_completeness.required, catalog_completeness.missing)
    IS DISTINCT FROM (excluded.required, excluded.missing)
"""


def _value(document: str) -> str:
    """SQL of the value of one attribute in `document`, in the language where it has one."""
    return (
        f"CASE WHEN r.is_localizable THEN {document} -> r.code -> t.locale"
        f" ELSE {document} -> r.code END"
    )


_STATEMENT = _RECALCULATE.replace("{channel_value}", _value("(p.channel_values -> t.channel)"))
_STATEMENT = _STATEMENT.replace("{own_value}", _value("p.values"))
_STATEMENT = _STATEMENT.replace("{parent_value}", _value("p.parent_values"))


def recalculate_completeness(
    *, product_ids: Sequence[int] | None = None, products_sql: str | None = None
) -> int:
    """Recalculate the completeness of some products, or of all; returns the rows that changed.

    `product_ids` are primary keys; `products_sql` is a trusted SELECT of primary keys instead, for
    callers that hold them in a table. Variants of the chosen products are recalculated with them.
    """
    if product_ids is not None:
        products_sql, parameters = "SELECT unnest(%s::bigint[])", [list(product_ids)]
    else:
        products_sql, parameters = products_sql or "SELECT id FROM catalog_product", []
    family = f"""
        SELECT id FROM catalog_product WHERE id IN ({products_sql}) OR parent_id IN ({products_sql})
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(products=family), parameters * 2)
        return cursor.rowcount
