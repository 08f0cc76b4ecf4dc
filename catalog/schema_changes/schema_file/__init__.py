"""The schema as one readable file: groups, attributes, categories, channels, families, segments.

`export_schema` writes it, `read_schema_file` reads one of whatever origin, `compare_schema` tells
what it would change; `catalog.schema_changes.services.schema_file.apply_schema_file` applies it.
"""
