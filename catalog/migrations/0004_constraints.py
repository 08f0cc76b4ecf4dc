"""Constraints that models cannot declare, and what follows from the rows of units."""

from django.db import migrations

from console.postgresql.advisory_locks import AdvisoryLock

# Products are deleted set-wise as well, past Django's own cascade.
CASCADE = """
ALTER TABLE catalog_qualityissue ADD CONSTRAINT quality_issue_of_a_product
FOREIGN KEY (product_id) REFERENCES catalog_product (id) ON DELETE CASCADE;
"""
DROP_CASCADE = "ALTER TABLE catalog_qualityissue DROP CONSTRAINT quality_issue_of_a_product;"

# Matching anything by a pattern that is none is an error, so that none can be stored.
PATTERNS = """
ALTER TABLE catalog_brand ADD CONSTRAINT brand_pattern_can_be_matched
CHECK ((''::text ~ part_number_pattern::text) IS NOT NULL);
"""
DROP_PATTERNS = "ALTER TABLE catalog_brand DROP CONSTRAINT brand_pattern_can_be_matched;"

# Parts name their kind by its code, as files, filters and drafts do; the kind stays while they do.
KINDS = {
    "catalog_package": ("level", "catalog_packagelevel"),
    "catalog_productasset": ("role", "catalog_assetrole"),
    "catalog_productrelation": ("kind", "catalog_relationkind"),
}

# The inbox reads the steps that wait, however many were decided.
WAITING_STEPS = """
CREATE INDEX review_waiting ON wagtailcore_taskstate (started_at, id) WHERE status = 'in_progress';
"""
DROP_WAITING_STEPS = "DROP INDEX review_waiting;"


def kind_exists(table: str) -> str:
    """The constraint that the code in a table is one of a row of kinds."""
    column, kinds = KINDS[table]
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_exists"
        f" FOREIGN KEY ({column}) REFERENCES {kinds} (code);"
    )


def drop_kind_exists(table: str) -> str:
    """Takes it away."""
    return f"ALTER TABLE {table} DROP CONSTRAINT {table}_{KINDS[table][0]}_exists;"


# Of each unit and each other one of its family, in lowest terms, the whole numbers by which an amount
# becomes one in the other, as `catalog.attribute_types.units.factors` makes them; "" is an amount
# without a unit. They stand in the function as a constant, so that whoever converts reads no table.
RENEW_FACTORS = """
CREATE FUNCTION catalog_renew_unit_factors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found jsonb;
BEGIN
    -- One at a time, and each sees the units of the one before.
    PERFORM {lock};
    WITH split AS (
        SELECT code, family_id, split_part(factor, '/', 1)::numeric AS up,
            coalesce(nullif(split_part(factor, '/', 2), ''), '1')::numeric AS down,
            split_part(shift, '/', 1)::numeric AS shift_up,
            coalesce(nullif(split_part(shift, '/', 2), ''), '1')::numeric AS shift_down
        FROM catalog_unit
    ), whole AS (
        SELECT code, family_id, trunc(up * 10::numeric ^ scale(up)) AS up,
            trunc(down * 10::numeric ^ scale(up)) AS down,
            trunc(shift_up * 10::numeric ^ scale(shift_up)) AS shift_up,
            trunc(shift_down * 10::numeric ^ scale(shift_up)) AS shift_down
        FROM split
    ), pairs AS (
        SELECT target.code AS target, source.code AS source,
            source.up * target.down AS up, source.down * target.up AS down,
            (source.shift_up * target.shift_down - target.shift_up * source.shift_down)
                * target.down AS shift_up,
            source.shift_down * target.shift_down * target.up AS shift_down
        FROM whole AS source JOIN whole AS target USING (family_id)
    ), lowest AS (
        SELECT target, source, div(up, gcd(up, down)) AS up, div(down, gcd(up, down)) AS down,
            div(shift_up, gcd(shift_up, shift_down)) AS shift_up,
            div(shift_down, gcd(shift_up, shift_down)) AS shift_down
        FROM pairs
    ), common AS (
        SELECT *, lcm(down, shift_down) AS denominator FROM lowest
    ), written AS (
        SELECT target, source, div(up * denominator, down) AS numerator,
            div(shift_up * denominator, shift_down) AS addend, denominator FROM common
        UNION ALL
        SELECT code, '', 1, 0, 1 FROM catalog_unit
    ), of_targets AS (
        SELECT target, jsonb_object_agg(source, jsonb_build_array(
            numerator::text, addend::text, denominator::text || '.' || repeat('0', 40))) AS sources
        FROM written GROUP BY target
    )
    SELECT coalesce(jsonb_object_agg(target, sources), '{}') INTO found FROM of_targets;
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION catalog_unit_factors(standard text) RETURNS jsonb'
        ' LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L',
        format('SELECT %L::jsonb -> standard', found));
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_unit_factors AFTER INSERT OR UPDATE OR DELETE ON catalog_unit
FOR EACH STATEMENT EXECUTE FUNCTION catalog_renew_unit_factors();
-- The units that there are already.
UPDATE catalog_unit SET sort_order = sort_order WHERE false;
""".replace("{lock}", AdvisoryLock.UNITS.until_commit_sql())
DROP_RENEW_FACTORS = "DROP FUNCTION catalog_renew_unit_factors() CASCADE;"

# What measures are kept by (unique values, documents of the search) was made with a unit as it is.
UNITS_STAY = """
CREATE FUNCTION catalog_refuse_unit_meaning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Nobody begins to measure in it meanwhile.
    LOCK TABLE catalog_attribute IN SHARE ROW EXCLUSIVE MODE;
    IF EXISTS (
        SELECT FROM catalog_attribute WHERE type = 'measure' AND (unit = OLD.code OR unit IN (
            SELECT code FROM catalog_unit WHERE family_id = OLD.family_id AND TG_OP = 'UPDATE'))
    ) THEN
        RAISE EXCEPTION 'Attributes are measured by the unit %', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_in_use_keeps_its_meaning';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_unit_meaning AFTER UPDATE ON catalog_unit FOR EACH ROW
WHEN ((OLD.code, OLD.family_id, OLD.factor, OLD.shift)
    IS DISTINCT FROM (NEW.code, NEW.family_id, NEW.factor, NEW.shift))
EXECUTE FUNCTION catalog_refuse_unit_meaning();
CREATE TRIGGER catalog_unit_stays AFTER DELETE ON catalog_unit FOR EACH ROW
EXECUTE FUNCTION catalog_refuse_unit_meaning();
"""
DROP_UNITS_STAY = "DROP FUNCTION catalog_refuse_unit_meaning() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_change_triggers")]

    operations = [
        migrations.RunSQL(CASCADE, DROP_CASCADE),
        migrations.RunSQL(PATTERNS, DROP_PATTERNS),
        migrations.RunSQL(WAITING_STEPS, DROP_WAITING_STEPS),
        *(migrations.RunSQL(kind_exists(table), drop_kind_exists(table)) for table in KINDS),
        migrations.RunSQL(RENEW_FACTORS, DROP_RENEW_FACTORS),
        migrations.RunSQL(UNITS_STAY, DROP_UNITS_STAY),
    ]
