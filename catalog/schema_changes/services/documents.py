"""SQL over the values by channel of the product `product`."""

from psycopg.sql import SQL, Composable


def by_channel(own: Composable) -> Composable:
    """The values by channel, each channel's as `own` makes them of own.value; empty ones go."""
    return SQL(
        "(SELECT coalesce(jsonb_object_agg(made.key, made.value), '{{}}') FROM ("
        "SELECT own.key, {own} AS value FROM jsonb_each(product.channel_values) AS own) AS made"
        " WHERE made.value <> '{{}}')"
    ).format(own=own)
