from django.core.management.base import BaseCommand

from accounts.services import sync_roles


class Command(BaseCommand):
    """Creates the roles that are missing."""

    help = "Create the groups of the house (editors, reviewers, ...) that are missing."

    def handle(self, *args, **options) -> None:
        """Create them and say which."""
        created = sync_roles()
        self.stdout.write(f"Roles created: {', '.join(created) or 'none, all are there'}")
