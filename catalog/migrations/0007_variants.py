"""What holds for variants, whoever writes them: form, import, bulk edit or hand-written SQL."""

from django.db import migrations

from audit.sources import reason_sql

# The values of all axes of a family in their order, measures by their amount; NULL for a family
# without axes.
VARIANT_KEY = """
CREATE FUNCTION catalog_variant_key(family bigint, stored jsonb) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT array_agg(
        catalog_unique_key(attribute.type, stored -> attribute.code, attribute.unit)
        ORDER BY axis.sort_order, axis.id)
    FROM catalog_familyattribute axis
    JOIN catalog_attribute attribute ON attribute.id = axis.attribute_id
    WHERE axis.family_id = family AND axis.is_variant_axis
$$;
"""

# A variant has the family of its parent; told where the family is written, mended where the
# parent's changes afterwards.
FOLLOW_PARENT = """
CREATE FUNCTION catalog_follow_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.family_id := coalesce(
        (SELECT family_id FROM catalog_product WHERE id = NEW.parent_id), NEW.family_id);
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_product_family_insert BEFORE INSERT ON catalog_product
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION catalog_follow_parent();
CREATE TRIGGER catalog_product_family_update BEFORE UPDATE OF parent_id, family_id
    ON catalog_product FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION catalog_follow_parent();
"""

# The parents are locked, so that two transactions cannot give siblings the same values.
CHECK_VARIANTS = """
CREATE FUNCTION catalog_check_variants() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
    clash record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(id) INTO changed FROM new_rows WHERE parent_id IS NOT NULL;
    ELSE
        -- EXECUTE plans each time: what is kept from a statement of one row is slow for many.
        EXECUTE $find$
            SELECT array_agg(n.id) FROM new_rows n JOIN old_rows o USING (id)
            WHERE n.parent_id IS NOT NULL
                AND (n.parent_id IS DISTINCT FROM o.parent_id
                    OR catalog_variant_key(n.family_id, n.values)
                        IS DISTINCT FROM catalog_variant_key(o.family_id, o.values))
        $find$ INTO changed;
    END IF;
    IF changed IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT variant.sku AS sku, parent.sku AS parent INTO clash
    FROM catalog_product variant JOIN catalog_product parent ON parent.id = variant.parent_id
    WHERE variant.id = ANY(changed) AND (parent.parent_id IS NOT NULL
        OR EXISTS (SELECT FROM catalog_product below WHERE below.parent_id = variant.id))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% cannot be a variant of %: variants have no variants of their own',
            clash.sku, clash.parent
            USING ERRCODE = 'check_violation', CONSTRAINT = 'product_variant_has_no_variants';
    END IF;
    PERFORM FROM catalog_product WHERE id IN (
        SELECT parent_id FROM catalog_product WHERE id = ANY(changed))
        ORDER BY id FOR NO KEY UPDATE;
    SELECT mine.sku AS sku, other.sku AS other INTO clash
    FROM catalog_product mine
    JOIN catalog_product other ON other.parent_id = mine.parent_id AND other.id <> mine.id
    CROSS JOIN LATERAL catalog_variant_key(mine.family_id, mine.values) AS key
    WHERE mine.id = ANY(changed) AND array_position(key, NULL) IS NULL
        AND catalog_variant_key(other.family_id, other.values) = key
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% and % are variants of one product and have the same values',
            clash.sku, clash.other
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'variant_values_once_among_siblings';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_product_variants_insert AFTER INSERT ON catalog_product
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION catalog_check_variants();
CREATE TRIGGER catalog_product_variants_update AFTER UPDATE ON catalog_product
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION catalog_check_variants();
"""

# Writes the history of the variants too, in the words of whoever changes the parent.
FAMILY_OF_VARIANTS = r"""
CREATE FUNCTION catalog_move_variants() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    columns text;
    source constant text := coalesce(current_setting('solidus.source', true), '');
    parents bigint[];
    moved bigint[];
BEGIN
    -- Planned each time: what is kept from a statement of one row is slow for many.
    EXECUTE $find$
        SELECT array_agg(n.id) FROM new_rows n JOIN old_rows o USING (id)
        WHERE n.parent_id IS NULL AND n.family_id <> o.family_id
    $find$ INTO parents;
    -- An update of no rows would come here again, without end.
    IF parents IS NULL THEN
        RETURN NULL;
    END IF;
    WITH written AS (
        UPDATE catalog_product variant SET family_id = parent.family_id, updated_at = now()
        FROM catalog_product parent
        WHERE parent.id = ANY (parents) AND variant.parent_id = parent.id
            AND variant.family_id <> parent.family_id
        RETURNING variant.id
    )
    SELECT array_agg(id) INTO moved FROM written;
    IF moved IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
    FROM pg_attribute
    WHERE attrelid = 'catalog_historicalproduct'::regclass AND attnum > 0 AND NOT attisdropped
        AND attname NOT LIKE 'history\_%';
    EXECUTE format('INSERT INTO catalog_historicalproduct (%1$s, history_date, history_type,'
        ' history_user_id, history_change_reason) SELECT %1$s, clock_timestamp(), ''~'', $2, $3'
        ' FROM catalog_product WHERE id = ANY($1)', columns)
        USING moved, nullif(current_setting('solidus.user_id', true), '')::bigint,
            {reason};
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_product_family_of_variants AFTER UPDATE ON catalog_product
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION catalog_move_variants();
""".replace("{reason}", reason_sql("source"))

BACK = """
DROP TRIGGER catalog_product_family_of_variants ON catalog_product;
DROP TRIGGER catalog_product_variants_update ON catalog_product;
DROP TRIGGER catalog_product_variants_insert ON catalog_product;
DROP TRIGGER catalog_product_family_update ON catalog_product;
DROP TRIGGER catalog_product_family_insert ON catalog_product;
DROP FUNCTION catalog_move_variants();
DROP FUNCTION catalog_check_variants();
DROP FUNCTION catalog_follow_parent();
DROP FUNCTION catalog_variant_key(bigint, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_unique_values")]

    operations = [
        migrations.RunSQL([VARIANT_KEY, FOLLOW_PARENT, CHECK_VARIANTS, FAMILY_OF_VARIANTS], BACK)
    ]
