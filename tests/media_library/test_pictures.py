"""Pictures as cameras, printers and people make them: upright, in colour, under any name."""

import html
import json
import resource
import unicodedata
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw
from wagtail.models import Collection

from catalog.models import ProductAsset
from jobs.models import Job
from media_library.models import Asset, ImageFile
from media_library.renditions import ALL_SPECS, CARD
from media_library.services.processing import process_asset
from media_library.services.rendering import RENDER, order_rendition, render
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory
from tests.factories.media_library import ImageFileFactory
from tests.soak import sample

from .broken_pictures import huge_png

pytestmark = pytest.mark.django_db

WIDTH, HEIGHT = 600, 400
BLUE, ORANGE = (20, 40, 200), (240, 140, 20)


def scene(mode: str = "RGB") -> Image.Image:
    """A picture whose upper half is blue and whose lower half is orange."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), ORANGE)
    ImageDraw.Draw(picture).rectangle((0, 0, WIDTH, HEIGHT // 2), fill=BLUE)
    return picture.convert(mode)


def saved(picture: Image.Image, form: str, **options) -> bytes:
    stream = BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


def turned() -> bytes:
    """As a camera held upright writes it: lying, with a note how to turn it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(scene().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)


HONEST = {
    "plain.png": saved(scene(), "PNG"),
    "turned.jpg": turned(),
    "cmyk.jpg": saved(scene("CMYK"), "JPEG", quality=95),
    "palette.gif": saved(scene("P"), "GIF"),
    "palette.png": saved(scene("P"), "PNG"),
    "photo.webp": saved(scene(), "WEBP", quality=95),
    "photo.avif": saved(scene(), "AVIF", quality=95),
    "seen through.png": saved(scene("RGBA"), "PNG"),
}


def is_near(colour: tuple, wanted: tuple) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(colour[:3], wanted, strict=True))


def drawn(image: ImageFile, spec: str) -> Image.Image:
    rendition = image.renditions.get(filter_spec=spec)
    picture = Image.open(rendition.file.path)
    assert picture.size == (rendition.width, rendition.height)
    return picture.convert("RGB")


