"""Deleting files: which uses forbid it, and how often a file is said to be used."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, Page

from catalog.models import Attribute, Product, ProductAsset
from home.models import HomePage
from media_library.models import Asset, ImageFile, MediaFile
from tests.console.deleting import delete, text_of, told
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, BrandFactory, ChannelFactory, ProductFactory
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def file_group() -> Group:
    """Who keeps files and has no right to products."""
    group = Group.objects.create(name="Librarians")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_image", "change_document", "change_media"):
        permission = Permission.objects.get(codename=codename)
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    return group


def test_a_picture_that_a_product_shows_stays(client, administrator):
    picture, product = ImageFileFactory(), ProductFactory()
    ProductAsset.objects.create(product=product, asset=picture.asset, role="primary")
    listed = told(client, "wagtailimages:delete", picture)
    assert listed["Products", "product asset"] == (1, "forbids")
    delete(client, "wagtailimages:delete", picture)
    delete(client, "asset:delete", picture.asset)
    url = reverse("wagtailimages:delete_multiple", args=[picture.pk])
    answer = client.post(url, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.json()["success"] is False
    assert ImageFile.objects.filter(pk=picture.pk).exists()
    assert Asset.objects.filter(image=picture).exists()


def test_images_say_how_often_they_are_used_whoever_wrote_the_rows(client, administrator):
    picture, free = ImageFileFactory(), ImageFileFactory()
    products = ProductFactory.create_batch(2)
    ProductAsset.objects.bulk_create(
        ProductAsset(product=product, asset=picture.asset, role="primary") for product in products
    )
    BrandFactory(logo=picture)
    attribute = AttributeFactory(code="manual", type=Attribute.Type.ASSET)
    Product.objects.filter(pk=products[0].pk).update(values={attribute.code: picture.asset.pk})
    listing = client.get(reverse("wagtailimages:index"), {"layout": "list"})
    assert {file.pk: file.usage_count for file in listing.context["object_list"]} == {
        picture.pk: 4,
        free.pk: 0,
    }
    assert "Used 4 times" in text_of(client.get(reverse("wagtailimages:edit", args=[picture.pk])))
    used = client.get(reverse("wagtailimages:image_usage", args=[picture.pk]))
    counts = {(row.model_name, row.field_name): row.count for row in used.context["object_list"]}
    assert counts == {
        ("Products", "product asset"): 2,
        ("Products", "attribute values"): 1,
        ("Brands", "logo"): 1,
        ("Assets", "image"): 1,
    }


def test_files_count_the_uses_alone_that_the_person_may_see(client):
    picture, document = ImageFileFactory(), DocumentFileFactory()
    film = MediaFile.objects.create(
        title="Fitting a pad", type="video", file="fitting.mp4", duration=1
    )
    product = ProductFactory()
    ProductAsset.objects.bulk_create(
        ProductAsset(product=product, asset=file.asset, role="primary")
        for file in (picture, document, film)
    )
    librarian = UserFactory()
    librarian.groups.add(file_group())
    client.force_login(librarian)
    for listing in ("wagtailimages:index", "wagtaildocs:index"):
        files = client.get(reverse(listing), {"layout": "list"}).context["object_list"]
        assert [file.usage_count for file in files] == [0]
    for address, file in (("wagtailimages:edit", picture), ("wagtaildocs:edit", document)):
        assert "Used 0 times" in text_of(client.get(reverse(address, args=[file.pk])))
    shown = text_of(client.get(reverse("wagtailmedia:edit", args=[film.pk])))
    assert "See what uses it" in shown
    assert "Used" not in shown


@pytest.mark.parametrize("where", ["values", "channel_values", "draft"])
def test_an_asset_that_a_value_names_stays(client, administrator, where):
    asset, channel = ImageFileFactory().asset, ChannelFactory()
    code = AttributeFactory(type=Attribute.Type.ASSET).code
    product = ProductFactory()
    if where == "values":
        Product.objects.update(values={code: asset.pk})
    elif where == "channel_values":
        Product.objects.update(channel_values={channel.code: {code: {"de": asset.pk}}})
    else:
        product.values = {code: asset.pk}
        product.save_revision()
    [(count, effect)] = told(client, "asset:delete", asset).values()
    assert (count, effect) == (1, "forbids")
    delete(client, "asset:delete", asset)
    assert Asset.objects.filter(pk=asset.pk).exists()


@pytest.mark.parametrize("is_draft", [False, True])
@pytest.mark.parametrize("kind", ["hero", "rich_text"])
def test_a_picture_on_a_page_stays(client, administrator, kind, is_draft):
    picture = ImageFileFactory()
    text = f'<embed embedtype="image" id="{picture.pk}" format="left" alt=""/>'
    section = {"hero": {"heading": "Hello", "text": "", "image": picture.pk}, "rich_text": text}
    page = HomePage(title="Start", slug="start-here")
    Page.get_first_root_node().add_child(instance=page)
    page.body = page._meta.get_field("body").to_python([{"type": kind, "value": section[kind]}])
    page.save_revision() if is_draft else page.save()
    label = "unpublished draft" if is_draft else "content"
    listed = told(client, "wagtailimages:delete", picture)
    assert listed["Pages", label] == (1, "forbids")
    other = ImageFileFactory()
    assert ("Pages", label) not in told(client, "wagtailimages:delete", other)
    delete(client, "wagtailimages:delete", picture)
    assert ImageFile.objects.filter(pk=picture.pk).exists()
