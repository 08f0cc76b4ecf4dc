"""A change of family by bulk edit: relatives move together or stay together, and each is told."""

from collections import Counter

import pytest

from catalog.bulk.queries.rows import left_rows
from catalog.bulk.services.changes import statements
from catalog.bulk.services.edits.editing import apply_bulk_edit
from catalog.models import Attribute, Product
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied, counted, finish, undone
from tests.factories.catalog import (
    AttributeFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db
SHARED = "It shares its family with its variants or its parent product"
OUTCOMES = ("changed", "unchanged", "refused")


@pytest.fixture(params=[1_000, 1], ids=["in one part", "part by part"])
def parts(request, monkeypatch):
    """Whether the products of an edit are written all at once."""
    monkeypatch.setattr(statements, "SPAN", request.param)


@pytest.fixture
def target():
    return FamilyFactory(code="rotors")


@pytest.fixture
def wiper():
    """A parent, with a variant that was made before it."""
    family = FamilyFactory(code="wipers")
    first = ProductFactory(sku="V1", family=family)
    simple = ProductFactory(sku="SIMPLE", family=family)
    model = ProductFactory(sku="MODEL", family=family)
    Product.objects.filter(pk=first.pk).update(parent=model)
    for sku in ("V2", "V3"):
        ProductFactory(sku=sku, parent=model, family=family)
    assert first.pk < simple.pk < model.pk
    return family


def move(target) -> dict:
    return {"target": "family", "action": "set", "value": target.pk}


def outcomes(change) -> dict[str, int]:
    return {name: change.counts[name] for name in OUTCOMES}


def checked(change, target) -> dict[str, str]:
    """Apply; the preview was right, what was "changed" has changed, and the undo is exact.

    Returns why the others were left.
    """
    before = dict(Product.objects.values_list("sku", "family__code"))
    told, reasons = outcomes(change), change.details["reasons"]
    finish(change, apply_bulk_edit)
    assert outcomes(change) == told
    left = {row.sku: row.reasons[0] for row in left_rows(change)}
    assert Counter(left.values()) == reasons
    done = Product.objects.filter(pk__in=change.rows.filter(outcome="changed").values("product_id"))
    assert set(done.values_list("family__code", flat=True)) <= {target.code}
    assert done.count() == told["changed"]
    undone(change)
    assert change.counts.get("conflicts", 0) == 0
    assert dict(Product.objects.values_list("sku", "family__code")) == before
    return left


def test_relatives_that_are_not_all_chosen_stay_and_say_so(wiper, target, parts):
    change = counted(move(target), products=Product.objects.exclude(sku="V3"))
    assert outcomes(change) == {"changed": 1, "unchanged": 0, "refused": 3}
    left = checked(change, target)
    assert left["MODEL"].startswith("It has variants that are not selected")
    assert left["V1"].startswith(SHARED)
    assert left["V2"].startswith(SHARED)


@pytest.mark.parametrize("sku", ["V1", "MODEL", "V3"])
def test_what_is_refused_itself_keeps_its_relatives_back(wiper, target, parts, sku):
    locker = UserFactory(username="erika")
    Product.objects.filter(sku=sku).update(locked=True, locked_by=locker)
    change = counted(move(target))
    assert outcomes(change) == {"changed": 1, "unchanged": 0, "refused": 4}
    left = checked(change, target)
    assert left.pop(sku) == "erika has locked this product. Ask erika to unlock it."
    assert len(left) == 3
    assert all(reason.startswith(SHARED) for reason in left.values())


def test_all_of_them_move_together(wiper, target, parts):
    change = counted(move(target))
    assert outcomes(change) == {"changed": 5, "unchanged": 0, "refused": 0}
    assert checked(change, target) == {}


def test_another_reason_in_the_same_edit_keeps_relatives_back_too(wiper, target, parts):
    long = {"target": "name", "action": "replace_text", "sought": "Long", "value": "x" * 300}
    Product.objects.filter(sku="V2").update(name="Long")
    left = checked(counted(move(target), long), target)
    assert left["V2"].startswith("Its name would be")
    assert left["MODEL"].startswith(SHARED)


def test_a_family_that_does_not_tell_the_variants_apart_is_refused_before(wiper, target, parts):
    side = AttributeFactory(code="side", type=Attribute.Type.TEXT)
    FamilyAttributeFactory(family=target, attribute=side, is_variant_axis=True)
    Product.objects.filter(sku__in=["V1", "V2"]).update(values={"side": "left"})
    left = checked(counted(move(target)), target)
    assert left["MODEL"].startswith("Some of its variants would have the same values")
    assert set(left) == {"MODEL", "V1", "V2", "V3"}


def test_what_only_the_database_refuses_keeps_its_relatives_back_too(wiper, target, parts):
    side = AttributeFactory(code="side", label="Side", type=Attribute.Type.TEXT)
    FamilyAttributeFactory(family=wiper, attribute=side)
    FamilyAttributeFactory(family=target, attribute=side, is_variant_axis=True)
    # Told apart by nothing, once they are in the other family.
    change = counted({"target": "values.side", "action": "set", "value": "left"}, move(target))
    finish(change, apply_bulk_edit)
    assert outcomes(change) == {"changed": 1, "unchanged": 0, "refused": 4}
    assert dict(Product.objects.values_list("sku", "family__code")) == {
        "SIMPLE": "rotors", "MODEL": "wipers", "V1": "wipers", "V2": "wipers", "V3": "wipers",
    }  # fmt: skip
    assert Product.objects.filter(values__side="left").get().sku == "SIMPLE"
    undone(change)
    assert set(Product.objects.values_list("family__code", flat=True)) == {"wipers"}


def test_the_undo_keeps_relatives_together_as_well(wiper, target, parts):
    change = applied(move(target))
    locker = UserFactory(username="erika")
    Product.objects.filter(sku="V2").update(locked=True, locked_by=locker)
    undone(change)
    assert (change.counts["undone"], change.counts["conflicts"]) == (1, 4)
    left = {row.sku: row.reasons[0] for row in left_rows(change)}
    assert left.pop("V2") == "erika has locked this product. Ask erika to unlock it."
    assert all(reason.startswith(SHARED) for reason in left.values())
    assert set(Product.objects.exclude(sku="SIMPLE").values_list("family__code", flat=True)) == {
        "rotors"
    }


def test_a_large_family_is_counted_in_few_statements(target, django_assert_max_num_queries):
    family = FamilyFactory()
    models = ProductFactory.create_batch(30, family=family)
    for model in models:
        ProductFactory(parent=model, family=family)
    change = counted(move(target))
    with django_assert_max_num_queries(30):
        finish(change, apply_bulk_edit)
    assert outcomes(change)["changed"] == 60
