"""What is registered to be done after a publication is done in it, and only then."""

import pytest
from django.db import connection, transaction

from catalog.models import Product, QualityRule
from catalog.products import after_publication
from catalog.products.after_publication import registered_steps
from catalog.products.services.publication import PublicationRefusedError
from tests.factories.catalog import ChannelFactory, ProductFactory, QualityRuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(monkeypatch) -> list[tuple]:
    """What one more step finds: the product's row, and whether it is in a transaction."""
    found: list[tuple] = []

    def look(*, product):
        row = Product.objects.get(pk=product.pk)
        found.append((row.name, row.live, connection.in_atomic_block))

    monkeypatch.setattr(after_publication, "_registered", [*registered_steps(), look])
    return found


def draft(**content) -> Product:
    product = ProductFactory(live=False, name="Old", **content)
    product.name = "New"
    product.save_revision()
    return product


def test_a_step_finds_the_product_published(seen):
    draft().latest_revision.publish()
    assert seen == [("New", True, True)]


def test_nothing_follows_a_refused_publication(seen):
    rule = QualityRuleFactory(severity=QualityRule.Severity.ERROR)
    rule.blocks.set([ChannelFactory(is_site_channel=True)])
    rule.save()
    with pytest.raises(PublicationRefusedError):
        draft(description="").latest_revision.publish()
    assert seen == []


def test_a_step_that_fails_takes_the_publication_back(monkeypatch):
    def fail(*, product):
        raise RuntimeError(product.sku)

    monkeypatch.setattr(after_publication, "_registered", [fail])
    product = draft()
    with pytest.raises(RuntimeError), transaction.atomic():
        product.latest_revision.publish()
    assert not Product.objects.get(pk=product.pk).live


@pytest.mark.parametrize("number", range(len(registered_steps())))
def test_a_registered_step_leaves_the_product_as_it_is_published(number):
    product = draft()
    product.latest_revision.publish()
    [before] = Product.objects.filter(pk=product.pk).values()
    registered_steps()[number](product=product)
    assert Product.objects.filter(pk=product.pk).values().get() == before
