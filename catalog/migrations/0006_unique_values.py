"""Unique attributes are unique in the database, whoever writes the products.

A statement trigger of the products keeps the table of unique values; setting the flag of an
attribute fills it. Where no attribute is unique, it costs one look at the attributes a statement.
Measures are held by their amount in the standard unit, so that 25.4 mm and 1 in are one value;
another standard unit fills the table anew.
"""

from django.db import migrations

# The values of one attribute of a product: by channel where it has them, by language likewise.
UNIQUE_SLOTS = r"""
CREATE FUNCTION catalog_unique_slots(
    code text, localizable boolean, per_channel boolean, common jsonb, by_channel jsonb
) RETURNS TABLE (channel text, locale text, stored jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT container.channel, '', container.held -> code
    FROM (
        SELECT '' AS channel, common AS held
        UNION ALL
        SELECT key, value FROM jsonb_each(
            CASE WHEN per_channel AND jsonb_typeof(by_channel) = 'object' THEN by_channel
            ELSE '{}' END)
    ) AS container
    WHERE NOT localizable
    UNION ALL
    SELECT container.channel, translation.key, translation.value
    FROM (
        SELECT '' AS channel, common AS held
        UNION ALL
        SELECT key, value FROM jsonb_each(
            CASE WHEN per_channel AND jsonb_typeof(by_channel) = 'object' THEN by_channel
            ELSE '{}' END)
    ) AS container,
    LATERAL jsonb_each(
        CASE jsonb_typeof(container.held -> code) WHEN 'object' THEN container.held -> code
        ELSE '{}' END
    ) AS translation
    WHERE localizable
$$;
"""

# {products} are the rows whose values are entered ($1 names some), {attributes} the attributes
# concerned. EXECUTE plans each time: what is kept from a statement of one row is slow for many.
ENTER = """
    EXECUTE $enter$
    WITH wanted AS MATERIALIZED (
        SELECT attribute.id AS attribute_id, slot.channel, slot.locale,
            catalog_unique_key(attribute.type, slot.stored, attribute.unit) AS value,
            product.id AS product_id, slot.stored
        FROM {products} product CROSS JOIN {attributes} attribute,
        LATERAL catalog_unique_slots(attribute.code, attribute.is_localizable,
            attribute.is_per_channel, product.values, product.channel_values) AS slot
        WHERE catalog_unique_key(attribute.type, slot.stored, attribute.unit) IS NOT NULL
    ), entered AS (
        INSERT INTO catalog_uniquevalue (attribute_id, channel, locale, value, product_id)
        SELECT attribute_id, channel, locale, value, product_id FROM wanted ORDER BY product_id
        ON CONFLICT DO NOTHING
        RETURNING attribute_id, channel, locale, value, product_id
    )
    SELECT wanted.*, catalog_value_as_written(wanted.stored) AS written FROM wanted
    LEFT JOIN entered USING (attribute_id, channel, locale, value, product_id)
    WHERE entered.product_id IS NULL ORDER BY wanted.product_id LIMIT 1
    $enter$ INTO clash USING {named};
    IF clash.product_id IS NOT NULL THEN
        PERFORM catalog_refuse_unique_value(clash.attribute_id, clash.channel, clash.locale,
            clash.value, clash.product_id, clash.written);
    END IF;
"""

# A value as a message can hold it: the key of it is in capitals, or a hash.
AS_WRITTEN = r"""
CREATE FUNCTION catalog_value_as_written(stored jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN length(whole) > 100 THEN left(whole, 100) || '…' ELSE whole END
    FROM (SELECT CASE jsonb_typeof(stored)
        WHEN 'object' THEN concat_ws(' ', stored ->> 'amount', nullif(stored ->> 'unit', ''))
        ELSE stored #>> '{}' END AS whole) AS written
$$;
"""

REFUSE = """
CREATE FUNCTION catalog_refuse_unique_value(
    refused_attribute bigint, refused_channel text, refused_locale text, refused_value text,
    refused_product bigint, written text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    other_sku text;
BEGIN
    SELECT product.sku INTO other_sku FROM catalog_uniquevalue kept
    JOIN catalog_product product ON product.id = kept.product_id
    WHERE (kept.attribute_id, kept.channel, kept.locale, kept.value)
        = (refused_attribute, refused_channel, refused_locale, refused_value);
    RAISE EXCEPTION USING
        ERRCODE = 'unique_violation',
        TABLE = 'catalog_uniquevalue',
        CONSTRAINT = 'unique_value_once',
        MESSAGE = format(
            '%s must be unique: "%s" of the product %s belongs to the product %s already.',
            (SELECT label FROM catalog_attribute WHERE id = refused_attribute), written,
            (SELECT sku FROM catalog_product WHERE id = refused_product),
            coalesce(other_sku, 'that was just saved'));
END $$;
"""

