"""Changes of many products that are recorded, and undone exactly."""

import json

import pytest
from psycopg.sql import SQL, Literal

from audit.models import ChangeLogEntry
from catalog.bulk.queries.rows import left_rows
from catalog.bulk.services.changes.applying import freeze_products, record_and_apply
from catalog.bulk.services.changes.comparison import compare_products
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.changes.undoing import undo_change
from catalog.models import BulkChange, Category, Channel, FurtherCategory, Product
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db

# Sets a value, a localized one and a channel's own, empties another, and ends the life cycle.
EVERYTHING = """
SELECT product.id AS product_id, (values - 'teeth') || '{"material": "ceramic"}'
        || jsonb_build_object('title', coalesce(values -> 'title', '{}') || '{"en": "Pad"}')
        AS values,
    '{"web": {"material": "metal"}}' || channel_values - 'shop' AS channel_values,
    'discontinued'::text AS status, ARRAY(SELECT id FROM catalog_category ORDER BY 1) AS categories,
    CASE WHEN name = 'Locked' THEN ARRAY['It is locked.'] ELSE '{}' END AS reasons
FROM chosen JOIN catalog_product AS product ON product.id = chosen.product_id
"""
VALUES_BEFORE = {
    "nothing": ({}, {}),
    "everything": (
        {"teeth": "12.70", "material": "metal", "title": {"de": "Belag"}, "null": None},
        {"shop": {"teeth": "5", "width": {"amount": "1.0", "unit": "mm"}}, "empty": {}},
    ),
    "so_already": (
        {"material": "ceramic", "title": {"en": "Pad"}},
        {"web": {"material": "metal"}},
    ),
}


@pytest.fixture(autouse=True)
def channels():
    for code in ("web", "shop", "empty"):
        ChannelFactory(code=code)


@pytest.fixture
def proposal():
    return Proposal(SQL(EVERYTHING), columns=["status"], categories=True)


@pytest.fixture
def products():
    brand, family = BrandFactory(), FamilyFactory()
    CategoryFactory()
    CategoryFactory()
    return [
        ProductFactory(
            sku=sku, values=values, channel_values=own, brand=brand, family=family, live=True,
        )
        for sku, (values, own) in VALUES_BEFORE.items()
    ]  # fmt: skip


def state():
    """Everything of the products that a change may touch, as the database writes it."""
    return [
        (product, list(Product.objects.get(sku=product[0]).additional_categories.all()))
        for product in Product.objects.order_by("pk").values_list(
            "sku", "values", "channel_values", "status", "name", "category_id", "live"
        )
    ]


def applied(proposal, user=None):
    change = BulkChange.objects.create(kind="bulk_edit", title="Everything", started_by=user)
    return record_and_apply(
        change=change, products=Product.objects.all(), proposal=proposal, user=user,
        progress=JobProgress(),
    )  # fmt: skip


def undone(change, user=None):
    undo_change(change=change, user=user, progress=JobProgress())
    return change


def outcomes(change):
    return dict(change.rows.order_by("product_id").values_list("product_id", "outcome"))


def test_an_undo_gives_every_value_back_exactly(proposal, products):
    user, before = UserFactory(), state()
    change = applied(proposal, user)
    assert change.counts == {"changed": 3, "unchanged": 0, "refused": 0}
    product = Product.objects.get(sku="everything")
    assert product.values == {
        "material": "ceramic", "title": {"de": "Belag", "en": "Pad"}, "null": None
    }  # fmt: skip
    assert product.channel_values == {"web": {"material": "metal"}, "empty": {}}
    assert (product.status, product.additional_categories.count()) == ("discontinued", 2)

    undone(change, user)
    assert state() == before
    assert (change.state, change.counts["undone"], change.counts["conflicts"]) == ("undone", 3, 0)
    assert set(outcomes(change).values()) == {"undone"}


def test_history_and_change_log_name_the_change_and_the_person(proposal, products):
    user = UserFactory()
    change = applied(proposal, user)
    undone(change, user)
    rows = products[1].history.order_by("history_id")
    assert [(row.history_change_reason, row.history_user_id) for row in rows][1:] == [
        (f"bulk edit {change.pk}", user.pk),
        (f"undo {change.pk}", user.pk),
    ]
    assert [row.status for row in rows] == ["active", "discontinued", "active"]
    for source in (f"bulk edit:{change.pk}", f"undo:{change.pk}"):
        entries = ChangeLogEntry.objects.filter(entity_id=products[1].pk, source=source)
        told = set(entries.values_list("user_id", "part"))
        assert told == {(user.pk, ""), (user.pk, "additional_categories")}


