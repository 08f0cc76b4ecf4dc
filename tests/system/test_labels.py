"""The text that stands for a record tells no amount: logs, messages and lists show it to many."""

import pytest
from django.apps import apps
from django.db import models


def amounts_of(model: type[models.Model]) -> list[str]:
    """The fields that hold amounts of money."""
    of_prices = "price" in model._meta.model_name
    return [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.DecimalField)
        and (of_prices or any(word in field.name for word in ("amount", "price")))
    ]


MODELS = [model for model in apps.get_models(include_auto_created=True) if amounts_of(model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_record_is_called_something_without_its_amounts(world, model):
    records = model._base_manager.all()
    assert records
    for record in records:
        amounts = {getattr(record, name) for name in amounts_of(model)} - {None}
        assert not [amount for amount in amounts if f"{amount:.2f}" in str(record)]
