"""The pictures and documents that are made for the demo."""

from functools import cache
from io import BytesIO

import pytest
from django.core.management import call_command
from PIL import Image

from catalog.models import Product, ProductAsset
from demo import build, library
from demo.catalogue import demo_products
from demo.documents import pdf_document
from demo.pictures.orders import PictureOrder, picture_orders, variety_of
from demo.pictures.studio import MOTIFS, draw_picture
from media_library.models import Asset, DocumentFile, ImageFile


@cache
def first_orders() -> dict[str, PictureOrder]:
    """The first picture of each family."""
    return {order.family: order for order in reversed(list(picture_orders(1)))}


def test_the_number_of_pictures_is_bounded_and_their_titles_are_unique():
    orders = list(picture_orders(1))
    assert len(orders) <= 200
    assert len({order.title for order in orders}) == len(orders)
    assert {order.view for order in orders} == {"front", "detail", "box"}


def test_every_product_has_a_front_picture_of_its_own_variety():
    fronts = {
        (order.family, order.brand, order.variety)
        for order in picture_orders(1)
        if order.view == "front"
    }
    for product in demo_products(0, 1200, seed=1):
        family = product.family["code"]
        variety = variety_of(family, product.design.values)
        assert (family, product.brand["code"], variety) in fronts


@pytest.mark.parametrize("family", MOTIFS)
def test_a_part_is_drawn_in_the_middle_of_a_light_square(family):
    picture = Image.open(BytesIO(draw_picture(first_orders()[family].look, "front")))
    assert picture.size == (1200, 1200)
    assert all(min(picture.getpixel(corner)) > 220 for corner in ((3, 3), (1196, 3), (3, 1196)))
    middle = picture.crop((300, 300, 900, 900)).convert("L")
    darkest, lightest = middle.getextrema()
    assert lightest - darkest > 120


def test_a_picture_is_the_same_each_time_and_differs_by_brand():
    order = first_orders()["oil_filter"]
    other = next(
        o for o in picture_orders(1) if o.family == "oil_filter" and o.brand != order.brand
    )
    assert draw_picture(order.look, "box") == draw_picture(order.look, "box")
    assert draw_picture(order.look, "box") != draw_picture(other.look, "box")


def test_a_document_names_the_place_of_each_of_its_objects():
    file = BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "JPEG")
    content = pdf_document([("Größe (mm) \\ 5", 12, True)], file.getvalue(), 8)
    assert content.startswith(b"%PDF-1.4")
    table = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    places = content[table:].splitlines()[3:10]
    for number, line in enumerate(places, 1):
        assert content[int(line[:10]) :].startswith(b"%d 0 obj" % number)
    assert "Größe \\(mm\\) \\\\ 5".encode("cp1252") in content


@pytest.mark.django_db
def test_products_link_to_pictures_and_a_guide_that_they_share(monkeypatch):
    blank = BytesIO()
    Image.new("RGB", (60, 60), "white").save(blank, "JPEG")
    monkeypatch.setattr(
        library, "_drawn", lambda orders: ((order, blank.getvalue()) for order in orders)
    )
    call_command("loaddata", "fixtures/initial_data.json", verbosity=0)

    def create() -> int:
        return build.create_demo_data(products=96, seed=1, pictures=True, say=lambda message: None)

    assert create() == 96
    made = ImageFile.objects.count(), DocumentFile.objects.count(), Asset.objects.count()
    assert made[1] == 12
    assert made[2] == made[0] + 12
    roles = ProductAsset.objects.filter(product=Product.objects.get(sku="VLDR-BD10000"))
    assert list(roles.values_list("role", flat=True)) == [
        "primary",
        "gallery",
        "gallery",
        "installation",
    ]
    assert ProductAsset.objects.filter(role="primary").count() == 96
    assert create() == 0
    assert made == (
        ImageFile.objects.count(),
        DocumentFile.objects.count(),
        Asset.objects.count(),
    )
