"""The search box of the public pages: what it proposes, and what the log remembers of it."""

import threading

import pytest
from django.db import connections

from audit.jobs import run_followers
from catalog.models import CustomerTerms, Segment
from search.models import SearchLogEntry
from tests.catalog.searching import search_products
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory
from tests.jobs.worker import wait_for

pytestmark = pytest.mark.django_db


def test_brands_categories_and_products_are_proposed(client, indexed):
    brand = BrandFactory(name="Wiperworks", slug="wiperworks")
    category = CategoryFactory(name="Wipers", slug="wipers")
    ProductFactory(name="Wiper blade", part_number="WB-1", brand=brand, category=category)
    indexed()
    page = client.get("/catalog/suggest/?q=wip").content.decode()
    assert "/catalog/?brand=wiperworks" in page
    assert "/catalog/c/wipers/" in page
    assert "<strong>WB-1</strong>" in page


def test_a_limited_customer_is_proposed_nothing_outside_the_assortment(client, indexed):
    mine = ProductFactory(name="Wiper blade", part_number="MINE-1")
    ProductFactory(part_number="OTHER-1", name="Wiper", brand=BrandFactory(name="Wiperworks"))
    indexed()
    condition = {"field": "brand", "operator": "is", "value": mine.brand.name}
    segment = Segment.objects.create(
        code="mine", name="Mine", filter={"match": "all", "conditions": [condition]}
    )
    customer = CustomerFactory()
    CustomerTerms.objects.create(customer=customer, assortment=segment)
    client.force_login(UserFactory(customer=customer))
    page = client.get("/catalog/suggest/?q=wip").content.decode()
    assert "MINE-1" in page
    assert "OTHER-1" not in page
    assert "Wiperworks" not in page


def test_a_search_is_logged_with_its_customer_and_suggestions_are_not(client, indexed):
    indexed()
    customer = CustomerFactory()
    client.force_login(UserFactory(customer=customer))
    client.get("/catalog/suggest/?q=flux")
    client.get("/catalog/")
    client.get("/catalog/?q=flux+capacitor")
    entry = SearchLogEntry.objects.get()
    assert (entry.query, entry.results, entry.customer) == ("flux capacitor", 0, customer)


@pytest.mark.django_db(transaction=True)
def test_a_published_edit_is_found_while_the_worker_follows(search_backend, indexed):
    product = ProductFactory(name="Wiper", live=False)
    indexed()
    stop = threading.Event()
    worker = threading.Thread(target=run_followers, args=(stop,))
    worker.start()
    try:
        product.name = "Dynamo"
        product.save_revision().publish()
        wait_for(lambda: search_products("dynamo").ids == [product.pk], "the edit in the index")
    finally:
        stop.set()
        worker.join()
        connections.close_all()
