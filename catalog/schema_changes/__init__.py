"""Changes of the schema that touch stored values, and the schema as a file."""
