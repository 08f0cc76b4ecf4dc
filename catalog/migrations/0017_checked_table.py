"""Tables in files: what `catalog.values.tables` does in Python, for the set-wise checks."""

from django.db import migrations

# `columns` is {code: type}. NULL where the text is no list of rows of these columns.
CHECKED_TABLE = r"""
CREATE FUNCTION catalog_checked_table(source text, columns jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    rows jsonb;
    checked jsonb;
BEGIN
    IF source IS NULL THEN
        RETURN NULL;
    END IF;
    rows := source::jsonb;
    IF jsonb_typeof(rows) <> 'array' OR jsonb_array_length(rows) > 500 THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM jsonb_array_elements(rows) AS line WHERE jsonb_typeof(line) <> 'object')
    THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT FROM jsonb_array_elements(rows) AS line, jsonb_each(line) AS cell,
        LATERAL (SELECT btrim(cell.value #>> '{}') AS text) AS written
        WHERE NOT columns ? cell.key
        OR coalesce(written.text, '') <> '' AND NOT CASE columns ->> cell.key
            WHEN 'number' THEN written.text ~ '^-?[0-9]{1,40}(\.[0-9]{1,40})?$'
            WHEN 'boolean' THEN lower(written.text) IN ('true', 'yes', 'false', 'no')
            WHEN 'date' THEN written.text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
                AND to_char(written.text::date, 'YYYY-MM-DD') = written.text
            ELSE jsonb_typeof(cell.value) IN ('string', 'number') AND length(written.text) <= 1000
            END
    ) THEN
        RETURN NULL;
    END IF;
    SELECT jsonb_agg(line.cells ORDER BY line.place) INTO checked FROM (
        SELECT numbered.place, jsonb_object_agg(cell.key, CASE columns ->> cell.key
            WHEN 'boolean' THEN to_jsonb(lower(btrim(cell.value #>> '{}')) IN ('true', 'yes'))
            ELSE to_jsonb(btrim(cell.value #>> '{}')) END) AS cells
        FROM jsonb_array_elements(rows) WITH ORDINALITY AS numbered (line, place),
            jsonb_each(numbered.line) AS cell
        WHERE coalesce(btrim(cell.value #>> '{}'), '') <> ''
        GROUP BY numbered.place
    ) AS line;
    RETURN checked;
EXCEPTION WHEN data_exception THEN
    -- No JSON, or a day that no calendar has.
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0016_review_task")]

    operations = [
        migrations.RunSQL(
            CHECKED_TABLE, "DROP FUNCTION IF EXISTS catalog_checked_table(text, jsonb)"
        ),
    ]
