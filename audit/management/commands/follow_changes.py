from typing import Any

from django.core.management.base import BaseCommand

from audit.services import follow_pending


class Command(BaseCommand):
    """Runs every follower of the change log until it is up to date."""

    help = "Bring the search index, completeness and all other followers up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Follow what is pending and say how much it was."""
        self.stdout.write(f"{follow_pending():,} changes handled")
