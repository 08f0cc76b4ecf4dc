"""Counts of a search on PostgreSQL: right, or large and then told to be old."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from search.backends.postgresql import counting
from search.services.rebuilding import rebuild_index
from tests.catalog.searching import counts, search_products
from tests.factories.catalog import BrandFactory, ProductFactory

pytestmark = pytest.mark.django_db

LARGE = 3


@pytest.fixture(autouse=True)
def on_postgresql(settings, monkeypatch):
    settings.LARGE_COUNTS_SECONDS = 60
    monkeypatch.setattr(counting, "LARGE_TOTAL", LARGE)


@pytest.fixture
def brand():
    brand = BrandFactory(name="Acme")
    more(brand, LARGE)
    return brand


def more(brand, number):
    ProductFactory.create_batch(number, brand=brand, live=True)
    rebuild_index(index="products", backend="postgresql")


def counted(**query):
    result = search_products(facets=["brand"], **query)
    return result.total, sum(counts(result, "brand").values()), result.counted_at


def test_counts_of_an_index_that_has_not_changed_are_right_and_say_nothing(brand):
    assert counted() == counted() == (LARGE, LARGE, None)


def test_large_counts_may_be_old_and_say_when_they_were_made(brand, monkeypatch):
    before = timezone.now()
    counted()
    after = timezone.now()
    more(brand, 1)
    total, of_brands, counted_at = counted()
    assert (total, of_brands) == (LARGE, LARGE)
    assert before <= counted_at <= after
    monkeypatch.setattr(timezone, "now", lambda: after + timedelta(seconds=60))
    assert counted() == (LARGE + 1, LARGE + 1, None), "a minute later"


def test_counts_that_are_not_large_are_always_right(brand):
    other = BrandFactory(name="Bolt")
    more(other, LARGE - 1)
    of_other = {"filters": {"brand": [other.pk]}}
    assert counted(**of_other)[0] == LARGE - 1
    more(other, 1)
    total, _of_brands, counted_at = counted(**of_other)
    assert total == LARGE
    assert counted_at, "the brands are counted as if none were chosen, and these counts are large"
    assert search_products(**of_other).counted_at is None


def test_counts_of_nothing_are_never_kept(brand):
    other = BrandFactory(name="Bolt")
    of_other = {"filters": {"brand": [other.pk]}}
    assert search_products(**of_other).total == 0
    more(other, 1)
    assert search_products(**of_other).total == 1


def test_whoever_wants_no_old_counts_gets_none(brand, settings):
    settings.LARGE_COUNTS_SECONDS = 0
    counted()
    more(brand, 1)
    assert counted() == (LARGE + 1, LARGE + 1, None)


def test_the_page_says_when_it_counted(brand, client):
    shown = client.get(reverse("catalog:list")).content.decode()
    assert "<strong>3</strong> parts</p>" in shown
    more(brand, 1)
    shown = client.get(reverse("catalog:list")).content.decode()
    assert '<strong>3</strong> parts<span class="toolbar__counted">, as of ' in shown
