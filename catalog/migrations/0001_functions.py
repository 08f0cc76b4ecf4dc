"""Functions of the database that read no table: indexes, triggers and statements stand on them."""

from django.db import migrations

from catalog.attribute_types.unique_keys import UNIQUE_KEY
from console.numbers import STORED

# Words, and each number as one word of letters and digits. Very long descriptions are cut, as an
# index entry has a largest size.
WORDS = r"""
CREATE FUNCTION catalog_product_words(
    name text, description text, part_number text, sku text, gtin text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN strip(to_tsvector('simple'::regconfig,
    console_words(name || ' ' || left(description, 20000) || ' ' || part_number || ' ' || sku)
    || ' ' || console_folded(console_number_key(part_number))
    || ' ' || console_folded(console_number_key(sku))
    || ' ' || gtin || ' ' || ltrim(gtin, '0')))
"""

# What `catalog.attribute_types.units.standard_amount` does in Python; `factors` comes from `catalog.attribute_types.units.factors`.
STANDARD_AMOUNT = r"""
CREATE FUNCTION catalog_standard_amount(stored jsonb, factors jsonb) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN part.amount ~ '^{number}$' AND factors ? part.unit
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
""".replace("{number}", STORED)

# The factors of all units, by their standard unit: a constant of the database, as rows would be read
# for each value. Whoever writes units has a trigger make it anew (0004_constraints.py).
FACTORS = """
CREATE FUNCTION catalog_unit_factors(standard text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT '{}'::jsonb -> standard $$;
"""

# What `catalog.products.gtin.is_gtin` does in Python.
# The digits from the last one on, which is the check digit, count once and three times in turn.
# Taking them from a number is much faster than from a text, and what stands before a digit counts
# for tens, which the rest of a division by ten has not in it.
_WEIGHED = " + ".join(
    f"{3 if place % 2 else 1} * (digits::bigint / {10**place})" for place in range(14)
)
IS_GTIN = f"""
CREATE FUNCTION catalog_is_gtin(digits text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN length(digits) IN (8, 12, 13, 14) AND digits ~ '^[0-9]+$'
    THEN digits::bigint > 0 AND ({_WEIGHED}) % 10 = 0
    WHEN digits IS NOT NULL THEN false END
"""

# `catalog.schema.queries.names.Names.find`. Most texts need no more than capitals to be a key, which
# take a tenth of the time of the key itself.
FIND_NAME = """
CREATE FUNCTION catalog_find_name(as_they_are jsonb, by_key jsonb, given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(as_they_are ->> given, by_key ->> upper(given COLLATE "C"),
    by_key ->> console_name_key(given))
"""

# The rows of a table that stands as JSON in a file; NULL for what is no list of objects. What catches
# errors cannot run in parallel workers.
JSON_ROWS = r"""
CREATE FUNCTION catalog_json_rows(source text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE AS $$
DECLARE
    rows jsonb;
BEGIN
    rows := source::jsonb;
    IF jsonb_typeof(rows) <> 'array' OR EXISTS (
        SELECT FROM jsonb_array_elements(rows) AS line WHERE jsonb_typeof(line) <> 'object')
    THEN
        RETURN NULL;
    END IF;
    RETURN rows;
EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
    RETURN NULL;
END $$;
"""

# Whether the value of a key is kept by language in all three: its attribute may have been made to
# differ by language, or the other way round, since.
IS_LOCALIZED = """
CREATE FUNCTION catalog_is_localized(
    key text, now jsonb, before jsonb, after jsonb, localized text[]
) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT key = ANY (localized)
        AND coalesce(jsonb_typeof(now -> key), 'object') = 'object'
        AND coalesce(jsonb_typeof(before -> key), 'object') = 'object'
        AND coalesce(jsonb_typeof(after -> key), 'object') = 'object'
$$;
"""

