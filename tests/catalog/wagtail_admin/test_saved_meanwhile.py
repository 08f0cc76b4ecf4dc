"""What others delete or take while a form is saved is said on it, and what was typed stays."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse
from lxml import html
from wagtail.snippets.models import get_snippet_models

from catalog.models import (
    AssetRole,
    Category,
    PackageLevel,
    Price,
    PriceList,
    Product,
    RelationKind,
    VehicleModel,
)
from catalog.products.locks import lock_product
from catalog.products.parts import product_parts
from catalog.products.wagtail_admin.product_parts import ProductPartViewSet
from media_library.services.assets import ensure_asset
from tests.catalog.admin_forms import posted
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    BrandFactory,
    CategoryFactory,
    FamilyFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    VehicleModelFactory,
)
from tests.factories.media_library import DocumentFileFactory

pytestmark = pytest.mark.django_db(transaction=True)

# What is typed in a row of a part, what somebody else deletes, what is said of it, and where.
Case = tuple[dict, Callable[[], object], str, str]


@pytest.fixture(autouse=True)
def administrator(client):
    client.force_login(UserFactory(is_superuser=True))


def _relation() -> Case:
    kind = RelationKind.objects.create(code="own", label="Own")
    columns = {"kind": "own", "target": str(ProductFactory().pk), "quantity": "1"}
    return columns, kind.delete, "Relation: the relation that was chosen has been deleted", "kind"


def _package() -> Case:
    level = PackageLevel.objects.create(code="BX", label="Box")
    return (
        {"level": "BX", "quantity": "7"},
        level.delete,
        "Package: the level that was chosen",
        "level",
    )


def _asset() -> Case:
    role = AssetRole.objects.create(code="own", label="Own")
    asset = ensure_asset(file_object=DocumentFileFactory())
    columns = {"asset": str(asset.pk), "role": "own"}
    return columns, role.delete, "Product asset: the role that was chosen", "role"


def _price() -> Case:
    owner = PriceListFactory()
    columns = {"price_list": str(owner.pk), "minimum_quantity": "1", "amount": "5"}
    delete = PriceList.objects.filter(pk=owner.pk).delete
    return columns, delete, "Price: the price list that was chosen has been deleted", "price_list"


def _fitment() -> Case:
    model = VehicleModelFactory()
    columns = {"make": str(model.make_id), "model": str(model.pk)}
    columns |= {"year_from": "2001", "year_to": "2004", "quantity": "1"}
    delete = VehicleModel.objects.filter(pk=model.pk).delete
    return columns, delete, "Fitment: the model that was chosen has been deleted", "model"


# A part that names nothing but its product, or is no rows of the form, says None.
CASES: dict[str, Callable[[], Case] | None] = {
    "relations": _relation,
    "packages": _package,
    "asset_links": _asset,
    "prices": _price,
    "fitments": _fitment,
    "interchanges": None,
    "additional_categories": None,
}


def posted_meanwhile(client, url: str, data: dict, meanwhile: Callable[[], object]):
    """The answer to a form that is sent while somebody else does something."""
    with threads() as begin, transaction.atomic():
        meanwhile()
        sending = begin(lambda: client.post(url, data))
        wait_until_one_waits()
    return sending.result()


def told(response) -> str:
    """The messages of the page."""
    page = html.fromstring(response.content)
    return " ".join("".join(page.xpath("//div[@class='messages']//li//text()")).split())


def inputs(response) -> dict:
    return {name: value[0] for name, value in posted(response).items() if value}


def sent_meanwhile(client, url: str, page, part: str) -> None:
    """Send the form with a row of the part, and see that all of it is still there."""
    columns, meanwhile, words, gone = CASES[part]()
    row = {f"{part}__0__{name}": text for name, text in {"id": "", **columns}.items()}
    written = {"name": "After", "sku": "ANEW", "part_number": "N1", "action__publish": "1"}
    written["brand"] = str(BrandFactory().pk)
    data = posted(page, **written, **{f"{part}__TOTAL_FORMS": "1"}, **row)
    answer = posted_meanwhile(client, url, data, meanwhile)
    assert words in told(answer)
    shown = inputs(answer)
    assert (shown["name"], shown["sku"]) == ("After", "ANEW")
    # What is gone cannot be shown as chosen.
    kept = {name: text for name, text in columns.items() if name != gone}
    assert {name: shown[f"{part}-0-{name}"] for name in kept} == kept
    assert not Product.objects.filter(sku="ANEW").exists()


def test_the_form_of_a_product_says_what_is_wrong_with_a_row_by_now(client):
    url = f"{reverse('catalog_product:add')}?family={FamilyFactory().pk}"
    page = client.get(url)
    for part in product_parts():
        if CASES[part]:
            sent_meanwhile(client, url, page, part)


def test_so_does_the_form_of_a_product_that_is_not_published(client):
    url = reverse("catalog_product:edit", args=[ProductFactory(live=False).pk])
    sent_meanwhile(client, url, client.get(url), "packages")


def test_a_further_category_that_is_deleted_meanwhile(client):
    category = CategoryFactory(name="Sale")
    url = f"{reverse('catalog_product:add')}?family={FamilyFactory().pk}"
    written = {"name": "After", "sku": "ANEW", "part_number": "N1", "action__publish": "1"}
    written |= {"brand": str(BrandFactory().pk), "additional_categories": str(category.pk)}
    data = posted(client.get(url), **written)
    answer = posted_meanwhile(client, url, data, Category.objects.get(pk=category.pk).delete)
    assert "the category that was chosen has been deleted" in told(answer)
    assert inputs(answer)["name"] == "After"
    assert not Product.objects.exists()


def test_a_new_product_of_a_brand_that_is_deleted_meanwhile(client):
    family, brand = FamilyFactory(), BrandFactory()
    url = f"{reverse('catalog_product:add')}?family={family.pk}"
    data = posted(
        client.get(url),
        name="New",
        sku="NEW-1",
        part_number="N1",
        brand=str(brand.pk),
        action__publish="1",
    )
    refused = posted_meanwhile(client, url, data, brand.delete)
    assert "Product: the brand that was chosen has been deleted. Choose another one." in told(
        refused
    )
    assert not Product.objects.exists()
    # It is still a form of a new product, which can be sent again.
    again = posted(refused, brand=str(BrandFactory().pk), action__publish="1")
    assert client.post(url, again).status_code == 302
    assert Product.objects.get().sku == "NEW-1"


def part_viewsets() -> list[ProductPartViewSet]:
    """The forms of parts on their own."""
    registered = (model.snippet_viewset for model in get_snippet_models())
    return [one for one in registered if isinstance(one, ProductPartViewSet)]


MADE = {
    "prices": lambda product: PriceFactory(product=product, price_list=PriceListFactory()),
    "fitments": lambda product: FitmentFactory(product=product),
}


@pytest.mark.parametrize("viewset", part_viewsets(), ids=lambda one: one.model_name)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_part_of_a_product_that_is_deleted_meanwhile(client, viewset, is_new):
    name = viewset.model._meta.get_field("product").remote_field.related_name
    product = ProductFactory()
    columns, *_ = CASES[name]()
    if is_new:
        url = reverse(viewset.get_url_name("add"))
    else:
        url = reverse(viewset.get_url_name("edit"), args=[MADE[name](product).pk])
    data = posted(client.get(url), product=str(product.pk), **columns)
    refused = posted_meanwhile(client, url, data, Product.objects.get(pk=product.pk).delete)
    assert refused.status_code == 200
    page = html.fromstring(refused.content).text_content()
    assert (
        "the product that was chosen has been deleted" if is_new else "has been deleted"
    ) in page
    shown = inputs(refused)
    assert {name: shown.get(name) for name in columns} == columns
    assert not viewset.model.objects.exists()


def deleted(price: Price) -> None:
    lock_product(price.product_id)
    Price.objects.get(pk=price.pk).delete()


def test_a_price_that_was_deleted_meanwhile_does_not_come_back(client):
    price = PriceFactory(product=ProductFactory(), price_list=PriceListFactory())
    url = reverse("catalog_price:edit", args=[price.pk])
    data = posted(client.get(url), amount="8")
    refused = posted_meanwhile(client, url, data, lambda: deleted(price))
    assert "It has been deleted" in told(refused)
    assert not Price.objects.exists()


def priced(product: Product, owner: PriceList) -> None:
    lock_product(product.pk)
    PriceFactory(product=product, price_list=owner)


def test_prices_of_two_people_for_the_same_days(client):
    product, owner = ProductFactory(), PriceListFactory()
    url = reverse("catalog_price:add")
    columns = {"price_list": str(owner.pk), "minimum_quantity": "1", "amount": "5"}
    data = posted(client.get(url), product=str(product.pk), **columns)
    refused = posted_meanwhile(client, url, data, lambda: priced(product, owner))
    assert "The list already has a price for these dates." in told(refused)
    assert inputs(refused)["amount"] == "5"
    assert Price.objects.count() == 1
