"""The model as one readable file: groups, attributes, categories, channels, families, segments.

`export_model` writes it, `read_model` reads one of whatever origin, `compare_model` tells what it
would change; `catalog.schema_changes.services.schema_file.apply_model` applies it.
"""
