"""What is wrong with a table in a file, told by row and column as `catalog.values.tables` does."""

from django.db import migrations

# `columns` is {code: {type, label, place}}, `words` what to tell by what is wrong. The first
# problem counts: of the first row, a strange column before its cells, those in their order. What
# catches errors cannot run in parallel workers.
TABLE_PROBLEM = r"""
CREATE FUNCTION catalog_table_problem(source text, columns jsonb, words jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE AS $$
DECLARE
    rows jsonb;
    problem record;
BEGIN
    BEGIN
        rows := source::jsonb;
    EXCEPTION WHEN data_exception THEN
        RETURN words ->> 'no_table';
    END;
    IF jsonb_typeof(rows) <> 'array' OR EXISTS (
        SELECT FROM jsonb_array_elements(rows) AS line WHERE jsonb_typeof(line) <> 'object')
    THEN
        RETURN words ->> 'no_table';
    END IF;
    IF jsonb_array_length(rows) > 500 THEN
        RETURN words ->> 'too_many';
    END IF;
    SELECT numbered.place AS row, coalesce(known.settings ->> 'type', 'strange') AS kind,
        coalesce(known.settings ->> 'label', left(cell.key, 64)) AS column INTO problem
    FROM jsonb_array_elements(rows) WITH ORDINALITY AS numbered (line, place),
        jsonb_each(numbered.line) AS cell,
        LATERAL (SELECT columns -> cell.key AS settings,
            btrim(cell.value #>> '{}') AS text) AS known
    WHERE known.settings IS NULL
        OR coalesce(known.text, '') <> '' AND NOT CASE known.settings ->> 'type'
            WHEN 'number' THEN known.text ~ '^-?[0-9]{1,40}(\.[0-9]{1,40})?$'
            WHEN 'boolean' THEN lower(known.text) IN ('true', 'yes', 'false', 'no')
            WHEN 'date' THEN CASE
                WHEN known.text ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
                THEN right(known.text, 2)::int <= extract(day FROM
                    make_date(left(known.text, 4)::int, substr(known.text, 6, 2)::int, 1)
                    + interval '1 month - 1 day')
                ELSE false END
            ELSE jsonb_typeof(cell.value) IN ('string', 'number') AND length(known.text) <= 1000
            END
    ORDER BY numbered.place, known.settings IS NOT NULL, (known.settings ->> 'place')::int
    LIMIT 1;
    RETURN replace(replace(words ->> problem.kind, '{row}', problem.row::text),
        '{column}', problem.column);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0029_compare_amounts")]

    operations = [
        migrations.RunSQL(
            TABLE_PROBLEM, "DROP FUNCTION IF EXISTS catalog_table_problem(text, jsonb, jsonb)"
        ),
        migrations.RunSQL(
            "ALTER FUNCTION catalog_checked_table(text, jsonb) PARALLEL UNSAFE",
            "ALTER FUNCTION catalog_checked_table(text, jsonb) PARALLEL SAFE",
        ),
    ]
