"""Products as cards: what a list shows of each, ready for the template."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Customer
from catalog.fitment.queries.fitments import fits_of
from catalog.fitment.queries.vehicles import Vehicle
from catalog.pricing.queries import ResolvedPrice, resolve_prices
from catalog.products.models.product import Product
from catalog.products.queries.effective_values import EffectiveValues, StoredDocuments
from catalog.products.queries.page_addresses import product_url
from catalog.products.queries.pictures import Picture, first_pictures
from catalog.schema.queries.labels import CatalogLabels, catalog_labels
from catalog.schema.queries.value_text import value_text
from catalog.terms.queries import visible_products

KEY_ATTRIBUTES = 3
_FIELDS = (
    "id",
    "brand_id",
    "part_number",
    "name",
    "status",
    "family_id",
    "values",
    "channel_values",
    "parent_id",
)


@dataclass(frozen=True, slots=True)
class Card:
    """One product of a list; `facts` are (label, value) pairs, `fit` says where it fits."""

    id: int
    url: str
    brand: str
    part_number: str
    name: str
    status: str
    facts: tuple[tuple[str, str], ...]
    picture: Picture | None
    price: str
    fit: str


def product_cards(
    product_ids: Sequence[int],
    *,
    customer: Customer | None = None,
    vehicle: Vehicle | None = None,
) -> list[Card]:
    """The cards of the products that `customer` may see, in the order of `product_ids`.

    The number of queries does not depend on the number of products. Products that are not
    published or outside the customer's assortment are left out, whatever the caller found.
    """
    if not product_ids:
        return []
    words = catalog_labels()
    rows = visible_products(customer).filter(pk__in=product_ids)
    found = {row[0]: row for row in rows.order_by().values_list(*_FIELDS)}
    effective = EffectiveValues(
        words.attributes, (row[-1] for row in found.values()), channel=words.site_channel
    )
    prices = resolve_prices(list(found), customer)
    pictures = first_pictures(list(found))
    fits = fits_of(list(found), vehicle) if vehicle else {}
    return [
        _card(
            (*row, effective.of(StoredDocuments(values, channel_values), parent_id)),
            words,
            prices.get(key),
            pictures.get(key),
            fits.get(key, ""),
        )
        for key in product_ids
        if key in found
        for *row, values, channel_values, parent_id in [found[key]]
    ]


def _card(
    row: tuple, words: CatalogLabels, price: ResolvedPrice | None, picture: Picture | None, fit: str
) -> Card:
    key, brand_id, part_number, name, status, family_id, values = row
    brand = words.brands.get(brand_id)
    brand_name = brand.name if brand else ""
    return Card(
        id=key,
        url=product_url(key, brand_name, part_number),
        brand=brand_name,
        part_number=part_number,
        name=name,
        status="" if status == Product.Status.ACTIVE else str(Product.Status(status).label),
        facts=key_facts(values, family_id, words),
        picture=picture,
        price=price.text if price else "",
        fit=fit,
    )


def key_facts(values: dict, family_id: int, words: CatalogLabels) -> tuple[tuple[str, str], ...]:
    """The first values of a product that tell it from its neighbours, as (label, value).

    Comparable attributes of the family come first, then the others in the family's order.
    """
    family = words.families.get(family_id)
    if family is None:
        return ()
    facts: list[tuple[str, str]] = []
    for attribute in family.facts:
        text = value_text(attribute, values.get(attribute.code))
        if text:
            facts.append((attribute.label, text))
        if len(facts) == KEY_ATTRIBUTES:
            break
    return tuple(facts)
