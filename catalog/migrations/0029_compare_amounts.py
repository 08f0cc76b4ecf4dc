"""Unique values and axes of variants compare what is measured: 25.4 mm and 1 in are one value.

The database converts by the factors of `catalog.units`, which a function hands out by unit. Who
adds a unit brings a migration that makes the function anew; a test compares the two.
"""

import json
from importlib import import_module

from django.db import migrations

from catalog.unit_families import FAMILIES
from catalog.units import factors

_unique = import_module("catalog.migrations.0012_unique_value_triggers")
_variants = import_module("catalog.migrations.0014_variants")

FACTORS = """
CREATE FUNCTION catalog_unit_factors(standard text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT $factors${factors}$factors$::jsonb -> standard $$;
""".replace(
    "{factors}",
    json.dumps(
        {unit: factors(unit) for family in FAMILIES for unit in family.symbols},
        ensure_ascii=False,
        separators=(",", ":"),
    ),
)

# "Ab  1" and "ab 1" are one value, and so are 12.70 and 12.7. A long value is held by its hash. A
# measure is held by its amount in `unit`, the standard unit of its attribute.
UNIQUE_KEY = r"""
CREATE FUNCTION catalog_unique_key(kind text, stored jsonb, unit text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN length(whole) > 150 THEN left(whole, 100) || ' ' || md5(whole)
        ELSE nullif(whole, '') END
    FROM (SELECT CASE
        WHEN jsonb_typeof(stored) IN ('null', 'array') OR stored = '{}' THEN NULL
        WHEN kind = 'measure' AND measured IS NOT NULL THEN measured::text || ' ' || unit
        WHEN kind IN ('number', 'measure') AND amount ~ '^-?[0-9]{1,40}(\.[0-9]{1,40})?$'
            THEN trim_scale(amount::numeric)::text || coalesce(' ' || nullif(written, ''), '')
        ELSE lower(btrim(regexp_replace(stored #>> '{}', '\s+', ' ', 'g')))
        END AS whole
    FROM (SELECT
        CASE WHEN kind = 'measure' THEN
            catalog_standard_amount(stored, catalog_unit_factors(unit)) END AS measured,
        CASE jsonb_typeof(stored) WHEN 'object' THEN stored ->> 'amount'
            ELSE stored #>> '{}' END AS amount,
        CASE jsonb_typeof(stored) WHEN 'object' THEN stored ->> 'unit' END AS written
    ) AS parts) AS made
$$;
"""

VARIANT_KEY = """
CREATE OR REPLACE FUNCTION catalog_variant_key(family bigint, stored jsonb) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT array_agg(
        catalog_unique_key(attribute.type, stored -> attribute.code, attribute.unit)
        ORDER BY axis.sort_order, axis.id)
    FROM catalog_familyattribute axis
    JOIN catalog_attribute attribute ON attribute.id = axis.attribute_id
    WHERE axis.family_id = family AND axis.is_variant_axis
$$;
"""


def _again(statement: str) -> str:
    return statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def _by_amount(statement: str) -> str:
    """A trigger's function with the new key, filled anew when the standard unit changes."""
    replaced = statement.replace("slot.stored)", "slot.stored, attribute.unit)")
    for row in ("OLD", "NEW"):
        replaced = replaced.replace(f"({row}.code, {row}.type,", f"({row}.code, {row}.type, {row}.unit,")
    return _again(replaced)


FORWARDS = [
    FACTORS,
    UNIQUE_KEY,
    _by_amount(_unique.KEEP),
    _by_amount(_unique.FILL),
    VARIANT_KEY,
    "DROP FUNCTION catalog_unique_key(text, jsonb); DROP FUNCTION catalog_axis_value(jsonb, text);",
]
BACKWARDS = [
    _unique.UNIQUE_KEY,
    _again(_unique.KEEP),
    _again(_unique.FILL),
    _variants.AXIS_VALUE,
    _again(_variants.VARIANT_KEY),
    "DROP FUNCTION catalog_unique_key(text, jsonb, text); DROP FUNCTION catalog_unit_factors(text);",
]


class Migration(migrations.Migration):
    dependencies = [("catalog", "0028_value_rules")]

    operations = [migrations.RunSQL("\n".join(FORWARDS), "\n".join(BACKWARDS))]
