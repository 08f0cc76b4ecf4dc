from typing import Any

from django.core.management.base import BaseCommand

from catalog.schema_changes.schema_file.export import export_schema


class Command(BaseCommand):
    """Writes the schema (attributes, families, categories, channels, segments) as YAML."""

    help = "Write the model as YAML to the standard output."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        self.stdout.write(export_schema(), ending="")