# Takes recorded values back, key by key, and each language of an attribute by itself. What was
# touched is what differs between before and after; what else is there now stays. Languages are
# parted only where one of them was changed since: else the document comes back as it was.
UNDONE = """
CREATE FUNCTION catalog_undone(now jsonb, before jsonb, after jsonb, localized text[])
RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    key text;
    former jsonb;
BEGIN
    FOR key IN SELECT jsonb_object_keys(before || after) LOOP
        CONTINUE WHEN before -> key IS NOT DISTINCT FROM after -> key;
        former := before -> key;
        IF now -> key IS DISTINCT FROM after -> key AND catalog_is_localized(
            key, now, before, after, localized)
        THEN
            former := nullif(catalog_undone(coalesce(now -> key, '{}'),
                coalesce(before -> key, '{}'), coalesce(after -> key, '{}'), '{}'), '{}');
        END IF;
        now := CASE WHEN former IS NULL THEN now - key
            ELSE now || jsonb_build_object(key, former) END;
    END LOOP;
    RETURN now;
END $$;
"""

# The touched keys that are not as the change left them; with its language for one of a key.
STRAYED = """
CREATE FUNCTION catalog_strayed(now jsonb, before jsonb, after jsonb, localized text[])
RETURNS TABLE (code text, locale text) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    key text;
BEGIN
    FOR key IN SELECT jsonb_object_keys(before || after) LOOP
        CONTINUE WHEN before -> key IS NOT DISTINCT FROM after -> key
            OR now -> key IS NOT DISTINCT FROM after -> key;
        IF catalog_is_localized(key, now, before, after, localized) THEN
            RETURN QUERY SELECT key, strayed.code FROM catalog_strayed(
                coalesce(now -> key, '{}'), coalesce(before -> key, '{}'),
                coalesce(after -> key, '{}'), '{}') AS strayed;
        ELSE
            RETURN QUERY SELECT key, NULL::text;
        END IF;
    END LOOP;
END $$;
"""

# The text of the address of a value, and the keys that it stands for in a version of a product; any
# other text, such as the name of a field, is a key itself. See `catalog.attribute_types.addresses`.
ADDRESS_PART = """
CREATE FUNCTION catalog_address_part(separator text, part text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN part <> '' THEN separator
        || replace(replace(replace(part, '%', '%25'), '.', '%2E'), '@', '%40') ELSE '' END
$$;
"""
VALUE_ADDRESS = """
CREATE FUNCTION catalog_value_address(code text, locale text, channel text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'values' || catalog_address_part('.', code) || catalog_address_part('.', locale)
        || catalog_address_part('@', channel)
$$;
"""
ADDRESS_KEYS = """
CREATE FUNCTION catalog_address_keys(address text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN found IS NULL THEN ARRAY[address] ELSE ARRAY(
        SELECT replace(replace(replace(part, '%40', '@'), '%2E', '.'), '%25', '%')
        FROM unnest(CASE WHEN found[3] IS NULL THEN ARRAY['values'] || found[1:2]
            ELSE ARRAY['channel_values', found[3]] || found[1:2] END)
            WITH ORDINALITY AS keys(part, place)
        WHERE part IS NOT NULL ORDER BY place) END
    FROM regexp_match(address, '^values\\.([^.@]+)(?:\\.([^.@]+))?(?:@([^.@]+))?$') AS found
$$;
"""

# Each stands before those that call it.
FUNCTIONS = {
    "catalog_product_words(text, text, text, text, text)": WORDS,
    "catalog_standard_amount(jsonb, jsonb)": STANDARD_AMOUNT,
    "catalog_unit_factors(text)": FACTORS,
    "catalog_unique_key(text, jsonb, text)": UNIQUE_KEY,
    "catalog_is_gtin(text)": IS_GTIN,
    "catalog_find_name(jsonb, jsonb, text)": FIND_NAME,
    "catalog_json_rows(text)": JSON_ROWS,
    "catalog_is_localized(text, jsonb, jsonb, jsonb, text[])": IS_LOCALIZED,
    "catalog_undone(jsonb, jsonb, jsonb, text[])": UNDONE,
    "catalog_strayed(jsonb, jsonb, jsonb, text[])": STRAYED,
    "catalog_address_part(text, text)": ADDRESS_PART,
    "catalog_value_address(text, text, text)": VALUE_ADDRESS,
    "catalog_address_keys(text)": ADDRESS_KEYS,
}


class Migration(migrations.Migration):
    initial = True

    dependencies = [("console", "0001_initial")]

    operations = [
        migrations.RunSQL(statement, f"DROP FUNCTION {signature}")
        for signature, statement in FUNCTIONS.items()
    ]
