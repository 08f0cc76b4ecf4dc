"""What a bulk edit makes of values and fields, what it refuses, and that its undo is exact."""

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.right_holders import holders_of
from catalog.bulk.queries.rows import left_rows
from catalog.bulk.services.edits.editing import apply_bulk_edit
from catalog.bulk.services.edits.operations import Action, actions_of
from catalog.models import Attribute, AttributeOption, FamilyAttribute, Product
from catalog.products.write_policy import PUBLISH
from jobs.exceptions import JobError
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied, counted, finish, undone
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.factories.reviews import review_step, submit

pytestmark = pytest.mark.django_db
Type = Attribute.Type

ATTRIBUTES = {
    "finish": {"type": Type.TEXT, "max_length": 12, "label": "Finish"},
    "care": {"type": Type.RICH_TEXT, "label": "Care"},
    "teeth": {"type": Type.NUMBER, "minimum": 1, "maximum": 100, "label": "Teeth"},
    "length": {"type": Type.MEASURE, "unit": "mm", "label": "Length"},
    "height": {"type": Type.MEASURE, "unit": "in", "label": "Height"},
    "launched": {"type": Type.DATE, "label": "Launched"},
    "material": {"type": Type.CHOICE, "label": "Material"},
    "positions": {"type": Type.MULTIPLE_CHOICE, "label": "Positions", "max_items": 3},
    "seasons": {"type": Type.MULTIPLE_CHOICE, "label": "Seasons", "min_items": 2},
    "title": {"type": Type.TEXT, "is_localizable": True, "is_per_channel": True, "label": "Title"},
}


@pytest.fixture
def family():
    family = FamilyFactory(label="Brake pads")
    for code, settings in ATTRIBUTES.items():
        attribute = AttributeFactory(code=code, **settings)
        FamilyAttributeFactory(family=family, attribute=attribute)
    for code, options in {"material": ["ceramic", "metal"], "positions": "abc"}.items():
        for option in options:
            AttributeOption.objects.create(
                attribute=Attribute.objects.get(code=code), code=option, label=option.title()
            )
    return family


@pytest.fixture
def product(family):
    return ProductFactory(sku="S1", name="Pad", family=family)


def on(code, action, **rest):
    return {"target": f"values.{code}", "action": action, **rest}


