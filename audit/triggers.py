"""SQL that makes a table write the change log, for the migrations of any room."""

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments of the trigger: the entity, the column that holds its key, and the name of the part
-- (empty when the table is the entity itself).
DECLARE
    entity constant text := TG_ARGV[0];
    key constant text := TG_ARGV[1];
    part constant text := TG_ARGV[2];
    action constant text := CASE WHEN part <> '' THEN 'updated'
        ELSE CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'updated' ELSE 'deleted' END
        END;
    changed constant text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT DISTINCT %1$I AS key FROM new_rows', key)
        WHEN 'DELETE' THEN format('SELECT DISTINCT %1$I AS key FROM old_rows', key)
        ELSE format('SELECT DISTINCT k.key FROM new_rows n JOIN old_rows o USING (id),'
                    ' LATERAL (VALUES (n.%1$I), (o.%1$I)) k(key)'
                    ' WHERE n.* IS DISTINCT FROM o.*', key)
        END;
BEGIN
    EXECUTE 'INSERT INTO audit_change_log (entity, entity_id, part, action, source, user_id)'
        ' SELECT $1, key, $2, $3, coalesce(current_setting(''solidus.source'', true), ''''),'
        ' nullif(current_setting(''solidus.user_id'', true), '''')::bigint FROM ('
        || changed || ') AS changed WHERE key IS NOT NULL'
        USING entity, part, action;
    RETURN NULL;
END $$;
"""

DROP_FUNCTION = "DROP FUNCTION IF EXISTS audit_record_change() CASCADE;"

_TRIGGER = """
CREATE TRIGGER {table}_change_{operation} AFTER {operation} ON {table}
REFERENCING {rows} FOR EACH STATEMENT
EXECUTE FUNCTION audit_record_change('{entity}', '{key}', '{part}');
"""

_ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def change_triggers(table: str, *, entity: str, key: str = "id", part: str = "") -> str:
    """SQL of the statement triggers that log every change of `table`.

    `entity` is the label of the record that changed ("catalog.product"), `key` the column of
    `table` that holds its primary key, `part` names the table where it is only a part of the
    record ("prices"): a change of a part is an update of the record.
    """
    return "".join(
        _TRIGGER.format(
            table=table, operation=operation, rows=rows, entity=entity, key=key, part=part
        )
        for operation, rows in _ROWS.items()
    )


def drop_change_triggers(table: str) -> str:
    """SQL that takes the triggers away again."""
    return "".join(
        f"DROP TRIGGER IF EXISTS {table}_change_{operation} ON {table};" for operation in _ROWS
    )
