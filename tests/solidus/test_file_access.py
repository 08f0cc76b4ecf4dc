"""Every address that serves a file, in every state of what shows it, asked by everybody.

One rule: anybody may have a file while something that they may see shows its asset, which is
neither archived nor past its licence; beside that, those who work with files in the admin.
"""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import FileField, ForeignKey, ManyToManyField
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.models import ReferenceIndex as References

from accounts.services import sync_roles
from catalog.models import Attribute, CustomerTerms, Product, ProductAsset, Segment
from home.models import BrandingSettings, HomePage
from media_library.models import Asset, DocumentFile, ImageFile, MediaFile
from media_library.pictures.renditions import making_address
from media_library.publication import PLACES, access_to, assets_at
from media_library.querysets import SHOWABLE_SQL
from media_library.renditions import CARD
from media_library.services.rendering import render
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
)
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory, png_bytes

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timezone.timedelta(days=1)


# --- the addresses ---------------------------------------------------------------------------


def picture() -> ImageFile:
    image = ImageFileFactory()
    render(image=image, specs=[CARD])
    return image


def film() -> MediaFile:
    return MediaFile.objects.create(
        title="Fitting",
        type="video",
        duration=1,
        file=ContentFile(b"film", name="fit.mp4"),
        thumbnail=ContentFile(png_bytes(), name="fit.png"),
    )


Address = tuple[Callable, Callable]
ADDRESSES: dict[str, Address] = {
    "the original picture": (picture, lambda image: image.file.url),
    "a rendition": (picture, lambda image: image.get_rendition(CARD).url),
    "a rendition by its making": (picture, lambda image: making_address(image.pk, CARD)),
    "a rendition to be made": (picture, lambda image: making_address(image.pk, "width-20")),
    "a size of the catalog": (
        picture,
        lambda image: reverse("catalog:picture", args=["card", image.pk]),
    ),
    "a document": (DocumentFileFactory, lambda document: document.url),
    "a film": (film, lambda media: media.file.url),
    "what stands for a film": (film, lambda media: media.thumbnail.url),
}


# --- what shows the asset --------------------------------------------------------------------


def on_a_product(asset: Asset, **fields) -> Product:
    product = ProductFactory(**fields)
    ProductAsset.objects.create(product=product, asset=asset)
    return product


def archived(asset: Asset) -> None:
    on_a_product(asset)
    Asset.objects.filter(pk=asset.pk).update(status=Asset.Status.ARCHIVED)


def past_its_licence(asset: Asset) -> None:
    on_a_product(asset)
    Asset.objects.filter(pk=asset.pk).update(licence_expires_on=YESTERDAY)


def outside_the_assortment(asset: Asset) -> None:
    on_a_product(asset, sku="OTHER")


STATES = {
    "live": (on_a_product, {"anonymous", "customer", "editor", "price manager"}),
    "draft": (lambda asset: on_a_product(asset, live=False), {"editor", "price manager"}),
    "archived": (archived, {"editor"}),
    "past its licence": (past_its_licence, {"editor"}),
    "linked by nothing": (lambda asset: None, {"editor"}),
    "outside the assortment": (outside_the_assortment, {"anonymous", "editor", "price manager"}),
}