@pytest.mark.parametrize(
    ("values", "operation", "expected"),
    [
        ({}, on("finish", "set", value="Matt"), {"finish": "Matt"}),
        ({"finish": "Matt", "teeth": "1"}, on("finish", "clear"), {"teeth": "1"}),
        ({"material": "metal"}, on("material", "replace", sought="metal", value="ceramic"),
            {"material": "ceramic"}),
        ({"material": "ceramic"}, on("material", "replace", sought="metal", value="x"), None),
        ({"teeth": "12.70"}, on("teeth", "replace", sought="12.7", value="13"), {"teeth": "13"}),
        ({"teeth": "a lot"}, on("teeth", "replace", sought="12.7", value="13"), None),
        ({"length": {"amount": "2.540", "unit": "cm"}},
            on("length", "replace", sought={"amount": "25.4", "unit": "mm"},
                value={"amount": "26.0", "unit": "mm"}),
            {"length": {"amount": "26.0", "unit": "mm"}}),
        ({"finish": "matt, matt"}, on("finish", "replace_text", sought="matt", value="x"),
            {"finish": "x, x"}),
        ({"finish": "matt"}, on("finish", "replace_text", sought="matt", value=""), {}),
        ({"finish": "100% \\d"}, on("finish", "replace_text", sought="% \\", value="'"),
            {"finish": "100'd"}),
        ({}, on("positions", "add", value=["b", "a"]), {"positions": ["b", "a"]}),
        ({"positions": ["a", "c"]}, on("positions", "add", value=["b", "a"]),
            {"positions": ["a", "c", "b"]}),
        ({"positions": "a"}, on("positions", "add", value=["b"]), {"positions": ["a", "b"]}),
        ({"positions": ["a", "b", "c"]}, on("positions", "remove", value=["b"]),
            {"positions": ["a", "c"]}),
        ({"positions": ["b"]}, on("positions", "remove", value=["b"]), {}),
        ({"positions": ["a", "c"]}, on("positions", "add", value=["b", "d"]),
            "Positions can have at most 3 values."),
        ({"seasons": ["a", "b"]}, on("seasons", "remove", value=["b"]),
            "Seasons must have at least 2 values."),
        ({"seasons": ["a", "b"]}, on("seasons", "remove", value=["b", "a"]), {}),
        ({"seasons": ["a", "b"]}, on("seasons", "replace", sought="a", value="b"),
            "Seasons must have at least 2 values."),
        ({"positions": ["a", "b", "c"]}, on("positions", "replace", sought="a", value="c"),
            {"positions": ["c", "b"]}),
        ({"teeth": "5"}, on("finish", "copy", source="teeth"), {"teeth": "5", "finish": "5"}),
        ({"finish": "old"}, on("finish", "copy", source="teeth"), None),
        ({"length": {"amount": "5.0", "unit": "mm"}}, on("finish", "copy", source="length"),
            {"length": {"amount": "5.0", "unit": "mm"}, "finish": "5.0 mm"}),
        ({"length": {"amount": "5.0", "unit": "mm"}}, on("height", "copy", source="length"),
            {"length": {"amount": "5.0", "unit": "mm"},
                "height": {"amount": "5.0", "unit": "mm"}}),
        ({"material": "metal"}, on("finish", "copy", source="material"),
            {"material": "metal", "finish": "Metal"}),
        ({"finish": "METAL"}, on("material", "copy", source="finish"),
            {"finish": "METAL", "material": "metal"}),
        ({"material": "metal"}, on("positions", "copy", source="material"), "Its “Material”"),
        ({"finish": "12.70"}, on("teeth", "copy", source="finish"),
            {"finish": "12.70", "teeth": "12.70"}),
        ({"finish": "a lot"}, on("teeth", "copy", source="finish"), "Its “Finish” is not a valid"),
        ({"finish": "101"}, on("teeth", "copy", source="finish"), "Teeth must be at most 100"),
        ({"finish": "2026-02-28"}, on("launched", "copy", source="finish"),
            {"finish": "2026-02-28", "launched": "2026-02-28"}),
        ({"finish": "2026-02-31"}, on("launched", "copy", source="finish"), "Its “Finish”"),
        ({"finish": "a<b"}, on("care", "copy", source="finish"),
            {"finish": "a<b", "care": "<p>a&lt;b</p>"}),
        ({"care": "<p>Keep <b>b</b> &amp; dry</p>"},
            on("care", "replace_text", sought="b", value="B"),
            {"care": "<p>Keep <b>B</b> &amp; dry</p>"}),
        ({"care": "<p>Wet &amp; dry</p>"}, on("care", "replace_text", sought="&", value="<i>"),
            {"care": "<p>Wet &lt;i&gt; dry</p>"}),
        ({"care": "<p>strong <strong>b</strong></p>"},
            on("care", "replace_text", sought="<strong>", value=""), None),
        ({"care": "<script>a</script>"}, on("care", "replace_text", sought="a", value="b"),
            "Care contains HTML that is not allowed."),
        ({"finish": "a\nb"}, on("care", "copy", source="finish"),
            {"finish": "a\nb", "care": "<p>a<br/>b</p>"}),
        ({"finish": "matt"}, on("finish", "replace_text", sought="t", value="ttttttt"),
            "Finish can have at most 12 characters"),
        ({"title": {"de": "Belag"}}, on("title", "set", value="Pad", locale="en"),
            {"title": {"de": "Belag", "en": "Pad"}}),
        ({"title": {"de": "Belag"}}, on("title", "clear", locale="de"), {}),
        ({"title": {"de": "Belag", "en": "Pad"}}, on("title", "clear"), {}),
    ],
)  # fmt: skip
def test_each_action_makes_of_a_value_what_it_says_and_its_undo_is_exact(
    product, values, operation, expected
):
    Product.objects.update(values=values)
    change = applied(operation)
    if isinstance(expected, str):
        [reason] = change.rows.get().reasons
        assert reason.startswith(expected)
        assert change.counts["refused"] == 1
        expected = None
    assert Product.objects.get().values == (values if expected is None else expected)
    assert change.counts["changed"] == (0 if expected is None else 1)
    undone(change)
    assert Product.objects.get().values == values


SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("action", actions_of(Attribute(type=Type.RICH_TEXT)))
def test_nothing_that_is_done_with_rich_text_stores_a_script(product, action):
    """Every action there is, with what no form would send."""
    FamilyAttributeFactory(
        family=product.family, attribute=AttributeFactory(code="more", type=Type.RICH_TEXT)
    )
    Product.objects.update(values={"care": "<p>dry</p>", "more": SCRIPT})
    sought = "dry" if action == Action.REPLACE_TEXT else "<p>dry</p>"
    applied(on("care", action, sought=sought, value=SCRIPT, source="more"))
    assert "<script" not in Product.objects.get().values.get("care", "")


def test_a_channels_own_value_is_written_beside_the_common_one(product):
    ChannelFactory(code="web")
    operation = on("title", "set", value="Pad", locale="en", channel="web")
    change = applied(operation)
    product.refresh_from_db()
    assert (product.values, product.channel_values) == ({}, {"web": {"title": {"en": "Pad"}}})
    undone(change)
    product.refresh_from_db()
    assert product.channel_values == {}
    applied(operation)
    applied({**operation, "action": "clear", "value": None})
    product.refresh_from_db()
    assert product.channel_values == {}


