"""Whatever an admin form can recode keeps the code by which filters and values know it.

Walks the viewsets of the admin: a new model with a code is among them by itself.
"""

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.admin.viewsets import viewsets

from accounts.models import Customer
from catalog.models import (
    ApprovalRule,
    AttributeColumn,
    AttributeOption,
    Segment,
)
from catalog.schema.code_uses.fields import code_fields
from catalog.schema.code_uses.registry import Code, code_uses, uses_of
from catalog.schema.models.fields import CodeField
from catalog.schema.wagtail_admin.code_protection import KeepsCodesInUse
from catalog.segments.code_uses import places_of
from console.references import uses_of as all_uses_of
from tests.catalog.admin_forms import posted
from tests.catalog.schema.test_wagtail_admin import RECORDS
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import AttributeFactory, QualityRuleFactory
from tests.factories.feeds import FeedFactory
from tests.factories.imports import ImportProfileFactory

pytestmark = pytest.mark.django_db
HOUSE = {"accounts", "catalog", "feeds", "home", "imports", "jobs", "media_library", "search"}
# Their codes are changed in the form of what they belong to.
CHILDREN = {AttributeColumn}


def make(model):
    more = {
        "AttributeOption": lambda: AttributeOption.objects.create(
            attribute=AttributeFactory(type="choice"), code="one", label="One"
        ),
        "QualityRule": QualityRuleFactory,
        "Feed": FeedFactory,
        "ImportProfile": ImportProfileFactory,
        "Customer": CustomerFactory,
        "User": UserFactory,
        "ApprovalRule": lambda: ApprovalRule.objects.create(name="Above 100 products"),
    }
    factory = more.get(model.__name__) or RECORDS.get(model)
    assert factory, f"{model.__name__} has a code: give it a record here"
    return factory()


def recodable() -> dict:
    """The viewsets with a form in which a code can be changed, by their models."""
    # The admin registers its viewsets when its addresses are first asked for.
    reverse("wagtailadmin_home")
    found = {}
    for viewset in viewsets.viewsets:
        model = getattr(viewset, "model", None)
        is_edited = hasattr(viewset, "edit_view_class") and getattr(
            viewset, "edit_view_enabled", True
        )
        model = apps.get_model(model) if isinstance(model, str) else model
        if model and model._meta.app_label in HOUSE and is_edited and code_fields(model):
            found[model] = viewset
    return found


def test_every_model_with_a_code_can_be_asked_for():
    """A code that no form shows here would be changed where nobody asks."""
    with_code = {
        model
        for model in apps.get_models()
        if model._meta.app_label in HOUSE
        and not model.__name__.startswith("Historical")
        and any(isinstance(field, CodeField) for field in model._meta.fields)
    }
    assert with_code - CHILDREN <= set(recodable())
    assert Customer in recodable()


def test_forms_of_what_others_know_by_a_code_keep_it():
    for model, viewset in recodable().items():
        record = make(model)
        known = [name for name in code_fields(model) if any(uses_of(Code(record, name)))]
        keeps = issubclass(viewset.edit_view_class, KeepsCodesInUse)
        assert keeps or not known, f"{model.__name__} loses its {known}"


def test_a_code_that_a_filter_names_stays_and_forbids_deletion(client):
    client.force_login(UserFactory(is_superuser=True))
    walked = set()
    for model, viewset in recodable().items():
        for name in code_fields(model):
            record = make(model)
            for place in places_of(Code(record, name)):
                walked.add((model.__name__, name))
                _check_place(client, viewset, Code(record, name), place)
    assert walked >= {
        ("AttributeOption", "code"),
        ("Brand", "name"),
        ("Category", "code"),
        ("Channel", "code"),
        ("Family", "code"),
        ("PriceList", "code"),
        ("Product", "sku"),
        ("QualityRule", "code"),
        ("Segment", "code"),
    }


def _check_place(client, viewset, code, place):
    condition = {"field": place.fields[0], "operator": "is", place.key: code.text}
    naming = Segment.objects.create(
        code="naming", name="Naming", filter={"conditions": [condition]}
    )
    assert [use.queryset.model for use in code_uses(code)] == [Segment]
    assert all_uses_of(code.record, user=None).refuses
    address = reverse(viewset.get_url_name("edit"), args=[code.record.pk])
    form = client.get(address)
    assert "1 segment (“Naming”)" in form.content.decode()
    client.post(address, posted(form, **{code.field: f"{code.text}x"}))
    stored = type(code.record)._default_manager.get(pk=code.record.pk)
    assert getattr(stored, code.field) == code.text
    naming.delete()
