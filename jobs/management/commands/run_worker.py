from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobs.worker.process import Worker


class Command(BaseCommand):
    """Runs a worker: the queue's processes, the followers of the change log, and the watch."""

    help = "Do the background work until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long a stop may wait."""
        parser.add_argument(
            "--grace",
            type=float,
            default=5,
            help="Seconds that running jobs get to end at a stop; then they go back to the queue.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        Worker(grace=options["grace"]).run()
