"""A channel goes with its values, comes back with them, and made anew it starts empty."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import (
    Attribute,
    BulkChange,
    Channel,
    Completeness,
    FamilyAttribute,
    Product,
    Segment,
)
from catalog.revisions.queries.history.versions import load_version
from catalog.revisions.services.restoring import RestoreError, restore_value, restore_version
from catalog.schema.services.families import FamilyRow, save_family_attributes
from catalog.schema_changes.services.operations import plan_channel_removal
from catalog.schema_changes.services.running import apply_schema_change, undo_schema_change
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.progress import JobProgress
from tests.catalog.admin_forms import posted
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied, undone
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
    QualityRuleFactory,
)
from tests.factories.feeds import FeedFactory

pytestmark = pytest.mark.django_db
OWN = {"outlet": {"text": "Outlet text"}, "web": {"text": "Web text"}}
RIGHTS = [
    f"{verb}_{name}"
    for verb in ("view", "add", "change", "delete")
    for name in ("channel", "product")
]


@pytest.fixture
def user():
    return UserFactory(is_superuser=True)


@pytest.fixture
def outlet():
    ChannelFactory(code="web", name="Web")
    return ChannelFactory(code="outlet", name="Outlet")


@pytest.fixture
def product(outlet):
    text = AttributeFactory(code="text", label="Text", is_per_channel=True)
    family = FamilyFactory()
    rows = [FamilyRow(text, frozenset({outlet.pk}))]
    save_family_attributes(family=family, rows=rows)
    return ProductFactory(family=family, sku="QX-1001", channel_values=OWN, live=True)


def blocking(rule, channel):
    rule.blocks.set([channel])
    rule.save()
    return rule


def removed(user) -> BulkChange:
    change = plan_channel_removal(code="outlet", name="Outlet", user=user)
    apply_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    change.refresh_from_db()
    return change


def made_anew() -> Channel:
    return ChannelFactory(code="outlet", name="Outlet")


def own_values(product) -> dict:
    return Product.objects.get(pk=product.pk).channel_values


def shown_values(product) -> dict:
    """What the form shows: the draft, where there is one."""
    return Product.objects.get(pk=product.pk).get_latest_revision_as_object().channel_values


def test_the_page_counts_and_asks_for_the_name(client, product, outlet):
    drafted = ProductFactory(family=product.family)
    drafted.channel_values = {"outlet": {"text": "Draft"}}
    drafted.save_revision()
    Completeness.objects.create(product=product, channel=outlet, locale="en", required=1)
    blocking(QualityRuleFactory(), outlet)
    sign_in(client, *RIGHTS, "publish_product", "view_qualityrule")
    address = reverse("catalog_channel:delete", args=[outlet.pk])
    page = client.get(address).content.decode()
    for text in ("by its code", "product drafts by code", "blocks", "Loses its reference"):
        assert text in page
    client.post(address, {"confirmation": "Outlit"})
    assert not Job.objects.exists()
    answer = client.post(address, {"confirmation": "Outlet"})
    change = BulkChange.objects.get()
    assert answer["Location"] == reverse("catalog_modelchange:page", args=[change.pk])
    assert Job.objects.get() == change.job
    assert Channel.objects.filter(pk=outlet.pk).exists(), "the job deletes it"


def test_what_refers_to_it_keeps_it(client, outlet, user):
    FeedFactory(name="Outlet feed", channel=outlet)
    condition = {"field": "completeness", "operator": "lt", "value": "50", "channel": "outlet"}
    Segment.objects.create(code="a", name="Poor", filter={"conditions": [condition]})
    client.force_login(user)
    address = reverse("catalog_channel:delete", args=[outlet.pk])
    page = client.get(address).content.decode()
    assert "Outlet feed" in page
    assert "Poor" in page
    client.post(address, {"confirmation": "Outlet"})
    assert Channel.objects.filter(pk=outlet.pk).exists()
    with pytest.raises(JobError, match="1 segment"):
        removed(user)


def test_one_that_nothing_knows_is_deleted_at_once(client, outlet):
    sign_in(client, *RIGHTS)
    client.post(reverse("catalog_channel:delete", args=[outlet.pk]))
    assert not Channel.objects.filter(pk=outlet.pk).exists()


def test_its_values_go_with_it_and_an_undo_brings_everything_back(product, outlet, user):
    drafted = ProductFactory(family=product.family)
    drafted.channel_values = OWN
    drafted.save_revision()
    rule = blocking(QualityRuleFactory(), outlet)
    change = removed(user)
    assert own_values(product) == {"web": OWN["web"]}
    assert shown_values(drafted) == {"web": OWN["web"]}
    assert not Channel.objects.filter(code="outlet").exists()
    reason = product.history.first().history_change_reason
    assert reason == f"model change {change.pk}"
    undo_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    back = Channel.objects.get(code="outlet")
    assert (back.pk, back.name) == (outlet.pk, "Outlet")
    assert own_values(product) == OWN
    assert shown_values(drafted) == OWN
    assert list(FamilyAttribute.objects.get(attribute__code="text").required_for.all()) == [back]
    assert list(type(rule).objects.get(pk=rule.pk).blocks.all()) == [back]


def test_an_undo_does_not_mix_two_channels(product, outlet, user):
    change = removed(user)
    made_anew()
    with pytest.raises(JobError, match="There is now another channel “outlet”"):
        undo_schema_change(change_id=change.pk, user=user, progress=JobProgress())


def test_a_scheduled_version_does_not_bring_its_values_back(product, outlet, user):
    draft = Product.objects.get(pk=product.pk)
    draft.name = "Scheduled"
    revision = draft.save_revision(user=user)
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    Product.objects.get(pk=product.pk).save_revision(user=user)
    removed(user)
    made_anew()
    revision.refresh_from_db()
    revision.publish()
    stored = Product.objects.get(pk=product.pk)
    assert (stored.name, stored.channel_values) == ("Scheduled", {"web": OWN["web"]})


def test_a_version_of_before_that_is_published_all_the_same_leaves_them_out(product, outlet, user):
    old = product.save_revision(user=user)
    Product.objects.get(pk=product.pk).save_revision(user=user)
    removed(user)
    old.refresh_from_db()
    old.publish()
    assert own_values(product) == {"web": OWN["web"]}


@pytest.mark.parametrize("is_made_anew", [False, True])
def test_an_older_version_does_not_bring_its_values_back(product, outlet, user, is_made_anew):
    old = product.save_revision(user=user)
    moment = f"at-{int(timezone.now().timestamp() * 1_000_000)}"
    removed(user)
    if is_made_anew:
        made_anew()
    for name in (f"r{old.pk}", moment):
        stored = Product.objects.get(pk=product.pk)
        version = load_version(stored, name)
        restore_version(product=stored, version=version, user=user)
        assert shown_values(product) == {"web": OWN["web"]}
        with pytest.raises(RestoreError, match="channel of that value no longer exists"):
            restore_value(product=stored, version=version, path="values.text@outlet", user=user)


@pytest.mark.parametrize("is_made_anew", [False, True])
def test_the_undo_of_an_older_bulk_edit_restores_the_rest(product, outlet, user, is_made_anew):
    edit = applied(
        {"action": "clear", "target": "values.text", "channel": "outlet"},
        {"action": "set", "target": "values.text", "value": "New", "channel": "web"},
        user=user,
    )
    assert own_values(product) == {"web": {"text": "New"}}
    removed(user)
    if is_made_anew:
        made_anew()
    undone(edit)
    assert own_values(product) == {"web": {"text": "Web text"}}


def test_everything_about_the_product_works_in_between(client, product, outlet, user):
    first = product.save_revision(user=user)
    client.force_login(user)
    edit = reverse("catalog_product:edit", args=[product.pk])
    opened = posted(client.get(edit), name="Opened before")
    removed(user)
    assert client.post(edit, opened).status_code == 302
    assert client.post(edit, posted(client.get(edit), name="Opened after")).status_code == 302
    second = Product.objects.get(pk=product.pk).latest_revision
    pages = [
        edit,
        reverse("catalog_product:history", args=[product.pk]),
        reverse("catalog_product:revisions_compare", args=[product.pk, first.pk, second.pk]),
        reverse("catalog_product:list"),
        product.get_absolute_url(),
    ]
    for address in pages:
        assert client.get(address).status_code == 200, address
    applied({"action": "set", "target": "values.text", "value": "Common"}, user=user)
    assert Product.objects.get(pk=product.pk).values == {"text": "Common"}
    made_anew()
    assert "outlet" not in own_values(product)
    assert "outlet" not in shown_values(product)


def test_a_form_opened_before_does_not_write_old_values_into_the_new_channel(
    client, product, outlet, user
):
    client.force_login(user)
    edit = reverse("catalog_product:edit", args=[product.pk])
    opened = posted(client.get(edit), name="Opened before")
    assert opened["values-outlet-text"] == ["Outlet text"]
    removed(user)
    made_anew()
    client.post(edit, opened)
    assert "outlet" not in shown_values(product)


def test_values_that_were_left_behind_forbid_a_new_channel_until_they_are_removed(
    client, product, outlet, user
):
    Channel.objects.filter(pk=outlet.pk).delete()  # as before there was a page that asks
    sign_in(client, *RIGHTS, "publish_product")
    add = reverse("catalog_channel:add")
    data = posted(client.get(add), name="Outlet", code="outlet", locales=["en"])
    answer = client.post(add, data).content.decode()
    former = reverse("catalog_channel:former", args=["outlet"])
    assert former in answer
    assert "Loses its reference" in client.get(former).content.decode()
    client.post(former, {"confirmation": "outlet"})
    change = BulkChange.objects.get()
    apply_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    assert own_values(product) == {"web": OWN["web"]}
    assert client.post(add, data).status_code == 302


def test_taking_a_language_out_is_told_first(client, product, outlet):
    Attribute.objects.update(is_localizable=True)
    Channel.objects.filter(pk=outlet.pk).update(locales=["en", "de"])
    own = {"outlet": {"text": {"en": "Text", "de": "Text auf Deutsch"}}}
    Product.objects.filter(pk=product.pk).update(
        channel_values=own, values={"text": {"de": "Deutsch"}}
    )
    FeedFactory(name="German feed", channel=outlet, locale="de")
    sign_in(client, *RIGHTS, "view_feed")
    address = reverse("catalog_channel:edit", args=[outlet.pk])
    answer = client.post(address, posted(client.get(address), locales=["en"]))
    page = answer.content.decode()
    for text in (
        "1 product with channel-specific values in this language",
        "1 product with values in this language that would no longer be shown in forms",
        "German feed",
        "Nothing has been saved yet",
    ):
        assert text in page
    outlet.refresh_from_db()
    assert outlet.locales == ["en", "de"]
    confirmed = posted(client.get(address), locales=["en"], **{"languages__confirmed": "yes"})
    assert client.post(address, confirmed).status_code == 302
    outlet.refresh_from_db()
    assert outlet.locales == ["en"]
    assert own_values(product) == own, "values stay stored"
