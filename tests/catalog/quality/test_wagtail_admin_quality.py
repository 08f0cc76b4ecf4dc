"""Rules, the panel of the product form and the reports."""

import json

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.roles import EDITOR, MARKETING, REVIEWER
from accounts.services.roles import sync_roles
from audit.services import follow_pending
from catalog.models import Completeness, QualityRule
from catalog.quality.queries import completeness_report
from catalog.quality.services.counting import count_day
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    ProductFactory,
    QualityRuleFactory,
)

pytestmark = pytest.mark.django_db

FILLED = {"conditions": [{"field": "gtin", "operator": "not_empty"}]}


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_superuser=True))


def rule_data(**changes) -> dict:
    return {
        "name": "GTIN",
        "code": "gtin",
        "severity": "warning",
        "is_active": "on",
        "message": "{name} has no GTIN.",
        "about": "{}",
        "requirement": json.dumps(FILLED),
        **changes,
    }


def test_an_editor_writes_a_rule_and_it_is_at_work(client, administrator):
    product = ProductFactory()
    client.post(reverse("catalog_qualityrule:add"), rule_data())
    rule = QualityRule.objects.get()
    follow_pending()
    assert rule.issues.get().product == product
    page = client.get(reverse("catalog_qualityrule:index")).content.decode()
    assert "1 of 1" in page
    edit = client.get(reverse("catalog_qualityrule:edit", args=[rule.pk])).content.decode()
    assert "1 of the 1 products" in edit


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"requirement": "{}"}, "Add at least one condition"),
        ({"message": "{values.gone} is wrong"}, "{values.gone} is not a product field"),
        ({"requirement": json.dumps({"conditions": [{"field": "x", "operator": "is"}]})}, "“x”"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_in_words(client, administrator, changes, told):
    page = client.post(reverse("catalog_qualityrule:add"), rule_data(**changes))
    assert told in page.content.decode()
    assert not QualityRule.objects.exists()


def test_a_warning_blocks_nothing(client, administrator):
    channel = ChannelFactory()
    page = client.post(reverse("catalog_qualityrule:add"), rule_data(blocks=[channel.pk]))
    assert "Only an error blocks a channel" in page.content.decode()


def test_a_stopped_rule_says_so_in_its_form_and_in_the_report(client, administrator):
    rule = QualityRuleFactory(requirement={"conditions": [{"field": "no", "operator": "empty"}]})
    ProductFactory()
    follow_pending()
    for address in (
        reverse("catalog_qualityrule:edit", args=[rule.pk]),
        reverse("catalog_quality:quality"),
    ):
        assert "There is no field “no”" in client.get(address).content.decode()


@pytest.fixture
def incomplete():
    channel = ChannelFactory(code="web", name="Web", locales=["en"])
    product = ProductFactory(live=True)
    attribute = AttributeFactory(code="bore", label="Bore")
    row = FamilyAttributeFactory(family=product.family, attribute=attribute)
    row.required_for.set([channel])
    row.save()
    QualityRuleFactory(message="{name} needs words.", severity="error")
    follow_pending()
    return product


def test_the_form_shows_what_is_missing_and_wrong(client, administrator, incomplete):
    page = client.get(reverse("catalog_product:edit", args=[incomplete.pk])).content.decode()
    assert f"{incomplete.name} needs words." in page
    assert "?language=en&amp;channel=web#id_values-bore" in page
    incomplete.description = "Words."
    incomplete.save_revision()
    panel = client.get(reverse("catalog_quality:state", args=[incomplete.pk])).content.decode()
    assert "needs words" not in panel
    assert "id_values-bore" in panel


def test_the_reports_rank_rules_families_and_products(client, administrator, incomplete):
    count_day(timezone.localdate())
    quality = client.get(reverse("catalog_quality:quality")).content.decode()
    assert "1 issue." in quality
    assert incomplete.family.label in quality
    completeness = client.get(reverse("catalog_quality:completeness")).content.decode()
    assert "Bore" in completeness
    assert "1 of 1" in completeness
    issues = client.get(reverse("catalog_quality:issues")).content.decode()
    assert incomplete.part_number in issues
    assert {one.percent for one in Completeness.objects.filter(product=incomplete)} == {0}


def test_the_completeness_report_leads_to_the_products_that_it_counts(
    client, administrator, incomplete
):
    complete = ProductFactory(
        live=True, brand=incomplete.brand, family=incomplete.family, values={"bore": "12"}
    )
    ProductFactory(live=True)
    follow_pending()
    page = html.fromstring(client.get(reverse("catalog_quality:completeness")).content)
    lacking, both = [incomplete.pk], [incomplete.pk, complete.pk]
    for text, products in [("Bore", lacking), ("1", lacking), ("1 of 2", lacking)]:
        assert led_to(client, page, text) == [products] * len(links(page, text))
    assert led_to(client, page, incomplete.family.label) == [both]
    assert led_to(client, page, incomplete.brand.name) == [both]


def links(page, text) -> list[str]:
    """The addresses behind a text of the report."""
    return [
        link.get("href")
        for link in page.xpath("//*[@class='catalog-report']//a")
        if " ".join(link.text_content().split()) == text
    ]


def led_to(client, page, text) -> list[list[int]]:
    """The products behind each link with this text, of which there is at least one."""
    found = [client.get(address).context["object_list"] for address in links(page, text)]
    assert found
    return [sorted(product.pk for product in products) for products in found]


def test_the_reports_ask_the_same_of_the_database_however_many_issues_there_are(
    client, administrator
):
    QualityRuleFactory()
    ProductFactory.create_batch(3)
    follow_pending()
    names = ["quality", "completeness", "issues"]
    for name in names:
        client.get(reverse(f"catalog_quality:{name}"))
    counts = {name: queries_of(client, name) for name in names}
    QualityRuleFactory.create_batch(3)
    ProductFactory.create_batch(10)
    follow_pending()
    assert {name: queries_of(client, name) for name in names} == counts


def queries_of(client, name) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"catalog_quality:{name}")).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("role", "pages", "edits"),
    [(EDITOR, 200, True), (REVIEWER, 200, False), (MARKETING, 302, False)],
)
def test_each_role_sees_what_it_may(client, incomplete, role, pages, edits):
    sync_roles()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role.name))
    client.force_login(user)
    for name in ("quality", "issues"):
        assert client.get(reverse(f"catalog_quality:{name}")).status_code == pages
    answer = client.get(reverse("catalog_qualityrule:add"))
    assert (answer.status_code == 200) == edits


