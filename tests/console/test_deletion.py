"""What the pages say of records in use, and what happens then."""

import html

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, Page

from accounts.models import Customer
from catalog.models import (
    Attribute,
    Brand,
    Category,
    Price,
    PriceList,
    Product,
    ProductAsset,
    Segment,
)
from console.deletion import explain
from console.references import uses_of
from feeds.models import Feed, FeedRun
from home.models import HomePage
from imports.models import ImportProfile, ImportRun
from imports.services import stage_run
from imports.staging_tables import StagingTables
from jobs.deletion import start_deletion
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.services import run_job_here
from media_library.models import Asset, ImageFile, MediaFile
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)
from tests.factories.feeds import FeedFactory
from tests.factories.imports import ImportProfileFactory, upload
from tests.factories.jobs import JobFactory
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory

from .prices import list_with_prices

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


def delete(client, name: str, record, typed: str = "", **options):
    return client.post(reverse(name, args=[record.pk]), {"confirmation": typed}, **options)


def told(client, name: str, record) -> dict[tuple[str, str], tuple[int, str]]:
    """What a delete page says: kinds of records with how many, and what happens to them."""
    uses = client.get(reverse(name, args=[record.pk])).context["uses"]
    return {
        (one.model_name, one.field_name): (one.count, one.effect.value) for one in uses.references
    }


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def test_a_customer_with_sign_ins_stays(client, administrator):
    customer = CustomerFactory(name="Garage Meyer")
    contact = UserFactory(username="meyer", customer=customer)
    assert told(client, "customer:delete", customer) == {("Users", "customer"): (1, "forbids")}
    page = text_of(client.get(reverse("customer:delete", args=[customer.pk])))
    assert reverse("wagtailusers_users:edit", args=[contact.pk]) in page
    answer = delete(client, "customer:delete", customer, follow=True)
    assert "referred to by: Users (1). Change or delete these first." in text_of(answer)
    assert Customer.objects.filter(pk=customer.pk).exists()


def test_what_forbids_a_deletion_is_told_before_what_goes_along(client, administrator):
    customer = CustomerFactory()
    PriceFactory(customer=customer)
    PriceFactory(customer=customer)
    UserFactory(customer=customer)
    page = text_of(client.get(reverse("customer:delete", args=[customer.pk])))
    assert 0 < page.index("Prevents deletion") < page.index("Deleted with it")


def test_who_sees_nothing_that_forbids_a_deletion_is_sent_to_others(client):
    customer = CustomerFactory()
    PriceFactory(customer=customer)
    UserFactory(customer=customer)
    rights = ["access_admin", "delete_customer", "view_price"]
    manager = UserFactory()
    manager.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(manager)
    page = text_of(client.get(reverse("customer:delete", args=[customer.pk])))
    assert "Deleted with it" in page
    assert "because records that you may not see refer to it" in page
    assert "Change or delete these first" not in page


def test_a_refusal_tells_the_uses_by_records_of_one_kind_apart():
    brand = BrandFactory()
    ProductFactory(brand=brand)
    assert "referred to by: Products (1)." in explain("It", uses_of(brand, user=None))
    drafted = ProductFactory()
    drafted.brand = brand
    drafted.save_revision()
    text = explain("It", uses_of(brand, user=None))
    assert "Products (brand: 1)" in text
    assert "Products (unpublished draft: 1)" in text


def test_a_customer_goes_with_its_prices_once_its_name_is_typed(client, administrator):
    customer = CustomerFactory()
    PriceFactory(customer=customer)
    delete(client, "customer:delete", customer, "anything")
    assert Price.objects.count() == 1
    delete(client, "customer:delete", customer, str(customer))
    assert not Customer.objects.exists()
    assert not Price.objects.exists()


