"""What the rooms below learn of the subject when the catalog is ready."""


def register_pricing() -> None:
    """How prices go along with the records that they belong to."""
    from catalog.pricing.models import Price
    from catalog.pricing.services import remove_prices
    from console.deletion import register_removal

    register_removal(Price, remove_prices)
