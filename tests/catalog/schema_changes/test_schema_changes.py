"""Removing, deleting and retyping attributes that have values, and taking it back exactly."""

import pytest
from django.contrib.auth.models import Permission

from audit.models import ChangeLogEntry
from catalog.models import (
    Attribute,
    AttributeOption,
    BulkChange,
    FamilyAttribute,
    Product,
    Segment,
)
from catalog.schema.services.families import FamilyRow, save_family_attributes
from catalog.schema_changes.services.operations import plan_deletion, plan_removal, plan_retyping
from catalog.schema_changes.services.previewing import preview
from catalog.schema_changes.services.running import (
    apply_schema_change,
    start_schema_change,
    start_undoing_schema_change,
    undo_schema_change,
)
from feeds.models import FeedColumn
from imports.models import ImportColumn
from jobs.exceptions import JobError
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.factories.feeds import FeedFactory
from tests.factories.imports import ImportProfileFactory

pytestmark = pytest.mark.django_db
Type = Attribute.Type


@pytest.fixture
def user():
    return UserFactory(is_superuser=True)


@pytest.fixture
def web():
    return ChannelFactory(code="web")


@pytest.fixture
def material():
    attribute = AttributeFactory(code="material", label="Material", type=Type.CHOICE)
    for code in ("steel", "brass"):
        AttributeOption.objects.create(attribute=attribute, code=code, label=code.title())
    return attribute


@pytest.fixture
def family(material, web):
    family = FamilyFactory()
    rows = [FamilyRow(material, frozenset({web.pk})), FamilyRow(AttributeFactory(code="note"))]
    save_family_attributes(family=family, rows=rows)
    return family


def apply(change: BulkChange, user) -> None:
    apply_schema_change(change_id=change.pk, user=user, progress=JobProgress())


def undo(change: BulkChange, user) -> None:
    undo_schema_change(change_id=change.pk, user=user, progress=JobProgress())


def state() -> list:
    """Everything that an undo has to bring back."""
    return [
        list(Product.objects.order_by("pk").values_list("pk", "values", "channel_values")),
        list(Attribute.objects.order_by("pk").values()),
        list(AttributeOption.objects.order_by("pk").values()),
        list(FamilyAttribute.objects.order_by("pk").values()),
        list(
            FamilyAttribute.required_for.through.objects.values_list("familyattribute", "channel")
        ),
    ]


@pytest.fixture
def products(family):
    both = {"material": "steel", "note": "kept"}
    ProductFactory(family=family, values=both, channel_values={"web": {"material": "brass"}})
    ProductFactory(family=family, values={"note": "kept"})
    ProductFactory(family=family, channel_values={"web": {"material": "brass", "note": "own"}})
    return ProductFactory(values=both)


def test_an_attribute_leaves_one_family_with_its_values_and_comes_back(
    family, material, products, user
):
    before = state()
    change = plan_removal(family=family, attributes=[material], user=user)
    assert preview(change).products == 2
    apply(change, user)
    assert not family.family_attributes.filter(attribute=material).exists()
    inside = Product.objects.filter(family=family).order_by("pk")
    assert list(inside.values_list("values", "channel_values")) == [
        ({"note": "kept"}, {}),
        ({"note": "kept"}, {}),
        ({}, {"web": {"note": "own"}}),
    ]
    assert Product.objects.get(pk=products.pk).values["material"] == "steel"
    first = inside[0].history.first()
    assert (first.history_change_reason, first.history_user) == (f"model change {change.pk}", user)
    undo(change, user)
    assert state() == before
    assert BulkChange.objects.get(pk=change.pk).state == BulkChange.State.UNDONE


def test_a_deleted_attribute_comes_back_with_options_families_and_values(material, products, user):
    before = state()
    change = plan_deletion(attribute=material, user=user)
    assert preview(change).products == 3
    apply(change, user)
    assert not Attribute.objects.filter(code="material").exists()
    assert not Product.objects.filter(values__has_key="material").exists()
    undo(change, user)
    assert state() == before
    again = ChangeLogEntry.objects.filter(entity="catalog.attribute", action="created").latest("pk")
    assert again.source == f"undo:{change.pk}"


def test_what_was_changed_since_is_left_as_it_is(material, products, user):
    change = plan_deletion(attribute=material, user=user)
    apply(change, user)
    Product.objects.filter(pk=products.pk).update(values={"material": "wood"})
    undo(change, user)
    assert Product.objects.get(pk=products.pk).values == {"material": "wood"}
    assert BulkChange.objects.get(pk=change.pk).counts["conflicts"] == 1


def test_the_way_back_goes_by_what_is_published_by_then(material, products, user):
    """What was applied has taken the values away that tell which products it is about."""
    editor = UserFactory()
    names = ["change_product", "change_attribute", "delete_attribute"]
    editor.user_permissions.set(Permission.objects.filter(codename__in=names))
    Product.objects.update(live=False)
    change = plan_deletion(attribute=material, user=editor)
    apply(change, editor)
    Product.objects.filter(pk=products.pk).update(live=True)
    change.refresh_from_db()
    for work in (undo, lambda change, user: start_undoing_schema_change(change=change, user=user)):
        with pytest.raises(JobError, match=r"Some of these products are published.* Ask"):
            work(change, editor)
    assert Product.objects.get(pk=products.pk).values == {"note": "kept"}
    Product.objects.update(live=False)
    undo(change, editor)
    assert Product.objects.get(pk=products.pk).values["material"] == "steel"


