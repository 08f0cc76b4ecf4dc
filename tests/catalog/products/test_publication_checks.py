"""Whatever is registered as a check of publications holds in all forms, and everywhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.sql import SQL

from audit.services import follow_pending
from catalog.bulk.queries.rows import left_rows
from catalog.models import Product, QualityRule
from catalog.products import publication_checks
from catalog.products.publication_checks import (
    PublicationCheck,
    refusals,
    refusing_conditions,
    registered_checks,
    stored_refusals,
)
from catalog.products.services.publication import PublicationRefusedError
from tests.factories.bulk_edits import applied
from tests.factories.catalog import ChannelFactory, ProductFactory, QualityRuleFactory

pytestmark = pytest.mark.django_db

CHECKS = range(len(registered_checks()))


@pytest.fixture
def products() -> list[Product]:
    """Products of which every registered check refuses some and lets others pass."""
    rule = QualityRuleFactory(severity=QualityRule.Severity.ERROR)
    rule.blocks.set([ChannelFactory(is_site_channel=True)])
    rule.save()
    texts = ("Quiet.", "", "Loud.", "")
    products = [ProductFactory(live=False, description=text) for text in texts]
    follow_pending()
    return products


def matched(condition) -> set[int]:
    """The keys of the stored products under the condition."""
    statement = SQL("SELECT product.id FROM catalog_product product WHERE {}").format(condition)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {key for (key,) in cursor}


@pytest.mark.parametrize("number", CHECKS)
def test_the_forms_of_a_check_agree_and_give_reasons(number, products):
    check = registered_checks()[number]
    keys = [product.pk for product in products]
    in_memory, stored = check.refusals(products), check.stored_refusals(keys)
    assert set(in_memory) == set(stored) == matched(check.condition())
    assert 0 < len(stored) < len(products)
    told = [reasons for answer in (in_memory, stored) for reasons in answer.values()]
    assert all(reasons and all(map(str.strip, reasons)) for reasons in told)
    assert str(check.words).endswith(".")


@pytest.mark.parametrize("number", CHECKS)
def test_a_check_refuses_nothing_where_nothing_stands_in_the_way(number):
    check, product = registered_checks()[number], ProductFactory()
    assert not check.refusals([product])
    assert not check.stored_refusals([product.pk])
    assert check.condition() is None


@pytest.mark.parametrize("number", CHECKS)
def test_a_check_takes_as_many_statements_for_many_stored_products_as_for_one(number, products):
    check, keys = registered_checks()[number], [product.pk for product in products]
    with CaptureQueriesContext(connection) as for_one:
        check.stored_refusals(keys[1:2])
    with CaptureQueriesContext(connection) as for_all:
        check.stored_refusals(keys)
    assert len(for_all) <= len(for_one)


def refuse_pads(monkeypatch) -> None:
    """Have one more check that refuses products named Pad."""
    pads = PublicationCheck(
        refusals=lambda products: {one.pk: ["No pads."] for one in products if one.name == "Pad"},
        stored_refusals=lambda keys: {
            key: ["No pads"]
            for key in Product.objects.filter(pk__in=keys, name="Pad").values_list("pk", flat=True)
        },
        condition=lambda: SQL("product.name = 'Pad'"),
        words="It is a pad.",
    )
    monkeypatch.setattr(publication_checks, "_checks", [*registered_checks(), pads])


def test_another_check_refuses_revisions_and_bulk_edits(monkeypatch):
    refuse_pads(monkeypatch)
    pad, disc = (ProductFactory(name=name, live=False) for name in ("Pad", "Disc"))
    with pytest.raises(PublicationRefusedError, match="is not published: No pads"):
        pad.save_revision().publish()
    Product.objects.filter(pk=pad.pk).update(has_unpublished_changes=False)
    change = applied({"target": "product", "action": "publish"})
    assert set(Product.objects.live()) == {disc}
    assert [row.reasons for row in left_rows(change)] == [["It is a pad."]]


def test_reasons_of_several_checks_are_told_together(monkeypatch, products):
    refuse_pads(monkeypatch)
    broken = products[1]
    broken.name = "Pad"
    broken.save()
    both = refusals(products)[broken.pk]
    assert (len(both), both[-1]) == (2, "No pads.")
    assert len(stored_refusals([broken.pk])[broken.pk]) == 2
    assert [words for _condition, words in refusing_conditions()][-1] == "It is a pad."
