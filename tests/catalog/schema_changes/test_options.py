"""An option takes the place of another wherever that is known, and an undo brings it back."""

import pytest
from django.urls import reverse
from lxml import html

from catalog.listing.wagtail_admin.asked import listing_url
from catalog.models import (
    Attribute,
    AttributeOption,
    BulkChange,
    FamilyAttribute,
    Product,
    QualityRule,
    Segment,
)
from catalog.schema.services.families import FamilyRow, save_family_attributes
from catalog.schema_changes.schema_file.errors import SchemaFileError
from catalog.schema_changes.schema_file.reading import read_schema_file
from catalog.schema_changes.services.operations import plan_replacement
from catalog.schema_changes.services.previewing import preview
from catalog.schema_changes.services.running import apply_schema_change, undo_schema_change
from catalog.schema_changes.services.schema_file import apply_schema_file
from jobs.exceptions import JobError
from jobs.progress import JobProgress
from tests.catalog.admin_forms import posted
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
    QualityRuleFactory,
)
from tests.factories.feeds import FeedFactory

pytestmark = pytest.mark.django_db
Type = Attribute.Type
QUOTED = "19\" × 3'"


@pytest.fixture
def user():
    return UserFactory(is_superuser=True)


@pytest.fixture
def material():
    attribute = AttributeFactory(
        code="material", label="Material", type=Type.CHOICE, is_per_channel=True, is_facet=True
    )
    for order, code in enumerate(("steel", "ceramic", "brass")):
        AttributeOption.objects.create(
            attribute=attribute, code=code, label=code.title(), sort_order=order
        )
    return attribute


@pytest.fixture
def family(material):
    family = FamilyFactory()
    save_family_attributes(family=family, rows=[FamilyRow(material)])
    return family


def replaced(user, material, *, is_deleted=True) -> BulkChange:
    old, new = (material.options.get(code=code) for code in ("ceramic", "steel"))
    change = plan_replacement(option=old, other=new, is_deleted=is_deleted, user=user)
    apply_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    change.refresh_from_db()
    return change


def state() -> list:
    return [
        list(Product.objects.order_by("pk").values_list("values", "channel_values")),
        [product.get_latest_revision_as_object().values for product in Product.objects.all()],
        list(AttributeOption.objects.order_by("pk").values()),
        list(Segment.objects.values_list("filter", flat=True)),
        list(QualityRule.objects.values_list("about", "requirement")),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ceramic", "steel"),
        (["brass", "ceramic"], ["brass", "steel"]),
        (["ceramic", "brass", "steel"], ["steel", "brass"]),
        ({"en": "ceramic", "de": "brass"}, {"en": "steel", "de": "brass"}),
        ({"de": ["steel", "ceramic"]}, {"de": ["steel"]}),
    ],
)
def test_values_of_every_shape_follow_and_come_back(material, user, before, after):
    ChannelFactory(code="web")
    Attribute.objects.update(is_localizable=isinstance(before, dict))
    material.refresh_from_db()
    product = ProductFactory(
        values={"material": before, "note": "ceramic"},
        channel_values={"web": {"material": before}},
    )
    was = state()
    change = replaced(user, material)
    product.refresh_from_db()
    assert product.values == {"material": after, "note": "ceramic"}
    assert product.channel_values == {"web": {"material": after}}
    assert not material.options.filter(code="ceramic").exists()
    undo_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    assert state() == was


def test_drafts_segments_and_rules_follow_and_come_back(material, user):
    drafted = ProductFactory(values={"material": "brass"})
    drafted.values = {"material": "ceramic"}
    drafted.save_revision()
    asked = {"field": "values.material", "operator": "in", "value": ["ceramic", "steel"]}
    other = {"field": "values.other", "operator": "is", "value": "ceramic"}
    Segment.objects.create(code="a", name="A", filter={"conditions": [asked, other]})
    is_ceramic = {"conditions": [asked | {"operator": "is", "value": "ceramic"}]}
    QualityRuleFactory(requirement=is_ceramic)
    was = state()
    change = replaced(user, material)
    now = Product.objects.get(pk=drafted.pk)
    assert now.get_latest_revision_as_object().values == {"material": "steel"}
    assert Segment.objects.get().filter == {"conditions": [asked | {"value": ["steel"]}, other]}
    assert QualityRule.objects.get().requirement["conditions"][0]["value"] == "steel"
    undo_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    assert state() == was


