import logging
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.models import Channel
from demo.build import create_demo_data
from demo.people import ProductionError, refuse_production

DEFAULT_PRODUCTS = 960
MOST_PRODUCTS = 1_000_000


class Command(BaseCommand):
    """Fill the database with the demo catalog.

    The same seed makes the same data on every machine. What is there already is left alone, so
    the command may be run again, also with a higher number. Products are copied set-wise and so
    have no rows of history until somebody changes them.
    """

    help = "Fill the database with a believable demo catalog (deterministic; may be run again)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options of the command."""
        parser.add_argument("--products", type=int, default=DEFAULT_PRODUCTS)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--no-pictures",
            action="store_true",
            help="Leave out pictures and documents; products made now stay without them.",
        )

    def handle(self, *, products: int, seed: int, no_pictures: bool, **options) -> None:
        """Create the data and tell how it goes."""
        if not 0 <= products <= MOST_PRODUCTS:
            raise CommandError(f"--products takes a number from 0 to {MOST_PRODUCTS}.")
        try:
            refuse_production()
        except ProductionError as error:
            raise CommandError(str(error)) from None
        if not Channel.objects.exists():
            call_command("loaddata", settings.BASE_DIR / "fixtures" / "initial_data.json")
        for chatty in ("django-q", "wagtail"):  # a line for every index task and log entry
            logging.getLogger(chatty).setLevel(logging.WARNING)
        started = time.monotonic()
        created = create_demo_data(
            products=products, seed=seed, pictures=not no_pictures, say=self._say
        )
        seconds = time.monotonic() - started
        self._say(f"{created} products created in {seconds:.1f} s.")

    def _say(self, message: str) -> None:
        if self.verbosity:
            self.stdout.write(message)

    def execute(self, *args, **options):
        """Remember how much to say."""
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)