KEEP = """
CREATE FUNCTION catalog_keep_unique_values() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    clash record;
    touched bigint[];
BEGIN
    IF NOT EXISTS (SELECT FROM catalog_attribute WHERE is_unique) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM catalog_uniquevalue WHERE product_id IN (SELECT id FROM old_rows);
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(id) INTO touched FROM new_rows;
    ELSE
        EXECUTE $find$
            SELECT array_agg(n.id) FROM new_rows n JOIN old_rows o USING (id)
            WHERE EXISTS (
                SELECT FROM catalog_attribute attribute WHERE attribute.is_unique
                AND (n.values -> attribute.code IS DISTINCT FROM o.values -> attribute.code
                    OR attribute.is_per_channel
                        AND n.channel_values IS DISTINCT FROM o.channel_values))
        $find$ INTO touched;
        DELETE FROM catalog_uniquevalue WHERE product_id = ANY (touched);
    END IF;
    IF touched IS NULL THEN
        RETURN NULL;
    END IF;
""" + ENTER.format(
    products="(SELECT * FROM new_rows WHERE id = ANY ($1))",
    attributes="(SELECT * FROM catalog_attribute WHERE is_unique)",
    named="touched",
) + """
    RETURN NULL;
END $$;
"""

# The lock lets no product slip in that was written while its attribute was not unique yet.
FILL = """
CREATE FUNCTION catalog_fill_unique_values() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    clash record;
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.code, OLD.type, OLD.unit, OLD.is_unique, OLD.is_localizable,
        OLD.is_per_channel) = (NEW.code, NEW.type, NEW.unit, NEW.is_unique, NEW.is_localizable,
        NEW.is_per_channel)
    THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.is_unique THEN
        DELETE FROM catalog_uniquevalue WHERE attribute_id = OLD.id;
    END IF;
    IF TG_OP = 'DELETE' OR NOT NEW.is_unique THEN
        RETURN NULL;
    END IF;
    LOCK TABLE catalog_product IN SHARE MODE;
""" + ENTER.format(
    products="catalog_product",
    attributes="(SELECT * FROM catalog_attribute WHERE id = $1)",
    named="NEW.id",
) + """
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER catalog_product_unique_insert AFTER INSERT ON catalog_product
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION catalog_keep_unique_values();
CREATE TRIGGER catalog_product_unique_update AFTER UPDATE ON catalog_product
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION catalog_keep_unique_values();
CREATE TRIGGER catalog_product_unique_delete AFTER DELETE ON catalog_product
REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION catalog_keep_unique_values();
CREATE TRIGGER catalog_attribute_unique AFTER INSERT OR UPDATE OR DELETE ON catalog_attribute
FOR EACH ROW EXECUTE FUNCTION catalog_fill_unique_values();
"""

REMOVE = """
DROP TRIGGER IF EXISTS catalog_attribute_unique ON catalog_attribute;
DROP TRIGGER IF EXISTS catalog_product_unique_delete ON catalog_product;
DROP TRIGGER IF EXISTS catalog_product_unique_update ON catalog_product;
DROP TRIGGER IF EXISTS catalog_product_unique_insert ON catalog_product;
DROP FUNCTION IF EXISTS catalog_fill_unique_values();
DROP FUNCTION IF EXISTS catalog_keep_unique_values();
DROP FUNCTION IF EXISTS catalog_refuse_unique_value(bigint, text, text, text, bigint, text);
DROP FUNCTION IF EXISTS catalog_value_as_written(jsonb);
DROP FUNCTION IF EXISTS catalog_unique_slots(text, boolean, boolean, jsonb, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_relation_cycles")]

    operations = [
        migrations.RunSQL("".join([UNIQUE_SLOTS, AS_WRITTEN, REFUSE, KEEP, FILL, TRIGGERS]), REMOVE),
    ]
