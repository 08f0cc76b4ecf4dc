"""Publishing, unpublishing and deleting many products, and the way back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from catalog.bulk.queries.rows import left_rows
from catalog.bulk.services.edits.editing import apply_bulk_edit, undo_bulk_edit
from catalog.models import (
    Attribute,
    Completeness,
    Interchange,
    Package,
    Price,
    Product,
    ProductAsset,
    ProductRelation,
)
from console.references import uses_of
from jobs.exceptions import JobError
from media_library.services.assets import ensure_asset
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied, counted, finish, undone
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)
from tests.factories.media_library import ImageFileFactory

pytestmark = pytest.mark.django_db
DELETE = {"target": "product", "action": "delete"}
PUBLISH = {"target": "product", "action": "publish"}
UNPUBLISH = {"target": "product", "action": "unpublish"}
TABLES = [
    "catalog_product", "catalog_fitment", "catalog_price", "catalog_package",
    "catalog_interchange", "catalog_productasset", "catalog_productrelation",
    "catalog_product_additional_categories", "wagtailcore_revision",
]  # fmt: skip


def rows(tables=TABLES):
    """Every row of these tables, as the database writes it."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(row)::text FROM {table} AS row ORDER BY id")
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.fixture
def product():
    """A product with one of everything that can hang on it."""
    product = ProductFactory(sku="S1", values={"weight": {"amount": "12.70", "unit": "kg"}})
    product.additional_categories.set([CategoryFactory()])
    product.name = "A draft"
    product.save()
    product.save_revision()
    FitmentFactory(product=product)
    PriceFactory(product=product, price_list=PriceListFactory(), amount="12.70")
    Package.objects.create(product=product, weight="1.250")
    Interchange.objects.create(product=product, brand_name="Other", number="1-2")
    ProductAsset.objects.create(product=product, asset=ensure_asset(file_object=ImageFileFactory()))
    other = ProductFactory(sku="S2", brand=product.brand)
    for one, target in ((product, other), (other, product)):
        ProductRelation.objects.create(product=one, target=target, kind="substitute")
    Completeness.objects.create(
        product=product, channel=ChannelFactory(), locale="en", required=1, missing=[]
    )
    return product


def test_a_deleted_product_comes_back_with_all_that_hung_on_it(product):
    before = rows()
    assert all(before.values())
    user = UserFactory(is_superuser=True)
    change = applied(DELETE, products=Product.objects.filter(sku="S1"), user=user)
    assert change.counts == {"selected": 1, "changed": 1, "unchanged": 0, "refused": 0}
    assert Product.objects.get().sku == "S2"
    for model in (Price, Package, Interchange, ProductAsset, ProductRelation, Completeness):
        assert not model.objects.exists()
        if hasattr(model, "history"):
            gone = model.history.filter(history_type="-")
            assert gone.count() == (2 if model is ProductRelation else 1)
            assert {row.history_change_reason for row in gone} == {f"bulk edit {change.pk}"}

    undone(change)
    assert rows() == before
    last = Product.history.filter(id=product.pk).latest("history_id")
    assert (last.history_type, last.history_user) == ("+", user)
    assert last.history_change_reason == f"undo {change.pk}"
    assert Product.objects.get(sku="S1").get_latest_revision_as_object().name == "A draft"


def test_all_products_are_deleted_and_come_back_even_where_they_refer_to_each_other(product):
    before = rows()
    change = applied(DELETE)
    assert not Product.objects.exists()
    undone(change)
    assert rows() == before


def test_what_cannot_be_deleted_or_brought_back_is_left_and_said(product):
    ProductFactory(sku="variant", parent=product)
    change = counted(DELETE, products=Product.objects.filter(sku="S1"))
    assert change.details["reasons"] == {"It has variants. Delete them first.": 1}
    change = applied(DELETE, products=Product.objects.filter(sku="S2"))
    ProductFactory(sku="S2")
    undone(change)
    assert change.rows.get().reasons == ["The SKU “S2” now belongs to another product."]
    assert change.counts["conflicts"] == 1


