"""A price that begins or ends at midnight does so wherever prices show, without anything saved.

The clock of the site is moved; the index stays as it was written the day before.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from catalog.listing.wagtail_admin.row_facts import Fact, look_up
from catalog.models import Product
from catalog.pricing.queries import resolve_prices
from catalog.segments.compilation import segment_products
from console.site_day import site_day
from feeds.files import stored_path
from search.models import SearchDocument
from search.services.outdated_prices import index_outdated_prices
from tests.catalog.searching import search_products
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory
from tests.feeds.test_price_rights import written

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 3, 8, 23, 55, tzinfo=UTC)
MIDNIGHT = timedelta(minutes=6)
UP, DOWN = "/catalog/?sort=price", "/catalog/?sort=-price"


@pytest.fixture
def clock(monkeypatch):
    """A function that sets the time; it is the evening first."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(EVENING)
    return set_to


@pytest.fixture
def catalog(clock):
    """A costs 10 until today and 40 from tomorrow on, B always 20, C 30 from tomorrow on.

    D has a price of 50 that ends today, and E one from five pieces on, of 5 until today.
    """
    public = PriceListFactory(is_public=True)
    today = site_day()
    until, then = {"valid_until": today}, {"valid_from": today + timedelta(days=1)}
    products = {name: ProductFactory(part_number=name, name=name) for name in "ABCDE"}
    for name, amount, fields in [
        ("A", 10, until),
        ("A", 40, then),
        ("B", 20, {}),
        ("C", 30, then),
        ("D", 50, until),
        ("E", 5, {"minimum_quantity": 5, **until}),
        ("E", 45, {"minimum_quantity": 5, **then}),
    ]:
        PriceFactory(product=products[name], price_list=public, amount=amount, **fields)
    return products


def of_segment(amount):
    condition = {"field": "price", "operator": "is", "value": amount}
    return list(segment_products({"conditions": [condition]}))


def shown(client, address):
    cards = client.get(address).context["listing"].cards
    return [(card.part_number, card.price) for card in cards]


EVENING_UP = [
    ("E", "from 5: $5.00"),
    ("A", "$10.00"),
    ("B", "$20.00"),
    ("D", "$50.00"),
    ("C", ""),
]
DAY_UP = [
    ("B", "$20.00"),
    ("C", "$30.00"),
    ("A", "$40.00"),
    ("E", "from 5: $45.00"),
    ("D", ""),
]


def downwards(rows):
    return [*reversed(rows[:-1]), rows[-1]]


def test_the_order_follows_the_day_before_anything_is_indexed(client, indexed, clock, catalog):
    indexed()
    assert shown(client, UP) == EVENING_UP
    assert shown(client, DOWN) == downwards(EVENING_UP)
    clock(EVENING + MIDNIGHT)
    assert shown(client, UP) == DAY_UP
    assert shown(client, DOWN) == downwards(DAY_UP)
    assert shown(client, f"{UP}&q=C") == [("C", "$30.00")]


def test_after_midnight_the_index_is_brought_up_to_date_and_answers_again(
    client, indexed, clock, catalog, search_backend
):
    indexed()
    assert index_outdated_prices() == 0
    assert search_products(sort="price").backend == search_backend
    clock(EVENING + MIDNIGHT)
    assert search_products(sort="price").backend == "postgresql"
    assert search_products(sort="name").backend == search_backend
    backends = {"postgresql", search_backend}
    assert index_outdated_prices() == len(backends) * 4
    assert index_outdated_prices() == 0
    assert search_products(sort="price").backend == search_backend
    assert shown(client, UP) == DAY_UP
    prices = SearchDocument.objects.filter(object_id=catalog["D"].pk).values_list("price")
    assert list(prices) == [(None,)]


def test_the_number_of_queries_is_the_same_before_and_after_midnight(
    indexed, clock, catalog, django_assert_max_num_queries
):
    indexed()
    for moment in (EVENING, EVENING + MIDNIGHT):
        clock(moment)
        with django_assert_max_num_queries(4):
            search_products(sort="price", facets=["brand"])


def test_only_what_changes_is_indexed_with_the_last_day_of_its_price(indexed, catalog):
    indexed()
    days = dict(SearchDocument.objects.values_list("object_id", "price_until"))
    assert {name: days[product.pk] for name, product in catalog.items()} == {
        **dict.fromkeys("ACDE", site_day()),
        "B": None,
    }


def test_page_card_segment_list_feed_and_kept_pages_change_at_the_same_minute(
    client, indexed, clock, catalog, settings
):
    settings.PAGE_CACHE_SECONDS = 3600
    indexed()
    product = catalog["A"]
    for moment, amount in [(EVENING, "10.00"), (EVENING + MIDNIGHT, "40.00")]:
        clock(moment)
        page = client.get(product.get_absolute_url()).content.decode()
        assert f"${amount}" in page
        assert f'"price": "{amount}"' in page
        for _kept in range(2):
            assert f"${amount}" in client.get("/catalog/").content.decode()
        assert of_segment(amount) == [product]
        [row] = Product.objects.filter(pk=product.pk)
        look_up([row], {Fact.PRICE})
        assert row.facts.price == {product.pk: f"${amount}"}
        assert amount in stored_path(written("price").file).read_text()


def test_a_person_of_another_time_zone_sees_the_prices_of_the_site_day(clock, catalog, settings):
    settings.TIME_ZONE = "America/New_York"
    clock(datetime(2026, 3, 8, 20, 30, tzinfo=timezone.get_default_timezone()))
    with timezone.override("Pacific/Kiritimati"):
        assert resolve_prices([catalog["A"].pk])[catalog["A"].pk].text == "$10.00"
        assert of_segment("10") == [catalog["A"]]
