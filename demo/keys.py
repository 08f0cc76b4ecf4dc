"""Primary keys that the rows of products refer to, read once before a load."""

from dataclasses import dataclass

from accounts.models import Customer
from catalog.models import Brand, Category, Family, PriceList, VehicleModel
from demo.platforms import Name

AssetLinks = tuple[tuple[int, str], ...]  # asset, role; in the order of the gallery
# By family and brand, then by the variety that can be seen (see `pictures.orders`).
AssetSets = dict[tuple[str, str], dict[str, AssetLinks]]


@dataclass(frozen=True)
class Keys:
    """Keys by the codes of the demo data."""

    brands: dict[str, int]
    families: dict[str, int]
    categories: dict[str, int]
    vehicles: dict[Name, tuple[int, int]]  # make and model
    price_lists: dict[str, int]
    customers: dict[str, int]
    assets: AssetSets


def read_keys(assets: AssetSets) -> Keys:
    """Read the keys of what the definitions, the vehicles and the trade data created."""
    models = VehicleModel.objects.values_list("make__name", "name", "make_id", "id")
    return Keys(
        brands=dict(Brand.objects.values_list("slug", "id")),
        families=dict(Family.objects.values_list("code", "id")),
        categories=dict(Category.objects.values_list("code", "id")),
        vehicles={(make, model): (make_id, key) for make, model, make_id, key in models},
        price_lists=dict(PriceList.objects.values_list("code", "id")),
        customers=dict(Customer.objects.values_list("number", "id")),
        assets=assets,
    )