def test_fields_categories_and_several_operations_change_in_one_go(product, family):
    old, new, third = CategoryFactory(), CategoryFactory(), CategoryFactory()
    Product.objects.update(category=old, description="Big, big")
    product.refresh_from_db()
    product.additional_categories.set([old])
    product.save()
    change = applied(
        {"target": "status", "action": "set", "value": "planned"},
        {"target": "category", "action": "replace", "sought": old.pk, "value": new.pk},
        {"target": "additional_categories", "action": "add", "value": [new.pk, third.pk]},
        {"target": "additional_categories", "action": "remove", "value": [old.pk]},
        {"target": "description", "action": "replace_text", "sought": "ig", "value": "old"},
        {"target": "name", "action": "set", "value": "A 100% name"},
        on("finish", "set", value="Matt"),
        on("finish", "replace_text", sought="Matt", value="Gloss"),
    )
    product = Product.objects.get()
    assert (product.status, product.category) == ("planned", new)
    assert set(product.additional_categories.all()) == {new, third}
    assert (product.description, product.name) == ("Bold, bold", "A 100% name")
    assert product.values == {"finish": "Gloss"}
    assert product.history.count() == 3
    undone(change)
    product = Product.objects.get()
    assert (product.status, product.category, product.name) == ("active", old, "Pad")
    assert list(product.additional_categories.all()) == [old]
    assert (product.description, product.values) == ("Big, big", {})


def test_a_change_of_family_says_what_it_hides_and_loses_nothing(product, family):
    other = FamilyFactory(label="Rotors")
    FamilyAttribute.objects.create(family=other, attribute=Attribute.objects.get(code="finish"))
    Product.objects.update(
        values={"finish": "Matt", "teeth": "5"}, channel_values={"web": {"title": {"en": "Pad"}}}
    )
    operation = {"target": "family", "action": "set", "value": other.pk}
    change = counted(operation)
    assert change.details["hidden"] == {"Teeth": 1, "Title": 1}
    finish(change, apply_bulk_edit)
    product.refresh_from_db()
    assert (product.family, product.values) == (other, {"finish": "Matt", "teeth": "5"})
    undone(change)
    product.refresh_from_db()
    assert product.family == family


def no_right_to_publish() -> str:
    return f"It is published, and you do not have permission to publish. Ask {holders_of(PUBLISH)}."


def test_what_a_product_cannot_take_is_refused_with_the_reason_and_counted(product, family):
    locker = UserFactory(username="erika")
    ProductFactory(sku="locked", family=family, locked=True, locked_by=locker)
    ProductFactory(sku="other family")
    ProductFactory(sku="so already", family=family, values={"finish": "Matt"})
    change = counted(on("finish", "set", value="Matt"))
    assert change.counts == {"selected": 4, "changed": 1, "unchanged": 1, "refused": 2}
    assert change.details["reasons"] == {
        "erika has locked this product. Ask erika to unlock it.": 1,
        "Its family has no attribute “Finish”.": 1,
    }
    assert Product.objects.get(sku="S1").values == {}
    assert change.details["samples"] == [
        {"sku": "S1", "differences": [{"label": "Finish", "before": "", "after": "Matt"}]}
    ]


def test_a_draft_that_waits_for_approval_is_changed_by_its_reviewers_only(product):
    editor, reviewer, group = UserFactory(), UserFactory(), Group.objects.create(name="Reviewers")
    reviewer.groups.add(group)
    for user in (editor, reviewer):
        user.user_permissions.add(Permission.objects.get(codename="change_product"))
    Product.objects.update(live=False)
    review_step(group)
    before = applied(on("finish", "set", value="Before"), user=editor)
    state = submit(Product.objects.get(), editor)
    reason = (
        "Its draft is waiting for Product review. Until it is approved or rejected, only "
        "Reviewers can edit it."
    )
    change = applied(on("finish", "set", value="Matt"), user=editor)
    assert change.rows.get().reasons == [reason]
    undone(before)
    assert before.rows.get().reasons == [reason]
    change = applied(on("finish", "set", value="Matt"), user=reviewer)
    assert change.counts["changed"] == 1
    state.workflow_state.cancel(user=reviewer)
    assert applied(on("finish", "set", value="Gloss"), user=editor).counts["changed"] == 1