def test_the_further_categories_that_are_given_and_taken_are_in_their_history(proposal, products):
    user = UserFactory()
    change = applied(proposal, user)
    given = FurtherCategory.history.filter(product_id=products[0].pk)
    assert {(row.history_type, row.category_id) for row in given} == {
        ("+", category.pk) for category in Category.objects.all()
    }
    [row] = change.rows.filter(product_id=products[0].pk)
    # Under the name that the registry of parts and versions have.
    assert len(row.after["additional_categories"]) == 2
    undone(change, user)
    rows = FurtherCategory.history.filter(product_id=products[0].pk)
    assert sorted(rows.values_list("history_type", flat=True)) == ["+", "+", "-", "-"]
    assert set(rows.values_list("history_type", "history_user", "history_change_reason")) == {
        ("+", user.pk, f"bulk edit {change.pk}"),
        ("-", user.pk, f"undo {change.pk}"),
    }


def test_what_is_so_already_or_refused_is_left_alone_and_counted(proposal, products):
    applied(proposal)
    ProductFactory(name="Locked", sku="locked")
    touched = Product.objects.values_list("sku", "updated_at").order_by("sku")
    before = list(touched)
    change = applied(proposal)
    assert change.counts == {"changed": 0, "unchanged": 3, "refused": 1}
    assert change.rows.get(outcome="refused").reasons == ["It is locked."]
    assert list(touched) == before


def test_a_preview_counts_and_writes_nothing(proposal, products):
    before = state()
    change = BulkChange.objects.create(kind="bulk_edit", title="Preview")
    freeze_products(change=change, products=Product.objects.all())
    gone = products[2].pk
    products[2].delete()
    found = compare_products(change=change, proposal=proposal, progress=JobProgress())
    assert dict(found.counts) == {"changed": 2, "refused": 1}
    assert found.published == 2
    assert found.refused == {"The product no longer exists.": [gone]}
    key, sku, old, new = found.samples[1]
    assert (key, sku) == (products[1].pk, "everything")
    assert old["columns"], new["columns"] == ({"status": "active"}, {"status": "discontinued"})
    assert old["values"] == {"teeth": "12.70", "material": "metal", "title": {"de": "Belag"}}
    assert state() == before[:2]
    assert set(outcomes(change).values()) == {"waiting"}


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        ({"status": "planned"}, "status"),
        ({"values": {"title": {"en": "Pad"}, "material": "metal"}}, "values.material"),
        ({"values": {"title": {"en": "Pad"}, "material": "ceramic", "teeth": "1"}}, None),
        ({"channel_values": {}}, "values.material@web"),
        ({"name": "Other", "channel_values": {"web": {"material": "metal", "new": "1"}}}, None),
    ],
)
def test_an_undo_leaves_what_was_changed_since_and_says_so(proposal, products, since, reason):
    change = applied(proposal)
    Product.objects.filter(sku="nothing").update(**since)
    undone(change)
    row = change.rows.get(product_id=products[0].pk)
    product = Product.objects.get(sku="nothing")
    for name, value in since.items():
        if reason:
            assert getattr(product, name) == value
    assert row.reasons == ([reason] if reason else [])
    assert change.counts["conflicts"] == bool(reason)
    assert Product.objects.get(sku="everything").status == "active"


def test_what_another_added_since_stays_beside_the_undone(proposal, products):
    change = applied(proposal)
    Product.objects.filter(sku="nothing").update(
        channel_values={"web": {"material": "metal", "new": "1"}}
    )
    undone(change)
    assert Product.objects.get(sku="nothing").channel_values == {"web": {"new": "1"}}


def localized_change(values, after):
    """A change that has set `values` of the one product to `after`, which differs by language."""
    AttributeFactory(code="title", label="Title", is_localizable=True, is_per_channel=True)
    ProductFactory(values=values[0], channel_values=values[1])
    statement = SQL(
        "SELECT product_id, {}::jsonb AS values, {}::jsonb AS channel_values,"
        " '{{}}'::text[] AS reasons FROM chosen"
    ).format(*map(Literal, map(json.dumps, after)))
    return applied(Proposal(statement))


@pytest.mark.parametrize(
    ("before", "after", "since", "then"),
    [
        # Another language was written, changed or emptied since.
        ({"en": "a"}, {"en": "b"}, {"en": "b", "de": "x"}, {"en": "a", "de": "x"}),
        ({"en": "a", "de": "x"}, {"en": "b", "de": "x"}, {"en": "b"}, {"en": "a"}),
        (None, {"en": "b"}, {"en": "b", "de": "x"}, {"de": "x"}),
        ({"en": "a"}, None, {"de": "x"}, {"en": "a", "de": "x"}),
        ({"en": "a"}, {"en": "a", "de": "x"}, {"de": "x"}, None),
        # Nothing was.
        ({}, {"en": "b"}, {"en": "b"}, {}),
        ({"en": "a"}, {"en": None}, {"en": None}, {"en": "a"}),
    ],
)
def test_each_language_is_undone_by_itself(before, after, since, then):
    def both(value):
        held = {"kept": "1"} if value is None else {"kept": "1", "title": value}
        return held, {"web": held}

    change = localized_change(both(before), both(after))
    values, own = both(since)
    Product.objects.update(values=values, channel_values=own)
    undone(change)
    product = Product.objects.get()
    assert (product.values, product.channel_values) == both(then)
    assert change.counts["conflicts"] == 0


