"""What names a product that is merged away: values, relations, variants, and their drafts."""

from functools import partial

import pytest
from django.db import transaction

from catalog.duplicates.services.merging import merge_products
from catalog.models import Attribute, OfferedValue, Product, ProductRelation
from catalog.products.locks import lock_product
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    ProductFactory,
    ProductRelationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mate():
    return AttributeFactory(code="mate", type=Attribute.Type.PRODUCT, is_localizable=True)


@pytest.fixture
def pair(mate):
    """The one that is kept and the one that is merged into it."""
    kept = ProductFactory(sku="KEPT", live=True)
    return kept, ProductFactory(sku="GONE", live=True, family=kept.family)


@pytest.fixture
def merge(pair):
    kept, dropped = pair
    user = UserFactory(is_superuser=True)
    return partial(merge_products, kept=kept, dropped=dropped, take=[], user=user)


def latest(product) -> Product:
    """What the form shows."""
    return Product.objects.get(pk=product.pk).get_latest_revision_as_object()


def drafted(product, **fields):
    """Save a draft with `fields`."""
    draft = Product.objects.get(pk=product.pk)
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"values": {"mate": "GONE"}}, {"values": {"mate": "KEPT"}}),
        (
            {"values": {"mate": {"en": "GONE", "de": "OTHER"}, "note": "GONE"}},
            {"values": {"mate": {"en": "KEPT", "de": "OTHER"}, "note": "GONE"}},
        ),
        (
            {"channel_values": {"web": {"mate": "GONE", "note": "GONE"}, "shop": {"a": "1"}}},
            {"channel_values": {"web": {"mate": "KEPT", "note": "GONE"}, "shop": {"a": "1"}}},
        ),
        (
            {"channel_values": {"web": {"mate": {"de": "GONE"}}}},
            {"channel_values": {"web": {"mate": {"de": "KEPT"}}}},
        ),
    ],
)
def test_values_of_any_language_and_channel_follow(merge, pair, before, after):
    for code in ("web", "shop"):
        ChannelFactory(code=code)
    friend, stranger = ProductFactory(live=True, **before), ProductFactory(live=True)
    friend.save_revision().publish()
    history = {product.pk: product.history.count() for product in (friend, stranger)}
    merge()
    friend.refresh_from_db()
    assert {name: getattr(friend, name) for name in after} == after
    assert {name: getattr(latest(friend), name) for name in after} == after, "the form shows it"
    assert friend.history.first().history_change_reason == f"merge {pair[1].pk}"
    assert friend.history.count() == history[friend.pk] + 1
    assert stranger.history.count() == history[stranger.pk]


def test_open_drafts_follow_and_keep_what_their_editors_wrote(merge):
    untouched = ProductFactory(live=True, values={"mate": "GONE"})
    drafted(untouched, name="Draft")
    own = ProductFactory(live=True, values={"mate": "GONE"})
    drafted(own, values={"mate": "OTHER"})
    only = ProductFactory(live=True, name="Row")
    drafted(only, values={"mate": {"de": "GONE"}}, name="Draft")
    merge()
    assert (latest(untouched).name, latest(untouched).values) == ("Draft", {"mate": "KEPT"})
    assert latest(own).values == {"mate": "OTHER"}
    assert OfferedValue.objects.get().value == "KEPT"
    assert latest(only).values == {"mate": {"de": "KEPT"}}
    row = Product.objects.get(pk=only.pk)
    assert (row.name, row.values, row.has_unpublished_changes) == ("Row", {}, True)


def test_drafts_of_variants_and_of_related_products_follow(merge, pair):
    kept, dropped = pair
    variant = ProductFactory(parent=dropped, family=dropped.family)
    friend = ProductFactory()
    relation = ProductRelationFactory(product=friend, target=dropped)
    for product in (variant, friend):
        drafted(product, name="Draft").publish()
        drafted(product, name="Later")
    merge()
    for product in (variant, friend):
        product.revisions.latest("created_at").publish()
    variant.refresh_from_db()
    relation.refresh_from_db()
    assert (variant.name, variant.parent, relation.target) == ("Later", kept, kept)


def test_drafts_keep_the_relations_that_their_editors_chose(merge, pair):
    kept, dropped = pair
    other = ProductFactory()
    changed, removed, added, both = (ProductFactory(live=True) for _ in range(4))
    for product in (changed, removed):
        ProductRelationFactory(product=product, target=dropped, kind="accessory")
    for product, targets in (
        (changed, [other]), (removed, []), (added, [dropped]), (both, [dropped, kept]),
    ):  # fmt: skip
        draft = Product.objects.get(pk=product.pk)
        draft.relations = [
            ProductRelation(kind="accessory", target=target, sort_order=order)
            for order, target in enumerate(targets)
        ]
        draft.save_revision()
    merge()
    found = [
        [relation.target for relation in latest(product).relations.all()]
        for product in (changed, removed, added, both)
    ]
    assert found == [[other], [], [kept], [kept]]
    latest(both).save_revision().publish()
    assert both.relations.get().target == kept


def test_a_version_that_holds_no_relations_still_holds_none(merge):
    product = ProductFactory(live=True, values={"mate": "GONE"})
    revision = drafted(product, name="Draft")
    del revision.content["relations"]
    revision.save()
    merge()
    revision.refresh_from_db()
    assert "relations" not in revision.content
    assert revision.content["values"] == {"mate": "KEPT"}


def test_a_parent_that_only_a_draft_names_follows(merge, pair):
    kept, dropped = pair
    product = ProductFactory(live=True, family=dropped.family)
    drafted(product, parent=dropped)
    merge()
    assert latest(product).parent == kept


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("names", ["value", "parent"])
def test_what_others_write_at_the_same_moment_is_kept(merge, pair, names):
    kept, dropped = pair
    fields = {"values": {"mate": "GONE"}} if names == "value" else {"parent": dropped}
    other = ProductFactory(live=True, family=dropped.family, name="Old", **fields)
    with threads() as begin, transaction.atomic():
        edited = lock_product(other.pk)
        edited.name = "Edited"
        edited.save()
        merging = begin(merge)
        wait_until_one_waits()
    merging.result()
    other.refresh_from_db()
    assert other.name == "Edited"
    assert other.values == ({"mate": "KEPT"} if names == "value" else {})
    assert other.parent_id == (kept.pk if names == "parent" else None)
