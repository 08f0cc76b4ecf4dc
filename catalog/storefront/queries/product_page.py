"""Everything the page of one product shows, for a published product and for a draft alike."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.defaultfilters import linebreaks
from django.utils.safestring import SafeString, mark_safe
from wagtail.whitelist import Whitelister

from accounts.models import Customer
from catalog.attribute_types.base import Input, Section
from catalog.attribute_types.registry import attribute_type
from catalog.attribute_types.types.table import table_cells
from catalog.fitment.queries.fitments import FitmentRow, fits_of
from catalog.fitment.queries.vehicles import Vehicle
from catalog.pricing.money import amount_text, money
from catalog.pricing.queries import ResolvedPrice, price_breaks
from catalog.products.models.product import Product
from catalog.products.queries.effective_values import effective_values
from catalog.schema.queries.kinds import relation_labels
from catalog.schema.queries.labels import AttributeLabel, CatalogLabels, catalog_labels
from catalog.schema.queries.value_text import value_text
from catalog.storefront.queries.cards import Card, product_cards
from catalog.storefront.queries.product_assets import ProductAssets, product_assets
from catalog.storefront.queries.product_parts import ProductParts, product_parts
from catalog.storefront.queries.value_references import Reference, value_references
from catalog.storefront.queries.variants import variant_table
from console.spelling import folded

SHOWN_FITMENTS = 200

Texts = list[tuple[AttributeLabel, str]]


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One line of the specification; `url` is set for web addresses."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AttributeBlock:
    """The values of one attribute group."""

    label: str
    rows: list[AttributeRow]


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A value that is a table."""

    label: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class RelationBlock:
    """The related products of one kind with their quantities."""

    label: str
    cards: list[tuple[Card, int]]


@dataclass(frozen=True, slots=True)
class Supersession:
    """What to order instead, and what came between, the oldest first."""

    card: Card
    between: list[Card]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """The price from a quantity on, and why it holds."""

    minimum_quantity: int
    text: str
    explanation: str


def product_page_context(
    product: Product,
    customer: Customer | None = None,
    *,
    vehicle: Vehicle | None = None,
    fitment_text: str = "",
    all_fitments: bool = False,
) -> dict[str, Any]:
    """The template context of the product page as `customer` (None: anybody) sees it.

    `product` may be a revision that was never saved: its children are those in memory. `vehicle`
    is the one the visitor chose, `fitment_text` narrows the fitment table.
    The number of queries does not depend on how much hangs on the product.
    """
    words = catalog_labels()
    values = effective_values(product, channel=words.site_channel)
    texts = _texts(values, words)
    prices = price_breaks(product.pk, customer) if product.pk else []
    parts = product_parts(product)
    assets = product_assets(parts.assets)
    brand = words.brands.get(product.brand_id)
    category = words.categories.get(product.category_id or 0)
    return {
        "product": product,
        "brand": brand,
        "category": category,
        "category_trail": [*words.ancestors(category), category] if category else [],
        "status": "" if product.status == Product.Status.ACTIVE else product.get_status_display(),
        "attribute_blocks": attribute_blocks(texts, value_references(values, words)),
        "value_tables": value_tables(values, words),
        "long_texts": long_texts(texts),
        "variants": variant_table(product, customer, words),
        "assets": assets,
        "interchanges": parts.interchanges,
        "packages": parts.packages,
        "prices": [
            PriceRow(row.minimum_quantity, money(row.amount, row.currency), row.explanation)
            for row in prices
        ],
        "sees_prices": customer is not None or settings.PUBLIC_PRICES,
        "canonical_url": product.full_url if product.pk else "",
        "structured_data": structured_data(product, prices, assets),
        "vehicle": vehicle,
        "vehicle_fit": fits_of([product.pk], vehicle) if vehicle and product.pk else {},
        **_fitment_context(parts.fitments, fitment_text, all_fitments),
        **_relation_context(parts, customer),
    }


def attribute_blocks(texts: Texts, references: dict[str, Reference]) -> list[AttributeBlock]:
    """The short values of a product by attribute group, in the order of the groups."""
    blocks: dict[str, AttributeBlock] = {}
    for attribute, text in texts:
        kind = attribute_type(attribute.type)
        if kind.section != Section.FACTS:
            continue
        is_address = kind.input == Input.ADDRESS and text.startswith(("https://", "http://"))
        shown, url = references.get(attribute.code, (text, text if is_address else ""))
        block = blocks.setdefault(attribute.group, AttributeBlock(attribute.group, []))
        block.rows.append(AttributeRow(attribute.label, shown, url))
    return list(blocks.values())


def value_tables(values: dict[str, Any], words: CatalogLabels) -> list[ValueTable]:
    """The tables among the values of a product."""
    found = []
    for code, attribute in words.attributes.items():
        if attribute_type(attribute.type).section == Section.TABLE and values.get(code):
            heads = [column.label for column in attribute.columns]
            found.append(ValueTable(attribute.label, heads, table_cells(attribute, values[code])))
    return [table for table in found if table.rows]