def test_a_language_that_was_changed_since_is_a_conflict_that_names_it():
    channel = Channel.objects.get(code="web")
    change = localized_change(
        ({"title": {"en": "a"}}, {}), ({"title": {"en": "b"}}, {"web": {"title": {"de": "x"}}})
    )
    now = {"title": {"en": "c"}}, {"web": {"title": {"de": "y", "en": "z"}}}
    Product.objects.update(values=now[0], channel_values=now[1])
    undone(change)
    product = Product.objects.get()
    assert (product.values, product.channel_values) == now
    assert change.rows.get().reasons == ["values.title.en", "values.title.de@web"]
    [row] = left_rows(change)
    assert row.reasons == [
        "Title (English) was changed since then.",
        f"Title (German, {channel.name}) was changed since then.",
    ]


def test_a_unique_value_that_was_taken_since_is_left_and_the_others_come_back():
    AttributeFactory(code="serial", label="Serial", is_unique=True)
    for sku in ("S1", "S2", "S3", "S4", "S5"):
        ProductFactory(sku=sku, values={"serial": sku})
    emptied = SQL(
        "SELECT product.id AS product_id, values - 'serial' AS values, channel_values,"
        " '{}'::text[] AS reasons"
        " FROM chosen JOIN catalog_product AS product ON product.id = chosen.product_id"
    )
    change = applied(Proposal(emptied))
    ProductFactory(sku="T2", values={"serial": "s2"})
    ProductFactory(sku="T5", values={"serial": "s5"})
    undone(change)
    assert (change.counts["undone"], change.counts["conflicts"]) == (3, 2)
    assert set(Product.objects.filter(values__has_key="serial").values_list("sku", flat=True)) == {
        "S1", "S3", "S4", "T2", "T5"
    }  # fmt: skip
    assert [(row.sku, row.reasons) for row in left_rows(change)] == [
        (
            sku,
            [
                f'Serial must be unique: "{value}" of the product {sku} belongs to the product'
                f" {other} already."
            ],
        )
        for sku, value, other in (("S2", "S2", "T2"), ("S5", "S5", "T5"))
    ]


def test_an_undo_leaves_what_would_refer_to_a_record_that_is_gone(products):
    old, new = Category.objects.all()
    Product.objects.filter(sku="nothing").update(category=old)
    moved = SQL(
        "SELECT product.id AS product_id, values, channel_values, {new}::bigint AS category_id,"
        " '{{}}'::text[] AS reasons"
        " FROM chosen JOIN catalog_product AS product ON product.id = chosen.product_id"
    ).format(new=new.pk)
    change = applied(Proposal(moved, columns=["category_id"]))
    old.delete()
    undone(change)
    assert change.rows.get(outcome="conflict").reasons == ["category_id"]
    assert set(Product.objects.values_list("sku", "category")) == {
        ("nothing", new.pk), ("everything", None), ("so_already", None)
    }  # fmt: skip


def test_an_open_draft_is_carried_there_and_back(proposal, products):
    AttributeFactory(code="title", is_localizable=True)
    draft = Product.objects.get(sku="everything")
    draft.values = {**draft.values, "title": {"de": "Bremsbelag"}, "material": "organic"}
    draft.name = "Editor's name"
    draft.save_revision()
    change = applied(proposal)
    assert change.details["drafts"] == [{"sku": "everything", "fields": ["material"]}]
    product = Product.objects.get(sku="everything")
    latest = product.get_latest_revision_as_object()
    assert (latest.name, latest.status) == ("Editor's name", "discontinued")
    assert latest.values == {
        "title": {"de": "Bremsbelag", "en": "Pad"}, "material": "organic", "null": None
    }  # fmt: skip
    assert latest.channel_values == product.channel_values
    assert latest.additional_categories.count() == 2

    undone(change)
    latest = Product.objects.get(sku="everything").get_latest_revision_as_object()
    assert (latest.name, latest.status) == ("Editor's name", "active")
    assert latest.values == {**draft.values}
    assert latest.channel_values == VALUES_BEFORE["everything"][1]
    assert latest.additional_categories.count() == 0


def test_a_proposal_may_not_write_any_column():
    with pytest.raises(ValueError, match="created_at"):
        Proposal(SQL("SELECT 1"), columns=["created_at"])
