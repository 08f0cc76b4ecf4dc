"""The product listing, and what Wagtail adds to a product: preview and workflow."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from catalog.listing.wagtail_admin.view import ProductIndexView
from catalog.models import Product, Segment
from console.wagtail_admin.paginator import QuickCountPaginator
from media_library.services.assets import ensure_asset
from tests.catalog.admin_forms import posted
from tests.catalog.schema.test_wagtail_admin import RECORDS, address, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.factories.media_library import ImageFileFactory

pytestmark = pytest.mark.django_db

LIST = "catalog_product:list"


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def listed(client, **query) -> list[str]:
    response = client.get(reverse(LIST), query)
    return [product.part_number for product in response.context["object_list"]]


# A segment is asked for its number of products, which takes a query each.
IN_ONE_QUERY = [model for model in RECORDS if model is not Segment]


@pytest.mark.parametrize("model", IN_ONE_QUERY, ids=lambda model: model.__name__)
def test_a_listing_takes_as_many_queries_for_many_rows_as_for_few(client, administrator, model):
    counts = []
    for _ in range(2):
        RECORDS[model]()
        client.get(address(model, "index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(model, "index"))
        counts.append(len(queries))
        for _ in range(3):
            RECORDS[model]()
    assert counts[0] == counts[1]


def test_cells_show_what_a_reader_sees_of_markup_and_the_title_of_an_asset(client, administrator):
    AttributeFactory(code="care", type="rich_text")
    AttributeFactory(code="wiring", type="asset")
    asset = ensure_asset(file_object=ImageFileFactory(title="Wiring diagram"))
    parent = ProductFactory(values={"wiring": asset.pk})
    ProductFactory(parent=parent, values={"care": "<p>Keep <b>dry</b></p><p>R&amp;D</p>"})
    page = client.get(reverse(LIST), {"columns": "values.care,values.wiring"}).content.decode()
    assert ">Keep dry R&amp;D</td>" in page
    assert page.count(">Wiring diagram</td>") == 2


def test_products_are_found_by_a_number_in_any_spelling_and_by_words(client, administrator):
    ProductFactory(part_number="AB-1234/5", name="Ceramic pad", brand=BrandFactory(name="Acme"))
    ProductFactory(part_number="ZZ-1", name="Disc")
    assert listed(client, q="ab12345") == ["AB-1234/5"]
    assert listed(client, q="acme pad") == ["AB-1234/5"]
    assert listed(client, q="acme disc") == []


def test_products_are_narrowed_by_a_category_and_what_is_below_it(client, administrator):
    brakes = CategoryFactory()
    discs = CategoryFactory(parent=brakes)
    ProductFactory(part_number="inside", category=discs)
    ProductFactory(part_number="outside")
    below = {"field": "category", "operator": "in", "value": [brakes.code]}
    assert listed(client, f=json.dumps(below)) == ["inside"]


def test_a_long_list_is_counted_up_to_a_limit_and_then_estimated():
    ProductFactory.create_batch(6, family=FamilyFactory(), brand=BrandFactory())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_product")
    paginator = QuickCountPaginator(Product.objects.order_by("pk"), per_page=2)
    assert (paginator.is_estimate, paginator.count) == (False, 6)
    paginator = QuickCountPaginator(Product.objects.order_by("pk"), per_page=2)
    paginator.exact_up_to = 3
    assert (paginator.is_estimate, paginator.count) == (True, 6)
    assert paginator.items_count_label.startswith("about ")


def test_a_large_number_is_grouped():
    assert QuickCountPaginator(range(1204), per_page=20).items_count_label == "1,204 items"


def test_the_preview_shows_the_draft_on_the_real_product_page(client, administrator):
    product = ProductFactory(name="Live name")
    edit = reverse("catalog_product:edit", args=[product.pk])
    preview = reverse("catalog_product:preview_on_edit", args=[product.pk])
    data = posted(client.get(edit), name="Draft name")
    assert client.post(preview, data).json() == {"is_valid": True, "is_available": True}
    page = client.get(preview)
    assert "catalog/storefront/product.html" in [template.name for template in page.templates]
    assert "Draft name" in page.content.decode()


def test_an_editor_submits_and_a_reviewer_approves(client):
    reviewer = UserFactory(is_superuser=True)
    task = GroupApprovalTask.objects.create(name="Review")
    workflow = Workflow.objects.create(name="Products")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=Product.get_base_content_type()
    )
    product = ProductFactory(live=False)
    sign_in(client, "change_product")
    edit = reverse("catalog_product:edit", args=[product.pk])
    page = client.get(edit)
    client.post(edit, posted(page, action__submit="1", name="Reviewed"))
    product.refresh_from_db()
    assert product.workflow_in_progress
    client.force_login(reviewer)
    state = product.current_workflow_task_state
    approve = reverse("catalog_product:workflow_action", args=[product.pk, "approve", state.pk])
    client.post(approve)
    product.refresh_from_db()
    assert (product.live, product.name) == (True, "Reviewed")


def test_an_editor_without_the_right_to_publish_cannot_publish(client):
    product = ProductFactory(live=False)
    sign_in(client, "change_product")
    edit = reverse("catalog_product:edit", args=[product.pk])
    client.post(edit, posted(client.get(edit), action__publish="1"))
    product.refresh_from_db()
    assert product.live is False


def test_a_listing_that_takes_too_long_says_what_to_do(client, administrator, monkeypatch):
    ProductFactory()
    read = ProductIndexView._page

    def read_slowly(view, products, page_size):
        if not products.query.is_empty():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(60)")
        return read(view, products, page_size)

    monkeypatch.setattr(ProductIndexView, "_page", read_slowly)
    monkeypatch.setattr("catalog.listing.wagtail_admin.view.LONGEST_MILLISECONDS", 1)
    page = client.get(reverse(LIST))
    assert "This search takes too long" in page.content.decode()
    assert list(page.context["object_list"]) == []
