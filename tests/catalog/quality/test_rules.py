"""Quality rules: who breaks them, and what becomes of a rule that cannot be checked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.services import follow_pending
from catalog.models import Attribute, Product, QualityIssue, QualityRule
from catalog.quality.queries.broken_rules import broken_by
from catalog.quality.services.checking import check_everything, check_products
from catalog.quality.services.scheduling import CHECK_QUALITY
from catalog.segments.compilation import segment_products
from jobs.exceptions import JobCancelled
from jobs.models import Job
from jobs.progress import JobProgress
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    FamilyFactory,
    ProductFactory,
    QualityRuleFactory,
)

pytestmark = pytest.mark.django_db


def broken(rule) -> set[int]:
    return set(QualityIssue.objects.reported().filter(rule=rule).values_list("product", flat=True))


def check_all() -> None:
    check_everything(progress=JobProgress())


def condition(field, operator, value=None) -> dict:
    return {"field": field, "operator": operator, "value": value}


@pytest.fixture
def thickness():
    AttributeFactory(code="thickness", type=Attribute.Type.NUMBER)
    pads = FamilyFactory(code="brake_pads")
    rule = QualityRuleFactory(
        about={"conditions": [condition("family", "is", "brake_pads")]},
        requirement={"conditions": [condition("values.thickness", "between", ["5", "25"])]},
    )
    rule.pads = pads
    return rule


def test_a_rule_reports_the_products_that_it_is_about_and_that_do_not_meet_it(thickness):
    pads = thickness.pads
    thin, missing = (
        ProductFactory(family=pads, values={"thickness": "4.9"}),
        ProductFactory(family=pads),
    )
    ProductFactory(family=pads, values={"thickness": "12.70"})
    ProductFactory(values={"thickness": "1"})
    check_all()
    assert broken(thickness) == {thin.pk, missing.pk}
    assert thickness.check_state.products == 3


def test_a_variant_is_judged_by_what_it_inherits(thickness):
    parent = ProductFactory(family=thickness.pads, values={"thickness": "12"})
    variant = ProductFactory(family=thickness.pads, parent=parent)
    follow_pending()
    assert broken(thickness) == set()
    Product.objects.filter(pk=parent.pk).update(values={"thickness": "1"})
    follow_pending()
    assert broken(thickness) == {parent.pk, variant.pk}


def test_issues_follow_a_saved_product_and_keep_the_day_they_were_found(thickness):
    product = ProductFactory(family=thickness.pads, values={"thickness": "4"})
    follow_pending()
    found = QualityIssue.objects.get(product=product).found_at
    product.name = "Other"
    product.save()
    follow_pending()
    assert QualityIssue.objects.get(product=product).found_at == found
    product.values = {"thickness": "5"}
    product.save()
    follow_pending()
    assert broken(thickness) == set()


def test_a_text_can_be_asked_for_its_length_and_its_capitals():
    rule = QualityRuleFactory(
        requirement={
            "conditions": [
                condition("description", "longer", 20),
                condition("description", "not_in_capitals"),
            ]
        }
    )
    good = ProductFactory(description="Quiet pads for every day, with wear sensors.")
    short = ProductFactory(description="Pads.")
    loud = ProductFactory(description="THE BEST PADS THAT MONEY CAN BUY")
    check_all()
    assert broken(rule) == {short.pk, loud.pk}
    assert good.pk not in broken(rule)


def test_a_part_number_is_held_against_the_pattern_of_its_brand():
    rule = QualityRuleFactory(
        about={"conditions": [condition("brand_pattern", "not_empty")]},
        requirement={
            "conditions": [condition("part_number", "matches", {"field": "brand_pattern"})]
        },
    )
    brand = BrandFactory(part_number_pattern=r"[A-Z]{2}-\d{4}|X\d")
    ProductFactory(brand=brand, part_number="BP-1234")
    longer = ProductFactory(brand=brand, part_number="BP-12345")
    ProductFactory(part_number="anything")
    check_all()
    assert broken(rule) == {longer.pk}


def test_changing_a_rule_checks_it_anew_and_an_idle_rule_reports_nothing():
    product = ProductFactory()
    rule = QualityRuleFactory()
    follow_pending()
    assert broken(rule) == {product.pk}
    rule.requirement = {"conditions": [condition("name", "not_empty")]}
    rule.save()
    follow_pending()
    assert broken(rule) == set()
    rule.requirement, rule.is_active = {"conditions": [condition("gtin", "not_empty")]}, False
    rule.save()
    follow_pending()
    assert not QualityIssue.objects.exists()


def test_a_large_catalog_is_checked_by_one_job(monkeypatch):
    monkeypatch.setattr("catalog.quality.services.scheduling.AT_ONCE", 1)
    products = ProductFactory.create_batch(2)
    rule = QualityRuleFactory()
    follow_pending()
    rule.save()
    follow_pending()
    job = Job.objects.get(kind=CHECK_QUALITY)
    assert rule.check_state.job == job
    check_everything(progress=JobProgress(), **job.parameters)
    assert broken(rule) == {product.pk for product in products}


def test_dividing_by_zero_is_no_error_but_not_what_was_asked_for():
    AttributeFactory(code="weight", type=Attribute.Type.NUMBER)
    AttributeFactory(code="length", type=Attribute.Type.NUMBER)
    rule = QualityRuleFactory(
        requirement={
            "conditions": [
                {
                    "field": "formula",
                    "formula": "values.weight / values.length",
                    "operator": "gt",
                    "value": "2",
                }
            ]
        }
    )
    zero = ProductFactory(values={"weight": "3", "length": "0"})
    ProductFactory(values={"weight": "3", "length": "1"})
    check_all()
    assert broken(rule) == {zero.pk}
    assert rule.check_state.problem == ""


def test_a_deleted_attribute_stops_the_rule_and_loses_nothing(thickness):
    product = ProductFactory(family=thickness.pads, values={"thickness": "1"})
    other = QualityRuleFactory()
    check_all()
    Attribute.objects.get(code="thickness").delete()
    follow_pending()
    thickness.refresh_from_db()
    assert "There is no field “values.thickness”" in thickness.check_state.problem
    # It says nothing any more, but what it had found is kept; the other rules go on.
    assert broken(thickness) == set()
    assert QualityIssue.objects.filter(rule=thickness).exists()
    assert broken(other) == {product.pk}
    AttributeFactory(code="thickness", type=Attribute.Type.NUMBER)
    follow_pending()
    assert broken(thickness) == {product.pk}


def test_a_pattern_that_runs_away_stops_its_rule_and_no_other(monkeypatch):
    monkeypatch.setattr("catalog.quality.services.checking.LONGEST", 50)
    slow = QualityRuleFactory(
        requirement={"conditions": [condition("description", "matches", "(x+x+)+(y*y*)+z")]}
    )
    monkeypatch.setattr(
        "catalog.quality.services.checking.broken_by",
        lambda rule, **scope: (
            ("SELECT id FROM catalog_product, pg_sleep(5)", ())
            if rule == slow
            else broken_by(rule, **scope)
        ),
    )
    other = QualityRuleFactory()
    product = ProductFactory()
    check_products(product_ids=[product.pk])
    assert "takes too long" in slow.check_state.problem
    assert broken(other) == {product.pk}


def test_a_requirement_that_everything_meets_is_refused():
    rule = QualityRuleFactory(requirement={})
    ProductFactory()
    check_all()
    assert "has no condition" in rule.check_state.problem


def test_a_cancelled_check_blames_no_rule(monkeypatch):
    rule = QualityRuleFactory()
    ProductFactory()

    class Cancelled(JobProgress):
        def check_cancelled(self):
            raise JobCancelled

    with pytest.raises(JobCancelled):
        check_everything(progress=Cancelled())
    assert rule.check_state.problem == ""


def test_issues_go_with_their_product_however_it_is_deleted():
    product = ProductFactory()
    QualityRuleFactory()
    check_all()
    Product.history.all().delete()
    Product.objects.filter(pk=product.pk).order_by()._raw_delete("default")
    assert not QualityIssue.objects.exists()


def test_the_number_of_statements_is_that_of_the_rules(django_assert_num_queries):
    QualityRuleFactory.create_batch(2)
    few, many = ProductFactory.create_batch(2), ProductFactory.create_batch(20)
    with CaptureQueriesContext(connection) as first:
        check_products(product_ids=[product.pk for product in few])
    with django_assert_num_queries(len(first)):
        check_products(product_ids=[product.pk for product in many])


def test_a_rule_is_a_severity_by_which_segments_ask():
    product, rule = ProductFactory(), QualityRuleFactory(severity=QualityRule.Severity.ERROR)
    ProductFactory(description="Something.")
    check_all()
    for asked in (
        condition("quality_rule", "is", rule.code),
        condition("quality_severity", "is", "error"),
    ):
        assert set(segment_products({"conditions": [asked]})) == {product}
