from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from demo.people import ACCOUNTS, DemoAccount, ProductionError, refuse_production

HEADINGS = ("Role", "User name", "Password", "What to see")


class Command(BaseCommand):
    """Lists the accounts of the demo with their passwords."""

    help = "List the demo accounts with their passwords, as far as they still hold."

    def handle(self, *args, **options) -> None:
        """Print an aligned table; says so when there are none."""
        try:
            refuse_production()
        except ProductionError as error:
            raise CommandError(str(error)) from None
        rows = [row for account in ACCOUNTS if (row := _row(account))]
        if not rows:
            self.stdout.write("There are no demo accounts. Make them with: create_dev_data")
            return
        table = [HEADINGS, *rows]
        widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
        for row in table:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _row(account: DemoAccount) -> tuple[str, str, str, str] | None:
    """The line of an account, or None when it was removed."""
    user = User.objects.filter(username=account.username, is_active=True).first()
    if user is None:
        return None
    holds = user.has_password(account.password)
    password = account.password if holds else "(changed)"
    return account.role, account.username, password, account.see
