"""manage.py rebuild_search_index"""

import time

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.backends import elastic
from search.registry import registered_indexes
from search.services.indexing import configured_backends
from search.services.rebuilding import rebuild_if_needed, rebuild_index


class Command(BaseCommand):
    help = "Build the search indexes anew while the present ones go on answering."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--backend", choices=configured_backends(), help="Only this one.")
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Only where the index is missing or of an older version.",
        )

    def handle(self, *, backend: str | None, if_needed: bool, **options) -> None:
        """Rebuild each index in each backend, one after the other."""
        for definition in registered_indexes():
            for name in [backend] if backend else configured_backends():
                try:
                    self._rebuild(definition.name, name, if_needed)
                except elastic.UNAVAILABLE as error:
                    raise CommandError(f"Elasticsearch does not answer: {error}") from error

    def _rebuild(self, index: str, backend: str, if_needed: bool) -> None:
        started = time.monotonic()
        if if_needed:
            was_needed = rebuild_if_needed(index=index, backend=backend)
            self.stdout.write(f"{index} in {backend}: {'rebuilt' if was_needed else 'in place'}")
            return
        done = rebuild_index(index=index, backend=backend, report=self._report)
        seconds = time.monotonic() - started
        self.stdout.write(f"{index} in {backend}: {done:,} documents in {seconds:.1f} s")

    def _report(self, done: int) -> None:
        if done % 20_000 == 0:
            self.stdout.write(f"  {done:,} …")