@pytest.mark.parametrize(
    "content",
    [
        {"values": {"fits": "S1"}},
        {"values": {"fits": {"de": "S1"}}},
        {"channel_values": {"shop": {"fits": "S1"}}},
        {"values": {"fits": "S10"}},
        {"values": {"note": "S1"}},
        {},
    ],
)
def test_a_product_that_values_of_others_name_stays_as_on_its_own_page(content):
    ChannelFactory(code="shop")
    AttributeFactory(code="fits", type=Attribute.Type.PRODUCT)
    AttributeFactory(code="note")
    product = ProductFactory(sku="S1", values={"fits": "S1"})
    ProductFactory(sku="S2", **content)
    is_refused = uses_of(product, user=None).refuses
    assert is_refused == ("fits" in str(content) and "S10" not in str(content))
    change = counted(DELETE, products=Product.objects.filter(sku="S1"))
    reason = "A value of another product refers to it."
    assert change.details.get("reasons", {}) == ({reason: 1} if is_refused else {})


def test_what_was_taken_since_is_left_by_the_undo_and_the_others_come_back():
    """Numbers, unique values and the axes of variants."""
    AttributeFactory(code="serial", label="Serial", is_unique=True)
    axis = FamilyAttributeFactory(attribute=AttributeFactory(code="length"), is_variant_axis=True)
    brand, parent = BrandFactory(), ProductFactory(sku="parent", family=axis.family)
    variant = {"parent": parent, "family": axis.family, "values": {"length": "10"}}
    ProductFactory(sku="unique", values={"serial": "A1"})
    ProductFactory(sku="part", brand=brand, part_number="P-1")
    ProductFactory(sku="variant", **variant)
    ProductFactory(sku="free")
    change = applied(DELETE, products=Product.objects.exclude(sku="parent"))
    ProductFactory(sku="other unique", values={"serial": "A1"})
    ProductFactory(sku="other part", brand=brand, part_number="P-1")
    ProductFactory(sku="other variant", **variant)
    undone(change)
    assert (change.state, change.counts["undone"], change.counts["conflicts"]) == ("undone", 1, 3)
    assert Product.objects.filter(sku="free").exists()
    assert [reason for row in left_rows(change) for reason in row.reasons] == [
        'Serial must be unique: "A1" of the product unique belongs to the product other unique'
        " already.",
        "The part number “P-1” now belongs to the product other part.",
        "variant and other variant are variants of one product and have the same values",
    ]


def scheduled(product, **draft):
    """A draft that is to be published tomorrow."""
    for name, value in draft.items():
        setattr(product, name, value)
    product.go_live_at = timezone.now() + timedelta(days=1)
    product.save_revision().publish()


def schedules(product):
    return list(product.revisions.order_by("created_at").values_list("pk", "approved_go_live_at"))


@pytest.mark.parametrize("operation", [UNPUBLISH, DELETE])
def test_what_is_taken_off_or_deleted_is_not_published_on_schedule(operation):
    product, waiting = ProductFactory(sku="S1", live=True), ProductFactory(sku="S2", live=False)
    scheduled(product, name="New")
    scheduled(waiting)
    before = schedules(product)
    assert before[-1][1]
    change = applied(operation)
    revisions = Revision.objects.filter(object_id=str(product.pk))
    assert not revisions.filter(approved_go_live_at__isnull=False).exists()
    if operation == UNPUBLISH:
        reason = "It is not published, only scheduled. Cancel the schedule on its page."
        assert change.rows.get(product_id=waiting.pk).reasons == [reason]
    undone(change)
    assert schedules(product) == before
    assert change.counts["conflicts"] == 0


def test_unpublishing_one_ends_its_schedule_too():
    product = ProductFactory(live=True)
    scheduled(product, name="New")
    product = Product.objects.get()
    product.unpublish()
    assert not product.approved_schedule


def test_a_schedule_that_a_bulk_edit_overtook_comes_back_with_its_undo():
    product = ProductFactory(live=True)
    scheduled(product, name="Later")
    before = schedules(product)
    product = Product.objects.get()
    product.name, product.go_live_at = "Now", None
    product.save_revision()
    change = applied(PUBLISH)
    assert (Product.objects.get().name, schedules(product)[0][1]) == ("Now", None)
    undone(change)
    assert [row for row in schedules(product) if row[1]] == [row for row in before if row[1]]


