"""An error that blocks the channel which is this website keeps a product off the site."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from audit.services import follow_pending
from catalog.bulk.queries.rows import left_rows
from catalog.models import Product, QualityRule
from catalog.products.services.publication import PublicationRefusedError
from catalog.quality.queries.publication import refusals, stored_refusals
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    PriceListFactory,
    ProductFactory,
    QualityRuleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule():
    site = ChannelFactory(code="web", is_site_channel=True)
    rule = QualityRuleFactory(
        name="Has a description",
        severity=QualityRule.Severity.ERROR,
        message="{name} says nothing.",
    )
    rule.blocks.set([site])
    rule.save()
    return rule


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_only_errors_of_rules_at_work_that_block_this_site_refuse(rule):
    product = ProductFactory(name="Pad")
    assert refusals([product]) == {product.pk: ["Pad says nothing."]}
    assert stored_refusals([product.pk]) == {product.pk: ["Has a description"]}
    for change in (
        {"severity": QualityRule.Severity.WARNING},
        {"is_active": False},
        {"blocks": [ChannelFactory()]},
    ):
        assert not refusals_after(product, rule, change)


def refusals_after(product, rule, change) -> dict:
    before = {name: getattr(rule, name) for name in change if name != "blocks"}
    blocked = list(rule.blocks.all())
    for name, value in change.items():
        rule.blocks.set(value) if name == "blocks" else setattr(rule, name, value)
    rule.save()
    found = refusals([product])
    for name, value in before.items():
        setattr(rule, name, value)
    rule.blocks.set(blocked)
    rule.save()
    return found


def test_publishing_in_the_form_keeps_the_draft_and_says_why(rule, administrator, client):
    product = ProductFactory(name="Pad", live=False)
    address = reverse("catalog_product:edit", args=[product.pk])
    data = posted(client.get(address), name="Pad set", **{"action-publish": "1"})
    page = client.post(address, data, follow=True)
    assert page.redirect_chain[0][0] == address
    assert "Pad set says nothing." in page.content.decode()
    product.refresh_from_db()
    assert (product.live, product.get_latest_revision_as_object().name) == (False, "Pad set")

    data = posted(client.get(address), description="Quiet.", **{"action-publish": "1"})
    client.post(address, data)
    product.refresh_from_db()
    assert (product.live, product.description) == (True, "Quiet.")


def test_a_refused_schedule_ends_with_a_line_in_the_history_and_holds_up_nobody(rule):
    past = timezone.now() - timedelta(minutes=1)
    bad, good = ProductFactory(live=False), ProductFactory(live=False, description="Quiet.")
    for product in (bad, good):
        revision = product.save_revision()
        revision.approved_go_live_at = past
        revision.save()
        past += timedelta(seconds=1)
    call_command("publish_scheduled")
    assert set(Product.objects.live()) == {good}
    assert bad.scheduled_revision is None
    entry = ModelLogEntry.objects.get(action="catalog.publish.refused", object_id=bad.pk)
    assert "says nothing" in entry.message


def test_what_is_refused_elsewhere_is_an_error_in_words(rule):
    with pytest.raises(PublicationRefusedError, match=r"is not published: .* says nothing"):
        ProductFactory(live=False).save_revision().publish()


def test_a_bulk_edit_publishes_the_others(rule):
    good, bad = ProductFactory(live=False, description="Quiet."), ProductFactory(live=False)
    follow_pending()
    applied({"target": "product", "action": "publish"})
    assert set(Product.objects.live()) == {good}
    assert not Product.objects.get(pk=bad.pk).live


def test_a_bulk_edit_asks_the_draft_that_it_would_publish(rule):
    mended, broken = ProductFactory(live=False), ProductFactory(live=False, description="Quiet.")
    for product, description in ((mended, "Quiet."), (broken, "")):
        product.description = description
        product.save_revision()
    follow_pending()
    change = applied({"target": "product", "action": "publish"})
    assert set(Product.objects.live()) == {mended}
    [reason] = change.rows.get(product_id=broken.pk).reasons
    assert reason.endswith(f"{broken.name} says nothing.")


def taken_since():
    """Drafts that clash by now, each with what is told of it, and one that does not."""
    AttributeFactory(code="serial", label="Serial", is_unique=True)
    family = FamilyFactory()
    FamilyAttributeFactory(
        family=family, attribute=AttributeFactory(code="length"), is_variant_axis=True
    )
    parent, brand, prices = ProductFactory(family=family), BrandFactory(), PriceListFactory()
    drafts = {
        "number": {"sku": "TAKEN"},
        "part": {"part_number": "P-1", "brand": brand},
        "unique": {"values": {"serial": "A1"}},
        "variant": {"parent": parent, "family": family, "values": {"length": "10"}},
        "prices": {},
        "good": {"name": "New"},
    }
    for sku, changes in drafts.items():
        product = ProductFactory(sku=sku, live=True, name="Old")
        for name, value in changes.items():
            setattr(product, name, value)
        revision = product.save_revision(clean=False)
        if sku == "prices":
            row = {"price_list": prices.pk, "customer": None, "minimum_quantity": 1, "amount": "1"}
            days = {"valid_from": None, "valid_until": None, "product": product.pk}
            revision.content["prices"] = [{"pk": None, **row, **days}] * 2
            revision.save()
    ProductFactory(sku="TAKEN", name="Pad")
    ProductFactory(sku="other part", part_number="P-1", brand=brand, name="Disc")
    ProductFactory(sku="other unique", values={"serial": "a1"})
    ProductFactory(sku="other variant", parent=parent, family=family, values={"length": "10"})
    return {
        "number": "The SKU “TAKEN” already belongs to the product “{TAKEN}”.",
        "part": "The part number “P-1” already belongs to the product “{other part}”.",
        "unique": 'Serial must be unique: "A1" of the product unique belongs to the product'
        " other unique already.",
        "variant": "variant and other variant are variants of one product and have the same values",
        "prices": "The list already has a price for these dates.",
    }


def named(text: str) -> str:
    """The text with the names of the products whose SKUs stand in braces."""
    for product in Product.objects.select_related("brand"):
        text = text.replace("{" + product.sku + "}", str(product))
    return text


def test_a_draft_that_clashes_is_refused_in_words_and_kept():
    for sku, words in taken_since().items():
        product = Product.objects.get(sku=sku)
        content = product.latest_revision.content
        with pytest.raises(PublicationRefusedError) as refused, transaction.atomic():
            product.latest_revision.publish()
        assert named(words) in refused.value.messages[0]
        product = Product.objects.get(sku=sku)
        assert (product.name, product.latest_revision.content) == ("Old", content)


def test_a_bulk_edit_tells_of_each_draft_that_clashes_and_publishes_the_others():
    words = taken_since()
    change = applied(
        {"target": "product", "action": "publish"},
        products=Product.objects.filter(sku__in=[*words, "good"]),
    )
    assert (change.state, change.counts["changed"], change.counts["refused"]) == ("applied", 1, 5)
    assert Product.objects.get(sku="good").name == "New"
    told = {row.sku: row.reasons for row in left_rows(change)}
    assert told == {sku: [named(text)] for sku, text in words.items()}
