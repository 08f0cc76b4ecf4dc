"""Takes recorded values back, key by key, and each language of an attribute by itself."""

from django.db import migrations

# What was touched is what differs between before and after; what else is there now stays. Languages
# are parted only where one of them was changed since: else the document comes back as it was.
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
        IF now -> key IS DISTINCT FROM after -> key AND catalog_is_spoken(
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

# The touched keys that are not as the change left them; "title.de" for a language of a key.
STRAYED = """
CREATE FUNCTION catalog_strayed(now jsonb, before jsonb, after jsonb, localized text[])
RETURNS SETOF text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    key text;
BEGIN
    FOR key IN SELECT jsonb_object_keys(before || after) LOOP
        CONTINUE WHEN before -> key IS NOT DISTINCT FROM after -> key
            OR now -> key IS NOT DISTINCT FROM after -> key;
        IF catalog_is_spoken(key, now, before, after, localized) THEN
            RETURN QUERY SELECT key || '.' || locale FROM catalog_strayed(
                coalesce(now -> key, '{}'), coalesce(before -> key, '{}'),
                coalesce(after -> key, '{}'), '{}') AS locale;
        ELSE
            RETURN NEXT key;
        END IF;
    END LOOP;
END $$;
"""

# An attribute may have been made to differ by language, or the other way round, since.
SPOKEN = """
CREATE FUNCTION catalog_is_spoken(
    key text, now jsonb, before jsonb, after jsonb, localized text[]
) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT key = ANY (localized)
        AND coalesce(jsonb_typeof(now -> key), 'object') = 'object'
        AND coalesce(jsonb_typeof(before -> key), 'object') = 'object'
        AND coalesce(jsonb_typeof(after -> key), 'object') = 'object'
$$;
"""

REMOVE = """
DROP FUNCTION catalog_strayed(jsonb, jsonb, jsonb, text[]);
DROP FUNCTION catalog_undone(jsonb, jsonb, jsonb, text[]);
DROP FUNCTION catalog_is_spoken(text, jsonb, jsonb, jsonb, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0022_sortable_attributes")]

    operations = [migrations.RunSQL(SPOKEN + UNDONE + STRAYED, REMOVE)]