def test_a_large_price_list_is_deleted_by_a_job(client, administrator):
    prices = list_with_prices(1_920)
    assert told(client, "catalog_pricelist:delete", prices) == {
        ("Prices", "price list"): (1_920, "along")
    }
    assert "That is not its name" in text_of(
        delete(client, "catalog_pricelist:delete", prices, "Retail")
    )
    with CaptureQueriesContext(connection) as queries:
        answer = delete(client, "catalog_pricelist:delete", prices, "Wholesale  (USD)")
    assert len(queries) < 60
    job = Job.objects.get(kind="jobs.delete_record")
    assert answer["Location"] == reverse("jobs:detail", args=[job.pk])
    assert Price.objects.count() == 1_920
    assert run_job_here(job).state == "succeeded"
    assert not PriceList.objects.exists()
    assert not Price.objects.exists()
    assert Price.history.filter(history_type="-", history_user=administrator).count() == 1_920


def test_deleting_prices_costs_the_same_statements_however_many_they_are(administrator):
    def statements(number: int) -> int:
        prices = list_with_prices(number)
        job = start(prices, administrator)
        with CaptureQueriesContext(connection) as queries:
            assert run_job_here(job).state == "succeeded"
        return len(queries)

    statements(1)
    assert statements(10) == statements(400)


def start(record, user) -> Job:
    start_deletion(record, user)
    return Job.objects.latest("pk")


