"""Completeness follows what changed."""

import pytest

from audit.followers import Change
from audit.services import follow_pending
from catalog.models import Completeness
from catalog.quality.followers import follow_completeness
from catalog.quality.jobs import recalculate_completeness_job
from catalog.quality.services.completeness_updates import RECALCULATE
from jobs.models import Job
from jobs.progress import JobProgress
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def required():
    """An attribute that the channel requires in one family, with a product of that family."""
    channel = ChannelFactory(locales=["en"])
    row = FamilyAttributeFactory(family=FamilyFactory(), attribute=AttributeFactory())
    row.required_for.set([channel])
    row.save()
    return row


def change_of(entity: str, pk: int, part: str = "") -> Change:
    return Change(entity=entity, entity_id=pk, part=part, action="updated", at=None)


def percent_of(product) -> int:
    return Completeness.objects.get(product=product).percent


def test_a_changed_product_is_recalculated(required):
    product = ProductFactory(family=required.family)
    follow_completeness([change_of("catalog.product", product.pk)])
    assert percent_of(product) == 0
    product.values = {required.attribute.code: "x"}
    product.save()
    follow_completeness([change_of("catalog.product", product.pk)])
    assert percent_of(product) == 100


@pytest.mark.parametrize("entity", ["catalog.family", "catalog.attribute", "catalog.channel"])
def test_a_changed_model_recalculates_the_products_that_have_it(required, entity):
    product = ProductFactory(family=required.family)
    record = {
        "catalog.family": required.family,
        "catalog.attribute": required.attribute,
        "catalog.channel": required.required_for.get(),
    }[entity]
    follow_completeness([change_of(entity, record.pk)])
    assert percent_of(product) == 0


def test_a_changed_price_recalculates_nothing(required):
    product = ProductFactory(family=required.family)
    follow_completeness([change_of("catalog.product", product.pk, part="prices")])
    assert not Completeness.objects.exists()


def test_a_deleted_product_harms_nothing(required):
    follow_completeness([change_of("catalog.product", 999_999)])
    assert not Completeness.objects.exists()


def test_requiring_an_attribute_is_told_to_the_followers(required):
    product = ProductFactory(family=required.family)
    other = ChannelFactory(locales=["en"])
    follow_pending()
    assert Completeness.objects.get(product=product, channel=other).percent == 100
    required.required_for.add(other)
    required.save()
    follow_pending()
    assert Completeness.objects.get(product=product, channel=other).percent == 0


def test_many_products_of_a_family_wait_for_one_job(required, monkeypatch):
    monkeypatch.setattr("catalog.quality.services.completeness_updates.AT_ONCE", 1)
    products = ProductFactory.create_batch(2, family=required.family)
    change = change_of("catalog.family", required.family.pk)
    follow_completeness([change])
    follow_completeness([change])
    [job] = Job.objects.filter(kind=RECALCULATE)
    assert not Completeness.objects.exists()
    recalculate_completeness_job(JobProgress(), **job.parameters)
    assert [percent_of(product) for product in products] == [0, 0]