class TestALargeCompletenessReport:
    @pytest.fixture(autouse=True)
    def large(self, monkeypatch, settings):
        monkeypatch.setattr(completeness_report, "LARGE_NUMBER", 1)
        settings.LARGE_COUNTS_SECONDS = 60

    def page(self, client) -> str:
        return client.get(reverse("catalog_quality:completeness")).content.decode()

    def test_may_be_old_and_says_when_it_was_counted(self, client, administrator, incomplete):
        first = self.page(client)
        assert "1 of 1" in first
        assert "As of" not in first, "just now"
        ProductFactory(live=True, brand=incomplete.brand, family=incomplete.family)
        follow_pending()
        again = self.page(client)
        assert "1 of 1" in again
        assert "As of" in again

    def test_is_counted_anew_where_nothing_may_be_old(
        self, client, administrator, incomplete, settings
    ):
        settings.LARGE_COUNTS_SECONDS = 0
        self.page(client)
        ProductFactory(live=True, brand=incomplete.brand, family=incomplete.family)
        follow_pending()
        assert "2 of 2" in self.page(client)

    def test_one_that_is_not_large_is_never_old(
        self, client, administrator, incomplete, monkeypatch
    ):
        monkeypatch.setattr(completeness_report, "LARGE_NUMBER", 100)
        self.page(client)
        ProductFactory(live=True, brand=incomplete.brand, family=incomplete.family)
        follow_pending()
        assert "2 of 2" in self.page(client)
