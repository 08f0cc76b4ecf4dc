"""What a change of the schema would take away, counted and shown before it happens."""

import json
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models.fields.json import KeyTransform
from psycopg.sql import SQL, Composable, Literal

from catalog.bulk.models import BulkChange
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from catalog.schema.queries.labels import catalog_labels
from catalog.schema.queries.value_labels import language_name
from catalog.schema.queries.value_text import value_text
from catalog.schema_changes.services.conversion import leaf_value
from catalog.schema_changes.services.operations import Operation

SAMPLES = 10

# The values of the attribute in the products concerned, one a row: by channel and by language.
_SLOTS = """
FROM catalog_product product, LATERAL catalog_unique_slots(
    {code}, {is_localizable}, true, product.values, product.channel_values) AS slot
WHERE product.id IN ({chosen}) AND jsonb_typeof(slot.stored) <> 'null'
"""
_COUNTS = """
SELECT count(DISTINCT product.id), count(DISTINCT product.id) FILTER (WHERE {by_channel}),
    count(DISTINCT product.id) FILTER (WHERE {by_language})
{slots} AND {lost}
"""
_SAMPLES = """
SELECT product.sku, slot.channel, slot.locale, slot.stored
{slots} AND {lost}
ORDER BY product.id, slot.channel, slot.locale LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A value that goes, in words: of which product, channel and language ("" for all)."""

    sku: str
    channel: str
    language: str
    value: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How many products have a value, and how many of them lose one.

    Of these, `by_channel` lose one that a channel had of its own and `by_language` one in a
    language, because the attribute becomes the same for all of them.
    """

    products: int
    lost: int
    by_channel: int
    by_language: int
    samples: list[Sample]


def preview(change: BulkChange) -> Preview:
    """Count what `change` would do now; nothing is written."""
    operation = Operation.of(change)
    if operation.kind in _OTHERS:
        return _OTHERS[operation.kind](operation)
    products = operation.products().order_by()
    code = operation.attributes[0]
    old, new = operation.before_and_after()
    by_channel = by_language = SQL("false")
    lost: Composable = SQL("true")
    if operation.kind == "retype":
        if not new.is_per_channel:
            by_channel = SQL("slot.channel <> ''")
        if old.is_localizable and not new.is_localizable:
            by_language = SQL("slot.locale <> {}").format(_language_kept(code))
        lost = SQL("({} OR {} OR {} IS NULL)").format(
            by_channel, by_language, leaf_value(SQL("slot.stored"), old, new)
        )
    chosen = mogrify(*products.values("pk").query.sql_with_params(), connection)
    slots = _slots(code, old, SQL(chosen))
    with connection.cursor() as cursor:
        cursor.execute(
            SQL(_COUNTS).format(
                by_channel=by_channel, by_language=by_language, slots=slots, lost=lost
            )
        )
        counts = cursor.fetchone()
        cursor.execute(SQL(_SAMPLES).format(slots=slots, lost=lost, limit=Literal(SAMPLES)))
        samples = _in_words(code, cursor.fetchall())
    return Preview(products.count(), *counts, samples)


def _preview_replacement(operation: Operation) -> Preview:
    """Nobody loses a value, so that the examples are products that change."""
    products = operation.products().order_by("pk")
    samples = [Sample(sku, "", "", "") for sku in products.values_list("sku", flat=True)[:SAMPLES]]
    return Preview(products.count(), 0, 0, 0, samples)


def _preview_channel(operation: Operation) -> Preview:
    code, name = operation.fields["code"], operation.fields["name"]
    products = operation.products().order_by("pk")
    samples = []
    for sku, own in products.values_list("sku", KeyTransform(code, "channel_values"))[:SAMPLES]:
        samples += [_own_value(sku, name, *value) for value in (own or {}).items()]
    count = products.count()
    return Preview(count, count, count, 0, samples[:SAMPLES])


def _own_value(sku: str, channel: str, attribute: str, value: Any) -> Sample:
    label = catalog_labels().attributes.get(attribute)
    text = value_text(label, value) if label else str(value)
    return Sample(sku, channel, "", f"{label.label if label else attribute}: {text}")


_OTHERS = {"replace": _preview_replacement, "drop_channel": _preview_channel}


def _slots(code: str, old: Attribute, chosen: Composable) -> Composable:
    return SQL(_SLOTS).format(
        code=Literal(code), is_localizable=Literal(old.is_localizable), chosen=chosen
    )


def _language_kept(code: str) -> Composable:
    """The language whose value stays: the site's own, else the first there is."""
    return SQL(
        "(SELECT entry.key FROM jsonb_object_keys(CASE slot.channel WHEN '' THEN product.values"
        " ELSE product.channel_values -> slot.channel END -> {code}) AS entry(key)"
        " ORDER BY entry.key <> {own}, entry.key LIMIT 1)"
    ).format(code=Literal(code), own=Literal(settings.LANGUAGE_CODE))


def _in_words(code: str, rows: list[tuple[str, str, str, Any]]) -> list[Sample]:
    channels = dict(Channel.objects.values_list("code", "name"))
    label = catalog_labels().attributes.get(code)
    # What is shown is the value of one language already.
    label = label and replace(label, is_localizable=False)
    samples = []
    for sku, channel, locale, stored in rows:
        value = json.loads(stored) if isinstance(stored, str) else stored
        samples.append(
            Sample(
                sku,
                channels.get(channel, channel),
                language_name(locale) if locale else "",
                value_text(label, value) if label else str(value),
            )
        )
    return samples