@pytest.mark.parametrize("name", HONEST)
def test_a_picture_is_upright_and_in_colour_in_every_size(name):
    image = ImageFile.objects.create(title=name, file=ContentFile(HONEST[name], name=name))
    assert (image.width, image.height) == (WIDTH, HEIGHT)
    assert process_asset(asset=image.asset).status == Asset.Status.READY
    for spec in ALL_SPECS:
        picture = drawn(image, spec)
        assert is_near(picture.getpixel((picture.width // 2, 5)), BLUE), spec
        assert is_near(picture.getpixel((picture.width // 2, picture.height - 5)), ORANGE), spec
        assert picture.width > picture.height


def test_sixteen_bits_of_grey_become_eight_and_not_white():
    slope = Image.linear_gradient("L").convert("I").point(lambda value: value * 257)
    content = saved(slope.convert("I;16"), "PNG")
    image = ImageFile.objects.create(title="Grey", file=ContentFile(content, name="grey.png"))
    render(image=image, specs=[CARD])
    picture = drawn(image, CARD)
    shades = [picture.getpixel((99, y))[0] for y in (4, 128, 250)]
    assert all(abs(one - other) < 12 for one, other in zip(shades, (4, 128, 250), strict=True))


def test_a_very_tall_picture_keeps_its_proportions():
    content = saved(Image.new("RGB", (40, 4000)), "PNG")
    image = ImageFile.objects.create(title="Tall", file=ContentFile(content, name="tall.png"))
    render(image=image, specs=[CARD])
    assert drawn(image, CARD).size == (3, 320)


def test_a_transparent_picture_gets_paper_where_the_format_has_none():
    content = saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")
    image = ImageFile.objects.create(title="Glass", file=ContentFile(content, name="glass.png"))
    specs = ["width-40|format-jpeg", "width-40|format-jpeg|bgcolor-ff8800", "width-40"]
    render(image=image, specs=specs)
    white, orange = (drawn(image, spec).getpixel((9, 9)) for spec in specs[:2])
    assert is_near(white, (255, 255, 255))
    assert is_near(orange, (255, 136, 0))
    kept = Image.open(image.renditions.get(filter_spec="width-40").file.path)
    assert kept.mode == "RGBA"


def test_a_crop_follows_the_focal_point():
    image = ImageFileFactory(
        file=ContentFile(HONEST["plain.png"], name="a.png"),
        width=WIDTH,
        height=HEIGHT,
        focal_point_x=300,
        focal_point_y=390,
        focal_point_width=10,
        focal_point_height=10,
    )
    render(image=image, specs=["fill-100x100-c100"])
    assert is_near(drawn(image, "fill-100x100-c100").getpixel((50, 50)), ORANGE)


def test_a_size_that_was_told_wrong_is_put_right():
    image = ImageFileFactory(file=ContentFile(HONEST["turned.jpg"], name="a.jpg"))
    assert (image.width, image.height) == (40, 30)
    process_asset(asset=image.asset)
    image.refresh_from_db()
    assert (image.width, image.height) == (WIDTH, HEIGHT)
    assert drawn(image, CARD).size == (320, 213)


def test_a_photograph_of_fifty_million_pixels_is_drawn():
    content = saved(scene().resize((8660, 5774)), "JPEG", quality=60)
    image = ImageFile.objects.create(title="Large", file=ContentFile(content, name="large.jpg"))
    assert process_asset(asset=image.asset).status == Asset.Status.READY
    assert is_near(drawn(image, CARD).getpixel((160, 5)), BLUE)


def huge_webp() -> bytes:
    return saved(Image.new("RGB", (6900, 5000), BLUE), "WEBP", method=0)


LARGEST = {"a.png": lambda: huge_png(10_000, 9_900), "a.webp": huge_webp}


@pytest.mark.soak
@pytest.mark.parametrize("name", sample(LARGEST, at_most=1))
def test_the_largest_pictures_stay_within_the_memory_that_is_planned_for_them(name):
    content = LARGEST[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    image = ImageFile.objects.create(title=name, file=ContentFile(content, name=name))
    assert process_asset(asset=image.asset).status == Asset.Status.READY
    # Until it is a program of its own, a child is as large as the process that it splits from.
    planned = max(800_000, before + 100_000)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < planned
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


# --- uploads ---------------------------------------------------------------------------------


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def upload(client, name: str, content: bytes) -> dict:
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": name, "files[]": SimpleUploadedFile(name, content)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    return json.loads(response.content)


REFUSED = {
    "huge.png": (huge_png, "127.0; at most 100 million"),
    "named wrongly.jpg": (lambda: HONEST["plain.png"], "Rename it to end with .png"),
    "no ending": (lambda: HONEST["plain.png"], "has no extension"),
    "cut off.jpg": (lambda: HONEST["turned.jpg"][:4000], "is incomplete"),
    "empty.jpg": (lambda: b"", "empty"),
    "print.tif": (lambda: saved(scene("CMYK"), "TIFF"), "TIFF pictures are not supported"),
    "script.svg": (
        lambda: b"<svg><script>alert(1)</script></svg>",
        "SVG pictures are not",
    ),
    "text.png": (lambda: b"Fit with care.", "this picture cannot be read"),
    "noise.png": (
        lambda: HONEST["plain.png"][:43] + bytes(20) + HONEST["plain.png"][63:],
        "is damaged",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_picture_is_refused_by_name_with_the_reason(editor, name):
    make, reason = REFUSED[name]
    answer = upload(editor, name, make())
    assert answer["success"] is False
    message = html.unescape(answer["error_message"])
    assert reason.replace("127.0;", "127.0 million;") in message
    assert f"“{name}”" in message or name == "empty.jpg"
    assert not ImageFile.objects.exists()


@pytest.mark.parametrize(
    "name", ["Bremsbeläge #1 100% (neu).png", "a  b?c&d=e.png", "%2e%2e%2fetc.png", "Größe;.png"]
)
def test_a_picture_under_any_name_goes_in_and_its_address_opens(editor, client, name):
    name = unicodedata.normalize("NFD", name)
    assert upload(editor, name, HONEST["plain.png"])["success"] is True
    image = ImageFile.objects.get()
    ProductAsset.objects.create(product=ProductFactory(), asset=image.asset)
    client.logout()
    assert client.get(image.file.url).status_code == 200


def test_a_picture_that_waited_for_its_collection_goes_in_with_it(editor):
    second = Collection.get_first_root_node().add_child(name="Brakes")
    answer = upload(editor, "turned.jpg", HONEST["turned.jpg"])
    key = answer["uploaded_file_id"]
    response = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[key]),
        {f"uploaded-image-{key}-title": "Turned", f"uploaded-image-{key}-collection": second.pk},
    )
    assert json.loads(response.content)["success"] is True
    image = ImageFile.objects.get()
    assert (image.width, image.height) == (WIDTH, HEIGHT)


# --- placeholders ----------------------------------------------------------------------------


def test_a_page_with_pictures_that_are_not_made_asks_and_writes_nothing_for_them(
    editor, django_assert_max_num_queries
):
    for _ in range(3):
        ImageFileFactory()
    editor.get(reverse("wagtailimages:index"))
    jobs = Job.objects.count()
    with django_assert_max_num_queries(40) as few:
        editor.get(reverse("wagtailimages:index"))
    for _ in range(10):
        ImageFileFactory()
    with django_assert_max_num_queries(len(few) + 3):
        page = editor.get(reverse("wagtailimages:index")).content.decode()
    assert page.count("/pictures/") >= 13
    assert Job.objects.count() == jobs + 10


def test_the_address_of_a_placeholder_shows_the_picture_once_it_is_made(editor):
    image = ImageFileFactory(file=ContentFile(HONEST["plain.png"], name="a.png"))
    image.width, image.height = WIDTH, HEIGHT
    image.save()
    placeholder = image.get_rendition("width-300")
    assert (placeholder.width, placeholder.height) == (300, 200)
    response = editor.get(placeholder.url)
    assert 'width="300" height="200"' in response.content.decode()
    job = Job.objects.get(kind=RENDER)
    render(image=image, specs=job.parameters["specs"])
    assert editor.get(placeholder.url).url == image.get_rendition("width-300").file.url


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("width-300", "width-3000"),
        lambda url: url[:12] + ("x" if url[12] != "x" else "y") + url[13:],
    ],
)
def test_an_address_that_nobody_signed_is_not_found(editor, change):
    url = ImageFileFactory().get_rendition("width-300").url
    assert editor.get(change(url)).status_code == 404


def test_what_was_ordered_while_a_job_waits_goes_into_that_job():
    image = ImageFileFactory()
    for spec in ("width-30", "width-20", "width-30"):
        order_rendition(image=image, spec=spec)
    assert Job.objects.get(kind=RENDER).parameters["specs"] == ["width-30", "width-20"]


ADMIN_PAGES = {
    "list": lambda image: reverse("wagtailimages:index"),
    "table": lambda image: reverse("wagtailimages:index") + "?layout=list",
    "form": lambda image: reverse("wagtailimages:edit", args=[image.pk]),
    "deletion": lambda image: reverse("wagtailimages:delete", args=[image.pk]),
    "chooser": lambda image: reverse("wagtailimages_chooser:choose"),
    "chosen": lambda image: reverse("wagtailimages_chooser:chosen", args=[image.pk]),
    "format": lambda image: reverse("wagtailimages_chooser:select_format", args=[image.pk]),
    "preview": lambda image: reverse("wagtailimages:preview", args=[image.pk, "width-20"]),
    "assets": lambda image: reverse("asset:index"),
    "asset": lambda image: reverse("asset:edit", args=[image.asset.pk]),
}


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_no_page_of_the_admin_decodes_a_picture(editor, monkeypatch, page):
    def refuse(*args, **kwargs):
        raise AssertionError("decoded in the web process")

    image = ImageFileFactory()
    monkeypatch.setattr("PIL.Image.open", refuse)
    monkeypatch.setattr("willow.Image.open", refuse)
    assert editor.get(ADMIN_PAGES[page](image)).status_code == 200


@pytest.mark.parametrize("name", ["plain.png", "turned.jpg"])
def test_no_upload_decodes_a_picture(editor, monkeypatch, name):
    def refuse(*args, **kwargs):
        raise AssertionError("decoded in the web process")

    monkeypatch.setattr("PIL.Image.open", refuse)
    monkeypatch.setattr("willow.Image.open", refuse)
    assert upload(editor, name, HONEST[name])["success"] is True
