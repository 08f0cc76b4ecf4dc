"""The history is bounded by age and number, and what still matters stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import HistoryRetention
from audit.services import thin_history
from catalog.models import Brand
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, ProductFactory

pytestmark = pytest.mark.django_db


def keep(*, days: int = 365, versions: int = 100) -> None:
    HistoryRetention.objects.create(keep_days=days, keep_versions=versions)


def rename(brand: Brand, *names: str) -> None:
    for name in names:
        brand.name = name
        brand.save()


def names(brand: Brand) -> list[str]:
    return list(brand.history.order_by("history_id").values_list("name", flat=True))


def age(rows, days: int) -> None:
    rows.update(history_date=timezone.now() - timedelta(days=days))


def test_the_oldest_versions_beyond_the_number_go_but_the_first_of_the_rest_is_known():
    keep(versions=2)
    brand = BrandFactory(name="A")
    rename(brand, "B", "C", "D", "E")
    assert thin_history() == 2
    assert names(brand) == ["C", "D", "E"]


def test_versions_that_are_too_old_go_except_the_one_that_held_then():
    keep(days=30)
    brand = BrandFactory(name="A")
    rename(brand, "B", "C")
    age(brand.history.filter(name__in=["A", "B"]), 40)
    assert thin_history() == 1
    assert names(brand) == ["B", "C"]


def test_a_single_old_version_stays():
    keep(days=30)
    brand = BrandFactory(name="A")
    age(brand.history.all(), 400)
    assert thin_history() == 0
    assert names(brand) == ["A"]


def test_of_a_record_deleted_long_ago_nothing_stays():
    keep(days=30)
    brand = BrandFactory(name="A")
    key = brand.pk
    brand.delete()
    age(Brand.history.filter(id=key), 31)
    assert thin_history() == 2
    assert not Brand.history.filter(id=key).exists()


def test_the_version_that_a_present_value_comes_from_stays():
    keep(versions=1)
    product = ProductFactory(values={"width": "1"})
    for values in ({"width": "2"}, {"width": "2", "height": "1"}, {"width": "2", "height": "2"}):
        product.values = values
        product.save()
    product.name = "New"
    product.save()
    thin_history()
    kept = product.history.order_by("history_id").values_list("values", "name")
    # The first gave brand and numbers, the second the width, the fourth the height.
    assert [values for values, _name in kept] == [
        {"width": "1"},
        {"width": "2"},
        {"width": "2", "height": "2"},
        {"width": "2", "height": "2"},
    ]


def test_old_drafts_go_and_the_latest_and_the_live_one_stay():
    keep(versions=1)
    user = UserFactory()
    product = ProductFactory()
    revisions = []
    for name in "ABCD":
        product.name = name
        revisions.append(product.save_revision(user=user))
        if name == "B":
            revisions[-1].publish()
            product.refresh_from_db()
    thin_history()
    assert list(product.revisions.order_by("pk")) == [revisions[1], revisions[3]]
