"""Pictures of products in the few sizes that pages use, read set-wise."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse

from catalog.schema.queries.kinds import MAIN_PICTURES
from console.site_day import site_day
from media_library import renditions
from media_library.querysets import SHOWABLE_SQL

# The specification of each size, by the name that stands in addresses. A size that is not made yet
# is made by the picture view when a browser asks for it, so no page waits for pictures.
SIZES = {
    "thumbnail": renditions.THUMBNAIL,
    "card": renditions.CARD,
    "page": renditions.GALLERY,
}
_LONGEST = {
    size: int(specification.removeprefix("max-").split("x")[0])
    for size, specification in SIZES.items()
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in one size; width and height reserve its place on the page."""

    image_id: int
    url: str
    width: int
    height: int
    text: str


_FIRST = f"""
SELECT DISTINCT ON (l.product_id)
       l.product_id, i.id, i.width, i.height, coalesce(nullif(i.description, ''), i.title),
       r.file, r.width, r.height
FROM catalog_productasset l
JOIN media_library_asset a ON a.id = l.asset_id
JOIN media_library_imagefile i ON i.id = a.image_id
LEFT JOIN media_library_imagerendition r
       ON r.image_id = i.id AND r.focal_point_key = '' AND r.filter_spec = %(filter)s
WHERE l.product_id = ANY(%(products)s) AND {SHOWABLE_SQL}
ORDER BY l.product_id, l.role NOT IN {MAIN_PICTURES}, l.sort_order, l.id
"""  # noqa: S608 - constants only

_OF_IMAGES = """
SELECT i.id, i.width, i.height, coalesce(nullif(i.description, ''), i.title),
       r.file, r.width, r.height, r.filter_spec
FROM media_library_imagefile i
LEFT JOIN media_library_imagerendition r
       ON r.image_id = i.id AND r.focal_point_key = '' AND r.filter_spec = ANY(%(filters)s)
WHERE i.id = ANY(%(images)s)
"""


def first_pictures(product_ids: Sequence[int], size: str = "card") -> dict[int, Picture]:
    """The first picture of each product in `size`; one query, products without one left out."""
    parameters = {
        "filter": SIZES[size],
        "products": list(product_ids),
        "day": site_day(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, parameters)
        return {row[0]: _picture(size, row[1:]) for row in cursor.fetchall()}


def pictures_of_images(image_ids: Sequence[int]) -> dict[int, dict[str, Picture]]:
    """Each image in every size, by image and size; one query."""
    if not image_ids:
        return {}
    pictures: dict[int, dict[str, Picture]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OF_IMAGES, {"filters": list(SIZES.values()), "images": list(image_ids)})
        for *row, made in cursor:
            sizes = pictures.setdefault(row[0], {})
            for size, wanted in SIZES.items():
                if made == wanted:
                    sizes[size] = _picture(size, tuple(row))
                elif size not in sizes:
                    sizes[size] = _picture(size, (*row[:4], None, 0, 0))
    return pictures


def _picture(size: str, row: tuple) -> Picture:
    """The picture as it was made, or the address that makes it.

    `row`: image, its width, height and text; file, width and height of what was made of it.
    """
    image_id, width, height, text, file, made_width, made_height = row
    if file:
        return Picture(image_id, default_storage.url(file), made_width, made_height, text)
    scale = min(1, _LONGEST[size] / max(width, height, 1))
    return Picture(
        image_id,
        reverse("catalog:picture", args=[size, image_id]),
        max(1, round(width * scale)),
        max(1, round(height * scale)),
        text,
    )
