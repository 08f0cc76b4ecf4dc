from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.schema_changes.schema_file.comparison import Difference
from catalog.schema_changes.schema_file.errors import SchemaFileError
from catalog.schema_changes.schema_file.reading import read_schema_file
from catalog.schema_changes.services.schema_file import apply_schema_file, try_schema_file


class Command(BaseCommand):
    """Applies a file of the schema, after telling what differs."""

    help = "Apply a model written by export_model; with --dry-run only tell the differences."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what may happen."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument(
            "--delete-missing",
            action="store_true",
            help="delete what the file does not have and nothing uses",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare, apply."""
        delete = options["delete_missing"]
        try:
            document = read_schema_file(options["file"].read_bytes())
            if options["dry_run"]:
                differences = try_schema_file(document=document, delete_missing=delete)
            else:
                differences = apply_schema_file(document=document, user=None, delete_missing=delete)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except SchemaFileError as error:
            raise CommandError("\n".join(error.problems)) from error
        for difference in differences:
            self.stdout.write(_line(difference))
        self.stdout.write(f"Differences: {len(differences)}.")


def _line(one: Difference) -> str:
    name = ".".join(filter(None, [one.section, one.code, one.path]))
    change = f": {one.before!r} -> {one.after!r}" if one.action == "changed" else ""
    return f"{one.action} {name}{change}"
