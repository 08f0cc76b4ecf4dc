"""The conversion of measures in SQL, and the change log of the columns of tables."""

from django.db import migrations

from audit.triggers import change_triggers, drop_change_triggers

# What `catalog.units.standard_amount` does in Python; `factors` comes from `catalog.units.factors`.
STANDARD_AMOUNT = r"""
CREATE FUNCTION catalog_standard_amount(stored jsonb, factors jsonb) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN part.amount ~ '^-?[0-9]{1,40}(\.[0-9]{1,40})?$' AND factors ? part.unit
        THEN trim_scale(round(
            (part.amount::numeric * (factors -> part.unit ->> 0)::numeric
                + (factors -> part.unit ->> 1)::numeric)
            / (factors -> part.unit ->> 2)::numeric, 12))
        END
    FROM (SELECT
        CASE jsonb_typeof(stored) WHEN 'object' THEN stored ->> 'amount'
            ELSE stored #>> '{}' END AS amount,
        CASE jsonb_typeof(stored) WHEN 'object' THEN coalesce(stored ->> 'unit', '')
            ELSE '' END AS unit
    ) AS part
$$;
"""

TABLE = "catalog_attributecolumn"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_attribute_rules")]

    operations = [
        migrations.RunSQL(
            STANDARD_AMOUNT, "DROP FUNCTION IF EXISTS catalog_standard_amount(jsonb, jsonb)"
        ),
        migrations.RunSQL(
            change_triggers(
                TABLE, entity="catalog.attribute", key="attribute_id", part="columns"
            ),
            drop_change_triggers(TABLE),
        ),
    ]