def long_texts(texts: Texts) -> list[tuple[str, SafeString]]:
    """The long and the rich texts of a product as (label, HTML); rich text is cleaned."""
    found: list[tuple[str, SafeString]] = []
    for attribute, text in texts:
        section = attribute_type(attribute.type).section
        if section == Section.LONG_TEXT:
            escaped = mark_safe(linebreaks(text, autoescape=True))  # noqa: S308
            found.append((attribute.label, escaped))
        elif section == Section.RICH_TEXT:
            # Rich text comes from imports too; only the tags of a short list survive.
            cleaned = mark_safe(Whitelister().clean(text))  # noqa: S308
            found.append((attribute.label, cleaned))
    return found


def _texts(values: dict[str, Any], words: CatalogLabels) -> Texts:
    found = (
        (attribute, value_text(attribute, values[code]))
        for code, attribute in words.attributes.items()
        if code in values
    )
    return [(attribute, text) for attribute, text in found if text]


def _fitment_context(rows: list[FitmentRow], text: str, show_all: bool) -> dict[str, Any]:
    total = len(rows)
    for word in folded(text).split():
        rows = [row for row in rows if word in folded(f"{row.make} {row.model} {row.years}")]
    shown = rows if show_all else rows[:SHOWN_FITMENTS]
    return {
        "fitments": shown,
        "fitment_total": total,
        "fitment_matches": len(rows),
        "fitment_text": text,
        "fitments_are_cut": len(shown) < len(rows),
        "has_notes": any(row.note for row in shown),
        "has_qualifiers": any(row.qualifiers for row in shown),
        "has_positions": any(row.position for row in shown),
    }


def _relation_context(parts: ProductParts, customer: Customer | None) -> dict[str, Any]:
    replacing = [key for path in parts.replaced_by for key in path]
    targets = [relation.target_id for relation in parts.relations]
    naming = [key for keys in parts.related_from.values() for key in keys]
    wanted = dict.fromkeys([*replacing, *targets, *naming])
    cards = {card.id: card for card in product_cards(list(wanted), customer=customer)}
    return {
        "superseded_by": _supersession(parts.replaced_by, cards),
        "relations": _relation_blocks(parts, cards) if cards else [],
    }


def _supersession(paths: Sequence[Sequence[int]], cards: dict[int, Card]) -> list[Supersession]:
    """What to order instead: the last product of each chain that the visitor may see."""
    found: dict[int, Supersession] = {}
    for path in paths:
        visible = [cards[key] for key in path if key in cards]
        if visible:
            found.setdefault(visible[-1].id, Supersession(visible[-1], visible[:-1]))
    return list(found.values())


def _relation_blocks(parts: ProductParts, cards: dict[int, Card]) -> list[RelationBlock]:
    """The related products by kind: those the product names, then those that name it."""
    kinds = relation_labels()
    named: dict[str, dict[int, int]] = {code: {} for code in kinds}
    for relation in parts.relations:
        named.setdefault(relation.kind, {})[relation.target_id] = relation.quantity
    naming: dict[str, dict[int, int]] = {code: {} for code in kinds}
    for code, keys in parts.related_from.items():
        # What holds in both directions is one block.
        held = named if kinds[code].is_symmetric else naming
        held[code] = held[code] | {key: 1 for key in keys if key not in held[code]}
    blocks = [
        *((kinds[code].label, named[code]) for code in kinds),
        *((kinds[code].reverse, naming[code]) for code in kinds),
    ]
    shown = (
        RelationBlock(label, [(cards[key], count) for key, count in found.items() if key in cards])
        for label, found in blocks
    )
    return [block for block in shown if block.cards]


def structured_data(
    product: Product, prices: Sequence[ResolvedPrice], assets: ProductAssets
) -> SafeString:
    """The product as schema.org JSON-LD, safe to stand inside a script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "sku": product.sku,
        "mpn": product.part_number,
        "brand": {"@type": "Brand", "name": product.brand.name},
    }
    if product.description:
        data["description"] = product.description
    if product.gtin:
        data["gtin"] = product.gtin
    if assets.pictures:
        data["image"] = [_absolute(picture.large.url) for picture in assets.pictures]
    if prices:
        data["offers"] = _offer(prices[0])
    text = json.dumps(data, ensure_ascii=False)
    escaped = text.replace("&", "\\u0026").replace("<", "\\u003C").replace(">", "\\u003E")
    return mark_safe(escaped)  # noqa: S308 - JSON with everything that could end the element escaped


def _offer(price: ResolvedPrice) -> dict[str, Any]:
    """The price of one piece, or of the fewest that are sold, with their number."""
    offer: dict[str, Any] = {
        "@type": "Offer",
        "price": amount_text(price.amount, price.currency),
        "priceCurrency": price.currency,
    }
    if price.minimum_quantity > 1:
        offer["eligibleQuantity"] = {
            "@type": "QuantitativeValue",
            "minValue": price.minimum_quantity,
        }
    return offer


def _absolute(url: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{url}" if url.startswith("/") else url
