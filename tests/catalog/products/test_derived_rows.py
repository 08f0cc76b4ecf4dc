"""What hangs on a product and is registered as no part of it goes with it, and never comes back."""

import pytest
from django.db.models import CASCADE

from audit.services import follow_pending
from catalog.models import Product, QualityRule
from catalog.products.derived_rows import derived_models
from catalog.products.services.part_rows import part_tables, remove_derived
from tests.factories.catalog import ChannelFactory, ProductFactory, QualityRuleFactory

MODELS = sorted(derived_models(), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", MODELS)
def test_its_rows_name_the_product_and_go_with_it(model):
    field = model._meta.get_field("product")
    assert (field.related_model, field.remote_field.on_delete) == (Product, CASCADE)
    assert field.column == "product_id"


@pytest.mark.parametrize("model", MODELS)
def test_it_is_no_part_of_the_product_and_has_no_history(model):
    assert model not in {table.model for table in part_tables()}
    assert not hasattr(model, "history")


@pytest.mark.parametrize("model", MODELS)
def test_no_other_row_hangs_on_its_rows(model):
    """A deletion by statement would leave them behind, or be refused."""
    assert not [one for one in model._meta.get_fields(include_hidden=True) if one.one_to_many]


@pytest.mark.django_db
def test_the_rows_of_the_named_products_alone_are_removed():
    QualityRuleFactory(severity=QualityRule.Severity.ERROR)
    ChannelFactory()
    gone, kept = ProductFactory(), ProductFactory()
    follow_pending()
    before = {model: model.objects.filter(product=kept).count() for model in MODELS}
    assert any(before.values())
    remove_derived([gone.pk])
    for model in MODELS:
        assert not model.objects.filter(product=gone).exists()
        assert model.objects.filter(product=kept).count() == before[model]
