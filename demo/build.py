"""Builds the whole demo data in its order."""

from collections.abc import Callable

from demo.bulk_edit import create_bulk_edit_of_the_demo
from demo.decoration import decorate
from demo.definitions import create_definitions
from demo.editing import create_edited_products
from demo.exchange_setup import create_exchange_setup
from demo.keys import read_keys
from demo.library import create_library
from demo.loading import load_products
from demo.people import create_people
from demo.quality import create_quality
from demo.trade import create_trade
from demo.vehicles import load_vehicles


def create_demo_data(
    *, products: int, seed: int, pictures: bool, say: Callable[[str], None]
) -> int:
    """Create all demo data that is missing and return the number of new products.

    The channels must be there (fixture `initial_data`). `say` gets a line for every step.
    """
    vehicles = load_vehicles()
    say(f"Vehicles: {vehicles.base_vehicles} new of {vehicles.models} new models.")
    create_definitions()
    create_trade()
    create_exchange_setup()
    create_quality()
    create_people()
    say("Brands, families, customers, price lists, feeds and accounts are there.")
    assets = create_library(seed=seed, say=say) if pictures else {}
    created = load_products(
        count=products,
        seed=seed,
        keys=read_keys(assets),
        report=lambda done: say(f"Products: {done} of {products}."),
    )
    if pictures:
        decorate(seed=seed)
    create_edited_products()
    create_bulk_edit_of_the_demo()
    return created