def test_an_attribute_that_something_uses_is_not_deleted(material, user):
    condition = {"field": "values.material", "operator": "is", "value": "steel"}
    nested = {"match": "all", "conditions": [{"match": "any", "conditions": [condition]}]}
    Segment.objects.create(code="steel", name="Steel parts", filter=nested)
    FeedColumn.objects.create(
        feed=FeedFactory(name="Web"), header="M", source="values.material.label"
    )
    FeedFactory(columns=[("Other", "values.material_class")])
    profile = ImportProfileFactory(name="Supplier")
    ImportColumn.objects.create(profile=profile, header="Mat", target="values.material")
    with pytest.raises(JobError) as error:
        start_schema_change(change=plan_deletion(attribute=material, user=user), user=user)
    for named in ("1 segment (“Steel parts”)", "1 feed (“Web”)", "1 import profile (“Supplier”)"):
        assert named in str(error.value)


CONVERSIONS = [
    (Type.TEXT, "12.70", Type.NUMBER, "12.70"),
    (Type.TEXT, "about 12", Type.NUMBER, None),
    (Type.TEXT, "12.7 mm", Type.MEASURE, {"amount": "12.7", "unit": "mm"}),
    (Type.NUMBER, "5", Type.MEASURE, {"amount": "5", "unit": "mm"}),
    (Type.MEASURE, {"amount": "5.0", "unit": "mm"}, Type.NUMBER, "5.0"),
    (Type.MEASURE, {"amount": "5.0", "unit": "in"}, Type.NUMBER, None),
    (Type.MEASURE, {"amount": "5.0", "unit": "mm"}, Type.TEXT, "5.0 mm"),
    (Type.TEXT, "Steel", Type.CHOICE, "steel"),
    (Type.TEXT, "wood", Type.CHOICE, None),
    (Type.CHOICE, "steel", Type.TEXT, "Steel"),
    (Type.CHOICE, "steel", Type.MULTIPLE_CHOICE, ["steel"]),
    (Type.MULTIPLE_CHOICE, ["steel"], Type.CHOICE, "steel"),
    (Type.MULTIPLE_CHOICE, ["steel", "brass"], Type.CHOICE, None),
    (Type.MULTIPLE_CHOICE, ["steel", "brass"], Type.TEXT, "Steel, Brass"),
    (Type.TEXT, "2026-02-28", Type.DATE, "2026-02-28"),
    (Type.TEXT, "2026-02-30", Type.DATE, None),
    (Type.TEXT, "Yes", Type.BOOLEAN, True),
    (Type.BOOLEAN, False, Type.TEXT, "false"),
    (Type.RICH_TEXT, "<p>Hard</p>", Type.TEXT, "Hard"),
    (Type.TEXT, "a < b", Type.RICH_TEXT, "<p>a &lt; b</p>"),
    (Type.TEXT, "javascript:alert(1)", Type.URL, None),
    (Type.TEXT, "https://example.com/a", Type.URL, "https://example.com/a"),
    (Type.TABLE, [{"a": "1"}], Type.TEXT, None),
]


@pytest.mark.parametrize(("old", "value", "new", "made"), CONVERSIONS)
def test_values_are_converted_or_counted_as_lost(material, user, old, value, new, made):
    Attribute.objects.filter(pk=material.pk).update(type=old, unit="mm")
    product = ProductFactory(values={"material": value, "other": "1"})
    before = state()
    change = plan_retyping(attribute=material, fields={"type": new}, user=user)
    found = preview(change)
    assert (found.products, found.lost) == (1, made is None)
    apply(change, user)
    stored = Product.objects.get(pk=product.pk).values
    assert stored == {"other": "1", **({} if made is None else {"material": made})}
    assert Attribute.objects.get(pk=material.pk).type == new
    undo(change, user)
    assert state() == before


def test_values_become_different_by_language_and_the_same_again(material, web, user):
    Attribute.objects.filter(pk=material.pk).update(type=Type.TEXT, is_per_channel=True)
    product = ProductFactory(values={"material": "5"}, channel_values={"web": {"material": "6"}})
    change = plan_retyping(attribute=material, fields={"is_localizable": True}, user=user)
    apply(change, user)
    product.refresh_from_db()
    assert product.values == {"material": {"en": "5"}}
    assert product.channel_values == {"web": {"material": {"en": "6"}}}
    Product.objects.filter(pk=product.pk).update(values={"material": {"de": "fünf", "en": "5"}})
    fields = {"is_localizable": False, "is_per_channel": False, "type": Type.NUMBER}
    material.refresh_from_db()
    back = plan_retyping(attribute=material, fields=fields, user=user)
    found = preview(back)
    assert (found.products, found.lost, found.by_channel, found.by_language) == (1, 1, 1, 1)
    assert [(one.channel, one.language, one.value) for one in found.samples] == [
        ("", "German", "fünf"),
        (web.name, "English", "6"),
    ]
    before = state()
    apply(back, user)
    product.refresh_from_db()
    assert (product.values, product.channel_values) == ({"material": "5"}, {})
    undo(back, user)
    assert state() == before


def test_what_channels_have_of_their_own_is_counted_shown_and_brought_back(
    material, web, products, user
):
    Attribute.objects.filter(pk=material.pk).update(is_per_channel=True)
    before = state()
    change = plan_retyping(attribute=material, fields={"is_per_channel": False}, user=user)
    found = preview(change)
    assert (found.products, found.lost, found.by_channel, found.by_language) == (3, 2, 2, 0)
    assert {(one.channel, one.value) for one in found.samples} == {(web.name, "Brass")}
    apply(change, user)
    assert not Product.objects.filter(channel_values__web__has_key="material").exists()
    assert Product.objects.filter(values__material="steel").count() == 2, "the common ones stay"
    undo(change, user)
    assert state() == before
