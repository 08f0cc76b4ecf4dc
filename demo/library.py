"""Puts the drawn pictures and written documents into the media library."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.models import Collection

from demo.documents import Line, pdf_document
from demo.keys import AssetSets
from demo.pictures.canvas import SIZE
from demo.pictures.orders import PictureOrder, picture_orders
from demo.pictures.studio import draw_order
from demo.sources import Row, demo_rows
from media_library.models import Asset, DocumentFile, ImageFile

ROOT = "Demo catalog"
CREDIT = "Drawn by code for the demo catalog"
MOST_PROCESSES = 4
Collections = dict[str, Collection]


def create_library(*, seed: int, say: Callable[[str], None]) -> AssetSets:
    """Create the pictures and documents that are missing, and return what products link to.

    Pictures are drawn by several processes; each is stored as soon as it is there. Their assets
    come by themselves when the file is saved.
    """
    collections = _collections()
    orders = list(picture_orders(seed))
    _create_pictures(orders, collections, say)
    images = dict(
        Asset.objects.filter(image__collection__in=collections.values()).values_list(
            "image__title", "id"
        )
    )
    guides = _create_guides(orders, collections)
    return _asset_sets(orders, images, guides)


def demo_collection() -> Collection:
    """The collection that holds all files of the demo."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=ROOT).first() or root.add_child(name=ROOT)


def _collections() -> Collections:
    """One collection for each family, under one of the demo."""
    parent = demo_collection()
    existing = {collection.name: collection for collection in parent.get_children()}
    return {
        row["code"]: existing.get(row["en"]) or parent.add_child(name=row["en"])
        for row in demo_rows("families")
    }


def _create_pictures(
    orders: list[PictureOrder], collections: Collections, say: Callable[[str], None]
) -> None:
    titles = ImageFile.objects.filter(collection__in=collections.values())
    existing = set(titles.values_list("title", flat=True))
    missing = [order for order in orders if order.title not in existing]
    for done, (order, content) in enumerate(_drawn(missing), 1):
        _store_picture(order, content, collections[order.family])
        if done % 25 == 0 or done == len(missing):
            say(f"Pictures: {done} of {len(missing)}.")


def _drawn(orders: list[PictureOrder]) -> Iterator[tuple[PictureOrder, bytes]]:
    """Each order with its picture, drawn by as many processes as there are processors."""
    if not orders:
        return
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        drawn = pool.map(draw_order, [(order.look, order.view) for order in orders], chunksize=4)
        yield from zip(orders, drawn, strict=True)


def _store_picture(order: PictureOrder, content: bytes, collection: Collection) -> None:
    ImageFile.objects.create(
        title=order.title,
        file=ContentFile(content, name=f"{slugify(order.title)}.jpg"),
        width=SIZE,
        height=SIZE,
        collection=collection,
        description=order.title,
        credit=CREDIT,
        focal_point_x=SIZE // 2,
        focal_point_y=SIZE // 2,
        focal_point_width=SIZE * 3 // 4,
        focal_point_height=SIZE * 3 // 4,
    )


def _create_guides(orders: Iterable[PictureOrder], collections: Collections) -> dict[str, int]:
    """An installation guide for each family, with the first carton of it; asset by family."""
    firsts: dict[str, PictureOrder] = {}
    for order in orders:
        firsts.setdefault(order.family, order)
    guides = {}
    for row in demo_rows("families"):
        title = f"{row['en']}: installation guide"
        document = DocumentFile.objects.filter(
            title=title, collection=collections[row["code"]]
        ).first()
        document = document or _store_guide(title, row, firsts[row["code"]], collections)
        guides[row["code"]] = Asset.objects.values_list("id", flat=True).get(document=document)
    return guides


def _store_guide(
    title: str, family: Row, order: PictureOrder, collections: Collections
) -> DocumentFile:
    picture = ImageFile.objects.get(title=order.title, collection=collections[order.family])
    with picture.file.open("rb") as file:
        content = pdf_document(_guide_lines(title, family), file.read(), SIZE)
    return DocumentFile.objects.create(
        title=title,
        file=ContentFile(content, name=f"{slugify(title)}.pdf"),
        collection=collections[family["code"]],
    )


def _guide_lines(title: str, family: Row) -> list[Line]:
    """The installation notes of a family in four languages, without numbers of one part."""
    notes = next(
        row
        for row in demo_rows("texts")
        if (row["family"], row["field"]) == (family["code"], "installation_note")
    )
    lines: list[Line] = [(title, 16, True), ("", 190, False)]
    for locale in ("en", "de", "es", "fr"):
        lines.append((family[locale], 12, True))
        sentences = notes[locale].replace("{minimum_thickness}", "…").split(". ")
        lines += [(sentence.rstrip(".") + ".", 10, False) for sentence in sentences]
        lines.append(("", 8, False))
    return lines


def _asset_sets(
    orders: list[PictureOrder], images: dict[str, int], guides: dict[str, int]
) -> AssetSets:
    """For family and brand: by the variety of the product, its links in order."""
    sets: AssetSets = defaultdict(dict)
    boxes = {(o.family, o.brand): images[o.title] for o in orders if o.view == "box"}
    views = {(o.family, o.brand, o.variety, o.view): images[o.title] for o in orders}
    for (family, brand, variety, view), front in views.items():
        if view == "front":
            sets[family, brand][variety] = (
                (front, "primary"),
                (views[family, brand, variety, "detail"], "gallery"),
                (boxes[family, brand], "gallery"),
                (guides[family], "installation"),
            )
    return dict(sets)
