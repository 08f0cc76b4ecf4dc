"""Pictures of what stands around the products: brands and categories."""

from django.core.files.base import ContentFile
from wagtail.models import Collection

from catalog.models import Brand, Category
from demo.library import CREDIT, demo_collection
from demo.pictures.logos import draw_logo
from demo.pictures.orders import picture_orders
from demo.sources import demo_rows
from media_library.models import ImageFile

LOGOS = "Logos"


def decorate(*, seed: int) -> None:
    """Give brands a logo and categories a picture where they have none."""
    parent = demo_collection()
    logos = parent.get_children().filter(name=LOGOS).first() or parent.add_child(name=LOGOS)
    for number, row in enumerate(demo_rows("brands")):
        for brand in Brand.objects.filter(slug=row["code"], logo=None):
            brand.logo = _logo(brand, row["colour"], number, logos)
            brand.save()
    _picture_categories(seed)


def _logo(brand: Brand, colour: str, number: int, collection: Collection) -> ImageFile:
    title = f"{brand.name} logo"
    existing = ImageFile.objects.filter(title=title, collection=collection).first()
    return existing or ImageFile.objects.create(
        title=title,
        file=ContentFile(draw_logo(brand.name, colour, number), name=f"{brand.slug}-logo.png"),
        collection=collection,
        description=brand.name,
        credit=CREDIT,
    )


def _picture_categories(seed: int) -> None:
    """Each category shows the first front picture of a family in it or below it."""
    categories = {row["code"]: row["parent"] for row in demo_rows("categories")}
    families = {row["code"]: row["category"] for row in demo_rows("families")}
    titles: dict[str, str] = {}
    for order in picture_orders(seed):
        category = families[order.family]
        while category and order.view == "front":
            titles.setdefault(category, order.title)
            category = categories[category]
    images = ImageFile.objects.filter(title__in=titles.values())
    by_title = {image.title: image for image in images}
    for category in Category.objects.filter(code__in=titles, image=None):
        category.image = by_title[titles[category.code]]
        category.save()
