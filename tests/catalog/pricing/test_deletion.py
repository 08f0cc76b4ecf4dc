"""Deleting price lists with their prices, set-wise, and many prices at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Price, PriceList, Product
from jobs.deletion import start_deletion
from jobs.models import Job
from jobs.services import run_job_here
from tests.console.deleting import delete, text_of, told
from tests.console.prices import list_with_prices
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_a_large_price_list_is_deleted_by_a_job(client, administrator):
    prices = list_with_prices(1_920)
    assert told(client, "catalog_pricelist:delete", prices) == {
        ("Prices", "price list"): (1_920, "along")
    }
    assert "The name does not match" in text_of(
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
        start_deletion(prices, administrator)
        job = Job.objects.latest("pk")
        with CaptureQueriesContext(connection) as queries:
            assert run_job_here(job).state == "succeeded"
        return len(queries)

    statements(1)
    assert statements(10) == statements(400)


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
