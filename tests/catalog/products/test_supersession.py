"""What supersedes a product, to the end of the chain; circles are refused by the database."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from catalog.models import ProductRelation, RelationKind
from catalog.products.queries.supersession import (
    cycle_through,
    superseded_numbers,
    supersession_of,
)
from tests.factories.catalog import BrandFactory, ProductFactory, ProductRelationFactory

pytestmark = pytest.mark.django_db


def supersede(old, new) -> None:
    """`new` supersedes `old`."""
    ProductRelationFactory(product=new, target=old, kind="supersedes")


@pytest.fixture
def chain():
    """Three published products: the second supersedes the first, the third the second."""
    products = [
        ProductFactory(live=True, sku=f"SKU{name}7", part_number=f"AB-{name}1") for name in "ABC"
    ]
    supersede(products[0], products[1])
    supersede(products[1], products[2])
    return products


class TestChains:
    def test_the_first_is_answered_with_the_last(self, chain):
        first, second, third = (product.pk for product in chain)
        found = supersession_of([first, second, third])
        assert [one.path for one in found[first]] == [(second, third)]
        assert [one.path[-1] for one in found[second]] == [third]
        assert third not in found
        assert [one.path[-1] for one in found[first]] == [third]

    def test_a_product_that_was_split_up_has_several_successors(self, chain):
        other = ProductFactory(live=True)
        supersede(chain[1], other)
        found = supersession_of([chain[0].pk])[chain[0].pk]
        assert {one.path[-1] for one in found} == {chain[2].pk, other.pk}

    def test_it_takes_one_statement_for_any_number(self, chain, django_assert_num_queries):
        with django_assert_num_queries(1):
            supersession_of([product.pk for product in chain] * 10)

    def test_a_number_in_any_spelling_finds_what_replaces_it(
        self, chain, django_assert_num_queries
    ):
        assert [one.path[-1] for one in superseded_numbers("ab a1")] == [chain[2].pk]
        assert [one.path[-1] for one in superseded_numbers("SKUA7")] == [chain[2].pk]
        assert superseded_numbers("AB-C1") == []
        with django_assert_num_queries(0):
            assert superseded_numbers("brake pad") == []


class TestCatalog:
    def test_the_page_names_the_chain_and_what_to_order(self, client, chain):
        page = client.get(chain[0].get_absolute_url())
        [one] = page.context["superseded_by"]
        assert (one.card.id, [card.id for card in one.between]) == (chain[2].pk, [chain[1].pk])
        assert "This part has been superseded." in page.content.decode()

    def test_what_is_not_published_is_skipped(self, client, chain):
        chain[2].live = False
        chain[2].save()
        [one] = client.get(chain[0].get_absolute_url()).context["superseded_by"]
        assert one.card.id == chain[1].pk

    def test_a_search_for_the_old_number_says_what_to_order(self, client, chain):
        page = client.get(reverse("catalog:list"), {"q": "AB-A1"})
        assert [card.id for card in page.context["answers_instead"]] == [chain[2].pk]
        assert "has been superseded" in page.content.decode()
        assert (
            "has been superseded"
            not in client.get(reverse("catalog:list"), {"q": "AB-C1"}).content.decode()
        )

    def test_a_component_names_its_kits_and_a_kit_its_components(self, client):
        kit, part = ProductFactory(live=True), ProductFactory(live=True)
        ProductRelationFactory(product=kit, target=part, kind="kit_component", quantity=2)
        blocks = client.get(part.get_absolute_url()).context["relations"]
        assert [(block.label, [card.id for card, _n in block.cards]) for block in blocks] == [
            ("Part of these kits", [kit.pk])
        ]
        [block] = client.get(kit.get_absolute_url()).context["relations"]
        assert [(card.id, quantity) for card, quantity in block.cards] == [(part.pk, 2)]


class TestCircles:
    @pytest.mark.parametrize("kind", ["supersedes", "kit_component"])
    def test_the_database_refuses_a_circle_and_names_it(self, kind):
        one, two, three = (ProductFactory(sku=sku) for sku in ("ONE", "TWO", "THREE"))
        ProductRelationFactory(product=one, target=two, kind=kind)
        ProductRelationFactory(product=two, target=three, kind=kind)
        with pytest.raises(IntegrityError, match="THREE > ONE > TWO > THREE"), transaction.atomic():
            ProductRelationFactory(product=three, target=one, kind=kind)
        assert ProductRelation.objects.count() == 2

    @pytest.mark.parametrize(
        ("flag", "kind", "other"),
        [
            ("is_supersession", "supersedes", "kit_component"),
            ("is_component", "kit_component", "supersedes"),
        ],
    )
    def test_kinds_of_one_meaning_are_one_graph_and_those_of_another_a_second(
        self, flag, kind, other
    ):
        RelationKind.objects.create(code="own", label="One more", **{flag: True})
        one, two = ProductFactory(sku="ONE"), ProductFactory(sku="TWO")
        ProductRelationFactory(product=one, target=two, kind=kind)
        assert cycle_through(two.pk, "own", one.pk) == [two.pk, one.pk, two.pk]
        with pytest.raises(IntegrityError, match="TWO > ONE > TWO"), transaction.atomic():
            ProductRelationFactory(product=two, target=one, kind="own")
        assert cycle_through(two.pk, other, one.pk) == []
        ProductRelationFactory(product=two, target=one, kind=other)

    def test_a_set_wise_write_is_refused_too(self):
        one, two = ProductFactory(), ProductFactory()
        rows = [
            ProductRelation(product=one, target=two, kind="supersedes"),
            ProductRelation(product=two, target=one, kind="supersedes"),
        ]
        with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
            ProductRelation.objects.bulk_create(rows)
        rows[1].kind = "substitute"
        ProductRelation.objects.bulk_create(rows)
        with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
            ProductRelation.objects.update(kind="supersedes")

    def test_substitutes_may_name_each_other(self):
        one, two = ProductFactory(), ProductFactory()
        ProductRelationFactory(product=one, target=two)
        ProductRelationFactory(product=two, target=one)
        assert cycle_through(one.pk, "substitute", two.pk) == []

    def test_the_form_names_the_circle_before_anything_is_written(self, chain):
        first, second, third = chain
        assert cycle_through(first.pk, "supersedes", third.pk) == [
            first.pk,
            third.pk,
            second.pk,
            first.pk,
        ]
        assert cycle_through(first.pk, "supersedes", ProductFactory().pk) == []


@pytest.mark.django_db(transaction=True)
def test_two_halves_of_a_circle_written_at_once_are_not_both_kept():
    one, two = ProductFactory(), ProductFactory()
    refused = []

    def other_half() -> None:
        try:
            ProductRelationFactory(product=two, target=one, kind="supersedes")
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        ProductRelationFactory(product=one, target=two, kind="supersedes")
        thread = threading.Thread(target=other_half)
        thread.start()
        thread.join(0.3)  # it waits for this transaction, however long
        assert thread.is_alive()
    thread.join()
    assert len(refused) == 1
    assert ProductRelation.objects.count() == 1


def test_brands_that_share_a_number_are_all_answered(client):
    for name in ("Acme", "Bolt"):
        brand = BrandFactory(name=name)
        old = ProductFactory(live=True, brand=brand, part_number="X-100")
        new = ProductFactory(live=True, brand=brand, part_number=f"X-200-{name}")
        supersede(old, new)
    page = client.get(reverse("catalog:list"), {"q": "x100"})
    assert {card.brand for card in page.context["answers_instead"]} == {"Acme", "Bolt"}