def test_a_column_that_maps_the_option_keeps_it(material, user):
    pairs = [{"value": "ceramic", "becomes": "C"}]
    step = [{"type": "map", "value": {"pairs": pairs, "others": "keep"}}]
    FeedFactory(name="Web", columns=[("Material", "values.material", step)])
    with pytest.raises(JobError, match="1 feed"):
        replaced(user, material)
    assert replaced(user, material, is_deleted=False).state == BulkChange.State.APPLIED
    assert material.options.filter(code="ceramic").exists()


def test_variants_that_would_be_the_same_are_told(material, user, family):
    FamilyAttribute.objects.update(is_variant_axis=True)
    Attribute.objects.update(is_per_channel=False)
    parent = ProductFactory(family=family)
    for code in ("steel", "ceramic"):
        ProductFactory(family=family, parent=parent, values={"material": code})
    with pytest.raises(JobError):
        replaced(user, material)
    assert Product.objects.filter(values__material="ceramic").count() == 1


def test_the_page_leads_from_the_uses_to_a_preview(client, material, family):
    ProductFactory(family=family, sku="A-1", live=False, values={"material": "ceramic"})
    rights = ["change_attributeoption", "view_attribute", "change_attribute", "delete_attribute"]
    sign_in(client, *rights, "change_product")
    ceramic = material.options.get(code="ceramic")
    address = reverse("catalog_attributeoption:replace", args=[ceramic.pk])
    assert "1 product" in client.get(address).content.decode()
    answer = client.post(address, {"other": "steel", "is_deleted": "on"}, follow=True)
    page = answer.content.decode()
    change = BulkChange.objects.get()
    assert preview(change).products == 1
    assert "1 product will get another option." in page
    assert "A-1" in page
    client.post(reverse("catalog_modelchange:page", args=[change.pk]), {"action": "apply"})
    change.refresh_from_db()
    assert change.job is not None


def test_a_file_of_the_model_keeps_a_used_option(material, user):
    ProductFactory(values={"material": "ceramic"})
    text = (
        "solidus_model: 1\nattributes:\n- code: material\n  label: Material\n  type: choice\n"
        f"  group: {material.group.code}\n  is_per_channel: true\n  options:\n"
        "  - code: steel\n    label: Steel\n"
    )
    document = read_schema_file(text.encode())
    with pytest.raises(SchemaFileError, match=r"used by: Products \(1\)"):
        apply_schema_file(document=document, user=user, delete_missing=True)
    assert material.options.filter(code="ceramic").exists()


def test_labels_keep_their_quotation_marks(client, material, family, user):
    product = ProductFactory(family=family, values={"material": "brass"}, live=True)
    client.force_login(user)
    brass = material.options.get(code="brass")
    address = reverse("catalog_attributeoption:edit", args=[brass.pk])
    client.post(address, posted(client.get(address), label=QUOTED))
    client.post(address, posted(client.get(address)))
    brass.refresh_from_db()
    assert brass.label == QUOTED
    rows = reverse("catalog_attribute:edit", args=[material.pk])
    client.post(rows, posted(client.get(rows)))
    brass.refresh_from_db()
    assert brass.label == QUOTED
    condition = {"field": "values.material", "operator": "is", "value": "brass"}
    for page in (
        reverse("catalog_product:edit", args=[product.pk]),
        listing_url(condition),
        product.get_absolute_url(),
    ):
        assert QUOTED in html.fromstring(client.get(page).content).text_content(), page
    found = client.get(reverse("catalog_attribute:option_search", args=[material.pk]), {"q": '19"'})
    assert found.json()["results"] == [{"code": "brass", "label": QUOTED}]


@pytest.mark.parametrize("value", ["gone", ["gone", "steel"]])
def test_a_value_that_is_no_option_any_more_is_kept_and_shown(
    client, material, family, user, value
):
    if isinstance(value, list):
        Attribute.objects.update(type=Type.MULTIPLE_CHOICE)
    product = ProductFactory(family=family, values={"material": value}, live=True)
    client.force_login(user)
    address = reverse("catalog_product:edit", args=[product.pk])
    form = client.get(address)
    assert "gone (option no longer exists)" in form.content.decode()
    assert client.post(address, posted(form, name="Renamed")).status_code == 302
    draft = Product.objects.get().get_latest_revision_as_object()
    assert (draft.name, draft.values) == ("Renamed", {"material": value})
    condition = {"field": "values.material", "operator": "is", "value": "gone"}
    history = reverse("catalog_product:history", args=[product.pk])
    for page in (listing_url(condition), history, product.get_absolute_url()):
        assert client.get(page).status_code == 200, page