@pytest.fixture(scope="module", autouse=True)
def roles(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The roles as they are created on a new site, for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        sync_roles()
        yield
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


def visitor(name: str):
    if name == "anonymous":
        return None
    user = UserFactory()
    if name == "customer":
        user.customer = CustomerFactory()
        user.save()
        ours = [{"field": "sku", "operator": "is_not", "value": "OTHER"}]
        segment = Segment.objects.create(
            name="Ours", code="ours", filter={"match": "all", "conditions": ours}
        )
        CustomerTerms.objects.create(customer=user.customer, assortment=segment)
    else:
        roles = {"editor": "Content editors", "price manager": "Price managers"}
        user.groups.add(Group.objects.get(name=roles[name]))
    return user


VISITORS = ("anonymous", "customer", "editor", "price manager")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_leaves_only_to_who_may_have_it(client, address, state):
    make, address_of = ADDRESSES[address]
    link, may_have = STATES[state]
    record = make()
    link(record.asset)
    url = address_of(record)
    for name in VISITORS:
        client.logout()
        if user := visitor(name):
            client.force_login(user)
        response = client.get(url)
        assert (response.status_code in (200, 302)) == (name in may_have), name
        if name in may_have:
            kept = response["Cache-Control"]
            assert kept in ("no-store", "private, no-cache", "public, no-cache")
            assert name == "anonymous" or not kept.startswith("public")


# --- what else shows files -------------------------------------------------------------------


def is_open(client, record) -> bool:
    url = record.url if isinstance(record, DocumentFile) else record.file.url
    return client.get(url).status_code == 200


def page_with(**content) -> HomePage:
    body = []
    if image := content.get("image"):
        body.append(("hero", {"heading": "Parts", "text": "", "image": image}))
    if document := content.get("document"):
        link = f'<p><a linktype="document" id="{document.pk}">Guide</a></p>'
        body.append(("rich_text", link))
    page = HomePage(title="Parts", slug="parts", body=body)
    Page.objects.get(depth=1).add_child(instance=page)
    References.create_or_update_for_object(page)
    return page


def test_what_a_published_page_refers_to_is_open_while_it_is_published(client):
    image, document = ImageFileFactory(), DocumentFileFactory()
    page = page_with(image=image, document=document)
    assert is_open(client, image)
    assert is_open(client, document)
    page.unpublish()
    assert not is_open(client, image)
    assert not is_open(client, document)


def test_what_a_page_behind_a_password_refers_to_opens_with_the_password(client):
    document = DocumentFileFactory()
    page = page_with(document=document)
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="four"
    )
    assert not is_open(client, document)
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    client.post(address, {"password": "four", "return_url": "/"})
    response = client.get(document.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("localizable", [False, True])
def test_an_asset_that_is_a_value_is_open_while_its_product_is_live(client, localizable):
    document = DocumentFileFactory()
    AttributeFactory(code="guide", type=Attribute.Type.ASSET, is_localizable=localizable)
    value = document.asset.pk
    product = ProductFactory(values={"guide": {"de": value} if localizable else value})
    assert is_open(client, document)
    Product.objects.filter(pk=product.pk).update(live=False)
    assert not is_open(client, document)


def test_a_variant_opens_the_value_that_its_model_says_for_it(client):
    document = DocumentFileFactory()
    AttributeFactory(code="guide", type=Attribute.Type.ASSET)
    model = ProductFactory(values={"guide": document.asset.pk}, live=False)
    assert not is_open(client, document)
    Product.objects.filter(pk=ProductFactory().pk).update(parent=model)
    assert is_open(client, document)


def test_logos_of_brands_and_pictures_of_categories_are_open_where_products_are(client):
    logo, tile = ImageFileFactory(), ImageFileFactory()
    brand, category = BrandFactory(logo=logo), CategoryFactory(image=tile)
    assert not is_open(client, logo)
    assert not is_open(client, tile)
    ProductFactory(brand=brand, category=category)
    assert is_open(client, logo)
    assert is_open(client, tile)


def test_the_logo_of_the_site_is_open(client):
    logo = ImageFileFactory()
    BrandingSettings.objects.create(site_id=1, logo=logo)
    assert is_open(client, logo)


def test_a_restriction_of_a_collection_of_documents_still_holds(client):
    collection = Collection.get_first_root_node().add_child(name="Partners")
    document = DocumentFileFactory(collection=collection)
    on_a_product(document.asset)
    assert is_open(client, document)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert client.get(document.url).status_code == 302


def test_profile_pictures_are_for_the_people_of_the_admin(client):
    user = visitor("price manager")
    profile = user.wagtail_userprofile if hasattr(user, "wagtail_userprofile") else None
    if profile is None:
        profile = apps.get_model("wagtailusers", "UserProfile").get_for_user(user)
    profile.avatar.save("me.png", ContentFile(png_bytes()))
    assert client.get(profile.avatar.url).status_code == 404
    client.force_login(visitor("customer"))
    assert client.get(profile.avatar.url).status_code == 404
    client.force_login(user)
    assert client.get(profile.avatar.url).status_code == 200


def test_the_address_in_a_feed_opens(client):
    from exchange.registry import FieldContext, fields

    assert "primary_image_url" in fields(FieldContext(locale="en", channel="web"))
    image = ImageFileFactory(file=ContentFile(png_bytes(), name="Bremsbeläge #1 100% (neu).png"))
    on_a_product(image.asset)
    assert client.get(default_storage.url(image.file.name)).status_code == 200


@pytest.mark.parametrize(("state", "most"), [("live", 2), ("linked by nothing", 10)])
def test_a_file_costs_few_questions(client, django_assert_max_num_queries, state, most):
    image = ImageFileFactory()
    STATES[state][0](image.asset)
    request = client.get("/health/").wsgi_request
    access_to(assets_at(image.file.name), request)  # Django keeps the kinds of records it has met
    with django_assert_max_num_queries(most):
        access_to(assets_at(image.file.name), request)


@pytest.mark.parametrize("status", Asset.Status.values)
@pytest.mark.parametrize("days", [None, -1, 0, 1])
def test_what_may_be_shown_is_said_alike_of_one_of_many_and_in_sql(status, days):
    asset = DocumentFileFactory().asset
    today = timezone.localdate()
    expires = None if days is None else today + timezone.timedelta(days=days)
    Asset.objects.update(status=status, licence_expires_on=expires)
    asset.refresh_from_db()
    with connection.cursor() as cursor:
        statement = f"SELECT 1 FROM media_library_asset a WHERE {SHOWABLE_SQL}"
        cursor.execute(statement, {"day": today})
        in_sql = bool(cursor.fetchall())
    assert asset.is_showable == Asset.objects.showable().exists() == in_sql


# --- what is new is covered ------------------------------------------------------------------

# Where records refer to files, and which test above covers it.
SHOWING = {
    "catalog.ProductAsset.asset",
    "catalog.Brand.logo",
    "catalog.Category.image",
    "home.BrandingSettings.logo",
}
NOT_SHOWING = {
    "media_library.Asset.image",
    "media_library.Asset.document",
    "media_library.Asset.media",
    "media_library.ImageRendition.image",
}


def test_everything_that_refers_to_a_file_is_known_to_the_rule():
    files = (Asset, DocumentFile, ImageFile, MediaFile)
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields + model._meta.local_many_to_many
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model in files
        and "Historical" not in model.__name__
    }
    assert found == SHOWING | NOT_SHOWING


def test_every_folder_of_files_has_a_rule():
    with_rules = {*PLACES, "avatar_images", "documents", "wagtail_uploads"}
    folders = {
        field.generate_filename(model(), "a.png").split("/")[0]
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, FileField) and field.storage == default_storage
    }
    assert folders <= with_rules
