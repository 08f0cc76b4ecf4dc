"""Which versions of a product must stay, so that "why this value" has an answer for each value."""

from psycopg.sql import SQL, Composable, Identifier

from catalog.products.models.product import Product

# The last row in which each single value of a product changed. Values of attributes are looked at
# one by one, and those that differ in language a language at a time.
_ORIGINS = """
WITH rows AS (
    SELECT history_id, id, history_date, to_jsonb(history) AS record,
        lag(history_id) OVER (PARTITION BY id ORDER BY history_date, history_id) AS earlier
    FROM {history} AS history
    WHERE id BETWEEN %(first)s AND %(last)s AND id IN (SELECT id FROM catalog_product)
), cells AS (
    SELECT history_id, ARRAY[key] AS path, value FROM rows, jsonb_each(
        record - ARRAY['history_id', 'history_date', 'history_type', 'history_user_id',
            'history_change_reason', 'values', 'channel_values', 'created_at', 'updated_at'])
    UNION ALL
    SELECT history_id, ARRAY[code.key, entry.key], coalesce(entry.value, code.value)
    FROM rows, jsonb_each(record -> 'values') AS code
    LEFT JOIN LATERAL jsonb_each(
        CASE jsonb_typeof(code.value) WHEN 'object' THEN code.value END) AS entry ON true
    UNION ALL
    SELECT history_id, ARRAY[channel.key, code.key, entry.key], coalesce(entry.value, code.value)
    FROM rows, jsonb_each(record -> 'channel_values') AS channel,
        jsonb_each(CASE jsonb_typeof(channel.value) WHEN 'object' THEN channel.value END) AS code
    LEFT JOIN LATERAL jsonb_each(
        CASE jsonb_typeof(code.value) WHEN 'object' THEN code.value END) AS entry ON true
)
SELECT DISTINCT ON (rows.id, cell.path) rows.history_id
FROM rows JOIN cells AS cell USING (history_id)
LEFT JOIN cells AS before ON before.history_id = rows.earlier AND before.path = cell.path
WHERE before.value IS DISTINCT FROM cell.value
ORDER BY rows.id, cell.path, rows.history_date DESC, rows.history_id DESC
"""


def origins_of_values() -> Composable:
    """SQL of the history rows that present values of products come from."""
    table = Product.history.model._meta.db_table
    return SQL(_ORIGINS).format(history=Identifier(table))
