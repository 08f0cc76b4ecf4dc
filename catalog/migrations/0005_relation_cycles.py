"""Some kinds of relations run in one direction: the database refuses a circle, however written."""

from django.db import migrations

from console.advisory_locks import AdvisoryLock

FUNCTION = """
CREATE OR REPLACE FUNCTION catalog_refuse_relation_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one_way text[];
    circle bigint[];
    names text;
BEGIN
    one_way := ARRAY(SELECT code FROM catalog_relationkind WHERE is_supersession OR is_component);
    IF NOT EXISTS (SELECT FROM new_rows WHERE kind = ANY(one_way)) THEN
        RETURN NULL;
    END IF;
    -- Two transactions could each write one half of a circle without seeing the other's.
    PERFORM {lock};
    WITH RECURSIVE walk AS (
        SELECT kind, ARRAY[product_id, target_id] AS path
        FROM new_rows WHERE kind = ANY(one_way)
        UNION ALL
        SELECT walk.kind, walk.path || relation.target_id
        FROM walk JOIN catalog_productrelation relation
            ON relation.product_id = walk.path[cardinality(walk.path)]
            AND relation.kind = walk.kind
        WHERE walk.path[cardinality(walk.path)] <> walk.path[1]
            AND relation.target_id <> ALL(walk.path[2:])
    )
    SELECT path INTO circle FROM walk WHERE path[cardinality(path)] = path[1] LIMIT 1;
    IF circle IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT string_agg(product.sku, ' > ' ORDER BY place) INTO names
    FROM unnest(circle) WITH ORDINALITY AS step(id, place)
    JOIN catalog_product product USING (id);
    RAISE EXCEPTION 'Relations would run in a circle: %', names
        USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_runs_in_no_circle';
END $$;
"""

TRIGGERS = "".join(
    f"""
CREATE TRIGGER catalog_productrelation_no_circle_{operation}
AFTER {operation} ON catalog_productrelation REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION catalog_refuse_relation_cycle();
"""
    for operation in ("insert", "update")
)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_constraints")]

    operations = [
        migrations.RunSQL(
            FUNCTION.replace("{lock}", AdvisoryLock.RELATION_CYCLES.until_commit_sql()) + TRIGGERS,
            "DROP FUNCTION IF EXISTS catalog_refuse_relation_cycle() CASCADE;",
        )
    ]