def test_unpublishing_and_publishing_are_undone(product):
    Product.objects.update(has_unpublished_changes=False, live=True)
    state = Product.objects.order_by("pk").values("live", "has_unpublished_changes", "values")
    before = list(state)
    change = applied(UNPUBLISH)
    assert change.counts["changed"] == 2
    assert not Product.objects.filter(live=True).exists()
    undone(change)
    assert list(state) == before

    Product.objects.filter(sku="S2").update(live=False, latest_revision=None)
    change = applied(PUBLISH)
    assert (change.counts["changed"], change.counts["unchanged"]) == (1, 1)
    assert Product.objects.get(sku="S2").live
    undone(change)
    assert not Product.objects.get(sku="S2").live


def test_a_published_draft_is_a_draft_again_beside_what_was_published(product):
    draft = Product.objects.get(sku="S1").get_latest_revision_as_object()
    draft.name, draft.values = "New", {"weight": {"amount": "13.0", "unit": "kg"}}
    draft.save_revision()
    Price.objects.update(amount="1.00")
    before = rows()
    user = UserFactory(is_superuser=True)
    change = applied(PUBLISH, products=Product.objects.filter(sku="S1"), user=user)
    assert (change.counts["changed"], change.counts["refused"]) == (1, 0)
    published = Product.objects.get(sku="S1")
    assert (published.name, published.has_unpublished_changes) == ("New", False)
    assert published.history.first().history_change_reason == f"bulk edit {change.pk}"

    undone(change)
    assert change.counts["undone"] == 1
    assert published.history.first().history_change_reason == f"undo {change.pk}"
    ours = [table for table in TABLES if table != "wagtailcore_revision"]
    now = rows(ours)
    assert now == {table: before[table] for table in ours}
    assert Product.objects.get(sku="S1").get_latest_revision_as_object().name == "New"

    change = applied(PUBLISH, products=Product.objects.filter(sku="S1"), user=user)
    Product.objects.filter(sku="S1").update(name="Since")
    undone(change)
    assert change.rows.get().reasons == ["The product was changed since then."]
    assert Product.objects.get(sku="S1").name == "Since"


def test_each_needs_its_right(product):
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="change_product"))
    Product.objects.update(live=False)
    for operation in (DELETE, PUBLISH, UNPUBLISH):
        change = counted(operation, user=editor)
        with pytest.raises(JobError, match="You do not have permission"):
            finish(change, apply_bulk_edit)
    assert Product.objects.count() == 2


@pytest.mark.parametrize("operation", [PUBLISH, UNPUBLISH])
def test_the_undo_of_publishing_leaves_what_somebody_has_locked_since(product, operation):
    Product.objects.filter(sku="S2").update(live=operation == UNPUBLISH)
    change = applied(operation)
    before = Product.objects.order_by("pk").values_list("name", "live")
    written = list(before)
    Product.objects.update(locked=True, locked_by=UserFactory(username="erika"))
    undone(change)
    assert list(before) == written
    assert {tuple(row.reasons) for row in left_rows(change)} == {
        ("erika has locked this product. Ask erika to unlock it.",)
    }
    assert change.counts["conflicts"] == 2


def test_what_was_published_comes_back_by_somebody_who_may_publish(product):
    """Nothing is lost: the undo as a whole waits."""
    Product.objects.update(live=False)
    change = counted(DELETE)
    Product.objects.filter(sku="S2").update(live=True)
    finish(change, apply_bulk_edit)
    someone = UserFactory()
    someone.user_permissions.set(
        Permission.objects.filter(codename__in=["change_product", "delete_product"])
    )
    with pytest.raises(
        JobError, match="Some of these products are published, and you do not have permission to"
    ):
        finish(change, undo_bulk_edit, user=someone)
    assert (change.state, Product.objects.count()) == ("applied", 0)
    someone.user_permissions.add(Permission.objects.get(codename="publish_product"))
    finish(change, undo_bulk_edit, user=type(someone).objects.get(pk=someone.pk))
    assert Product.objects.filter(live=True).count() == 1
