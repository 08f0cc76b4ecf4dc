"""Whoever registers a check of the forms of lower rooms keeps to the same rules."""

import pytest
from django.apps import apps
from django.forms import model_to_dict
from django.urls import reverse

from accounts.models import Customer
from catalog.models import Attribute
from console.wagtail_admin.form_checks import CheckedForm, form_checks
from tests.catalog.schema.test_wagtail_admin import RECORDS as RECORDS_OF_CATALOG
from tests.factories.accounts import CustomerFactory, UserFactory

pytestmark = pytest.mark.django_db
RECORDS = {**RECORDS_OF_CATALOG, Customer: CustomerFactory}
# What a check has to judge at all.
JUDGED = {Attribute: {"is_unique": True}}
CHECKS = [
    pytest.param(model, check, id=check.__name__)
    for model in apps.get_models()
    for check in form_checks(model)
]


@pytest.mark.parametrize(("model", "check"), CHECKS)
def test_a_record_that_does_not_change_is_not_judged(model, check, django_assert_num_queries):
    record = RECORDS[model](**JUDGED.get(model, {}))
    unchanged = model_to_dict(record)
    with django_assert_num_queries(0):
        assert not check(record, unchanged)


@pytest.mark.parametrize(("model", "check"), CHECKS)
def test_what_the_form_refused_already_is_not_looked_for(model, check):
    assert not check(model(), {})
    assert not check(RECORDS[model](), {})


@pytest.mark.parametrize(("model", "check"), CHECKS)
def test_the_form_asks(client, model, check):
    client.force_login(UserFactory(is_superuser=True))
    name = "customer" if model is Customer else f"catalog_{model._meta.model_name}"
    for address in (reverse(f"{name}:add"), reverse(f"{name}:edit", args=[RECORDS[model]().pk])):
        assert isinstance(client.get(address).context["form"], CheckedForm)