def test_variants_keep_what_tells_them_apart_and_the_family_of_their_parent(product, family):
    FamilyAttribute.objects.filter(attribute__code="teeth").update(is_variant_axis=True)
    variant = ProductFactory(family=family, parent=product, values={"teeth": "5"})
    change = counted(on("teeth", "set", value="6"))
    assert change.details["reasons"] == {
        "Variants differ in “Teeth”. Change it on the variant itself.": 1
    }
    move = {"target": "family", "action": "set", "value": FamilyFactory().pk}
    for alone, words in ((product, "It has variants that"), (variant, "It is a variant and")):
        change = counted(move, products=Product.objects.filter(pk=alone.pk))
        [reason] = change.details["reasons"]
        assert reason.startswith(words)
    assert counted(move).counts["changed"] == 2


def test_who_may_not_publish_changes_what_is_not_published_and_the_rest_waits(product, family):
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="change_product"))
    operation = on("finish", "set", value="Matt")
    Product.objects.update(live=False)
    waiting = counted(operation, user=editor)
    Product.objects.update(live=True)
    change = counted(operation, user=editor)
    with pytest.raises(
        JobError, match=f"permission to publish. Ask {holders_of(PUBLISH)}; your changes wait here"
    ):
        finish(change, apply_bulk_edit)
    # Published between the preview and the job.
    finish(waiting, apply_bulk_edit)
    assert waiting.rows.get().reasons == [no_right_to_publish()]
    assert Product.objects.get().values == {}
    reviewer = UserFactory()
    reviewer.user_permissions.set(
        Permission.objects.filter(codename__in=["change_product", "publish_product"])
    )
    finish(change, apply_bulk_edit, user=reviewer)
    product = Product.objects.get()
    assert product.values == {"finish": "Matt"}
    assert product.history.first().history_user == reviewer


def test_nobody_acts_with_the_rights_of_a_deleted_account(product):
    editor = UserFactory(is_superuser=True)
    change = counted(on("finish", "set", value="Matt"), user=editor)
    editor.delete()
    change.refresh_from_db()
    with pytest.raises(JobError, match="was deleted"):
        finish(change, apply_bulk_edit)
    assert Product.objects.get().values == {}


def test_the_undo_leaves_what_is_published_locked_or_merged_meanwhile(product, family):
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="change_product"))
    for sku in ("published", "locked", "merged"):
        ProductFactory(sku=sku, family=family)
    Product.objects.update(live=False)
    change = applied(on("finish", "set", value="Matt"), user=editor)
    Product.objects.filter(sku="published").update(live=True)
    locker = UserFactory(username="erika")
    Product.objects.filter(sku="locked").update(locked=True, locked_by=locker)
    Product.objects.filter(sku="merged").update(merged_into=product)
    undone(change)
    assert (change.counts["undone"], change.counts["conflicts"]) == (1, 3)
    assert {row.sku: row.reasons for row in left_rows(change)} == {
        "published": [no_right_to_publish()],
        "locked": ["erika has locked this product. Ask erika to unlock it."],
        "merged": [
            f"It was merged into {product} and can no longer be edited. Edit {product} instead."
        ],
    }
    assert dict(Product.objects.values_list("sku", "values__finish")) == {
        "S1": None, "published": "Matt", "locked": "Matt", "merged": "Matt",
    }  # fmt: skip


def test_what_was_deleted_since_the_edit_was_made_is_told_and_nothing_changes(product):
    category = CategoryFactory()
    change = counted({"target": "category", "action": "set", "value": category.pk})
    category.delete()
    with pytest.raises(JobError, match="A selected category no longer exists"):
        finish(change, apply_bulk_edit)
    change = counted(on("finish", "set", value="Matt"))
    FamilyAttribute.objects.filter(attribute__code="finish").delete()
    Attribute.objects.filter(code="finish").delete()
    with pytest.raises(JobError, match="The attribute “finish” no longer exists"):
        finish(change, apply_bulk_edit)
    assert Product.objects.get().updated_at == product.updated_at


def test_an_attribute_that_became_unique_or_of_another_type_since_is_told(product):
    change = counted(on("finish", "set", value="Matt"))
    Attribute.objects.filter(code="finish").update(is_unique=True)
    with pytest.raises(JobError, match="“Finish” must now be unique"):
        finish(change, apply_bulk_edit)
    change = counted(on("positions", "add", value=["a"]))
    Attribute.objects.filter(code="positions").update(type=Type.CHOICE)
    with pytest.raises(JobError, match="The type of “Positions” has changed"):
        finish(change, apply_bulk_edit)
    assert Product.objects.get().values == {}


def test_the_number_of_queries_does_not_grow_with_the_products(
    product, family, django_assert_num_queries
):
    brand = BrandFactory()
    ProductFactory.create_batch(60, family=family, brand=brand)
    change = counted(on("finish", "set", value="Matt"))
    with django_assert_num_queries(26):
        finish(change, apply_bulk_edit)
    assert change.counts["changed"] == 61
