"""What a draft would be if it were published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Attribute, QualityIssue, QualityRule
from catalog.quality.queries.product_state import state_of
from catalog.quality.services.checking import check_everything
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FitmentFactory,
    ProductFactory,
    QualityRuleFactory,
)

pytestmark = pytest.mark.django_db


def known_state(product):
    """The state for somebody who may know every rule."""
    return state_of(product, user=UserFactory(is_superuser=True))


@pytest.fixture
def web():
    return ChannelFactory(code="web", name="Web", locales=["en", "de"])


@pytest.fixture
def product(web):
    product = ProductFactory(live=True, description="Fine.")
    title = AttributeFactory(code="title", label="Title", is_localizable=True, is_per_channel=True)
    row = FamilyAttributeFactory(family=product.family, attribute=title)
    row.required_for.set([web])
    row.save()
    return product


def test_what_is_missing_leads_to_the_field_in_its_language_and_channel(product):
    product.values = {"title": {"en": "Pads"}}
    german, english = known_state(product).channels
    assert (german.channel, german.locale, german.percent) == ("Web", "de", 0)
    [place] = german.missing
    assert place.label == "Title"
    assert place.address.endswith("?language=de&channel=web#id_values-web-de-title")
    assert (english.percent, english.missing) == (100, [])


def test_a_draft_is_judged_and_nothing_is_written(product):
    rule = QualityRuleFactory(message="“{name}” has no description.", severity="error")
    check_everything(progress=JobProgress())
    product.description, product.name = "", "Pad set"
    [issue] = known_state(product).issues
    assert (issue.rule, issue.message) == (rule, "“Pad set” has no description.")
    assert issue.places[0].address.endswith("#id_description")
    assert not QualityIssue.objects.exists()
    product.refresh_from_db()
    assert product.description == "Fine."


def test_a_draft_has_its_own_rows_and_its_parents_values(product):
    AttributeFactory(code="bore", type=Attribute.Type.NUMBER)
    QualityRuleFactory(code="fits", requirement={"conditions": [condition("fitments", "gte", "1")]})
    QualityRuleFactory(
        code="bore", requirement={"conditions": [condition("values.bore", "gt", "5")]}
    )
    category = CategoryFactory()
    QualityRuleFactory(
        code="placed",
        requirement={"conditions": [condition("category", "is", category.code)]},
    )
    assert codes(product) == {"fits", "bore", "placed"}
    product.parent = ProductFactory(values={"bore": "12"})
    ProductFactory(parent=product.parent)
    product.additional_categories = [category]
    product.fitments = [FitmentFactory.build(model=FitmentFactory().model, make=None)]
    product.fitments.first().make = product.fitments.first().model.make
    assert codes(product) == set()


def condition(field, operator, value=None) -> dict:
    return {"field": field, "operator": operator, "value": value}


def codes(product) -> set[str]:
    return {issue.rule.code for issue in known_state(product).issues}


def test_values_stand_in_the_message_as_a_person_would_write_them(product):
    AttributeFactory(code="thickness", type=Attribute.Type.MEASURE)
    QualityRuleFactory(
        message="{values.thickness} is too thin; {values.other} and {brand}.",
        requirement={"conditions": [condition("gtin", "not_empty")]},
    )
    product.values = {"thickness": {"amount": "4.90", "unit": "mm"}}
    [issue] = known_state(product).issues
    assert issue.message == f"4.90 mm is too thin; nothing and {product.brand.name}."


def test_a_stopped_or_idle_rule_says_nothing(product):
    QualityRuleFactory(requirement={"conditions": [condition("values.gone", "not_empty")]})
    QualityRuleFactory(
        requirement={"conditions": [condition("gtin", "not_empty")]}, is_active=False
    )
    assert known_state(product).issues == []


def test_all_rules_are_held_against_a_draft_in_one_statement(product):
    requirement = {"conditions": [condition("gtin", "not_empty")]}
    QualityRuleFactory(requirement=requirement)
    with CaptureQueriesContext(connection) as one:
        known_state(product)
    QualityRuleFactory.create_batch(5, requirement=requirement, severity=QualityRule.Severity.ERROR)
    with CaptureQueriesContext(connection) as many:
        known_state(product)
    # The compiler of filters reads the fields of now for each filter.
    assert len([q for q in many if "broken" in q["sql"]]) == 1
    assert len([q for q in one if "broken" in q["sql"]]) == 1
