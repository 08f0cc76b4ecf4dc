"""A customer sees the products of its assortment, in searches and on pages."""

import pytest
from django.test import Client

from accounts.models import Customer
from catalog.models import CustomerTerms, Segment
from catalog.terms.queries import visible_products
from search.engine import suggest
from tests.catalog.searching import counts, found, search_products
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import BrandFactory, ProductFactory

pytestmark = pytest.mark.django_db


class TestAssortment:
    @pytest.fixture
    def customer(self):
        """A customer who may see Acme alone."""
        segment = Segment.objects.create(
            code="acme",
            name="Acme",
            filter={
                "match": "all",
                "conditions": [{"field": "brand", "operator": "is", "value": "Acme"}],
            },
        )
        customer = Customer.objects.create(number="1", name="C", status="approved")
        CustomerTerms.objects.create(customer=customer, assortment=segment)
        return customer

    def test_it_limits_products_totals_facets_and_suggestions(self, indexed, customer):
        acme = BrandFactory(name="Acme")
        ProductFactory(part_number="MINE", name="Pad", brand=acme)
        ProductFactory(part_number="HIDDEN", name="Pad", brand=BrandFactory(name="Rival"))
        indexed()
        allowed = visible_products(customer)
        assert found("pad", allowed=allowed) == ["MINE"]
        result = search_products(allowed=allowed, facets=["brand"])
        assert result.total == 1
        assert counts(result, "brand") == {str(acme.pk): 1}
        suggested = suggest(index="products", text="pad", allowed=allowed)
        assert [suggestion.detail for suggestion in suggested] == ["Acme MINE"]


def test_an_assortment_that_cannot_be_read_shows_nothing(client: Client, indexed):
    product = ProductFactory()
    segment = Segment.objects.create(
        code="gone",
        name="Gone",
        filter={"conditions": [{"field": "values.gone", "operator": "is", "value": "1"}]},
    )
    customer = CustomerFactory()
    CustomerTerms.objects.create(customer=customer, assortment=segment)
    indexed()
    client.force_login(UserFactory(customer=customer))
    assert client.get("/catalog/").context["listing"].cards == []
    assert client.get(product.get_absolute_url()).status_code == 404
