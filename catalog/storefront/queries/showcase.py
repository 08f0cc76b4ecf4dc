"""What a home page shows of the catalog."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import Customer
from catalog.products.models.product import Product
from catalog.products.queries.pictures import Picture, pictures_of_images
from catalog.schema.models.brand import Brand
from catalog.schema.models.category import Category
from catalog.schema.queries.cache import cached_until_the_catalog_changes
from catalog.schema.queries.labels import catalog_labels
from catalog.segments.compilation import products_of_segment
from catalog.segments.models import Segment
from catalog.segments.rights import FilterRights
from catalog.terms.queries import visible_products


@dataclass(frozen=True, slots=True)
class Tile:
    """A way into the catalog."""

    label: str
    url: str
    count: int
    picture: Picture | None


@cached_until_the_catalog_changes()
def top_categories() -> list[Tile]:
    """The root categories that have published products in their branch; three queries."""
    words = catalog_labels()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(c.path, %s), count(*) FROM catalog_product p"
            " JOIN catalog_category c ON c.id = p.category_id WHERE p.live GROUP BY 1",
            [Category.steplen],
        )
        counts = dict(cursor.fetchall())
    roots = [category for category in words.children.get("", []) if counts.get(category.path)]
    images = dict(
        Category.objects.filter(pk__in=[root.id for root in roots]).values_list("pk", "image_id")
    )
    pictures = pictures_of_images([key for key in images.values() if key])
    return [
        Tile(root.name, root.url, counts[root.path], _card_picture(pictures, images.get(root.id)))
        for root in roots
    ]


@cached_until_the_catalog_changes()
def brands_with_products() -> list[Tile]:
    """The brands that have a published product; two queries. Their products are not counted."""
    live = Product.objects.live().filter(brand=OuterRef("pk"))
    rows = list(
        Brand.objects.filter(Exists(live)).order_by("name").values_list("name", "slug", "logo_id")
    )
    pictures = pictures_of_images([logo for *_, logo in rows if logo])
    address = reverse("catalog:list")
    return [
        Tile(name, f"{address}?{urlencode({'brand': slug})}", 0, _card_picture(pictures, logo))
        for name, slug, logo in rows
    ]


def featured_products(segment_code: str, number: int, customer: Customer | None) -> list[int]:
    """Keys of the newest products of a segment (of all, without one) that `customer` may see.

    None of a segment that got a condition which needs a right since the page was saved: the page
    would tell everybody which products meet it.
    """
    products = visible_products(customer)
    segment = Segment.objects.filter(code=segment_code).first() if segment_code else None
    if segment and FilterRights().of(segment.filter):
        return []
    if segment:
        products = products.filter(pk__in=products_of_segment(segment).values("pk"))
    return list(products.order_by("-updated_at", "-id").values_list("pk", flat=True)[:number])


def _card_picture(pictures: dict[int, dict[str, Picture]], image_id: int | None) -> Picture | None:
    return pictures.get(image_id or 0, {}).get("card")
