"""Some kinds of relations run in one direction: the database refuses a circle, however written."""

from django.db import migrations

from console.postgresql.advisory_locks import AdvisoryLock

# All kinds of one meaning are one graph: a product is not replaced in a circle of several kinds.
FUNCTION = """
CREATE OR REPLACE FUNCTION catalog_refuse_relation_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    circle bigint[];
    names text;
BEGIN
    -- Else a kind could begin to forbid circles while its relations are written.
    PERFORM {kinds_lock};
    IF NOT EXISTS (
        SELECT FROM new_rows JOIN catalog_relationkind ON code = new_rows.kind
        WHERE is_supersession OR is_component
    ) THEN
        RETURN NULL;
    END IF;
    -- Two transactions could each write one half of a circle without seeing the other's.
    PERFORM {cycles_lock};
    WITH RECURSIVE one_way AS (
        SELECT code, 'supersession' AS meaning FROM catalog_relationkind WHERE is_supersession
        UNION ALL
        SELECT code, 'component' FROM catalog_relationkind WHERE is_component
    ), walk AS (
        SELECT one_way.meaning, ARRAY[product_id, target_id] AS path
        FROM new_rows JOIN one_way ON one_way.code = new_rows.kind
        UNION ALL
        SELECT walk.meaning, walk.path || relation.target_id
        FROM walk JOIN catalog_productrelation relation
            ON relation.product_id = walk.path[cardinality(walk.path)]
        JOIN one_way ON one_way.code = relation.kind AND one_way.meaning = walk.meaning
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

# A kind in use does not begin to forbid circles: its relations may run in one.
KINDS = """
CREATE OR REPLACE FUNCTION catalog_refuse_relation_meaning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Who writes relations of the kind meanwhile is waited for, and then seen.
    PERFORM {kinds_lock};
    IF EXISTS (SELECT FROM catalog_productrelation WHERE kind = NEW.code) THEN
        RAISE EXCEPTION 'Relations of the kind % may run in a circle', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_kind_in_use_keeps_circles';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_relationkind_meaning
AFTER UPDATE ON catalog_relationkind FOR EACH ROW
WHEN (NEW.is_supersession AND NOT OLD.is_supersession
    OR NEW.is_component AND NOT OLD.is_component)
EXECUTE FUNCTION catalog_refuse_relation_meaning();
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_constraints")]

    operations = [
        migrations.RunSQL(
            FUNCTION.replace(
                "{kinds_lock}", AdvisoryLock.RELATION_KINDS.shared_until_commit_sql()
            ).replace("{cycles_lock}", AdvisoryLock.RELATION_CYCLES.until_commit_sql())
            + TRIGGERS,
            "DROP FUNCTION IF EXISTS catalog_refuse_relation_cycle() CASCADE;",
        ),
        migrations.RunSQL(
            KINDS.replace("{kinds_lock}", AdvisoryLock.RELATION_KINDS.until_commit_sql()),
            "DROP FUNCTION IF EXISTS catalog_refuse_relation_meaning() CASCADE;",
        ),
    ]