def test_a_deletion_that_breaks_off_leaves_everything(client, administrator, monkeypatch):
    prices = list_with_prices(600)

    def broken(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr("wagtail.actions.delete.DeleteAction._delete", broken)
    assert run_job_here(start(prices, administrator)).state == "failed"
    assert Price.objects.count() == 600


def test_a_job_says_what_has_come_in_its_way(administrator):
    customer = CustomerFactory()
    job = start(customer, administrator)
    UserFactory(customer=customer)
    job = run_job_here(job)
    assert job.state == "failed"
    assert "referred to by: Users (1)" in job.error


def test_drafts_lose_the_prices_of_a_deleted_list_and_keep_the_others(client, administrator):
    wholesale, retail = PriceListFactory(), PriceListFactory()
    product = ProductFactory()
    PriceFactory(product=product, price_list=wholesale)
    kept = PriceFactory(product=product, price_list=retail)
    product = Product.objects.get(pk=product.pk)
    product.name = "Another name"
    product.save_revision()
    assert told(client, "catalog_pricelist:delete", wholesale) == {
        ("Prices", "price list"): (1, "along"),
        ("Products", "unpublished draft"): (1, "cleared"),
    }
    delete(client, "catalog_pricelist:delete", wholesale, str(wholesale))
    product.refresh_from_db()
    content = product.latest_revision.content
    assert [entry["pk"] for entry in content["prices"]] == [kept.pk]
    assert content["name"] == "Another name"


def test_a_picture_that_a_product_shows_stays(client, administrator):
    picture, product = ImageFileFactory(), ProductFactory()
    ProductAsset.objects.create(product=product, asset=picture.asset, role="primary")
    listed = told(client, "wagtailimages:delete", picture)
    assert listed["Products", "asset of the product"] == (1, "forbids")
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
        ("Products", "asset of the product"): 2,
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


def test_a_brand_that_a_segment_names_stays(client, administrator):
    brand = BrandFactory(name="Acme")
    condition = {"field": "brand", "operator": "in", "value": ["Acme", "Other"]}
    Segment.objects.create(code="acme", name="Acme parts", filter={"conditions": [condition]})
    assert told(client, "catalog_brand:delete", brand) == {
        ("Segments", "by its name"): (1, "forbids")
    }
    delete(client, "catalog_brand:delete", brand)
    assert Brand.objects.filter(pk=brand.pk).exists()


def test_what_others_keep_for_themselves_is_asked_about_without_being_named(client, administrator):
    brand = BrandFactory(name="Acme")
    condition = {"field": "brand", "operator": "is", "value": "Acme"}
    Segment.objects.create(
        code="own", name="My secret", filter={"conditions": [condition]}, is_shared=False,
        owner=UserFactory(),
    )  # fmt: skip
    page = text_of(client.get(reverse("catalog_brand:delete", args=[brand.pk])))
    assert "My secret" not in page
    assert "Records that you may not see refer to it." in page
    assert "That is not its name" in text_of(delete(client, "catalog_brand:delete", brand))
    assert Brand.objects.filter(pk=brand.pk).exists()


def test_a_branch_of_categories_goes_once_its_name_is_typed(client, administrator):
    brakes = CategoryFactory(name="Brakes")
    CategoryFactory(parent=brakes, name="Discs")
    assert told(client, "catalog_category:delete", brakes) == {
        ("Categories", "below it"): (1, "along")
    }
    delete(client, "catalog_category:delete", brakes)
    assert Category.objects.count() == 2
    delete(client, "catalog_category:delete", brakes, "Brakes")
    assert not Category.objects.exists()


def test_the_way_on_from_a_family_is_the_bulk_edit_of_its_products(client, administrator):
    family = FamilyFactory(label="Discs")
    products = ProductFactory.create_batch(2, family=family)
    ProductFactory()
    page = client.get(reverse("catalog_family:delete", args=[family.pk]))
    [blocker] = page.context["uses"].blockers
    assert blocker.move_address in text_of(page)
    answer = client.get(blocker.move_address)
    assert answer.context["selection"] == "2 products"
    assert {p.pk for p in client.get(blocker.address).context["object_list"]} == {
        product.pk for product in products
    }


class TestAProfileWithImports:
    @pytest.fixture
    def run(self):
        return upload("sku\n1\n", ImportProfileFactory())

    def test_goes_with_them_their_rows_and_files_once_its_name_is_typed(
        self, client, administrator, run, django_capture_on_commit_callbacks
    ):
        run = stage_run(run_id=run.pk, progress=JobProgress())
        tables = StagingTables(run.pk)
        assert told(client, "imports_importprofile:delete", run.profile) == {
            ("Import runs", "profile"): (1, "along")
        }
        with django_capture_on_commit_callbacks(execute=True):
            delete(client, "imports_importprofile:delete", run.profile, str(run.profile))
        assert not ImportProfile.objects.exists()
        assert not ImportRun.objects.exists()
        assert not storages["private"].exists(run.file)
        assert tables.staging_name not in connection.introspection.table_names()

    def test_stays_while_one_of_them_is_worked_on(self, client, administrator, run):
        ImportRun.objects.update(job=JobFactory(state="running"))
        page = delete(
            client, "imports_importprofile:delete", run.profile, str(run.profile), follow=True
        )
        assert "is being worked on" in text_of(page)
        assert ImportRun.objects.exists()


def test_a_feed_goes_with_its_runs_once_its_name_is_typed(client, administrator):
    feed = FeedFactory()
    FeedRun.objects.create(feed=feed)
    delete(client, "feeds_feed:delete", feed)
    assert FeedRun.objects.exists()
    delete(client, "feeds_feed:delete", feed, str(feed))
    assert not Feed.objects.exists()


def test_a_product_can_be_deleted_so_that_it_can_be_undone(client, administrator):
    product = ProductFactory()
    page = client.get(reverse("catalog_product:delete", args=[product.pk]))
    [(_label, address)] = page.context["alternatives"]
    assert client.get(address).context["selection"] == "1 product"


def test_many_prices_are_named_by_what_they_are_for_in_few_queries(client, administrator):
    wholesale = PriceListFactory(name="Wholesale")
    prices = [PriceFactory(product__sku=f"P-{n}", price_list=wholesale) for n in range(3)]
    url = reverse("wagtail_bulk_action", args=["catalog", "price", "delete"])

    def queries(chosen) -> int:
        with CaptureQueriesContext(connection) as captured:
            page = text_of(client.get(url, {"id": [price.pk for price in chosen]}))
        for price in chosen:
            assert f"{price.product.sku}, Wholesale (USD) (≥ 1)" in page
        return len(captured)

    queries(prices)
    assert queries(prices) == queries(prices[:1])
